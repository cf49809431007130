"""Authenticator apps and backup codes of the person at the keyboard."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from tollgate.auth.models import Caller, Session
from tollgate.auth.service import step_up
from tollgate.auth.service.sessions import end_all, require_recent
from tollgate.auth.service.sign_in import person_event
from tollgate.aws.items import Beside, Transaction
from tollgate.directory.models import User
from tollgate.directory.service import changes, identities
from tollgate.errors import Conflict, Forbidden, MfaInvalid, StepUpRequired
from tollgate.kit.guarded import Guarded
from tollgate.mail.models import Letter
from tollgate.mfa import backup_codes, rules, totp
from tollgate.mfa.ceremonies import Ceremony
from tollgate.mfa.models import MFA, Method, Proof, Totp, TotpSetup
from tollgate.mfa.service import notices, proofs
from tollgate.mfa.service.deps import Mfa, origin_of
from tollgate.sealing import seal, unseal

SETUP_MS: Final = 15 * 60 * 1000


class State(Struct, frozen=True):
    """How a person's second factors stand.

    `due_ms` is when a session without one is held back, or None; `accepted` are the methods that
    the organization takes.
    """

    user: User
    passkeys: int
    backup_codes_left: int
    required: bool
    due_ms: int | None
    accepted: tuple[str, ...]
    waived_until_ms: int | None

    @property
    def advice(self) -> str | None:
        """What would keep this person from being locked out, if anything is missing for that."""
        if not self.user.mfa_methods:
            return "Add an authenticator app or a passkey."
        ways = self.passkeys + (Method.TOTP in self.user.mfa_methods)
        if ways < 2:
            return "Add a second passkey or an authenticator app, so that losing one is no trouble."
        if not self.backup_codes_left:
            return "Make new backup codes: all are used."
        return None


class Setup(Guarded, frozen=True):
    """What an authenticator app needs, shown until the first code of it was right."""

    hidden = frozenset({"secret", "uri", "svg"})

    secret: str
    uri: str
    svg: str


def state_of(mfa: Mfa, user: User) -> State:
    """How the person's second factors stand now."""
    asked, now_ms = mfa.rules_for(user), mfa.auth.directory.clock()
    whose = (user.organization_id, user.id)
    return State(
        user=user,
        passkeys=len(mfa.auth.factors.passkeys(*whose)),
        backup_codes_left=len(mfa.auth.factors.backup_codes_left(*whose)),
        required=rules.is_required(user, asked, now_ms),
        due_ms=rules.due_ms(user, asked, now_ms),
        accepted=asked.methods,
        waived_until_ms=user.mfa_waived_until_ms if rules.is_waived(user, now_ms) else None,
    )


def begin(mfa: Mfa, caller: Caller) -> Setup:
    """A fresh secret for an authenticator app; an enrolled one stays until the new one is proved.

    Raises `StepUpRequired`, or `Forbidden` where the organization takes no codes.
    """
    auth, user = mfa.auth, mfa.person(caller)
    require_fresh(mfa, caller, user)
    check_accepted(mfa, user, Method.TOTP)
    secret = totp.new_secret()
    setup = TotpSetup(
        sealed=seal(auth.secret().pepper, proofs.SEALED_AS, user.id, secret),
        expires_ms=auth.directory.clock() + SETUP_MS,
    )
    event = person_event(auth, user, "user.mfa_setup_begun", origin_of(caller))
    auth.factors.commit(event, auth.factors.keeping_setup(user.organization_id, user.id, setup))
    organization = identities.organization_of(auth.directory, user.organization_id)
    uri = totp.provisioning_uri(secret, account=user.email, issuer=f"Tollgate {organization.name}")
    return Setup(totp.shown(secret), uri, totp.qr_svg(uri))


def enable(mfa: Mfa, caller: Caller, code: str) -> tuple[str, ...]:
    """Makes the secret of `begin` count once a code of it is right; the backup codes, shown once.

    It replaces an earlier app. Ends the person's other sessions, which showed no second factor.
    Raises `MfaInvalid`, `Conflict` when nothing waits, `StepUpRequired`.
    """
    auth, user = mfa.auth, mfa.person(caller)
    require_fresh(mfa, caller, user)
    check_accepted(mfa, user, Method.TOTP)
    setup = auth.factors.totp_setup(user.organization_id, user.id)
    now_ms = auth.directory.clock()
    if setup is None or setup.expires_ms <= now_ms:
        raise Conflict("nothing waits for a code: begin with /api/v1/auth/mfa/setup")
    secret = unseal(auth.secret().pepper, proofs.SEALED_AS, user.id, setup.sealed)
    step = totp.matching_step(secret, code, now_ms, last_step=0)
    if step is None:
        raise MfaInvalid("this code is not of the app that is being set up", param="code")
    enrolled = Totp(sealed=setup.sealed, last_step=step, confirmed_ms=now_ms)
    codes, keep_codes = new_backup_codes(mfa, user)

    def beside(transaction: Transaction) -> None:
        whose = (user.organization_id, user.id)
        auth.factors.confirming_totp(*whose, setup, enrolled)(transaction)
        keep_codes(transaction)

    after = replace(user, mfa_methods=tuple(sorted({*user.mfa_methods, Method.TOTP.value})))
    letter = notices.app_enabled(mfa, user)
    commit(mfa, caller, user, after, beside, verb="mfa_enabled", letter=letter)
    strengthen(mfa, caller, user, ("otp", MFA))
    return codes


