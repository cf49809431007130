"""Who a request comes from, and the sessions of people who signed in."""

from __future__ import annotations

from dataclasses import dataclass, field

from tollgate.journal.models import Actor
from tollgate.kit.permissions import permits


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """An authenticated request of the control plane.

    What it may do is what every one of `grants` permits: a person has one (the union over their
    roles), a personal API key two (its own and its owner's). `by_cookie` says that a browser sent
    the credential on its own accord, so that a change needs proof of the page's origin.
    """

    organization_id: str
    actor: Actor
    user_id: str | None
    team_ids: tuple[str, ...] = ()
    grants: tuple[frozenset[str], ...] = ()
    request_id: str
    session_id: str | None = None
    by_cookie: bool = False

    def may(self, permission: str) -> bool:
        """Whether this caller holds `permission`, which may be a pattern such as `llm.use.*`."""
        return bool(self.grants) and all(permits(grant, permission) for grant in self.grants)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A sign-in. `token_hash` is the hex SHA-256 of the token; times are epoch milliseconds."""

    id: str
    organization_id: str
    user_id: str
    token_hash: str = field(repr=False)
    created_ms: int
    expires_ms: int


@dataclass(frozen=True, slots=True)
class Attempts:
    """Failed sign-ins of one person since the last success; zero `locked_until_ms` is no lock."""

    failed: int = 0
    locked_until_ms: int = 0
