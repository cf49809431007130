"""Personal, health and financial data: what looks like it, checked as far as it has check digits.

One pass says which rules can match at all; of those every match is checked, and numbers that could
be anything count only with a word near them that says what they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, Final

from tollgate.detectors.matching import LONGEST, Expressions, compiled, placed, resolved
from tollgate.detectors.models import Match
from tollgate.detectors.personal import contact, health, money, national
from tollgate.detectors.personal.phones import PhoneSettings
from tollgate.detectors.personal.rules import AFTER, BEFORE, Place, Rule
from tollgate.detectors.text import View, views
from tollgate.errors import BadRequest

_PER_BYTE: Final = 0.001
"""Confidence lost for each byte between a word and the number."""
_AFTERWARDS: Final = 10
"""A word after a number counts as if it were so much further away."""
_SETTINGS: Final = frozenset({"kinds", "phone_regions", "phone_match"})


class PersonalDetector:
    """Finds some kinds of data, each match of one kind."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = rules
        self._triggers = Expressions([rule.trigger for rule in rules])

    @cached_property
    def look_behind(self) -> int:
        return min(LONGEST, max(rule.reach for rule in self._rules))

    def scan(self, text: str) -> Sequence[Match]:
        return resolved(match for view in views(text) for match in self._found(view))

    def _found(self, view: View) -> Iterator[Match]:
        for number in self._triggers.occurring(view.data):
            rule = self._rules[number]
            known = view.found.get(rule)
            if known is None:
                known = view.found[rule] = list(_matches(rule, view))
            yield from known


def _matches(rule: Rule, view: View) -> Iterator[Match]:
    for found in compiled(rule.pattern).finditer(view.data):
        for place in rule.places(view.data, *found.span()):
            if confidence := _confidence(rule, view.data, place):
                yield placed(view, place.start, place.end, rule.kind, confidence)


def _confidence(rule: Rule, data: bytes, place: Place) -> float:
    """Of what two rules could mean, the one whose word is nearer is a little more certain."""
    if place.near <= place.confidence:
        return place.confidence
    words = compiled(rule.words)
    before = data[max(0, place.start - BEFORE) : place.start]
    gaps: list[int] = [len(before) - found.end() for found in words.finditer(before)]
    after = words.search(data[place.end : place.end + AFTER])
    gaps += [after.start() + _AFTERWARDS] if after else []
    if not gaps:
        return place.confidence
    return max(place.confidence, place.near - min(gaps) * _PER_BYTE)


def open(config: dict[str, Any]) -> PersonalDetector:  # noqa: A001 - the catalog's name for a factory
    """From `{"kinds": [...]}`, which the catalog gives, and how telephone numbers are recognised:
    `phone_regions` (["US", "CA"] by default) and `phone_match` ("valid" or "context").

    Raises `BadRequest`.
    """
    if unknown := sorted(config.keys() - _SETTINGS):
        raise BadRequest(f"this detector has no setting {unknown[0]!r}", param=unknown[0])
    kinds = config.get("kinds", kinds_known())
    return PersonalDetector([r for r in _rules(PhoneSettings.read(config)) if r.kind in kinds])


def kinds_known() -> tuple[str, ...]:
    """Every kind that there is a rule for."""
    return tuple(dict.fromkeys(rule.kind for rule in _rules(PhoneSettings())))


def _rules(settings: PhoneSettings) -> tuple[Rule, ...]:
    return (
        *contact.RULES,
        contact.phone_rule(settings),
        *national.RULES,
        *money.RULES,
        *health.RULES,
    )
