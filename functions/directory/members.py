"""Routes of members: who is in a team, and who is in the organization."""

from aws_lambda_powertools.event_handler import Response

from functions.directory.deps import Deps
from functions.directory.people_schemas import (
    MemberRole,
    MemberView,
    NewMember,
    NewTeamMember,
    TeamMemberView,
    TeamRolesBody,
)
from functions.directory.schemas import NewTeam, TeamView
from tollgate.auth.models import Caller
from tollgate.directory.models import User
from tollgate.directory.service import invitations, members, organizations, teams, users
from tollgate.directory.service.invitations import Inviting
from tollgate.errors import BadRequest
from tollgate.http import (
    Cursor,
    IfMatch,
    Limit,
    Page,
    Resolver,
    decode_cursor,
    expected_version,
    no_content,
    page_of,
    requires,
)

IN_TEAM = "/api/v1/teams/<team_id>/members"
IN_ORGANIZATION = "/api/v1/organizations/<organization_id>"
TAGS = ["members"]


def add_routes(app: Resolver, deps: Deps) -> None:
    """Adds them to the app."""
    _add_team_routes(app, deps)
    _add_organization_routes(app, deps)
    _add_organization_teams(app, deps)


def _add_team_routes(app: Resolver, deps: Deps) -> None:
    directory = deps.directory

    @app.get(IN_TEAM, summary="List a team's", tags=TAGS, **requires("users.view.team"))
    def list_team_members(
        team_id: str, limit: Limit = 20, cursor: Cursor = None
    ) -> Page[TeamMemberView]:
        after = decode_cursor(cursor)
        page = members.list_members(directory, app.caller, team_id, limit=limit, after=after)
        views = (TeamMemberView.of(user, team_id) for user in page.items)
        return page_of(TeamMemberView, views, page.next_after)

    @app.post(
        IN_TEAM, summary="Add to a team", tags=TAGS, status_code=201, **requires("teams.edit.team")
    )
    def add_team_member(team_id: str, body: NewTeamMember) -> TeamMemberView:
        person = members.person_named(directory, app.caller, body.user_id, body.email)
        added = members.add_member(directory, app.caller, team_id, person, body.in_team())
        return TeamMemberView.of(added, team_id)

    @app.put(
        f"{IN_TEAM}/<user_id>",
        summary="Set the roles in a team",
        tags=TAGS,
        **requires("teams.edit.team"),
    )
    def set_team_member(
        team_id: str, user_id: str, body: TeamRolesBody, if_match: IfMatch = None
    ) -> TeamMemberView:
        changed = members.set_roles(
            directory,
            app.caller,
            team_id,
            user_id,
            roles=body.in_team(),
            if_match=expected_version(if_match),
        )
        return TeamMemberView.of(changed, team_id)

    @app.delete(
        f"{IN_TEAM}/<user_id>",
        summary="Take out of a team",
        tags=TAGS,
        status_code=204,
        **requires("teams.edit.team"),
    )
    def remove_team_member(team_id: str, user_id: str) -> Response[str]:
        members.remove_member(directory, app.caller, team_id, user_id)
        return no_content()


def _add_organization_routes(app: Resolver, deps: Deps) -> None:
    directory = deps.directory
    path = f"{IN_ORGANIZATION}/members"

    @app.get(path, summary="List an organization's", tags=TAGS, **requires("users.view.team"))
    def list_members(
        organization_id: str, limit: Limit = 20, cursor: Cursor = None
    ) -> Page[MemberView]:
        organizations.get_organization(directory, app.caller, organization_id)
        after = decode_cursor(cursor)
        page = users.list_users(directory, app.caller, limit=limit, after=after)
        return page_of(MemberView, map(MemberView.of_member, page.items), page.next_after)

    @app.post(
        path,
        summary="Add to an organization",
        tags=TAGS,
        status_code=201,
        **requires("users.create.team"),
    )
    def add_member(organization_id: str, body: NewMember) -> MemberView:
        organizations.get_organization(directory, app.caller, organization_id)
        return MemberView.of_member(_joined(deps, app.caller, body))

    @app.put(f"{path}/<user_id>", summary="Set the role", tags=TAGS, **requires("users.edit.team"))
    def set_member(
        organization_id: str, user_id: str, body: MemberRole, if_match: IfMatch = None
    ) -> MemberView:
        organizations.get_organization(directory, app.caller, organization_id)
        roles = {"roles": body.in_organization()}
        version = expected_version(if_match)
        changed = users.update_user(directory, app.caller, user_id, roles, version)
        return MemberView.of_member(changed)

    @app.delete(
        f"{path}/<user_id>",
        summary="Remove from the organization",
        tags=TAGS,
        status_code=204,
        **requires("users.delete.team"),
    )
    def remove_member(organization_id: str, user_id: str) -> Response[str]:
        organizations.get_organization(directory, app.caller, organization_id)
        users.delete_user(directory, app.caller, user_id)
        return no_content()


def _joined(deps: Deps, caller: Caller, body: NewMember) -> User:
    """Somebody known gets the role beside those they have; somebody new is invited."""
    roles = body.in_organization()
    if body.user_id is not None:
        person = members.person_named(deps.directory, caller, body.user_id, None)
        added = tuple(dict.fromkeys((*person.roles, *roles)))
        return users.update_user(deps.directory, caller, person.id, {"roles": added})
    if body.email is None:
        raise BadRequest("send either user_id or email", param="user_id")
    inviting = Inviting(deps.directory, deps.links, deps.mail)
    name = body.name or body.email.partition("@")[0]
    values = {"email": body.email, "name": name, "roles": roles}
    return invitations.invite(inviting, caller, values)


def _add_organization_teams(app: Resolver, deps: Deps) -> None:
    directory = deps.directory
    path = f"{IN_ORGANIZATION}/teams"

    @app.get(path, summary="List an organization's", tags=["teams"], **requires("teams.view.team"))
    def list_organization_teams(
        organization_id: str, limit: Limit = 20, cursor: Cursor = None
    ) -> Page[TeamView]:
        organizations.get_organization(directory, app.caller, organization_id)
        after = decode_cursor(cursor)
        page = teams.list_teams(directory, app.caller, limit=limit, after=after)
        return page_of(TeamView, map(TeamView.of, page.items), page.next_after)

    @app.post(
        path,
        summary="Create in an organization",
        tags=["teams"],
        status_code=201,
        **requires("teams.create.team"),
    )
    def create_organization_team(organization_id: str, body: NewTeam) -> TeamView:
        organizations.get_organization(directory, app.caller, organization_id)
        return TeamView.of(teams.create_team(directory, app.caller, body.values()))
