"""What the delivery of notices and letters works with."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from tollgate.alerts.delivery import Deliver, open_delivery
from tollgate.alerts.outbox import Outbox
from tollgate.aws.dynamodb import DynamoDB
from tollgate.control_plane import open_mail
from tollgate.kit.connections import ConnectionPool
from tollgate.ledger.store import DynamoLedgerStore
from tollgate.mail.service import Mail
from tollgate.secrets import open_secrets
from tollgate.settings import (
    AlertSettings,
    AwsSettings,
    FunctionSettings,
    MailSettings,
    PublicSettings,
    SecretSettings,
    TableSettings,
)


class Settings(FunctionSettings, frozen=True):
    """Of this function."""

    aws: AwsSettings
    tables: TableSettings
    secret: SecretSettings
    alerts: AlertSettings
    mail: MailSettings
    public: PublicSettings


class Deps(Struct, frozen=True):
    """`organizations` lists every organization; `deliver` is None where nothing is configured."""

    outbox: Outbox
    organizations: Callable[[], list[str]]
    deliver: Deliver | None
    mail: Mail


def build(settings: Settings, pool: ConnectionPool) -> Deps:
    """Opens no connection yet."""
    aws, tables = settings.aws, settings.tables
    return Deps(
        outbox=Outbox(aws, tables),
        organizations=DynamoLedgerStore(DynamoDB(aws, pool), tables).organizations,
        deliver=open_delivery(settings.alerts, aws, pool),
        mail=open_mail(
            aws,
            tables,
            open_secrets(settings.secret, aws, pool),
            settings=settings.mail,
            public=settings.public,
        ),
    )
