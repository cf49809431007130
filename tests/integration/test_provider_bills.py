"""What a provider bills, whatever it says and however it says it: priced, never guessed lower."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.data_path import DataPath, read, running_data_path
from tests.governing import enforce, move_stamp
from tests.recording_provider import RecordingProvider, chunk, completion, data, recording_provider
from tollgate.aws.attributes import to_attribute, to_item
from tollgate.ledger.models import Outcome, RequestRecord, State

pytestmark = pytest.mark.aws

CHAT, MESSAGES = "/v1/chat/completions", "/v1/messages"
TIERED = "gpt-5"
"""$1.25 and $10 per million; half of it as `flex`, twice as much as `priority`."""

IN, OUT = 1_250, 10_000
USED = {"prompt_tokens": 7, "completion_tokens": 20, "total_tokens": 27}
SAYS = "the answer of a model that writes a little more than nothing"


@pytest.fixture(scope="module")
def server() -> Iterator[RecordingProvider]:
    with recording_provider() as running:
        yield running


@pytest.fixture
def provider(server: RecordingProvider) -> RecordingProvider:
    server.forget()
    return server


@pytest.fixture
def path(emulator: str, provider: RecordingProvider) -> Iterator[DataPath]:
    with running_data_path(emulator, provider.url) as running:
        yield running


def asked(model: str = TIERED, **more: Any) -> dict[str, Any]:
    messages = [{"role": "user", "content": "hello"}]
    return {"model": model, "messages": messages, "max_tokens": 60} | more


def answers(provider: RecordingProvider, *, stream: bool, usage: Any, **more: Any) -> None:
    if not stream:
        message = {"role": "assistant", "content": SAYS}
        provider.says(completion(message) | {"usage": usage} | more)
        return
    last = {"id": "c1", "choices": [], "usage": usage, **more}
    provider.streams(
        chunk({"role": "assistant", "content": SAYS}),
        chunk({}, finish="stop"),
        data(last),
        b"data: [DONE]\n\n",
    )


def outcome_of(path: DataPath) -> tuple[RequestRecord, Outcome]:
    [record] = path.records()
    assert record.outcome is not None
    account = path.account()
    assert account["held"] == 0
    excess = record.adjust["difference"] if record.adjust else 0
    assert account["spent"] == record.outcome.cost + excess
    return record, record.outcome


BILLED = [
    ({"service_tier": "flex"}, {"service_tier": "flex"}, 0.5, "service_tier=flex"),
    ({"service_tier": "flex"}, {"service_tier": "default"}, 1, None),
    ({"service_tier": "flex"}, {}, 1, None),
    ({"service_tier": "auto"}, {"service_tier": "flex"}, 0.5, "service_tier=flex"),
    ({}, {"service_tier": "priority"}, 2, "service_tier=priority"),
    ({}, {"service_tier": "scale"}, 1, None),
    ({}, {"service_tier": "whatever"}, 1, None),
    ({}, {"service_tier": ["odd"]}, 1, None),
]


@pytest.mark.parametrize("route", [CHAT, MESSAGES])
@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize(("wanted", "served", "factor", "version"), BILLED)
def test_the_tier_that_served_a_call_is_charged(
    path: DataPath,
    provider: RecordingProvider,
    route: str,
    stream: bool,
    wanted: dict[str, Any],
    served: dict[str, Any],
    factor: float,
    version: str | None,
) -> None:
    if route == MESSAGES:
        wanted = {}  # the dialect has no such tiers
    answers(provider, stream=stream, usage=USED, **served)
    assert read(path.request(route, asked(stream=stream, **wanted)))
    record, outcome = outcome_of(path)
    assert outcome.cost == factor * (7 * IN + 20 * OUT)
    assert record.hold >= 60 * OUT
    assert record.price_version.partition("+")[2] == (version or "")
    assert outcome.usage_source == "provider"


def test_a_dearer_tier_without_a_price_costs_what_was_held(
    path: DataPath, provider: RecordingProvider
) -> None:
    answers(provider, stream=False, usage=USED, service_tier="priority")
    read(path.request(CHAT, asked("gpt-4-turbo")))
    record, outcome = outcome_of(path)
    assert outcome.cost == record.hold
    assert outcome.error is not None
    assert "priority" in outcome.error


def test_a_dearer_tier_beyond_the_hold_is_booked_and_freezes_the_key(
    path: DataPath, provider: RecordingProvider
) -> None:
    full = {"prompt_tokens": 7, "completion_tokens": 60, "total_tokens": 67}
    answers(provider, stream=False, usage=full, service_tier="priority")
    assert path.request(CHAT, asked()).status == 200
    record, _ = outcome_of(path)
    assert record.adjust is not None
    assert record.adjust["reason"] == "overspend"
    assert path.account()["spent"] == 2 * (7 * IN + 60 * OUT)
    assert path.request(CHAT, asked()).status == 403


LIES: list[tuple[Any, str]] = [
    ({"prompt_tokens": 7, "completion_tokens": 0, "total_tokens": 7}, "an answer for nothing"),
    ({"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}, "nothing at all"),
    ({"prompt_tokens": -7, "completion_tokens": 5}, "less than nothing"),
    ({"prompt_tokens": 7, "completion_tokens": 10**12}, "more than there is"),
    ({"prompt_tokens": 7.5, "completion_tokens": 5}, "parts of tokens"),
    ({"prompt_tokens": "7", "completion_tokens": "5"}, "words"),
    ("none", "no object"),
    ([], "an empty list"),
]


@pytest.mark.parametrize("route", [CHAT, MESSAGES])
@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("usage", [usage for usage, _ in LIES], ids=[why for _, why in LIES])
def test_a_report_that_cannot_be_true_is_counted(
    path: DataPath, provider: RecordingProvider, route: str, stream: bool, usage: Any
) -> None:
    answers(provider, stream=stream, usage=usage)
    reply = path.request(route, asked(stream=stream))
    assert reply.status == 200
    assert read(reply)
    record, outcome = outcome_of(path)
    assert outcome.usage_source == "counted"
    assert outcome.usage["output_tokens"] == len(SAYS.split())
    assert 0 < outcome.cost <= record.hold


@pytest.mark.parametrize("stream", [False, True])
def test_usage_beyond_the_hold_is_booked_in_full_and_freezes_the_key(
    path: DataPath, provider: RecordingProvider, stream: bool
) -> None:
    much = {"prompt_tokens": 7, "completion_tokens": 5_000, "total_tokens": 5_007}
    answers(provider, stream=stream, usage=much)
    assert read(path.request(CHAT, asked(stream=stream)))
    record, outcome = outcome_of(path)
    assert (record.state, outcome.usage["output_tokens"]) == (State.SETTLED, 5_000)
    assert path.account()["spent"] == 7 * IN + 5_000 * OUT
    assert path.request(CHAT, asked()).status == 403


@pytest.mark.parametrize("route", [CHAT, MESSAGES])
def test_a_whole_answer_to_a_call_for_a_stream_is_charged(
    path: DataPath, provider: RecordingProvider, route: str
) -> None:
    answers(provider, stream=False, usage=USED)
    reply = path.request(route, asked(stream=True))
    assert SAYS.encode() in read(reply)
    assert reply.headers["content-type"] == "application/json"
    record, outcome = outcome_of(path)
    assert (record.state, outcome.usage_source) == (State.SETTLED, "provider")
    assert outcome.cost == 7 * IN + 20 * OUT


@pytest.mark.parametrize("route", [CHAT, MESSAGES])
def test_a_whole_answer_to_a_call_for_a_stream_is_filtered_and_replayed(
    path: DataPath, provider: RecordingProvider, route: str
) -> None:
    enforce(path, {"type": "security", "rules": {"detectors": ["pii.credit_card"]}})
    answers(provider, stream=False, usage=USED)
    once = {"idempotency-key": "once"}
    first, second = (path.request(route, asked(stream=True), once) for _ in range(2))
    assert second.headers["idempotent-replayed"] == "true"
    assert SAYS.encode() in read(first)
    assert read(first) == read(second)


def set_price(path: DataPath, field: str, value: Any) -> None:
    path.client.update_item(
        TableName=path.tables.directory,
        Key=to_item({"pk": path.tenant.organization_id, "sk": "ORG"}),
        UpdateExpression=f"SET {field} = :value",
        ExpressionAttributeValues={":value": to_attribute(value)},
    )
    move_stamp(path)


CEILING = ("ceiling_price", {"input_nano": 10**9, "output_nano": 10**9})
OVERRIDE = (
    "price_overrides",
    {"gpt-next": {"input_usd_per_million": "1", "output_usd_per_million": "1"}},
)


@pytest.mark.parametrize(("field", "value"), [CEILING, OVERRIDE])
def test_a_price_that_was_missing_counts_from_the_next_call(
    path: DataPath, field: str, value: Any
) -> None:
    assert path.request(CHAT, asked("gpt-next")).status == 422
    set_price(path, field, value)
    reply = path.request(CHAT, asked("gpt-next"))
    assert (reply.status, reply.headers["x-tollgate-cost-usd"]) == (200, "0.000008")


def test_a_price_that_is_taken_away_is_gone_from_the_next_call(path: DataPath) -> None:
    set_price(path, *CEILING)
    assert path.request(CHAT, asked("gpt-next")).status == 200
    set_price(path, "ceiling_price", None)
    assert path.request(CHAT, asked("gpt-next")).status == 422
