"""The resolver of SCIM's routes: the same as every other, in SCIM's own content type and errors."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from tollgate.http.idempotency import Receipts
from tollgate.http.problems import CONTENT_TYPE as PROBLEM
from tollgate.http.resolver import Authenticate, Resolver
from tollgate.kit.clock import Clock
from tollgate.settings import EdgeSettings

MEDIA_TYPE: Final = "application/scim+json"
_ERROR: Final = "urn:ietf:params:scim:api:messages:2.0:Error"
_JSON: Final = "application/json"


class ScimResolver(Resolver):
    """Takes and gives `application/scim+json`, and answers refusals as RFC 7644, 3.12 wants."""

    def resolve(self, event: Mapping[str, Any], context: Any) -> dict[str, Any]:
        """One API Gateway proxy event (payload 1.0) to its response; never raises."""
        response = super().resolve(_as_json(event), context)
        headers: dict[str, list[str]] = response["multiValueHeaders"]
        kind = next((name for name in headers if name.lower() == "content-type"), None)
        if kind is None or not response.get("body"):
            return response
        if headers[kind] == [PROBLEM]:
            response["body"] = json.dumps(_error(json.loads(response["body"])))
        headers[kind] = [MEDIA_TYPE]
        return response


def make_scim_resolver(
    service: str, *, authenticate: Authenticate, receipts: Receipts, clock: Clock
) -> ScimResolver:
    """The resolver of the function `service`; no page of another site may call it."""
    return ScimResolver(service, authenticate, receipts, clock, edge=EdgeSettings.from_env())


def _as_json(event: Mapping[str, Any]) -> dict[str, Any]:
    """The event as if its body had been sent as plain JSON, which it is."""
    changed = dict(event)
    single = event.get("headers") or {}
    multiple = event.get("multiValueHeaders") or {}
    changed["headers"] = {name: _plain(name, value) for name, value in single.items()}
    changed["multiValueHeaders"] = {
        name: [_plain(name, value) for value in values] for name, values in multiple.items()
    }
    return changed


def _plain(name: str, value: str) -> str:
    if name.lower() == "content-type" and value.partition(";")[0].strip().lower() == MEDIA_TYPE:
        return _JSON
    return value


def _error(problem: Mapping[str, Any]) -> dict[str, Any]:
    """A problem (RFC 9457) in SCIM's shape; `status` is text there."""
    error = {
        "schemas": [_ERROR],
        "status": str(problem["status"]),
        "detail": problem["detail"],
    }
    if problem["status"] == 400:
        error["scimType"] = "invalidSyntax" if problem.get("fields") else "invalidValue"
    if "scimType" in problem:
        error["scimType"] = problem["scimType"]
    return error
