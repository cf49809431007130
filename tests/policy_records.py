"""What policies said, as records of the journal's stream bring it."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from tests import journal_records as journal
from tollgate.aws.attributes import to_attribute
from tollgate.ledger.models import RequestRecord
from tollgate.violations.models import Review

REASON: dict[str, Any] = {
    "policy_id": "pol_a",
    "version": 3,
    "name": "PII protection",
    "type": "content_filter",
    "rule": "content",
    "action": "warn",
    "wanted": "deny",
    "message": "the input holds pii.email",
    "severity": "high",
    "enforcement": "warn",
    "findings": {"pii.email": 2},
}


def governed(*reasons: dict[str, Any], **changes: Any) -> RequestRecord:
    """A call that went well and that policies had something to say about."""
    values: dict[str, Any] = {
        "policies": reasons,
        "policy_us": 120,
        "decision": "warn",
        "requested_model": "gpt-4o-2024",
        **changes,
    }
    request_id = values.pop("request_id", "req_01jd3v6k8mx2q4r7tn5x")
    return replace(journal.settled(request_id), **values)


def event(review: Review, sequence: int = 1, **changes: Any) -> dict[str, Any]:
    """The stream's record of a review's journal event."""
    verb = {"open": "reopened", "acknowledged": "acknowledged"}.get(review.status, "resolved")
    reviewer = review.reviewer
    assert reviewer is not None
    record = journal.administrative(sequence)
    image = {
        "kind": "event",
        "organization_id": journal.ORGANIZATION,
        "event_id": f"evt_{sequence:020d}",
        "action": f"violation.{verb}",
        "actor": {"type": reviewer.type, "id": reviewer.id},
        "target": {"type": "violation", "id": review.violation_id},
        "created_ms": review.reviewed_ms,
        "request_id": "r",
        "details": {
            "before": {"status": "open", "reason": "", "version": review.version - 1},
            "after": {
                "status": review.status.value,
                "reason": review.reason,
                "version": review.version,
            },
        },
        **changes,
    }
    record["dynamodb"]["NewImage"] = to_attribute(image)["M"]
    return record
