from __future__ import annotations

import json
from typing import Any

import pytest
from msgspec.structs import replace

from tests.unit.providers.samples import (
    ANTHROPIC,
    ANTHROPIC_ANSWER,
    GROQ,
    OPENAI,
    OPENAI_ANSWER,
    chat_call,
    message_call,
)
from tollgate.errors import BadRequest
from tollgate.providers.adapters import prepare, read_answer
from tollgate.providers.calls import read_call
from tollgate.providers.models import Operation, ProviderSpec, UpstreamRequest, Usage
from tollgate.providers.wire import parse_object

USAGE = Usage(input_tokens=22, output_tokens=9, cache_read_tokens=5, cache_write_tokens=7)
RICH = (
    b'{"model":"openai/gpt-4o", "temperature": 1.0e0, "messages": [ {"role":"system",'
    b'"content":"\\u00e9"},{"role":"user","content":[{"type":"image_url","image_url":'
    b'{"url":"https://x/y.png"}}]} ],"tools":[{"type":"function","function":{"name":"f",'
    b'"parameters":{"maximum":123456789012345678901234567890}}}],"stop":["a"],"seed":-0,'
    b'"response_format":{"type":"json_object"},"x_unknown":{"b":1,"a":2}%s}'
)


def prepared(
    operation: Operation,
    body: bytes,
    provider: ProviderSpec,
    model: str = "gpt-4o",
    clamp: int | None = 100,
    **options: Any,
) -> UpstreamRequest:
    call = read_call(operation, parse_object(body))
    return prepare(call, body, provider, model, clamp, **options)


def test_within_one_dialect_only_model_limit_and_usage_change() -> None:
    body = RICH % b',"stream":true,"stream_options": {"include_obfuscation":false}'
    request = prepared(Operation.CHAT, body, OPENAI)
    expected = body.replace(b"openai/gpt-4o", b"gpt-4o").replace(
        b'"stream_options": {"include_obfuscation":false}',
        b'"stream_options":{"include_obfuscation":false,"include_usage":true},'
        b'"max_completion_tokens":100',
    )
    expected = expected.replace(b', "temperature": 1', b',"temperature":1')
    expected = expected.replace(b', "messages": [', b',"messages":[')
    assert request.body == expected
    assert request.path == "/chat/completions"
    assert request.headers["authorization"] == "Bearer sk-openai"
    assert request.headers["accept"] == "text/event-stream"


def test_a_body_that_needs_no_change_keeps_every_byte() -> None:
    body = b'{ "model" : "gpt-4o" , "messages":[{"role":"user","content":"x"}], "max_tokens": 5 }'
    assert prepared(Operation.CHAT, body, OPENAI).body == body
    embedding = b'{"input" : [1,2], "model":"text-embedding-3-small"}'
    request = prepared(Operation.EMBEDDINGS, embedding, OPENAI, "text-embedding-3-small")
    assert (request.path, request.body) == ("/embeddings", embedding)


@pytest.mark.parametrize(
    ("given", "provider", "clamp", "expected"),
    [
        ({}, OPENAI, 100, {"max_completion_tokens": 100}),
        ({}, GROQ, 100, {"max_tokens": 100}),
        ({}, OPENAI, None, {}),
        ({"max_tokens": 500}, OPENAI, 100, {"max_tokens": 100}),
        ({"max_tokens": 50}, OPENAI, 100, {"max_tokens": 50}),
        ({"max_completion_tokens": 500}, GROQ, 100, {"max_tokens": 100}),
        ({"max_completion_tokens": 50}, GROQ, 100, {"max_tokens": 50}),
        (
            {"max_completion_tokens": 500, "max_tokens": 60},
            OPENAI,
            100,
            {"max_completion_tokens": 100, "max_tokens": 60},
        ),
        ({"max_tokens": None}, GROQ, 100, {"max_tokens": 100}),
    ],
)
def test_the_output_limit_is_lowered_where_the_caller_put_it(
    given: dict[str, Any], provider: ProviderSpec, clamp: int | None, expected: dict[str, int]
) -> None:
    messages = [{"role": "user", "content": "x"}]
    body = json.dumps({"model": "gpt-4o", "messages": messages, **given}).encode()
    sent = parse_object(prepared(Operation.CHAT, body, provider, clamp=clamp).body)
    assert {name: v for name, v in sent.items() if name.startswith("max_")} == expected


