"""What policies said into a real PostgreSQL: exactly once, with its reviews, and found again."""

from __future__ import annotations

import copy
import threading
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import journal_records as journal
from tests.policy_records import REASON, event, governed
from tests.postgres import open_at
from tollgate.journal.models import Actor
from tollgate.usage.database import Database
from tollgate.usage.service import ingest, roll_up
from tollgate.violations import queries
from tollgate.violations.models import Effectiveness, Filters, Review, ReviewStatus, Violation

pytestmark = pytest.mark.postgres

START, END = journal.CREATED_MS - 1, journal.CREATED_MS + 10 * 86_400_000
WHO = Actor("user", "usr_reviewer")


def _find(database: Database, limit: int = 100, **filters: Any) -> list[Violation]:
    with database.transaction() as connection:
        return queries.find(
            connection,
            journal.ORGANIZATION,
            Filters(**filters),
            start_ms=START,
            end_ms=END,
            after=None,
            limit=limit,
        )


def _effectiveness(database: Database, policy_id: str = "pol_a", **more: Any) -> Effectiveness:
    values = {"start_ms": START, "end_ms": END, "time_zone": "UTC", **more}
    with database.transaction() as connection:
        return queries.effectiveness(connection, journal.ORGANIZATION, policy_id, **values)


def _batch(count: int) -> list[dict[str, Any]]:
    return [
        journal.stream_record(
            governed(REASON, {**REASON, "policy_id": "pol_b"}, request_id=f"req_{number:020d}"),
            sequence=number,
        )
        for number in range(count)
    ]


def _review(violation: Violation, status: ReviewStatus, version: int = 1) -> dict[str, Any]:
    review = Review(
        violation.hit.violation_id, status, "because", WHO, journal.CREATED_MS + version, version
    )
    return event(review, sequence=version)


def test_hits_are_written_with_their_facts_and_once(database: Database) -> None:
    batch = _batch(20)
    first = ingest(database, batch)
    assert (first.written, first.hits) == (20, 40)
    again = ingest(database, [*_batch(25), *batch])
    assert (again.written, again.hits) == (5, 10)
    assert len(_find(database)) == 50


def test_what_comes_out_is_what_went_in(database: Database) -> None:
    strange = {
        **REASON,
        "name": "a\tb\\c\n\"d\" {e}, 'f' é 😀",
        "message": "x" * 5000 + "\x00",
        "findings": {"pii.email": 2, "we\x00ird": 1},
    }
    ingest(database, [journal.stream_record(governed(strange))])
    [violation] = _find(database)
    hit = violation.hit
    assert hit.policy_name == strange["name"]
    assert (len(hit.message), hit.findings) == (1000, {"pii.email": 2, "we\ufffdird": 1})
    assert (hit.occurred_ms, hit.team_path) == (journal.CREATED_MS, journal.settled().team_path)
    assert violation.review == Review(hit.violation_id)


def test_a_record_that_does_not_fit_is_named_and_the_rest_is_written(database: Database) -> None:
    batch = copy.deepcopy(_batch(9))
    batch[3]["dynamodb"]["NewImage"]["policy_us"] = {"N": str(2**70)}
    batch[5]["dynamodb"]["NewImage"]["policies"]["L"][0]["M"]["name"] = {"S": "\ud800"}
    del batch[7]["dynamodb"]["NewImage"]["policies"]["L"][0]["M"]["action"]
    result = ingest(database, batch)
    assert sorted(result.failed) == [f"{number:021d}" for number in (3, 5, 7)]
    assert (result.written, result.hits) == (6, 12)


def test_months_get_partitions_and_the_schedule_prepares_them(database: Database) -> None:
    moment = 1_900_000_000_000
    record = journal.stream_record(governed(REASON, created_ms=moment))
    assert ingest(database, [record]).hits == 1
    roll_up(database, now_ms=moment)
    with database.transaction() as connection:
        names = connection.execute(
            "SELECT inhrelid::regclass::text FROM pg_inherits"
            " WHERE inhparent = 'policy_hits'::regclass AND inhrelid::regclass::text LIKE '%2030%'"
        ).fetchall()
    assert {name for (name,) in names} == {f"policy_hits_2030_{month:02d}" for month in (3, 4, 5)}


