"""Admission, settlement and the reaper, over any store that keeps the contract.

Admission
  1 hold what the call may cost at most, on every account, with the record, under the stamp
  2 a moved stamp: read the principal again, ask again whether it may call, and start over
  3 an account of a new period: open it and start over
  4 too little left: lower the output that the call may have to what is affordable, or refuse
Settlement moves the true cost from held to spent. The reaper closes what nobody settled.
"""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Final, Generic, Protocol, TypeVar

from tollgate.aws.dynamodb import StoreUnavailable
from tollgate.errors import (
    BudgetExhausted,
    Conflict,
    IdempotencyInFlight,
    IdempotencyMismatch,
    RateLimited,
    Unavailable,
)
from tollgate.kit.clock import Clock, now_ms
from tollgate.kit.ids import derived_id
from tollgate.kit.money import to_usd
from tollgate.ledger.models import (
    Account,
    AccountRef,
    Closing,
    Outcome,
    Principal,
    RateRef,
    Rejection,
    RequestRecord,
    State,
    StoredAnswer,
)
from tollgate.ledger.rules import account_refs, rate_refs, window_ends_in_s

logger = logging.getLogger(__name__)

IDEMPOTENCY_KEPT_MS: Final = 24 * 3600 * 1000
_ATTEMPTS: Final = 40
_LOWERED_AT_MOST: Final = 6
_CONTENTION_BUDGET_S: Final = 2.0
_CLOSING_PAUSES_S: Final = (0.02, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6)


class LedgerStore(Protocol):
    """What the ledger asks of a store: every method is one atomic step.

    Each may raise `StoreUnavailable`, after which its effect is unknown; each may then be repeated
    without applying anything twice.
    """

    def admit(self, record: RequestRecord, epoch: int) -> Rejection | None: ...

    def open_accounts(
        self, organization_id: str, refs: Iterable[AccountRef], epoch: int
    ) -> bool: ...

    def refuse(self, record: RequestRecord) -> None: ...

    def close(
        self, record: RequestRecord, outcome: Outcome, answer: StoredAnswer | None = None
    ) -> Closing: ...

    def overdue(self, organization_id: str, before_ms: int, limit: int) -> list[RequestRecord]: ...

    def get_answer(self, organization_id: str, request_id: str) -> StoredAnswer | None: ...


class Principals(Protocol):
    """Where principals come from; `load` reads anew."""

    def load(self, organization_id: str, key_id: str) -> Principal: ...


class Quote(Protocol):
    """What a call may cost: tokens in, tokens wanted, and the price between them.

    `input_tokens` is an upper bound that money is held for, `counted_tokens` an estimate for the
    token windows. Output tokens are those of all choices together; below `least_output` an answer
    would be of no use. `affordable_output` is negative where not even the input can be held.
    """

    @property
    def input_tokens(self) -> int: ...

    @property
    def counted_tokens(self) -> int: ...

    @property
    def wanted_output(self) -> int: ...

    @property
    def least_output(self) -> int: ...

    def hold(self, output_tokens: int) -> int: ...

    def affordable_output(self, available: int) -> int: ...


Quoted = TypeVar("Quoted", bound=Quote)


@dataclass(frozen=True, slots=True)
class Plan(Generic[Quoted]):
    """A call as one principal may make it.

    `draft` lacks only what admission decides: accounts, windows, holds and the output clamp.
    """

    draft: RequestRecord
    quote: Quoted


@dataclass(frozen=True, slots=True)
class Admitted(Generic[Quoted]):
    """The committed record, and the plan that it follows."""

    record: RequestRecord
    plan: Plan[Quoted]


@dataclass(frozen=True, slots=True)
class Replayed:
    """An earlier call under the same Idempotency-Key had this outcome."""

    record: RequestRecord
    answer: StoredAnswer


