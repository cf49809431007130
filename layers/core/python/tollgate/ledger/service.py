"""Admission, settlement and the reaper, over any store that keeps the contract.

Admission holds what a call may cost, in all its accounts, windows and slots (`ledger.admission`).
Settlement moves the true cost from held to spent. The reaper closes what nobody settled.
"""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable, Iterable
from typing import Final

from msgspec import Struct

from tollgate.aws.dynamodb import StoreUnavailable
from tollgate.kit.clock import Clock, now_ms
from tollgate.ledger.admission import Admission
from tollgate.ledger.models import (
    Closing,
    Outcome,
    Principal,
    RequestRecord,
    State,
    StoredAnswer,
)
from tollgate.ledger.plans import Admitted, LedgerStore, Plan, Principals, Quoted, Replayed

__all__ = ["Admitted", "Ledger", "LedgerStore", "Plan", "Replayed", "reap_all", "reaped"]

logger = logging.getLogger(__name__)

_CLOSING_PAUSES_S: Final = (0.02, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6)


class Ledger(Struct, frozen=True):
    """The two transactions of a call. `pause` sleeps for the given seconds."""

    store: LedgerStore
    principals: Principals
    clock: Clock = now_ms
    pause: Callable[[float], None] = time.sleep

    def admit(
        self,
        principal: Principal,
        planned: Callable[[Principal], Plan[Quoted]],
        *,
        wait_until_ms: int | None = None,
    ) -> Admitted[Quoted] | Replayed:
        """Holds what the call may cost and commits its record, or raises the refusal.

        `planned` asks whether the principal may make this call, and is asked again whenever the
        principal had to be read again or a rate window ended meanwhile. A call waits for room where
        its limits allow it, until `wait_until_ms` at the latest (by default its deadline). Raises
        what `planned` raises, `BudgetExhausted`, `RateLimited`, `ApprovalRequired`, `GrantSpent`,
        `PolicyDenied`, `IdempotencyInFlight`, `IdempotencyMismatch`, `Conflict` or `Unavailable`.
        """
        return Admission(
            principal,
            planned,
            store=self.store,
            principals=self.principals,
            clock=self.clock,
            pause=self.pause,
            patience_ms=wait_until_ms,
        ).run()

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

        Returns how many it closed; call again while that equals `limit`. Raises `StoreUnavailable`
        where one could not be closed, after it has tried the others.
        """
        now = self.clock()
        closed = 0
        failed: StoreUnavailable | None = None
        for record in self.store.overdue(organization_id, now, limit):
            try:
                closed += self.close(record, reaped(record, now)) is Closing.APPLIED
            except StoreUnavailable as error:
                logger.warning("an overdue call could not be closed: %s", record.request_id)
                failed = error
        if failed is not None:
            raise failed
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
    """Reaps every organization until nothing is overdue; returns how many calls it closed.

    One in which that fails keeps none of the others waiting; then raises `StoreUnavailable`.
    """
    closed = 0
    failed: StoreUnavailable | None = None
    for organization_id in organization_ids:
        try:
            while (count := ledger.reap(organization_id, limit=batch)) > 0:
                closed += count
                if count < batch:
                    break
        except StoreUnavailable as error:
            failed = error
    if failed is not None:
        raise failed
    return closed
