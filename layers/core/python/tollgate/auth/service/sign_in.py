"""Signing in with a password, and opening a session however somebody proved who they are."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

from tollgate.auth import rules
from tollgate.auth.models import Attempts, Session
from tollgate.auth.passwords import verify_password
from tollgate.auth.service.deps import Auth
from tollgate.directory.models import SYSTEM, Status, User
from tollgate.directory.service import identities
from tollgate.errors import Conflict, InvalidCredentials
from tollgate.journal.models import Actor, Event, Target
from tollgate.kit.ids import new_id

_CANDIDATES: Final = 3
_RACES: Final = 3
_ANYONE: Final = Actor("anonymous", "anonymous")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an attempt to sign in comes from."""

    request_id: str
    address: str | None = None
    agent: str | None = None


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A person, their new session and its token, which is not stored."""

    user: User
    session: Session
    token: str = field(repr=False)


def login(
    auth: Auth, *, email: str, password: str, organization_id: str | None, origin: Origin
) -> SignedIn:
    """A new session. Raises `InvalidCredentials`.

    `organization_id` picks one when a person belongs to several with the same address.
    """
    found = [
        user
        for user in identities.people_with_email(auth.directory, email)
        if organization_id in (None, user.organization_id)
    ][:_CANDIDATES]
    if not found:
        verify_password(password, None)
        auth.store.record(_unknown(auth, email, origin))
    for user in found:
        attempts = auth.store.get_attempts(user.organization_id, user.id)
        right = verify_password(password, user.password_hash)
        if (
            right
            and user.status is Status.ACTIVE
            and not rules.is_locked(attempts, auth.directory.clock())
        ):
            return open_session(auth, user, ("pwd",), origin)
        count_failure(auth, user, attempts, origin)
    raise InvalidCredentials("the email or the password is wrong, or the account is locked")


def open_session(auth: Auth, user: User, methods: tuple[str, ...], origin: Origin) -> SignedIn:
    """A session for somebody who proved who they are by `methods` (RFC 8176 names)."""
    at_ms = auth.directory.clock()
    session_id = new_id("ses", now_ms=at_ms)
    token = rules.make_session_token(user.organization_id, session_id)
    session = Session(
        id=session_id,
        organization_id=user.organization_id,
        user_id=user.id,
        token_hash=rules.hash_token(token),
        methods=methods,
        address=origin.address,
        agent=origin.agent,
        authenticated_ms=at_ms,
        seen_ms=at_ms,
        created_ms=at_ms,
        expires_ms=at_ms + rules.SESSION_MS,
    )
    event = person_event(auth, user, "session.signed_in", origin, methods=list(methods))
    auth.store.open_session(session, event)
    return SignedIn(user, session, token)


def count_failure(auth: Auth, user: User, attempts: Attempts, origin: Origin) -> None:
    """Counts and journals a failed attempt, whichever factor failed."""
    for _ in range(_RACES):
        after = attempts
        if not rules.is_locked(attempts, auth.directory.clock()):
            after = rules.after_failure(attempts, auth.directory.clock())
        event = person_event(auth, user, "session.sign_in_failed", origin)
        try:
            auth.store.record_failure(user.organization_id, user.id, attempts, after, event)
        except Conflict:
            attempts = auth.store.get_attempts(user.organization_id, user.id)
            continue
        return


def person_event(auth: Auth, user: User, action: str, origin: Origin, **details: object) -> Event:
    """What happened to somebody's own account, with where it came from."""
    where = {"address": origin.address, "agent": origin.agent}
    return auth.event(
        user.organization_id,
        Actor("user", user.id),
        Target("user", user.id),
        action=action,
        request_id=origin.request_id,
        **{name: value for name, value in where.items() if value},
        **details,
    )


def _unknown(auth: Auth, email: str, origin: Origin) -> Event:
    # Hashed: people type passwords into the address field.
    digest = sha256(auth.secret().pepper + email.encode()).hexdigest()[:16]
    return auth.event(
        SYSTEM,
        _ANYONE,
        Target("email", digest),
        action="session.sign_in_failed",
        request_id=origin.request_id,
        **({"address": origin.address} if origin.address else {}),
    )
