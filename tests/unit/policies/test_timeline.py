from __future__ import annotations

from typing import Any

import pytest

from tollgate.errors import Conflict, Unprocessable
from tollgate.policies import timeline
from tollgate.policies.models import PolicyType
from tollgate.policies.versions import MOST_SPANS, Policy, PolicyStatus, Span

NOW = 1_000
LATER = 2_000


def policy(*spans: Span, **values: Any) -> Policy:
    return Policy(
        id="pol_1",
        organization_id="org_1",
        name="n",
        type=PolicyType.USAGE,
        names=("n",),
        latest_version=9,
        spans=spans,
        created_ms=1,
        created_by="usr_1",
        updated_ms=1,
        **values,
    )


def begin(spans: timeline.Spans, version: int, **more: Any) -> timeline.Spans:
    document = more.pop("document", {})
    return timeline.begin(spans, version, document, **{"from_ms": NOW, "now_ms": NOW, **more})


def test_the_first_version_begins_at_once() -> None:
    assert begin((), 1) == (Span(1, NOW),)


def test_the_next_ends_the_one_before() -> None:
    made = policy(*begin((Span(1, 500),), 2))
    assert made.windows == (Span(1, 500, NOW), Span(2, NOW))


def test_a_scheduled_version_begins_as_the_current_one_ends() -> None:
    spans = begin((Span(1, 500),), 2, from_ms=LATER)
    made = policy(*spans)
    assert made.windows == (Span(1, 500, LATER), Span(2, LATER))
    before, after = made.current(LATER - 1), made.current(LATER)
    assert before is not None
    assert after is not None
    assert (before.version, after.version) == (1, 2)
    assert made.coming(NOW) == spans[1]
    assert made.coming(LATER) is None


def test_what_begins_at_once_drops_what_lay_ahead() -> None:
    scheduled = begin((Span(1, 500),), 2, from_ms=LATER)
    assert begin(scheduled, 3) == (Span(1, 500), Span(3, NOW))
    assert begin(scheduled, 3, from_ms=3_000) == (Span(1, 500), Span(3, 3_000))


def test_another_schedule_leaves_no_gap() -> None:
    scheduled = begin((Span(1, 500),), 2, from_ms=LATER)
    again = policy(*begin(scheduled, 3, from_ms=3_000))
    assert [again.status(at) for at in (NOW, LATER, 2_999, 3_000)] == [PolicyStatus.ACTIVE] * 4


def test_a_version_that_ended_by_itself_is_not_stretched() -> None:
    spans = (Span(1, 1, 10), Span(2, 20))
    assert policy(*spans).windows == spans


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({"effective_from": LATER}, Span(1, LATER)),
        ({"effective_from": 10}, Span(1, NOW)),
        ({"effective_until": LATER}, Span(1, NOW, LATER)),
    ],
)
def test_effective_dates_bound_a_version(document: dict[str, int], expected: Span) -> None:
    assert begin((), 1, document=document) == (expected,)


def test_a_version_whose_dates_are_over_cannot_begin() -> None:
    with pytest.raises(Unprocessable):
        begin((), 1, document={"effective_until": NOW})


def test_stopping_ends_the_current_and_drops_the_coming() -> None:
    scheduled = begin((Span(1, 500),), 2, from_ms=LATER)
    stopped = timeline.stop(scheduled, NOW)
    assert stopped == (Span(1, 500, NOW),)
    assert timeline.stop(stopped, NOW + 5) == stopped


def test_back_goes_further_each_time() -> None:
    spans: timeline.Spans = (Span(1, 1, 10), Span(2, 10, 20), Span(3, 20))
    earlier, version = timeline.back(spans, None, NOW)
    assert (earlier, version) == ((Span(1, 1, 10),), 2)
    spans = begin(earlier, version)
    assert timeline.back(spans, None, NOW) == ((), 1)
    with pytest.raises(Conflict):
        timeline.back(begin((), 1), None, NOW)


def test_back_to_a_named_version() -> None:
    spans = (Span(1, 1, 10), Span(2, 10, 20), Span(3, 20))
    assert timeline.back(spans, 1, NOW) == ((), 1)
    with pytest.raises(Conflict) as refused:
        timeline.back(spans, 7, NOW)
    assert refused.value.param == "version"


def test_back_skips_a_version_that_was_activated_twice() -> None:
    spans = (Span(1, 1, 10), Span(2, 10, 20), Span(2, 20))
    assert timeline.back(spans, None, NOW) == ((), 1)


def test_back_ignores_what_has_not_begun() -> None:
    spans = begin((Span(1, 1, 10), Span(2, 10)), 3, from_ms=LATER)
    assert timeline.back(spans, None, NOW) == ((), 1)


@pytest.mark.parametrize("spans", [(), (Span(1, 1, 10),), (Span(1, LATER),)])
def test_back_needs_something_in_force(spans: timeline.Spans) -> None:
    with pytest.raises(Conflict):
        timeline.back(spans, None, NOW)


def test_spans_are_remembered_up_to_a_limit() -> None:
    spans: timeline.Spans = ()
    for number in range(1, MOST_SPANS + 10):
        spans = begin(spans, number, from_ms=number, now_ms=number)
    assert len(spans) == MOST_SPANS
    assert spans[-1].version == MOST_SPANS + 9


@pytest.mark.parametrize(
    ("made", "status", "shown"),
    [
        (policy(), PolicyStatus.DRAFT, 9),
        (policy(Span(2, LATER)), PolicyStatus.SCHEDULED, 2),
        (policy(Span(1, 1, LATER), Span(2, LATER)), PolicyStatus.ACTIVE, 1),
        (policy(Span(1, 1, 10)), PolicyStatus.DISABLED, 9),
        (policy(Span(1, 1, NOW)), PolicyStatus.DISABLED, 9),
        (policy(Span(1, 1), deleted_ms=5), PolicyStatus.DELETED, 1),
    ],
)
def test_the_status_follows_from_the_clock(made: Policy, status: PolicyStatus, shown: int) -> None:
    assert made.status(NOW) is status
    assert made.shown_version(NOW) == shown
