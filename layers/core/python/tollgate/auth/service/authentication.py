"""Who a request comes from: a session's token, a JWT that names a session, or an API key.

All is read anew each time, so that what was revoked, suspended or taken away counts at once.
"""

from __future__ import annotations

from typing import Final

from tollgate.access.conditions import Asking, holds_for
from tollgate.auth import rules, tokens
from tollgate.auth.models import BY_PASSWORD, SSO, Caller, Credential, Restriction, Session
from tollgate.auth.password_age import must_change
from tollgate.auth.requirements import Requirements, SessionRules, requirements_of
from tollgate.auth.service.deps import Auth, Origin
from tollgate.directory.models import Organization, User
from tollgate.directory.network import Plane, rules_of
from tollgate.directory.permission_names import expanded
from tollgate.directory.service import identities
from tollgate.directory.service.access_rules import guard_for
from tollgate.errors import Unauthenticated
from tollgate.journal.models import Actor
from tollgate.kit.permissions import Rights
from tollgate.mfa.rules import restriction_of

_SEEN_EVERY_MS: Final = 60_000


def authenticate(auth: Auth, credential: Credential) -> Caller:
    """The caller behind a credential. Raises `Unauthenticated` or `AddressRefused`."""
    if credential.token.startswith(rules.SESSION_PREFIX):
        return _by_session(auth, credential, session_of(auth, credential.token))
    if credential.by_cookie:
        raise Unauthenticated("a cookie carries a session's token and nothing else")
    if tokens.looks_like_access_token(credential.token):
        return _by_session(auth, credential, _session_named_by(auth, credential.token))
    return _by_key(auth, credential)


def _by_session(auth: Auth, credential: Credential, session: Session) -> Caller:
    organization = identities.organization_of(auth.directory, session.organization_id)
    rules_of(organization.network).check(Plane.CONTROL, credential.address)
    asked = requirements_of(organization, auth.directory.clock())
    check_session(auth, session, asked.session, credential)
    user = identities.active_user(auth.directory, session.organization_id, session.user_id)
    if user is None:
        raise Unauthenticated("this session has ended")
    actor = Actor("user", user.id)
    asking = _asking(auth, credential, organization, actor, user, methods=session.methods)
    return Caller(
        organization_id=session.organization_id,
        actor=actor,
        user_id=user.id,
        team_ids=user.team_ids,
        grants=(identities.rights_of(auth.directory, user, holds_for(asking)),),
        request_id=credential.request_id,
        session_id=session.id,
        by_cookie=credential.by_cookie,
        address=credential.address,
        agent=credential.agent,
        authenticated_ms=session.authenticated_ms,
        methods=session.methods,
        restriction=_restriction(user, session, asked, auth.directory.clock()),
        guard=guard_for(auth.directory, organization, asking),
    )


def _asking(
    auth: Auth,
    credential: Credential,
    organization: Organization,
    actor: Actor,
    person: User | None,
    *,
    methods: tuple[str, ...] = (),
) -> Asking:
    return Asking(
        kind=actor.type,
        actor_id=actor.id,
        person=person,
        methods=methods,
        address=credential.address,
        at_ms=auth.directory.clock(),
        time_zone=organization.time_zone,
    )


def _restriction(
    user: User, session: Session, asked: Requirements, now_ms: int
) -> Restriction | None:
    """What the person has to do first, found anew on every request, so that it lifts at once.

    The state of a password does not concern somebody who signed in without it, be it that their
    identity provider asked them for one of its own.
    """
    with_ours = BY_PASSWORD in session.methods and SSO not in session.methods
    if with_ours and must_change(user, asked.password, now_ms):
        return Restriction.PASSWORD_CHANGE
    return restriction_of(user, asked.mfa, session.methods, now_ms)


def session_of(auth: Auth, token: str) -> Session:
    """The session of a token, whether it is live or not. Raises `Unauthenticated`."""
    organization_id, session_id = rules.parse_session_token(token)
    session = auth.store.get_session(organization_id, session_id)
    if session is None or not rules.token_matches(token, session.token_hash):
        raise Unauthenticated("this session has ended")
    return session


def _session_named_by(auth: Auth, token: str) -> Session:
    """The session that a JWT names: the token alone never lets anybody in."""
    claims = tokens.read_access_token(auth.keys, token, auth.directory.clock())
    session = auth.store.get_session(claims.organization_id, claims.session_id)
    if session is None or session.user_id != claims.user_id:
        raise Unauthenticated("this session has ended")
    return session


def check_session(
    auth: Auth, session: Session, limits: SessionRules, shown: Credential | Origin
) -> None:
    """Holds a session against its organization's limits, and writes down that it is in use.

    Raises `Unauthenticated`.
    """
    at_ms = auth.directory.clock()
    if not rules.is_live(session, limits, at_ms):
        raise Unauthenticated("this session has expired")
    if limits.bind_address and session.address != shown.address:
        raise Unauthenticated("this session belongs to another address")
    if limits.bind_agent and session.agent != shown.agent:
        raise Unauthenticated("this session belongs to another browser")
    if at_ms - session.seen_ms >= _SEEN_EVERY_MS:
        auth.store.seen(session, at_ms)


def _by_key(auth: Auth, credential: Credential) -> Caller:
    pepper = auth.secret().pepper
    key = identities.key_behind(auth.directory, credential.token, pepper, credential.address)
    organization = identities.organization_of(auth.directory, key.organization_id)
    rules_of(organization.network).check(Plane.CONTROL, credential.address)
    owner = None
    if key.user_id is not None:
        owner = identities.active_user(auth.directory, key.organization_id, key.user_id)
        if owner is None:
            raise Unauthenticated("the person of this API key has no access")
    identities.note_use(auth.directory, key)
    actor = Actor("api_key", key.id)
    asking = _asking(auth, credential, organization, actor, owner)
    grants = [Rights(expanded(key.permissions))]
    if owner is not None:
        grants.append(identities.rights_of(auth.directory, owner, holds_for(asking)))
    return Caller(
        organization_id=key.organization_id,
        actor=actor,
        user_id=key.user_id,
        team_ids=owner.team_ids if owner else (),
        grants=tuple(grants),
        request_id=credential.request_id,
        by_cookie=credential.by_cookie,
        address=credential.address,
        agent=credential.agent,
        behind=identities.makers_of(auth.directory, key),
        guard=guard_for(auth.directory, organization, asking),
    )


def person_of(auth: Auth, caller: Caller) -> User | None:
    """The person who calls or who owns the calling key; None for a service key."""
    if caller.user_id is None:
        return None
    return identities.active_user(auth.directory, caller.organization_id, caller.user_id)
