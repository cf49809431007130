"""An organization with a key, written straight into the tables, for suites of the data path."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from tollgate.aws.attributes import to_item
from tollgate.directory.rules import hash_secret, make_token
from tollgate.kit.base62 import new_secret
from tollgate.kit.ids import new_id
from tollgate.ledger.rules import GATE_SHARDS, gate_key
from tollgate.settings import TableSettings

PEPPER: Final = b"a pepper for tests only"


@dataclass(frozen=True)
class Tenant:
    """Ids of the items, and the token of its key."""

    organization_id: str
    key_id: str
    token: str


def write_tenant(
    client: Any,
    tables: TableSettings,
    *,
    key: Mapping[str, Any] | None = None,
    organization: Mapping[str, Any] | None = None,
) -> Tenant:
    """`key` and `organization` add to or replace attributes of the two items."""
    organization_id, key_id, secret = new_id("org"), new_id("key"), new_secret()
    key_item = {
        "pk": organization_id,
        "sk": f"KEY#{key_id}",
        "name": "test",
        "status": "active",
        "secret_hash": hash_secret(PEPPER, secret),
        "permissions": ["llm.use.*"],
        "version": 1,
        **(key or {}),
    }
    organization_item = {
        "pk": organization_id,
        "sk": "ORG",
        "name": "Test",
        "time_zone": "UTC",
        "status": "active",
        **(organization or {}),
    }
    listing = {"pk": "system", "sk": f"ORG#{organization_id}"}
    for item in (key_item, organization_item, listing):
        client.put_item(TableName=tables.directory, Item=to_item(item))
    for shard in range(GATE_SHARDS):
        pk, sk = gate_key(organization_id, shard)
        gate = to_item({"pk": pk, "sk": sk, "epoch": 1})
        client.put_item(TableName=tables.accounts, Item=gate)
    return Tenant(organization_id, key_id, make_token(organization_id, key_id, secret))
