"""What somebody may do: their roles, each with all that it inherits.

Allowances of all roles are united, and so are denials, which win. The proxy imports this module on
every cold start: keep its imports light.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from tollgate.directory.models import Role, User
from tollgate.directory.system_roles import SYSTEM_ROLES
from tollgate.kit.permissions import Rights

DEEPEST: Final = 10
"""How many roles deep inheritance goes."""

Holds = Callable[[Role], bool]
"""Whether a role's condition holds now; one that cannot be told does not."""


@dataclass(frozen=True, slots=True)
class RoleBook:
    """The roles of an organization: its own by name, beside those that every organization has."""

    custom: Mapping[str, Role]
    holds: Holds = lambda role: role.condition is None

    def knows(self, name: str) -> bool:
        return name in SYSTEM_ROLES or name in self.custom

    def rights_of(self, user: User, now_ms: int) -> Rights:
        """What a person may do at `now_ms`, by roles, roles in teams and elevations."""
        elevated = (each.role for each in user.elevations if each.until_ms > now_ms)
        whole = self.union((*user.roles, *elevated))
        teams = {team_id: self.union(roles) for team_id, roles in user.team_roles.items() if roles}
        return Rights(whole.allowed, whole.denied, teams)

    def union(self, names: Iterable[str]) -> Rights:
        """What these roles give together; a name that is no role gives nothing.

        A role whose condition does not hold gives nothing, and still denies what it denies.
        """
        allowed: set[str] = set()
        denied: set[str] = set()
        for name in names:
            self._add(name, allowed, denied, ())
        return Rights(frozenset(allowed), frozenset(denied))

    def _add(self, name: str, allowed: set[str], denied: set[str], below: tuple[str, ...]) -> None:
        allowed.update(SYSTEM_ROLES.get(name, ()))
        role = self.custom.get(name)
        if role is None or name in below or len(below) >= DEEPEST:
            return
        denied.update(role.denied_permissions)
        gives = allowed if role.condition is None or self.holds(role) else set()
        gives.update(role.permissions)
        for parent in role.inherits:
            self._add(parent, gives, denied, (*below, name))
