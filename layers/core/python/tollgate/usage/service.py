"""What the usage functions do, in order: ingest a batch, roll hours up, answer questions."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import psycopg
from msgspec import Struct
from msgspec.structs import astuple

from tollgate.errors import BadRequest
from tollgate.usage import queries, rollups, store
from tollgate.usage.cursors import read_cursor, write_cursor
from tollgate.usage.database import Database
from tollgate.usage.models import CallOutcome, Page, Summary, SummaryQuery, Totals, UsageFact
from tollgate.usage.rules import MalformedRecord, distinct, facts_of
from tollgate.usage.spans import names
from tollgate.violations import recording
from tollgate.violations.models import Told
from tollgate.violations.rules import told_by

logger = logging.getLogger(__name__)

SETTLED_AFTER: Final = timedelta(minutes=10)
"""How long after its end an hour is left alone: calls that began in it still settle."""
AT_ONCE: Final = 24
MONTHS_AHEAD: Final = 2
LARGEST_EXPORT: Final = 50_000

_Entry = tuple[str, tuple[UsageFact, ...], Told]
_DOES_NOT_FIT: Final = (psycopg.DataError, psycopg.IntegrityError, UnicodeEncodeError)


class Ingested(Struct, frozen=True):
    """`written` facts and `hits` were new; `failed` are the numbers of records that cannot be."""

    read: int
    written: int
    failed: tuple[str, ...]
    hits: int = 0


def ingest(database: Database, records: Sequence[Mapping[str, Any]]) -> Ingested:
    """Writes what a batch of stream records tells in one transaction, each thing exactly once.

    That is facts, what policies said, and reviews of that. A record that cannot be understood or
    stored is logged and reported, and the others are written. Raises `DatabaseUnavailable`, after
    which the whole batch may come again.
    """
    entries: list[_Entry] = []
    failed: list[str] = []
    for record in records:
        sequence_number = str(record["dynamodb"]["SequenceNumber"])
        try:
            facts, told = facts_of(record), told_by(record)
        except MalformedRecord as malformed:
            failed.append(_poisonous(sequence_number, malformed))
        else:
            if facts or told:
                entries.append((sequence_number, facts, told))
    written, hits = _write(database, entries, failed)
    return Ingested(read=len(records), written=written, failed=tuple(failed), hits=hits)


def _write(database: Database, entries: Sequence[_Entry], failed: list[str]) -> tuple[int, int]:
    """Halves a batch that does not fit until the record that does not is alone."""
    if not entries:
        return 0, 0
    try:
        facts = [fact for _, facts, _ in entries for fact in facts]
        return _record(database, facts, [told for _, _, told in entries if told])
    except _DOES_NOT_FIT as error:
        if len(entries) == 1:
            failed.append(_poisonous(entries[0][0], error))
            return 0, 0
    middle = len(entries) // 2
    first = _write(database, entries[:middle], failed)
    second = _write(database, entries[middle:], failed)
    return first[0] + second[0], first[1] + second[1]


def _poisonous(sequence_number: str, reason: Exception) -> str:
    logger.error(
        "stream record %s cannot be recorded: %s",
        sequence_number,
        type(reason).__name__,
        exc_info=reason,
    )
    return sequence_number


def record_facts(database: Database, facts: Sequence[UsageFact]) -> int:
    """Writes facts, with the partitions they need; returns how many were new."""
    return _record(database, facts, ())[0]


def _record(
    database: Database, facts: Sequence[UsageFact], told: Sequence[Told]
) -> tuple[int, int]:
    ordered = distinct(facts)
    _prepare(database, store.FACTS, store.months_of(fact.occurred_ms for fact in ordered))
    hits = (hit.occurred_ms for each in told for hit in each.hits)
    _prepare(database, recording.HITS, store.months_of(hits))
    with database.transaction() as connection:
        return store.insert(connection, ordered), recording.write(connection, told)


def _prepare(database: Database, table: str, months: Collection[datetime]) -> int:
    """Adds the partitions that `table` lacks of `months`; returns how many those were."""
    if not months:
        return 0
    with database.transaction() as connection:
        missing = store.missing_partitions(connection, months, table)
    for month in missing:
        with database.transaction() as connection:
            store.create_partition(connection, month, table)
    return len(missing)


class RolledUp(Struct, frozen=True):
    """How many hours and days were recomputed and months prepared."""

    hours: int
    days: int
    partitions: int


def roll_up(database: Database, *, now_ms: int) -> RolledUp:
    """Recomputes every dirty hour and day that has ended, and prepares coming months' partitions.

    Raises `DatabaseUnavailable`.
    """
    now = datetime.fromtimestamp(now_ms / 1000, UTC)
    partitions = _prepare_months(database, now)
    ended = now - SETTLED_AFTER
    hours = _repeat(database, rollups.roll_up_hours, ended - timedelta(hours=1))
    days = _repeat(database, rollups.roll_up_days, ended - timedelta(days=1))
    return RolledUp(hours=hours, days=days, partitions=partitions)


def _repeat(database: Database, some: Callable[..., int], before: datetime) -> int:
    """A few at a time, so that no ingest waits long for a mark."""
    total = 0
    while True:
        with database.transaction() as connection:
            count = some(connection, before=before, limit=AT_ONCE)
        total += count
        if not count:
            return total


def _prepare_months(database: Database, now: datetime) -> int:
    month = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    months = [month]
    for _ in range(MONTHS_AHEAD):
        months.append(store.next_month(months[-1]))
    return sum(_prepare(database, table, months) for table in (store.FACTS, recording.HITS))


def summarize(database: Database, query: SummaryQuery) -> Summary:
    """Totals and groups, exact as of now. Raises `DatabaseUnavailable`."""
    with database.transaction() as connection:
        found = queries.summarize(connection, query)
    totals = sum_of([sums for _, sums in found])
    if query.group_by.is_time:
        known = dict(found)
        return Summary(totals, tuple((name, known.get(name, Totals())) for name in names(query)))
    found.sort(key=lambda group: (-group[1].cost_nano, -group[1].requests, group[0]))
    return Summary(totals, tuple(found))


def sum_of(parts: Sequence[Totals]) -> Totals:
    """The sums of sums, field by field."""
    return Totals(*(sum(values) for values in zip(*map(astuple, parts), strict=True)))


def recent(
    database: Database,
    query: SummaryQuery,
    *,
    outcome: CallOutcome | None = None,
    cursor: str | None,
    limit: int,
) -> Page:
    """One page of the span's requests, newest first; with an `outcome`, those alone.

    Raises `BadRequest` for a cursor that is not ours, and `DatabaseUnavailable`.
    """
    before = read_cursor(cursor) if cursor else None
    with database.transaction() as connection:
        facts = queries.recent(connection, query, outcome=outcome, before=before, limit=limit + 1)
    page = facts[:limit]
    return Page(tuple(page), write_cursor(page[-1]) if len(facts) > limit else None)


def export(database: Database, query: SummaryQuery) -> list[UsageFact]:
    """Every fact of the span, adjustments included, in order of time.

    Raises `BadRequest` when there are more than `LARGEST_EXPORT`, and `DatabaseUnavailable`.
    """
    with database.transaction() as connection:
        facts = queries.facts_between(connection, query, limit=LARGEST_EXPORT + 1)
    if len(facts) > LARGEST_EXPORT:
        raise BadRequest(
            f"an export holds at most {LARGEST_EXPORT} entries; choose a shorter time",
            param="start",
        )
    return facts
