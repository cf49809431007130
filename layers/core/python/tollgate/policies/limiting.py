"""The counted rules of a policy as references that admission holds a call to."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Final

from msgspec.structs import replace

from tollgate.policies.checks import scaled
from tollgate.policies.compiled import Compiled
from tollgate.policies.models import (
    Action,
    CallFacts,
    CostLimitRef,
    Limits,
    PolicyType,
    RateLimitRef,
    Reason,
    SlotRef,
    Subject,
)

_WINDOWS: Final = ("minute", "hour", "day", "month")
_PERIODS: Final = ("daily", "weekly", "monthly", "yearly", "total")
_SLOTS: Final = "concurrent_requests"
_EACH: Final = "per_user_limit"
COUNTED: Final[Mapping[str, str]] = {
    **{f"{unit}_per_{w}": f"{unit}_per_{w}" for w in _WINDOWS for unit in ("requests", "tokens")},
    _SLOTS: _SLOTS,
    **{f"{period}_limit_nano": f"{period}_limit" for period in _PERIODS},
    f"{_EACH}_nano": _EACH,
}
"""By the name of a counted rule in documents: what reasons and grants call it."""
MAX_COST: Final = "max_cost_per_request"
"""What they call the rule about the dollars of one call."""

_SOFT: Final = frozenset({Action.LOG, Action.WARN, Action.ALLOW})
_WAITS_S: Final = {Action.THROTTLE: 5.0, Action.QUEUE: 30.0}
_LONGEST_WAIT_S: Final = 60.0
_NONE: Final = Limits()


def limits_of(
    policy: Compiled,
    subject: Subject,
    facts: CallFacts,
    *,
    multiplier: float = 1.0,
    lifted: Collection[str] = (),
) -> Limits:
    """What `policy` holds a call to; of the facts only the model matters.

    Of the rules in `lifted` rates and slots hold nothing, and budgets not the part that is kept
    for an approval.
    """
    if policy.type is PolicyType.COST_LIMIT:
        return Limits(costs=tuple(_costs(policy, subject, facts, multiplier, lifted)))
    rates = tuple(_rates(policy, subject, facts, multiplier, lifted))
    slots = tuple(_slots(policy, subject, facts, multiplier, lifted))
    return Limits(rates=rates, slots=slots) if rates or slots else _NONE


def counted_rules(policy: Compiled) -> frozenset[str]:
    """The policy's counted rules, as reasons and grants call them."""
    return frozenset(COUNTED[name] for name in policy.rules.keys() & COUNTED.keys())


def counted_subjects(policy: Compiled, subject: Subject, facts: CallFacts) -> tuple[str, ...]:
    """Whose counters the call counts in: by default one for each id of the scope that holds it."""
    root = _root(policy)
    match policy.rules.get("per", "scope"):
        case "user":
            return (f"{root}:{subject.user_id or subject.key_id}",)
        case "key":
            return (f"{root}:{subject.key_id}",)
        case "team":
            teams = sorted({path[0] for path in subject.team_paths if path})
            return tuple(f"{root}:{team}" for team in teams) or (f"{root}:{subject.key_id}",)
        case "model":
            return (f"{root}:{_model(facts)}",)
    return tuple(f"{root}:{id_}" for id_ in policy.scope_ids(subject)) or (root,)


def _model(facts: CallFacts) -> str:
    """One name for a model however it is called, so that an alias has no counter of its own."""
    prefix = f"{facts.provider}/"
    names = {name.lower() for name in facts.model_names if name.startswith(prefix)}
    return min(names, default=facts.model)


def _rates(
    policy: Compiled,
    subject: Subject,
    facts: CallFacts,
    multiplier: float,
    lifted: Collection[str],
) -> Iterator[RateLimitRef]:
    rules = {name: value for name, value in policy.rules.items() if name not in lifted}
    for window in _WINDOWS:
        most = {
            unit: scaled(rules[f"{unit}_per_{window}"], multiplier)
            for unit in ("requests", "tokens")
            if f"{unit}_per_{window}" in rules
        }
        if not most:
            continue
        said = " and ".join(f"{number} {unit}" for unit, number in most.items())
        reason = policy.reason(f"{next(iter(most))}_per_{window}", f"at most {said} per {window}")
        for counted in counted_subjects(policy, subject, facts):
            yield RateLimitRef(
                subject=counted,
                period=window,
                requests=most.get("requests"),
                tokens=most.get("tokens"),
                reason=reason,
                wait_ms=_wait_ms(policy, reason),
                soft=reason.action in _SOFT,
            )


