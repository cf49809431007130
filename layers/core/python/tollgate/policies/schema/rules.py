"""What each type of policy demands: one table of rules per type."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from tollgate.kit.money import to_usd
from tollgate.policies.models import HIGH_COST_NANO, PolicyType
from tollgate.policies.schema.conditions import HOURS, PLAIN_CONDITIONS
from tollgate.policies.schema.content import (
    CATEGORIES,
    DETECTORS,
    KEYWORDS,
    PATTERNS,
    scanning,
)
from tollgate.policies.schema.kinds import (
    FLAG,
    MODEL,
    NANO,
    NETWORK,
    PATTERN,
    TAG,
    USD,
    choice,
    list_of,
    text,
    whole,
)
from tollgate.policies.schema.records import Field, Kind, Record, at, refuse, said

_MODELS: Final = list_of(MODEL)
_NAMES: Final = list_of(PATTERN)
_REGIONS: Final = list_of(text(64, example="eu-central-1"))
_PERIODS: Final = ("daily", "weekly", "monthly", "yearly", "total")


def _dollars(name: str, says: str, aliases: tuple[str, ...] = (), default: str = "") -> Field:
    """A field of dollars: nano-dollars inside, `_usd` outside, its bare name and aliases too."""
    spellings = (f"{name}_usd", name, *aliases)
    return Field(
        f"{name}_nano",
        NANO,
        says,
        outside=f"{name}_usd",
        other=dict.fromkeys(spellings, USD),
        default=default,
    )


def _per() -> Field:
    words = {name: name.removesuffix("s") for name in ("users", "keys", "teams", "models")}
    return Field(
        "per",
        choice(["scope", "user", "key", "team", "model"], {"organization": "scope", **words}),
        "Who has a counter of its own: everyone in the scope together, or each user, key, team or "
        "model",
        default="scope",
    )


def _counts(*windows: str) -> list[Field]:
    return [
        Field(
            f"{unit}_per_{window}",
            whole(),
            f"At most so many {unit} per {window}",
            (f"max_{unit}_per_{window}", *_SHORT.get((unit, window), ())),
        )
        for unit in ("requests", "tokens")
        for window in windows
    ]


_SHORT: Final = {
    ("requests", "minute"): ("rpm",),
    ("tokens", "minute"): ("tpm",),
    ("requests", "hour"): ("rph",),
    ("requests", "day"): ("rpd", "daily_requests"),
    ("tokens", "day"): ("tpd", "daily_tokens"),
}

_RATE_LIMIT: Final = (
    *_counts("minute", "hour", "day", "month"),
    Field(
        "tokens_per_request",
        whole(),
        "At most so many tokens per call, input and output together",
        ("max_tokens_per_request",),
    ),
    Field(
        "concurrent_requests",
        whole(most=10_000),
        "At most so many calls at one time",
        ("max_concurrent_requests", "concurrency"),
    ),
    _per(),
)


def _read_percents(value: Any, path: str) -> list[int]:
    return sorted(_PERCENTS.read(value, path))


def _read_thresholds(value: Any, path: str) -> list[int]:
    """Fractions up to 1, as `alert_threshold: 0.8`, or percentages."""
    if isinstance(value, list):
        return _read_percents([_percent(each) for each in value], path)
    return _read_percents(_percent(value), path)


def _percent(value: Any) -> Any:
    is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    return round(value * 100) if is_number and 0 < value <= 1 else value


def _read_currency(value: Any, path: str) -> str:
    if value != "USD":
        refuse(f"amounts are in USD, not {said(value)}", path)
    return "USD"


_PERCENTS: Final = list_of(whole(most=100), most=20)
_THRESHOLDS: Final = Kind(read=_read_thresholds, label="fraction, or list of fractions")

_COST_LIMIT: Final = (
    *(
        _dollars(
            f"{period}_limit",
            "At most so many dollars in all" if period == "total" else f"The {period} limit",
            (f"{period}_budget", f"{period}_cost_limit", f"max_{period}_cost"),
        )
        for period in _PERIODS
    ),
    _per(),
    _dollars("per_user_limit", "At most so many dollars for each user", ("user_limit",)),
    Field(
        "per_user_period",
        choice(_PERIODS),
        "The period of `per_user_limit_usd`",
        default="monthly",
    ),
    _dollars(
        "max_cost_per_request",
        "At most so many dollars per call; the output is limited to what that buys",
        ("per_request_limit", "max_request_cost", "cost_per_request"),
    ),
    Field(
        "alert_at_percentage",
        Kind(
            read=_read_percents,
            label="list of whole numbers from 1 to 100",
            schema=_PERCENTS.schema,
        ),
        "Notify when so many percent of a limit are used",
        ("alert_percentages",),
        other=dict.fromkeys(("alert_threshold", "alert_thresholds"), _THRESHOLDS),
    ),
    Field(
        "currency",
        Kind(read=_read_currency, label="`USD`", schema={"type": "string", "enum": ["USD"]}),
        "Always US dollars; dropped",
    ),
)

_CONTENT: Final = (
    Field(
        "patterns",
        PATTERNS.kind,
        PATTERNS.says,
        PATTERNS.aliases,
    ),
    KEYWORDS,
    DETECTORS,
    CATEGORIES,
)

_CONTENT_FILTER: Final = (
    *_CONTENT,
    *scanning(scan_output=False),
    Field(
        "redaction_enabled",
        FLAG,
        "True is `on_violation: redact`; dropped",
        ("redact",),
    ),
)

_REQUIRED_TAGS: Final = Field(
    "required_tags",
    list_of(TAG, most=50),
    "Every call must carry these tags",
    ("require_tags", "mandatory_tags"),
)

_SECURITY: Final = (
    Field(
        "detect",
        DETECTORS.kind,
        "Detectors or categories of attacks and leaks, such as `injection`, `secrets`, `unicode`, "
        "`exfiltration`",
        ("detectors", "detector", "threats", "categories"),
    ),
    Field(
        "allowed_hosts",
        list_of(text(most=253)),
        "Where links in answers may go, for `exfiltration`; `*.example.com` is all below",
        ("allowed_domains", "hosts"),
    ),
    Field(
        "canary",
        text(least=8, most=256),
        "A token planted in the system prompt, which no answer may hold, for `canary`",
        ("canary_token",),
    ),
    PATTERNS,
    KEYWORDS,
    *scanning(scan_output=True),
    Field(
        "allowed_addresses",
        list_of(NETWORK),
        "Calls must come from these networks",
        ("allowed_ips", "allowed_ip_ranges", "ip_whitelist", "ip_allowlist"),
    ),
    Field(
        "api_key_max_age_days",
        whole(most=3_650),
        "Older API keys are refused until they are rotated",
        ("api_key_rotation_days", "key_rotation_days", "max_key_age_days"),
    ),
    _REQUIRED_TAGS,
    Field(
        "require_mfa",
        FLAG,
        "Sign-in needs a second factor",
        ("mfa_required",),
    ),
    Field(
        "session_timeout_minutes",
        whole(most=43_200),
        "Sessions end after so much idle time",
        ("session_timeout",),
    ),
    Field(
        "password_min_length",
        whole(most=128),
        "Passwords have at least so many characters",
    ),
    Field(
        "password_require_special",
        FLAG,
        "Passwords have a special character",
    ),
)

_ALLOWED_REGIONS: Final = Field(
    "allowed_regions",
    _REGIONS,
    "The provider processes the call in one of these regions",
    ("regions", "data_residency", "allowed_region"),
)

_COMPLIANCE: Final = (
    Field(
        "require_approval_for",
        list_of(
            choice(["high_cost_requests", "sensitive_models"], {"high_cost": "high_cost_requests"})
        ),
        "These calls need somebody's approval",
        ("require_approval",),
    ),
    _dollars(
        "high_cost",
        "From where a call is a high-cost request: above so many dollars",
        ("high_cost_threshold", "high_cost_threshold_usd"),
        default=to_usd(HIGH_COST_NANO),
    ),
    Field("sensitive_models", _MODELS, "Which models are sensitive"),
    _ALLOWED_REGIONS,
    _REQUIRED_TAGS,
    *_CONTENT,
    *scanning(scan_output=False),
    Field(
        "require_audit",
        FLAG,
        "Every call is recorded in the audit log",
        note="is so in any case: every call is recorded, whatever a policy says",
    ),
    Field(
        "log_all_requests",
        FLAG,
        "Every call is recorded",
        note="is so in any case: every call is recorded, whatever a policy says",
    ),
    Field(
        "retention_period_days",
        whole(most=36_500),
        "How long records are to be kept",
        ("retention_days",),
        note="is kept with the policy; how long records are kept is a setting of the deployment",
    ),
    Field(
        "export_format",
        choice(["json", "csv", "parquet", "pdf"]),
        "In which format evidence is wanted",
        note="is kept with the policy; the format is chosen with each export",
    ),
)

_ROUTE: Final = Record(
    "a route",
    [
        Field("conditions", PLAIN_CONDITIONS.kind(), "Which calls take it", ("when",)),
        Field("model", text(), "The model to use instead", ("to", "reroute_to")),
    ],
)


def _read_route(value: Any, path: str) -> dict[str, Any]:
    route = _ROUTE.read(value, path)
    if "model" not in route:
        refuse("a route needs the model that it leads to", at(path, "model"))
    return route


_USAGE: Final = (
    Field(
        "allowed_models",
        _MODELS,
        "Only these models",
        ("models", "model_allowlist", "model_whitelist"),
    ),
    Field(
        "denied_models",
        _MODELS,
        "Not these models",
        ("blocked_models", "forbidden_models", "model_denylist", "model_blacklist"),
    ),
    Field("allowed_providers", _NAMES, "Only these providers", ("providers",)),
    Field("denied_providers", _NAMES, "Not these providers", ("blocked_providers",)),
    _ALLOWED_REGIONS,
    Field("max_input_tokens", whole(), "At most so many input tokens", ("max_prompt_tokens",)),
    Field(
        "max_output_tokens",
        whole(),
        "At most so many output tokens; by default the call is clamped, not refused",
        ("max_tokens", "max_completion_tokens"),
    ),
    Field(
        "max_tokens_per_request",
        whole(),
        "At most so many tokens per call, input and output together",
        ("tokens_per_request",),
    ),
    Field("allowed_tools", _NAMES, "The call may offer the model only these tools", ("tools",)),
    Field("denied_tools", _NAMES, "The call must not offer these tools", ("blocked_tools",)),
    Field(
        "allowed_hours",
        HOURS,
        "Calls are allowed in these hours only",
        ("time_window", "time_windows", "business_hours"),
    ),
    *_counts("day", "month"),
    _per(),
    Field(
        "routes",
        list_of(
            Kind(
                read=_read_route,
                show=_ROUTE.show,
                label="`{conditions, model}`",
                schema=_ROUTE.schema(),
            ),
            most=50,
        ),
        "Calls go to the model of the first route whose conditions hold",
        ("routing",),
    ),
)

_FIELDS: Final[Mapping[PolicyType, tuple[Field, ...]]] = {
    PolicyType.RATE_LIMIT: _RATE_LIMIT,
    PolicyType.COST_LIMIT: _COST_LIMIT,
    PolicyType.CONTENT_FILTER: _CONTENT_FILTER,
    PolicyType.SECURITY: _SECURITY,
    PolicyType.COMPLIANCE: _COMPLIANCE,
    PolicyType.USAGE: _USAGE,
}


def _elsewhere(name: str) -> str | None:
    types = [
        type_.value
        for type_, fields in _FIELDS.items()
        if any(name in each.spellings() for each in fields)
    ]
    return f"it is a rule of {' and '.join(types)} policies" if types else None


RULES: Final[Mapping[PolicyType, Record]] = {
    type_: Record(f"a {type_.value} policy's rules", fields, _elsewhere)
    for type_, fields in _FIELDS.items()
}

_COUNTED: Final = frozenset(field.name for field in _counts("minute", "hour", "day", "month"))
COUNTED: Final = _COUNTED | {"concurrent_requests"}
"""Rules that admission counts."""

SPENT: Final = frozenset({*(f"{period}_limit_nano" for period in _PERIODS), "per_user_limit_nano"})
"""Rules that admission keeps an account for."""

SEARCHED: Final = frozenset({"patterns", "keywords", "detectors", "categories", "detect", "remote"})
"""Rules about content."""

CLAMPED: Final = frozenset({"max_output_tokens", "max_tokens_per_request", "tokens_per_request"})
"""Rules that a smaller output keeps."""

CALLED: Final = frozenset(
    {
        "allowed_models",
        "denied_models",
        "allowed_providers",
        "denied_providers",
        "allowed_regions",
        "max_input_tokens",
        "allowed_tools",
        "denied_tools",
        "allowed_hours",
        "allowed_addresses",
        "api_key_max_age_days",
        "required_tags",
    }
)
"""Rules that the call alone keeps or breaks."""

ASKED: Final = frozenset({"require_approval_for"})
ROUTED: Final = frozenset({"routes"})
PRICED: Final = frozenset({"max_cost_per_request_nano"})
SCALED: Final = COUNTED | SPENT | PRICED | CLAMPED | {"max_input_tokens"}
"""Rules whose limits an exception may multiply."""

NOTED: Final = frozenset(
    field.name for fields in _FIELDS.values() for field in fields if field.note
)
"""Rules that are kept and not enforced."""

AT_SIGN_IN: Final = frozenset(
    {
        "require_mfa",
        "session_timeout_minutes",
        "password_min_length",
        "password_require_special",
    }
)
"""Rules that no call can break: they count where people sign in."""

DEMANDS: Final = (
    COUNTED | SPENT | SEARCHED | CLAMPED | CALLED | ASKED | ROUTED | PRICED | NOTED | AT_SIGN_IN
)
"""What can be demanded at all; the rest says how."""
