"""What somebody tries who wants to get around the policies: each attempt must fail."""

from __future__ import annotations

import base64
import json
import logging
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.data_path import DataPath, read, running_data_path
from tests.governing import enforce
from tests.recording_provider import (
    DONE,
    START,
    STOP,
    RecordingProvider,
    chunk,
    completion,
    data,
    event,
    message,
    recording_provider,
)
from tollgate.kit.clock import now_ms
from tollgate.ledger.models import State
from tollgate.proxy.models import HttpRequest, Reply
from tollgate.proxy.pipeline import handle

pytestmark = pytest.mark.aws

CHAT, MESSAGES, EMBEDDINGS = "/v1/chat/completions", "/v1/messages", "/v1/embeddings"
COUNT_TOKENS = "/v1/messages/count_tokens"
OPENAI_MODEL, ANTHROPIC_MODEL = "scripted/echo", "claude-sonnet-4-5"
"""Both are the recording provider's, in the dialect of their name."""

HOUR_MS = 3_600_000
CARD, DIGITS = "4111 1111 1111 1111", "4111111111111111"
CARDS = {"type": "content_filter", "rules": {"detectors": ["pii.credit_card"]}}
ANSWERS = {
    "type": "content_filter",
    "rules": {"detectors": ["pii.credit_card"], "scan_input": False, "scan_output": True},
}
REDACT = {"actions": {"on_violation": "redact"}}
NEEDS_APPROVAL = {
    "type": "usage",
    "conditions": {"models": ["scripted/*"]},
    "actions": {"on_violation": "require_approval"},
}
ORGANIZATION = {
    "budgets": {"monthly": 10**15},
    "ceiling_price": {"input_nano": 10**9, "output_nano": 10**9},
}


@pytest.fixture(scope="module")
def server() -> Iterator[RecordingProvider]:
    with recording_provider() as running:
        yield running


@pytest.fixture
def provider(server: RecordingProvider) -> RecordingProvider:
    server.forget()
    return server


@pytest.fixture(scope="module")
def shared(emulator: str, server: RecordingProvider) -> Iterator[DataPath]:
    """For tests that set all policies themselves and count nothing."""
    with running_data_path(emulator, server.url, organization=ORGANIZATION) as running:
        yield running


@pytest.fixture
def path(emulator: str, provider: RecordingProvider) -> Iterator[DataPath]:
    with running_data_path(emulator, provider.url, organization=ORGANIZATION) as running:
        yield running


def chat(content: Any = "hello", model: str = OPENAI_MODEL, **more: Any) -> dict[str, Any]:
    messages = [{"role": "user", "content": content}]
    return {"model": model, "messages": messages, "max_tokens": 60} | more


def part(**members: Any) -> dict[str, Any]:
    return chat([{"type": "text", "text": "look"}, members])


def block(**members: Any) -> dict[str, Any]:
    return part(**members) | {"model": ANTHROPIC_MODEL}


def unlimited(**more: Any) -> dict[str, Any]:
    """A call that leaves the length of its answer to others."""
    return {name: value for name, value in chat(**more).items() if name != "max_tokens"}


def tools(*offered: Any) -> dict[str, Any]:
    return chat(tools=list(offered))


def statuses(replies: list[Reply]) -> dict[int, int]:
    found = [reply.status for reply in replies]
    return {status: found.count(status) for status in set(found)}


def error_of(reply: Reply) -> dict[str, Any]:
    error: dict[str, Any] = json.loads(read(reply))["error"]
    return error


def call_from(path: DataPath, address: str | None, headers: Mapping[str, str]) -> Reply:
    credential = {"authorization": f"Bearer {path.tenant.token}"}
    raw = json.dumps(chat()).encode()
    request = HttpRequest("POST", CHAT, {**credential, **headers}, raw, 900_000, address)
    return handle(path.gateway, request)


def tag_key(path: DataPath, **tags: str) -> None:
    path.client.update_item(
        TableName=path.tables.directory,
        Key={
            "pk": {"S": path.tenant.organization_id},
            "sk": {"S": f"KEY#{path.tenant.key_id}"},
        },
        UpdateExpression="SET tags = :tags",
        ExpressionAttributeValues={":tags": {"M": {n: {"S": v} for n, v in tags.items()}}},
    )


def number(path: DataPath, table: str, pk: str, sk: str, name: str) -> int:
    """An attribute of one of the tenant's counters; 0 where there is none."""
    key = {"pk": {"S": f"{path.tenant.organization_id}#{pk}"}, "sk": {"S": sk}}
    found = path.client.get_item(TableName=table, Key=key, ConsistentRead=True).get("Item")
    return int(found[name]["N"]) if found else 0


