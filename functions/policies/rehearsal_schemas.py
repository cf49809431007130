"""What the routes of rehearsals take and give."""

from collections.abc import Sequence
from typing import Any, Self

from pydantic import BaseModel, Field

from functions.policies.schemas import VersionNumber
from tollgate.directory.fields import Body
from tollgate.errors import BadRequest
from tollgate.policies.models import SEVERITY, Action, Reason
from tollgate.policies.rehearsal import CaseResult
from tollgate.policies.service.evaluation import Evaluation, case_from, case_of
from tollgate.policies.versions import PolicyVersion


class EvaluationBody(Body):
    """A call that nobody made.

    Either `context`, flat (`model`, `user`, `cost`, `tokens`, `content`, `requests_per_minute`, …),
    or `subject` and `request` as in a policy's tests. `content` is the prompt, `output` the answer.
    """

    context: dict[str, Any] | None = None
    subject: dict[str, Any] | None = None
    request: dict[str, Any] | None = None
    content: str | None = None
    output: str | None = None
    version: VersionNumber | None = Field(
        default=None, description="Of the one policy that is asked; the one shown, unless named."
    )

    def case(self) -> dict[str, Any]:
        """As a canonical test case. Raises `BadRequest` naming what is not right."""
        if self.context is None:
            return case_from(self.subject or {}, self.request or {}, self.content, self.output)
        if self.subject is not None or self.request is not None:
            raise BadRequest("send either context or subject and request", param="context")
        return case_of(
            self.context
            | ({} if self.content is None else {"content": self.content})
            | ({} if self.output is None else {"output": self.output})
        )


class ViolationView(BaseModel):
    """A rule that the call breaks."""

    policy_id: str
    policy_name: str
    rule_violated: str
    severity: str
    message: str
    action: str


class ReasonView(BaseModel):
    """What one policy says; `wanted` is what it asks for under strict enforcement."""

    policy_id: str
    policy_name: str
    number: int
    type: str
    rule: str
    action: str
    wanted: str
    severity: str
    enforcement_level: str
    dry_run: bool
    message: str
    findings: dict[str, int]

    @classmethod
    def of(cls, reason: Reason) -> Self:
        return cls(
            policy_id=reason.policy_id,
            policy_name=reason.name,
            number=reason.version,
            type=reason.type.value,
            rule=reason.rule,
            action=reason.action.value,
            wanted=reason.wanted.value,
            severity=reason.severity,
            enforcement_level=reason.enforcement.value,
            dry_run=reason.shadow,
            message=reason.message,
            findings=dict(reason.findings),
        )


class EvaluationView(BaseModel):
    """What would be done. `passed` when nothing is done about the call but a word of warning.

    `notices` say what was not looked at, `policy_version` is the hash of the bundle that was asked.
    """

    passed: bool
    decision: str
    violations: list[ViolationView]
    warnings: list[str]
    reasons: list[ReasonView]
    notices: list[str]
    max_output_tokens: int | None = Field(description="What the answer would be clamped to.")
    reroute_to: str | None
    policy_version: str | None

    @classmethod
    def of(cls, evaluation: Evaluation) -> Self:
        enforced = [reason for reason in evaluation.reasons if not reason.shadow]
        acted = [each for each in enforced if SEVERITY[each.action] > SEVERITY[Action.WARN]]
        decision = evaluation.rehearsal.decision
        return cls(
            passed=not acted,
            decision=evaluation.rehearsal.action.value,
            violations=[
                ViolationView(
                    policy_id=reason.policy_id,
                    policy_name=reason.name,
                    rule_violated=reason.rule,
                    severity=reason.severity,
                    message=reason.message,
                    action=reason.action.value,
                )
                for reason in acted
            ],
            warnings=[
                f"{reason.name}: {reason.message}"
                for reason in enforced
                if reason.action is Action.WARN
            ],
            reasons=[ReasonView.of(reason) for reason in evaluation.reasons],
            notices=list(evaluation.notices),
            max_output_tokens=decision.clamp,
            reroute_to=decision.reroute,
            policy_version=evaluation.bundle_hash,
        )


class TestRun(Body):
    """Of which version; without one, of the latest."""

    version: VersionNumber | None = None


class TestResult(BaseModel):
    """What came of one test; `message` says what differs."""

    name: str
    passed: bool
    expected: dict[str, str]
    action: str
    rules: list[str]
    message: str


class TestsView(BaseModel):
    """`passed` when every test did."""

    number: int
    passed: bool
    results: list[TestResult]

    @classmethod
    def of(cls, version: PolicyVersion, results: Sequence[CaseResult]) -> Self:
        return cls(
            number=version.version,
            passed=all(result.passed for result in results),
            results=[
                TestResult(
                    name=result.name,
                    passed=result.passed,
                    expected=dict(result.expected),
                    action=result.action.value,
                    rules=list(result.rules),
                    message=result.message,
                )
                for result in results
            ],
        )
