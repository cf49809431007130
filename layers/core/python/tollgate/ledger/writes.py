"""The single writes that the ledger's transactions are made of, each with its own condition.

They are what DynamoDB's `TransactWriteItems` takes, in the order in which the store reads the
reasons of a cancellation: the record first, then the stamp, the accounts, the windows, the slots
and the grants.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from msgspec.structs import replace

from tollgate.aws.attributes import Item, to_attribute, to_item
from tollgate.ledger.models import (
    AccountRef,
    GrantUse,
    Outcome,
    RateRef,
    RequestRecord,
    SlotRef,
    State,
    StoredAnswer,
)
from tollgate.ledger.records import outcome_values, record_to_item
from tollgate.ledger.rules import (
    GATE_SHARDS,
    account_key,
    gate_key,
    grant_key,
    rate_key,
    request_key,
    shard_of,
    slot_key,
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
                    name: {"N": str(value)} for name, value in values.items()
                },
                **more,
            }
        }

    def admission(
        self, record: RequestRecord, epoch: int, grants: Sequence[GrantUse]
    ) -> list[Write]:
        """All that admits a call."""
        return [
            self.new_record(record),
            self.gate_check(record.organization_id, record.request_id, epoch),
            *(self.hold(record, ref) for ref in record.accounts),
            *(self.count(record, ref) for ref in record.rates),
            *(self.take(record, ref) for ref in record.slots),
            *(self.use(record, grant) for grant in grants),
        ]

    def hold(self, record: RequestRecord, ref: AccountRef) -> Write:
        """Moves the record's hold from available to held, where there is that much."""
        if ref.reason is not None:
            return self._hold_under_policy(record, ref)
        return self._update(
            self._tables.accounts,
            account_key(record.organization_id, ref),
            "SET available = available - :hold, held = held + :hold",
            {":hold": record.hold},
            ConditionExpression="available >= :hold",
            ReturnValuesOnConditionCheckFailure="ALL_OLD",
        )

    def _hold_under_policy(self, record: RequestRecord, ref: AccountRef) -> Write:
        """The account of a policy counts down from zero, so that a new limit leaves it as it is."""
        values = {":hold": record.hold, ":taken": -record.hold}
        condition: dict[str, str] = {}
        if not ref.full:
            values[":least"] = record.hold + ref.reserve - ref.limit
            condition = _only_if("available >= :least", or_new=values[":least"] <= 0)
        update = "ADD available :taken, held :hold"
        key = account_key(record.organization_id, ref)
        return self._update(self._tables.accounts, key, update, values, **condition)

    def count(self, record: RequestRecord, ref: RateRef) -> Write:
        """Counts the call and its tokens in a window, where there is room."""
        values = {":one": 1, ":held": record.tokens_held, ":expires": _forgotten_s(ref)}
        room, fits = [], True
        if ref.requests is not None and not ref.full:
            room.append("requests < :requests")
            values[":requests"] = ref.requests
            fits = ref.requests > 0
        if ref.tokens is not None and not ref.full:
            room.append("tokens <= :tokens")
            values[":tokens"] = ref.tokens - record.tokens_held
            fits = fits and values[":tokens"] >= 0
        return self._update(
            self._tables.accounts,
            rate_key(record.organization_id, ref),
            "SET expires_at = :expires ADD requests :one, tokens :held",
            values,
            **(_only_if(" AND ".join(room), or_new=fits) if room else {}),
        )

    def take(self, record: RequestRecord, ref: SlotRef) -> Write:
        """Takes one of a scope's slots, where one is free."""
        values = {":one": 1}
        condition: dict[str, str] = {}
        if not ref.full:
            values[":limit"] = ref.limit
            condition = _only_if("taken < :limit", or_new=ref.limit > 0)
        key = slot_key(record.organization_id, ref)
        return self._update(self._tables.accounts, key, "ADD taken :one", values, **condition)

    def use(self, record: RequestRecord, grant: GrantUse) -> Write:
        """Uses a grant once more, where that is still allowed."""
        return self._update(
            self._tables.policies,
            grant_key(record.organization_id, grant.grant_id),
            "SET expires_at = :expires ADD uses :one",
            {":one": 1, ":uses": grant.uses, ":expires": grant.expires_ms // 1000},
            **_only_if("uses < :uses", or_new=grant.uses > 0),
        )

    def opening(self, item: Mapping[str, Any]) -> Write:
        """An item of the policies table, unless it is there."""
        return {
            "Put": {
                "TableName": self._tables.policies,
                "Item": to_item(dict(item)),
                "ConditionExpression": "attribute_not_exists(pk)",
            }
        }

    def closing(
        self,
        record: RequestRecord,
        outcome: Outcome,
        answer: StoredAnswer | None,
        *,
        freezes: bool,
    ) -> list[Write]:
        """All that settles a call; where it `freezes`, a cost beyond the hold freezes its key."""
        charged = min(outcome.cost, record.hold)
        excess = outcome.cost - charged
        values = outcome_values(replace(outcome, cost=charged))
        if excess:
            values["adjust"] = {"difference": excess, "reason": "overspend"}
        writes = [
            self._closed_record(record, values),
            *(self._settle(record, ref, outcome.cost) for ref in record.accounts),
            *(self._recount(record, outcome, outcome.tokens_used(record) - record.tokens_held)),
            *(self._release(record, ref) for ref in record.slots),
        ]
        if excess and freezes:
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
            "ADD available :back, held :given, spent :cost",
            {":back": record.hold - cost, ":given": -record.hold, ":cost": cost},
        )

    def _recount(self, record: RequestRecord, outcome: Outcome, tokens: int) -> Iterator[Write]:
        """Adds tokens to the windows that still count."""
        for ref in record.counting(outcome.ended_ms):
            yield self._update(
                self._tables.accounts,
                rate_key(record.organization_id, ref),
                "SET expires_at = :expires ADD tokens :difference",
                {":difference": tokens, ":expires": _forgotten_s(ref)},
            )

    def _release(self, record: RequestRecord, ref: SlotRef) -> Write:
        key = slot_key(record.organization_id, ref)
        return self._update(self._tables.accounts, key, "ADD taken :back", {":back": -1})

    def _freeze_key(self, record: RequestRecord) -> list[Write]:
        """Freezes the key, and is refused where that has come to its end: who could thaw it could
        otherwise bring it back.
        """
        freeze = {
            "Update": {
                "TableName": self._tables.directory,
                "Key": _key((record.organization_id, f"KEY#{record.key_id}")),
                "UpdateExpression": "SET #status = :frozen ADD version :one",
                "ConditionExpression": "attribute_exists(pk) AND NOT #status IN (:over, :gone)",
                "ExpressionAttributeNames": {"#status": "status"},
                "ExpressionAttributeValues": {
                    ":frozen": {"S": "frozen"},
                    ":over": {"S": "revoked"},
                    ":gone": {"S": "deleted"},
                    ":one": {"N": "1"},
                },
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

    def correction(
        self,
        stored: RequestRecord,
        outcome: Outcome,
        difference: int,
        tokens: int,
        *,
        freezes: bool,
    ) -> list[Write]:
        """What a settlement after the reaper changes: the record, every account and the windows.

        `difference` is in nano-dollars; a cost beyond the hold freezes the key, as in time. Slots
        were given back when the record closed.
        """
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
                "ADD available :back, spent :difference",
                {":back": -difference, ":difference": difference},
            )
            for ref in stored.accounts
        )
        freeze = self._freeze_key(stored) if difference > 0 and freezes else ()
        return [correction, *accounts, *self._recount(stored, outcome, tokens), *freeze]


def _key(key: tuple[str, str]) -> Item:
    return {"pk": {"S": key[0]}, "sk": {"S": key[1]}}


def _only_if(condition: str, *, or_new: bool = False) -> dict[str, str]:
    """A condition that tells the item where it fails; `or_new` lets it hold without an item."""
    if or_new:
        condition = f"attribute_not_exists(pk) OR ({condition})"
    return {
        "ConditionExpression": condition,
        "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
    }


def _forgotten_s(ref: RateRef) -> int:
    """When a window may be deleted, in epoch seconds."""
    return ref.ends_ms // 1000 + _WINDOW_KEPT_S
