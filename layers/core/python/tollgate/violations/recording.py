"""Hits and reviews into PostgreSQL, in the transaction of whoever reads the stream.

A hit is written once: its id is in the primary key. A review is replaced by a newer one alone, so
the stream may come in pieces, again, and its shards in any order.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, LiteralString

from msgspec.json import encode

from tollgate.kit.clock import to_rfc3339
from tollgate.usage.database import Connection
from tollgate.violations.models import Hit, Review, Told
from tollgate.violations.rules import distinct

HITS: Final = "policy_hits"
_INSERT: Final[LiteralString] = """
INSERT INTO policy_hits
SELECT hit.organization_id, hit.occurred_ms, hit.violation_id, hit.request_id, hit.policy_id,
       hit.policy_version, hit.policy_name, hit.policy_type, hit.rule, hit.action, hit.wanted,
       hit.enforcement, hit.severity, hit.shadow, hit.message, hit.findings, hit.grant_id,
       hit.approval_id, hit.decision, hit.key_id, hit.user_id, hit.team_path, hit.operation,
       hit.provider, hit.model, hit.requested_model, hit.cost_nano, hit.hold_nano, hit.policy_us,
       hit.bundle_hash
FROM jsonb_to_recordset(%s::text::jsonb) AS hit (
    organization_id text, occurred_ms timestamptz, violation_id text, request_id text,
    policy_id text, policy_version integer, policy_name text, policy_type text, rule text,
    action text, wanted text, enforcement text, severity text, shadow boolean, message text,
    findings jsonb, grant_id text, approval_id text, decision text, key_id text, user_id text,
    team_path text[], operation text, provider text, model text, requested_model text,
    cost_nano bigint, hold_nano bigint, policy_us bigint, bundle_hash text
)
ON CONFLICT DO NOTHING
"""
_REVIEW: Final[LiteralString] = """
INSERT INTO policy_reviews AS known VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (organization_id, violation_id) DO UPDATE SET
    status = excluded.status, reason = excluded.reason, reviewer_type = excluded.reviewer_type,
    reviewer_id = excluded.reviewer_id, reviewed_at = excluded.reviewed_at,
    version = excluded.version
WHERE known.version < excluded.version
"""


def write(connection: Connection, told: Sequence[Told]) -> int:
    """Writes what is not there yet; returns how many hits were new.

    The months of the hits have partitions. Raises `psycopg.DataError` for a value that does not
    fit, `UnicodeEncodeError` for text that is none.
    """
    reviews = [review for each in told for review in each.reviews]
    if reviews:
        ordered = sorted(reviews, key=lambda pair: (pair[0], pair[1].violation_id))
        connection.cursor().executemany(_REVIEW, [_review_row(*pair) for pair in ordered])
    hits = distinct(hit for each in told for hit in each.hits)
    if not hits:
        return 0
    text = encode([_values(hit) for hit in hits]).decode()
    return connection.execute(_INSERT, [text]).rowcount


def _values(hit: Hit) -> dict[str, Any]:
    return {**hit._asdict(), "occurred_ms": to_rfc3339(hit.occurred_ms)}


def _review_row(organization_id: str, review: Review) -> tuple[Any, ...]:
    reviewer = review.reviewer
    return (
        organization_id,
        review.violation_id,
        review.status.value,
        review.reason,
        reviewer.type if reviewer else "",
        reviewer.id if reviewer else "",
        to_rfc3339(review.reviewed_ms or 0),
        review.version,
    )
