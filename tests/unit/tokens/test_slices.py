from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tollgate.tokens.slices import slices, utf8_size

PIECES = st.sampled_from(
    (
        *(
            " ",
            "  ",
            "\t",
            "\n",
            "\r\n",
            "a",
            "Word",
            "I'll",
            "'s",
            "42",
            "1234",
            ".",
            "!?",
            "/",
            "_",
        ),
        *("é", "中", "。", "한국", "я", "\u0301", "\u200d", "😀", "<|endoftext|>", "ﷺ"),
        *("\u00a0", '{"a":1}'),
    )
)
TEXT = st.lists(PIECES, max_size=60).map("".join)


@pytest.mark.parametrize("encoding", ["o200k_base", "cl100k_base"])
@settings(max_examples=300, deadline=None)
@given(text=TEXT, longest=st.integers(1, 40))
def test_whole_slices_count_like_the_text(encoding, reference, text, longest):
    parts = list(slices(text, longest))
    if all(part.length == len(part.text) for part in parts):
        assert "".join(part.text for part in parts) == text
        assert sum(reference(part.text, encoding) for part in parts) == reference(text, encoding)


@pytest.mark.parametrize("encoding", ["o200k_base", "cl100k_base"])
@settings(max_examples=150, deadline=None)
@given(text=TEXT, longest=st.integers(1, 40))
def test_the_bytes_of_what_is_not_counted_bound_it(encoding, reference, text, longest):
    bound = sum(
        reference(part.text, encoding) if part.length == len(part.text) else part.size
        for part in slices(text, longest)
    )
    assert reference(text, encoding) <= bound


@given(text=st.text(max_size=300), longest=st.integers(1, 40))
def test_slices_leave_nothing_out(text, longest):
    parts = list(slices(text, longest))
    assert sum(part.length for part in parts) == len(text)
    assert sum(part.size for part in parts) == utf8_size(text)
    assert all(len(part.text) <= longest for part in parts)


def test_ordinary_text_is_never_cut_inside_a_word():
    text = "The quick brown fox jumps over the lazy dog. " * 400
    parts = [part.text for part in slices(text, 100)]
    assert all(len(part) > 80 for part in parts[:-1])
    assert "".join(parts) == text
