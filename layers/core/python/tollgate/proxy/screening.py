"""Looking for what content rules name: one text at a time, each detector once."""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from typing import Final, NamedTuple

from msgspec.structs import replace

from tollgate.detectors.models import Detector, DetectorRef, DetectorUnavailable, Match
from tollgate.policies.models import SEVERITY, Action, ContentRule, Reason
from tollgate.proxy.redaction import Find
from tollgate.proxy.texts import Path, Text
from tollgate.proxy.verdicts import Verdicts

OpenDetector = Callable[[DetectorRef], Detector]

UNAVAILABLE: Final = "a detector of this policy gave no answer"
_BETWEEN_TEXTS: Final = "\n\n"


class Hit(NamedTuple):
    """What the rule with the number `rule` looks for, at `start` to before `end` of a text."""

    start: int
    end: int
    kind: str
    rule: int


class NotScreened(Exception):
    """A detector of the rule with the number `rule` gave no answer, and must have given one."""

    def __init__(self, rule: int) -> None:
        super().__init__(rule)
        self.rule = rule


class Screen:
    """What some content rules look for. An empty one is false, and finds nothing."""

    def __init__(self, rules: Iterable[ContentRule], open_detector: OpenDetector) -> None:
        self.rules = tuple(rules)
        wanted: dict[DetectorRef, list[int]] = {}
        for number, rule in enumerate(self.rules):
            for ref in dict.fromkeys(rule.detectors):
                wanted.setdefault(ref, []).append(number)
        self._looks = [(open_detector(ref), numbers) for ref, numbers in wanted.items()]

    def __bool__(self) -> bool:
        return bool(self._looks)

    @property
    def strictest(self) -> ContentRule:
        """The first rule that blocks, or the first of those that redact."""
        return next((rule for rule in self.rules if blocks(rule)), self.rules[0])

    @property
    def look_behind(self) -> int | None:
        """The longest match in characters, None where one of the detectors needs whole texts."""
        longest = max((detector.look_behind for detector, _ in self._looks), default=0)
        return None if longest >= sys.maxsize else longest

    def hits(self, texts: Sequence[Text]) -> list[list[Hit]]:
        """What is found in each text, the leftmost first and of those the longest.

        Raises `NotScreened`.
        """
        found: list[set[Hit]] = [set() for _ in texts]
        shown = Shown(texts)
        for detector, numbers in self._looks:
            try:
                matches_by_text = shown.scan(detector)
            except DetectorUnavailable as unavailable:
                raise NotScreened(numbers[0]) from unavailable
            for hits, matches in zip(found, matches_by_text, strict=True):
                hits.update(self._judged(matches, numbers))
        return [sorted(hits, key=_leftmost) for hits in found]

    def find(self, hit: Hit) -> Find:
        """The hit as something to cover in its rule's style."""
        return Find(hit.start, hit.end, hit.kind, self.rules[hit.rule].style)

    def _judged(self, matches: Iterable[Match], numbers: list[int]) -> Iterator[Hit]:
        for match in matches:
            for number in numbers:
                if match.confidence >= self.rules[number].confidence and match.end > match.start:
                    yield Hit(match.start, match.end, match.kind, number)


class Tally:
    """What was found for the rules of a screen, as reasons: how often, never what."""

    def __init__(self, screen: Screen) -> None:
        self._rules = screen.rules
        self._counts: dict[int, Counter[str]] = {}

    def add(self, hit: Hit) -> None:
        self._counts.setdefault(hit.rule, Counter())[hit.kind] += 1

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """The reasons of all rules that found something, in the order of the rules."""
        return tuple(self.reason(rule) for rule in sorted(self._counts))

    def reason(self, rule: int) -> Reason:
        """The reason of one rule that found something."""
        return replace(self._rules[rule].reason, findings=dict(self._counts[rule]))


def failure(rule: ContentRule, name: str, message: str) -> Reason:
    """The reason of a rule that could not be held to, under another name.

    Where it would have acted, nothing passes.
    """
    reason = replace(rule.reason, rule=name, message=message)
    if not acts(rule):
        return reason
    return replace(reason, action=Action.DENY, wanted=Action.DENY)


