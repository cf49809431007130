from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tollgate.errors import BadRequest
from tollgate.http.pages import decode_cursor, encode_cursor
from tollgate.http.versions import entity_tag, expected_version


@given(st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7D), min_size=1, max_size=60))
def test_a_cursor_comes_back(position: str) -> None:
    assert decode_cursor(encode_cursor(position)) == position


@given(st.text(max_size=60))
def test_any_other_text_is_read_or_refused_by_name(text: str) -> None:
    try:
        read = decode_cursor(text)
    except BadRequest as error:
        read = error.param
    assert read


@pytest.mark.parametrize(
    "cursor", ["", "=", "A", "not base64", "_w", "fg", "w6k", "IA", "AA", "YQpi"]
)
def test_what_is_no_cursor_is_refused_by_name(cursor: str) -> None:
    with pytest.raises(BadRequest) as refused:
        decode_cursor(cursor)
    assert refused.value.param == "cursor"


@pytest.mark.parametrize(
    ("header", "version"), [(None, None), ("*", None), ('"7"', 7), ('W/"7"', 7), (' "12" ', 12)]
)
def test_if_match(header: str | None, version: int | None) -> None:
    assert expected_version(header) == version


@pytest.mark.parametrize("header", ["7", '"x"', '"1", "2"', "", '"-1"'])
def test_if_match_that_is_not_one_tag_is_refused(header: str) -> None:
    with pytest.raises(BadRequest):
        expected_version(header)


@pytest.mark.parametrize("body", [None, "text", [], {}, {"version": "1"}])
def test_only_versioned_bodies_have_a_tag(body: object) -> None:
    assert entity_tag(body) is None
