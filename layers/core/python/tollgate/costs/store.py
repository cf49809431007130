"""Reads balances: the items of the `accounts` table, many at a time."""

from __future__ import annotations

from collections.abc import Iterable

from pynamodb.attributes import NumberAttribute

from tollgate.aws.items import Item, bind, reads
from tollgate.ledger.models import Account, AccountRef
from tollgate.ledger.rules import account_key
from tollgate.settings import AwsSettings, TableSettings


class BalanceItem(Item):
    """A balance in nano-dollars; `available + held + spent == limit`."""

    limit = NumberAttribute()
    available = NumberAttribute()
    held = NumberAttribute()
    spent = NumberAttribute()


class BalanceStore:
    """Balances as they are now. Raises `Unavailable` when the table does not answer."""

    def __init__(self, settings: AwsSettings, tables: TableSettings) -> None:
        self._items = bind(BalanceItem, tables.accounts, settings)

    def balances(
        self, organization_id: str, refs: Iterable[AccountRef]
    ) -> dict[tuple[str, str], Account]:
        """Accounts by their key, `account_key`; those that were never opened are left out."""
        keys = [account_key(organization_id, ref) for ref in refs]
        with reads():
            items = list(self._items.batch_get(keys, consistent_read=True)) if keys else []
        return {
            (item.pk, item.sk): Account(
                int(item.limit), int(item.available), int(item.held), int(item.spent)
            )
            for item in items
        }
