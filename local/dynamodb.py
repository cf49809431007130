"""The supervisor's own calls to the emulator: tables, and the stream that it delivers."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from queue import Empty, SimpleQueue
from typing import Any, Final

import msgspec

_API: Final = "DynamoDB_20120810"
_STREAMS: Final = "DynamoDBStreams_20120810"
REGION: Final = "us-east-1"


class CallFailed(Exception):
    """The emulator refused a call; `kind` is the exception's name as DynamoDB spells it."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(f"{kind}: {message}")
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Emulator:
    """Where the emulator listens on the loopback, and the access key that it answers to."""

    port: int
    access_key: str
    _idle: SimpleQueue[HTTPConnection] = field(default_factory=SimpleQueue, repr=False)

    @property
    def url(self) -> str:
        """The endpoint, as SDKs want it."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """What a process needs to reach it."""
        return {
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ACCESS_KEY_ID": self.access_key,
            "AWS_SECRET_ACCESS_KEY": "local",
            "AWS_ENDPOINT_URL_DYNAMODB": self.url,
            # One emulator serves every caller in turn; DynamoDB does not. Two attempts of ten
            # seconds end before the function does.
            "TOLLGATE_STORE_TIMEOUT_MS": "10000",
        }

    async def call(self, operation: str, request: dict[str, Any]) -> dict[str, Any]:
        """Raises `CallFailed`, or `OSError` when nobody listens."""
        return await asyncio.to_thread(self._call, f"{_API}.{operation}", request)

    async def call_streams(self, operation: str, request: dict[str, Any]) -> dict[str, Any]:
        """As `call`, for an operation on a stream."""
        return await asyncio.to_thread(self._call, f"{_STREAMS}.{operation}", request)

    def _call(self, target: str, request: dict[str, Any]) -> dict[str, Any]:
        connection = self._connection()
        credential = f"{self.access_key}/20000101/{REGION}/dynamodb/aws4_request"
        headers = {
            "X-Amz-Target": target,
            "Content-Type": "application/x-amz-json-1.0",
            "Authorization": f"AWS4-HMAC-SHA256 Credential={credential}",
        }
        try:
            connection.request("POST", "/", msgspec.json.encode(request), headers)
            response = connection.getresponse()
            answer: dict[str, Any] = msgspec.json.decode(response.read())
        except (OSError, HTTPException) as error:
            connection.close()
            raise ConnectionError(f"the DynamoDB emulator does not answer: {error}") from error
        self._idle.put(connection)
        if response.status != 200:
            kind = str(answer.get("__type", "")).rpartition("#")[2]
            raise CallFailed(kind, str(answer.get("message", "")))
        return answer

    def _connection(self) -> HTTPConnection:
        try:
            return self._idle.get_nowait()
        except Empty:
            return HTTPConnection("127.0.0.1", self.port, timeout=30)
