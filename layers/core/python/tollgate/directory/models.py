"""Organizations, teams, people, roles and API keys.

Everything here belongs to exactly one organization, whose id is the first part of its key in the
table. `version` counts changes and is the ETag outside; times are epoch milliseconds.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Final, Generic, TypeVar

from msgspec import Struct, field

from tollgate.kit.guarded import Guarded
from tollgate.ledger.models import Budget, RateLimit

SYSTEM: Final = "system"
"""The partition of what belongs to the deployment itself."""


class Status(StrEnum):
    """Only what is `active` may act; `pending` was invited; `revoked` and `deleted` are final."""

    PENDING = "pending"
    ACTIVE = "active"
    FROZEN = "frozen"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    DELETED = "deleted"


class Organization(Struct, frozen=True, kw_only=True):
    """A tenant. Prices are nano-dollars per million tokens.

    `security` are its rules for signing in as `tollgate.auth.requirements` reads them, `network`
    those of `tollgate.directory.network`: from where it may be reached. `has_access_rules` is set
    with the first `AccessRule` and stays. `policy_demands` are what its security policies in force
    demand of signing in; `tollgate.policies` keeps it up to date.
    """

    id: str
    name: str
    slug: str
    time_zone: str = "UTC"
    status: Status = Status.ACTIVE
    settings: dict[str, Any] = field(default_factory=dict)
    security: dict[str, Any] = field(default_factory=dict)
    network: dict[str, Any] = field(default_factory=dict)
    has_access_rules: bool = False
    policy_demands: tuple[dict[str, Any], ...] = ()
    budgets: tuple[Budget, ...] = ()
    rate_limit: RateLimit | None = None
    ceiling_price: dict[str, int] | None = None
    price_overrides: dict[str, Any] = field(default_factory=dict)
    version: int = 1
    created_ms: int

    @property
    def organization_id(self) -> str:
        return self.id


class NewTenant(Guarded, frozen=True, kw_only=True):
    """An organization to be founded, and its first person; the slug may follow from the name.

    `admin_password_temporary` says that the password is weak.
    """

    hidden = frozenset({"admin_password_hash"})

    name: str
    slug: str | None
    time_zone: str
    admin_email: str
    admin_name: str
    admin_password_hash: str
    admin_password_temporary: bool = False


class Team(Struct, frozen=True, kw_only=True):
    """A node of the organization's tree; what its members spend counts for every team above."""

    id: str
    organization_id: str
    name: str
    description: str = ""
    parent_team_id: str | None = None
    cost_center: str = ""
    metadata: dict[str, str] = field(default_factory=dict)
    status: Status = Status.ACTIVE
    budgets: tuple[Budget, ...] = ()
    rate_limit: RateLimit | None = None
    version: int = 1
    created_ms: int


class Elevation(Struct, frozen=True):
    """A role that somebody has until `until_ms`, by the approval with id `id`."""

    id: str
    role: str
    until_ms: int


class User(Guarded, frozen=True, kw_only=True):
    """A person. `password_hash` is None for someone who cannot sign in with a password.

    `roles` hold in the whole organization, `team_roles` (by team, of those in `team_ids`) in a team
    and those below. `password_history` are hashes of earlier passwords, newest first.
    `mfa_methods` are the second factors that are enrolled (`totp`, `webauthn`);
    `mfa_asked_ms` is when one was first required. `attributes` are what an identity provider or an
    administrator says of the person, for conditions. `groups` are those of the identity provider.
    `invited_ms` is when somebody who has not joined yet was last written an invitation, by
    `invited_by` (zero: not yet; None: they have joined). From `anonymize_at_ms` on, name and
    address of somebody who left are removed, and were removed at `anonymized_ms`. `status_by` is
    `scim` where an identity provider took the access away, and blank where somebody here did.
    """

    hidden = frozenset({"password_hash", "password_history"})

    id: str
    organization_id: str
    email: str
    name: str
    roles: tuple[str, ...] = ()
    team_ids: tuple[str, ...] = ()
    team_roles: dict[str, tuple[str, ...]] = field(default_factory=dict)
    elevations: tuple[Elevation, ...] = ()
    status: Status = Status.ACTIVE
    status_reason: str = ""
    status_by: str = ""
    email_verified: bool = False
    password_hash: str | None = None
    password_history: tuple[str, ...] = ()
    password_changed_ms: int | None = None
    password_temporary: bool = False
    mfa_methods: tuple[str, ...] = ()
    mfa_asked_ms: int | None = None
    mfa_waived_until_ms: int | None = None
    external_id: str | None = None
    source: str = "local"
    groups: tuple[str, ...] = ()
    attributes: dict[str, str] = field(default_factory=dict)
    invited_ms: int | None = None
    invited_by: str | None = None
    anonymize_at_ms: int | None = None
    anonymized_ms: int | None = None
    budgets: tuple[Budget, ...] = ()
    rate_limit: RateLimit | None = None
    version: int = 1
    created_ms: int


