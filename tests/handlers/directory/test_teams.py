from __future__ import annotations

import pytest

from tests.control_plane import Control

pytestmark = pytest.mark.aws


def team(control: Control, name: str, parent: str | None = None, **more: object) -> str:
    body = {"name": name, "parent_team_id": parent, **more}
    created = control.ask("directory/create_team", body=body)
    assert created.status == 201, created.json
    team_id: str = created.json["id"]
    return team_id


def test_the_guides_bodies_make_a_tree(control: Control) -> None:
    top = control.ask("directory/create_team").json
    assert (top["name"], top["parent_team_id"]) == ("Engineering", None)
    below = control.ask(
        "directory/create_team",
        body={
            "name": "Backend Team",
            "description": "Backend engineering",
            "parent_team_id": top["id"],
        },
    )
    assert below.json["parent_team_id"] == top["id"]
    assert control.actions().count("team.created") == 2


def test_get_carries_the_version_as_etag(control: Control) -> None:
    team_id = team(control, "A")
    answer = control.ask("directory/get_team", target=team_id)
    assert (answer.json["version"], answer.headers["etag"]) == (1, '"1"')


def test_if_match_guards_against_lost_updates(control: Control) -> None:
    team_id = team(control, "A")
    first = control.ask(
        "directory/update_team", target=team_id, body={"name": "B"}, headers={"If-Match": '"1"'}
    )
    assert (first.status, first.headers["etag"]) == (200, '"2"')
    late = control.ask(
        "directory/update_team", target=team_id, body={"name": "C"}, headers={"If-Match": '"1"'}
    )
    assert (late.status, late.json["code"]) == (412, "precondition_failed")
    odd = control.ask(
        "directory/update_team", target=team_id, body={"name": "C"}, headers={"If-Match": "yes"}
    )
    assert (odd.status, odd.field) == (400, "If-Match")
    assert control.ask("directory/get_team", target=team_id).json["name"] == "B"


def test_a_team_cannot_be_above_itself(control: Control) -> None:
    top = team(control, "top")
    middle = team(control, "middle", top)
    bottom = team(control, "bottom", middle)
    for target, parent in ((top, bottom), (top, top), (middle, bottom)):
        answer = control.ask(
            "directory/update_team", target=target, body={"parent_team_id": parent}
        )
        assert (answer.status, answer.field) == (400, "parent_team_id")


def test_teams_nest_eight_deep_at_most(control: Control) -> None:
    parent = None
    for level in range(8):
        parent = team(control, f"level {level}", parent)
    answer = control.ask("directory/create_team", body={"name": "x", "parent_team_id": parent})
    assert (answer.status, answer.field) == (400, "parent_team_id")


def test_a_move_moves_the_stamps(control: Control) -> None:
    first, second = team(control, "first"), team(control, "second")
    before = control.epochs()
    moved = control.ask("directory/update_team", target=second, body={"parent_team_id": first})
    assert moved.json["parent_team_id"] == first
    assert control.epochs() == [epoch + 1 for epoch in before]
    assert "team.moved" in control.actions()
    top = control.ask("directory/update_team", target=second, body={"parent_team_id": None})
    assert top.json["parent_team_id"] is None


def test_only_an_empty_team_is_deleted(control: Control) -> None:
    top = team(control, "top")
    below = team(control, "below", top)
    assert control.ask("directory/delete_team", target=top).status == 409
    key = control.ask("directory/create_api_key", body={"name": "k", "team_id": below}).json
    assert control.ask("directory/delete_team", target=below).status == 409
    control.ask("directory/delete_api_key", target=key["id"])
    assert control.ask("directory/delete_team", target=below).status == 204
    assert control.ask("directory/delete_team", target=top).status == 204
    assert control.ask("directory/get_team", target=top).status == 404
    assert control.ask("directory/list_teams").json["items"] == []


