"""Summaries over a real PostgreSQL: exact before, during and after a rollup."""

from __future__ import annotations

import random
import threading
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import astuple, replace

from tests import journal_records as journal
from tests.postgres import open_at
from tollgate.errors import BadRequest
from tollgate.kit.clock import from_rfc3339
from tollgate.usage.database import Database
from tollgate.usage.models import Filters, GroupBy, SummaryQuery, Totals, UsageFact
from tollgate.usage.rules import facts_of
from tollgate.usage.service import export, ingest, recent, record_facts, roll_up, summarize

pytestmark = pytest.mark.postgres

START = from_rfc3339("2026-02-26T00:00:00Z")
END = from_rfc3339("2026-03-04T00:00:00Z")
[TEMPLATE] = facts_of(journal.stream_record(journal.settled()))


def _random_facts(count: int, seed: int = 7) -> list[UsageFact]:
    chance = random.Random(seed)
    facts = []
    for number in range(count):
        team = f"team_{chance.randrange(3)}"
        state = chance.choice(["settled", "settled", "failed", "unknown", "refused"])
        facts.append(
            TEMPLATE._replace(
                occurred_ms=chance.randrange(START, END),
                event_id=f"req_{number}:request",
                request_id=f"req_{number}",
                state=state,
                provider=chance.choice(["openai", "anthropic"]),
                upstream_model=chance.choice(["gpt-4o", "gpt-4o-mini", ""]),
                key_id=f"key_{chance.randrange(4)}",
                user_id=chance.choice(["usr_1", "usr_2", ""]),
                team_id=team,
                team_path=(team, "team_root"),
                cost_nano=chance.randrange(10**9),
                input_tokens=chance.randrange(5000),
                first_byte_ms=chance.choice([None, 120]),
            )
        )
    return facts


FACTS = _random_facts(1500)


@pytest.fixture
def filled(database: Database) -> Database:
    record_facts(database, FACTS)
    return database


def _query(group_by: GroupBy = GroupBy.MODEL, **changes: Any) -> SummaryQuery:
    return replace(SummaryQuery(journal.ORGANIZATION, START, END, group_by), **changes)


def _sums(facts: list[UsageFact]) -> tuple[int, int, int, int, int, int]:
    return (
        len(facts),
        sum(fact.state == "refused" for fact in facts),
        sum(fact.state in ("failed", "unknown") for fact in facts),
        sum(fact.input_tokens for fact in facts),
        sum(fact.cost_nano for fact in facts),
        sum(fact.latency_ms or 0 for fact in facts if fact.state != "refused"),
    )


def _seen(totals: Totals) -> tuple[int, int, int, int, int, int]:
    return (
        totals.requests,
        totals.refused,
        totals.errors,
        totals.input_tokens,
        totals.cost_nano,
        totals.latency_ms,
    )


def _expected(query: SummaryQuery) -> dict[str, tuple[int, int, int, int, int, int]]:
    """The same answer by the slow way: every fact in a loop."""
    groups: dict[str, list[UsageFact]] = {}
    for fact in FACTS:
        if query.start_ms <= fact.occurred_ms < query.end_ms and _matches(fact, query.filters):
            groups.setdefault(_group(fact, query), []).append(fact)
    return {name: _sums(facts) for name, facts in groups.items()}


def _matches(fact: UsageFact, filters: Filters) -> bool:
    return (
        filters.provider in (None, fact.provider)
        and filters.key_id in (None, fact.key_id)
        and filters.model in (None, fact.upstream_model or fact.model)
        and (filters.team_id is None or filters.team_id in fact.team_path)
    )


def _group(fact: UsageFact, query: SummaryQuery) -> str:
    moment = datetime.fromtimestamp(fact.occurred_ms / 1000, ZoneInfo(query.time_zone))
    match query.group_by:
        case GroupBy.DAY:
            return moment.date().isoformat()
        case GroupBy.HOUR:
            hour = moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
            return f"{hour:%Y-%m-%dT%H:%M:%S}.000Z"
        case GroupBy.MODEL:
            return fact.upstream_model or fact.model
        case _:
            return str(
                getattr(
                    fact, query.group_by if query.group_by == "provider" else f"{query.group_by}_id"
                )
            )


def _answer(database: Database, query: SummaryQuery) -> dict[str, Any]:
    summary = summarize(database, query)
    return {name: _seen(totals) for name, totals in summary.groups if totals.requests}


