"""The way of a fuzzed request to its function and back, without a socket."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

import requests
from schemathesis.core.transport import Response

from local.events import HttpRequest, proxy_event
from local.routing import Router
from tests.fuzzing.inputs import Request
from tollgate.routes import ROUTES

Answerer = Callable[[dict[str, Any]], dict[str, Any]]
"""An API Gateway event to its response."""

_ROUTER: Final = Router(ROUTES)


def function_of(path: str) -> str:
    """The name of the function that serves a path of the OpenAPI document."""
    match = _ROUTER.match("GET", path) or _ROUTER.match("POST", path)
    assert match is not None, path
    return match.route.function


def exchange(answerers: Mapping[str, Answerer], request: Request, bearer: str) -> Response | None:
    """What is answered; None where the gateway would find no route for the path."""
    headers = {**request.headers, "authorization": f"Bearer {bearer}"}
    http = HttpRequest(
        method=request.case.method.upper(),
        path=request.path,
        query=request.query,
        headers=list(headers.items()),
        body=request.body,
        client="127.0.0.1",
        request_id="req_fuzz",
    )
    match = _ROUTER.match(http.method, http.path)
    if match is None or match.route.function not in answerers:
        return None
    answer = answerers[match.route.function](json.loads(proxy_event(http, match)))
    several = answer.get("multiValueHeaders") or {
        name: [value] for name, value in answer["headers"].items()
    }
    asked = requests.Request(http.method, f"http://localhost{http.path}").prepare()
    return Response(
        status_code=answer["statusCode"],
        headers={name: [str(value) for value in values] for name, values in several.items()},
        content=(answer.get("body") or "").encode(),
        request=asked,
        elapsed=0.0,
        verify=True,
    )
