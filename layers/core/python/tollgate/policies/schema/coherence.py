"""What the settings of a policy must be to each other, once each of them is right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any, Final

from tollgate.detectors import catalog
from tollgate.policies.demands import why_not
from tollgate.policies.detecting import CANARY, EXFILTRATION, OF_ANSWERS
from tollgate.policies.models import Action, PolicyType
from tollgate.policies.schema import rules as known
from tollgate.policies.schema.records import refuse

_ALWAYS: Final = frozenset({Action.LOG, Action.WARN, Action.DENY})
_WAITS: Final = frozenset({Action.THROTTLE, Action.QUEUE})
_ASKS: Final = frozenset({Action.REQUIRE_APPROVAL})
_ON_A_CALL: Final = _ALWAYS | _WAITS | _ASKS | {Action.REROUTE}

SUITED: Final = (
    (known.COUNTED, _ALWAYS | _WAITS),
    (known.SPENT, _ALWAYS | _ASKS),
    (known.PRICED, _ALWAYS | _ASKS),
    (known.SEARCHED, _ALWAYS | _ASKS | {Action.REDACT}),
    (known.CLAMPED, _ON_A_CALL | {Action.CLAMP}),
    (known.CALLED, _ON_A_CALL),
    (known.ASKED, _ALWAYS | _ASKS),
    (known.ROUTED, _ON_A_CALL),
    (known.NOTED, frozenset(Action) - {Action.ALLOW}),
    (known.AT_SIGN_IN, frozenset(Action) - {Action.ALLOW}),
)
"""For each group of rules, the actions that mean something when one of them is broken. None lets
the call through: a policy that allows says in its conditions whom, and asks nothing more."""

_IDLE: Final = (
    ("reroute_to", {Action.REROUTE}),
    ("delay_seconds", _WAITS),
    ("max_wait_seconds", _WAITS),
)
_WINDOWS: Final = ("minute", "hour", "day", "month")
_PERIODS: Final = ("daily", "weekly", "monthly", "yearly", "total")


def check(document: Mapping[str, Any]) -> None:
    """Raises `BadRequest` on what contradicts itself or says nothing."""
    _check_window(document)
    rules, actions = document.get("rules", {}), document.get("actions", {})
    _check_demands(document, rules, actions)
    _check_action(rules, actions)
    _check_lists(rules)
    _check_parts(document, rules, actions)
    _check_exceptions(document, rules, actions)


def _check_window(document: Mapping[str, Any]) -> None:
    start, end = document.get("effective_from"), document.get("effective_until")
    if start is not None and end is not None and end <= start:
        refuse("effective_until must be later than effective_from", "effective_until")


def _check_demands(
    document: Mapping[str, Any], rules: Mapping[str, Any], actions: Mapping[str, Any]
) -> None:
    if rules and not rules.keys() & known.DEMANDS:
        wanted = sorted(
            field.shown_name
            for field in known.RULES[document["type"]].fields
            if field.name in known.DEMANDS - known.NOTED - known.AT_SIGN_IN
        )
        refuse(f"says how, and not what: needs one of {', '.join(wanted)}", "rules")
    if not rules and not document.get("conditions") and not _is_for_all(document, actions):
        refuse("a policy needs rules, or conditions under which its action is taken", "rules")


def _is_for_all(document: Mapping[str, Any], actions: Mapping[str, Any]) -> bool:
    """Whether the policy means every call: it shields from others, or is the kill switch.

    Nothing stops everything by a forgotten rule: the action of a kill switch is written out.
    """
    stops = document["type"] == PolicyType.SECURITY and actions.get("on_violation") == Action.DENY
    return stops or actions.get("on_violation") == Action.ALLOW


def _check_action(rules: Mapping[str, Any], actions: Mapping[str, Any]) -> None:
    given = actions.get("on_violation")
    if given is None:
        return
    action = Action(given)
    suited = [actions_ for names, actions_ in SUITED if names & rules.keys()]
    suited = suited or [_ON_A_CALL | {Action.ALLOW}]
    if not any(action in each for each in suited):
        possible = frozenset[Action]().union(*suited)
        names = ", ".join(each.value for each in Action if each in possible)
        what = " and ".join(sorted(rules)[:3]) or "conditions alone"
        instead = "needs conditions, and no rules" if action is Action.ALLOW else f"may be {names}"
        refuse(f"{given} means nothing for {what}; it {instead}", "actions.on_violation")
    if action is Action.REROUTE and "reroute_to" not in actions and "routes" not in rules:
        refuse("reroute needs the model to use instead", "actions.reroute_to")


def _check_lists(rules: Mapping[str, Any]) -> None:
    for what in ("models", "providers", "tools"):
        both = set(rules.get(f"allowed_{what}", ())) & set(rules.get(f"denied_{what}", ()))
        if both:
            refuse(f"{min(both)!r} is both allowed and denied", f"rules.denied_{what}")


def _check_parts(
    document: Mapping[str, Any], rules: Mapping[str, Any], actions: Mapping[str, Any]
) -> None:
    spends = rules.keys() & known.SPENT
    if "thresholds" in actions and not spends:
        refuse("thresholds are for the limits of a cost_limit policy", "actions.thresholds")
    if "alert_at_percentage" in rules and not spends:
        refuse("alerts are for a limit, and there is none", "rules.alert_at_percentage")
    if "per_user_period" in rules and "per_user_limit_nano" not in rules:
        refuse("there is no per_user_limit_usd that it is for", "rules.per_user_period")
    scans_output = rules.get("scan_output", document["type"] == PolicyType.SECURITY)
    if rules.get("scan_input") is False and not scans_output:
        refuse("neither input nor output is searched", "rules.scan_input")
    if not scans_output and (of_answers := OF_ANSWERS & _named(rules)):
        refuse(f"must be true: {min(of_answers)} looks at answers alone", "rules.scan_output")


def _named(rules: Mapping[str, Any]) -> set[str]:
    """The detectors and categories that content is searched with, by name."""
    fields = ("categories", "detectors", "detect")
    return {name for field in fields for name in rules.get(field, ())}


def _check_exceptions(
    document: Mapping[str, Any], rules: Mapping[str, Any], actions: Mapping[str, Any]
) -> None:
    scales = rules.keys() & known.SCALED
    asks = (
        "require_approval_for" in rules
        or actions.get("on_violation") == Action.REQUIRE_APPROVAL
        or Action.REQUIRE_APPROVAL in actions.get("thresholds", {}).values()
    )
    for index, exception in enumerate(document.get("exceptions", ())):
        path = f"exceptions.{index}.effect"
        if exception["effect"] == "multiply" and not scales:
            refuse("there is no limit to multiply", path)
        if exception["effect"] == "approve" and not asks:
            refuse("there is no approval to give", path)


def remarks(document: Mapping[str, Any]) -> Iterator[str]:
    """What is accepted and yet probably not what its author meant."""
    rules, actions = document.get("rules", {}), document.get("actions", {})
    yield from known.RULES[document["type"]].notes(rules)
    yield from _remarks_on_sign_in(document)
    yield from _remarks_on_approvals(rules)
    yield from _remarks_on_searching(rules, actions)
    yield from _remarks_on_order(rules)
    if "per" in rules and not rules.keys() & (known.COUNTED | known.SPENT):
        yield "rules.per: has no effect without a limit that is counted"
    if actions.get("log_violation") is False:
        yield "actions.log_violation: every violation is stored, whatever a policy says"
    for name, acting in _IDLE:
        if name in actions and actions.get("on_violation") not in acting:
            names = " or ".join(action.value for action in Action if action in acting)
            yield f"actions.{name}: has no effect unless on_violation is {names}"
    if document.get("inheritance") == "override" and _level(document) == "organization":
        yield "inheritance: nothing is more general than the organization, so nothing is overridden"


def _level(document: Mapping[str, Any]) -> str:
    level: str = document.get("scope", {}).get("level", "organization")
    return level


def _remarks_on_sign_in(document: Mapping[str, Any]) -> Iterator[str]:
    reason = why_not(document)
    if reason is None:
        return
    for name in sorted(known.AT_SIGN_IN & document.get("rules", {}).keys()):
        yield f"rules.{name}: is kept and not enforced at sign-in, because {reason}"


def _remarks_on_approvals(rules: Mapping[str, Any]) -> Iterator[str]:
    asked = rules.get("require_approval_for", ())
    if "sensitive_models" in asked and "sensitive_models" not in rules:
        yield (
            "rules.require_approval_for: sensitive_models needs the list rules.sensitive_models; "
            "until it is there, no model is sensitive"
        )
    if "sensitive_models" in rules and "sensitive_models" not in asked:
        yield "rules.sensitive_models: has no effect unless require_approval_for names it"
    if "high_cost_nano" in rules and "high_cost_requests" not in asked:
        yield (
            "rules.high_cost_usd: has no effect unless require_approval_for names "
            "high_cost_requests"
        )


def _remarks_on_searching(rules: Mapping[str, Any], actions: Mapping[str, Any]) -> Iterator[str]:
    named = _named(rules)
    searches = bool(rules.keys() & known.SEARCHED)
    calls = any("pii.phone" in catalog.expand(name) for name in named)
    needs = {
        "canary": (CANARY in named, "detect names canary"),
        "allowed_hosts": (EXFILTRATION in named, "detect names exfiltration"),
        "redaction": (actions.get("on_violation") == Action.REDACT, "on_violation is redact"),
        "phone_match": (calls, "telephone numbers are looked for"),
        "phone_regions": (calls, "telephone numbers are looked for"),
        "min_confidence": (searches, "content is searched"),
        "scan_input": (searches, "content is searched"),
        "scan_output": (searches, "content is searched"),
        "scan_roles": (searches and rules.get("scan_input", True), "prompts are searched"),
    }
    for name, (is_met, what) in needs.items():
        if name in rules and not is_met:
            yield f"rules.{name}: has no effect unless {what}"


def _remarks_on_order(rules: Mapping[str, Any]) -> Iterator[str]:
    """A long limit below a short one makes the short one unreachable."""
    ladders = [
        *([f"{unit}_per_{window}" for window in _WINDOWS] for unit in ("requests", "tokens")),
        [f"{period}_limit_nano" for period in _PERIODS],
    ]
    for ladder in ladders:
        set_ = [name for name in ladder if name in rules]
        for shorter, longer in pairwise(set_):
            if rules[longer] < rules[shorter]:
                yield (
                    f"rules.{shorter.replace('_nano', '_usd')}: can never be reached, because "
                    f"{longer.replace('_nano', '_usd')} is lower"
                )
