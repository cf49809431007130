"""Matches that overlap become one, and a set compiled by many threads is one set."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tollgate.detectors.matching import Expressions, resolved
from tollgate.detectors.models import Match


@pytest.mark.parametrize(
    ("found", "kept"),
    [
        ([], []),
        ([Match(0, 4, "a"), Match(0, 4, "a")], [Match(0, 4, "a")]),
        ([Match(4, 6, "a"), Match(0, 4, "b")], [Match(0, 4, "b"), Match(4, 6, "a")]),
        ([Match(0, 4, "short"), Match(0, 9, "long")], [Match(0, 9, "long")]),
        ([Match(0, 9, "long", 0.5), Match(2, 4, "sure", 0.9)], [Match(2, 4, "sure", 0.9)]),
        (
            [Match(0, 5, "a", 0.9), Match(4, 8, "b", 0.5), Match(7, 12, "c", 0.8)],
            [Match(0, 5, "a", 0.9), Match(7, 12, "c", 0.8)],
        ),
        ([Match(0, 4, "b"), Match(0, 4, "a")], [Match(0, 4, "a")]),
    ],
)
def test_the_surest_then_the_longest_stays(found, kept):
    assert resolved(found) == kept
    assert resolved(reversed(found)) == kept


MATCHES = st.lists(
    st.builds(
        lambda start, size, kind, confidence: Match(start, start + size, kind, confidence),
        st.integers(0, 40),
        st.integers(1, 10),
        st.sampled_from("abc"),
        st.sampled_from([0.5, 0.9, 1.0]),
    )
)


@given(MATCHES)
def test_nothing_overlaps_and_nothing_is_left_out_without_reason(found):
    kept = resolved(found)
    assert kept == sorted(kept)
    assert all(one.end <= other.start for one, other in pairwise(kept))
    for match in set(found) - set(kept):
        assert any(
            other.start < match.end
            and match.start < other.end
            and (other.confidence, other.end - other.start)
            >= (match.confidence, match.end - match.start)
            for other in kept
        )


def test_many_matches_are_resolved_in_time_to_their_number():
    found = [Match(at, at + 3, "a") for at in range(200_000)]
    assert len(resolved(found[::3])) == len(found[::3])


def test_threads_share_one_set():
    expressions = Expressions([f"word{number}" for number in range(200)])
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(expressions.occurring, [b"a word7 and word107"] * 64))
    assert found == [[7, 10, 107]] * 64 or found == [[1, 7, 10, 107]] * 64
    assert expressions.single(7) is expressions.single(7)
