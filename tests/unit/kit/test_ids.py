from hypothesis import given
from hypothesis import strategies as st

from tollgate.kit.ids import derived_id, derived_id_at, is_id, moment_of, new_id


@given(st.integers(0, 2**49), st.integers(0, 2**49))
def test_ids_sort_by_their_time(first: int, second: int) -> None:
    one, two = new_id("req", now_ms=first), new_id("req", now_ms=second)
    assert (one[:14] < two[:14]) == (first < second)


@given(st.lists(st.text(), min_size=1))
def test_derived_ids_have_the_same_shape_and_follow_from_their_parts(parts: list[str]) -> None:
    derived = derived_id("req", *parts)
    assert is_id(derived, "req")
    assert derived == derived_id("req", *parts)
    assert derived != derived_id("req", *parts, "more")


def test_rejects_other_shapes() -> None:
    assert is_id(new_id("key"), "key")
    key_id = new_id("key")
    for value in ("key_", new_id("org"), key_id[:-1], key_id.upper(), "key_" + "u" * 20):
        assert not is_id(value, "key")


@given(st.integers(0, 2**49), st.text(), st.text())
def test_ids_derived_at_a_moment_sort_by_it_and_tell_it(moment: int, one: str, two: str) -> None:
    derived = derived_id_at("vio", moment, one)
    assert is_id(derived, "vio")
    assert moment_of(derived) == moment
    assert derived < derived_id_at("vio", moment + 1, two)
    assert (derived == derived_id_at("vio", moment, two)) == (one == two)