def test_the_same_batch_from_many_at_once_is_written_once(
    database: Database, postgres: str
) -> None:
    batch = _batch(100)
    written: list[int] = []

    def deliver(records: Sequence[dict[str, Any]]) -> None:
        own = open_at(postgres)
        written.append(ingest(own, records).hits)
        own.close()

    orders = (batch, batch[::-1], batch[50:] + batch[:50], batch[::2])
    threads = [threading.Thread(target=deliver, args=(order,)) for order in orders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(written) == 200
    assert len(_find(database, limit=1000)) == 200


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_any_cut_repetition_and_order_of_the_stream_gives_the_same_table(
    database: Database, data: st.DataObject
) -> None:
    with database.transaction() as connection:
        connection.execute("TRUNCATE usage_facts, dirty_hours, policy_hits, policy_reviews")
    hits = _batch(2)
    ingest(database, hits[:1])
    [seen, _] = sorted(_find(database), key=lambda each: each.hit.policy_id)
    history = [
        *hits,
        _review(seen, ReviewStatus.ACKNOWLEDGED, 1),
        _review(seen, ReviewStatus.FALSE_POSITIVE, 2),
        _review(seen, ReviewStatus.OPEN, 3),
        _review(seen, ReviewStatus.RESOLVED, 4),
    ]
    delivered = data.draw(st.permutations(history + history))
    cut = data.draw(st.integers(0, len(delivered)))
    ingest(database, delivered[:cut])
    ingest(database, delivered[cut:])
    found = _find(database)
    assert len(found) == 4
    [resolved] = _find(database, status=ReviewStatus.RESOLVED)
    assert resolved.hit.violation_id == seen.hit.violation_id
    assert (resolved.review.version, resolved.review.reviewer) == (4, WHO)
    assert len(_find(database, status=ReviewStatus.OPEN)) == 3


def test_filters_and_pages(database: Database) -> None:
    other = {
        **REASON,
        "policy_id": "pol_b",
        "type": "usage",
        "severity": "low",
        "action": "deny",
        "rule": "allowed_models",
        "message": "the model 'o3' is 100% off_limits",
        "shadow": True,
    }
    records = [
        journal.stream_record(
            governed(
                REASON if number % 2 else other,
                request_id=f"req_{number:020d}",
                created_ms=journal.CREATED_MS + number // 2,
                user_id=f"usr_{number % 3}",
            ),
            sequence=number,
        )
        for number in range(12)
    ]
    ingest(database, records)
    for filters, count in (
        ({"policy_id": "pol_a"}, 6),
        ({"policy_type": "usage"}, 6),
        ({"severity": "low", "shadow": True}, 6),
        ({"shadow": False}, 6),
        ({"action": "deny"}, 6),
        ({"user_id": "usr_1"}, 4),
        ({"team_id": "team_01jd3v6k8mx2q4r7tn63"}, 12),
        ({"team_id": "team_other"}, 0),
        ({"key_id": "key_01jd3v6k8mx2q4r7tn60"}, 12),
        ({"model": "openai/gpt-4o"}, 12),
        ({"model": "gpt-4o-2024"}, 12),
        ({"request_id": f"req_{3:020d}"}, 1),
        ({"text": "100% OFF_LIMITS"}, 6),
        ({"text": "100_"}, 0),
        ({"status": ReviewStatus.OPEN}, 12),
        ({"status": ReviewStatus.RESOLVED}, 0),
    ):
        assert len(_find(database, **filters)) == count, filters
    everything = [each.hit.violation_id for each in _find(database)]
    assert everything == sorted(everything, reverse=True)
    seen: list[str] = []
    while True:
        with database.transaction() as connection:
            page = queries.find(
                connection,
                journal.ORGANIZATION,
                Filters(),
                start_ms=START,
                end_ms=END,
                after=seen[-1] if seen else None,
                limit=5,
            )
        seen += [each.hit.violation_id for each in page]
        if len(page) < 5:
            break
    assert seen == everything


def test_a_policys_figures_are_those_of_its_requests(database: Database) -> None:
    day = 86_400_000
    warned, denied = {**REASON}, {**REASON, "action": "deny", "rule": "denied"}
    granted = {**REASON, "action": "allow", "grant_id": "apr_x"}
    table = [
        # request, reasons, day, user, microseconds
        ("a", (warned, denied), 0, "usr_1", 100),
        ("b", (warned,), 0, "usr_1", 200),
        ("c", (denied,), 1, "usr_2", 300),
        ("d", (granted,), 1, None, 0),
        ("e", ({**warned, "shadow": True},), 2, "usr_9", 1000),
        ("f", ({**warned, "policy_id": "pol_b"},), 2, "usr_9", 5000),
    ]
    records = [
        journal.stream_record(
            governed(
                *reasons,
                request_id=f"req_{name}",
                created_ms=journal.CREATED_MS + later * day,
                user_id=user,
                policy_us=us,
            ),
            sequence=number,
        )
        for number, (name, reasons, later, user, us) in enumerate(table)
    ]
    ingest(database, records)
    by_request = {(each.hit.request_id, each.hit.rule): each for each in _find(database)}
    marks = [
        _review(by_request["req_a", "content"], ReviewStatus.FALSE_POSITIVE, 1),
        _review(by_request["req_b", "content"], ReviewStatus.RESOLVED, 2),
        _review(by_request["req_c", "denied"], ReviewStatus.RESOLVED, 3),
        _review(by_request["req_d", "content"], ReviewStatus.ACKNOWLEDGED, 4),
    ]
    ingest(database, marks)
    figures = _effectiveness(database)
    assert (figures.triggered, figures.shadow, figures.granted) == (4, 1, 1)
    assert figures.by_action == {"warn": 2, "deny": 2, "allow": 1}
    assert (figures.users, figures.keys) == (2, 1)
    assert [(each.day, each.triggered, each.shadow) for each in figures.trend] == [
        ("2025-11-21", 2, 0),
        ("2025-11-22", 2, 0),
        ("2025-11-23", 0, 1),
    ]
    assert (figures.latency_avg_us, figures.latency_p95_us) == (400, 895)
    assert (figures.reviewed, figures.false_positives) == (3, 1)
    assert (round(figures.false_positive_rate or 0, 3), figures.score) == (0.333, 67)
    nothing = _effectiveness(database, "pol_none")
    assert (nothing.triggered, nothing.latency_avg_us, nothing.score) == (0, None, None)
