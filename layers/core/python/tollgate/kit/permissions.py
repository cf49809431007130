"""Permission strings, `resource.action[.scope]`, their wildcards, and who holds them where.

Scopes are `own` (what is the caller's), `team` (what belongs to the caller's teams and those below)
and `org`; each covers the ones before it, and a permission without a scope covers all:
`costs.view` permits `costs.view.own`. `*` stands for one segment, and at the end for any number of
them: `llm.use.*` permits `llm.use.openai`, `*` permits everything. A denial beats every allowance.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from msgspec import Struct, field

PERMISSION: Final = re.compile(
    r"(\*|[a-z0-9_-]+)(\.(\*|[a-zA-Z0-9_:/-]+)){0,3}|[a-z0-9_-]+:[a-z0-9_]+(:[a-z]+)?"
)
"""The form of a permission; `users:create` is how other systems write `users.create`."""
OWN: Final = "own"
TEAM: Final = "team"
ORG: Final = "org"
_WITHIN: Final = {OWN: (OWN, TEAM), TEAM: (TEAM,)}
_SCOPED_LENGTH: Final = 3


def permits(granted: Iterable[str], needed: str) -> bool:
    """Whether one of `granted` covers `needed` (which may itself be a pattern)."""
    wanted = _segments(needed)
    return any(_covers(_segments(permission), wanted) for permission in granted)


def overlaps(denied: Iterable[str], needed: str) -> bool:
    """Whether one of `denied` takes away any part of `needed`."""
    wanted = _segments(needed)
    return any(
        _covers(segments, wanted) or _covers(wanted, segments)
        for segments in map(_segments, denied)
    )


def split_scope(permission: str) -> tuple[str, str]:
    """`("costs.view", "own")` of `costs.view.own`; the scope of one without is `org`."""
    base, _, scope = permission.rpartition(".")
    if permission.count(".") == _SCOPED_LENGTH - 1 and scope in _WITHIN:
        return base, scope
    return permission, ORG


def _segments(permission: str) -> list[str]:
    segments = permission.split(".")
    if len(segments) == _SCOPED_LENGTH and segments[2] == ORG and segments[0] != "llm":
        segments.pop()
    return segments


def _covers(granted: list[str], wanted: list[str]) -> bool:
    while granted and granted[-1] == "*":
        granted = granted[:-1]
    if len(granted) == _SCOPED_LENGTH <= len(wanted) and wanted[2] in _WITHIN:
        return _match(granted[:2], wanted) and granted[2] in ("*", *_WITHIN[wanted[2]])
    return len(granted) <= len(wanted) and _match(granted, wanted)


def _match(granted: list[str], wanted: list[str]) -> bool:
    return all(segment in ("*", name) for segment, name in zip(granted, wanted, strict=False))


class Rights(Struct, frozen=True):
    """What one source of authority gives: a person over all their roles, or an API key.

    `by_team` has what holds only for a team and the teams below it: the roles that somebody has
    there. `lasting` is what is allowed without a time limit, where that is less than `allowed`.
    """

    allowed: frozenset[str]
    denied: frozenset[str] = frozenset()
    by_team: Mapping[str, Rights] = field(default_factory=dict)
    lasting: frozenset[str] | None = None

    def permits(self, needed: str) -> bool:
        """Whether it covers `needed`; with a scope at its end, whether it does so anywhere."""
        if overlaps(self.denied, needed):
            return False
        if permits(self.allowed, needed):
            return True
        base, scope = split_scope(needed)
        return scope != ORG and any(rights.permits(base) for rights in self.by_team.values())

    def gives(self, permission: str) -> bool:
        """Whether it covers all of `permission` everywhere: what may be handed on to somebody.

        What ends with an elevation may not: a key or a role that was given would outlive it.
        """
        kept = self.allowed if self.lasting is None else self.lasting
        return permits(kept, permission) and not overlaps(self.denied, permission)

    def reach(self, permission: str, member_of: Iterable[str]) -> Reach:
        """How far `permission` (without a scope) goes for a member of these teams."""
        if overlaps(self.denied, permission):
            return Reach()
        if permits(self.allowed, permission):
            return Reach(everything=True, own=True)
        roots = {team for team, rights in self.by_team.items() if rights.permits(permission)}
        if permits(self.allowed, f"{permission}.{TEAM}"):
            roots |= set(member_of)
        return Reach(
            teams=frozenset(roots), own=bool(roots) or permits(self.allowed, f"{permission}.{OWN}")
        )


class Reach(Struct, frozen=True):
    """What a permission extends to: `everything`, the subtrees below `teams`, what is one's own."""

    everything: bool = False
    teams: frozenset[str] = frozenset()
    own: bool = False

    def both(self, other: Reach) -> Reach:
        """What both extend to."""
        if self.everything:
            return other
        if other.everything:
            return self
        return Reach(teams=self.teams & other.teams, own=self.own and other.own)
