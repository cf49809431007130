"""Kept answers of idempotent POSTs, in the directory table under the caller's organization."""

from __future__ import annotations

from typing import Final

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from tollgate.aws.items import Item, Transaction, bind, fetch
from tollgate.errors import Conflict, IdempotencyInFlight, IdempotencyMismatch
from tollgate.http.idempotency import CLAIM_MS, KEPT_MS, KeptAnswer, Receipt
from tollgate.settings import AwsSettings, TableSettings

_TAKEN: Final = Conflict("another call holds this key")


class ReceiptItem(Item):
    """`sk=IDEMPOTENCY#<hash>`; without `answer` it is a claim, until `claimed_until_ms`."""

    body_hash = UnicodeAttribute()
    claimed_until_ms = NumberAttribute()
    answer_status = NumberAttribute(null=True)
    answer = UnicodeAttribute(null=True)
    expires_ms = NumberAttribute()
    expires_at = NumberAttribute()


class DynamoReceipts:
    """Implements `tollgate.http.idempotency.Receipts`."""

    def __init__(self, settings: AwsSettings, tables: TableSettings) -> None:
        self._settings = settings
        self._items = bind(ReceiptItem, tables.directory, settings)

    def claim(self, receipt: Receipt, now_ms: int) -> KeptAnswer | None:
        found = fetch(self._items, receipt.organization_id, _sort_key(receipt))
        if found is not None and int(found.expires_ms) > now_ms:
            if found.body_hash != receipt.body_hash:
                raise IdempotencyMismatch("this key was used with another body")
            if found.answer is not None:
                return KeptAnswer(int(found.answer_status), found.answer)
            if int(found.claimed_until_ms) > now_ms:
                raise _in_flight()
        self._claim(receipt, found, now_ms)
        return None

    def _claim(self, receipt: Receipt, found: ReceiptItem | None, now_ms: int) -> None:
        condition = self._items.pk.does_not_exist()
        if found is not None:
            condition |= self._items.claimed_until_ms == found.claimed_until_ms
        transaction = Transaction(self._settings)
        item = self._item(receipt, now_ms)
        transaction.put(item, _in_flight(), condition)
        transaction.commit()

    def keep(self, receipt: Receipt, answer: KeptAnswer, now_ms: int) -> None:
        item = self._item(receipt, now_ms)
        item.answer_status = answer.status
        item.answer = answer.body
        transaction = Transaction(self._settings)
        transaction.put(item, _TAKEN)
        transaction.commit()

    def release(self, receipt: Receipt) -> None:
        transaction = Transaction(self._settings)
        item = self._items(receipt.organization_id, _sort_key(receipt))
        transaction.delete(item, _TAKEN)
        transaction.commit()

    def _item(self, receipt: Receipt, now_ms: int) -> ReceiptItem:
        return self._items(
            receipt.organization_id,
            _sort_key(receipt),
            body_hash=receipt.body_hash,
            claimed_until_ms=now_ms + CLAIM_MS,
            expires_ms=now_ms + KEPT_MS,
            expires_at=(now_ms + KEPT_MS) // 1000,
        )


def _sort_key(receipt: Receipt) -> str:
    return f"IDEMPOTENCY#{receipt.name}"


def _in_flight() -> IdempotencyInFlight:
    return IdempotencyInFlight("the first call with this key still runs", retry_after=1)
