"""What a person did and what was done to them."""

from __future__ import annotations

import pytest

from tests.control_plane import Control

pytestmark = pytest.mark.aws


def test_shows_what_they_did_and_what_was_done_newest_first(control: Control) -> None:
    control.now_ms += 1
    person, token = control.person("admin")
    control.now_ms += 1
    team = control.ask("directory/create_team", bearer=token).json["id"]
    control.now_ms += 1
    control.ask("directory/suspend_user", target=person)
    answer = control.ask("directory/list_activity", target=person)
    assert answer.status == 200, answer.json
    shown = [(each["action"], each["actor"]["id"]) for each in answer.json["items"]]
    assert shown[:2] == [("user.suspended", control.user_id), ("team.created", person)]
    # Both in one millisecond of the tests' clock.
    assert set(shown[2:]) == {("session.signed_in", person), ("user.created", control.user_id)}
    suspended, made, *_ = answer.json["items"]
    assert suspended["reason"] == "left the project"
    assert "status" in suspended["changed"]
    assert "version" not in suspended["changed"]
    assert made["target"] == {"type": "team", "id": team}
    signed_in = next(each for each in answer.json["items"] if "signed_in" in each["action"])
    assert signed_in["address"] == "203.0.113.10"


def test_pages_follow_each_other(control: Control) -> None:
    for _ in range(4):
        control.now_ms += 1
        control.ask("directory/create_team")
    whole = control.ask("directory/list_activity", target=control.user_id).json["items"]
    seen: list[dict[str, object]] = []
    cursor: str | None = None
    for _ in range(len(whole)):
        query = {"limit": "2"} | ({"cursor": cursor} if cursor else {})
        page = control.ask("directory/list_activity", target=control.user_id, query=query).json
        seen += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert cursor is None
    assert len(seen) >= 4
    assert seen == whole


def test_everybody_sees_their_own_and_no_others(control: Control, other: str) -> None:
    person, token = control.person("developer")
    own = control.ask("directory/list_activity", target=person, bearer=token)
    assert own.status == 200
    for bearer, target, status in (
        (token, control.user_id, 404),
        (other, person, 404),
        ("", person, 401),
    ):
        answer = control.ask("directory/list_activity", target=target, bearer=bearer)
        assert answer.status == status
    role = {"name": "planner", "permissions": ["teams.view"]}
    assert control.ask("directory/create_role", body=role).status == 201
    _, outsider = control.person("planner")
    assert control.ask("directory/list_activity", target=person, bearer=outsider).status == 403


@pytest.mark.parametrize("query", [{"limit": "0"}, {"cursor": "é"}])
def test_a_bad_page_is_named(control: Control, query: dict[str, str]) -> None:
    answer = control.ask("directory/list_activity", target=control.user_id, query=query)
    assert (answer.status, answer.field) == (400, next(iter(query)))
