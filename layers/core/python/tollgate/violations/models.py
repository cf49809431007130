"""The vocabulary of violations: what a policy said about a request, and what people made of it.

Money is integer nano-dollars, time is epoch milliseconds. Where there is no user, provider or grant
the text is empty rather than absent.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct

from tollgate.journal.models import Actor


class Hit(NamedTuple):
    """One row of `policy_hits`: one rule of one policy about one request.

    `violation_id` follows from the request, the policy, its version and the rule, and begins with
    `occurred_ms`, when the request was admitted or refused. `action` is what was done and `wanted`
    what the policy asks for under strict enforcement; `shadow` marks a dry run. `policy_us` is what
    deciding took for the whole request, in microseconds.
    """

    organization_id: str
    occurred_ms: int
    violation_id: str
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
    findings: Mapping[str, int]
    grant_id: str
    approval_id: str
    decision: str
    key_id: str
    user_id: str
    team_path: tuple[str, ...]
    operation: str
    provider: str
    model: str
    requested_model: str
    cost_nano: int
    hold_nano: int
    policy_us: int
    bundle_hash: str


class ReviewStatus(StrEnum):
    """What people made of a violation; each is `open` until somebody looks at it."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"
    FALSE_POSITIVE = "false_positive"


class Review(Struct, frozen=True):
    """The last review of a violation; `version` counts them, 0 where there was none."""

    violation_id: str
    status: ReviewStatus = ReviewStatus.OPEN
    reason: str = ""
    reviewer: Actor | None = None
    reviewed_ms: int | None = None
    version: int = 0


class Violation(Struct, frozen=True):
    """A hit and its review."""

    hit: Hit
    review: Review


class Told(Struct, frozen=True):
    """What one record of the journal's stream tells: hits of a request, or a review of one."""

    hits: tuple[Hit, ...] = ()
    reviews: tuple[tuple[str, Review], ...] = ()
    """Each with its organization."""

    def __bool__(self) -> bool:
        return bool(self.hits or self.reviews)


class Filters(Struct, frozen=True):
    """Which violations; None does not restrict.

    `team_id` means the team and all below it, `model` the model that served or was asked for, and
    `text` a part of the message in any case.
    """

    policy_id: str | None = None
    policy_type: str | None = None
    severity: str | None = None
    status: ReviewStatus | None = None
    action: str | None = None
    user_id: str | None = None
    team_id: str | None = None
    key_id: str | None = None
    model: str | None = None
    request_id: str | None = None
    shadow: bool | None = None
    text: str | None = None


class Page(Struct, frozen=True):
    """Some violations, newest first; `next_after` is the last id when more follow."""

    items: tuple[Violation, ...]
    next_after: str | None


class Day(Struct, frozen=True):
    """How often a policy was triggered on a day (`2026-11-21`), and how often in a dry run."""

    day: str
    triggered: int
    shadow: int


class Effectiveness(Struct, frozen=True):
    """What a policy did in a span of time.

    `triggered` counts requests that it spoke about, dry runs apart in `shadow`; `granted` those of
    them that an exception or an approval let through. `reviewed` are violations that somebody
    closed, `false_positives` those of them that were none. Latencies are microseconds of deciding
    about the requests that triggered it, with all policies; None without any.
    """

    start_ms: int
    end_ms: int
    triggered: int
    shadow: int
    granted: int
    by_action: Mapping[str, int]
    users: int
    keys: int
    trend: tuple[Day, ...]
    latency_avg_us: int | None
    latency_p95_us: int | None
    reviewed: int
    false_positives: int

    @property
    def false_positive_rate(self) -> float | None:
        """Of what was reviewed, 0 to 1; None before the first review."""
        return self.false_positives / self.reviewed if self.reviewed else None

    @property
    def score(self) -> int | None:
        """0 to 100: how much of what was reviewed was right."""
        rate = self.false_positive_rate
        return None if rate is None else round(100 * (1 - rate))
