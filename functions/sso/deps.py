"""What the routes here work with."""

from functools import partial

from msgspec import Struct

from tollgate.auth.service.authentication import authenticate
from tollgate.control_plane import open_auth
from tollgate.http.idempotency import Receipts
from tollgate.http.receipts import DynamoReceipts
from tollgate.http.resolver import Authenticate
from tollgate.journal.service import Journal
from tollgate.kit.clock import Clock, now_ms
from tollgate.provisioning.service import Provisioning
from tollgate.provisioning.store import ProvisioningStore
from tollgate.public_url import open_public_url
from tollgate.settings import (
    AwsSettings,
    FunctionSettings,
    PublicSettings,
    RemoteSettings,
    SecretSettings,
    TableSettings,
)
from tollgate.sso.discovery import Discovery
from tollgate.sso.service.deps import Sso
from tollgate.sso.store import SsoStore
from tollgate.sso.web import Web


class Settings(FunctionSettings, frozen=True):
    """Of this function."""

    aws: AwsSettings
    tables: TableSettings
    secret: SecretSettings
    public: PublicSettings
    remote: RemoteSettings


class Deps(Struct, frozen=True):
    """Stores and ports."""

    sso: Sso
    authenticate: Authenticate
    receipts: Receipts


def build(settings: Settings, clock: Clock = now_ms) -> Deps:
    """Over DynamoDB; opens no connection yet."""
    aws, tables = settings.aws, settings.tables
    auth = open_auth(aws, tables, settings.secret, clock, settings.public)
    journal = Journal.open(aws, tables)
    sso = Sso(
        auth=auth,
        store=SsoStore(aws, tables, journal),
        provisioning=Provisioning(auth.directory, ProvisioningStore(aws, tables, journal)),
        discovery=Discovery(Web(loopback=settings.remote.loopback), clock),
        public_url=open_public_url(settings.public, aws, tables),
    )
    return Deps(
        sso=sso, authenticate=partial(authenticate, auth), receipts=DynamoReceipts(aws, tables)
    )
