"""What signing in and the first-run set-up take and give."""

from typing import Annotated, Literal, Self

from pydantic import AliasChoices, BaseModel, Field

from functions.auth.mfa_schemas import OneProof
from tollgate.auth.models import Caller, Session
from tollgate.auth.password_rules import About, reasons
from tollgate.auth.passwords import hash_password
from tollgate.auth.requirements import PasswordRules
from tollgate.auth.service.sessions import RECENT_MINUTES
from tollgate.directory.fields import Body, Email, Name, Password, Slug, TimeZone
from tollgate.directory.models import NewTenant, Organization, User
from tollgate.http.signing_in import Delivery, PersonView
from tollgate.kit.clock import to_rfc3339
from tollgate.kit.permissions import Rights


class Login(Body):
    """`organization_id` picks one of several organizations that share the address."""

    email: Annotated[str, Field(min_length=1, max_length=254)]
    password: Annotated[str, Field(min_length=1, max_length=1024)]
    organization_id: str | None = None
    delivery: Delivery = "token"


class Jwk(BaseModel):
    """A public key (RFC 8037)."""

    kty: Literal["OKP"]
    crv: Literal["Ed25519"]
    use: Literal["sig"]
    alg: Literal["EdDSA"]
    kid: str
    x: str


class Jwks(BaseModel):
    """The keys that access tokens are, were and will next be signed with (RFC 7517)."""

    keys: list[Jwk]


class Refresh(Body):
    """A refresh token, which is spent by being shown."""

    refresh_token: Annotated[str, Field(min_length=1, max_length=256)]


class Reauthenticate(OneProof):
    """A fresh proof of who somebody is: the password, or one second factor."""

    password: Annotated[str, Field(min_length=1, max_length=1024)] | None = None


class Reauthenticated(BaseModel):
    """Changes that need a fresh proof are allowed until `recent_until`."""

    authenticated_at: str
    recent_until: str

    @classmethod
    def of(cls, session: Session) -> Self:
        until_ms = session.authenticated_ms + RECENT_MINUTES * 60_000
        return cls(
            authenticated_at=to_rfc3339(session.authenticated_ms), recent_until=to_rfc3339(until_ms)
        )


class LogoutAll(Body):
    """`except_current` lets the session that asks go on."""

    except_current: bool = False


class Ended(BaseModel):
    """How many sessions were ended."""

    ended: int


class SessionView(BaseModel):
    """A sign-in that is still good; `expires_at` is when it ends unless it is used again.

    `methods` are how the person proved who they are (RFC 8176), `last_seen_at` is to the minute.
    """

    id: str
    user_id: str
    current: bool
    address: str | None
    agent: str | None
    methods: list[str]
    created_at: str
    authenticated_at: str
    last_seen_at: str
    expires_at: str

    @classmethod
    def of(cls, session: Session, ends_ms: int, caller: Caller) -> Self:
        return cls(
            id=session.id,
            user_id=session.user_id,
            current=session.id == caller.session_id,
            address=session.address,
            agent=session.agent,
            methods=list(session.methods),
            created_at=to_rfc3339(session.created_ms),
            authenticated_at=to_rfc3339(session.authenticated_ms),
            last_seen_at=to_rfc3339(session.seen_ms),
            expires_at=to_rfc3339(ends_ms),
        )


class Me(BaseModel):
    """The caller: a person (`user`) or an API key, and what it may do.

    A key of a person does what both may. `team_permissions` hold in the team of that id and below;
    `denied_permissions` win.
    """

    organization_id: str
    kind: str
    id: str
    permissions: list[str]
    denied_permissions: list[str]
    team_permissions: dict[str, list[str]]
    user: PersonView | None

    @classmethod
    def of(cls, caller: Caller, user: User | None) -> Self:
        rights = caller.grants[0] if caller.grants else Rights(frozenset())
        return cls(
            organization_id=caller.organization_id,
            kind=caller.actor.type,
            id=caller.actor.id,
            permissions=sorted(rights.allowed),
            denied_permissions=sorted(rights.denied),
            team_permissions={
                team_id: sorted(there.allowed) for team_id, there in rights.by_team.items()
            },
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
        """Without the password itself, only its hash, and whether it is a weak one."""
        about = About(self.email, self.name, self.organization_name)
        return NewTenant(
            name=self.organization_name,
            slug=self.organization_slug,
            time_zone=self.time_zone,
            admin_email=self.email,
            admin_name=self.name,
            admin_password_hash=hash_password(self.password),
            admin_password_temporary=bool(reasons(self.password, PasswordRules(), about)),
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