def test_pages_follow_each_other(control: Control) -> None:
    made = [team(control, f"team {number}") for number in range(5)]
    seen: list[str] = []
    cursor: str | None = None
    for _ in range(3):
        query = {"limit": "2"} | ({"cursor": cursor} if cursor else {})
        page = control.ask("directory/list_teams", query=query).json
        seen += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
    assert cursor is None
    assert sorted(seen) == sorted(made)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"limit": "0"}, "limit"),
        ({"limit": "101"}, "limit"),
        ({"limit": "many"}, "limit"),
        ({"cursor": "\u00e9"}, "cursor"),
        ({"cursor": "gA"}, "cursor"),
    ],
)
def test_a_bad_page_is_named(control: Control, query: dict[str, str], field: str) -> None:
    answer = control.ask("directory/list_teams", query=query)
    assert (answer.status, answer.field) == (400, field)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "   "}, "name"),
        ({}, "name"),
        ({"name": "x", "parent_team_id": "team_00000000000000000000"}, "parent_team_id"),
        ({"name": "x", "budget_usd": -1}, "budget_usd"),
        ({"name": "x", "budget_usd": "1.0000000001"}, "budget_usd"),
        ({"name": "x", "budget_usd": True}, "budget_usd"),
        ({"name": "x", "budget_period": "hourly"}, "budget_period"),
        ({"name": "x", "budgets": [{"amount_usd": 1, "period": "x"}]}, "budgets.0.period"),
        (
            {"name": "x", "rate_limit": {"requests_per_minute": 0}},
            "rate_limit.requests_per_minute",
        ),
        ({"name": "x", "organization_id": "org_00000000000000000000"}, "organization_id"),
    ],
)
def test_names_the_offending_field(control: Control, body: dict[str, object], field: str) -> None:
    answer = control.ask("directory/create_team", body=body)
    assert answer.status == 400
    assert answer.field is not None
    assert answer.field.startswith(field)


def test_two_budgets_of_one_period_are_refused(control: Control) -> None:
    budgets = [{"amount_usd": 1, "period": "daily"}, {"amount_usd": 2, "period": "daily"}]
    answer = control.ask("directory/create_team", body={"name": "x", "budgets": budgets})
    assert answer.status == 400


@pytest.mark.parametrize("body", ["{", "[]", '{"name": "a", "name": "b"}', '{"name": NaN}', "7"])
def test_a_body_that_is_no_object_is_refused(control: Control, body: str) -> None:
    answer = control.ask("directory/create_team", body=body)
    assert (answer.status, answer.json["code"]) == (400, "invalid_request")


def test_one_budget_changes_and_the_others_stay(control: Control) -> None:
    budgets = [{"amount_usd": "5", "period": "daily"}, {"amount_usd": "50", "period": "monthly"}]
    team_id = team(control, "x", budgets=budgets)
    body = {"budget_usd": 7, "budget_period": "daily"}
    changed = control.ask("directory/update_team", target=team_id, body=body).json
    assert changed["budgets"] == [
        {"amount_usd": "7", "period": "daily"},
        {"amount_usd": "50", "period": "monthly"},
    ]
    body = {"budget_usd": None, "budget_period": "monthly"}
    changed = control.ask("directory/update_team", target=team_id, body=body).json
    assert changed["budgets"] == [{"amount_usd": "7", "period": "daily"}]


@pytest.mark.parametrize("event", ["get_team", "update_team", "delete_team"])
def test_another_organizations_team_looks_like_none(
    control: Control, other: str, event: str
) -> None:
    team_id = team(control, "ours")
    theirs = control.ask(f"directory/{event}", target=team_id, bearer=other)
    nobodys = control.ask(f"directory/{event}", target="team_00000000000000000000", bearer=other)
    assert theirs.status == nobodys.status == 404
    assert theirs.json["detail"].replace(team_id, "") == nobodys.json["detail"].replace(
        "team_00000000000000000000", ""
    )
    assert control.ask("directory/list_teams", bearer=other).json["items"] == []


