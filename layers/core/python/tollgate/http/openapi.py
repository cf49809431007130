"""What the resolvers declare, as one OpenAPI 3.1 document."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any, Final

from aws_lambda_powertools.event_handler.openapi.models import APIKey, APIKeyIn, HTTPBearer

from tollgate.http.credentials import COOKIE
from tollgate.http.forms import MEDIA_TYPE
from tollgate.http.permissions import FORM
from tollgate.http.problems import CONTENT_TYPE, Problem
from tollgate.http.resolver import Resolver

VERSION: Final = "3.1.0"
_SCHEMAS: Final = "#/components/schemas/"
_AUTOMATIC: Final = ("HTTPValidationError", "ValidationError", "ResponseValidationError")


_IDEMPOTENCY_KEY: Final[dict[str, Any]] = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": 255},
    "description": "Under the same key the first answer is given again for 24 hours.",
}


def describe(app: Resolver) -> dict[str, Any]:
    """One function's document: every operation answers a `Problem` when it does not succeed."""
    text = app.get_openapi_json_schema(
        title="Tollgate",
        version="1",
        openapi_version=VERSION,
        security_schemes={
            "bearer": HTTPBearer(),
            "session": APIKey(name=COOKIE, in_=APIKeyIn.cookie),
        },
    )
    document: dict[str, Any] = json.loads(text)
    for path, operations in document.get("paths", {}).items():
        for method, operation in operations.items():
            _tidy(operation, path, method)
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    for name in _AUTOMATIC:
        schemas.pop(name, None)
    return document


def _tidy(operation: dict[str, Any], path: str, method: str) -> None:
    suffix = re.sub(r"\W", "_", path) + f"_{method}"
    operation["operationId"] = operation["operationId"].removesuffix(suffix)
    responses = operation["responses"]
    for automatic in ("422", "500"):
        responses.pop(automatic, None)
    if "204" in responses:
        responses["204"].pop("content", None)
    if FORM in operation:
        operation["requestBody"]["content"][MEDIA_TYPE] = {"schema": _form_schema(operation[FORM])}
    if method == "post" and operation.get("security"):
        operation.setdefault("parameters", []).append(_IDEMPOTENCY_KEY)
    responses["default"] = {
        "description": "What went wrong",
        "content": {CONTENT_TYPE: {"schema": {"$ref": f"{_SCHEMAS}Problem"}}},
    }


def _form_schema(files: list[str]) -> dict[str, Any]:
    properties = {name: {"type": "string", "format": "binary"} for name in files}
    return {"type": "object", "properties": properties, "required": files}


def merge(documents: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """All functions' documents in one. Raises `ValueError` when two contradict each other."""
    paths: dict[str, Any] = {}
    schemas: dict[str, Any] = _problem_schemas()
    schemes: dict[str, Any] = {}
    for document in documents:
        for path, operations in document.get("paths", {}).items():
            _join(paths.setdefault(path, {}), operations, path)
        components = document["components"]
        _join(schemas, components.get("schemas", {}), "schema")
        _join(schemes, components.get("securitySchemes", {}), "security scheme")
    return {
        "openapi": VERSION,
        "info": {"title": "Tollgate", "version": "1"},
        "servers": [{"url": "/"}],
        "paths": dict(sorted(paths.items())),
        "components": {"schemas": dict(sorted(schemas.items())), "securitySchemes": schemes},
    }


def _problem_schemas() -> dict[str, Any]:
    schema = Problem.model_json_schema(ref_template=_SCHEMAS + "{model}")
    nested: dict[str, Any] = schema.pop("$defs", {})
    return {"Problem": schema, **nested}


def _join(into: dict[str, Any], more: dict[str, Any], what: str) -> None:
    for name, value in more.items():
        if into.setdefault(name, value) != value:
            raise ValueError(f"{what}: {name} is declared in two ways")
