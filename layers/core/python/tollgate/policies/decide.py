"""The decision about a call: which policies apply, what each says, and what follows from all.

1 candidates    policies whose scope holds the caller, in force now
2 conditions    fields first, Cedar once for all that have one; an exception may exempt
3 inheritance   an overriding policy drops overridable ones above it, path by path
4 shields       a strict allowing policy silences others of its type with a lower priority
5 verdicts      broken rules, findings in the content, limits for the admission to hold
6 resolution    the most severe action that is enforced

A dry run takes part as a policy that others may drop or silence, and never does so itself.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Final, NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from tollgate.detectors.models import DetectorRef, DetectorUnavailable, Match
from tollgate.policies.bundle import Bundle, Candidate
from tollgate.policies.checks import Verdict, scaled
from tollgate.policies.compiled import Compiled, Exemption
from tollgate.policies.conditions import holds
from tollgate.policies.detecting import OF_ANSWERS
from tollgate.policies.limiting import MAX_COST, counted_rules, limits_of
from tollgate.policies.models import (
    SEVERITY,
    Action,
    CallFacts,
    ContentRule,
    Decision,
    Grant,
    Level,
    Limits,
    PolicyType,
    Reason,
    Subject,
)
from tollgate.policies.situation import Scan, Situation, matches_any, nothing_found

logger = logging.getLogger(__name__)

_EXCEPTION: Final = Grant(id="exception", kind="exception", until_ms=2**62)
_LONGEST_DELAY_S: Final = 60
_UNLIMITED: Final = Limits()
_NO_CALL_ACTION: Final = frozenset({Action.CLAMP, Action.REDACT})


class _Applied(NamedTuple):
    """A policy that applies, with what an exception or a condition that failed makes of it."""

    policy: Compiled
    limits: Limits
    multiplier: float = 1.0
    approved: bool = False
    failed: bool = False


class _Outcome(Struct):
    """What the policies have said so far."""

    reasons: list[Reason] = field(default_factory=list)
    clamps: list[int] = field(default_factory=list)
    costs: list[tuple[int, Reason]] = field(default_factory=list)
    reroute: str | None = None
    redact: list[ContentRule] = field(default_factory=list)
    output: list[ContentRule] = field(default_factory=list)
    limits: list[Limits] = field(default_factory=list)
    grants: dict[str, Grant] = field(default_factory=dict)
    delay_s: float = 0
    findings: Counter[str] = field(default_factory=Counter)


def decide(
    bundle: Bundle,
    subject: Subject,
    facts: CallFacts,
    scan: Scan = nothing_found,
    grants: Sequence[Grant] = (),
    *,
    spent: frozenset[str] = frozenset(),
) -> Decision:
    """What `bundle` decides about a call. `spent` are ids of grants that are used up."""
    if bundle.is_empty:
        return Decision()
    situation = Situation(subject, facts, scan)
    candidates = [
        each for each in bundle.candidates(subject, facts) if each.policy.in_force(facts.at_ms)
    ]
    if not candidates:
        return Decision()
    applied = _shielded(_inherited(_applying(candidates, situation), subject))
    usable = [g for g in grants if g.id not in spent and g.covers(subject, facts.at_ms)]
    outcome = _Outcome()
    for each in applied:
        _speak(each, situation, usable, outcome)
    return _resolved(outcome)


def _applying(candidates: Sequence[Candidate], situation: Situation) -> list[_Applied]:
    held, failed = [], []
    for candidate in candidates:
        predicates = candidate.policy.predicates
        try:
            if not predicates or holds(predicates, situation):
                held.append(candidate)
        except DetectorUnavailable:
            failed.append(candidate)
    true, broken = _cedar(held, situation)
    applied = []
    for candidate in held:
        policy = candidate.policy
        if policy.id_version in broken:
            failed.append(candidate)
        elif policy.cedar is None or policy.id_version in true:
            each = _excepted(candidate, situation)
            if each is not None:
                applied.append(each)
    if not failed:
        return applied
    applied += [_Applied(policy, limits, failed=True) for policy, limits in failed]
    return sorted(applied, key=lambda each: each.policy.order)


_Keys = frozenset[tuple[str, int, bool]]
_NO_KEYS: Final[_Keys] = frozenset()


def _cedar(candidates: Iterable[Candidate], situation: Situation) -> tuple[_Keys, _Keys]:
    """The policies whose Cedar condition holds, and those whose cannot be evaluated."""
    asked = [policy for policy, _ in candidates if policy.cedar is not None]
    if not asked:
        return _NO_KEYS, _NO_KEYS
    from tollgate.policies import cedar  # noqa: PLC0415 - 30 ms that few bundles need

    answers = cedar.evaluate(
        [policy.cedar or "" for policy in asked],
        situation.subject,
        situation.facts,
        situation.local_time,
    )
    return (
        frozenset(asked[index].id_version for index in answers.true),
        frozenset(asked[index].id_version for index in answers.failed),
    )


def _excepted(candidate: Candidate, situation: Situation) -> _Applied | None:
    policy, limits = candidate
    for exemption in policy.exemptions:
        if _exempts(exemption, situation):
            if exemption.effect == "exempt":
                return None
            if exemption.effect == "approve":
                return _Applied(policy, limits, approved=True)
            return _Applied(policy, limits, multiplier=exemption.multiplier)
    return _Applied(policy, limits)


def _exempts(exemption: Exemption, situation: Situation) -> bool:
    """An exception that cannot be evaluated exempts nobody."""
    try:
        if not holds(exemption.predicates, situation):
            return False
    except DetectorUnavailable:
        return False
    if exemption.cedar is None:
        return True
    from tollgate.policies import cedar  # noqa: PLC0415

    answers = cedar.evaluate(
        [exemption.cedar], situation.subject, situation.facts, situation.local_time
    )
    return 0 in answers.true


def _inherited(applied: list[_Applied], subject: Subject) -> list[_Applied]:
    """Without the policies that every path of the caller overrides."""
    overriding = [
        each.policy
        for each in applied
        if each.policy.overrides and not each.policy.entry.shadow and not each.failed
    ]
    if not overriding:
        return applied
    paths = [path[::-1] for path in subject.team_paths] or [()]
    return [
        each
        for each in applied
        if not each.policy.overridable
        or any(not _overridden(each.policy, overriding, path) for path in paths)
    ]


def _overridden(policy: Compiled, overriding: list[Compiled], path: tuple[str, ...]) -> bool:
    """Whether `policy` is replaced on this path; a policy that is not on the path at all is."""
    place = _place(policy, path)
    if place is None:
        return True
    places = [_place(other, path) for other in overriding if other.type is policy.type]
    return any(other is not None and other > place for other in places)


def _place(policy: Compiled, path: tuple[str, ...]) -> tuple[int, int] | None:
    """Where on a path from the root a policy sits: its level, and its depth among the teams.

    A policy for several teams of one path sits at the deepest of them.
    """
    if policy.level is not Level.TEAM:
        return (policy.rank, 0)
    depths = [depth for depth, team in enumerate(path) if team in policy.ids]
    return (policy.rank, max(depths)) if depths else None


def _shielded(applied: list[_Applied]) -> list[_Applied]:
    shields: dict[PolicyType, int] = {}
    for each in applied:
        policy = each.policy
        if policy.shields and not each.failed:
            shields[policy.type] = max(shields.get(policy.type, -1), policy.priority)
    return [each for each in applied if each.policy.priority >= shields.get(each.policy.type, -1)]


def _speak(
    applied: _Applied, situation: Situation, grants: Sequence[Grant], outcome: _Outcome
) -> None:
    policy = applied.policy
    if applied.failed:
        message = "a condition of this policy could not be evaluated"
        outcome.reasons.append(policy.reason("condition_error", message, Action.DENY))
        return
    if policy.wanted is Action.ALLOW:
        outcome.reasons.append(policy.reason("allow", "this policy allows the call"))
        return

    granted = partial(_granted, applied, situation, grants)
    for check in policy.checks:
        for verdict in check(situation, applied.multiplier):
            _judge(policy, verdict, granted, outcome)
    if policy.content is not None:
        _content(policy, policy.content, situation, granted, outcome)
    if applied.limits != _UNLIMITED:
        outcome.limits.append(_limits(applied, situation, grants, outcome))
    if policy.max_cost is not None:
        most = scaled(policy.max_cost, applied.multiplier)
        _limit_cost(policy, most, situation, granted, outcome)


def _granted(
    applied: _Applied, situation: Situation, grants: Sequence[Grant], rule: str, wanted: Action
) -> Grant | None:
    """What lifts a rule that wants this action: an exception, or the first grant that names it."""
    if applied.approved and wanted is Action.REQUIRE_APPROVAL:
        return _EXCEPTION
    lifting = (g for g in grants if _lifts(g, applied.policy, situation))
    return next((g for g in lifting if not g.rules or rule in g.rules), None)


_Granted = Callable[[str, Action], Grant | None]


def _lifts(grant: Grant, policy: Compiled, situation: Situation) -> bool:
    if policy.id not in grant.policy_ids:
        return False
    return not grant.models or matches_any(grant.models, situation.facts.model_names)


def _judge(policy: Compiled, verdict: Verdict, granted: _Granted, outcome: _Outcome) -> None:
    wanted = policy.wanted if verdict.wanted is None else verdict.wanted
    if wanted in _NO_CALL_ACTION and verdict.clamp is None:
        wanted = Action.DENY
    grant = granted(verdict.rule, wanted)
    reason = policy.reason(
        verdict.rule, verdict.message, wanted, grant_id=grant.id if grant else None
    )
    reroute = verdict.reroute or policy.actions.get("reroute_to")
    if reason.action is Action.REROUTE:
        if reroute is None:
            reason = replace(reason, action=Action.DENY)
        elif outcome.reroute is None:
            outcome.reroute = reroute
    if reason.action is Action.CLAMP and verdict.clamp is not None:
        outcome.clamps.append(verdict.clamp)
    if reason.action in (Action.THROTTLE, Action.QUEUE):
        seconds = policy.actions.get("delay_seconds", 1)
        outcome.delay_s = max(outcome.delay_s, min(seconds, _LONGEST_DELAY_S))
    outcome.reasons.append(reason)
    _rest_on(grant, policy, wanted, outcome)


def _rest_on(grant: Grant | None, policy: Compiled, wanted: Action, outcome: _Outcome) -> None:
    """Uses up a grant with a number of uses, where the call would have been stopped without it."""
    stops = SEVERITY[policy.effective(wanted)] > SEVERITY[Action.WARN]
    if grant is not None and grant.uses is not None and stops:
        outcome.grants[grant.id] = grant


def _content(
    policy: Compiled,
    rule: ContentRule,
    situation: Situation,
    granted: _Granted,
    outcome: _Outcome,
) -> None:
    if rule.scan_input:
        _input(policy, rule, situation, granted, outcome)
    if rule.scan_output and not _may_leave(policy, rule, granted, outcome):
        outcome.output.append(rule)


def _input(
    policy: Compiled,
    rule: ContentRule,
    situation: Situation,
    granted: _Granted,
    outcome: _Outcome,
) -> None:
    try:
        found = _findings(rule, situation.scan)
    except DetectorUnavailable:
        message = "a detector of this policy gave no answer"
        wanted = Action.DENY if policy.wanted is not Action.ALLOW else policy.wanted
        outcome.reasons.append(policy.reason("detector_unavailable", message, wanted))
        return
    if not found:
        return
    outcome.findings.update(found)
    grant = granted("content", rule.reason.wanted)
    message = f"the input holds {', '.join(sorted(found))}"
    reason = policy.reason(
        "content", message, rule.reason.wanted, found, grant_id=grant.id if grant else None
    )
    outcome.reasons.append(reason)
    _rest_on(grant, policy, rule.reason.wanted, outcome)
    if reason.action is Action.REDACT:
        outcome.redact.append(replace(rule, reason=reason))


def _may_leave(policy: Compiled, rule: ContentRule, granted: _Granted, outcome: _Outcome) -> bool:
    """Whether the answer is spared, because the rule is lifted for it.

    Nobody knows yet what it will hold. A grant for one call spares the answer of the call whose
    prompt needs it; where prompts are not searched, that of the next call.
    """
    grant = granted("content", rule.reason.wanted)
    if grant is None or grant.uses is None:
        return grant is not None
    if not rule.scan_input:
        _rest_on(grant, policy, rule.reason.wanted, outcome)
        return True
    return grant.id in outcome.grants


def _findings(rule: ContentRule, scan: Callable[[DetectorRef], Sequence[Match]]) -> Counter[str]:
    return Counter(
        match.kind
        for ref in rule.detectors
        if ref.name not in OF_ANSWERS
        for match in scan(ref)
        if match.confidence >= rule.confidence
    )


def _limits(
    applied: _Applied, situation: Situation, grants: Sequence[Grant], outcome: _Outcome
) -> Limits:
    """The limits of a policy after its exceptions and the caller's grants."""
    policy = applied.policy
    lifted = _lifted(applied, situation, grants, outcome) if grants or applied.approved else ()
    if applied.multiplier == 1 and not lifted:
        return applied.limits
    return limits_of(
        policy,
        situation.subject,
        situation.facts,
        multiplier=applied.multiplier,
        lifted=lifted,
    )


