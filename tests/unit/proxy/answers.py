"""Streamed answers of either dialect from what a model says, and what a client reads of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from tests.unit.providers.samples import ANTHROPIC, DONE, OPENAI, chunk, event, tool_delta
from tests.unit.providers.samples import ANTHROPIC_USAGE as STARTED_USAGE
from tests.unit.providers.samples import OPENAI_USAGE as USAGE
from tollgate.providers.adapters import open_stream
from tollgate.providers.models import Dialect, ModelCall, Operation
from tollgate.providers.sse import data_lines
from tollgate.providers.streams import StreamTranslator
from tollgate.proxy.output_filter import OutputFilter
from tollgate.proxy.stream_guard import StreamGuard

MESSAGE = {
    "id": "msg_1",
    "type": "message",
    "role": "assistant",
    "model": "claude",
    "content": [],
    "stop_reason": None,
    "stop_sequence": None,
    "usage": {**STARTED_USAGE, "output_tokens": 1},
}


def chat_events(*deltas: dict[str, Any], reason: str = "stop") -> list[bytes]:
    """A chat completion's chunks, with its usage and its end."""
    return [
        chunk({"role": "assistant", "content": ""}),
        *[chunk(delta) for delta in deltas],
        chunk({}, reason),
        chunk(None, usage=USAGE),
        DONE,
    ]


def arguments(*pieces: str, index: int = 0) -> list[dict[str, Any]]:
    """The deltas of one tool call."""
    opening = tool_delta(index, "", id=f"call_{index}", type="function", name="send")
    return [opening, *[tool_delta(index, piece) for piece in pieces]]


def block(index: int, opening: dict[str, Any], *deltas: dict[str, Any]) -> list[bytes]:
    """The events of one content block."""
    return [
        event("content_block_start", index=index, content_block=opening),
        *[event("content_block_delta", index=index, delta=delta) for delta in deltas],
        event("content_block_stop", index=index),
    ]


def text_block(index: int, *pieces: str) -> list[bytes]:
    deltas = [{"type": "text_delta", "text": piece} for piece in pieces]
    return block(index, {"type": "text", "text": ""}, *deltas)


def tool_block(index: int, *pieces: str) -> list[bytes]:
    deltas = [{"type": "input_json_delta", "partial_json": piece} for piece in pieces]
    return block(index, {"type": "tool_use", "id": "t", "name": "send", "input": {}}, *deltas)


def message_events(*events: bytes, reason: str = "end_turn") -> list[bytes]:
    """A message's events around those of its blocks."""
    delta = {"stop_reason": reason, "stop_sequence": None}
    return [
        event("message_start", message=MESSAGE),
        event("ping"),
        *events,
        event("message_delta", delta=delta, usage={"output_tokens": 9}),
        event("message_stop"),
    ]


def translator(dialect: Dialect, *, wants_usage: bool = True) -> StreamTranslator:
    operation = Operation.CHAT if dialect is Dialect.OPENAI else Operation.MESSAGES
    call = ModelCall(operation, "m", stream=True, wants_stream_usage=wants_usage)
    return open_stream(call, OPENAI if dialect is Dialect.OPENAI else ANTHROPIC)


def relayed(
    guard: StreamGuard, stream: StreamTranslator, chunks: Sequence[bytes]
) -> tuple[list[bytes], bytes]:
    """What a client gets for each chunk, and in the end."""
    sent = [guard.feed(stream.feed(chunk)) for chunk in chunks]
    return sent, guard.finish(stream.finish())


def sent_through(
    output: OutputFilter,
    dialect: Dialect,
    chunks: Sequence[bytes],
    *,
    wants_usage: bool = True,
) -> tuple[bytes, StreamGuard]:
    """All that a client gets of a stream."""
    guard = output.open_stream(wants_usage=wants_usage)
    sent, last = relayed(guard, translator(dialect, wants_usage=wants_usage), chunks)
    return b"".join(sent) + last, guard


def events_of(body: bytes) -> list[dict[str, Any]]:
    """The objects of a stream, without the end marker."""
    return [json.loads(data) for data in data_lines(body) if data != b"[DONE]"]


def pieces(text: str, cuts: Sequence[int]) -> list[str]:
    """`text` cut at some of its places."""
    places = sorted({0, len(text), *[cut % (len(text) + 1) for cut in cuts]})
    return [text[a:b] for a, b in pairwise(places)]


def byte_pieces(body: bytes, cuts: Sequence[int]) -> list[bytes]:
    """`body` cut at some of its places."""
    places = sorted({0, len(body), *[cut % (len(body) + 1) for cut in cuts]})
    return [body[a:b] for a, b in pairwise(places)]
