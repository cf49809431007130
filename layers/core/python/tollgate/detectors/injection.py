"""Prompt injection and jailbreaks by what they say: roles smuggled into data, orders to override.

Deterministic and explainable, not complete: a paraphrase that no pattern knows is not found. The
confidence is 1 - Π(1 - weight) over the different phrases that stand near each other, so one weak
phrase stays a hint and three of them do not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple

from tollgate.detectors.injection_phrases import PHRASES, SPELLED, Phrase
from tollgate.detectors.matching import Expressions
from tollgate.detectors.models import Detector, Match
from tollgate.detectors.text import View, views
from tollgate.errors import BadRequest

LOOK_BEHIND: Final = 400
NEAR: Final = 600
"""Characters between two phrases that still count as one attempt."""
LEAST: Final = 0.3
_BLANK: Final = r"[\W_]{1,4}"
_SPELLED_RUN: Final = r"(?i)\b(?:[a-z0-9][ \t.,_*|/\\~+-]{1,3}){7,}[a-z0-9]\b"
"""Letters written apart."""
_LEET_WORD: Final = r"(?i)[a-z][013457@$]+[a-z]|\b[013457@$][a-z][a-z]"
"""Digits written for letters."""
_LEET_NUMBER: Final = len(PHRASES)
_SPELLED_NUMBER: Final = len(PHRASES) + 1
_WANDERS: Final = ("){0,", ")*")
_SET: Final = 11
"""Such phrases that share a set. More are slower with a text that is new, fewer with every text."""
_SEPARATORS: Final = b" \t\r\n.,;:!?-_*/()'\""
_NO_LETTERS: Final = b" \t.,_*|/\\~+-"
_LEET: Final = str.maketrans("013457@$", "oieastas")


class Hit(NamedTuple):
    """A phrase of the table (by its number) at characters of the original text."""

    start: int
    end: int
    phrase: int


def _regex(phrase: Phrase) -> str:
    start = r"(?:^|[\W_])" if phrase.loose else ""
    return f"(?i){start}{_anywhere(phrase)}"


def _hint(phrase: Phrase) -> str:
    return f"(?i){_anywhere(phrase)}"


def _anywhere(phrase: Phrase) -> str:
    return f"(?:{phrase.pattern})".replace(" ", _BLANK) if phrase.loose else phrase.pattern


def _apart(phrases: Sequence[Phrase]) -> list[list[int]]:
    """Phrases that let any words pass between two of theirs, by neighbours, who begin alike.

    The last of the table begin with words so rare that they can be searched for with the others.
    """
    wandering = [
        number
        for number, phrase in enumerate(phrases)
        if any(sign in phrase.pattern for sign in _WANDERS)
    ]
    return [wandering[at : at + _SET] for at in range(0, len(wandering) - _SET, _SET)]


@lru_cache(maxsize=1)
def _prose() -> Expressions:
    """The phrases by their numbers, then the disguises."""
    disguises = [_LEET_WORD, _SPELLED_RUN]
    return Expressions(
        [*map(_regex, PHRASES), *disguises],
        hints=[*map(_hint, PHRASES), *disguises],
        apart=_apart(PHRASES),
    )


@lru_cache(maxsize=1)
def _pushed() -> Expressions:
    return Expressions([_regex(phrase) for phrase in SPELLED])


class InjectionDetector:
    """Finds phrases of injections and jailbreaks in every reading of a text."""

    look_behind = LOOK_BEHIND

    def scan(self, text: str) -> Sequence[Match]:
        found = sorted(set(hits(text)))
        matches: list[Match] = []
        for cluster in _clusters(found):
            doubt = 1.0
            for phrase in {hit.phrase for hit in cluster}:
                doubt *= 1 - _phrase(phrase).weight
            if (confidence := round(1 - doubt, 4)) >= LEAST:
                matches += [
                    Match(start, end, kind, confidence)
                    for start, end, kind in sorted(
                        {(hit.start, hit.end, _phrase(hit.phrase).kind) for hit in cluster}
                    )
                ]
        return matches


def open(config: dict[str, Any]) -> Detector:  # noqa: A001 - the name every detector module has
    """The detector; it takes no configuration. Raises `BadRequest` where some is given."""
    if config:
        raise BadRequest(f"injection takes no setting {sorted(config)[0]!r}", param="config")
    return InjectionDetector()


def _phrase(index: int) -> Phrase:
    return PHRASES[index] if index < len(PHRASES) else SPELLED[index - len(PHRASES)]


def hits(text: str) -> Iterator[Hit]:
    """Every phrase in every reading of a text, in no order, some of them twice."""
    prose = _prose()
    raw, *readings = views(text)
    occurring = prose.occurring(raw.data)
    yield from _said(raw, occurring)
    if _LEET_NUMBER in occurring:
        readings.append(View(text.translate(_LEET), raw))
    for view in readings:
        yield from _said(view, prose.occurring(view.data))
    if _SPELLED_NUMBER in occurring:
        for run in prose.single(_SPELLED_NUMBER).finditer(raw.data):
            pushed = run[0].translate(None, _NO_LETTERS)
            for number in _pushed().occurring(pushed):
                yield Hit(*raw.original_bytes(run.start(), run.end()), len(PHRASES) + number)


def _said(view: View, occurring: Sequence[int]) -> Iterator[Hit]:
    """The places of the phrases that may occur in a view, from their first letter on."""
    for number in occurring:
        if number >= len(PHRASES):
            continue
        for found in _prose().single(number).finditer(view.data):
            start, end = found.span()
            blank = len(found[0]) - len(found[0].lstrip(_SEPARATORS))
            yield Hit(*view.original_bytes(start + blank, end), number)


def _clusters(hits: Sequence[Hit]) -> Iterator[list[Hit]]:
    cluster: list[Hit] = []
    for hit in hits:
        if cluster and hit.start - cluster[-1].end > NEAR:
            yield cluster
            cluster = []
        cluster.append(hit)
    if cluster:
        yield cluster
