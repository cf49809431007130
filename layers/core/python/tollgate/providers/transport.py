"""Sending to a provider: what went wrong decides what the call may have cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from tollgate.errors import ProviderFailed, Unavailable
from tollgate.kit.connections import AnswerLost, ConnectionPool, NotSent, UpstreamResponse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tollgate.providers.models import ProviderSpec, UpstreamRequest


class ProviderUnreachable(Unavailable):
    """Nothing reached the provider: the call cost nothing."""

    code = "provider_unreachable"


class ProviderSilent(ProviderFailed):
    """The request went out and no usable answer came back: what it cost is unknown."""

    code = "provider_silent"


class Timeouts(Struct, frozen=True):
    """Seconds; `answer` bounds the whole answer, however slowly it comes."""

    connect: float = 5.0
    answer: float = 600.0


class ProviderResponse:
    """The provider's answer. `headers` have lower-case names.

    `read` and `chunks` consume the body once and raise `ProviderSilent` where it breaks off.
    """

    def __init__(self, provider: str, response: UpstreamResponse) -> None:
        self._provider = provider
        self._response = response
        self.status: int = response.status
        self.headers: Mapping[str, str] = response.headers

    def read(self) -> bytes:
        try:
            return self._response.read()
        except AnswerLost as error:
            raise ProviderSilent(f"the answer of {self._provider} broke off") from error

    def chunks(self) -> Iterator[bytes]:
        """The body as it arrives."""
        try:
            yield from self._response.chunks()
        except AnswerLost as error:
            raise ProviderSilent(f"the stream of {self._provider} broke off") from error

    def close(self) -> None:
        """Gives the connection up when the body is not wanted; harmless when done twice."""
        self._response.close()


def send(
    pool: ConnectionPool, provider: ProviderSpec, request: UpstreamRequest, timeouts: Timeouts
) -> ProviderResponse:
    """Posts `request` and waits for the head of the answer.

    Raises `ProviderUnreachable` or `ProviderSilent`. A redirect is an answer like any other: it is
    not followed, because it would carry the credential elsewhere. Nor is one understood that is
    compressed although nobody asked for it: no usage could be read from it.
    """
    try:
        response = pool.request(
            "POST",
            provider.base_url + request.path,
            request.headers,
            request.body,
            connect_timeout=timeouts.connect,
            read_timeout=timeouts.answer,
            total_timeout=timeouts.answer,
        )
    except NotSent as error:
        raise ProviderUnreachable(f"{provider.name} cannot be reached", retry_after=1.0) from error
    except AnswerLost as error:
        raise ProviderSilent(f"{provider.name} gave no answer") from error
    if response.status < 400 and response.headers.get("content-encoding", "identity") != "identity":
        response.close()
        raise ProviderSilent(f"{provider.name} gave a compressed answer")
    return ProviderResponse(provider.name, response)
