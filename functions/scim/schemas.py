"""What SCIM's routes take and give: resources as JSON, whose shapes `/Schemas` describes."""

from collections.abc import Mapping
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import BaseModel, ConfigDict, Field

from tollgate.scim.service.deps import MOST_ITEMS, Asked

JSON = "application/json"
"""Which is what makes the resolver serialize; on its way out it becomes SCIM's own type."""

FilterText = Annotated[
    str | None, Query(max_length=2000, description='Such as `userName eq "ada@acme.com"`.')
]
StartIndex = Annotated[int, Query(alias="startIndex", description="The first item, from 1.")]
Count = Annotated[int, Query(description=f"How many items; {MOST_ITEMS} at most.")]
Attributes = Annotated[
    str | None, Query(max_length=2000, description="Only these attributes, with commas between.")
]
Excluded = Annotated[
    str | None,
    Query(alias="excludedAttributes", max_length=2000, description="All but these attributes."),
]


class Resource(BaseModel):
    """A resource, or a PATCH with its `Operations`, as RFC 7643 and 7644 have them."""

    model_config = ConfigDict(extra="allow")

    schemas: list[str] | None = None

    def sent(self) -> dict[str, Any]:
        """All that was sent."""
        return self.model_dump(exclude_unset=True)


class Search(BaseModel):
    """A list's parameters in a body (RFC 7644, 3.4.3)."""

    model_config = ConfigDict(extra="ignore", populate_by_name=True)

    filter: Annotated[str, Field(max_length=2000)] | None = None
    start_index: int = Field(default=1, alias="startIndex")
    count: int = MOST_ITEMS
    attributes: list[str] | str | None = None
    excluded: list[str] | str | None = Field(default=None, alias="excludedAttributes")

    def names(self) -> tuple[str | None, str | None]:
        """Attributes and excluded attributes, each with commas between."""
        return _joined(self.attributes), _joined(self.excluded)


def _joined(names: list[str] | str | None) -> str | None:
    return ",".join(names) if isinstance(names, list) else names


def asked(text: str | None, start_index: int, count: int) -> Asked:
    """A list's parameters within bounds: out of them the nearest counts (RFC 7644, 3.4.2.4)."""
    return Asked(text, max(start_index, 1), min(max(count, 0), MOST_ITEMS))


def answer(body: Mapping[str, Any], status: int = 200) -> Response[dict[str, Any]]:
    """A resource with its ETag, and where it lies if it is new."""
    meta = body.get("meta") or {}
    headers: dict[str, str | list[str]] = {}
    if meta.get("version"):
        headers["ETag"] = meta["version"]
    if status == 201:
        headers["Location"] = meta["location"]
    return Response(status_code=status, content_type=JSON, body=dict(body), headers=headers)
