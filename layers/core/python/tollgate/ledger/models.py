"""The ledger's vocabulary: who calls, what a call may cost, what it did cost.

Money is integer nano-dollars, time is epoch milliseconds, tokens are counts.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field
from msgspec.structs import replace

from tollgate.errors import Forbidden, TollgateError, Unauthenticated
from tollgate.kit.guarded import Guarded

if TYPE_CHECKING:
    from tollgate.access.authority import Authority
    from tollgate.kit.networks import Networks
    from tollgate.policies.bundle import Bundle
    from tollgate.policies.models import Grant, Subject


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


class Budget(Struct, frozen=True):
    """At most `limit` nano-dollars per `period`."""

    limit: int
    period: Period


class RateLimit(Struct, frozen=True):
    """Calls and tokens per minute; None is no limit."""

    requests_per_minute: int | None = None
    tokens_per_minute: int | None = None


class Scope(Struct, frozen=True):
    """One level that a call is charged to: a key, a user, a team up the tree, the organization."""

    id: str
    budgets: tuple[Budget, ...] = ()
    rate_limit: RateLimit | None = None


class Principal(Guarded, frozen=True):
    """Who calls, as cached by a warm function and pinned by `epoch`.

    `scopes` run from the key to the organization; `subject` is the same caller as policies see it,
    `bundle` the policies in force and `grants` the approved exceptions. `previous_hash` is of the
    secret that a rotation replaced, good until `previous_until_ms`; the caller's address has to lie
    in every one of `networks`. `authority` is what the person of a personal key may do; None for a
    service key. `epoch` is the
    organization's stamp that was read before anything else here: any change that takes something
    away moves it, and admission fails on a moved stamp, so what is cached is never acted upon when
    stale.
    """

    hidden = frozenset({"secret_hash", "previous_hash"})

    organization_id: str
    key_id: str
    user_id: str | None
    team_id: str | None
    team_path: tuple[str, ...]
    scopes: tuple[Scope, ...]
    epoch: int
    time_zone: str
    secret_hash: str
    previous_hash: str | None = None
    previous_until_ms: int | None = None
    networks: tuple[Networks, ...] = ()
    expires_ms: int | None = None
    refusal: TollgateError | None = None
    permissions: frozenset[str] = frozenset()
    models: tuple[str, ...] = ()
    ceiling_price: tuple[int, int] | None = None
    price_overrides: dict[str, dict[str, Any]] = field(default_factory=dict)
    subject: Subject | None = None
    bundle: Bundle | None = None
    grants: tuple[Grant, ...] = ()
    authority: Authority | None = None

    @property
    def policy_version(self) -> str:
        """The hash of the policies that this principal's calls are decided under, or `none`."""
        return self.bundle.hash if self.bundle is not None else "none"

    def authorize(self, now_ms: int) -> None:
        """Raises what stands against any call: a revoked or expired key, a suspension, a freeze."""
        if self.refusal is not None:
            raise self.refusal.again()
        if self.expires_ms is not None and now_ms >= self.expires_ms:
            raise Unauthenticated("this API key has expired")


class AccountRef(Struct, frozen=True):
    """One budget of one scope in one period, and where its item lies.

    A budget of the directory keeps its limit in its item. A policy's, known by its `reason`, keeps
    there only what was used, since the limit is the policy's own and may differ from call to call.
    The last `reserve` nano-dollars are not for this call: it is refused with `approval_reason`
    where only they are left. A `soft` account never refuses; `full` is set once it was found so.
    `alerts` are percentages of the limit.
    """

    scope_id: str
    period: Period
    period_key: str
    limit: int
    reserve: int = 0
    soft: bool = False
    reason: dict[str, Any] | None = None
    approval_reason: dict[str, Any] | None = None
    alerts: tuple[int, ...] = ()
    full: bool = False


class Account(Struct, frozen=True):
    """A balance; `available + held + spent == limit` always."""

    limit: int
    available: int
    held: int
    spent: int

    def under(self, limit: int) -> Account:
        """What is held and spent here, under another limit."""
        return Account(limit, limit - self.held - self.spent, self.held, self.spent)


class RateRef(Struct, frozen=True):
    """One rate window of one scope, until `ends_ms`: at most so many requests and tokens.

    `window` is named as `ledger.rules.window_of` does. A call may wait up to `wait_ms` for the next
    one. `soft`, `full` and `reason` are as in `AccountRef`.
    """

    scope_id: str
    window: str
    ends_ms: int
    requests: int | None
    tokens: int | None
    wait_ms: int = 0
    soft: bool = False
    reason: dict[str, Any] | None = None
    full: bool = False

    @property
    def period(self) -> str:
        """`minute`, `hour`, `day` or `month`."""
        return self.window.partition("#")[0].lower()


