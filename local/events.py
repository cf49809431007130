"""REST API proxy events (payload format 1.0) from HTTP requests, and HTTP answers from results.

Shapes: "Lambda proxy integrations in API Gateway", input and output format.
"""

from __future__ import annotations

import base64
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl

import msgspec

from local.routing import Match

STAGE: Final = "local"
_ENCODER: Final = msgspec.json.Encoder()


class AnswerInvalid(Exception):
    """A function returned what API Gateway would not send on."""


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """A request as received: `path` percent-encoded, header names in lower case."""

    method: str
    path: str
    query: str
    headers: list[tuple[str, str]]
    body: bytes
    client: str
    request_id: str
    scheme: str = "http"


def proxy_event(request: HttpRequest, match: Match) -> bytes:
    """The event for `request`, encoded."""
    headers = _grouped([*request.headers, *_forwarding(request)])
    parameters = _grouped(parse_qsl(request.query, keep_blank_values=True))
    body, encoded = _body(request.body)
    event = {
        "resource": match.route.path,
        "path": request.path,
        "httpMethod": request.method,
        "headers": _last(headers),
        "multiValueHeaders": headers,
        "queryStringParameters": _last(parameters) or None,
        "multiValueQueryStringParameters": parameters or None,
        "pathParameters": match.parameters or None,
        "stageVariables": None,
        "requestContext": _context(request, match, _last(headers)),
        "body": body,
        "isBase64Encoded": encoded,
    }
    return _ENCODER.encode(event)


def _context(request: HttpRequest, match: Match, headers: Mapping[str, str]) -> dict[str, Any]:
    now = time.time()
    return {
        "accountId": "000000000000",
        "apiId": STAGE,
        "domainName": headers.get("host", ""),
        "extendedRequestId": request.request_id,
        "httpMethod": request.method,
        "identity": {"sourceIp": request.client, "userAgent": headers.get("user-agent")},
        "path": request.path,
        "protocol": "HTTP/1.1",
        "requestId": request.request_id,
        "requestTime": time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(now)),
        "requestTimeEpoch": int(now * 1000),
        "resourceId": match.route.path,
        "resourcePath": match.route.path,
        "stage": STAGE,
    }


def _forwarding(request: HttpRequest) -> list[tuple[str, str]]:
    given = [value for name, value in request.headers if name == "x-forwarded-for"]
    return [
        ("x-forwarded-for", ", ".join([*given, request.client])),
        ("x-forwarded-proto", request.scheme),
    ]


def _grouped(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for name, value in pairs:
        grouped.setdefault(name, []).append(value)
    return grouped


def _last(grouped: Mapping[str, list[str]]) -> dict[str, str]:
    return {name: values[-1] for name, values in grouped.items()}


def _body(body: bytes) -> tuple[str | None, bool]:
    if not body:
        return None, False
    try:
        return body.decode(), False
    except UnicodeDecodeError:
        return base64.b64encode(body).decode(), True


HeaderValue = str | int | float | bool


class ProxyAnswer(msgspec.Struct):
    """What a function returns, or the prelude of what it streams."""

    statusCode: int | str  # noqa: N815 - API Gateway's spelling
    headers: dict[str, HeaderValue] | None = None
    multiValueHeaders: dict[str, list[HeaderValue]] | None = None  # noqa: N815
    body: str | None = None
    isBase64Encoded: bool = False  # noqa: N815
    cookies: list[str] | None = None


_ANSWER: Final = msgspec.json.Decoder(ProxyAnswer)


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """Status, headers as bytes, and the whole body (empty for the head of a stream)."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes


def http_answer(result: bytes) -> HttpAnswer:
    """The answer that `result`, a function's JSON, stands for. Raises `AnswerInvalid`."""
    try:
        answer = _ANSWER.decode(result)
        status = int(answer.statusCode)
        body = (answer.body or "").encode()
        if answer.isBase64Encoded:
            body = base64.b64decode(body, validate=True)
    except ValueError as error:
        raise AnswerInvalid(str(error)) from error
    return HttpAnswer(status, _headers(answer), body)


def _headers(answer: ProxyAnswer) -> list[tuple[bytes, bytes]]:
    """Both kinds of headers; a name in both keeps its several values."""
    several = {name.lower(): values for name, values in (answer.multiValueHeaders or {}).items()}
    single = {
        name.lower(): [value]
        for name, value in (answer.headers or {}).items()
        if name.lower() not in several
    }
    pairs = [
        (name.encode("latin-1"), _text(value).encode("latin-1", "replace"))
        for name, values in {**single, **several}.items()
        for value in values
    ]
    return [*pairs, *((b"set-cookie", cookie.encode("latin-1")) for cookie in answer.cookies or [])]


def _text(value: HeaderValue) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
