"""The answer of an Anthropic provider for a client of the OpenAI dialect, whole or streamed.

Sources: OpenAI's reference of chat completions and their chunks, Anthropic's of messages and their
streaming events. Thinking is told in two fields that clients of compatible gateways know:
`reasoning_content` as text, `thinking_blocks` as the signed blocks that a later turn brings back.
"""

from __future__ import annotations

from typing import Any, Final

from tollgate.kit.clock import now_ms
from tollgate.providers.models import Dialect, Usage
from tollgate.providers.openai_to_anthropic import THINKING
from tollgate.providers.sse import data_lines
from tollgate.providers.streams import (
    DONE,
    UNREADABLE,
    AnthropicReports,
    StreamTranslator,
    anthropic_text,
    decode,
    objects,
)
from tollgate.providers.translation import index_of, items_of, member, text_of
from tollgate.providers.usage import usage_to_openai
from tollgate.providers.wire import encode, encode_text

_FINISH_REASONS: Final = {
    "end_turn": "stop",
    "stop_sequence": "stop",
    "pause_turn": "stop",
    "max_tokens": "length",
    "model_context_window_exceeded": "length",
    "tool_use": "tool_calls",
    "refusal": "content_filter",
}


def answer(content: dict[str, Any], usage: Usage) -> dict[str, Any]:
    """The chat completion for a message."""
    blocks = [block for block in items_of(content.get("content")) if isinstance(block, dict)]
    texts = [text_of(b.get("text")) for b in blocks if b.get("type") == "text"]
    thoughts = [text_of(b.get("thinking")) for b in blocks if b.get("type") == "thinking"]
    calls = [_tool_call(block) for block in blocks if block.get("type") == "tool_use"]
    message: dict[str, Any] = {
        "role": "assistant",
        "content": "".join(texts) if texts or not calls else None,
        "refusal": None,
    }
    if calls:
        message["tool_calls"] = calls
    if thoughts:
        message["reasoning_content"] = "".join(thoughts)
    if thinking := [block for block in blocks if block.get("type") in THINKING]:
        message["thinking_blocks"] = thinking
    choice = {
        "index": 0,
        "message": message,
        "logprobs": None,
        "finish_reason": finish_reason(content.get("stop_reason")),
    }
    return {
        "id": content.get("id"),
        "object": "chat.completion",
        "created": now_ms() // 1000,
        "model": content.get("model"),
        "choices": [choice],
        "usage": usage_to_openai(usage),
    }


def finish_reason(stop_reason: Any) -> str:
    """OpenAI's name of an Anthropic stop reason; an unknown one is an ordinary stop."""
    return _FINISH_REASONS.get(stop_reason, "stop") if isinstance(stop_reason, str) else "stop"


class ChatStream(StreamTranslator):
    """An Anthropic stream as chat completion chunks."""

    dialect = Dialect.OPENAI

    def __init__(self, *, wants_usage: bool) -> None:
        super().__init__()
        self._wants_usage = wants_usage
        self._reports = AnthropicReports()
        self._head: dict[str, Any] = {}
        self._tools: dict[int, int] = {}
        self._thoughts: dict[int, dict[str, Any]] = {}

    @property
    def output_text(self) -> str:
        return anthropic_text(objects(self._read))

    def _translate(self, block: bytes) -> bytes:
        return b"".join([self._event(decode(data)) for data in data_lines(block)])

    def _terminal(self) -> bytes:
        if not self._wants_usage or self.usage is None:
            return DONE
        return self._data({"choices": [], "usage": usage_to_openai(self.usage)}) + DONE

    def _event(self, event: dict[str, Any]) -> bytes:
        if self.complete or self.error is not None:
            return b""
        match event.get("type"):
            case "message_start":
                return self._start(event)
            case "content_block_start" | "content_block_delta" | "content_block_stop" as kind:
                return self._block(kind, event)
            case "message_delta":
                return self._message_delta(event)
            case "message_stop":
                self.complete = True
            case "error":
                self.reported = True
                return self.abort(text_of(member(event, "error", "message")) or UNREADABLE)
            case None:
                return self.abort(UNREADABLE)
        return b""

    def _start(self, event: dict[str, Any]) -> bytes:
        message = member(event, "message")
        self.input_usage = self._reports.started(event)
        self.provider_request_id = self.provider_request_id or text_of(member(message, "id"))
        self._head = {
            "id": member(message, "id"),
            "object": "chat.completion.chunk",
            "created": now_ms() // 1000,
            "model": member(message, "model"),
        }
        return self._delta({"role": "assistant", "content": "", "refusal": None})

    def _block(self, kind: str, event: dict[str, Any]) -> bytes:
        if kind == "content_block_start":
            return self._block_start(event)
        return (
            self._block_delta(event) if kind == "content_block_delta" else self._block_stop(event)
        )

    def _block_start(self, event: dict[str, Any]) -> bytes:
        block = event.get("content_block")
        if member(block, "type") == "tool_use":
            position = self._tools[index_of(event)] = len(self._tools)
            call = _tool_call(block)
            if not member(block, "input"):
                call["function"]["arguments"] = ""
            return self._delta({"tool_calls": [{"index": position, **call}]})
        if isinstance(block, dict) and block.get("type") in THINKING:
            self._thoughts[index_of(event)] = dict(block)
            return self._text("reasoning_content", block.get("thinking"))
        return self._text("content", member(block, "text"))

    def _block_stop(self, event: dict[str, Any]) -> bytes:
        thought = self._thoughts.pop(index_of(event), None)
        return b"" if thought is None else self._delta({"thinking_blocks": [thought]})

    def _block_delta(self, event: dict[str, Any]) -> bytes:
        delta = event.get("delta")
        kind = member(delta, "type")
        if kind == "text_delta":
            return self._text("content", member(delta, "text"))
        if kind == "thinking_delta":
            self._add_thought(event, "thinking")
            return self._text("reasoning_content", member(delta, "thinking"))
        if kind == "signature_delta":
            self._add_thought(event, "signature")
            return b""
        fragment = text_of(member(delta, "partial_json"))
        position = self._tools.get(index_of(event))
        if position is None or not fragment:
            return b""
        call = {"index": position, "function": {"arguments": fragment}}
        return self._delta({"tool_calls": [call]})

    def _add_thought(self, event: dict[str, Any], name: str) -> None:
        thought = self._thoughts.get(index_of(event), {})
        thought[name] = text_of(thought.get(name)) + text_of(member(event, "delta", name))

    def _message_delta(self, event: dict[str, Any]) -> bytes:
        self.usage = self._reports.ended(event) or self.usage
        reason = text_of(member(event, "delta", "stop_reason"))
        if not reason:
            return b""
        self.finish_reason = reason
        return self._delta({}, finish_reason(reason))

    def _text(self, name: str, text: Any) -> bytes:
        return self._delta({name: text}) if text_of(text) else b""

    def _delta(self, delta: dict[str, Any], reason: str | None = None) -> bytes:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": reason}
        chunk: dict[str, Any] = {"choices": [choice]}
        if self._wants_usage:
            chunk["usage"] = None
        return self._data(chunk)

    def _data(self, chunk: dict[str, Any]) -> bytes:
        return b"data: " + encode({**self._head, **chunk}) + b"\n\n"


def _tool_call(block: Any) -> dict[str, Any]:
    arguments = encode_text(member(block, "input") or {})
    function = {"name": member(block, "name"), "arguments": arguments}
    return {"id": member(block, "id"), "type": "function", "function": function}
