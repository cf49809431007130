"""The roles that every organization has, and the names that other systems have for them.

Permissions of the built-in roles are data, not code: `docs/permissions-table.md` is made from here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_EVERYTHING_SEEN: Final = (
    "organizations.view",
    "users.view",
    "teams.view",
    "roles.view",
    "api_keys.view",
    "policies.view",
    "approvals.view",
    "violations.view",
    "requests.view",
)
_OWN: Final = (
    "organizations.view",
    "teams.view",
    "roles.view",
    "users.view.own",
    "api_keys.view.own",
    "costs.view.own",
    "usage.view.own",
    "requests.view.own",
    "policies.view",
    "approvals.view.own",
    "approvals.create.own",
    "elevations.view.own",
    "elevations.create.own",
)

SYSTEM_ROLES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "owner": ("*",),
        "admin": (
            "organizations.view",
            "organizations.edit",
            "organizations.freeze",
            "security.*",
            "network.*",
            "sso.*",
            "scim.*",
            "users.*",
            "teams.*",
            "roles.*",
            "sessions.*",
            "elevations.*",
            "access_reviews.*",
            "api_keys.*",
            "budgets.*",
            "prices.*",
            "costs.*",
            "usage.*",
            "requests.*",
            "policies.*",
            "approvals.*",
            "violations.*",
            "audit.*",
            "reports.*",
            "llm.use.*",
        ),
        "team_manager": (
            "organizations.view",
            "users.view",
            "teams.view",
            "teams.edit",
            "roles.view",
            "api_keys.*",
            "budgets.view",
            "costs.view",
            "usage.view",
            "requests.view",
            "policies.view",
            "approvals.*",
            "elevations.view",
            "elevations.create.own",
            "violations.view",
            "llm.use.*",
        ),
        "power_user": (
            *_OWN,
            "api_keys.create.own",
            "api_keys.edit.own",
            "api_keys.revoke.own",
            "costs.view.team",
            "usage.view.team",
            "requests.view.team",
            "policies.create",
            "policies.test",
            "llm.use.*",
        ),
        "developer": (
            *_OWN,
            "api_keys.create.own",
            "api_keys.edit.own",
            "api_keys.revoke.own",
            "llm.use.*",
        ),
        "standard_user": (*_OWN, "llm.use.*"),
        "viewer": (
            *_EVERYTHING_SEEN,
            "budgets.view",
            "prices.view",
            "costs.view",
            "usage.view",
        ),
        "security_officer": (
            *_EVERYTHING_SEEN,
            "organizations.freeze",
            "security.*",
            "network.*",
            "sso.view",
            "sessions.*",
            "users.suspend",
            "api_keys.revoke",
            "policies.*",
            "approvals.*",
            "violations.*",
            "access_reviews.*",
            "elevations.*",
            "audit.*",
        ),
        "finance": (
            "organizations.view",
            "users.view.own",
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
            *_EVERYTHING_SEEN,
            "security.view",
            "network.view",
            "sso.view",
            "sessions.view",
            "elevations.view",
            "access_reviews.view",
            "audit.*",
        ),
        "operator": (
            "organizations.view",
            "organizations.edit",
            "organizations.freeze",
            "teams.view",
            "usage.view",
            "requests.view",
            "policies.view",
            "network.view",
            "security.view",
            "users.view.own",
            "elevations.view.own",
            "elevations.create.own",
        ),
    }
)
"""The permissions of each built-in role; a person's permissions are the union over their roles."""

ELEVATABLE: Final = SYSTEM_ROLES.keys() - {"owner"}
"""Those that people may have for a while; nobody becomes an owner for an hour."""

ROLE_ALIASES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "super_admin": "owner",
        "org_admin": "admin",
        "team_admin": "team_manager",
        "security_admin": "security_officer",
        "finance_manager": "finance",
        "audit_admin": "auditor",
        "system_admin": "operator",
        "end_user": "standard_user",
    }
)
"""What the same roles are called elsewhere; accepted wherever a role is named."""


def canonical_role(name: str) -> str:
    """`finance` of `Finance Manager`: lower case, underscores, and our own name for it."""
    plain = re.sub(r"[\s-]+", "_", name.strip().lower())
    return ROLE_ALIASES.get(plain, plain)
