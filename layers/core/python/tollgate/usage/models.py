"""The vocabulary of usage: one fact per thing that cost or was refused, and sums over facts.

Money is integer nano-dollars, time is epoch milliseconds, tokens are counts. Where a request has no
user, team, provider or model the text is empty rather than absent, so that it groups and compares.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct, field


class Kind(StrEnum):
    """`request`: how a request ended, once. `adjust`: what its cost differed by, at most once."""

    REQUEST = "request"
    ADJUST = "adjust"


class UsageFact(NamedTuple):
    """One row of `usage_facts`, in the order of its columns.

    `event_id` is the request's id and the kind, so the same fact has the same id however often it
    is read. `occurred_ms` is when the request was admitted or refused: the moment that chose its
    budget periods. An `adjust` fact holds differences (signed) in tokens and cost and belongs to
    that same moment. `latency_ms` and `first_byte_ms` are durations from there.
    """

    organization_id: str
    occurred_ms: int
    event_id: str
    request_id: str
    kind: str
    state: str
    key_id: str
    user_id: str
    team_id: str
    team_path: tuple[str, ...]
    operation: str
    provider: str
    model: str
    upstream_model: str
    stream: bool
    status: int | None
    input_tokens: int
    output_tokens: int
    cache_read_tokens: int
    cache_write_tokens: int
    reasoning_tokens: int
    audio_tokens: int
    cost_nano: int
    hold_nano: int
    latency_ms: int | None
    first_byte_ms: int | None
    decision: str
    refusal_code: str | None
    tags: Mapping[str, str]
    price_version: str
    policy_version: str


class GroupBy(StrEnum):
    """What a summary is broken down by; days and hours are those of the summary's time zone."""

    DAY = "day"
    HOUR = "hour"
    MODEL = "model"
    PROVIDER = "provider"
    TEAM = "team"
    USER = "user"
    KEY = "key"
    OPERATION = "operation"

    @property
    def is_time(self) -> bool:
        return self in (GroupBy.DAY, GroupBy.HOUR)


class CallOutcome(StrEnum):
    """How a call ended: answered, never sent to a provider, or sent without a known good answer."""

    SERVED = "served"
    REFUSED = "refused"
    FAILED = "failed"


class Filters(Struct, frozen=True):
    """Which facts count; None does not restrict. `team_id` means the team and all teams below.

    `within_teams` are teams of which one, or a team below one, was charged; with it, what
    `within_user` did counts too.
    """

    provider: str | None = None
    model: str | None = None
    team_id: str | None = None
    user_id: str | None = None
    key_id: str | None = None
    operation: str | None = None
    within_teams: tuple[str, ...] | None = None
    within_user: str | None = None


class SummaryQuery(Struct, frozen=True):
    """Facts of one organization with `start_ms <= occurred_ms < end_ms`."""

    organization_id: str
    start_ms: int
    end_ms: int
    group_by: GroupBy
    time_zone: str = "UTC"
    filters: Filters = field(default_factory=Filters)


class Totals(Struct, frozen=True):
    """Sums over facts.

    `requests` counts all, the refused and the failed included; `errors` are those that ended
    `failed` or `unknown`. `latency_ms` and `first_byte_ms` are sums over `timed` and `first_bytes`
    requests.
    """

    requests: int = 0
    refused: int = 0
    errors: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cache_read_tokens: int = 0
    cache_write_tokens: int = 0
    reasoning_tokens: int = 0
    audio_tokens: int = 0
    cost_nano: int = 0
    latency_ms: int = 0
    timed: int = 0
    first_byte_ms: int = 0
    first_bytes: int = 0


class Summary(Struct, frozen=True):
    """`groups` in order of time, or by cost from the dearest; `totals` over all groups.

    A group's name is an id, a name, `2026-11-21` or the RFC 3339 start of an hour; empty where the
    requests had none (no team, say).
    """

    totals: Totals
    groups: tuple[tuple[str, Totals], ...]


class Page(Struct, frozen=True):
    """One page of recent requests, newest first; `next_cursor` is None on the last."""

    items: tuple[UsageFact, ...]
    next_cursor: str | None
