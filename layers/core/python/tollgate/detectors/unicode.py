"""Characters that a person does not see or misreads, where no script or emoji needs them.

Reported: tag characters, runs of zero-width characters and such inside words, bidirectional
controls that reorder left-to-right text, variation selectors that select nothing, words mixed from
look-alike letters of two scripts. Not reported: emoji sequences and flags, joiners of Arabic,
Persian and Indic text, soft hyphens, balanced isolates around right-to-left words.
"""

# ruff: noqa: RUF001, RUF003 - look-alikes are what this is about

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, Final

from tollgate.detectors.models import Detector, Match
from tollgate.detectors.text import foreign
from tollgate.errors import BadRequest

LOOK_BEHIND: Final = 64
LONGEST_WORD: Final = 48

_TAGS: Final = re.compile("[\U000e0000-\U000e007f]+")
_FLAGS: Final = {
    "".join(chr(0xE0000 + ord(letter)) for letter in region) + "\U000e007f"
    for region in ("gbeng", "gbsct", "gbwls")
}
"""The tag sequences of the flags that Unicode recommends; all begin with a black flag."""

_ZERO_WIDTH: Final = (
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u061c\u2060-\u2065\u206a-\u206f"
    "\u3164\ufeff\uffa0\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
)
_ZERO_WIDTH_RUN: Final = re.compile(f"[{_ZERO_WIDTH}]+")
_ORDINARY_MARKS: Final = frozenset("\u00ad\u200e\u200f\u061c")
"""Soft hyphen and direction marks: ordinary typesetting when alone."""
_JOINERS: Final = "\u200c\u200d"
_FILLERS: Final = frozenset("\u115f\u1160\u3164\uffa0")
_JOINED_SCRIPTS: Final = (
    (0x0600, 0x08FF),  # Arabic, Syriac, Thaana, NKo, Mandaic, Arabic extended
    (0x0900, 0x0DFF),  # the scripts of India and Sri Lanka
    (0x0E00, 0x109F),  # Thai, Lao, Tibetan, Myanmar
    (0x1700, 0x18AF),  # Philippine scripts, Khmer, Mongolian
    (0x1900, 0x1CFF),  # Limbu to Vedic extensions
    (0xA800, 0xABFF),  # Syloti Nagri to Meetei Mayek
    (0xFB50, 0xFDFF),  # Arabic presentation forms
    (0xFE70, 0xFEFC),
    (0x10D00, 0x11FFF),
)
_SPACELESS: Final = ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x2E80, 0x9FFF))
"""Scripts that break lines at zero-width spaces: Thai, Lao, Burmese, Khmer, Chinese, Japanese."""

_BIDI: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
_RIGHT_TO_LEFT: Final = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff]")
_OVERRIDES: Final = frozenset("\u202d\u202e")
_OPENS: Final = {"\u2066": "\u2069", "\u2067": "\u2069", "\u2068": "\u2069"} | dict.fromkeys(
    "\u202a\u202b\u202d\u202e", "\u202c"
)

_SELECTORS: Final = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef\u180b-\u180d\u180f]+")

_LATIN: Final = "A-Za-z\u00c0-\u024f"
_FOREIGN: Final = "\u0370-\u03ff\u0400-\u052f\u0531-\u0587\u13a0-\u13ff"
_FOREIGN_LETTER: Final = re.compile(f"[{_FOREIGN}]")
_SEAM: Final = re.compile(f"[{_LATIN}][{_FOREIGN}]|[{_FOREIGN}][{_LATIN}]")
_WORD: Final = re.compile(f"[{_LATIN}{_FOREIGN}]+")
_LOOK_ALIKES: Final = frozenset(
    "АВЕЅІЈКМНОРСТУХҮԌԚԜасеһіјорсухѕԁԛԝѵүӏкмтвнгп"  # Cyrillic
    "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονικυτρ"  # Greek; α, β, γ, μ, π are read as Greek and named in formulas
    "ՏՍՕոսօհցզ"  # Armenian
    "ᎠᎡᎢᎪᎫᎬᎳᎷᎻᏃᏎᏒᏔᏚᏞᏟᏢᏦ"  # Cherokee
)
_LATIN_LOOK_ALIKES: Final = frozenset("ABCEHIJKMOPSTXYaceijopsxykmtbhrn")
LAST_LATIN: Final = "\u024f"
_DRAWN_LETTER: Final = re.compile("[\U0001d400-\U0001d6a3\U0001f130-\U0001f149\u24b6-\u24e9]")
_DRAWN: Final = re.compile(f"{_DRAWN_LETTER.pattern}{{5,}}")
"""Mathematical, squared and circled letters in the length of a word; formulas have them alone."""


