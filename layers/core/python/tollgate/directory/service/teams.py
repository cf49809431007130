"""The tree of teams."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from tollgate.auth.models import Caller
from tollgate.directory import rules
from tollgate.directory.models import ApiKey, Page, Status, Team, User
from tollgate.directory.service.changes import Directory, change, create, get, is_there
from tollgate.errors import BadRequest, Conflict
from tollgate.kit.ids import new_id


def list_teams(
    directory: Directory, caller: Caller, *, limit: int, after: str | None
) -> Page[Team]:
    """Teams in the order of creation."""
    return directory.store.page(
        Team, caller.organization_id, limit=limit, after=after, keep=is_there
    )


def get_team(directory: Directory, caller: Caller, team_id: str) -> Team:
    """One team of the caller's organization."""
    return get(directory, caller, Team, team_id)


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
    before = get_team(directory, caller, team_id)
    after = rules.applied(before, changes)
    moved = after.parent_team_id != before.parent_team_id
    return change(
        directory,
        caller,
        before,
        after,
        verb="moved" if moved else "changed",
        if_match=if_match,
        unchanged=_above(directory, after) if moved else (),
    )


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
    before = get_team(directory, caller, team_id)
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
