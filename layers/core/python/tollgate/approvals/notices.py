"""What people are told of an approval."""

from __future__ import annotations

from typing import Any, Final

from tollgate.alerts.models import Notice
from tollgate.approvals.models import Approval, Kind, State
from tollgate.kit.clock import to_rfc3339
from tollgate.kit.ids import derived_id
from tollgate.kit.money import to_usd

REQUESTER: Final = ("users",)
"""The audience of whoever asked."""


def opened(approval: Approval) -> Notice:
    """To the approvers: somebody waits for them."""
    body = (
        f"{_who(approval)} asks for {_what(approval)}: {approval.reason or 'no reason given'}. "
        f"It expires at {to_rfc3339(approval.expires_ms)}."
    )
    return Notice(
        id=opened_id(approval.id),
        organization_id=approval.organization_id,
        kind="approval.opened",
        subject=approval.id,
        title=f"Approval wanted: {_what(approval)}",
        body=body,
        audience=approval.approvers,
        created_ms=approval.created_ms,
        details=_details(approval),
    )


def opened_id(approval_id: str) -> str:
    """The id of that notice, whoever writes it."""
    return derived_id("ntc", approval_id, "opened")


def changed(approval: Approval, verb: str) -> Notice:
    """To whoever asked: what has become of it."""
    body = f"Your request for {_what(approval)} was {verb}."
    if approval.ending and approval.ending.comment:
        body += f" {approval.ending.comment}"
    if approval.decided is State.APPROVED and approval.grant_until_ms:
        body += f" It holds until {to_rfc3339(approval.grant_until_ms)}."
    return Notice(
        id=derived_id("ntc", approval.id, str(approval.version)),
        organization_id=approval.organization_id,
        kind=f"approval.{verb}",
        subject=approval.id,
        title=f"Approval {verb}: {_what(approval)}",
        body=body,
        audience=REQUESTER,
        created_ms=approval.updated_ms,
        details=_details(approval),
    )


def _who(approval: Approval) -> str:
    return approval.user_id or approval.key_id or approval.requested_by.id


def _what(approval: Approval) -> str:
    raised = approval.budget_raise
    if raised is not None:
        return f"{to_usd(raised.amount)} USD more {raised.period} for {raised.target_id}"
    if approval.kind is Kind.POLICY_EXCEPTION:
        return f"an exception from {approval.policy_name or approval.policy_id}"
    if approval.kind is Kind.MODEL_ACCESS:
        return f"access to {', '.join(approval.models)}"
    return f"the permissions {', '.join(approval.permissions)}"


def _details(approval: Approval) -> dict[str, Any]:
    details = {
        "kind": approval.kind.value,
        "requested_by": approval.requested_by.id,
        "user_id": approval.user_id,
        "key_id": approval.key_id,
        "policy_id": approval.policy_id,
        "request_id": approval.request_id,
    }
    return {name: value for name, value in details.items() if value}