def taken(path: DataPath, policy: str = "pol_0") -> int:
    return number(path, path.tables.accounts, policy, "SLOTS", "taken")


def uses(path: DataPath) -> int:
    return number(path, path.tables.policies, "gr_1", "USES", "uses")


def grant(**members: Any) -> dict[str, Any]:
    until_ms = now_ms() + HOUR_MS
    usual = {"id": "gr_1", "kind": "policy_exception", "until_ms": until_ms}
    return usual | {"policy_ids": ["pol_0"]} | members


# Where text hides -----------------------------------------------------------------------------

SVG = base64.b64encode(f"<svg><text>card {CARD}</text></svg>".encode()).decode()
TEXT = base64.b64encode(f"my card is {CARD}".encode()).decode()
SCHEMA = {"name": "a", "schema": {"type": "object", "properties": {}}}
PLACES: dict[str, tuple[str, dict[str, Any]]] = {
    "id in metadata": (CHAT, chat(metadata={"id": DIGITS})),
    "status in metadata": (CHAT, chat(metadata={"status": DIGITS})),
    "data in metadata": (CHAT, chat(metadata={"data": DIGITS})),
    "signature in metadata": (CHAT, chat(metadata={"signature": DIGITS})),
    "name in metadata": (CHAT, chat(metadata={DIGITS: "x"})),
    "number in metadata": (CHAT, chat(metadata={"x": int(DIGITS)})),
    "user": (CHAT, chat(user=DIGITS)),
    "safety identifier": (CHAT, chat(safety_identifier=DIGITS)),
    "cache key": (CHAT, chat(prompt_cache_key=DIGITS)),
    "stop": (CHAT, chat(stop=["x", CARD])),
    "prediction": (CHAT, chat(prediction={"type": "content", "content": CARD})),
    "logit bias": (CHAT, chat(logit_bias={DIGITS: 1})),
    "unknown text": (CHAT, chat(extra={"a": [CARD]})),
    "unknown id": (CHAT, chat(extra={"id": DIGITS})),
    "unknown number": (CHAT, chat(extra=[int(DIGITS)])),
    "unknown name": (CHAT, chat(extra={DIGITS: True})),
    "unknown member": (CHAT, chat() | {DIGITS: 1}),
    "number in a part": (CHAT, part(type="text", text="x", card=int(DIGITS))),
    "name in a part": (CHAT, part(type="text", text="x", **{DIGITS: 1})),
    "image address": (CHAT, part(type="image_url", image_url={"url": f"https://x.y/?{DIGITS}"})),
    "text as an image": (
        CHAT,
        part(type="image_url", image_url={"url": f"data:text/plain;base64,{TEXT}"}),
    ),
    "drawing": (
        CHAT,
        part(type="image_url", image_url={"url": f"data:image/svg+xml;base64,{SVG}"}),
    ),
    "message's name": (CHAT, chat(messages=[{"role": "user", "name": DIGITS, "content": "x"}])),
    "chosen tool": (
        CHAT,
        chat(tool_choice={"type": "function", "function": {"name": DIGITS}}),
    ),
    "tool": (CHAT, tools({"type": "function", "function": {"name": "f", "description": CARD}})),
    "enum": (
        CHAT,
        tools({"type": "function", "function": {"name": "f", "parameters": {"enum": [CARD]}}}),
    ),
    "title of a schema": (
        CHAT,
        chat(response_format={"type": "json_schema", "json_schema": SCHEMA | {"title": CARD}}),
    ),
    "number in a schema": (
        CHAT,
        chat(
            response_format={
                "type": "json_schema",
                "json_schema": {"name": "a", "schema": {"const": int(DIGITS)}},
            }
        ),
    ),
    "Anthropic's metadata": (MESSAGES, chat(model=ANTHROPIC_MODEL, metadata={"user_id": DIGITS})),
    "id beside it": (MESSAGES, chat(model=ANTHROPIC_MODEL, metadata={"id": DIGITS})),
    "system": (
        MESSAGES,
        chat(model=ANTHROPIC_MODEL, system=[{"type": "text", "text": f"card {CARD}"}]),
    ),
    "document": (
        MESSAGES,
        block(type="document", source={"type": "text", "media_type": "text/plain", "data": CARD}),
    ),
    "digits as a document": (
        MESSAGES,
        block(type="document", source={"type": "text", "media_type": "text/plain", "data": DIGITS}),
    ),
    "title of a document": (
        MESSAGES,
        block(
            type="document",
            title=CARD,
            source={"type": "text", "media_type": "text/plain", "data": "x"},
        ),
    ),
    "result of a tool": (
        MESSAGES,
        block(type="tool_result", tool_use_id="t", content=[{"type": "text", "text": CARD}]),
    ),
    "counted tokens": (COUNT_TOKENS, chat(f"card {CARD}", ANTHROPIC_MODEL)),
    "counted system": (COUNT_TOKENS, chat(model=ANTHROPIC_MODEL, system=CARD)),
    "embedded": (EMBEDDINGS, {"model": OPENAI_MODEL, "input": ["x", CARD]}),
    "beside the embedded": (EMBEDDINGS, {"model": OPENAI_MODEL, "input": "x", "user": CARD}),
}


