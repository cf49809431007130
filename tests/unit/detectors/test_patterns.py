"""An organization's own expressions: what is refused on saving, and what the others find."""

from __future__ import annotations

import re

import pytest

from tests.unit.detectors.growth import MEGABYTE, growth, repeated
from tests.unit.detectors.hiding import HIDINGS
from tollgate.detectors import patterns
from tollgate.detectors.matching import LONGEST
from tollgate.detectors.widths import shape
from tollgate.errors import BadRequest


def opened(pattern: str, **config: str) -> patterns.PatternDetector:
    return patterns.open({"pattern": pattern, **config})


def said(pattern: str, text: str) -> list[str]:
    return [text[m.start : m.end] for m in opened(pattern).scan(text)]


def test_a_pattern_is_found_under_its_name():
    [match] = opened(r"PRJ-\d{4}", name="project").scan("see PRJ-1234")
    assert (match.start, match.end, match.kind, match.confidence) == (4, 12, "pattern.project", 1.0)
    assert opened("x").kind == "pattern"


@pytest.mark.parametrize("hiding", HIDINGS)
def test_a_pattern_is_found_in_hiding(hiding):
    hidden = HIDINGS[hiding]("PRJ-1234567890")
    text = f"see «{hidden}»"
    [found] = said(r"PRJ-\d{10}", text)
    assert found.rstrip("\u0336") == hidden.rstrip("\u0336")


def test_positions_are_characters():
    assert said("größe", "漢字 größe 😀 größe") == ["größe", "größe"]


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        (r"(?=a)b", "look-ahead"),
        (r"(?!a)b", "look-ahead"),
        (r"(?<=a)b", "look-behind"),
        (r"(?<!a)b", "look-behind"),
        (r"(a)\1", "back-references"),
        (r"(?>a)b", "atomic"),
        (r"a++", "possessive"),
        (r"a{1001}", "1000 repetitions"),
        (r"a\Z", r"\z"),
        (r"\u00e9", r"\x{00E9}"),
        (r"[a", "missing ]"),
        (r"(a", "missing )"),
        (r"*a", "no argument"),
        (r"a*", "empty text"),
        (r"a|", "empty text"),
        (r"\bécole", r"\b knows ASCII"),
        (r"café\b", r"\b knows ASCII"),
        ("\ud800", "Unicode"),
        ("", "as text"),
    ],
)
def test_what_cannot_be_a_pattern_is_refused_with_its_reason(pattern, why):
    with pytest.raises(BadRequest) as caught:
        opened(pattern)
    assert why in caught.value.message
    assert caught.value.param == "pattern"


@pytest.mark.parametrize(
    "config", [{}, {"pattern": 1}, {"pattern": "a", "name": 1}, {"pattern": "a", "flags": "i"}]
)
def test_settings_that_do_not_fit_are_refused(config):
    with pytest.raises(BadRequest):
        patterns.open(config)


DEAR = [
    r"a[ab]{500}c",
    r"(?i)x[xy]{900}z",
    r"([ab]{0,30}){0,30}c",
]
TOO_MUCH = [".", r"\w", "[a-z]", r"\S", r"(?s).", r"[^x]", r"a|e|i|o|u|\s|t|n"]
HARMLESS = [
    r"(a+)+$",
    r"(a|a)*b",
    r"(x+x+)+y",
    r"^(([a-z])+.)+[A-Z]([a-z])+$",
    r"(.*)(.*)(.*)(.*)z",
    r"(?i)\b(?:confidential|internal only)\b",
    r"\b\d{3}-\d{2}-\d{4}\b",
    r"AKIA[0-9A-Z]{16}",
    r"\p{Han}{4,}",
    r"®",
    r"e",
]


@pytest.mark.parametrize("pattern", DEAR)
def test_a_dear_pattern_is_refused(pattern):
    with pytest.raises(BadRequest, match="takes too long"):
        patterns.check({"pattern": pattern})


@pytest.mark.parametrize("pattern", TOO_MUCH)
def test_a_pattern_that_matches_everything_is_refused(pattern):
    with pytest.raises(BadRequest, match="nearly every character"):
        patterns.check({"pattern": pattern})


@pytest.mark.parametrize("pattern", HARMLESS)
def test_what_ruins_other_engines_is_harmless(pattern):
    patterns.check({"pattern": pattern})


@pytest.mark.parametrize("pattern", HARMLESS[:5])
@pytest.mark.parametrize("piece", ["a", "x", "ab", "aaaaaaaaB!"])
def test_time_grows_with_the_text(pattern, piece):
    assert growth(opened(pattern), repeated(piece), MEGABYTE // 8) < 8


WIDTHS = [
    ("", 0), ("abc", 3), (r"a|bcd|ef", 3), (r"a?b{2,5}", 6), (r"(?:ab){3}", 6), (r"(ab|c){2}?", 4),
    (r"(?i)x\d\w\s.", 5), (r"\bab\b", 2), (r"^a$", 1), (r"[a-z]{3}[^\]]", 4), (r"[]a]b", 2),
    (r"\x{1F600}\x41\101", 3), (r"\pL\p{Greek}", 2), (r"[[:alpha:]]{2}", 2),
    (r"(?P<n>ab)(?<m>c)", 3),
    (r"\Qa.b*\E+", None), (r"a+", None), (r"a{2,}", None), (r"(?:a*)?", None), (r"(?:){3}x", 1),
    (r"a\.b\|c", 5), (r"(?i:ab)c", 3), (r"\(a\)", 3), (r"x{0}y", 1), (r"(?:a|b+)", None),
]  # fmt: skip


@pytest.mark.parametrize(("pattern", "width"), WIDTHS)
def test_the_width_of_a_pattern(pattern, width):
    assert shape(pattern).width == width


@pytest.mark.parametrize(
    "pattern",
    [r"(a|bb){2,3}c?", r"[ab]{1,4}(?:x|yz)", r"\d{3}(?:-\d{2})?", r"(?:a(?:b(?:c)?)?){2}"],
)
def test_widths_agree_with_pythons(pattern):
    parser = pytest.importorskip("re._parser")
    assert shape(pattern).width == parser.parse(pattern, re.UNICODE).getwidth()[1]


def test_what_a_stream_holds_back():
    assert opened(r"PRJ-\d{4}").look_behind == 16
    assert opened(r"a.*b").look_behind == LONGEST
    assert opened(r"a{1000}b{1000}c{1000}").look_behind == LONGEST