@pytest.mark.parametrize("model", ["o3", "o4-mini", "openai/o1", "gpt-5-mini", "gpt-6.1-sol"])
def test_a_reasoning_model_of_openai_keeps_the_new_name_wherever_it_runs(model: str) -> None:
    body = json.dumps({"model": model, "messages": [{"role": "user"}]}).encode()
    sent = parse_object(prepared(Operation.CHAT, body, GROQ, model, clamp=100).body)
    assert (sent["max_completion_tokens"], "max_tokens" in sent) == (100, False)


@pytest.mark.parametrize("unknown", ["x", 5, 500, {}, None])
def test_a_message_is_limited_whatever_it_calls_its_limits(unknown: Any) -> None:
    body = {"model": "claude-opus-5", "messages": [{"role": "user", "content": "x"}]}
    raw = json.dumps(body | {"max_completion_tokens": unknown}).encode()
    sent = parse_object(prepared(Operation.MESSAGES, raw, ANTHROPIC, clamp=100).body)
    assert sent["max_tokens"] == 100


def test_usage_is_asked_for_only_where_a_stream_would_lack_it() -> None:
    start = b'{"model":"gpt-4o","max_tokens":5,"messages":[{"role":"user"}]'
    wanted = start + b',"stream":true,"stream_options":{"include_usage":true}}'
    assert prepared(Operation.CHAT, wanted, OPENAI).body == wanted
    plain = start + b',"stream":false}'
    assert prepared(Operation.CHAT, plain, OPENAI).body == plain


def test_anthropic_requests() -> None:
    body = (
        b'{"model":"claude-x","max_tokens":500,"messages":[{"role":"user","content":"x"}],'
        b'"thinking":{"type":"enabled","budget_tokens":80},"stream":true}'
    )
    request = prepared(
        Operation.MESSAGES,
        body,
        ANTHROPIC,
        "claude-x",
        passthrough_headers={"anthropic-beta": "a,b", "x-api-key": "stolen", "cookie": "c"},
    )
    assert request.path == "/v1/messages"
    assert request.body == body.replace(b"500", b"100")
    assert request.headers["x-api-key"] == "sk-ant"
    assert request.headers["anthropic-version"] == "2023-06-01"
    assert request.headers["anthropic-beta"] == "a,b"
    assert "cookie" not in request.headers


@pytest.mark.parametrize("value", ["a\r\nx-api-key: b", "caf\u00e9", "a\x00"])
def test_a_beta_switch_must_be_plain_text(value: str) -> None:
    body = b'{"model":"claude-x","max_tokens":5,"messages":[{"role":"user","content":"x"}]}'
    with pytest.raises(BadRequest) as caught:
        prepared(Operation.MESSAGES, body, ANTHROPIC, passthrough_headers={"anthropic-beta": value})
    assert caught.value.param == "anthropic-beta"


def test_counting_tokens_is_forwarded_and_costs_nothing() -> None:
    body = b'{"model":"anthropic/claude-x","messages":[{"role":"user","content":"x"}]}'
    request = prepared(Operation.COUNT_TOKENS, body, ANTHROPIC, "claude-x")
    assert request.path == "/v1/messages/count_tokens"
    assert parse_object(request.body)["model"] == "claude-x"
    assert "max_tokens" not in parse_object(request.body)
    call = read_call(Operation.COUNT_TOKENS, parse_object(body))
    answer = read_answer(call, ANTHROPIC, 200, {}, b'{"input_tokens":9}')
    assert (answer.body, answer.usage) == (b'{"input_tokens":9}', Usage())


@pytest.mark.parametrize(
    ("operation", "provider"),
    [(Operation.EMBEDDINGS, ANTHROPIC), (Operation.COUNT_TOKENS, OPENAI)],
)
def test_an_operation_without_counterpart_is_refused(
    operation: Operation, provider: ProviderSpec
) -> None:
    body = b'{"model":"m","input":"x","messages":[{"role":"user","content":"x"}]}'
    with pytest.raises(BadRequest, match=operation) as caught:
        prepared(operation, body, provider)
    assert caught.value.param == "model"


def test_a_provider_without_a_credential_gets_none() -> None:
    body = b'{"model":"m","messages":[{"role":"user","content":"x"}]}'
    headers = prepared(Operation.CHAT, body, replace(OPENAI, credential="")).headers
    assert "authorization" not in headers


