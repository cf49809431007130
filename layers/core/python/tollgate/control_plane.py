"""What every control-plane function is composed of, over DynamoDB."""

from __future__ import annotations

from tollgate.auth.service.deps import Auth
from tollgate.auth.store import AuthStore
from tollgate.directory.service.changes import Directory
from tollgate.directory.store import DirectoryStore
from tollgate.journal.service import Journal
from tollgate.kit.clock import Clock, now_ms
from tollgate.secrets import open_secrets
from tollgate.settings import AwsSettings, SecretSettings, TableSettings


def open_auth(
    aws: AwsSettings, tables: TableSettings, secret: SecretSettings, clock: Clock = now_ms
) -> Auth:
    """Sessions, the directory and the secret; opens no connection yet."""
    journal = Journal.open(aws, tables)
    directory = Directory(DirectoryStore(aws, tables, journal), clock)
    return Auth(AuthStore(aws, tables, journal), directory, open_secrets(secret, aws))
