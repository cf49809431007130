"""The ledger's store in memory, with the same answers as DynamoDB's; the contract suite holds both.

Tests and the simulation use it: every method is one atomic step, as a transaction is.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from tollgate.aws.dynamodb import StoreUnavailable
from tollgate.ledger.models import (
    Account,
    AccountRef,
    Closing,
    GrantUse,
    Outcome,
    RateRef,
    Rejection,
    RequestRecord,
    SlotRef,
    State,
    StoredAnswer,
    Window,
)
from tollgate.ledger.records import kept
from tollgate.ledger.rules import WRITES_AT_MOST, account_key, grant_key, rate_key, slot_key

Key = tuple[str, str]


class MemoryLedgerStore:
    """Accounts, windows, slots, stamps and records as dictionaries under one lock.

    `accounts` are those of the directory, `used` what counts against the limits of policies (its
    accounts have a limit of zero). `openings` are items of the policies table.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.epochs: dict[str, int] = {}
        self.accounts: dict[Key, Account] = {}
        self.used: dict[Key, Account] = {}
        self.windows: dict[Key, Window] = {}
        self.slots: Counter[Key] = Counter()
        self.uses: Counter[Key] = Counter()
        self.openings: dict[Key, dict[str, Any]] = {}
        self.records: dict[Key, RequestRecord] = {}
        self.answers: dict[Key, StoredAnswer] = {}
        self.frozen_keys: set[str] = set()
        self.ended_keys: set[str] = set()

    def admit(
        self, record: RequestRecord, epoch: int, grants: Sequence[GrantUse] = ()
    ) -> Rejection | None:
        _check_transaction(record, grants)
        with self._lock:
            rejection = self._rejection(record, epoch, grants)
            if rejection is not None:
                return rejection
            self._move(record, held=record.hold)
            self._count(record, record.rates, requests=1, tokens=record.tokens_held)
            self._take(record, 1)
            self.uses.update(grant_key(record.organization_id, use.grant_id) for use in grants)
            self.records[record.organization_id, record.request_id] = kept(record)
            return None

    def _rejection(
        self, record: RequestRecord, epoch: int, grants: Sequence[GrantUse]
    ) -> Rejection | None:
        organization = record.organization_id
        accounts = [(ref, self._account(organization, ref)) for ref in record.accounts]
        windows = [(ref, self._window(organization, ref)) for ref in record.rates]
        rejection = Rejection(
            stale=self.epochs.get(organization) != epoch,
            existing=self.records.get((organization, record.request_id)),
            missing=tuple(ref for ref, account in accounts if account is None),
            insufficient=tuple(
                (ref, account)
                for ref, account in accounts
                if account is not None and self._lacks(record, ref, account)
            ),
            full=tuple((r, window) for r, window in windows if self._is_full(record, r, window)),
            busy=tuple(ref for ref in record.slots if self._is_busy(organization, ref)),
            spent=tuple(
                use
                for use in grants
                if self.uses[grant_key(organization, use.grant_id)] >= use.uses
            ),
        )
        return None if rejection == Rejection() else rejection

    def _account(self, organization_id: str, ref: AccountRef) -> Account | None:
        key = account_key(organization_id, ref)
        if ref.reason is not None or key in self.used:
            return self.used.get(key, Account(0, 0, 0, 0)).under(ref.limit)
        return self.accounts.get(key)

    def _window(self, organization_id: str, ref: RateRef) -> Window:
        return self.windows.get(rate_key(organization_id, ref), Window(0, 0))

    def _lacks(self, record: RequestRecord, ref: AccountRef, account: Account) -> bool:
        return not ref.full and account.available < record.hold + ref.reserve

    def _is_full(self, record: RequestRecord, ref: RateRef, window: Window) -> bool:
        return not ref.full and (
            (ref.requests is not None and window.requests >= ref.requests)
            or (ref.tokens is not None and window.tokens + record.tokens_held > ref.tokens)
        )

    def _is_busy(self, organization_id: str, ref: SlotRef) -> bool:
        return not ref.full and self.slots[slot_key(organization_id, ref)] >= ref.limit

    def _move(self, record: RequestRecord, *, held: int = 0, spent: int = 0) -> None:
        for ref in record.accounts:
            key = account_key(record.organization_id, ref)
            accounts = self.accounts if key in self.accounts else self.used
            account = accounts.get(key, Account(0, 0, 0, 0))
            accounts[key] = replace(
                account,
                available=account.available - held - spent,
                held=account.held + held,
                spent=account.spent + spent,
            )

    def _count(
        self, record: RequestRecord, refs: Iterable[RateRef], *, requests: int = 0, tokens: int
    ) -> None:
        for ref in refs:
            window = self._window(record.organization_id, ref)
            self.windows[rate_key(record.organization_id, ref)] = Window(
                window.requests + requests, window.tokens + tokens
            )

    def _take(self, record: RequestRecord, number: int) -> None:
        for ref in record.slots:
            self.slots[slot_key(record.organization_id, ref)] += number

    def open_accounts(self, organization_id: str, refs: Iterable[AccountRef], epoch: int) -> bool:
        with self._lock:
            if self.epochs.get(organization_id) != epoch:
                return False
            for ref in refs:
                self.accounts.setdefault(
                    account_key(organization_id, ref), Account(ref.limit, ref.limit, 0, 0)
                )
            return True

    def refuse(self, record: RequestRecord, opening: Mapping[str, Any] | None = None) -> None:
        with self._lock:
            self.records[record.organization_id, record.request_id] = kept(record)
            if opening is not None:
                self.openings.setdefault((opening["pk"], opening["sk"]), dict(opening))

    def close(
        self, record: RequestRecord, outcome: Outcome, answer: StoredAnswer | None = None
    ) -> Closing:
        with self._lock:
            key = (record.organization_id, record.request_id)
            stored = self.records[key]
            if stored.state is State.ADMITTED:
                self._close_admitted(stored, outcome)
                if answer is not None:
                    self.answers[key] = answer
                return Closing.APPLIED
            if stored.state is State.UNKNOWN and outcome.state is not State.UNKNOWN:
                return self._adjust(stored, outcome)
            return Closing.ALREADY

    def _close_admitted(self, record: RequestRecord, outcome: Outcome) -> None:
        charged = min(outcome.cost, record.hold)
        excess = outcome.cost - charged
        self._move(record, held=-record.hold, spent=outcome.cost)
        tokens = outcome.tokens_used(record) - record.tokens_held
        self._count(record, record.counting(outcome.ended_ms), tokens=tokens)
        self._take(record, -1)
        closed = record.closed(replace(outcome, cost=charged))
        if excess:
            self._freeze_key(record)
            closed = replace(closed, adjust={"difference": excess, "reason": "overspend"})
        self.records[record.organization_id, record.request_id] = closed

    def _freeze_key(self, record: RequestRecord) -> None:
        if record.key_id in self.ended_keys:
            return
        self.frozen_keys.add(record.key_id)
        self.epochs[record.organization_id] += 1

    def _adjust(self, record: RequestRecord, outcome: Outcome) -> Closing:
        if record.adjust is not None or record.outcome is None:
            return Closing.ALREADY
        difference = outcome.cost - record.outcome.cost
        tokens = outcome.tokens_used(record) - record.outcome.tokens_used(record)
        self._move(record, spent=difference)
        if difference > 0:
            self._freeze_key(record)
        self._count(record, record.counting(outcome.ended_ms), tokens=tokens)
        adjustment = {
            "difference": difference,
            "reason": "late_settlement",
            "usage": outcome.usage,
            "ended_ms": outcome.ended_ms,
        }
        self.records[record.organization_id, record.request_id] = replace(record, adjust=adjustment)
        return Closing.ADJUSTED

    def overdue(self, organization_id: str, before_ms: int, limit: int) -> list[RequestRecord]:
        with self._lock:
            late = [
                record
                for (organization, _), record in self.records.items()
                if organization == organization_id
                and record.state is State.ADMITTED
                and record.deadline_ms < before_ms
            ]
        return sorted(late, key=lambda record: record.deadline_ms)[:limit]

    def get_request(self, organization_id: str, request_id: str) -> RequestRecord | None:
        with self._lock:
            return self.records.get((organization_id, request_id))

    def get_answer(self, organization_id: str, request_id: str) -> StoredAnswer | None:
        with self._lock:
            return self.answers.get((organization_id, request_id))

    def get_account(self, organization_id: str, ref: AccountRef) -> Account | None:
        with self._lock:
            key = account_key(organization_id, ref)
            used = self.used.get(key)
            return self.accounts.get(key) if used is None else used.under(ref.limit)


def _check_transaction(record: RequestRecord, grants: Sequence[GrantUse]) -> None:
    """DynamoDB refuses too many writes in one transaction, and two of them to one item."""
    organization = record.organization_id
    keys = [
        *(account_key(organization, ref) for ref in record.accounts),
        *(rate_key(organization, ref) for ref in record.rates),
        *(slot_key(organization, ref) for ref in record.slots),
        *(grant_key(organization, use.grant_id) for use in grants),
    ]
    if len(keys) + 2 > WRITES_AT_MOST or len(set(keys)) < len(keys):
        raise StoreUnavailable("ValidationException")
