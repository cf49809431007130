"""What the routes of members, invitations, import and leaving take and give."""

from typing import Annotated, Self

from pydantic import AliasChoices, BaseModel, Field, model_validator

from functions.directory.schemas import EntityView, UserView, shared_view
from tollgate.directory.fields import Body, Email, Name
from tollgate.directory.models import User
from tollgate.directory.service import invitations, members
from tollgate.directory.system_roles import canonical_role
from tollgate.kit.clock import to_rfc3339

RoleName = Annotated[str, Field(min_length=1, max_length=64)]


class NamedPerson(Body):
    """Somebody by id or address."""

    user_id: str | None = Field(default=None, max_length=64)
    email: Email | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.user_id is None) == (self.email is None):
            raise ValueError("user_id: send either user_id or email")
        return self


class TeamRolesBody(Body):
    """Roles in a team: `owner`, `admin` or `manager` manage it, `member` has none.

    Any other name is that of a role. `role` and `roles` are added up.
    """

    role: RoleName | None = None
    roles: list[RoleName] = Field(
        default=[], max_length=20, validation_alias=AliasChoices("roles", "role_ids")
    )

    def in_team(self) -> tuple[str, ...]:
        """The names of the roles behind these."""
        names = [*self.roles, *([self.role] if self.role else [])]
        roles = [role for name in names for role in members.IN_TEAM.get(name, (name,))]
        return tuple(dict.fromkeys(roles))


class NewTeamMember(NamedPerson, TeamRolesBody):
    """Somebody who joins a team."""


class TeamMemberView(BaseModel):
    """Somebody in a team; `roles` hold in it and below, `version` is that of the person."""

    user_id: str
    team_id: str
    email: str
    name: str
    status: str
    roles: list[str]
    version: int

    @classmethod
    def of(cls, user: User, team_id: str) -> Self:
        return cls(
            user_id=user.id,
            team_id=team_id,
            email=user.email,
            name=user.name,
            status=user.status,
            roles=list(user.team_roles.get(team_id, ())),
            version=user.version,
        )


class MemberRole(Body):
    """A role in an organization: `member` is a developer; others are names of roles."""

    role: RoleName

    def in_organization(self) -> tuple[str, ...]:
        """Its name with us."""
        return (members.IN_ORGANIZATION.get(self.role, self.role),)


class NewMember(NamedPerson, MemberRole):
    """Somebody who is in the organization, by `user_id`, or is invited by `email`."""

    role: RoleName = "member"
    name: Name | None = None


class MemberView(UserView):
    """A person with the role that sums theirs up: `owner`, `admin`, `viewer` or `member`."""

    user_id: str
    role: str

    @classmethod
    def of_member(cls, user: User) -> Self:
        """The person as a member."""
        held = {canonical_role(role) for role in user.roles}
        named = [role for role in ("owner", "admin") if role in held]
        other = "viewer" if held == {"viewer"} else "member"
        return cls.of(user, user_id=user.id, role=named[0] if named else other)


class InvitationView(EntityView):
    """Somebody who has not joined yet; `expires_at` is that of the last letter's link."""

    email: str
    roles: list[str]
    team_ids: list[str]
    invited_by: str | None
    invited_at: str | None
    expires_at: str | None

    @classmethod
    def of(cls, user: User) -> Self:
        until_ms = invitations.expires_ms(user)
        return cls(
            email=user.email,
            roles=list(user.roles),
            team_ids=list(user.team_ids),
            invited_by=user.invited_by,
            invited_at=_time(user.invited_ms),
            expires_at=_time(until_ms),
            **shared_view(user),
        )


def _time(moment_ms: int | None) -> str | None:
    return to_rfc3339(moment_ms) if moment_ms else None
