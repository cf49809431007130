"""The ledger's store in memory, with the same answers as DynamoDB's; the contract suite holds both.

Tests and the simulation use it: every method is one atomic step, as a transaction is.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import replace

from tollgate.ledger.models import (
    Account,
    AccountRef,
    Closing,
    Outcome,
    RateRef,
    Rejection,
    RequestRecord,
    State,
    StoredAnswer,
)
from tollgate.ledger.rules import account_key, rate_key


class MemoryLedgerStore:
    """Accounts, windows, stamps and records as dictionaries under one lock."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.epochs: dict[str, int] = {}
        self.accounts: dict[tuple[str, str], Account] = {}
        self.windows: dict[tuple[str, str], tuple[int, int]] = {}
        self.records: dict[tuple[str, str], RequestRecord] = {}
        self.answers: dict[tuple[str, str], StoredAnswer] = {}
        self.frozen_keys: set[str] = set()

    def admit(self, record: RequestRecord, epoch: int) -> Rejection | None:
        with self._lock:
            rejection = self._rejection(record, epoch)
            if rejection is not None:
                return rejection
            self._move(record, held=record.hold)
            for ref in record.rates:
                key = rate_key(record.organization_id, ref)
                requests, tokens = self.windows.get(key, (0, 0))
                self.windows[key] = (requests + 1, tokens + record.tokens_held)
            self.records[record.organization_id, record.request_id] = record
            return None

    def _rejection(self, record: RequestRecord, epoch: int) -> Rejection | None:
        organization = record.organization_id
        existing = self.records.get((organization, record.request_id))
        known = [
            (ref, self.accounts.get(account_key(organization, ref))) for ref in record.accounts
        ]
        rejection = Rejection(
            stale=self.epochs.get(organization) != epoch,
            existing=existing,
            missing=tuple(ref for ref, account in known if account is None),
            insufficient=tuple(
                (ref, account)
                for ref, account in known
                if account is not None and account.available < record.hold
            ),
            full=tuple(ref for ref in record.rates if self._is_full(record, ref)),
        )
        return None if rejection == Rejection() else rejection

    def _is_full(self, record: RequestRecord, ref: RateRef) -> bool:
        requests, tokens = self.windows.get(rate_key(record.organization_id, ref), (0, 0))
        return (ref.requests_per_minute is not None and requests >= ref.requests_per_minute) or (
            ref.tokens_per_minute is not None
            and tokens + record.tokens_held > ref.tokens_per_minute
        )

    def _move(self, record: RequestRecord, *, held: int = 0, spent: int = 0) -> None:
        for ref in record.accounts:
            key = account_key(record.organization_id, ref)
            account = self.accounts[key]
            self.accounts[key] = replace(
                account,
                available=account.available - held - spent,
                held=account.held + held,
                spent=account.spent + spent,
            )

    def open_accounts(self, organization_id: str, refs: Iterable[AccountRef], epoch: int) -> bool:
        with self._lock:
            if self.epochs.get(organization_id) != epoch:
                return False
            for ref in refs:
                self.accounts.setdefault(
                    account_key(organization_id, ref), Account(ref.limit, ref.limit, 0, 0)
                )
            return True

    def refuse(self, record: RequestRecord) -> None:
        with self._lock:
            self.records.setdefault((record.organization_id, record.request_id), record)

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
        for ref in record.rates:
            key = rate_key(record.organization_id, ref)
            requests, tokens = self.windows.get(key, (0, 0))
            self.windows[key] = (
                requests,
                tokens + outcome.tokens_used(record) - record.tokens_held,
            )
        closed = record.closed(replace(outcome, cost=charged))
        if excess:
            self.frozen_keys.add(record.key_id)
            self.epochs[record.organization_id] += 1
            closed = replace(closed, adjust={"difference": excess, "reason": "overspend"})
        self.records[record.organization_id, record.request_id] = closed

    def _adjust(self, record: RequestRecord, outcome: Outcome) -> Closing:
        if record.adjust is not None or record.outcome is None:
            return Closing.ALREADY
        difference = outcome.cost - record.outcome.cost
        self._move(record, spent=difference)
        self.records[record.organization_id, record.request_id] = replace(
            record, adjust={"difference": difference, "reason": "late_settlement"}
        )
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
            return self.accounts.get(account_key(organization_id, ref))