def watched(screen: Screen, texts: Sequence[Text]) -> tuple[Reason, ...]:
    """The reasons of rules that do nothing about what they find, or of those that cannot tell."""
    tally = Tally(screen)
    try:
        found = screen.hits(texts)
    except NotScreened as failed:
        return (failure(screen.rules[failed.rule], "detector_unavailable", UNAVAILABLE),)
    for hits in found:
        for hit in hits:
            tally.add(hit)
    return tally.reasons


def blocks(rule: ContentRule) -> bool:
    """Whether content that a rule finds must not pass at all."""
    return SEVERITY[rule.reason.action] > SEVERITY[Action.REDACT]


def acts(rule: ContentRule) -> bool:
    """Whether a rule does anything about what it finds, besides writing it down."""
    return SEVERITY[rule.reason.action] >= SEVERITY[Action.REDACT]


class Shown:
    """Some texts as detectors are shown them.

    The parts of one content are looked at as one text too, since a model reads them so. A detector
    that needs whole texts answers slowly and for money: it is shown all texts at once. A match that
    goes beyond one text counts for each that it covers. With `verdicts`, what a detector of ours
    found in the same text before is taken from there.
    """

    def __init__(self, texts: Sequence[Text], verdicts: Verdicts | None = None) -> None:
        self._texts = texts
        self._look = verdicts.scan if verdicts else _look

    def scan(self, detector: Detector) -> list[list[Match]]:
        """What a detector finds in each text, without matches that cover nothing of the body."""
        if detector.look_behind < sys.maxsize or len(self._texts) < 2:
            found = [list(self._look(detector, text.shown)) for text in self._texts]
            for joined in self._contents:
                for number, matches in joined.divided(self._look(detector, joined.text)):
                    found[number] += [match for match in matches if match not in found[number]]
        else:
            everything = _Joined(self._texts, 0, len(self._texts), _BETWEEN_TEXTS)
            found = [each for _, each in everything.divided(detector.scan(everything.text))]
        return [
            [match for match in matches if any(text.leaves_in(match.start, match.end))]
            for text, matches in zip(self._texts, found, strict=True)
        ]

    @cached_property
    def _contents(self) -> list[_Joined]:
        """The contents of several parts: joined once, so that detectors share how they read."""
        return [_Joined(self._texts, first, last, "") for first, last in _parts_of_one(self._texts)]


class _Joined:
    """The texts `first` to before `last` as one, with something between them."""

    def __init__(self, texts: Sequence[Text], first: int, last: int, between: str) -> None:
        shown = [text.shown for text in texts[first:last]]
        self._first = first
        self._lengths = [len(text) for text in shown]
        self._starts = list(accumulate((n + len(between) for n in self._lengths), initial=0))
        self.text = between.join(shown)

    def divided(self, matches: Iterable[Match]) -> Iterator[tuple[int, list[Match]]]:
        """What some matches cover of each text, with the text's number."""
        found: list[list[Match]] = [[] for _ in self._lengths]
        for match in matches:
            number = bisect_right(self._starts, match.start) - 1
            while number < len(found) and self._starts[number] < match.end:
                start = max(0, match.start - self._starts[number])
                end = min(self._lengths[number], match.end - self._starts[number])
                if start < end:
                    found[number].append(match._replace(start=start, end=end))
                number += 1
        return enumerate(found, self._first)


def _look(detector: Detector, text: str) -> Sequence[Match]:
    return detector.scan(text)


def _parts_of_one(texts: Sequence[Text]) -> Iterator[tuple[int, int]]:
    """Where runs of at least two text parts of one content begin and end."""
    first = 0
    for number in range(1, len(texts) + 1):
        place = _content_of(texts[first])
        if number == len(texts) or place is None or _content_of(texts[number]) != place:
            if number - first > 1:
                yield first, number
            first = number


def _content_of(text: Text) -> Path | None:
    """The list of parts that a text is one of, as a path; None for every other text."""
    path = text.leaves[0].path if len(text.leaves) == 1 else ()
    is_part = len(path) > 1 and path[-1] == "text" and isinstance(path[-2], int)
    return path[:-2] if is_part else None


def catalog_detector(ref: DetectorRef) -> Detector:
    """The detector of that name; the catalog is imported where a policy needs one."""
    from tollgate.detectors.catalog import open_detector  # noqa: PLC0415

    return open_detector(ref)


def _leftmost(hit: Hit) -> tuple[int, int, int, str]:
    return (hit.start, -hit.end, hit.rule, hit.kind)
