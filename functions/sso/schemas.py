"""What the routes of single sign-on take and give."""

from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, Field, field_validator

from tollgate.directory.fields import Body, Email, Name
from tollgate.http.signing_in import Delivery
from tollgate.kit.clock import to_rfc3339
from tollgate.provisioning.models import GroupMapping
from tollgate.sso.models import Connection, JustInTime, Provider
from tollgate.sso.oidc import group_claim_of
from tollgate.sso.rules import PRESETS, domain_of
from tollgate.sso.service.connections import Check

Domain = Annotated[str, Field(max_length=254, examples=["acme.com"]), AfterValidator(domain_of)]
Url = Annotated[str, Field(min_length=1, max_length=500)]
Secret = Annotated[str, Field(min_length=1, max_length=2000)]
Scope = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[\x21\x23-\x5b\x5d-\x7e]+$")]
Id = Annotated[str, Field(min_length=1, max_length=100)]
ClaimName = Annotated[str, Field(min_length=1, max_length=200)]


class JitBody(Body):
    """Whether people join by signing in, with these roles and teams."""

    enabled: bool = False
    default_roles: Annotated[list[Id], Field(default_factory=list, max_length=20)]
    default_team_ids: Annotated[list[Id], Field(default_factory=list, max_length=20)]

    def value(self) -> JustInTime:
        """As the domain has it."""
        return JustInTime(self.enabled, tuple(self.default_roles), tuple(self.default_team_ids))


class MappingBody(Body):
    """What members of a group have; `group` is its name or its id, as the provider sends it."""

    group: Annotated[str, Field(min_length=1, max_length=256)]
    roles: Annotated[list[Id], Field(default_factory=list, max_length=20)]
    team_ids: Annotated[list[Id], Field(default_factory=list, max_length=20)]

    def value(self) -> GroupMapping:
        """As the domain has it."""
        return GroupMapping(self.group, tuple(self.roles), tuple(self.team_ids))


class ConnectionChanges(Body):
    """Only what is sent changes; a list replaces the whole list.

    `client_secret` is never shown again; null makes a public client.
    """

    name: Name | None = None
    provider: Provider | None = None
    issuer: Url | None = None
    client_id: Secret | None = None
    client_secret: Secret | None = None
    api_url: Url | None = None
    scopes: Annotated[list[Scope], Field(max_length=20)] | None = None
    domains: Annotated[list[Domain], Field(max_length=20)] | None = None
    jit: JitBody | None = None
    group_claim: ClaimName | None = None
    group_mappings: Annotated[list[MappingBody], Field(max_length=100)] | None = None
    trust_mfa: bool | None = None
    trust_email: bool | None = None
    enabled: bool | None = None
    enforced: bool | None = None
    scim_groups: bool | None = None

    @field_validator(
        "name",
        "provider",
        "issuer",
        "client_id",
        "scopes",
        "domains",
        "jit",
        "group_mappings",
        "trust_mfa",
        "trust_email",
        "enabled",
        "enforced",
        "scim_groups",
    )
    @classmethod
    def _not_null(cls, value: Any) -> Any:
        if value is None:
            raise ValueError("this cannot be null")
        return value

    @field_validator("scopes")
    @classmethod
    def _once(cls, value: list[str]) -> list[str]:
        return list(dict.fromkeys(value))

    def values(self) -> dict[str, Any]:
        """What was sent, as fields of `Connection` and `client_secret`."""
        values = {name: getattr(self, name) for name in self.model_fields_set}
        for name in ("scopes", "domains"):
            if name in values:
                values[name] = tuple(dict.fromkeys(values[name]))
        if self.jit is not None:
            values["jit"] = self.jit.value()
        if self.group_mappings is not None:
            values["group_mappings"] = tuple(each.value() for each in self.group_mappings)
        return values


class NewConnection(ConnectionChanges):
    """A connection. `google` and `github` have an issuer of their own, the others need one."""

    name: Name
    provider: Provider
    client_id: Secret


