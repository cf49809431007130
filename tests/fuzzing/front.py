"""A WSGI front for resolvers, so that an HTTP test tool reaches them without a socket."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from local.events import HttpRequest, proxy_event
from local.routing import Router
from tollgate.http import Resolver
from tollgate.routes import ROUTES

DOCUMENT_PATH = "/api/v1/openapi.json"

Start = Callable[[str, list[tuple[str, str]]], Any]


class Front:
    """Routes as the gateway does, to the resolvers it is given; `document` is their OpenAPI."""

    def __init__(self, resolvers: Mapping[str, Resolver], document: dict[str, Any]) -> None:
        self._resolvers = resolvers
        self._document = document
        self._router = Router(ROUTES)

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """One WSGI request (PEP 3333)."""
        if environ["PATH_INFO"] == DOCUMENT_PATH:
            start("200 OK", [("Content-Type", "application/json")])
            return [json.dumps(self._document).encode()]
        request = _request(environ)
        match = self._router.match(request.method, request.path)
        resolver = None if match is None else self._resolvers.get(match.route.function)
        if match is None or resolver is None:
            start("404 Not Found", [("Content-Type", "application/problem+json")])
            return [b'{"code": "no_route"}']
        answer = resolver.resolve(json.loads(proxy_event(request, match)), None)
        status = answer["statusCode"]
        headers = [
            (name, str(value))
            for name, values in answer["multiValueHeaders"].items()
            for value in values
        ]
        start(f"{status} {HTTPStatus(status).phrase}", headers)
        body = answer.get("body") or ""
        return [b64decode(body) if answer.get("isBase64Encoded") else body.encode()]


def _request(environ: dict[str, Any]) -> HttpRequest:
    length = int(environ.get("CONTENT_LENGTH") or 0)
    headers = [
        (name.removeprefix("HTTP_").replace("_", "-").lower(), value)
        for name, value in environ.items()
        if name.startswith("HTTP_") or name in ("CONTENT_TYPE", "CONTENT_LENGTH")
    ]
    return HttpRequest(
        method=environ["REQUEST_METHOD"],
        path=environ.get("REQUEST_URI", environ["PATH_INFO"]).partition("?")[0],
        query=environ.get("QUERY_STRING", ""),
        headers=headers,
        body=environ["wsgi.input"].read(length),
        client="127.0.0.1",
        request_id=str(uuid4()),
    )
