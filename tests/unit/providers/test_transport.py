from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, cast

import pytest

from tests.unit.providers.samples import ANTHROPIC, OPENAI
from tollgate.kit.connections import AnswerLost, ConnectionPool, NotSent
from tollgate.providers.models import ProviderSpec, UpstreamRequest
from tollgate.providers.transport import (
    ProviderResponse,
    ProviderSilent,
    ProviderUnreachable,
    Timeouts,
    send,
)

REQUEST = UpstreamRequest("/v1/messages", {"x-api-key": "sk-secret"}, b"{}")


class Answer:
    """An answer whose body may break off."""

    def __init__(self, *pieces: bytes | AnswerLost) -> None:
        self.status = 200
        self.headers = {"request-id": "r"}
        self.closed = False
        self._pieces = pieces

    def chunks(self) -> Iterator[bytes]:
        for piece in self._pieces:
            if isinstance(piece, AnswerLost):
                raise piece
            yield piece

    def read(self) -> bytes:
        return b"".join(self.chunks())

    def close(self) -> None:
        self.closed = True


class Pool:
    def __init__(self, outcome: Answer | Exception) -> None:
        self.outcome = outcome
        self.asked: list[Any] = []

    def request(
        self, method: str, url: str, headers: Any, body: bytes, **timeouts: float
    ) -> Answer:
        self.asked.append((method, url, headers, body, timeouts))
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome


def sent(outcome: Answer | Exception, provider: ProviderSpec = ANTHROPIC) -> ProviderResponse:
    pool = cast("ConnectionPool", Pool(outcome))
    return send(pool, provider, REQUEST, Timeouts(connect=1.0, answer=2.0))


def test_posts_to_the_providers_base_url() -> None:
    pool = Pool(Answer(b"{}"))
    request = UpstreamRequest("/chat/completions", {"a": "b"}, b"{}")
    response = send(cast("ConnectionPool", pool), OPENAI, request, Timeouts(1.0, 2.0))
    assert pool.asked == [
        (
            "POST",
            "https://api.openai.com/v1/chat/completions",
            {"a": "b"},
            b"{}",
            {"connect_timeout": 1.0, "read_timeout": 2.0, "total_timeout": 2.0},
        )
    ]
    assert (response.status, response.headers["request-id"]) == (200, "r")
    assert response.read() == b"{}"


def test_a_request_that_was_not_sent_cost_nothing() -> None:
    with pytest.raises(ProviderUnreachable) as caught:
        sent(NotSent("refused"))
    assert caught.value.status == 503
    assert caught.value.retry_after is not None


def test_a_request_without_an_answer_may_have_cost() -> None:
    with pytest.raises(ProviderSilent) as caught:
        sent(AnswerLost("reset"))
    assert caught.value.status == 502


READINGS: list[Callable[[ProviderResponse], object]] = [
    lambda response: response.read(),
    lambda response: list(response.chunks()),
]


@pytest.mark.parametrize("reading", READINGS)
def test_an_answer_that_breaks_off_may_have_cost(
    reading: Callable[[ProviderResponse], object],
) -> None:
    with pytest.raises(ProviderSilent, match="anthropic"):
        reading(sent(Answer(b"{", AnswerLost("reset"))))


def test_chunks_come_as_they_arrive_and_may_be_given_up() -> None:
    answer = Answer(b"a", b"b")
    response = sent(answer)
    chunks = response.chunks()
    assert next(chunks) == b"a"
    response.close()
    assert answer.closed


@pytest.mark.parametrize("outcome", [NotSent("x"), AnswerLost("x")])
def test_no_error_shows_the_credential(outcome: Exception) -> None:
    with pytest.raises((ProviderUnreachable, ProviderSilent)) as caught:
        sent(outcome)
    assert "sk-" not in caught.value.message