def _slots(
    policy: Compiled,
    subject: Subject,
    facts: CallFacts,
    multiplier: float,
    lifted: Collection[str],
) -> Iterator[SlotRef]:
    limit = policy.rules.get(_SLOTS)
    if limit is None or _SLOTS in lifted:
        return
    most = max(1, scaled(limit, multiplier))
    reason = policy.reason(_SLOTS, f"at most {most} calls at one time")
    for counted in counted_subjects(policy, subject, facts):
        yield SlotRef(
            subject=counted,
            limit=most,
            reason=reason,
            wait_ms=_wait_ms(policy, reason),
            soft=reason.action in _SOFT,
        )


def _wait_ms(policy: Compiled, reason: Reason) -> int:
    if reason.action not in _WAITS_S:
        return 0
    actions = policy.actions
    seconds = actions.get("max_wait_seconds", actions.get("delay_seconds"))
    if seconds is None:
        seconds = _WAITS_S[reason.action]
    return int(min(seconds, _LONGEST_WAIT_S) * 1000)


def _costs(
    policy: Compiled,
    subject: Subject,
    facts: CallFacts,
    multiplier: float,
    lifted: Collection[str],
) -> Iterator[CostLimitRef]:
    rules = policy.rules
    for period in _PERIODS:
        if (limit := rules.get(f"{period}_limit_nano")) is None:
            continue
        for counted in counted_subjects(policy, subject, facts):
            ref = CostLimitRef(
                counted, period, scaled(limit, multiplier), _cost_reason(policy, period)
            )
            yield _with_thresholds(policy, ref, granted=ref.reason.rule in lifted)
    limit = rules.get("per_user_limit_nano")
    if limit is not None:
        period = rules.get("per_user_period", "monthly")
        counted = f"{_root(policy)}:{subject.user_id or subject.key_id}:each"
        reason = _cost_reason(policy, period, _EACH)
        ref = CostLimitRef(counted, period, scaled(limit, multiplier), reason)
        yield _with_thresholds(policy, ref, granted=ref.reason.rule in lifted)


def _cost_reason(policy: Compiled, period: str, rule: str | None = None) -> Reason:
    at_100 = policy.actions.get("thresholds", {}).get("100")
    wanted = Action(at_100) if at_100 in tuple(Action) else policy.wanted
    message = f"the {period} limit of the policy is reached"
    return policy.reason(rule or f"{period}_limit", message, wanted)


def _with_thresholds(policy: Compiled, ref: CostLimitRef, *, granted: bool) -> CostLimitRef:
    thresholds = {
        int(percent): action for percent, action in policy.actions.get("thresholds", {}).items()
    }
    asked = {percent for percent, action in thresholds.items() if action.startswith("notify")}
    approval, reserve = _approval(policy, ref, thresholds)
    lifted = granted and ref.reason.wanted is Action.REQUIRE_APPROVAL
    return replace(
        ref,
        reason=replace(ref.reason, action=Action.ALLOW) if lifted else ref.reason,
        reserve=0 if granted else reserve,
        approval_reason=None if granted else approval,
        soft=ref.reason.action in _SOFT or lifted,
        alerts=tuple(sorted(asked | set(policy.rules.get("alert_at_percentage", ())))),
    )


def _approval(
    policy: Compiled, ref: CostLimitRef, thresholds: dict[int, str]
) -> tuple[Reason | None, int]:
    percents = [p for p, action in thresholds.items() if action == Action.REQUIRE_APPROVAL]
    below = [percent for percent in percents if percent < 100]
    if not below:
        return None, 0
    message = f"{min(below)} % of the {ref.period} limit are used; more needs an approval"
    reason = policy.reason(ref.reason.rule, message, Action.REQUIRE_APPROVAL)
    if reason.action is not Action.REQUIRE_APPROVAL:
        return None, 0
    return reason, ref.limit - ref.limit * min(below) // 100


def _root(policy: Compiled) -> str:
    """A dry run counts for itself."""
    return f"{policy.id}~{policy.entry.version}" if policy.entry.shadow else policy.id
