"""Routes of people."""

from typing import Any

from aws_lambda_powertools.event_handler import Response
from scim2_models import Context, ResponseParameters

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
from tollgate.directory.models import User
from tollgate.http import IfMatch, Resolver, expected_version, no_content, requires
from tollgate.scim import resources
from tollgate.scim.resources import BASE, Person, dumped, dumped_page, read_parameters
from tollgate.scim.service import people
from tollgate.scim.service.deps import MOST_ITEMS, Asked

PATH = f"{BASE}/Users"
ONE = f"{PATH}/<user_id>"
TAGS = ["scim"]
PERMISSION = "scim.provision"


def add_routes(app: Resolver, deps: Deps) -> None:
    """Adds them to the app."""
    scim = deps.scim

    def shown(
        user: User, context: Context, wanted: ResponseParameters[Any] | None = None
    ) -> dict[str, Any]:
        groups = people.groups_of(scim, user)
        return dumped(resources.person_of(user, scim.public_url(), groups), context, wanted)

    def page(
        which: Asked, attributes: str | None, excluded: str | None
    ) -> Response[dict[str, Any]]:
        wanted = read_parameters(Person, attributes, excluded)
        total, users = people.list_people(scim, app.caller, which)
        base_url, context = scim.public_url(), Context.RESOURCE_QUERY_RESPONSE
        items = [dumped(resources.person_of(each, base_url), context, wanted) for each in users]
        return answer(dumped_page(items, total, which.start_index))

    @app.get(PATH, summary="List people", tags=TAGS, **requires(PERMISSION))
    def list_people(
        filter: FilterText = None,  # noqa: A002 - the protocol's name
        start_index: StartIndex = 1,
        count: Count = MOST_ITEMS,
        attributes: Attributes = None,
        excluded: Excluded = None,
    ) -> Response[dict[str, Any]]:
        return page(asked(filter, start_index, count), attributes, excluded)

    @app.post(f"{PATH}/.search", summary="Search people", tags=TAGS, **requires(PERMISSION))
    def search_people(body: Search) -> Response[dict[str, Any]]:
        return page(asked(body.filter, body.start_index, body.count), *body.names())

    @app.post(PATH, summary="Bring somebody", tags=TAGS, status_code=201, **requires(PERMISSION))
    def create_person(body: Resource) -> Response[dict[str, Any]]:
        user = people.create_person(scim, app.caller, body.sent())
        return answer(shown(user, Context.RESOURCE_CREATION_RESPONSE), 201)

    @app.get(ONE, summary="Get a person", tags=TAGS, **requires(PERMISSION))
    def get_person(
        user_id: str, attributes: Attributes = None, excluded: Excluded = None
    ) -> Response[dict[str, Any]]:
        wanted = read_parameters(Person, attributes, excluded)
        user = people.get_person(scim, app.caller, user_id)
        return answer(shown(user, Context.RESOURCE_QUERY_RESPONSE, wanted))

    @app.put(ONE, summary="Replace a person", tags=TAGS, **requires(PERMISSION))
    def replace_person(
        user_id: str, body: Resource, if_match: IfMatch = None
    ) -> Response[dict[str, Any]]:
        version = expected_version(if_match)
        user = people.replace_person(scim, app.caller, user_id, body.sent(), version)
        return answer(shown(user, Context.RESOURCE_REPLACEMENT_RESPONSE))

    @app.patch(ONE, summary="Change a person", tags=TAGS, **requires(PERMISSION))
    def patch_person(
        user_id: str, body: Resource, if_match: IfMatch = None
    ) -> Response[dict[str, Any]]:
        version = expected_version(if_match)
        user = people.patch_person(scim, app.caller, user_id, body.sent(), version)
        return answer(shown(user, Context.RESOURCE_PATCH_RESPONSE))

    @app.delete(
        ONE, summary="Deactivate a person", tags=TAGS, status_code=204, **requires(PERMISSION)
    )
    def remove_person(user_id: str, if_match: IfMatch = None) -> Response[str]:
        people.remove_person(scim, app.caller, user_id, expected_version(if_match))
        return no_content()
