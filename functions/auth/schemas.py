"""What signing in and the first-run set-up take and give."""

from typing import Annotated, Literal, Self

from pydantic import AliasChoices, BaseModel, Field

from tollgate.auth.models import Caller
from tollgate.auth.passwords import hash_password
from tollgate.auth.service.sign_in import SignedIn
from tollgate.directory.fields import Body, Email, Name, Password, Slug, TimeZone
from tollgate.directory.models import NewTenant, Organization, Status, User


class Login(Body):
    """`organization_id` picks one of several organizations that share the address."""

    email: Annotated[str, Field(min_length=1, max_length=254)]
    password: Annotated[str, Field(min_length=1, max_length=1024)]
    organization_id: str | None = None


class PersonView(BaseModel):
    """Who signed in."""

    id: str
    email: str
    name: str
    roles: list[str]
    organization_id: str
    status: Status

    @classmethod
    def of(cls, user: User) -> Self:
        return cls(
            id=user.id,
            email=user.email,
            name=user.name,
            roles=list(user.roles),
            organization_id=user.organization_id,
            status=user.status,
        )


class Token(BaseModel):
    """A session; the same token is set as a cookie. `expires_in` is in seconds."""

    access_token: str
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105 - its kind, not its value
    expires_in: int
    user: PersonView

    @classmethod
    def of(cls, opened: SignedIn) -> Self:
        lasts_ms = opened.session.expires_ms - opened.session.created_ms
        return cls(
            access_token=opened.token,
            expires_in=lasts_ms // 1000,
            user=PersonView.of(opened.user),
        )


class Me(BaseModel):
    """The caller: a person (`user`) or an API key, and what it may do."""

    organization_id: str
    kind: str
    id: str
    permissions: list[str]
    user: PersonView | None

    @classmethod
    def of(cls, caller: Caller, user: User | None) -> Self:
        return cls(
            organization_id=caller.organization_id,
            kind=caller.actor.type,
            id=caller.actor.id,
            permissions=sorted(caller.grants[0].allowed) if caller.grants else [],
            user=PersonView.of(user) if user else None,
        )


class Bootstrap(Body):
    """The first administrator, and the organization if it should have a name of its own."""

    email: Email = Field(validation_alias=AliasChoices("email", "admin_email"))
    password: Password = Field(validation_alias=AliasChoices("password", "admin_password"))
    name: Name = Field(default="Administrator", validation_alias=AliasChoices("name", "admin_name"))
    organization_name: Name = "My organization"
    organization_slug: Slug | None = None
    time_zone: TimeZone = "UTC"

    def tenant(self) -> NewTenant:
        """Without the password itself, only its hash."""
        return NewTenant(
            name=self.organization_name,
            slug=self.organization_slug,
            time_zone=self.time_zone,
            admin_email=self.email,
            admin_name=self.name,
            admin_password_hash=hash_password(self.password),
        )


class OrganizationName(BaseModel):
    """An organization in short."""

    id: str
    name: str
    slug: str
    time_zone: str

    @classmethod
    def of(cls, organization: Organization) -> Self:
        return cls(
            id=organization.id,
            name=organization.name,
            slug=organization.slug,
            time_zone=organization.time_zone,
        )


class Bootstrapped(BaseModel):
    """What the set-up made; sign in next."""

    organization: OrganizationName
    user: PersonView

    @classmethod
    def of(cls, organization: Organization, owner: User) -> Self:
        return cls(organization=OrganizationName.of(organization), user=PersonView.of(owner))