class Window(Struct, frozen=True):
    """What a rate window has counted."""

    requests: int
    tokens: int


class SlotRef(Struct, frozen=True):
    """At most `limit` calls of one scope at one time.

    A call may wait up to `wait_ms` for another to end. `soft`, `full` and `reason` are as in
    `AccountRef`.
    """

    scope_id: str
    limit: int
    wait_ms: int = 0
    soft: bool = False
    reason: dict[str, Any] | None = None
    full: bool = False


class GrantUse(Struct, frozen=True):
    """One of the `uses` that a grant has; its counter is forgotten after `expires_ms`."""

    grant_id: str
    uses: int
    expires_ms: int


class GrantSpent(Forbidden):
    """Others used up a grant that a decision rests on: the call is to be decided without it."""

    def __init__(self, grant_id: str) -> None:
        super().__init__(f"the approval {grant_id} is used up")
        self.grant_id = grant_id


class RequestRecord(Struct, frozen=True):
    """The one record of a governed call (its item in `journal`).

    `hold` is what was taken from every account of `accounts` at admission; `tokens_held` what was
    taken from every token window of `rates`; one of each of `slots` is taken until the record
    closes. `cost` and `usage` are set by settlement. `created_ms` is when the call arrived.
    `policies` are the reasons of the decision, `findings` how much each detector found, `policy_us`
    the microseconds that deciding took, `requested_model` what was asked for where it differs.
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
    slots: tuple[SlotRef, ...] = ()
    policies: tuple[dict[str, Any], ...] = ()
    findings: dict[str, int] = field(default_factory=dict)
    policy_us: int = 0
    approval_id: str | None = None
    requested_model: str | None = None

    def closed(self, outcome: Outcome) -> RequestRecord:
        """The record with its ending; what that says of decision and price becomes its own."""
        return replace(
            self,
            state=outcome.state,
            outcome=replace(outcome, decision=None, price_version=None),
            decision=outcome.decision or self.decision,
            price_version=outcome.price_version or self.price_version,
        )

    def counting(self, at_ms: int) -> tuple[RateRef, ...]:
        """The windows that still count at a moment; what a past one counted limits nobody."""
        return tuple(ref for ref in self.rates if ref.ends_ms > at_ms)


class StoredAnswer(Struct, frozen=True):
    """What an Idempotency-Key replays for 24 hours: the answer as the client saw it."""

    status: int
    headers: dict[str, str]
    body: bytes


class Rejection(Struct, frozen=True):
    """Why an admission transaction changed nothing; several reasons may hold at once.

    `existing` is the record already under this request id. `insufficient` and `full` carry what the
    store holds, so that a refusal can say so without another read. `busy` are slots that are all
    taken, `spent` grants that are used up.
    """

    stale: bool = False
    contended: bool = False
    existing: RequestRecord | None = None
    missing: tuple[AccountRef, ...] = ()
    insufficient: tuple[tuple[AccountRef, Account], ...] = ()
    full: tuple[tuple[RateRef, Window], ...] = ()
    busy: tuple[SlotRef, ...] = ()
    spent: tuple[GrantUse, ...] = ()


class Closing(StrEnum):
    """What a settlement met.

    `adjusted` corrected what the reaper had charged, `contended` changed nothing.
    """

    APPLIED = "applied"
    ALREADY = "already"
    ADJUSTED = "adjusted"
    CONTENDED = "contended"


class Outcome(Struct, frozen=True):
    """How a call ended.

    `usage_source` is `provider`, `counted` (usage was missing), `held` or `none`. `arithmetic`
    lists how the cost came about: one entry per unit with tokens and price. `output_policies` are
    the reasons that spoke about the answer; `decision` replaces the record's where they changed it,
    `price_version` where the provider served another tier than was asked for.
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
    output_policies: tuple[dict[str, Any], ...] = ()
    decision: str | None = None
    price_version: str | None = None

    def tokens_used(self, record: RequestRecord) -> int:
        """What the call counts in its token windows; all that was held where usage is unknown."""
        if self.usage_source == "held":
            return record.tokens_held
        return self.usage.get("input_tokens", 0) + self.usage.get("output_tokens", 0)
