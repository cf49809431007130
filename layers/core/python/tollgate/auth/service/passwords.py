"""Changing one's password, and choosing a new one by a link when it was forgotten."""

from __future__ import annotations

from hashlib import sha256
from typing import Any, Final

from msgspec.structs import replace

from tollgate.auth import password_rules, rules
from tollgate.auth.links import HOUR_MS
from tollgate.auth.models import Caller, Link
from tollgate.auth.password_rules import About
from tollgate.auth.passwords import hash_password, verify_password
from tollgate.auth.requirements import PasswordRules, requirements_of
from tollgate.auth.service import letters, sessions
from tollgate.auth.service.accounts import (
    Accounts,
    LinkLetter,
    recipients,
    telling_refusals,
    write_link,
)
from tollgate.auth.service.authentication import person_of
from tollgate.auth.service.deps import Auth, Origin
from tollgate.auth.service.sign_in import count_failure
from tollgate.aws.items import Beside, Transaction
from tollgate.directory.models import Organization, Status, User
from tollgate.directory.service import identities
from tollgate.directory.service.changes import change
from tollgate.errors import Forbidden, InvalidLink
from tollgate.journal.models import Actor
from tollgate.mail.models import Letter

RESET: Final = "password.reset"
CHANGED: Final = "password.changed"

_USED_BEFORE: Final = "you had this password before"


def change_password(
    accounts: Accounts, caller: Caller, *, current: str, new: str, origin: Origin
) -> None:
    """A new password for whoever is signed in; all their other sessions end.

    Raises `Forbidden` for an API key and when `current` is wrong, which counts as a failed sign-in,
    and `WeakPassword`.
    """
    auth = accounts.auth
    user = person_of(auth, caller)
    if user is None or caller.session_id is None:
        raise Forbidden("only somebody who is signed in changes their password, not an API key")
    _prove(auth, user, current, origin)
    _set_password(
        accounts,
        caller,
        user,
        new,
        verb="password_changed",
        beside=sessions.ending_all(auth, user, except_session=caller.session_id),
        email_verified=user.email_verified,
    )


def request_reset(accounts: Accounts, email: str, origin: Origin) -> None:
    """Sends a link for choosing a new password to whom the address belongs, if to anybody.

    It never says whether there is such an account, and takes the same time for one that is not.
    """
    for to in recipients(accounts, email, _has_password):
        write_link(accounts, to, _RESET_LETTER, origin)


def confirm_reset(accounts: Accounts, token: str, new: str, origin: Origin) -> None:
    """A new password by a link; every session ends, and a lock after failed sign-ins is lifted.

    A second factor is asked for at the next sign-in as ever. Raises `InvalidLink`, `WeakPassword`.
    """
    with telling_refusals(accounts.auth, RESET, origin):
        link = accounts.links.read(token, RESET)
        user = _owner_of(accounts.auth, link)
        _set_password(
            accounts,
            acting_as(user, origin),
            user,
            new,
            verb="password_reset",
            beside=_after_reset(accounts, user, link),
            email_verified=True,  # only who reads the mailbox has the link
        )


def _owner_of(auth: Auth, link: Link) -> User:
    """Raises `InvalidLink` when the person was suspended or their password changed meanwhile."""
    user = identities.active_user(auth.directory, link.organization_id, link.user_id or "")
    if user is None or _state_of(user) != link.data:
        raise InvalidLink.gone()
    return user


def acting_as(user: User, origin: Origin) -> Caller:
    """Somebody who proved who they are by a link: nothing but their own account is theirs."""
    return Caller(
        organization_id=user.organization_id,
        actor=Actor("user", user.id),
        user_id=user.id,
        request_id=origin.request_id,
        address=origin.address,
        agent=origin.agent,
    )


def _has_password(user: User) -> bool:
    return user.status is Status.ACTIVE and user.password_hash is not None


def _state_of(user: User) -> dict[str, Any]:
    """What a reset link is bound to: another address or password makes all of them useless."""
    # Of the address a hash is enough, and all that the table shall hold of it here.
    digest = sha256(user.email.encode()).hexdigest()
    return {"email_hash": digest, "password_changed_ms": user.password_changed_ms or 0}


_RESET_LETTER: Final = LinkLetter(
    kind=RESET,
    requested="user.password_reset_requested",
    lasts_ms=HOUR_MS,
    data=_state_of,
    compose=letters.password_reset,
    path="/reset-password",
)


def _prove(auth: Auth, user: User, current: str, origin: Origin) -> None:
    attempts = auth.store.get_attempts(user.organization_id, user.id)
    right = verify_password(current, user.password_hash)
    if not right or rules.is_locked(attempts, auth.directory.clock()):
        count_failure(auth, user, attempts, origin)
        raise Forbidden(
            "the current password is wrong, or the account is locked", param="current_password"
        )


def _set_password(
    accounts: Accounts,
    caller: Caller,
    before: User,
    new: str,
    *,
    verb: str,
    beside: Beside,
    email_verified: bool,
) -> None:
    """Commits the password with a notice to its owner. Raises `WeakPassword`."""
    auth, at_ms = accounts.auth, accounts.auth.directory.clock()
    organization = identities.organization_of(auth.directory, before.organization_id)
    limits = requirements_of(organization, at_ms).password
    _check(new, before, limits, organization)
    earlier = (before.password_hash, *before.password_history)
    after = replace(
        before,
        password_hash=hash_password(new),
        password_history=tuple(each for each in earlier if each)[: limits.prevent_reuse],
        password_changed_ms=at_ms,
        password_temporary=False,
        email_verified=email_verified,
    )
    letter = _notice(accounts, caller, after, at_ms)
    with_letter = accounts.mail.with_change(letter, beside)
    change(auth.directory, caller, before, after, verb=verb, beside=with_letter)
    accounts.mail.send(letter)


def _notice(accounts: Accounts, caller: Caller, user: User, at_ms: int) -> Letter:
    forgotten = accounts.mail.link("/forgot-password")
    subject, text = letters.password_changed(user, caller.address, at_ms, forgotten)
    return accounts.mail.letter(user.organization_id, CHANGED, user.email, subject, text)


def _check(new: str, user: User, limits: PasswordRules, organization: Organization) -> None:
    about = About.person(user, organization)
    found = password_rules.reasons(new, limits, about)
    if _was_used(new, user, limits):
        found = (*found, _USED_BEFORE)
    if found:
        raise password_rules.weak(found, "new_password")


def _was_used(new: str, user: User, limits: PasswordRules) -> bool:
    """Whether it is the current password or one of the last `prevent_reuse` before it."""
    known = (user.password_hash, *user.password_history[: limits.prevent_reuse])
    return any(verify_password(new, encoded) for encoded in known if encoded)


def _after_reset(accounts: Accounts, user: User, link: Link) -> Beside:
    auth = accounts.auth
    parts = (
        accounts.links.spending(link),
        auth.store.forgetting_failures(user.organization_id, user.id),
        sessions.ending_all(auth, user),
    )

    def add(transaction: Transaction) -> None:
        for part in parts:
            part(transaction)

    return add
