"""Creates the tables of `tollgate.tables` in the emulator."""

from __future__ import annotations

from typing import Any

from local.dynamodb import CallFailed, Emulator
from tollgate.tables import TABLES, Index, Table

ENVIRONMENT = {f"TOLLGATE_{table.name.upper()}_TABLE": f"tollgate-{table.name}" for table in TABLES}
"""The names of the tables, as functions read them."""


def table_name(table: Table) -> str:
    """The name of `table` in the local run."""
    return f"tollgate-{table.name}"


def creation(table: Table) -> dict[str, Any]:
    """The CreateTable request for `table`."""
    names = {"pk", "sk"}
    for index in table.indexes:
        names |= {index.partition, index.sort or "pk"}
    request: dict[str, Any] = {
        "TableName": table_name(table),
        "BillingMode": "PAY_PER_REQUEST",
        "KeySchema": _keys("pk", "sk"),
        "AttributeDefinitions": [
            {"AttributeName": name, "AttributeType": "S"} for name in sorted(names)
        ],
    }
    if table.indexes:
        request["GlobalSecondaryIndexes"] = [_index(index) for index in table.indexes]
    if table.stream:
        view = {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
        request["StreamSpecification"] = view
    return request


def _index(index: Index) -> dict[str, Any]:
    return {
        "IndexName": index.name,
        "KeySchema": _keys(index.partition, index.sort),
        "Projection": {"ProjectionType": "KEYS_ONLY" if index.keys_only else "ALL"},
    }


def _keys(partition: str, sort: str | None) -> list[dict[str, str]]:
    keys = [{"AttributeName": partition, "KeyType": "HASH"}]
    if sort:
        keys.append({"AttributeName": sort, "KeyType": "RANGE"})
    return keys


async def ensure_tables(emulator: Emulator) -> None:
    """Creates what is missing. Raises `CallFailed`."""
    for table in TABLES:
        try:
            await emulator.call("CreateTable", creation(table))
        except CallFailed as error:
            if error.kind != "ResourceInUseException":
                raise
            continue
        if table.ttl:
            ttl = {"Enabled": True, "AttributeName": table.ttl}
            request = {"TableName": table_name(table), "TimeToLiveSpecification": ttl}
            await emulator.call("UpdateTimeToLive", request)
