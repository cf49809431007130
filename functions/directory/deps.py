"""What the directory's routes work with."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Self

from tollgate.auth.service.authentication import authenticate
from tollgate.control_plane import open_auth
from tollgate.directory.service.changes import Directory
from tollgate.http.idempotency import Receipts
from tollgate.http.receipts import DynamoReceipts
from tollgate.http.resolver import Authenticate
from tollgate.kit.clock import Clock, now_ms
from tollgate.secrets import RuntimeSecret
from tollgate.settings import AwsSettings, SecretSettings, TableSettings


@dataclass(frozen=True, slots=True)
class Settings:
    """Of this function; raises `SettingMissing` naming the variable."""

    aws: AwsSettings
    tables: TableSettings
    secret: SecretSettings

    @classmethod
    def from_env(cls) -> Self:
        return cls(AwsSettings.from_env(), TableSettings.from_env(), SecretSettings.from_env())


@dataclass(frozen=True, slots=True)
class Deps:
    """Stores and ports."""

    directory: Directory
    authenticate: Authenticate
    receipts: Receipts
    secret: Callable[[], RuntimeSecret]


def build(settings: Settings, clock: Clock = now_ms) -> Deps:
    """Over DynamoDB; opens no connection yet."""
    auth = open_auth(settings.aws, settings.tables, settings.secret, clock)
    return Deps(
        directory=auth.directory,
        authenticate=partial(authenticate, auth),
        receipts=DynamoReceipts(settings.aws, settings.tables),
        secret=auth.secret,
    )
