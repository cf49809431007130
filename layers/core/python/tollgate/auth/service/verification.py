"""Confirming that an address belongs to whoever gave it.

Opening a link must not confirm anything, since mail scanners open every link: looking at one shows
how it stands, and only a POST uses it up. Somebody who registered themselves confirms with the
password that they chose, so that nobody activates an account that a stranger made in their name.
"""

from __future__ import annotations

from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from tollgate.auth.links import DAY_MS
from tollgate.auth.models import Link
from tollgate.auth.passwords import verify_password
from tollgate.auth.service import letters
from tollgate.auth.service.accounts import (
    Accounts,
    LinkLetter,
    recipients,
    telling_refusals,
    write_link,
)
from tollgate.auth.service.deps import Origin
from tollgate.auth.service.passwords import acting_as
from tollgate.directory.models import Status, User
from tollgate.directory.service.changes import change
from tollgate.errors import Forbidden, InvalidLink

KIND: Final = "email.verification"


class Verification(Struct, frozen=True):
    """What a link would confirm; `needs_password` of somebody who registered themselves."""

    email: str
    needs_password: bool
    expires_ms: int


def look(accounts: Accounts, token: str) -> Verification:
    """How a link stands; it stays good. Raises `InvalidLink`."""
    link, user = _read(accounts, token)
    return Verification(user.email, has_registered(user), link.expires_ms)


def verify(accounts: Accounts, token: str, password: str | None, origin: Origin) -> None:
    """Confirms the address, and lets somebody in who registered themselves.

    Raises `InvalidLink`, or `Forbidden` when the password is asked for and wrong.
    """
    with telling_refusals(accounts.auth, KIND, origin):
        link, user = _read(accounts, token)
        after = replace(user, email_verified=True)
        if has_registered(user):
            if not verify_password(password or "", user.password_hash):
                raise Forbidden("send the password that you registered with", param="password")
            after = replace(after, status=Status.ACTIVE)
        spending = accounts.links.spending(link)
        directory, caller = accounts.auth.directory, acting_as(user, origin)
        change(directory, caller, user, after, verb="email_verified", beside=spending)


def request_letter(accounts: Accounts, email: str, origin: Origin) -> None:
    """Sends the link again to whom the address belongs, if it has to be confirmed at all."""
    for to in recipients(accounts, email, needs_verification):
        write_link(accounts, to, LETTER, origin)


def has_registered(user: User) -> bool:
    """Whether somebody registered themselves and has not confirmed it; who was invited has none."""
    by_themselves = user.password_hash is not None and user.invited_ms is None
    return user.status is Status.PENDING and by_themselves


def needs_verification(user: User) -> bool:
    """Whether a link may be sent to this person."""
    is_there = user.status is Status.ACTIVE or has_registered(user)
    return is_there and not user.email_verified


def _state_of(user: User) -> dict[str, Any]:
    """What the link is bound to: another address or password makes it useless."""
    return {"email": user.email, "password_changed_ms": user.password_changed_ms or 0}


LETTER: Final = LinkLetter(
    kind=KIND,
    requested="user.email_verification_requested",
    lasts_ms=DAY_MS,
    data=_state_of,
    compose=letters.verification,
    path="/verify-email",
)


def _read(accounts: Accounts, token: str) -> tuple[Link, User]:
    link = accounts.links.read(token, KIND)
    user = accounts.auth.directory.store.get(User, link.organization_id, link.user_id or "")
    if user is None or not needs_verification(user) or _state_of(user) != link.data:
        raise InvalidLink.gone()
    return link, user
