"""Why a request was decided as it was, who can let it through, and where to change that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from msgspec import Struct

from tollgate.auth.models import Caller
from tollgate.ledger.models import RequestRecord
from tollgate.policies import documents
from tollgate.policies.models import SEVERITY, Action
from tollgate.policies.service.changes import Policies
from tollgate.policies.versions import Policy, PolicyStatus

_APPROVERS: Final = ("owner", "admin")
_EDIT: Final = "policies.edit"
_ADVICE: Final[Mapping[str, str]] = {
    "budget_exhausted": "Wait for the budget's next period, or ask for a raise: POST"
    ' /api/v1/approvals with "kind": "budget_raise".',
    "rate_limited": "Wait for the next window, as Retry-After says, or ask for a higher limit.",
    "approval_required": "Wait for the approval, then send the call again: it is let through.",
    "policy_denied": "Change the call so that it keeps the rules below, or ask for an exception:"
    ' POST /api/v1/approvals with "kind": "policy_exception".',
    "forbidden": "Use a model and a permission that the key has, or ask for access: POST"
    ' /api/v1/approvals with "kind": "model_access" or "key_scope".',
    "unknown_model": "Use a model of GET /v1/models.",
    "unpriced_model": "Set a price for this model: PUT /api/v1/prices.",
}


class PolicyPart(Struct, frozen=True):
    """What one rule of one policy said, and what can be done about it.

    `asks_for` is the rule as the policy's version has it, None where the caller may not see it or
    it is no more. `approvers` are roles, empty where no approval helps. `status` and
    `current_version` are the policy's as of today.
    """

    reason: Mapping[str, Any]
    on_output: bool
    asks_for: Any
    approvers: tuple[str, ...]
    status: PolicyStatus | None
    current_version: int | None
    how_to_change: str


class Explanation(Struct, frozen=True):
    """One request's decision in full; `summary` is one sentence and `advice` what to do next."""

    record: RequestRecord
    summary: str
    advice: str | None
    parts: tuple[PolicyPart, ...]


def explain(policies: Policies, caller: Caller, record: RequestRecord) -> Explanation:
    """Explains a record that the caller may see. Raises `Unavailable`."""
    output = record.outcome.output_policies if record.outcome else ()
    said = [*((reason, False) for reason in record.policies), *((each, True) for each in output)]
    said.sort(key=lambda pair: -SEVERITY[Action(pair[0]["action"])])
    known = _Known(policies, caller, record.organization_id)
    parts = tuple(_part(known, reason, on_output=late) for reason, late in said)
    code = (record.refusal or {}).get("code", "")
    return Explanation(record, _summary(record, parts), _ADVICE.get(code), parts)


class _Known:
    """Policies and their versions, each read once."""

    def __init__(self, policies: Policies, caller: Caller, organization_id: str) -> None:
        self._policies = policies
        self._organization_id = organization_id
        self._heads: dict[str, Policy | None] = {}
        self.may_see = caller.may("policies.view")
        self.now_ms = policies.clock()

    def head(self, policy_id: str) -> Policy | None:
        if policy_id not in self._heads:
            found = self._policies.store.get(self._organization_id, policy_id)
            self._heads[policy_id] = found
        return self._heads[policy_id]

    def document(self, policy_id: str, version: int) -> Mapping[str, Any]:
        found = self._policies.store.version(self._organization_id, policy_id, version)
        return found.document if found else {}


def _part(known: _Known, reason: Mapping[str, Any], *, on_output: bool) -> PolicyPart:
    policy_id, version = reason["policy_id"], int(reason.get("version", 0))
    head, document = known.head(policy_id), known.document(policy_id, version)
    actions = document.get("actions") or {}
    approvable = Action.REQUIRE_APPROVAL in (reason["action"], reason.get("wanted"))
    return PolicyPart(
        reason=reason,
        on_output=on_output,
        asks_for=_asked(document, reason.get("rule", "")) if known.may_see else None,
        approvers=tuple(actions.get("approvers") or _APPROVERS) if approvable else (),
        status=head.status(known.now_ms) if head else None,
        current_version=head.shown_version(known.now_ms) if head else None,
        how_to_change=" ".join(_ways(known, reason, head, version)),
    )


def _asked(document: Mapping[str, Any], rule: str) -> Any:
    """What the policy says under that rule, as outside: amounts in dollars."""
    if not document:
        return None
    shown = documents.view(document)
    rules = shown.get("rules") or {}
    for name in (rule, f"{rule}_usd"):
        if name in rules:
            return rules[name]
    return shown.get("conditions") if rule == "conditions" else rules


def _ways(
    known: _Known, reason: Mapping[str, Any], head: Policy | None, version: int
) -> Iterator[str]:
    if reason.get("shadow"):
        yield "This is a dry run: it was written down and nothing was done."
    if head is None or head.deleted_ms is not None:
        yield "The policy was deleted since: it stands against nothing any more."
        return
    current = head.shown_version(known.now_ms)
    if head.status(known.now_ms) is not PolicyStatus.ACTIVE:
        yield "The policy is not in force any more."
    elif current != version:
        yield f"Version {current} is in force since; it may decide otherwise."
    yield (
        f"Somebody with the permission {_EDIT} can change the rule {reason.get('rule', '')!r}, or"
        f" add an exception: PUT /api/v1/policies/{head.id}."
    )


def _summary(record: RequestRecord, parts: tuple[PolicyPart, ...]) -> str:
    refusal = record.refusal
    enforced = [part.reason for part in parts if not part.reason.get("shadow")]
    first = enforced[0] if enforced else None
    if refusal is not None:
        by = f" by {first['name']!r}" if first and _refuses(first) else ""
        return f"Refused{by} with {refusal['status']} {refusal['code']}: {refusal['message']}."
    if first is None or first["action"] in (Action.ALLOW, Action.LOG):
        return "Let through: no policy stood against it."
    return f"Let through, with {first['action']} by {first['name']!r}: {first['message']}."


def _refuses(reason: Mapping[str, Any]) -> bool:
    return SEVERITY[Action(reason["action"])] >= SEVERITY[Action.THROTTLE]
