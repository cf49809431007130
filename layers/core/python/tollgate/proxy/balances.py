"""What this function last knew of each account, for the `x-tollgate-budget-remaining-usd` header.

A warm call reads nothing, and a DynamoDB transaction returns nothing, so what is used of an account
is kept from the last time the store told it and moved by every hold and settlement of this process
since. It informs; admission alone decides, on the account itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tollgate.ledger.models import Account, AccountRef, RequestRecord
from tollgate.ledger.rules import account_key

_KEPT: Final = 50_000


class Balances:
    """Used nano-dollars by account; `read` asks the store once per account."""

    def __init__(self, read: Callable[[str, AccountRef], Account | None]) -> None:
        self._read = read
        self._used: dict[tuple[str, str], int] = {}

    def move(self, record: RequestRecord, amount: int) -> None:
        """Gives `amount` back to every account of a record that is known here."""
        for ref in record.accounts:
            key = account_key(record.organization_id, ref)
            if key in self._used:
                self._used[key] -= amount

    def least(self, record: RequestRecord) -> int | None:
        """The smallest balance that can refuse the record's caller; None without any budget."""
        known = [self._balance(record.organization_id, r) for r in record.accounts if not r.soft]
        return min(known, default=None)

    def _balance(self, organization_id: str, ref: AccountRef) -> int:
        key = account_key(organization_id, ref)
        if key not in self._used:
            if len(self._used) >= _KEPT:
                self._used.clear()
            account = self._read(organization_id, ref)
            self._used[key] = 0 if account is None else account.held + account.spent
        return ref.limit - self._used[key]
