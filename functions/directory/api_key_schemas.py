"""What the routes of API keys take and give."""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal, Self

from pydantic import AfterValidator, AliasChoices, Field, field_validator

from functions.directory.schemas import DAY_MS, EntityView, Models, Tags, sent, shared_view
from tollgate.directory import rules
from tollgate.directory.fields import Body, Description, LimitsBody, Name, Permission
from tollgate.directory.models import ApiKey, Purpose, Status
from tollgate.directory.service.key_advice import Advice, advice_of
from tollgate.directory.service.key_rotation import LONGEST_OVERLAP_H
from tollgate.kit.clock import from_rfc3339, to_rfc3339
from tollgate.kit.networks import canonical_network

Network = Annotated[
    str,
    Field(min_length=2, max_length=64, examples=["203.0.113.0/24"]),
    AfterValidator(canonical_network),
]
"""A network in CIDR form, or one address."""
Networks = Annotated[list[Network], Field(max_length=50)]
_ADDRESSES: Final = AliasChoices("addresses", "ip_restrictions", "allowed_ips")
_MODELS: Final = AliasChoices("models", "allowed_models")
_PERMISSIONS: Final = AliasChoices("permissions", "scopes")
_SENT: Final = ("name", "description", "permissions", "models", "addresses", "tags")


class OwnApiKey(LimitsBody):
    """A key of one's own. `models` empty allows every model; `addresses` empty everywhere.

    Without `expires_in_days` it does not expire. A key is either for model calls (`llm.…`) or for
    the control plane.
    """

    name: Name
    description: Description = ""
    team_id: str | None = None
    purpose: Purpose | None = None
    permissions: list[Permission] = Field(
        default=["llm.use.*"], max_length=50, validation_alias=_PERMISSIONS
    )
    models: Models = Field(default=[], validation_alias=_MODELS)
    addresses: Networks = Field(default=[], validation_alias=_ADDRESSES)
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
            "team_id": self.team_id,
            "purpose": self.purpose,
            "permissions": tuple(dict.fromkeys(self.permissions)),
            "models": tuple(dict.fromkeys(self.models)),
            "addresses": tuple(dict.fromkeys(self.addresses)),
            "tags": self.tags,
            "expires_ms": self._expires_ms(now_ms),
        } | self.limits()

    def _expires_ms(self, now_ms: int) -> int | None:
        if self.expires_at is not None:
            return from_rfc3339(self.expires_at)
        return None if self.expires_in_days is None else now_ms + self.expires_in_days * DAY_MS


class NewApiKey(OwnApiKey):
    """A key of a person, or of nobody: a service key."""

    user_id: str | None = None

    def values(self, now_ms: int) -> Mapping[str, Any]:
        """The key as fields of `ApiKey`; `now_ms` is epoch milliseconds."""
        return {**super().values(now_ms), "user_id": self.user_id}


class ApiKeyChanges(LimitsBody):
    """Only what is sent changes. A key that an overspend froze is made active again here."""

    name: Name = Field(default="-")
    description: Description = ""
    permissions: list[Permission] = Field(default=[], max_length=50, validation_alias=_PERMISSIONS)
    models: Models = Field(default=[], validation_alias=_MODELS)
    addresses: Networks = Field(default=[], validation_alias=_ADDRESSES)
    tags: Tags = Field(default={})
    status: Literal[Status.ACTIVE, Status.FROZEN, Status.REVOKED] = Status.ACTIVE
    expires_in_days: int | None = Field(default=None, ge=1, le=3650)

    def values(self, now_ms: int) -> Mapping[str, Any]:
        """The changes as fields of `ApiKey`; a null `expires_in_days` means never."""
        values = sent(self, *_SENT, "status")
        if "expires_in_days" in self.model_fields_set:
            days = self.expires_in_days
            values["expires_ms"] = None if days is None else now_ms + days * DAY_MS
        return values | self.limits()


class Rotation(Body):
    """How long the secret that is replaced stays good, so that programs can change over."""

    overlap_hours: int = Field(default=24, ge=0, le=LONGEST_OVERLAP_H)


class ApiKeyView(EntityView):
    """A key, without its secret; `last4` are the last characters of its token.

    `kind` is `personal` for a key of somebody. `purpose` is null for a key that serves both model
    calls and the control plane, from before they were kept apart. `advice` names what somebody
    should look at.
    """

    key_prefix: str
    last4: str
    description: str
    kind: Literal["personal", "service"]
    purpose: Purpose | None
    user_id: str | None
    team_id: str | None
    permissions: list[str]
    models: list[str]
    addresses: list[str]
    tags: dict[str, str]
    expires_at: str | None
    rotated_at: str | None
    previous_secret_until: str | None
    last_used_at: str | None
    advice: list[Advice]
    created_by: str

    @classmethod
    def of(cls, key: ApiKey, now_ms: int, last_used_ms: int | None, /, **more: Any) -> Self:
        """`now_ms` and `last_used_ms` are epoch milliseconds."""
        previous_ms = key.previous_until_ms
        if previous_ms is not None and previous_ms <= now_ms:
            previous_ms = None
        return cls(
            key_prefix=rules.token_prefix(key.organization_id, key.id, key.purpose),
            last4=key.last4,
            description=key.description,
            kind="service" if key.user_id is None else "personal",
            purpose=rules.served_by(key),
            user_id=key.user_id,
            team_id=key.team_id,
            permissions=list(key.permissions),
            models=list(key.models),
            addresses=list(key.addresses),
            tags=key.tags,
            expires_at=_time(key.expires_ms),
            rotated_at=_time(key.rotated_ms),
            previous_secret_until=_time(previous_ms),
            last_used_at=_time(last_used_ms),
            advice=list(advice_of(key, now_ms, last_used_ms)),
            created_by=key.created_by,
            **shared_view(key),
            **more,
        )


def _time(moment_ms: int | None) -> str | None:
    return None if moment_ms is None else to_rfc3339(moment_ms)


class CreatedApiKey(ApiKeyView):
    """A new key, or one with a new secret; `key` is its token and is shown only here."""

    key: str | None
