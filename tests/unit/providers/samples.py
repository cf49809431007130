"""Answers and streams in the providers' own wire formats."""

from __future__ import annotations

import json
from typing import Any

from tollgate.providers.models import Dialect, ModelCall, Operation, ProviderSpec

OPENAI = ProviderSpec("openai", Dialect.OPENAI, "https://api.openai.com/v1", "sk-openai")
GROQ = ProviderSpec("groq", Dialect.OPENAI, "https://api.groq.com/openai/v1", "sk-groq")
ANTHROPIC = ProviderSpec("anthropic", Dialect.ANTHROPIC, "https://api.anthropic.com", "sk-ant")


def chat_call(*, wants_usage: bool = True, stream: bool = True) -> ModelCall:
    return ModelCall(Operation.CHAT, "m", stream=stream, wants_stream_usage=wants_usage)


def message_call(*, stream: bool = True) -> ModelCall:
    return ModelCall(Operation.MESSAGES, "m", stream=stream, wants_stream_usage=True)


def chunk(delta: dict[str, Any] | None, reason: str | None = None, **members: Any) -> bytes:
    choices = [{"index": 0, "delta": delta, "logprobs": None, "finish_reason": reason}]
    content: dict[str, Any] = {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": 1700000000,
        "model": "gpt-4o-2024-08-06",
        "choices": [] if delta is None else choices,
        "usage": None,
    }
    return b"data: " + json.dumps({**content, **members}).encode() + b"\n\n"


def event(name: str, **members: Any) -> bytes:
    data = json.dumps({"type": name, **members}, ensure_ascii=False)
    return f"event: {name}\ndata: {data}\n\n".encode()


def tool_delta(index: int, arguments: str, **opening: Any) -> dict[str, Any]:
    name = {"name": opening.pop("name")} if "name" in opening else {}
    call = {"index": index, **opening, "function": {**name, "arguments": arguments}}
    return {"tool_calls": [call]}


DONE = b"data: [DONE]\n\n"
OPENAI_USAGE = {
    "prompt_tokens": 22,
    "completion_tokens": 9,
    "total_tokens": 31,
    "prompt_tokens_details": {"cached_tokens": 5, "cache_write_tokens": 7},
}
ANTHROPIC_USAGE = {
    "input_tokens": 10,
    "cache_read_input_tokens": 5,
    "cache_creation_input_tokens": 7,
    "output_tokens": 9,
}
OPENAI_TEXT_STREAM = [
    chunk({"role": "assistant", "content": ""}),
    chunk({"content": "Gr\u00fc\u00dfe"}),
    chunk({"content": ' \U0001f600 "usage": {} [DONE] "error"'}),
    chunk({"content": "\nmessage_stop"}),
    chunk({}, "stop"),
    chunk(None, usage=OPENAI_USAGE),
    DONE,
]
OPENAI_TOOL_STREAM = [
    chunk({"role": "assistant", "content": None}),
    chunk({"content": "Looking."}),
    chunk(tool_delta(0, "", id="call_a", type="function", name="weather")),
    chunk(tool_delta(0, '{"city": "B')),
    chunk(tool_delta(1, "", id="call_b", type="function", name="time")),
    chunk(tool_delta(1, '{"zone":')),
    chunk(tool_delta(0, 'ern"}')),
    chunk(tool_delta(1, ' "CET"}')),
    chunk({}, "tool_calls"),
    chunk(None, usage=OPENAI_USAGE),
    DONE,
]
_STARTED = {
    "id": "msg_1",
    "type": "message",
    "role": "assistant",
    "model": "claude-sonnet-4-5",
    "content": [],
    "stop_reason": None,
    "stop_sequence": None,
    "usage": {**ANTHROPIC_USAGE, "output_tokens": 1},
}


def _ended(reason: str) -> list[bytes]:
    delta = {"stop_reason": reason, "stop_sequence": None}
    return [event("message_delta", delta=delta, usage={"output_tokens": 9}), event("message_stop")]


def _block(index: int, block: dict[str, Any], *deltas: dict[str, Any]) -> list[bytes]:
    return [
        event("content_block_start", index=index, content_block=block),
        *[event("content_block_delta", index=index, delta=delta) for delta in deltas],
        event("content_block_stop", index=index),
    ]


def _text(*texts: str) -> list[dict[str, Any]]:
    return [{"type": "text_delta", "text": text} for text in texts]


def _arguments(*fragments: str) -> list[dict[str, Any]]:
    return [{"type": "input_json_delta", "partial_json": part} for part in fragments]


ANTHROPIC_TEXT_STREAM = [
    event("message_start", message=_STARTED),
    event("ping"),
    *_block(
        0,
        {"type": "text", "text": ""},
        *_text("Gr\u00fc\u00dfe", ' \U0001f600 "usage": {} [DONE] "error"', "\nmessage_stop"),
    ),
    *_ended("end_turn"),
]
ANTHROPIC_TOOL_STREAM = [
    event("message_start", message=_STARTED),
    *_block(0, {"type": "text", "text": ""}, *_text("Looking.")),
    *_block(
        1,
        {"type": "tool_use", "id": "toolu_a", "name": "weather", "input": {}},
        *_arguments("", '{"city": "B', 'ern"}'),
    ),
    *_block(
        2,
        {"type": "tool_use", "id": "toolu_b", "name": "time", "input": {}},
        *_arguments('{"zone":', ' "CET"}'),
    ),
    *_ended("tool_use"),
]
TEXT = 'Gr\u00fc\u00dfe \U0001f600 "usage": {} [DONE] "error"\nmessage_stop'

OPENAI_ANSWER: dict[str, Any] = {
    "id": "chatcmpl-1",
    "object": "chat.completion",
    "created": 1700000000,
    "model": "gpt-4o-2024-08-06",
    "choices": [
        {
            "index": 0,
            "message": {
                "role": "assistant",
                "content": "Looking.",
                "refusal": None,
                "tool_calls": [
                    {
                        "id": "call_a",
                        "type": "function",
                        "function": {"name": "weather", "arguments": '{"city": "Bern"}'},
                    },
                    {
                        "id": "call_b",
                        "type": "function",
                        "function": {"name": "time", "arguments": ""},
                    },
                ],
            },
            "logprobs": None,
            "finish_reason": "tool_calls",
        }
    ],
    "usage": OPENAI_USAGE,
}
ANTHROPIC_ANSWER: dict[str, Any] = {
    **_STARTED,
    "content": [
        {"type": "text", "text": "Looking."},
        {"type": "tool_use", "id": "toolu_a", "name": "weather", "input": {"city": "Bern"}},
        {"type": "tool_use", "id": "toolu_b", "name": "time", "input": {}},
    ],
    "stop_reason": "tool_use",
    "usage": ANTHROPIC_USAGE,
}