class JitView(BaseModel):
    """Whether people join by signing in, with these roles and teams."""

    enabled: bool
    default_roles: list[str]
    default_team_ids: list[str]


class MappingView(BaseModel):
    """What members of a group have."""

    group: str
    roles: list[str]
    team_ids: list[str]


class ConnectionView(BaseModel):
    """A connection; of its secret only whether there is one.

    `redirect_uris` are to be registered with the provider, `start_url` begins a sign-in.
    """

    id: str
    organization_id: str
    name: str
    provider: Provider
    issuer: str
    client_id: str
    has_client_secret: bool
    api_url: str | None
    scopes: list[str]
    domains: list[str]
    jit: JitView
    group_claim: str | None
    group_mappings: list[MappingView]
    trust_mfa: bool
    trust_email: bool
    enabled: bool
    enforced: bool
    scim_groups: bool
    redirect_uris: list[str]
    start_url: str
    created_at: str
    version: int

    @classmethod
    def of(cls, connection: Connection, public_url: str) -> Self:
        jit = connection.jit
        return cls(
            id=connection.id,
            organization_id=connection.organization_id,
            name=connection.name,
            provider=connection.provider,
            issuer=connection.issuer,
            client_id=connection.client_id,
            has_client_secret=connection.sealed_secret is not None,
            api_url=connection.api_url,
            scopes=list(connection.scopes or PRESETS[connection.provider].scopes),
            domains=list(connection.domains),
            jit=JitView(
                enabled=jit.enabled,
                default_roles=list(jit.default_roles),
                default_team_ids=list(jit.default_team_ids),
            ),
            group_claim=group_claim_of(connection),
            group_mappings=[
                MappingView(group=each.group, roles=list(each.roles), team_ids=list(each.team_ids))
                for each in connection.group_mappings
            ],
            trust_mfa=connection.trust_mfa,
            trust_email=connection.trust_email,
            enabled=connection.enabled,
            enforced=connection.enforced,
            scim_groups=connection.scim_groups,
            redirect_uris=[
                f"{public_url}/api/v1/auth/sso/callback",
                f"{public_url}/api/v1/auth/oauth/{connection.provider.value}/callback",
            ],
            start_url=start_path(connection.id),
            created_at=to_rfc3339(connection.created_ms),
            version=connection.version,
        )


class CheckView(BaseModel):
    """One thing that was tried."""

    name: str
    ok: bool
    detail: str


class ConnectionTest(BaseModel):
    """Whether a connection would work, as far as that shows without a person."""

    ok: bool
    detail: str
    checks: list[CheckView]

    @classmethod
    def of(cls, checks: list[Check]) -> Self:
        failed = [check.detail for check in checks if not check.ok]
        return cls(
            ok=not failed,
            detail=failed[0] if failed else "the provider answers as it should",
            checks=[CheckView(name=each.name, ok=each.ok, detail=each.detail) for each in checks],
        )


class Discover(Body):
    """Somebody who is about to sign in."""

    email: Email


class Way(BaseModel):
    """A connection that somebody may sign in by."""

    connection_id: str
    name: str
    provider: Provider
    start_url: str

    @classmethod
    def of(cls, connection: Connection) -> Self:
        return cls(
            connection_id=connection.id,
            name=connection.name,
            provider=connection.provider,
            start_url=start_path(connection.id),
        )


class Ways(BaseModel):
    """All connections for the address's domain; `connection_id` is the first, or null."""

    connection_id: str | None
    connections: list[Way]


class CallbackBody(Body):
    """What the identity provider put into the address that it sent the browser back to."""

    code: Annotated[str, Field(min_length=1, max_length=4096)]
    state: Annotated[str, Field(min_length=1, max_length=512)]
    iss: Annotated[str, Field(max_length=500)] | None = None
    delivery: Delivery = "token"


def start_path(connection_id: str) -> str:
    """Where a browser begins."""
    return f"/api/v1/auth/sso/{connection_id}/start"
