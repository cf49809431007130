"""Every permission that something asks for, with what it lets somebody do.

The one list behind `GET /api/v1/roles/permissions` and `docs/permissions-table.md`. A test holds
that every route's permission and every built-in role's permission is here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from msgspec import Struct

from tollgate.directory.permission_names import expanded
from tollgate.kit.permissions import OWN, TEAM, permits


class Permission(Struct, frozen=True):
    """One permission without a scope; `scopes` are those that narrow it (`own`, `team`)."""

    name: str
    description: str
    scopes: tuple[str, ...] = ()

    @property
    def strings(self) -> tuple[str, ...]:
        """All forms of it, the widest first."""
        return (self.name, *(f"{self.name}.{scope}" for scope in self.scopes))


_BOTH: Final = (TEAM, OWN)

CATALOG: Final[tuple[Permission, ...]] = (
    Permission("organizations.view", "See the organization and its members."),
    Permission("organizations.create", "Found another organization."),
    Permission("organizations.edit", "Change the organization's name, limits and settings."),
    Permission("organizations.delete", "Close the organization."),
    Permission("organizations.freeze", "Stop every model call, and let calls through again."),
    Permission("users.view", "See people, what they may do, and what they did.", _BOTH),
    Permission("users.create", "Add and invite people.", (TEAM,)),
    Permission("users.edit", "Change people, their teams and their roles.", (TEAM,)),
    Permission("users.delete", "Remove people for good.", (TEAM,)),
    Permission("users.suspend", "Suspend people, and let them in again.", (TEAM,)),
    Permission("users.assign_roles", "Give and take roles.", (TEAM,)),
    Permission("users.offboard", "End everything that somebody has, in one step."),
    Permission("users.export", "Get all that is held on a person."),
    Permission("users.anonymize", "Replace a person's name and address by a pseudonym."),
    Permission("users.reset_mfa", "Ask for and confirm the reset of somebody's second factor."),
    Permission("teams.view", "See teams and who is in them.", (TEAM,)),
    Permission("teams.create", "Add teams.", (TEAM,)),
    Permission("teams.edit", "Change teams, their place in the tree and their members.", (TEAM,)),
    Permission("teams.delete", "Remove teams.", (TEAM,)),
    Permission("roles.view", "See roles and permissions."),
    Permission("roles.create", "Make roles of the organization's own."),
    Permission("roles.edit", "Change roles of the organization's own."),
    Permission("roles.delete", "Remove roles that nobody has."),
    Permission("sessions.view", "See where people are signed in."),
    Permission("sessions.revoke", "Sign people out."),
    Permission("security.view", "See the rules for signing in, and the access rules."),
    Permission("security.edit", "Change the rules for signing in, and the access rules."),
    Permission("network.view", "See from where the organization may be reached."),
    Permission("network.edit", "Change from where the organization may be reached."),
    Permission("sso.view", "See connections to identity providers."),
    Permission(
        "sso.edit",
        "Change connections to identity providers, and so decide who signs in as anybody but an "
        "owner.",
    ),
    Permission("scim.provision", "Let an identity provider keep people and groups (SCIM)."),
    Permission("elevations.view", "See who asked for a role for a while.", (OWN,)),
    Permission("elevations.create", "Ask for a role for a while.", (OWN,)),
    Permission("elevations.decide", "Approve, reject and end roles that are for a while."),
    Permission("access_reviews.view", "See access reviews."),
    Permission("access_reviews.create", "Start access reviews."),
    Permission("access_reviews.edit", "Decide and close access reviews."),
    Permission("api_keys.view", "See API keys.", _BOTH),
    Permission("api_keys.create", "Issue API keys.", _BOTH),
    Permission("api_keys.edit", "Change and rotate API keys.", _BOTH),
    Permission("api_keys.revoke", "Revoke API keys.", _BOTH),
    Permission("budgets.view", "See budgets, those of others too.", (TEAM,)),
    Permission("prices.view", "See the organization's prices."),
    Permission("prices.edit", "Change the organization's prices."),
    Permission("costs.view", "See spend.", _BOTH),
    Permission("usage.view", "See use.", _BOTH),
    Permission(
        "requests.view", "See single requests and why they were decided as they were.", _BOTH
    ),
    Permission("policies.view", "See policies."),
    Permission("policies.create", "Write policies, and try them out."),
    Permission("policies.edit", "Change policies."),
    Permission("policies.delete", "Remove policies."),
    Permission("policies.activate", "Put policies in force, and out of it."),
    Permission("approvals.view", "See approvals.", (OWN,)),
    Permission("approvals.create", "Ask for approvals.", (OWN,)),
    Permission("approvals.decide", "Decide approvals."),
    Permission("violations.view", "See violations."),
    Permission("violations.resolve", "Review violations."),
    Permission("llm.use.*", "Call models: all, or those of one provider or family."),
)
"""In the order of the docs."""

RESERVED: Final[tuple[Permission, ...]] = (
    Permission("audit.view", "Read the journal."),
    Permission("audit.export", "Take the journal out."),
    Permission("reports.generate", "Order reports."),
    Permission("budgets.edit", "Change budgets apart from what has them."),
    Permission("policies.test", "Try policies out without writing them."),
)
"""Accepted in roles; no route asks for them yet."""

_NAMES: Final = frozenset(
    permission for entry in (*CATALOG, *RESERVED) for permission in entry.strings
)


def unknown(permissions: Iterable[str]) -> list[str]:
    """Those that would give nothing: neither in the catalogue nor a pattern for what is."""
    return [each for each in permissions if not all(map(_means_something, expanded((each,))))]


def _means_something(permission: str) -> bool:
    return permission.startswith("llm.use.") or any(permits((permission,), name) for name in _NAMES)
