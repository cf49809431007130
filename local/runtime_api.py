"""The Lambda Runtime API for the environments of the local run, on one loopback port.

An environment's address is `127.0.0.1:port/<secret>/<function>`: the secret keeps other users of
the machine from taking events. Format: "Using the Lambda runtime API", Lambda developer guide.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from typing import Any, Final, Protocol, cast

import httptools

from local.invocations import Body, FunctionQueue, Invocation, Streamed
from local.serving import open_listener
from tollgate.runtime.api import ERROR_BODY, ERROR_TYPE, PRELUDE_END, VERSION

_STREAMING_HEADER: Final = "lambda-runtime-function-response-mode"
_ACCEPTED: Final = b"HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n"
_NOT_FOUND: Final = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"

_QUIET_S: Final = 0.1


class Request(Protocol):
    """Takes the body of one POST."""

    def feed(self, data: bytes) -> bool:
        """Takes a piece; false when the sender should be held back."""

    def end(self, headers: Mapping[str, str]) -> None:
        """The body is complete; `headers` include the trailers."""

    def lost(self) -> None:
        """The connection ended before the body did."""


class _Whole:
    """A body that means something only when it is complete."""

    def __init__(self, done: Callable[[bytes], None]) -> None:
        self._done = done
        self._parts: list[bytes] = []

    def feed(self, data: bytes) -> bool:
        self._parts.append(data)
        return True

    def end(self, headers: Mapping[str, str]) -> None:
        del headers
        self._done(b"".join(self._parts))

    def lost(self) -> None:
        """Nothing was promised yet."""


class _Stream:
    """A streamed answer: the prelude is collected, everything after it is passed on as it comes."""

    def __init__(self, queue: FunctionQueue, request_id: str) -> None:
        self._invocation = queue.running[request_id]
        self._queue = queue
        self._head = b""
        self.body: Body | None = None

    def feed(self, data: bytes) -> bool:
        if self.body is not None:
            return self.body.feed(data)
        self._head += data
        head, separator, rest = self._head.partition(PRELUDE_END)
        if separator:
            self.body = Body()
            self._invocation.succeed(Streamed(head, self.body))
            return not rest or self.body.feed(rest)
        return True

    def end(self, headers: Mapping[str, str]) -> None:
        self._queue.finish(self._invocation.request_id)
        if ERROR_TYPE.lower() in headers:
            self._fail(headers[ERROR_TYPE.lower()], headers.get(ERROR_BODY.lower(), ""))
        elif self.body is None:
            self._fail("Runtime.NoPrelude", "")
        else:
            self.body.end()

    def lost(self) -> None:
        self._queue.finish(self._invocation.request_id)
        self._fail("Runtime.ExitError", "")

    def _fail(self, kind: str, message: str) -> None:
        self._invocation.fail({"errorType": kind, "errorMessage": message})


class _Connection(asyncio.Protocol):
    """One keep-alive connection of an environment; one request at a time."""

    def __init__(self, api: RuntimeApiServer) -> None:
        self._api = api
        self._parser = httptools.HttpRequestParser(self)
        self._transport: asyncio.Transport | None = None
        self._url = b""
        self._headers: dict[str, str] = {}
        self._request: Request | None = None
        self._waiting_for: FunctionQueue | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._api.connections.add(self)
        if self._api.stopped:
            self._api.turned_away += 1
            self.close()

    def data_received(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError:
            self.close()

    def connection_lost(self, exc: Exception | None) -> None:
        del exc
        self._api.connections.discard(self)
        if self._waiting_for is not None:
            self._waiting_for.leave(self._deliver)
        if self._request is not None:
            self._request.lost()
        self._transport = None

    def on_message_begin(self) -> None:
        self._url = b""
        self._headers = {}
        self._request = None

    def on_url(self, url: bytes) -> None:
        self._url += url

    def on_header(self, name: bytes, value: bytes) -> None:
        self._headers[name.decode("latin-1").lower()] = value.decode("latin-1")

    def on_headers_complete(self) -> None:
        if self._parser.get_method() == b"POST":
            self._request = self._api.receive(self._url.decode("latin-1"), self._headers)

    def on_body(self, data: bytes) -> None:
        if self._request is None or self._request.feed(data):
            return
        if (
            isinstance(self._request, _Stream)
            and self._request.body is not None
            and self._transport
        ):
            self._transport.pause_reading()
            self._request.body.when_drained(self._transport.resume_reading)

    def on_message_complete(self) -> None:
        if self._parser.get_method() == b"GET":
            self._wait()
            return
        request, self._request = self._request, None
        if request is not None:
            request.end(self._headers)
        self._write(_NOT_FOUND if request is None else _ACCEPTED)

    def _wait(self) -> None:
        queue = self._api.queue_of(self._url.decode("latin-1"))
        if queue is None:
            self._write(_NOT_FOUND)
            return
        self._waiting_for = queue
        queue.take(self._deliver)

    def _deliver(self, invocation: Invocation) -> None:
        self._waiting_for = None
        head = (
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(invocation.event)}\r\n"
            f"Lambda-Runtime-Aws-Request-Id: {invocation.request_id}\r\n"
            f"Lambda-Runtime-Deadline-Ms: {invocation.deadline_ms}\r\n"
            "Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:us-east-1:0:function:local\r\n\r\n"
        )
        self._write(head.encode() + invocation.event)

    def _write(self, data: bytes) -> None:
        if self._transport is not None:
            self._transport.write(data)

    def close(self) -> None:
        """Drops the connection."""
        if self._transport is not None:
            self._transport.close()


class RuntimeApiServer:
    """Holds one queue per function and speaks for all of them."""

    def __init__(self, secret: str) -> None:
        self._secret = secret
        self.queues: dict[str, FunctionQueue] = {}
        self.connections: set[_Connection] = set()
        self.stopped = False
        self.turned_away = 0
        self._server: asyncio.Server | None = None
        self._port = 0

    def address(self, function: str) -> str:
        """The value of AWS_LAMBDA_RUNTIME_API for `function`."""
        return f"127.0.0.1:{self._port}/{self._secret}/{function}"

    async def start(self) -> None:
        """Listens on a free loopback port."""
        loop = asyncio.get_running_loop()
        listener = open_listener("127.0.0.1", 0)
        self._port = listener.getsockname()[1]
        self._server = await loop.create_server(lambda: _Connection(self), sock=listener)

    async def stop(self) -> None:
        """Takes no more connections and drops the open ones: an idle environment then ends."""
        self.stopped = True
        for connection in tuple(self.connections):
            connection.close()
        # asyncio forgets, and leaves open, what it has accepted when its server closes under it; so
        # whoever still comes is turned away first.
        before = -1
        while before != self.turned_away:
            before = self.turned_away
            await asyncio.sleep(_QUIET_S)
        if self._server is not None:
            self._server.close()

    def queue_of(self, url: str) -> FunctionQueue | None:
        """The queue that a request belongs to, or None for a wrong secret or name."""
        parts = url.split("/", 3)
        if len(parts) != 4 or parts[1] != self._secret:
            return None
        return self.queues.get(parts[2])

    def receive(self, url: str, headers: Mapping[str, str]) -> Request | None:
        """Who takes the body of this POST, or None when nothing asked for it."""
        queue = self.queue_of(url)
        if queue is None:
            return None
        operation = url.split(f"/{VERSION}/runtime/", 1)[-1]
        if operation == "init/error":
            return _Whole(lambda body: queue.fail_all(_error(body)))
        _, _, rest = operation.partition("invocation/")
        request_id, _, verb = rest.partition("/")
        if request_id not in queue.running:
            return None
        if verb == "error":
            return _Whole(lambda body: queue.finish(request_id).fail(_error(body)))
        if headers.get(_STREAMING_HEADER) == "streaming":
            return _Stream(queue, request_id)
        return _Whole(lambda body: queue.finish(request_id).succeed(body))


def _error(body: bytes) -> dict[str, Any]:
    try:
        error = json.loads(body)
    except ValueError:
        error = None
    if isinstance(error, dict):
        return error
    return {"errorType": "Runtime.Unknown", "errorMessage": body.decode("utf-8", "replace")}
