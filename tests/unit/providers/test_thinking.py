"""Reasoning across the dialects: told to the client, and brought back by it in the next turn."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import pytest

from tests.unit.providers.conversations import to_anthropic, to_openai
from tests.unit.providers.samples import (
    ANTHROPIC,
    ANTHROPIC_ANSWER,
    DONE,
    GROQ,
    OPENAI,
    OPENAI_ANSWER,
    OPENAI_USAGE,
    chat_call,
    chunk,
    event,
    message_call,
)
from tollgate.errors import BadRequest
from tollgate.providers.adapters import open_stream, read_answer
from tollgate.providers.models import Usage
from tollgate.providers.usage import usage_from_anthropic, usage_to_anthropic

USER = {"role": "user", "content": "hi"}
SIGNED = {"type": "thinking", "thinking": "First this. Then that.", "signature": "c2lnbmVk"}
SEALED = {"type": "redacted_thinking", "data": "c2VhbGVk"}
TEXT = {"type": "text", "text": "Done."}
UNSIGNED = {"type": "thinking", "thinking": "First this. Then that.", "signature": ""}
PIECES = ("First this.", " Then that.")


def events(blocks: Iterable[dict[str, Any]]) -> bytes:
    """An Anthropic stream of these blocks, each text in two pieces."""
    found = [event("message_start", message={**ANTHROPIC_ANSWER, "content": []})]
    for index, block in enumerate(blocks):
        begun = {
            name: "" if name in ("thinking", "text", "signature") else value
            for name, value in block.items()
        }
        found.append(event("content_block_start", index=index, content_block=begun))
        for name in ("thinking", "text", "signature"):
            if value := block.get(name):
                for piece in (value[:11], value[11:]):
                    delta = {"type": f"{name}_delta", name: piece}
                    found.append(event("content_block_delta", index=index, delta=delta))
        found.append(event("content_block_stop", index=index))
    found.append(
        event("message_delta", delta={"stop_reason": "end_turn"}, usage={"output_tokens": 9})
    )
    return b"".join([*found, event("message_stop")])


def told(body: bytes) -> list[dict[str, Any]]:
    lines = [line[6:] for line in body.split(b"\n") if line.startswith(b"data: {")]
    return [json.loads(line) for line in lines]


def chat_message(*, stream: bool) -> dict[str, Any]:
    """What a client of the OpenAI dialect gets of a thinking Claude, as it would send it back."""
    blocks = [SIGNED, SEALED, TEXT]
    if not stream:
        body = json.dumps(ANTHROPIC_ANSWER | {"content": blocks}).encode()
        answer = read_answer(chat_call(stream=False), ANTHROPIC, 200, {}, body)
        return dict(json.loads(answer.body)["choices"][0]["message"])
    opened = open_stream(chat_call(), ANTHROPIC)
    chunks = told(opened.feed(events(blocks)) + opened.finish())
    message: dict[str, Any] = {
        "role": "assistant",
        "content": "",
        "reasoning_content": "",
        "thinking_blocks": [],
    }
    for each in chunks:
        for choice in each["choices"]:
            for name in message.keys() - {"role"}:
                message[name] += choice["delta"].get(name, type(message[name])())
    return message


@pytest.mark.parametrize("stream", [False, True])
def test_thinking_is_told_to_an_openai_client_and_comes_back(stream: bool) -> None:
    message = chat_message(stream=stream)
    assert message["reasoning_content"] == SIGNED["thinking"]
    assert message["thinking_blocks"] == [SIGNED, SEALED]
    assert message["content"] == "Done."
    sent = to_anthropic(messages=[USER, message, USER])
    assert sent["messages"][1] == {"role": "assistant", "content": [SIGNED, SEALED, TEXT]}


@pytest.mark.parametrize(
    ("fields", "param"),
    [
        ({"reasoning_content": "First this."}, "messages[1].reasoning_content"),
        (
            {"reasoning_content": "Another.", "thinking_blocks": [SIGNED]},
            "messages[1].reasoning_content",
        ),
        ({"thinking_blocks": [TEXT]}, "messages[1].thinking_blocks[0].type"),
        (
            {"thinking_blocks": [{"type": "thinking", "thinking": "x"}]},
            "messages[1].thinking_blocks[0].signature",
        ),
        ({"thinking_blocks": [SIGNED | {"x": 1}]}, "messages[1].thinking_blocks[0].x"),
        ({"thinking_blocks": "x"}, "messages[1].thinking_blocks"),
        ({"reasoning_details": [{}]}, "messages[1].reasoning_details"),
    ],
)
def test_thinking_that_is_not_claudes_own_is_refused(fields: dict[str, Any], param: str) -> None:
    message = {"role": "assistant", "content": "Done.", **fields}
    with pytest.raises(BadRequest) as caught:
        to_anthropic(messages=[USER, message, USER])
    assert caught.value.param == param


@pytest.mark.parametrize(
    "names", [("reasoning_content",), ("reasoning",), ("reasoning", "reasoning_content")]
)
def test_reasoning_is_told_to_an_anthropic_client_and_comes_back(names: tuple[str, ...]) -> None:
    said = dict.fromkeys(names, UNSIGNED["thinking"])
    choice = {
        "index": 0,
        "message": {"role": "assistant", "content": "Done.", **said},
        "finish_reason": "stop",
    }
    body = json.dumps(OPENAI_ANSWER | {"choices": [choice]}).encode()
    answer = read_answer(message_call(stream=False), GROQ, 200, {}, body)
    content = json.loads(answer.body)["content"]
    assert content == [UNSIGNED, TEXT]
    turn = {"role": "assistant", "content": content}
    sent = to_openai(GROQ, messages=[USER, turn, USER])
    assert sent["messages"][1] == {
        "role": "assistant",
        "content": "Done.",
        "reasoning_content": UNSIGNED["thinking"],
    }


@pytest.mark.parametrize("name", ["reasoning_content", "reasoning"])
def test_streamed_reasoning_is_a_block_of_its_own(name: str) -> None:
    stream = open_stream(message_call(), GROQ)
    body = b"".join(
        [
            chunk({"role": "assistant", "content": ""}),
            *(chunk({name: piece}) for piece in PIECES),
            chunk({"content": "Do"}),
            chunk({"content": "ne."}),
            chunk({name: "And after."}),
            chunk({}, "stop"),
            chunk(None, usage=OPENAI_USAGE),
            DONE,
        ]
    )
    found = told(stream.feed(body) + stream.finish())
    starts = [e["content_block"]["type"] for e in found if e["type"] == "content_block_start"]
    stops = [e["index"] for e in found if e["type"] == "content_block_stop"]
    deltas = [e["delta"] for e in found if e["type"] == "content_block_delta"]
    assert (starts, stops) == (["thinking", "text", "thinking"], [0, 1, 2])
    thoughts = [delta["thinking"] for delta in deltas if delta["type"] == "thinking_delta"]
    assert thoughts == [*PIECES, "And after."]
    assert "".join(d["text"] for d in deltas if d["type"] == "text_delta") == "Done."
    assert stream.complete


def test_another_models_thinking_is_refused() -> None:
    turn = {"role": "assistant", "content": [SIGNED, TEXT]}
    with pytest.raises(BadRequest) as caught:
        to_openai(OPENAI, messages=[USER, turn, USER])
    assert caught.value.param == "messages[1].content[0].signature"


def test_reasoning_tokens_are_told_in_either_dialect() -> None:
    usage = Usage(20, 9, reasoning_tokens=4)
    report = usage_to_anthropic(usage)
    assert report["output_tokens_details"] == {"thinking_tokens": 4}
    assert usage_from_anthropic(report) == usage