class Role(Struct, frozen=True, kw_only=True):
    """A role of the organization's own; its `id` is its name.

    It gives `permissions` and those of the roles that it `inherits`; what it denies is denied
    whatever else its holder has. With a `condition` (Cedar, see `tollgate.access.conditions`) it
    counts only where that holds. `elevatable` lets people ask for it for a while.
    """

    id: str
    organization_id: str
    name: str
    description: str = ""
    permissions: tuple[str, ...] = ()
    denied_permissions: tuple[str, ...] = ()
    inherits: tuple[str, ...] = ()
    condition: str | None = None
    elevatable: bool = False
    status: Status = Status.ACTIVE
    version: int = 1
    created_ms: int


class Purpose(StrEnum):
    """What a key is for: model calls, or the control plane."""

    MODEL = "model"
    MANAGEMENT = "management"


class ApiKey(Guarded, frozen=True, kw_only=True):
    """A key for model calls or for the control plane, as far as `permissions` go.

    `purpose` None is a key from before the two were kept apart, which may serve both.

    `secret_hash` is the hex HMAC-SHA256 of the secret; `models` empty means every model; `last4`
    are the token's last characters, for recognising it. `addresses` are the networks (CIDR) that it
    may be used from; empty is everywhere. `previous_hash` is of the secret that a rotation
    replaced, good until `previous_until_ms`. `rotated_by` are the ids of the last two who rotated
    it: with its maker they know its secrets.
    """

    hidden = frozenset({"secret_hash", "previous_hash"})

    id: str
    organization_id: str
    name: str
    secret_hash: str
    last4: str
    description: str = ""
    user_id: str | None = None
    team_id: str | None = None
    purpose: Purpose | None = None
    permissions: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    budgets: tuple[Budget, ...] = ()
    rate_limit: RateLimit | None = None
    addresses: tuple[str, ...] = ()
    tags: dict[str, str] = field(default_factory=dict)
    status: Status = Status.ACTIVE
    expires_ms: int | None = None
    previous_hash: str | None = None
    previous_until_ms: int | None = None
    rotated_ms: int | None = None
    rotated_by: tuple[str, ...] = ()
    created_by: str
    version: int = 1
    created_ms: int


class AccessRule(Struct, frozen=True, kw_only=True):
    """What an organization forbids whatever roles allow, while `condition` (Cedar) holds.

    `actions` are permissions, with `*`. `reads_resource` follows from the condition: whether it
    depends on what is acted upon.
    """

    id: str
    organization_id: str
    name: str
    description: str = ""
    actions: tuple[str, ...]
    condition: str
    reads_resource: bool = False
    enabled: bool = True
    status: Status = Status.ACTIVE
    version: int = 1
    created_ms: int


Entity = Organization | Team | User | ApiKey | Role | AccessRule
Limited = Organization | Team | User | ApiKey
"""What may have budgets and a rate limit."""
LimitedType = TypeVar("LimitedType", Organization, Team, User, ApiKey)
EntityType = TypeVar("EntityType", Organization, Team, User, ApiKey, Role, AccessRule)


class Page(Struct, Generic[EntityType], frozen=True):
    """Some entities in the order of creation; `next_after` is the last id when more follow."""

    items: tuple[EntityType, ...]
    next_after: str | None
