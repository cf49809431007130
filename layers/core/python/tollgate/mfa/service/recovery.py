"""Getting somebody back in who has lost their second factor: two administrators, or the set-up.

One administrator asks, another one confirms within a day by sending the same again. A deployment
whose only administrator is locked out is recovered by whoever holds its setup token.
"""

from __future__ import annotations

import hmac
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from tollgate.auth.links import HOUR_MS, Links
from tollgate.auth.models import Caller
from tollgate.auth.service.deps import Origin
from tollgate.auth.service.sessions import ending_all, require_recent
from tollgate.aws.items import Transaction
from tollgate.directory.models import Status, User
from tollgate.directory.service import changes, identities
from tollgate.directory.service.ranks import check_other, check_rank
from tollgate.directory.service.users import user_to_change
from tollgate.errors import Conflict, Forbidden, InvalidLink, NotFound, Unprocessable
from tollgate.journal.models import Actor, Event, Target
from tollgate.mfa.models import Recovery, RecoveryKind
from tollgate.mfa.service import notices
from tollgate.mfa.service.deps import Mfa
from tollgate.mfa.service.requirement import acting

ASKED_MS: Final = 24 * 3600 * 1000
LONGEST_HOURS: Final = 24
PERMISSION: Final = "users.reset_mfa"
LINK: Final = "mfa.recovery"
_OPERATOR: Final = Actor("operator", "setup_token")


class Wish(Struct, frozen=True):
    """What an administrator asks for, or confirms; `hours` are those of a bypass."""

    kind: RecoveryKind
    reason: str
    hours: int | None = None


class Outcome(Struct, frozen=True):
    """What an administrator's call did: asked (`done` false) or confirmed."""

    done: bool
    recovery: Recovery
    user: User


def recover(mfa: Mfa, caller: Caller, user_id: str, wish: Wish) -> Outcome:
    """Asks for a recovery, or confirms the one that another administrator asked for.

    Raises `NotFound`, `Forbidden` for oneself, for somebody who may do more and for an API key,
    `StepUpRequired`, and `Conflict` when the same administrator asks again or `hours` differ.
    """
    user = _user_to_recover(mfa, caller, user_id)
    if wish.kind is RecoveryKind.RESET and not user.mfa_methods:
        raise Conflict("this person has no second factor")
    asked = mfa.auth.factors.recovery(user.organization_id, user.id, wish.kind)
    if asked is None or asked.expires_ms <= mfa.auth.directory.clock():
        return _ask(mfa, caller, user, asked, wish)
    if asked.asked_by == caller.user_id:
        raise Conflict("you have asked for this; another administrator has to confirm it")
    if asked.hours != wish.hours:
        raise Conflict(f"what waits for confirmation is for {asked.hours} hours", param="hours")
    return _confirm(mfa, caller, user, asked)


def standing(mfa: Mfa, caller: Caller, user_id: str) -> tuple[User, list[Recovery]]:
    """The person, and what waits for a second administrator."""
    user = user_to_change(mfa.auth.directory, caller, user_id, PERMISSION)
    now_ms = mfa.auth.directory.clock()
    found = (
        mfa.auth.factors.recovery(user.organization_id, user.id, kind) for kind in RecoveryKind
    )
    return user, [each for each in found if each is not None and each.expires_ms > now_ms]


def withdraw(mfa: Mfa, caller: Caller, user_id: str, kind: RecoveryKind) -> None:
    """Takes back what waits, and ends a waiver that is in force. One administrator is enough.

    Raises `NotFound` when there is neither.
    """
    auth = mfa.auth
    user = _user_to_recover(mfa, caller, user_id)
    asked = auth.factors.recovery(user.organization_id, user.id, kind)
    waived = kind is RecoveryKind.BYPASS and user.mfa_waived_until_ms is not None
    if asked is None and not waived:
        raise NotFound(f"no {kind} of this person's second factor waits or is in force")
    end = auth.factors.ending_recovery(asked) if asked is not None else _nothing
    if waived:
        after = replace(user, mfa_waived_until_ms=None)
        changes.change(
            auth.directory, caller, user, after, verb=f"mfa_{kind}_withdrawn", beside=end
        )
    else:
        auth.factors.commit(_event(mfa, caller, user, f"mfa_{kind}_withdrawn"), end)


def _user_to_recover(mfa: Mfa, caller: Caller, user_id: str) -> User:
    user = user_to_change(mfa.auth.directory, caller, user_id, PERMISSION)
    mfa.person(caller)
    check_other(caller, user.id)
    check_rank(mfa.auth.directory, caller, user)
    require_recent(caller, mfa.auth.directory.clock)
    return user


