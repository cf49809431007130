"""Routes that say what the service speaks and keeps; the same for everybody, so they are public."""

from typing import Any

from aws_lambda_powertools.event_handler import Response

from functions.scim.deps import Deps
from functions.scim.schemas import answer
from tollgate.errors import NotFound
from tollgate.http import Resolver, public
from tollgate.scim import about
from tollgate.scim.resources import BASE, dumped_page

TAGS = ["scim"]


def add_routes(app: Resolver, deps: Deps) -> None:
    """Adds them to the app."""
    scim = deps.scim

    @app.get(f"{BASE}/ServiceProviderConfig", summary="What is spoken", tags=TAGS, **public())
    def service_provider_config() -> Response[dict[str, Any]]:
        return answer(about.service_provider_config(scim.public_url()))

    @app.get(f"{BASE}/ResourceTypes", summary="What there is", tags=TAGS, **public())
    def list_resource_types() -> Response[dict[str, Any]]:
        return answer(_page(about.resource_types(scim.public_url())))

    @app.get(f"{BASE}/ResourceTypes/<name>", summary="One type", tags=TAGS, **public())
    def get_resource_type(name: str) -> Response[dict[str, Any]]:
        return answer(_one(about.resource_types(scim.public_url()), name))

    @app.get(f"{BASE}/Schemas", summary="What is kept", tags=TAGS, **public())
    def list_schemas() -> Response[dict[str, Any]]:
        return answer(_page(about.schemas(scim.public_url())))

    @app.get(f"{BASE}/Schemas/<schema_id>", summary="One schema", tags=TAGS, **public())
    def get_schema(schema_id: str) -> Response[dict[str, Any]]:
        return answer(_one(about.schemas(scim.public_url()), schema_id))


def _page(items: list[dict[str, Any]]) -> dict[str, Any]:
    return dumped_page(items, len(items), 1)


def _one(items: list[dict[str, Any]], name: str) -> dict[str, Any]:
    for item in items:
        if item["id"] == name:
            return item
    raise NotFound(f"there is no {name}")
