"""The answer of an OpenAI-compatible provider for a client of the Anthropic dialect.

Sources: Anthropic's reference of messages and their streaming events, OpenAI's of chat completions
and their chunks. Compatible servers tell reasoning as `reasoning_content` or `reasoning`; that
becomes a thinking block without a signature.
"""

from __future__ import annotations

from typing import Any, Final

import msgspec

from tollgate.errors import ProviderFailed
from tollgate.providers.models import Dialect, Usage
from tollgate.providers.sse import data_lines
from tollgate.providers.streams import (
    UNREADABLE,
    StreamTranslator,
    content_of,
    decode,
    objects,
    openai_text,
)
from tollgate.providers.translation import index_of, items_of, member, text_of
from tollgate.providers.usage import usage_from_openai, usage_to_anthropic
from tollgate.providers.wire import encode

_THINKING: Final = {"type": "thinking", "thinking": "", "signature": ""}
_STOP_REASONS: Final = {
    "stop": "end_turn",
    "length": "max_tokens",
    "tool_calls": "tool_use",
    "function_call": "tool_use",
    "content_filter": "refusal",
}


def answer(content: dict[str, Any], usage: Usage) -> dict[str, Any]:
    """The message for a chat completion.

    Raises `ProviderFailed` when the model wrote tool arguments that are not a JSON object: a
    message has no place for them. A call that the output limit cut off is left out, since the stop
    reason says as much.
    """
    choice = member(content, "choices", 0)
    message = member(choice, "message")
    refusal = text_of(member(message, "refusal"))
    thought, text = _said(message)
    blocks: list[dict[str, Any]] = [_THINKING | {"thinking": thought}] if thought else []
    blocks += [{"type": "text", "text": each} for each in (text, refusal) if each]
    blocks += _tool_uses(
        items_of(member(message, "tool_calls")),
        cut=member(choice, "finish_reason") == "length",
    )
    return {
        "id": content.get("id"),
        "type": "message",
        "role": "assistant",
        "model": content.get("model"),
        "content": blocks,
        "stop_reason": "refusal" if refusal else stop_reason(member(choice, "finish_reason")),
        "stop_sequence": None,
        "usage": usage_to_anthropic(usage),
    }


def stop_reason(finish_reason: Any) -> str:
    """Anthropic's name of an OpenAI finish reason; an unknown one is an ordinary end."""
    known = _STOP_REASONS.get(finish_reason) if isinstance(finish_reason, str) else None
    return known or "end_turn"


