"""The semantics of policies written out naively: slow, flat and without any index or cache.

It reads canonical documents only and shares no code with the evaluator; the property test holds the
two together. Supported is what `tests.unit.policies.strategies` generates.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from tollgate.policies.models import CallFacts, Entry, Grant, Subject

ORDER = [
    "allow", "log", "warn", "clamp", "redact", "reroute", "throttle", "queue",
    "require_approval", "deny",
]  # fmt: skip
LEVELS = ["organization", "team", "role", "user", "key"]
WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def prefix_match(pattern: str, name: str) -> bool:
    if pattern.endswith("*"):
        return name[: len(pattern) - 1] == pattern[:-1]
    return pattern == name


def any_match(patterns: Any, names: Any) -> bool:
    return any(prefix_match(p, n) for p in patterns for n in names)


def teams_of(subject: Subject) -> set[str]:
    teams: set[str] = set()
    for path in subject.team_paths:
        teams |= set(path)
    return teams


def in_scope(document: dict[str, Any], subject: Subject) -> bool:
    scope = document.get("scope", {"level": "organization"})
    ids = set(scope.get("ids", []))
    match scope["level"]:
        case "organization":
            return True
        case "team":
            return bool(ids & teams_of(subject))
        case "role":
            return bool(ids & subject.roles)
        case "user":
            return subject.user_id in ids
    return subject.key_id in ids


def in_window(entry: Entry, at_ms: int) -> bool:
    document = entry.document
    starts = [entry.from_ms, document.get("effective_from")]
    ends = [entry.until_ms, document.get("effective_until")]
    return not any(s is not None and at_ms < s for s in starts) and not any(
        e is not None and at_ms >= e for e in ends
    )


def meets(conditions: dict[str, Any], subject: Subject, facts: CallFacts) -> bool:  # noqa: C901
    for name, wanted in conditions.items():
        match name:
            case "models":
                ok = any_match(wanted, facts.model_names)
            case "providers":
                ok = any_match(wanted, [facts.provider])
            case "roles":
                ok = bool(set(wanted) & subject.roles)
            case "teams":
                ok = bool(set(wanted) & teams_of(subject))
            case "users":
                ok = subject.user_id in wanted
            case "stream":
                ok = facts.stream == wanted
            case "tags":
                ok = all(facts.tags.get(tag) in values for tag, values in wanted.items())
            case "input_tokens":
                ok = wanted.get("min", 0) <= facts.input_tokens <= wanted.get("max", 10**18)
            case "estimated_cost_nano":
                ok = wanted.get("min", 0) <= facts.estimated_cost <= wanted.get("max", 10**18)
            case "time":
                ok = in_hours(wanted, facts.at_ms)
            case "match":
                ok = all(compare(line, subject, facts) for line in wanted)
            case _:
                raise AssertionError(name)
        if not ok:
            return False
    return True


def in_hours(hours: dict[str, Any], at_ms: int) -> bool:
    """Walks minute by minute through a week's worth of openings."""
    moment = datetime.fromtimestamp(at_ms / 1000, UTC)
    now = moment.weekday() * 1440 + moment.hour * 60 + moment.minute
    start, end = (int(t[:2]) * 60 + int(t[3:]) for t in (hours["from"], hours["until"]))
    length = end - start if end > start else 1440 - start + end
    for number, day in enumerate(WEEKDAYS):
        if not hours.get("days") or day in hours["days"]:
            opening = number * 1440 + start
            if (now - opening) % (7 * 1440) < length:
                return True
    return False


def compare(line: dict[str, Any], subject: Subject, facts: CallFacts) -> bool:
    values: dict[str, Any] = {
        "model": set(facts.model_names),
        "provider": {facts.provider},
        "team": teams_of(subject),
        "role": set(subject.roles),
        "user": {subject.user_id} - {None},
    }
    value, operator = line["value"], line["operator"]
    if line["field"] == "input_tokens":
        have = facts.input_tokens
        return {
            "equals": have == value,
            "not_equals": have != value,
            "greater_than": have > value,
            "less_than": have < value,
        }[operator]
    have = values[line["field"]]
    return {
        "equals": value in have,
        "not_equals": value not in have,
        "contains": any(value in each for each in have),
        "not_contains": not any(value in each for each in have),
        "starts_with": any(each.startswith(value) for each in have),
    }[operator]


