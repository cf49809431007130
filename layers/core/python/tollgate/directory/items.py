"""How the directory's entities lie in the table: one PynamoDB model per kind.

Attribute names are a contract with the proxy, which reads the same items without PynamoDB.
"""

from __future__ import annotations

from typing import Any, Final

from msgspec.structs import asdict
from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from tollgate.aws.items import Item, ListOf, MapOf
from tollgate.directory.models import (
    AccessRule,
    ApiKey,
    Elevation,
    Entity,
    Organization,
    Purpose,
    Role,
    Status,
    Team,
    User,
)
from tollgate.ledger.models import Budget, Period, RateLimit

SORT_PREFIX: Final[dict[type[Entity], str]] = {
    Organization: "ORG",
    Team: "TEAM#",
    User: "USER#",
    ApiKey: "KEY#",
    Role: "ROLE#",
    AccessRule: "RULE#",
}


_LISTS: Final = frozenset(
    {
        "policy_demands",
        "roles",
        "team_ids",
        "permissions",
        "models",
        "addresses",
        "rotated_by",
        "denied_permissions",
        "inherits",
        "actions",
        "password_history",
        "mfa_methods",
        "groups",
    }
)
_LEFT_OUT: Final = frozenset(
    {
        "security",
        "network",
        "has_access_rules",
        "policy_demands",
        "team_roles",
        "elevations",
        "status_reason",
        "status_by",
        "email_verified",
        "password_history",
        "password_temporary",
        "mfa_methods",
        "groups",
        "attributes",
        "cost_center",
        "metadata",
        "addresses",
        "rotated_by",
        "denied_permissions",
        "inherits",
        "elevatable",
    }
)
"""Absent rather than empty, false or blank."""


class ByEmail(GlobalSecondaryIndex["DirectoryItem"]):  # type: ignore[no-untyped-call]
    """Finds the people who sign in with an address, across organizations."""

    class Meta:
        index_name = "by_email"
        projection = AllProjection()

    login_email = UnicodeAttribute(hash_key=True)
    pk = UnicodeAttribute(range_key=True)


class DirectoryItem(Item):
    """Any entity's item; which attributes are there depends on its kind."""

    by_email = ByEmail()

    name = UnicodeAttribute(null=True)
    status = UnicodeAttribute(null=True)
    budgets = MapOf(null=True)
    rate_limit = MapOf(null=True)
    version = NumberAttribute(null=True)
    created_ms = NumberAttribute(null=True)

    slug = UnicodeAttribute(null=True)
    time_zone = UnicodeAttribute(null=True)
    settings = MapOf(null=True)
    ceiling_price = MapOf(null=True)
    price_overrides = MapOf(null=True)
    security = MapOf(null=True)
    network = MapOf(null=True)
    policy_demands = ListOf(null=True)
    has_access_rules = BooleanAttribute(null=True)

    description = UnicodeAttribute(null=True)
    parent_team_id = UnicodeAttribute(null=True)
    cost_center = UnicodeAttribute(null=True)
    metadata = MapOf(null=True)

    email = UnicodeAttribute(null=True)
    login_email = UnicodeAttribute(null=True)
    password_hash = UnicodeAttribute(null=True)
    roles = ListOf(null=True)
    team_ids = ListOf(null=True)
    team_roles = MapOf(null=True)
    elevations = ListOf(null=True)
    status_reason = UnicodeAttribute(null=True)
    status_by = UnicodeAttribute(null=True)
    email_verified = BooleanAttribute(null=True)
    password_history = ListOf(null=True)
    password_changed_ms = NumberAttribute(null=True)
    password_temporary = BooleanAttribute(null=True)
    mfa_methods = ListOf(null=True)
    mfa_asked_ms = NumberAttribute(null=True)
    mfa_waived_until_ms = NumberAttribute(null=True)
    external_id = UnicodeAttribute(null=True)
    source = UnicodeAttribute(null=True)
    groups = ListOf(null=True)
    attributes = MapOf(null=True)
    invited_ms = NumberAttribute(null=True)
    invited_by = UnicodeAttribute(null=True)
    anonymize_at_ms = NumberAttribute(null=True)
    anonymized_ms = NumberAttribute(null=True)

    denied_permissions = ListOf(null=True)
    inherits = ListOf(null=True)
    elevatable = BooleanAttribute(null=True)
    condition = UnicodeAttribute(null=True)

    actions = ListOf(null=True)
    reads_resource = BooleanAttribute(null=True)
    enabled = BooleanAttribute(null=True)

    purpose = UnicodeAttribute(null=True)
    secret_hash = UnicodeAttribute(null=True)
    last4 = UnicodeAttribute(null=True)
    user_id = UnicodeAttribute(null=True)
    team_id = UnicodeAttribute(null=True)
    permissions = ListOf(null=True)
    models = ListOf(null=True)
    addresses = ListOf(null=True)
    tags = MapOf(null=True)
    previous_hash = UnicodeAttribute(null=True)
    previous_until_ms = NumberAttribute(null=True)
    rotated_ms = NumberAttribute(null=True)
    rotated_by = ListOf(null=True)
    expires_ms = NumberAttribute(null=True)
    created_by = UnicodeAttribute(null=True)


