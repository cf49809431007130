"""Request records to and from their items in the `journal` table.

Attributes carry the names of `RequestRecord` and `Outcome`, flat; `open_shard` and `open_until` are
there only while the call is admitted and put the record into the reaper's index.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any, Final

from tollgate.aws.attributes import Item, from_item, to_item
from tollgate.ledger.models import (
    AccountRef,
    Outcome,
    Period,
    RateRef,
    RequestRecord,
    State,
)
from tollgate.ledger.rules import OPEN_SHARDS, request_key, shard_of

_NESTED: Final = {"accounts", "rates", "outcome"}
_PLAIN: Final = tuple(entry.name for entry in fields(RequestRecord) if entry.name not in _NESTED)
_OUTCOME: Final = tuple(entry.name for entry in fields(Outcome))


def open_index(record: RequestRecord) -> dict[str, str]:
    """The two index attributes of an admitted record."""
    shard = shard_of(record.request_id, OPEN_SHARDS)
    return {
        "open_shard": f"{record.organization_id}#{shard}",
        "open_until": f"{record.deadline_ms:013d}",
    }


def record_to_item(record: RequestRecord) -> Item:
    """The whole item of a new record."""
    pk, sk = request_key(record.organization_id, record.request_id)
    values: dict[str, Any] = {"pk": pk, "sk": sk, "kind": "request"}
    values |= {name: getattr(record, name) for name in _PLAIN}
    values["accounts"] = [_members(ref) for ref in record.accounts]
    values["rates"] = [_members(ref) for ref in record.rates]
    if record.state is State.ADMITTED:
        values |= open_index(record)
    if record.outcome is not None:
        values |= outcome_values(record.outcome)
    return to_item(values)


def outcome_values(outcome: Outcome) -> dict[str, Any]:
    """The attributes that closing a record sets."""
    return {name: getattr(outcome, name) for name in _OUTCOME if getattr(outcome, name) is not None}


def record_from_item(item: Item) -> RequestRecord:
    """The inverse of `record_to_item`; attributes that a later release added are ignored."""
    values = from_item(item)
    record = {name: values[name] for name in _PLAIN if name in values}
    record["state"] = State(values["state"])
    record["user_id"] = values.get("user_id")
    record["team_path"] = tuple(values["team_path"])
    record["accounts"] = tuple(
        AccountRef(**{**ref, "period": Period(ref["period"])}) for ref in values["accounts"]
    )
    record["rates"] = tuple(
        RateRef(
            ref["scope_id"],
            ref["window"],
            ref.get("requests_per_minute"),
            ref.get("tokens_per_minute"),
        )
        for ref in values["rates"]
    )
    record["outcome"] = _outcome(values)
    return RequestRecord(**record)


def _outcome(values: dict[str, Any]) -> Outcome | None:
    if "ended_ms" not in values:
        return None
    found = {name: values[name] for name in _OUTCOME if name in values}
    found["state"] = State(values["state"])
    found["arithmetic"] = tuple(values.get("arithmetic", ()))
    return Outcome(**found)


def _members(ref: AccountRef | RateRef) -> dict[str, Any]:
    return {name: getattr(ref, name) for name in ref.__slots__}
