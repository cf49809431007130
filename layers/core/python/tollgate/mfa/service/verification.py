"""The second step of signing in, and signing in by a passkey alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from tollgate.auth import rules as locks
from tollgate.auth.models import BY_PASSWORD
from tollgate.auth.service.deps import Origin
from tollgate.auth.service.sign_in import SignedIn, count_failure, open_session, person_event
from tollgate.aws.items import Transaction
from tollgate.directory.models import SYSTEM, User
from tollgate.directory.service import identities
from tollgate.errors import MfaInvalid, Unavailable, Unprocessable
from tollgate.journal.models import Actor, Target
from tollgate.mfa.ceremonies import Ceremony, check_challenge, new_challenge
from tollgate.mfa.models import MFA, Challenge, Method, Proof
from tollgate.mfa.passkeys import (
    passkey_id_of,
    person_behind,
    read_answer,
    request_options,
    unknown_passkey,
)
from tollgate.mfa.service import notices, proofs
from tollgate.mfa.service.challenges import live_challenge
from tollgate.mfa.service.deps import Mfa

_ANYONE: Final = Actor("anonymous", "anonymous")


def second_factor_options(mfa: Mfa, challenge: Challenge) -> dict[str, Any] | None:
    """What to ask the browser for as the second factor; None where no passkey will do."""
    if Method.WEBAUTHN not in challenge.methods:
        return None
    try:
        site = mfa.site
    except (Unavailable, Unprocessable):
        return None  # the other factors still work
    ours = new_challenge(
        mfa.auth.secret().pepper,
        Ceremony.SECOND_FACTOR,
        challenge.id,
        mfa.auth.directory.clock(),
    )
    registered = mfa.auth.factors.passkeys(challenge.organization_id, challenge.user_id)
    return request_options(site, ours, registered, alone=False)


def verify(mfa: Mfa, token: str, proof: Proof, origin: Origin) -> SignedIn:
    """The session that a right second factor opens; challenge and factor count once.

    Raises `MfaInvalid`. Five tries end the challenge, and each wrong one counts towards the lock.
    """
    auth = mfa.auth
    challenge = auth.factors.count_try(live_challenge(auth, token))
    user = identities.active_user(auth.directory, challenge.organization_id, challenge.user_id)
    if user is None or _has_another_password(user, challenge):
        raise MfaInvalid("this sign-in has ended; begin again")
    ask = proofs.Ask(Ceremony.SECOND_FACTOR, challenge.id, origin)
    attempts = auth.store.get_attempts(user.organization_id, user.id)
    # A locked account takes no factor: every proof is of a method that it does not have.
    locked = locks.is_locked(attempts, auth.directory.clock())
    try:
        shown = proofs.check(mfa, user, proof, () if locked else challenge.methods, ask)
    except MfaInvalid:
        count_failure(auth, user, attempts, origin)
        raise
    letter = notices.backup_code_used(mfa, user) if shown.method is Method.BACKUP_CODE else None

    def beside(transaction: Transaction) -> None:
        auth.factors.closing_challenge(challenge)(transaction)
        shown.use(transaction)
        if letter is not None:
            mfa.mail.with_change(letter)(transaction)

    methods = tuple(dict.fromkeys((*challenge.proven, *shown.names, MFA)))
    opened = open_session(auth, user, methods, origin, beside)
    if letter is not None:
        mfa.mail.send(letter)
    return opened


def _has_another_password(user: User, challenge: Challenge) -> bool:
    """Whether the password that opened the challenge was replaced, as the sessions have ended."""
    by_password = BY_PASSWORD in challenge.proven
    return by_password and (user.password_changed_ms or 0) > challenge.created_ms


def sign_in_options(mfa: Mfa) -> dict[str, Any]:
    """What to ask a browser for whoever is about to sign in: the same for everybody."""
    pepper, now_ms = mfa.auth.secret().pepper, mfa.auth.directory.clock()
    return request_options(
        mfa.site, new_challenge(pepper, Ceremony.SIGN_IN, "", now_ms), alone=True
    )


def sign_in(mfa: Mfa, credential: Mapping[str, Any], origin: Origin) -> SignedIn:
    """The session that a passkey opens by itself. Raises `MfaInvalid`.

    It proves possession and, as the authenticator has verified the person, a second factor. The
    lock after wrong passwords does not hold it back: a passkey cannot be guessed.
    """
    auth = mfa.auth
    answer = read_answer(credential)
    pepper, now_ms = auth.secret().pepper, auth.directory.clock()
    check_challenge(pepper, Ceremony.SIGN_IN, "", answer.challenge, now_ms)
    user = _person(mfa, answer.user_handle)
    if user is None or Method.WEBAUTHN not in mfa.rules_for(user).methods:
        event = auth.event(
            SYSTEM,
            _ANYONE,
            Target("passkey", passkey_id_of(answer.credential_id)),
            action="session.sign_in_failed",
            request_id=origin.request_id,
            **({"address": origin.address} if origin.address else {}),
        )
        auth.store.record(event)
        raise unknown_passkey()
    try:
        ask = proofs.Ask(Ceremony.SIGN_IN, "", origin, alone=True)
        shown = proofs.check_passkey(mfa, user, credential, ask)
    except MfaInvalid:
        auth.store.record(person_event(auth, user, "session.sign_in_failed", origin))
        raise
    return open_session(auth, user, (*shown.names, MFA), origin, shown.use)


def _person(mfa: Mfa, handle: bytes | None) -> User | None:
    if handle is None:
        return None
    organization_id, user_id = person_behind(handle)
    return identities.active_user(mfa.auth.directory, organization_id, user_id)