class GateItem(Item):
    """One copy of an organization's stamp in the accounts table."""

    epoch = NumberAttribute(default=1)


class AccountItem(Item):
    """A balance in nano-dollars; `available + held + spent == limit`."""

    limit = NumberAttribute()
    available = NumberAttribute()
    held = NumberAttribute(default=0)
    spent = NumberAttribute(default=0)


def sort_key(kind: type[Entity], entity_id: str) -> str:
    """`ORG` for an organization, else the kind's prefix and the id."""
    return "ORG" if kind is Organization else SORT_PREFIX[kind] + entity_id


def attributes_of(entity: Entity) -> dict[str, Any]:
    """The item's attributes without its keys; what is None or empty by nature is left out."""
    values: dict[str, Any] = {
        name: getattr(entity, name)
        for name in entity.__struct_fields__
        if name not in ("id", "organization_id")
    }
    if not isinstance(entity, Role | AccessRule):
        values["budgets"] = {budget.period.value: budget.limit for budget in entity.budgets}
        values["rate_limit"] = _rate_limit_map(entity.rate_limit)
    values["status"] = entity.status.value
    for name in _LISTS & values.keys():
        values[name] = list(values[name])
    if isinstance(entity, User):
        values["elevations"] = [asdict(elevation) for elevation in entity.elevations]
        values["team_roles"] = {team: list(roles) for team, roles in entity.team_roles.items()}
        if entity.status is not Status.DELETED:
            values["login_email"] = entity.email
    return {
        name: value
        for name, value in values.items()
        if value is not None and not (name in _LEFT_OUT and not value)
    }


def _rate_limit_map(limit: RateLimit | None) -> dict[str, int] | None:
    if limit is None:
        return None
    pairs = {
        "requests_per_minute": limit.requests_per_minute,
        "tokens_per_minute": limit.tokens_per_minute,
    }
    return {name: value for name, value in pairs.items() if value is not None}


def _shared(item: DirectoryItem) -> dict[str, Any]:
    return _common(item) | {
        "budgets": tuple(
            Budget(limit=limit, period=Period(period))
            for period, limit in sorted((item.budgets or {}).items())
        ),
        "rate_limit": RateLimit(**item.rate_limit) if item.rate_limit else None,
    }


def _common(item: DirectoryItem) -> dict[str, Any]:
    return {
        "name": item.name or "",
        "status": Status(item.status),
        "version": int(item.version),
        "created_ms": int(item.created_ms),
    }


def _whole(number: float | None) -> int | None:
    return None if number is None else int(number)


def organization_from(item: DirectoryItem) -> Organization:
    """Raises `ValueError` on an item that is not an organization's."""
    return Organization(
        id=item.pk,
        slug=item.slug or "",
        time_zone=item.time_zone or "UTC",
        settings=item.settings or {},
        ceiling_price=item.ceiling_price,
        price_overrides=item.price_overrides or {},
        security=item.security or {},
        network=item.network or {},
        has_access_rules=bool(item.has_access_rules),
        policy_demands=tuple(item.policy_demands or ()),
        **_shared(item),
    )


