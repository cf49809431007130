"""Request records to and from their items in the `journal` table.

Attributes carry the names of `RequestRecord` and `Outcome`, flat; `open_shard` and `open_until` are
there only while the call is admitted and put the record into the reaper's index. Of what a call was
held to, an item keeps what closing and alerts need; empty members are left out.
"""

from __future__ import annotations

from typing import Any, Final, TypeVar

from msgspec.structs import replace

from tollgate.aws.attributes import Item, from_item, to_item
from tollgate.ledger.models import (
    AccountRef,
    Outcome,
    Period,
    RateRef,
    RequestRecord,
    SlotRef,
    State,
)
from tollgate.ledger.rules import OPEN_SHARDS, request_key, shard_of

_NESTED: Final = {"accounts", "rates", "slots", "outcome"}
_SPARSE: Final = ("policies", "findings", "policy_us", "approval_id", "requested_model")
_PLAIN: Final = tuple(
    name for name in RequestRecord.__struct_fields__ if name not in {*_NESTED, *_SPARSE}
)
_OUTCOME: Final = Outcome.__struct_fields__
_ALWAYS: Final = {
    AccountRef: ("scope_id", "period", "period_key", "limit"),
    RateRef: ("scope_id", "window", "ends_ms", "requests", "tokens"),
    SlotRef: ("scope_id", "limit"),
}
_MINUTE_MS: Final = 60_000

Ref = TypeVar("Ref", AccountRef, RateRef, SlotRef)


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
    if record.slots:
        values["slots"] = [_members(ref) for ref in record.slots]
    values |= {name: value for name in _SPARSE if (value := getattr(record, name))}
    if record.state is State.ADMITTED:
        values |= open_index(record)
    if record.outcome is not None:
        values |= outcome_values(record.outcome)
    return to_item(values)


def outcome_values(outcome: Outcome) -> dict[str, Any]:
    """The attributes that closing a record sets."""
    values = ((name, getattr(outcome, name)) for name in _OUTCOME)
    return {name: value for name, value in values if value is not None and value != ()}


def kept(record: RequestRecord) -> RequestRecord:
    """A record as it is once it is stored."""
    return replace(
        record,
        accounts=tuple(map(_kept, record.accounts)),
        rates=tuple(map(_kept, record.rates)),
        slots=tuple(map(_kept, record.slots)),
    )


def record_from_item(item: Item) -> RequestRecord:
    """The inverse of `record_to_item`; attributes that a later release added are ignored."""
    values = from_item(item)
    record = {name: values[name] for name in (*_PLAIN, *_SPARSE) if name in values}
    record["state"] = State(values["state"])
    record["user_id"] = values.get("user_id")
    record["team_path"] = tuple(values["team_path"])
    record["policies"] = tuple(values.get("policies", ()))
    record["accounts"] = tuple(map(_account, values["accounts"]))
    record["rates"] = tuple(map(_rate, values["rates"]))
    record["slots"] = tuple(SlotRef(**ref) for ref in values.get("slots", ()))
    record["outcome"] = _outcome(values)
    return RequestRecord(**record)


def _account(ref: dict[str, Any]) -> AccountRef:
    alerts = tuple(ref.get("alerts", ()))
    return AccountRef(**{**ref, "period": Period(ref["period"]), "alerts": alerts})


def _rate(ref: dict[str, Any]) -> RateRef:
    if isinstance(ref["window"], int):  # before windows had names there were only minutes
        minute = ref["window"]
        limits = (ref.get("requests_per_minute"), ref.get("tokens_per_minute"))
        return RateRef(ref["scope_id"], str(minute), (minute + 1) * _MINUTE_MS, *limits)
    return RateRef(**{"requests": None, "tokens": None, **ref})


def _outcome(values: dict[str, Any]) -> Outcome | None:
    if "ended_ms" not in values:
        return None
    found = {name: values[name] for name in _OUTCOME if name in values}
    found["state"] = State(values["state"])
    found["arithmetic"] = tuple(values.get("arithmetic", ()))
    found["output_policies"] = tuple(values.get("output_policies", ()))
    found |= {"decision": None, "price_version": None}  # the item's are the record's
    return Outcome(**found)


def _members(ref: AccountRef | RateRef | SlotRef) -> dict[str, Any]:
    members = {name: getattr(ref, name) for name in _ALWAYS[type(ref)]}
    if ref.soft:
        members |= {"soft": True, "full": ref.full}
    if isinstance(ref, AccountRef) and ref.alerts:
        members["alerts"] = ref.alerts
    return members


def _kept(ref: Ref) -> Ref:
    return type(ref)(**_members(ref))
