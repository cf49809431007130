"""What is asked of hits: lists newest first, one of them, and a policy's figures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, Final, LiteralString

from msgspec.structs import asdict
from psycopg import sql

from tollgate.journal.models import Actor
from tollgate.kit.ids import moment_of
from tollgate.usage.database import Connection
from tollgate.violations.models import (
    Day,
    Effectiveness,
    Filters,
    Hit,
    Review,
    ReviewStatus,
    Violation,
)

_COLUMNS: Final[LiteralString] = """
    h.organization_id, (extract(epoch FROM h.occurred_at) * 1000)::bigint, h.violation_id,
    h.request_id, h.policy_id, h.policy_version, h.policy_name, h.policy_type, h.rule, h.action,
    h.wanted, h.enforcement, h.severity, h.shadow, h.message, h.findings, h.grant_id, h.approval_id,
    h.decision, h.key_id, h.user_id, h.team_path, h.operation, h.provider, h.model,
    h.requested_model, h.cost_nano, h.hold_nano, h.policy_us, h.bundle_hash
"""
_REVIEW_COLUMNS: Final[LiteralString] = """
    r.status, r.reason, r.reviewer_type, r.reviewer_id,
    (extract(epoch FROM r.reviewed_at) * 1000)::bigint, r.version
"""
_LIST: Final[LiteralString] = """
SELECT {columns}, {review_columns}
FROM policy_hits AS h
LEFT JOIN policy_reviews AS r
  ON r.organization_id = h.organization_id AND r.violation_id = h.violation_id
WHERE h.organization_id = %(organization)s
  AND h.occurred_at >= %(start)s AND h.occurred_at < %(end)s {filters}
ORDER BY h.occurred_at DESC, h.violation_id DESC LIMIT %(limit)s
"""
_GET: Final[LiteralString] = """
SELECT {columns}, {review_columns}
FROM policy_hits AS h
LEFT JOIN policy_reviews AS r
  ON r.organization_id = h.organization_id AND r.violation_id = h.violation_id
WHERE h.organization_id = %(organization)s AND h.occurred_at = %(moment)s
  AND h.violation_id = %(violation_id)s
"""
_FILTERS: Final[Mapping[str, LiteralString]] = {
    "policy_id": "h.policy_id = %(policy_id)s",
    "policy_type": "h.policy_type = %(policy_type)s",
    "severity": "h.severity = %(severity)s",
    "action": "h.action = %(action)s",
    "user_id": "h.user_id = %(user_id)s",
    "team_id": "%(team_id)s = ANY (h.team_path)",
    "key_id": "h.key_id = %(key_id)s",
    "model": "%(model)s IN (h.model, h.requested_model)",
    "request_id": "h.request_id = %(request_id)s",
    "shadow": "h.shadow = %(shadow)s",
    "text": "h.message ILIKE %(text)s",
    "status": "r.status = %(status)s",
}
_OPEN: Final[LiteralString] = "(r.status IS NULL OR r.status = %(status)s)"
_AFTER: Final[LiteralString] = "(h.occurred_at, h.violation_id) < (%(after_moment)s, %(after)s)"
_OF_POLICY: Final[LiteralString] = """
h.organization_id = %(organization)s AND h.policy_id = %(policy_id)s
  AND h.occurred_at >= %(start)s AND h.occurred_at < %(end)s
"""
_FIGURES: Final[LiteralString] = """
SELECT count(DISTINCT h.request_id) FILTER (WHERE NOT h.shadow),
       count(DISTINCT h.request_id) FILTER (WHERE h.shadow),
       count(DISTINCT h.request_id) FILTER (WHERE NOT h.shadow AND h.grant_id <> ''),
       count(DISTINCT nullif(h.user_id, '')) FILTER (WHERE NOT h.shadow),
       count(DISTINCT h.key_id) FILTER (WHERE NOT h.shadow),
       count(r.status) FILTER (WHERE r.status IN ('resolved', 'false_positive')),
       count(r.status) FILTER (WHERE r.status = 'false_positive')
FROM policy_hits AS h
LEFT JOIN policy_reviews AS r
  ON r.organization_id = h.organization_id AND r.violation_id = h.violation_id
WHERE {of_policy}
"""
_ACTIONS: Final[LiteralString] = """
SELECT h.action, count(DISTINCT h.request_id) FROM policy_hits AS h
WHERE {of_policy} AND NOT h.shadow GROUP BY 1
"""
_TREND: Final[LiteralString] = """
SELECT (h.occurred_at AT TIME ZONE %(time_zone)s)::date,
       count(DISTINCT h.request_id) FILTER (WHERE NOT h.shadow),
       count(DISTINCT h.request_id) FILTER (WHERE h.shadow)
