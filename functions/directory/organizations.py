"""Routes of organizations: one's own, and founding another."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from functions.directory.deps import Deps
from functions.directory.schemas import NewOrganization, OrganizationChanges, OrganizationView
from tollgate.auth.service import sessions
from tollgate.directory.service import organizations
from tollgate.http import (
    IfMatch,
    Page,
    Resolver,
    expected_version,
    no_content,
    page_of,
    requires,
)

PATH = "/api/v1/organizations"
TAGS = ["organizations"]
Confirm = Annotated[str, Query(max_length=64, description="The organization's slug.")]


def add_routes(app: Resolver, deps: Deps) -> None:
    """Adds them to the app."""
    directory = deps.directory

    @app.get(PATH, summary="List", tags=TAGS, **requires("organizations.view"))
    def list_organizations() -> Page[OrganizationView]:
        caller = app.caller
        own = organizations.get_organization(directory, caller, caller.organization_id)
        return page_of(OrganizationView, [OrganizationView.of(own)], None)

    @app.post(PATH, summary="Found", tags=TAGS, status_code=201, **requires("organizations.create"))
    def create_organization(body: NewOrganization) -> OrganizationView:
        created = organizations.create_organization(directory, app.caller, body.tenant())
        return OrganizationView.of(created)

    @app.get(
        f"{PATH}/<organization_id>", summary="Get", tags=TAGS, **requires("organizations.view")
    )
    def get_organization(organization_id: str) -> OrganizationView:
        found = organizations.get_organization(directory, app.caller, organization_id)
        return OrganizationView.of(found)

    def change_organization(
        organization_id: str, body: OrganizationChanges, if_match: str | None
    ) -> OrganizationView:
        changed = organizations.update_organization(
            directory, app.caller, organization_id, body.values(), expected_version(if_match)
        )
        return OrganizationView.of(changed)

    @app.patch(
        f"{PATH}/<organization_id>", summary="Change", tags=TAGS, **requires("organizations.edit")
    )
    def update_organization(
        organization_id: str, body: OrganizationChanges, if_match: IfMatch = None
    ) -> OrganizationView:
        return change_organization(organization_id, body, if_match)

    @app.put(
        f"{PATH}/<organization_id>", summary="Change", tags=TAGS, **requires("organizations.edit")
    )
    def put_organization(
        organization_id: str, body: OrganizationChanges, if_match: IfMatch = None
    ) -> OrganizationView:
        return change_organization(organization_id, body, if_match)

    @app.delete(
        f"{PATH}/<organization_id>",
        summary="End for good",
        tags=TAGS,
        status_code=204,
        **requires("organizations.delete"),
    )
    def delete_organization(organization_id: str, confirm: Confirm) -> Response[str]:
        sessions.require_recent(app.caller, directory.clock)
        organizations.delete_organization(directory, app.caller, organization_id, confirm)
        return no_content()

    @app.post(
        f"{PATH}/<organization_id>/freeze",
        summary="Stop every model call",
        tags=TAGS,
        **requires("organizations.freeze"),
    )
    def freeze_organization(organization_id: str) -> OrganizationView:
        frozen = organizations.set_frozen(directory, app.caller, organization_id, frozen=True)
        return OrganizationView.of(frozen)

    @app.post(
        f"{PATH}/<organization_id>/unfreeze",
        summary="Let model calls through again",
        tags=TAGS,
        **requires("organizations.freeze"),
    )
    def unfreeze_organization(organization_id: str) -> OrganizationView:
        active = organizations.set_frozen(directory, app.caller, organization_id, frozen=False)
        return OrganizationView.of(active)