def disable(mfa: Mfa, caller: Caller, proof: Proof, password: str) -> None:
    """Removes the authenticator app, with the backup codes when nothing else is left.

    It takes the password (unless there is none) and a second factor. Raises `MfaInvalid`,
    `InvalidCredentials`, `Conflict` when there is no app, `Forbidden` when one has to be there.
    """
    auth, user = mfa.auth, mfa.person(caller)
    if Method.TOTP not in user.mfa_methods:
        raise Conflict("no authenticator app is enrolled")
    check_may_go(mfa, user, Method.TOTP)
    if user.password_hash is not None:
        step_up.by_password(auth, caller, password, origin_of(caller))
    proofs.prove(mfa, user, proof, step_up_ask(caller))
    after = replace(user, mfa_methods=rules.without(user, Method.TOTP))

    def beside(transaction: Transaction) -> None:
        whose = (user.organization_id, user.id)
        auth.factors.removing_totp(*whose)(transaction)
        if not after.mfa_methods:
            auth.factors.removing_backup_codes(*whose)(transaction)

    letter = notices.app_disabled(mfa, user)
    commit(mfa, caller, user, after, beside, verb="mfa_disabled", letter=letter)
    end_all(auth, caller, user, reason="mfa_disabled", except_session=caller.session_id)


def renew_backup_codes(
    mfa: Mfa, caller: Caller, proof: Proof | None, password: str | None
) -> tuple[str, ...]:
    """Ten new codes, shown once, in place of all earlier ones, for a second factor or the password.

    Raises `Conflict` for somebody without a second factor.
    """
    auth, user = mfa.auth, mfa.person(caller)
    if not user.mfa_methods:
        raise Conflict("backup codes come with a second factor: enrol one first")
    if proof is not None:
        proofs.prove(mfa, user, proof, step_up_ask(caller))
    else:
        require_shown(caller, user)
        step_up.by_password(auth, caller, password or "", origin_of(caller))
    codes, keep_codes = new_backup_codes(mfa, user)
    letter = notices.backup_codes_renewed(mfa, user)
    commit(mfa, caller, user, user, keep_codes, verb="backup_codes_renewed", letter=letter)
    return codes


def reauthenticate(mfa: Mfa, caller: Caller, proof: Proof) -> Session:
    """The caller's session as proved anew by a second factor. Raises `MfaInvalid`."""
    shown = proofs.prove(mfa, mfa.person(caller), proof, step_up_ask(caller))
    return step_up.renew(mfa.auth, caller, (*shown.names, MFA))


def step_up_ask(caller: Caller) -> proofs.Ask:
    """How a signed-in person shows a factor: a passkey's challenge belongs to the session."""
    return proofs.Ask(Ceremony.STEP_UP, caller.session_id or "", origin_of(caller))


def new_backup_codes(mfa: Mfa, user: User) -> tuple[tuple[str, ...], Beside]:
    """Ten codes, and what stores them in place of earlier ones."""
    codes = backup_codes.new_codes()
    pepper = mfa.auth.secret().pepper
    hashes = [backup_codes.hash_code(pepper, user.id, code) for code in codes]
    keep = mfa.auth.factors.keeping_backup_codes(
        user.organization_id, user.id, hashes, mfa.auth.directory.clock()
    )
    return codes, keep


def require_fresh(mfa: Mfa, caller: Caller, user: User) -> None:
    """Passes who proved in the last minutes who they are, with a second factor if they have one.

    Raises `StepUpRequired`.
    """
    require_recent(caller, mfa.auth.directory.clock)
    require_shown(caller, user)


def require_shown(caller: Caller, user: User) -> None:
    """Keeps whoever was let in without their second factor from putting another in its place.

    Raises `StepUpRequired`.
    """
    if user.mfa_methods and MFA not in caller.methods:
        raise StepUpRequired(
            "show your second factor at /api/v1/auth/reauthenticate, then repeat this"
        )


def check_accepted(mfa: Mfa, user: User, method: Method) -> None:
    """Raises `Forbidden` where the organization does not take this method."""
    taken = mfa.rules_for(user).methods
    if method not in taken:
        raise Forbidden(f"your organization accepts {', '.join(taken)} only")


def check_may_go(mfa: Mfa, user: User, method: Method) -> None:
    """Raises `Forbidden` where the person has to have a second factor and this is the last one."""
    asked = mfa.rules_for(user)
    after = replace(user, mfa_methods=rules.without(user, method))
    required = rules.is_required(user, asked, mfa.auth.directory.clock())
    if required and not rules.accepted(after, asked):
        raise Forbidden("your organization requires a second factor: add another one first")


def commit(
    mfa: Mfa,
    caller: Caller,
    before: User,
    after: User,
    *parts: Beside,
    verb: str,
    letter: Letter,
) -> None:
    """A change of somebody's factors with its event and its letter, which is sent right after.

    Where the person as such stays the same, the parts are a transaction of their own.
    """

    def together(transaction: Transaction) -> None:
        for part in parts:
            part(transaction)

    beside = mfa.mail.with_change(letter, together)
    if before == after:
        event = person_event(mfa.auth, before, f"user.{verb}", origin_of(caller))
        mfa.auth.factors.commit(event, beside)
    else:
        changes.change(mfa.auth.directory, caller, before, after, verb=verb, beside=beside)
    mfa.mail.send(letter)


def strengthen(mfa: Mfa, caller: Caller, user: User, methods: Iterable[str]) -> None:
    """The session that enrolled a factor has shown it; the others have not, and end."""
    step_up.renew(mfa.auth, caller, tuple(methods))
    end_all(mfa.auth, caller, user, reason="mfa_enabled", except_session=caller.session_id)