def exception_of(
    document: dict[str, Any], subject: Subject, facts: CallFacts
) -> dict[str, Any] | None:
    for exception in document.get("exceptions", []):
        if meets(exception.get("conditions", {}), subject, facts):
            return dict(exception)
    return None


def overridden(entry: Entry, others: list[Entry], subject: Subject) -> bool:
    if not entry.document.get("overridable", False):
        return False
    paths = [list(reversed(path)) for path in subject.team_paths] or [[]]
    for path in paths:
        mine = position(entry, path)
        if mine is None:
            continue
        beaten = False
        for other in others:
            if other.shadow or other.document.get("inheritance") != "override":
                continue
            if other.document["type"] != entry.document["type"]:
                continue
            theirs = position(other, path)
            if theirs is not None and theirs > mine:
                beaten = True
        if not beaten:
            return False
    return True


def position(entry: Entry, path: list[str]) -> tuple[int, int] | None:
    scope = entry.document.get("scope", {"level": "organization"})
    level = LEVELS.index(scope["level"])
    if scope["level"] != "team":
        return (level, 0)
    found = [number for number, team in enumerate(path) if team in scope["ids"]]
    return (level, max(found)) if found else None


def wanted_by(document: dict[str, Any]) -> str:
    return str(document.get("actions", {}).get("on_violation", "deny"))


def capped(entry: Entry, action: str) -> str:
    level = entry.document.get("enforcement_level", "strict")
    cap = "log" if entry.shadow or level == "monitor" else "warn" if level == "warn" else "deny"
    return ORDER[min(ORDER.index(action), ORDER.index(cap))]


def broken_rules(
    document: dict[str, Any], facts: CallFacts, factor: float
) -> list[tuple[str, str, int | None]]:
    """Rule, wanted action, clamp."""
    rules = document.get("rules", {})
    action = wanted_by(document)
    plain = "deny" if action in ("clamp", "redact") else action
    found: list[tuple[str, str, int | None]] = []
    if not rules:
        return [("conditions", plain, None)]
    checks = {
        "allowed_models": lambda v: not any_match(v, facts.model_names),
        "denied_models": lambda v: any_match(v, facts.model_names),
        "denied_providers": lambda v: any_match(v, [facts.provider]),
        "max_input_tokens": lambda v: facts.input_tokens > v,
        "denied_tools": lambda v: any_match(v, facts.tools),
        "required_tags": lambda v: any(not facts.tags.get(tag) for tag in v),
    }
    for name, given in rules.items():
        value = int(given * factor) if name.startswith("max_") else given
        if name in checks and checks[name](value):
            found.append((name, plain, None))
        if name == "max_output_tokens" and facts.max_output_tokens > value:
            asked = document.get("actions", {}).get("on_violation", "clamp")
            if not facts.sets_max_output:
                asked = "clamp"
            found.append((name, "deny" if asked == "redact" else asked, value))
        if name == "max_tokens_per_request":
            room = value - facts.input_tokens
            if facts.max_output_tokens > room:
                if room > 0 and (not facts.sets_max_output or action == "clamp"):
                    found.append((name, "clamp", room))
                else:
                    found.append((name, plain, None))
    return found


def lifting(
    grants: list[Grant], entry: Entry, rule: str, subject: Subject, facts: CallFacts
) -> Grant | None:
    """The first grant that lifts the rule for this call."""
    for grant in grants:
        if entry.policy_id not in grant.policy_ids or facts.at_ms >= grant.until_ms:
            continue
        if grant.rules and rule not in grant.rules:
            continue
        if grant.models and not any_match(grant.models, facts.model_names):
            continue
        if grant.user_id in (None, subject.user_id) and grant.key_id in (None, subject.key_id):
            return grant
    return None


