"""What each rule of a policy holds against a call, as far as the call alone can tell.

Rules that need a count of other calls are limits (see `tollgate.policies.limiting`), those that
need its content are content rules (see `tollgate.policies.decide`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Final, NamedTuple

from tollgate.policies.conditions import compile_conditions, holds, in_hours, in_networks
from tollgate.policies.models import HIGH_COST_NANO, Action
from tollgate.policies.situation import Situation, matches, matches_any, matches_provider

_DAY_MS: Final = 24 * 3600 * 1000


class Verdict(NamedTuple):
    """A broken rule. `wanted` is None where the policy's own action applies.

    `clamp` is the output that would keep the rule; `reroute` the model to use instead.
    """

    rule: str
    message: str
    wanted: Action | None = None
    clamp: int | None = None
    reroute: str | None = None


Check = Callable[[Situation, float], Iterator[Verdict]]
"""The rules of one kind that a call breaks, where limits are multiplied by so much."""

_Test = Callable[[Any, Situation], str | None]
"""What is wrong with the call under a rule of this value, or None."""

_Factory = Callable[[Any, Mapping[str, Any], Action | None], Check]
"""From a rule's value, all rules, and the action that the policy names, if it does."""


def scaled(limit: int, multiplier: float) -> int:
    """A limit as an exception multiplies it, rounded down; exact, so that 29 % of 100 are 29."""
    return limit if multiplier == 1 else int(limit * Decimal(str(multiplier)))


def compile_checks(document: Mapping[str, Any]) -> tuple[Check, ...]:
    """What to ask of a call under the rules of a canonical document.

    Without any rule the policy's conditions are the rule: whatever meets them breaks it.
    """
    rules = document.get("rules") or {}
    if not rules:
        return (_conditions(has_some=bool(document.get("conditions"))),)
    named = (document.get("actions") or {}).get("on_violation")
    action = None if named is None else Action(named)
    plain = (_plain(name, rules[name]) for name in rules if name in _TESTS)
    special = (_FACTORIES[name](rules[name], rules, action) for name in rules if name in _FACTORIES)
    return (*plain, *special)


def _conditions(*, has_some: bool) -> Check:
    met, always = "the call meets the policy's conditions", "this policy is about every call"
    broken = Verdict("conditions", met if has_some else always)
    return lambda _, __: iter((broken,))


def _plain(name: str, value: Any) -> Check:
    test, is_limit = _TESTS[name], name in _LIMITS

    def asked(situation: Situation, multiplier: float) -> Iterator[Verdict]:
        held = scaled(value, multiplier) if is_limit else value
        if message := test(held, situation):
            yield Verdict(name, message)

    return asked


def _allowed_models(patterns: list[str], s: Situation) -> str | None:
    if matches_any(patterns, s.facts.model_names):
        return None
    return f"the model {s.facts.model!r} is not among the allowed ones"


def _denied_models(patterns: list[str], s: Situation) -> str | None:
    if not matches_any(patterns, s.facts.model_names):
        return None
    return f"the model {s.facts.model!r} must not be used"


def _allowed_providers(patterns: list[str], s: Situation) -> str | None:
    if matches_provider(patterns, s.facts.provider):
        return None
    return f"the provider {s.facts.provider} is not among the allowed ones"


def _denied_providers(patterns: list[str], s: Situation) -> str | None:
    if not matches_provider(patterns, s.facts.provider):
        return None
    return f"the provider {s.facts.provider} must not be used"


def _allowed_regions(regions: list[str], s: Situation) -> str | None:
    if s.facts.region in regions:
        return None
    where = s.facts.region or "an unknown region"
    return f"{s.facts.provider} processes this call in {where}, which is not allowed"


def _max_input_tokens(limit: int, s: Situation) -> str | None:
    if s.facts.input_tokens <= limit:
        return None
    return f"{s.facts.input_tokens} input tokens, and at most {limit} are allowed"


def _allowed_tools(patterns: list[str], s: Situation) -> str | None:
    others = [tool for tool in sorted(s.facts.tools) if not any(matches(p, tool) for p in patterns)]
    return f"the tool {others[0]!r} is not among the allowed ones" if others else None


def _denied_tools(patterns: list[str], s: Situation) -> str | None:
    found = [tool for tool in sorted(s.facts.tools) if any(matches(p, tool) for p in patterns)]
    return f"the tool {found[0]!r} must not be used" if found else None


