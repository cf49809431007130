"""Who a request comes from, and the sessions of people who signed in."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Final, Protocol

from msgspec import Struct, field

from tollgate.journal.models import Actor
from tollgate.kit.guarded import Guarded
from tollgate.kit.permissions import Reach, Rights

SSO: Final = "sso"
"""What a session's `methods` hold when an identity provider said who the person is."""
BY_PASSWORD: Final = "pwd"  # noqa: S105 - a method, not a password
"""The method of RFC 8176 for a password."""


class Restriction(StrEnum):
    """What a person has to do first; until then a session may do nothing else."""

    MFA_ENROLMENT = "mfa_enrolment_required"
    PASSWORD_CHANGE = "password_change_required"  # noqa: S105 - a code, not a password


class Credential(Guarded, frozen=True, kw_only=True):
    """What a request shows of itself. `address` is the caller's as the trusted edge saw it.

    `by_cookie` says that a browser sent the token on its own accord.
    """

    hidden = frozenset({"token"})

    token: str
    request_id: str
    address: str | None = None
    agent: str | None = None
    by_cookie: bool = False


class Guard(Protocol):
    """An organization's access rules as they concern one caller; see `tollgate.access.guard`.

    All raise `Forbidden` or say whether they would. Actions are permissions.
    """

    def check(self, action: str) -> None: ...

    def allows(self, action: str) -> bool: ...

    def check_resource(self, action: str, entity: Any) -> None: ...

    def permits(self, action: str, entity: Any) -> bool: ...


class Caller(Struct, frozen=True, kw_only=True):
    """An authenticated request of the control plane.

    What it may do is what every one of `grants` permits: a person has one (the union over their
    roles), a personal API key two (its own and its owner's). `by_cookie` says that a browser sent
    the credential on its own accord, so that a change needs proof of the page's origin. `behind`
    has the ids of those who made or rotated the key that calls: they saw its secret.
    `authenticated_ms` is when the person last proved who they are, epoch milliseconds; `methods`
    how (RFC 8176: `pwd`, `otp`, `swk`, …). `guard` has what the organization forbids besides, None
    where that is nothing, and `action` is the permission of the route that was called.
    """

    organization_id: str
    actor: Actor
    user_id: str | None
    team_ids: tuple[str, ...] = ()
    grants: tuple[Rights, ...] = ()
    request_id: str
    session_id: str | None = None
    by_cookie: bool = False
    address: str | None = None
    agent: str | None = None
    behind: frozenset[str] = frozenset()
    authenticated_ms: int | None = None
    methods: tuple[str, ...] = ()
    restriction: Restriction | None = None
    guard: Guard | None = None
    action: str | None = None

    def may(self, permission: str) -> bool:
        """Whether this caller holds `permission`, which may be a pattern such as `llm.use.*`.

        With a scope at its end (`users.view.team`) it is enough to hold it somewhere.
        """
        return bool(self.grants) and all(rights.permits(permission) for rights in self.grants)

    def holds(self, permission: str) -> bool:
        """Whether this caller holds all of `permission` everywhere, and so may hand it on."""
        return bool(self.grants) and all(rights.gives(permission) for rights in self.grants)

    def reach(self, permission: str) -> Reach:
        """How far this caller's `permission`, given without a scope, extends."""
        reach = Reach(everything=True, own=True) if self.grants else Reach()
        for rights in self.grants:
            reach = reach.both(rights.reach(permission, self.team_ids))
        return reach


class Session(Guarded, frozen=True, kw_only=True):
    """A sign-in; times are epoch milliseconds.

    `token_hash` is the hex SHA-256 of the cookie's token. `generation` counts refreshes: only the
    refresh token of the current one is good, and an earlier one ends the session. `address` and
    `agent` are those of the sign-in; `seen_ms` is the last use, to the minute.
    """

    hidden = frozenset({"token_hash"})

    id: str
    organization_id: str
    user_id: str
    token_hash: str
    generation: int = 0
    methods: tuple[str, ...] = (BY_PASSWORD,)
    address: str | None = None
    agent: str | None = None
    authenticated_ms: int
    seen_ms: int
    created_ms: int
    expires_ms: int


class OpenSessions(Struct, frozen=True):
    """The ids of one person's sessions, oldest first; some may have expired.

    `revision` counts changes, so that two of them at once cannot both count. `signed_in_ms` is when
    the last one began, whether it goes on or not.
    """

    ids: tuple[str, ...] = ()
    revision: int = 0
    signed_in_ms: int | None = None


class Link(Struct, frozen=True, kw_only=True):
    """A single-use link that somebody got by mail; `id` is the hex SHA-256 of its token.

    `kind` is what it is good for (`password.reset`, `email.verification`, `invitation`), `user_id`
    whom it is for, `data` what its maker wants to know again. Times are epoch milliseconds.
    """

    id: str
    organization_id: str
    kind: str
    user_id: str | None
    data: dict[str, Any] = field(default_factory=dict)
    created_ms: int
    expires_ms: int


class Attempts(Struct, frozen=True):
    """Failed sign-ins of one person since the last success; zero `locked_until_ms` is no lock."""

    failed: int = 0
    locked_until_ms: int = 0
