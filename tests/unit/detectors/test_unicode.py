"""Characters that hide or imitate are found, and what scripts and emoji need is left alone."""

# ruff: noqa: RUF001

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.detectors.growth import growth, repeated
from tollgate.detectors import unicode
from tollgate.errors import BadRequest


def _tagged(text: str) -> str:
    return "".join(chr(0xE0000 + ord(each)) for each in text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ig\u200bnore", "zero_width"),
        ("a\u200b\u200c\u200b\u200cb", "zero_width"),
        ("a\u200db", "zero_width"),
        ("x\u2063\u2063\u2064y", "zero_width"),
        ("if \u202e x == 'admin'", "bidi"),
        ("\u2066 // check \u2069 access", "bidi"),
        ("\u2067 left open", "bidi"),
        ("😊\U000e0105\U000e0158\U000e0163", "variation_selectors"),
        ("😊\ufe00\ufe01\ufe05", "variation_selectors"),
        ("a\ufe00b", "variation_selectors"),
        ("pаypal", "homoglyphs"),
        ("Рaypal", "homoglyphs"),
        ("gооgle", "homoglyphs"),
        ("passwοrd", "homoglyphs"),
        ("Αpple", "homoglyphs"),
        ("Ꭺpple", "homoglyphs"),
        ("адмиn", "homoglyphs"),
        ("𝐢𝐠𝐧𝐨𝐫𝐞", "homoglyphs"),
        ("ⓘⓖⓝⓞⓡⓔ", "homoglyphs"),
        ("🏴" + _tagged("ustx") + "\U000e007f", "tags"),
    ],
)
def test_hidden_and_imitated_text_is_found(text: str, kind: str) -> None:
    found = unicode.open({}).scan(f"Before {text} after")
    assert {match.kind for match in found} == {f"unicode.{kind}"}
    assert max(match.confidence for match in found) >= 0.5


ORDINARY = [
    *("👨‍👩‍👧‍👦", "👩🏽‍💻", "🏳️‍🌈", "❤️‍🔥", "🐻‍❄️", "👁️‍🗨️", "🧑‍🚀", "1️⃣ #️⃣", "©️ ™️ ℹ️", "🇩🇪🇫🇷"),
    *("🏴" + _tagged(region) + "\U000e007f" for region in ("gbeng", "gbsct", "gbwls")),
    *("می‌خواهم", "خانه‌ها", "क्‍ष", "ক্‌ষ", "ശ്‍രീ", "ภาษา\u200bไทย", "ខ្មែរ\u200bភាសា"),
    *("שלום \u2067abc\u2069 עולם", "\u202bעברית\u202c", "price\u200e (USD)", "مرحبا\u200f!"),
    *("葛󠄀城市", "ᠮᠣᠩ᠋ᠭᠣᠯ", "ＮＨＫ ニュース", "한국어", "①②③ Ⅳ"),
    *("SMSка", "USB-кабель", "Googleить", "IT-шник", "Привет, world", "DVDшка"),
    *("μm", "Δt", "TNFα", "PPARγ", "αβγ-Test", "hν", "𝑥 + 𝑦 = 𝑧", "Πλάτων", "naïve café"),
    *("co\u00adoperate", "\ufeffid,name"),
]


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_writing_is_not_reported(text: str) -> None:
    assert [match for match in unicode.open({}).scan(text) if match.confidence >= 0.5] == []


@given(st.text(), st.text(st.characters(min_codepoint=0, max_codepoint=127), min_size=1), st.text())
def test_every_message_in_tag_characters_is_found(before: str, message: str, after: str) -> None:
    """A black flag in front must not be a way through: only three sequences are flags."""
    for front in (before, before + "🏴"):
        text = front + _tagged(message) + "\U000e0041" + after
        found = [m for m in unicode.open({}).scan(text) if m.kind == "unicode.tags"]
        assert any(m.start <= len(front) < m.end for m in found)


def test_positions_are_those_of_the_text() -> None:
    text = "é" * 10 + "ig\u200bnore"
    assert [(m.start, m.end) for m in unicode.open({}).scan(text)] == [(12, 13)]


@pytest.mark.parametrize("piece", ["\u200b", "a\u200b", "aа", "\u202e", "😊\ufe0f\u200d", "ж"])
def test_time_grows_linearly_to_a_megabyte(piece: str) -> None:
    assert growth(unicode.open({}), repeated(piece)) < 9


def test_an_unknown_setting_is_refused() -> None:
    with pytest.raises(BadRequest, match="strict"):
        unicode.open({"strict": True})
