"""Routes of teams."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from functions.directory.deps import Deps
from functions.directory.schemas import NewTeam, TeamBranch, TeamChanges, TeamTree, TeamView
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
Parent = Annotated[str | None, Query(max_length=64, description="Teams right below this one.")]


def add_routes(app: Resolver, deps: Deps) -> None:
    """Adds them to the app."""
    directory = deps.directory

    @app.get(PATH, summary="List", tags=TAGS, **requires("teams.view.team"))
    def list_teams(
        limit: Limit = 20, cursor: Cursor = None, parent_team_id: Parent = None
    ) -> Page[TeamView]:
        page = teams.list_teams(
            directory,
            app.caller,
            limit=limit,
            after=decode_cursor(cursor),
            parent_id=parent_team_id,
        )
        return page_of(TeamView, map(TeamView.of, page.items), page.next_after)

    @app.post(PATH, summary="Create", tags=TAGS, status_code=201, **requires("teams.create.team"))
    def create_team(body: NewTeam) -> TeamView:
        return TeamView.of(teams.create_team(directory, app.caller, body.values()))

    @app.get(f"{PATH}/tree", summary="All as a tree", tags=TAGS, **requires("teams.view.team"))
    def get_tree() -> TeamTree:
        branches = teams.tree_of(directory, app.caller)
        return TeamTree(items=list(map(TeamBranch.of_branch, branches)))

    @app.get(f"{PATH}/<team_id>", summary="Get", tags=TAGS, **requires("teams.view.team"))
    def get_team(team_id: str) -> TeamView:
        return TeamView.of(teams.get_team(directory, app.caller, team_id))

    @app.get(
        f"{PATH}/<team_id>/tree",
        summary="One with those below",
        tags=TAGS,
        **requires("teams.view.team"),
    )
    def get_team_tree(team_id: str) -> TeamBranch:
        [branch] = teams.tree_of(directory, app.caller, team_id)
        return TeamBranch.of_branch(branch)

    def change_team(team_id: str, body: TeamChanges, if_match: str | None) -> TeamView:
        version = expected_version(if_match)
        return TeamView.of(
            teams.update_team(directory, app.caller, team_id, body.values(), version)
        )

    @app.patch(f"{PATH}/<team_id>", summary="Change", tags=TAGS, **requires("teams.edit.team"))
    def update_team(team_id: str, body: TeamChanges, if_match: IfMatch = None) -> TeamView:
        return change_team(team_id, body, if_match)

    @app.put(f"{PATH}/<team_id>", summary="Change", tags=TAGS, **requires("teams.edit.team"))
    def put_team(team_id: str, body: TeamChanges, if_match: IfMatch = None) -> TeamView:
        return change_team(team_id, body, if_match)

    @app.delete(
        f"{PATH}/<team_id>",
        summary="Delete",
        tags=TAGS,
        status_code=204,
        **requires("teams.delete.team"),
    )
    def delete_team(team_id: str, if_match: IfMatch = None) -> Response[str]:
        teams.delete_team(directory, app.caller, team_id, expected_version(if_match))
        return no_content()
