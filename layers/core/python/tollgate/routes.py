"""The one route table: API Gateway is built from it, and so is the local run's front door.

`path` uses API Gateway's syntax (`{name}`, greedy `{proxy+}`); the most specific path wins, and
no two paths may differ in the name of a parameter alone: API Gateway takes one per place. Which
operations a control-plane prefix offers is declared by its function's resolver, and a test holds
the two together. `/v1` routes stream their response.
"""

from __future__ import annotations

from typing import Final

from msgspec import Struct


class Route(Struct, frozen=True):
    """Requests of `method` (or `ANY`) on `path` invoke `function`."""

    method: str
    path: str
    function: str
    streaming: bool = False


def _prefix(path: str, function: str) -> tuple[Route, Route]:
    return Route("ANY", path, function), Route("ANY", f"{path}/{{proxy+}}", function)


ROUTES: Final[tuple[Route, ...]] = (
    Route("ANY", "/v1/{proxy+}", "proxy", streaming=True),
    *_prefix("/api/v1/auth", "auth"),
    *_prefix("/api/v1/mfa", "auth"),
    *_prefix("/api/v1/admin", "auth"),
    Route("GET", "/.well-known/jwks.json", "auth"),
    *_prefix("/api/v1/auth/oauth", "sso"),
    *_prefix("/api/v1/auth/sso", "sso"),
    *_prefix("/api/v1/sso-connections", "sso"),
    Route("ANY", "/scim/v2/{proxy+}", "scim"),
    *_prefix("/api/v1/organizations", "directory"),
    *_prefix("/api/v1/teams", "directory"),
    *_prefix("/api/v1/users", "directory"),
    *_prefix("/api/v1/roles", "directory"),
    *_prefix("/api/v1/access-rules", "directory"),
    *_prefix("/api/v1/access-reviews", "directory"),
    *_prefix("/api/v1/elevations", "directory"),
    *_prefix("/api/v1/invitations", "directory"),
    *_prefix("/api/v1/api-keys", "directory"),
    *_prefix("/api/v1/costs", "costs"),
    *_prefix("/api/v1/budgets", "costs"),
    *_prefix("/api/v1/prices", "costs"),
    *_prefix("/api/v1/usage", "usage"),
    Route("ANY", "/api/v1/requests", "usage"),
    Route("ANY", "/api/v1/requests/{request_id}", "usage"),
    Route("GET", "/api/v1/requests/{request_id}/explanation", "policies"),
    *_prefix("/api/v1/policies", "policies"),
    *_prefix("/api/v1/policy-templates", "policies"),
    *_prefix("/api/v1/violations", "policies"),
    *_prefix("/api/v1/approvals", "policies"),
    Route("GET", "/api/v1/health", "status"),
    Route("GET", "/api/v1/openapi.json", "status"),
    Route("GET", "/api/v1/docs", "status"),
)
