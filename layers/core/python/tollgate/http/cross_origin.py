"""Scripts of other sites' pages: which may call, and what their browsers are told (Fetch, CORS).

Only origins that an organization lists get an answer that their scripts can read, and only for
requests that carry a token themselves: credentials that a browser adds on its own are never allowed
across sites, whatever the origin.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

Origins = Callable[[str, str | None], bool]
"""Whether an origin may call an organization, or (None) any organization at all."""

_METHODS: Final = "GET, POST, PUT, PATCH, DELETE"
_SENT: Final = "Authorization, Content-Type, Idempotency-Key, If-Match, X-Correlation-Id"
_SHOWN: Final = "ETag, Idempotency-Replayed, Location, Retry-After, X-Request-Id"
_KEPT_S: Final = 600
_OWN_SITE: Final = frozenset({"same-origin", "none"})


def foreign_origin(headers: Mapping[str, str]) -> str | None:
    """The origin of the page that a browser calls for; None for our own, and without a browser."""
    if headers.get("sec-fetch-site", "") in _OWN_SITE:
        return None
    return headers.get("origin") or None


def is_preflight(method: str, headers: Mapping[str, str]) -> bool:
    """Whether a browser asks if it may send another request."""
    return method == "OPTIONS" and "access-control-request-method" in headers


def preflight_headers(origin: str) -> dict[str, str]:
    """What a listed origin may send; the answer is kept for ten minutes."""
    return {
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Allow-Methods": _METHODS,
        "Access-Control-Allow-Headers": _SENT,
        "Access-Control-Max-Age": str(_KEPT_S),
    }


def answer_headers(origin: str) -> dict[str, str]:
    """What lets a listed origin's script read an answer."""
    return {"Access-Control-Allow-Origin": origin, "Access-Control-Expose-Headers": _SHOWN}
