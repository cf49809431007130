"""The `x-ratelimit-*` headers of one function over windows of several lengths."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.unit.ledger.test_service import NOW, SETTLED, draft
from tollgate.ledger.models import RateRef, RequestRecord
from tollgate.ledger.rules import window_of
from tollgate.proxy.windows import Windows


def limit(period: str, requests: int | None, tokens: int | None = None, at: int = NOW) -> RateRef:
    return RateRef("key_a", *window_of(period, at, "UTC"), requests, tokens)


def record(*rates: RateRef, tokens: int = 30) -> RequestRecord:
    return draft(rates=rates, tokens_held=tokens)


def test_without_limits_there_are_no_headers() -> None:
    assert Windows().headers(record(), NOW) == {}


def test_a_minute_counts_down_and_gets_back_what_was_not_used() -> None:
    windows, call = Windows(), record(limit("minute", 50, 5_000))
    windows.admitted(call)
    assert windows.headers(call, NOW) == {
        "x-ratelimit-limit-requests": "50",
        "x-ratelimit-remaining-requests": "49",
        "x-ratelimit-reset-requests": "20s",
        "x-ratelimit-limit-tokens": "5000",
        "x-ratelimit-remaining-tokens": "4970",
        "x-ratelimit-reset-tokens": "20s",
    }
    windows.settled(call, replace(SETTLED, usage={"input_tokens": 4, "output_tokens": 6}))
    assert windows.headers(call, NOW)["x-ratelimit-remaining-tokens"] == "4990"


@pytest.mark.parametrize(
    ("day", "shown", "reset"), [(50, "50", "12h53m20s"), (49, "49", "12h53m20s"), (51, "50", "20s")]
)
def test_the_window_nearest_to_its_limit_is_shown(day: int, shown: str, reset: str) -> None:
    windows, call = Windows(), record(limit("minute", 50), limit("day", day))
    windows.admitted(call)
    headers = windows.headers(call, NOW)
    assert headers["x-ratelimit-limit-requests"] == shown
    assert headers["x-ratelimit-remaining-requests"] == str(int(shown) - 1)
    assert headers["x-ratelimit-reset-requests"] == reset


def test_soft_limits_are_nobody_s_business() -> None:
    windows, call = Windows(), record(replace(limit("hour", 1), soft=True))
    windows.admitted(call)
    assert windows.headers(call, NOW) == {}


def test_a_new_minute_starts_anew_and_the_hour_goes_on() -> None:
    windows = Windows()
    first = record(limit("minute", 50), limit("hour", 60))
    windows.admitted(first)
    later = NOW + 30_000
    second = record(limit("minute", 50, at=later), limit("hour", 60, at=later))
    windows.admitted(second)
    windows.settled(first, SETTLED)
    headers = windows.headers(second, later)
    assert headers["x-ratelimit-remaining-requests"] == "49"
    only_hour = record(limit("hour", 60, at=later))
    assert windows.headers(only_hour, later)["x-ratelimit-remaining-requests"] == "58"
    assert windows.headers(only_hour, later)["x-ratelimit-reset-requests"] == "52m50s"
