"""Routes of leaving: offboarding, the export of what is held on a person, and anonymizing."""

from typing import Annotated, Any, Self

from pydantic import BaseModel, Field

from functions.directory.deps import Deps
from functions.directory.schemas import UserView
from tollgate.directory.fields import Body
from tollgate.directory.models import ApiKey
from tollgate.directory.service import erasure, offboarding, personal_data
from tollgate.directory.service.offboarding import Departure, Leaving
from tollgate.http import Resolver, requires, signed_in

PATH = "/api/v1/users"
TAGS = ["users"]


class LeavingBody(Body):
    """How somebody leaves; `transfer_to` is the id or address of who takes over their teams.

    After `delete_after_days` their name and address are removed; without it they stay.
    """

    reason: Annotated[str, Field(max_length=500)] = ""
    transfer_to: Annotated[str, Field(min_length=1, max_length=254)] | None = None
    delete_after_days: int | None = Field(default=None, ge=0, le=3650)
    export: bool = False

    def leaving(self) -> Leaving:
        """As the domain has it."""
        return Leaving(
            reason=self.reason,
            transfer_to=self.transfer_to,
            delete_after_days=self.delete_after_days,
            export=self.export,
        )


class KeyInShort(BaseModel):
    """A key; `last4` are the last characters of its token."""

    id: str
    name: str
    last4: str
    team_id: str | None

    @classmethod
    def of(cls, key: ApiKey) -> Self:
        return cls(id=key.id, name=key.name, last4=key.last4, team_id=key.team_id)


class HandedOver(BaseModel):
    """A team that somebody else manages now, by these roles."""

    team_id: str
    to_user_id: str
    roles: list[str]


class DepartureView(BaseModel):
    """What happened. Whoever left may know the secrets of `service_keys_to_rotate`."""

    user: UserView
    sessions_ended: int
    keys_revoked: list[KeyInShort]
    service_keys_to_rotate: list[KeyInShort]
    handed_over: list[HandedOver]
    export: dict[str, Any] | None = Field(
        description="What was held on the person; null in a replayed answer."
    )

    @classmethod
    def of(cls, departure: Departure, export: dict[str, Any] | None) -> Self:
        successor = departure.successor
        return cls(
            user=UserView.of(departure.person),
            sessions_ended=departure.sessions_ended,
            keys_revoked=list(map(KeyInShort.of, departure.keys_revoked)),
            service_keys_to_rotate=list(map(KeyInShort.of, departure.keys_to_rotate)),
            handed_over=[
                HandedOver(team_id=team_id, to_user_id=successor.id, roles=list(roles))
                for team_id, roles in departure.handed_over.items()
                if successor is not None
            ],
            export=export,
        )


class Anonymizing(Body):
    """Why somebody is forgotten, for the record; it must not name them."""

    reason: Annotated[str, Field(max_length=500)] = ""


def add_routes(app: Resolver, deps: Deps) -> None:
    """Adds them to the app."""
    auth = deps.auth

    @app.post(
        f"{PATH}/<user_id>/offboard",
        summary="End everything that somebody has",
        tags=TAGS,
        **requires("users.offboard", shown_once=("export",)),
    )
    def offboard_user(user_id: str, body: LeavingBody) -> DepartureView:
        departure, export = offboarding.offboard(auth, app.caller, user_id, body.leaving())
        return DepartureView.of(departure, export)

    @app.get(f"{PATH}/me/export", summary="All that is held on oneself", tags=TAGS, **signed_in())
    def export_me() -> dict[str, Any]:
        return personal_data.own_export(auth, app.caller)

    @app.get(
        f"{PATH}/<user_id>/export",
        summary="All that is held on somebody",
        tags=TAGS,
        **requires("users.export"),
    )
    def export_user(user_id: str) -> dict[str, Any]:
        return personal_data.export_of(auth, app.caller, user_id)

    @app.post(
        f"{PATH}/<user_id>/anonymize",
        summary="Forget who somebody was",
        tags=TAGS,
        **requires("users.anonymize"),
    )
    def anonymize_user(user_id: str, body: Anonymizing | None = None) -> UserView:
        reason = body.reason if body else ""
        return UserView.of(
            erasure.anonymize(deps.directory, deps.forgetting, app.caller, user_id, reason)
        )
