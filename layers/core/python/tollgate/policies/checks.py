"""What each rule of a policy holds against a call, as far as the call alone can tell.

Rules that need a count of other calls are limits (see `tollgate.policies.limiting`), those that
need its content are content rules (see `tollgate.policies.decide`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from tollgate.policies.conditions import compile_conditions, holds, in_hours, in_networks
from tollgate.policies.models import HIGH_COST_NANO, Action
from tollgate.policies.situation import Situation, matches, matches_any

if TYPE_CHECKING:
    from tollgate.policies.compiled import Compiled

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


Check = Callable[["Compiled", Situation], Iterator[Verdict]]
"""The rules of one kind that a call breaks."""

_Test = Callable[[Any, "Compiled", Situation], str | None]
"""What is wrong with the call under a rule of this value, or None."""


def compile_checks(rules: Mapping[str, Any]) -> tuple[Check, ...]:
    """What to ask of a call under `rules` of a canonical document.

    Without any rule the policy's conditions are the rule: whatever meets them breaks it.
    """
    if not rules:
        return (_conditions,)
    plain = [_plain(name, value) for name, value in rules.items() if name in _CHECKS]
    special = [_special(name, value) for name, value in rules.items() if name in _SPECIAL]
    return (*plain, *special)


def _conditions(policy: Compiled, _: Situation) -> Iterator[Verdict]:
    met = bool(policy.entry.document.get("conditions"))
    message = "the call meets the policy's conditions" if met else "this policy is about every call"
    yield Verdict("conditions", message)


def _plain(name: str, value: Any) -> Check:
    test = _CHECKS[name]

    def asked(policy: Compiled, situation: Situation) -> Iterator[Verdict]:
        if message := test(value, policy, situation):
            yield Verdict(name, message)

    return asked


def _special(name: str, value: Any) -> Check:
    test = _SPECIAL[name]
    return lambda policy, situation: test(value, policy, situation)


def _allowed_models(patterns: list[str], _: Compiled, s: Situation) -> str | None:
    if matches_any(patterns, s.facts.model_names):
        return None
    return f"the model {s.facts.model!r} is not among the allowed ones"


def _denied_models(patterns: list[str], _: Compiled, s: Situation) -> str | None:
    if not matches_any(patterns, s.facts.model_names):
        return None
    return f"the model {s.facts.model!r} must not be used"


def _allowed_providers(patterns: list[str], _: Compiled, s: Situation) -> str | None:
    if any(matches(pattern, s.facts.provider) for pattern in patterns):
        return None
    return f"the provider {s.facts.provider} is not among the allowed ones"


def _denied_providers(patterns: list[str], _: Compiled, s: Situation) -> str | None:
    if not any(matches(pattern, s.facts.provider) for pattern in patterns):
        return None
    return f"the provider {s.facts.provider} must not be used"


def _allowed_regions(regions: list[str], _: Compiled, s: Situation) -> str | None:
    if s.facts.region in regions:
        return None
    where = s.facts.region or "an unknown region"
    return f"{s.facts.provider} processes this call in {where}, which is not allowed"


def _max_input_tokens(limit: int, _: Compiled, s: Situation) -> str | None:
    if s.facts.input_tokens <= limit:
        return None
    return f"{s.facts.input_tokens} input tokens, and at most {limit} are allowed"


def _allowed_tools(patterns: list[str], _: Compiled, s: Situation) -> str | None:
    others = [tool for tool in sorted(s.facts.tools) if not any(matches(p, tool) for p in patterns)]
    return f"the tool {others[0]!r} is not among the allowed ones" if others else None


def _denied_tools(patterns: list[str], _: Compiled, s: Situation) -> str | None:
    found = [tool for tool in sorted(s.facts.tools) if any(matches(p, tool) for p in patterns)]
    return f"the tool {found[0]!r} must not be used" if found else None


def _allowed_hours(hours: Mapping[str, Any], _: Compiled, s: Situation) -> str | None:
    return None if in_hours(hours, s) else "calls are not allowed at this hour"


def _allowed_addresses(networks: list[str], _: Compiled, s: Situation) -> str | None:
    if in_networks(networks, s.facts.address):
        return None
    return f"calls from {s.facts.address or 'an unknown address'} are not allowed"


def _key_age(days: int, _: Compiled, s: Situation) -> str | None:
    created = s.subject.key_created_ms
    if created is not None and s.facts.at_ms - created <= days * _DAY_MS:
        return None
    return f"this API key is older than {days} days and must be rotated"


def _required_tags(names: list[str], _: Compiled, s: Situation) -> str | None:
    missing = [name for name in names if not s.facts.tags.get(name)]
    return f"the call lacks the tag {missing[0]!r}" if missing else None


_CHECKS: Final[Mapping[str, _Test]] = {
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

_Special = Callable[[Any, "Compiled", Situation], Iterator[Verdict]]


def _max_output(limit: int, policy: Compiled, s: Situation) -> Iterator[Verdict]:
    """Clamps, unless the policy says otherwise and the caller asked for more itself."""
    if s.facts.max_output_tokens <= limit:
        return
    asked = policy.actions.get("on_violation", Action.CLAMP)
    wanted = Action(asked) if s.facts.sets_max_output else Action.CLAMP
    message = f"at most {limit} output tokens are allowed"
    yield Verdict("max_output_tokens", message, wanted, limit if wanted is Action.CLAMP else None)


def _max_tokens(rule: str) -> _Special:
    """Input and output together: an output that nobody asked for is clamped to what is left."""

    def tokens(limit: int, policy: Compiled, s: Situation) -> Iterator[Verdict]:
        room = limit - s.facts.input_tokens
        if s.facts.max_output_tokens <= room:
            return
        message = f"at most {limit} tokens are allowed per request"
        clamps = room > 0 and (not s.facts.sets_max_output or policy.wanted is Action.CLAMP)
        if clamps:
            yield Verdict(rule, message, Action.CLAMP, room)
        else:
            yield Verdict(rule, message)

    return tokens


def _approvals(kinds: list[str], policy: Compiled, s: Situation) -> Iterator[Verdict]:
    high = policy.rules.get("high_cost_nano", HIGH_COST_NANO)
    if "high_cost_requests" in kinds and s.facts.estimated_cost > high:
        message = "a call that may cost this much needs an approval"
        yield Verdict("high_cost_requests", message, Action.REQUIRE_APPROVAL)
    sensitive = policy.rules.get("sensitive_models") or ()
    if "sensitive_models" in kinds and matches_any(sensitive, s.facts.model_names):
        message = f"the model {s.facts.model!r} needs an approval"
        yield Verdict("sensitive_models", message, Action.REQUIRE_APPROVAL)


def _routes(routes: list[Mapping[str, Any]], _: Compiled, s: Situation) -> Iterator[Verdict]:
    for route in routes:
        if holds(compile_conditions(route.get("conditions") or {}), s):
            if route["model"] not in s.facts.model_names:
                message = f"calls like this go to {route['model']}"
                yield Verdict("routes", message, Action.REROUTE, reroute=route["model"])
            return


_SPECIAL: Final[Mapping[str, _Special]] = {
    "max_output_tokens": _max_output,
    "max_tokens_per_request": _max_tokens("max_tokens_per_request"),
    "tokens_per_request": _max_tokens("tokens_per_request"),
    "require_approval_for": _approvals,
    "routes": _routes,
}
