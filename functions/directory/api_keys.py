"""Routes of API keys."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from functions.directory.deps import Deps
from functions.directory.schemas import ApiKeyChanges, ApiKeyView, CreatedApiKey, NewApiKey
from tollgate.directory.models import Status
from tollgate.directory.service import keys
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

PATH = "/api/v1/api-keys"
TAGS = ["api-keys"]
Filter = Annotated[str | None, Query(max_length=64)]
StatusFilter = Annotated[Status | None, Query()]


def add_routes(app: Resolver, deps: Deps) -> None:
    """Adds them to the app."""
    directory = deps.directory

    @app.get(PATH, summary="List", tags=TAGS, **requires("api_keys.view.own"))
    def list_api_keys(
        limit: Limit = 20,
        cursor: Cursor = None,
        status: StatusFilter = None,
        user_id: Filter = None,
        team_id: Filter = None,
    ) -> Page[ApiKeyView]:
        page = keys.list_keys(
            directory,
            app.caller,
            limit=limit,
            after=decode_cursor(cursor),
            status=status,
            user_id=user_id,
            team_id=team_id,
        )
        return page_of(ApiKeyView, map(ApiKeyView.of, page.items), page.next_after)

    @app.post(
        PATH,
        summary="Create",
        tags=TAGS,
        status_code=201,
        **requires("api_keys.create.own", shown_once=("key",)),
    )
    def create_api_key(body: NewApiKey) -> CreatedApiKey:
        values = body.values(directory.clock())
        key, token = keys.create_key(directory, app.caller, deps.secret().pepper, values)
        return CreatedApiKey.of(key, key=token)

    @app.get(f"{PATH}/<key_id>", summary="Get", tags=TAGS, **requires("api_keys.view.own"))
    def get_api_key(key_id: str) -> ApiKeyView:
        return ApiKeyView.of(keys.get_key(directory, app.caller, key_id))

    @app.patch(f"{PATH}/<key_id>", summary="Change", tags=TAGS, **requires("api_keys.edit.own"))
    def update_api_key(key_id: str, body: ApiKeyChanges, if_match: IfMatch = None) -> ApiKeyView:
        values = body.values(directory.clock())
        version = expected_version(if_match)
        return ApiKeyView.of(keys.update_key(directory, app.caller, key_id, values, version))

    @app.delete(
        f"{PATH}/<key_id>",
        summary="Revoke",
        tags=TAGS,
        status_code=204,
        **requires("api_keys.revoke.own"),
    )
    def revoke_api_key(key_id: str, if_match: IfMatch = None) -> Response[str]:
        keys.revoke_key(directory, app.caller, key_id, expected_version(if_match))
        return no_content()
