from __future__ import annotations

import json

import pytest

from tests.unit.providers.conversations import text
from tests.unit.providers.samples import (
    ANTHROPIC,
    ANTHROPIC_ANSWER,
    OPENAI,
    OPENAI_ANSWER,
    chat_call,
    message_call,
)
from tollgate.providers.adapters import open_stream, read_answer
from tollgate.providers.models import Usage


def test_a_message_becomes_a_chat_completion() -> None:
    body = json.dumps(ANTHROPIC_ANSWER).encode()
    answer = read_answer(chat_call(stream=False), ANTHROPIC, 200, {}, body)
    content = json.loads(answer.body)
    assert content["object"] == "chat.completion"
    assert content["choices"][0]["finish_reason"] == "tool_calls"
    message = content["choices"][0]["message"]
    assert message["content"] == "Looking."
    assert [call["function"] for call in message["tool_calls"]] == [
        {"name": "weather", "arguments": '{"city":"Bern"}'},
        {"name": "time", "arguments": "{}"},
    ]
    usage = content["usage"]
    assert (usage["prompt_tokens"], usage["completion_tokens"], usage["total_tokens"]) == (
        22,
        9,
        31,
    )
    assert usage["prompt_tokens_details"]["cached_tokens"] == 5
    assert answer.usage == Usage(22, 9, 5, 7)


def test_a_chat_completion_becomes_a_message() -> None:
    body = json.dumps(OPENAI_ANSWER).encode()
    answer = read_answer(message_call(stream=False), OPENAI, 200, {}, body)
    content = json.loads(answer.body)
    assert (content["type"], content["role"], content["stop_reason"]) == (
        "message",
        "assistant",
        "tool_use",
    )
    assert content["content"] == [
        text("Looking."),
        {"type": "tool_use", "id": "call_a", "name": "weather", "input": {"city": "Bern"}},
        {"type": "tool_use", "id": "call_b", "name": "time", "input": {}},
    ]
    assert content["usage"] == {
        "input_tokens": 10,
        "cache_read_input_tokens": 5,
        "cache_creation_input_tokens": 7,
        "output_tokens": 9,
    }


@pytest.mark.parametrize(
    ("stop_reason", "finish_reason"),
    [
        ("end_turn", "stop"),
        ("stop_sequence", "stop"),
        ("max_tokens", "length"),
        ("model_context_window_exceeded", "length"),
        ("tool_use", "tool_calls"),
        ("refusal", "content_filter"),
        ("of_tomorrow", "stop"),
        (None, "stop"),
    ],
)
def test_stop_reasons_for_an_openai_client(stop_reason: str | None, finish_reason: str) -> None:
    body = json.dumps({**ANTHROPIC_ANSWER, "stop_reason": stop_reason}).encode()
    answer = read_answer(chat_call(stream=False), ANTHROPIC, 200, {}, body)
    assert json.loads(answer.body)["choices"][0]["finish_reason"] == finish_reason


@pytest.mark.parametrize(
    ("finish_reason", "stop_reason"),
    [
        ("stop", "end_turn"),
        ("length", "max_tokens"),
        ("tool_calls", "tool_use"),
        ("content_filter", "refusal"),
        ("of_tomorrow", "end_turn"),
        (None, "end_turn"),
    ],
)
def test_finish_reasons_for_an_anthropic_client(
    finish_reason: str | None, stop_reason: str
) -> None:
    choice = {**OPENAI_ANSWER["choices"][0], "finish_reason": finish_reason}
    body = json.dumps({**OPENAI_ANSWER, "choices": [choice]}).encode()
    answer = read_answer(message_call(stream=False), OPENAI, 200, {}, body)
    assert json.loads(answer.body)["stop_reason"] == stop_reason


def test_a_refusal_keeps_its_words() -> None:
    choice = {"message": {"content": None, "refusal": "I will not."}, "finish_reason": "stop"}
    body = json.dumps({**OPENAI_ANSWER, "choices": [choice]}).encode()
    content = json.loads(read_answer(message_call(stream=False), OPENAI, 200, {}, body).body)
    assert (content["content"], content["stop_reason"]) == ([text("I will not.")], "refusal")


CALL = {"id": "call_a", "type": "function", "function": {"name": "time", "arguments": "{}"}}
CUT = {"id": "call_b", "type": "function", "function": {"name": "time", "arguments": '{"x":'}}


@pytest.mark.parametrize(("finish_reason", "status"), [("length", 200), ("tool_calls", 502)])
def test_a_call_that_the_limit_cut_off_is_left_out(finish_reason: str, status: int) -> None:
    message = {"content": "Looking.", "tool_calls": [CALL, CUT]}
    choice = {"message": message, "finish_reason": finish_reason}
    body = json.dumps({**OPENAI_ANSWER, "choices": [choice]}).encode()
    answer = read_answer(message_call(stream=False), OPENAI, 200, {}, body)
    assert answer.status == status
    if status == 200:
        content = json.loads(answer.body)
        assert [block["type"] for block in content["content"]] == ["text", "tool_use"]
        assert content["stop_reason"] == "max_tokens"


PARTS = [
    {"type": "thinking", "thinking": [{"type": "text", "text": "hm"}, text("m")]},
    text("good "),
    text("day"),
]


def test_content_in_parts_is_read_whole_and_streamed() -> None:
    """As Mistral's reasoning models tell it."""
    thought = {"type": "thinking", "thinking": "hmm", "signature": ""}
    body = json.dumps({**OPENAI_ANSWER, "choices": [{"message": {"content": PARTS}}]}).encode()
    answer = read_answer(message_call(stream=False), OPENAI, 200, {}, body)
    assert json.loads(answer.body)["content"] == [thought, text("good day")]
    assert answer.output_text == "hmmgood day"
    stream = open_stream(message_call(), OPENAI)
    chunk = json.dumps({"choices": [{"index": 0, "delta": {"content": PARTS}}]}).encode()
    sent = stream.feed(b"data: " + chunk + b"\n\n").decode()
    assert '"thinking":"hmm"' in sent
    assert '"text":"good day"' in sent
    assert stream.output_text == "hmmgood day"
