"""What the routes here work with."""

from dataclasses import dataclass
from functools import partial
from typing import Self

from tollgate.auth.service.authentication import authenticate
from tollgate.auth.service.deps import Auth
from tollgate.control_plane import open_auth
from tollgate.http.idempotency import Receipts
from tollgate.http.receipts import DynamoReceipts
from tollgate.http.resolver import Authenticate
from tollgate.kit.clock import Clock, now_ms
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

    auth: Auth
    authenticate: Authenticate
    receipts: Receipts


def build(settings: Settings, clock: Clock = now_ms) -> Deps:
    """Over DynamoDB; opens no connection yet."""
    auth = open_auth(settings.aws, settings.tables, settings.secret, clock)
    return Deps(
        auth=auth,
        authenticate=partial(authenticate, auth),
        receipts=DynamoReceipts(settings.aws, settings.tables),
    )
