from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tollgate.errors import BadRequest
from tollgate.providers.wire import MAX_DEPTH, encode, parse_object, rewrite

TEXT = st.text(st.characters(exclude_categories=("Cs",)))
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)
OBJECTS = st.dictionaries(TEXT, VALUES, max_size=6)

REFUSED = {
    "empty": b"",
    "blank": b"  ",
    "not json": b"hello",
    "array": b"[]",
    "text": b'"a"',
    "null": b"null",
    "trailing": b"{} {}",
    "trailing comma": b'{"a":1,}',
    "comment": b'{"a":1} // x',
    "single quotes": b"{'a':1}",
    "byte order mark": b"\xef\xbb\xbf{}",
    "utf-16": '{"a":1}'.encode("utf-16"),
    "invalid utf-8": b'{"a":"\xff"}',
    "overlong utf-8": b'{"a":"\xc0\xaf"}',
    "surrogate bytes": b'{"a":"\xed\xa0\x80"}',
    "control character": b'{"a":"\x01"}',
    "lone high surrogate": b'{"a":"\\ud800"}',
    "lone low surrogate": b'{"a":"\\uDC00"}',
    "swapped surrogates": b'{"a":"\\udc00\\ud800"}',
    "surrogate key": b'{"\\ud800":1}',
    "duplicate": b'{"model":"a","model":"b"}',
    "duplicate escaped": b'{"model":"a","mod\\u0065l":"b"}',
    "duplicate nested": b'{"messages":[{"role":"user","x":{"a":1,"a":1}}]}',
    "nan": b'{"a":NaN}',
    "infinity": b'{"a":-Infinity}',
    "out of range": b'{"a":1e400}',
    "out of range negative": b'{"a":-1e400}',
    "huge integer": b'{"a":' + b"9" * 5000 + b"}",
    "deep": b'{"a":' + b"[" * MAX_DEPTH + b"]" * MAX_DEPTH + b"}",
    "deep objects": b'{"a":' * (MAX_DEPTH + 1) + b"1" + b"}" * (MAX_DEPTH + 1),
    "abyss": b'{"a":' + b"[" * 100_000,
    "abyss of objects": b'{"a":' * 100_000,
}


@pytest.mark.parametrize("body", REFUSED.values(), ids=REFUSED.keys())
def test_refuses_what_two_parsers_could_read_differently(body: bytes) -> None:
    with pytest.raises(BadRequest):
        parse_object(body)


def test_names_the_duplicate_key() -> None:
    with pytest.raises(BadRequest) as caught:
        parse_object(b'{"model":"a","n":1,"n":2}')
    assert caught.value.param == "n"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b'{"a":"\\ud83d\\ude00"}', {"a": "\U0001f600"}),
        (b'{"a":"\\\\ud800"}', {"a": "\\ud800"}),
        (b'{"a":-0}', {"a": 0}),
        (b'{"a":9007199254740993}', {"a": 9007199254740993}),
        (b'{"a":1e-400}', {"a": 0.0}),
        (b'{"__proto__":{}}', {"__proto__": {}}),
        (b'\r\n\t {"a":"\\u0000"}\n', {"a": "\x00"}),
        (b'{"a":[[1],[2]],"b":{"a":1}}', {"a": [[1], [2]], "b": {"a": 1}}),
        (b'{"a":[' + b"[]," * 300 + b"1]}", {"a": [[]] * 300 + [1]}),
    ],
)
def test_reads_what_is_odd_but_unambiguous(body: bytes, expected: dict[str, Any]) -> None:
    assert parse_object(body) == expected


@given(OBJECTS)
def test_reads_any_object_that_json_writes(value: dict[str, Any]) -> None:
    assert parse_object(json.dumps(value).encode()) == value
    assert parse_object(json.dumps(value, ensure_ascii=False).encode()) == value
    assert parse_object(encode(value)) == value


@given(OBJECTS, st.dictionaries(st.sampled_from(["model", "max_tokens"]), st.integers()))
def test_rewrite_changes_only_what_it_is_told(
    value: dict[str, Any], changes: dict[str, Any]
) -> None:
    body = json.dumps(value).encode()
    assert parse_object(rewrite(body, changes)) == {**value, **changes}


def test_rewrite_keeps_the_bytes_of_other_values() -> None:
    body = b'{ "model":"x/y", "seed" : 1.0E2, "s":"\\u00e9\\/", "o": { "b" : 1,  "a":-0 } }'
    changed = rewrite(body, {"model": "y", "max_tokens": 5}, drop=["absent"])
    assert changed == (
        b'{"model":"y","seed":1.0E2,"s":"\\u00e9\\/","o":{ "b" : 1,  "a":-0 },"max_tokens":5}'
    )


def test_rewrite_without_a_change_returns_the_body_itself() -> None:
    body = b'{ "a" : 1 }'
    assert rewrite(body, {}, drop=["b"]) is body


def test_rewrite_drops_members() -> None:
    assert rewrite(b'{"a":1,"b":2}', {}, drop=["a"]) == b'{"b":2}'


def test_encode_writes_integers_of_any_size() -> None:
    assert (
        encode({"maximum": 2**80, "é": "é"})
        == '{"maximum":1208925819614629174706176,"é":"é"}'.encode()
    )
