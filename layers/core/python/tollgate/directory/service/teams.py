"""The tree of teams."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from tollgate.auth.models import Caller
from tollgate.directory import rules
from tollgate.directory.models import ApiKey, Page, Status, Team, User
from tollgate.directory.service.changes import Directory, change, create, is_there
from tollgate.directory.service.ranks import check_roles
from tollgate.directory.service.reach import extent, get_in_reach
from tollgate.errors import BadRequest, Conflict, Forbidden
from tollgate.kit.ids import new_id


class Branch(Struct, frozen=True):
    """A team, how many people are in it, and the teams below it in the order of creation."""

    team: Team
    people: int
    below: tuple[Branch, ...] = ()


def list_teams(
    directory: Directory,
    caller: Caller,
    *,
    limit: int,
    after: str | None,
    parent_id: str | None = None,
) -> Page[Team]:
    """Teams in the order of creation, as far as the caller's `teams.view` reaches."""
    reach = extent(directory, caller, "teams.view")
    return directory.store.page(
        Team,
        caller.organization_id,
        limit=limit,
        after=after,
        keep=lambda team: (
            is_there(team) and reach.covers(team) and parent_id in (None, team.parent_team_id)
        ),
    )


def get_team(directory: Directory, caller: Caller, team_id: str) -> Team:
    """One team that the caller's `teams.view` reaches. Raises `NotFound`."""
    return get_in_reach(directory, caller, Team, team_id, "teams.view")


def tree_of(directory: Directory, caller: Caller, team_id: str | None = None) -> list[Branch]:
    """The teams that the caller's `teams.view` reaches as trees, or the one below `team_id`.

    A team whose parent is out of reach stands at the top. Raises `NotFound`.
    """
    reach = extent(directory, caller, "teams.view")
    everything = directory.store.everything(Team, caller.organization_id)
    teams = {team.id: team for team in everything if is_there(team) and reach.covers(team)}
    people = dict.fromkeys(teams, 0)
    for user in directory.store.everything(User, caller.organization_id):
        for member_of in set(user.team_ids) & people.keys():
            people[member_of] += is_there(user)
    below: dict[str | None, list[Team]] = {}
    for team in teams.values():
        parent = team.parent_team_id if team.parent_team_id in teams else None
        below.setdefault(parent, []).append(team)

    def branch(team: Team) -> Branch:
        return Branch(team, people[team.id], tuple(map(branch, below.get(team.id, ()))))

    if team_id is None:
        return list(map(branch, below.get(None, ())))
    return [branch(teams.get(team_id) or get_team(directory, caller, team_id))]


def create_team(directory: Directory, caller: Caller, values: Mapping[str, Any]) -> Team:
    """A new team of `values` (fields of `Team`). Raises `BadRequest` on a bad parent."""
    at_ms = directory.clock()
    blank = Team(
        id=new_id("team", now_ms=at_ms),
        organization_id=caller.organization_id,
        name="",
        created_ms=at_ms,
    )
    team = rules.applied(blank, values)
    _check_parent(directory, caller, team.parent_team_id, "teams.create")
    create(directory, caller, team, unchanged=_above(directory, team))
    return team


def update_team(
    directory: Directory,
    caller: Caller,
    team_id: str,
    changes: Mapping[str, Any],
    if_match: int | None = None,
) -> Team:
    """Applies `changes` (fields of `Team`); a new parent moves the whole subtree."""
    before = get_in_reach(directory, caller, Team, team_id, "teams.edit")
    after = rules.applied(before, changes)
    moved = after.parent_team_id != before.parent_team_id
    if moved:
        _check_parent(directory, caller, after.parent_team_id, "teams.edit")
        _check_handing_over(directory, caller, before, after.parent_team_id)
    return change(
        directory,
        caller,
        before,
        after,
        verb="moved" if moved else "changed",
        if_match=if_match,
        unchanged=_above(directory, after) if moved else (),
    )


def _check_parent(
    directory: Directory, caller: Caller, parent_id: str | None, permission: str
) -> None:
    """Who may change some teams only puts none above or beside them."""
    teams = extent(directory, caller, permission).teams
    if teams is not None and parent_id not in teams:
        raise Forbidden(
            "you may put a team only below one that you may change", param="parent_team_id"
        )


def _check_handing_over(
    directory: Directory, caller: Caller, team: Team, parent_id: str | None
) -> None:
    """Who has a role above a team has it in the team: to move it below them gives it to them."""
    if parent_id is None or caller.holds("*"):
        return
    teams = {other.id: other for other in directory.store.everything(Team, team.organization_id)}
    come = {*rules.team_path(parent_id, teams)} - {*rules.team_path(team.id, teams)}
    people = directory.store.everything(User, team.organization_id)
    roles = {
        role
        for user in filter(is_there, people)
        for team_id in come & user.team_roles.keys()
        for role in user.team_roles[team_id]
    }
    check_roles(directory, caller, sorted(roles), team_id=team.id, param="parent_team_id")


def _above(directory: Directory, team: Team) -> tuple[Team, ...]:
    """The teams above, whose versions must hold still: two crossing moves could make a cycle."""
    if team.parent_team_id is None:
        return ()
    teams = {
        other.id: other
        for other in directory.store.everything(Team, team.organization_id)
        if is_there(other)
    }
    if team.parent_team_id not in teams:
        raise BadRequest("there is no team with this id", param="parent_team_id")
    return tuple(teams[above] for above in rules.check_move(team, teams.values()))


def delete_team(
    directory: Directory, caller: Caller, team_id: str, if_match: int | None = None
) -> None:
    """Raises `Conflict` while teams, people or active keys still belong to it."""
    before = get_in_reach(directory, caller, Team, team_id, "teams.delete")
    organization_id = caller.organization_id
    held_by: tuple[tuple[str, Callable[[], bool]], ...] = (
        (
            "teams",
            lambda: any(
                team.parent_team_id == team_id and is_there(team)
                for team in directory.store.everything(Team, organization_id)
            ),
        ),
        (
            "people",
            lambda: any(
                team_id in user.team_ids and is_there(user)
                for user in directory.store.everything(User, organization_id)
            ),
        ),
        (
            "API keys",
            lambda: any(
                key.team_id == team_id and key.status is not Status.REVOKED
                for key in directory.store.everything(ApiKey, organization_id)
            ),
        ),
    )
    for what, holds in held_by:
        if holds():
            raise Conflict(f"{what} still belong to this team")
    after = replace(before, status=Status.DELETED)
    change(directory, caller, before, after, verb="deleted", if_match=if_match)
