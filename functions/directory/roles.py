"""Routes of roles, of permissions, and of who has which."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from functions.directory.deps import Deps
from functions.directory.role_schemas import (
    EffectivePermissionsView,
    NewRole,
    PermissionView,
    RoleChanges,
    RoleView,
    WholeRole,
    same_name,
)
from functions.directory.schemas import UserView
from tollgate.directory.permission_catalog import CATALOG, RESERVED
from tollgate.directory.service import role_assignments, roles
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
)

PATH = "/api/v1/roles"
OF_USER = "/api/v1/users/<user_id>"
TAGS = ["roles"]
TeamId = Annotated[
    str | None, Query(max_length=64, description="The role in this team and below only.")
]


def add_routes(app: Resolver, deps: Deps) -> None:
    """Adds them to the app."""
    _add_reading(app, deps)
    _add_changing(app, deps)
    _add_assigning(app, deps)


def _add_reading(app: Resolver, deps: Deps) -> None:
    directory = deps.directory

    @app.get(
        f"{PATH}/permissions",
        summary="List the permissions there are",
        tags=TAGS,
        **requires("roles.view"),
    )
    def list_permissions() -> Page[PermissionView]:
        return page_of(PermissionView, map(PermissionView.of, (*CATALOG, *RESERVED)), None)

    @app.get(PATH, summary="List", tags=TAGS, **requires("roles.view"))
    def list_roles(limit: Limit = 20, cursor: Cursor = None) -> Page[RoleView]:
        after = decode_cursor(cursor)
        found, next_after = roles.list_roles(directory, app.caller, limit=limit, after=after)
        return page_of(RoleView, map(RoleView.of, found), next_after)

    @app.get(f"{PATH}/<role_id>", summary="Get", tags=TAGS, **requires("roles.view"))
    def get_role(role_id: str) -> RoleView:
        return RoleView.of(roles.get_role(directory, app.caller, role_id))


def _add_changing(app: Resolver, deps: Deps) -> None:
    directory = deps.directory

    @app.post(PATH, summary="Create", tags=TAGS, status_code=201, **requires("roles.create"))
    def create_role(body: NewRole) -> RoleView:
        return RoleView.of(roles.create_role(directory, app.caller, body.values()))

    def changed(role_id: str, body: RoleChanges, if_match: str | None) -> RoleView:
        if not same_name(role_id, body):
            raise BadRequest("a role keeps its name: people have it by that", param="name")
        version = expected_version(if_match)
        return RoleView.of(
            roles.update_role(directory, app.caller, role_id, body.values(), version)
        )

    @app.patch(f"{PATH}/<role_id>", summary="Change", tags=TAGS, **requires("roles.edit"))
    def update_role(role_id: str, body: RoleChanges, if_match: IfMatch = None) -> RoleView:
        return changed(role_id, body, if_match)

    @app.put(f"{PATH}/<role_id>", summary="Replace", tags=TAGS, **requires("roles.edit"))
    def replace_role(role_id: str, body: WholeRole, if_match: IfMatch = None) -> RoleView:
        return changed(role_id, body, if_match)

    @app.delete(
        f"{PATH}/<role_id>",
        summary="Delete",
        tags=TAGS,
        status_code=204,
        **requires("roles.delete"),
    )
    def delete_role(role_id: str, if_match: IfMatch = None) -> Response[str]:
        roles.delete_role(directory, app.caller, role_id, expected_version(if_match))
        return no_content()


def _add_assigning(app: Resolver, deps: Deps) -> None:
    directory = deps.directory

    @app.get(
        f"{OF_USER}/permissions",
        summary="What a person may do, and why",
        tags=TAGS,
        **requires("users.view.own"),
    )
    def user_permissions(user_id: str) -> EffectivePermissionsView:
        explained = role_assignments.explain(directory, app.caller, user_id)
        return EffectivePermissionsView.of(user_id, explained)

    @app.post(
        f"{OF_USER}/roles/<role_id>",
        summary="Give a role",
        tags=TAGS,
        **requires("users.assign_roles.team"),
    )
    def assign_role(user_id: str, role_id: str, team_id: TeamId = None) -> UserView:
        given = role_assignments.assign_role(directory, app.caller, user_id, role_id, team_id)
        return UserView.of(given)

    @app.delete(
        f"{OF_USER}/roles/<role_id>",
        summary="Take a role away",
        tags=TAGS,
        **requires("users.assign_roles.team"),
    )
    def remove_role(user_id: str, role_id: str, team_id: TeamId = None) -> UserView:
        left = role_assignments.remove_role(directory, app.caller, user_id, role_id, team_id)
        return UserView.of(left)
