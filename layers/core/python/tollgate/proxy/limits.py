"""The limits of a decision in the ledger's terms."""

from __future__ import annotations

from typing import Any

from tollgate.ledger.models import AccountRef, GrantUse, Period, RateRef, SlotRef
from tollgate.ledger.rules import period_key, window_of
from tollgate.policies.models import CostLimitRef, Grant, RateLimitRef, Reason
from tollgate.policies.models import SlotRef as SlotLimit


def rate_ref(limit: RateLimitRef, at_ms: int, time_zone: str) -> RateRef:
    """The window of `at_ms`."""
    window, ends_ms = window_of(limit.period, at_ms, time_zone)
    return RateRef(
        scope_id=limit.subject,
        window=window,
        ends_ms=ends_ms,
        requests=limit.requests,
        tokens=limit.tokens,
        wait_ms=limit.wait_ms,
        soft=limit.soft,
        reason=limit.reason.as_values(),
    )


def slot_ref(limit: SlotLimit) -> SlotRef:
    """As the ledger counts calls at one time."""
    return SlotRef(
        scope_id=limit.subject,
        limit=limit.limit,
        wait_ms=limit.wait_ms,
        soft=limit.soft,
        reason=limit.reason.as_values(),
    )


def account_ref(limit: CostLimitRef, at_ms: int, time_zone: str) -> AccountRef:
    """The account of the period of `at_ms`."""
    period = Period(limit.period)
    return AccountRef(
        scope_id=limit.subject,
        period=period,
        period_key=period_key(period, at_ms, time_zone),
        limit=limit.limit,
        reserve=limit.reserve,
        soft=limit.soft,
        reason=limit.reason.as_values(),
        approval_reason=_values(limit.approval_reason),
        alerts=limit.alerts,
    )


def grant_use(grant: Grant) -> GrantUse:
    """One use of a grant that has a number of them."""
    return GrantUse(grant.id, grant.uses or 1, grant.until_ms)


def _values(reason: Reason | None) -> dict[str, Any] | None:
    return None if reason is None else reason.as_values()
