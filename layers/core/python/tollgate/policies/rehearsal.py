"""Policies asked about a call that nobody made: test cases, and one context at a time.

The real evaluator and the real detectors decide. What admission would count is compared with what
the case says was used before; remote detectors are not asked and find nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from tollgate.detectors import catalog
from tollgate.detectors.models import DetectorRef, Match
from tollgate.policies.bundle import Bundle
from tollgate.policies.decide import decide
from tollgate.policies.models import (
    SEVERITY,
    Action,
    CallFacts,
    Decision,
    Entry,
    Level,
    Limits,
    Reason,
    Subject,
)

_DAY_MS: Final = 24 * 3600 * 1000
_NOT_TESTED: Final = ("effective_from", "effective_until", "enforcement_level")


class Rehearsal(Struct, frozen=True):
    """What would be done about a call. `reasons` are all that spoke, the most severe first."""

    action: Action
    reasons: tuple[Reason, ...]
    decision: Decision


class CaseResult(Struct, frozen=True):
    """What came of a test. `rules` asked for `action`; `message` says what differs."""

    name: str
    passed: bool
    expected: Mapping[str, str]
    action: Action
    rules: tuple[str, ...]
    message: str = ""


def run_tests(
    document: Mapping[str, Any], *, now_ms: int, policy_id: str = "pol_test"
) -> tuple[CaseResult, ...]:
    """Every test of a canonical document, against that policy alone.

    Tests are about what the policy asks for: it is taken as strict and in force, so that they hold
    unchanged from its first day in monitor. A test that does not say when, happens at `now_ms`; who
    calls is in the policy's scope unless the test says otherwise.
    """
    tested = {name: value for name, value in document.items() if name not in _NOT_TESTED}
    bundle = Bundle("test", [Entry(policy_id, 1, tested)])
    return tuple(
        _result(case, rehearse(bundle, case, now_ms=now_ms, scope=document.get("scope")))
        for case in document.get("tests", ())
    )


def _result(case: Mapping[str, Any], rehearsal: Rehearsal) -> CaseResult:
    expected = case["expect"]
    speaking = [reason for reason in rehearsal.reasons if reason.action is rehearsal.action]
    rules = tuple(dict.fromkeys(reason.rule for reason in speaking))
    wrong = []
    if rehearsal.action != expected["action"]:
        wrong.append(f"expected {expected['action']}, got {rehearsal.action.value}")
    if "rule" in expected and expected["rule"] not in rules:
        wrong.append(f"expected the rule {expected['rule']}, got {', '.join(rules) or 'none'}")
    return CaseResult(
        name=case["name"],
        passed=not wrong,
        expected=expected,
        action=rehearsal.action,
        rules=rules,
        message="; ".join(wrong),
    )


def rehearse(
    bundle: Bundle,
    case: Mapping[str, Any],
    *,
    now_ms: int,
    scope: Mapping[str, Any] | None = None,
) -> Rehearsal:
    """What `bundle` would do about the call of a canonical test or context.

    `scope` is where a caller is put of whom the case says nothing.
    """
    subject = subject_of(case.get("subject") or {}, scope or {}, now_ms)
    request = case.get("request") or {}
    facts = facts_of(request, now_ms)
    decision = decide(bundle, subject, facts, _scanner(case.get("content")))
    reasons = [
        *decision.reasons,
        *_over(decision.limits, facts, request.get("used") or {}),
        *_too_dear(decision, facts),
        *_found_in_output(decision, case.get("output")),
    ]
    enforced = [reason.action for reason in reasons if not reason.shadow]
    return Rehearsal(
        action=max(enforced, key=SEVERITY.__getitem__, default=Action.ALLOW),
        reasons=tuple(sorted(reasons, key=lambda reason: -SEVERITY[reason.action])),
        decision=decision,
    )


def subject_of(values: Mapping[str, Any], scope: Mapping[str, Any], now_ms: int) -> Subject:
    """The caller of a case; see `tollgate.policies.schema.cases` for its fields."""
    said = {**_at_home(scope), **values}
    age = said.get("key_age_days")
    return Subject(
        organization_id="org_test",
        key_id=said.get("key", "key_test"),
        user_id=said.get("user", "usr_test"),
        team_paths=tuple(tuple(path) for path in said.get("teams", ())),
        roles=frozenset(said.get("roles", ())),
        tags=said.get("tags", {}),
        time_zone=said.get("time_zone", "UTC"),
        key_created_ms=now_ms if age is None else now_ms - age * _DAY_MS,
    )


def _at_home(scope: Mapping[str, Any]) -> dict[str, Any]:
    """Somebody of the scope."""
    first = next(iter(scope.get("ids") or ()), None)
    match scope.get("level"):
        case Level.TEAM:
            return {"teams": [[first]]}
        case Level.ROLE:
            return {"roles": [first]}
        case Level.USER:
            return {"user": first}
        case Level.KEY:
            return {"key": first}
    return {}


def facts_of(values: Mapping[str, Any], now_ms: int) -> CallFacts:
    """The call of a case."""
    model, provider = values.get("model", "gpt-4o"), values.get("provider", "openai")
    names = values.get("model_names") or (model, f"{provider}/{model}")
    return CallFacts(
        model=model,
        model_names=frozenset({*names, *(name.lower() for name in names)}),
        provider=provider,
        operation=values.get("operation", "chat.completions"),
        at_ms=values.get("at_ms", now_ms),
        stream=values.get("stream", False),
        region=values.get("region"),
        input_tokens=values.get("input_tokens", 0),
        max_output_tokens=values.get("max_output_tokens", 0),
        sets_max_output="max_output_tokens" in values,
        estimated_cost=values.get("estimated_cost_nano", 0),
        tags=values.get("tags", {}),
        tools=frozenset(values.get("tools", ())),
        has_images=values.get("has_images", False),
        address=values.get("address"),
        country=values.get("country"),
    )


def _scanner(text: str | None, role: str = "user") -> Callable[[DetectorRef], Sequence[Match]]:
    @cache
    def scan(ref: DetectorRef) -> Sequence[Match]:
        if not text or ref.name.startswith("remote.") or not ref.concerns(role):
            return ()
        return catalog.open_detector(ref).scan(text)

    return scan


def _over(limits: Limits, facts: CallFacts, used: Mapping[str, int]) -> Iterator[Reason]:
    for rate in limits.rates:
        for unit, most, more in (
            ("requests", rate.requests, 1),
            ("tokens", rate.tokens, facts.input_tokens + facts.max_output_tokens),
        ):
            rule = f"{unit}_per_{rate.period}"
            if most is not None and used.get(rule, 0) + more > most:
                yield replace(rate.reason, rule=rule)
    for slot in limits.slots:
        if used.get("concurrent_requests", 0) >= slot.limit:
            yield slot.reason
    for cost in limits.costs:
        name = "user" if cost.reason.rule == "per_user_limit" else cost.period
        # A call that says nothing of its cost still costs something.
        after = used.get(f"{name}_cost_nano", 0) + max(1, facts.estimated_cost)
        if after > cost.limit:
            yield cost.reason
        elif cost.approval_reason is not None and after > cost.limit - cost.reserve:
            yield cost.approval_reason


def _too_dear(decision: Decision, facts: CallFacts) -> Iterator[Reason]:
    if decision.max_cost is None or decision.max_cost_reason is None:
        return
    if facts.estimated_cost > decision.max_cost:
        yield decision.max_cost_reason


def _found_in_output(decision: Decision, output: str | None) -> Iterator[Reason]:
    scan = _scanner(output, "the answer's")
    for rule in decision.output:
        found = Counter(
            match.kind
            for ref in rule.detectors
            for match in scan(ref)
            if match.confidence >= rule.confidence
        )
        if found:
            yield replace(rule.reason, findings=dict(found))
