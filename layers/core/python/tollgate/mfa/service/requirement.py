"""Asking a person for a second factor, and how far their time of grace is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from tollgate.auth.models import Caller
from tollgate.auth.requirements import MfaRules
from tollgate.directory.models import User
from tollgate.directory.service import changes
from tollgate.errors import Conflict
from tollgate.journal.models import Actor
from tollgate.mfa import rules
from tollgate.mfa.models import MFA

if TYPE_CHECKING:
    from tollgate.auth.service.deps import Auth, Origin


def ask(auth: Auth, user: User, asked: MfaRules, methods: tuple[str, ...], origin: Origin) -> User:
    """The person as asked for a second factor at this sign-in, from which the days of grace count.

    Nothing changes for whoever needs none, has one, showed one elsewhere, or was asked before.
    """
    now_ms = auth.directory.clock()
    if user.mfa_asked_ms is not None or MFA in methods or rules.due_ms(user, asked, now_ms) is None:
        return user
    after = replace(user, mfa_asked_ms=now_ms)
    try:
        return changes.change(
            auth.directory, acting(user, origin), user, after, verb="asked_for_mfa"
        )
    except Conflict:
        # Changed at the same moment: the next sign-in asks.
        return user


def acting(user: User, origin: Origin) -> Caller:
    """A person who acts on their own account before they have a session; it grants nothing."""
    return Caller(
        organization_id=user.organization_id,
        actor=Actor("user", user.id),
        user_id=user.id,
        request_id=origin.request_id,
        address=origin.address,
        agent=origin.agent,
    )
