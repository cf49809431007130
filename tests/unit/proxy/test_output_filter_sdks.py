"""Answers that a policy cut short or changed, read by the providers' own SDKs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import anthropic
import openai
import pytest

from tests.unit.providers.samples import ANTHROPIC_ANSWER, OPENAI_ANSWER
from tests.unit.providers.test_sdk_parsing import (
    USER,
    anthropic_client,
    openai_client,
    read_chat,
    read_message,
)
from tests.unit.proxy.answers import (
    arguments,
    chat_events,
    message_events,
    sent_through,
    text_block,
    tool_block,
)
from tests.unit.proxy.screens import open_detector, rule
from tollgate.policies.models import Action
from tollgate.providers.models import Dialect
from tollgate.proxy.output_filter import OutputFilter

NUMBER = "4111 1111 1111 1111"
SAID = ("Your card ", "is 4111 ", "1111 1111", " 1111, ", "thanks. ", *["more "] * 60)


@pytest.fixture
def opened() -> Iterator[list[Any]]:
    clients: list[Any] = []
    yield clients
    for client in clients:
        client.close()


def sent(dialect: Dialect, action: Action, chunks: list[bytes]) -> bytes:
    output = OutputFilter([rule("card", action=action)], dialect, open_detector=open_detector)
    return sent_through(output, dialect, chunks)[0]


def chat_chunks(opened: list[Any], body: bytes) -> list[Any]:
    client = openai_client(opened, body, kind="text/event-stream")
    return list(client.chat.completions.create(model="m", messages=USER, stream=True))


def test_a_cut_chat_in_the_openai_sdk(opened: list[Any]) -> None:
    body = sent(Dialect.OPENAI, Action.DENY, chat_events(*[{"content": s} for s in SAID]))
    chunks = chat_chunks(opened, body)
    said = "".join(c.choices[0].delta.content or "" for c in chunks if c.choices)
    assert "Your card is 4111".startswith(said)
    last = chunks[-2].choices[0]
    assert (last.finish_reason, last.delta.refusal) == ("content_filter", "not in an answer")
    assert chunks[-1].usage.completion_tokens == 9
    assert {chunk.id for chunk in chunks} == {"chatcmpl-1"}
    with pytest.raises(openai.ContentFilterFinishReasonError):
        read_chat(opened, body)


def test_a_cut_in_the_arguments_of_a_tool(opened: list[Any]) -> None:
    deltas = arguments('{"card": "4111 1111', ' 1111 1111"}')
    body = sent(Dialect.OPENAI, Action.DENY, chat_events(*deltas, reason="tool_calls"))
    chunks = chat_chunks(opened, body)
    assert chunks[-2].choices[0].finish_reason == "content_filter"
    told = [c.choices[0].delta.tool_calls for c in chunks if c.choices]
    assert [calls[0].function.arguments for calls in told if calls] == [""]


@pytest.mark.parametrize("before", [(), text_block(0, "Looking.")])
def test_a_cut_message_in_the_anthropic_sdk(opened: list[Any], before: tuple[bytes, ...]) -> None:
    index = bool(before)
    chunks = message_events(*before, *text_block(int(index), *SAID))
    message = read_message(opened, sent(Dialect.ANTHROPIC, Action.DENY, chunks))
    assert message.stop_reason == "refusal"
    assert message.stop_details.explanation == "not in an answer"
    assert message.usage.output_tokens == 9
    assert "Your card is 4111".startswith(message.content[-1].text)


def test_a_cut_in_the_input_of_a_tool(opened: list[Any]) -> None:
    events = [*text_block(0, "Looking."), *tool_block(1, '{"card": "4111 1111', ' 1111 1111"}')]
    chunks = message_events(*events, reason="tool_use")
    message = read_message(opened, sent(Dialect.ANTHROPIC, Action.DENY, chunks))
    text, tool = message.content
    assert (text.text, tool.input, message.stop_reason) == ("Looking.", {}, "refusal")


def test_a_cut_before_anything_was_said(opened: list[Any]) -> None:
    message = read_message(
        opened, sent(Dialect.ANTHROPIC, Action.DENY, [b"event: x\ndata: oops\n\n"])
    )
    assert (message.content, message.stop_reason) == ([], "refusal")
    chunks = chat_chunks(opened, sent(Dialect.OPENAI, Action.DENY, [b"data: oops\n\n"]))
    assert [chunk.choices[0].finish_reason for chunk in chunks] == ["content_filter"]


def test_a_stream_that_breaks_off_after_a_cut_has_an_end(opened: list[Any]) -> None:
    chunks = message_events(*text_block(0, *SAID))[:-40]
    message = read_message(opened, sent(Dialect.ANTHROPIC, Action.DENY, chunks))
    assert message.stop_reason == "refusal"
    chunks = chat_events(*[{"content": s} for s in SAID])[:-40]
    read = chat_chunks(opened, sent(Dialect.OPENAI, Action.DENY, chunks))
    assert read[-1].choices[0].finish_reason == "content_filter"


def test_a_stream_that_breaks_off_before_a_cut_still_raises(opened: list[Any]) -> None:
    body = sent(Dialect.OPENAI, Action.DENY, chat_events({"content": "x " * 100})[:-3])
    with pytest.raises(openai.APIError, match="ended early"):
        chat_chunks(opened, body)
    body = sent(Dialect.ANTHROPIC, Action.DENY, message_events(*text_block(0, "x " * 100))[:-2])
    with pytest.raises(anthropic.APIStatusError, match="ended early"):
        read_message(opened, body)


def test_redacted_streams(opened: list[Any]) -> None:
    deltas = [{"content": piece} for piece in SAID[:5]]
    call = arguments('{"card": "4111 1111', ' 1111 1111", "n": 1}')
    body = sent(Dialect.OPENAI, Action.REDACT, chat_events(*deltas, *call, reason="tool_calls"))
    completion = read_chat(opened, body)
    choice = completion.choices[0]
    assert choice.message.content == "Your card is [CREDIT_CARD], thanks. "
    told = json.loads(choice.message.tool_calls[0].function.arguments)
    assert told == {"card": "[CREDIT_CARD]", "n": 1}
    assert (choice.finish_reason, completion.usage.total_tokens) == ("tool_calls", 31)
    events = [*text_block(0, *SAID[:5]), *tool_block(1, '{"card": "41', '11 1111 1111 1111"}')]
    chunks = message_events(*events, reason="tool_use")
    message = read_message(opened, sent(Dialect.ANTHROPIC, Action.REDACT, chunks))
    text, tool = message.content
    assert text.text == "Your card is [CREDIT_CARD], thanks. "
    assert tool.input == {"card": "[CREDIT_CARD]"}
    assert message.stop_reason == "tool_use"


def test_blocked_whole_answers(opened: list[Any]) -> None:
    def blocked(dialect: Dialect, answer: dict[str, Any]) -> bytes:
        deny = [rule("card", action=Action.DENY)]
        output = OutputFilter(deny, dialect, open_detector=open_detector)
        found = output.whole(json.dumps(answer).replace("Looking.", NUMBER).encode())
        assert found.blocked is not None
        return found.body

    chat = openai_client(opened, blocked(Dialect.OPENAI, OPENAI_ANSWER))
    choice = chat.chat.completions.create(model="m", messages=USER).choices[0]
    assert (choice.finish_reason, choice.message.content) == ("content_filter", None)
    client = anthropic_client(opened, blocked(Dialect.ANTHROPIC, ANTHROPIC_ANSWER))
    message = client.messages.create(model="m", max_tokens=9, messages=USER)
    assert (message.stop_reason, message.content) == ("refusal", [])
