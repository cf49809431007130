"""What the delivery of notices works with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from tollgate.alerts.delivery import Deliver, open_delivery
from tollgate.alerts.outbox import Outbox
from tollgate.aws.dynamodb import DynamoDB
from tollgate.kit.connections import ConnectionPool
from tollgate.ledger.store import DynamoLedgerStore
from tollgate.settings import AlertSettings, AwsSettings, TableSettings


@dataclass(frozen=True, slots=True)
class Settings:
    """Of this function; raises `SettingMissing` naming the variable."""

    aws: AwsSettings
    tables: TableSettings
    alerts: AlertSettings

    @classmethod
    def from_env(cls) -> Self:
        return cls(AwsSettings.from_env(), TableSettings.from_env(), AlertSettings.from_env())


@dataclass(frozen=True, slots=True)
class Deps:
    """`organizations` lists every organization; `deliver` is None where nothing is configured."""

    outbox: Outbox
    organizations: Callable[[], list[str]]
    deliver: Deliver | None


def build(settings: Settings, pool: ConnectionPool) -> Deps:
    """Opens no connection yet."""
    aws, tables = settings.aws, settings.tables
    return Deps(
        outbox=Outbox(aws, tables),
        organizations=DynamoLedgerStore(DynamoDB(aws, pool), tables).organizations,
        deliver=open_delivery(settings.alerts, aws, pool),
    )
