"""Server-sent events, cut anywhere by the network.

Source of the format: the HTML standard, section 9.2. A stream whose lines end in a lone carriage
return is not understood; no provider sends one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tollgate.errors import ProviderFailed

if TYPE_CHECKING:
    from collections.abc import Iterator

_EVENT_LIMIT: Final = 16 * 1024 * 1024
_BLANK_LINE = re.compile(rb"\n\r?\n")


class EventBuffer:
    """Holds back what is not yet a whole event."""

    def __init__(self) -> None:
        self._rest = bytearray()

    def feed(self, chunk: bytes) -> bytes:
        """The whole events that are complete now, in their very bytes.

        Raises `ProviderFailed` on an event of more than 16 MiB.
        """
        rest = self._rest
        if not rest and chunk.endswith(b"\n\n"):
            return chunk
        start = max(0, len(rest) - 2)
        rest += chunk
        end = _last_boundary(rest, start)
        whole = bytes(rest[:end])
        del rest[:end]
        if len(rest) > _EVENT_LIMIT:
            rest.clear()
            raise ProviderFailed("an event of the provider's stream is too long")
        return whole

    def take_rest(self) -> bytes:
        """What is no whole event; nothing is held back afterwards."""
        rest = bytes(self._rest)
        self._rest.clear()
        return rest


def _last_boundary(data: bytearray, start: int) -> int:
    plain, windows = data.rfind(b"\n\n", start), data.rfind(b"\n\r\n", start)
    return max(plain + 2 if plain >= 0 else 0, windows + 3 if windows >= 0 else 0)


def split_events(block: bytes) -> list[bytes]:
    """The events of a block that `EventBuffer` let go, each with its blank line."""
    events: list[bytes] = []
    start = 0
    for match in _BLANK_LINE.finditer(block):
        events.append(block[start : match.end()])
        start = match.end()
    if start < len(block):
        events.append(block[start:])
    return events


def data_of(event: bytes) -> bytes | None:
    """The data of one event, its lines joined; None for a comment or an empty event."""
    if event.startswith(b"data: ") and event.find(b"\n") >= len(event) - 2:
        return event[6:].strip(b"\r\n")
    lines = [_value(line) for line in event.splitlines() if line.startswith(b"data")]
    values = [value for value in lines if value is not None]
    return b"\n".join(values) if values else None


def data_lines(block: bytes) -> Iterator[bytes]:
    """The data of each event of a block."""
    for event in split_events(block):
        data = data_of(event)
        if data:
            yield data


def _value(line: bytes) -> bytes | None:
    name, _, value = line.partition(b":")
    return value.removeprefix(b" ") if name == b"data" else None
