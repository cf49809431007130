"""The vocabulary of access reviews. Times are epoch milliseconds."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from tollgate.journal.models import Actor


class AccessKind(StrEnum):
    """What somebody has: a role, a role in one team, a place in a team, or an API key."""

    ROLE = "role"
    TEAM_ROLE = "team_role"
    MEMBERSHIP = "membership"
    API_KEY = "api_key"


class ReviewVerdict(StrEnum):
    """Whether it stays."""

    KEEP = "keep"
    REVOKE = "revoke"


class ReviewOutcome(StrEnum):
    """What a verdict did: `gone` is what somebody else had taken away before."""

    KEPT = "kept"
    REVOKED = "revoked"
    GONE = "gone"


class Scope(Struct, frozen=True, kw_only=True):
    """What a review looks at; an empty tuple does not narrow it.

    `team_ids` takes the people of these teams and their keys, `roles` who has one of them.
    """

    kinds: tuple[AccessKind, ...] = ()
    team_ids: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()


class Close(Struct, frozen=True):
    """Who ended a review, and when."""

    actor: Actor
    at_ms: int


class Review(Struct, frozen=True, kw_only=True):
    """A review of `items` things; the snapshot is of `created_ms`."""

    id: str
    organization_id: str
    name: str
    scope: Scope
    items: int
    due_ms: int | None = None
    created_by: Actor
    created_ms: int
    close: Close | None = None
    version: int = 1


class Person(Struct, frozen=True, kw_only=True):
    """Somebody as they were when the review began.

    Name and address are not kept with it: who is anonymized later is so in every review.
    """

    id: str
    email: str = ""
    name: str = ""
    status: str
    signed_in_ms: int | None = None
    mfa_methods: tuple[str, ...] = ()


class Decision(Struct, frozen=True):
    """One verdict, who gave it and what came of it."""

    verdict: ReviewVerdict
    outcome: ReviewOutcome
    actor: Actor
    at_ms: int
    comment: str = ""


class Item(Struct, frozen=True, kw_only=True):
    """One thing that one person has, or that is nobody's: a service key.

    `subject` is the role, the team or the key, `name` what people call it. `team_id` is where a
    role in a team holds or what a key is charged to; `used_ms` when a key was last used. `version`
    counts decisions.
    """

    id: str
    kind: AccessKind
    person: Person | None
    subject: str
    name: str
    team_id: str | None = None
    used_ms: int | None = None
    permissions: tuple[str, ...] = ()
    decision: Decision | None = None
    version: int = 0


class ReviewPage(Struct, frozen=True):
    """Some reviews, newest first; `next_after` is the last id when more follow."""

    items: tuple[Review, ...]
    next_after: str | None


class ItemPage(Struct, frozen=True):
    """Some items in their order; `next_after` is the last id when more follow."""

    items: tuple[Item, ...]
    next_after: str | None
