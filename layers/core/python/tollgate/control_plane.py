"""What every control-plane function is composed of, over DynamoDB."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from tollgate.auth.service.deps import Auth
from tollgate.auth.signing_keys import SigningKeys, issuer_of
from tollgate.auth.store import AuthStore
from tollgate.aws.items import Beside, Transaction
from tollgate.directory.models import User
from tollgate.directory.service.changes import Directory
from tollgate.directory.store import DirectoryStore
from tollgate.journal.service import Journal
from tollgate.kit.clock import Clock, now_ms
from tollgate.mfa.store import MfaStore
from tollgate.provisioning.store import ProvisioningStore
from tollgate.public_url import open_public_url
from tollgate.secrets import RuntimeSecret, open_secrets
from tollgate.settings import (
    AwsSettings,
    MailSettings,
    PublicSettings,
    SecretSettings,
    TableSettings,
)

if TYPE_CHECKING:
    from tollgate.mail.service import Mail


def open_auth(
    aws: AwsSettings,
    tables: TableSettings,
    secret: SecretSettings,
    clock: Clock = now_ms,
    public: PublicSettings | None = None,
) -> Auth:
    """Sessions, the directory, the secret and the signing keys; opens no connection yet.

    `public` matters to a function that signs people in: its URL is the issuer of their tokens.
    """
    journal = Journal.open(aws, tables)
    directory = Directory(DirectoryStore(aws, tables, journal), clock)
    secrets = open_secrets(secret, aws)
    public_url = open_public_url(public or PublicSettings(), aws, tables)
    keys = SigningKeys(
        aws, tables, journal, secret=secrets, issuer=partial(issuer_of, public_url), clock=clock
    )
    factors = MfaStore(aws, tables, journal)
    return Auth(AuthStore(aws, tables, journal), directory, secrets, keys, factors)


def open_forgetting(aws: AwsSettings, tables: TableSettings) -> Callable[[User], Beside]:
    """What else is stored of a person besides the directory's own item: adds its removal.

    Sessions, failed sign-ins, second factors, and what identity providers said.
    """
    journal = Journal.open(aws, tables)
    auth, factors = AuthStore(aws, tables, journal), MfaStore(aws, tables, journal)
    provisioning = ProvisioningStore(aws, tables, journal)

    def forgetting(user: User) -> Beside:
        whose = (user.organization_id, user.id)
        sessions = auth.open_sessions(*whose)
        removals = (
            auth.ending(*whose, sessions, sessions.ids),
            auth.forgetting_failures(*whose),
            factors.removing_everything(*whose),
            provisioning.removing(*whose),
        )

        def remove(transaction: Transaction) -> None:
            for removal in removals:
                removal(transaction)

        return remove

    return forgetting


def open_mail(
    aws: AwsSettings,
    tables: TableSettings,
    secret: Callable[[], RuntimeSecret],
    *,
    settings: MailSettings,
    public: PublicSettings,
    clock: Clock = now_ms,
) -> Mail:
    """Letters as configured; `secret` is that of `open_auth`. Opens no connection yet."""
    # Imports cryptography, which functions that write to nobody start faster without.
    from tollgate.mail.delivery import open_send  # noqa: PLC0415
    from tollgate.mail.outbox import MailOutbox  # noqa: PLC0415
    from tollgate.mail.service import Mail  # noqa: PLC0415

    return Mail(
        MailOutbox(aws, tables, secret),
        open_send(settings, aws),
        open_public_url(public, aws, tables),
        clock,
        at_once=settings.directory is not None,
    )
