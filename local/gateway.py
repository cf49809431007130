"""The one front door: routes to functions as API Gateway does, everything else is the dashboard."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any, Final, Protocol
from uuid import uuid4

from local.dashboard import Dashboard
from local.events import AnswerInvalid, HttpAnswer, HttpRequest, http_answer, proxy_event
from local.invocations import FunctionFailed, Streamed, TimedOut
from local.outbox import PATH as OUTBOX
from local.outbox import Outbox
from local.refusals import FAILED, NOT_FOUND, STOPPING, TIMED_OUT, TOO_LARGE, Refusal, render
from local.routing import Router
from tollgate.routes import ROUTES, Route

LARGEST_BODY: Final = 10 * 1024 * 1024
"""API Gateway's payload quota, in bytes."""

_API: Final = ("/v1/", "/api/", "/scim/", "/.well-known/", "/metrics")
_SET_HERE: Final = frozenset({b"content-length", b"transfer-encoding", b"connection"})

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


class Invoker(Protocol):
    """Whoever can run a function; `local.environments` in the running product."""

    async def invoke(self, function: str, event: bytes) -> bytes | Streamed:
        """Raises `FunctionFailed` and `TimedOut`."""


class _Refused(Exception):
    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


class _Gone(Exception):
    """The client went away before its request was complete."""


class Gateway:
    """An ASGI application. `stopping` makes it refuse new work while the last calls finish."""

    def __init__(
        self,
        invoker: Invoker,
        dashboard: Dashboard,
        routes: Iterable[Route] = ROUTES,
        outbox: Outbox | None = None,
    ) -> None:
        self._invoker = invoker
        self._dashboard = dashboard
        self._outbox = outbox
        self._router = Router(routes)
        self.stopping = False

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answers one HTTP request."""
        path = scope["raw_path"].decode("latin-1")
        if not path.startswith(_API):
            await _send(send, self._static(scope), head=scope["method"] == "HEAD")
            return
        request_id = str(uuid4())
        try:
            await self._call(scope, receive, send, request_id)
        except _Refused as refused:
            await _send(send, render(refused.refusal, path, request_id))
        except _Gone:
            pass

    def _static(self, scope: Message) -> HttpAnswer:
        method, path, headers = scope["method"], scope["path"], dict(scope["headers"])
        if self._outbox is not None and (path == OUTBOX or path.startswith(f"{OUTBOX}/")):
            client = scope["client"][0] if scope.get("client") else ""
            host = headers.get(b"host", b"").decode("latin-1")
            return self._outbox.answer(method, path, host, client)
        known = headers.get(b"if-none-match", b"").decode("latin-1")
        return self._dashboard.answer(method, path, known or None)

    async def _call(self, scope: Message, receive: Receive, send: Send, request_id: str) -> None:
        path = scope["raw_path"].decode("latin-1")
        match = self._router.match(scope["method"], path)
        if match is None:
            raise _Refused(NOT_FOUND)
        if self.stopping:
            raise _Refused(STOPPING)
        request = HttpRequest(
            method=scope["method"],
            path=path,
            query=scope["query_string"].decode("latin-1"),
            headers=[(n.decode("latin-1"), v.decode("latin-1")) for n, v in scope["headers"]],
            body=await _read(receive),
            client=scope["client"][0] if scope.get("client") else "",
            request_id=request_id,
        )
        result = await self._run(match.route.function, proxy_event(request, match))
        if isinstance(result, Streamed):
            await _stream(send, result)
        else:
            await _send(send, _accepted(result), head=request.method == "HEAD")

    async def _run(self, function: str, event: bytes) -> bytes | Streamed:
        try:
            return await self._invoker.invoke(function, event)
        except TimedOut as error:
            raise _Refused(TIMED_OUT) from error
        except FunctionFailed as error:
            raise _Refused(FAILED) from error


def _accepted(result: bytes) -> HttpAnswer:
    try:
        return http_answer(result)
    except AnswerInvalid as error:
        raise _Refused(FAILED) from error


async def _read(receive: Receive) -> bytes:
    """The whole body. Raises `_Refused` beyond `LARGEST_BODY`, `_Gone` when it never ends."""
    message = await receive()
    body: bytes = message.get("body", b"")
    while message["type"] == "http.request" and message.get("more_body"):
        message = await receive()
        body += message.get("body", b"")
        if len(body) > LARGEST_BODY:
            break
    if message["type"] == "http.disconnect":
        raise _Gone
    if len(body) > LARGEST_BODY:
        raise _Refused(TOO_LARGE)
    return body


async def _send(send: Send, answer: HttpAnswer, *, head: bool = False) -> None:
    length = (b"content-length", str(len(answer.body)).encode())
    await _start(send, answer, [length])
    await send({"type": "http.response.body", "body": b"" if head else answer.body})


async def _start(send: Send, answer: HttpAnswer, added: list[tuple[bytes, bytes]]) -> None:
    headers = [(name, value) for name, value in answer.headers if name not in _SET_HERE]
    await send(
        {"type": "http.response.start", "status": answer.status, "headers": [*headers, *added]}
    )


async def _stream(send: Send, result: Streamed) -> None:
    """Passes chunks on as they come, to the end even when the client has gone.

    A function that breaks off leaves the answer incomplete, which the client sees as an error.
    """
    await _start(send, _accepted(result.head), [])
    try:
        async for chunk in result.body.chunks():
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
    except FunctionFailed:
        return
    await send({"type": "http.response.body", "body": b""})
