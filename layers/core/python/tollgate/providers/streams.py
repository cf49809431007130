"""Streams: bytes on to the client as they arrive, usage and ending read on the way.

Within one dialect the provider's bytes pass untouched, and JSON is decoded only in the few events
that carry a marker. Every stream holds its terminal marker back until `finish`, so that a call is
settled before its client sees the end.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, Final

import msgspec

from tollgate.errors import ProviderFailed
from tollgate.providers.errors_wire import error_body
from tollgate.providers.models import Dialect
from tollgate.providers.sse import EventBuffer, data_lines, data_of, split_events
from tollgate.providers.translation import index_of, items_of, member, text_of
from tollgate.providers.usage import usage_from_anthropic, usage_from_openai
from tollgate.providers.wire import encode_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tollgate.providers.models import Usage

DONE: Final = b"data: [DONE]\n\n"
UNREADABLE: Final = "the provider sent an event that cannot be read"
_DECODER = msgspec.json.Decoder()
_USAGE = re.compile(rb'"usage"\s*:\s*\{')
_FINISH_REASON = re.compile(rb'"finish_reason"\s*:\s*"')


class StreamTranslator(ABC):
    """One stream of a provider on its way to a client.

    `usage` is the provider's final report and None until then; `input_usage` is what it announced
    at the start. `service_tier` is OpenAI's name of the tier that serves the call, where it says.
    `finish_reason` is in the provider's words. `complete` is true once the terminal marker was
    seen; `error` is the message of an error event inside the stream, `reported` whether that is the
    provider's own.
    """

    dialect: Dialect

    def __init__(self) -> None:
        self.usage: Usage | None = None
        self.input_usage: Usage | None = None
        self.service_tier: str | None = None
        self.finish_reason: str | None = None
        self.provider_request_id: str | None = None
        self.complete = False
        self.error: str | None = None
        self.reported = False
        self._events = EventBuffer()
        self._read: list[bytes] = []
        self._overflown = False

    @property
    @abstractmethod
    def output_text(self) -> str:
        """All that the model wrote so far, tool arguments and visible reasoning included."""

    @abstractmethod
    def _translate(self, block: bytes) -> bytes:
        """What the client gets for a block of whole events."""

    @abstractmethod
    def _terminal(self) -> bytes:
        """What the client gets at the end of a complete stream."""

    def feed(self, chunk: bytes) -> bytes:
        """What to send on now; nothing after the terminal marker or an event without end."""
        if self.complete or self._overflown:
            return b""
        try:
            block = self._events.feed(chunk)
        except ProviderFailed as error:
            self._overflown = True
            return self.abort(error.message)
        if not block:
            return b""
        self._read.append(block)
        return self._translate(block)

    def finish(self) -> bytes:
        """What to send when the provider's stream has ended: the terminal marker, or an error.

        A stream that breaks off without a word would look complete to most clients.
        """
        # A last event may lack its blank line; half an event is no event.
        last = self._events.take_rest()
        data = data_of(last) or b""
        tail = self.feed(last + b"\n\n") if data == b"[DONE]" or decode(data) else b""
        if self.complete:
            return tail + self._terminal()
        if self.error is not None:
            return tail
        return tail + self.abort("the provider's stream ended early")

    def abort(self, message: str) -> bytes:
        """An error event in the client's dialect, for a stream that cannot go on."""
        if self.error is None:
            self.error = message
        body = error_body(self.dialect, 502, message, code="provider_error")
        prefix = b"data: " if self.dialect is Dialect.OPENAI else b"event: error\ndata: "
        return prefix + body + b"\n\n"


class OpenAiStream(StreamTranslator):
    """An OpenAI-dialect stream for a client of that dialect.

    Without `wants_usage` the chunk that only holds the usage, which the gateway asked for, is left
    out.
    """

    dialect = Dialect.OPENAI

    def __init__(self, *, wants_usage: bool) -> None:
        super().__init__()
        self._wants_usage = wants_usage
        self._started = False
        self._held = b""

    @property
    def output_text(self) -> str:
        return openai_text(objects(self._read))

    def _translate(self, block: bytes) -> bytes:
        if self._started and not _has_openai_marker(block):
            return block
        return b"".join([self._inspect(event) for event in split_events(block)])

    def _terminal(self) -> bytes:
        return self._held

    def _inspect(self, event: bytes) -> bytes:
        if self.complete:
            return b""
        data = data_of(event)
        if data is None:
            return event
        if data == b"[DONE]":
            self.complete = True
            self._held = event
            return b""
        chunk = decode(data)
        if not self._started:
            self._started = True
            self.provider_request_id = self.provider_request_id or text_of(chunk.get("id"))
        self.service_tier = text_of(chunk.get("service_tier")) or self.service_tier
        if chunk.get("error"):
            self.error = text_of(member(chunk, "error", "message")) or "the provider failed"
            self.reported = True
        reason = text_of(member(chunk, "choices", 0, "finish_reason"))
        self.finish_reason = reason or self.finish_reason
        report = chunk.get("usage")
        if report is None:
            return event
        self.usage = usage_from_openai(report) or self.usage
        return event if self._wants_usage or chunk.get("choices") else b""


