"""The form of a rule builder: `rules` as a list of typed rules, `conditions` as a list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tollgate.policies.schema.records import at, refuse, said

_KNOWN = ("id", "name", "type", "conditions", "condition", "action", "parameters", "enabled")


def unfolded(raw: Mapping[str, Any]) -> dict[str, Any]:
    """`raw` with such lists as sections.

    One rule becomes the policy's; its `type` names the policy's type, its `conditions` (a list of
    `{field, operator, value}`) become `conditions.match`, its `action` what is done, and its
    `parameters` the rules. Raises `BadRequest` where there are several rules, since the first that
    matches would win: that is one policy each, by priority.
    """
    plain = dict(raw)
    if isinstance(plain.get("rules"), list):
        _unfold_rule(plain)
    if isinstance(plain.get("conditions"), list):
        plain["conditions"] = {"match": plain["conditions"]} if plain["conditions"] else {}
    return plain


def _unfold_rule(plain: dict[str, Any]) -> None:
    rules = plain.pop("rules")
    if len(rules) != 1:
        refuse("a list of rules has one rule; make each a policy, the first the highest", "rules")
    rule, path = rules[0], "rules.0"
    if not isinstance(rule, Mapping):
        refuse(f"a rule must be an object, not {said(rule)}", path)
    for name in rule:
        if name not in _KNOWN:
            refuse(f"a rule has {', '.join(_KNOWN)}, no {said(name)}", at(path, str(name)))
    if rule.get("enabled", True) is not True:
        refuse("a rule that is not enabled makes no policy", at(path, "enabled"))
    plain["rules"] = rule.get("parameters") or {}
    if "type" in rule and not plain.keys() & {"type", "policy_type"}:
        plain["type"] = rule["type"]
    _move(plain, "conditions", rule.get("conditions") or rule.get("condition"), path)
    if "action" in rule:
        actions = plain.get("actions") or {}
        if not isinstance(actions, Mapping):
            refuse(f"actions must be an object, not {said(actions)}", "actions")
        plain["actions"] = {**actions, "on_violation": rule["action"]}


def _move(plain: dict[str, Any], name: str, value: Any, path: str) -> None:
    if not value:
        return
    if plain.get(name):
        refuse(f"{name} stand in the policy or in its rule, not in both", at(path, name))
    plain[name] = [value] if isinstance(value, Mapping) and "field" in value else value
