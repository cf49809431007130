"""How far a permission extends inside an organization: all of it, some teams, or one's own things.

A route declares the least scope that lets a caller in (`requires("users.view.own")`); the service
asks here what such a caller reaches, and what is out of reach looks like what does not exist.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from tollgate.auth.models import Caller, Guard
from tollgate.directory.models import ApiKey, Entity, Team, User
from tollgate.directory.service.changes import RESOURCE, Directory, Found, get, is_there
from tollgate.errors import NotFound


class Extent(Struct, frozen=True):
    """What one permission of one caller extends to.

    `teams` None is everything in the organization; otherwise the ids of the teams reached, those
    below included. `own_id` is the person whose own things are reached as well, or None. `guard` is
    what access rules forbid of it.
    """

    teams: frozenset[str] | None
    own_id: str | None = None
    permission: str = ""
    guard: Guard | None = None

    @property
    def everything(self) -> bool:
        return self.teams is None

    def covers(self, entity: Entity) -> bool:
        """Whether `entity` is reached.

        A person by a team of theirs, a key by the team that it is charged to; one's own are
        oneself, one's keys. The organization and its roles are nobody's and no team's.
        """
        if self.guard is not None and not self.guard.permits(self.permission, entity):
            return False
        if self.teams is None:
            return True
        if isinstance(entity, User):
            return self.covers_facts(entity.id, entity.team_ids)
        if isinstance(entity, ApiKey):
            return self.covers_facts(entity.user_id, (entity.team_id,))
        return isinstance(entity, Team) and entity.id in self.teams

    def covers_facts(self, user_id: str | None, team_ids: Iterable[str | None]) -> bool:
        """Whether what belongs to this person or one of these teams is reached."""
        if self.teams is None or (user_id is not None and user_id == self.own_id):
            return True
        return not self.teams.isdisjoint(team_ids)


def extent(directory: Directory, caller: Caller, permission: str) -> Extent:
    """How far the caller's `permission`, given without a scope, extends. Raises `Unavailable`.

    The tree is read only for a caller whose permission ends at some teams. What an access rule
    forbids extends to nothing: a service may ask for another permission than its route did.
    """
    if caller.guard is not None and not caller.guard.allows(permission):
        return Extent(frozenset())
    reach = caller.reach(permission)
    if reach.everything:
        return Extent(None, caller.user_id, permission, caller.guard)
    teams: frozenset[str] = frozenset()
    if reach.teams:
        tree = directory.store.everything(Team, caller.organization_id)
        teams = subtrees(reach.teams, filter(is_there, tree))
    own_id = caller.user_id if reach.own else None
    return Extent(teams, own_id, permission, caller.guard)


def reached_teams(directory: Directory, caller: Caller, permission: str) -> frozenset[str] | None:
    """The ids of every team that the permission extends to; None for all there are."""
    return extent(directory, caller, permission).teams


def covers(directory: Directory, caller: Caller, permission: str, entity: Entity) -> bool:
    """Whether the caller's permission extends to this entity of their organization."""
    return extent(directory, caller, permission).covers(entity)


def get_in_reach(
    directory: Directory, caller: Caller, kind: type[Found], entity_id: str, permission: str
) -> Found:
    """One entity that the caller's permission extends to. Raises `NotFound` for every other."""
    entity = get(directory, caller, kind, entity_id)
    if not covers(directory, caller, permission, entity):
        raise NotFound(f"no {RESOURCE[kind]} with id {entity_id}")
    return entity


def subtrees(roots: Iterable[str], teams: Iterable[Team]) -> frozenset[str]:
    """`roots` as far as they are among `teams`, with every team below them."""
    below: dict[str | None, list[str]] = {}
    known: set[str] = set()
    for team in teams:
        known.add(team.id)
        below.setdefault(team.parent_team_id, []).append(team.id)
    reached: set[str] = set()
    waiting = [root for root in roots if root in known]
    while waiting:
        team_id = waiting.pop()
        if team_id not in reached:
            reached.add(team_id)
            waiting += below.get(team_id, ())
    return frozenset(reached)
