"""What the routes of signing in work with."""

from dataclasses import dataclass
from typing import Self

from tollgate.auth.service.deps import Auth
from tollgate.control_plane import open_auth
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
    """Stores, secret and clock."""

    auth: Auth


def build(settings: Settings, clock: Clock = now_ms) -> Deps:
    """Over DynamoDB; opens no connection yet."""
    return Deps(open_auth(settings.aws, settings.tables, settings.secret, clock))
