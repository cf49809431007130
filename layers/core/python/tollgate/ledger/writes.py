"""The single writes that the ledger's transactions are made of, each with its own condition.

They are what DynamoDB's `TransactWriteItems` takes, in the order in which the store reads the
reasons of a cancellation: the record first, then the stamp, the accounts and the windows.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from tollgate.aws.attributes import Item, to_attribute, to_item
from tollgate.ledger.models import AccountRef, Outcome, RateRef, RequestRecord, State, StoredAnswer
from tollgate.ledger.records import outcome_values, record_to_item
from tollgate.ledger.rules import (
    GATE_SHARDS,
    account_key,
    gate_key,
    rate_key,
    request_key,
    shard_of,
)
from tollgate.settings import TableSettings

_WINDOW_KEPT_S: Final = 3600
_ANSWER_KEPT_S: Final = 24 * 3600

Write = dict[str, Any]


class Writes:
    """Makes writes to the tables of these names."""

    def __init__(self, tables: TableSettings) -> None:
        self._tables = tables

    def new_record(self, record: RequestRecord) -> Write:
        """The record, unless its id is taken."""
        return {
            "Put": {
                "TableName": self._tables.journal,
                "Item": record_to_item(record),
                "ConditionExpression": "attribute_not_exists(pk)",
                "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
            }
        }

    def gate_check(self, organization_id: str, spread_by: str, epoch: int) -> Write:
        """Nothing, unless the organization's stamp has moved; `spread_by` chooses the copy."""
        pk, sk = gate_key(organization_id, shard_of(spread_by, GATE_SHARDS))
        return {
            "ConditionCheck": {
                "TableName": self._tables.accounts,
                "Key": {"pk": {"S": pk}, "sk": {"S": sk}},
                "ConditionExpression": "epoch = :epoch",
                "ExpressionAttributeValues": {":epoch": {"N": str(epoch)}},
            }
        }

    def _update(
        self, table: str, key: tuple[str, str], update: str, values: dict[str, int], **more: Any
    ) -> Write:
        return {
            "Update": {
                "TableName": table,
                "Key": {"pk": {"S": key[0]}, "sk": {"S": key[1]}},
                "UpdateExpression": update,
                "ExpressionAttributeValues": {
                    name: to_attribute(value) for name, value in values.items()
                },
                **more,
            }
        }

    def hold(self, record: RequestRecord, ref: AccountRef) -> Write:
        """Moves the record's hold from available to held, where there is that much."""
        return self._update(
            self._tables.accounts,
            account_key(record.organization_id, ref),
            "SET available = available - :hold, held = held + :hold",
            {":hold": record.hold},
            ConditionExpression="available >= :hold",
            ReturnValuesOnConditionCheckFailure="ALL_OLD",
        )

    def count(self, record: RequestRecord, ref: RateRef) -> Write:
        """Counts the call and its tokens in a window, where there is room."""
        values = {
            ":one": 1,
            ":held": record.tokens_held,
            ":expires": ref.window * 60 + _WINDOW_KEPT_S,
        }
        room = []
        if ref.requests_per_minute is not None:
            room.append("requests < :requests")
            values[":requests"] = ref.requests_per_minute
        if ref.tokens_per_minute is not None:
            room.append("tokens <= :tokens")
            values[":tokens"] = ref.tokens_per_minute - record.tokens_held
        condition = " AND ".join(room)
        if values.get(":tokens", 0) >= 0 and values.get(":requests", 1) > 0:
            condition = f"attribute_not_exists(pk) OR ({condition})"
        return self._update(
            self._tables.accounts,
            rate_key(record.organization_id, ref),
            "SET expires_at = :expires ADD requests :one, tokens :held",
            values,
            ConditionExpression=condition,
        )

    def closing(
        self, record: RequestRecord, outcome: Outcome, answer: StoredAnswer | None
    ) -> list[Write]:
        """All that settles a call; a cost beyond the hold also freezes its key."""
        charged = min(outcome.cost, record.hold)
        excess = outcome.cost - charged
        values = outcome_values(replace(outcome, cost=charged))
        if excess:
            values["adjust"] = {"difference": excess, "reason": "overspend"}
        writes = [
            self._closed_record(record, values),
            *(self._settle(record, ref, outcome.cost) for ref in record.accounts),
            *(self._recount(record, ref, outcome) for ref in record.rates),
        ]
        if excess:
            writes.extend(self._freeze_key(record))
        if answer is not None:
            writes.append(self._keep_answer(record, outcome, answer))
        return writes

    def _closed_record(self, record: RequestRecord, values: dict[str, Any]) -> Write:
        sets = ", ".join(f"#{name} = :{name}" for name in values)
        return {
            "Update": {
                "TableName": self._tables.journal,
                "Key": _key(request_key(record.organization_id, record.request_id)),
                "UpdateExpression": f"SET {sets} REMOVE open_shard, open_until",
                "ConditionExpression": "#state = :admitted",
                "ExpressionAttributeNames": {f"#{name}": name for name in values},
                "ExpressionAttributeValues": {
                    ":admitted": {"S": State.ADMITTED},
                    **{f":{name}": to_attribute(value) for name, value in values.items()},
                },
                "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
            }
        }

    def _settle(self, record: RequestRecord, ref: AccountRef, cost: int) -> Write:
        return self._update(
            self._tables.accounts,
            account_key(record.organization_id, ref),
            "SET available = available + :back, held = held - :hold, spent = spent + :cost",
            {":back": record.hold - cost, ":hold": record.hold, ":cost": cost},
        )

    def _recount(self, record: RequestRecord, ref: RateRef, outcome: Outcome) -> Write:
        return self._update(
            self._tables.accounts,
            rate_key(record.organization_id, ref),
            "SET expires_at = :expires ADD tokens :difference",
            {
                ":difference": outcome.tokens_used(record) - record.tokens_held,
                ":expires": ref.window * 60 + _WINDOW_KEPT_S,
            },
        )

    def _freeze_key(self, record: RequestRecord) -> list[Write]:
        freeze = {
            "Update": {
                "TableName": self._tables.directory,
                "Key": _key((record.organization_id, f"KEY#{record.key_id}")),
                "UpdateExpression": "SET #status = :frozen ADD version :one",
                "ConditionExpression": "attribute_exists(pk)",
                "ExpressionAttributeNames": {"#status": "status"},
                "ExpressionAttributeValues": {":frozen": {"S": "frozen"}, ":one": {"N": "1"}},
            }
        }
        gates = (
            self._update(
                self._tables.accounts,
                gate_key(record.organization_id, shard),
                "ADD epoch :one",
                {":one": 1},
            )
            for shard in range(GATE_SHARDS)
        )
        return [freeze, *gates]

    def _keep_answer(self, record: RequestRecord, outcome: Outcome, answer: StoredAnswer) -> Write:
        pk, _ = request_key(record.organization_id, record.request_id)
        item = to_item(
            {
                "pk": pk,
                "sk": "OUTCOME",
                "kind": "answer",
                "status": answer.status,
                "headers": answer.headers,
                "body": answer.body,
                "expires_at": outcome.ended_ms // 1000 + _ANSWER_KEPT_S,
            }
        )
        return {"Put": {"TableName": self._tables.journal, "Item": item}}

    def correction(self, stored: RequestRecord, outcome: Outcome, difference: int) -> list[Write]:
        """What a settlement after the reaper changes: the record and every account."""
        adjustment = {
            "difference": difference,
            "reason": "late_settlement",
            "usage": outcome.usage,
            "ended_ms": outcome.ended_ms,
        }
        correction = {
            "Update": {
                "TableName": self._tables.journal,
                "Key": _key(request_key(stored.organization_id, stored.request_id)),
                "UpdateExpression": "SET adjust = :adjust",
                "ConditionExpression": "#state = :unknown AND attribute_not_exists(adjust)",
                "ExpressionAttributeNames": {"#state": "state"},
                "ExpressionAttributeValues": {
                    ":unknown": {"S": State.UNKNOWN},
                    ":adjust": to_attribute(adjustment),
                },
            }
        }
        accounts = (
            self._update(
                self._tables.accounts,
                account_key(stored.organization_id, ref),
                "SET available = available - :difference, spent = spent + :difference",
                {":difference": difference},
            )
            for ref in stored.accounts
        )
        return [correction, *accounts]


def _key(key: tuple[str, str]) -> Item:
    return {"pk": {"S": key[0]}, "sk": {"S": key[1]}}
