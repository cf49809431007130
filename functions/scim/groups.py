"""Routes of groups."""

from typing import Any

from aws_lambda_powertools.event_handler import Response
from scim2_models import Context, ResponseParameters
from scim2_models import Group as Shape

from functions.scim.deps import Deps
from functions.scim.schemas import (
    Attributes,
    Count,
    Excluded,
    FilterText,
    Resource,
    Search,
    StartIndex,
    answer,
    asked,
)
from tollgate.http import IfMatch, Resolver, expected_version, no_content, requires
from tollgate.scim import resources
from tollgate.scim.models import Group
from tollgate.scim.resources import BASE, dumped, dumped_page, read_parameters
from tollgate.scim.service import groups
from tollgate.scim.service.deps import MOST_ITEMS, Asked

PATH = f"{BASE}/Groups"
ONE = f"{PATH}/<group_id>"
TAGS = ["scim"]
PERMISSION = "scim.provision"


def add_routes(app: Resolver, deps: Deps) -> None:
    """Adds them to the app."""
    scim = deps.scim

    def shown(
        group: Group, context: Context, wanted: ResponseParameters[Any] | None = None
    ) -> dict[str, Any]:
        member_ids = groups.members_of(scim, group)
        return dumped(resources.group_of(group, scim.public_url(), member_ids), context, wanted)

    def page(
        which: Asked, attributes: str | None, excluded: str | None
    ) -> Response[dict[str, Any]]:
        wanted = read_parameters(Shape, attributes, excluded)
        total, found = groups.list_groups(scim, app.caller, which)
        items = [shown(each, Context.RESOURCE_QUERY_RESPONSE, wanted) for each in found]
        return answer(dumped_page(items, total, which.start_index))

    @app.get(PATH, summary="List groups", tags=TAGS, **requires(PERMISSION))
    def list_groups(
        filter: FilterText = None,  # noqa: A002 - the protocol's name
        start_index: StartIndex = 1,
        count: Count = MOST_ITEMS,
        attributes: Attributes = None,
        excluded: Excluded = None,
    ) -> Response[dict[str, Any]]:
        return page(asked(filter, start_index, count), attributes, excluded)

    @app.post(f"{PATH}/.search", summary="Search groups", tags=TAGS, **requires(PERMISSION))
    def search_groups(body: Search) -> Response[dict[str, Any]]:
        return page(asked(body.filter, body.start_index, body.count), *body.names())

    @app.post(PATH, summary="Bring a group", tags=TAGS, status_code=201, **requires(PERMISSION))
    def create_group(body: Resource) -> Response[dict[str, Any]]:
        group = groups.create_group(scim, app.caller, body.sent())
        return answer(shown(group, Context.RESOURCE_CREATION_RESPONSE), 201)

    @app.get(ONE, summary="Get a group", tags=TAGS, **requires(PERMISSION))
    def get_group(
        group_id: str, attributes: Attributes = None, excluded: Excluded = None
    ) -> Response[dict[str, Any]]:
        wanted = read_parameters(Shape, attributes, excluded)
        group = groups.get_group(scim, app.caller, group_id)
        return answer(shown(group, Context.RESOURCE_QUERY_RESPONSE, wanted))

    @app.put(ONE, summary="Replace a group", tags=TAGS, **requires(PERMISSION))
    def replace_group(
        group_id: str, body: Resource, if_match: IfMatch = None
    ) -> Response[dict[str, Any]]:
        version = expected_version(if_match)
        group = groups.replace_group(scim, app.caller, group_id, body.sent(), version)
        return answer(shown(group, Context.RESOURCE_REPLACEMENT_RESPONSE))

    @app.patch(ONE, summary="Change a group", tags=TAGS, **requires(PERMISSION))
    def patch_group(
        group_id: str, body: Resource, if_match: IfMatch = None
    ) -> Response[dict[str, Any]]:
        version = expected_version(if_match)
        group = groups.patch_group(scim, app.caller, group_id, body.sent(), version)
        return answer(shown(group, Context.RESOURCE_PATCH_RESPONSE))

    @app.delete(ONE, summary="Remove a group", tags=TAGS, status_code=204, **requires(PERMISSION))
    def remove_group(group_id: str, if_match: IfMatch = None) -> Response[str]:
        groups.remove_group(scim, app.caller, group_id, expected_version(if_match))
        return no_content()
