"""Who is in a team, and with which roles there.

A person may be in several teams at once. A role in a team holds in that team and those below it.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from msgspec.structs import replace

from tollgate.auth.models import Caller
from tollgate.directory.models import Page, Team, User
from tollgate.directory.service.changes import Directory, change, get, is_there
from tollgate.directory.service.ranks import (
    check_denying,
    check_lifting,
    check_other,
    check_rank,
    check_roles,
    known_roles,
)
from tollgate.directory.service.reach import extent, get_in_reach
from tollgate.directory.service.users import references
from tollgate.errors import BadRequest, Conflict, NotFound, Unprocessable

IN_ORGANIZATION: Final[Mapping[str, str]] = MappingProxyType({"member": "developer"})
"""What a member's role is called in an organization, where it is not the name of a role."""

IN_TEAM: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "owner": ("team_manager",),
        "admin": ("team_manager",),
        "manager": ("team_manager",),
        "member": (),
    }
)
"""The roles behind what a member of a team is called; every other name is that of a role."""

LARGEST_MEMBERSHIP: Final = 20
"""Teams of one person."""


def list_members(
    directory: Directory, caller: Caller, team_id: str, *, limit: int, after: str | None
) -> Page[User]:
    """The people in a team that the caller's `users.view` reaches. Raises `NotFound`."""
    team = get_in_reach(directory, caller, Team, team_id, "users.view")
    return directory.store.page(
        User,
        caller.organization_id,
        limit=limit,
        after=after,
        keep=lambda user: is_there(user) and team.id in user.team_ids,
    )


def person_named(
    directory: Directory, caller: Caller, user_id: str | None, email: str | None
) -> User:
    """The person of the caller's organization with this id or address. Raises `BadRequest`."""
    param = "email" if user_id is None else "user_id"
    if user_id is not None:
        user = directory.store.get(User, caller.organization_id, user_id)
    else:
        user = directory.store.with_email(caller.organization_id, email or "")
    if user is None or not is_there(user):
        raise BadRequest("there is nobody with this in the organization", param=param)
    return user


def add_member(
    directory: Directory, caller: Caller, team_id: str, user: User, roles: tuple[str, ...]
) -> User:
    """Puts a person into a team, with roles there.

    Raises `Conflict` for who is in it already, `Forbidden` for the caller themselves, for a role
    that they may not give there and, where they may change some teams only, for somebody who may do
    more than they: being in a team lets its managers change a person.
    """
    reach = extent(directory, caller, "teams.edit")
    team = get_in_reach(directory, caller, Team, team_id, "teams.edit")
    if team.id in user.team_ids:
        raise Conflict("this person is in the team already", param="user_id")
    if len(user.team_ids) >= LARGEST_MEMBERSHIP:
        raise Unprocessable(f"a person is in {LARGEST_MEMBERSHIP} teams at most", param="user_id")
    if not caller.may("*"):
        check_other(caller, user.id)
    if not reach.everything:
        check_rank(directory, caller, user)
    joined = replace(user, team_ids=(*user.team_ids, team.id))
    after = _with_roles(directory, caller, user, joined, team_id=team.id, roles=roles)
    active = references(user, after)
    return change(directory, caller, user, after, verb="joined_team", active=active)


def set_roles(
    directory: Directory,
    caller: Caller,
    team_id: str,
    user_id: str,
    *,
    roles: tuple[str, ...],
    if_match: int | None = None,
) -> User:
    """Gives a member exactly these roles in the team. Raises as `add_member`, and `NotFound`."""
    before = _member(directory, caller, team_id, user_id)
    check_other(caller, user_id)
    after = _with_roles(directory, caller, before, before, team_id=team_id, roles=roles)
    return change(
        directory,
        caller,
        before,
        after,
        verb="team_roles_changed",
        if_match=if_match,
        active=references(before, after),
    )


def remove_member(directory: Directory, caller: Caller, team_id: str, user_id: str) -> User:
    """Takes a person out of a team, with their roles there. Raises as `set_roles`."""
    before = _member(directory, caller, team_id, user_id)
    if not caller.may("*"):
        check_other(caller, user_id)
    left = replace(before, team_ids=tuple(each for each in before.team_ids if each != team_id))
    after = _with_roles(directory, caller, before, left, team_id=team_id, roles=())
    return change(directory, caller, before, after, verb="left_team")


def _member(directory: Directory, caller: Caller, team_id: str, user_id: str) -> User:
    get_in_reach(directory, caller, Team, team_id, "teams.edit")
    user = get(directory, caller, User, user_id)
    if team_id not in user.team_ids:
        raise NotFound(f"no user with id {user_id} in this team")
    return user


def _with_roles(
    directory: Directory,
    caller: Caller,
    before: User,
    after: User,
    *,
    team_id: str,
    roles: tuple[str, ...],
) -> User:
    wanted = known_roles(directory, caller.organization_id, roles, "role")
    held = before.team_roles.get(team_id, ())
    # Who could not give a role cannot take it away either.
    differing = sorted(set(wanted) ^ set(held))
    check_roles(directory, caller, differing, team_id=team_id, param="role")
    check_denying(directory, caller, before, set(wanted) - set(held))
    check_lifting(directory, caller, set(held) - set(wanted))
    others = {team: given for team, given in before.team_roles.items() if team != team_id}
    return replace(after, team_roles=others | ({team_id: wanted} if wanted else {}))
