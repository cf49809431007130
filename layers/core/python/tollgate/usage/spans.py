"""How a span of time is divided: into days and hours whose sums are at hand, and the rest.

Hours and days of sums are those of UTC. A day of the caller's time zone begins within an hour where
the zone's offset is not whole (India, Newfoundland): such an hour belongs to two days.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from tollgate.errors import BadRequest
from tollgate.kit.clock import to_rfc3339
from tollgate.usage.models import GroupBy, SummaryQuery

HOUR_MS: Final = 3_600_000
DAY_MS: Final = 24 * HOUR_MS

Span = tuple[int, int]
"""From a moment up to another, in epoch milliseconds; the second is left out."""


class Sources(NamedTuple):
    """Spans to be counted from daily sums, from hourly sums and from facts."""

    days: tuple[Span, ...]
    hours: tuple[Span, ...]
    facts: tuple[Span, ...]


def zone(name: str) -> tzinfo:
    """An IANA time zone. Raises `BadRequest` for a name that is none."""
    if name == "UTC":
        return UTC
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise BadRequest(f"not a time zone: {name!r}", param="time_zone") from error


def midnight_ms(day: date, in_zone: tzinfo) -> int:
    """The first moment of a day there."""
    return round(datetime.combine(day, time(), in_zone).timestamp() * 1000)


def days(query: SummaryQuery) -> Iterator[date]:
    """Every day that the query's span touches."""
    in_zone = zone(query.time_zone)
    day = datetime.fromtimestamp(query.start_ms / 1000, in_zone).date()
    while midnight_ms(day, in_zone) < query.end_ms:
        yield day
        day += timedelta(days=1)


def partial_hours(query: SummaryQuery) -> list[int]:
    """Hours that the span or one of its days covers only in part, as the moments they begin."""
    edges = [query.start_ms, query.end_ms]
    if query.group_by is GroupBy.DAY:
        in_zone = zone(query.time_zone)
        edges += [midnight_ms(day, in_zone) for day in days(query)]
    within = range(query.start_ms, query.end_ms + 1)
    partial = {edge // HOUR_MS * HOUR_MS for edge in edges if edge in within and edge % HOUR_MS}
    return sorted(partial)


def divide(query: SummaryQuery, dirty_hours: Iterable[int], dirty_days: Iterable[int]) -> Sources:
    """Where each moment of the query's span is counted: in exactly one of the three.

    A dirty or partial hour is counted from facts, a clean whole day from its sums when the query
    has no use for hours, and everything else by the hour. `dirty_*` are the moments they begin.
    """
    direct = sorted({*partial_hours(query), *dirty_hours})
    facts = [
        (max(hour, query.start_ms), min(hour + HOUR_MS, query.end_ms))
        for hour in direct
        if hour < query.end_ms and hour + HOUR_MS > query.start_ms
    ]
    days: list[Span] = []
    hours: list[Span] = []
    for gap in _gaps(facts, query.start_ms, query.end_ms):
        if _wants_days(query):
            _split_days(gap, dirty_days, days, hours)
        else:
            hours.append(gap)
    return Sources(joined(days), joined(hours), joined(facts))


def _wants_days(query: SummaryQuery) -> bool:
    by_utc_day = query.group_by is GroupBy.DAY and query.time_zone == "UTC"
    return by_utc_day or not query.group_by.is_time


def _gaps(spans: Sequence[Span], start: int, end: int) -> Iterator[Span]:
    for begin, finish in spans:
        if start < begin:
            yield start, begin
        start = finish
    if start < end:
        yield start, end


def _split_days(gap: Span, dirty_days: Iterable[int], days: list[Span], hours: list[Span]) -> None:
    first, last = -(-gap[0] // DAY_MS) * DAY_MS, gap[1] // DAY_MS * DAY_MS
    if first >= last:
        hours.append(gap)
        return
    dirty = [(day, day + DAY_MS) for day in sorted(dirty_days) if first <= day < last]
    days.extend(_gaps(dirty, first, last))
    hours.extend(span for span in ((gap[0], first), *dirty, (last, gap[1])) if span[0] < span[1])


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Neighbouring spans as one."""
    whole: list[Span] = []
    for start, end in sorted(spans):
        if whole and whole[-1][1] == start:
            whole[-1] = (whole[-1][0], end)
        else:
            whole.append((start, end))
    return tuple(whole)


def names(query: SummaryQuery) -> list[str]:
    """The names of every day or hour of the span in order, also of those without a fact."""
    if query.group_by is GroupBy.DAY:
        return [day.isoformat() for day in days(query)]
    first = query.start_ms // HOUR_MS * HOUR_MS
    return [to_rfc3339(hour) for hour in range(first, query.end_ms, HOUR_MS)]
