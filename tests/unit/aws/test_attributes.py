from typing import Any

import pytest
from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from hypothesis import given
from hypothesis import strategies as st

from tollgate.aws.attributes import from_item, to_item

values: st.SearchStrategy[Any] = st.recursive(
    st.text() | st.integers(-(10**37), 10**37) | st.booleans() | st.binary(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.text(min_size=1), values, max_size=6))
def test_round_trip(item: dict[str, Any]) -> None:
    assert from_item(to_item(item)) == item


@given(st.dictionaries(st.text(min_size=1), st.text() | st.integers(-(10**30), 10**30), max_size=6))
def test_is_what_boto3_writes(item: dict[str, Any]) -> None:
    serialized = TypeSerializer().serialize(item)
    assert serialized == {"M": to_item(item)}
    assert TypeDeserializer().deserialize({"M": to_item(item)}) == item


def test_leaves_none_out_and_refuses_floats() -> None:
    assert to_item({"a": None, "b": 1}) == {"b": {"N": "1"}}
    with pytest.raises(TypeError, match="float"):
        to_item({"a": 1.5})
