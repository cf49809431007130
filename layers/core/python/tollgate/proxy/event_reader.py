"""The stream of an Anthropic-dialect answer, as a guard reads and ends it."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from typing import Any, Final

from tollgate.providers.translation import index_of, member, text_of
from tollgate.providers.wire import encode, encode_text
from tollgate.proxy.stream_reading import ChannelKey, Kind, Spoken, strings

_TEXT: Final = ("text",)
_OWN_TEXTS: Final = (_TEXT, ("thinking",))
_WHOLE: Final = frozenset({"message_start", "message_delta", "error"})
_CLOSING: Final = frozenset({"message_delta", "message_stop", "error"})
_START: Final[dict[str, Any]] = {
    "type": "message_start",
    "message": {
        "id": "msg_withheld",
        "type": "message",
        "role": "assistant",
        "model": "",
        "content": [],
        "stop_reason": None,
        "stop_sequence": None,
        "usage": {"input_tokens": 0, "output_tokens": 0},
    },
}


class EventReader:
    """A `tollgate.proxy.stream_reading.Reader` of a message's events.

    Text blocks that follow each other are one text, since whoever puts an answer together joins
    them; as parts of one content they are in a whole answer too.
    """

    def __init__(self) -> None:
        self._unstopped: set[int] = set()
        self._runs: dict[int, ChannelKey] = {}
        self._run: ChannelKey | None = None
        self._run_over: ChannelKey | None = None
        self._usage: dict[str, Any] = {"output_tokens": 0}
        self._started = False
        self._open: dict[int, None] = {}
        self._stopped = False
        self._refusal = ""

    def read(self, event: dict[str, Any]) -> list[Spoken]:
        kind = text_of(event.get("type"))
        self.note_usage(event)
        if kind == "content_block_delta":
            found = strings(event.get("delta"), ("delta",))
            return [
                Spoken(path, text, self._channel(index_of(event), names), _delta_kind(names))
                for path, names, text in found
            ]
        if kind == "content_block_start":
            return self._block(event)
        if kind == "content_block_stop":
            self._unstopped.discard(index_of(event))
        how = Kind.SEALED if kind in _WHOLE else Kind.GATHERED
        return [
            Spoken(path, text, (kind, *names), how)
            for path, names, text in strings(event)
            if path != ("type",)
        ]

    def _block(self, event: dict[str, Any]) -> list[Spoken]:
        """The texts that a block begins with; its own text goes on in its deltas."""
        index, block = index_of(event), event.get("content_block")
        self._begin(index, is_text=member(block, "type") == "text")
        spoken = [
            Spoken(path, text, self._channel(index, names), _start_kind(names))
            for path, names, text in strings(block, ("content_block",))
            if names[:1] != ("input",)
        ]
        # A tool's input is seen with its names and numbers, not text by text.
        given = member(block, "input")
        if given:
            path = ("content_block", "input")
            spoken.append(Spoken(path, encode_text(given), (index, "input"), Kind.SEALED))
        return spoken

    def _begin(self, index: int, *, is_text: bool) -> None:
        """Joins a text block to the one before it, unless that is still being written."""
        follows = is_text and self._run is not None and not self._unstopped
        self._run_over = None if follows or self._unstopped else self._run
        if not follows:
            self._run = (("text", index),) if is_text else None
        self._unstopped.add(index)
        if self._run is not None:
            self._runs[index] = self._run

    def _channel(self, index: int, names: ChannelKey) -> ChannelKey:
        if names == _TEXT:
            return self._runs.get(index, (index, *names))
        return (index, *names)

    def note_usage(self, event: dict[str, Any]) -> None:
        if event.get("type") == "message_delta" and isinstance(event.get("usage"), dict):
            self._usage = event["usage"]

    def ended(self, event: dict[str, Any]) -> Collection[Hashable] | None:
        kind = text_of(event.get("type"))
        if kind == "content_block_stop":
            return (index_of(event),)
        if kind == "content_block_start":
            return () if self._run_over is None else self._run_over[:1]
        return None if kind in _CLOSING else ()

    def sent(self, event: dict[str, Any]) -> None:
        kind = text_of(event.get("type"))
        if kind == "message_start":
            self._started = True
        elif kind == "content_block_start":
            self._open[index_of(event)] = None
        elif kind == "content_block_stop":
            self._open.pop(index_of(event), None)
        elif kind == "message_delta":
            self._stopped = True

    def encoded(self, event: dict[str, Any]) -> bytes:
        name = text_of(event.get("type")).encode()
        return b"event: " + name + b"\ndata: " + encode(event) + b"\n\n"

    def cut(self, message: str) -> bytes:
        self._refusal = message
        events: list[dict[str, Any]] = [] if self._started else [_START]
        events += [{"type": "content_block_stop", "index": index} for index in self._open]
        return b"".join([self.encoded(event) for event in events])

    def ending(self) -> bytes:
        stop = self.encoded({"type": "message_stop"})
        if self._stopped:
            return stop
        last = {"type": "message_delta", "delta": refusal(self._refusal), "usage": self._usage}
        return self.encoded(last) + stop


def refusal(why: str) -> dict[str, Any]:
    """How a message says that it was stopped, and why."""
    details = {"type": "refusal", "category": None, "explanation": why}
    return {"stop_reason": "refusal", "stop_sequence": None, "stop_details": details}


def _start_kind(names: ChannelKey) -> Kind:
    return Kind.FLOWING if names in _OWN_TEXTS else Kind.SEALED


def _delta_kind(names: ChannelKey) -> Kind:
    return Kind.FLOWING if names in _OWN_TEXTS else Kind.GATHERED
