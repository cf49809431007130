"""Routes of elevations: a role for a while."""

from typing import Annotated, Self

from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import BaseModel, Field

from functions.directory.deps import Deps
from tollgate.directory.fields import Body
from tollgate.elevations import service
from tollgate.elevations.models import LONGEST_MINUTES, ElevationRequest, ElevationState
from tollgate.http import Cursor, Limit, Page, Resolver, decode_cursor, page_of, requires
from tollgate.kit.clock import to_rfc3339

PATH = "/api/v1/elevations"
TAGS = ["elevations"]
Comment = Annotated[str, Field(max_length=500)]
StateFilter = Annotated[ElevationState | None, Query()]
UserFilter = Annotated[str | None, Query(max_length=64)]


class NewElevation(Body):
    """Which role one needs, for how long, and what for."""

    role: Annotated[str, Field(min_length=2, max_length=64)]
    minutes: int = Field(ge=5, le=LONGEST_MINUTES)
    reason: Annotated[str, Field(min_length=3, max_length=500, pattern=r"\S")]


class ElevationRemark(Body):
    """What one says to it."""

    comment: Comment = ""


class ElevationRejection(Body):
    """Why not."""

    comment: Annotated[str, Field(min_length=1, max_length=500, pattern=r"\S")]


class ElevationView(BaseModel):
    """A request for a role, and what became of it.

    A pending one may be decided until `expires_at`; an active one ends by itself at `until`.
    """

    id: str
    user_id: str
    role: str
    minutes: int
    reason: str
    state: ElevationState
    requested_at: str
    expires_at: str
    until: str | None
    decided_by: str | None
    decided_at: str | None
    comment: str
    version: int

    @classmethod
    def of(cls, request: ElevationRequest, now_ms: int) -> Self:
        """As it is at `now_ms`, epoch milliseconds."""
        decision = request.decision
        return cls(
            id=request.id,
            user_id=request.user_id,
            role=request.role,
            minutes=request.minutes,
            reason=request.reason,
            state=request.state(now_ms),
            requested_at=to_rfc3339(request.created_ms),
            expires_at=to_rfc3339(request.expires_ms),
            until=None if request.until_ms is None else to_rfc3339(request.until_ms),
            decided_by=decision.actor.id if decision else None,
            decided_at=to_rfc3339(decision.at_ms) if decision else None,
            comment=decision.comment if decision else "",
            version=request.version,
        )


def add_routes(app: Resolver, deps: Deps) -> None:
    """Adds them to the app."""
    _add_asking(app, deps)
    _add_deciding(app, deps)


def _add_asking(app: Resolver, deps: Deps) -> None:
    elevations, clock = deps.elevations, deps.directory.clock

    @app.post(PATH, summary="Ask", tags=TAGS, status_code=201, **requires("elevations.create.own"))
    def create_elevation(body: NewElevation) -> ElevationView:
        opened = service.ask(
            elevations, app.caller, role=body.role, minutes=body.minutes, reason=body.reason
        )
        return ElevationView.of(opened, clock())

    @app.get(PATH, summary="List", tags=TAGS, **requires("elevations.view.own"))
    def list_elevations(
        limit: Limit = 20,
        cursor: Cursor = None,
        state: StateFilter = None,
        user_id: UserFilter = None,
    ) -> Page[ElevationView]:
        page = service.list_requests(
            elevations,
            app.caller,
            limit=limit,
            after=decode_cursor(cursor),
            state=state,
            user_id=user_id,
        )
        now_ms = clock()
        views = [ElevationView.of(request, now_ms) for request in page.items]
        return page_of(ElevationView, views, page.next_after)

    @app.get(f"{PATH}/<request_id>", summary="Get", tags=TAGS, **requires("elevations.view.own"))
    def get_elevation(request_id: str) -> ElevationView:
        return ElevationView.of(service.get_request(elevations, app.caller, request_id), clock())


def _add_deciding(app: Resolver, deps: Deps) -> None:
    elevations, clock = deps.elevations, deps.directory.clock

    @app.post(
        f"{PATH}/<request_id>/approve",
        summary="Give the role",
        tags=TAGS,
        **requires("elevations.decide"),
    )
    def approve_elevation(request_id: str, body: ElevationRemark | None = None) -> ElevationView:
        comment = body.comment if body else ""
        given = service.approve(elevations, app.caller, request_id, comment)
        return ElevationView.of(given, clock())

    @app.post(
        f"{PATH}/<request_id>/reject", summary="Refuse", tags=TAGS, **requires("elevations.decide")
    )
    def reject_elevation(request_id: str, body: ElevationRejection) -> ElevationView:
        refused = service.reject(elevations, app.caller, request_id, body.comment)
        return ElevationView.of(refused, clock())

    @app.post(
        f"{PATH}/<request_id>/revoke",
        summary="Take the role back, or withdraw the request",
        tags=TAGS,
        **requires("elevations.view.own"),
    )
    def revoke_elevation(request_id: str, body: ElevationRemark | None = None) -> ElevationView:
        comment = body.comment if body else ""
        ended = service.revoke(elevations, app.caller, request_id, comment)
        return ElevationView.of(ended, clock())