def interpret(  # noqa: C901 - one page from top to bottom
    entries: list[Entry], subject: Subject, facts: CallFacts, grants: list[Grant]
) -> dict[str, Any]:
    """The decision as plain values."""
    applying = []
    for entry in entries:
        document = entry.document
        if not in_scope(document, subject) or not in_window(entry, facts.at_ms):
            continue
        if not meets(document.get("conditions", {}), subject, facts):
            continue
        exception = exception_of(document, subject, facts)
        if exception and exception["effect"] == "exempt":
            continue
        applying.append((entry, exception))
    everyone = [entry for entry, _ in applying]
    kept = [pair for pair in applying if not overridden(pair[0], everyone, subject)]
    said: list[tuple[str, int, bool, str, str]] = []
    clamps, reroutes, limits, most, used = [], [], set(), [], set()
    for entry, exception in kept:
        document = entry.document
        if is_shielded(entry, [e for e, _ in kept]):
            continue
        name = (entry.policy_id, entry.version, entry.shadow)
        if wanted_by(document) == "allow":
            said.append((*name, "allow", capped(entry, "allow")))
            continue
        factor = exception["multiplier"] if exception and exception["effect"] == "multiply" else 1
        approved = exception and exception["effect"] == "approve"
        lifted = approved and wanted_by(document) == "require_approval"
        for window in ("minute", "day"):
            amount = document.get("rules", {}).get(f"requests_per_{window}")
            if amount is None or lifted:
                continue
            grant = lifting(grants, entry, f"requests_per_{window}", subject, facts)
            if grant is None:
                limits.add((*name, window, int(amount * factor)))
            elif stops(entry, wanted_by(document)):
                used.add(grant.id)
        dearest = document.get("rules", {}).get("max_cost_per_request_nano")
        if dearest is not None:
            rule, wanted = "max_cost_per_request", wanted_by(document)
            grant = lifting(grants, entry, rule, subject, facts)
            if capped(entry, wanted) == "deny" and grant is None:
                most.append(int(dearest * factor))
            elif facts.estimated_cost > int(dearest * factor):
                if lifted or grant is not None:
                    said.append((*name, rule, "allow"))
                else:
                    said.append((*name, rule, capped(entry, wanted)))
                if grant is not None and not lifted and stops(entry, wanted):
                    used.add(grant.id)
        for rule, wanted, clamp in broken_rules(document, facts, factor):
            action = capped(entry, wanted)
            grant = lifting(grants, entry, rule, subject, facts)
            if wanted == "require_approval" and approved:
                action = "allow"
            elif grant is not None:
                action = "allow"
                if stops(entry, wanted):
                    used.add(grant.id)
            if action == "reroute":
                reroutes.append((rank(entry), document["actions"]["reroute_to"]))
            if action == "clamp":
                clamps.append(clamp)
            said.append((*name, rule, action))
    enforced = [action for _, _, shadow, _, action in said if not shadow]
    return {
        "action": max(enforced, key=ORDER.index, default="allow"),
        "said": sorted(said),
        "clamp": min(clamps, default=None),
        "reroute": min(reroutes)[1] if reroutes else None,
        "limits": limits,
        "most": min(most, default=None),
        "used": {g.id for g in grants if g.id in used and g.uses is not None},
    }


def stops(entry: Entry, wanted: str) -> bool:
    return ORDER.index(capped(entry, wanted)) > ORDER.index("warn")


def rank(entry: Entry) -> tuple[int, int, str, int]:
    scope = entry.document.get("scope", {"level": "organization"})
    priority = entry.document.get("priority", 100)
    return (-priority, -LEVELS.index(scope["level"]), entry.policy_id, entry.version)


def is_shielded(entry: Entry, others: list[Entry]) -> bool:
    return any(
        wanted_by(other.document) == "allow"
        and other.document.get("enforcement_level", "strict") == "strict"
        and not other.shadow
        and other.document["type"] == entry.document["type"]
        and other.document.get("priority", 100) > entry.document.get("priority", 100)
        for other in others
    )
