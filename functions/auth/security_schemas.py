"""What the rules for signing in look like outside, and the other names that they go by."""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal, Self

from msgspec import to_builtins
from pydantic import AfterValidator, AliasChoices, BaseModel, BeforeValidator, Field

from tollgate.auth.passwords import LONGEST, SHORTEST
from tollgate.auth.requirements import MFA_METHODS, requirements_from
from tollgate.directory.fields import Body
from tollgate.directory.models import Organization
from tollgate.directory.system_roles import canonical_role
from tollgate.kit.clock import to_rfc3339

_DOMAIN: Final = (
    r"^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+$"
)
_SHORTEST_IDLE: Final = 5
_METHOD_ALIASES: Final = {"passkey": "webauthn", "passkeys": "webauthn", "authenticator": "totp"}
Class = Literal["lower", "upper", "digit", "special"]
_CLASS_FLAGS: Final[dict[str, Class]] = {
    "require_lowercase": "lower",
    "require_uppercase": "upper",
    "require_numbers": "digit",
    "require_special": "special",
}


def _idle(minutes: int) -> int:
    if 0 < minutes < _SHORTEST_IDLE:
        raise ValueError(f"at least {_SHORTEST_IDLE} minutes, or 0 for no limit")
    return minutes


def _method(name: Any) -> Any:
    return _METHOD_ALIASES.get(name, name) if isinstance(name, str) else name


def _lower(text: Any) -> Any:
    return text.strip().lower() if isinstance(text, str) else text


def _unset() -> Literal[False]:
    return False


Word = Annotated[str, Field(min_length=1, max_length=64)]
Method = Annotated[Literal["totp", "webauthn"], BeforeValidator(_method)]
Methods = Annotated[list[Method], Field(min_length=1, max_length=len(MFA_METHODS))]
RoleName = Annotated[str, Field(min_length=1, max_length=64), AfterValidator(canonical_role)]
Domain = Annotated[str, Field(max_length=253, pattern=_DOMAIN), BeforeValidator(_lower)]
GraceDays = Annotated[int, Field(ge=0, le=90)]


class PasswordChanges(Body):
    """Rules for passwords; only what is sent changes."""

    min_length: int = Field(default_factory=int, ge=SHORTEST, le=LONGEST)
    min_classes: int = Field(default_factory=int, ge=0, le=4)
    classes: list[Class] = Field(default_factory=list)
    require_lowercase: bool = Field(default_factory=bool)
    require_uppercase: bool = Field(default_factory=bool)
    require_numbers: bool = Field(default_factory=bool)
    require_special: bool = Field(default_factory=bool)
    min_score: int = Field(
        default_factory=int,
        ge=0,
        le=4,
        validation_alias=AliasChoices("min_score", "complexity_score"),
    )
    prohibited: list[Word] = Field(
        default_factory=list,
        max_length=500,
        validation_alias=AliasChoices("prohibited", "prohibited_passwords"),
    )
    prevent_reuse: int = Field(default_factory=int, ge=0, le=24)
    max_age_days: int = Field(default_factory=int, ge=0, le=3650)
    warn_days: int = Field(default_factory=int, ge=0, le=90)
    check_breached: bool = Field(default_factory=bool)

    def values(self) -> dict[str, Any]:
        """What was sent, by the names of `PasswordRules`."""
        sent = self.model_dump(include=self.model_fields_set)
        flags = {_CLASS_FLAGS[name]: sent.pop(name) for name in tuple(sent) if name in _CLASS_FLAGS}
        return {**sent, "classes": flags} if flags else sent


class SessionChanges(Body):
    """Limits of sessions; only what is sent changes. There is no staying signed in beyond them."""

    max_hours: int = Field(
        default_factory=int,
        ge=1,
        le=720,
        validation_alias=AliasChoices("max_hours", "max_duration_hours"),
    )
    idle_minutes: Annotated[int, AfterValidator(_idle)] = Field(
        default_factory=int,
        ge=0,
        le=1440,
        validation_alias=AliasChoices("idle_minutes", "idle_timeout_minutes"),
    )
    max_concurrent: int = Field(
        default_factory=int,
        ge=1,
        le=20,
        validation_alias=AliasChoices("max_concurrent", "max_concurrent_sessions"),
    )
    bind_address: bool = Field(
        default_factory=bool, validation_alias=AliasChoices("bind_address", "ip_binding")
    )
    bind_agent: bool = Field(
        default_factory=bool, validation_alias=AliasChoices("bind_agent", "user_agent_binding")
    )
    access_token_minutes: int = Field(default_factory=int, ge=1, le=60)
    remember_me_enabled: Literal[False] = Field(default_factory=_unset)

    def values(self) -> dict[str, Any]:
        """What was sent, by the names of `SessionRules`."""
        return self.model_dump(include=self.model_fields_set - {"remember_me_enabled"})


