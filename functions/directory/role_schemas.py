"""What the routes of roles take and give."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import AliasChoices, BaseModel, Field, field_validator

from functions.directory.schemas import sent
from tollgate.directory.fields import Body, Description, Permission
from tollgate.directory.permission_catalog import Permission as KnownPermission
from tollgate.directory.service.role_assignments import Explained, Source
from tollgate.directory.service.roles import KnownRole
from tollgate.directory.system_roles import canonical_role
from tollgate.kit.clock import to_rfc3339
from tollgate.kit.permissions import split_scope

RoleName = Annotated[
    str, Field(min_length=2, max_length=64, pattern=r"^[A-Za-z0-9][A-Za-z0-9 _-]*[A-Za-z0-9]$")
]
Permissions = Annotated[list[Permission], Field(max_length=200)]
Condition = Annotated[str, Field(max_length=4000)]
Parents = Annotated[list[Annotated[str, Field(max_length=64)]], Field(max_length=20)]


class RoleFields(Body):
    """`inherits` takes one name or several; `condition` is an expression in Cedar.

    `elevatable` lets people ask for the role for a while (`/api/v1/elevations`).
    """

    description: Description = ""
    permissions: Permissions = Field(default=[])
    denied_permissions: Permissions = Field(
        default=[], validation_alias=AliasChoices("denied_permissions", "deny")
    )
    inherits: Parents = Field(default=[], validation_alias=AliasChoices("inherits", "inherit_from"))
    condition: Condition | None = None
    elevatable: bool = False

    @field_validator("inherits", mode="before")
    @classmethod
    def _several(cls, value: Any) -> Any:
        return [value] if isinstance(value, str) else value

    def _tuples(self, *names: str) -> dict[str, Any]:
        values = sent(self, *names)
        for name in ("permissions", "denied_permissions", "inherits"):
            if name in values:
                values[name] = tuple(dict.fromkeys(values[name]))
        if "condition" in values:
            values["condition"] = (values["condition"] or "").strip() or None
        return values


class NewRole(RoleFields):
    """A role of the organization's own; its id is its name in lower case with underscores."""

    name: RoleName

    def values(self) -> Mapping[str, Any]:
        """The role as fields of `Role`."""
        return {"name": self.name, **self._tuples(*RoleFields.model_fields)}


class RoleChanges(RoleFields):
    """Only what is sent changes. The name stays: people have the role by it."""

    name: RoleName | None = None

    def values(self) -> Mapping[str, Any]:
        """The changes as fields of `Role`."""
        return self._tuples(*RoleFields.model_fields)


class WholeRole(RoleChanges):
    """All of a role but its name; what is not sent is empty."""

    def values(self) -> Mapping[str, Any]:
        """The role as fields of `Role`."""
        blank = {"description": "", "permissions": (), "denied_permissions": (), "inherits": ()}
        return {**blank, "condition": None, "elevatable": False, **super().values()}


class RoleView(BaseModel):
    """A role. `effective_permissions` are with those of the roles that it inherits.

    `system` roles are the same for every organization. `held_by` counts people.
    """

    id: str
    name: str
    description: str
    system: bool
    permissions: list[str]
    denied_permissions: list[str]
    inherits: list[str]
    condition: str | None
    elevatable: bool
    effective_permissions: list[str]
    effective_denied_permissions: list[str]
    held_by: int
    created_at: str | None
    version: int

    @classmethod
    def of(cls, known: KnownRole) -> Self:
        role = known.role
        return cls(
            id=role.id,
            name=role.name,
            description=role.description,
            system=known.system,
            permissions=list(role.permissions),
            denied_permissions=list(role.denied_permissions),
            inherits=list(role.inherits),
            condition=role.condition,
            elevatable=role.elevatable,
            effective_permissions=sorted(known.effective.allowed),
            effective_denied_permissions=sorted(known.effective.denied),
            held_by=known.held_by,
            created_at=None if known.system else to_rfc3339(role.created_ms),
            version=role.version,
        )


class PermissionView(BaseModel):
    """A permission and what it lets somebody do; `scopes` are those that may narrow it."""

    permission: str
    description: str
    scopes: list[str]

    @classmethod
    def of(cls, known: KnownPermission) -> Self:
        return cls(permission=known.name, description=known.description, scopes=list(known.scopes))


class SourceView(BaseModel):
    """Where a permission comes from: `via` leads from the role that the person has to its giver.

    `scope` is what the permission extends to; `team_id` is set where the role is one in a team,
    `until` where it is for a while. A `conditional` one needs a role's condition to hold.
    """

    permission: str
    via: list[str]
    scope: Literal["own", "team", "org"]
    team_id: str | None
    until: str | None
    denied: bool
    conditional: bool

    @classmethod
    def of(cls, source: Source) -> Self:
        step = source.step
        scope = split_scope(source.permission)[1]
        return cls(
            permission=source.permission,
            via=list(step.path),
            scope="team" if step.team_id and scope == "org" else scope,
            team_id=step.team_id,
            until=None if step.until_ms is None else to_rfc3339(step.until_ms),
            denied=source.denied,
            conditional=source.conditional,
        )


class EffectivePermissionsView(BaseModel):
    """What a person may do now; `by_team` in a team and below, `conditional` while roles allow."""

    user_id: str
    permissions: list[str]
    conditional_permissions: list[str]
    denied_permissions: list[str]
    by_team: dict[str, list[str]]
    sources: list[SourceView]

    @classmethod
    def of(cls, user_id: str, explained: Explained) -> Self:
        rights = explained.rights
        return cls(
            user_id=user_id,
            permissions=sorted(rights.allowed),
            conditional_permissions=sorted(explained.conditional),
            denied_permissions=sorted(rights.denied),
            by_team={team: sorted(there.allowed) for team, there in rights.by_team.items()},
            sources=[SourceView.of(source) for source in explained.sources],
        )


def same_name(role_id: str, body: RoleChanges) -> bool:
    """Whether a name that was sent along is that of the role."""
    return body.name is None or canonical_role(body.name) == canonical_role(role_id)
