"""Signing in with a password, and opening a session however somebody proved who they are."""

from __future__ import annotations

from hashlib import sha256
from typing import Final

from tollgate.auth import rules
from tollgate.auth.models import BY_PASSWORD, SSO, Attempts, Session
from tollgate.auth.passwords import verify_password
from tollgate.auth.requirements import LockoutRules, SessionRules, requirements_of
from tollgate.auth.service.deps import Auth, Origin
from tollgate.aws.items import Beside
from tollgate.directory.models import SYSTEM, Organization, Status, User
from tollgate.directory.network import Plane, rules_of
from tollgate.directory.service import identities
from tollgate.directory.service.ranks import OWNER
from tollgate.errors import AddressRefused, Conflict, InvalidCredentials, SsoRequired, Unavailable
from tollgate.journal.models import Actor, Event, Target
from tollgate.kit.guarded import Guarded
from tollgate.kit.ids import new_id
from tollgate.mfa.models import Challenged
from tollgate.mfa.rules import must_show
from tollgate.mfa.service import challenges, requirement

__all__ = ["Origin", "SignedIn", "admit", "count_failure", "login", "open_session", "person_event"]

_CANDIDATES: Final = 3
_RACES: Final = 5
_FAILURES_AT_ONCE: Final = 20
_HOUR_MS: Final = 3_600_000
_ANYONE: Final = Actor("anonymous", "anonymous")


class SignedIn(Guarded, frozen=True):
    """A person, their new session and its token, which is not stored."""

    hidden = frozenset({"token"})

    user: User
    session: Session
    token: str


def login(
    auth: Auth, *, email: str, password: str, organization_id: str | None, origin: Origin
) -> SignedIn | Challenged:
    """A new session, or the challenge of a second factor. Raises `InvalidCredentials`.

    `organization_id` picks one when a person belongs to several with the same address.
    """
    found = [
        user
        for user in identities.people_with_email(auth.directory, email)
        if organization_id in (None, user.organization_id)
    ][:_CANDIDATES]
    if not found:
        _refuse_unknown(auth, email, password, origin)
    for user in found:
        attempts = auth.store.get_attempts(user.organization_id, user.id)
        right = verify_password(password, user.password_hash)
        if (
            right
            and user.status is Status.ACTIVE
            and not rules.is_locked(attempts, auth.directory.clock())
        ):
            try:
                return admit(auth, user, (BY_PASSWORD,), origin)
            except AddressRefused as refused:
                _note_refused(auth, user, origin, refused.code)
                continue
        count_failure(auth, user, attempts, origin)
    raise InvalidCredentials("the email or the password is wrong, or the account is locked")


def _note_refused(auth: Auth, user: User, origin: Origin, code: str) -> None:
    """Of a right password from outside: journalled, but neither told to whoever has it nor counted.

    It would tell them that it is right, and counting it would let them lock its owner out.
    """
    auth.store.record(person_event(auth, user, "session.sign_in_refused", origin, code=code))


def admit(auth: Auth, user: User, proven: tuple[str, ...], origin: Origin) -> SignedIn | Challenged:
    """A session where `proven` (RFC 8176 names) is enough, else a second factor's challenge.

    Raises `AddressRefused` where the organization may not be reached from `origin`, `SsoRequired`
    for somebody who has to sign in at their identity provider.
    """
    organization = identities.organization_of(auth.directory, user.organization_id)
    rules_of(organization.network).check(Plane.CONTROL, origin.address)
    if SSO not in proven:
        _check_sso(auth, user, origin)
    asked = requirements_of(organization, auth.directory.clock()).mfa
    missing = must_show(user, asked, proven, auth.directory.clock())
    if not missing:
        return open_session(auth, user, proven, origin)
    event = person_event(auth, user, "session.challenged", origin, methods=list(missing))
    return challenges.open_challenge(auth, user, missing, proven, event)


