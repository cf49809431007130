"""Routes of people."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from functions.directory.deps import Deps
from functions.directory.schemas import NewUser, OwnChanges, Suspension, UserChanges, UserView
from tollgate.auth.password_rules import About, by_administrator
from tollgate.auth.requirements import requirements_of
from tollgate.auth.service import sessions
from tollgate.directory.models import Status
from tollgate.directory.service import invitations, offboarding, users
from tollgate.directory.service.identities import organization_of
from tollgate.directory.service.invitations import Inviting
from tollgate.errors import BadRequest
from tollgate.http import (
    Cursor,
    IfMatch,
    Limit,
    Page,
    Resolver,
    decode_cursor,
    expected_version,
    no_content,
    page_of,
    requires,
    signed_in,
)

PATH = "/api/v1/users"
TAGS = ["users"]
Filter = Annotated[str | None, Query(min_length=1, max_length=254)]
StatusFilter = Annotated[Status | None, Query()]
Offset = Annotated[
    int, Query(ge=0, le=100_000, description="How many matches to skip; not with a cursor.")
]


def add_routes(app: Resolver, deps: Deps) -> None:
    """Adds them to the app."""
    _add_own_routes(app, deps)
    _add_reading(app, deps)
    _add_changes(app, deps)
    _add_statuses(app, deps)


def _add_own_routes(app: Resolver, deps: Deps) -> None:
    directory = deps.directory

    @app.get(f"{PATH}/me", summary="Get oneself", tags=TAGS, **signed_in())
    def get_me() -> UserView:
        return UserView.of(users.oneself(directory, app.caller))

    @app.patch(f"{PATH}/me", summary="Change one's own name", tags=TAGS, **signed_in())
    def update_me(body: OwnChanges, if_match: IfMatch = None) -> UserView:
        version = expected_version(if_match)
        return UserView.of(users.rename_oneself(directory, app.caller, body.name, version))


def _add_reading(app: Resolver, deps: Deps) -> None:
    directory = deps.directory

    @app.get(PATH, summary="List", tags=TAGS, **requires("users.view.own"))
    def list_users(  # noqa: PLR0917 - one per filter
        limit: Limit = 20,
        cursor: Cursor = None,
        offset: Offset = 0,
        email: Filter = None,
        status: StatusFilter = None,
        role: Filter = None,
        team_id: Filter = None,
        q: Filter = None,
    ) -> Page[UserView]:
        if cursor is not None and offset:
            raise BadRequest("send either cursor or offset", param="offset")
        page = users.list_users(
            directory,
            app.caller,
            limit=limit,
            after=decode_cursor(cursor),
            which=users.Filter(
                email=email.strip().lower() if email else None,
                status=status,
                role=role,
                team_id=team_id,
                q=q,
                offset=offset,
            ),
        )
        return page_of(UserView, map(UserView.of, page.items), page.next_after)

    @app.get(f"{PATH}/<user_id>", summary="Get", tags=TAGS, **requires("users.view.own"))
    def get_user(user_id: str) -> UserView:
        return UserView.of(users.get_user(directory, app.caller, user_id))


def _add_changes(app: Resolver, deps: Deps) -> None:
    directory = deps.directory

    @app.post(
        PATH,
        summary="Create, or invite without a password",
        tags=TAGS,
        status_code=201,
        **requires("users.create.team"),
    )
    def create_user(body: NewUser) -> UserView:
        if body.password is None:
            inviting = Inviting(directory, deps.links, deps.mail)
            return UserView.of(invitations.invite(inviting, app.caller, body.values()))
        organization = organization_of(directory, app.caller.organization_id)
        about = About(body.email, body.name, organization.name)
        now_ms = directory.clock()
        limits = requirements_of(organization, now_ms).password
        chosen = by_administrator(body.password, limits, about, now_ms)
        values = {**body.values(), **chosen}
        return UserView.of(users.create_user(directory, app.caller, values))

    def change_user(user_id: str, body: UserChanges, if_match: str | None) -> UserView:
        version = expected_version(if_match)
        changed = users.update_user(directory, app.caller, user_id, body.values(), version)
        if changed.status is Status.SUSPENDED:
            sessions.end_all(deps.auth, app.caller, changed, reason="suspended")
        return UserView.of(changed)

    @app.patch(f"{PATH}/<user_id>", summary="Change", tags=TAGS, **requires("users.edit.team"))
    def update_user(user_id: str, body: UserChanges, if_match: IfMatch = None) -> UserView:
        return change_user(user_id, body, if_match)

    @app.put(f"{PATH}/<user_id>", summary="Change", tags=TAGS, **requires("users.edit.team"))
    def put_user(user_id: str, body: UserChanges, if_match: IfMatch = None) -> UserView:
        return change_user(user_id, body, if_match)

    @app.delete(
        f"{PATH}/<user_id>",
        summary="Delete",
        tags=TAGS,
        status_code=204,
        **requires("users.delete.team"),
    )
    def delete_user(user_id: str, if_match: IfMatch = None) -> Response[str]:
        users.delete_user(directory, app.caller, user_id, expected_version(if_match))
        return no_content()


def _add_statuses(app: Resolver, deps: Deps) -> None:
    directory = deps.directory
    may = requires("users.suspend.team")

    def suspend(user_id: str, body: Suspension | None) -> UserView:
        reason = body.reason if body else ""
        return UserView.of(offboarding.suspend(deps.auth, app.caller, user_id, reason))

    def restore(user_id: str) -> UserView:
        return UserView.of(users.activate_user(directory, app.caller, user_id))

    @app.post(f"{PATH}/<user_id>/suspend", summary="Suspend", tags=TAGS, **may)
    def suspend_user(user_id: str, body: Suspension | None = None) -> UserView:
        return suspend(user_id, body)

    @app.post(f"{PATH}/<user_id>/deactivate", summary="Suspend", tags=TAGS, **may)
    def deactivate_user(user_id: str, body: Suspension | None = None) -> UserView:
        return suspend(user_id, body)

    @app.post(f"{PATH}/<user_id>/activate", summary="Restore", tags=TAGS, **may)
    def activate_user(user_id: str) -> UserView:
        return restore(user_id)

    @app.post(f"{PATH}/<user_id>/reactivate", summary="Restore", tags=TAGS, **may)
    def reactivate_user(user_id: str) -> UserView:
        return restore(user_id)
