"""Periods, windows and account names: pure functions of a principal and a moment."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from tollgate.kit.clock import zone
from tollgate.ledger.models import AccountRef, Period, Principal, RateRef, SlotRef

GATE_SHARDS: Final = 4
"""Equal copies of an organization's stamp, so that its calls do not all check one item."""

OPEN_SHARDS: Final = 4
"""Partitions of an organization's open requests in the index that the reaper reads."""

WRITES_AT_MOST: Final = 100
"""DynamoDB's limit for one transaction (TransactWriteItems, API Reference)."""

LIMITS_AT_MOST: Final = WRITES_AT_MOST - 3 - GATE_SHARDS
"""Accounts, windows, slots and grants of one call together, so that its closing fits as well.

Beside one write for each, closing writes the record and the kept answer, and may freeze the key.
"""

_MINUTE_MS: Final = 60_000
_HOUR_MS: Final = 60 * _MINUTE_MS


def period_key(period: Period, now_ms: int, time_zone: str) -> str:
    """The name of the period of `now_ms`: `2026-11-21`, `2026-W47`, `2026-11`, `2026`, `total`.

    Weeks are ISO 8601 weeks. Names sort by time within one kind of period.
    """
    moment = datetime.fromtimestamp(now_ms / 1000, zone(time_zone))
    match period:
        case Period.DAILY:
            return moment.strftime("%Y-%m-%d")
        case Period.WEEKLY:
            year, week, _ = moment.isocalendar()
            return f"{year:04d}-W{week:02d}"
        case Period.MONTHLY:
            return moment.strftime("%Y-%m")
        case Period.YEARLY:
            return moment.strftime("%Y")
        case Period.TOTAL:
            return "total"


def window_of(period: str, now_ms: int, time_zone: str) -> tuple[str, int]:
    """The name of the rate window of `now_ms`, and when it ends in epoch milliseconds.

    `MINUTE#<n>` and `HOUR#<n>` count since the epoch, `DAY#2026-11-21` and `MONTH#2026-11` follow
    the calendar of the time zone: a day may have 23 or 25 hours.
    """
    match period:
        case "minute":
            number = now_ms // _MINUTE_MS
            return f"MINUTE#{number}", (number + 1) * _MINUTE_MS
        case "hour":
            number = now_ms // _HOUR_MS
            return f"HOUR#{number}", (number + 1) * _HOUR_MS
        case "day":
            today = datetime.fromtimestamp(now_ms / 1000, zone(time_zone)).date()
            return f"DAY#{today}", _begins_ms(today + timedelta(days=1), time_zone)
        case "month":
            today = datetime.fromtimestamp(now_ms / 1000, zone(time_zone)).date()
            following = (today.replace(day=28) + timedelta(days=4)).replace(day=1)
            return f"MONTH#{today:%Y-%m}", _begins_ms(following, time_zone)
        case _:
            raise ValueError(f"no such window: {period!r}")


def _begins_ms(day: date, time_zone: str) -> int:
    """The first moment of a day. A midnight that clocks skip is read as the moment they do."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=zone(time_zone))
    return round(midnight.timestamp() * 1000)


def account_refs(principal: Principal, now_ms: int) -> tuple[AccountRef, ...]:
    """Every account that a call of this principal is charged to now, from the key upwards."""
    return tuple(
        AccountRef(
            scope_id=scope.id,
            period=budget.period,
            period_key=period_key(budget.period, now_ms, principal.time_zone),
            limit=budget.limit,
        )
        for scope in principal.scopes
        for budget in scope.budgets
    )


def rate_refs(principal: Principal, now_ms: int) -> tuple[RateRef, ...]:
    """Every rate window of the directory's limits that a call of this principal counts in now."""
    limited = [
        (scope.id, limit)
        for scope in principal.scopes
        if (limit := scope.rate_limit) is not None
        and (limit.requests_per_minute or limit.tokens_per_minute)
    ]
    if not limited:
        return ()
    window, ends_ms = window_of("minute", now_ms, principal.time_zone)
    return tuple(
        RateRef(scope_id, window, ends_ms, limit.requests_per_minute, limit.tokens_per_minute)
        for scope_id, limit in limited
    )


def seconds_until(moment_ms: int, now_ms: int) -> int:
    """Whole seconds until a moment, at least 1."""
    return max(1, -(-(moment_ms - now_ms) // 1000))


def account_key(organization_id: str, ref: AccountRef) -> tuple[str, str]:
    """`(pk, sk)` of an account's item."""
    return f"{organization_id}#{ref.scope_id}", f"BUDGET#{ref.period}#{ref.period_key}"


def rate_key(organization_id: str, ref: RateRef) -> tuple[str, str]:
    """`(pk, sk)` of a rate window's item."""
    return f"{organization_id}#{ref.scope_id}", f"RATE#{ref.window}"


def slot_key(organization_id: str, ref: SlotRef) -> tuple[str, str]:
    """`(pk, sk)` of a counter of calls at one time."""
    return f"{organization_id}#{ref.scope_id}", "SLOTS"


def grant_key(organization_id: str, grant_id: str) -> tuple[str, str]:
    """`(pk, sk)` of the counter of a grant's uses, in the table of policies."""
    return f"{organization_id}#{grant_id}", "USES"


def gate_key(organization_id: str, shard: int) -> tuple[str, str]:
    """`(pk, sk)` of one copy of an organization's stamp."""
    return organization_id, f"GATE#{shard}"


def request_key(organization_id: str, request_id: str) -> tuple[str, str]:
    """`(pk, sk)` of a request record."""
    return f"{organization_id}#{request_id}", "REQUEST"


def shard_of(request_id: str, shards: int) -> int:
    """Spreads requests evenly; the same request always falls on the same shard."""
    return sum(request_id.encode()[-4:]) % shards
