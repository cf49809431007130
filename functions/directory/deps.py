"""What the directory's routes work with."""

from collections.abc import Callable
from functools import partial

from msgspec import Struct

from tollgate.access_reviews.service import Reviews
from tollgate.auth.links import Links
from tollgate.auth.service.authentication import authenticate
from tollgate.auth.service.deps import Auth
from tollgate.control_plane import open_auth, open_forgetting, open_mail
from tollgate.directory.service.changes import Directory
from tollgate.directory.service.erasure import Forgetting
from tollgate.elevations.service import Elevations
from tollgate.http.idempotency import Receipts
from tollgate.http.receipts import DynamoReceipts
from tollgate.http.resolver import Authenticate
from tollgate.journal.service import Journal
from tollgate.kit.clock import Clock, now_ms
from tollgate.mail.service import Mail
from tollgate.secrets import RuntimeSecret
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
    """Stores and ports."""

    auth: Auth
    directory: Directory
    authenticate: Authenticate
    receipts: Receipts
    secret: Callable[[], RuntimeSecret]
    links: Links
    mail: Mail
    forgetting: Forgetting
    journal: Journal
    elevations: Elevations
    reviews: Reviews


def build(settings: Settings, clock: Clock = now_ms) -> Deps:
    """Over DynamoDB; opens no connection yet."""
    auth = open_auth(settings.aws, settings.tables, settings.secret, clock)
    return Deps(
        auth=auth,
        directory=auth.directory,
        authenticate=partial(authenticate, auth),
        receipts=DynamoReceipts(settings.aws, settings.tables),
        secret=auth.secret,
        links=Links.open(settings.aws, settings.tables, clock),
        elevations=Elevations.open(settings.aws, settings.tables, auth.directory),
        reviews=Reviews.open(settings.aws, settings.tables, auth),
        forgetting=open_forgetting(settings.aws, settings.tables),
        journal=Journal.open(settings.aws, settings.tables),
        mail=open_mail(
            settings.aws,
            settings.tables,
            auth.secret,
            settings=settings.mail,
            public=settings.public,
            clock=clock,
        ),
    )
