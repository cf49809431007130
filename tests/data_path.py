"""The data path over real parts: DynamoDB's emulator and the scripted provider."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from functions.proxy.handler import build
from local.serving import open_listener
from tests.dynamodb import ROOT, STARTS_WITHIN_S, client_for, fresh_tables
from tests.tenant import PEPPER, Tenant, write_tenant
from tollgate.aws.attributes import from_item
from tollgate.aws.dynamodb import DynamoDB
from tollgate.kit.connections import ConnectionPool
from tollgate.ledger.models import RequestRecord
from tollgate.ledger.records import record_from_item
from tollgate.proxy.models import HttpRequest, Reply
from tollgate.proxy.pipeline import Gateway, handle
from tollgate.settings import AwsSettings, SecretSettings, TableSettings

GENEROUS: Final = {"budgets": {"monthly": 10**15}}


@contextmanager
def scripted_provider() -> Iterator[str]:
    """The scripted provider as a process; yields its root URL.

    It is given an open listener: who calls while it still starts waits for it.
    """
    with open_listener("127.0.0.1", 0) as listener:
        listener.listen(128)
        descriptor = listener.fileno()
        process = subprocess.Popen(
            [sys.executable, "-m", "local.scripted", "--socket", str(descriptor)],
            pass_fds=[descriptor],
            cwd=ROOT,
        )
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    try:
        with urllib.request.urlopen(f"{url}/v1/models", timeout=STARTS_WITHIN_S):
            yield url
    finally:
        process.terminate()
        assert process.wait(STARTS_WITHIN_S) == 0


@dataclass
class DataPath:
    """A gateway with one tenant, and a view of what its store holds."""

    gateway: Gateway
    tenant: Tenant
    tables: TableSettings
    client: Any
    dynamodb: DynamoDB
    aws: AwsSettings
    secret_file: str
    another_gateway: Callable[[], Gateway]

    def sibling(self) -> DataPath:
        """Another warm function of the same deployment, with caches of its own."""
        return replace(self, gateway=self.another_gateway())

    def request(
        self,
        path: str,
        body: Mapping[str, Any] | bytes,
        headers: Mapping[str, str] | None = None,
        *,
        remaining_ms: int = 900_000,
        token: str | None = None,
    ) -> Reply:
        """A POST with the tenant's key; the reply's chunks are not read yet."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        credential = {"authorization": f"Bearer {token or self.tenant.token}"}
        request = HttpRequest("POST", path, {**credential, **(headers or {})}, raw, remaining_ms)
        return handle(self.gateway, request)

    def account(self, scope_id: str | None = None) -> dict[str, Any]:
        """The only account of a scope (by default the key's), as stored."""
        pk = f"{self.tenant.organization_id}#{scope_id or self.tenant.key_id}"
        answer = self.client.query(
            TableName=self.tables.accounts,
            KeyConditionExpression="pk = :pk AND begins_with(sk, :budget)",
            ExpressionAttributeValues={":pk": {"S": pk}, ":budget": {"S": "BUDGET#"}},
            ConsistentRead=True,
        )
        [item] = answer["Items"] or [{}]
        return from_item(item)

    def records(self) -> list[RequestRecord]:
        """Every request record of the table, oldest first."""
        items = self.client.scan(TableName=self.tables.journal, ConsistentRead=True)["Items"]
        found = [record_from_item(item) for item in items if item["sk"]["S"] == "REQUEST"]
        return sorted(found, key=lambda record: (record.created_ms, record.request_id))


def read(reply: Reply) -> bytes:
    """The whole body of a reply."""
    return reply.body if isinstance(reply.body, bytes) else b"".join(reply.body)


@contextmanager
def running_data_path(
    endpoint: str,
    provider_url: str,
    *,
    key: Mapping[str, Any] | None = None,
    organization: Mapping[str, Any] | None = None,
) -> Iterator[DataPath]:
    """A gateway over fresh tables. `key` and `organization` replace attributes of their items."""
    aws = AwsSettings("eu-west-1", "test", "test", None, endpoint, store_timeout_s=30)
    client = client_for(aws)
    with fresh_tables(client) as tables, tempfile.TemporaryDirectory() as directory:
        tenant = write_tenant(
            client,
            tables,
            key=GENEROUS if key is None else key,
            organization=GENEROUS if organization is None else organization,
        )
        file = Path(directory) / "secret.json"
        providers = {"scripted": {"base_url": provider_url}}
        file.write_text(json.dumps({"pepper": PEPPER.decode(), "providers": providers}))
        pool = ConnectionPool()

        def another() -> Gateway:
            return build(aws, tables, SecretSettings(None, str(file)), pool)

        gateway = another()
        store: Any = gateway.ledger.store
        yield DataPath(gateway, tenant, tables, client, store._dynamodb, aws, str(file), another)
        pool.close()
    client.close()
