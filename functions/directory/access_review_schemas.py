"""What the routes of access reviews take and give."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, Field, field_validator

from tollgate.access_reviews.models import (
    AccessKind,
    Item,
    ItemPage,
    Review,
    ReviewOutcome,
    ReviewVerdict,
    Scope,
)
from tollgate.directory.fields import Body, Name
from tollgate.http.pages import encode_cursor
from tollgate.kit.clock import from_rfc3339, to_rfc3339

Ids = Annotated[list[Annotated[str, Field(max_length=64)]], Field(max_length=100)]


class AccessReviewScope(Body):
    """What to look at; what is not sent, or empty, does not narrow it."""

    kinds: list[AccessKind] = Field(default=[], max_length=len(AccessKind))
    team_ids: Ids = Field(default=[])
    roles: Ids = Field(default=[])

    def value(self) -> Scope:
        """The scope without repetitions."""
        return Scope(
            kinds=tuple(kind for kind in AccessKind if kind in self.kinds),
            team_ids=tuple(dict.fromkeys(self.team_ids)),
            roles=tuple(dict.fromkeys(self.roles)),
        )


class NewAccessReview(Body):
    """A review of who has what at this moment."""

    name: Name
    due_at: Annotated[str, Field(max_length=40)] | None = None
    scope: AccessReviewScope = Field(default_factory=AccessReviewScope)

    @field_validator("due_at")
    @classmethod
    def _is_a_time(cls, value: str | None) -> str | None:
        if value is not None:
            from_rfc3339(value)
        return value

    @property
    def due_ms(self) -> int | None:
        """Epoch milliseconds."""
        return None if self.due_at is None else from_rfc3339(self.due_at)


class AccessDecision(Body):
    """Keep it or take it away, and why."""

    decision: ReviewVerdict
    comment: Annotated[str, Field(max_length=500)] = ""


class AccessReviewEnd(Body):
    """Whether a review may end with items that nobody decided."""

    leave_undecided: bool = False


class AccessReviewScopeView(BaseModel):
    """What a review looks at; empty is everything."""

    kinds: list[AccessKind]
    team_ids: list[str]
    roles: list[str]


class AccessReviewView(BaseModel):
    """A review; its snapshot is of `created_at`."""

    id: str
    name: str
    scope: AccessReviewScopeView
    item_count: int
    due_at: str | None
    status: Literal["open", "closed"]
    created_by: str
    created_at: str
    closed_by: str | None
    closed_at: str | None
    version: int

    @classmethod
    def of(cls, review: Review, /, **more: Any) -> Self:
        close = review.close
        return cls(
            id=review.id,
            name=review.name,
            scope=AccessReviewScopeView(
                kinds=list(review.scope.kinds),
                team_ids=list(review.scope.team_ids),
                roles=list(review.scope.roles),
            ),
            item_count=review.items,
            due_at=_time(review.due_ms),
            status="open" if close is None else "closed",
            created_by=review.created_by.id,
            created_at=to_rfc3339(review.created_ms),
            closed_by=close.actor.id if close else None,
            closed_at=to_rfc3339(close.at_ms) if close else None,
            version=review.version,
            **more,
        )


class ReviewedPersonView(BaseModel):
    """Somebody as they were when the review began."""

    id: str
    email: str
    name: str
    status: str
    last_sign_in_at: str | None
    mfa_methods: list[str]


class AccessReviewItemView(BaseModel):
    """One thing that somebody has; `person` is null for a service key.

    `subject` is the role, the id of the team or of the key. `outcome` says what a decision did:
    `gone` is what somebody else had taken away before.
    """

    id: str
    kind: AccessKind
    person: ReviewedPersonView | None
    subject: str
    name: str
    team_id: str | None
    last_used_at: str | None
    permissions: list[str]
    decision: ReviewVerdict | None
    outcome: ReviewOutcome | None
    decided_by: str | None
    decided_at: str | None
    comment: str

    @classmethod
    def of(cls, item: Item) -> Self:
        decision = item.decision
        return cls(
            id=item.id,
            kind=item.kind,
            person=_person(item),
            subject=item.subject,
            name=item.name,
            team_id=item.team_id,
            last_used_at=_time(item.used_ms),
            permissions=list(item.permissions),
            decision=decision.verdict if decision else None,
            outcome=decision.outcome if decision else None,
            decided_by=decision.actor.id if decision else None,
            decided_at=_time(decision.at_ms) if decision else None,
            comment=decision.comment if decision else "",
        )


class AccessReviewDetail(AccessReviewView):
    """A review with some of its items."""

    items: list[AccessReviewItemView]
    next_cursor: str | None

    @classmethod
    def with_items(cls, review: Review, page: ItemPage) -> Self:
        after = page.next_after
        return cls.of(
            review,
            items=[AccessReviewItemView.of(item) for item in page.items],
            next_cursor=None if after is None else encode_cursor(after),
        )


class AccessReviewReport(AccessReviewView):
    """A review with all of its items."""

    items: list[AccessReviewItemView]

    @classmethod
    def whole(cls, review: Review, items: Sequence[Item]) -> Self:
        return cls.of(review, items=[AccessReviewItemView.of(item) for item in items])


def _person(item: Item) -> ReviewedPersonView | None:
    person = item.person
    if person is None:
        return None
    return ReviewedPersonView(
        id=person.id,
        email=person.email,
        name=person.name,
        status=person.status,
        last_sign_in_at=_time(person.signed_in_ms),
        mfa_methods=list(person.mfa_methods),
    )


def _time(moment_ms: int | None) -> str | None:
    return None if moment_ms is None else to_rfc3339(moment_ms)
