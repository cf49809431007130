"""The data plane: `/v1/*`, from an API Gateway event to the pipeline and back."""

from __future__ import annotations

import threading
from base64 import b64decode
from collections.abc import Iterator
from functools import cache, partial
from typing import Any, Final

from tollgate.aws.dynamodb import DynamoDB
from tollgate.detectors.remote.context import RemoteContext, configure
from tollgate.kit.connections import ConnectionPool, preload_tls
from tollgate.kit.edge import HEADER, caller_address
from tollgate.ledger.principals import PrincipalDirectory
from tollgate.ledger.service import Ledger
from tollgate.ledger.store import DynamoLedgerStore
from tollgate.observability import configure_logging
from tollgate.providers.transport import send
from tollgate.proxy.balances import Balances
from tollgate.proxy.models import HttpRequest, Reply
from tollgate.proxy.pipeline import Gateway, handle
from tollgate.proxy.secret import DataPathSecrets
from tollgate.runtime.models import StreamingResponse
from tollgate.secrets import open_secrets
from tollgate.settings import (
    AwsSettings,
    EdgeSettings,
    RemoteSettings,
    SecretSettings,
    TableSettings,
)
from tollgate.tokens.encodings import preload

_FIRST_CALL: Final = threading.Lock()
_SECURITY_HEADERS: Final = {
    "cache-control": "no-store",
    "strict-transport-security": "max-age=31536000; includeSubDomains",
    "x-content-type-options": "nosniff",
}
"""Of every answer, unless the provider's own says otherwise."""


def build(
    aws: AwsSettings,
    tables: TableSettings,
    secret: SecretSettings,
    pool: ConnectionPool,
    remote: RemoteSettings | None = None,
) -> Gateway:
    """The data path over DynamoDB; opens no connection yet.

    Remote detectors of the whole process work with the same pool and secret from here on.
    """
    secrets = open_secrets(secret, aws, pool)
    loopback = remote is not None and remote.loopback
    configure(RemoteContext(aws, pool, lambda: secrets().webhooks, loopback))
    dynamodb = DynamoDB(aws, pool)
    store = DynamoLedgerStore(dynamodb, tables)
    principals = PrincipalDirectory(dynamodb, tables)
    return Gateway(
        ledger=Ledger(store, principals),
        principals=principals,
        balances=Balances(store.get_account),
        secret=DataPathSecrets(secrets),
        transport=partial(send, pool),
    )


@cache
def _gateway() -> Gateway:
    configure_logging()
    return build(
        AwsSettings.from_env(),
        TableSettings.from_env(),
        SecretSettings.from_env(),
        ConnectionPool(max_kept=64),
        RemoteSettings.from_env(),
    )


def gateway() -> Gateway:
    """The gateway of this environment, one for all its threads."""
    with _FIRST_CALL:
        return _gateway()


@cache
def _edge() -> EdgeSettings:
    return EdgeSettings.from_env()


def prepare() -> None:
    """Run by our runtime loop before the first event, while Lambda lends a whole processor."""
    gateway()
    preload()
    if AwsSettings.from_env().dynamodb_endpoint is None:
        preload_tls()


def lambda_handler(event: dict[str, Any], context: Any) -> StreamingResponse | dict[str, Any]:
    """Streams where the runtime can; under a runtime that cannot, the whole reply at once."""
    reply = handle(gateway(), _request(event, context))
    headers = {**_SECURITY_HEADERS, **reply.headers}
    if getattr(context, "streams_response", False):
        return StreamingResponse(reply.status, headers, _chunks(reply))
    body = b"".join(_chunks(reply)).decode()
    return {"statusCode": reply.status, "headers": headers, "body": body}


def _request(event: dict[str, Any], context: Any) -> HttpRequest:
    body = event.get("body") or ""
    identity = (event.get("requestContext") or {}).get("identity") or {}
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    address = caller_address(identity.get("sourceIp"), headers, _edge().secret)
    headers.pop(HEADER, None)
    return HttpRequest(
        method=event["httpMethod"],
        path=event["path"],
        headers=headers,
        # Half a surrogate pair is refused with the reason, as every other broken text.
        body=b64decode(body)
        if event.get("isBase64Encoded")
        else body.encode(errors="surrogatepass"),
        remaining_ms=context.get_remaining_time_in_millis(),
        address=address,
        country=headers.get(_edge().country_header or ""),
    )


def _chunks(reply: Reply) -> Iterator[bytes]:
    return iter((reply.body,)) if isinstance(reply.body, bytes) else reply.body
