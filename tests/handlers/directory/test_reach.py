"""The scope `team` through the directory's routes: lists narrowed, all else as if it were not."""

from __future__ import annotations

from typing import Any

import pytest

from tests.control_plane import Answer, Control

pytestmark = pytest.mark.aws

SEES = ["users.view.team", "teams.view.team", "api_keys.view.team", "teams.edit.team"]


class World:
    """Teams `top` with `below`, and `beside`; one person and one key in each; a lead of `top`."""

    def __init__(self, control: Control) -> None:
        self.control = control
        self.teams = {"top": self.make("create_team", name="top")}
        self.teams["below"] = self.make(
            "create_team", name="below", parent_team_id=self.teams["top"]
        )
        self.teams["beside"] = self.make("create_team", name="beside")
        self.people: dict[str, str] = {}
        self.keys: dict[str, str] = {}
        for name, team_id in self.teams.items():
            email = f"{name}@acme.example"
            self.people[name], _ = control.person("viewer", email, team_ids=[team_id])
            self.keys[name] = self.make("create_api_key", name=name, team_id=team_id)
        control.ask("directory/create_role", body={"name": "lead", "permissions": SEES})
        self.lead_id, self.lead = control.person("lead", team_ids=[self.teams["top"]])

    def make(self, event: str, **body: Any) -> str:
        made = self.control.ask(f"directory/{event}", body=body)
        assert made.status == 201, made.json
        made_id: str = made.json["id"]
        return made_id

    def ask(self, event: str, **changes: Any) -> Answer:
        return self.control.ask(f"directory/{event}", bearer=self.lead, **changes)

    def listed(self, event: str) -> set[str]:
        return {each["id"] for each in self.ask(event, query={"limit": "100"}).json["items"]}


@pytest.fixture
def world(control: Control) -> World:
    return World(control)


@pytest.mark.parametrize("kind", ["user", "team", "api_key"])
def test_lists_and_single_reads_end_at_the_teams(world: World, kind: str) -> None:
    things = {"user": world.people, "team": world.teams, "api_key": world.keys}[kind]
    own = {world.lead_id} if kind == "user" else set()
    assert world.listed(f"list_{kind}s") == {things["top"], things["below"]} | own
    for name, status in (("top", 200), ("below", 200), ("beside", 404)):
        assert world.ask(f"get_{kind}", target=things[name]).status == status
    unknown = world.ask(f"get_{kind}", target=things["beside"][:-4] + "0000")
    hidden = world.ask(f"get_{kind}", target=things["beside"])
    assert unknown.json["code"] == hidden.json["code"] == "not_found"


def test_a_team_that_moves_is_reached_where_it_is(world: World) -> None:
    teams = world.teams
    for above, listed in ((teams["top"], True), (None, False)):
        body = {"parent_team_id": above}
        moved = world.control.ask("directory/update_team", target=teams["beside"], body=body)
        assert moved.status == 200
        assert (teams["beside"] in world.listed("list_teams")) is listed
        assert (world.people["beside"] in world.listed("list_users")) is listed


def test_changes_end_at_the_teams_too(world: World) -> None:
    teams = world.teams
    body = {"description": "ours"}
    assert world.ask("update_team", target=teams["below"], body=body).status == 200
    assert world.ask("update_team", target=teams["beside"], body=body).status == 404
    assert world.ask("update_user", target=world.people["below"], body={"name": "X"}).status == 403
    stolen = world.ask(
        "update_team", target=teams["below"], body={"parent_team_id": teams["beside"]}
    )
    assert stolen.status in (400, 403, 404)


def test_a_key_reaches_no_further_than_its_person(world: World) -> None:
    body = {"name": "k", "permissions": ["users.view"], "user_id": world.lead_id}
    key = world.control.ask("directory/create_api_key", body=body).json["key"]
    seen = world.control.ask("directory/list_users", bearer=key, query={"limit": "100"}).json
    expected = {world.people["top"], world.people["below"], world.lead_id}
    assert {each["id"] for each in seen["items"]} == expected
