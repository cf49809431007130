"""Session tokens and the lock after failed sign-ins.

A session token is `tgs_` + the organization's and the session's id bodies + `_` + 43 base 62
characters (256 bits). It is opaque to its holder and stored only as its SHA-256.
"""

from __future__ import annotations

import hmac
import re
from hashlib import sha256
from typing import Final

from tollgate.auth.models import Attempts, Session
from tollgate.auth.requirements import LockoutRules, SessionRules
from tollgate.errors import Unauthenticated
from tollgate.kit.base62 import new_secret
from tollgate.kit.ids import BODY_LENGTH

SESSION_PREFIX: Final = "tgs_"
_HOUR_MS: Final = 3_600_000
_MINUTE_MS: Final = 60_000

_BODY: Final = "[0-9a-hjkmnp-tv-z]{20}"
_TOKEN: Final = re.compile(rf"tgs_({_BODY})({_BODY})_[0-9A-Za-z]{{43}}")


def make_session_token(organization_id: str, session_id: str) -> str:
    """A fresh token; ids are `org_…` and `ses_…`."""
    bodies = organization_id[-BODY_LENGTH:] + session_id[-BODY_LENGTH:]
    return f"{SESSION_PREFIX}{bodies}_{new_secret()}"


def parse_session_token(token: str) -> tuple[str, str]:
    """`(organization_id, session_id)`. Raises `Unauthenticated`."""
    match = _TOKEN.fullmatch(token)
    if match is None:
        raise Unauthenticated("this is not a session token")
    return f"org_{match[1]}", f"ses_{match[2]}"


def hash_token(token: str) -> str:
    """What is stored of a token: hex SHA-256, enough for 256 random bits."""
    return sha256(token.encode()).hexdigest()


def token_matches(token: str, stored: str) -> bool:
    """Whether `token` is the one behind the `stored` hash, in constant time."""
    return hmac.compare_digest(hash_token(token), stored)


def is_live(session: Session, limits: SessionRules, now_ms: int) -> bool:
    """Whether a session goes on at `now_ms`, under its organization's limits of now."""
    return now_ms < ends_ms(session, limits)


def ends_ms(session: Session, limits: SessionRules) -> int:
    """When the session ends unless it is used again, epoch milliseconds."""
    longest = min(session.expires_ms, session.created_ms + limits.max_hours * _HOUR_MS)
    if not limits.idle_minutes:
        return longest
    return min(longest, session.seen_ms + limits.idle_minutes * _MINUTE_MS)


def after_failure(attempts: Attempts, lockout: LockoutRules, now_ms: int) -> Attempts:
    """One more failure; every `lockout.failures` of them in a row lock."""
    failed = attempts.failed + 1
    if failed % lockout.failures:
        return Attempts(failed, attempts.locked_until_ms)
    return Attempts(failed, now_ms + lockout.minutes * _MINUTE_MS)


def is_locked(attempts: Attempts, now_ms: int) -> bool:
    """Whether sign-in is refused at `now_ms`, whatever the password."""
    return now_ms < attempts.locked_until_ms
