from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tollgate.ledger.models import (
    Budget,
    Period,
    Principal,
    RateLimit,
    RateRef,
    Scope,
)
from tollgate.ledger.rules import (
    GATE_SHARDS,
    account_refs,
    period_key,
    rate_refs,
    seconds_until,
    shard_of,
    window_of,
)


def at(text: str) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


@pytest.mark.parametrize(
    ("period", "moment", "zone", "key"),
    [
        (Period.DAILY, "2026-11-21T23:59:59.999", "UTC", "2026-11-21"),
        (Period.DAILY, "2026-11-21T23:59:59.999", "Asia/Tokyo", "2026-11-22"),
        (Period.DAILY, "2026-11-22T07:59:59", "America/Los_Angeles", "2026-11-21"),
        (Period.MONTHLY, "2026-11-30T23:30:00", "Europe/Berlin", "2026-12"),
        (Period.MONTHLY, "2026-11-30T22:59:59", "Europe/Berlin", "2026-11"),
        (Period.YEARLY, "2026-12-31T23:59:59", "UTC", "2026"),
        (Period.WEEKLY, "2026-12-31T12:00:00", "UTC", "2026-W53"),
        (Period.WEEKLY, "2027-01-03T23:59:59", "UTC", "2026-W53"),
        (Period.WEEKLY, "2027-01-04T00:00:00", "UTC", "2027-W01"),
        (Period.TOTAL, "2026-11-21T00:00:00", "UTC", "total"),
        # Clocks go back at 02:00 UTC-7: both passes of the hour lie in the same day.
        (Period.DAILY, "2026-11-01T08:30:00", "America/Los_Angeles", "2026-11-01"),
        (Period.DAILY, "2026-11-01T09:30:00", "America/Los_Angeles", "2026-11-01"),
    ],
)
def test_period_keys(period: Period, moment: str, zone: str, key: str) -> None:
    assert period_key(period, at(moment), zone) == key


@given(st.sampled_from(list(Period)), st.integers(0, 4 * 10**12), st.integers(0, 10**11))
def test_period_keys_never_go_back(period: Period, moment: int, later: int) -> None:
    assert period_key(period, moment, "UTC") <= period_key(period, moment + later, "UTC")


def principal(*scopes: Scope) -> Principal:
    return Principal("org_a", "key_a", None, None, (), scopes, 1, "UTC", "")


def test_every_budget_of_every_level_is_an_account() -> None:
    key = Scope("key_a", (Budget(10, Period.DAILY), Budget(100, Period.MONTHLY)))
    refs = account_refs(
        principal(key, Scope("usr_a"), Scope("org_a", (Budget(5, Period.TOTAL),))), 0
    )
    assert [(ref.scope_id, ref.period_key, ref.limit) for ref in refs] == [
        ("key_a", "1970-01-01", 10),
        ("key_a", "1970-01", 100),
        ("org_a", "total", 5),
    ]


def test_only_levels_with_a_limit_have_windows() -> None:
    limited = Scope("key_a", rate_limit=RateLimit(60, None))
    assert rate_refs(
        principal(limited, Scope("org_a"), Scope("x", rate_limit=RateLimit())), 180_001
    ) == (RateRef("key_a", "MINUTE#3", 240_000, 60, None),)


@pytest.mark.parametrize(
    ("period", "moment", "zone", "window", "ends"),
    [
        ("minute", "2026-11-21T23:59:59.999", "Asia/Tokyo", None, "2026-11-22T00:00:00"),
        ("hour", "2026-11-21T23:00:00", "Asia/Kolkata", None, "2026-11-22T00:00:00"),
        ("day", "2026-11-21T23:59:59", "UTC", "DAY#2026-11-21", "2026-11-22T00:00:00"),
        ("day", "2026-11-21T15:00:00", "Asia/Tokyo", "DAY#2026-11-22", "2026-11-22T15:00:00"),
        ("month", "2026-11-21T00:00:00", "UTC", "MONTH#2026-11", "2026-12-01T00:00:00"),
        ("month", "2026-12-31T23:30:00", "UTC", "MONTH#2026-12", "2027-01-01T00:00:00"),
        ("month", "2026-11-30T23:30:00", "Europe/Berlin", "MONTH#2026-12", "2026-12-31T23:00:00"),
        ("month", "2028-02-29T12:00:00", "UTC", "MONTH#2028-02", "2028-03-01T00:00:00"),
        # A day of 23 hours, and a month whose ends have different offsets.
        (
            "day",
            "2026-03-08T12:00:00",
            "America/Los_Angeles",
            "DAY#2026-03-08",
            "2026-03-09T07:00:00",
        ),
        (
            "month",
            "2026-03-08T09:00:00",
            "America/Los_Angeles",
            "MONTH#2026-03",
            "2026-04-01T07:00:00",
        ),
        # A day of 25 hours.
        (
            "day",
            "2026-11-01T09:30:00",
            "America/Los_Angeles",
            "DAY#2026-11-01",
            "2026-11-02T08:00:00",
        ),
        # Clocks skip midnight (Cairo), and midnight comes twice (Havana).
        ("day", "2026-04-23T12:00:00", "Africa/Cairo", "DAY#2026-04-23", "2026-04-23T22:00:00"),
        ("day", "2026-10-31T12:00:00", "America/Havana", "DAY#2026-10-31", "2026-11-01T04:00:00"),
    ],
)
def test_windows(period: str, moment: str, zone: str, window: str | None, ends: str) -> None:
    found, ends_ms = window_of(period, at(moment), zone)
    assert window is None or found == window
    assert ends_ms == at(ends)


ZONES = [
    "UTC",
    "Africa/Cairo",
    "America/Havana",
    "America/Los_Angeles",
    "America/St_Johns",
    "Asia/Kathmandu",
    "Asia/Tehran",
    "Australia/Lord_Howe",
    "Europe/Berlin",
    "Pacific/Apia",
    "Pacific/Kiritimati",
]


@given(
    st.sampled_from(["minute", "hour", "day", "month"]),
    st.integers(946_684_800_000, 4_102_444_800_000),
    st.sampled_from(ZONES),
)
def test_a_window_lasts_until_its_end_and_no_longer(period: str, moment: int, zone: str) -> None:
    window, ends_ms = window_of(period, moment, zone)
    assert moment < ends_ms
    assert window_of(period, ends_ms - 1, zone) == (window, ends_ms)
    assert window_of(period, ends_ms, zone)[0] != window
    longest = {"minute": 60, "hour": 3600, "day": 25 * 3600, "month": 31 * 86_400 + 3600}
    assert ends_ms - moment <= longest[period] * 1000


def test_an_unknown_window_is_an_error() -> None:
    with pytest.raises(ValueError, match="week"):
        window_of("week", 0, "UTC")


@given(st.integers(0, 4 * 10**12), st.integers(1, 10**9))
def test_whole_seconds_reach_the_moment(now_ms: int, wait_ms: int) -> None:
    seconds = seconds_until(now_ms + wait_ms, now_ms)
    assert seconds >= 1
    assert wait_ms <= seconds * 1000 < wait_ms + 1000
    assert seconds_until(now_ms, now_ms) == 1


@given(st.text(min_size=1))
def test_shards_are_stable(request_id: str) -> None:
    assert shard_of(request_id, GATE_SHARDS) == shard_of(request_id, GATE_SHARDS) < GATE_SHARDS
