"""A client of the Lambda Runtime API, over a plain socket.

The contract is "Building a custom runtime for AWS Lambda" and, for streamed answers, "Response
streaming" of the Lambda developer guide; the shape that API Gateway reads from a streamed answer is
in its own guide: a JSON prelude, eight zero bytes, then the body.
"""

from __future__ import annotations

import base64
import json
import socket
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from tollgate.kit.http1 import Exchange, MalformedAnswer, request_head
from tollgate.runtime.models import StreamingResponse

VERSION: Final = "2018-06-01"
STREAM_TYPE: Final = "application/vnd.awslambda.http-integration-response"
PRELUDE_END: Final = b"\x00" * 8
ERROR_TYPE: Final = "Lambda-Runtime-Function-Error-Type"
ERROR_BODY: Final = "Lambda-Runtime-Function-Error-Body"


class Unaccepted(Exception):
    """The service answered a request with an error status."""


LOST: Final = (OSError, MalformedAnswer, Unaccepted)
"""What a broken connection to the service raises."""


class ServiceGone(Exception):
    """The Runtime API does not answer any more: the execution environment is over."""


class ChunksFailed(Exception):
    """A streamed answer broke after its first chunk; `error` is what it raised."""

    def __init__(self, error: Exception) -> None:
        super().__init__(str(error))
        self.error = error


class Invocation(NamedTuple):
    """One event as received: `deadline_ms` is epoch milliseconds, `event` is raw JSON."""

    request_id: str
    function_arn: str
    deadline_ms: int
    event: bytes


def prelude(response: StreamingResponse) -> bytes:
    """The head of a streamed answer: status and headers as JSON, then eight zero bytes."""
    head = {"statusCode": response.status, "headers": response.headers}
    return json.dumps(head, separators=(",", ":")).encode() + PRELUDE_END


def _frame(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), data)


class RuntimeApi:
    """One keep-alive connection, opened when it is first needed; not shared between threads."""

    def __init__(self, address: str) -> None:
        self._authority, slash, path = address.partition("/")
        self._root = f"{slash}{path}".rstrip("/") + f"/{VERSION}/runtime"
        self._kept: socket.socket | None = None

    def next(self) -> Invocation:
        """Waits for the next event, however long. Raises `ServiceGone`."""
        try:
            headers, body = self._exchange("GET", "/invocation/next", b"", {})
        except LOST as error:
            raise ServiceGone(str(error)) from error
        return Invocation(
            request_id=headers["lambda-runtime-aws-request-id"],
            function_arn=headers.get("lambda-runtime-invoked-function-arn", ""),
            deadline_ms=int(headers.get("lambda-runtime-deadline-ms", "0")),
            event=body,
        )

    def respond(self, request_id: str, body: bytes) -> None:
        """Posts a whole answer. Raises one of `LOST` when nobody takes it."""
        self._post(f"/invocation/{request_id}/response", body, {})

    def fail(self, request_id: str, error: dict[str, Any]) -> None:
        """Posts a failure of the handler; `error` has errorMessage, errorType and stackTrace."""
        self._report(f"/invocation/{request_id}/error", error)

    def fail_initialization(self, error: dict[str, Any]) -> None:
        """Posts that the handler could not be loaded; the caller then ends the process."""
        self._report("/init/error", error)

    def stream(self, request_id: str, head: bytes, chunks: Iterator[bytes]) -> None:
        """Posts `head` and every chunk that is not empty as it comes.

        Raises one of `LOST` when the service stopped reading (the rest of `chunks` is untouched),
        and the `ChunksFailed` that `chunks` may raise, once it has been reported in the trailers.
        """
        connection = self._connection()
        connection.sendall(self._stream_head(request_id) + _frame(head))
        try:
            for chunk in filter(None, chunks):
                connection.sendall(_frame(chunk))
        except ChunksFailed as failure:
            self._end_stream(connection, _error_trailers(failure.error))
            raise
        self._end_stream(connection, b"")

    def reset(self) -> None:
        """Drops the connection, so that the next exchange opens a new one."""
        kept, self._kept = self._kept, None
        if kept is not None:
            kept.close()

    def _connection(self) -> socket.socket:
        if self._kept is None:
            host, _, port = self._authority.rpartition(":")
            address = (host.strip("[]"), int(port)) if host else (self._authority, 80)
            self._kept = socket.create_connection(address)
            self._kept.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self._kept

    def _stream_head(self, request_id: str) -> bytes:
        target = f"{self._root}/invocation/{request_id}/response"
        headers = {
            "Lambda-Runtime-Function-Response-Mode": "streaming",
            "Content-Type": STREAM_TYPE,
            "Transfer-Encoding": "chunked",
            "Trailer": f"{ERROR_TYPE}, {ERROR_BODY}",
        }
        return request_head("POST", target, self._authority, headers, None)

    def _end_stream(self, connection: socket.socket, trailers: bytes) -> None:
        connection.sendall(b"0\r\n%b\r\n" % trailers)
        self._answer(connection)

    def _report(self, path: str, error: dict[str, Any]) -> None:
        self._post(path, json.dumps(error).encode(), {ERROR_TYPE: str(error["errorType"])})

    def _post(self, path: str, body: bytes, headers: Mapping[str, str]) -> None:
        self._exchange("POST", path, body, {"Content-Type": "application/json", **headers})

    def _exchange(
        self, method: str, path: str, body: bytes, headers: Mapping[str, str]
    ) -> tuple[Mapping[str, str], bytes]:
        length = None if method == "GET" else len(body)
        head = request_head(method, self._root + path, self._authority, headers, length)
        connection = self._connection()
        connection.sendall(head + body)
        status, answered, content = self._answer(connection)
        if status >= 400:
            raise Unaccepted(f"{method} {path} answered {status}")
        return answered, content

    def _answer(self, connection: socket.socket) -> tuple[int, Mapping[str, str], bytes]:
        exchange = Exchange(connection)
        exchange.head()
        content = b"".join(exchange.body())
        if not exchange.reusable:
            self.reset()
        return exchange.status, exchange.headers, content


def _error_trailers(error: Exception) -> bytes:
    body = {"errorMessage": str(error), "errorType": type(error).__name__, "stackTrace": []}
    encoded = base64.b64encode(json.dumps(body).encode()).decode()
    return f"{ERROR_TYPE}: {type(error).__name__}\r\n{ERROR_BODY}: {encoded}\r\n".encode()
