"""What the policies' routes work with."""

from collections.abc import Callable
from functools import partial

from msgspec import Struct

from tollgate.alerts.outbox import Outbox
from tollgate.auth.service.authentication import authenticate
from tollgate.aws.dynamodb import DynamoDB
from tollgate.control_plane import open_auth
from tollgate.directory.service.changes import Directory
from tollgate.http.idempotency import Receipts
from tollgate.http.receipts import DynamoReceipts
from tollgate.http.resolver import Authenticate
from tollgate.journal.service import Journal
from tollgate.kit.clock import Clock, now_ms
from tollgate.kit.connections import ConnectionPool
from tollgate.policies.heads import Heads
from tollgate.policies.service.changes import Policies
from tollgate.policies.store import PolicyStore
from tollgate.secrets import RuntimeSecret
from tollgate.settings import (
    AwsSettings,
    DatabaseSettings,
    FunctionSettings,
    SecretSettings,
    TableSettings,
)
from tollgate.usage.database import Database, open_database


class Settings(FunctionSettings, frozen=True):
    """Of this function."""

    aws: AwsSettings
    tables: TableSettings
    secret: SecretSettings
    database: DatabaseSettings


class Deps(Struct, frozen=True):
    """Stores and ports, shared by every module of routes here.

    `tables` names the journal that `dynamodb` reads.
    """

    authenticate: Authenticate
    receipts: Receipts
    directory: Directory
    policies: Policies
    heads: Heads
    journal: Journal
    database: Database
    outbox: Outbox
    secret: Callable[[], RuntimeSecret]
    clock: Clock
    dynamodb: DynamoDB
    aws: AwsSettings
    tables: TableSettings


def build(settings: Settings, clock: Clock = now_ms) -> Deps:
    """Opens no connection yet."""
    aws, tables = settings.aws, settings.tables
    auth = open_auth(aws, tables, settings.secret, clock)
    journal = Journal.open(aws, tables)
    store = PolicyStore(aws, tables, journal)
    return Deps(
        authenticate=partial(authenticate, auth),
        receipts=DynamoReceipts(aws, tables),
        directory=auth.directory,
        policies=Policies(store, auth.directory, clock),
        heads=store.heads,
        journal=journal,
        database=open_database(settings.database, lambda: aws),
        outbox=Outbox(aws, tables),
        secret=auth.secret,
        clock=clock,
        dynamodb=DynamoDB(aws, ConnectionPool()),
        aws=aws,
        tables=tables,
    )