FROM policy_hits AS h WHERE {of_policy} GROUP BY 1 ORDER BY 1
"""
_LATENCY: Final[LiteralString] = """
SELECT round(avg(policy_us))::bigint,
       round(percentile_cont(0.95) WITHIN GROUP (ORDER BY policy_us))::bigint
FROM (
    SELECT DISTINCT h.request_id, h.policy_us FROM policy_hits AS h
    WHERE {of_policy} AND h.policy_us > 0
) AS requests
"""


def find(
    connection: Connection,
    organization_id: str,
    filters: Filters,
    *,
    start_ms: int,
    end_ms: int,
    after: str | None,
    limit: int,
) -> list[Violation]:
    """Violations of a span, newest first, at most `limit`, behind the one with id `after`."""
    given = {name: value for name, value in asdict(filters).items() if value is not None}
    conditions = [_FILTERS[name] for name in given]
    if filters.status is ReviewStatus.OPEN:
        conditions = [_OPEN if name == "status" else _FILTERS[name] for name in given]
    values: dict[str, Any] = given | {
        "organization": organization_id,
        "start": _moment(start_ms),
        "end": _moment(end_ms),
        "limit": limit,
    }
    if filters.text is not None:
        values["text"] = f"%{_escaped(filters.text)}%"
    if after is not None:
        conditions.append(_AFTER)
        values |= {"after": after, "after_moment": _moment(moment_of(after))}
    statement = sql.SQL(_LIST).format(
        columns=sql.SQL(_COLUMNS),
        review_columns=sql.SQL(_REVIEW_COLUMNS),
        filters=sql.SQL(" ").join(sql.SQL("AND ") + sql.SQL(text) for text in conditions),
    )
    return [_violation(row) for row in connection.execute(statement, values)]


def _escaped(text: str) -> str:
    for special in ("\\", "%", "_"):
        text = text.replace(special, f"\\{special}")
    return text


def get(connection: Connection, organization_id: str, violation_id: str) -> Violation | None:
    """One violation of the organization; `violation_id` has the shape of an id."""
    statement = sql.SQL(_GET).format(
        columns=sql.SQL(_COLUMNS), review_columns=sql.SQL(_REVIEW_COLUMNS)
    )
    values = {
        "organization": organization_id,
        "moment": _moment(moment_of(violation_id)),
        "violation_id": violation_id,
    }
    row = connection.execute(statement, values).fetchone()
    return None if row is None else _violation(row)


def _violation(row: tuple[Any, ...]) -> Violation:
    count = len(Hit._fields)
    hit = Hit(*row[:count])
    hit = hit._replace(team_path=tuple(hit.team_path))
    status, reason, reviewer_type, reviewer_id, reviewed_ms, version = row[count:]
    if status is None:
        return Violation(hit, Review(hit.violation_id))
    reviewer = Actor(reviewer_type, reviewer_id)
    review = Review(hit.violation_id, ReviewStatus(status), reason, reviewer, reviewed_ms, version)
    return Violation(hit, review)


def effectiveness(
    connection: Connection,
    organization_id: str,
    policy_id: str,
    *,
    start_ms: int,
    end_ms: int,
    time_zone: str,
) -> Effectiveness:
    """A policy's figures in a span, with days of `time_zone`; days without a hit are left out."""
    values = {
        "organization": organization_id,
        "policy_id": policy_id,
        "start": _moment(start_ms),
        "end": _moment(end_ms),
        "time_zone": time_zone,
    }

    def rows(statement: LiteralString) -> list[tuple[Any, ...]]:
        composed = sql.SQL(statement).format(of_policy=sql.SQL(_OF_POLICY))
        return connection.execute(composed, values).fetchall()

    [(triggered, shadow, granted, users, keys, reviewed, false_positives)] = rows(_FIGURES)
    [(average, p95)] = rows(_LATENCY)
    return Effectiveness(
        start_ms=start_ms,
        end_ms=end_ms,
        triggered=triggered,
        shadow=shadow,
        granted=granted,
        by_action=dict(rows(_ACTIONS)),
        users=users,
        keys=keys,
        trend=tuple(_day(*row) for row in rows(_TREND)),
        latency_avg_us=average,
        latency_p95_us=p95,
        reviewed=reviewed,
        false_positives=false_positives,
    )


def _day(day: date, triggered: int, shadow: int) -> Day:
    return Day(day.isoformat(), triggered, shadow)


def _moment(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)
