from __future__ import annotations

import random
import time

import psutil
import pytest
import tiktoken
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tollgate.prices import catalog
from tollgate.tokens.encodings import count_text, encoding_of, measure

ENCODINGS = ("o200k_base", "cl100k_base")
TEXTS = (
    "",
    " ",
    "Hello, world! It's 2026-11-21; we'll see.",
    "<|endoftext|> and <|im_start|>system<|im_end|>",
    "def f(x):\n\treturn {'a': [1, 2.5e-3], \"b\": None}  # ok\r\n\r\n",
    "Straße, naïve façade, Ελληνικά, Русский, עברית, العربية, हिन्दी, ไทย, 한국어",
    "今日は、世界。你好\uff0c世界\uff01",
    "👩‍👩‍👧‍👦 🇩🇪 e\u0301 \u200b \u00a0 \u3000 \ufeff",
    "a" * 5_000,
    " " * 5_000 + "x",
    "\n" * 3_000,
    "=" * 2_000 + " " + "-" * 2_000,
    "1234567890" * 300,
    '{"a":"b","c":[1,2,3]}' * 500,
    "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo" * 200,
    "it'S I'LL you'Ve don't 'tis 'Twas s's",
)
ALPHABET = st.one_of(
    st.characters(exclude_categories=["Cs"]),
    st.sampled_from(" \t\n\r'abcXYZ019.,/-_<|>éß中あ한я😀\u0301\u200d"),
)


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_counts_like_tiktoken(text, encoding, reference):
    expected = reference(text, encoding)
    assert measure(text, encoding) == (expected, expected)


@pytest.mark.parametrize("encoding", ENCODINGS)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(parts=st.lists(st.text(ALPHABET, max_size=40), max_size=8))
def test_counts_any_text_like_tiktoken(encoding, reference, parts):
    text = "".join(parts)
    assert measure(text, encoding)[0] == reference(text, encoding)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_counts_text_beyond_one_slice_exactly(encoding, reference):
    words = [word for text in TEXTS[:8] for word in text.split(" ")]
    text = " ".join(random.Random(7).choices(words, k=60_000))
    assert len(text) > 4 * 65_536
    expected = reference(text, encoding)
    assert measure(text, encoding) == (expected, expected)


def test_a_models_encoding_is_the_one_that_tiktoken_names():
    models = [entry["id"] for entry in catalog.entries("openai")]
    models += [f"{model}-2026-01-01" for model in models]
    for model in models:
        try:
            named = tiktoken.encoding_name_for_model(model)
        except KeyError:
            named = None
        named = "o200k_base" if named == "o200k_harmony" else named
        assert encoding_of(model) == (named if named in ENCODINGS else None), model


def test_counts_by_the_models_own_encoding():
    text = "naïve façade 今日は"
    assert count_text(text, "gpt-4") == measure(text, "cl100k_base")[0]
    assert count_text(text, "gpt-4o") == measure(text, "o200k_base")[0]
    assert count_text(text, "some-model") == measure(text, "o200k_base")[0]


@pytest.mark.parametrize("unit", [" ", "\t", "\n", "a", "A", "!", "é", "中", "😀", "1"])
def test_a_megabyte_of_one_character_takes_bounded_time(unit):
    text = unit * (1_000_000 // len(unit.encode()))
    measure("warm up", "o200k_base")
    started = time.process_time()
    tokens, bound = measure(text, "o200k_base")
    # Less than 0.1 s; without the bound some take minutes.
    assert time.process_time() - started < 10
    assert 0 < tokens <= bound <= len(text.encode())


@pytest.mark.parametrize("unit", [" ", "\t", "a", "!", "ab", "中"])
def test_the_bound_of_a_stretch_without_words_holds(unit, reference):
    text = unit * (200_000 // len(unit))
    tokens, bound = measure(f"start {text} end", "o200k_base")
    true = reference(f"start {text} end", "o200k_base")
    assert true <= bound
    assert tokens == pytest.approx(true, rel=0.02)


def test_long_made_up_words_do_not_fill_the_memory():
    rng = random.Random(1)
    letters = "abcdefghijklmnopqrstuvwxyz"
    process = psutil.Process()

    def count_words(number: int) -> None:
        for _ in range(number):
            measure("".join(rng.choices(letters, k=60_000)), "o200k_base")

    count_words(70)
    before = process.memory_info().rss
    count_words(250)
    assert process.memory_info().rss - before < 24_000_000