def _lifted(
    applied: _Applied, situation: Situation, grants: Sequence[Grant], outcome: _Outcome
) -> set[str]:
    """The counted rules that an exception lifts, or one of the grants each."""
    policy = applied.policy
    asks = policy.type is PolicyType.COST_LIMIT or policy.wanted is Action.REQUIRE_APPROVAL
    names = counted_rules(policy)
    lifted = set(names) if applied.approved and asks else set()
    for grant in grants:
        lifts = names.intersection(grant.rules or names) - lifted
        if lifts and _lifts(grant, policy, situation):
            lifted |= lifts
            _rest_on(grant, policy, policy.wanted, outcome)
    return lifted


def _limit_cost(
    policy: Compiled, most: int, situation: Situation, granted: _Granted, outcome: _Outcome
) -> None:
    message = "the call may cost more than the policy allows for one"
    grant = granted(MAX_COST, policy.wanted)
    reason = policy.reason(MAX_COST, message, grant_id=grant.id if grant else None)
    if reason.action is Action.DENY:
        # Fewer output tokens may bring the call under it; only admission's quote can tell.
        outcome.costs.append((most, reason))
    elif situation.facts.estimated_cost > most:
        outcome.reasons.append(reason)
        _rest_on(grant, policy, policy.wanted, outcome)


def _resolved(outcome: _Outcome) -> Decision:
    enforced = [reason.action for reason in outcome.reasons if not reason.shadow]
    cost = min(outcome.costs, key=lambda entry: entry[0], default=None)
    return Decision(
        action=max(enforced, key=SEVERITY.__getitem__, default=Action.ALLOW),
        reasons=tuple(sorted(outcome.reasons, key=lambda reason: -SEVERITY[reason.action])),
        clamp=min(outcome.clamps, default=None),
        max_cost=cost[0] if cost else None,
        max_cost_reason=cost[1] if cost else None,
        reroute=outcome.reroute,
        redact=tuple(outcome.redact),
        output=tuple(outcome.output),
        limits=Limits(
            rates=tuple(ref for limits in outcome.limits for ref in limits.rates),
            slots=tuple(ref for limits in outcome.limits for ref in limits.slots),
            costs=tuple(ref for limits in outcome.limits for ref in limits.costs),
        ),
        grants=tuple(outcome.grants.values()),
        delay_ms=int(outcome.delay_s * 1000),
        findings=dict(outcome.findings),
    )
