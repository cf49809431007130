"""Connections to PostgreSQL: one per warm function, and none that keeps a paused cluster awake.

Aurora pauses only when nobody is connected, and a frozen function cannot hang up. So the server is
asked to: it ends a session that idles for a minute, and the next use connects anew.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any, Final

import psycopg
from psycopg.conninfo import conninfo_to_dict

from tollgate.errors import Unavailable
from tollgate.settings import AwsSettings, DatabaseSettings

logger = logging.getLogger(__name__)

Connection = psycopg.Connection[tuple[Any, ...]]

CONNECTS_WITHIN_S: Final = 4
"""Seconds; a client told to come back beats one that waits out a resume of fifteen."""
RESUMES_WITHIN_S: Final = 15
IDLE_S: Final = 60
ANSWERS_WITHIN_S: Final = 20
CERTIFICATES: Final = Path(__file__).parent / "rds-ca.pem"
"""The roots that sign Amazon RDS's certificates."""
_TOKEN_LASTS_S: Final = 900


class DatabaseUnavailable(Unavailable):
    """PostgreSQL did not answer: it is paused and waking up, or it is down. Nothing was changed."""

    code = "database_waking_up"

    def __init__(self, reason: str) -> None:
        super().__init__("the usage database is waking up", retry_after=RESUMES_WITHIN_S)
        self.reason = reason


class Database:
    """A connection that lasts while in use; one transaction at a time.

    `parameters` are asked for libpq's connection parameters at each new connection, since a token
    that signs in lasts for minutes only.
    """

    def __init__(
        self,
        parameters: Callable[[], Mapping[str, Any]],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._parameters = parameters
        self._clock = clock
        self._lock = Lock()
        self._connection: Connection | None = None
        self._used_at = 0.0

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Commits what the block did, or nothing if it raised. Raises `DatabaseUnavailable`."""
        with self._lock:
            connection = self._ready()
            try:
                with connection.transaction():
                    yield connection
            except (psycopg.OperationalError, psycopg.InterfaceError) as error:
                if connection.closed or connection.broken:
                    self._hang_up()
                    raise DatabaseUnavailable(str(error)) from error
                raise
            finally:
                self._used_at = self._clock()

    def connect(self) -> Connection:
        """A connection of the caller's own, in autocommit mode. Raises `DatabaseUnavailable`."""
        try:
            return psycopg.connect(
                **{**_OPTIONS, **self._parameters()}, autocommit=True, application_name="tollgate"
            )
        except psycopg.OperationalError as error:
            logger.warning("PostgreSQL did not accept a connection: %s", error)
            raise DatabaseUnavailable(str(error)) from error

    def close(self) -> None:
        with self._lock:
            self._hang_up()

    def _ready(self) -> Connection:
        if self._connection is not None and not self._is_alive(self._connection):
            self._hang_up()
        if self._connection is None:
            self._connection = self.connect()
        return self._connection

    def _is_alive(self, connection: Connection) -> bool:
        """Whether it still answers; asked only of one that rested long enough to be in doubt."""
        rested = self._clock() - self._used_at
        if connection.closed or rested > IDLE_S - 5:
            return False
        if rested < 1:
            return True
        try:
            connection.execute("SELECT 1")
        except psycopg.Error:
            return False
        return True

    def _hang_up(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None


_OPTIONS: Final[dict[str, Any]] = {
    "connect_timeout": CONNECTS_WITHIN_S,
    "options": (
        f"-c idle_session_timeout={IDLE_S}s"
        f" -c idle_in_transaction_session_timeout={IDLE_S}s"
        f" -c statement_timeout={ANSWERS_WITHIN_S}s"
        " -c timezone=UTC -c jit=off"
    ),
    "keepalives_idle": 30,
    "tcp_user_timeout": 10_000,
}


def open_database(settings: DatabaseSettings, aws: Callable[[], AwsSettings]) -> Database:
    """The database by URL or, on AWS, by IAM; `aws` is asked only for the latter."""
    if settings.url is not None:
        given = conninfo_to_dict(settings.url)
        return Database(lambda: given)
    return Database(lambda: iam_parameters(settings, aws()))


def iam_parameters(settings: DatabaseSettings, aws: AwsSettings) -> dict[str, Any]:
    """How to sign in as the role itself, over a connection whose certificate is checked in full."""
    return {
        "host": settings.host,
        "port": settings.port,
        "dbname": settings.name,
        "user": settings.user,
        "password": iam_token(settings, aws),
        "sslmode": "verify-full",
        "sslrootcert": str(CERTIFICATES),
    }


def iam_token(settings: DatabaseSettings, aws: AwsSettings) -> str:
    """A password good for fifteen minutes, signed here: no call to AWS is made.

    It is a presigned URL without its scheme (Amazon Aurora User Guide, "Connecting to your DB
    cluster using IAM authentication").
    """
    # Imported here because the local run never needs it; botocore has no type stubs.
    from botocore.auth import SigV4QueryAuth  # type: ignore[import-untyped]  # noqa: PLC0415
    from botocore.awsrequest import AWSRequest  # type: ignore[import-untyped]  # noqa: PLC0415
    from botocore.credentials import Credentials  # type: ignore[import-untyped]  # noqa: PLC0415

    credentials = Credentials(aws.access_key_id, aws.secret_access_key, aws.session_token)
    url = f"https://{settings.host}:{settings.port}/?Action=connect&DBUser={settings.user}"
    request = AWSRequest("GET", url)
    SigV4QueryAuth(credentials, "rds-db", aws.region, expires=_TOKEN_LASTS_S).add_auth(request)
    return str(request.url).removeprefix("https://")
