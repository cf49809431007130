"""A policy ready to be asked: its document read once, its conditions as predicates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from tollgate.policies import detecting
from tollgate.policies.checks import Check, compile_checks
from tollgate.policies.conditions import Predicate, compile_conditions
from tollgate.policies.models import (
    SEVERITY,
    Action,
    ContentRule,
    Enforcement,
    Entry,
    Level,
    PolicyType,
    Reason,
    Subject,
)

_CAPS: Final = {Enforcement.WARN: Action.WARN, Enforcement.MONITOR: Action.LOG}
_LEVELS: Final = {level: rank for rank, level in enumerate(Level)}
_DEFAULT_PRIORITY: Final = 100
_NO_CONTENT_ACTION: Final = frozenset({Action.CLAMP, Action.REROUTE, Action.THROTTLE, Action.QUEUE})
"""Actions that mean nothing for content; a filter that asks for one denies."""


class Exemption(Struct, frozen=True):
    """One of a policy's exceptions: `exempt`, `multiply` its limits, or `approve` beforehand."""

    predicates: tuple[Predicate, ...]
    cedar: str | None
    effect: str
    multiplier: float


class Compiled(Struct, frozen=True):
    """`wanted` is what the policy asks for when one of its rules is broken.

    `order` sorts policies: highest priority, then most specific, then smallest id.
    """

    entry: Entry
    type: PolicyType
    enforcement: Enforcement
    level: Level
    ids: frozenset[str]
    priority: int
    wanted: Action
    predicates: tuple[Predicate, ...]
    cedar: str | None
    exemptions: tuple[Exemption, ...]
    order: tuple[int, int, str, int]
    rules: Mapping[str, Any]
    actions: Mapping[str, Any]
    checks: tuple[Check, ...]
    starts_ms: int | None
    ends_ms: int | None
    max_cost: int | None
    content: ContentRule | None = None

    @property
    def id(self) -> str:
        return self.entry.policy_id

    @property
    def id_version(self) -> tuple[str, int, bool]:
        """Names one entry of a bundle."""
        return (self.entry.policy_id, self.entry.version, self.entry.shadow)

    @property
    def rank(self) -> int:
        """How specific the policy is; the organization's are the least."""
        return _LEVELS[self.level]

    @property
    def overrides(self) -> bool:
        return bool(self.entry.document.get("inheritance") == "override")

    @property
    def overridable(self) -> bool:
        return bool(self.entry.document.get("overridable", False))

    @property
    def shields(self) -> bool:
        """Whether it silences others: under another level than strict it only says so."""
        is_strict = self.enforcement is Enforcement.STRICT and not self.entry.shadow
        return is_strict and self.wanted is Action.ALLOW

    def in_force(self, at_ms: int) -> bool:
        """Whether `at_ms` lies in the entry's and in the document's own window."""
        return (self.starts_ms is None or self.starts_ms <= at_ms) and (
            self.ends_ms is None or at_ms < self.ends_ms
        )

    def scope_ids(self, subject: Subject) -> tuple[str, ...]:
        """The ids of its scope that hold the subject; empty for the organization's own."""
        held: Mapping[Level, frozenset[str]] = {
            Level.TEAM: subject.teams,
            Level.ROLE: subject.roles,
            Level.USER: frozenset(filter(None, (subject.user_id,))),
            Level.KEY: frozenset((subject.key_id,)),
        }
        return tuple(sorted(self.ids & held.get(self.level, frozenset())))

    def effective(self, wanted: Action) -> Action:
        """What becomes of `wanted` under the policy's enforcement level."""
        cap = Action.LOG if self.entry.shadow else _CAPS.get(self.enforcement)
        return wanted if cap is None or SEVERITY[wanted] <= SEVERITY[cap] else cap

    def reason(
        self,
        rule: str,
        message: str,
        wanted: Action | None = None,
        findings: Mapping[str, int] | None = None,
        grant_id: str | None = None,
    ) -> Reason:
        """What this policy says about a call; a grant makes it an allowance."""
        wanted = self.wanted if wanted is None else wanted
        document = self.entry.document
        return Reason(
            policy_id=self.id,
            version=self.entry.version,
            name=document["name"],
            type=self.type,
            rule=rule,
            action=Action.ALLOW if grant_id else self.effective(wanted),
            wanted=wanted,
            message=self.actions.get("message") or message,
            severity=document.get("severity", "medium"),
            enforcement=self.enforcement,
            shadow=self.entry.shadow,
            findings=findings or {},
            grant_id=grant_id,
            notify=tuple(self.actions.get("notify") or ()),
        )


def compile_entry(entry: Entry) -> Compiled:
    """Reads a canonical document. Raises `KeyError` or `ValueError` where it is not one."""
    document = entry.document
    scope = document.get("scope") or {}
    level = Level(scope.get("level", Level.ORGANIZATION))
    priority = document.get("priority", _DEFAULT_PRIORITY)
    conditions = document.get("conditions") or {}
    rules = document.get("rules") or {}
    actions = document.get("actions") or {}
    compiled = Compiled(
        entry=entry,
        type=PolicyType(document["type"]),
        enforcement=Enforcement(document.get("enforcement_level", Enforcement.STRICT)),
        level=level,
        ids=frozenset(scope.get("ids") or ()),
        priority=priority,
        wanted=Action(actions.get("on_violation", Action.DENY)),
        predicates=compile_conditions(conditions),
        cedar=conditions.get("cedar"),
        exemptions=tuple(_exemption(entry) for entry in document.get("exceptions") or ()),
        order=(-priority, -_LEVELS[level], entry.policy_id, entry.version),
        rules=rules,
        actions=actions,
        checks=compile_checks(document),
        starts_ms=max(filter(None, (entry.from_ms, document.get("effective_from"))), default=None),
        ends_ms=min(filter(None, (entry.until_ms, document.get("effective_until"))), default=None),
        max_cost=rules.get("max_cost_per_request_nano"),
    )
    return replace(compiled, content=_content_rule(compiled))


def _content_rule(policy: Compiled) -> ContentRule | None:
    rules = policy.rules
    detectors = detecting.refs(rules)
    if not detectors:
        return None
    wanted = Action.DENY if policy.wanted in _NO_CONTENT_ACTION else policy.wanted
    redaction = rules.get("redaction") or {}
    return ContentRule(
        detectors=detectors,
        reason=policy.reason("content", "the answer holds what must not leave", wanted),
        scan_input=rules.get("scan_input", True),
        scan_output=rules.get("scan_output", policy.type is PolicyType.SECURITY),
        confidence=rules.get("min_confidence", detecting.MIN_CONFIDENCE),
        style=redaction.get("style", "label"),
    )


def _exemption(values: Mapping[str, Any]) -> Exemption:
    conditions = values.get("conditions") or {}
    return Exemption(
        predicates=compile_conditions(conditions),
        cedar=conditions.get("cedar"),
        effect=values.get("effect", "exempt"),
        multiplier=values.get("multiplier", 1),
    )
