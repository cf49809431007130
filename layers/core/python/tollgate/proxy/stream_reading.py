"""What a guard needs to know of a dialect's streams: where the texts are, and how to end one."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from enum import Enum
from typing import Any, Final, NamedTuple, Protocol

import msgspec

from tollgate.providers.translation import items_of, member
from tollgate.providers.wire import MAX_DEPTH
from tollgate.proxy.texts import is_format

EventPath = tuple[str | int, ...]
ChannelKey = tuple[Hashable, ...]

FLOWING_NAMES: Final = frozenset(
    {"content", "text", "refusal", "reasoning", "reasoning_content", "thinking", "transcript"}
)
"""Members whose pieces make one text that is read while it comes."""


class Kind(Enum):
    """How a text comes: in pieces that are read at once, in pieces of a whole, or whole."""

    FLOWING = "flowing"
    GATHERED = "gathered"
    SEALED = "sealed"


class Spoken(NamedTuple):
    """A piece of text at `path` of an event. Pieces of one channel make one text."""

    path: EventPath
    text: str
    channel: ChannelKey
    kind: Kind


class TooDeep(Exception):
    """An event that is nested beyond reason."""


class Reader(Protocol):
    """One stream of a dialect, event by event, on its way to a client."""

    def read(self, event: dict[str, Any]) -> list[Spoken]:
        """The texts of an event. Notes what it tells for the ending. Raises `TooDeep`."""
        ...

    def note_usage(self, event: dict[str, Any]) -> None:
        """Notes the usage that an event reports, of which the client gets nothing else."""
        ...

    def ended(self, event: dict[str, Any]) -> Collection[Hashable] | None:
        """The first parts of the channels that end with an event; None means all of them."""
        ...

    def sent(self, event: dict[str, Any]) -> None:
        """Notes that the client gets an event."""
        ...

    def encoded(self, event: dict[str, Any]) -> bytes:
        """An event that was changed, on the wire."""
        ...

    def cut(self, message: str) -> bytes:
        """Ends what the client has begun to read, because of a policy that says `message`."""
        ...

    def ending(self) -> bytes:
        """The end of a stream that was cut, with the usage reported by then."""
        ...


def strings(
    value: Any, path: EventPath = (), names: ChannelKey = ()
) -> list[tuple[EventPath, ChannelKey, str]]:
    """Every text in part of an event, with its path and its place in what the events build up.

    The two differ where a list's items say their own index. Raises `TooDeep`.
    """
    found: list[tuple[EventPath, ChannelKey, str]] = []
    _add_strings(value, path, names, found)
    return found


def _add_strings(
    value: Any,
    path: EventPath,
    names: ChannelKey,
    found: list[tuple[EventPath, ChannelKey, str]],
) -> None:
    if isinstance(value, str):
        if value:
            found.append((path, names, value))
    elif len(path) > MAX_DEPTH:
        raise TooDeep
    elif isinstance(value, list):
        for position, item in enumerate(value):
            index = member(item, "index")
            place = index if isinstance(index, int) else position
            _add_strings(item, (*path, position), (*names, place), found)
    elif isinstance(value, dict):
        for name, inner in value.items():
            if isinstance(inner, str | dict | list) and not is_format(value, name, inner):
                _add_strings(inner, (*path, name), (*names, name), found)


def with_texts(event: dict[str, Any], changed: Mapping[EventPath, str]) -> dict[str, Any]:
    """`event` with other texts at some paths, and without what else would tell the old ones."""
    for path, text in changed.items():
        holder: Any = event
        for step in path[:-1]:
            if isinstance(holder, dict) and holder.get("logprobs"):
                holder["logprobs"] = None
            holder = holder[step]
        is_text = isinstance(holder[path[-1]], str)
        holder[path[-1]] = text if is_text else msgspec.json.decode(text)
    return event


def tells_tokens(event: dict[str, Any]) -> bool:
    """Whether a chunk tells the tokens of its text one by one."""
    return any(member(choice, "logprobs") for choice in items_of(event.get("choices")))


def without_tokens(event: dict[str, Any]) -> dict[str, Any]:
    """The chunk without them: they would tell a text that is held back or redacted."""
    choices = [
        {**choice, "logprobs": None} if isinstance(choice, dict) else choice
        for choice in items_of(event.get("choices"))
    ]
    return {**event, "choices": choices}
