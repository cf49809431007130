"""The ledger in DynamoDB: one transaction admits a call, one more closes it.

Each write of a transaction carries its condition, and a cancelled transaction returns the items
that failed theirs, so that neither an admission nor a refusal needs a read.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import Any, Final, TypeVar

from tollgate.aws.attributes import Item, from_item, to_item
from tollgate.aws.dynamodb import DynamoDB, StoreRefused, StoreUnavailable
from tollgate.ledger.models import (
    Account,
    AccountRef,
    Closing,
    GrantUse,
    Outcome,
    Rejection,
    RequestRecord,
    State,
    StoredAnswer,
    Window,
)
from tollgate.ledger.records import record_from_item, record_to_item
from tollgate.ledger.rules import (
    OPEN_SHARDS,
    account_key,
    request_key,
)
from tollgate.ledger.writes import Writes
from tollgate.settings import TableSettings

_FAILED: Final = "ConditionalCheckFailed"
_OPENING_ATTEMPTS: Final = 3
_CONTENTION: Final = frozenset(
    {"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"}
)

Ref = TypeVar("Ref")


class DynamoLedgerStore:
    """Accounts, windows, stamps and request records; see `tollgate.tables` for the keys."""

    def __init__(self, dynamodb: DynamoDB, tables: TableSettings) -> None:
        self._dynamodb = dynamodb
        self._tables = tables
        self._writes = Writes(tables)

    def admit(
        self, record: RequestRecord, epoch: int, grants: Sequence[GrantUse] = ()
    ) -> Rejection | None:
        """Commits the record and every hold, or changes nothing and says why."""
        try:
            self._transact(self._writes.admission(record, epoch, grants))
        except StoreRefused as refused:
            return _rejection(record, grants, _reasons(refused))
        return None

    def open_accounts(self, organization_id: str, refs: Iterable[AccountRef], epoch: int) -> bool:
        """Opens the accounts that are not there yet; False when `epoch` is no longer current."""
        for ref in refs:
            account = to_item(
                {"limit": ref.limit, "available": ref.limit, "held": 0, "spent": 0}
                | dict(zip(("pk", "sk"), account_key(organization_id, ref), strict=True))
            )
            put = {
                "Put": {
                    "TableName": self._tables.accounts,
                    "Item": account,
                    "ConditionExpression": "attribute_not_exists(pk)",
                }
            }
            try:
                self._transact([self._writes.gate_check(organization_id, ref.scope_id, epoch), put])
            except StoreRefused as refused:
                if _reasons(refused)[0].get("Code") == _FAILED:
                    return False
        return True

    def refuse(self, record: RequestRecord, opening: Mapping[str, Any] | None = None) -> None:
        """Writes the record of a call that was not admitted.

        With it the item `opening` of the policies table, unless that is there already.
        """
        if opening is None or not self._refused_with(record, opening):
            self._dynamodb.call(
                "PutItem", {"TableName": self._tables.journal, "Item": record_to_item(record)}
            )

    def _refused_with(self, record: RequestRecord, opening: Mapping[str, Any]) -> bool:
        """Whether both were written; False where the opening is there already."""
        writes = [self._writes.new_record(record), self._writes.opening(opening)]
        for _ in range(_OPENING_ATTEMPTS):
            try:
                self._transact(writes)
            except StoreRefused as refused:
                if any(reason.get("Code") == _FAILED for reason in _reasons(refused)):
                    return False
            else:
                return True
        raise StoreUnavailable("TransactionConflict")

    def close(
        self, record: RequestRecord, outcome: Outcome, answer: StoredAnswer | None = None
    ) -> Closing:
        """Moves the true cost from `held` to `spent` and gives the rest back, once.

        A cost beyond the hold is booked in full, recorded as an `overspend` adjustment, and freezes
        the key, unless that has come to its end. A record that the reaper closed is corrected by a
        `late_settlement` adjustment.
        """
        refusal = self._closed(partial(self._writes.closing, record, outcome, answer))
        if refusal is None:
            return Closing.APPLIED
        if refusal.get("Code") != _FAILED:
            return Closing.CONTENDED
        return self._adjust(record_from_item(refusal["Item"]), outcome)

    def _closed(self, writes: Callable[..., Sequence[dict[str, Any]]]) -> dict[str, Any] | None:
        """What stood against writing to the record, None where everything was written.

        Beside the record's there is one condition: a key that came to its end is not frozen.
        """
        refused = self._refusals(writes(freezes=True))
        codes = [reason.get("Code") for reason in refused]
        if _FAILED in codes[1:] and codes[0] != _FAILED:
            refused = self._refusals(writes(freezes=False))
        return refused[0] if refused else None

    def _refusals(self, writes: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """The reason of each write where a transaction was refused; none where it was committed."""
        try:
            self._transact(writes)
        except StoreRefused as refused:
            return _reasons(refused)
        return []

    def overdue(self, organization_id: str, before_ms: int, limit: int) -> list[RequestRecord]:
        """Admitted records with a deadline before `before_ms`, at most `limit`, oldest first."""
        keys: list[Item] = []
        for shard in range(OPEN_SHARDS):
            page = self._dynamodb.call(
                "Query",
                {
                    "TableName": self._tables.journal,
                    "IndexName": "open_requests",
                    "KeyConditionExpression": "open_shard = :shard AND open_until < :before",
                    "ExpressionAttributeValues": {
                        ":shard": {"S": f"{organization_id}#{shard}"},
                        ":before": {"S": f"{before_ms:013d}"},
                    },
                    "Limit": limit,
                },
            )
            keys.extend(page["Items"])
        keys.sort(key=lambda item: str(item["open_until"]["S"]))
        found = (
            self._get(self._tables.journal, key["pk"]["S"], key["sk"]["S"]) for key in keys[:limit]
        )
        records = [record_from_item(item) for item in found if item is not None]
        return [record for record in records if record.state is State.ADMITTED]

    def organizations(self) -> list[str]:
        """The ids of all organizations of this deployment."""
        found: list[str] = []
        start: dict[str, Any] = {}
        while True:
            page = self._dynamodb.call(
                "Query",
                {
                    "TableName": self._tables.directory,
                    "KeyConditionExpression": "pk = :system AND begins_with(sk, :prefix)",
                    "ExpressionAttributeValues": {
                        ":system": {"S": "system"},
                        ":prefix": {"S": "ORG#"},
                    },
                    **start,
                },
            )
            found.extend(item["sk"]["S"].removeprefix("ORG#") for item in page["Items"])
            if "LastEvaluatedKey" not in page:
                return found
            start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}

    def get_request(self, organization_id: str, request_id: str) -> RequestRecord | None:
        item = self._get(self._tables.journal, *request_key(organization_id, request_id))
        return None if item is None else record_from_item(item)

    def get_answer(self, organization_id: str, request_id: str) -> StoredAnswer | None:
        pk, _ = request_key(organization_id, request_id)
        item = self._get(self._tables.journal, pk, "OUTCOME")
        if item is None:
            return None
        values = from_item(item)
        return StoredAnswer(values["status"], values["headers"], values["body"])

    def get_account(self, organization_id: str, ref: AccountRef) -> Account | None:
        item = self._get(self._tables.accounts, *account_key(organization_id, ref))
        return None if item is None else _account(ref, item)

    def _get(self, table: str, pk: str, sk: str) -> Item | None:
        answer = self._dynamodb.call(
            "GetItem",
            {
                "TableName": table,
                "Key": {"pk": {"S": pk}, "sk": {"S": sk}},
                "ConsistentRead": True,
            },
        )
        item: Item | None = answer.get("Item")
        return item

    def _transact(self, writes: Sequence[dict[str, Any]]) -> None:
        # The token makes the client's own retry harmless; a later call asks the conditions again.
        token = secrets.token_hex(16)
        try:
            self._dynamodb.call(
                "TransactWriteItems", {"TransactItems": writes, "ClientRequestToken": token}
            )
        except StoreRefused as refused:
            if refused.code != "TransactionCanceledException":
                raise StoreUnavailable(refused.code) from refused
            raise

    def _adjust(self, stored: RequestRecord, outcome: Outcome) -> Closing:
        """The reaper was first: correct its charge, unless that was done already."""
        reaped = stored.state is State.UNKNOWN and stored.adjust is None
        if not reaped or stored.outcome is None or outcome.state is State.UNKNOWN:
            return Closing.ALREADY
        difference = outcome.cost - stored.outcome.cost
        tokens = outcome.tokens_used(stored) - stored.outcome.tokens_used(stored)
        refusal = self._closed(
            partial(self._writes.correction, stored, outcome, difference, tokens)
        )
        if refusal is None:
            return Closing.ADJUSTED
        return Closing.ALREADY if refusal.get("Code") == _FAILED else Closing.CONTENDED


def _account(ref: AccountRef, item: Item) -> Account:
    """An account as it stands; one without a limit of its own under the limit of its policy."""
    values = from_item(item)
    account = Account(
        values.get("limit", 0), values["available"], values["held"], values.get("spent", 0)
    )
    return account if "limit" in values else account.under(ref.limit)


def _reasons(refused: StoreRefused) -> list[dict[str, Any]]:
    """Raises `StoreUnavailable` for a cancellation that is neither a condition nor contention."""
    for reason in refused.reasons:
        code = reason.get("Code", "None")
        if code not in ("None", _FAILED) and code not in _CONTENTION:
            raise StoreUnavailable(code)
    return refused.reasons


def _rejection(
    record: RequestRecord, grants: Sequence[GrantUse], reasons: list[dict[str, Any]]
) -> Rejection:
    """The reasons, which are in the order of the writes, each with what it refused."""
    entries = iter(reasons)
    existing, gate = next(entries), next(entries)
    accounts = _failed(record.accounts, entries)
    rates = _failed(record.rates, entries)
    slots = _failed(record.slots, entries)
    return Rejection(
        stale=gate.get("Code") == _FAILED,
        contended=any(reason.get("Code") in _CONTENTION for reason in reasons),
        existing=record_from_item(existing["Item"]) if existing.get("Item") else None,
        missing=tuple(ref for ref, item in accounts if not item and ref.reason is None),
        insufficient=tuple(
            (ref, _account(ref, item) if item else Account(0, 0, 0, 0).under(ref.limit))
            for ref, item in accounts
            if item or ref.reason is not None
        ),
        full=tuple((ref, _window(item)) for ref, item in rates),
        busy=tuple(ref for ref, _ in slots),
        spent=tuple(grant for grant, _ in _failed(grants, entries)),
    )


def _failed(
    refs: Sequence[Ref], reasons: Iterator[dict[str, Any]]
) -> list[tuple[Ref, Item | None]]:
    """The refs whose condition failed, with their items; takes one reason for each ref."""
    return [
        (ref, reason.get("Item"))
        for ref, reason in zip(refs, islice(reasons, len(refs)), strict=True)
        if reason.get("Code") == _FAILED
    ]


def _window(item: Item | None) -> Window:
    values = from_item(item or {})
    return Window(values.get("requests", 0), values.get("tokens", 0))
