"""What the detectors share: RE2 expressions over the views of a text, and matches without overlaps.

RE2 runs in time linear in the text whatever the expression. A detector with many of them first asks
one `Set` which occur at all, in a single pass, and looks for the places of those alone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import lru_cache
from threading import Lock
from typing import Any, Final

import re2

from tollgate.detectors.models import Match
from tollgate.detectors.text import HIDDEN, View

LONGEST: Final = 2_000
"""Characters of the longest match that a stream is held back for."""
_SET_MEMORY: Final = 64 << 20
"""Bytes a set's automaton may grow to. Beyond, RE2 starts it anew and slows down."""

Expression = Any
"""A compiled RE2 expression; the library has no types."""


def options(max_memory: int = 8 << 20) -> Any:
    """RE2's options for expressions that may fail to compile: the error is raised, not printed."""
    chosen = re2.Options()
    chosen.log_errors = False
    chosen.max_mem = max_memory
    return chosen


@lru_cache(maxsize=1024)
def compiled(pattern: str) -> Expression:
    """The same one each time, with what it has learned of texts. Raises `re2.error` on what RE2
    does not know."""
    return re2.compile(pattern, options())


def held_back(width: int) -> int:
    """The `look_behind` of a detector whose matches are `width` characters, hidden ones too."""
    return min(LONGEST, width * HIDDEN)


class Expressions:
    """Several expressions, compiled when they are first needed, by whichever thread comes first.

    Where one must occur is asked of its `hint`, if there is one: something simpler that occurs
    wherever the expression matches. What gets along badly is kept in sets `apart`, each a sequence
    of numbers: RE2 makes a state of a set for every combination that a text brings about, so that
    expressions which remain undecided for many characters multiply each other's states, and every
    new text costs milliseconds to make some.
    """

    def __init__(
        self,
        patterns: Sequence[str],
        hints: Sequence[str] = (),
        apart: Sequence[Sequence[int]] = (),
    ) -> None:
        self._patterns = patterns
        self._hints = hints or patterns
        alone = {number for numbers in apart for number in numbers}
        together = [number for number in range(len(patterns)) if number not in alone]
        self._groups = [group for group in (together, *apart) if group]
        self._singles: dict[int, Expression] = {}
        self._sets: Sequence[tuple[Sequence[int], Any]] = ()
        self._lock = Lock()

    def occurring(self, data: bytes) -> Sequence[int]:
        """The numbers of the expressions that may match somewhere in `data`, in order; exactly
        those that do where there are no hints."""
        if not self._sets:
            with self._lock:
                self._sets = self._sets or [(each, self._set(each)) for each in self._groups]
        return sorted(group[at] for group, each in self._sets for at in each.Match(data) or ())

    def single(self, number: int) -> Expression:
        found = self._singles.get(number)
        if found is None:
            found = self._singles[number] = compiled(self._patterns[number])
        return found

    def _set(self, group: Sequence[int]) -> Any:
        together = re2.Set.SearchSet(options(_SET_MEMORY))
        for number in group:
            together.Add(self._hints[number])
        together.Compile()
        return together


def placed(view: View, start: int, end: int, kind: str, confidence: float = 1.0) -> Match:
    """Bytes of a view's `data` as a match in the original text."""
    return Match(*view.original_bytes(start, end), kind, confidence)


def resolved(found: Iterable[Match]) -> list[Match]:
    """One match for each place, in order: the most certain, of equal ones the longest.

    What overlaps it is left out, so that a number is a card or a telephone number but not both.
    """
    kept: list[Match] = []
    crowd: list[Match] = []
    end = 0
    for match in sorted(set(found)):
        if match.start >= end:
            kept += _apart(crowd)
            crowd = []
        crowd.append(match)
        end = max(end, match.end)
    return kept + _apart(crowd)


def _apart(crowd: list[Match]) -> list[Match]:
    """Those of some matches in one stretch of text that stand."""
    if len(crowd) == 1:
        return crowd
    kept: list[Match] = []
    for match in sorted(crowd, key=_best_first):
        at = bisect_left(kept, match)
        before, after = kept[max(0, at - 1) : at], kept[at : at + 1]
        if before and before[0].end > match.start:
            continue
        if after and after[0].start < match.end:
            continue
        kept.insert(at, match)
    return kept


def _best_first(match: Match) -> tuple[float, int, int, str]:
    return -match.confidence, match.start - match.end, match.start, match.kind