@pytest.mark.parametrize("place", PLACES)
def test_nothing_hides_from_a_filter(
    shared: DataPath, provider: RecordingProvider, place: str
) -> None:
    route, body = PLACES[place]
    enforce(shared, CARDS)
    assert shared.request(route, body).headers["x-tollgate-decision"] == "deny"
    assert provider.bodies == []
    enforce(shared, CARDS | REDACT)
    reply = shared.request(route, body)
    assert (reply.status, reply.headers["x-tollgate-decision"]) == (200, "redact")
    for secret in (CARD, DIGITS, SVG, TEXT):
        assert secret.encode() not in provider.heard


@pytest.mark.parametrize("model", [OPENAI_MODEL, ANTHROPIC_MODEL])
@pytest.mark.parametrize("route", [CHAT, MESSAGES])
def test_the_provider_of_either_dialect_hears_what_was_redacted(
    shared: DataPath, provider: RecordingProvider, route: str, model: str
) -> None:
    enforce(shared, CARDS | REDACT)
    assert shared.request(route, chat(f"my card is {CARD}, ok", model)).status == 200
    assert b"my card is [CREDIT_CARD], ok" in provider.heard
    assert b"1111" not in provider.heard


WRITTEN = {
    "full width": "".join(chr(0xFF10 + int(c)) for c in DIGITS),
    "mathematical": "".join(chr(0x1D7CE + int(c)) for c in DIGITS),
    "Arabic": "".join(chr(0x660 + int(c)) for c in DIGITS),
    "zero width": "\u200d".join(DIGITS),
    "tags": "".join(chr(0xE0000 + ord(c)) for c in CARD),
    "spaced": " ".join(DIGITS),
    "HTML": "".join(f"&#{ord(c)};" for c in DIGITS),
    "percent": "".join(f"%{ord(c):02x}" for c in DIGITS),
    "base64 of base64": base64.b64encode(base64.b64encode(CARD.encode())).decode(),
    "hexadecimal": CARD.encode().hex(),
    "JSON in JSON": json.dumps({"a": json.dumps({"b": CARD.replace("4", "\\u0034")})}),
    "number in JSON": json.dumps({"a": [int(DIGITS)]}),
    "name in JSON": json.dumps({DIGITS: None}),
}


@pytest.mark.parametrize("written", WRITTEN)
def test_no_spelling_hides_from_a_filter(
    shared: DataPath, provider: RecordingProvider, written: str
) -> None:
    enforce(shared, CARDS)
    assert shared.request(CHAT, chat(WRITTEN[written])).status == 403
    enforce(shared, CARDS | REDACT)
    assert shared.request(CHAT, chat(WRITTEN[written])).status == 200
    heard = json.loads(provider.heard)["messages"][0]["content"]
    assert WRITTEN[written] not in heard
    assert "[CREDIT_CARD]" in heard


# Other names and sizes ------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["gpt-4o", "openai/gpt-4o"])
@pytest.mark.parametrize("denied", ["gpt-4o", "openai/gpt-4o", "scripted/gpt-4o", "gpt-*"])
def test_a_denied_model_is_denied_under_every_name(
    shared: DataPath, provider: RecordingProvider, denied: str, name: str
) -> None:
    enforce(shared, {"type": "usage", "rules": {"denied_models": [denied]}})
    assert shared.request(CHAT, chat(model=name)).status == 403
    assert provider.bodies == []


def test_a_model_has_one_counter_under_all_of_its_names(path: DataPath) -> None:
    enforce(path, {"type": "rate_limit", "rules": {"requests_per_day": 2, "per": "model"}})
    names = ["gpt-4o", "openai/gpt-4o", "scripted/gpt-4o", "gpt-4o"]
    found = [path.request(CHAT, chat(model=name)).status for name in names]
    assert found == [200, 200, 429, 429]


def test_a_key_without_a_user_is_a_user_of_its_own(path: DataPath) -> None:
    enforce(path, {"type": "rate_limit", "rules": {"requests_per_day": 1, "per": "user"}})
    found = [path.request(CHAT, chat(user=name)).status for name in ("a", "b")]
    assert found == [200, 429]


