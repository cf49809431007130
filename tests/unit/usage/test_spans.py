"""Days, hours and the hours that hourly sums cannot answer for."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tollgate.errors import BadRequest
from tollgate.kit.clock import from_rfc3339
from tollgate.usage.models import GroupBy, SummaryQuery
from tollgate.usage.spans import DAY_MS, HOUR_MS, divide, names, partial_hours, zone


def _query(start: str, end: str, group_by: GroupBy, time_zone: str = "UTC") -> SummaryQuery:
    return SummaryQuery("org_x", from_rfc3339(start), from_rfc3339(end), group_by, time_zone)


def test_whole_hours_need_no_facts() -> None:
    query = _query("2026-03-01T00:00:00Z", "2026-03-03T00:00:00Z", GroupBy.DAY)
    assert partial_hours(query) == []


def test_the_hours_at_ragged_ends_are_partial() -> None:
    query = _query("2026-03-01T10:20:00Z", "2026-03-01T14:40:00Z", GroupBy.MODEL)
    ragged = [from_rfc3339("2026-03-01T10:00:00Z"), from_rfc3339("2026-03-01T14:00:00Z")]
    assert partial_hours(query) == ragged


def test_midnight_within_an_hour_makes_that_hour_partial_for_days_only() -> None:
    span = ("2026-03-01T00:00:00Z", "2026-03-03T00:00:00Z")
    by_day = partial_hours(_query(*span, GroupBy.DAY, "Asia/Kolkata"))
    assert by_day == [
        from_rfc3339("2026-03-01T18:00:00Z"),
        from_rfc3339("2026-03-02T18:00:00Z"),
    ]
    assert partial_hours(_query(*span, GroupBy.MODEL, "Asia/Kolkata")) == []


def test_a_day_of_25_hours_is_one_day() -> None:
    query = _query("2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z", GroupBy.DAY, "Europe/Berlin")
    assert names(query) == ["2026-10-25"]
    assert (query.end_ms - query.start_ms) // HOUR_MS == 25


def test_hours_are_named_by_their_beginning() -> None:
    query = _query("2026-03-01T10:20:00Z", "2026-03-01T12:00:00Z", GroupBy.HOUR)
    assert names(query) == ["2026-03-01T10:00:00.000Z", "2026-03-01T11:00:00.000Z"]


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../etc/passwd", "a\x00b"])
def test_an_unknown_zone_is_refused_by_name(name: str) -> None:
    with pytest.raises(BadRequest, match="time zone"):
        zone(name)


_START = from_rfc3339("2026-03-01T00:00:00Z")
_MOMENTS = st.integers(_START, _START + 6 * DAY_MS)
_HOURS = st.sets(st.integers(0, 6 * 24).map(lambda number: _START + number * HOUR_MS), max_size=9)
_DAYS = st.sets(st.integers(0, 6).map(lambda number: _START + number * DAY_MS), max_size=4)


@given(
    ends=st.tuples(_MOMENTS, _MOMENTS).filter(lambda ends: ends[0] != ends[1]),
    group_by=st.sampled_from(GroupBy),
    time_zone=st.sampled_from(["UTC", "Asia/Kolkata", "Europe/Berlin"]),
    dirty_hours=_HOURS,
    dirty_days=_DAYS,
)
def test_every_moment_is_counted_once_and_from_what_is_exact(
    ends: tuple[int, int],
    group_by: GroupBy,
    time_zone: str,
    dirty_hours: set[int],
    dirty_days: set[int],
) -> None:
    query = SummaryQuery("org_x", min(ends), max(ends), group_by, time_zone)
    sources = divide(query, dirty_hours, dirty_days)
    spans = sorted([*sources.days, *sources.hours, *sources.facts])
    assert spans[0][0] == query.start_ms
    assert spans[-1][1] == query.end_ms
    assert all(before[1] == after[0] for before, after in pairwise(spans))
    for start, end in (*sources.hours, *sources.days):
        assert start % HOUR_MS == end % HOUR_MS == 0
        assert not any(start <= hour < end for hour in dirty_hours)
    for start, end in sources.days:
        assert start % DAY_MS == end % DAY_MS == 0
        assert not any(start <= day < end for day in dirty_days)
        assert group_by is not GroupBy.HOUR
        assert group_by is not GroupBy.DAY or time_zone == "UTC"
