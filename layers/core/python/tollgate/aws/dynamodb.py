"""The least DynamoDB client that is correct: signed JSON over a kept-alive connection, one retry.

A retry never applies a change twice: transactions carry a `ClientRequestToken`, and every single
write that goes through here is conditional or idempotent by its content.
"""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlsplit

import msgspec

from tollgate.aws.signing import Credentials, signed_headers
from tollgate.errors import Unavailable
from tollgate.kit.connections import AnswerLost, ConnectionPool, NotSent
from tollgate.settings import AwsSettings

_CONTENT_TYPE: Final = "application/x-amz-json-1.0"
_RETRIED: Final = frozenset(
    {
        "InternalServerError",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "ServiceUnavailable",
        "ThrottlingException",
        "TransactionInProgressException",
    }
)


class StoreUnavailable(Unavailable):
    """DynamoDB did not answer within its budget of time; whether a write took effect is unknown."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"the store did not answer: {reason}", retry_after=1)


class StoreRefused(Exception):
    """DynamoDB answered with an error; `code` is its exception name, `body` the decoded answer."""

    def __init__(self, code: str, body: dict[str, Any]) -> None:
        super().__init__(f"{code}: {body.get('message') or body.get('Message') or ''}")
        self.code = code
        self.body = body

    @property
    def reasons(self) -> list[dict[str, Any]]:
        """Of a cancelled transaction: one `{Code, Message, Item?}` per write, in order."""
        found: list[dict[str, Any]] = self.body.get("CancellationReasons", [])
        return found


class DynamoDB:
    """One region's DynamoDB. Thread-safe as far as its pool is; holds no state of its own."""

    def __init__(self, settings: AwsSettings, pool: ConnectionPool) -> None:
        self._region = settings.region
        self._credentials = Credentials(
            settings.access_key_id, settings.secret_access_key, settings.session_token
        )
        self._url = (
            settings.dynamodb_endpoint or f"https://dynamodb.{settings.region}.amazonaws.com"
        )
        self._url = self._url.rstrip("/")
        self._timeout = settings.store_timeout_s
        self._pool = pool
        self.round_trips = 0

    @property
    def host(self) -> str:
        return urlsplit(self._url).netloc

    def call(self, operation: str, payload: dict[str, Any]) -> dict[str, Any]:
        """The decoded answer of `operation`, such as `GetItem`.

        Raises `StoreRefused` on an error answer and `StoreUnavailable` when there was none in time.
        """
        body = msgspec.json.encode(payload)
        try:
            return self._attempt(operation, body)
        except StoreUnavailable:
            return self._attempt(operation, body)

    def _attempt(self, operation: str, body: bytes) -> dict[str, Any]:
        headers = signed_headers(
            self._credentials,
            service="dynamodb",
            region=self._region,
            url=self._url,
            target=f"DynamoDB_20120810.{operation}",
            content_type=_CONTENT_TYPE,
            body=body,
        )
        self.round_trips += 1
        try:
            response = self._pool.request(
                "POST",
                f"{self._url}/",
                headers,
                body,
                connect_timeout=self._timeout,
                read_timeout=self._timeout,
            )
            raw = response.read()
        except (NotSent, AnswerLost) as error:
            raise StoreUnavailable(str(error)) from error
        return _decoded(response.status, raw)


def _decoded(status: int, raw: bytes) -> dict[str, Any]:
    try:
        answer: dict[str, Any] = msgspec.json.decode(raw)
    except msgspec.DecodeError as error:
        raise StoreUnavailable(f"status {status} without JSON") from error
    if status == 200:
        return answer
    code = str(answer.get("__type", "")).rpartition("#")[2]
    if code in _RETRIED or status >= 500:
        raise StoreUnavailable(code or f"status {status}")
    raise StoreRefused(code, answer)
