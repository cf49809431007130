"""Every SQL statement about usage. See `migrations` for the tables.

A fact is written once: its id is in the primary key, and a repeat is dropped. The transaction that
writes facts also marks their hours dirty, under a row lock that it keeps until it commits; whoever
recomputes an hour takes the same lock first. So an hour that is not dirty is exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final, LiteralString

from psycopg import sql
from psycopg.errors import UniqueViolation

from tollgate.usage.database import Connection
from tollgate.usage.models import UsageFact
from tollgate.usage.rows import OPTIONS, copy_text
from tollgate.usage.spans import DAY_MS, HOUR_MS

FACTS: Final = "usage_facts"
_PIECE: Final = 500
_COPY: Final[LiteralString] = f"COPY usage_facts FROM STDIN {OPTIONS}"
_STAGE: Final[LiteralString] = """
CREATE TEMPORARY TABLE IF NOT EXISTS usage_staging (LIKE usage_facts) ON COMMIT DELETE ROWS
"""
_COPY_STAGED: Final[LiteralString] = f"COPY usage_staging FROM STDIN {OPTIONS}"
_MOVE_STAGED: Final[LiteralString] = """
INSERT INTO usage_facts SELECT * FROM usage_staging ON CONFLICT DO NOTHING
RETURNING organization_id, (extract(epoch FROM occurred_at) * 1000)::bigint
"""
_MARK: Final[LiteralString] = """
INSERT INTO dirty_hours
SELECT organization_id, hour, now()
FROM unnest(%s::text[], %s::timestamptz[]) AS touched (organization_id, hour) ORDER BY 1, 2
ON CONFLICT (organization_id, hour) DO UPDATE SET marked_at = excluded.marked_at
"""


def insert(connection: Connection, facts: Sequence[UsageFact]) -> int:
    """Writes the facts that are not there yet; returns how many were new.

    Facts are distinct, and their months have partitions. As a rule all are new and go straight in;
    one repeat among them sends all through a temporary table. Raises `psycopg.DataError` for a
    value that does not fit.
    """
    try:
        with connection.transaction():
            _copy(connection, _COPY, facts)
        written = [(fact.organization_id, fact.occurred_ms) for fact in facts]
    except UniqueViolation:
        written = _insert_new(connection, facts)
    _mark_dirty(connection, written)
    return len(written)


def _copy(connection: Connection, statement: LiteralString, facts: Sequence[UsageFact]) -> None:
    """In pieces, so that the server works on one while the next is being written."""
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for start in range(0, len(facts), _PIECE):
            copy.write(copy_text(facts[start : start + _PIECE]))


def _insert_new(connection: Connection, facts: Sequence[UsageFact]) -> list[tuple[str, int]]:
    connection.execute(_STAGE)
    _copy(connection, _COPY_STAGED, facts)
    return [(row[0], row[1]) for row in connection.execute(_MOVE_STAGED)]


def _mark_dirty(connection: Connection, written: Iterable[tuple[str, int]]) -> None:
    hours = sorted({(organization, ms // HOUR_MS) for organization, ms in written})
    if hours:
        organizations = [organization for organization, _ in hours]
        connection.execute(_MARK, [organizations, [_moment(h * HOUR_MS) for _, h in hours]])


def months_of(moments_ms: Iterable[int]) -> set[datetime]:
    """The first moments of the months, in UTC, that some moments fall in."""
    days = {ms // DAY_MS for ms in moments_ms}
    return {_moment(day * DAY_MS).replace(day=1) for day in days}


def missing_partitions(
    connection: Connection, months: Iterable[datetime], table: str = FACTS
) -> list[datetime]:
    """Those of `months` that a table partitioned by month has no partition for yet."""
    ordered = sorted(months)
    rows = connection.execute(
        "SELECT name FROM unnest(%s::text[]) AS name WHERE to_regclass(name) IS NULL",
        [[_partition(table, month) for month in ordered]],
    ).fetchall()
    absent = {row[0] for row in rows}
    return [month for month in ordered if _partition(table, month) in absent]


def create_partition(connection: Connection, month: datetime, table: str = FACTS) -> None:
    """Adds the partition of a month, unless somebody just did, without stopping inserts."""
    name = _partition(table, month)
    connection.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [name])
    if not missing_partitions(connection, [month], table):
        return
    names = {"partition": sql.Identifier(name), "whole": sql.Identifier(table)}
    connection.execute(
        sql.SQL("CREATE TABLE {partition} (LIKE {whole} INCLUDING ALL)").format(**names)
    )
    connection.execute(
        sql.SQL(
            "ALTER TABLE {whole} ATTACH PARTITION {partition} FOR VALUES FROM ({}) TO ({})"
        ).format(
            sql.Literal(month.isoformat()), sql.Literal(next_month(month).isoformat()), **names
        )
    )


def next_month(month: datetime) -> datetime:
    return (month + timedelta(days=31)).replace(day=1)


def _partition(table: str, month: datetime) -> str:
    return f"{table}_{month:%Y_%m}"


def _moment(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)