@dataclass(frozen=True, slots=True)
class Ledger:
    """The two transactions of a call. `pause` sleeps for the given seconds."""

    store: LedgerStore
    principals: Principals
    clock: Clock = now_ms
    pause: Callable[[float], None] = time.sleep

    def admit(
        self, principal: Principal, planned: Callable[[Principal], Plan[Quoted]]
    ) -> Admitted[Quoted] | Replayed:
        """Holds what the call may cost and commits its record, or raises the refusal.

        `planned` asks whether the principal may make this call, and is asked again whenever the
        principal had to be read again. Raises what it raises, `BudgetExhausted`, `RateLimited`,
        `IdempotencyInFlight`, `IdempotencyMismatch` or `Unavailable`.
        """
        plan = planned(principal)
        output = plan.quote.wanted_output
        waited, lowered = 0.0, 0
        for attempt in range(_ATTEMPTS):
            record = _held(plan, principal, output)
            rejection = self.store.admit(record, principal.epoch)
            if rejection is None:
                return Admitted(record, plan)
            existing = rejection.existing
            if existing is not None and existing.nonce == record.nonce:
                return Admitted(existing, plan)
            if rejection.stale:
                principal = self.principals.load(principal.organization_id, principal.key_id)
                plan = planned(principal)
                output = plan.quote.wanted_output
            elif existing is not None:
                replayed = self._replayed(record, existing)
                if replayed is not None:
                    return replayed
                plan = _next_generation(plan, existing)
            elif rejection.missing:
                self.store.open_accounts(
                    principal.organization_id, rejection.missing, principal.epoch
                )
            elif rejection.full:
                raise _rate_limited(rejection.full[0], record.created_ms)
            elif rejection.insufficient:
                lowered += 1
                output = _affordable(rejection.insufficient, plan.quote, output, lowered)
            else:
                waited += self._back_off(attempt, waited)
        raise Unavailable("the accounts of this call are too busy", retry_after=1)

    def _back_off(self, attempt: int, waited: float) -> float:
        if waited > _CONTENTION_BUDGET_S:
            raise Unavailable("the accounts of this call are too busy", retry_after=1)
        seconds = random.uniform(0.002, 0.01 * 2 ** min(attempt, 5))  # noqa: S311 - jitter
        self.pause(seconds)
        return seconds

    def _replayed(self, record: RequestRecord, existing: RequestRecord) -> Replayed | None:
        """What the earlier call under this id answers; None when its id is free to be succeeded."""
        if not record.idempotent:
            raise Conflict("this request id is taken; send the call again")
        expired = existing.created_ms + IDEMPOTENCY_KEPT_MS <= record.created_ms
        if expired or existing.state is State.FAILED:
            return None
        if existing.body_hash != record.body_hash:
            raise IdempotencyMismatch(
                "this Idempotency-Key was used with another body", param="Idempotency-Key"
            )
        if existing.state is State.ADMITTED:
            raise IdempotencyInFlight(
                "the first call with this Idempotency-Key has not ended", retry_after=1
            )
        answer = self.store.get_answer(existing.organization_id, existing.request_id)
        if answer is None:
            raise Conflict(
                "the first call with this Idempotency-Key ended, but its answer was not kept",
                param="Idempotency-Key",
                fields={"request_id": existing.request_id},
            )
        return Replayed(existing, answer)

    def close(
        self, record: RequestRecord, outcome: Outcome, answer: StoredAnswer | None = None
    ) -> Closing:
        """Settles a call. The money is spent already, so it is tried for seconds.

        Raises `StoreUnavailable` when every attempt failed; the reaper then charges what was held.
        """
        for seconds in _CLOSING_PAUSES_S:
            try:
                closing = self.store.close(record, outcome, answer)
            except StoreUnavailable:
                logger.warning("settlement did not reach the store: %s", record.request_id)
            else:
                if closing is not Closing.CONTENDED:
                    return closing
            self.pause(seconds * random.uniform(0.5, 1.5))  # noqa: S311 - jitter
        closing = self.store.close(record, outcome, answer)
        if closing is Closing.CONTENDED:
            raise StoreUnavailable("settlement found its accounts too busy")
        return closing

    def reap(self, organization_id: str, *, limit: int = 100) -> int:
        """Closes calls whose deadline passed as `unknown`, charging what was held.

        Returns how many it closed; call again while that equals `limit`.
        """
        now = self.clock()
        closed = 0
        for record in self.store.overdue(organization_id, now, limit):
            if self.close(record, reaped(record, now)) is Closing.APPLIED:
                closed += 1
        return closed