TOOLS: dict[str, Any] = {
    "plain": {"type": "function", "function": {"name": "evil"}},
    "custom": {"type": "custom", "custom": {"name": "evil"}},
    "under two names": {
        "type": "custom",
        "function": {"name": "calc"},
        "custom": {"name": "evil"},
    },
    "beside its name": {"type": "function", "name": "evil", "function": {"name": "calc"}},
}


@pytest.mark.parametrize("tool", TOOLS)
def test_a_denied_tool_is_denied_however_it_is_offered(
    shared: DataPath, provider: RecordingProvider, tool: str
) -> None:
    enforce(shared, {"type": "usage", "rules": {"denied_tools": ["evil"]}})
    assert shared.request(CHAT, tools(TOOLS[tool])).status == 403
    enforce(shared, {"type": "usage", "rules": {"allowed_tools": ["calc"]}})
    assert shared.request(CHAT, tools(TOOLS[tool])).status == 403
    assert provider.bodies == []


def test_a_tool_without_a_name_is_none_of_the_allowed_ones(shared: DataPath) -> None:
    enforce(shared, {"type": "usage", "rules": {"allowed_tools": ["calc"]}})
    assert shared.request(CHAT, tools({"function": {}})).status == 403
    assert shared.request(CHAT, tools({"function": {"name": "calc"}})).status == 200
    bash = {"type": "bash_20250124", "name": "calc"}
    assert shared.request(MESSAGES, tools(bash) | {"model": ANTHROPIC_MODEL}).status == 200


def test_a_name_without_end_is_refused_and_recorded(path: DataPath) -> None:
    enforce(path, {"type": "usage", "rules": {"denied_tools": ["evil*"]}})
    tool = {"type": "function", "function": {"name": "evil" * 150_000}}
    assert path.request(CHAT, tools(tool)).status == 403
    [record] = path.records()
    assert record.policies[0]["rule"] == "denied_tools"


@pytest.mark.parametrize("offered", [5, True, "x", {"name": "evil"}])
def test_tools_that_are_no_list_are_no_failure_of_ours(shared: DataPath, offered: Any) -> None:
    enforce(shared, {"type": "usage", "rules": {"denied_tools": ["evil"]}})
    assert shared.request(CHAT, chat(functions=offered)).status < 500


def sent_limit(provider: RecordingProvider) -> int:
    body = json.loads(provider.heard)
    limits = [body[name] for name in ("max_tokens", "max_completion_tokens") if name in body]
    most: int = max(limits) * body.get("n", 1)
    return most


LONG = {
    "one limit": chat(max_tokens=5_000),
    "the other": unlimited(max_completion_tokens=5_000),
    "both": chat(max_tokens=1, max_completion_tokens=5_000),
    "neither": unlimited(),
    "null": chat(max_tokens=None),
    "choices": chat(n=10),
    "choices without a limit": unlimited(n=10),
}


@pytest.mark.parametrize("wanted", LONG)
def test_no_way_to_ask_gets_more_output(
    shared: DataPath, provider: RecordingProvider, wanted: str
) -> None:
    enforce(shared, {"type": "usage", "rules": {"max_output_tokens": 100}})
    assert shared.request(CHAT, LONG[wanted]).status == 200
    assert sent_limit(provider) <= 100


def test_more_choices_than_tokens_are_refused(shared: DataPath) -> None:
    enforce(shared, {"type": "usage", "rules": {"max_output_tokens": 9}})
    reply = shared.request(CHAT, chat(n=10))
    assert (reply.status, reply.headers["x-tollgate-decision"]) == (403, "deny")
    assert error_of(reply)["policies"][0]["rule"] == "max_output_tokens"


def test_choices_count_as_tokens_of_the_call(shared: DataPath, provider: RecordingProvider) -> None:
    enforce(shared, {"type": "rate_limit", "rules": {"tokens_per_request": 180}})
    assert shared.request(CHAT, chat(n=3)).status == 403
    assert shared.request(CHAT, chat(n=2)).status == 200
    provider.forget()
    assert shared.request(CHAT, unlimited(n=4)).status == 200
    assert sent_limit(provider) <= 180


@pytest.mark.parametrize("body", [unlimited(), chat(n=20)], ids=["no limit", "choices"])
def test_a_dear_call_cannot_look_cheap(shared: DataPath, body: dict[str, Any]) -> None:
    rules = {"require_approval_for": ["high_cost_requests"], "high_cost_nano": 1_000_000}
    enforce(shared, {"type": "compliance", "rules": rules})
    assert shared.request(CHAT, chat()).status == 200
    assert error_of(shared.request(CHAT, body))["code"] == "approval_required"


# Claims ---------------------------------------------------------------------------------------