class MessageStream(StreamTranslator):
    """Chat completion chunks as the events of a message.

    Blocks of text or thinking end where another block begins. Tool blocks stay open until the end,
    because chunks may interleave the arguments of parallel calls and a closed block takes no more.
    """

    dialect = Dialect.ANTHROPIC

    def __init__(self) -> None:
        super().__init__()
        self._started = False
        self._blocks = 0
        self._text_block: int | None = None
        self._text_kind = ""
        self._tool_blocks: dict[int, int] = {}
        self._refused = False

    @property
    def output_text(self) -> str:
        return openai_text(objects(self._read))

    def _translate(self, block: bytes) -> bytes:
        return b"".join([self._data(data) for data in data_lines(block)])

    def _terminal(self) -> bytes:
        reason = "refusal" if self._refused else stop_reason(self.finish_reason)
        delta = {"stop_reason": reason, "stop_sequence": None}
        report = usage_to_anthropic(self.usage) if self.usage else {"output_tokens": 0}
        return (
            (b"" if self._started else self._start({}))
            + self._end_blocks()
            + _event("message_delta", {"delta": delta, "usage": report})
            + _event("message_stop", {})
        )

    def _data(self, data: bytes) -> bytes:
        if self.complete or self.error is not None:
            return b""
        if data == b"[DONE]":
            self.complete = True
            return b""
        chunk = decode(data)
        if not chunk:
            return self.abort(UNREADABLE)
        if chunk.get("error"):
            self.reported = True
            return self.abort(text_of(member(chunk, "error", "message")) or UNREADABLE)
        return self._chunk(chunk)

    def _chunk(self, chunk: dict[str, Any]) -> bytes:
        self.usage = usage_from_openai(chunk.get("usage")) or self.usage
        self.service_tier = text_of(chunk.get("service_tier")) or self.service_tier
        events = [] if self._started else [self._start(chunk)]
        choice = member(chunk, "choices", 0)
        delta = member(choice, "delta")
        refusal = text_of(member(delta, "refusal"))
        self._refused = self._refused or bool(refusal)
        thought, text = _said(delta)
        if thought:
            events.append(self._text(thought, "thinking"))
        events += [self._text(each, "text") for each in (text, refusal) if each]
        events += [self._call(call) for call in items_of(member(delta, "tool_calls"))]
        if reason := text_of(member(choice, "finish_reason")):
            self.finish_reason = reason
            events.append(self._end_blocks())
        return b"".join(events)

    def _start(self, chunk: dict[str, Any]) -> bytes:
        self._started = True
        self.provider_request_id = self.provider_request_id or text_of(chunk.get("id"))
        message: dict[str, Any] = {
            "id": chunk.get("id"),
            "type": "message",
            "role": "assistant",
            "model": chunk.get("model"),
            "content": [],
            "stop_reason": None,
            "stop_sequence": None,
            "usage": {"input_tokens": 0, "output_tokens": 0},
        }
        return _event("message_start", {"message": message})

    def _text(self, text: str, kind: str) -> bytes:
        opening = b""
        if self._text_block is None or self._text_kind != kind:
            opening = self._end_text()
            block = {"type": "text", "text": ""} if kind == "text" else _THINKING
            self._text_block, start = self._open(block)
            self._text_kind, opening = kind, opening + start
        delta = {"type": f"{kind}_delta", kind: text}
        return opening + _event("content_block_delta", {"index": self._text_block, "delta": delta})

    def _call(self, call: Any) -> bytes:
        opening, index = b"", index_of(call)
        if index not in self._tool_blocks:
            opening = self._end_text()
            name = member(call, "function", "name")
            block = {"type": "tool_use", "id": member(call, "id"), "name": name, "input": {}}
            self._tool_blocks[index], start = self._open(block)
            opening += start
        fragment = text_of(member(call, "function", "arguments"))
        if not fragment:
            return opening
        delta = {"type": "input_json_delta", "partial_json": fragment}
        position = self._tool_blocks[index]
        return opening + _event("content_block_delta", {"index": position, "delta": delta})

    def _open(self, block: dict[str, Any]) -> tuple[int, bytes]:
        index, self._blocks = self._blocks, self._blocks + 1
        return index, _event("content_block_start", {"index": index, "content_block": block})

    def _end_text(self) -> bytes:
        index, self._text_block = self._text_block, None
        return b"" if index is None else _event("content_block_stop", {"index": index})

    def _end_blocks(self) -> bytes:
        stops = [_event("content_block_stop", {"index": i}) for i in self._tool_blocks.values()]
        self._tool_blocks.clear()
        return self._end_text() + b"".join(stops)


def _event(name: str, members: dict[str, Any]) -> bytes:
    data = encode({"type": name, **members})
    return b"event: " + name.encode() + b"\ndata: " + data + b"\n\n"


def _said(said: Any) -> tuple[str, str]:
    """Reasoning and text of a message or a delta; the first has two names, or is a part."""
    inside, text = content_of(said)
    named = text_of(member(said, "reasoning_content")) or text_of(member(said, "reasoning"))
    return named or inside, text


def _tool_uses(calls: list[Any], *, cut: bool) -> list[dict[str, Any]]:
    try:
        return [_tool_use(call) for call in calls]
    except ProviderFailed:
        if not cut:
            raise
        return [_tool_use(call) for call in calls[:-1]]


def _tool_use(call: Any) -> dict[str, Any]:
    text = text_of(member(call, "function", "arguments"))
    try:
        arguments = msgspec.json.decode(text.encode() or b"{}")
    except (msgspec.MsgspecError, RecursionError):
        arguments = None
    if not isinstance(arguments, dict):
        raise ProviderFailed("the model wrote tool arguments that are not a JSON object")
    return {
        "type": "tool_use",
        "id": member(call, "id"),
        "name": member(call, "function", "name"),
        "input": arguments,
    }
