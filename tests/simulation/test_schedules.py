"""Thousands of seeded schedules hold I1 to I3, and broken variants are caught.

A failure names its seed: `python -m tests.simulation <seed>` runs that one schedule again.
"""

from __future__ import annotations

import os
from typing import Any

import pytest
from msgspec.structs import replace

from tests.simulation.schedule import Schedule
from tests.simulation.world import SimulatedStore, Violation, World
from tollgate.ledger.memory import MemoryLedgerStore
from tollgate.ledger.models import (
    Account,
    AccountRef,
    Closing,
    Outcome,
    RateRef,
    Rejection,
    RequestRecord,
    SlotRef,
    State,
    StoredAnswer,
    Window,
)
from tollgate.ledger.rules import account_key
from tollgate.ledger.service import Ledger

SCHEDULES = int(os.environ.get("TOLLGATE_SIMULATION_SCHEDULES", "10000"))
BATCH = 1_000
PATIENCE = 400


class NoStampCheck(SimulatedStore):
    def admit(self, record: RequestRecord, epoch: int, grants: Any = ()) -> Rejection | None:
        return super().admit(record, self.epochs[record.organization_id], grants)


class CounterWithoutHold(SimulatedStore):
    def admit(self, record: RequestRecord, epoch: int, grants: Any = ()) -> Rejection | None:
        return super().admit(replace(record, hold=0), epoch, grants)


class SettleWithoutState(SimulatedStore):
    def close(
        self, record: RequestRecord, outcome: Outcome, answer: StoredAnswer | None = None
    ) -> Closing:
        key = (record.organization_id, record.request_id)
        stored = self.records.get(key)
        if stored is not None and stored.state is State.UNKNOWN:
            MemoryLedgerStore._close_admitted(self, stored, outcome)
            return Closing.APPLIED
        return super().close(record, outcome, answer)


class ReaperKeepsSlots(SimulatedStore):
    def _close_admitted(self, record: RequestRecord, outcome: Outcome) -> None:
        super()._close_admitted(record, outcome)
        if outcome.state is State.UNKNOWN:
            self._take(record, 1)


class LateSettlementReleasesAgain(SimulatedStore):
    def _adjust(self, record: RequestRecord, outcome: Outcome) -> Closing:
        closing = super()._adjust(record, outcome)
        if closing is Closing.ADJUSTED:
            self._take(record, -1)
        return closing


class LateSettlementKeepsTokens(SimulatedStore):
    def _adjust(self, record: RequestRecord, outcome: Outcome) -> Closing:
        before = dict(self.windows)
        closing = super()._adjust(record, outcome)
        self.windows = before
        return closing


class NoSlotCondition(SimulatedStore):
    def _is_busy(self, organization_id: str, ref: SlotRef) -> bool:
        return False


class NoWindowCondition(SimulatedStore):
    def _is_full(self, record: RequestRecord, ref: RateRef, window: Window) -> bool:
        return False


class NoLimitOfPolicies(SimulatedStore):
    def _lacks(self, record: RequestRecord, ref: AccountRef, account: Account) -> bool:
        return ref.reason is None and super()._lacks(record, ref, account)


class FirstLimitOfPolicies(SimulatedStore):
    """Keeps the limit that a policy had when its account came about."""

    def _account(self, organization_id: str, ref: AccountRef) -> Account | None:
        if ref.reason is not None:
            limits = self.__dict__.setdefault("limits", {})
            limit = limits.setdefault(account_key(organization_id, ref), ref.limit)
            ref = replace(ref, limit=limit)
        return super()._account(organization_id, ref)


class ReaperReleases(Ledger):
    def reap(self, organization_id: str, *, limit: int = 100) -> int:
        now = self.clock()
        overdue = self.store.overdue(organization_id, now, limit)
        for record in overdue:
            self.close(record, Outcome(State.UNKNOWN, 0, now, 504))
        return len(overdue)


MUTANTS = [
    NoStampCheck,
    CounterWithoutHold,
    SettleWithoutState,
    ReaperKeepsSlots,
    LateSettlementReleasesAgain,
    LateSettlementKeepsTokens,
    NoSlotCondition,
    NoWindowCondition,
    NoLimitOfPolicies,
    FirstLimitOfPolicies,
]


@pytest.mark.parametrize("first", range(0, SCHEDULES, BATCH))
def test_invariants_hold(first: int) -> None:
    for seed in range(first, min(first + BATCH, SCHEDULES)):
        try:
            Schedule(World(seed)).run()
        except Violation as violation:
            pytest.fail(f"seed {seed}: {violation}")


def run_until_caught(**variant: Any) -> None:
    for seed in range(PATIENCE):
        Schedule(World(seed, **variant)).run()


@pytest.mark.parametrize("store_type", MUTANTS)
def test_a_broken_store_is_caught(store_type: type[SimulatedStore]) -> None:
    with pytest.raises(Violation):
        run_until_caught(store_type=store_type)


def test_a_reaper_that_releases_is_caught() -> None:
    with pytest.raises(Violation):
        run_until_caught(ledger_type=ReaperReleases)


def test_a_seed_gives_the_same_schedule() -> None:
    def story(seed: int) -> list[tuple[str, int, str]]:
        world = World(seed)
        Schedule(world).run()
        return sorted(
            (record.tags.get("marker", ""), record.created_ms, record.state)
            for record in world.store.records.values()
        )

    assert story(7) == story(7)