class UnicodeDetector:
    """Finds characters that hide, reorder or imitate text."""

    look_behind = LOOK_BEHIND

    def scan(self, text: str) -> Sequence[Match]:
        if text.isascii():
            return []
        present = "".join(foreign(text.encode("utf-8", "replace")))
        return sorted(
            match for needed, find in _FINDERS if needed.search(present) for match in find(text)
        )


def open(config: dict[str, Any]) -> Detector:  # noqa: A001 - the name every detector module has
    """The detector; it takes no configuration. Raises `BadRequest` where some is given."""
    if config:
        raise BadRequest(f"unicode takes no setting {sorted(config)[0]!r}", param="config")
    return UnicodeDetector()


def _tags(text: str) -> Iterator[Match]:
    for run in _TAGS.finditer(text):
        if not (run[0] in _FLAGS and text[run.start() - 1 : run.start()] == "\U0001f3f4"):
            yield Match(run.start(), run.end(), "unicode.tags", 1.0)


def _zero_width(text: str) -> Iterator[Match]:
    for run in _ZERO_WIDTH_RUN.finditer(text):
        before = text[run.start() - 1 : run.start()] if run.start() else ""
        after = text[run.end() : run.end() + 1]
        if confidence := _hidden(run[0], before, after):
            yield Match(run.start(), run.end(), "unicode.zero_width", confidence)


def _hidden(run: str, before: str, after: str) -> float:
    """How surely a run of invisible characters between two others hides something."""
    if len(run) > 2:
        return 1.0 if len(run) > 4 else 0.9
    if len(run) == 2:
        return _hidden_pair(run, before, after)
    if run in _ORDINARY_MARKS or (run == "\ufeff" and not before):
        return 0.0
    if run in _JOINERS and (_joins(before, after) or not (before and after)):
        return 0.0
    if run == "\u200b" and (_within(before, _SPACELESS) or _within(after, _SPACELESS)):
        return 0.0
    if run in _FILLERS and (_is_hangul(before) or _is_hangul(after)):
        return 0.0
    return 0.7 if before.isalnum() and after.isalnum() else 0.3


def _hidden_pair(run: str, before: str, after: str) -> float:
    if set(run) <= _ORDINARY_MARKS:
        return 0.3
    if any(each in _JOINERS for each in run) and _within(before, _JOINED_SCRIPTS):
        return 0.0
    return 0.6 if before.isalnum() and after.isalnum() else 0.5


def _joins(before: str, after: str) -> bool:
    """Whether a joiner has work to do: between emoji, or at a letter of a script that joins."""
    if _within(before, _JOINED_SCRIPTS) or _within(after, _JOINED_SCRIPTS):
        return True
    return _is_pictograph(before) and _is_pictograph(after)


def _is_pictograph(character: str) -> bool:
    """Symbols, variation selector 16, skin tones and keycaps: what emoji sequences consist of."""
    return character == "\ufe0f" or (
        bool(character) and unicodedata.category(character) in ("So", "Sk", "Sm", "Me", "Cn")
    )


def _is_hangul(character: str) -> bool:
    return _within(
        character, ((0x1100, 0x11FF), (0x3130, 0x318F), (0xAC00, 0xD7FF), (0xFFA0, 0xFFDC))
    )


def _within(character: str, ranges: Sequence[tuple[int, int]]) -> bool:
    return bool(character) and any(first <= ord(character) <= last for first, last in ranges)


def _bidi(text: str) -> Iterator[Match]:
    if not _BIDI.search(text):
        return
    start = 0
    for line in text.splitlines(keepends=True):
        yield from _bidi_line(line, start)
        start += len(line)


