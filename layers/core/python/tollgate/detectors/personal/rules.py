"""What one kind of personal data looks like: an expression, a check, and words found near it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

from tollgate.detectors.text import HIDDEN

BEFORE: Final = 80
"""Bytes before something in which a word may say what it is."""
AFTER: Final = 30
"""Bytes after it, for `... is my passport number`."""
_SEPARATORS: Final = b" -./()\t"


class Place(NamedTuple):
    """Bytes `start` to before `end`; `confidence` without and `near` with a telling word."""

    start: int
    end: int
    confidence: float
    near: float = 0.0


Find = Callable[[bytes, int, int], Iterable[Place]]
"""The places within what an expression matched in some data."""


class Rule(NamedTuple):
    """One kind. `pattern` and `context` are RE2; `context` is found whatever its case.

    `check` gets the match in capitals without separators. `alone` is the confidence of one without
    a word of `context` near it, 0 for none; `near` that with one. `find` takes the part of `check`
    where one match may hold several, or a part. `width` is the longest in characters. `hint` is
    simpler than the pattern and occurs wherever it matches: many patterns searched at once make an
    automaton too large to be quick.
    """

    kind: str
    pattern: str
    width: int
    check: Callable[[str], bool] | None = None
    context: str = ""
    alone: float = 0.0
    near: float = 1.0
    find: Find | None = None
    hint: str = ""

    @property
    def trigger(self) -> str:
        """What must occur in a text for this rule to find anything: the rarer part of it."""
        if self.context and not self.alone:
            return self.words
        return self.hint or self.pattern

    @property
    def words(self) -> str:
        return f"(?i)(?:{self.context})"

    @property
    def reach(self) -> int:
        """Characters that a match, hidden or not, and the words before it take."""
        return self.width * HIDDEN + (BEFORE if self.context else 0)

    def places(self, data: bytes, start: int, end: int) -> Iterable[Place]:
        if self.find is not None:
            return self.find(data, start, end)
        return self._checked(data, start, end)

    def _checked(self, data: bytes, start: int, end: int) -> Iterator[Place]:
        if _in_fraction(data, start, end):
            return
        if self.check is None or self.check(bare(data[start:end])):
            yield Place(start, end, self.alone, self.near if self.context else self.alone)


def bare(data: bytes) -> str:
    """Some bytes in capitals, without blanks and separators."""
    return data.translate(None, _SEPARATORS).decode("utf-8", "replace").upper()


def _in_fraction(data: bytes, start: int, end: int) -> bool:
    """Whether digits go on beyond a point: a decimal fraction, not a number of somebody's."""
    before, after = data[max(0, start - 2) : start], data[end : end + 2]
    return (before[:1].isdigit() and before[1:] == b".") or (
        after[:1] == b"." and after[1:].isdigit()
    )


def stands_alone(data: bytes, start: int, end: int) -> bool:
    """Whether no letter or digit adjoins these bytes."""
    return not data[max(0, start - 1) : start].isalnum() and not data[end : end + 1].isalnum()


def is_date(year: int, month: int, day: int) -> bool:
    """Whether there is such a day, leap years taken as given."""
    days = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    return year >= 0 and 1 <= month <= 12 and 1 <= day <= days[month - 1]


def date_in(digits: str, order: str) -> bool:
    """Whether digits in an order such as `ymd` (two each) or `Ymd` (four of the year) are a day."""
    at, parts = 0, {}
    for part in order:
        size = 4 if part == "Y" else 2
        parts[part.lower()] = int(digits[at : at + size])
        at += size
    return is_date(parts["y"], parts["m"], parts["d"])
