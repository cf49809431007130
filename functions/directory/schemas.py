"""What the directory's routes take and give."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import AliasChoices, BaseModel, Field, field_validator

from tollgate.auth.passwords import hash_password
from tollgate.directory.fields import (
    Body,
    Description,
    Email,
    LimitsBody,
    Name,
    Nano,
    Password,
    PeriodBudgetView,
    Permission,
    RateLimitView,
    Slug,
    TimeZone,
    budget_views,
    rate_limit_view,
)
from tollgate.directory.models import ApiKey, NewTenant, Organization, Status, Team, User
from tollgate.kit.clock import from_rfc3339, to_rfc3339
from tollgate.kit.money import to_usd
from tollgate.prices.overrides import read_override

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
    settings: dict[str, Any] | None = None
    ceiling_price: CeilingPrice | None = None
    price_overrides: dict[str, dict[str, str | float]] | None = None

    @field_validator("name", "slug", "time_zone", "settings", "price_overrides")
    @classmethod
    def _not_null(cls, value: Any) -> Any:
        if value is None:
            raise ValueError("this cannot be null")
        return value

    @field_validator("price_overrides")
    @classmethod
    def _known_prices(cls, value: dict[str, dict[str, Any]]) -> dict[str, dict[str, str]]:
        for fields in value.values():
            read_override(fields)
        return {
            model: {name: str(price) for name, price in fields.items()}
            for model, fields in value.items()
        }

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
        """Without the password itself, only its hash."""
        return NewTenant(
            name=self.name,
            slug=self.slug,
            time_zone=self.time_zone,
            admin_email=self.admin_email,
            admin_name=self.admin_name,
            admin_password_hash=hash_password(self.admin_password),
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
    parent_team_id: str | None = None

    def values(self) -> Mapping[str, Any]:
        """The team as fields of `Team`."""
        return sent(self, "name", "description", "parent_team_id") | self.limits()


class TeamChanges(LimitsBody):
    """Only what is sent changes; a null parent moves the team to the top."""

    name: Name = Field(default="-")
    description: Description = ""
    parent_team_id: str | None = None
    status: Literal[Status.ACTIVE, Status.FROZEN] = Status.ACTIVE

    def values(self) -> Mapping[str, Any]:
        """The changes as fields of `Team`."""
        return sent(self, "name", "description", "parent_team_id", "status") | self.limits()


class TeamView(EntityView):
    """A team."""

    description: str
    parent_team_id: str | None

    @classmethod
    def of(cls, team: Team) -> Self:
        return cls(
            description=team.description, parent_team_id=team.parent_team_id, **shared_view(team)
        )


class NewUser(LimitsBody):
    """A person; without a password they cannot sign in yet."""

    email: Email
    name: Name
    password: Password | None = None
    roles: list[str] = Field(
        default=["developer"],
        max_length=20,
        validation_alias=AliasChoices("roles", "role_ids"),
    )
    team_ids: list[str] = Field(default=[], max_length=20)

    def values(self) -> Mapping[str, Any]:
        """The person as fields of `User`, without the password."""
        return {
            "email": self.email,
            "name": self.name,
            "roles": tuple(dict.fromkeys(self.roles)),
            "team_ids": tuple(dict.fromkeys(self.team_ids)),
        } | self.limits()


class UserChanges(LimitsBody):
    """Only what is sent changes."""

    name: Name = Field(default="-")
    roles: list[str] = Field(
        default=[], max_length=20, validation_alias=AliasChoices("roles", "role_ids")
    )
    team_ids: list[str] = Field(default=[], max_length=20)

    def values(self) -> Mapping[str, Any]:
        """The changes as fields of `User`."""
        return sent(self, "name", "roles", "team_ids") | self.limits()


class Suspension(Body):
    """Why someone loses access, for the record."""

    reason: Annotated[str, Field(max_length=500)] = ""


class UserView(EntityView):
    """A person."""

    email: str
    roles: list[str]
    team_ids: list[str]

    @classmethod
    def of(cls, user: User) -> Self:
        return cls(
            email=user.email,
            roles=list(user.roles),
            team_ids=list(user.team_ids),
            **shared_view(user),
        )


class NewApiKey(LimitsBody):
    """A key. `models` empty allows every model; without `expires_in_days` it does not expire."""

    name: Name
    description: Description = ""
    user_id: str | None = None
    team_id: str | None = None
    permissions: list[Permission] = Field(
        default=["llm.use.*"], max_length=50, validation_alias=AliasChoices("permissions", "scopes")
    )
    models: Models = Field(default=[], validation_alias=AliasChoices("models", "allowed_models"))
    tags: Tags = Field(default={})
    expires_in_days: int | None = Field(default=None, ge=1, le=3650)
    expires_at: str | None = None

    @field_validator("expires_at")
    @classmethod
    def _is_a_time(cls, value: str | None) -> str | None:
        if value is not None:
            from_rfc3339(value)
        return value

    def values(self, now_ms: int) -> Mapping[str, Any]:
        """The key as fields of `ApiKey`; `now_ms` is epoch milliseconds."""
        return {
            "name": self.name,
            "description": self.description,
            "user_id": self.user_id,
            "team_id": self.team_id,
            "permissions": tuple(dict.fromkeys(self.permissions)),
            "models": tuple(dict.fromkeys(self.models)),
            "tags": self.tags,
            "expires_ms": self._expires_ms(now_ms),
        } | self.limits()

    def _expires_ms(self, now_ms: int) -> int | None:
        if self.expires_at is not None:
            return from_rfc3339(self.expires_at)
        return None if self.expires_in_days is None else now_ms + self.expires_in_days * DAY_MS


class ApiKeyChanges(LimitsBody):
    """Only what is sent changes. A key that an overspend froze is made active again here."""

    name: Name = Field(default="-")
    description: Description = ""
    permissions: list[Permission] = Field(
        default=[], max_length=50, validation_alias=AliasChoices("permissions", "scopes")
    )
    models: Models = Field(default=[], validation_alias=AliasChoices("models", "allowed_models"))
    tags: Tags = Field(default={})
    status: Literal[Status.ACTIVE, Status.FROZEN, Status.REVOKED] = Status.ACTIVE
    expires_in_days: int | None = Field(default=None, ge=1, le=3650)

    def values(self, now_ms: int) -> Mapping[str, Any]:
        """The changes as fields of `ApiKey`; a null `expires_in_days` means never."""
        values = sent(self, "name", "description", "permissions", "models", "tags", "status")
        if "expires_in_days" in self.model_fields_set:
            days = self.expires_in_days
            values["expires_ms"] = None if days is None else now_ms + days * DAY_MS
        return values | self.limits()


class ApiKeyView(EntityView):
    """A key, without its secret; `last4` are the last characters of its token."""

    key_prefix: str
    last4: str
    description: str
    user_id: str | None
    team_id: str | None
    permissions: list[str]
    models: list[str]
    tags: dict[str, str]
    expires_at: str | None
    created_by: str

    @classmethod
    def of(cls, key: ApiKey, /, **more: Any) -> Self:
        return cls(
            key_prefix=f"tg_live_{key.organization_id[4:]}{key.id[4:]}",
            last4=key.last4,
            description=key.description,
            user_id=key.user_id,
            team_id=key.team_id,
            permissions=list(key.permissions),
            models=list(key.models),
            tags=key.tags,
            expires_at=None if key.expires_ms is None else to_rfc3339(key.expires_ms),
            created_by=key.created_by,
            **shared_view(key),
            **more,
        )


class CreatedApiKey(ApiKeyView):
    """A new key; `key` is its token and is shown only here."""

    key: str | None
