"""Organizations, teams, people and API keys.

Everything here belongs to exactly one organization, whose id is the first part of its key in the
table. `version` counts changes and is the ETag outside; times are epoch milliseconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final, Generic, TypeVar

from tollgate.ledger.models import Budget, RateLimit

SYSTEM: Final = "system"
"""The partition of what belongs to the deployment itself."""


class Status(StrEnum):
    """Only what is `active` may act; `revoked` and `deleted` are final."""

    ACTIVE = "active"
    FROZEN = "frozen"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    DELETED = "deleted"


SYSTEM_ROLES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "owner": ("*",),
        "admin": (
            "organizations.view",
            "organizations.edit",
            "organizations.freeze",
            "users.*",
            "teams.*",
            "api_keys.*",
            "budgets.*",
            "prices.*",
            "costs.*",
            "usage.*",
            "requests.*",
            "policies.*",
            "approvals.*",
            "violations.*",
            "llm.use.*",
        ),
        "team_manager": (
            "organizations.view",
            "users.view",
            "teams.view",
            "teams.edit",
            "api_keys.*",
            "budgets.view",
            "costs.view",
            "usage.view",
            "requests.view",
            "policies.view",
            "approvals.*",
            "violations.view",
            "llm.use.*",
        ),
        "developer": (
            "organizations.view",
            "teams.view",
            "users.view.own",
            "api_keys.view.own",
            "api_keys.create.own",
            "api_keys.edit.own",
            "api_keys.revoke.own",
            "costs.view.own",
            "usage.view.own",
            "requests.view.own",
            "policies.view",
            "approvals.view.own",
            "approvals.create.own",
            "llm.use.*",
        ),
        "finance": (
            "organizations.view",
            "teams.view",
            "budgets.*",
            "prices.view",
            "costs.*",
            "usage.view",
            "requests.view",
            "policies.view",
            "approvals.view",
        ),
        "auditor": (
            "organizations.view",
            "users.view",
            "teams.view",
            "api_keys.view",
            "requests.view",
            "policies.view",
            "approvals.view",
            "violations.view",
        ),
        "viewer": (
            "organizations.view",
            "users.view",
            "teams.view",
            "api_keys.view",
            "budgets.view",
            "prices.view",
            "costs.view",
            "usage.view",
            "requests.view",
            "policies.view",
            "approvals.view",
            "violations.view",
        ),
    }
)
"""The permissions of each built-in role; a person's permissions are the union over their roles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization:
    """A tenant. Prices are nano-dollars per million tokens."""

    id: str
    name: str
    slug: str
    time_zone: str = "UTC"
    status: Status = Status.ACTIVE
    settings: dict[str, Any] = field(default_factory=dict)
    budgets: tuple[Budget, ...] = ()
    rate_limit: RateLimit | None = None
    ceiling_price: dict[str, int] | None = None
    price_overrides: dict[str, Any] = field(default_factory=dict)
    version: int = 1
    created_ms: int

    @property
    def organization_id(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTenant:
    """An organization to be founded, and its first person; the slug may follow from the name."""

    name: str
    slug: str | None
    time_zone: str
    admin_email: str
    admin_name: str
    admin_password_hash: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """A node of the organization's tree; what its members spend counts for every team above."""

    id: str
    organization_id: str
    name: str
    description: str = ""
    parent_team_id: str | None = None
    status: Status = Status.ACTIVE
    budgets: tuple[Budget, ...] = ()
    rate_limit: RateLimit | None = None
    version: int = 1
    created_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A person. `password_hash` is None for someone who cannot sign in with a password."""

    id: str
    organization_id: str
    email: str
    name: str
    roles: tuple[str, ...] = ()
    team_ids: tuple[str, ...] = ()
    status: Status = Status.ACTIVE
    password_hash: str | None = field(default=None, repr=False)
    budgets: tuple[Budget, ...] = ()
    rate_limit: RateLimit | None = None
    version: int = 1
    created_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """A key for model calls, and for the control plane as far as `permissions` go.

    `secret_hash` is the hex HMAC-SHA256 of the secret; `models` empty means every model; `last4`
    are the token's last characters, for recognising it.
    """

    id: str
    organization_id: str
    name: str
    secret_hash: str = field(repr=False)
    last4: str
    description: str = ""
    user_id: str | None = None
    team_id: str | None = None
    permissions: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    budgets: tuple[Budget, ...] = ()
    rate_limit: RateLimit | None = None
    tags: dict[str, str] = field(default_factory=dict)
    status: Status = Status.ACTIVE
    expires_ms: int | None = None
    created_by: str
    version: int = 1
    created_ms: int


Entity = Organization | Team | User | ApiKey
EntityType = TypeVar("EntityType", Organization, Team, User, ApiKey)


@dataclass(frozen=True, slots=True)
class Page(Generic[EntityType]):
    """Some entities in the order of creation; `next_after` is the last id when more follow."""

    items: tuple[EntityType, ...]
    next_after: str | None