def test_a_caller_cannot_change_the_tags_of_its_key(path: DataPath) -> None:
    spared = {"conditions": {"tags": {"env": ["prod"]}}, "effect": "exempt"}
    document = {"type": "usage", "rules": {"denied_models": ["*"]}, "exceptions": [spared]}
    tag_key(path, env="dev")
    enforce(path, document)
    claimed = {"x-tollgate-tags": "env=prod"}
    assert path.request(CHAT, chat(), claimed).status == 403
    tag_key(path, env="prod")
    enforce(path, document)
    assert path.request(CHAT, chat(), {"x-tollgate-tags": "env=dev"}).status == 200


@pytest.mark.parametrize(
    "name", ["x-forwarded-for", "x-real-ip", "forwarded", "cf-connecting-ip", "true-client-ip"]
)
def test_no_header_tells_the_address(shared: DataPath, name: str) -> None:
    enforce(shared, {"type": "security", "rules": {"allowed_addresses": ["10.0.0.0/8"]}})
    assert call_from(shared, "10.1.2.3", {}).status == 200
    claimed = {name: "for=10.1.2.3" if name == "forwarded" else "10.1.2.3"}
    assert call_from(shared, "192.0.2.1", claimed).status == 403
    assert call_from(shared, None, claimed).status == 403


def test_an_earlier_answer_is_not_had_against_a_policy(path: DataPath) -> None:
    headers = {"idempotency-key": "k1"}
    assert path.request(CHAT, chat(), headers).status == 200
    enforce(path, {"type": "usage", "rules": {"denied_models": [OPENAI_MODEL]}})
    assert path.request(CHAT, chat(), headers).status == 403


# Grants, windows and slots --------------------------------------------------------------------


def test_a_grant_is_used_as_often_as_it_may(path: DataPath) -> None:
    enforce(path, NEEDS_APPROVAL, grants=[grant(uses=7)])
    with ThreadPoolExecutor(20) as pool:
        replies = list(pool.map(lambda _: path.request(CHAT, chat()), range(40)))
    assert statuses(replies) == {200: 7, 403: 33}
    assert uses(path) == 7


def test_a_grant_ends_by_itself(path: DataPath, provider: RecordingProvider) -> None:
    enforce(path, NEEDS_APPROVAL, grants=[grant(until_ms=now_ms() - 1)])
    assert path.request(CHAT, chat()).status == 403
    assert provider.bodies == []


def test_a_window_is_never_exceeded(path: DataPath, provider: RecordingProvider) -> None:
    enforce(path, {"type": "rate_limit", "rules": {"requests_per_day": 11}})
    with ThreadPoolExecutor(30) as pool:
        replies = list(pool.map(lambda _: path.request(CHAT, chat()), range(60)))
    assert statuses(replies) == {200: 11, 429: 49}
    assert len(provider.bodies) == 11


