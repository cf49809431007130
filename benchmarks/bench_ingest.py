"""Usage: rows per second into PostgreSQL, and summary queries over a year of facts.

    python -m benchmarks.bench_ingest [--facts 1000000]

Prints wall time and this process's CPU time. PostgreSQL is the local run's own, on the same machine
and with its durable settings: the figures say what the code costs, not what Aurora would do.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict

from local.database import Cluster
from tests import journal_records as journal
from tollgate.kit.clock import from_rfc3339
from tollgate.usage.database import Database
from tollgate.usage.migrate import upgrade
from tollgate.usage.models import Filters, GroupBy, SummaryQuery, UsageFact
from tollgate.usage.rules import facts_of
from tollgate.usage.service import ingest, record_facts, roll_up, summarize

START = from_rfc3339("2025-11-21T00:00:00Z")
YEAR_MS = 365 * 86_400_000
MODELS = ("gpt-4o", "gpt-4o-mini", "claude-sonnet-4-5", "claude-haiku-4-5")
KEYS = 40
BATCH = 10_000
[TEMPLATE] = facts_of(journal.stream_record(journal.settled()))


def facts(count: int) -> Iterator[list[UsageFact]]:
    """A year of one organization in order of time, in batches as a stream delivers them."""
    chance = random.Random(1)
    batch = []
    for number in range(count):
        key = chance.randrange(KEYS)
        team = f"team_{key % 8:020d}"
        request_id = f"req_{number:020d}"
        batch.append(
            TEMPLATE._replace(
                occurred_ms=START + number * YEAR_MS // count,
                event_id=f"{request_id}:request",
                request_id=request_id,
                key_id=f"key_{key:020d}",
                user_id=f"usr_{key % 20:020d}",
                team_id=team,
                team_path=(team, "team_00000000000000000099"),
                upstream_model=chance.choice(MODELS),
                input_tokens=chance.randrange(4000),
                output_tokens=chance.randrange(900),
                cost_nano=chance.randrange(10**7),
            )
        )
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def rate(label: str, rows: int, work: Callable[[], Any]) -> None:
    """Runs `work` once and prints its rows per second."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(f"{label:<46} {rows / wall:>10,.0f} rows/s   {cpu / rows * 1e6:6.1f} CPU-us/row")


def insert(database: Database, count: int) -> None:
    """Ingest of facts; generating them is not counted."""
    wall = cpu = 0.0
    for batch in facts(count):
        started, used = time.perf_counter(), time.process_time()
        record_facts(database, batch)
        wall += time.perf_counter() - started
        cpu += time.process_time() - used
    print(
        f"{'facts into PostgreSQL (COPY, batches of 10,000)':<46} {count / wall:>10,.0f} rows/s   "
        f"{cpu / count * 1e6:6.1f} CPU-us/row"
    )


def stream_records(count: int) -> list[dict[str, Any]]:
    return [
        journal.stream_record(journal.settled(f"req_s{number:019d}"), sequence=number)
        for number in range(count)
    ]


def ask(database: Database, label: str, query: SummaryQuery, runs: int = 30) -> None:
    """Prints the median and the 95th percentile of a warm query."""
    summarize(database, query)
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        summarize(database, query)
        times.append((time.perf_counter() - started) * 1000)
    p95 = statistics.quantiles(times, n=20)[-1]
    print(f"{label:<46} p50 {statistics.median(times):7.1f} ms   p95 {p95:7.1f} ms")


def queries(database: Database) -> None:
    end = START + YEAR_MS
    month = end - 30 * 86_400_000
    organization = journal.ORGANIZATION

    def query(start: int, group_by: GroupBy, **filters: str) -> SummaryQuery:
        return SummaryQuery(organization, start, end, group_by, "UTC", Filters(**filters))

    ask(database, "30 days by day", query(month, GroupBy.DAY))
    ask(database, "30 days by model", query(month, GroupBy.MODEL))
    ask(database, "30 days by key, one team", query(month, GroupBy.KEY, team_id=f"team_{3:020d}"))
    ask(database, "365 days by day", query(START, GroupBy.DAY))
    ask(database, "365 days by model", query(START, GroupBy.MODEL))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--facts", type=int, default=1_000_000)
    count = parser.parse_args().facts
    with tempfile.TemporaryDirectory(prefix="tollgate-bench-", dir="/tmp") as directory:
        Path(directory).chmod(0o711)
        cluster = Cluster(Path(directory) / "cluster")
        parameters = conninfo_to_dict(cluster.start())
        database = Database(lambda: parameters)
        try:
            upgrade(database)
            measure(database, count)
        finally:
            database.close()
            cluster.stop()


def measure(database: Database, count: int) -> None:
    insert(database, count)
    records = stream_records(20_000)
    rate("stream records to facts", 20_000, lambda: [facts_of(record) for record in records])
    rate("stream records into PostgreSQL", 20_000, lambda: _deliver(database, records))
    rate("the same again (all repeats)", 20_000, lambda: _deliver(database, records))
    end = START + 2 * YEAR_MS
    rate("rollup of every hour", count, lambda: roll_up(database, now_ms=end))
    with database.transaction() as connection:
        connection.execute("SET LOCAL statement_timeout = 0")
        connection.execute("ANALYZE")
    queries(database)


def _deliver(database: Database, records: list[dict[str, Any]]) -> None:
    for start in range(0, len(records), BATCH):
        ingest(database, records[start : start + BATCH])


if __name__ == "__main__":
    main()
