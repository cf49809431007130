"""Routes of API keys, everybody's and one's own."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from functions.directory.api_key_schemas import (
    ApiKeyChanges,
    ApiKeyView,
    CreatedApiKey,
    NewApiKey,
    OwnApiKey,
    Rotation,
)
from functions.directory.deps import Deps
from functions.directory.schemas import DAY_MS
from tollgate.auth.service.sessions import require_recent
from tollgate.directory import rules
from tollgate.directory.models import ApiKey, Purpose, Status
from tollgate.directory.models import Page as KeyPage
from tollgate.directory.service import key_rotation, keys
from tollgate.directory.service.changes import Directory
from tollgate.errors import Forbidden
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
OWN_PATH = "/api/v1/users/me/api-keys"
TAGS = ["api-keys"]
Filter = Annotated[str | None, Query(max_length=64)]
StatusFilter = Annotated[Status | None, Query()]
StaleDays = Annotated[
    int | None,
    Query(ge=1, le=3650, description="Only keys that nobody used for so many days."),
]


def add_routes(app: Resolver, deps: Deps) -> None:
    """Adds them to the app."""
    _add_reading(app, deps)
    _add_changing(app, deps)
    _add_own(app, deps)


def _add_reading(app: Resolver, deps: Deps) -> None:
    directory = deps.directory

    @app.get(PATH, summary="List", tags=TAGS, **requires("api_keys.view.own"))
    def list_api_keys(
        *,
        limit: Limit = 20,
        cursor: Cursor = None,
        status: StatusFilter = None,
        user_id: Filter = None,
        team_id: Filter = None,
        stale_days: StaleDays = None,
    ) -> Page[ApiKeyView]:
        page = keys.list_keys(
            directory,
            app.caller,
            limit=limit,
            after=decode_cursor(cursor),
            status=status,
            user_id=user_id,
            team_id=team_id,
            unused_since_ms=stale_days and directory.clock() - stale_days * DAY_MS,
        )
        return _views(directory, page)

    @app.get(f"{PATH}/<key_id>", summary="Get", tags=TAGS, **requires("api_keys.view.own"))
    def get_api_key(key_id: str) -> ApiKeyView:
        return _view(directory, keys.get_key(directory, app.caller, key_id))


def _add_changing(app: Resolver, deps: Deps) -> None:
    directory = deps.directory

    @app.post(
        PATH,
        summary="Create",
        tags=TAGS,
        status_code=201,
        **requires("api_keys.create.own", shown_once=("key",)),
    )
    def create_api_key(body: NewApiKey) -> CreatedApiKey:
        _check_recent(app, directory, rules.purpose_of(body.permissions))
        values = body.values(directory.clock())
        key, token = keys.create_key(directory, app.caller, deps.secret().pepper, values)
        return CreatedApiKey.of(key, directory.clock(), None, key=token)

    @app.patch(f"{PATH}/<key_id>", summary="Change", tags=TAGS, **requires("api_keys.edit.own"))
    def update_api_key(key_id: str, body: ApiKeyChanges, if_match: IfMatch = None) -> ApiKeyView:
        if "permissions" in body.model_fields_set:
            _check_recent(app, directory, rules.purpose_of(body.permissions))
        values = body.values(directory.clock())
        version = expected_version(if_match)
        key = keys.update_key(directory, app.caller, key_id, values, version)
        return _view(directory, key)

    @app.post(
        f"{PATH}/<key_id>/rotate",
        summary="Replace the secret",
        tags=TAGS,
        **requires("api_keys.edit.own", shown_once=("key",)),
    )
    def rotate_api_key(
        key_id: str, body: Rotation | None = None, if_match: IfMatch = None
    ) -> CreatedApiKey:
        before = keys.get_key(directory, app.caller, key_id)
        _check_recent(app, directory, rules.served_by(before))
        key, token = key_rotation.rotate_key(
            directory,
            app.caller,
            key_id,
            deps.secret().pepper,
            overlap_hours=(body or Rotation()).overlap_hours,
            if_match=expected_version(if_match),
        )
        last_ms = keys.last_uses(directory, [key]).get(key.id)
        return CreatedApiKey.of(key, directory.clock(), last_ms, key=token)

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


def _add_own(app: Resolver, deps: Deps) -> None:
    directory = deps.directory

    def me() -> str:
        if app.caller.user_id is None:
            raise Forbidden("a service key is nobody's and has no keys of its own")
        return app.caller.user_id

    @app.get(OWN_PATH, summary="List one's own", tags=TAGS, **requires("api_keys.view.own"))
    def list_own_api_keys(
        limit: Limit = 20, cursor: Cursor = None, status: StatusFilter = None
    ) -> Page[ApiKeyView]:
        page = keys.list_keys(
            directory,
            app.caller,
            limit=limit,
            after=decode_cursor(cursor),
            status=status,
            user_id=me(),
        )
        return _views(directory, page)

    @app.post(
        OWN_PATH,
        summary="Create one's own",
        tags=TAGS,
        status_code=201,
        **requires("api_keys.create.own", shown_once=("key",)),
    )
    def create_own_api_key(body: OwnApiKey) -> CreatedApiKey:
        _check_recent(app, directory, rules.purpose_of(body.permissions))
        values = {**body.values(directory.clock()), "user_id": me()}
        key, token = keys.create_key(directory, app.caller, deps.secret().pepper, values)
        return CreatedApiKey.of(key, directory.clock(), None, key=token)

    @app.delete(
        f"{OWN_PATH}/<key_id>",
        summary="Revoke one's own",
        tags=TAGS,
        status_code=204,
        **requires("api_keys.revoke.own"),
    )
    def revoke_own_api_key(key_id: str, if_match: IfMatch = None) -> Response[str]:
        own = keys.own_key(directory, app.caller, key_id)
        keys.revoke_key(directory, app.caller, own.id, expected_version(if_match))
        return no_content()


def _check_recent(app: Resolver, directory: Directory, purpose: Purpose | None) -> None:
    """Raises `StepUpRequired` where the secret opens the control plane: no later call of the key
    will be asked for a fresh proof.
    """
    if purpose is not Purpose.MODEL:
        require_recent(app.caller, directory.clock)


def _view(directory: Directory, key: ApiKey) -> ApiKeyView:
    last_ms = keys.last_uses(directory, [key]).get(key.id)
    return ApiKeyView.of(key, directory.clock(), last_ms)


def _views(directory: Directory, page: KeyPage[ApiKey]) -> Page[ApiKeyView]:
    uses, now_ms = keys.last_uses(directory, page.items), directory.clock()
    views = [ApiKeyView.of(key, now_ms, uses.get(key.id)) for key in page.items]
    return page_of(ApiKeyView, views, page.next_after)
