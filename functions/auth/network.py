"""The routes of network security: who may reach the organization from where."""

from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, Field

from functions.auth.deps import Deps
from tollgate.auth.service.sessions import require_recent
from tollgate.directory.fields import Body
from tollgate.directory.models import Organization
from tollgate.directory.network import Plane, rules_of
from tollgate.directory.origins import canonical_origin
from tollgate.directory.service import network
from tollgate.http import IfMatch, Resolver, expected_version, requires
from tollgate.kit.networks import canonical_network

PATH = "/api/v1/admin/network-security"
TAGS = ["security"]
MOST_RANGES = 200
MOST_ORIGINS = 50

Range = Annotated[
    str,
    Field(min_length=2, max_length=64, examples=["203.0.113.0/24"]),
    AfterValidator(canonical_network),
]
PageOrigin = Annotated[
    str,
    Field(min_length=8, max_length=300, examples=["https://app.example.com"]),
    AfterValidator(canonical_origin),
]
Applies = Literal[Plane.CONTROL, Plane.CALLS]


class NetworkChanges(Body):
    """Only what is sent changes; a list that is sent replaces the one before.

    `allow_vpn_access` lets private addresses through as well (RFC 1918, 4193, 6598, loopback).
    `cors_allowed_origins` are the web pages whose scripts may call `/api/v1` with a token.
    """

    ip_whitelist_enabled: bool = False
    allowed_ip_ranges: list[Range] = Field(default=[], max_length=MOST_RANGES)
    allow_vpn_access: bool = False
    applies_to: list[Applies] = Field(default=[], max_length=len(Plane))
    cors_allowed_origins: list[PageOrigin] = Field(default=[], max_length=MOST_ORIGINS)

    def values(self) -> dict[str, Any]:
        """The changes as fields of `NetworkRules`."""
        values = {
            "enabled": self.ip_whitelist_enabled,
            "ranges": tuple(dict.fromkeys(self.allowed_ip_ranges)),
            "private": self.allow_vpn_access,
            "applies_to": tuple(plane for plane in Plane if plane in self.applies_to),
            "origins": tuple(dict.fromkeys(self.cors_allowed_origins)),
        }
        fields = zip(type(self).model_fields, values.items(), strict=True)
        return dict(pair for name, pair in fields if name in self.model_fields_set)


class NetworkView(BaseModel):
    """The rules in force; `your_address` is where this request came from."""

    ip_whitelist_enabled: bool
    allowed_ip_ranges: list[str]
    allow_vpn_access: bool
    applies_to: list[Plane]
    cors_allowed_origins: list[str]
    your_address: str | None
    version: int

    @classmethod
    def of(cls, organization: Organization, address: str | None) -> Self:
        rules = rules_of(organization.network)
        return cls(
            ip_whitelist_enabled=rules.enabled,
            allowed_ip_ranges=list(rules.ranges),
            allow_vpn_access=rules.private,
            applies_to=list(rules.applies_to),
            cors_allowed_origins=list(rules.origins),
            your_address=address,
            version=organization.version,
        )


def add_routes(app: Resolver, deps: Deps) -> None:
    """Adds them to the app."""
    directory = deps.auth.directory

    @app.get(PATH, summary="Network rules", tags=TAGS, **requires("network.view"))
    def get_network_security() -> NetworkView:
        return NetworkView.of(network.get_network(directory, app.caller), app.address)

    def change(body: NetworkChanges, if_match: str | None) -> NetworkView:
        require_recent(app.caller, directory.clock)
        version = expected_version(if_match)
        changed = network.change_network(directory, app.caller, body.values(), version)
        return NetworkView.of(changed, app.address)

    @app.post(PATH, summary="Set network rules", tags=TAGS, **requires("network.edit"))
    def set_network_security(body: NetworkChanges, if_match: IfMatch = None) -> NetworkView:
        return change(body, if_match)

    @app.patch(PATH, summary="Change network rules", tags=TAGS, **requires("network.edit"))
    def update_network_security(body: NetworkChanges, if_match: IfMatch = None) -> NetworkView:
        return change(body, if_match)
