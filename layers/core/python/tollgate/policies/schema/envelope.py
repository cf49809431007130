"""What every policy says about itself, whatever its type: name, scope, priority, exceptions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from tollgate.policies.models import Enforcement, Level, PolicyType
from tollgate.policies.schema.actions import ACTIONS
from tollgate.policies.schema.cases import CASES
from tollgate.policies.schema.conditions import CONDITIONS
from tollgate.policies.schema.kinds import (
    FLAG,
    ID,
    MOMENT,
    choice,
    fraction,
    list_of,
    stripped,
    text,
    whole,
)
from tollgate.policies.schema.records import Field, Kind, Record, at, refuse, said
from tollgate.policies.schema.rules import RULES

TYPE_ALIASES: Final[Mapping[str, str]] = {
    "rate": "rate_limit",
    "cost": "cost_limit",
    "budget": "cost_limit",
    "content": "content_filter",
    "access": "usage",
    "model_restriction": "usage",
    "quota": "usage",
    "routing": "usage",
    "approval_required": "compliance",
    "approval": "compliance",
}
TYPE: Final = choice([type_.value for type_ in PolicyType], TYPE_ALIASES)
ASKING_TYPES: Final = ("approval_required", "approval")
"""Types whose name says that a broken rule asks for an approval."""

DEFAULTS: Final[Mapping[str, Any]] = {
    "description": "",
    "enforcement_level": "strict",
    "priority": 100,
    "scope": {"level": "organization"},
    "inheritance": "additive",
    "overridable": False,
    "conditions": {},
    "rules": {},
    "actions": {},
    "exceptions": [],
    "tests": [],
}
"""Members that a canonical document leaves out; `severity` follows from type and level."""

ENFORCEMENT_ALIASES: Final[Mapping[str, str]] = {
    "block": "strict",
    "enforce": "strict",
    "enforced": "strict",
    "warning": "warn",
    "advisory": "warn",
    "audit": "monitor",
    "log": "monitor",
    "monitoring": "monitor",
}
_ENFORCEMENT: Final = choice([level.value for level in Enforcement], ENFORCEMENT_ALIASES)
_LEVEL: Final = choice(
    [level.value for level in Level],
    {"org": "organization", "global": "organization", "api_key": "key"}
    | {f"{level.value}s": level.value for level in Level},
)
_MEMBERS: Final = {
    "team_id": "team",
    "team_ids": "team",
    "role": "role",
    "role_id": "role",
    "role_ids": "role",
    "user_id": "user",
    "user_ids": "user",
    "key_id": "key",
    "key_ids": "key",
    "api_key_id": "key",
}
_IDS: Final = list_of(ID)
SCOPE: Final = Record(
    "scope",
    [
        Field("level", _LEVEL, "Whom it is for", ("type",)),
        Field("ids", list_of(ID, least=0), "Which of them", ("id",)),
    ],
)


def _read_scope(value: Any, path: str) -> dict[str, Any]:
    if isinstance(value, str):
        value = {"level": value}
    elif isinstance(value, Mapping):
        value = _from_members(value, path)
    scope = SCOPE.read(value, path)
    level, ids = scope.get("level"), scope.get("ids") or []
    if level is None:
        refuse("needs a level: organization, team, role, user or key", at(path, "level"))
    if level == Level.ORGANIZATION:
        if ids:
            refuse("an organization's policy is for everyone in it, without ids", at(path, "ids"))
        return {"level": level}
    if not ids:
        refuse(f"a scope of level {level} needs ids", at(path, "ids"))
    return {"level": level, "ids": ids}


def _from_members(value: Mapping[str, Any], path: str) -> Mapping[str, Any]:
    """`{"team_id": "team_…"}` as `{"level": "team", "ids": ["team_…"]}`."""
    named = [name for name in value if name in _MEMBERS]
    if not named:
        return value
    if len(value) > 1:
        refuse("names its members once: {level, ids} or one of team_id, user_id, …", path)
    return {"level": _MEMBERS[named[0]], "ids": _IDS.read(value[named[0]], at(path, named[0]))}


_EFFECT: Final = choice(
    ["exempt", "multiply", "approve"],
    {"allow": "exempt", "skip": "exempt", "bypass": "exempt", "auto_approve": "approve"},
)
EXCEPTION: Final = Record(
    "an exception",
    [
        Field("conditions", CONDITIONS.kind(), "Which calls it is for"),
        Field(
            "effect",
            _EFFECT,
            "`exempt` lifts the policy, `multiply` its limits, `approve` gives the approval that "
            "it asks for",
            ("action",),
            default="exempt, or multiply with a multiplier",
        ),
        Field("multiplier", fraction(0.01, 1_000), "By how much limits are multiplied"),
    ],
)


def _read_exception(value: Any, path: str) -> dict[str, Any]:
    """Conditions may also stand beside the effect, as in `{"role": "lead", "multiplier": 2}`."""
    if isinstance(value, Mapping) and "conditions" not in value:
        beside = {k: v for k, v in value.items() if k in CONDITIONS.spellings}
        value = {**{k: v for k, v in value.items() if k not in beside}, "conditions": beside}
    exception = EXCEPTION.read(value, path)
    if not exception.get("conditions"):
        refuse("an exception needs conditions: without, the policy is for nobody", path)
    effect = exception.setdefault("effect", "multiply" if "multiplier" in exception else "exempt")
    if (effect == "multiply") is not ("multiplier" in exception):
        refuse("a multiplier goes with the effect multiply", at(path, "multiplier"))
    return EXCEPTION.in_order(exception)


def _hint(name: str) -> str | None:
    """Where a setting belongs that stands beside its section instead of in it."""
    sections = {"actions": ACTIONS.spellings, "conditions": CONDITIONS.spellings}
    rules = frozenset[str]().union(*(record.spellings for record in RULES.values()))
    for section, spellings in {"rules": rules, **sections}.items():
        if name in spellings:
            return f"it belongs in {section}"
    return None


def _section(name: str) -> Kind:
    """A section that is read once the type is known."""

    def read(value: Any, path: str) -> Any:
        if not isinstance(value, Mapping):
            refuse(f"{name} must be an object, not {said(value)}", path)
        return value

    return Kind(read=read, label="object", schema={"type": "object"})


def _read_name(value: Any, path: str) -> str:
    name: str = _TEXT.read(value, path)
    if "{{" in name:
        refuse(f"a placeholder is left in {said(name)}", path)
    return name


_TEXT: Final = stripped(text(255, least=3))
_NAME: Final = Kind(read=_read_name, label=_TEXT.label, schema=_TEXT.schema)
_DESCRIPTION: Final = text(2_000, least=0)


ENVELOPE: Final = Record(
    "a policy",
    [
        Field("name", _NAME, "Unique in the organization"),
        Field(
            "description",
            _DESCRIPTION,
            "What it is for",
            default="empty",
        ),
        Field("type", TYPE, "What it is about", ("policy_type",)),
        Field(
            "enforcement_level",
            _ENFORCEMENT,
            "`strict` acts, `warn` only warns the caller, `monitor` only writes it down",
            ("enforcement",),
            default="strict",
        ),
        Field(
            "priority", whole(least=0, most=1_000), "Where it matters, higher wins", default="100"
        ),
        Field(
            "severity",
            choice(["low", "medium", "high", "critical"]),
            "How bad a violation is",
            default="medium; high for a strict security policy",
        ),
        Field(
            "scope",
            Kind(
                read=_read_scope,
                label="level, `{level, ids}`, or `{team_id}` and its like",
                schema={"anyOf": [{"type": "string"}, SCOPE.schema()]},
            ),
            "Whom it is for",
            default="organization",
        ),
        Field(
            "inheritance",
            choice(["additive", "override"]),
            "`override` replaces overridable policies of its type at more general levels",
            default="additive",
        ),
        Field(
            "overridable", FLAG, "Whether a more specific policy may override it", default="false"
        ),
        Field("conditions", _section("conditions"), "When it applies; all must hold"),
        Field("rules", _section("rules"), "What it demands, see its type"),
        Field("actions", _section("actions"), "What is done about a broken rule"),
        Field(
            "exceptions",
            list_of(
                Kind(
                    read=_read_exception,
                    show=EXCEPTION.show,
                    label="`{conditions, effect, multiplier}`",
                    schema=EXCEPTION.schema(),
                ),
                least=0,
                most=50,
            ),
            "Whom it spares; the first that matches decides",
        ),
        Field("effective_from", MOMENT, "In force from then on", ("valid_from", "starts_at")),
        Field(
            "effective_until",
            MOMENT,
            "In force until before then",
            ("effective_to", "valid_until", "expires_at"),
        ),
        Field(
            "tests",
            CASES,
            "Test cases, run before it is activated",
            ("test_cases", "test_scenarios"),
        ),
    ],
    _hint,
)
