"""Violations as people work with them: finding, reviewing, and what a policy's figures say.

The organization is always the caller's. Functions raise `NotFound` for what is not there or in
another organization, `Conflict` for a step that is none or came second, `PreconditionFailed` when
`if_match` is not the current version, and `Unavailable`.
"""

from __future__ import annotations

from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from tollgate.auth.models import Caller
from tollgate.errors import BadRequest, NotFound, PreconditionFailed
from tollgate.journal.models import Event, Target
from tollgate.kit.clock import YEAR_10000_MS, Clock, now_ms
from tollgate.kit.ids import is_id, moment_of, new_id
from tollgate.usage.database import Database
from tollgate.violations import queries
from tollgate.violations.models import (
    Effectiveness,
    Filters,
    Page,
    Review,
    ReviewStatus,
    Violation,
)
from tollgate.violations.rules import reviewed
from tollgate.violations.store import ReviewStore

LONGEST_SPAN_MS: Final = 400 * 86_400_000
MOST_DAYS: Final = 366
_VERBS: Final = {
    ReviewStatus.ACKNOWLEDGED: "acknowledged",
    ReviewStatus.RESOLVED: "resolved",
    ReviewStatus.FALSE_POSITIVE: "resolved",
    ReviewStatus.OPEN: "reopened",
}


class Violations(Struct, frozen=True):
    """Where hits and reviews lie, and the clock."""

    database: Database
    reviews: ReviewStore
    clock: Clock = now_ms


def list_violations(
    violations: Violations,
    caller: Caller,
    filters: Filters,
    *,
    start_ms: int,
    end_ms: int,
    after: str | None,
    limit: int,
) -> Page:
    """One page of the span's violations, newest first, with reviews as they are this moment.

    A violation is there once the stream has brought it, some seconds after its request ended.
    """
    if not 0 <= start_ms < end_ms or end_ms - start_ms > LONGEST_SPAN_MS:
        raise BadRequest("start must be before end, by 400 days at most", param="start")
    if after is not None and not _is_ours(after):
        raise BadRequest("this is not a cursor of ours", param="cursor")
    with violations.database.transaction() as connection:
        found = queries.find(
            connection,
            caller.organization_id,
            filters,
            start_ms=start_ms,
            end_ms=end_ms,
            after=after,
            limit=limit + 1,
        )
    page = found[:limit]
    next_after = page[-1].hit.violation_id if len(found) > limit else None
    current = _overlaid(violations, caller.organization_id, page)
    wanted = filters.status
    items = [each for each in current if wanted in (None, each.review.status)]
    return Page(tuple(items), next_after)


def _is_ours(violation_id: str) -> bool:
    """Whether it has the shape of an id, with a moment that there can be."""
    return is_id(violation_id, "vio") and moment_of(violation_id) < YEAR_10000_MS


def _overlaid(
    violations: Violations, organization_id: str, page: list[Violation]
) -> list[Violation]:
    """With the reviews that the stream has not brought yet."""
    if not page:
        return page
    newest, oldest = page[0].hit.violation_id, page[-1].hit.violation_id
    reviews = violations.reviews.between(organization_id, oldest, newest)
    return [replace(each, review=reviews.get(each.hit.violation_id, each.review)) for each in page]


def get_violation(violations: Violations, caller: Caller, violation_id: str) -> Violation:
    """One violation of the caller's organization."""
    found = None
    if _is_ours(violation_id):
        with violations.database.transaction() as connection:
            found = queries.get(connection, caller.organization_id, violation_id)
    if found is None:
        raise NotFound(f"no violation with id {violation_id}")
    return replace(found, review=violations.reviews.get(caller.organization_id, violation_id))


def review_violation(
    violations: Violations,
    caller: Caller,
    violation_id: str,
    status: ReviewStatus,
    *,
    reason: str,
    if_match: int | None = None,
) -> Violation:
    """Sets what people make of a violation, with its journal event."""
    violation = get_violation(violations, caller, violation_id)
    before = violation.review
    if if_match is not None and if_match != before.version:
        raise PreconditionFailed(f"the current version is {before.version}, not {if_match}")
    at_ms = violations.clock()
    after = reviewed(before, status, reason=reason, reviewer=caller.actor, at_ms=at_ms)
    event = Event(
        event_id=new_id("evt", now_ms=at_ms),
        organization_id=caller.organization_id,
        action=f"violation.{_VERBS[status]}",
        actor=caller.actor,
        target=Target("violation", violation_id),
        created_ms=at_ms,
        request_id=caller.request_id,
        details={"before": _journalled(before), "after": _journalled(after)},
    )
    violations.reviews.commit(caller.organization_id, before, after, event)
    return replace(violation, review=after)


def _journalled(review: Review) -> dict[str, str | int]:
    return {
        "status": review.status.value,
        "reason": review.reason,
        "version": review.version,
    }


def effectiveness(
    violations: Violations, caller: Caller, policy_id: str, *, days: int, time_zone: str
) -> Effectiveness:
    """A policy's figures over the last `days`, with days of `time_zone`."""
    if not 1 <= days <= MOST_DAYS:
        raise BadRequest(f"days is a number from 1 to {MOST_DAYS}", param="days")
    end_ms = violations.clock() + 1
    with violations.database.transaction() as connection:
        return queries.effectiveness(
            connection,
            caller.organization_id,
            policy_id,
            start_ms=end_ms - days * 86_400_000,
            end_ms=end_ms,
            time_zone=time_zone,
        )
