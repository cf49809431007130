"""Pure rules of provisioning: from groups to roles and teams, and which of them to take back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from msgspec.structs import replace

from tollgate.directory.models import User
from tollgate.provisioning.models import Assertion, GroupMapping, Holdings, Provisioned

MOST_GROUPS: Final = 500
"""Groups of one person that are looked at: what names more is cut."""


def mapped(mappings: Iterable[GroupMapping], groups: Iterable[str]) -> Holdings:
    """What members of `groups` have; names of groups are compared without case."""
    names = {group.casefold() for group in groups}
    roles: dict[str, None] = {}
    teams: dict[str, None] = {}
    for mapping in mappings:
        if mapping.group.casefold() in names:
            roles.update(dict.fromkeys(mapping.roles))
            teams.update(dict.fromkeys(mapping.team_ids))
    return Holdings(tuple(roles), tuple(teams))


def reconciled(
    held: tuple[str, ...], given: tuple[str, ...], wanted: Iterable[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """`(held, given)` as they are to be: what was `given` before goes unless it is `wanted`.

    What somebody holds besides stays, and is not counted as given even when it is wanted too.
    """
    direct = tuple(name for name in held if name not in given)
    added = tuple(name for name in dict.fromkeys(wanted) if name not in direct)
    return direct + added, added


def asserted(
    before: Provisioned, source: str, groups: tuple[str, ...], gives: Holdings
) -> Provisioned:
    """`before` with what `source` says now."""
    said = Assertion(groups[:MOST_GROUPS], gives)
    return replace(before, sources={**before.sources, source: said})


def applied(
    user: User,
    provisioned: Provisioned,
    *,
    is_role: Callable[[str], bool],
    is_team: Callable[[str], bool],
) -> tuple[User, Provisioned]:
    """The person with what all sources give together, and the record of what that is.

    Roles and teams that are no more are left out. A role that somebody has in a team is kept only
    as long as they are in it.
    """
    gives = [source.gives for source in provisioned.sources.values()]
    roles, given_roles = reconciled(
        user.roles,
        provisioned.given.roles,
        (role for each in gives for role in each.roles if is_role(role)),
    )
    teams, given_teams = reconciled(
        user.team_ids,
        provisioned.given.team_ids,
        (team for each in gives for team in each.team_ids if is_team(team)),
    )
    after = replace(
        user,
        roles=roles,
        team_ids=teams,
        team_roles={team: held for team, held in user.team_roles.items() if team in teams},
        groups=provisioned.groups,
    )
    return after, replace(provisioned, given=Holdings(given_roles, given_teams))
