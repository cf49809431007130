"""A decision as others need it: in the record, in headers, in a plan, in a refusal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from tollgate.errors import ApprovalRequired, TollgateError
from tollgate.ledger.models import RequestRecord
from tollgate.ledger.plans import Plan
from tollgate.policies.models import SEVERITY, Action, Decision, Limits, Reason
from tollgate.proxy.governance import Governed, public
from tollgate.proxy.limits import account_ref, grant_use, rate_ref, slot_ref
from tollgate.proxy.quotes import CallQuote

_SILENT: Final = frozenset({Action.ALLOW.value, Action.LOG.value})
_WAITS: Final = frozenset({Action.THROTTLE, Action.QUEUE})
_LONGEST_HEADER: Final = 1_000
_DRY_RUN_LIMITS: Final = 40
_LONGEST_MESSAGE: Final = 500
"""Characters of a reason's text in a record: what it names may be as long as a caller likes."""


def name_of(action: Action) -> str:
    """What headers and records call a decision; what is only written down is an allowance."""
    if action in _WAITS:
        return Action.THROTTLE.value
    return Action.ALLOW.value if action.value in _SILENT else action.value


def record_fields(decision: Decision, took_us: int) -> dict[str, Any]:
    """The decision's part of a request record."""
    return {
        "decision": name_of(decision.action),
        "policies": tuple(map(_recorded, decision.reasons)),
        "findings": dict(decision.findings),
        "policy_us": took_us,
    }


def _recorded(reason: Reason) -> dict[str, Any]:
    values = reason.as_values()
    return {**values, "message": values["message"][:_LONGEST_MESSAGE]}


def plan_of(draft: RequestRecord, governed: Governed, now_ms: int, zone: str) -> Plan[CallQuote]:
    """The call with everything that admission holds it to; windows are those of `now_ms`."""
    limits = _with_room(governed.decision.limits)
    return Plan(
        draft,
        governed.quote,
        rates=tuple(rate_ref(limit, now_ms, zone) for limit in limits.rates),
        slots=tuple(slot_ref(limit) for limit in limits.slots),
        accounts=tuple(account_ref(limit, draft.created_ms, zone) for limit in limits.costs),
        grants=tuple(grant_use(grant) for grant in governed.decision.grants),
    )


def _with_room(limits: Limits) -> Limits:
    """Without those of dry runs where there are so many that a transaction might not hold them."""
    if len(limits.rates) + len(limits.slots) + len(limits.costs) <= _DRY_RUN_LIMITS:
        return limits
    return Limits(
        tuple(limit for limit in limits.rates if not limit.reason.shadow),
        tuple(limit for limit in limits.slots if not limit.reason.shadow),
        tuple(limit for limit in limits.costs if not limit.reason.shadow),
    )


def headers_of(policies: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """`x-tollgate-policies`: who decided what (`pol_…@3=redact`); `x-tollgate-warnings`: texts.

    What is only written down, and dry runs, are not the caller's business.
    """
    told = [r for r in policies if not r.get("shadow") and r["action"] not in _SILENT]
    if not told:
        return {}
    named = dict.fromkeys(f"{r['policy_id']}@{r['version']}={r['action']}" for r in told)
    headers = {"x-tollgate-policies": _header(", ".join(named))}
    warnings = [f"{r['name']}: {r['message']}" for r in told if r["action"] == Action.WARN.value]
    if warnings:
        headers["x-tollgate-warnings"] = _header("; ".join(warnings))
    return headers


def _header(text: str) -> str:
    plain = "".join(c if c.isascii() and c.isprintable() else "?" for c in text)
    return plain if len(plain) <= _LONGEST_HEADER else f"{plain[: _LONGEST_HEADER - 3]}..."


def of_limit(error: TollgateError) -> tuple[TollgateError, dict[str, Any] | None]:
    """A refusal by a policy's limit as its caller sees it, and the reason that the ledger names.

    Where the policy asks for an approval the refusal does too.
    """
    reason = error.fields.get("policy")
    if reason is None:
        return error, None
    fields = {name: value for name, value in error.fields.items() if name != "policy"}
    fields["policies"] = [public(reason)]
    if reason["action"] == Action.REQUIRE_APPROVAL.value:
        return ApprovalRequired(reason["message"], fields=fields), reason
    error.fields = fields
    return error, reason


def most_severe(actions: Iterable[str]) -> str:
    """The name of the most severe of some actions."""
    return name_of(max(map(Action, actions), key=SEVERITY.__getitem__, default=Action.ALLOW))
