"""What the routes of approvals take and give."""

from collections.abc import Callable
from typing import Annotated, Any, Self

from pydantic import AliasChoices, BaseModel, Field, model_validator

from functions.policies.schemas import Moment, moment_ms, shown_time
from tollgate.approvals.models import (
    MOST_REQUIRED,
    Approval,
    GrantForm,
    Kind,
    Raise,
    State,
    TargetType,
    Vote,
    Wanted,
)
from tollgate.directory.fields import Body, Nano, Permission
from tollgate.journal.models import Actor
from tollgate.kit.clock import to_rfc3339
from tollgate.kit.money import to_usd
from tollgate.ledger.models import Period

Comment = Annotated[str, Field(max_length=1000)]
Why = Annotated[str, Field(min_length=1, max_length=1000, pattern=r"\S")]
Id = Annotated[str, Field(max_length=64)]
Models = Annotated[list[Annotated[str, Field(min_length=1, max_length=128)]], Field(max_length=50)]
Rules = Annotated[list[Annotated[str, Field(min_length=1, max_length=64)]], Field(max_length=20)]


class NewApproval(Body):
    """What is asked for, and why.

    `policy_exception` names a `policy_id`, `model_access` models, `key_scope` a key and
    permissions, `budget_raise` a target, a period and how many dollars more. It is for `key_id`,
    for `user_id`, or for whoever asks. `required` is how many people have to approve it.
    """

    kind: Kind
    reason: Why = Field(validation_alias=AliasChoices("reason", "justification"))
    user_id: Id | None = None
    key_id: Id | None = Field(default=None, validation_alias=AliasChoices("key_id", "api_key_id"))
    policy_id: Id | None = None
    rules: Rules = Field(default_factory=list)
    models: Models = Field(default_factory=list)
    permissions: Annotated[list[Permission], Field(max_length=20)] = Field(default_factory=list)
    target_type: TargetType | None = None
    target_id: Id | None = None
    period: Period = Period.MONTHLY
    amount_usd: Nano | None = None
    request_id: Id | None = None
    required: int = Field(default=1, ge=1, le=MOST_REQUIRED)
    grant: GrantForm | None = None
    until: Moment | None = None

    @model_validator(mode="after")
    def _whole_raise(self) -> Self:
        if self.kind is not Kind.BUDGET_RAISE:
            return self
        if self.target_type is None or self.target_id is None:
            raise ValueError("budget_raise: name target_type and target_id")
        if not self.amount_usd:
            raise ValueError("budget_raise: amount_usd is how many dollars more, above 0")
        return self

    def wanted(self) -> Wanted:
        """As the domain takes it."""
        raised = None
        if self.target_type and self.target_id and self.amount_usd:
            raised = Raise(self.target_type, self.target_id, self.period.value, self.amount_usd)
        return Wanted(
            kind=self.kind,
            reason=self.reason,
            user_id=self.user_id,
            key_id=self.key_id,
            policy_id=self.policy_id,
            rules=tuple(self.rules),
            models=tuple(self.models),
            permissions=tuple(self.permissions),
            budget_raise=raised if self.kind is Kind.BUDGET_RAISE else None,
            request_id=self.request_id,
            required=self.required,
            grant=self.grant,
            until_ms=moment_ms(self.until),
        )


class Approving(Body):
    """A yes; `grant` and `until` replace what was asked for."""

    comment: Comment = ""
    grant: GrantForm | None = None
    until: Moment | None = None

    def choices(self) -> dict[str, Any]:
        """As arguments of the service."""
        return {
            "comment": self.comment,
            "form": self.grant,
            "until_ms": moment_ms(self.until),
        }


class Rejecting(Body):
    """A no needs a reason."""

    comment: Why = Field(validation_alias=AliasChoices("comment", "reason"))


class Withdrawing(Body):
    """What to say about it, if anything."""

    comment: Comment = Field(default="", validation_alias=AliasChoices("comment", "reason"))


def said(body: Withdrawing | None) -> str:
    """The comment of a body that may be left out."""
    return body.comment if body else ""


class ActorView(BaseModel):
    """Who acted: a `user` or an `api_key`."""

    type: str
    id: str

    @classmethod
    def of(cls, actor: Actor) -> Self:
        return cls(type=actor.type, id=actor.id)


class VoteView(BaseModel):
    """One person's yes."""

    by: ActorView
    at: str
    comment: str

    @classmethod
    def of(cls, vote: Vote) -> Self:
        return cls(by=ActorView.of(vote.actor), at=to_rfc3339(vote.at_ms), comment=vote.comment)


class RaiseView(BaseModel):
    """How many dollars more, per period, for whom."""

    target_type: TargetType
    target_id: str
    period: str
    amount_usd: str

    @classmethod
    def of(cls, raised: Raise) -> Self:
        return cls(
            target_type=raised.target_type,
            target_id=raised.target_id,
            period=raised.period,
            amount_usd=to_usd(raised.amount),
        )


class ApprovalView(BaseModel):
    """An approval as of now. `active` says whether what it gave still holds."""

    id: str
    organization_id: str
    kind: Kind
    state: State
    active: bool
    reason: str
    requested_by: ActorView
    user_id: str | None
    key_id: str | None
    team_id: str | None
    request_id: str | None
    policy_id: str | None
    policy_name: str | None
    policy_version: int | None
    rules: list[str]
    models: list[str]
    permissions: list[str]
    budget_raise: RaiseView | None
    estimated_cost_usd: str | None
    approvers: list[str]
    required: int
    approvals: list[VoteView]
    grant: GrantForm
    until: str | None
    grant_until: str | None
    expires_at: str
    decided_by: ActorView | None
    decided_at: str | None
    comment: str | None
    created_at: str
    updated_at: str
    version: int

    @classmethod
    def of(cls, approval: Approval, at_ms: int) -> Self:
        ending, raised = approval.ending, approval.budget_raise
        return cls(
            state=approval.state(at_ms),
            active=approval.holds(at_ms),
            requested_by=ActorView.of(approval.requested_by),
            policy_name=approval.policy_name or None,
            budget_raise=RaiseView.of(raised) if raised else None,
            estimated_cost_usd=to_usd(approval.estimated_cost) if approval.estimated_cost else None,
            approvals=[VoteView.of(vote) for vote in approval.votes],
            until=shown_time(approval.until_ms),
            grant_until=shown_time(approval.grant_until_ms),
            expires_at=to_rfc3339(approval.expires_ms),
            decided_by=ActorView.of(ending.actor) if ending else None,
            decided_at=to_rfc3339(ending.at_ms) if ending else None,
            comment=ending.comment if ending else None,
            created_at=to_rfc3339(approval.created_ms),
            updated_at=to_rfc3339(approval.updated_ms),
            **{name: list(getattr(approval, name)) for name in _LISTS},
            **{name: getattr(approval, name) for name in _SAME},
        )


_LISTS = ("rules", "models", "permissions", "approvers")
_SAME = (
    "id",
    "organization_id",
    "kind",
    "reason",
    "user_id",
    "key_id",
    "team_id",
    "request_id",
    "policy_id",
    "policy_version",
    "required",
    "grant",
    "version",
)


def view_at(clock: Callable[[], int]) -> Callable[[Approval], ApprovalView]:
    """Approvals as they are when they are shown."""
    return lambda approval: ApprovalView.of(approval, clock())
