"""Summaries and lists: sums where a day or an hour is clean and whole, facts everywhere else.

What is out of date and what it is replaced by are read from one snapshot, so a summary is exact
however many ingests and rollups run meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any, Final, LiteralString

from msgspec.structs import asdict
from psycopg import sql

from tollgate.kit.clock import to_rfc3339
from tollgate.usage.database import Connection
from tollgate.usage.models import CallOutcome, Filters, GroupBy, SummaryQuery, Totals, UsageFact
from tollgate.usage.spans import divide
from tollgate.usage.sums import ENDED, MODEL, OF_FACTS, OF_SUMS

_SNAPSHOT: Final[LiteralString] = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
_DIRTY: Final[LiteralString] = """
SELECT 'hour', (extract(epoch FROM hour) * 1000)::bigint FROM dirty_hours
WHERE organization_id = %(organization)s AND hour > %(start)s - interval '1 hour' AND hour < %(end)s
UNION ALL
SELECT 'day', (extract(epoch FROM day) * 1000)::bigint FROM dirty_days
WHERE organization_id = %(organization)s AND day >= %(start)s AND day < %(end)s
"""
_SUMMARY: Final[LiteralString] = """
WITH groups AS (
    SELECT {day_group} AS name, {of_sums}
    FROM unnest(%(day_starts)s::timestamptz[], %(day_ends)s::timestamptz[]) AS span (first, last),
    LATERAL (
        SELECT * FROM usage_daily AS u
        WHERE u.organization_id = %(organization)s AND u.day >= span.first AND u.day < span.last
          {sum_filters} OFFSET 0
    ) AS u GROUP BY 1
    UNION ALL
    SELECT {hour_group}, {of_sums}
    FROM unnest(%(hour_starts)s::timestamptz[], %(hour_ends)s::timestamptz[]) AS span (first, last),
    LATERAL (
        SELECT * FROM {hours} AS u
        WHERE u.organization_id = %(organization)s AND u.hour >= span.first AND u.hour < span.last
          {sum_filters} OFFSET 0
    ) AS u GROUP BY 1
    UNION ALL
    SELECT {fact_group}, {of_facts}
    FROM unnest(%(fact_starts)s::timestamptz[], %(fact_ends)s::timestamptz[]) AS span (first, last),
    LATERAL (
        SELECT * FROM usage_facts AS f
        WHERE f.organization_id = %(organization)s
          AND f.occurred_at >= span.first AND f.occurred_at < span.last {fact_filters} OFFSET 0
    ) AS f GROUP BY 1
)
SELECT name, {of_sums} FROM groups GROUP BY name
"""
# OFFSET 0 keeps the planner from turning the look-up of a few spans into a scan of every month.

_TIME_GROUPS: Final[dict[GroupBy, LiteralString]] = {
    GroupBy.DAY: "({} AT TIME ZONE %(time_zone)s)::date",
    GroupBy.HOUR: "date_trunc('hour', {}, 'UTC')",
}
_SUM_GROUPS: Final[dict[GroupBy, LiteralString]] = {
    GroupBy.MODEL: "u.model",
    GroupBy.PROVIDER: "u.provider",
    GroupBy.TEAM: "u.team_id",
    GroupBy.USER: "u.user_id",
    GroupBy.KEY: "u.key_id",
    GroupBy.OPERATION: "u.operation",
}
_FACT_GROUPS: Final[dict[GroupBy, LiteralString]] = {
    GroupBy.MODEL: MODEL,
    GroupBy.PROVIDER: "f.provider",
    GroupBy.TEAM: "f.team_id",
    GroupBy.USER: "f.user_id",
    GroupBy.KEY: "f.key_id",
    GroupBy.OPERATION: "f.operation",
}
_FILTERS: Final[dict[str, tuple[LiteralString, LiteralString]]] = {
    "provider": ("u.provider = %(provider)s", "f.provider = %(provider)s"),
    "model": ("u.model = %(model)s", f"{MODEL} = %(model)s"),
    "team_id": ("%(team_id)s = ANY (u.team_path)", "%(team_id)s = ANY (f.team_path)"),
    "user_id": ("u.user_id = %(user_id)s", "f.user_id = %(user_id)s"),
    "key_id": ("u.key_id = %(key_id)s", "f.key_id = %(key_id)s"),
    "operation": ("u.operation = %(operation)s", "f.operation = %(operation)s"),
    "within_teams": (
        "(u.team_path && %(within_teams)s::text[] OR u.user_id = %(within_user)s)",
        "(f.team_path && %(within_teams)s::text[] OR f.user_id = %(within_user)s)",
    ),
}
_COLUMNS: Final[LiteralString] = """
    f.organization_id, (extract(epoch FROM f.occurred_at) * 1000)::bigint, f.event_id, f.request_id,
    f.kind, f.state, f.key_id, f.user_id, f.team_id, f.team_path, f.operation, f.provider, f.model,
    f.upstream_model, f.stream, f.status, f.input_tokens, f.output_tokens, f.cache_read_tokens,
    f.cache_write_tokens, f.reasoning_tokens, f.audio_tokens, f.cost_nano, f.hold_nano,
    f.latency_ms, f.first_byte_ms, f.decision, f.refusal_code, f.tags, f.price_version,
    f.policy_version