def _check_sso(auth: Auth, user: User, origin: Origin) -> None:
    """Owners pass: they are who can repair a connection that does not work."""
    domain = user.email.rpartition("@")[2]
    connection_id = auth.store.enforced_connection(user.organization_id, domain)
    if connection_id is None or OWNER in user.roles:
        return
    event = person_event(auth, user, "session.sign_in_failed", origin, code=SsoRequired.code)
    auth.store.record(event)
    raise SsoRequired(
        "your organization wants you to sign in at its identity provider",
        fields={"connection_id": connection_id},
    )


def open_session(
    auth: Auth,
    user: User,
    methods: tuple[str, ...],
    origin: Origin,
    beside: Beside | None = None,
) -> SignedIn:
    """A session for somebody who proved who they are by `methods` (RFC 8176 names).

    The oldest of their sessions end for it when they have as many as their organization allows.
    `beside` is committed with it. Who has to have a second factor is asked for one from now on.
    Raises `AddressRefused` where the organization may not be reached from `origin`.
    """
    organization = identities.organization_of(auth.directory, user.organization_id)
    rules_of(organization.network).check(Plane.CONTROL, origin.address)
    asked = requirements_of(organization, auth.directory.clock())
    user = requirement.ask(auth, user, asked.mfa, methods, origin)
    session, token = _new_session(auth, user, asked.session, methods, origin)
    for attempt in range(_RACES):
        before = auth.store.open_sessions(user.organization_id, user.id)
        kept = before.ids[max(0, len(before.ids) + 1 - asked.session.max_concurrent) :]
        event = person_event(auth, user, "session.signed_in", origin, methods=list(methods))
        try:
            auth.store.open_session(session, user, before, kept, event=event, beside=beside)
        except Conflict:
            if attempt + 1 == _RACES:
                raise
            continue
        break
    return SignedIn(user, session, token)


def _new_session(
    auth: Auth, user: User, limits: SessionRules, methods: tuple[str, ...], origin: Origin
) -> tuple[Session, str]:
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
        expires_ms=at_ms + limits.max_hours * _HOUR_MS,
    )
    return session, token


def count_failure(auth: Auth, user: User, attempts: Attempts, origin: Origin) -> None:
    """Counts and journals a failed attempt, whichever factor failed."""
    event = person_event(auth, user, "session.sign_in_failed", origin)
    _count(auth, user.organization_id, user.id, attempts, event)


def _count(auth: Auth, organization_id: str, who: str, attempts: Attempts, event: Event) -> None:
    organization = auth.directory.store.get(Organization, organization_id, organization_id)
    now_ms = auth.directory.clock()
    lockout = requirements_of(organization, now_ms).lockout if organization else LockoutRules()
    for _ in range(_FAILURES_AT_ONCE):
        after = attempts
        if not rules.is_locked(attempts, now_ms):
            after = rules.after_failure(attempts, lockout, now_ms)
        try:
            auth.store.record_failure(organization_id, who, attempts, after, event)
        except Conflict:
            attempts = auth.store.get_attempts(organization_id, who)
            continue
        return
    raise Unavailable("too many attempts at the same moment", retry_after=1)


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


def _refuse_unknown(auth: Auth, email: str, password: str, origin: Origin) -> None:
    """Does for an address that nobody has whatever is done for a wrong password.

    The same reads, writes and hashing: how long the refusal takes tells nothing either.
    """
    # Hashed: people type passwords into the address field.
    digest = sha256(auth.secret().pepper + email.encode()).hexdigest()[:16]
    attempts = auth.store.get_attempts(SYSTEM, digest)
    verify_password(password, None)
    event = auth.event(
        SYSTEM,
        _ANYONE,
        Target("email", digest),
        action="session.sign_in_failed",
        request_id=origin.request_id,
        **({"address": origin.address} if origin.address else {}),
    )
    _count(auth, SYSTEM, digest, attempts, event)
