"""Ingest into a real PostgreSQL: exactly once, together, and never losing a record in silence."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests import journal_records as journal
from tests.postgres import open_at
from tollgate.kit.clock import from_rfc3339
from tollgate.usage.database import Database
from tollgate.usage.rules import facts_of
from tollgate.usage.service import ingest, record_facts

pytestmark = pytest.mark.postgres


def _count(database: Database) -> tuple[int, int]:
    """Facts, and what they cost together."""
    with database.transaction() as connection:
        row = connection.execute(
            "SELECT count(*), coalesce(sum(cost_nano), 0)::bigint FROM usage_facts"
        ).fetchone()
    assert row is not None
    return row[0], row[1]


def _settled(count: int) -> list[dict[str, Any]]:
    return [
        journal.stream_record(journal.settled(f"req_{number:020d}"), sequence=number)
        for number in range(count)
    ]


def test_a_batch_is_written_once_however_often_it_comes(database: Database) -> None:
    batch = _settled(20)
    assert ingest(database, batch).written == 20
    assert ingest(database, batch).written == 0
    assert ingest(database, [*_settled(25), *batch]).written == 5
    assert _count(database) == (25, 25 * 6_150_000)


def test_what_comes_out_is_what_went_in(database: Database) -> None:
    record = journal.settled(
        model="a\tb\\c\n\"d\" {e}, 'f' \b g é 😀",
        tags={"quote": '"', "back\\slash": "\\", "line": "a\nb", "none": "NULL"},
        team_path=("NULL", 'a"b\\c', "x,y"),
    )
    [fact] = facts_of(journal.stream_record(record))
    assert record_facts(database, [fact]) == 1
    with database.transaction() as connection:
        row = connection.execute(
            "SELECT model, tags, team_path, (extract(epoch FROM occurred_at) * 1000)::bigint,"
            " refusal_code, stream FROM usage_facts"
        ).fetchone()
    expected = (fact.model, fact.tags, list(fact.team_path), fact.occurred_ms, None, True)
    assert row == expected


def test_a_malformed_record_is_reported_and_the_rest_is_written(database: Database) -> None:
    batch = _settled(9)
    del batch[4]["dynamodb"]["NewImage"]["request_id"]
    result = ingest(database, batch)
    assert result.failed == (f"{4:021d}",)
    assert _count(database)[0] == 8


def test_a_record_that_does_not_fit_is_found_by_halving(database: Database) -> None:
    batch = _settled(9)
    batch[6]["dynamodb"]["NewImage"]["cost"] = {"N": str(2**70)}
    batch[1]["dynamodb"]["NewImage"]["decision"] = {"S": "\ud800"}
    result = ingest(database, batch)
    assert sorted(result.failed) == [f"{1:021d}", f"{6:021d}"]
    assert (result.written, _count(database)[0]) == (7, 7)


@pytest.mark.parametrize("moment", ["2019-12-31T23:59:59.999Z", "2031-02-01T00:00:00Z"])
def test_a_month_without_partition_gets_one(database: Database, moment: str) -> None:
    record = replace(journal.settled(), created_ms=from_rfc3339(moment))
    assert ingest(database, [journal.stream_record(record)]).written == 1
    assert _count(database)[0] == 1


def test_both_sides_of_a_month_boundary_find_their_partition(database: Database) -> None:
    boundary = from_rfc3339("2030-05-01T00:00:00Z")
    records = [
        journal.stream_record(journal.settled(f"req_{ms}", created_ms=boundary + ms), sequence=ms)
        for ms in (-1, 0)
    ]
    assert ingest(database, records).written == 2


def test_hours_are_marked_only_by_facts_that_are_new(database: Database) -> None:
    ingest(database, _settled(3))
    with database.transaction() as connection:
        marked = connection.execute("DELETE FROM dirty_hours RETURNING organization_id").fetchall()
    assert marked == [(journal.ORGANIZATION,)]
    ingest(database, _settled(3))
    with database.transaction() as connection:
        assert connection.execute("SELECT * FROM dirty_hours").fetchall() == []


def test_the_same_batch_from_many_at_once_is_written_once(
    database: Database, postgres: str
) -> None:
    batch = _settled(200)
    written: list[int] = []

    def deliver(records: Sequence[dict[str, Any]]) -> None:
        own = open_at(postgres)
        written.append(ingest(own, records).written)
        own.close()

    threads = [
        threading.Thread(target=deliver, args=(order,))
        for order in (batch, batch[::-1], batch[100:] + batch[:100], batch[::2])
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(written) == 200
    assert _count(database) == (200, 200 * 6_150_000)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_any_cut_repetition_and_order_of_the_stream_gives_the_same_table(
    database: Database, data: st.DataObject
) -> None:
    history = [
        journal.stream_record(journal.settled("req_a"), sequence=1),
        journal.stream_record(journal.reaped("req_b"), sequence=2),
        journal.stream_record(journal.settled_late("req_b"), sequence=3),
        journal.stream_record(journal.refused("req_c"), sequence=4),
        journal.administrative(5),
    ]
    with database.transaction() as connection:
        connection.execute("TRUNCATE usage_facts, dirty_hours")
    delivered = data.draw(st.permutations(history + history))
    cut = data.draw(st.integers(0, len(delivered)))
    ingest(database, delivered[:cut])
    ingest(database, delivered[cut:])
    assert _count(database) == (4, 6_150_000 * 2)
