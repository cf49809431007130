"""Who may act on whom, and who may give what.

Nobody changes their own access, acts on somebody who may do more than they, or gives a role that
holds more than they do; and an organization never loses its last owner.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from msgspec.structs import replace

from tollgate.auth.models import Caller
from tollgate.directory import rules
from tollgate.directory.models import Status, Team, User
from tollgate.directory.roles import RoleBook
from tollgate.directory.service.changes import Directory
from tollgate.directory.service.identities import book_for, role_book
from tollgate.directory.system_roles import SYSTEM_ROLES, canonical_role
from tollgate.errors import BadRequest, Conflict, Forbidden
from tollgate.kit.permissions import OWN, split_scope

OWNER: Final = "owner"


class LastOwner(Conflict):
    """Without this person nobody would be left who may do everything."""

    code = "last_owner"


def check_other(caller: Caller, user_id: str) -> None:
    """Raises `Forbidden` when the caller is that person, or a key that they made."""
    if user_id == caller.user_id or user_id in caller.behind:
        raise Forbidden("another administrator has to do this to you")


def check_rank(directory: Directory, caller: Caller, user: User) -> None:
    """Raises `Forbidden` when the person may do something, anywhere, that the caller may not.

    A key of theirs that somebody else made or rotated is not they themselves.
    """
    if user.id == caller.user_id and caller.behind <= {user.id}:
        return
    rights = book_for(directory, user, lambda _: True).rights_of(user, directory.clock())
    outranked = all(caller.holds(permission) for permission in rights.allowed)
    for team_id, there in rights.by_team.items():
        outranked = outranked and holds_all(directory, caller, there.allowed, team_id)
    if not outranked:
        raise Forbidden("this person may do more than you")


def check_can_suspend(directory: Directory, caller: Caller, user: User) -> None:
    """Passes whoever outranks the person, or the person cannot suspend anybody themselves.

    So a security officer, who may not call models, can still stop somebody who may.
    """
    rights = book_for(directory, user, lambda _: True).rights_of(user, directory.clock())
    if rights.permits("users.suspend.team"):
        check_rank(directory, caller, user)


def known_roles(
    directory: Directory, organization_id: str, names: Iterable[str], param: str = "roles"
) -> tuple[str, ...]:
    """Our own names of these roles, each once. Raises `BadRequest` naming one that is none."""
    wanted = list(dict.fromkeys(names))
    needs_book = not SYSTEM_ROLES.keys() >= set(wanted)
    book = role_book(directory, organization_id) if needs_book else RoleBook({})
    return tuple(dict.fromkeys(known_role(book, name, param) for name in wanted))


def known_role(book: RoleBook, name: str, param: str = "roles") -> str:
    """Our own name of a role. Raises `BadRequest` when there is none."""
    for candidate in (name, canonical_role(name)):
        if book.knows(candidate):
            return candidate
    raise BadRequest(f"there is no role {name!r}", param=param)


def check_roles(
    directory: Directory,
    caller: Caller,
    roles: Iterable[str],
    *,
    team_id: str | None = None,
    param: str = "roles",
) -> None:
    """Raises `Forbidden` naming a role (in a team, if one is given) with more than the caller has.

    What a role's condition or denial takes away is not counted: it may hold another day.
    """
    roles = tuple(roles)
    if not roles:
        return
    book = role_book(directory, caller.organization_id, lambda _: True)
    for role in roles:
        if not holds_all(directory, caller, book.union((role,)).allowed, team_id):
            raise Forbidden(f"only someone who holds all of {role!r} may give it", param=param)


def check_denying(directory: Directory, caller: Caller, user: User, roles: Iterable[str]) -> None:
    """Raises `Forbidden` when one of these denies anything and the person may do more.

    A denial beats every allowance, also one of a role in a single team: to give it takes away.
    """
    if role_book(directory, caller.organization_id).union(roles).denied:
        check_rank(directory, caller, user)


def check_lifting(directory: Directory, caller: Caller, roles: Iterable[str]) -> None:
    """Raises `Forbidden` when one of these denies what the caller does not hold.

    A role may also deny: taking it away gives what it denied.
    """
    denied = role_book(directory, caller.organization_id).union(roles).denied
    for permission in sorted(denied):
        if not caller.holds(permission):
            raise Forbidden(f"you do not hold {permission!r} yourself, which this role denies")


def holds_all(
    directory: Directory, caller: Caller, permissions: Iterable[str], team_id: str | None = None
) -> bool:
    """Whether the caller may hand all of these on, if only in this team."""
    lacking = [permission for permission in permissions if not caller.holds(permission)]
    if team_id is None or not lacking:
        return not lacking
    teams = directory.store.everything(Team, caller.organization_id)
    above = rules.team_path(team_id, {team.id: team for team in teams})
    # In a team nothing is one's own: a permission with that scope gives nothing there.
    wanted = {base for base, scope in map(split_scope, lacking) if scope != OWN}
    reaches = map(_without_elevations(caller).reach, sorted(wanted))
    return all(not reach.teams.isdisjoint(above) for reach in reaches)


def _without_elevations(caller: Caller) -> Caller:
    grants = (
        rights if rights.lasting is None else replace(rights, allowed=rights.lasting)
        for rights in caller.grants
    )
    return replace(caller, grants=tuple(grants))


def owner_left(directory: Directory, before: User, after: User | None) -> tuple[User, ...]:
    """Whose version must hold still so that an owner is left when `before` becomes `after`.

    Empty when nothing is taken away from an owner; `after` None is somebody who leaves. Raises
    `LastOwner`.
    """
    if not _is_owner(before) or (after is not None and _is_owner(after)):
        return ()
    for user in directory.store.everything(User, before.organization_id):
        if user.id != before.id and _is_owner(user):
            return (user,)
    raise LastOwner("an organization keeps one active owner; make somebody else owner first")


def _is_owner(user: User) -> bool:
    return user.status is Status.ACTIVE and OWNER in user.roles
