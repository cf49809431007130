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
    shard_of,
    window_ends_in_s,
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
    ) == (RateRef("key_a", 3, 60, None),)


@given(st.integers(0, 4 * 10**12))
def test_a_window_ends_within_a_minute(now_ms: int) -> None:
    seconds = window_ends_in_s(now_ms)
    assert 1 <= seconds <= 60
    assert (now_ms + seconds * 1000) // 60_000 > now_ms // 60_000


@given(st.text(min_size=1))
def test_shards_are_stable(request_id: str) -> None:
    assert shard_of(request_id, GATE_SHARDS) == shard_of(request_id, GATE_SHARDS) < GATE_SHARDS
