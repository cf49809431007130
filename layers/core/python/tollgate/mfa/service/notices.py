"""What people are written when their second factors change, whoever changed them."""

from __future__ import annotations

from tollgate.directory.models import User
from tollgate.mail.models import Letter
from tollgate.mfa.models import Recovery, RecoveryKind
from tollgate.mfa.service.deps import Mfa

_NOT_YOU = "If that was not you, change your password and tell an administrator at once."


def app_enabled(mfa: Mfa, user: User) -> Letter:
    """An authenticator app was enrolled."""
    text = "An authenticator app is now asked for when you sign in."
    return _letter(mfa, user, "mfa.enabled", "An authenticator app was added", text)


def app_disabled(mfa: Mfa, user: User) -> Letter:
    """The authenticator app was removed."""
    text = "Your authenticator app is no longer asked for when you sign in."
    return _letter(mfa, user, "mfa.disabled", "Your authenticator app was removed", text)


def passkey_added(mfa: Mfa, user: User, name: str) -> Letter:
    """A passkey was registered."""
    text = f"The passkey “{name}” was added to your account."
    return _letter(mfa, user, "mfa.passkey_added", "A passkey was added", text)


def passkey_removed(mfa: Mfa, user: User, name: str) -> Letter:
    """A passkey was removed."""
    text = f"The passkey “{name}” was removed from your account."
    return _letter(mfa, user, "mfa.passkey_removed", "A passkey was removed", text)


def backup_codes_renewed(mfa: Mfa, user: User) -> Letter:
    """There are ten new backup codes."""
    text = "You have ten new backup codes. The earlier ones no longer work."
    return _letter(mfa, user, "mfa.backup_codes", "New backup codes were made", text)


def backup_code_used(mfa: Mfa, user: User) -> Letter:
    """Somebody signed in with a backup code."""
    text = "Somebody signed in to your account with one of your backup codes."
    return _letter(mfa, user, "mfa.backup_code_used", "A backup code was used", text)


def recovery_asked(mfa: Mfa, user: User, recovery: Recovery) -> Letter:
    """An administrator asked to take the second factor away; another one may confirm it."""
    text = (
        f"An administrator asked to {_what(recovery)}. It happens once a second administrator\n"
        f"confirms it. The reason given: {recovery.reason}"
    )
    return _letter(mfa, user, "mfa.recovery_asked", "A change of your second factor", text)


def recovered(mfa: Mfa, user: User, recovery: Recovery) -> Letter:
    """Two administrators did so."""
    text = (
        f"Two administrators decided to {_what(recovery)}. Every session of yours was ended.\n"
        f"The reason given: {recovery.reason}"
    )
    return _letter(mfa, user, "mfa.recovered", "Your second factor was changed", text)


def broken_glass(mfa: Mfa, user: User) -> Letter:
    """The holder of the setup token took the second factors away."""
    text = (
        "Your second factors were removed with a recovery link, which only somebody with the\n"
        "setup token of this deployment can make. Every session of yours was ended."
    )
    return _letter(mfa, user, "mfa.recovered", "Your second factors were removed", text)


def _what(recovery: Recovery) -> str:
    if recovery.kind is RecoveryKind.RESET:
        return "remove all second factors of your account"
    return f"let you sign in without your second factor for {recovery.hours} hours"


def _letter(mfa: Mfa, user: User, kind: str, subject: str, text: str) -> Letter:
    body = f"Hello {user.name},\n\n{text}\n\n{_NOT_YOU}\n"
    return mfa.mail.letter(user.organization_id, kind, user.email, subject, body)
