"""What the routes of violations take and give."""

from typing import Annotated, Self

from pydantic import BaseModel, Field

from functions.policies.schemas import shown_time
from tollgate.directory.fields import Body
from tollgate.kit.clock import to_rfc3339
from tollgate.kit.money import to_usd
from tollgate.violations.models import Effectiveness, ReviewStatus, Violation

Why = Annotated[str, Field(min_length=1, max_length=1000, pattern=r"\S")]


class Acknowledging(Body):
    """Somebody has seen it, and what they make of it."""

    reason: Why


class Resolving(Body):
    """What was done about it; `false_positive` says that it was none."""

    reason: Why
    false_positive: bool = False


class Reopening(Body):
    """Why it is not done."""

    reason: Annotated[str, Field(max_length=1000)] = ""


class ReviewView(BaseModel):
    """The last review; `by` is None while nobody looked at it."""

    reason: str
    by: str | None
    by_type: str | None
    at: str | None


class ViolationView(BaseModel):
    """What one rule of a policy said about a request, and what people made of it.

    `action` is what was done and `wanted` what the policy asks for under strict enforcement.
    `findings` counts what was found by kind, never what it was. `status` is its review.
    """

    id: str
    organization_id: str
    occurred_at: str
    request_id: str
    policy_id: str
    policy_version: int
    policy_name: str
    policy_type: str
    rule: str
    action: str
    wanted: str
    enforcement: str
    severity: str
    shadow: bool
    message: str
    findings: dict[str, int]
    grant_id: str | None
    approval_id: str | None
    decision: str
    key_id: str
    user_id: str | None
    team_id: str | None
    operation: str
    provider: str
    model: str
    requested_model: str
    cost_usd: str
    hold_usd: str
    status: ReviewStatus
    resolved: bool
    false_positive: bool
    review: ReviewView
    version: int

    @classmethod
    def of(cls, violation: Violation) -> Self:
        hit, review = violation.hit, violation.review
        reviewer = review.reviewer
        return cls(
            id=hit.violation_id,
            occurred_at=to_rfc3339(hit.occurred_ms),
            findings=dict(hit.findings),
            grant_id=hit.grant_id or None,
            approval_id=hit.approval_id or None,
            user_id=hit.user_id or None,
            team_id=hit.team_path[0] if hit.team_path else None,
            cost_usd=to_usd(hit.cost_nano),
            hold_usd=to_usd(hit.hold_nano),
            status=review.status,
            resolved=review.status in (ReviewStatus.RESOLVED, ReviewStatus.FALSE_POSITIVE),
            false_positive=review.status is ReviewStatus.FALSE_POSITIVE,
            review=ReviewView(
                reason=review.reason,
                by=reviewer.id if reviewer else None,
                by_type=reviewer.type if reviewer else None,
                at=shown_time(review.reviewed_ms),
            ),
            version=review.version,
            **{name: getattr(hit, name) for name in _SAME},
        )


_SAME = (
    "organization_id",
    "request_id",
    "policy_id",
    "policy_version",
    "policy_name",
    "policy_type",
    "rule",
    "action",
    "wanted",
    "enforcement",
    "severity",
    "shadow",
    "message",
    "decision",
    "key_id",
    "operation",
    "provider",
    "model",
    "requested_model",
)


class TrendDay(BaseModel):
    """Requests of one day that the policy spoke about, dry runs apart."""

    day: str
    triggered: int
    shadow: int


class EffectivenessView(BaseModel):
    """What a policy did. Counts are requests; latencies are those of deciding, all policies
    together; `score` (0 to 100) is how much of what was reviewed was right.
    """

    policy_id: str
    start: str
    end: str
    times_triggered: int
    shadow_triggered: int
    granted: int
    by_action: dict[str, int]
    users_affected: int
    keys_affected: int
    trend: list[TrendDay]
    latency_avg_us: int | None
    latency_p95_us: int | None
    reviewed: int
    false_positives: int
    false_positive_rate: float | None
    score: int | None

    @classmethod
    def of(cls, policy_id: str, figures: Effectiveness) -> Self:
        rate = figures.false_positive_rate
        return cls(
            policy_id=policy_id,
            start=to_rfc3339(figures.start_ms),
            end=to_rfc3339(figures.end_ms),
            times_triggered=figures.triggered,
            shadow_triggered=figures.shadow,
            granted=figures.granted,
            by_action=dict(figures.by_action),
            users_affected=figures.users,
            keys_affected=figures.keys,
            trend=[
                TrendDay(day=each.day, triggered=each.triggered, shadow=each.shadow)
                for each in figures.trend
            ],
            latency_avg_us=figures.latency_avg_us,
            latency_p95_us=figures.latency_p95_us,
            reviewed=figures.reviewed,
            false_positives=figures.false_positives,
            false_positive_rate=None if rate is None else round(rate, 4),
            score=figures.score,
        )