class LockoutChanges(Body):
    """When failures lock an account, and for how long; only what is sent changes."""

    failures: int = Field(
        default_factory=int,
        ge=3,
        le=100,
        validation_alias=AliasChoices("failures", "max_failed_attempts"),
    )
    minutes: int = Field(
        default_factory=int,
        ge=1,
        le=1440,
        validation_alias=AliasChoices("minutes", "duration_minutes"),
    )

    def values(self) -> dict[str, Any]:
        """What was sent, by the names of `LockoutRules`."""
        return self.model_dump(include=self.model_fields_set)


class MfaChanges(Body):
    """Who needs a second factor, and which ones count; only what is sent changes."""

    required: bool = Field(
        default_factory=bool, validation_alias=AliasChoices("required", "mfa_required")
    )
    roles: list[RoleName] = Field(default_factory=list, max_length=50)
    methods: Methods = Field(
        default_factory=list, validation_alias=AliasChoices("methods", "mfa_methods")
    )
    grace_days: GraceDays = Field(
        default_factory=int, validation_alias=AliasChoices("grace_days", "grace_period_days")
    )

    def values(self) -> dict[str, Any]:
        """What was sent, by the names of `MfaRules`."""
        return self.model_dump(include=self.model_fields_set)


class SecurityChanges(Body):
    """Rules for signing in, by section; what is about second factors may also stand alone."""

    password: PasswordChanges = Field(
        default_factory=PasswordChanges,
        validation_alias=AliasChoices("password", "password_policy"),
    )
    session: SessionChanges = Field(
        default_factory=SessionChanges, validation_alias=AliasChoices("session", "session_policy")
    )
    lockout: LockoutChanges = Field(default_factory=LockoutChanges)
    mfa: MfaChanges = Field(default_factory=MfaChanges)
    mfa_required: bool = Field(default_factory=bool)
    mfa_methods: Methods = Field(default_factory=list)
    grace_period_days: GraceDays = Field(default_factory=int)
    self_registration_domains: list[Domain] = Field(default_factory=list, max_length=50)

    def values(self) -> dict[str, Any]:
        """What was sent, by section."""
        sections = {
            "password": self.password.values(),
            "session": self.session.values(),
            "lockout": self.lockout.values(),
            "mfa": self.mfa.values() | self._flat(),
        }
        sent: dict[str, Any] = {name: values for name, values in sections.items() if values}
        if "self_registration_domains" in self.model_fields_set:
            sent["self_registration_domains"] = self.self_registration_domains
        return sent

    def _flat(self) -> dict[str, Any]:
        flat = {
            "mfa_required": "required",
            "mfa_methods": "methods",
            "grace_period_days": "grace_days",
        }
        sent = self.model_fields_set & flat.keys()
        return {flat[name]: getattr(self, name) for name in sent}


class PasswordRulesView(BaseModel):
    """Rules for passwords; `min_score` is zxcvbn's 0 to 4, zero days are no limit."""

    min_length: int
    min_classes: int
    classes: list[Class]
    min_score: int
    prohibited: list[str]
    prevent_reuse: int
    max_age_days: int
    warn_days: int
    check_breached: bool


class SessionRulesView(BaseModel):
    """Limits of sessions; zero `idle_minutes` is no such limit."""

    max_hours: int
    idle_minutes: int
    max_concurrent: int
    bind_address: bool
    bind_agent: bool
    access_token_minutes: int


class LockoutRulesView(BaseModel):
    """Every `failures` failed attempts in a row lock an account for `minutes`."""

    failures: int
    minutes: int


class MfaRulesView(BaseModel):
    """Who needs a second factor, which ones count, and since when one is required."""

    required: bool
    roles: list[str]
    methods: list[str]
    grace_days: int
    required_since: str | None


class PolicyDemand(BaseModel):
    """What a security policy demands of signing in, on top of the settings."""

    policy_id: str
    require_mfa: bool = False
    session_timeout_minutes: int | None = None
    password_min_length: int | None = None
    password_require_special: bool = False
    effective_from: str | None = None
    effective_until: str | None = None

    @classmethod
    def of(cls, demand: Mapping[str, Any]) -> Self:
        times = {"effective_from": "from_ms", "effective_until": "until_ms"}
        moments = {
            name: to_rfc3339(demand[stored]) for name, stored in times.items() if stored in demand
        }
        return cls.model_validate({**demand, **moments})


class SecuritySettings(BaseModel):
    """An organization's rules for signing in, with defaults where nothing was set.

    The stricter of a setting and what a policy demands counts.
    """

    password: PasswordRulesView
    session: SessionRulesView
    lockout: LockoutRulesView
    mfa: MfaRulesView
    self_registration_domains: list[str]
    policy_demands: list[PolicyDemand]
    version: int

    @classmethod
    def of(cls, organization: Organization) -> Self:
        asked = requirements_from(organization.security)
        since_ms = asked.mfa.since_ms
        since = None if since_ms is None else to_rfc3339(since_ms)
        return cls.model_validate(
            to_builtins(asked)
            | {"mfa": to_builtins(asked.mfa) | {"required_since": since}}
            | {"policy_demands": [PolicyDemand.of(each) for each in organization.policy_demands]}
            | {"version": organization.version}
        )