def team_from(item: DirectoryItem) -> Team:
    """Raises `ValueError` on an item that is not a team's."""
    return Team(
        id=item.sk.removeprefix("TEAM#"),
        organization_id=item.pk,
        description=item.description or "",
        parent_team_id=item.parent_team_id,
        cost_center=item.cost_center or "",
        metadata=item.metadata or {},
        **_shared(item),
    )


def user_from(item: DirectoryItem) -> User:
    """Raises `ValueError` on an item that is not a person's."""
    return User(
        id=item.sk.removeprefix("USER#"),
        organization_id=item.pk,
        email=item.email or "",
        roles=tuple(item.roles or ()),
        team_ids=tuple(item.team_ids or ()),
        team_roles={team: tuple(roles) for team, roles in (item.team_roles or {}).items()},
        elevations=tuple(Elevation(**each) for each in item.elevations or ()),
        status_reason=item.status_reason or "",
        status_by=item.status_by or "",
        email_verified=bool(item.email_verified),
        password_history=tuple(item.password_history or ()),
        password_changed_ms=_whole(item.password_changed_ms),
        password_temporary=bool(item.password_temporary),
        mfa_methods=tuple(item.mfa_methods or ()),
        mfa_asked_ms=_whole(item.mfa_asked_ms),
        mfa_waived_until_ms=_whole(item.mfa_waived_until_ms),
        external_id=item.external_id,
        source=item.source or "local",
        groups=tuple(item.groups or ()),
        attributes=item.attributes or {},
        invited_ms=_whole(item.invited_ms),
        invited_by=item.invited_by,
        anonymize_at_ms=_whole(item.anonymize_at_ms),
        anonymized_ms=_whole(item.anonymized_ms),
        password_hash=item.password_hash,
        **_shared(item),
    )


def key_from(item: DirectoryItem) -> ApiKey:
    """Raises `ValueError` on an item that is not an API key's."""
    return ApiKey(
        id=item.sk.removeprefix("KEY#"),
        organization_id=item.pk,
        secret_hash=item.secret_hash or "",
        last4=item.last4 or "",
        description=item.description or "",
        user_id=item.user_id,
        team_id=item.team_id,
        purpose=Purpose(item.purpose) if item.purpose else None,
        permissions=tuple(item.permissions or ()),
        models=tuple(item.models or ()),
        addresses=tuple(item.addresses or ()),
        tags=item.tags or {},
        expires_ms=_whole(item.expires_ms),
        previous_hash=item.previous_hash,
        previous_until_ms=_whole(item.previous_until_ms),
        rotated_ms=_whole(item.rotated_ms),
        rotated_by=tuple(item.rotated_by or ()),
        created_by=item.created_by or "",
        **_shared(item),
    )


def role_from(item: DirectoryItem) -> Role:
    """Raises `ValueError` on an item that is not a role's."""
    return Role(
        id=item.sk.removeprefix("ROLE#"),
        organization_id=item.pk,
        description=item.description or "",
        permissions=tuple(item.permissions or ()),
        denied_permissions=tuple(item.denied_permissions or ()),
        inherits=tuple(item.inherits or ()),
        condition=item.condition,
        elevatable=bool(item.elevatable),
        **_common(item),
    )


def rule_from(item: DirectoryItem) -> AccessRule:
    """Raises `ValueError` on an item that is not an access rule's."""
    return AccessRule(
        id=item.sk.removeprefix("RULE#"),
        organization_id=item.pk,
        description=item.description or "",
        actions=tuple(item.actions or ()),
        condition=item.condition or "",
        reads_resource=bool(item.reads_resource),
        enabled=bool(item.enabled),
        **_common(item),
    )


READERS: Final[dict[type[Entity], Any]] = {
    Organization: organization_from,
    Team: team_from,
    User: user_from,
    ApiKey: key_from,
    Role: role_from,
    AccessRule: rule_from,
}