"""
_RECENT: Final[LiteralString] = """
SELECT {columns} FROM usage_facts AS f
WHERE f.organization_id = %(organization)s AND f.kind = 'request'
  AND f.occurred_at >= %(start)s AND f.occurred_at < %(end)s {filters} {ended} {before}
ORDER BY f.occurred_at DESC, f.event_id DESC LIMIT %(limit)s
"""
_BEFORE: Final[dict[bool, LiteralString]] = {
    False: "",
    True: "AND (f.occurred_at, f.event_id) < (%(moment)s, %(event)s)",
}
_BETWEEN: Final[LiteralString] = """
SELECT {columns} FROM usage_facts AS f
WHERE f.organization_id = %(organization)s
  AND f.occurred_at >= %(start)s AND f.occurred_at < %(end)s {filters}
ORDER BY f.occurred_at, f.event_id LIMIT %(limit)s
"""


def summarize(connection: Connection, query: SummaryQuery) -> list[tuple[str, Totals]]:
    """One entry per group that has facts, in no particular order.

    Must come first in its transaction, which then sees one moment of the database.
    """
    connection.execute(_SNAPSHOT)
    values = _given(query.filters) | _span(query) | {"time_zone": query.time_zone}
    dirty = connection.execute(_DIRTY, values).fetchall()
    sources = divide(query, *([ms for kind, ms in dirty if kind == k] for k in ("hour", "day")))
    for kind, spans in (("day", sources.days), ("hour", sources.hours), ("fact", sources.facts)):
        values[f"{kind}_starts"] = [_moment(start) for start, _ in spans]
        values[f"{kind}_ends"] = [_moment(end) for _, end in spans]
    rows = connection.execute(_statement(query), values).fetchall()
    return [(_name(row[0]), Totals(*row[1:])) for row in rows]


def _name(group: str | date | datetime) -> str:
    if isinstance(group, datetime):
        return to_rfc3339(round(group.timestamp() * 1000))
    return str(group)


def _statement(query: SummaryQuery) -> sql.Composed:
    given = _given(query.filters)
    whole_hours = query.group_by.is_time and not given
    return sql.SQL(_SUMMARY).format(
        hours=sql.SQL("usage_hours" if whole_hours else "usage_hourly"),
        day_group=_group(_SUM_GROUPS, query, "u.day"),
        hour_group=_group(_SUM_GROUPS, query, "u.hour"),
        fact_group=_group(_FACT_GROUPS, query, "f.occurred_at"),
        of_sums=sql.SQL(OF_SUMS),
        of_facts=sql.SQL(OF_FACTS),
        sum_filters=_conditions(given, 0),
        fact_filters=_conditions(given, 1),
    )


def _group(
    columns: Mapping[GroupBy, LiteralString], query: SummaryQuery, moment: LiteralString
) -> sql.Composable:
    if query.group_by.is_time:
        return sql.SQL(_TIME_GROUPS[query.group_by]).format(sql.SQL(moment))
    return sql.SQL(columns[query.group_by])


def recent(
    connection: Connection,
    query: SummaryQuery,
    *,
    outcome: CallOutcome | None,
    before: tuple[int, str] | None,
    limit: int,
) -> list[UsageFact]:
    """The newest requests of a span, at most `limit`, of one outcome or of any.

    `before` is the moment and the event id of the last one seen; the query's grouping is ignored.
    """
    given = _given(query.filters)
    statement = sql.SQL(_RECENT).format(
        columns=sql.SQL(_COLUMNS),
        filters=_conditions(given, 1),
        ended=sql.SQL("AND " + ENDED[outcome] if outcome else ""),
        before=sql.SQL(_BEFORE[bool(before)]),
    )
    values = given | _span(query) | {"limit": limit}
    if before is not None:
        values |= {"moment": _moment(before[0]), "event": before[1]}
    return [_fact(row) for row in connection.execute(statement, values)]


def facts_between(connection: Connection, query: SummaryQuery, *, limit: int) -> list[UsageFact]:
    """Facts of every kind in order of time, at most `limit`; the query's grouping is ignored."""
    given = _given(query.filters)
    statement = sql.SQL(_BETWEEN).format(columns=sql.SQL(_COLUMNS), filters=_conditions(given, 1))
    values = given | _span(query) | {"limit": limit}
    return [_fact(row) for row in connection.execute(statement, values)]


def _span(query: SummaryQuery) -> dict[str, Any]:
    return {
        "organization": query.organization_id,
        "start": _moment(query.start_ms),
        "end": _moment(query.end_ms),
    }


def _given(filters: Filters) -> dict[str, Any]:
    given = {name: value for name, value in asdict(filters).items() if value is not None}
    if filters.within_teams is not None:
        # No user equals null: without one, the teams alone count.
        given |= {"within_teams": list(filters.within_teams), "within_user": filters.within_user}
    return given


def _conditions(given: Iterable[str], side: int) -> sql.Composed:
    """`AND …` for each filter; `side` 0 reads sums, 1 facts."""
    names = [name for name in given if name in _FILTERS]
    return sql.SQL(" ").join([sql.SQL("AND ") + sql.SQL(_FILTERS[name][side]) for name in names])


def _fact(row: tuple[Any, ...]) -> UsageFact:
    fact = UsageFact(*row)
    return fact._replace(team_path=tuple(fact.team_path))


def _moment(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)
