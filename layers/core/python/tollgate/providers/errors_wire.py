"""Errors in the shape that each dialect's SDK expects.

Sources: the error object of OpenAI's API reference, and Anthropic's "Errors" page.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from tollgate.errors import BudgetExhausted
from tollgate.providers.models import Dialect
from tollgate.providers.wire import encode

if TYPE_CHECKING:
    from tollgate.errors import TollgateError

_OPENAI_TYPES: Final = {
    400: "invalid_request_error",
    401: "authentication_error",
    402: "insufficient_quota",
    403: "permission_error",
    404: "not_found_error",
    408: "timeout_error",
    409: "conflict_error",
    413: "invalid_request_error",
    422: "invalid_request_error",
    429: "rate_limit_error",
}
_ANTHROPIC_TYPES: Final = {
    400: "invalid_request_error",
    401: "authentication_error",
    402: "billing_error",
    403: "permission_error",
    404: "not_found_error",
    408: "timeout_error",
    409: "invalid_request_error",
    413: "request_too_large",
    422: "invalid_request_error",
    429: "rate_limit_error",
    503: "overloaded_error",
    504: "timeout_error",
    529: "overloaded_error",
}


def render_error(
    dialect: Dialect, error: TollgateError, request_id: str
) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of a refusal.

    A spent budget carries OpenAI's code `insufficient_quota`, so that clients which know the
    provider's own quota error treat it alike; every other code is the error's own.
    """
    headers = {"content-type": "application/json", "x-request-id": request_id}
    if error.retry_after is not None:
        headers["retry-after"] = str(max(1, math.ceil(error.retry_after)))
    code = "insufficient_quota" if isinstance(error, BudgetExhausted) else error.code
    body = error_body(
        dialect,
        error.status,
        error.message,
        param=error.param,
        code=code,
        fields=error.fields,
        request_id=request_id,
    )
    return error.status, headers, body


def error_type(dialect: Dialect, status: int) -> str:
    """The `type` that a dialect gives to errors of an HTTP status."""
    if dialect is Dialect.OPENAI:
        fallback = "server_error" if status >= 500 else "invalid_request_error"
        return _OPENAI_TYPES.get(status, fallback)
    return _ANTHROPIC_TYPES.get(status, "api_error" if status >= 500 else "invalid_request_error")


def error_body(
    dialect: Dialect,
    status: int,
    message: str,
    *,
    kind: str | None = None,
    param: str | None = None,
    code: str | None = None,
    fields: dict[str, Any] | None = None,
    request_id: str | None = None,
) -> bytes:
    """`{"error": {message, type, param, code}}`, or `{"type": "error", "error": {type, message}}`.

    `kind` replaces the type that follows from `status`; `fields` join the inner object, where they
    cannot replace its own members.
    """
    kind = kind or error_type(dialect, status)
    extra = fields or {}
    if dialect is Dialect.OPENAI:
        inner = {**extra, "message": message, "type": kind, "param": param, "code": code}
        return encode({"error": inner})
    inner = {**extra, "type": kind, "message": message}
    if param is not None:
        inner["param"] = param
    if code is not None:
        inner["code"] = code
    outer: dict[str, Any] = {"type": "error", "error": inner}
    if request_id is not None:
        outer["request_id"] = request_id
    return encode(outer)
