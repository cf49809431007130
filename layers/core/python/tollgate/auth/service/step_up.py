"""Proving again who one is, so that a change that needs a fresh proof may follow."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from tollgate.auth import rules
from tollgate.auth.models import BY_PASSWORD, Caller, Session
from tollgate.auth.passwords import verify_password
from tollgate.auth.service.deps import Auth, Origin
from tollgate.auth.service.sign_in import count_failure
from tollgate.directory.service import identities
from tollgate.errors import Conflict, Forbidden, InvalidCredentials, Unauthenticated
from tollgate.journal.models import Target

_RACES: Final = 3


def by_password(auth: Auth, caller: Caller, password: str, origin: Origin) -> Session:
    """Renews the caller's session by their password.

    A wrong one counts towards the account's lock. Raises `InvalidCredentials`, and `Forbidden` for
    an API key, which has no session.
    """
    require_session(caller)
    user = identities.active_user(auth.directory, caller.organization_id, caller.user_id or "")
    if user is None:
        raise Unauthenticated("this session has ended")
    attempts = auth.store.get_attempts(user.organization_id, user.id)
    right = verify_password(password, user.password_hash)
    if not right or rules.is_locked(attempts, auth.directory.clock()):
        count_failure(auth, user, attempts, origin)
        raise InvalidCredentials("the password is wrong, or the account is locked")
    return renew(auth, caller, (BY_PASSWORD,))


def renew(auth: Auth, caller: Caller, methods: tuple[str, ...]) -> Session:
    """The caller's session as proved anew just now by `methods` (RFC 8176 names).

    Call it only after the proof was checked. Raises `Unauthenticated` when the session ended.
    """
    session_id = require_session(caller)
    event = auth.event(
        caller.organization_id,
        caller.actor,
        Target("user", caller.user_id or ""),
        action="session.reauthenticated",
        request_id=caller.request_id,
        session_id=session_id,
        methods=list(methods),
    )
    for _ in range(_RACES):
        session = auth.store.get_session(caller.organization_id, session_id)
        if session is None:
            break
        known = dict.fromkeys((*session.methods, *methods))
        at_ms = auth.directory.clock()
        after = replace(session, methods=tuple(known), authenticated_ms=at_ms, seen_ms=at_ms)
        try:
            auth.store.change_session(session, after, event)
        except Conflict:
            continue
        return after
    raise Unauthenticated("this session has ended")


def replace_token(auth: Auth, session: Session) -> str:
    """A new token for a session that was proved anew (OWASP ASVS 5.0, 7.2.4); the old one ends.

    Raises `Unauthenticated` when the session ended or another request was faster.
    """
    token = rules.make_session_token(session.organization_id, session.id)
    auth.store.replace_token(session, rules.hash_token(token))
    return token


def require_session(caller: Caller) -> str:
    """The id of the caller's session. Raises `Forbidden` for an API key."""
    if caller.session_id is None:
        raise Forbidden("only somebody who is signed in can do this, not an API key")
    return caller.session_id
