"""When a policy applies: each condition becomes a predicate, the cheap ones first.

A Cedar condition is not among them; see `tollgate.policies.decide`, which asks Cedar once for all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from tollgate.detectors.models import DetectorRef
from tollgate.kit.clock import WEEKDAYS
from tollgate.policies import detecting
from tollgate.policies.situation import Situation, matches, matches_any, matches_provider

Predicate = Callable[[Situation], bool]


def compile_conditions(conditions: Mapping[str, Any]) -> tuple[Predicate, ...]:
    """All must hold. `conditions` is of a canonical document."""
    made = [factory(conditions[name]) for name, factory in _FACTORIES.items() if name in conditions]
    made += [_compared(entry) for entry in conditions.get("match", ())]
    if "content" in conditions:
        made.append(_content(conditions["content"]))
    return tuple(made)


def holds(predicates: tuple[Predicate, ...], situation: Situation) -> bool:
    """Whether every predicate does."""
    return all(predicate(situation) for predicate in predicates)


def in_hours(hours: Mapping[str, Any], situation: Situation) -> bool:
    """Whether the call falls into `{days, from, until, time_zone}`.

    Hours past midnight belong to the day on which they began.
    """
    zone = hours.get("time_zone")
    moment = situation.time_in(zone) if zone else situation.local_time
    minute = moment.hour * 60 + moment.minute
    start = _minute(hours.get("from", "00:00"))
    end = _minute(hours.get("until", "24:00"))
    day = moment.weekday()
    if start < end:
        inside = start <= minute < end
    else:
        inside = minute >= start or minute < end
        if minute < end:
            day = (day - 1) % 7
    days = hours.get("days")
    return inside and (not days or WEEKDAYS[day] in days)


def _minute(text: str) -> int:
    hours, _, minutes = text.partition(":")
    return int(hours) * 60 + int(minutes)


def _within(bounds: Mapping[str, int], value: int) -> bool:
    return bounds.get("min", value) <= value <= bounds.get("max", value)


def _users(ids: list[str]) -> Predicate:
    wanted = frozenset(ids)
    return lambda s: s.subject.user_id in wanted


def _teams(ids: list[str]) -> Predicate:
    wanted = frozenset(ids)
    return lambda s: not wanted.isdisjoint(s.subject.teams)


def _roles(names: list[str]) -> Predicate:
    wanted = frozenset(names)
    return lambda s: not wanted.isdisjoint(s.subject.roles)


def _keys(ids: list[str]) -> Predicate:
    wanted = frozenset(ids)
    return lambda s: s.subject.key_id in wanted


def _models(patterns: list[str]) -> Predicate:
    return lambda s: matches_any(patterns, s.facts.model_names)


def _providers(patterns: list[str]) -> Predicate:
    return lambda s: matches_provider(patterns, s.facts.provider)


def _operations(patterns: list[str]) -> Predicate:
    return lambda s: any(matches(pattern, s.facts.operation) for pattern in patterns)


def _tags(wanted: Mapping[str, list[str]]) -> Predicate:
    return lambda s: all(s.facts.tags.get(name) in values for name, values in wanted.items())


def _tools(patterns: list[str]) -> Predicate:
    return lambda s: matches_any(patterns, s.facts.tools)


def _dates(bounds: Mapping[str, str]) -> Predicate:
    def inside(s: Situation) -> bool:
        today = s.local_time.date().isoformat()
        return bounds.get("from", today) <= today < bounds.get("until", "9999")

    return inside


def _addresses(networks: list[str]) -> Predicate:
    return lambda s: in_networks(networks, s.facts.address)


def in_networks(networks: list[str], address: str | None) -> bool:
    """Whether `address` lies in one of `networks` (CIDR); an unknown address lies nowhere."""
    import ipaddress  # noqa: PLC0415 - few policies ask for it

    try:
        known = ipaddress.ip_address(address or "")
    except ValueError:
        return False
    if isinstance(known, ipaddress.IPv6Address) and known.ipv4_mapped is not None:
        known = known.ipv4_mapped
    return any(known in ipaddress.ip_network(network, strict=False) for network in networks)


def _content(wanted: Mapping[str, Any]) -> Predicate:
    refs = detecting.refs(wanted)
    least = wanted.get("min_confidence", detecting.MIN_CONFIDENCE)
    return lambda s: any(match.confidence >= least for ref in refs for match in s.scan(ref))


_FACTORIES: Final[Mapping[str, Callable[[Any], Predicate]]] = {
    "users": _users,
    "teams": _teams,
    "roles": _roles,
    "keys": _keys,
    "models": _models,
    "providers": _providers,
    "operations": _operations,
    "stream": lambda wanted: lambda s: s.facts.stream is wanted,
    "tags": _tags,
    "tools": _tools,
    "time": lambda hours: lambda s: in_hours(hours, s),
    "dates": _dates,
    "estimated_cost_nano": lambda bounds: lambda s: _within(bounds, s.facts.estimated_cost),
    "input_tokens": lambda bounds: lambda s: _within(bounds, s.facts.input_tokens),
    "max_output_tokens": lambda bounds: lambda s: _within(bounds, s.facts.max_output_tokens),
    "locations": lambda codes: lambda s: s.facts.country in codes,
    "addresses": _addresses,
}

_Values = Callable[[Situation], frozenset[str]]


def _one(value: str | None) -> frozenset[str]:
    return frozenset() if value is None else frozenset((value,))


_TEXT_FIELDS: Final[Mapping[str, _Values]] = {
    "model": lambda s: s.facts.model_names,
    "provider": lambda s: _one(s.facts.provider),
    "operation": lambda s: _one(s.facts.operation),
    "user": lambda s: _one(s.subject.user_id),
    "team": lambda s: s.subject.teams,
    "role": lambda s: s.subject.roles,
    "key": lambda s: _one(s.subject.key_id),
    "country": lambda s: _one(s.facts.country),
    "address": lambda s: _one(s.facts.address),
}
_NUMBER_FIELDS: Final[Mapping[str, Callable[[Situation], int]]] = {
    "cost": lambda s: s.facts.estimated_cost,
    "cost_nano": lambda s: s.facts.estimated_cost,
    "input_tokens": lambda s: s.facts.input_tokens,
    "max_output_tokens": lambda s: s.facts.max_output_tokens,
}
_NUMBERS: Final[Mapping[str, Callable[[int, Any], bool]]] = {
    "equals": lambda have, value: bool(have == value),
    "not_equals": lambda have, value: bool(have != value),
    "greater_than": lambda have, value: bool(have > value),
    "less_than": lambda have, value: bool(have < value),
    "in": lambda have, value: have in value,
    "not_in": lambda have, value: have not in value,
}
_TEXTS: Final[Mapping[str, Callable[[frozenset[str], Any], bool]]] = {
    "equals": lambda have, value: value in have,
    "contains": lambda have, value: any(value in each for each in have),
    "starts_with": lambda have, value: any(each.startswith(value) for each in have),
    "in": lambda have, value: any(each in value for each in have),
}
_NEGATED: Final = {"not_equals": "equals", "not_contains": "contains", "not_in": "in"}


def _compared(entry: Mapping[str, Any]) -> Predicate:
    """One line of the rule builder: a field, an operator and a value.

    A field with several values (teams, say) matches when one does, and a negated operator when none
    does.
    """
    name, operator, value = entry["field"], entry["operator"], entry["value"]
    if name in _NUMBER_FIELDS:
        number, compare = _NUMBER_FIELDS[name], _NUMBERS[operator]
        return lambda s: compare(number(s), value)
    negated = operator in _NEGATED
    operator = _NEGATED.get(operator, operator)
    if name == "prompt":
        ref = _in_prompt(operator, value)
        return lambda s: bool(s.scan(ref)) is not negated
    read, test = _text_field(name), _TEXTS[operator]
    return lambda s: test(read(s), value) is not negated


def _text_field(name: str) -> _Values:
    if name.startswith("tag."):
        tag = name.removeprefix("tag.")
        return lambda s: _one(s.facts.tags.get(tag))
    return _TEXT_FIELDS[name]


def _in_prompt(operator: str, value: Any) -> DetectorRef:
    texts = value if isinstance(value, list) else [value]
    body = "|".join(re.escape(text) for text in texts)
    anchored = {"equals": rf"\A(?:{body})\z", "starts_with": rf"\A(?:{body})"}
    return detecting.pattern(f"(?i){anchored.get(operator, body)}")
