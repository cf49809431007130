"""What people are told of elevations."""

from __future__ import annotations

from typing import Final

from tollgate.alerts.models import Notice
from tollgate.elevations.models import ElevationRequest
from tollgate.kit.clock import to_rfc3339
from tollgate.kit.ids import derived_id

DECIDING: Final = ("owner", "admin", "security_officer")
REQUESTER: Final = ("users",)


def opened(request: ElevationRequest) -> Notice:
    """To those who may decide: somebody waits for them."""
    return _notice(
        request,
        "opened",
        DECIDING,
        title=f"Elevation wanted: {request.role}",
        body=f"{request.user_id} asks for the role {request.role} for {request.minutes} minutes: "
        f"{request.reason}. The request expires at {to_rfc3339(request.expires_ms)}.",
    )


def decided(request: ElevationRequest, verb: str) -> Notice:
    """To whoever asked: what became of it."""
    body = f"Your request for the role {request.role} was {verb}."
    if request.decision and request.decision.comment:
        body += f" {request.decision.comment}"
    if request.until_ms is not None and verb == "approved":
        body += f" You have it until {to_rfc3339(request.until_ms)}."
    title = f"Elevation {verb}: {request.role}"
    return _notice(request, verb, REQUESTER, title=title, body=body)


def _notice(
    request: ElevationRequest, verb: str, audience: tuple[str, ...], *, title: str, body: str
) -> Notice:
    decision = request.decision
    return Notice(
        id=derived_id("ntc", request.id, str(request.version)),
        organization_id=request.organization_id,
        kind=f"elevation.{verb}",
        subject=request.id,
        title=title,
        body=body,
        audience=audience,
        created_ms=decision.at_ms if decision else request.created_ms,
        details={"user_id": request.user_id, "role": request.role},
    )
