"""Prompt injection and jailbreaks by what they say: roles smuggled into data, orders to override.

Deterministic and explainable, not complete: a paraphrase that no pattern knows is not found. The
confidence is 1 - Π(1 - weight) over the different phrases that stand near each other, so one weak
phrase stays a hint and three of them do not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple

import re2

from tollgate.detectors.injection_phrases import PHRASES, SPELLED, Phrase
from tollgate.detectors.models import Detector, Match
from tollgate.detectors.text import View, views
from tollgate.errors import BadRequest

LOOK_BEHIND: Final = 400
NEAR: Final = 600
"""Characters between two phrases that still count as one attempt."""
LEAST: Final = 0.3
_BLANK: Final = r"[\W_]{1,4}"
_SPELLED_RUN: Final = rb"\b(?:[a-z0-9][ \t.,_*|/\\~+-]{1,3}){7,}[a-z0-9]\b"
"""Letters written apart."""
_LEET_WORD: Final = rb"[a-z][013457@$]+[a-z]|\b[013457@$][a-z][a-z]"
"""Digits written for letters."""
_SEPARATORS: Final = b" \t\r\n.,;:!?-_*/()'\""
_NO_LETTERS: Final = b" \t.,_*|/\\~+-"
_LEET: Final = str.maketrans("013457@$", "oieastas")


class Hit(NamedTuple):
    """A phrase of the table (by its number) at characters of the original text."""

    start: int
    end: int
    phrase: int


class _PhraseSet:
    """Many phrases in one pass; their places only where the pass says that they are there."""

    def __init__(self, phrases: Sequence[Phrase], offset: int) -> None:
        options = _options()
        self._offset = offset
        self._set = re2.Set.SearchSet(options)
        patterns = [_regex(phrase) for phrase in phrases]
        for pattern in patterns:
            self._set.Add(pattern)
        self._set.Compile()
        self._patterns = [re2.compile(pattern.encode(), options) for pattern in patterns]

    def find(self, data: bytes) -> Iterator[tuple[int, int, int]]:
        """Bytes from, bytes to, phrase."""
        for index in self._set.Match(data) or ():
            for found in self._patterns[index].finditer(data):
                blank = len(found[0]) - len(found[0].lstrip(_SEPARATORS))
                yield found.start() + blank, found.end(), self._offset + index


def _options() -> Any:
    options = re2.Options()
    options.case_sensitive = False
    options.never_capture = True
    options.max_mem = 64 << 20
    return options


def _regex(phrase: Phrase) -> str:
    if not phrase.loose:
        return phrase.pattern
    return rf"(?:^|[\W_])(?:{phrase.pattern})".replace(" ", _BLANK)


@lru_cache(maxsize=1)
def _phrase_sets() -> tuple[_PhraseSet, _PhraseSet]:
    return _PhraseSet(PHRASES, 0), _PhraseSet(SPELLED, len(PHRASES))


@lru_cache(maxsize=1)
def _disguises() -> tuple[Any, Any]:
    return re2.compile(_LEET_WORD, _options()), re2.compile(_SPELLED_RUN, _options())


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
    _phrase_sets()
    return InjectionDetector()


def _phrase(index: int) -> Phrase:
    return PHRASES[index] if index < len(PHRASES) else SPELLED[index - len(PHRASES)]


def hits(text: str) -> Iterator[Hit]:
    """Every phrase in every reading of a text, in no order, some of them twice."""
    prose, spelled = _phrase_sets()
    leet, apart = _disguises()
    raw, *others = views(text)
    readings = [raw, *others]
    if leet.search(raw.data):
        readings.append(View(text.translate(_LEET), raw))
    for view in readings:
        for start, end, phrase in prose.find(view.data):
            yield Hit(*view.original_bytes(start, end), phrase)
    for run in apart.finditer(raw.data):
        pushed = run[0].translate(None, _NO_LETTERS)
        for _, _, phrase in spelled.find(pushed):
            yield Hit(*raw.original_bytes(run.start(), run.end()), phrase)


def _clusters(hits: Sequence[Hit]) -> Iterator[list[Hit]]:
    cluster: list[Hit] = []
    for hit in hits:
        if cluster and hit.start - cluster[-1].end > NEAR:
            yield cluster
            cluster = []
        cluster.append(hit)
    if cluster:
        yield cluster