def test_an_answer_of_the_same_dialect_passes_untouched() -> None:
    body = b" " + json.dumps(OPENAI_ANSWER).encode()
    answer = read_answer(chat_call(), OPENAI, 200, {"x-request-id": "r1"}, body)
    assert (answer.status, answer.body, answer.usage) == (200, body, USAGE)
    assert (answer.finish_reason, answer.provider_request_id) == ("tool_calls", "r1")
    assert answer.output_text == 'Looking.weather{"city": "Bern"}time'
    body = json.dumps(ANTHROPIC_ANSWER).encode()
    answer = read_answer(message_call(), ANTHROPIC, 200, {}, body)
    assert (answer.status, answer.body, answer.usage) == (200, body, USAGE)
    assert (answer.finish_reason, answer.provider_request_id) == ("tool_use", "msg_1")
    assert answer.output_text == 'Looking.weather{"city":"Bern"}time'


def test_embeddings_report_their_input() -> None:
    call = read_call(Operation.EMBEDDINGS, {"model": "e", "input": "x"})
    usage = b'"usage":{"prompt_tokens":3,"total_tokens":3}'
    body = b'{"object":"list","data":[{"embedding":[0.1]}],' + usage + b"}"
    answer = read_answer(call, OPENAI, 200, {}, body)
    assert (answer.body, answer.usage, answer.output_text) == (body, Usage(input_tokens=3), "")


OPENAI_ERROR = b'{"error":{"message":"too long","type":"x","param":"messages","code":"context"}}'
ANTHROPIC_ERROR = b'{"type":"error","error":{"type":"invalid_request_error","message":"too long"}}'


def test_errors_of_the_same_dialect_pass_untouched() -> None:
    assert read_answer(chat_call(), OPENAI, 400, {}, OPENAI_ERROR).body == OPENAI_ERROR
    assert read_answer(message_call(), ANTHROPIC, 529, {}, ANTHROPIC_ERROR).body == ANTHROPIC_ERROR


def test_errors_of_the_other_dialect_change_shape_and_keep_status() -> None:
    answer = read_answer(chat_call(), ANTHROPIC, 429, {"request-id": "r"}, ANTHROPIC_ERROR)
    assert (answer.status, answer.usage, answer.provider_request_id) == (429, None, "r")
    inner = json.loads(answer.body)["error"]
    assert (inner["message"], inner["type"]) == ("too long", "rate_limit_error")
    answer = read_answer(message_call(), OPENAI, 404, {}, OPENAI_ERROR)
    content = json.loads(answer.body)
    assert (answer.status, content["type"]) == (404, "error")
    assert content["error"]["type"] == "not_found_error"
    assert content["error"]["message"] == "too long"


@pytest.mark.parametrize("body", [b"", b"<html>502</html>", b"[]", b'{"error":null}', b"\xff"])
@pytest.mark.parametrize("call", [chat_call(), message_call()])
def test_an_error_that_is_no_error_object_becomes_one(call: Any, body: bytes) -> None:
    for provider in (OPENAI, ANTHROPIC):
        answer = read_answer(call, provider, 503, {}, body)
        assert answer.status == 503
        assert "503" in json.loads(answer.body)["error"]["message"]


def test_a_plain_text_error_keeps_its_words() -> None:
    answer = read_answer(chat_call(), GROQ, 404, {}, b'{"error":"model not found"}')
    assert json.loads(answer.body)["error"]["message"] == "model not found"


@pytest.mark.parametrize("provider", [OPENAI, ANTHROPIC])
def test_the_providers_own_credential_is_never_shown(provider: ProviderSpec) -> None:
    body = b'{"error":{"message":"Incorrect API key provided: sk-abc"}}'
    answer = read_answer(chat_call(), provider, 401, {}, body)
    assert answer.status == 401
    assert b"sk-abc" not in answer.body


@pytest.mark.parametrize(
    ("status", "body"), [(200, b""), (200, b"<html>"), (200, b"[1]"), (302, b""), (101, b"")]
)
def test_an_answer_that_cannot_be_used_is_a_502(status: int, body: bytes) -> None:
    answer = read_answer(chat_call(), OPENAI, status, {}, body)
    assert (answer.status, answer.usage) == (502, None)
    assert json.loads(answer.body)["error"]["code"] == "provider_error"


def test_an_answer_that_cannot_be_translated_is_a_502_that_was_billed() -> None:
    broken = json.loads(json.dumps(OPENAI_ANSWER))
    broken["choices"][0]["message"]["tool_calls"][0]["function"]["arguments"] = '{"city": '
    answer = read_answer(message_call(), OPENAI, 200, {}, json.dumps(broken).encode())
    assert (answer.status, answer.usage) == (502, USAGE)
    assert json.loads(answer.body)["type"] == "error"
