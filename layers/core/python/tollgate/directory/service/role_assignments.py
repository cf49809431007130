"""Giving and taking single roles, and why somebody may do what they may do."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from tollgate.auth.models import Caller
from tollgate.directory.models import Entity, Role, Team, User
from tollgate.directory.roles import RoleBook, Step
from tollgate.directory.service.changes import Directory, change
from tollgate.directory.service.identities import role_book
from tollgate.directory.service.ranks import (
    check_other,
    check_rank,
    check_roles,
    known_role,
    owner_left,
)
from tollgate.directory.service.users import get_user, user_to_change
from tollgate.directory.system_roles import SYSTEM_ROLES
from tollgate.errors import BadRequest, NotFound
from tollgate.kit.permissions import Rights, permits

ASSIGN = "users.assign_roles"


class Source(Struct, frozen=True):
    """One permission, and how somebody comes by it or loses it (`denied`).

    A `conditional` one counts only while the condition of a role on the way holds.
    """

    permission: str
    step: Step
    denied: bool
    conditional: bool


class Explained(Struct, frozen=True):
    """What somebody may do whatever the conditions say, `conditional` what else while they hold."""

    rights: Rights
    conditional: frozenset[str]
    sources: tuple[Source, ...]


def assign_role(
    directory: Directory, caller: Caller, user_id: str, role_id: str, team_id: str | None
) -> User:
    """Gives a role, everywhere or in one of the person's teams; having it already changes nothing.

    Raises `NotFound` out of reach, `Forbidden` on oneself, on somebody who may do more and on a
    role that gives more than the caller has, `BadRequest` on a team that the person is not in.
    """
    before = user_to_change(directory, caller, user_id, ASSIGN)
    role = _role(directory, caller, role_id)
    check_other(caller, user_id)
    check_rank(directory, caller, before)
    check_roles(directory, caller, (role,), team_id=team_id)
    after = _with_role(before, role, team_id)
    active: tuple[tuple[type[Entity], str], ...] = ((Team, team_id),) if team_id else ()
    if role not in SYSTEM_ROLES:
        active += ((Role, role),)
    return change(directory, caller, before, after, verb="role_assigned", active=active)


def remove_role(
    directory: Directory, caller: Caller, user_id: str, role_id: str, team_id: str | None
) -> User:
    """Takes a role away again. Raises as `assign_role`, `NotFound` for a role not had."""
    before = user_to_change(directory, caller, user_id, ASSIGN)
    # One that was deleted meanwhile can still be taken away.
    role = role_id if role_id in before.roles else _role(directory, caller, role_id)
    check_other(caller, user_id)
    check_rank(directory, caller, before)
    after = _without_role(before, role, team_id)
    owners = owner_left(directory, before, after)
    return change(directory, caller, before, after, verb="role_removed", unchanged=owners)


def explain(directory: Directory, caller: Caller, user_id: str) -> Explained:
    """What a person may do now, and which role gives each permission. Raises `NotFound`."""
    user = get_user(directory, caller, user_id)
    book = role_book(directory, caller.organization_id)
    now_ms = directory.clock()
    sources = tuple(_sources(book, book.steps_of(user, now_ms)))
    rights = book.rights_of(user, now_ms)
    perhaps = RoleBook(book.custom, lambda _: True).rights_of(user, now_ms)
    return Explained(
        rights=_without_denied(rights),
        conditional=_without_denied(perhaps).allowed - rights.allowed,
        sources=sources,
    )


def _role(directory: Directory, caller: Caller, role_id: str) -> str:
    book = role_book(directory, caller.organization_id)
    try:
        return known_role(book, role_id)
    except BadRequest as error:
        raise NotFound(f"no role with id {role_id}") from error


def _with_role(user: User, role: str, team_id: str | None) -> User:
    if team_id is None:
        return replace(user, roles=tuple(dict.fromkeys((*user.roles, role))))
    if team_id not in user.team_ids:
        raise BadRequest("this person is not in the team", param="team_id")
    there = tuple(dict.fromkeys((*user.team_roles.get(team_id, ()), role)))
    return replace(user, team_roles={**user.team_roles, team_id: there})


def _without_role(user: User, role: str, team_id: str | None) -> User:
    held = user.roles if team_id is None else user.team_roles.get(team_id, ())
    if role not in held:
        raise NotFound(f"this person does not have the role {role!r} there")
    left = tuple(each for each in held if each != role)
    if team_id is None:
        return replace(user, roles=left)
    teams = {**user.team_roles, team_id: left}
    return replace(user, team_roles={team: roles for team, roles in teams.items() if roles})


def _sources(book: RoleBook, steps: Iterable[Step]) -> Iterable[Source]:
    for step in steps:
        allowed, denied = book.says(step.path[-1])
        for permission in sorted(allowed):
            yield Source(permission, step, denied=False, conditional=not step.counts)
        for permission in sorted(denied):
            yield Source(permission, step, denied=True, conditional=False)


def _without_denied(rights: Rights) -> Rights:
    """Without what is denied as a whole; what is denied in part still stands among both."""
    return Rights(
        frozenset(each for each in rights.allowed if not permits(rights.denied, each)),
        rights.denied,
        {
            team_id: Rights(
                frozenset(each for each in there.allowed if not permits(rights.denied, each))
            )
            for team_id, there in rights.by_team.items()
        },
    )
