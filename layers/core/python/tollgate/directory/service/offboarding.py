"""Leaving: for now (suspension), or for good with everything that belongs to it."""

from __future__ import annotations

from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from tollgate.auth.models import Caller
from tollgate.auth.service import sessions
from tollgate.auth.service.deps import Auth
from tollgate.directory.models import ApiKey, Status, User
from tollgate.directory.service import users
from tollgate.directory.service.changes import Directory, change, get
from tollgate.directory.service.identities import book_for, makers_of
from tollgate.directory.service.members import person_named
from tollgate.directory.service.personal_data import export_person
from tollgate.directory.service.ranks import (
    check_denying,
    check_other,
    check_rank,
    check_roles,
    owner_left,
)
from tollgate.errors import BadRequest, Conflict, Forbidden

EXPORT: Final = "users.export"
DAY_MS: Final = 24 * 3600 * 1000
_MANAGES: Final = "teams.edit"
_RACES: Final = 3


class Leaving(Struct, frozen=True, kw_only=True):
    """How somebody leaves: `transfer_to` is the id or address of who takes over, if anybody.

    After `delete_after_days` they are anonymized; None keeps them as they are. `export` asks for
    all that is held on them, as it was before.
    """

    reason: str
    transfer_to: str | None = None
    delete_after_days: int | None = None
    export: bool = False


class Departure(Struct, frozen=True):
    """What happened.

    `handed_over` are the teams that the successor manages now, with the roles in them. The person
    may know secrets of `keys_to_rotate`, which are not theirs and were left as they are.
    """

    person: User
    sessions_ended: int
    keys_revoked: tuple[ApiKey, ...]
    keys_to_rotate: tuple[ApiKey, ...]
    successor: User | None
    handed_over: dict[str, tuple[str, ...]]


def suspend(auth: Auth, caller: Caller, user_id: str, reason: str) -> User:
    """Ends a person's access for now, and their sessions for good, in one transaction.

    Raises as `users.suspend_user`, and `Conflict` when they sign in at the same moment.
    """
    person = get(auth.directory, caller, User, user_id)
    ending = sessions.ending_all(auth, person)
    return users.suspend_user(auth.directory, caller, user_id, reason, ending)


def offboard(
    auth: Auth, caller: Caller, user_id: str, leaving: Leaving
) -> tuple[Departure, dict[str, Any] | None]:
    """Everything that leaving takes, in the order of how much it matters, and the export.

    Access ends first: the person is suspended and signed out in one transaction. Each step is one
    of its own, and does nothing where it was done before: after a failure, call again. Raises
    `NotFound`, `Forbidden` on oneself and on somebody who may do more, `BadRequest` on a successor
    who cannot take over, and `LastOwner`.
    """
    directory = auth.directory
    person = users.user_to_change(directory, caller, user_id, "users.offboard")
    check_other(caller, user_id)
    check_rank(directory, caller, person)
    successor = _successor(directory, caller, person, leaving.transfer_to)
    duties = _duties(directory, person) if successor else {}
    if successor is not None:
        for team_id, roles in duties.items():
            check_roles(directory, caller, roles, team_id=team_id, param="transfer_to")
            check_denying(directory, caller, successor, roles)
    if leaving.export and not caller.may(EXPORT):
        raise Forbidden(f"an export needs the permission {EXPORT}", param="export")
    export = export_person(auth, person) if leaving.export else None
    ended = len(auth.store.open_sessions(person.organization_id, person.id).ids)
    person = _end_access(auth, caller, person, leaving)
    personal, made = _keys(directory, person)
    revoked = tuple(
        change(directory, caller, key, replace(key, status=Status.REVOKED), verb="revoked")
        for key in personal
    )
    if successor is not None and duties:
        successor = _take_over(directory, caller, successor, duties)
        person = _hand_over(directory, caller, person, duties)
    return Departure(person, ended, revoked, made, successor, duties), export


def _successor(
    directory: Directory, caller: Caller, person: User, transfer_to: str | None
) -> User | None:
    if transfer_to is None:
        return None
    is_address = "@" in transfer_to
    try:
        found = person_named(
            directory,
            caller,
            None if is_address else transfer_to,
            transfer_to.lower() if is_address else None,
        )
    except BadRequest as error:
        raise BadRequest(error.message, param="transfer_to") from error
    if found.id == person.id or found.status is not Status.ACTIVE:
        raise BadRequest("this has to be another person, who is active", param="transfer_to")
    return found


def _duties(directory: Directory, person: User) -> dict[str, tuple[str, ...]]:
    """The roles by which the person manages teams, by team."""
    book = book_for(directory, person, lambda _: True)
    managing = {
        team_id: tuple(role for role in roles if book.union((role,)).permits(_MANAGES))
        for team_id, roles in person.team_roles.items()
    }
    return {team_id: roles for team_id, roles in managing.items() if roles}


def _end_access(auth: Auth, caller: Caller, before: User, leaving: Leaving) -> User:
    """Suspends and signs out; somebody who signs in at the same moment is signed out again."""
    directory = auth.directory
    days = leaving.delete_after_days
    due_ms = None if days is None else directory.clock() + days * DAY_MS
    for attempt in range(_RACES):
        after = replace(
            before,
            status=Status.SUSPENDED,
            status_reason=leaving.reason,
            status_by="",
            elevations=(),
            anonymize_at_ms=due_ms,
        )
        try:
            return change(
                directory,
                caller,
                before,
                after,
                verb="offboarded",
                reason=leaving.reason or None,
                unchanged=owner_left(directory, before, after),
                beside=sessions.ending_all(auth, before),
            )
        except Conflict:
            if attempt + 1 == _RACES:
                raise
            before = get(directory, caller, User, before.id)
    return before


def _keys(directory: Directory, person: User) -> tuple[tuple[ApiKey, ...], tuple[ApiKey, ...]]:
    """The person's own keys, and others of which they may know a secret, none of them revoked."""
    live = [
        key
        for key in directory.store.everything(ApiKey, person.organization_id)
        if key.status is not Status.REVOKED
    ]
    own = tuple(key for key in live if key.user_id == person.id)
    others = (key for key in live if key.user_id != person.id)
    return own, tuple(key for key in others if person.id in makers_of(directory, key))


def _take_over(
    directory: Directory, caller: Caller, successor: User, duties: dict[str, tuple[str, ...]]
) -> User:
    joined = tuple(team_id for team_id in duties if team_id not in successor.team_ids)
    held = successor.team_roles
    after = replace(
        successor,
        team_ids=(*successor.team_ids, *joined),
        team_roles=held
        | {
            team_id: tuple(dict.fromkeys((*held.get(team_id, ()), *roles)))
            for team_id, roles in duties.items()
        },
    )
    active = users.references(successor, after)
    return change(directory, caller, successor, after, verb="took_over", active=active)


def _hand_over(
    directory: Directory, caller: Caller, person: User, duties: dict[str, tuple[str, ...]]
) -> User:
    kept = {
        team_id: tuple(role for role in roles if role not in duties.get(team_id, ()))
        for team_id, roles in person.team_roles.items()
    }
    after = replace(person, team_roles={team: roles for team, roles in kept.items() if roles})
    return change(directory, caller, person, after, verb="handed_over")
