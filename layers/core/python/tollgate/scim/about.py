"""What the service says of itself (RFC 7643, 5 to 7): only what it really keeps and does."""

from __future__ import annotations

from typing import Any, Final

from scim2_models import (
    AuthenticationScheme,
    Bulk,
    ChangePassword,
    Context,
    EnterpriseUser,
    ETag,
    Filter,
    Group,
    Meta,
    Patch,
    ResourceType,
    Schema,
    SchemaExtension,
    ServiceProviderConfig,
    Sort,
    User,
)

from tollgate.scim.resources import BASE, ENTERPRISE
from tollgate.scim.service.deps import MOST_ITEMS

_USER: Final = {"userName", "name", "displayName", "title", "active", "emails", "groups"}
_NAME: Final = {"formatted", "givenName", "familyName"}
_EMAIL: Final = {"value", "type", "primary"}
_MEMBER: Final = {"value", "$ref", "type"}
_FIXED: Final = {"emails": {"type", "primary"}}
"""Shown, but always the same: one address is kept, the one for work."""
_ENTERPRISE: Final = {"employeeNumber", "costCenter", *ENTERPRISE}


def service_provider_config(base_url: str) -> dict[str, Any]:
    """What of the protocol is spoken."""
    config = ServiceProviderConfig(
        documentation_uri=None,
        patch=Patch(supported=True),
        bulk=Bulk(supported=False, max_operations=0, max_payload_size=0),
        filter=Filter(supported=True, max_results=MOST_ITEMS),
        change_password=ChangePassword(supported=False),
        sort=Sort(supported=False),
        etag=ETag(supported=True),
        authentication_schemes=[
            AuthenticationScheme(
                type="oauthbearertoken",
                name="API key",
                description="A management API key with the permission scim.provision",
                primary=True,
            )
        ],
        meta=Meta(
            resource_type="ServiceProviderConfig",
            location=f"{base_url}{BASE}/ServiceProviderConfig",
        ),
    )
    return config.model_dump(scim_ctx=Context.RESOURCE_QUERY_RESPONSE)


def resource_types(base_url: str) -> list[dict[str, Any]]:
    """People and groups."""
    types = [
        ResourceType(
            id="User",
            name="User",
            endpoint="/Users",
            schema_=str(User.__schema__),
            schema_extensions=[
                SchemaExtension(schema_=str(EnterpriseUser.__schema__), required=False)
            ],
        ),
        ResourceType(id="Group", name="Group", endpoint="/Groups", schema_=str(Group.__schema__)),
    ]
    for each in types:
        location = f"{base_url}{BASE}/ResourceTypes/{each.id}"
        each.meta = Meta(resource_type="ResourceType", location=location)
    return [each.model_dump(scim_ctx=Context.RESOURCE_QUERY_RESPONSE) for each in types]


def schemas(base_url: str) -> list[dict[str, Any]]:
    """The attributes that are kept."""
    return [
        _reduced(User.to_schema(), _USER, {"name": _NAME, "emails": _EMAIL}, base_url),
        _reduced(EnterpriseUser.to_schema(), _ENTERPRISE, {}, base_url),
        _reduced(Group.to_schema(), {"displayName", "members"}, {"members": _MEMBER}, base_url),
    ]


def _reduced(
    schema: Schema, kept: set[str], parts: dict[str, set[str]], base_url: str
) -> dict[str, Any]:
    schema.meta = Meta(resource_type="Schema", location=f"{base_url}{BASE}/Schemas/{schema.id}")
    shown = schema.model_dump(scim_ctx=Context.RESOURCE_QUERY_RESPONSE)
    attributes = [each for each in shown["attributes"] if each["name"] in kept]
    for each in attributes:
        if each["name"] in parts:
            wanted = parts[each["name"]]
            each["subAttributes"] = [sub for sub in each["subAttributes"] if sub["name"] in wanted]
        for sub in each.get("subAttributes", ()):
            if sub["name"] in _FIXED.get(each["name"], ()):
                sub["mutability"] = "readOnly"
    return {**shown, "attributes": attributes}
