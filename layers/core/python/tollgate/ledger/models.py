"""The ledger's vocabulary: who calls, what a call may cost, what it did cost.

Money is integer nano-dollars, time is epoch milliseconds, tokens are counts.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from tollgate.errors import TollgateError, Unauthenticated


class Period(StrEnum):
    """How long a budget lasts before it starts anew, in the organization's time zone."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    YEARLY = "yearly"
    TOTAL = "total"


class State(StrEnum):
    """States of a request record: `admitted` then one of the others; `refused` from the start."""

    ADMITTED = "admitted"
    SETTLED = "settled"
    FAILED = "failed"
    UNKNOWN = "unknown"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Budget:
    """At most `limit` nano-dollars per `period`."""

    limit: int
    period: Period


@dataclass(frozen=True, slots=True)
class RateLimit:
    """Calls and tokens per minute; None is no limit."""

    requests_per_minute: int | None = None
    tokens_per_minute: int | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """One level that a call is charged to: a key, a user, a team up the tree, the organization."""

    id: str
    budgets: tuple[Budget, ...] = ()
    rate_limit: RateLimit | None = None


@dataclass(frozen=True, slots=True)
class Principal:
    """Who calls, as cached by a warm function and pinned by `epoch`.

    `scopes` run from the key to the organization. `epoch` is the organization's stamp that was read
    before anything else here: any change that takes something away moves it, and admission fails on
    a moved stamp, so what is cached is never acted upon when stale.
    """

    organization_id: str
    key_id: str
    user_id: str | None
    team_id: str | None
    team_path: tuple[str, ...]
    scopes: tuple[Scope, ...]
    epoch: int
    time_zone: str
    secret_hash: str = field(repr=False)
    expires_ms: int | None = None
    refusal: TollgateError | None = None
    permissions: frozenset[str] = frozenset()
    models: tuple[str, ...] = ()
    ceiling_price: tuple[int, int] | None = None
    price_overrides: dict[str, dict[str, Any]] = field(default_factory=dict)

    def authorize(self, now_ms: int) -> None:
        """Raises what stands against any call: a revoked or expired key, a suspension, a freeze."""
        if self.refusal is not None:
            raise self.refusal.again()
        if self.expires_ms is not None and now_ms >= self.expires_ms:
            raise Unauthenticated("this API key has expired")


@dataclass(frozen=True, slots=True)
class AccountRef:
    """One budget of one scope in one period, and where its item lies."""

    scope_id: str
    period: Period
    period_key: str
    limit: int


@dataclass(frozen=True, slots=True)
class Account:
    """A balance; `available + held + spent == limit` always."""

    limit: int
    available: int
    held: int
    spent: int


@dataclass(frozen=True, slots=True)
class RateRef:
    """One rate window of one scope; `window` is the minute since the epoch."""

    scope_id: str
    window: int
    requests_per_minute: int | None
    tokens_per_minute: int | None


@dataclass(frozen=True, slots=True)
class RequestRecord:
    """The one record of a governed call (its item in `journal`).

    `hold` is what was taken from every account of `accounts` at admission; `tokens_held` what was
    taken from every token window of `rates`. `cost` and `usage` are set by settlement.
    """

    organization_id: str
    request_id: str
    nonce: str
    state: State
    created_ms: int
    deadline_ms: int
    key_id: str
    user_id: str | None
    team_path: tuple[str, ...]
    operation: str
    model: str
    provider: str
    upstream_model: str
    stream: bool
    hold: int
    input_tokens_held: int
    output_tokens_held: int
    tokens_held: int
    accounts: tuple[AccountRef, ...]
    rates: tuple[RateRef, ...]
    price_version: str
    policy_version: str
    decision: str
    body_hash: str
    tags: dict[str, str] = field(default_factory=dict)
    idempotent: bool = False
    outcome: Outcome | None = None
    refusal: dict[str, Any] | None = None
    adjust: dict[str, Any] | None = None

    def closed(self, outcome: Outcome) -> RequestRecord:
        return replace(self, state=outcome.state, outcome=outcome)


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """What an Idempotency-Key replays for 24 hours: the answer as the client saw it."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why an admission transaction changed nothing; several reasons may hold at once.

    `existing` is the record already under this request id. `insufficient` and `full` carry what the
    store holds, so that a refusal can say so without another read.
    """

    stale: bool = False
    contended: bool = False
    existing: RequestRecord | None = None
    missing: tuple[AccountRef, ...] = ()
    insufficient: tuple[tuple[AccountRef, Account], ...] = ()
    full: tuple[RateRef, ...] = ()


class Closing(StrEnum):
    """What a settlement met.

    `adjusted` corrected what the reaper had charged, `contended` changed nothing.
    """

    APPLIED = "applied"
    ALREADY = "already"
    ADJUSTED = "adjusted"
    CONTENDED = "contended"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a call ended.

    `usage_source` is `provider`, `counted` (usage was missing), `held` or `none`. `arithmetic`
    lists how the cost came about: one entry per unit with tokens and price.
    """

    state: State
    cost: int
    ended_ms: int
    status: int
    usage: dict[str, int] = field(default_factory=dict)
    usage_source: str = "none"
    arithmetic: tuple[dict[str, Any], ...] = ()
    finish_reason: str | None = None
    provider_request_id: str | None = None
    first_byte_ms: int | None = None
    error: str | None = None

    def tokens_used(self, record: RequestRecord) -> int:
        """What the call counts in its token windows; all that was held where usage is unknown."""
        if self.usage_source == "held":
            return record.tokens_held
        return self.usage.get("input_tokens", 0) + self.usage.get("output_tokens", 0)
