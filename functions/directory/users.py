"""Routes of people."""

from aws_lambda_powertools.event_handler import Response

from functions.directory.deps import Deps
from functions.directory.schemas import NewUser, Suspension, UserChanges, UserView
from tollgate.auth.passwords import hash_password
from tollgate.directory.service import users
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
)

PATH = "/api/v1/users"
TAGS = ["users"]


def add_routes(app: Resolver, deps: Deps) -> None:
    """Adds them to the app."""
    directory = deps.directory

    @app.get(PATH, summary="List", tags=TAGS, **requires("users.view.own"))
    def list_users(limit: Limit = 20, cursor: Cursor = None) -> Page[UserView]:
        after = decode_cursor(cursor)
        page = users.list_users(directory, app.caller, limit=limit, after=after)
        return page_of(UserView, map(UserView.of, page.items), page.next_after)

    @app.post(PATH, summary="Create", tags=TAGS, status_code=201, **requires("users.create"))
    def create_user(body: NewUser) -> UserView:
        password_hash = hash_password(body.password) if body.password else None
        values = {**body.values(), "password_hash": password_hash}
        return UserView.of(users.create_user(directory, app.caller, values))

    @app.get(f"{PATH}/<user_id>", summary="Get", tags=TAGS, **requires("users.view.own"))
    def get_user(user_id: str) -> UserView:
        return UserView.of(users.get_user(directory, app.caller, user_id))

    @app.patch(f"{PATH}/<user_id>", summary="Change", tags=TAGS, **requires("users.edit"))
    def update_user(user_id: str, body: UserChanges, if_match: IfMatch = None) -> UserView:
        version = expected_version(if_match)
        return UserView.of(
            users.update_user(directory, app.caller, user_id, body.values(), version)
        )

    @app.post(f"{PATH}/<user_id>/suspend", summary="Suspend", tags=TAGS, **requires("users.edit"))
    def suspend_user(user_id: str, body: Suspension | None = None) -> UserView:
        reason = body.reason if body else ""
        return UserView.of(users.suspend_user(directory, app.caller, user_id, reason))

    @app.post(f"{PATH}/<user_id>/activate", summary="Restore", tags=TAGS, **requires("users.edit"))
    def activate_user(user_id: str) -> UserView:
        return UserView.of(users.activate_user(directory, app.caller, user_id))

    @app.delete(
        f"{PATH}/<user_id>",
        summary="Delete",
        tags=TAGS,
        status_code=204,
        **requires("users.delete"),
    )
    def delete_user(user_id: str, if_match: IfMatch = None) -> Response[str]:
        users.delete_user(directory, app.caller, user_id, expected_version(if_match))
        return no_content()
