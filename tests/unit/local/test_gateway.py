"""The front door as an ASGI application, without a server: routing, limits, streams, refusals."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from local.dashboard import Dashboard
from local.gateway import LARGEST_BODY, Gateway
from local.invocations import Body, FunctionFailed, Streamed, TimedOut

Result = bytes | Streamed | Exception


class Functions:
    """Answers every invocation alike and keeps the events."""

    def __init__(self, result: Result | Callable[[], Result]) -> None:
        self._result = result
        self.events: list[tuple[str, dict[str, Any]]] = []

    async def invoke(self, function: str, event: bytes) -> bytes | Streamed:
        self.events.append((function, json.loads(event)))
        result = self._result() if callable(self._result) else self._result
        if isinstance(result, Exception):
            raise result
        return result


def call(
    gateway: Gateway, path: str, method: str = "GET", body: tuple[bytes, ...] = (b"",)
) -> tuple[int, dict[str, str], list[bytes], bool]:
    """Status, headers, pieces of the body, and whether it was complete."""
    scope = {
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(b"host", b"localhost")],
        "client": ("127.0.0.1", 1),
    }
    messages = [
        {"type": "http.request", "body": part, "more_body": number < len(body) - 1}
        for number, part in enumerate(body)
    ]
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return messages.pop(0) if messages else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(gateway(scope, receive, send))
    if not sent:
        return 0, {}, [], False
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    pieces = [message["body"] for message in sent[1:]]
    return sent[0]["status"], headers, pieces, not sent[-1].get("more_body", False)


def gateway_for(functions: Functions, directory: Path = Path("/nonexistent")) -> Gateway:
    return Gateway(functions, Dashboard(directory))


OK = b'{"statusCode": 200, "headers": {"content-length": "999"}, "body": "fine"}'


def test_a_call_reaches_its_function() -> None:
    functions = Functions(OK)
    status, headers, pieces, complete = call(gateway_for(functions), "/api/v1/users")
    assert (status, headers["content-length"], pieces, complete) == (200, "4", [b"fine"], True)
    assert functions.events[0][0] == "directory"


def test_a_head_request_gets_no_body() -> None:
    _, headers, pieces, _ = call(gateway_for(Functions(OK)), "/api/v1/users", "HEAD")
    assert (headers["content-length"], pieces) == ("4", [b""])


def test_an_unknown_path_is_a_problem_of_its_plane() -> None:
    gateway = gateway_for(Functions(OK))
    status, headers, pieces, _ = call(gateway, "/api/v1/unknown")
    assert (status, headers["content-type"]) == (404, "application/problem+json")
    assert json.loads(pieces[0])["code"] == "not_found"


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/v1/chat/completions", ("error", "code")),
        ("/v1/messages", ("error", "type")),
        ("/api/v1/users", ("code",)),
    ],
)
def test_a_body_beyond_the_quota_is_refused_in_the_planes_shape(
    path: str, place: tuple[str, ...]
) -> None:
    functions = Functions(OK)
    body = (b"x" * LARGEST_BODY, b"x")
    status, _, pieces, _ = call(gateway_for(functions), path, "POST", body)
    answer = json.loads(pieces[0])
    for name in place:
        answer = answer[name]
    assert (status, answer) == (413, "request_too_large")
    assert functions.events == []


def test_a_body_at_the_quota_is_taken() -> None:
    body = (b"x" * (LARGEST_BODY - 1), b"x")
    assert call(gateway_for(Functions(OK)), "/v1/embeddings", "POST", body)[0] == 200


@pytest.mark.parametrize(
    ("result", "status"),
    [
        (FunctionFailed({"errorType": "E", "errorMessage": "secret"}), 502),
        (TimedOut("no answer"), 504),
        (b'{"not": "an answer"}', 502),
    ],
)
def test_a_failed_function_tells_nothing_of_itself(result: Result, status: int) -> None:
    answered, _, pieces, _ = call(gateway_for(Functions(result)), "/v1/models")
    assert answered == status
    assert b"secret" not in pieces[0]


def test_a_stream_is_passed_on_and_ended() -> None:
    def streamed() -> Streamed:
        body = Body()
        body.feed(b"one")
        body.end()
        return Streamed(b'{"statusCode": 201, "headers": {"a": "b"}}', body)

    status, headers, pieces, complete = call(gateway_for(Functions(streamed)), "/v1/models")
    assert (status, headers["a"], b"".join(pieces), complete) == (201, "b", b"one", True)


def test_a_stream_that_breaks_off_stays_incomplete() -> None:
    def streamed() -> Streamed:
        body = Body()
        body.feed(b"one")
        body.end(FunctionFailed({}))
        return Streamed(b'{"statusCode": 200}', body)

    _, _, pieces, complete = call(gateway_for(Functions(streamed)), "/v1/models")
    assert (pieces, complete) == ([b"one"], False)


def test_while_stopping_new_calls_are_refused() -> None:
    gateway = gateway_for(Functions(OK))
    gateway.stopping = True
    assert call(gateway, "/v1/models")[0] == 503


def test_a_request_that_never_ends_invokes_nothing() -> None:
    functions = Functions(OK)
    scope_body = (b"half", b"")
    gateway = gateway_for(functions)

    async def receive() -> dict[str, Any]:
        return messages.pop(0)

    messages = [
        {"type": "http.request", "body": scope_body[0], "more_body": True},
        {"type": "http.disconnect"},
    ]
    scope = {
        "method": "POST",
        "path": "/v1/models",
        "raw_path": b"/v1/models",
        "query_string": b"",
        "headers": [],
    }

    async def send(message: Any) -> None:
        raise AssertionError(message)

    asyncio.run(gateway(scope, receive, send))
    assert functions.events == []
