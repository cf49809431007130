"""Policies on the data path: real handler code, store and provider over HTTP."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from msgspec.structs import replace

from tests.data_path import DataPath, read, running_data_path, scripted_provider
from tests.governing import enforce
from tollgate.kit.clock import now_ms
from tollgate.ledger.models import RequestRecord, State
from tollgate.proxy.models import Reply

pytestmark = pytest.mark.aws

CHAT, MESSAGES = "/v1/chat/completions", "/v1/messages"
CARD = "4111 1111 1111 1111"
HOUR_MS = 3_600_000
AWS_KEY = "AKIA" + "QYLPMN5HHHFPZAM2"
BLOCK_CARDS = {"type": "content_filter", "rules": {"detectors": ["pii.credit_card"]}}
DENY_LOREM = {"type": "usage", "rules": {"denied_models": ["scripted/lorem"]}}


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    with scripted_provider() as url:
        yield url


@pytest.fixture
def path(emulator: str, provider: str) -> Iterator[DataPath]:
    with running_data_path(emulator, provider) as running:
        yield running


def chat(content: Any = "hello", model: str = "scripted/echo", **more: Any) -> dict[str, Any]:
    messages = [{"role": "user", "content": content}]
    return {"model": model, "messages": messages, "max_tokens": 60} | more


def only_record(path: DataPath) -> RequestRecord:
    [record] = path.records()
    return record


def error_of(reply: Reply) -> dict[str, Any]:
    error: dict[str, Any] = json.loads(read(reply))["error"]
    return error


def said(record: RequestRecord) -> list[tuple[str, str, str]]:
    return [(r["policy_id"], r["rule"], r["action"]) for r in record.policies]


def test_a_denied_call_tells_which_policy_and_leaves_a_record(path: DataPath) -> None:
    hash_ = enforce(path, DENY_LOREM)
    reply = path.request(CHAT, chat(model="scripted/lorem"))
    error = error_of(reply)
    assert (reply.status, error["code"]) == (403, "policy_denied")
    assert error["policies"][0]["policy_id"] == "pol_0"
    assert reply.headers["x-tollgate-policies"] == "pol_0@1=deny"
    assert reply.headers["x-tollgate-decision"] == "deny"
    assert reply.headers["x-tollgate-policy-version"] == hash_
    record = only_record(path)
    assert record.state is State.REFUSED
    assert record.policy_version == hash_
    assert said(record) == [("pol_0", "denied_models", "deny")]
    assert read(path.request(CHAT, chat()))


def test_anthropic_clients_get_their_own_error_shape(path: DataPath) -> None:
    enforce(path, DENY_LOREM)
    reply = path.request(MESSAGES, chat(model="scripted/lorem"))
    body = json.loads(read(reply))
    assert (reply.status, body["type"]) == (403, "error")
    assert body["error"]["type"] == "permission_error"


def test_a_governed_warm_call_still_makes_two_round_trips(path: DataPath) -> None:
    rate = {"type": "rate_limit", "rules": {"requests_per_minute": 100, "requests_per_day": 500}}
    cost = {"type": "cost_limit", "rules": {"monthly_limit_nano": 10**12}}
    enforce(path, DENY_LOREM, rate, cost, BLOCK_CARDS)
    read(path.request(CHAT, chat()))
    before = path.dynamodb.round_trips
    assert path.request(CHAT, chat()).status == 200
    assert path.dynamodb.round_trips - before == 2


def test_a_warning_reaches_the_caller(path: DataPath) -> None:
    enforce(path, DENY_LOREM | {"enforcement_level": "warn"})
    reply = path.request(CHAT, chat(model="scripted/lorem"))
    assert reply.status == 200
    assert reply.headers["x-tollgate-decision"] == "warn"
    assert reply.headers["x-tollgate-warnings"].startswith("policy 0: the model")


@pytest.mark.parametrize("shadow", [True, False])
def test_what_only_watches_is_recorded_and_not_told(path: DataPath, shadow: bool) -> None:
    document = DENY_LOREM if shadow else DENY_LOREM | {"enforcement_level": "monitor"}
    enforce(path, document, shadow=shadow)
    reply = path.request(CHAT, chat(model="scripted/lorem"))
    assert reply.status == 200
    assert reply.headers["x-tollgate-decision"] == "allow"
    assert "x-tollgate-policies" not in reply.headers
    read(reply)
    [reason] = only_record(path).policies
    assert (reason["action"], reason["wanted"]) == ("log", "deny")
    assert reason.get("shadow", False) is shadow


def test_the_output_is_clamped(path: DataPath) -> None:
    enforce(path, {"type": "usage", "rules": {"max_output_tokens": 7}})
    reply = path.request(CHAT, chat(model="scripted/lorem"))
    usage = json.loads(read(reply))["usage"]
    assert usage["completion_tokens"] == 7
    assert reply.headers["x-tollgate-decision"] == "clamp"
    assert only_record(path).output_tokens_held == 7


def test_a_cost_per_request_clamps_where_it_can_and_denies_where_not(path: DataPath) -> None:
    # scripted/*: 4,000 nano-dollars per output token.
    enforce(path, {"type": "cost_limit", "rules": {"max_cost_per_request_nano": 300_000}})
    reply = path.request(CHAT, chat(model="scripted/lorem", max_tokens=1_000))
    assert (reply.status, reply.headers["x-tollgate-decision"]) == (200, "clamp")
    read(reply)
    assert only_record(path).hold <= 300_000
    enforce(path, {"type": "cost_limit", "rules": {"max_cost_per_request_nano": 3_000}})
    assert error_of(path.request(CHAT, chat()))["code"] == "policy_denied"


def test_a_call_is_rerouted_and_the_other_model_answers(path: DataPath) -> None:
    route = {"conditions": {"input_tokens": {"max": 1_000}}, "model": "scripted/echo"}
    enforce(path, {"type": "usage", "rules": {"routes": [route]}})
    reply = path.request(CHAT, chat("to the echo", model="scripted/lorem"))
    assert json.loads(read(reply))["choices"][0]["message"]["content"] == "to the echo"
    assert reply.headers["x-tollgate-decision"] == "reroute"
    record = only_record(path)
    assert (record.requested_model, record.model) == ("scripted/lorem", "scripted/echo")


@pytest.mark.parametrize(
    ("models", "target", "why"),
    [
        ((), "nobody/has-this", "no provider serves"),
        (("scripted/echo",), "scripted/lorem", "may not use"),
    ],
    ids=["unknown", "not for this key"],
)
def test_a_call_that_is_sent_where_it_cannot_go_is_refused_by_the_policy(
    emulator: str, provider: str, models: tuple[str, ...], target: str, why: str
) -> None:
    key = {"budgets": {"monthly": 10**12}, "models": list(models)}
    with running_data_path(emulator, provider, key=key) as path:
        rules = {"denied_models": ["scripted/echo"]}
        actions = {"on_violation": "reroute", "reroute_to": target}
        enforce(path, {"type": "usage", "rules": rules, "actions": actions})
        reply = path.request(CHAT, chat())
        error = error_of(reply)
        assert (reply.status, error["code"]) == (403, "policy_denied")
        assert reply.headers["x-tollgate-policies"] == "pol_0@1=deny"
        assert f"it would go to {target} instead" in error["message"]
        [record] = path.records()
        assert (record.decision, record.policies[0]["rule"]) == ("deny", "denied_models")
        assert why in record.policies[0]["message"]


def test_a_rerouted_call_is_held_to_the_policies_of_its_new_model(path: DataPath) -> None:
    route = {"type": "usage", "rules": {"routes": [{"model": "scripted/lorem"}]}}
    enforce(path, route, DENY_LOREM)
    assert error_of(path.request(CHAT, chat()))["code"] == "policy_denied"


def test_routes_in_a_circle_are_denied(path: DataPath) -> None:
    there = {
        "type": "usage",
        "conditions": {"models": ["scripted/echo"]},
        "rules": {"routes": [{"model": "scripted/lorem"}]},
    }
    back = {
        "type": "usage",
        "conditions": {"models": ["scripted/lorem"]},
        "rules": {"routes": [{"model": "scripted/echo"}]},
    }
    enforce(path, there, back)
    assert error_of(path.request(CHAT, chat()))["code"] == "policy_denied"
    assert only_record(path).state is State.REFUSED


def test_findings_are_redacted_before_the_provider_sees_them(path: DataPath) -> None:
    enforce(path, BLOCK_CARDS | {"actions": {"on_violation": "redact"}})
    reply = path.request(CHAT, chat(f"my card is {CARD}, thanks"))
    content = json.loads(read(reply))["choices"][0]["message"]["content"]
    assert "4111" not in content
    assert content.startswith("my card is [")
    assert content.endswith(", thanks")
    assert reply.headers["x-tollgate-decision"] == "redact"
    record = only_record(path)
    assert record.policies[0]["findings"] == {"pii.credit_card": 1}
    assert "4111" not in str(record)


HIDDEN = {
    "plain": CARD,
    "full width": CARD.translate({ord("0") + d: chr(0xFF10 + d) for d in range(10)}),
    "zero width": "\u200b".join(CARD),
    "base64": base64.b64encode(CARD.encode()).decode(),
}


@pytest.mark.parametrize("text", HIDDEN.values(), ids=HIDDEN.keys())
def test_a_card_is_found_however_it_is_written(path: DataPath, text: str) -> None:
    enforce(path, BLOCK_CARDS)
    assert path.request(CHAT, chat(f"here: {text} .")).status == 403


def test_nested_tool_arguments_are_looked_into(path: DataPath) -> None:
    enforce(path, BLOCK_CARDS)
    arguments = json.dumps({"query": json.dumps({"card": CARD.replace(" ", "\\u0020")})})
    call = {"id": "c1", "type": "function", "function": {"name": "pay", "arguments": arguments}}
    messages = [
        {"role": "user", "content": "pay"},
        {"role": "assistant", "content": None, "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "c1", "content": "done"},
    ]
    assert path.request(CHAT, chat() | {"messages": messages}).status == 403


def test_a_megabyte_is_inspected(path: DataPath) -> None:
    enforce(path, {"type": "content_filter", "rules": {"categories": ["pii", "secrets"]}})
    filler = "nothing to see here, move along. " * 30_000
    assert path.request(CHAT, chat(filler, max_tokens=1)).status == 200
    assert path.request(CHAT, chat(filler + CARD, max_tokens=1)).status == 403


OUTPUT = {
    "type": "content_filter",
    "rules": {"categories": ["secrets"], "scan_input": False, "scan_output": True},
}


@pytest.mark.parametrize("route", [CHAT, MESSAGES])
def test_a_leak_in_a_whole_answer_is_withheld_and_paid_for(path: DataPath, route: str) -> None:
    enforce(path, OUTPUT)
    reply = path.request(route, chat(f"the key: {AWS_KEY} ok"))
    body = read(reply)
    assert AWS_KEY.encode() not in body
    assert reply.headers["x-tollgate-decision"] == "deny"
    record = only_record(path)
    assert record.state is State.SETTLED
    assert record.decision == "deny"
    assert record.outcome is not None
    assert record.outcome.cost > 0
    assert record.outcome.output_policies[0]["policy_id"] == "pol_0"


@pytest.mark.parametrize("route", [CHAT, MESSAGES])
def test_a_leak_in_a_stream_is_cut_before_it_is_sent(path: DataPath, route: str) -> None:
    enforce(path, OUTPUT)
    text = f"one two three four five six seven eight {AWS_KEY} nine ten"
    reply = path.request(route, chat(text, stream=True))
    stream = read(reply)
    assert b"AKIA" not in stream
    assert b"one" in stream
    assert b"nine" not in stream
    record = only_record(path)
    assert (record.state, record.decision) == (State.SETTLED, "deny")
    assert record.outcome is not None
    assert record.outcome.usage_source == "provider"
    account = path.account()
    assert (account["held"], account["spent"]) == (0, record.outcome.cost)


@pytest.mark.parametrize("route", [CHAT, MESSAGES])
def test_a_stream_is_redacted_on_its_way(path: DataPath, route: str) -> None:
    enforce(path, OUTPUT | {"actions": {"on_violation": "redact"}})
    reply = path.request(route, chat(f"the key {AWS_KEY} and so on", stream=True))
    stream = read(reply)
    assert b"AKIA" not in stream
    assert b"so on" in stream or b" on" in stream
    assert only_record(path).decision == "redact"


def test_an_idempotent_replay_gives_the_filtered_answer(path: DataPath) -> None:
    enforce(path, OUTPUT | {"actions": {"on_violation": "redact"}})
    headers = {"idempotency-key": "k1"}
    first = read(path.request(CHAT, chat(f"key {AWS_KEY}"), headers))
    again = path.request(CHAT, chat(f"key {AWS_KEY}"), headers)
    assert again.headers["idempotent-replayed"] == "true"
    assert read(again) == first
    assert b"AKIA" not in first


def test_a_request_window_refuses_when_it_is_full(path: DataPath) -> None:
    enforce(path, {"type": "rate_limit", "rules": {"requests_per_day": 2}})
    assert [path.request(CHAT, chat()).status for _ in range(3)] == [200, 200, 429]
    refused = path.records()[-1]
    assert said(refused) == [("pol_0", "requests_per_day", "deny")]


def test_a_soft_window_only_warns(path: DataPath) -> None:
    document = {"type": "rate_limit", "rules": {"requests_per_day": 1}}
    enforce(path, document | {"enforcement_level": "warn"})
    replies = [path.request(CHAT, chat()) for _ in range(2)]
    assert [reply.status for reply in replies] == [200, 200]
    assert [reply.headers["x-tollgate-decision"] for reply in replies] == ["allow", "warn"]


def test_calls_at_one_time_are_bounded_and_their_places_come_back(path: DataPath) -> None:
    enforce(path, {"type": "rate_limit", "rules": {"concurrent_requests": 1}})
    open_reply = path.request(CHAT, chat(stream=True))
    assert path.request(CHAT, chat()).status == 429
    read(open_reply)
    assert path.request(CHAT, chat()).status == 200


def test_a_queued_call_waits_for_a_place(path: DataPath) -> None:
    enforce(
        path,
        {
            "type": "rate_limit",
            "rules": {"concurrent_requests": 1},
            "actions": {"on_violation": "queue"},
        },
    )
    open_reply = path.request(CHAT, chat(stream=True))
    moment, waited = now_ms(), []

    def pause(seconds: float) -> None:
        waited.append(seconds)
        read(open_reply)

    ledger = replace(path.gateway.ledger, clock=lambda: moment, pause=pause)
    path.gateway = replace(path.gateway, ledger=ledger)
    assert path.request(CHAT, chat()).status == 200
    assert len(waited) == 1


def test_a_cost_limit_holds_under_concurrency(path: DataPath) -> None:
    # One call holds at most (input + 60 output tokens): some 250,000 nano-dollars.
    enforce(path, {"type": "cost_limit", "rules": {"monthly_limit_nano": 1_000_000}})
    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(lambda _: path.request(CHAT, chat()), range(60)))
    account = path.account("pol_0")
    assert account["held"] == 0
    assert account["spent"] <= 1_000_000
    assert {reply.status for reply in replies} <= {200, 402}
    refused = next(reply for reply in replies if reply.status == 402)
    assert error_of(refused)["policies"][0]["rule"] == "monthly_limit"


def test_a_raised_cost_limit_holds_from_the_next_call(path: DataPath) -> None:
    enforce(path, {"type": "cost_limit", "rules": {"monthly_limit_nano": 10}})
    assert path.request(CHAT, chat()).status == 402
    enforce(path, {"type": "cost_limit", "rules": {"monthly_limit_nano": 10**9}})
    assert path.request(CHAT, chat()).status == 200
    assert path.account("pol_0")["spent"] > 10


THRESHOLD = {
    "type": "cost_limit",
    "rules": {"monthly_limit_nano": 10**9},
    "actions": {"thresholds": {"0": "require_approval"}},
}
NEEDS_APPROVAL = {
    "type": "usage",
    "conditions": {"models": ["scripted/*"]},
    "actions": {"on_violation": "require_approval"},
}


DEAR = {
    "type": "cost_limit",
    "rules": {"max_cost_per_request_nano": 1},
    "actions": {"on_violation": "require_approval"},
}


@pytest.mark.parametrize(
    "document", [THRESHOLD, NEEDS_APPROVAL, DEAR], ids=["budget", "model", "dear call"]
)
def test_an_approval_is_asked_for_once_and_its_grant_is_honoured(
    path: DataPath, document: dict[str, Any]
) -> None:
    enforce(path, document)
    replies = [path.request(CHAT, chat()) for _ in range(2)]
    errors = [error_of(reply) for reply in replies]
    assert [reply.status for reply in replies] == [403, 403]
    assert {error["code"] for error in errors} == {"approval_required"}
    [approval_id] = {error["approval_id"] for error in errors}
    opened = path.client.get_item(
        TableName=path.tables.policies,
        Key={
            "pk": {"S": path.tenant.organization_id},
            "sk": {"S": f"APPROVAL#{approval_id}"},
        },
    )
    assert "Item" in opened
    assert {record.approval_id for record in path.records()} == {approval_id}
    grant = {
        "id": "gr_1",
        "kind": "policy_exception",
        "until_ms": now_ms() + HOUR_MS,
        "policy_ids": ["pol_0"],
        "key_id": path.tenant.key_id,
        "uses": 1,
    }
    enforce(path, document, grants=[grant])
    assert [path.request(CHAT, chat()).status for _ in range(2)] == [200, 403]


def test_a_grant_spares_one_answer(path: DataPath) -> None:
    document = {
        "type": "content_filter",
        "rules": {"keywords": ["heron"], "scan_input": False, "scan_output": True},
    }
    granted = {
        "id": "gr_1",
        "kind": "policy_exception",
        "until_ms": now_ms() + HOUR_MS,
        "policy_ids": ["pol_0"],
        "uses": 1,
    }
    enforce(path, document, grants=[granted])
    told = [path.request(CHAT, chat("a heron")).headers["x-tollgate-decision"] for _ in range(2)]
    assert told == ["allow", "deny"]


def test_a_grant_opens_a_model_to_a_key(emulator: str, provider: str) -> None:
    key = {"budgets": {"monthly": 10**12}, "models": ["scripted/lorem"]}
    with running_data_path(emulator, provider, key=key) as path:
        assert path.request(CHAT, chat()).status == 403
        grant = {
            "id": "gr_1",
            "kind": "model_access",
            "until_ms": now_ms() + HOUR_MS,
            "models": ["scripted/echo"],
            "key_id": path.tenant.key_id,
        }
        enforce(path, grants=[grant])
        assert path.request(CHAT, chat()).status == 200


def test_what_an_old_route_could_not_carry_is_carried_without_it(path: DataPath) -> None:
    route = {"conditions": {"input_tokens": {"max": 1_000}}, "model": "claude-sonnet-4-5"}
    enforce(path, {"type": "usage", "rules": {"routes": [route]}})
    assert path.request(CHAT, chat(n=2)).status == 400
    assert said(only_record(path)) == [("pol_0", "routes", "reroute")]
    enforce(path)
    assert path.request(CHAT, chat(n=2)).status == 200


def test_a_change_is_effective_on_the_next_call_of_every_warm_function(path: DataPath) -> None:
    workers = [path, *(path.sibling() for _ in range(3))]
    enforce(path)
    assert {worker.request(CHAT, chat()).status for worker in workers} == {200}
    enforce(path, {"type": "security", "actions": {"on_violation": "deny"}})
    assert {worker.request(CHAT, chat()).status for worker in workers} == {403}
    enforce(path)
    assert {worker.request(CHAT, chat()).status for worker in workers} == {200}
