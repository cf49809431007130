"""A client of the Lambda Runtime API, in the standard library only.

The contract is "Building a custom runtime for AWS Lambda" and, for streamed answers, "Response
streaming" of the Lambda developer guide; the shape that API Gateway reads from a streamed answer is
in its own guide: a JSON prelude, eight zero bytes, then the body.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPMessage
from typing import Any, Final

from tollgate.runtime.models import StreamingResponse

VERSION: Final = "2018-06-01"
STREAM_TYPE: Final = "application/vnd.awslambda.http-integration-response"
PRELUDE_END: Final = b"\x00" * 8
ERROR_TYPE: Final = "Lambda-Runtime-Function-Error-Type"
ERROR_BODY: Final = "Lambda-Runtime-Function-Error-Body"

LOST: Final = (OSError, HTTPException)
"""What a broken connection to the service raises."""


class ServiceGone(Exception):
    """The Runtime API does not answer any more: the execution environment is over."""


class ChunksFailed(Exception):
    """A streamed answer broke after its first chunk; `error` is what it raised."""

    def __init__(self, error: Exception) -> None:
        super().__init__(str(error))
        self.error = error


@dataclass(frozen=True, slots=True)
class Invocation:
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
    """One keep-alive connection; not shared between threads."""

    def __init__(self, address: str) -> None:
        authority, slash, path = address.partition("/")
        self._authority = authority
        self._root = f"{slash}{path}".rstrip("/") + f"/{VERSION}/runtime"
        self._connection = HTTPConnection(authority)

    def next(self) -> Invocation:
        """Waits for the next event, however long. Raises `ServiceGone`."""
        try:
            headers, body = self._exchange("GET", "/invocation/next", None, {})
        except LOST as error:
            raise ServiceGone(str(error)) from error
        return Invocation(
            request_id=headers["Lambda-Runtime-Aws-Request-Id"],
            function_arn=headers.get("Lambda-Runtime-Invoked-Function-Arn", ""),
            deadline_ms=int(headers.get("Lambda-Runtime-Deadline-Ms", "0")),
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
        self._begin_stream(request_id)
        self._connection.send(_frame(head))
        try:
            for chunk in filter(None, chunks):
                self._connection.send(_frame(chunk))
        except ChunksFailed as failure:
            self._end_stream(_error_trailers(failure.error))
            raise
        self._end_stream(b"")

    def reset(self) -> None:
        """Drops the connection, so that the next exchange opens a new one."""
        self._connection.close()
        self._connection = HTTPConnection(self._authority)

    def _begin_stream(self, request_id: str) -> None:
        connection = self._connection
        connection.putrequest("POST", f"{self._root}/invocation/{request_id}/response")
        connection.putheader("Lambda-Runtime-Function-Response-Mode", "streaming")
        connection.putheader("Content-Type", STREAM_TYPE)
        connection.putheader("Transfer-Encoding", "chunked")
        connection.putheader("Trailer", f"{ERROR_TYPE}, {ERROR_BODY}")
        connection.endheaders()

    def _end_stream(self, trailers: bytes) -> None:
        self._connection.send(b"0\r\n%b\r\n" % trailers)
        self._connection.getresponse().read()

    def _report(self, path: str, error: dict[str, Any]) -> None:
        self._post(path, json.dumps(error).encode(), {ERROR_TYPE: str(error["errorType"])})

    def _post(self, path: str, body: bytes, headers: Mapping[str, str]) -> None:
        self._exchange("POST", path, body, {"Content-Type": "application/json", **headers})

    def _exchange(
        self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]
    ) -> tuple[HTTPMessage, bytes]:
        self._connection.request(method, self._root + path, body=body, headers=dict(headers))
        response = self._connection.getresponse()
        content = response.read()
        if response.status >= 400:
            raise HTTPException(f"{method} {path} answered {response.status}")
        return response.headers, content


def _error_trailers(error: Exception) -> bytes:
    body = {"errorMessage": str(error), "errorType": type(error).__name__, "stackTrace": []}
    encoded = base64.b64encode(json.dumps(body).encode()).decode()
    return f"{ERROR_TYPE}: {type(error).__name__}\r\n{ERROR_BODY}: {encoded}\r\n".encode()