def _allowed_hours(hours: Mapping[str, Any], s: Situation) -> str | None:
    return None if in_hours(hours, s) else "calls are not allowed at this hour"


def _allowed_addresses(networks: list[str], s: Situation) -> str | None:
    if in_networks(networks, s.facts.address):
        return None
    return f"calls from {s.facts.address or 'an unknown address'} are not allowed"


def _key_age(days: int, s: Situation) -> str | None:
    created = s.subject.key_created_ms
    if created is not None and s.facts.at_ms - created <= days * _DAY_MS:
        return None
    return f"this API key is older than {days} days and must be rotated"


def _required_tags(names: list[str], s: Situation) -> str | None:
    missing = [name for name in names if not s.facts.tags.get(name)]
    return f"the call lacks the tag {missing[0]!r}" if missing else None


_TESTS: Final[Mapping[str, _Test]] = {
    "allowed_models": _allowed_models,
    "denied_models": _denied_models,
    "allowed_providers": _allowed_providers,
    "denied_providers": _denied_providers,
    "allowed_regions": _allowed_regions,
    "max_input_tokens": _max_input_tokens,
    "allowed_tools": _allowed_tools,
    "denied_tools": _denied_tools,
    "allowed_hours": _allowed_hours,
    "allowed_addresses": _allowed_addresses,
    "api_key_max_age_days": _key_age,
    "required_tags": _required_tags,
}


_LIMITS: Final = frozenset({"max_input_tokens"})
"""Those of them whose value an exception may multiply."""


def _max_output(most: int, _: Mapping[str, Any], action: Action | None) -> Check:
    """Clamps, unless the policy says otherwise and the caller asked for more itself."""

    def check(s: Situation, multiplier: float) -> Iterator[Verdict]:
        limit = scaled(most, multiplier)
        if s.facts.max_output_tokens <= limit:
            return
        wanted = (action if s.facts.sets_max_output else None) or Action.CLAMP
        message = f"at most {limit} output tokens are allowed"
        yield Verdict(
            "max_output_tokens", message, wanted, limit if wanted is Action.CLAMP else None
        )

    return check


def _max_tokens(rule: str) -> _Factory:
    """Input and output together: an output that nobody asked for is clamped to what is left."""

    def compile_(most: int, _: Mapping[str, Any], action: Action | None) -> Check:
        def check(s: Situation, multiplier: float) -> Iterator[Verdict]:
            limit = scaled(most, multiplier)
            room = limit - s.facts.input_tokens
            if s.facts.max_output_tokens <= room:
                return
            message = f"at most {limit} tokens are allowed per request"
            if room > 0 and (not s.facts.sets_max_output or action is Action.CLAMP):
                yield Verdict(rule, message, Action.CLAMP, room)
            else:
                yield Verdict(rule, message)

        return check

    return compile_


def _approvals(kinds: list[str], rules: Mapping[str, Any], _: Action | None) -> Check:
    high = rules.get("high_cost_nano", HIGH_COST_NANO)
    sensitive = rules.get("sensitive_models") or ()

    def check(s: Situation, _: float) -> Iterator[Verdict]:
        if "high_cost_requests" in kinds and s.facts.estimated_cost > high:
            message = "a call that may cost this much needs an approval"
            yield Verdict("high_cost_requests", message, Action.REQUIRE_APPROVAL)
        if "sensitive_models" in kinds and matches_any(sensitive, s.facts.model_names):
            message = f"the model {s.facts.model!r} needs an approval"
            yield Verdict("sensitive_models", message, Action.REQUIRE_APPROVAL)

    return check


def _routes(routes: list[Mapping[str, Any]], _: Mapping[str, Any], __: Action | None) -> Check:
    ways = [(compile_conditions(way.get("conditions") or {}), way["model"]) for way in routes]

    def check(s: Situation, _: float) -> Iterator[Verdict]:
        model = next((model for predicates, model in ways if holds(predicates, s)), None)
        if model is not None and model not in s.facts.model_names:
            yield Verdict("routes", f"calls like this go to {model}", Action.REROUTE, reroute=model)

    return check


_FACTORIES: Final[Mapping[str, _Factory]] = {
    "max_output_tokens": _max_output,
    "max_tokens_per_request": _max_tokens("max_tokens_per_request"),
    "tokens_per_request": _max_tokens("tokens_per_request"),
    "require_approval_for": _approvals,
    "routes": _routes,
}
