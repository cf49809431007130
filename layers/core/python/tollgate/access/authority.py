"""What the owner of a personal key may do on the data path, as their roles say at each call.

Read once with the principal and kept with it. A call costs one comparison unless a role has a
condition: elevations end by the clock, and nothing else changes without moving the stamp. The proxy
imports this module on every cold start: keep its imports light.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tollgate.access.conditions import Asking, holds_for
from tollgate.directory.models import Role, User
from tollgate.directory.roles import RoleBook, roles_of
from tollgate.kit.permissions import Rights

_NEVER: Final = 1 << 62


class Authority:
    """The rights of a key's owner for calls charged to `team_path` (a team and those above).

    Roles that the owner has in one of these teams count, those in other teams do not. `custom` are
    the organization's own roles as far as the owner has or inherits them. Thread-safe: what is
    kept is replaced whole.
    """

    def __init__(
        self,
        owner: User,
        custom: Mapping[str, Role],
        *,
        key_id: str,
        team_path: tuple[str, ...] = (),
        time_zone: str = "UTC",
    ) -> None:
        self._owner = owner
        self._custom = custom
        self._key_id = key_id
        self._team_path = team_path
        self._time_zone = time_zone
        self._is_conditional = any(role.condition is not None for role in custom.values())
        self._kept: tuple[Rights, int] | None = None
        self._kept_roles: tuple[frozenset[str], int] | None = None

    def rights(self, now_ms: int, address: str | None) -> Rights:
        """What the owner may do in a call that comes from `address` at `now_ms`.

        Only what concerns the use of models is in it.
        """
        kept = self._kept
        if kept is not None and now_ms < kept[1]:
            return kept[0]
        book = RoleBook(self._custom, holds_for(self._asking(now_ms, address)))
        rights = self._flat(book.rights_of(self._owner, now_ms))
        if not self._is_conditional:
            self._kept = rights, self._next_end(now_ms)
        return rights

    def roles(self, now_ms: int) -> frozenset[str]:
        """The names of all roles that the owner has in a call at `now_ms`, inherited ones too."""
        kept = self._kept_roles
        if kept is None or now_ms >= kept[1]:
            roles = roles_of(self._owner, self._custom, self._team_path, now_ms)
            kept = self._kept_roles = roles, self._next_end(now_ms)
        return kept[0]

    def _next_end(self, now_ms: int) -> int:
        ends = (each.until_ms for each in self._owner.elevations if each.until_ms > now_ms)
        return min(ends, default=_NEVER)

    def _asking(self, now_ms: int, address: str | None) -> Asking:
        return Asking(
            kind="api_key",
            actor_id=self._key_id,
            person=self._owner,
            address=address,
            at_ms=now_ms,
            time_zone=self._time_zone,
        )

    def _flat(self, rights: Rights) -> Rights:
        in_teams = (rights.by_team[team] for team in self._team_path if team in rights.by_team)
        allowed = rights.allowed.union(*(each.allowed for each in in_teams))
        return Rights(_of_models(allowed), _of_models(rights.denied))


def _of_models(permissions: frozenset[str]) -> frozenset[str]:
    return frozenset(each for each in permissions if each.startswith(("llm", "*")))
