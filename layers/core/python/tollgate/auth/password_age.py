"""How long a password stays good, and whether it has to be changed. Read on every request."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from tollgate.auth.requirements import PasswordRules
from tollgate.directory.models import User

DAY_MS: Final = 24 * 3600 * 1000


class PasswordAge(Struct, frozen=True):
    """`expires_ms` is None without a limit; `is_old` is past it, `warn` shortly before."""

    expires_ms: int | None = None
    warn: bool = False
    is_old: bool = False


def age(user: User, rules: PasswordRules, now_ms: int) -> PasswordAge:
    """How a person's password stands with the organization's limit of age."""
    if not rules.max_age_days or user.password_hash is None:
        return PasswordAge()
    since_ms = user.password_changed_ms or user.created_ms
    expires_ms = since_ms + rules.max_age_days * DAY_MS
    warn_from_ms = expires_ms - rules.warn_days * DAY_MS
    return PasswordAge(
        expires_ms=expires_ms, warn=warn_from_ms <= now_ms, is_old=expires_ms <= now_ms
    )


def should_change(user: User, rules: PasswordRules, now_ms: int) -> bool:
    """Whether a person is asked to change their password: it is weak or too old."""
    return user.password_temporary or age(user, rules, now_ms).is_old


def must_change(user: User, rules: PasswordRules, now_ms: int) -> bool:
    """Whether they may do nothing else before that.

    So it is with a weak one that an administrator set, and with one that is too old. The weak one
    of the first set-up was chosen by its own user, whose very first step may be another.
    """
    is_of_the_setup = user.password_changed_ms is None
    weak = user.password_temporary and not is_of_the_setup
    return weak or age(user, rules, now_ms).is_old