class AnthropicStream(StreamTranslator):
    """An Anthropic-dialect stream for a client of that dialect."""

    dialect = Dialect.ANTHROPIC

    def __init__(self) -> None:
        super().__init__()
        self._reports = AnthropicReports()
        self._held = b""

    @property
    def output_text(self) -> str:
        return anthropic_text(objects(self._read))

    def _translate(self, block: bytes) -> bytes:
        if b"message_" not in block and b'"error"' not in block:
            return block
        return b"".join([self._inspect(event) for event in split_events(block)])

    def _terminal(self) -> bytes:
        return self._held

    def _inspect(self, event: bytes) -> bytes:
        if self.complete:
            return b""
        data = data_of(event)
        if data is None:
            return event
        content = decode(data)
        kind = content.get("type")
        if kind == "message_stop":
            self.complete = True
            self._held = event
            return b""
        if kind == "error":
            self.error = text_of(member(content, "error", "message")) or "the provider failed"
            self.reported = True
        elif kind == "message_start":
            self.provider_request_id = self.provider_request_id or text_of(
                member(content, "message", "id")
            )
            self.input_usage = self._reports.started(content)
        elif kind == "message_delta":
            reason = text_of(member(content, "delta", "stop_reason"))
            self.finish_reason = reason or self.finish_reason
            self.usage = self._reports.ended(content) or self.usage
        return event


class AnthropicReports:
    """Merges the usage of `message_start` with that of `message_delta`.

    Counts are cumulative, so the larger of two reports of one count is the later one; which of the
    two events names a count differs between models and hosts.
    """

    def __init__(self) -> None:
        self._merged: dict[str, Any] = {}

    def started(self, event: dict[str, Any]) -> Usage | None:
        self._merge(member(event, "message", "usage"))
        return usage_from_anthropic(self._merged)

    def ended(self, event: dict[str, Any]) -> Usage | None:
        """None when the event reports nothing: what the start announced is not a final count."""
        report = event.get("usage")
        if not isinstance(report, dict):
            return None
        self._merge(report)
        return usage_from_anthropic(self._merged)

    def _merge(self, report: Any) -> None:
        if not isinstance(report, dict):
            return
        for name, value in report.items():
            known = self._merged.get(name)
            if type(value) is int and type(known) is int:
                self._merged[name] = max(known, value)
            elif value is not None:
                self._merged[name] = value


def _has_openai_marker(block: bytes) -> bool:
    # Plain searches first: with usage asked for, every chunk has a null usage.
    return (
        _FINISH_REASON.search(block) is not None
        or b"[DONE]" in block
        or b'"error"' in block
        or (b'"usage"' in block and _USAGE.search(block) is not None)
    )


def decode(data: bytes) -> dict[str, Any]:
    """The object of one event; empty where the event is not one (the bytes still pass)."""
    try:
        value = _DECODER.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def openai_text(chunks: Iterable[dict[str, Any]], part: str = "delta") -> str:
    """What chat completion chunks add up to, choice by choice; `part` is `message` for answers."""
    pieces: dict[tuple[Any, ...], list[str]] = {}
    for chunk in chunks:
        for choice in items_of(chunk.get("choices")):
            delta = member(choice, part)
            for key, text in _openai_pieces(delta):
                pieces.setdefault((index_of(choice), *key), []).append(text)
    return "".join(text for texts in pieces.values() for text in texts)


def content_of(said: Any) -> tuple[str, str]:
    """Thinking and text of a message's or a delta's content, where a server tells it in parts."""
    content = member(said, "content")
    if not isinstance(content, list):
        return "", text_of(content)
    thought = [
        text_of(member(part, "text"))
        for whole in content
        for part in items_of(member(whole, "thinking"))
    ]
    return "".join(thought), "".join([text_of(member(part, "text")) for part in content])


def _openai_pieces(delta: Any) -> Iterable[tuple[tuple[Any, ...], str]]:
    for name in ("reasoning_content", "reasoning", "refusal"):
        if text := text_of(member(delta, name)):
            yield (name,), text
    for name, text in zip(("thinking", "content"), content_of(delta), strict=True):
        if text:
            yield (name,), text
    for call in items_of(member(delta, "tool_calls")):
        for path in (("function", "name"), ("function", "arguments"), ("custom", "input")):
            if text := text_of(member(call, *path)):
                yield ("tool_calls", index_of(call)), text


def anthropic_text(events: Iterable[dict[str, Any]]) -> str:
    """What the content blocks of a message's events add up to."""
    pieces: list[str] = []
    for event in events:
        kind = event.get("type")
        if kind == "content_block_start":
            block = event.get("content_block")
            pieces += [text_of(member(block, name)) for name in ("text", "thinking", "name")]
            if given := member(block, "input"):
                pieces.append(encode_text(given))
        elif kind == "content_block_delta":
            delta = event.get("delta")
            pieces += [
                text_of(member(delta, name)) for name in ("text", "thinking", "partial_json")
            ]
    return "".join(pieces)


def objects(blocks: list[bytes]) -> Iterable[dict[str, Any]]:
    """The objects of all events in `blocks`."""
    for block in blocks:
        for data in data_lines(block):
            yield decode(data)
