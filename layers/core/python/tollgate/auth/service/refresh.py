"""The tokens of a session, and rotating its refresh token.

A refresh token is good once. Who shows an earlier one has a copy of what somebody else used, or is
robbed of it: nobody can tell which, so the session ends for both.
"""

from __future__ import annotations

from msgspec.structs import replace

from tollgate.auth import rules, tokens
from tollgate.auth.models import Session
from tollgate.auth.requirements import SessionRules, requirements_of
from tollgate.auth.service import sessions
from tollgate.auth.service.authentication import check_session
from tollgate.auth.service.deps import Auth, Origin
from tollgate.directory.models import User
from tollgate.directory.network import Plane, rules_of
from tollgate.directory.service import identities
from tollgate.errors import Conflict, Unauthenticated
from tollgate.journal.models import Actor, Target
from tollgate.kit.guarded import Guarded


class Tokens(Guarded, frozen=True):
    """What a client without cookies keeps of a session, None for a page; lives are in seconds."""

    hidden = frozenset({"access_token", "refresh_token"})

    access_token: str | None
    refresh_token: str | None
    expires_in: int
    refresh_expires_in: int


def issue(auth: Auth, session: Session, *, by_cookie: bool = False) -> Tokens:
    """An access token of now and the refresh token of the session's generation.

    `by_cookie` makes neither: the session's own token is in the cookie. Raises `Unavailable` when
    no signing key can be had.
    """
    organization = identities.organization_of(auth.directory, session.organization_id)
    limits = requirements_of(organization, auth.directory.clock()).session
    if by_cookie:
        lasts_s = _lasts_s(auth, session, limits)
        return Tokens(None, None, lasts_s, lasts_s)
    return _tokens(auth, session, limits)


def _lasts_s(auth: Auth, session: Session, limits: SessionRules) -> int:
    return max(0, rules.ends_ms(session, limits) - auth.directory.clock()) // 1000


def _tokens(auth: Auth, session: Session, limits: SessionRules) -> Tokens:
    lasts_s = _lasts_s(auth, session, limits)
    access_s = min(limits.access_token_minutes * 60, lasts_s)
    at_ms = auth.directory.clock()
    return Tokens(
        access_token=tokens.make_access_token(auth.keys, session, at_ms, access_s),
        refresh_token=tokens.make_refresh_token(auth.secret().pepper, session),
        expires_in=access_s,
        refresh_expires_in=lasts_s,
    )


def refresh(auth: Auth, token: str, origin: Origin) -> tuple[User, Tokens]:
    """New tokens for a refresh token, which is spent by that.

    Raises `InvalidCredentials` for one that is not the session's current one; an earlier one ends
    the session.
    """
    named = tokens.read_refresh_token(auth.secret().pepper, token)
    session = auth.store.get_session(named.organization_id, named.session_id)
    if session is None:
        raise tokens.refresh_refused()
    if named.generation != session.generation:
        _reused(auth, session, origin)
        raise tokens.refresh_refused()
    user, limits = _still_good(auth, session, origin)
    after = replace(session, generation=session.generation + 1, seen_ms=auth.directory.clock())
    event = auth.event(
        session.organization_id,
        Actor("user", user.id),
        Target("user", user.id),
        action="session.refreshed",
        request_id=origin.request_id,
        session_id=session.id,
    )
    try:
        auth.store.change_session(session, after, event)
    except Conflict as error:
        # Somebody else was faster with the same token.
        _reused(auth, session, origin)
        raise tokens.refresh_refused() from error
    return user, _tokens(auth, after, limits)


def _still_good(auth: Auth, session: Session, origin: Origin) -> tuple[User, SessionRules]:
    try:
        organization = identities.organization_of(auth.directory, session.organization_id)
        limits = requirements_of(organization, auth.directory.clock()).session
        check_session(auth, session, limits, origin)
    except Unauthenticated as error:
        raise tokens.refresh_refused() from error
    rules_of(organization.network).check(Plane.CONTROL, origin.address)
    user = identities.active_user(auth.directory, session.organization_id, session.user_id)
    if user is None:
        raise tokens.refresh_refused()
    return user, limits


def _reused(auth: Auth, session: Session, origin: Origin) -> None:
    where = {"address": origin.address, "agent": origin.agent}
    sessions.end_one(
        auth,
        Actor("anonymous", "anonymous"),
        session,
        action="session.reuse_detected",
        request_id=origin.request_id,
        details={name: value for name, value in where.items() if value},
    )
