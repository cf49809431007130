"""What the routes of signing in work with."""

from msgspec import Struct

from tollgate.auth.links import Links
from tollgate.auth.service.accounts import Accounts
from tollgate.auth.service.deps import Auth
from tollgate.control_plane import open_auth, open_mail
from tollgate.kit.clock import Clock, now_ms
from tollgate.mail.service import Mail
from tollgate.settings import (
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
    mail: MailSettings
    public: PublicSettings


class Deps(Struct, frozen=True):
    """Stores, secret and clock, single-use links and letters."""

    auth: Auth
    links: Links
    mail: Mail
    accounts: Accounts


def build(settings: Settings, clock: Clock = now_ms) -> Deps:
    """Over DynamoDB; opens no connection yet."""
    aws, tables = settings.aws, settings.tables
    auth = open_auth(aws, tables, settings.secret, clock, settings.public)
    links = Links.open(aws, tables, clock)
    mail = open_mail(
        aws, tables, auth.secret, settings=settings.mail, public=settings.public, clock=clock
    )
    return Deps(auth, links, mail, Accounts.open(aws, tables, auth, links, mail))