def test_another_organizations_team_is_no_parent(control: Control, other: str) -> None:
    team_id = team(control, "ours")
    answer = control.ask(
        "directory/create_team", bearer=other, body={"name": "x", "parent_team_id": team_id}
    )
    assert (answer.status, answer.field) == (400, "parent_team_id")


@pytest.mark.parametrize("event", ["create_team", "update_team", "delete_team"])
def test_a_viewer_changes_nothing(control: Control, event: str) -> None:
    team_id = team(control, "ours")
    _, viewer = control.person("viewer")
    answer = (
        control.ask(f"directory/{event}", bearer=viewer, target=team_id)
        if (event != "create_team")
        else control.ask("directory/create_team", bearer=viewer)
    )
    assert (answer.status, answer.json["code"]) == (403, "forbidden")
    assert control.ask("directory/get_team", bearer=viewer, target=team_id).status == 200


def test_strangers_learn_nothing_of_the_schema(control: Control) -> None:
    answer = control.ask("directory/create_team", bearer="", body={"nonsense": 1})
    assert (answer.status, "fields" in answer.json) == (401, False)
    _, viewer = control.person("viewer")
    assert control.ask("directory/create_team", bearer=viewer, body={}).status == 403


def test_put_is_another_name_for_patch(control: Control) -> None:
    team_id = team(control, "A", description="kept", metadata={"floor": "3"})
    changed = control.ask("directory/put_team", target=team_id)
    assert (changed.status, changed.json["version"]) == (200, 2)
    assert (changed.json["name"], changed.json["cost_center"]) == ("Engineering", "CC-10")
    assert (changed.json["description"], changed.json["metadata"]) == ("kept", {"floor": "3"})
    _, viewer = control.person("viewer")
    assert control.ask("directory/put_team", target=team_id, bearer=viewer).status == 403


def test_what_only_describes_a_team_moves_no_stamp(control: Control) -> None:
    team_id = team(control, "A")
    before = control.epochs()
    body = {"cost_center": "CC-1", "metadata": {"a": "b"}, "description": "new"}
    assert control.ask("directory/update_team", target=team_id, body=body).status == 200
    assert control.epochs() == before


def test_one_level_of_the_tree(control: Control) -> None:
    top = team(control, "top")
    below = team(control, "below", top)
    team(control, "deeper", below)
    listed = control.ask("directory/list_teams", query={"parent_team_id": top}).json["items"]
    assert [each["id"] for each in listed] == [below]


def test_a_move_gives_nobody_a_role_that_is_not_the_movers_to_give(control: Control) -> None:
    mine, theirs = team(control, "mine"), team(control, "theirs")
    role = {"name": "mover", "permissions": ["teams.*", "users.view"]}
    assert control.ask("directory/create_role", body=role).status == 201
    _, token = control.person("mover", team_ids=[mine], team_roles={mine: ["team_manager"]})
    body = {"parent_team_id": mine}
    answer = control.ask("directory/update_team", target=theirs, bearer=token, body=body)
    assert (answer.status, answer.field) == (403, "parent_team_id")
    assert control.ask("directory/get_team", target=theirs).json["parent_team_id"] is None
    empty = team(control, "nobody's")
    body = {"parent_team_id": empty}
    moved = control.ask("directory/update_team", target=theirs, bearer=token, body=body)
    assert moved.status == 200, moved.json


def test_a_manager_moves_teams_among_their_own(control: Control) -> None:
    top = team(control, "top")
    left, right = team(control, "left", top), team(control, "right", top)
    below = team(control, "below", left)
    control.person("viewer", team_ids=[right], team_roles={right: ["team_manager"]})
    _, token = control.person(
        "viewer", "lead@acme.example", team_ids=[top], team_roles={top: ["team_manager"]}
    )
    body = {"parent_team_id": right}
    moved = control.ask("directory/update_team", target=below, bearer=token, body=body)
    assert moved.status == 200, moved.json
