"""What the route of explanations gives."""

from typing import Any, Self

from pydantic import BaseModel

from tollgate.kit.clock import to_rfc3339
from tollgate.policies.service.explaining import Explanation, PolicyPart
from tollgate.policies.versions import PolicyStatus


class ExplainedPolicy(BaseModel):
    """What one rule of one policy said about the request or (`on_output`) its answer.

    `findings` count what was found by kind, never what it was; `asks_for` is the rule itself, for
    those who may see policies. `approvers` are the roles that can let such a call through.
    """

    policy_id: str
    name: str
    version: int
    type: str
    rule: str
    action: str
    wanted: str
    enforcement: str
    severity: str
    shadow: bool
    on_output: bool
    message: str
    findings: dict[str, int]
    grant_id: str | None
    asks_for: Any
    approvers: list[str]
    status: PolicyStatus | None
    current_version: int | None
    how_to_change: str

    @classmethod
    def of(cls, part: PolicyPart) -> Self:
        reason = part.reason
        return cls(
            policy_id=reason["policy_id"],
            name=reason.get("name", ""),
            version=reason.get("version", 0),
            type=reason.get("type", ""),
            rule=reason.get("rule", ""),
            action=reason["action"],
            wanted=reason.get("wanted") or reason["action"],
            enforcement=reason.get("enforcement", "strict"),
            severity=reason.get("severity", "medium"),
            shadow=reason.get("shadow", False),
            on_output=part.on_output,
            message=reason.get("message", ""),
            findings=reason.get("findings") or {},
            grant_id=reason.get("grant_id"),
            asks_for=part.asks_for,
            approvers=list(part.approvers),
            status=part.status,
            current_version=part.current_version,
            how_to_change=part.how_to_change,
        )


class ExplainedRefusal(BaseModel):
    """What the caller was told, with every field of it that is kept."""

    status: int
    code: str
    message: str


class ExplanationView(BaseModel):
    """Why a request was decided as it was. `bundle_hash` names the policies that were in force."""

    request_id: str
    created_at: str
    state: str
    decision: str
    summary: str
    advice: str | None
    model: str
    requested_model: str | None
    bundle_hash: str
    policy_us: int
    approval_id: str | None
    refusal: ExplainedRefusal | None
    findings: dict[str, int]
    policies: list[ExplainedPolicy]

    @classmethod
    def of(cls, explanation: Explanation) -> Self:
        record = explanation.record
        refusal = record.refusal
        return cls(
            request_id=record.request_id,
            created_at=to_rfc3339(record.created_ms),
            state=record.state.value,
            decision=record.decision,
            summary=explanation.summary,
            advice=explanation.advice,
            model=record.model,
            requested_model=record.requested_model,
            bundle_hash=record.policy_version,
            policy_us=record.policy_us,
            approval_id=record.approval_id,
            refusal=ExplainedRefusal(**refusal) if refusal else None,
            findings=dict(record.findings),
            policies=[ExplainedPolicy.of(part) for part in explanation.parts],
        )
