"""What people are told of what policies said, and of budgets that run low."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from tollgate.alerts.models import Notice
from tollgate.kit.ids import derived_id
from tollgate.kit.money import to_usd
from tollgate.ledger.models import AccountRef
from tollgate.violations.rules import reasons_of

USERS: Final = "users"
ADMINS: Final = "admins"
_HOUR_MS: Final = 3_600_000
_NO_NEWS: Final = "allow"

Values = Mapping[str, Any]


def of_request(values: Values) -> Iterator[Notice]:
    """One for each policy and audience that a request's reasons name.

    The id is that of the policy, the audience and the hour, so that a policy tells an audience once
    an hour; callers are told of themselves alone. A dry run tells nobody.
    """
    for reason in reasons_of(values):
        if reason.get("shadow") or reason["action"] == _NO_NEWS:
            continue
        for audience in reason.get("notify") or ():
            yield _violated(values, reason, str(audience))


def _violated(values: Values, reason: Values, audience: str) -> Notice:
    at_ms = int(values["created_ms"])
    caller = str(values.get("user_id") or values.get("key_id") or "")
    name = str(reason.get("name") or reason["policy_id"])
    whose = caller if audience == USERS else ""
    return Notice(
        id=derived_id(
            "ntc", "policy", reason["policy_id"], audience, whose, str(at_ms // _HOUR_MS)
        ),
        organization_id=values["organization_id"],
        kind="policy.violated",
        subject=reason["policy_id"],
        title=f"{name}: {reason['action']}"[:200],
        body=f"A call of {caller or 'somebody'} to {values.get('model') or 'a model'}: "
        f"{reason.get('message', '')} ({reason.get('rule', '')}). "
        "More of the same within this hour is not told again.",
        audience=(audience,),
        created_ms=at_ms,
        details=_details(values, reason),
    )


def _details(values: Values, reason: Values) -> dict[str, Any]:
    details = {
        "policy_id": reason["policy_id"],
        "policy_version": reason.get("version"),
        "rule": reason.get("rule"),
        "action": reason["action"],
        "severity": reason.get("severity"),
        "request_id": values.get("request_id"),
        "user_id": values.get("user_id"),
        "key_id": values.get("key_id"),
        "model": values.get("model"),
    }
    return {name: value for name, value in details.items() if value}


def threshold_id(organization_id: str, ref: AccountRef, percent: int) -> str:
    """The id of the notice that an account has used so much of its limit in this period."""
    parts = (organization_id, ref.scope_id, ref.period.value, ref.period_key, str(percent))
    return derived_id("ntc", "threshold", *parts)


def crossed(
    organization_id: str,
    ref: AccountRef,
    percent: int,
    spent: int,
    *,
    audience: tuple[str, ...],
    at_ms: int,
) -> Notice:
    """That `spent` nano-dollars are at least `percent` of the account's limit."""
    policy_id, _, subject = ref.scope_id.partition(":")
    whose = f" of {subject.removesuffix(':each')}" if subject else ""
    return Notice(
        id=threshold_id(organization_id, ref, percent),
        organization_id=organization_id,
        kind="budget.threshold_crossed",
        subject=policy_id,
        title=f"{percent} % of the {ref.period.value} limit{whose} are spent",
        body=f"{to_usd(spent)} USD of {to_usd(ref.limit)} USD are spent in {ref.period_key}.",
        audience=audience,
        created_ms=at_ms,
        details={
            "policy_id": policy_id,
            "subject": subject.removesuffix(":each"),
            "period": ref.period.value,
            "period_key": ref.period_key,
            "percent": percent,
            "spent_nano": spent,
            "limit_nano": ref.limit,
        },
    )
