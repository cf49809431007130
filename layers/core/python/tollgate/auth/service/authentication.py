"""Who a request comes from: a session's token or an API key, with its person and their rights.

All is read anew each time, so that what was revoked, suspended or taken away counts at once.
"""

from __future__ import annotations

from tollgate.auth import rules
from tollgate.auth.models import Caller, Credential, Session
from tollgate.auth.service.deps import Auth
from tollgate.directory.models import User
from tollgate.directory.service import identities
from tollgate.errors import Unauthenticated
from tollgate.journal.models import Actor
from tollgate.kit.permissions import Rights


def authenticate(auth: Auth, credential: Credential) -> Caller:
    """The caller behind a credential. Raises `Unauthenticated`."""
    if credential.token.startswith(rules.SESSION_PREFIX):
        return _by_session(auth, credential)
    return _by_key(auth, credential)


def _by_session(auth: Auth, credential: Credential) -> Caller:
    session = session_of(auth, credential.token)
    user = identities.active_user(auth.directory, session.organization_id, session.user_id)
    if user is None:
        raise Unauthenticated("this session has ended")
    return Caller(
        organization_id=session.organization_id,
        actor=Actor("user", user.id),
        user_id=user.id,
        team_ids=user.team_ids,
        grants=(identities.rights_of(auth.directory, user),),
        request_id=credential.request_id,
        session_id=session.id,
        by_cookie=credential.by_cookie,
        address=credential.address,
        agent=credential.agent,
        authenticated_ms=session.authenticated_ms,
        methods=session.methods,
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


def _by_key(auth: Auth, credential: Credential) -> Caller:
    key = identities.key_behind(auth.directory, credential.token, auth.secret().pepper)
    owner = None
    if key.user_id is not None:
        owner = identities.active_user(auth.directory, key.organization_id, key.user_id)
        if owner is None:
            raise Unauthenticated("the person of this API key has no access")
    grants = [Rights(frozenset(key.permissions))]
    if owner is not None:
        grants.append(identities.rights_of(auth.directory, owner))
    return Caller(
        organization_id=key.organization_id,
        actor=Actor("api_key", key.id),
        user_id=key.user_id,
        team_ids=owner.team_ids if owner else (),
        grants=tuple(grants),
        request_id=credential.request_id,
        by_cookie=credential.by_cookie,
        address=credential.address,
        agent=credential.agent,
    )


def person_of(auth: Auth, caller: Caller) -> User | None:
    """The person who calls or who owns the calling key; None for a service key."""
    if caller.user_id is None:
        return None
    return identities.active_user(auth.directory, caller.organization_id, caller.user_id)
