"""Governed calls end to end: real handler code, store and provider over HTTP, true costs known."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from msgspec.structs import replace

from tests.data_path import DataPath, read, running_data_path, scripted_provider
from tollgate.kit.clock import now_ms
from tollgate.ledger.models import RequestRecord, State
from tollgate.proxy.models import HttpRequest, Reply
from tollgate.proxy.pipeline import handle

pytestmark = pytest.mark.aws

CHAT, MESSAGES, EMBEDDINGS = "/v1/chat/completions", "/v1/messages", "/v1/embeddings"
IN, OUT = 1_000, 4_000
"""Nano-dollars per token of `scripted/*`: $1 and $4 per million."""


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    with scripted_provider() as url:
        yield url


@pytest.fixture
def path(emulator: str, provider: str) -> Iterator[DataPath]:
    with running_data_path(emulator, provider) as running:
        yield running


def chat(model: str = "scripted/echo", content: str = "hello", **more: Any) -> dict[str, Any]:
    messages = [{"role": "user", "content": content}]
    return {"model": model, "messages": messages, "max_tokens": 40} | more


def cost_of(usage: dict[str, int]) -> int:
    return usage["input_tokens"] * IN + usage.get("output_tokens", 0) * OUT


def only_record(path: DataPath) -> RequestRecord:
    [record] = path.records()
    return record


def assert_settled(path: DataPath, record: RequestRecord) -> None:
    assert record.outcome is not None
    account = path.account()
    assert account["held"] == 0
    assert account["spent"] == record.outcome.cost
    assert account["available"] == account["limit"] - account["spent"]


def test_a_plain_call_is_answered_priced_and_recorded(path: DataPath) -> None:
    reply = path.request(CHAT, chat(), {"x-tollgate-tags": "project=apollo, env=prod"})
    answer = json.loads(read(reply))
    assert reply.status == 200
    assert answer["choices"][0]["message"]["content"] == "hello"
    record = only_record(path)
    assert record.state is State.SETTLED
    assert record.outcome is not None
    assert record.outcome.usage["input_tokens"] == answer["usage"]["prompt_tokens"]
    assert record.outcome.usage["output_tokens"] == answer["usage"]["completion_tokens"]
    assert record.outcome.cost == cost_of(record.outcome.usage) > 0
    assert record.tags == {"project": "apollo", "env": "prod"}
    assert reply.headers["x-request-id"] == record.request_id
    assert reply.headers["x-tollgate-decision"] == "allow"
    assert reply.headers["x-tollgate-provider"] == "scripted"
    assert float(reply.headers["x-tollgate-cost-usd"]) == record.outcome.cost / 1e9
    assert_settled(path, record)


def test_a_warm_call_makes_two_round_trips(path: DataPath) -> None:
    read(path.request(CHAT, chat()))
    before = path.dynamodb.round_trips
    read(path.request(CHAT, chat()))
    assert path.dynamodb.round_trips - before == 2


SHAPES = [
    (CHAT, chat("scripted/echo", "streamed equals not streamed")),
    (CHAT, chat("scripted/lorem", max_tokens=17)),
    (CHAT, chat("scripted/cached", "a long system prompt " * 40)),
    (CHAT, chat("scripted/reasoning")),
    (CHAT, chat("gpt-4o", "priced as the model it plays")),
    (CHAT, chat("claude-sonnet-4-5", "across the dialects")),
    (MESSAGES, chat("claude-sonnet-4-5", "in Anthropic's own")),
    (MESSAGES, chat("anthropic/cached+lorem", max_tokens=9) | {"model": "scripted/cached"}),
    (MESSAGES, chat("gpt-4o-mini", "and the other way")),
]


@pytest.mark.parametrize(("route", "body"), SHAPES)
def test_streamed_costs_what_not_streamed_costs(
    path: DataPath, route: str, body: dict[str, Any]
) -> None:
    plain, streamed = path.request(route, body), path.request(route, body | {"stream": True})
    assert (plain.status, streamed.status) == (200, 200), (plain.body, streamed.body)
    read(plain), read(streamed)
    first, second = (record.outcome for record in path.records())
    assert first is not None
    assert second is not None
    assert first.usage_source == second.usage_source == "provider"
    assert first.usage == second.usage
    assert first.cost == second.cost > 0
    assert first.finish_reason == second.finish_reason
    assert path.account()["held"] == 0


@pytest.mark.parametrize("route", [CHAT, MESSAGES])
@pytest.mark.parametrize("script", ["no-usage", "zero-usage"])
@pytest.mark.parametrize("stream", [False, True])
def test_missing_usage_is_counted(path: DataPath, route: str, script: str, stream: bool) -> None:
    read(path.request(route, chat(f"scripted/{script}", "count me", stream=stream)))
    read(path.request(route, chat("scripted/echo", "count me", stream=stream)))
    counted, reported = (record.outcome for record in path.records())
    assert counted is not None
    assert reported is not None
    assert (counted.usage_source, reported.usage_source) == ("counted", "provider")
    assert counted.usage["output_tokens"] == reported.usage["output_tokens"]
    assert counted.cost >= reported.cost
    assert path.account()["held"] == 0


@pytest.mark.parametrize("route", [CHAT, MESSAGES])
@pytest.mark.parametrize("chunks", [0, 1, 5, 10**6])
def test_a_client_that_leaves_pays_what_the_provider_billed(
    path: DataPath, route: str, chunks: int
) -> None:
    body = chat("scripted/lorem", max_tokens=30, stream=True)
    reply = path.request(route, body)
    assert not isinstance(reply.body, bytes)
    stream: Any = reply.body
    for _ in range(chunks):
        if next(stream, None) is None:
            break
    if chunks == 0:
        next(stream)
    stream.close()
    record = only_record(path)
    assert record.state is State.SETTLED
    assert record.outcome is not None
    assert record.outcome.usage["output_tokens"] == 30
    assert record.outcome.cost == cost_of(record.outcome.usage)
    assert_settled(path, record)


@pytest.mark.parametrize("route", [CHAT, MESSAGES])
@pytest.mark.parametrize("status", [500, 429, 401])
@pytest.mark.parametrize("stream", [False, True])
def test_a_provider_error_costs_nothing_and_keeps_its_status(
    path: DataPath, route: str, status: int, stream: bool
) -> None:
    reply = path.request(route, chat(f"scripted/error-{status}", stream=stream))
    error = json.loads(read(reply))["error"]
    assert reply.status == status
    assert error["type"]
    assert error["message"]
    record = only_record(path)
    assert record.state is State.FAILED
    assert_settled(path, record)
    assert path.account()["spent"] == 0


@pytest.mark.parametrize("route", [CHAT, MESSAGES])
def test_a_stream_that_the_provider_cuts_short_is_counted(path: DataPath, route: str) -> None:
    reply = path.request(route, chat("scripted/lorem+truncate-3", stream=True))
    assert b"error" in read(reply)
    record = only_record(path)
    assert record.outcome is not None
    assert record.state in (State.FAILED, State.UNKNOWN)
    assert 0 < record.outcome.cost <= record.hold
    assert_settled(path, record)


@pytest.mark.parametrize("stream", [False, True])
def test_a_provider_that_hangs_costs_what_was_held(path: DataPath, stream: bool) -> None:
    moment = now_ms()  # however long admission takes, the provider is left the same time
    path.gateway = replace(path.gateway, clock=lambda: moment)
    reply = path.request(CHAT, chat("scripted/hang", stream=stream), remaining_ms=15_300)
    assert reply.status == 502
    record = only_record(path)
    assert record.state is State.UNKNOWN
    assert record.outcome is not None
    assert record.outcome.cost == record.hold > 0
    assert_settled(path, record)


def test_no_provider_costs_nothing(emulator: str) -> None:
    with running_data_path(emulator, "http://127.0.0.1:9") as path:
        reply = path.request(CHAT, chat())
        assert reply.status == 503
        assert reply.headers["retry-after"]
        record = only_record(path)
        assert record.state is State.FAILED
        assert_settled(path, record)


def test_embeddings_cost_their_input(path: DataPath) -> None:
    body = {"model": "text-embedding-3-small", "input": ["one", "two words"]}
    reply = path.request(EMBEDDINGS, body)
    answer = json.loads(read(reply))
    assert len(answer["data"]) == 2
    record = only_record(path)
    assert record.outcome is not None
    assert record.outcome.usage == {"input_tokens": answer["usage"]["prompt_tokens"]}
    assert record.outcome.cost == answer["usage"]["prompt_tokens"] * 20
    assert_settled(path, record)


@pytest.mark.parametrize("model", ["claude-sonnet-4-5", "scripted/echo"])
def test_counting_tokens_is_free(path: DataPath, model: str) -> None:
    body = chat(model)
    del body["max_tokens"]
    reply = path.request("/v1/messages/count_tokens", body)
    assert json.loads(read(reply))["input_tokens"] > 0
    assert path.account().get("spent", 0) == 0


@pytest.fixture
def poor(emulator: str, provider: str) -> Iterator[DataPath]:
    """A key with a tenth of a cent per month."""
    with running_data_path(
        emulator, provider, key={"budgets": {"monthly": 1_000_000}}, organization={}
    ) as running:
        yield running


@pytest.mark.parametrize("route", [CHAT, MESSAGES])
def test_output_is_clamped_to_what_the_budget_can_hold(poor: DataPath, route: str) -> None:
    body = chat("scripted/lorem", max_tokens=100_000)
    reply = poor.request(route, body)
    assert reply.status == 200, read(reply)
    assert reply.headers["x-tollgate-decision"] == "clamp"
    record = only_record(poor)
    assert record.outcome is not None
    assert record.outcome.usage["output_tokens"] == record.output_tokens_held < 250
    assert record.outcome.cost <= record.hold <= 1_000_000
    account = poor.account()
    assert account["spent"] > 900_000
    assert account["held"] == 0


@pytest.mark.parametrize(
    ("route", "kind"), [(CHAT, "insufficient_quota"), (MESSAGES, "billing_error")]
)
def test_a_spent_budget_is_a_402_in_the_dialect(poor: DataPath, route: str, kind: str) -> None:
    read(poor.request(route, chat("scripted/lorem", max_tokens=100_000)))
    spent = poor.account()["spent"]
    reply = poor.request(route, chat())
    error = json.loads(read(reply))["error"]
    assert reply.status == 402
    assert kind in (error["type"], error.get("code"))
    assert error["available_usd"]
    assert poor.account() | {"spent": spent} == poor.account()
    refused = poor.records()[-1]
    assert refused.state is State.REFUSED
    assert refused.refusal == {
        "status": 402,
        "code": "budget_exhausted",
        "message": error["message"],
    }


def test_without_max_tokens_the_model_and_the_budget_set_the_limit(poor: DataPath) -> None:
    body = chat("scripted/lorem")
    del body["max_tokens"]
    assert poor.request(CHAT, body).status == 200
    record = only_record(poor)
    assert record.outcome is not None
    assert record.outcome.usage["output_tokens"] <= record.output_tokens_held
    assert poor.account()["spent"] + poor.account()["held"] <= 1_000_000


def test_rate_limit_headers_count_down(emulator: str, provider: str) -> None:
    limits = {"rate_limit": {"requests_per_minute": 50, "tokens_per_minute": 5_000}}
    with running_data_path(emulator, provider, key=limits) as path:
        moment = now_ms()  # a minute that does not turn
        path.gateway = replace(path.gateway, clock=lambda: moment)
        first, second = path.request(CHAT, chat()).headers, path.request(CHAT, chat()).headers
        assert first["x-ratelimit-limit-requests"] == "50"
        assert first["x-ratelimit-limit-tokens"] == "5000"
        assert int(first["x-ratelimit-remaining-tokens"]) > 4_900
        remaining = [int(reply["x-ratelimit-remaining-requests"]) for reply in (first, second)]
        assert remaining == [49, 48]
        assert first["x-ratelimit-reset-requests"].endswith("s")


def test_rate_limits_answer_429_with_retry_after(emulator: str, provider: str) -> None:
    limits = {"rate_limit": {"requests_per_minute": 2}}
    with running_data_path(emulator, provider, key=limits) as path:
        moment = now_ms()  # a minute that does not turn
        path.gateway = replace(path.gateway, clock=lambda: moment)
        replies = [path.request(CHAT, chat()) for _ in range(3)]
        assert [reply.status for reply in replies] == [200, 200, 429]
        assert 1 <= int(replies[2].headers["retry-after"]) <= 60
        assert path.account(path.tenant.organization_id)["held"] == 0


def test_a_revoked_key_is_refused_on_the_next_call(path: DataPath) -> None:
    assert path.request(CHAT, chat()).status == 200
    key = {"pk": {"S": path.tenant.organization_id}, "sk": {"S": f"KEY#{path.tenant.key_id}"}}
    gates = [
        {
            "Update": {
                "TableName": path.tables.accounts,
                "Key": {"pk": key["pk"], "sk": {"S": f"GATE#{shard}"}},
                "UpdateExpression": "ADD epoch :one",
                "ExpressionAttributeValues": {":one": {"N": "1"}},
            }
        }
        for shard in range(4)
    ]
    revoke = {
        "Update": {
            "TableName": path.tables.directory,
            "Key": key,
            "UpdateExpression": "SET #s = :revoked",
            "ExpressionAttributeNames": {"#s": "status"},
            "ExpressionAttributeValues": {":revoked": {"S": "revoked"}},
        }
    }
    path.client.transact_write_items(TransactItems=[revoke, *gates])
    reply = path.request(CHAT, chat())
    assert reply.status == 401
    assert path.account()["held"] == 0


@pytest.mark.parametrize("stream", [False, True])
def test_an_idempotency_key_replays_the_answer(path: DataPath, stream: bool) -> None:
    headers = {"idempotency-key": "once"}
    body = chat("scripted/lorem", stream=stream)
    first, again = path.request(CHAT, body, headers), None
    answer = read(first)
    again = path.request(CHAT, body, headers)
    assert read(again) == answer
    assert again.headers["x-request-id"] == first.headers["x-request-id"]
    assert again.headers["idempotent-replayed"] == "true"
    assert len(path.records()) == 1
    assert_settled(path, only_record(path))


def test_an_idempotency_key_with_another_body_is_refused(path: DataPath) -> None:
    read(path.request(CHAT, chat(), {"idempotency-key": "once"}))
    reply = path.request(CHAT, chat(content="other"), {"idempotency-key": "once"})
    assert reply.status == 422
    assert json.loads(read(reply))["error"]["code"] == "idempotency_mismatch"


def test_an_idempotency_key_in_flight_is_a_conflict(path: DataPath) -> None:
    headers = {"idempotency-key": "once"}
    body = chat("scripted/lorem", stream=True)
    first = path.request(CHAT, body, headers)
    reply = path.request(CHAT, body, headers)
    assert reply.status == 409
    assert reply.headers["retry-after"] == "1"
    read(first)


def test_a_failed_call_may_be_tried_again_under_its_idempotency_key(path: DataPath) -> None:
    headers = {"idempotency-key": "once"}
    statuses = [path.request(CHAT, chat("scripted/error-500"), headers).status for _ in range(3)]
    assert statuses == [500, 500, 500]
    assert len({record.request_id for record in path.records()}) == 3


DEEP = b'{"model":"scripted/echo","messages":' + b"[" * 5_000 + b"]" * 5_000 + b"}"
BAD_BODIES: list[tuple[bytes | dict[str, Any], int, str | None]] = [
    (b"", 400, None),
    (b"not json", 400, None),
    (b"[]", 400, None),
    (b'{"model":"scripted/echo","model":"gpt-4o","messages":[]}', 400, "model"),
    (b'{"model":"scripted/echo","messages":[{"role":"user","content":"\xff"}]}', 400, None),
    (b'{"model":"scripted/echo","messages":[{"role":"user","content":"\\ud800"}]}', 400, None),
    (b'{"model":"scripted/echo","temperature":1e400,"messages":[]}', 400, None),
    (b'{"model":"scripted/echo","temperature":NaN,"messages":[]}', 400, None),
    (DEEP, 400, None),
    (chat(max_tokens=-1), 400, "max_tokens"),
    (chat(max_tokens=0), 400, "max_tokens"),
    (chat(max_tokens="many"), 400, "max_tokens"),
    (chat(max_tokens=1.5), 400, "max_tokens"),
    (chat(n=0), 400, "n"),
    (chat(n=10**6), 400, "n"),
    (chat(stream="yes"), 400, "stream"),
    ({"model": "scripted/echo"}, 400, "messages"),
    ({"messages": []}, 400, "model"),
    (chat(model=7), 400, "model"),
    (chat("no-such-model"), 422, "model"),
    (chat("gpt-99-unheard-of"), 422, "model"),
    (chat("claude-sonnet-4-5", logit_bias={"1": 2}), 400, "logit_bias"),
]


@pytest.mark.parametrize(("body", "status", "param"), BAD_BODIES)
def test_bad_input_is_a_precise_4xx_and_holds_nothing(
    path: DataPath, body: bytes | dict[str, Any], status: int, param: str | None
) -> None:
    reply = path.request(CHAT, body)
    error = json.loads(read(reply))["error"]
    assert reply.status == status, error
    assert error["param"] == param
    assert error["message"]
    assert path.account().get("held", 0) == 0
    assert only_record(path).state is State.REFUSED


@pytest.mark.parametrize("mangle", [str.upper, lambda t: t[:-1], lambda t: t + "x", lambda _: "x"])
def test_a_mistyped_key_is_a_401_without_a_read(path: DataPath, mangle: Any) -> None:
    before = path.dynamodb.round_trips
    reply = path.request(CHAT, chat(), token=mangle(path.tenant.token))
    assert reply.status == 401
    assert path.dynamodb.round_trips == before


def test_another_organizations_key_sees_nothing_of_ours(
    path: DataPath, emulator: str, provider: str
) -> None:
    with running_data_path(emulator, provider) as other:
        reply = path.request(CHAT, chat(), token=other.tenant.token)
        assert reply.status == 401
        assert path.records() == []


@pytest.mark.parametrize(
    "headers",
    [
        {"idempotency-key": "x" * 256},
        {"idempotency-key": "schlüssel"},
        {"x-tollgate-tags": "no equals sign"},
        {"x-tollgate-tags": ",".join(f"t{n}=1" for n in range(11))},
    ],
)
def test_bad_headers_are_refused(path: DataPath, headers: dict[str, str]) -> None:
    assert path.request(CHAT, chat(), headers).status == 400


def test_a_key_without_permission_or_model_is_forbidden(emulator: str, provider: str) -> None:
    for key in ({"permissions": ["llm.use.openai"]}, {"models": ["gpt-4o*"]}):
        with running_data_path(emulator, provider, key=key) as path:
            reply = path.request(CHAT, chat())
            assert reply.status == 403
            assert json.loads(read(reply))["error"]["param"] == "model"


def test_a_store_that_is_down_means_503_and_no_call(emulator: str, provider: str) -> None:
    with running_data_path(emulator, provider) as path:
        assert path.request(CHAT, chat()).status == 200
        broken: Any = path.dynamodb
        broken._url = "http://127.0.0.1:9"
        reply = path.request(CHAT, chat())
        assert reply.status == 503
        assert reply.headers["retry-after"]


@pytest.mark.parametrize(
    ("operation", "headers", "where"),
    [
        ("/v1/responses", {}, ("code",)),
        ("/v1/completions", {}, ("code",)),
        ("/v1/nothing", {}, ("code",)),
        ("/v1/complete", {"anthropic-version": "2023-06-01"}, ("type",)),
    ],
)
def test_unknown_operations_are_404_in_the_dialect(
    path: DataPath, operation: str, headers: dict[str, str], where: tuple[str]
) -> None:
    reply = path.request(operation, {}, headers)
    error = json.loads(read(reply))["error"]
    assert (reply.status, error[where[0]] in ("not_found", "not_found_error")) == (404, True)
    assert f"no such operation: POST {operation}" in error["message"]
    assert CHAT in error["message"]
    assert only_record(path).state is State.REFUSED


@pytest.mark.parametrize("headers", [{}, {"anthropic-version": "2023-06-01"}])
def test_models_lists_what_the_key_may_call(path: DataPath, headers: dict[str, str]) -> None:
    credential = {"authorization": f"Bearer {path.tenant.token}"}
    reply: Reply = handle(path.gateway, HttpRequest("GET", "/v1/models", credential | headers))
    names = {model["id"] for model in json.loads(read(reply))["data"]}
    assert "scripted/echo" in names
    assert "openai/gpt-4o" in names
    assert "anthropic/claude-sonnet-4-5" in names
