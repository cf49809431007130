"""Recomputes the sums of hours and days that are out of date; any number of these may run at once.

An hour is computed whole from its facts and a day whole from its hours, never added to, so doing it
twice changes nothing. The lock on a mark is taken before anything is read, and whoever changes what
lies below needs that lock to set the mark: what this reading cannot see will mark it again. Each
hour has statements of its own, since a join with a list of hours is planned as a scan of all.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final, LiteralString

from psycopg import sql

from tollgate.usage.database import Connection
from tollgate.usage.sums import MODEL, OF_FACTS, OF_SUMS

_DIMENSIONS: Final = sql.SQL("provider, model, operation, team_id, team_path, user_id, key_id")


def _statements(*texts: LiteralString) -> tuple[sql.Composed, ...]:
    return tuple(
        sql.SQL(text).format(
            dimensions=_DIMENSIONS,
            model=sql.SQL(MODEL),
            of_facts=sql.SQL(OF_FACTS),
            of_sums=sql.SQL(OF_SUMS),
        )
        for text in texts
    )


_CLAIM_HOURS: Final[LiteralString] = """
SELECT organization_id, hour FROM dirty_hours WHERE hour < %s
ORDER BY organization_id, hour LIMIT %s FOR UPDATE SKIP LOCKED
"""
_RECOMPUTE_HOUR: Final = _statements(
    """
    INSERT INTO dirty_days
    VALUES (%(organization)s, date_trunc('day', %(moment)s::timestamptz, 'UTC'), now())
    ON CONFLICT (organization_id, day) DO UPDATE SET marked_at = excluded.marked_at
    """,
    "DELETE FROM usage_hourly WHERE organization_id = %(organization)s AND hour = %(moment)s",
    """
    INSERT INTO usage_hourly
    SELECT %(organization)s, %(moment)s::timestamptz, f.provider, {model}, f.operation, f.team_id,
           f.team_path, f.user_id, f.key_id, {of_facts}
    FROM usage_facts AS f
    WHERE f.organization_id = %(organization)s AND f.occurred_at >= %(moment)s
      AND f.occurred_at < %(moment)s::timestamptz + interval '1 hour'
    GROUP BY 3, 4, 5, 6, 7, 8, 9
    """,
    "DELETE FROM usage_hours WHERE organization_id = %(organization)s AND hour = %(moment)s",
    """
    INSERT INTO usage_hours
    SELECT organization_id, hour, {of_sums} FROM usage_hourly
    WHERE organization_id = %(organization)s AND hour = %(moment)s GROUP BY 1, 2
    """,
    "DELETE FROM dirty_hours WHERE organization_id = %(organization)s AND hour = %(moment)s",
)

_CLAIM_DAYS: Final[LiteralString] = """
SELECT organization_id, day FROM dirty_days WHERE day < %s
ORDER BY organization_id, day LIMIT %s FOR UPDATE SKIP LOCKED
"""
_RECOMPUTE_DAY: Final = _statements(
    "DELETE FROM usage_daily WHERE organization_id = %(organization)s AND day = %(moment)s",
    """
    INSERT INTO usage_daily
    SELECT %(organization)s, %(moment)s::timestamptz, {dimensions}, {of_sums} FROM usage_hourly
    WHERE organization_id = %(organization)s AND hour >= %(moment)s
      AND hour < %(moment)s::timestamptz + interval '1 day'
    GROUP BY {dimensions}
    """,
    "DELETE FROM dirty_days WHERE organization_id = %(organization)s AND day = %(moment)s",
)


def roll_up_hours(connection: Connection, *, before: datetime, limit: int) -> int:
    """Recomputes at most `limit` dirty hours that began before `before`; returns how many.

    Marks their days. Hours that another rollup or an ingest holds are left for later.
    """
    return _recompute(connection, _CLAIM_HOURS, _RECOMPUTE_HOUR, before, limit)


def roll_up_days(connection: Connection, *, before: datetime, limit: int) -> int:
    """The same for days that began before `before`, from their hours as they are."""
    return _recompute(connection, _CLAIM_DAYS, _RECOMPUTE_DAY, before, limit)


def _recompute(
    connection: Connection,
    claim: LiteralString,
    statements: Sequence[sql.Composed],
    before: datetime,
    limit: int,
) -> int:
    claimed = [
        {"organization": organization, "moment": moment}
        for organization, moment in connection.execute(claim, [before, limit])
    ]
    connection.execute("SET LOCAL statement_timeout = '5min'")
    with connection.cursor() as cursor:
        for statement in statements if claimed else ():
            cursor.executemany(statement, claimed)
    return len(claimed)
