"""Time is epoch milliseconds inside and RFC 3339 with `Z` outside."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from functools import cache
from typing import Final

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
YEAR_10000_MS: Final = 253_402_300_800_000
"""The first moment that no `datetime` holds."""

Clock = Callable[[], int]
"""Returns the current time in epoch milliseconds."""


def now_ms() -> int:
    """Epoch milliseconds of the system clock."""
    return time.time_ns() // 1_000_000


@cache
def zone(name: str) -> tzinfo:
    """The time zone of an IANA name. Raises `ZoneInfoNotFoundError` where there is none."""
    if name == "UTC":
        return UTC
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - most organizations never need its import

    return ZoneInfo(name)


def to_rfc3339(moment_ms: int) -> str:
    """Epoch milliseconds as `2026-11-21T09:30:00.250Z`."""
    moment = datetime.fromtimestamp(moment_ms / 1000, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def from_rfc3339(text: str) -> int:
    """RFC 3339 text as epoch milliseconds. Raises `ValueError` on text without an offset."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"a time needs an offset, such as Z: {text!r}")
    return round(moment.timestamp() * 1000)
