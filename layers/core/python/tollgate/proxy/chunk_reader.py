"""The stream of an OpenAI-dialect answer, as a guard reads and ends it."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from typing import Any, Final

from tollgate.providers.streams import DONE
from tollgate.providers.translation import index_of, items_of, member
from tollgate.providers.wire import encode
from tollgate.proxy.stream_reading import FLOWING_NAMES, EventPath, Kind, Spoken, strings

_HEAD: Final = ("id", "object", "created", "model", "system_fingerprint")
_FORMAT: Final = frozenset({*_HEAD, "choices", "usage", "service_tier", "obfuscation"})


class ChunkReader:
    """A `tollgate.proxy.stream_reading.Reader` of chat completion chunks."""

    def __init__(self, *, wants_usage: bool) -> None:
        self._wants_usage = wants_usage
        self._head: dict[str, Any] = {}
        self._usage: Any = None
        self._begun: set[int] = set()
        self._finished: set[int] = set()

    def read(self, event: dict[str, Any]) -> list[Spoken]:
        if not self._head:
            self._head = {name: event[name] for name in _HEAD if name in event}
        self.note_usage(event)
        spoken: list[Spoken] = []
        for position, choice in enumerate(items_of(event.get("choices"))):
            number = index_of(choice)
            self._begun.add(number)
            spoken += [
                Spoken(path, text, (number, *names), _kind(path))
                for path, names, text in strings(choice, ("choices", position))
            ]
        for name, value in event.items():
            if name not in _FORMAT:
                found = strings(value, (name,))
                spoken += [Spoken(path, text, (), Kind.SEALED) for path, _, text in found]
        return spoken

    def note_usage(self, event: dict[str, Any]) -> None:
        self._usage = event.get("usage") or self._usage

    def ended(self, event: dict[str, Any]) -> Collection[Hashable]:
        return _finishing(event)

    def sent(self, event: dict[str, Any]) -> None:
        self._finished |= _finishing(event)

    def encoded(self, event: dict[str, Any]) -> bytes:
        return b"data: " + encode(event) + b"\n\n"

    def cut(self, message: str) -> bytes:
        left = sorted(self._begun - self._finished) or [0]
        choices = [
            {
                "index": number,
                "delta": {"refusal": message},
                "logprobs": None,
                "finish_reason": "content_filter",
            }
            for number in left
        ]
        return b"".join([self.encoded({**self._head, "choices": [choice]}) for choice in choices])

    def ending(self) -> bytes:
        if not self._wants_usage or self._usage is None:
            return DONE
        return self.encoded({**self._head, "choices": [], "usage": self._usage}) + DONE


def _kind(path: EventPath) -> Kind:
    name = path[-1]
    if name == "name" or "thinking_blocks" in path:
        return Kind.SEALED
    return Kind.FLOWING if name in FLOWING_NAMES else Kind.GATHERED


def _finishing(event: dict[str, Any]) -> set[int]:
    return {
        index_of(choice)
        for choice in items_of(event.get("choices"))
        if member(choice, "finish_reason")
    }
