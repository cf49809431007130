"""What the front door itself answers, in the shape that each plane's clients expect.

On AWS the same bodies come from API Gateway's gateway responses.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import msgspec

from local.events import HttpAnswer
from tollgate.providers.errors_wire import error_body
from tollgate.providers.models import Dialect


@dataclass(frozen=True, slots=True)
class Refusal:
    """A status with a stable code and a sentence."""

    status: int
    code: str
    title: str
    detail: str


TOO_LARGE: Final = Refusal(
    413, "request_too_large", "Content Too Large", "The request body is larger than 10 MB."
)
NOT_FOUND: Final = Refusal(404, "not_found", "Not Found", "There is nothing at this path.")
TIMED_OUT: Final = Refusal(
    504, "timeout", "Gateway Timeout", "The function did not answer within its time limit."
)
FAILED: Final = Refusal(
    502, "internal_error", "Bad Gateway", "The function failed; its log under logs/ says why."
)
STOPPING: Final = Refusal(503, "unavailable", "Service Unavailable", "Tollgate is stopping.")


def render(refusal: Refusal, path: str, request_id: str) -> HttpAnswer:
    """The refusal for a request to `path`."""
    kind = "application/json"
    if path.startswith("/v1/"):
        dialect = Dialect.ANTHROPIC if path.startswith("/v1/messages") else Dialect.OPENAI
        body = error_body(
            dialect, refusal.status, refusal.detail, code=refusal.code, request_id=request_id
        )
    else:
        kind = "application/problem+json"
        body = msgspec.json.encode(
            {
                "type": "about:blank",
                "title": refusal.title,
                "status": refusal.status,
                "detail": refusal.detail,
                "code": refusal.code,
                "request_id": request_id,
            }
        )
    headers = [(b"content-type", kind.encode()), (b"x-request-id", request_id.encode())]
    return HttpAnswer(refusal.status, headers, body)
