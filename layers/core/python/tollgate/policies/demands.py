"""What security policies in force demand of signing in.

A model call cannot keep or break these rules, so they are handed to where people sign in: they are
written down with the organization (`Organization.policy_demands`) in the transaction that puts a
policy in force, and `tollgate.auth.requirements` tightens its rules by them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from tollgate.policies.models import Action, Enforcement, Entry, Level, PolicyType
from tollgate.policies.schema.rules import AT_SIGN_IN

_MILD: Final = frozenset({Action.ALLOW, Action.LOG, Action.WARN})


def demands_of(
    entries: Iterable[Entry], before: Sequence[Mapping[str, Any]], at_ms: int
) -> list[dict[str, Any]]:
    """The demands of a bundle's entries, in the order of the policies' ids.

    `before` are those so far: one that stays keeps its `since_ms`, from when on a second factor was
    asked for; for a new one it is `at_ms`, or when its policy begins.
    """
    known = {demand["policy_id"]: demand.get("since_ms") for demand in before}
    found = []
    for entry in sorted(entries, key=lambda each: (each.policy_id, each.version)):
        if entry.shadow or why_not(entry.document):
            continue
        rules = entry.document.get("rules", {})
        wanted = {name: rules[name] for name in sorted(AT_SIGN_IN & rules.keys()) if rules[name]}
        if not wanted:
            continue
        demand = {"policy_id": entry.policy_id, **wanted}
        if entry.from_ms is not None:
            demand["from_ms"] = entry.from_ms
        if entry.until_ms is not None:
            demand["until_ms"] = entry.until_ms
        demand["since_ms"] = known.get(entry.policy_id) or entry.from_ms or at_ms
        found.append(demand)
    return found


def why_not(document: Mapping[str, Any]) -> str | None:
    """Why a policy's rules about signing in are not enforced; None when they are.

    Signing in knows no call, and its rules are those of a whole organization.
    """
    if document.get("type") != PolicyType.SECURITY:
        return "they belong to a security policy"
    if document.get("scope", {}).get("level", Level.ORGANIZATION) != Level.ORGANIZATION:
        return "the policy is not for the whole organization"
    if document.get("conditions") or document.get("exceptions"):
        return "the policy has conditions or exceptions"
    action = Action(document.get("actions", {}).get("on_violation", Action.DENY))
    level = document.get("enforcement_level", Enforcement.STRICT)
    if action in _MILD or level != Enforcement.STRICT:
        return "the policy only watches"
    return None
