"""Who has to show a second factor, and since when: pure rules over a person and `MfaRules`.

A method counts only while the organization accepts it (`MfaRules.methods`). `authenticate` asks
this on every request: keep its imports light.
"""

from __future__ import annotations

import hmac
import re
from hashlib import sha256
from typing import Final

from tollgate.auth.models import Restriction
from tollgate.auth.requirements import MfaRules
from tollgate.directory.models import User
from tollgate.errors import MfaInvalid
from tollgate.kit.base62 import new_secret
from tollgate.kit.ids import BODY_LENGTH
from tollgate.mfa.models import MFA, Method

CHALLENGE_MS: Final = 5 * 60 * 1000
TRIES: Final = 5

_DAY_MS: Final = 24 * 3600 * 1000
_BODY: Final = "[0-9a-hjkmnp-tv-z]{20}"
_TOKEN: Final = re.compile(rf"tgm_({_BODY})({_BODY})_[0-9A-Za-z]{{43}}")


def is_required(user: User, rules: MfaRules, now_ms: int) -> bool:
    """Whether this person has to have a second factor, by any role that they have now."""
    held = {*user.roles, *(role for roles in user.team_roles.values() for role in roles)}
    held.update(each.role for each in user.elevations if each.until_ms > now_ms)
    return rules.required or bool(held & set(rules.roles))


def accepted(user: User, rules: MfaRules) -> tuple[str, ...]:
    """The person's second factors that the organization accepts."""
    return tuple(method for method in user.mfa_methods if method in rules.methods)


def is_waived(user: User, now_ms: int) -> bool:
    """Whether two administrators let this person in without the second factor for now."""
    return user.mfa_waived_until_ms is not None and now_ms < user.mfa_waived_until_ms


def must_show(user: User, rules: MfaRules, proven: tuple[str, ...], now_ms: int) -> tuple[str, ...]:
    """The second factors that a sign-in now waits for; none when it is complete.

    Without an accepted one those that are no longer accepted still guard the account.
    """
    if MFA in proven or is_waived(user, now_ms):
        return ()
    return accepted(user, rules) or user.mfa_methods


def due_ms(user: User, rules: MfaRules, now_ms: int) -> int | None:
    """Until when this person may be without a second factor; None: they need none, or have one.

    The days of grace begin when one was first asked of the person, at a sign-in, or later, when the
    rule began.
    """
    if not is_required(user, rules, now_ms) or accepted(user, rules):
        return None
    asked_ms = now_ms if user.mfa_asked_ms is None else user.mfa_asked_ms
    asked = max(asked_ms, rules.since_ms or 0)
    return asked + rules.grace_days * _DAY_MS


def restriction_of(
    user: User, rules: MfaRules, methods: tuple[str, ...], now_ms: int
) -> Restriction | None:
    """What holds a session with these `methods` back; one of more than one factor is free."""
    due = due_ms(user, rules, now_ms)
    if due is None or now_ms < due or MFA in methods or is_waived(user, now_ms):
        return None
    return Restriction.MFA_ENROLMENT


def without(user: User, method: Method) -> tuple[str, ...]:
    """The person's second factors but this one."""
    return tuple(each for each in user.mfa_methods if each != method)


def make_challenge_token(organization_id: str, challenge_id: str) -> str:
    """A fresh token of 256 random bits; ids are `org_…` and `chl_…`."""
    return f"tgm_{organization_id[-BODY_LENGTH:]}{challenge_id[-BODY_LENGTH:]}_{new_secret()}"


def parse_challenge_token(token: str) -> tuple[str, str]:
    """`(organization_id, challenge_id)`. Raises `MfaInvalid`."""
    match = _TOKEN.fullmatch(token)
    if match is None:
        raise MfaInvalid("this sign-in has ended; begin again")
    return f"org_{match[1]}", f"chl_{match[2]}"


def hash_token(token: str) -> str:
    """What is stored of a token: hex SHA-256, enough for 256 random bits."""
    return sha256(token.encode()).hexdigest()


def token_matches(token: str, stored: str) -> bool:
    """Whether `token` is the one behind the `stored` hash, in constant time."""
    return hmac.compare_digest(hash_token(token), stored)