def reaped(record: RequestRecord, at_ms: int) -> Outcome:
    """The outcome of a call that nobody settled: what was held is what it cost."""
    return Outcome(
        state=State.UNKNOWN,
        cost=record.hold,
        ended_ms=at_ms,
        status=504,
        usage_source="held",
        error="nobody settled this call before its deadline",
    )


def reap_all(ledger: Ledger, organization_ids: Iterable[str], *, batch: int = 100) -> int:
    """Reaps every organization until nothing is overdue; returns how many calls it closed."""
    closed = 0
    for organization_id in organization_ids:
        while (count := ledger.reap(organization_id, limit=batch)) > 0:
            closed += count
            if count < batch:
                break
    return closed


def _held(plan: Plan[Quoted], principal: Principal, output_tokens: int) -> RequestRecord:
    draft, quote = plan.draft, plan.quote
    lowered = output_tokens < quote.wanted_output
    return replace(
        draft,
        hold=quote.hold(output_tokens),
        input_tokens_held=quote.input_tokens,
        output_tokens_held=output_tokens,
        tokens_held=quote.counted_tokens + output_tokens,
        accounts=account_refs(principal, draft.created_ms),
        rates=rate_refs(principal, draft.created_ms),
        policy_version=f"epoch-{principal.epoch}",
        decision="clamp" if lowered else draft.decision,
    )


def _next_generation(plan: Plan[Quoted], existing: RequestRecord) -> Plan[Quoted]:
    successor = derived_id("req", existing.request_id)
    return replace(plan, draft=replace(plan.draft, request_id=successor))


def _affordable(
    insufficient: tuple[tuple[AccountRef, Account], ...], quote: Quote, output: int, round_: int
) -> int:
    ref, account = min(insufficient, key=lambda entry: entry[1].available)
    least = quote.least_output
    affordable = min(quote.affordable_output(account.available), output - 1)
    # Others take what was left while we ask for it: after a few rounds that is the answer.
    if account.available <= 0 or affordable < least or round_ > _LOWERED_AT_MOST:
        raise budget_exhausted(ref, account, quote.hold(least))
    return affordable


def budget_exhausted(ref: AccountRef, account: Account, needed: int) -> BudgetExhausted:
    """The refusal of a call that `account` cannot hold; `needed` is nano-dollars."""
    held = account.held > 0
    return BudgetExhausted(
        f"the {ref.period} budget of {ref.scope_id} is exhausted: "
        f"{to_usd(account.available)} of {to_usd(account.limit)} USD are available, "
        f"and this call needs {to_usd(needed)}",
        retry_after=1 if held else None,
        fields={
            "scope": ref.scope_id,
            "period": ref.period.value,
            "limit_usd": to_usd(account.limit),
            "spent_usd": to_usd(account.spent),
            "held_usd": to_usd(account.held),
            "available_usd": to_usd(account.available),
            "needed_usd": to_usd(needed),
        },
    )


def _rate_limited(ref: RateRef, created_ms: int) -> RateLimited:
    limits = {
        "requests_per_minute": ref.requests_per_minute,
        "tokens_per_minute": ref.tokens_per_minute,
    }
    return RateLimited(
        f"the rate limit of {ref.scope_id} is reached for this minute",
        retry_after=window_ends_in_s(created_ms),
        fields={"scope": ref.scope_id} | {k: v for k, v in limits.items() if v is not None},
    )
