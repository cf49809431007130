"""Regular expressions of an organization's own, in RE2's syntax.

Nothing that a text can hold makes RE2 slow beyond measure, but some expressions are hundreds of
times dearer than others, and some match nearly every character. Saving a policy tries each and
refuses those.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Mapping, Sequence
from typing import Any, Final

import re2
from msgspec import Struct

from tollgate.detectors.matching import LONGEST, Expression, compiled, held_back, placed, resolved
from tollgate.detectors.models import Match
from tollgate.detectors.text import views
from tollgate.detectors.widths import shape
from tollgate.errors import BadRequest

PROBE_SIZE: Final = 8192
"""Bytes of each text that a new expression is tried on."""
DEAREST_MS: Final = 10.0
"""CPU-ms on such a text. An ordinary expression takes some hundredths of it, a bad one twice."""
_TRIES: Final = 3
_ORDINARY: Final = b"The quick brown fox (aged 7) jumps over 12 lazy dogs; e-mail it, please. "
_OFTEN: Final = 4
_DEAF_BOUNDARY: Final = re.compile(r"\\b([^\x00-\x7f])|([^\x00-\x7f])\\b")
"""`\\b` knows ASCII letters alone: beside another letter it is no boundary of a word."""
_REASONS: Final = (
    ("invalid perl operator: (?=", "look-ahead is not supported"),
    ("invalid perl operator: (?!", "look-ahead is not supported"),
    ("invalid perl operator: (?<", "look-behind is not supported"),
    ("invalid perl operator: (?>", "atomic groups are not supported"),
    ("bad repetition operator: ", "possessive or double repetition is not supported"),
    ("invalid repetition size: ", "at most 1000 repetitions are supported, nested ones multiplied"),
    ("invalid escape sequence: \\Z", "the end of the text is written \\z"),
    ("invalid escape sequence: \\u", "a character by its code is written \\x{00E9}"),
    *(
        (f"invalid escape sequence: \\{n}", "back-references are not supported")
        for n in range(1, 10)
    ),
)


class PatternDetector(Struct, frozen=True):
    """Finds an expression wherever it matches, hidden forms of the text too."""

    expression: Expression
    kind: str
    look_behind: int

    def scan(self, text: str) -> Sequence[Match]:
        return resolved(
            placed(view, found.start(), found.end(), self.kind)
            for view in views(text)
            for found in self.expression.finditer(view.data)
            if found.end() > found.start()
        )


def open(config: dict[str, Any]) -> PatternDetector:  # noqa: A001 - the catalog's name for a factory
    """From `{"pattern": expression, "name": what findings call it}`, `name` optional.

    Raises `BadRequest` saying what is wrong with an expression.
    """
    pattern, name = _read(config)
    width = shape(pattern).width
    return PatternDetector(
        _compile(pattern),
        f"pattern.{name}" if name else "pattern",
        LONGEST if width is None else held_back(width),
    )


def check(config: dict[str, Any]) -> None:
    """Tries an expression on texts made against it. Raises `BadRequest` on a dear one."""
    detector = open(config)
    pattern = config["pattern"]
    if len(list(detector.expression.finditer(_ORDINARY))) > len(_ORDINARY) // _OFTEN:
        raise _refusal(f"the pattern {pattern!r} matches nearly every character of any text")
    cost = max(_cost(detector.expression, text) for text in _against(pattern))
    if cost > DEAREST_MS:
        raise _refusal(
            f"the pattern {pattern!r} takes too long: {cost:.0f} ms on 8 KB of text made against "
            f"it, where {DEAREST_MS:.0f} ms are allowed. Large counted repetitions of overlapping "
            "classes are the usual cause"
        )


def _read(config: Mapping[str, Any]) -> tuple[str, str]:
    pattern, name = config.get("pattern"), config.get("name", "")
    if not isinstance(pattern, str) or not pattern:
        raise _refusal("a pattern needs its regular expression as text")
    if not isinstance(name, str):
        raise BadRequest("the name of a pattern must be text", param="name")
    if unknown := sorted(config.keys() - {"pattern", "name"}):
        raise BadRequest(f"a pattern has no setting {unknown[0]!r}", param=unknown[0])
    return pattern, name


def _compile(pattern: str) -> Expression:
    try:
        expression = compiled(pattern)
    except re2.error as error:
        raise _refusal(f"the pattern {pattern!r} is not valid: {_reason(error)}") from error
    except UnicodeEncodeError as error:
        raise _refusal(f"the pattern {pattern!r} is not valid Unicode") from error
    if beside := _DEAF_BOUNDARY.search(pattern):
        raise _refusal(
            f"in the pattern {pattern!r}, \\b knows ASCII letters only and is no boundary beside "
            f"{beside[1] or beside[2]!r}: leave it out, or look for a keyword"
        )
    if expression.search(b"") is not None:
        raise _refusal(f"the pattern {pattern!r} matches the empty text, and so every text")
    return expression


def _reason(error: Exception) -> str:
    said = error.args[0]
    said = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    for start, meaning in _REASONS:
        if said.startswith(start):
            return f"{said}: {meaning} (RE2 syntax, which runs in linear time)"
    return said


def _against(pattern: str) -> list[bytes]:
    """Texts of the expression's own characters: in random order, and each over and over."""
    characters = shape(pattern).characters[:12] or "a"
    rng = random.Random(pattern)  # noqa: S311 - a repeatable text, no secret
    mixes = [characters, characters[:2], characters + "xq7- ", "ab", "the quick 1234 brown-fox@"]
    texts = ["".join(rng.choices(mix, k=PROBE_SIZE)) for mix in mixes]
    return [text.encode("utf-8", "replace")[:PROBE_SIZE] for text in texts]


def _cost(expression: Expression, text: bytes) -> float:
    """CPU-ms to find every match, the least of some tries, without what matches as such cost."""
    spent, matches = _searched(expression, text)
    if not matches:
        return spent
    plain, as_many = _searched(compiled("a"), b"a" * matches)
    return spent - plain * matches / as_many


def _searched(expression: Expression, text: bytes) -> tuple[float, int]:
    tries = []
    for _ in range(_TRIES):
        began = time.thread_time()
        matches = sum(1 for _found in expression.finditer(text))
        tries.append((time.thread_time() - began) * 1000)
    return min(tries), matches


def _refusal(message: str) -> BadRequest:
    return BadRequest(message, param="pattern")
