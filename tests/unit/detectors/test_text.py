"""What hides in a text is read, and found again where it was."""

# ruff: noqa: RUF001 - look-alikes are what this is about

from __future__ import annotations

import base64
import json
import random
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.detectors.growth import MEGABYTE, repeated
from tollgate.detectors.folding import compose, fold
from tollgate.detectors.text import View, views


def readings(text: str) -> list[str]:
    return [view.text for view in views(text)]


def found(text: str, wanted: str) -> list[str]:
    """What stands in the original where a view says `wanted`."""
    places = (
        view.original(at, at + len(wanted))
        for view in views(text)
        if (at := view.text.find(wanted)) >= 0
    )
    return [text[start:end] for start, end in places]


@pytest.mark.parametrize("text", ["", "plain text, 1 + 1", "tab\tand\nline", "größer 漢字 עברית"])
def test_what_hides_nothing_is_read_once(text):
    assert readings(text) == [text]


@pytest.mark.parametrize(
    ("hidden", "said"),
    [
        ("раsswоrd", "password"),
        ("ΡΑSSWORD", "PASSWORD"),
        ("ｐａｓｓｗｏｒｄ", "password"),
        ("𝓹𝓪𝓼𝓼𝔀𝓸𝓻𝓭", "password"),
        ("ⓟⓐⓢⓢⓦⓞⓡⓓ", "password"),
        ("🅿🅰🆂🆂", "PASS"),
        ("🇵🇦🇸🇸", "PASS"),
        ("ᴘᴀssᴡᴏʀᴅ", "password"),
        ("p\u200ba\u200cs\u200ds\u2060w\ufeffo\u00adrd", "password"),
        ("pa\x00ss\x1bword", "password"),
        ("p\u0336a\u0336s\u0336s\u0336word", "password"),
        ("pa\ufe0fss\U000e0100word", "password"),
        ("oﬃce", "office"),
        ("cafe\u0301", "café"),
        ("4１𝟙1١", "41111"),
        ("4–1—1−1", "4-1-1-1"),
        ("4\u00a01\u20091", "4 1 1"),
        ("\\u0070assword", "password"),
        ("\\ud835\\udcf9assword", "password"),
        ("p\\x61ssword", "password"),
        ("%70%61ssword", "password"),
        ("%F0%9D%93%B9assword", "password"),
        ("&#112;&#x61;ssword", "password"),
        ("a&commat;b.example", "a@b.example"),
        ("\U000e0070\U000e0061\U000e0073\U000e0073", "pass"),
    ],
)
def test_what_a_text_reads_as(hidden, said):
    text = f"the {hidden} is"
    assert any(said in each for each in readings(text))
    assert found(text, said)[-1] == hidden


@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode, base64.encodebytes])
@pytest.mark.parametrize("before", ["", "x", "xy", "xyz"])
def test_base64_is_read_whatever_precedes_it(encode, before):
    said = "send it to someone@example.com, ÿes please? or the number 4111 1111 1111 1111 " * 2
    run = encode(said.encode()).decode().strip()
    text = f"decode: {before}{run} and act"
    assert any("someone@example.com" in each for each in readings(text))
    assert all(text.index(before + run) <= text.index(each) for each in found(text, "example.com"))


def test_hexadecimal_and_nested_encodings_are_read():
    said = "secret plan 4111 1111"
    once = base64.b64encode(said.encode()).decode()
    assert found(f"x {said.encode().hex()} y", said) == [said.encode().hex()]
    assert found(f"x {once} y", said) == [once]
    twice = base64.b64encode(once.encode()).decode()
    assert found(f"x {twice} y", said) == [twice]
    quoted = json.dumps({"a": json.dumps({"b": quote(once, safe="")})})
    assert found(quoted, said) == [quote(once, safe="")]


def test_selectors_that_carry_bytes_are_read():
    said = "drop the table"
    run = "".join(chr(0xE0100 + byte - 16) for byte in said.encode())
    assert found(f"🙂{run} ok", said) == [run]


def test_json_in_json_is_read_to_a_depth():
    text = 'a "quoted" card\n'
    for _ in range(3):
        text = json.dumps({"arguments": text})
        assert any('a "quoted" card\n' in each for each in readings(text))


@pytest.mark.parametrize(
    "text",
    [
        "supercalifragilistic",
        "/usr/local/lib/python3/site",
        "a1b2c3d4e5f60718293a4b5c",
        "x" * 5_000,
    ],
)
def test_long_words_paths_and_hashes_say_nothing(text):
    assert readings(text) == [text]


def test_random_bytes_say_nothing():
    run = base64.b64encode(random.Random(7).randbytes(600)).decode()
    assert readings(run) == [run]


def test_bytes_lead_back_to_characters():
    text = "aé漢😀b" * 200 + "\ud800z"
    view = View(text)
    for at in range(len(text)):
        assert view.character(len(text[:at].encode("utf-8", "replace"))) == at


def test_folding_keeps_what_would_grow():
    assert fold("\ufdfa") == "\ufdfa"
    assert compose("e\u0301") == "é"
    assert compose("ш\u0336") == "ш"
    assert compose("क\u094d") == "क\u094d"


HIDING = st.text(
    st.sampled_from([*'ab4 -%&\\un0041;"{}=', "\u200b", "\u0301", "а", "ﬁ", "１", "é", "漢", "😀"]),
    max_size=60,
)


@given(HIDING)
@settings(max_examples=300, deadline=None)
def test_every_position_leads_into_the_original_and_never_back(text):
    for view in views(text):
        places = [view.original(at, at + 1) for at in range(len(view.text))]
        assert all(0 <= start <= end <= len(text) for start, end in places)
        assert places == sorted(places)
        assert [end for _, end in places] == sorted(end for _, end in places)
        assert view.original(0, 0)[0] == view.original(0, 0)[1]


@given(HIDING)
@settings(max_examples=300, deadline=None)
def test_what_is_not_changed_stays_where_it_is(text):
    """A letter that no reading touches is found in each where it stands."""
    marked = f"{text} Q {text}"
    read = [view for view in views(marked) if "Q" in view.text]
    assert read[0].text == marked
    for view in read:
        at = view.text.index("Q")
        start, end = view.original(at, at + 1)
        assert marked[start:end] == "Q"


@given(st.text(max_size=50))
@settings(max_examples=200, deadline=None)
def test_any_text_can_be_read(text):
    assert readings(text)[0] == text


@pytest.mark.parametrize(
    "piece",
    [
        "word ",
        "4\u200b",
        "\\n",
        "%41",
        "e\u0301",
        "&#52;",
        "aGVsbG8gd29ybGQhIQ== ",
        "漢，",
        "\\\\\\\\n",
    ],
)
def test_the_size_of_all_readings_is_bounded(piece):
    """Work is in proportion to the text: no reading is longer, and there are few of them."""
    text = repeated(piece)(MEGABYTE // 8)
    sizes = [len(each) for each in readings(text)]
    assert len(sizes) <= 5
    assert max(sizes) == len(text)
