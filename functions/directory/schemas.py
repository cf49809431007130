"""What the directory's routes take and give."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import AliasChoices, BaseModel, Field, field_validator

from tollgate.auth.password_rules import About, reasons
from tollgate.auth.passwords import hash_password
from tollgate.auth.requirements import PasswordRules
from tollgate.directory.fields import (
    Body,
    Description,
    Email,
    LimitsBody,
    Name,
    Nano,
    Password,
    PeriodBudgetView,
    RateLimitView,
    Slug,
    TimeZone,
    budget_views,
    rate_limit_view,
)
from tollgate.directory.free_form import FreeForm
from tollgate.directory.models import ApiKey, Elevation, NewTenant, Organization, Status, Team, User
from tollgate.directory.service.teams import Branch
from tollgate.kit.clock import to_rfc3339
from tollgate.kit.money import to_usd
from tollgate.prices.fields import PriceOverrides

DAY_MS = 24 * 3600 * 1000
Tags = Annotated[
    dict[
        Annotated[str, Field(min_length=1, max_length=64)],
        Annotated[str, Field(max_length=256)],
    ],
    Field(max_length=50),
]
Models = Annotated[
    list[Annotated[str, Field(min_length=1, max_length=128)]],
    Field(max_length=200),
]


Reference = Annotated[str, Field(min_length=1, max_length=64)]
"""An id, or the name of a role."""

TeamRoles = Annotated[
    dict[Reference, Annotated[list[Reference], Field(max_length=20)]],
    Field(max_length=20),
]
CostCenter = Annotated[str, Field(max_length=100)]


def role_tuples(roles: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    """Roles by team as entities have them; a team without any is left out."""
    return {team_id: tuple(dict.fromkeys(names)) for team_id, names in roles.items() if names}


def sent(body: BaseModel, *names: str) -> dict[str, Any]:
    """The fields of `names` that the caller sent; lists become tuples, as entities have them."""
    values = {name: getattr(body, name) for name in names if name in body.model_fields_set}
    return {
        name: tuple(value) if isinstance(value, list) else value for name, value in values.items()
    }


class EntityView(BaseModel):
    """What everything in the directory shows."""

    id: str
    organization_id: str
    name: str
    status: Status
    budgets: list[PeriodBudgetView]
    rate_limit: RateLimitView | None
    created_at: str
    version: int


def shared_view(entity: Organization | Team | User | ApiKey) -> dict[str, Any]:
    """The values of `EntityView`."""
    return {
        "id": entity.id,
        "organization_id": entity.organization_id,
        "name": entity.name,
        "status": entity.status,
        "budgets": budget_views(entity.budgets),
        "rate_limit": rate_limit_view(entity.rate_limit),
        "created_at": to_rfc3339(entity.created_ms),
        "version": entity.version,
    }


class CeilingPrice(Body):
    """What a model without a known price is charged at most, per million tokens."""

    input_usd_per_million: Nano
    output_usd_per_million: Nano


class CeilingPriceView(BaseModel):
    """Dollars per million tokens, as decimal strings."""

    input_usd_per_million: str
    output_usd_per_million: str


class OrganizationChanges(LimitsBody):
    """Only what is sent changes. `price_overrides` replaces all overrides."""

    name: Name | None = None
    slug: Slug | None = None
    time_zone: TimeZone | None = None
    settings: FreeForm | None = None
    ceiling_price: CeilingPrice | None = None
    price_overrides: PriceOverrides | None = None

    @field_validator("name", "slug", "time_zone", "settings", "price_overrides")
    @classmethod
    def _not_null(cls, value: Any) -> Any:
        if value is None:
            raise ValueError("this cannot be null")
        return value

    def values(self) -> Mapping[str, Any]:
        """The changes as fields of `Organization`."""
        values = sent(self, "name", "slug", "time_zone", "settings", "price_overrides")
        if "ceiling_price" in self.model_fields_set:
            ceiling = self.ceiling_price
            values["ceiling_price"] = ceiling and {
                "input_nano": ceiling.input_usd_per_million,
                "output_nano": ceiling.output_usd_per_million,
            }
        return values | self.limits()


class NewOrganization(Body):
    """Another tenant, with the account of its first administrator."""

    name: Name
    slug: Slug | None = None
    time_zone: TimeZone = "UTC"
    admin_email: Email
    admin_name: Name
    admin_password: Password

    def tenant(self) -> NewTenant:
        """Without the password itself, only its hash, and whether it is a weak one."""
        about = About(self.admin_email, self.admin_name, self.name)
        return NewTenant(
            name=self.name,
            slug=self.slug,
            time_zone=self.time_zone,
            admin_email=self.admin_email,
            admin_name=self.admin_name,
            admin_password_hash=hash_password(self.admin_password),
            admin_password_temporary=bool(reasons(self.admin_password, PasswordRules(), about)),
        )


class OrganizationView(EntityView):
    """An organization."""

    slug: str
    time_zone: str
    settings: dict[str, Any]
    ceiling_price: CeilingPriceView | None
    price_overrides: dict[str, dict[str, str]]

    @classmethod
    def of(cls, organization: Organization) -> Self:
        ceiling = organization.ceiling_price
        return cls(
            slug=organization.slug,
            time_zone=organization.time_zone,
            settings=organization.settings,
            ceiling_price=ceiling
            and CeilingPriceView(
                input_usd_per_million=to_usd(ceiling["input_nano"]),
                output_usd_per_million=to_usd(ceiling["output_nano"]),
            ),
            price_overrides=organization.price_overrides,
            **shared_view(organization),
        )


class NewTeam(LimitsBody):
    """A team; without a parent it stands at the top."""

    name: Name
    description: Description = ""
    parent_team_id: Reference | None = None
    cost_center: CostCenter = ""
    metadata: Tags = Field(default={})

    def values(self) -> Mapping[str, Any]:
        """The team as fields of `Team`."""
        names = ("name", "description", "parent_team_id", "cost_center", "metadata")
        return sent(self, *names) | self.limits()


class TeamChanges(LimitsBody):
    """Only what is sent changes; a null parent moves the team to the top."""

    name: Name = Field(default="-")
    description: Description = ""
    parent_team_id: Reference | None = None
    cost_center: CostCenter = ""
    metadata: Tags = Field(default={})
    status: Literal[Status.ACTIVE, Status.FROZEN] = Status.ACTIVE

    def values(self) -> Mapping[str, Any]:
        """The changes as fields of `Team`."""
        names = ("name", "description", "parent_team_id", "cost_center", "metadata", "status")
        return sent(self, *names) | self.limits()


class TeamView(EntityView):
    """A team."""

    description: str
    parent_team_id: str | None
    cost_center: str
    metadata: dict[str, str]

    @classmethod
    def of(cls, team: Team, /, **more: Any) -> Self:
        return cls(
            description=team.description,
            parent_team_id=team.parent_team_id,
            cost_center=team.cost_center,
            metadata=team.metadata,
            **shared_view(team),
            **more,
        )


class TeamBranch(TeamView):
    """A team with how many people are in it, and the teams below it."""

    people: int
    below: list["TeamBranch"]

    @classmethod
    def of_branch(cls, branch: Branch) -> Self:
        """The tree as shown."""
        below = [TeamBranch.of_branch(each) for each in branch.below]
        return cls.of(branch.team, people=branch.people, below=below)


class TeamTree(BaseModel):
    """The teams of an organization, those without a parent first."""

    items: list[TeamBranch]


class NewUser(LimitsBody):
    """A person. Without a password they are invited by mail and join by setting one.

    `team_roles` are roles by the id of a team, which hold in that team and those below it;
    `attributes` are for the conditions of roles.
    """

    email: Email
    name: Name
    password: Password | None = None
    roles: list[Reference] = Field(
        default=["developer"],
        max_length=20,
        validation_alias=AliasChoices("roles", "role_ids"),
    )
    team_ids: list[Reference] = Field(default=[], max_length=20)
    team_roles: TeamRoles = Field(default={})
    attributes: Tags = Field(default={})

    def values(self) -> Mapping[str, Any]:
        """The person as fields of `User`, without the password."""
        return {
            "email": self.email,
            "name": self.name,
            "roles": tuple(dict.fromkeys(self.roles)),
            "team_ids": tuple(dict.fromkeys((*self.team_ids, *self.team_roles))),
            "team_roles": role_tuples(self.team_roles),
            "attributes": self.attributes,
        } | self.limits()


class UserChanges(LimitsBody):
    """Only what is sent changes."""

    name: Name = Field(default="-")
    roles: list[Reference] = Field(
        default=[], max_length=20, validation_alias=AliasChoices("roles", "role_ids")
    )
    team_ids: list[Reference] = Field(default=[], max_length=20)
    team_roles: TeamRoles = Field(default={})
    attributes: Tags = Field(default={})
    status: Literal[Status.ACTIVE, Status.SUSPENDED] = Status.ACTIVE

    def values(self) -> Mapping[str, Any]:
        """The changes as fields of `User`."""
        values = sent(self, "name", "roles", "team_ids", "attributes", "status")
        if "team_roles" in self.model_fields_set:
            values["team_roles"] = role_tuples(self.team_roles)
        return values | self.limits()


class OwnChanges(Body):
    """What a person changes of themselves."""

    name: Name


class Suspension(Body):
    """Why someone loses access, for the record."""

    reason: Annotated[str, Field(max_length=500)] = ""


class GrantedElevation(BaseModel):
    """A role that somebody has for a while."""

    id: str
    role: str
    until: str

    @classmethod
    def of(cls, elevation: Elevation) -> Self:
        return cls(id=elevation.id, role=elevation.role, until=to_rfc3339(elevation.until_ms))


class UserView(EntityView):
    """A person. `source` is where they come from: `local`, or what provisioned them.

    `pending` people have not joined yet. `mfa_methods` are the second factors that are enrolled.
    """

    email: str
    email_verified: bool
    roles: list[str]
    team_ids: list[str]
    team_roles: dict[str, list[str]]
    elevations: list[GrantedElevation]
    attributes: dict[str, str]
    status_reason: str
    mfa_methods: list[str]
    mfa_enabled: bool
    source: str
    external_id: str | None
    invited_at: str | None
    anonymize_at: str | None

    @classmethod
    def of(cls, user: User, /, **more: Any) -> Self:
        return cls(
            email=user.email,
            email_verified=user.email_verified,
            roles=list(user.roles),
            team_ids=list(user.team_ids),
            team_roles={team: list(roles) for team, roles in user.team_roles.items()},
            elevations=[GrantedElevation.of(each) for each in user.elevations],
            attributes=user.attributes,
            status_reason=user.status_reason,
            mfa_methods=list(user.mfa_methods),
            mfa_enabled=bool(user.mfa_methods),
            source=user.source,
            external_id=user.external_id,
            invited_at=to_rfc3339(user.invited_ms) if user.invited_ms else None,
            anonymize_at=to_rfc3339(user.anonymize_at_ms) if user.anonymize_at_ms else None,
            **shared_view(user),
            **more,
        )
