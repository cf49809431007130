"""The vocabulary of approvals. Money is integer nano-dollars, time is epoch milliseconds."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from msgspec import Struct

from tollgate.journal.models import Actor

DEFAULT_APPROVERS: Final = ("owner", "admin")
MOST_REQUIRED: Final = 5


class Kind(StrEnum):
    """What is asked for.

    The first three become a grant that calls rest on; a raise changes a budget itself.
    """

    POLICY_EXCEPTION = "policy_exception"
    MODEL_ACCESS = "model_access"
    KEY_SCOPE = "key_scope"
    BUDGET_RAISE = "budget_raise"


class State(StrEnum):
    """`pending` until decided; it becomes `expired` by the clock, and only an approved one can be
    `revoked`.
    """

    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    REVOKED = "revoked"


class GrantForm(StrEnum):
    """How long an approval holds: for one call, or for a time."""

    ONCE = "once"
    WINDOW = "window"


class TargetType(StrEnum):
    """Whose budget is raised."""

    KEY = "key"
    USER = "user"
    TEAM = "team"
    ORGANIZATION = "organization"


class Raise(Struct, frozen=True):
    """`amount` nano-dollars more per `period` for a key, a person, a team or the organization."""

    target_type: TargetType
    target_id: str
    period: str
    amount: int


class Vote(Struct, frozen=True):
    """One person's yes. `people` are all that stand behind the credential that said it."""

    actor: Actor
    people: tuple[str, ...]
    at_ms: int
    comment: str = ""


class Ending(Struct, frozen=True):
    """Who decided it in the end, withdrew it or took it back, when, and what they said."""

    actor: Actor
    at_ms: int
    comment: str = ""


class Approval(Struct, frozen=True, kw_only=True):
    """One request for an approval; `version` counts its changes.

    It is for the person `user_id`, or for the key `key_id` where there is none. `policy_id` with
    `rules` (or all of them), `models` and `permissions` say what is asked for. `decided` is the
    state as it was set; `state` says what has become of it. `until_ms` is the end of a time-boxed
    grant as asked for, and `grant_until_ms` of the one that was given.
    """

    id: str
    organization_id: str
    kind: Kind
    decided: State = State.PENDING
    reason: str = ""
    requested_by: Actor
    user_id: str | None = None
    key_id: str | None = None
    team_id: str | None = None
    request_id: str | None = None
    policy_id: str | None = None
    policy_name: str = ""
    policy_version: int | None = None
    rules: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    permissions: tuple[str, ...] = ()
    budget_raise: Raise | None = None
    estimated_cost: int = 0
    approvers: tuple[str, ...] = DEFAULT_APPROVERS
    required: int = 1
    grant: GrantForm = GrantForm.ONCE
    until_ms: int | None = None
    expires_ms: int
    votes: tuple[Vote, ...] = ()
    ending: Ending | None = None
    grant_until_ms: int | None = None
    created_ms: int
    updated_ms: int
    version: int = 1

    def state(self, at_ms: int) -> State:
        """As of `at_ms`."""
        if self.decided is State.PENDING and at_ms >= self.expires_ms:
            return State.EXPIRED
        return self.decided

    def holds(self, at_ms: int) -> bool:
        """Whether what it gave is still in force, as far as the clock tells."""
        if self.decided is not State.APPROVED:
            return False
        return self.grant_until_ms is None or at_ms < self.grant_until_ms

    @property
    def subject(self) -> str:
        """Whom it is for: a person, a key, or what a raise is for."""
        if self.budget_raise is not None:
            return self.budget_raise.target_id
        return self.user_id or self.key_id or ""


class Wanted(Struct, frozen=True, kw_only=True):
    """What somebody asks for, before anything was looked up."""

    kind: Kind
    reason: str
    user_id: str | None = None
    key_id: str | None = None
    policy_id: str | None = None
    rules: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    permissions: tuple[str, ...] = ()
    budget_raise: Raise | None = None
    request_id: str | None = None
    required: int = 1
    grant: GrantForm | None = None
    until_ms: int | None = None


class Filters(Struct, frozen=True):
    """Which approvals; None does not restrict. `mine` are those that the caller may decide."""

    state: State | None = None
    kind: Kind | None = None
    policy_id: str | None = None
    user_id: str | None = None
    key_id: str | None = None
    mine: bool = False


class Page(Struct, frozen=True):
    """Some approvals, newest first; `next_after` is the last id when more follow."""

    items: tuple[Approval, ...]
    next_after: str | None


Grants = tuple[Mapping[str, Any], ...]
"""Values of `tollgate.policies.models.Grant`, as a bundle's head has them."""
