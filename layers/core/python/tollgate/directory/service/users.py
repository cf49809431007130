"""People: joining, roles and teams, suspension, leaving."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tollgate.auth.models import Caller
from tollgate.directory import rules
from tollgate.directory.models import Entity, Page, Status, Team, User
from tollgate.directory.service.changes import Directory, change, create, get, is_there
from tollgate.directory.service.identities import book_for, role_book
from tollgate.errors import BadRequest, Forbidden, NotFound
from tollgate.kit.ids import new_id


def list_users(
    directory: Directory, caller: Caller, *, limit: int, after: str | None
) -> Page[User]:
    """People in the order of joining; only the caller without `users.view`."""
    everyone = caller.may("users.view")
    return directory.store.page(
        User,
        caller.organization_id,
        limit=limit,
        after=after,
        keep=lambda user: is_there(user) and (everyone or user.id == caller.user_id),
    )


def get_user(directory: Directory, caller: Caller, user_id: str) -> User:
    """One person of the caller's organization; only the caller without `users.view`."""
    if user_id != caller.user_id and not caller.may("users.view"):
        raise NotFound(f"no user with id {user_id}")
    return get(directory, caller, User, user_id)


def create_user(directory: Directory, caller: Caller, values: Mapping[str, Any]) -> User:
    """A new person of `values` (fields of `User`); the email is unique in the organization."""
    at_ms = directory.clock()
    blank = User(
        id=new_id("usr", now_ms=at_ms),
        organization_id=caller.organization_id,
        email="",
        name="",
        created_ms=at_ms,
    )
    user = rules.applied(blank, values)
    _check_roles(directory, caller, user.roles)
    create(directory, caller, user, active=_teams(user.team_ids))
    return user


def update_user(
    directory: Directory,
    caller: Caller,
    user_id: str,
    changes: Mapping[str, Any],
    if_match: int | None = None,
) -> User:
    """Applies `changes` (fields of `User`); nobody changes their own roles."""
    before = get(directory, caller, User, user_id)
    after = rules.applied(before, changes)
    _check_rank(directory, caller, before)
    if after.roles != before.roles:
        _check_other(caller, user_id)
        _check_roles(directory, caller, after.roles)
    joined = tuple(team for team in after.team_ids if team not in before.team_ids)
    return change(directory, caller, before, after, if_match=if_match, active=_teams(joined))


def suspend_user(directory: Directory, caller: Caller, user_id: str, reason: str = "") -> User:
    """Ends a person's access for now; their sessions and keys obey on the next request."""
    return _set_status(directory, caller, user_id, Status.SUSPENDED, "suspended", reason=reason)


def activate_user(directory: Directory, caller: Caller, user_id: str) -> User:
    """Restores a suspended person's access."""
    return _set_status(directory, caller, user_id, Status.ACTIVE, "activated")


def _set_status(
    directory: Directory,
    caller: Caller,
    user_id: str,
    status: Status,
    verb: str,
    *,
    reason: str = "",
) -> User:
    before = get(directory, caller, User, user_id)
    _check_other(caller, user_id)
    _check_rank(directory, caller, before)
    after = replace(before, status=status)
    return change(directory, caller, before, after, verb=verb, reason=reason or None)


def delete_user(
    directory: Directory, caller: Caller, user_id: str, if_match: int | None = None
) -> None:
    """Ends access for good and frees the email; what the person did stays on record."""
    before = get(directory, caller, User, user_id)
    _check_other(caller, user_id)
    _check_rank(directory, caller, before)
    after = replace(before, status=Status.DELETED, password_hash=None, roles=(), team_ids=())
    change(directory, caller, before, after, verb="deleted", if_match=if_match)


def _teams(team_ids: tuple[str, ...]) -> tuple[tuple[type[Entity], str], ...]:
    return tuple((Team, team_id) for team_id in dict.fromkeys(team_ids))


def _check_other(caller: Caller, user_id: str) -> None:
    if user_id == caller.user_id:
        raise Forbidden("another administrator has to do this to you")


def _check_rank(directory: Directory, caller: Caller, user: User) -> None:
    held = book_for(directory, user).rights_of(user, directory.clock()).allowed
    if user.id != caller.user_id and not all(caller.may(permission) for permission in held):
        raise Forbidden("this person may do more than you")


def _check_roles(directory: Directory, caller: Caller, roles: tuple[str, ...]) -> None:
    book = role_book(directory, caller.organization_id, lambda _: True)
    for role in roles:
        if not book.knows(role):
            raise BadRequest(f"there is no role {role!r}", param="roles")
        if not all(caller.may(permission) for permission in book.union((role,)).allowed):
            raise Forbidden(f"only someone who holds all of {role!r} may give it", param="roles")
