"""Signing in and out, and who a request comes from.

Every attempt to sign in is journalled. A refusal never says whether the address is unknown, the
password wrong, the person suspended or the account locked, and takes the same time.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

from tollgate.auth import rules
from tollgate.auth.models import Attempts, Caller, Session
from tollgate.auth.passwords import verify_password
from tollgate.auth.store import AuthStore
from tollgate.directory.models import SYSTEM, NewTenant, Organization, Status, User
from tollgate.directory.service import identities, organizations
from tollgate.directory.service.changes import Directory
from tollgate.errors import Conflict, Forbidden, InvalidCredentials, Unauthenticated
from tollgate.journal.models import Actor, Event, Target
from tollgate.kit.ids import new_id
from tollgate.secrets import RuntimeSecret

_CANDIDATES: Final = 3
_RACES: Final = 3
_ANYONE: Final = Actor("anonymous", "anonymous")


@dataclass(frozen=True, slots=True)
class Auth:
    """The sessions' store, the directory with its clock, and the deployment's secret."""

    store: AuthStore
    directory: Directory
    secret: Callable[[], RuntimeSecret]


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A person, their new session and its token, which is not stored."""

    user: User
    session: Session
    token: str = field(repr=False)


def authenticate(auth: Auth, token: str, request_id: str) -> Caller:
    """The caller behind a session token or an API key.

    Both are read anew each time, with the person, so that a revoked one is refused at once. Raises
    `Unauthenticated`.
    """
    if token.startswith(rules.SESSION_PREFIX):
        return _by_session(auth, token, request_id)
    return _by_key(auth, token, request_id)


def _by_session(auth: Auth, token: str, request_id: str) -> Caller:
    session = session_of(auth, token)
    user = identities.active_user(auth.directory, session.organization_id, session.user_id)
    if user is None:
        raise Unauthenticated("this session has ended")
    return Caller(
        organization_id=session.organization_id,
        actor=Actor("user", user.id),
        user_id=user.id,
        team_ids=user.team_ids,
        grants=(identities.permissions_of(user),),
        request_id=request_id,
        session_id=session.id,
    )


def session_of(auth: Auth, token: str) -> Session:
    """The live session of a token. Raises `Unauthenticated`."""
    organization_id, session_id = rules.parse_session_token(token)
    session = auth.store.get_session(organization_id, session_id)
    if session is None or not rules.token_matches(token, session.token_hash):
        raise Unauthenticated("this session has ended")
    if session.expires_ms <= auth.directory.clock():
        raise Unauthenticated("this session has expired")
    return session


def _by_key(auth: Auth, token: str, request_id: str) -> Caller:
    key = identities.key_behind(auth.directory, token, auth.secret().pepper)
    owner = None
    if key.user_id is not None:
        owner = identities.active_user(auth.directory, key.organization_id, key.user_id)
        if owner is None:
            raise Unauthenticated("the person of this API key has no access")
    return Caller(
        organization_id=key.organization_id,
        actor=Actor("api_key", key.id),
        user_id=key.user_id,
        team_ids=owner.team_ids if owner else (),
        grants=(
            frozenset(key.permissions),
            *((identities.permissions_of(owner),) if owner else ()),
        ),
        request_id=request_id,
    )


def login(
    auth: Auth, *, email: str, password: str, organization_id: str | None, request_id: str
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
        auth.store.record(_unknown(auth, email, request_id))
    for user in found:
        attempts = auth.store.get_attempts(user.organization_id, user.id)
        right = verify_password(password, user.password_hash)
        if (
            right
            and user.status is Status.ACTIVE
            and not rules.is_locked(attempts, auth.directory.clock())
        ):
            return _open(auth, user, request_id)
        _count_failure(auth, user, attempts, request_id)
    raise InvalidCredentials("the email or the password is wrong, or the account is locked")


def _open(auth: Auth, user: User, request_id: str) -> SignedIn:
    at_ms = auth.directory.clock()
    session_id = new_id("ses", now_ms=at_ms)
    token = rules.make_session_token(user.organization_id, session_id)
    session = Session(
        id=session_id,
        organization_id=user.organization_id,
        user_id=user.id,
        token_hash=rules.hash_token(token),
        created_ms=at_ms,
        expires_ms=at_ms + rules.SESSION_MS,
    )
    auth.store.open_session(session, _person_event(auth, user, "signed_in", request_id))
    return SignedIn(user, session, token)


def _count_failure(auth: Auth, user: User, attempts: Attempts, request_id: str) -> None:
    for _ in range(_RACES):
        after = attempts
        if not rules.is_locked(attempts, auth.directory.clock()):
            after = rules.after_failure(attempts, auth.directory.clock())
        event = _person_event(auth, user, "sign_in_failed", request_id)
        try:
            auth.store.record_failure(user.organization_id, user.id, attempts, after, event)
        except Conflict:
            attempts = auth.store.get_attempts(user.organization_id, user.id)
            continue
        return


def _person_event(auth: Auth, user: User, verb: str, request_id: str) -> Event:
    target = Target("user", user.id)
    return _event(
        auth, user.organization_id, Actor("user", user.id), target, verb=verb, request_id=request_id
    )


def _unknown(auth: Auth, email: str, request_id: str) -> Event:
    # Hashed: people type passwords into the address field.
    digest = sha256(auth.secret().pepper + email.encode()).hexdigest()[:16]
    target = Target("email", digest)
    return _event(auth, SYSTEM, _ANYONE, target, verb="sign_in_failed", request_id=request_id)


def _event(
    auth: Auth, organization_id: str, actor: Actor, target: Target, *, verb: str, request_id: str
) -> Event:
    at_ms = auth.directory.clock()
    return Event(
        event_id=new_id("evt", now_ms=at_ms),
        organization_id=organization_id,
        action=f"session.{verb}",
        actor=actor,
        target=target,
        created_ms=at_ms,
        request_id=request_id,
    )


def logout(auth: Auth, caller: Caller) -> None:
    """Ends the caller's session, if it has one."""
    if caller.session_id is None:
        return
    session = auth.store.get_session(caller.organization_id, caller.session_id)
    if session is None:
        return
    organization_id, target = session.organization_id, Target("user", session.user_id)
    event = _event(
        auth,
        organization_id,
        caller.actor,
        target,
        verb="signed_out",
        request_id=caller.request_id,
    )
    auth.store.close_session(session, event)


def person_of(auth: Auth, caller: Caller) -> User | None:
    """The person who calls or who owns the calling key; None for a service key."""
    if caller.user_id is None:
        return None
    return identities.active_user(auth.directory, caller.organization_id, caller.user_id)


def bootstrap(
    auth: Auth, *, tenant: NewTenant, setup_token: str, request_id: str
) -> tuple[Organization, User]:
    """The first organization and its owner; works once.

    Raises `Forbidden` when the deployment has a setup token and this is not it, `Conflict` when it
    was done before.
    """
    expected = auth.secret().setup_token
    if expected and not hmac.compare_digest(expected.encode(), setup_token.encode()):
        raise Forbidden("the setup token is missing or wrong", param="x-tollgate-setup-token")
    return organizations.found_first(auth.directory, tenant, request_id)
