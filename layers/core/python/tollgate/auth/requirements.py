"""What an organization asks of signing in: passwords, sessions, locks and second factors.

`Organization.security` holds only what was set, under the names of these fields; what is missing
has the default here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from tollgate.directory.models import Organization
from tollgate.kit.clock import now_ms

MFA_METHODS: Final = ("totp", "webauthn")


class PasswordRules(Struct, frozen=True):
    """`min_score` is zxcvbn's, 0 to 4; zero days are no limit of age.

    `min_classes` counts lower case, upper case, digits and the rest, and is zero unless set: OWASP
    ASVS 5.0 (6.2.5) forbids to ask for classes where a score judges the whole; `classes` names
    those that must be there whatever their number (`lower`, `upper`, `digit`, `special`).
    `prevent_reuse` is how many earlier passwords may not come back.
    """

    min_length: int = 12
    min_classes: int = 0
    classes: tuple[str, ...] = ()
    min_score: int = 3
    prohibited: tuple[str, ...] = ()
    prevent_reuse: int = 5
    max_age_days: int = 0
    warn_days: int = 14
    check_breached: bool = True


class SessionRules(Struct, frozen=True):
    """`max_hours` counts from the sign-in, `idle_minutes` from the last use (zero: no such limit).

    `max_concurrent` sessions of one person are live at a time; the oldest ends for a new one.
    """

    max_hours: int = 8
    idle_minutes: int = 30
    max_concurrent: int = 10
    bind_address: bool = False
    bind_agent: bool = False
    access_token_minutes: int = 15


class LockoutRules(Struct, frozen=True):
    """Every `failures` failed attempts in a row lock an account for `minutes`."""

    failures: int = 5
    minutes: int = 30


class MfaRules(Struct, frozen=True):
    """A second factor is asked of everybody (`required`) or of holders of one of `roles`.

    `since_ms` is when it was first required: nobody's `grace_days` begin earlier.
    """

    required: bool = False
    roles: tuple[str, ...] = ()
    methods: tuple[str, ...] = MFA_METHODS
    grace_days: int = 7
    since_ms: int | None = None


class Requirements(Struct, frozen=True):
    """All of them. People with an address in `self_registration_domains` may register."""

    password: PasswordRules = field(default_factory=PasswordRules)
    session: SessionRules = field(default_factory=SessionRules)
    lockout: LockoutRules = field(default_factory=LockoutRules)
    mfa: MfaRules = field(default_factory=MfaRules)
    self_registration_domains: tuple[str, ...] = ()


Rules = TypeVar("Rules", PasswordRules, SessionRules, LockoutRules, MfaRules)


def requirements_of(organization: Organization, at_ms: int | None = None) -> Requirements:
    """The organization's own settings over the defaults, tightened by its policies.

    `at_ms` is when, epoch milliseconds, and now unless given: a policy may have its own times.
    """
    moment = now_ms() if at_ms is None else at_ms
    asked = requirements_from(organization.security)
    for demand in organization.policy_demands:
        if _in_force(demand, moment):
            asked = tightened(asked, demand)
    return asked


def requirements_from(security: Mapping[str, Any]) -> Requirements:
    """The same of a map as it is stored."""
    return Requirements(
        password=_read(PasswordRules, security.get("password")),
        session=_read(SessionRules, security.get("session")),
        lockout=_read(LockoutRules, security.get("lockout")),
        mfa=_read(MfaRules, security.get("mfa")),
        self_registration_domains=tuple(security.get("self_registration_domains") or ()),
    )


def tightened(asked: Requirements, demand: Mapping[str, Any]) -> Requirements:
    """What is asked when a security policy demands more; what it demands less changes nothing.

    The names are those of the policy's rules: `require_mfa`, `session_timeout_minutes`,
    `password_min_length`, `password_require_special`.
    """
    password, session, mfa = asked.password, asked.session, asked.mfa
    length = max(password.min_length, demand.get("password_min_length", 0))
    classes = password.classes
    if demand.get("password_require_special"):
        classes = tuple(sorted({*classes, "special"}))
    idle = demand.get("session_timeout_minutes") or session.idle_minutes
    if demand.get("require_mfa"):
        since = [each for each in (mfa.since_ms, demand.get("since_ms")) if each is not None]
        mfa = replace(mfa, required=True, since_ms=min(since, default=None))
    return replace(
        asked,
        password=replace(password, min_length=length, classes=classes),
        session=replace(session, idle_minutes=min(idle, session.idle_minutes or idle)),
        mfa=mfa,
    )


def _in_force(demand: Mapping[str, Any], at_ms: int) -> bool:
    start, end = demand.get("from_ms"), demand.get("until_ms")
    return (start is None or start <= at_ms) and (end is None or at_ms < end)


def _read(kind: type[Rules], stored: Mapping[str, Any] | None) -> Rules:
    names = kind.__struct_fields__
    known = {name: value for name, value in (stored or {}).items() if name in names}
    return kind(**{name: _plain(value) for name, value in known.items()})


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
