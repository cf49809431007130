"""Whether what somebody shows is one of their second factors, and using it up."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from msgspec import Struct

from tollgate.auth import rules as locks
from tollgate.auth.service.deps import Origin
from tollgate.auth.service.sign_in import count_failure, person_event
from tollgate.aws.items import Beside, Transaction
from tollgate.directory.models import User
from tollgate.errors import BadRequest, MfaInvalid, RateLimited
from tollgate.mfa import backup_codes, totp
from tollgate.mfa.ceremonies import Ceremony, check_challenge, use_of
from tollgate.mfa.models import Method, Passkey, Proof
from tollgate.mfa.passkeys import (
    Assertion,
    passkey_id_of,
    read_answer,
    unknown_passkey,
    user_handle,
    verify_assertion,
)
from tollgate.mfa.service.deps import Mfa
from tollgate.sealing import unseal

SEALED_AS: Final = "totp"
_OTP: Final = "otp"


class Shown(Struct, frozen=True):
    """A factor that is right: its names after RFC 8176, and what uses it up in a transaction."""

    method: Method
    names: tuple[str, ...]
    use: Beside


class Ask(Struct, frozen=True):
    """How a factor is asked for: the ceremony of a passkey, for whom its challenge was made, where.

    `alone` says that the passkey is the only factor.
    """

    ceremony: Ceremony
    subject: str
    origin: Origin
    alone: bool = False


def check(mfa: Mfa, user: User, proof: Proof, methods: Collection[str], ask: Ask) -> Shown:
    """The factor behind a proof, of those in `methods`; nothing is used up yet.

    Raises `MfaInvalid` when it is wrong, `BadRequest` when it is not exactly one.
    """
    given = [
        (Method.TOTP, proof.code),
        (Method.BACKUP_CODE, proof.backup_code),
        (Method.WEBAUTHN, proof.passkey),
    ]
    shown = [method for method, value in given if value is not None]
    if len(shown) != 1:
        raise BadRequest("send exactly one of code, backup_code and passkey", param="code")
    if shown[0] not in methods:
        raise _wrong()
    if proof.code is not None:
        return _check_code(mfa, user, proof.code)
    if proof.backup_code is not None:
        return _check_backup_code(mfa, user, proof.backup_code)
    return check_passkey(mfa, user, proof.passkey or {}, ask)


def _check_code(mfa: Mfa, user: User, code: str) -> Shown:
    enrolled = mfa.auth.factors.totp(user.organization_id, user.id)
    if enrolled is None:
        raise _wrong()
    secret = unseal(mfa.auth.secret().pepper, SEALED_AS, user.id, enrolled.sealed)
    step = totp.matching_step(secret, code, mfa.auth.directory.clock(), enrolled.last_step)
    if step is None:
        raise _wrong()
    use = mfa.auth.factors.using_step(user.organization_id, user.id, step)
    return Shown(Method.TOTP, (_OTP,), use)


def _check_backup_code(mfa: Mfa, user: User, code: str) -> Shown:
    code_hash = backup_codes.hash_code(mfa.auth.secret().pepper, user.id, code)
    if code_hash not in mfa.auth.factors.backup_codes_left(user.organization_id, user.id):
        raise _wrong()
    use = mfa.auth.factors.using_backup_code(user.organization_id, user.id, code_hash)
    return Shown(Method.BACKUP_CODE, (_OTP,), use)


def check_passkey(mfa: Mfa, user: User, credential: Mapping[str, Any], ask: Ask) -> Shown:
    """One of the person's passkeys. A copied one is refused and journalled. Raises `MfaInvalid`."""
    factors, now_ms = mfa.auth.factors, mfa.auth.directory.clock()
    answer = read_answer(credential)
    pepper = mfa.auth.secret().pepper
    check_challenge(pepper, ask.ceremony, ask.subject, answer.challenge, now_ms)
    passkey = factors.passkey(user.organization_id, user.id, passkey_id_of(answer.credential_id))
    if passkey is None or answer.user_handle not in (None, user_handle(user)):
        raise unknown_passkey()
    assertion = verify_assertion(mfa.site, credential, answer.challenge, passkey, alone=ask.alone)
    if assertion.repeated:
        _refuse_copy(mfa, user, passkey, assertion, ask.origin)

    def use(transaction: Transaction) -> None:
        whose = (user.organization_id, user.id)
        factors.using_passkey(*whose, passkey, assertion.sign_count, now_ms)(transaction)
        factors.using_ceremony(whose[0], use_of(answer.challenge), now_ms)(transaction)

    return Shown(Method.WEBAUTHN, ("swk" if passkey.synced else "hwk", "user"), use)


def _refuse_copy(
    mfa: Mfa, user: User, passkey: Passkey, assertion: Assertion, origin: Origin
) -> None:
    event = person_event(
        mfa.auth,
        user,
        "user.passkey_copied",
        origin,
        passkey=passkey.id,
        sign_count=assertion.sign_count,
        expected_above=passkey.sign_count,
    )
    mfa.auth.factors.commit(event)
    raise MfaInvalid("this passkey seems to have been copied; remove it and register a new one")


def prove(mfa: Mfa, user: User, proof: Proof, ask: Ask) -> Shown:
    """Checks a signed-in person's factor and uses it up; failures count towards the lock.

    Raises `MfaInvalid`, or `RateLimited` while the account is locked.
    """
    auth = mfa.auth
    attempts = auth.store.get_attempts(user.organization_id, user.id)
    now_ms = auth.directory.clock()
    if locks.is_locked(attempts, now_ms):
        left_s = (attempts.locked_until_ms - now_ms) / 1000
        raise RateLimited("too many wrong codes; try again later", retry_after=left_s)
    try:
        shown = check(mfa, user, proof, (*user.mfa_methods, Method.BACKUP_CODE), ask)
    except MfaInvalid:
        count_failure(auth, user, attempts, ask.origin)
        raise
    event = person_event(auth, user, "user.mfa_shown", ask.origin, method=shown.method.value)
    auth.factors.commit(event, shown.use)
    return shown


def _wrong() -> MfaInvalid:
    return MfaInvalid("this is not right, or was used before")
