"""Passkeys of the person at the keyboard: adding, naming, removing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from msgspec.structs import replace

from tollgate.auth.models import Caller
from tollgate.auth.service.sessions import end_all
from tollgate.auth.service.sign_in import person_event
from tollgate.aws.items import Transaction
from tollgate.directory.models import User
from tollgate.errors import Conflict, NotFound
from tollgate.mfa import rules
from tollgate.mfa.ceremonies import Ceremony, check_challenge, new_challenge, use_of
from tollgate.mfa.models import MFA, Method, Passkey
from tollgate.mfa.passkeys import (
    read_answer,
    registration_options,
    request_options,
    verify_registration,
)
from tollgate.mfa.service import enrolment, notices
from tollgate.mfa.service.deps import Mfa, origin_of

MOST: Final = 20
"""Passkeys of one person: all of them fit into one transaction."""


def options(mfa: Mfa, caller: Caller) -> dict[str, Any]:
    """What to ask the browser for. Raises `StepUpRequired`, `Forbidden`, `Conflict` at `MOST`."""
    user = mfa.person(caller)
    enrolment.require_fresh(mfa, caller, user)
    registered = _registered(mfa, user)
    challenge = _new_challenge(mfa, Ceremony.REGISTRATION, caller)
    return registration_options(mfa.site, user, challenge, registered)


def register(
    mfa: Mfa, caller: Caller, credential: Mapping[str, Any], name: str
) -> tuple[Passkey, tuple[str, ...]]:
    """The new passkey, and backup codes if the person had none. Raises `MfaInvalid`.

    Ends the person's other sessions when it is their first second factor.
    """
    auth, user = mfa.auth, mfa.person(caller)
    enrolment.require_fresh(mfa, caller, user)
    _registered(mfa, user)
    answer, now_ms = read_answer(credential), auth.directory.clock()
    pepper, subject = auth.secret().pepper, caller.session_id or ""
    check_challenge(pepper, Ceremony.REGISTRATION, subject, answer.challenge, now_ms)
    made = verify_registration(mfa.site, credential, answer.challenge)
    passkey = Passkey(
        id=made.passkey_id,
        credential_id=made.credential_id,
        public_key=made.public_key,
        sign_count=made.sign_count,
        name=name,
        transports=made.transports,
        aaguid=made.aaguid,
        synced=made.synced,
        created_ms=now_ms,
    )
    whose = (user.organization_id, user.id)
    codes, keep_codes = enrolment.new_backup_codes(mfa, user)
    is_first = not auth.factors.backup_codes_left(*whose)

    def beside(transaction: Transaction) -> None:
        auth.factors.adding_passkey(*whose, passkey)(transaction)
        auth.factors.using_ceremony(whose[0], use_of(answer.challenge), now_ms)(transaction)
        if is_first:
            keep_codes(transaction)

    methods = tuple(sorted({*user.mfa_methods, Method.WEBAUTHN.value}))
    after = replace(user, mfa_methods=methods)
    letter = notices.passkey_added(mfa, user, name)
    enrolment.commit(mfa, caller, user, after, beside, verb="passkey_added", letter=letter)
    if not user.mfa_methods:
        enrolment.strengthen(mfa, caller, user, ("swk" if passkey.synced else "hwk", MFA))
    return passkey, codes if is_first else ()


def list_passkeys(mfa: Mfa, caller: Caller) -> list[Passkey]:
    """The caller's passkeys in the order of registration."""
    user = mfa.person(caller)
    return mfa.auth.factors.passkeys(user.organization_id, user.id)


def rename(mfa: Mfa, caller: Caller, passkey_id: str, name: str) -> Passkey:
    """Gives one of the caller's passkeys another name. Raises `NotFound`."""
    user = mfa.person(caller)
    passkey = _one(mfa, user, passkey_id)
    whose = (user.organization_id, user.id)
    event = person_event(
        mfa.auth, user, "user.passkey_renamed", origin_of(caller), passkey=passkey.id
    )
    mfa.auth.factors.commit(event, mfa.auth.factors.renaming_passkey(*whose, passkey, name))
    return replace(passkey, name=name)


def remove(mfa: Mfa, caller: Caller, passkey_id: str) -> None:
    """Forgets one of the caller's passkeys, with the backup codes when nothing else is left.

    Raises `NotFound`, `StepUpRequired`, or `Forbidden` where a second factor has to be there.
    """
    auth, user = mfa.auth, mfa.person(caller)
    passkey = _one(mfa, user, passkey_id)
    enrolment.require_fresh(mfa, caller, user)
    whose = (user.organization_id, user.id)
    is_last = len(auth.factors.passkeys(*whose)) == 1
    after = user
    if is_last:
        enrolment.check_may_go(mfa, user, Method.WEBAUTHN)
        after = replace(user, mfa_methods=rules.without(user, Method.WEBAUTHN))

    def beside(transaction: Transaction) -> None:
        auth.factors.removing_passkeys(*whose, [passkey])(transaction)
        if not after.mfa_methods:
            auth.factors.removing_backup_codes(*whose)(transaction)

    letter = notices.passkey_removed(mfa, user, passkey.name)
    enrolment.commit(mfa, caller, user, after, beside, verb="passkey_removed", letter=letter)
    end_all(auth, caller, user, reason="passkey_removed", except_session=caller.session_id)


def step_up_options(mfa: Mfa, caller: Caller) -> dict[str, Any]:
    """What to ask the browser for to prove again who is signed in. Raises `Conflict`."""
    user = mfa.person(caller)
    registered = mfa.auth.factors.passkeys(user.organization_id, user.id)
    if not registered:
        raise Conflict("you have no passkey: use your password or a code")
    challenge = _new_challenge(mfa, Ceremony.STEP_UP, caller)
    return request_options(mfa.site, challenge, registered, alone=False)


def _new_challenge(mfa: Mfa, ceremony: Ceremony, caller: Caller) -> bytes:
    pepper, now_ms = mfa.auth.secret().pepper, mfa.auth.directory.clock()
    return new_challenge(pepper, ceremony, caller.session_id or "", now_ms)


def _registered(mfa: Mfa, user: User) -> list[Passkey]:
    enrolment.check_accepted(mfa, user, Method.WEBAUTHN)
    registered = mfa.auth.factors.passkeys(user.organization_id, user.id)
    if len(registered) >= MOST:
        raise Conflict(f"somebody has {MOST} passkeys at most; remove one first")
    return registered


def _one(mfa: Mfa, user: User, passkey_id: str) -> Passkey:
    passkey = mfa.auth.factors.passkey(user.organization_id, user.id, passkey_id)
    if passkey is None:
        raise NotFound(f"no passkey with id {passkey_id}")
    return passkey
