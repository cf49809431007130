"""Keywords are whole words, whatever their case and script."""

# ruff: noqa: RUF001

from __future__ import annotations

import pytest

from tests.unit.detectors.growth import MEGABYTE, growth, repeated
from tests.unit.detectors.hiding import HIDINGS, ONLY_ASCII
from tollgate.detectors import keywords
from tollgate.errors import BadRequest


def said(text: str, *words: str) -> list[str]:
    return [text[m.start : m.end] for m in keywords.open({"words": list(words)}).scan(text)]


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        (["foo"], "Foo FOO foo, foo. (foo) foo-foo 'foo'", ["Foo", "FOO", *["foo"] * 6]),
        (["foo"], "foobar barfoo foo_ _foo foo1 2foo fooé", []),
        (["art", "art exhibit"], "art exhibitions, art exhibit", ["art", "art exhibit"]),
        (["new york", "new york city"], "New  York\nCity", ["New  York\nCity"]),
        (["C++", ".NET", "#tag"], "C++ and .NET, #tag #tags", ["C++", ".NET", "#tag"]),
        (["größe", "straße"], "GRÖSSE Größe STRASSE", ["GRÖSSE", "Größe", "STRASSE"]),
        (["école"], "École, écoles, l’école", ["École", "école"]),
        (["секрет"], "Секрет СЕКРЕТ секреты", ["Секрет", "СЕКРЕТ"]),
        (["機密"], "這是機密文件", ["機密"]),
        (["비밀"], "그것은 비밀은", ["비밀"]),
        (["ลับ"], "เอกสารลับมาก", ["ลับ"]),
        (["סוד"], "סוד, סודות", ["סוד"]),
        (["naïve"], "nai\u0308ve", ["nai\u0308ve"]),
        (["a"], "a b a", ["a", "a"]),
    ],
)
def test_what_is_found(words, text, found):
    assert said(text, *words) == found


@pytest.mark.parametrize("hiding", HIDINGS)
@pytest.mark.parametrize("word", ["Project Aurora", "секретный материал"])
def test_a_keyword_is_found_in_hiding(hiding, word):
    if not word.isascii() and hiding in ONLY_ASCII:
        pytest.skip("only for ASCII")
    hidden = HIDINGS[hiding](word)
    text = f"« {hidden} »"
    [found] = said(text, "project aurora", "секретный материал")
    assert found.strip("\u0336") == hidden.strip("\u0336")


def test_lists_have_their_own_kinds():
    detector = keywords.open(
        {"words": ["one"], "name": "counts", "lists": {"rivals": ["Acme"], "legal": ["lawsuit"]}}
    )
    found = [match.kind for match in detector.scan("acme, a lawsuit, one")]
    assert found == ["keywords.rivals", "keywords.legal", "keywords.counts"]
    assert keywords.open({"words": ["x"]}).scan("x")[0].kind == "keywords"


@pytest.mark.parametrize(
    "config",
    [
        {},
        {"words": []},
        {"words": "word"},
        {"words": [" "]},
        {"words": [1]},
        {"words": ["x" * 201]},
        {"words": ["\ud800"]},
        {"words": [f"w{n}" for n in range(10_001)]},
        {"words": ["a"], "case": True},
        {"lists": ["a"]},
        {"lists": {"a": []}},
    ],
)
def test_settings_that_do_not_fit_are_refused(config):
    with pytest.raises(BadRequest):
        keywords.open(config)


@pytest.mark.parametrize("piece", ["foo ", "foo", "fo ", "f o o "])
def test_time_grows_with_the_text(piece):
    detector = keywords.open({"words": ["foo", "foo bar", *(f"word{n}" for n in range(500))]})
    assert growth(detector, repeated(piece), MEGABYTE // 8) < 8
