"""What people are written about their own accounts: subject and text of each letter."""

from __future__ import annotations

from tollgate.directory.models import Organization, User
from tollgate.kit.clock import to_rfc3339

_NOT_YOU = "If this was not you, you need not do anything: without the link nothing changes."


def password_reset(user: User, organization: Organization, link: str) -> tuple[str, str]:
    """To whoever said that they forgot their password."""
    asked = f"Somebody asked for a new password for your account at {organization.name}."
    return "Choose a new password", _text(
        f"Hello {user.name},",
        f"{asked} Choose one here:",
        link,
        f"The link works once, within one hour. {_NOT_YOU}",
    )


def verification(_user: User, organization: Organization, link: str) -> tuple[str, str]:
    """To an address that has to be confirmed.

    Without a name: a stranger who registers somebody else's address could make it an advertisement.
    """
    return "Confirm your e-mail address", _text(
        "Hello,",
        f"Confirm that this is your address for {organization.name}:",
        link,
        f"The link works once, within one day. {_NOT_YOU}",
    )


def already_registered(user: User, organization: Organization, sign_in: str) -> tuple[str, str]:
    """To somebody whose address was registered a second time."""
    again = f"Somebody registered with your address at {organization.name}"
    return "You have an account already", _text(
        f"Hello {user.name},",
        f"{again}, where you have an account already. Sign in or ask for a new password here:",
        sign_in,
        "If this was not you, you need not do anything: nothing was changed.",
    )


def password_changed(
    user: User, address: str | None, at_ms: int, forgotten: str
) -> tuple[str, str]:
    """After every change of a password."""
    where = f" from {address}" if address else ""
    return "Your password was changed", _text(
        f"Hello {user.name},",
        f"Your password was changed on {to_rfc3339(at_ms)}{where}. You were signed out elsewhere.",
        "If this was not you, choose a new password at once and tell your administrator:",
        forgotten,
    )


def _text(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs) + "\n"
