"""Policies put in force for a tenant of `tests.data_path`, without the control plane."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tests.data_path import DataPath
from tollgate.aws.attributes import to_item
from tollgate.ledger.rules import GATE_SHARDS, gate_key
from tollgate.policies.bundle import pack
from tollgate.policies.models import Entry


def enforce(
    path: DataPath,
    *documents: Mapping[str, Any],
    shadow: bool = False,
    grants: Iterable[Mapping[str, Any]] = (),
) -> str:
    """Replaces all policies of the tenant (ids `pol_0`, `pol_1`, …); returns the bundle's hash."""
    entries = [
        Entry(f"pol_{number}", 1, {"name": f"policy {number}", **document}, shadow=shadow)
        for number, document in enumerate(documents)
    ]
    hash_, parts = pack(entries)
    organization_id = path.tenant.organization_id
    for number, part in enumerate(parts):
        place = {"pk": f"{organization_id}#{hash_}", "sk": f"PART#{number:03d}"}
        item = to_item(place) | {"data": {"B": part}}
        path.client.put_item(TableName=path.tables.policies, Item=item)
    head = {"pk": organization_id, "sk": "BUNDLE", "hash": hash_, "parts": len(parts)}
    head |= {"grants": [dict(grant) for grant in grants], "version": 1}
    path.client.put_item(TableName=path.tables.policies, Item=to_item(head))
    move_stamp(path)
    return hash_


def move_stamp(path: DataPath) -> None:
    """What every governing change does: the organization's stamp moves."""
    for shard in range(GATE_SHARDS):
        pk, sk = gate_key(path.tenant.organization_id, shard)
        path.client.update_item(
            TableName=path.tables.accounts,
            Key=to_item({"pk": pk, "sk": sk}),
            UpdateExpression="ADD epoch :one",
            ExpressionAttributeValues={":one": {"N": "1"}},
        )
