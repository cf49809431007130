"""The control plane with its policies function over the DynamoDB emulator."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pytest
from msgspec.structs import replace

from functions.policies.deps import Deps
from functions.policies.handler import make_app
from tests.control_plane import SECRET, Answer, Control, send
from tests.events import load
from tollgate.alerts.outbox import Outbox
from tollgate.auth.service.authentication import authenticate
from tollgate.aws.dynamodb import DynamoDB
from tollgate.directory.service.changes import Directory
from tollgate.http.receipts import DynamoReceipts
from tollgate.http.resolver import Resolver
from tollgate.kit.connections import ConnectionPool
from tollgate.policies.bundle import unpack
from tollgate.policies.models import Entry
from tollgate.policies.service.changes import Policies
from tollgate.policies.store import PolicyStore
from tollgate.settings import AwsSettings, DatabaseSettings, TableSettings
from tollgate.usage.database import Database, open_database

NO_DATABASE = DatabaseSettings(url="postgresql:///", host=None, port=5432, name="", user="")


@dataclass
class PoliciesControl(Control):
    """`Control` whose `ask` knows the events of `policies/` too."""

    deps: Deps = field(init=False)
    pool: ConnectionPool = field(default_factory=ConnectionPool)
    app: Resolver = field(init=False)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.use(open_database(NO_DATABASE, lambda: self.settings))

    def use(self, database: Database) -> None:
        """Over this database; the one at first never answers."""
        self.deps = self._deps(database)
        self.app = make_app(self.deps)

    def _deps(self, database: Database) -> Deps:
        store = PolicyStore(self.settings, self.tables, self.journal)
        directory = Directory(self.store, lambda: self.now_ms)
        return Deps(
            authenticate=partial(authenticate, self.auth),
            receipts=DynamoReceipts(self.settings, self.tables),
            directory=directory,
            policies=Policies(store, directory, lambda: self.now_ms),
            heads=store.heads,
            journal=self.journal,
            database=database,
            outbox=Outbox(self.settings, self.tables),
            secret=lambda: SECRET,
            clock=lambda: self.now_ms,
            dynamodb=DynamoDB(replace(self.settings, store_timeout_s=5.0), self.pool),
            aws=self.settings,
            tables=self.tables,
        )

    def ask(self, name: str, *, bearer: str | None = None, **changes: Any) -> Answer:
        """The sample event `<function>/<case>` as the owner, or as whoever `bearer` is."""
        if not name.startswith("policies/"):
            return super().ask(name, bearer=bearer, **changes)
        credential = self.token if bearer is None else bearer
        return send(self.app, load(name, bearer=credential, **changes))

    def policy(self, **changes: Any) -> dict[str, Any]:
        """A new policy: the sample with these fields."""
        body = {**load_body("policies/create_policy"), **changes}
        answer = self.ask("policies/create_policy", body=body)
        assert answer.status == 201, answer.json
        made: dict[str, Any] = answer.json
        return made

    def in_force(self, organization_id: str | None = None) -> list[Entry]:
        """The entries of the bundle that the organization's head names, in their order."""
        organization_id = organization_id or self.organization_id
        store = self.deps.policies.store
        head = store.heads.read_head(organization_id)
        return unpack(store.bundle(organization_id, head.hash)) if head.hash else []


def load_body(name: str) -> dict[str, Any]:
    """The body of a sample event."""
    body: dict[str, Any] = json.loads(load(name)["body"])
    return body


@pytest.fixture
def blank(
    aws_settings: AwsSettings, tables: TableSettings, dynamodb_client: Any
) -> Iterator[PoliciesControl]:
    control = PoliciesControl(aws_settings, tables, dynamodb_client)
    yield control
    control.pool.close()