def _bidi_line(line: str, offset: int) -> Iterator[Match]:
    controls = [(each.start(), each[0]) for each in _BIDI.finditer(line)]
    if not controls:
        return
    ordinary = _RIGHT_TO_LEFT.search(line) is not None and _is_balanced(controls)
    for at, control in controls:
        if control in _OVERRIDES:
            yield Match(offset + at, offset + at + 1, "unicode.bidi", 0.9)
        elif not ordinary:
            yield Match(offset + at, offset + at + 1, "unicode.bidi", 0.7)


def _is_balanced(controls: Sequence[tuple[int, str]]) -> bool:
    expected: list[str] = []
    for _, control in controls:
        if control in _OPENS:
            expected.append(_OPENS[control])
        elif not expected or expected.pop() != control:
            return False
    return not expected


def _selectors(text: str) -> Iterator[Match]:
    for run in _SELECTORS.finditer(text):
        before = text[run.start() - 1 : run.start()] if run.start() else ""
        if len(run[0]) > 1:
            yield Match(run.start(), run.end(), "unicode.variation_selectors", 1.0)
        elif not _selects(run[0], before):
            yield Match(run.start(), run.end(), "unicode.variation_selectors", 0.6)


def _selects(selector: str, before: str) -> bool:
    """Whether there are variants of the character before, to select one of."""
    if not before or before.isspace():
        return False
    if selector >= "\U000e0100":
        return _within(before, ((0x2E80, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF)))
    if selector < "\ufe00":
        return _within(before, ((0x1800, 0x18AF),))
    return (
        before in "0123456789#*"
        or not (before.isascii() or before.isalpha())
        or (
            _within(
                before, ((0x1000, 0x109F), (0x2100, 0x214F), (0x2E80, 0x9FFF), (0x3000, 0x32FF))
            )
            or _within(
                before, ((0xA840, 0xA87F), (0xFF00, 0xFFEF), (0x1F100, 0x1F2FF), (0xF900, 0xFAFF))
            )
            or _within(before, ((0x20000, 0x323AF), (0x13000, 0x143FF), (0x1D400, 0x1D7FF)))
        )
    )


def _look_alikes(text: str) -> Iterator[Match]:
    """Words of two scripts whose letters of the rarer one are all look-alikes of the other's."""
    end = 0
    for seam in _SEAM.finditer(text):
        if seam.start() < end:
            continue
        start = seam.start()
        while start > max(end, seam.start() - LONGEST_WORD) and _WORD.match(text, start - 1, start):
            start -= 1
        word = _WORD.match(text, start, start + 2 * LONGEST_WORD)
        if word is None:  # pragma: no cover - a seam is made of such letters
            continue
        end = word.end()
        if confidence := _imitation(word[0]):
            yield Match(start, end, "unicode.homoglyphs", confidence)


def _imitation(word: str) -> float:
    """How surely a word of two scripts imitates one; 0 for loan words with an ending attached."""
    foreign = [each > LAST_LATIN for each in word]
    rarer = sum(foreign) <= len(word) / 2
    alike = _LOOK_ALIKES if rarer else _LATIN_LOOK_ALIKES
    minority = [each for each, other in zip(word, foreign, strict=True) if other == rarer]
    if len(word) < 3 or not alike.issuperset(minority):
        return 0.0
    if sum(a != b for a, b in pairwise(foreign)) >= 2:
        return 0.9 if len(word) > 3 else 0.6
    seam = foreign.index(not foreign[0])
    if seam > 1 and word[seam - 1].isupper() and word[seam].islower():
        return 0.0  # an abbreviation with an ending of the other language: `SMSка`
    if len(minority) > 2:
        return 0.0
    return 0.8 if len(word) > 3 else 0.5


def _drawn(text: str) -> Iterator[Match]:
    for run in _DRAWN.finditer(text):
        yield Match(run.start(), run.end(), "unicode.homoglyphs", 0.6)


_FINDERS: Final = (
    (_TAGS, _tags),
    (_ZERO_WIDTH_RUN, _zero_width),
    (_BIDI, _bidi),
    (_SELECTORS, _selectors),
    (_FOREIGN_LETTER, _look_alikes),
    (_DRAWN_LETTER, _drawn),
)
"""What must be somewhere in a text, and what looks for the places if it is."""