QUERIES = [
    _query(GroupBy.MODEL),
    _query(GroupBy.PROVIDER),
    _query(GroupBy.USER),
    _query(GroupBy.KEY, filters=Filters(provider="openai", model="gpt-4o")),
    _query(GroupBy.TEAM, filters=Filters(team_id="team_root")),
    _query(GroupBy.TEAM, filters=Filters(team_id="team_1", key_id="key_2")),
    _query(GroupBy.DAY),
    _query(GroupBy.HOUR),
    _query(GroupBy.DAY, time_zone="Asia/Kolkata"),
    _query(GroupBy.DAY, time_zone="America/New_York"),
    _query(GroupBy.MODEL, start_ms=START + 1_234_567, end_ms=END - 7_654_321),
    _query(GroupBy.DAY, start_ms=START + 60_000, end_ms=START + 120_000),
]


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: f"{query.group_by}-{query.time_zone}")
def test_sums_are_exact_from_facts_and_from_rollups(filled: Database, query: SummaryQuery) -> None:
    live = _answer(filled, query)
    assert live == _expected(query)
    assert roll_up(filled, now_ms=END - 100_000_000).hours > 0
    assert _answer(filled, query) == live
    assert roll_up(filled, now_ms=END + 10**9).days > 0
    assert _answer(filled, query) == live


def test_totals_are_those_of_all_groups(filled: Database) -> None:
    assert _seen(summarize(filled, _query(GroupBy.KEY)).totals) == _sums(FACTS)


def test_rolling_up_again_changes_nothing(filled: Database) -> None:
    roll_up(filled, now_ms=END + 10**8)
    with filled.transaction() as connection:
        once = connection.execute("SELECT count(*), sum(cost_nano) FROM usage_hourly").fetchone()
        connection.execute(
            "INSERT INTO dirty_hours SELECT DISTINCT organization_id, hour, now() FROM usage_hourly"
        )
    roll_up(filled, now_ms=END + 10**8)
    with filled.transaction() as connection:
        twice = connection.execute("SELECT count(*), sum(cost_nano) FROM usage_hourly").fetchone()
    assert once == twice


def test_an_unfinished_hour_is_left_to_its_facts(database: Database) -> None:
    ingest(database, [journal.stream_record(journal.settled())])
    assert roll_up(database, now_ms=journal.CREATED_MS + 60_000).hours == 0
    assert roll_up(database, now_ms=journal.CREATED_MS + 7_200_000).hours == 1


def test_a_fact_after_the_rollup_counts_at_once(filled: Database) -> None:
    roll_up(filled, now_ms=END + 10**8)
    late = TEMPLATE._replace(occurred_ms=START + 5, event_id="late:request", cost_nano=11)
    record_facts(filled, [late])
    summary = summarize(filled, _query())
    assert summary.totals.requests == len(FACTS) + 1
    roll_up(filled, now_ms=END + 10**8)
    assert summarize(filled, _query()) == summary


def test_readers_see_whole_numbers_while_facts_come_and_hours_are_rolled_up(
    database: Database, postgres: str
) -> None:
    """Ingests, rollups and readers at once: a reader never sees an hour twice or not at all."""
    done = threading.Event()
    seen: list[int] = []

    def roll() -> None:
        own = open_at(postgres)
        while not done.is_set():
            roll_up(own, now_ms=END + 10**8)
        own.close()

    def read() -> None:
        own = open_at(postgres)
        while not done.is_set():
            seen.append(summarize(own, _query()).totals.requests)
        own.close()

    threads = [threading.Thread(target=target) for target in (roll, roll, read)]
    for thread in threads:
        thread.start()
    for start in range(0, len(FACTS), 50):
        record_facts(database, FACTS[start : start + 50])
    done.set()
    for thread in threads:
        thread.join()
    assert seen == sorted(seen)
    assert all(count % 50 == 0 for count in seen)
    roll_up(database, now_ms=END + 10**8)
    assert _seen(summarize(database, _query()).totals) == _sums(FACTS)


def test_another_organization_sees_nothing(filled: Database) -> None:
    stranger = _query(organization_id="org_stranger", group_by=GroupBy.DAY)
    assert summarize(filled, stranger).totals == Totals()
    assert recent(filled, stranger, cursor=None, limit=10).items == ()
    assert export(filled, stranger) == []


def test_pages_of_recent_requests_are_complete_and_in_order(filled: Database) -> None:
    found: list[UsageFact] = []
    cursor = None
    while True:
        page = recent(filled, _query(), cursor=cursor, limit=400)
        found += page.items
        cursor = page.next_cursor
        if cursor is None:
            break
    assert sorted(found) == sorted(FACTS)
    assert [fact.occurred_ms for fact in found] == sorted(
        (fact.occurred_ms for fact in FACTS), reverse=True
    )


def test_a_foreign_cursor_is_refused(filled: Database) -> None:
    with pytest.raises(BadRequest, match="cursor"):
        recent(filled, _query(), cursor="nonsense", limit=10)


def test_an_export_holds_adjustments_too(database: Database) -> None:
    ingest(database, [journal.stream_record(journal.settled_late())])
    query = _query(start_ms=journal.CREATED_MS, end_ms=journal.CREATED_MS + 1)
    assert [fact.kind for fact in export(database, query)] == ["adjust", "request"]
    totals = summarize(database, query).totals
    assert (totals.requests, totals.errors, totals.cost_nano) == (1, 1, 6_150_000)
    assert len(astuple(totals)) == 14