BAD_STREAM = b"\x00\xff nothing \n\n data: {]\n\ndata: [1]\n\n"
ENDINGS = {
    "answered": None,
    "refused": (500, "application/json", b'{"error": "no"}'),
    "garbage": (200, "text/event-stream", BAD_STREAM),
    "nothing": (200, "text/event-stream", b""),
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_places_come_back_however_calls_end(
    path: DataPath, provider: RecordingProvider, ending: str
) -> None:
    enforce(path, {"type": "rate_limit", "rules": {"concurrent_requests": 5}}, ANSWERS)
    provider.answer = ENDINGS[ending]
    most: list[int] = []

    def call(turn: int) -> None:
        reply = path.request(CHAT, chat(stream=turn % 2 == 0))
        most.append(taken(path))
        if turn % 3 or isinstance(reply.body, bytes):
            read(reply)
        else:  # leaves after the first bytes
            next(reply.body, None)
            close: Any = reply.body
            close.close()

    with ThreadPoolExecutor(30) as pool:
        list(pool.map(call, range(60)))
    assert 1 <= max(most) <= 5
    assert taken(path) == 0
    assert path.account()["held"] == 0


# Answers --------------------------------------------------------------------------------------


def pieces(text: str, length: int = 3) -> list[str]:
    return [text[i : i + length] for i in range(0, len(text), length)]


def told(stream: bytes) -> str:
    """All texts of a stream, each put together, without blanks."""
    texts: dict[Any, str] = {}
    for line in stream.split(b"\n"):
        if line.startswith(b"data: {"):
            value = json.loads(line[6:])
            for choice in value.get("choices", ()):
                _tell(texts, (choice["index"],), choice.get("delta"))
            _tell(texts, (value.get("index"),), value.get("delta"))
    return "|".join(texts.values()).replace(" ", "")


def _tell(texts: dict[Any, str], path: tuple[Any, ...], value: Any) -> None:
    if isinstance(value, str):
        texts[path] = texts.get(path, "") + value
    elif isinstance(value, dict):
        for name, inner in value.items():
            _tell(texts, (*path, name), inner)
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            index = inner.get("index", place) if isinstance(inner, dict) else place
            _tell(texts, (*path, index), inner)


def said(text: str, name: str = "content", index: int = 0) -> list[bytes]:
    return [chunk({name: each}, index) for each in pieces(text)]


def argued(text: str) -> list[bytes]:
    function = {"name": "f", "arguments": ""}
    first = chunk({"tool_calls": [{"index": 0, "id": "c", "function": function}]})
    rest = [
        chunk({"tool_calls": [{"index": 0, "function": {"arguments": each}}]})
        for each in pieces(text)
    ]
    return [first, *rest]


def spoken_block(text: str, first: str = "") -> list[bytes]:
    return [
        event("content_block_start", index=0, content_block={"type": "text", "text": first}),
        *(
            event("content_block_delta", index=0, delta={"type": "text_delta", "text": each})
            for each in pieces(text)
        ),
        event("content_block_stop", index=0),
    ]


END = [chunk({}, finish="stop"), DONE]
LEAK = f"well, the card is {CARD} and that is all there is to say about it, is it not?"
ARGUMENTS = json.dumps({"to": {"card": CARD}})
OPENAI_STREAMS = {
    "content": [*said(LEAK), *END],
    "refusal": [*said(LEAK, "refusal"), *END],
    "arguments": [*argued(ARGUMENTS), *END],
    "reasoning": [*said(LEAK, "reasoning_content"), *said("so"), *END],
    "transcript": [*(chunk({"audio": {"transcript": e}}) for e in pieces(LEAK)), *END],
    "unknown": [chunk({"provider_notes": {"x": [LEAK]}}), *END],
    "error": [*said("so"), data({"error": {"message": LEAK}}), *END],
}
ANTHROPIC_STREAMS = {
    "text": [START, *spoken_block(LEAK), STOP],
    "first text": [START, *spoken_block(LEAK[20:], LEAK[:20]), STOP],
    "error event": [START, event("error", error={"type": "api_error", "message": LEAK})],
}
STREAMS = {name: (OPENAI_MODEL, events) for name, events in OPENAI_STREAMS.items()} | {
    name: (ANTHROPIC_MODEL, events) for name, events in ANTHROPIC_STREAMS.items()
}


@pytest.mark.parametrize("action", [{}, REDACT], ids=["block", "redact"])
@pytest.mark.parametrize("route", [CHAT, MESSAGES])
@pytest.mark.parametrize("name", STREAMS)
def test_no_stream_carries_it_out(
    shared: DataPath, provider: RecordingProvider, name: str, route: str, action: dict[str, Any]
) -> None:
    enforce(shared, ANSWERS | action)
    model, events = STREAMS[name]
    provider.streams(*events)
    reply = shared.request(route, chat(model=model, stream=True))
    assert reply.status == 200
    assert DIGITS not in told(read(reply))


@pytest.mark.parametrize("action", [{}, REDACT], ids=["block", "redact"])
def test_no_choice_of_a_stream_carries_it_out(
    shared: DataPath, provider: RecordingProvider, action: dict[str, Any]
) -> None:
    enforce(shared, ANSWERS | action)
    both = zip(said(LEAK), said(LEAK, index=1), strict=True)
    provider.streams(*(each for two in both for each in two), chunk({}, 1, "stop"), *END)
    assert DIGITS not in told(read(shared.request(CHAT, chat(stream=True, n=2))))


def test_blocks_of_a_message_are_one_text_where_they_become_one(
    shared: DataPath, provider: RecordingProvider
) -> None:
    enforce(shared, ANSWERS)
    halves = [{"type": "text", "text": CARD[:10]}, {"type": "text", "text": CARD[10:]}]
    provider.says(message(*halves))
    reply = shared.request(CHAT, chat(model=ANTHROPIC_MODEL))
    assert reply.headers["x-tollgate-decision"] == "deny"
    assert b"1111" not in read(reply)


def test_tokens_of_a_whole_answer_do_not_tell_what_was_redacted(
    shared: DataPath, provider: RecordingProvider
) -> None:
    enforce(shared, ANSWERS | REDACT)
    answer = completion({"role": "assistant", "content": CARD})
    answer["choices"][0]["logprobs"] = {"content": [{"token": each} for each in pieces(CARD)]}
    provider.says(answer)
    body = json.loads(read(shared.request(CHAT, chat(logprobs=True))))
    assert body["choices"][0]["message"]["content"] == "[CREDIT_CARD]"
    assert body["choices"][0]["logprobs"] is None


def test_who_leaves_a_stream_is_recorded_as_if_they_had_stayed(
    path: DataPath, provider: RecordingProvider
) -> None:
    enforce(path, ANSWERS)
    provider.streams(*said("so far so good. " * 20 + LEAK), *END)
    reply = path.request(CHAT, chat(stream=True))
    stream: Any = reply.body
    assert b"1111" not in next(stream)
    stream.close()
    [record] = path.records()
    assert (record.state, record.decision) == (State.SETTLED, "deny")
    assert record.outcome is not None
    assert record.outcome.output_policies[0]["findings"] == {"pii.credit_card": 1}
    assert path.account()["held"] == 0


@pytest.mark.parametrize("stream", [True, False])
def test_what_cannot_be_read_does_not_pass_a_filter(
    path: DataPath, provider: RecordingProvider, stream: bool
) -> None:
    enforce(path, ANSWERS)
    kind = "text/event-stream" if stream else "application/json"
    garbage = b"data: {" + CARD.encode() + b"\n\n" if stream else CARD.encode()
    provider.answer = (200, kind, garbage)
    assert CARD.encode() not in read(path.request(CHAT, chat(stream=stream)))
    assert path.account()["held"] == 0


# Traces ---------------------------------------------------------------------------------------


def test_what_is_refused_is_written_down_nowhere(
    path: DataPath, provider: RecordingProvider, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for route, body in PLACES.values():
        enforce(path, CARDS)
        assert path.request(route, body).status == 403
    enforce(path, CARDS | REDACT, ANSWERS)
    provider.says(completion({"role": "assistant", "content": LEAK}))
    assert path.request(CHAT, chat(f"card {CARD}")).headers["x-tollgate-decision"] == "deny"
    provider.answer = (200, "application/json", CARD.encode())
    assert path.request(CHAT, chat()).status == 502
    written = f"{path.records()} {caplog.text}"
    assert len(path.records()) == len(PLACES) + 2
    assert CARD not in written
    assert DIGITS not in written


SPLIT = [{"type": "text", "text": "4111 1111 "}, {"type": "text", "text": "1111 1111"}]


@pytest.mark.parametrize("route", [CHAT, MESSAGES])
def test_a_number_split_over_the_parts_of_a_message_is_found(path: DataPath, route: str) -> None:
    enforce(path, CARDS)
    assert path.request(route, chat(SPLIT)).status == 403


def test_a_number_split_over_parts_is_redacted_in_each(
    path: DataPath, provider: RecordingProvider
) -> None:
    enforce(path, CARDS | REDACT)
    assert path.request(CHAT, chat(SPLIT)).status == 200
    assert b"1111" not in provider.heard


@pytest.mark.parametrize("status", [400, 500])
def test_an_error_that_repeats_the_prompt_is_withheld(
    path: DataPath, provider: RecordingProvider, status: int
) -> None:
    enforce(path, ANSWERS)
    provider.says({"error": {"message": f"cannot answer {CARD}"}}, status)
    reply = path.request(CHAT, chat())
    assert DIGITS[:4].encode() not in read(reply)
    [record] = path.records()
    assert CARD not in str(record)


def test_an_error_inside_a_stream_is_not_kept_in_the_record(
    path: DataPath, provider: RecordingProvider
) -> None:
    provider.streams(data({"error": {"message": f"cannot answer {CARD}"}}), DONE)
    read(path.request(CHAT, chat(stream=True)))
    [record] = path.records()
    assert record.outcome is not None
    assert record.outcome.error == "the provider reported an error"


def test_a_replay_is_held_to_the_rules_of_today(
    path: DataPath, provider: RecordingProvider
) -> None:
    provider.says(completion(_said(f"here: {CARD}")))
    key = {"idempotency-key": "once"}
    assert CARD.encode() in read(path.request(CHAT, chat(), key))
    enforce(path, ANSWERS | REDACT)
    again = path.request(CHAT, chat(), key)
    assert again.headers["idempotent-replayed"] == "true"
    assert CARD.encode() not in read(again)


@pytest.mark.parametrize(
    "odd", [{"type": ["x"]}, {"type": "content_block_start", "index": 0, "content_block": "hey"}]
)
def test_odd_events_leave_no_call_open(
    path: DataPath, provider: RecordingProvider, odd: dict[str, Any]
) -> None:
    enforce(path, ANSWERS)
    provider.streams(START, data(odd), STOP)
    read(path.request(MESSAGES, chat(model=ANTHROPIC_MODEL, stream=True)))
    [record] = path.records()
    assert record.state is not State.ADMITTED
    assert path.account()["held"] == 0


@pytest.mark.parametrize(
    "model", ["scripted/GPT-4o", "scripted/openai/gpt-4o", "scripted//gpt-4o", "scripted/gpt-4o"]
)
def test_a_denied_model_is_denied_under_its_other_names(path: DataPath, model: str) -> None:
    enforce(path, {"type": "usage", "rules": {"denied_models": ["gpt-4o"]}})
    assert path.request(CHAT, chat(model=model)).status == 403


@pytest.mark.parametrize("model", ["gpt-4o ", "gpt-4\u200bo", "\uff47pt-4o", "gpt-4o\n"])
def test_a_model_has_a_plain_name(path: DataPath, model: str) -> None:
    assert path.request(CHAT, chat(model=f"scripted/{model}")).status == 400


def test_a_mapped_address_is_the_address(path: DataPath) -> None:
    enforce(path, {"type": "security", "rules": {"allowed_addresses": ["10.0.0.0/8"]}})
    for address, status in (("::ffff:10.1.1.1", 200), ("::ffff:11.1.1.1", 403)):
        request = HttpRequest(
            "POST",
            CHAT,
            {"authorization": f"Bearer {path.tenant.token}"},
            json.dumps(chat()).encode(),
            address=address,
        )
        assert handle(path.gateway, request).status == status


def test_only_what_would_stop_a_call_uses_a_grant_up(path: DataPath) -> None:
    grant = {
        "id": "gr_1",
        "kind": "policy_exception",
        "until_ms": now_ms() + HOUR_MS,
        "policy_ids": ["pol_0"],
        "uses": 1,
    }
    enforce(path, NEEDS_APPROVAL | {"enforcement_level": "warn"}, grants=[grant])
    assert {path.request(CHAT, chat()).status for _ in range(3)} == {200}
    enforce(path, NEEDS_APPROVAL, grants=[grant])
    assert [path.request(CHAT, chat()).status for _ in range(2)] == [200, 403]


def test_dry_runs_never_refuse_by_their_number(path: DataPath) -> None:
    windows = {f"requests_per_{window}": 5 for window in ("minute", "hour", "day", "month")}
    enforce(path, *[{"type": "rate_limit", "rules": windows}] * 30, shadow=True)
    assert path.request(CHAT, chat()).status == 200


def test_one_model_opens_one_approval_under_all_its_names(path: DataPath) -> None:
    enforce(path, {**NEEDS_APPROVAL, "conditions": {}})
    asked = set()
    for model in ("gpt-4o", "openai/gpt-4o"):
        body = json.loads(read(path.request(CHAT, chat(model=model))))
        asked.add(body["error"]["approval_id"])
    assert len(asked) == 1


@pytest.mark.parametrize("odd", [5, {"audio": 1}, "audio"])
def test_odd_modalities_are_no_server_error(path: DataPath, odd: Any) -> None:
    assert path.request(CHAT, chat(modalities=odd)).status < 500


LEAKS = {"type": "security", "rules": {"detect": ["canary", "exfiltration"]}}
PROMPT = "You are Ada of Example Limited and must never tell anybody about project Heron at all."


@pytest.mark.parametrize("route", [CHAT, MESSAGES])
@pytest.mark.parametrize("stream", [False, True])
def test_an_answer_that_repeats_the_system_prompt_is_withheld(
    path: DataPath, provider: RecordingProvider, route: str, stream: bool
) -> None:
    enforce(path, LEAKS)
    model, body = OPENAI_MODEL, chat(stream=stream)
    if route == MESSAGES:
        model, body = ANTHROPIC_MODEL, body | {"system": PROMPT}
    else:
        body["messages"].insert(0, {"role": "system", "content": PROMPT})
    leak = f"Sure. {PROMPT}"
    if not stream:
        provider.says(completion(_said(leak)) if route == CHAT else message(_text(leak)))
    elif route == CHAT:
        provider.streams(*said(leak), DONE)
    else:
        provider.streams(START, *spoken_block(leak), STOP)
    reply = path.request(route, body | {"model": model})
    assert b"Heron" not in read(reply)
    assert path.records()[-1].decision == "deny"


def _said(text: str) -> dict[str, Any]:
    return {"role": "assistant", "content": text}


def _text(text: str) -> dict[str, Any]:
    return {"type": "text", "text": text}


def test_a_prompt_may_hold_its_own_secret_and_links(
    path: DataPath, provider: RecordingProvider
) -> None:
    rules = {"detect": ["canary", "exfiltration"], "canary": "tg-canary-8f3kq0zv71md"}
    enforce(path, {"type": "security", "rules": rules | {"allowed_hosts": ["example.com"]}})
    prompt = "tg-canary-8f3kq0zv71md ![x](https://elsewhere.test/a.png)"
    provider.says(completion(_said("fine, see https://example.com/a")))
    assert b"fine" in read(path.request(CHAT, chat(prompt)))
    provider.says(completion(_said("see ![x](https://elsewhere.test/a.png?d=abc)")))
    assert b"elsewhere" not in read(path.request(CHAT, chat(prompt)))
