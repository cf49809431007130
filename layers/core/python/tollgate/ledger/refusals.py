"""The refusals of admission: each says which limit of whom stands against a call, and its figures.

`fields["policy"]` is the reason of the policy behind a limit, where there is one.
"""

from __future__ import annotations

from typing import Any

from tollgate.errors import ApprovalRequired, BudgetExhausted, RateLimited
from tollgate.kit.money import to_usd
from tollgate.ledger.models import Account, AccountRef, RateRef, SlotRef, Window
from tollgate.ledger.rules import seconds_until


def budget_exhausted(ref: AccountRef, account: Account, needed: int) -> BudgetExhausted:
    """`account` cannot hold a call that needs `needed` nano-dollars."""
    held = account.held > 0
    return BudgetExhausted(
        f"the {ref.period} budget of {_whose(ref)} is exhausted: "
        f"{to_usd(account.available)} of {to_usd(account.limit)} USD are available, "
        f"and this call needs {to_usd(needed)}",
        retry_after=1 if held else None,
        fields={
            "scope": ref.scope_id,
            "period": ref.period.value,
            "limit_usd": to_usd(account.limit),
            "spent_usd": to_usd(account.spent),
            "held_usd": to_usd(account.held),
            "available_usd": to_usd(account.available),
            "needed_usd": to_usd(needed),
            **_policy(ref.reason),
        },
    )


def approval_required(ref: AccountRef, account: Account) -> ApprovalRequired:
    """Only the part of an account is left that is kept for approved calls."""
    reason = ref.approval_reason or {}
    return ApprovalRequired(
        str(reason.get("message", f"the {ref.period} budget of {ref.scope_id} needs an approval")),
        fields={
            "scope": ref.scope_id,
            "period": ref.period.value,
            "limit_usd": to_usd(account.limit),
            "available_usd": to_usd(account.available),
            "reserve_usd": to_usd(ref.reserve),
            **_policy(ref.approval_reason),
        },
    )


def window_full(ref: RateRef, window: Window, now_ms: int) -> RateLimited:
    """A rate window has no room; it comes back when the window ends."""
    is_requests = ref.requests is not None and window.requests >= ref.requests
    unit, limit = ("requests", ref.requests) if is_requests else ("tokens", ref.tokens)
    return RateLimited(
        f"the limit of {limit} {unit} per {ref.period} of {_whose(ref)} is reached",
        retry_after=seconds_until(ref.ends_ms, now_ms),
        fields={
            "scope": ref.scope_id,
            "limit": f"{unit}_per_{ref.period}",
            "value": limit,
            **_policy(ref.reason),
        },
    )


def slots_taken(ref: SlotRef) -> RateLimited:
    """As many calls as are allowed at one time are under way."""
    return RateLimited(
        f"the limit of {ref.limit} concurrent calls of {_whose(ref)} is reached",
        retry_after=1,
        fields={
            "scope": ref.scope_id,
            "limit": "concurrent_requests",
            "value": ref.limit,
            **_policy(ref.reason),
        },
    )


def _whose(ref: AccountRef | RateRef | SlotRef) -> str:
    name = None if ref.reason is None else ref.reason.get("name")
    return ref.scope_id if name is None else f"the policy {name!r}"


def _policy(reason: dict[str, Any] | None) -> dict[str, Any]:
    return {} if reason is None else {"policy": reason}