def _ask(
    mfa: Mfa,
    caller: Caller,
    user: User,
    before: Recovery | None,
    wish: Wish,
) -> Outcome:
    now_ms = mfa.auth.directory.clock()
    recovery = Recovery(
        kind=wish.kind,
        organization_id=user.organization_id,
        user_id=user.id,
        reason=wish.reason,
        hours=wish.hours,
        asked_by=caller.user_id or "",
        asked_ms=now_ms,
        expires_ms=now_ms + ASKED_MS,
    )
    event = _event(
        mfa, caller, user, f"mfa_{wish.kind}_asked", reason=wish.reason, hours=wish.hours
    )
    letter = notices.recovery_asked(mfa, user, recovery)
    asking = mfa.auth.factors.asking_recovery(recovery, before)
    mfa.auth.factors.commit(event, mfa.mail.with_change(letter, asking))
    mfa.mail.send(letter)
    return Outcome(done=False, recovery=recovery, user=user)


def _confirm(mfa: Mfa, caller: Caller, user: User, asked: Recovery) -> Outcome:
    auth = mfa.auth
    letter = notices.recovered(mfa, user, asked)
    if asked.kind is RecoveryKind.RESET:
        after = replace(user, mfa_methods=())
        effect = auth.factors.removing_everything(user.organization_id, user.id)
    else:
        until_ms = auth.directory.clock() + (asked.hours or 0) * HOUR_MS
        after = replace(user, mfa_waived_until_ms=until_ms)
        effect = _nothing
    end_sessions = ending_all(auth, user)

    def beside(transaction: Transaction) -> None:
        auth.factors.ending_recovery(asked)(transaction)
        effect(transaction)
        end_sessions(transaction)

    changed = changes.change(
        auth.directory,
        caller,
        user,
        after,
        verb=f"mfa_{asked.kind}_confirmed",
        reason=asked.reason,
        beside=mfa.mail.with_change(letter, beside),
    )
    mfa.mail.send(letter)
    return Outcome(done=True, recovery=asked, user=changed)


def break_glass(
    mfa: Mfa,
    links: Links,
    *,
    email: str,
    organization_id: str | None,
    setup_token: str,
    origin: Origin,
) -> tuple[str, int]:
    """A token that takes an administrator's second factors away, once; and until when (an hour).

    It works only where the deployment has a setup token, and for those only who could reset others:
    everybody else has them. Raises `Forbidden`, `NotFound`, or `Unprocessable` when several
    organizations are meant.
    """
    expected = mfa.auth.secret().setup_token
    if not expected or not hmac.compare_digest(expected.encode(), setup_token.encode()):
        raise Forbidden("the setup token is missing or wrong", param="x-tollgate-setup-token")
    administrators = [
        user
        for user in identities.people_with_email(mfa.auth.directory, email)
        if organization_id in (None, user.organization_id)
        and user.status is Status.ACTIVE
        and identities.rights_of(mfa.auth.directory, user).permits(PERMISSION)
    ]
    if not administrators:
        raise NotFound("no administrator has this address")
    if len(administrators) > 1:
        raise Unprocessable(
            "this address has administrators in several organizations: name one of them",
            param="organization_id",
        )
    [user] = administrators
    new = links.create(LINK, user.organization_id, user.id, HOUR_MS)
    event = mfa.auth.event(
        user.organization_id,
        _OPERATOR,
        Target("user", user.id),
        action="user.mfa_recovery_link_made",
        request_id=origin.request_id,
        **({"address": origin.address} if origin.address else {}),
    )
    mfa.auth.factors.commit(event, links.keeping(new.link))
    return new.token, new.link.expires_ms


def use_link(mfa: Mfa, links: Links, token: str, origin: Origin) -> User:
    """Takes all second factors of the link's person away and ends their sessions.

    They sign in with their password next, and enrol anew where one is required. Raises
    `InvalidLink`.
    """
    auth = mfa.auth
    link = links.read(token, LINK)
    user = identities.active_user(auth.directory, link.organization_id, link.user_id or "")
    if user is None:
        raise InvalidLink.gone()
    letter = notices.broken_glass(mfa, user)
    forget = auth.factors.removing_everything(user.organization_id, user.id)
    end_sessions = ending_all(auth, user)

    def effect(transaction: Transaction) -> None:
        forget(transaction)
        end_sessions(transaction)

    beside = mfa.mail.with_change(letter, links.spending(link, effect))
    after, caller = replace(user, mfa_methods=()), acting(user, origin)
    if after == user:
        auth.factors.commit(_event(mfa, caller, user, "mfa_recovered_by_link"), beside)
    else:
        changes.change(
            auth.directory, caller, user, after, verb="mfa_recovered_by_link", beside=beside
        )
    mfa.mail.send(letter)
    return after


def _event(mfa: Mfa, caller: Caller, user: User, verb: str, **details: object) -> Event:
    return mfa.auth.event(
        user.organization_id,
        caller.actor,
        Target("user", user.id),
        action=f"user.{verb}",
        request_id=caller.request_id,
        **{name: value for name, value in details.items() if value is not None},
    )


def _nothing(_: Transaction) -> None:
    """No other writes."""
