"""The route of what a person did and what was done to them."""

from typing import Self

from pydantic import BaseModel

from functions.directory.deps import Deps
from tollgate.directory.service.activity import activity_of
from tollgate.http import Cursor, Limit, Page, Resolver, decode_cursor, page_of, requires
from tollgate.journal.models import Event
from tollgate.kit.clock import to_rfc3339


class PartyView(BaseModel):
    """Who acted or what was acted upon; `type` is such as `user`, `api_key` or `team`."""

    type: str
    id: str


class ActivityView(BaseModel):
    """Something that happened. `changed` names the fields that are different since.

    `address` is where a sign-in came from.
    """

    id: str
    action: str
    actor: PartyView
    target: PartyView
    at: str
    changed: list[str]
    reason: str | None
    address: str | None
    request_id: str

    @classmethod
    def of(cls, event: Event) -> Self:
        details = event.details
        names = {*details.get("before", {}), *details.get("after", {})} - {"version"}
        return cls(
            id=event.event_id,
            action=event.action,
            actor=PartyView(type=event.actor.type, id=event.actor.id),
            target=PartyView(type=event.target.type, id=event.target.id),
            at=to_rfc3339(event.created_ms),
            changed=sorted(names),
            reason=details.get("reason"),
            address=details.get("address"),
            request_id=event.request_id,
        )


def add_routes(app: Resolver, deps: Deps) -> None:
    """Adds it to the app."""

    @app.get(
        "/api/v1/users/<user_id>/activity",
        summary="What somebody did and what was done to them",
        tags=["users"],
        **requires("users.view.own"),
    )
    def list_activity(user_id: str, limit: Limit = 20, cursor: Cursor = None) -> Page[ActivityView]:
        events, next_before = activity_of(
            deps.directory,
            deps.journal,
            app.caller,
            user_id,
            limit=limit,
            before=decode_cursor(cursor),
        )
        return page_of(ActivityView, map(ActivityView.of, events), next_before)
