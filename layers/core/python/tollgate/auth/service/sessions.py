"""Somebody's sessions: listing and ending them, and asking for a fresh proof of who it is."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from tollgate.auth import rules
from tollgate.auth.models import Caller, OpenSessions, Session
from tollgate.auth.requirements import requirements_of
from tollgate.auth.service.deps import Auth
from tollgate.aws.items import Beside
from tollgate.directory.models import User
from tollgate.directory.service import changes, identities, reach
from tollgate.errors import Conflict, Forbidden, NotFound, StepUpRequired
from tollgate.journal.models import Actor, Target
from tollgate.kit.clock import Clock

RECENT_MINUTES: Final = 10
_RACES: Final = 5
_MINUTE_MS: Final = 60_000


def require_recent(caller: Caller, clock: Clock, minutes: int = RECENT_MINUTES) -> None:
    """Passes who proved who they are in the last `minutes`. Raises `StepUpRequired`.

    An API key stands for no person at a keyboard; its permissions are what counts, so it passes.
    """
    if caller.session_id is None:
        return
    proved_ms = caller.authenticated_ms or 0
    if clock() - proved_ms > minutes * _MINUTE_MS:
        raise StepUpRequired(
            "prove who you are again at /api/v1/auth/reauthenticate, then repeat this",
            fields={"max_age_seconds": minutes * 60},
        )


def end_all(
    auth: Auth,
    by: Caller | Actor,
    user: User,
    *,
    reason: str,
    except_session: str | None = None,
    request_id: str = "",
) -> int:
    """Ends every session of a person but `except_session`; how many there were.

    Their tokens are refused from the next request on. `reason` goes to the journal, such as
    `password_changed`. An `Actor` comes with the `request_id`; a `Caller` has its own.
    """
    for attempt in range(_RACES):
        before = auth.store.open_sessions(user.organization_id, user.id)
        ids = _others(before, except_session)
        if not ids:
            return 0
        event = auth.event(
            user.organization_id,
            by.actor if isinstance(by, Caller) else by,
            Target("user", user.id),
            action="session.all_ended",
            request_id=by.request_id if isinstance(by, Caller) else request_id,
            reason=reason,
            sessions=ids,
        )
        try:
            auth.store.end_sessions(user.organization_id, user.id, before, ids, event)
        except Conflict:
            if attempt + 1 == _RACES:
                raise
            continue
        break
    return len(ids)


def ending_all(auth: Auth, user: User, *, except_session: str | None = None) -> Beside:
    """The same as part of another transaction, such as that of a new password (`beside=`).

    That one fails with `Conflict` when somebody signs in as this person at the same moment.
    """
    before = auth.store.open_sessions(user.organization_id, user.id)
    ids = _others(before, except_session)
    return auth.store.ending(user.organization_id, user.id, before, ids)


def _others(before: OpenSessions, except_session: str | None) -> list[str]:
    return [session_id for session_id in before.ids if session_id != except_session]


def whose(auth: Auth, caller: Caller, user_id: str | None, permission: str) -> User:
    """The person whose sessions are meant: the caller, or somebody that `permission` reaches.

    Raises `NotFound` for everybody else, `Forbidden` without the permission.
    """
    if user_id is None and caller.session_id is None:
        raise Forbidden("an API key has no sessions of its own; name a user_id", param="user_id")
    if caller.session_id is not None and user_id in {None, caller.user_id}:
        return changes.get(auth.directory, caller, User, caller.user_id or "")
    if user_id is None or not caller.may(f"{permission}.own"):
        raise Forbidden(
            f"this needs the permission {permission}", fields={"required_permission": permission}
        )
    return reach.get_in_reach(auth.directory, caller, User, user_id, permission)


def live(auth: Auth, user: User) -> list[tuple[Session, int]]:
    """A person's live sessions, the newest first, each with when it ends unless used again."""
    organization = identities.organization_of(auth.directory, user.organization_id)
    now_ms = auth.directory.clock()
    limits = requirements_of(organization, now_ms).session
    opened = auth.store.open_sessions(user.organization_id, user.id)
    found = (auth.store.get_session(user.organization_id, each) for each in reversed(opened.ids))
    return [
        (session, rules.ends_ms(session, limits))
        for session in found
        if session is not None and rules.is_live(session, limits, now_ms)
    ]


def revoke(auth: Auth, caller: Caller, session_id: str) -> None:
    """Ends one session, the caller's or that of somebody they may sign out. Raises `NotFound`."""
    missing = NotFound(f"no session with id {session_id}")
    session = auth.store.get_session(caller.organization_id, session_id)
    if session is None:
        raise missing
    try:
        user = whose(auth, caller, session.user_id, "sessions.revoke")
    except (Forbidden, NotFound) as error:
        raise missing from error
    details = {} if user.id == caller.user_id else {"reason": "revoked"}
    end_one(
        auth,
        caller.actor,
        session,
        action="session.revoked",
        request_id=caller.request_id,
        details=details,
    )


def logout(auth: Auth, caller: Caller) -> None:
    """Ends the caller's session, if it has one."""
    if caller.session_id is None:
        return
    session = auth.store.get_session(caller.organization_id, caller.session_id)
    if session is not None:
        end_one(
            auth,
            caller.actor,
            session,
            action="session.signed_out",
            request_id=caller.request_id,
        )


def end_one(
    auth: Auth,
    actor: Actor,
    session: Session,
    *,
    action: str,
    request_id: str,
    details: Mapping[str, object] = MappingProxyType({}),
) -> None:
    """Ends one session; that it has ended already is no error."""
    for attempt in range(_RACES):
        before = auth.store.open_sessions(session.organization_id, session.user_id)
        if session.id not in before.ids:
            return
        event = auth.event(
            session.organization_id,
            actor,
            Target("user", session.user_id),
            action=action,
            request_id=request_id,
            session_id=session.id,
            **details,
        )
        person = (session.organization_id, session.user_id)
        try:
            auth.store.end_sessions(*person, before, [session.id], event)
        except Conflict:
            if attempt + 1 == _RACES:
                raise
            continue
        return
