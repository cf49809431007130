"""The approval that a refused call opens, as plain values of its item.

The data path writes it together with the refusal, so this imports nothing that it does not need.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from tollgate.kit.ids import derived_id_at
from tollgate.policies.models import Grant

PREFIX: Final = "APPROVAL#"
HOUR_MS: Final = 3_600_000
DEFAULT_HOURS: Final = 24
LONGEST_HOURS: Final = 720
KEPT_MS: Final = 400 * 24 * HOUR_MS
"""How long an approval stays in the table after it was opened; the journal keeps it for good."""

_APPROVERS: Final = ("owner", "admin")
_ALL_RULES: Final = "cost_limit"
"""Limits of one policy's budget are lifted together."""

_UNDECIDED: Final[dict[str, Any]] = {
    "kind": "policy_exception",
    "decided": "pending",
    "required": 1,
    "permissions": [],
    "votes": [],
    "version": 1,
}

Values = Mapping[str, Any]


def opening(
    *,
    organization_id: str,
    key_id: str,
    user_id: str | None,
    request_id: str,
    model: str,
    at_ms: int,
    reasons: Sequence[Values],
    actions: Values,
    grants: Iterable[Grant] = (),
    estimated_cost: int = 0,
) -> dict[str, Any]:
    """The item of a pending approval for a call that was refused at `at_ms`.

    `reasons` are those that want an approval, as `Reason.as_values` has them; the first one's
    policy is asked about, with every rule of it that is among them. `actions` are that policy's.
    `grants` are those in force. The id follows from whom, what and when: calls refused for the same
    thing ask once per `approval_timeout_hours`, and again after a grant for it was used up.
    """
    first = reasons[0]
    policy_id, timeout_ms = first["policy_id"], timeout_of(actions)
    rules = sorted({r["rule"] for r in reasons if r["policy_id"] == policy_id})
    had = sorted(g.id for g in grants if policy_id in g.policy_ids and _is_for(g, user_id, key_id))
    parts = (organization_id, policy_id, *rules, user_id or key_id, model, *had)
    values: dict[str, Any] = {
        "pk": organization_id,
        "sk": PREFIX + derived_id_at("apr", at_ms // timeout_ms * timeout_ms, *parts),
        **_UNDECIDED,
        "reason": str(first.get("message", ""))[:1000],
        "requested_by": {"type": "api_key", "id": key_id},
        "user_id": user_id,
        "key_id": key_id,
        "request_id": request_id,
        "policy_id": policy_id,
        "policy_name": first.get("name", ""),
        "policy_version": first.get("version"),
        "rules": [] if first.get("type") == _ALL_RULES else rules,
        "models": [model] if model else [],
        "estimated_cost": estimated_cost,
        "approvers": list(actions.get("approvers") or _APPROVERS),
        "grant": actions.get("grant", "once"),
        "expires_ms": at_ms + timeout_ms,
        "created_ms": at_ms,
        "updated_ms": at_ms,
        "expires_at": (at_ms + KEPT_MS) // 1000,
    }
    return {name: value for name, value in values.items() if value is not None}


def approval_id(values: Values) -> str:
    """The id of the approval that `opening` made."""
    sk: str = values["sk"]
    return sk.removeprefix(PREFIX)


def timeout_of(actions: Values) -> int:
    """How long an approval under a policy's `actions` waits, in milliseconds."""
    hours = int(actions.get("approval_timeout_hours", DEFAULT_HOURS))
    return max(1, min(hours, LONGEST_HOURS)) * HOUR_MS


def _is_for(grant: Grant, user_id: str | None, key_id: str) -> bool:
    return grant.user_id in (None, user_id) and grant.key_id in (None, key_id)
