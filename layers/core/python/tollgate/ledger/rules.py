"""Periods, windows and account names: pure functions of a principal and a moment."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from typing import Final

from tollgate.ledger.models import AccountRef, Period, Principal, RateRef

GATE_SHARDS: Final = 4
"""Equal copies of an organization's stamp, so that its calls do not all check one item."""

OPEN_SHARDS: Final = 4
"""Partitions of an organization's open requests in the index that the reaper reads."""

WINDOW_MS: Final = 60_000


def _zone(name: str) -> tzinfo:
    if name == "UTC":
        return UTC
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - most organizations never need its import

    return ZoneInfo(name)


def period_key(period: Period, now_ms: int, time_zone: str) -> str:
    """The name of the period of `now_ms`: `2026-11-21`, `2026-W47`, `2026-11`, `2026`, `total`.

    Weeks are ISO 8601 weeks. Names sort by time within one kind of period.
    """
    moment = datetime.fromtimestamp(now_ms / 1000, _zone(time_zone))
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
    """Every rate window that a call of this principal counts in now."""
    return tuple(
        RateRef(
            scope_id=scope.id,
            window=now_ms // WINDOW_MS,
            requests_per_minute=scope.rate_limit.requests_per_minute,
            tokens_per_minute=scope.rate_limit.tokens_per_minute,
        )
        for scope in principal.scopes
        if scope.rate_limit is not None
        and (scope.rate_limit.requests_per_minute or scope.rate_limit.tokens_per_minute)
    )


def window_ends_in_s(now_ms: int) -> int:
    """Seconds until the current rate window ends, at least 1."""
    return max(1, -(-(WINDOW_MS - now_ms % WINDOW_MS) // 1000))


def account_key(organization_id: str, ref: AccountRef) -> tuple[str, str]:
    """`(pk, sk)` of an account's item."""
    return f"{organization_id}#{ref.scope_id}", f"BUDGET#{ref.period}#{ref.period_key}"


def rate_key(organization_id: str, ref: RateRef) -> tuple[str, str]:
    """`(pk, sk)` of a rate window's item."""
    return f"{organization_id}#{ref.scope_id}", f"RATE#{ref.window}"


def gate_key(organization_id: str, shard: int) -> tuple[str, str]:
    """`(pk, sk)` of one copy of an organization's stamp."""
    return organization_id, f"GATE#{shard}"


def request_key(organization_id: str, request_id: str) -> tuple[str, str]:
    """`(pk, sk)` of a request record."""
    return f"{organization_id}#{request_id}", "REQUEST"


def shard_of(request_id: str, shards: int) -> int:
    """Spreads requests evenly; the same request always falls on the same shard."""
    return sum(request_id.encode()[-4:]) % shards
