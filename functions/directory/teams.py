"""Routes of teams."""

from aws_lambda_powertools.event_handler import Response

from functions.directory.deps import Deps
from functions.directory.schemas import NewTeam, TeamChanges, TeamView
from tollgate.directory.service import teams
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

PATH = "/api/v1/teams"
TAGS = ["teams"]


def add_routes(app: Resolver, deps: Deps) -> None:
    """Adds them to the app."""
    directory = deps.directory

    @app.get(PATH, summary="List", tags=TAGS, **requires("teams.view"))
    def list_teams(limit: Limit = 20, cursor: Cursor = None) -> Page[TeamView]:
        after = decode_cursor(cursor)
        page = teams.list_teams(directory, app.caller, limit=limit, after=after)
        return page_of(TeamView, map(TeamView.of, page.items), page.next_after)

    @app.post(PATH, summary="Create", tags=TAGS, status_code=201, **requires("teams.create"))
    def create_team(body: NewTeam) -> TeamView:
        return TeamView.of(teams.create_team(directory, app.caller, body.values()))

    @app.get(f"{PATH}/<team_id>", summary="Get", tags=TAGS, **requires("teams.view"))
    def get_team(team_id: str) -> TeamView:
        return TeamView.of(teams.get_team(directory, app.caller, team_id))

    @app.patch(f"{PATH}/<team_id>", summary="Change", tags=TAGS, **requires("teams.edit"))
    def update_team(team_id: str, body: TeamChanges, if_match: IfMatch = None) -> TeamView:
        version = expected_version(if_match)
        return TeamView.of(
            teams.update_team(directory, app.caller, team_id, body.values(), version)
        )

    @app.delete(
        f"{PATH}/<team_id>",
        summary="Delete",
        tags=TAGS,
        status_code=204,
        **requires("teams.delete"),
    )
    def delete_team(team_id: str, if_match: IfMatch = None) -> Response[str]:
        teams.delete_team(directory, app.caller, team_id, expected_version(if_match))
        return no_content()
