"""What somebody may do: their roles, each with all that it inherits.

Allowances of all roles are united, and so are denials, which win wherever they come from. The proxy
imports this module on every cold start: keep its imports light.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from tollgate.directory.models import Role, User
from tollgate.directory.permission_names import expanded
from tollgate.directory.system_roles import SYSTEM_ROLES
from tollgate.kit.permissions import Rights

DEEPEST: Final = 10
"""How many roles may stand one above the other by inheritance."""

Holds = Callable[[Role], bool]
"""Whether a role's condition holds now; one that cannot be told does not."""


class Step(Struct, frozen=True):
    """One role that somebody has, and how: `path` leads to it from the role that they were given.

    With `team_id` it counts there and below only, with `until_ms` until then (epoch milliseconds).
    `counts` is False for a role whose condition, or that of one before it, does not hold: it gives
    nothing and denies all the same.
    """

    path: tuple[str, ...]
    counts: bool = True
    team_id: str | None = None
    until_ms: int | None = None


class RoleBook(Struct, frozen=True):
    """The roles of an organization: its own by name, beside those that every organization has."""

    custom: Mapping[str, Role]
    holds: Holds = lambda role: role.condition is None

    def knows(self, name: str) -> bool:
        return name in SYSTEM_ROLES or name in self.custom

    def rights_of(self, user: User, now_ms: int) -> Rights:
        """What a person may do at `now_ms`, by roles, roles in teams and elevations.

        A denial counts everywhere, also one of a role that they have in a team only.
        """
        elevated = [each.role for each in user.elevations if each.until_ms > now_ms]
        whole = self.union((*user.roles, *elevated))
        lasting = self.union(user.roles).allowed if elevated else None
        teams = {team_id: self.union(roles) for team_id, roles in user.team_roles.items() if roles}
        denied = whole.denied.union(*(rights.denied for rights in teams.values()))
        return Rights(whole.allowed, denied, teams, lasting)

    def union(self, names: Iterable[str]) -> Rights:
        """What these roles give together; a name that is no role gives nothing.

        A role whose condition does not hold gives nothing, and still denies what it denies.
        """
        allowed: set[str] = set()
        denied: set[str] = set()
        for step in self.steps(names):
            permissions, denials = self.says(step.path[-1])
            denied |= denials
            if step.counts:
                allowed |= permissions
        return Rights(frozenset(allowed), frozenset(denied))

    def says(self, name: str) -> tuple[frozenset[str], frozenset[str]]:
        """What the role itself gives and denies, without what it inherits, in our own words."""
        if name in SYSTEM_ROLES:
            return frozenset(SYSTEM_ROLES[name]), frozenset()
        role = self.custom[name]
        return expanded(role.permissions), expanded(role.denied_permissions)

    def steps(self, names: Iterable[str]) -> Iterator[Step]:
        """These roles and all that they inherit, each once, nearest first.

        One that is reached both through a condition that fails and otherwise counts. Ends also
        where two changes at once made a circle.
        """
        waiting = [Step((name,), self._holds(name)) for name in names if self.knows(name)]
        seen: set[str] = set()
        while waiting:
            waiting.sort(key=lambda step: not step.counts)
            step = waiting.pop(0)
            name = step.path[-1]
            if name in seen:
                continue
            seen.add(name)
            yield step
            role = self.custom.get(name)
            for parent in role.inherits if role else ():
                if self.knows(parent):
                    counts = step.counts and self._holds(parent)
                    waiting.append(Step((*step.path, parent), counts))

    def steps_of(self, user: User, now_ms: int) -> Iterator[Step]:
        """Every role that a person has at `now_ms`, with the way in which they have it."""
        yield from self.steps(user.roles)
        for elevation in user.elevations:
            if elevation.until_ms > now_ms:
                for step in self.steps((elevation.role,)):
                    yield replace(step, until_ms=elevation.until_ms)
        for team_id, roles in user.team_roles.items():
            for step in self.steps(roles):
                yield replace(step, team_id=team_id)

    def _holds(self, name: str) -> bool:
        role = self.custom.get(name)
        return role is None or role.condition is None or self.holds(role)


def roles_of(
    user: User, custom: Mapping[str, Role], team_path: Iterable[str], now_ms: int
) -> frozenset[str]:
    """Every role that a person has in a call charged to a team and those above it.

    Those that hold everywhere, those in one of these teams, elevations that last at `now_ms`, and
    what all of these inherit. Conditions decide what a role gives, not whether somebody has it.
    """
    names = {*user.roles, *(each.role for each in user.elevations if each.until_ms > now_ms)}
    names.update(role for team_id in team_path for role in user.team_roles.get(team_id, ()))
    book = RoleBook(custom)
    return frozenset(user.roles) | {step.path[-1] for step in book.steps(names)}
