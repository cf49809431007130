"""What the cost routes work with."""

from functools import partial

from msgspec import Struct

from tollgate.auth.service.authentication import authenticate
from tollgate.control_plane import open_auth
from tollgate.costs.store import BalanceStore
from tollgate.directory.service.changes import Directory
from tollgate.http.idempotency import Receipts
from tollgate.http.receipts import DynamoReceipts
from tollgate.http.resolver import Authenticate
from tollgate.kit.clock import Clock, now_ms
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
    """Stores and ports."""

    authenticate: Authenticate
    directory: Directory
    database: Database
    balances: BalanceStore
    receipts: Receipts


def build(settings: Settings, clock: Clock = now_ms) -> Deps:
    """Opens no connection yet."""
    aws, tables = settings.aws, settings.tables
    auth = open_auth(aws, tables, settings.secret, clock)
    return Deps(
        authenticate=partial(authenticate, auth),
        directory=auth.directory,
        database=open_database(settings.database, lambda: aws),
        balances=BalanceStore(aws, tables),
        receipts=DynamoReceipts(aws, tables),
    )
