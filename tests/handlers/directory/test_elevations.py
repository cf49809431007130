"""A role for a while: asked for, decided by somebody else, over by itself."""

from __future__ import annotations

from typing import Any

import pytest

from tests.control_plane import START_MS, Answer, Control

pytestmark = pytest.mark.aws
MINUTE_MS = 60_000
DAY_MS = 24 * 60 * MINUTE_MS


def ask(control: Control, bearer: str, **body: Any) -> Answer:
    wish = {"role": "admin", "minutes": 60, "reason": "on call tonight", **body}
    return control.ask("directory/create_elevation", bearer=bearer, body=wish)


def step(control: Control, verb: str, id_: str, bearer: str | None = None, **body: Any) -> Answer:
    more = {"body": body} if body else {}
    return control.ask(f"directory/{verb}_elevation", target=id_, bearer=bearer, **more)


def may_create_teams(control: Control, bearer: str) -> bool:
    return control.ask("directory/create_team", bearer=bearer).status == 201


@pytest.fixture
def dev(control: Control) -> str:
    return control.person("developer")[1]


@pytest.fixture
def dev_id(control: Control, dev: str) -> str:
    found: str = control.ask("auth/me", bearer=dev).json["user"]["id"]
    return found


class TestLife:
    def test_from_the_wish_to_its_end(self, control: Control, dev: str, dev_id: str) -> None:
        assert not may_create_teams(control, dev)
        opened = ask(control, dev)
        assert opened.status == 201, opened.json
        assert opened.json["state"] == "pending"
        assert opened.json["user_id"] == dev_id
        assert opened.json["expires_at"] == "2026-11-22T09:30:00.000Z"
        assert not may_create_teams(control, dev)
        before = control.epochs()
        given = step(control, "approve", opened.json["id"], comment="go on")
        assert given.status == 200, given.json
        assert (given.json["state"], given.json["until"]) == ("active", "2026-11-21T10:30:00.000Z")
        assert (given.json["decided_by"], given.json["comment"]) == (control.user_id, "go on")
        assert control.epochs() == [epoch + 1 for epoch in before]
        assert may_create_teams(control, dev)
        control.now_ms = START_MS + 60 * MINUTE_MS - 1
        assert may_create_teams(control, dev)
        control.now_ms += 1
        assert not may_create_teams(control, dev)
        shown = control.ask("directory/get_elevation", target=opened.json["id"], bearer=dev)
        assert shown.json["state"] == "ended"

    def test_is_journalled_and_told(self, control: Control, dev: str) -> None:
        opened = ask(control, dev).json
        step(control, "approve", opened["id"])
        assert {"elevation.opened", "elevation.approved", "user.elevated"} <= set(control.actions())
        notices = [
            item
            for item in control.client.scan(TableName=control.tables.policies)["Items"]
            if item["sk"]["S"].startswith("NOTICE#")
        ]
        kinds = {item["kind"]["S"]: item["audience"]["L"] for item in notices}
        assert set(kinds) == {"elevation.opened", "elevation.approved"}
        assert {"S": "owner"} in kinds["elevation.opened"]

    def test_an_ended_one_is_forgotten_with_the_next(
        self, control: Control, dev: str, dev_id: str
    ) -> None:
        step(control, "approve", ask(control, dev, minutes=5).json["id"])
        control.now_ms += 5 * MINUTE_MS
        again = ask(control, dev, minutes=5)
        assert again.status == 201, again.json
        assert step(control, "approve", again.json["id"]).status == 200
        user = control.ask("directory/get_user", target=dev_id).json
        assert [each["id"] for each in user["elevations"]] == [again.json["id"]]

    def test_may_be_taken_back_before_its_time(self, control: Control, dev: str) -> None:
        for bearer in (control.token, dev):
            opened = ask(control, dev).json
            step(control, "approve", opened["id"])
            assert may_create_teams(control, dev)
            ended = step(control, "revoke", opened["id"], bearer)
            assert (ended.status, ended.json["state"]) == (200, "revoked")
            assert not may_create_teams(control, dev)
            assert step(control, "revoke", opened["id"], bearer).status == 409

    def test_may_be_withdrawn_or_refused(self, control: Control, dev: str) -> None:
        withdrawn = ask(control, dev).json["id"]
        assert step(control, "revoke", withdrawn, dev).json["state"] == "cancelled"
        refused = ask(control, dev).json["id"]
        answer = step(control, "reject", refused)
        assert (answer.status, answer.json["state"]) == (200, "rejected")
        for id_ in (withdrawn, refused):
            for verb in ("approve", "reject", "revoke"):
                assert step(control, verb, id_).status == 409
        assert not may_create_teams(control, dev)

    def test_nobody_decides_it_after_a_day(self, control: Control, dev: str) -> None:
        opened = ask(control, dev).json["id"]
        control.now_ms += DAY_MS
        owner = control.token_of("owner@acme.example")
        assert step(control, "approve", opened, owner).status == 409
        shown = control.ask("directory/get_elevation", target=opened, bearer=owner)
        assert shown.json["state"] == "expired"


class TestHandingOn:
    """What is given with an elevation would outlive it."""

    @pytest.fixture(autouse=True)
    def elevated(self, control: Control, dev: str) -> None:
        assert step(control, "approve", ask(control, dev).json["id"]).status == 200
        assert may_create_teams(control, dev)

    def test_a_key_gets_nothing_of_it(self, control: Control, dev: str) -> None:
        body = {"name": "outlives", "permissions": ["users.*"]}
        answer = control.ask("directory/create_api_key", bearer=dev, body=body)
        assert (answer.status, answer.field) == (403, "permissions")
        own = {"name": "own", "permissions": ["llm.use.*"]}
        assert control.ask("directory/create_api_key", bearer=dev, body=own).status == 201

    def test_nobody_gets_a_role_in_a_team_either(self, control: Control, dev: str) -> None:
        team_id = control.ask("directory/create_team", body={"name": "Search"}).json["id"]
        friend, _ = control.person("developer", "friend@acme.example", team_ids=[team_id])
        path = f"/api/v1/users/{friend}/roles/admin"
        given = control.ask(
            "directory/assign_role", path=path, query={"team_id": team_id}, bearer=dev
        )
        assert given.status == 403, given.json

    def test_nobody_issues_keys_of_others_by_it(self, control: Control, dev: str) -> None:
        other, _ = control.person("developer", "other@acme.example")
        body = {"name": "k", "user_id": other}
        theirs = control.ask("directory/create_api_key", body=body).json
        made = control.ask("directory/create_api_key", bearer=dev, body=body)
        assert (made.status, made.field) == (403, "user_id"), made.json
        again = control.ask("directory/rotate_api_key", target=theirs["id"], bearer=dev)
        assert again.status == 403, again.json
        own = control.ask("directory/create_api_key", bearer=dev, body={"name": "k"})
        assert (own.status, own.json["kind"]) == (201, "personal"), own.json

    def test_nobody_gets_the_role(self, control: Control, dev: str) -> None:
        body = {"email": "friend@acme.example", "name": "Friend", "roles": ["admin"]}
        assert control.ask("directory/create_user", bearer=dev, body=body).status == 403
        assert control.ask("directory/create_role", bearer=dev).status == 403


class TestFourEyes:
    def test_nobody_approves_their_own(self, control: Control) -> None:
        _, admin = control.person("admin")
        opened = ask(control, admin, role="finance").json["id"]
        for verb in ("approve", "reject"):
            assert step(control, verb, opened, admin).status == 403
        assert step(control, "approve", opened).status == 200

    def test_nor_by_a_key_of_their_own_making(self, control: Control) -> None:
        _, admin = control.person("admin")
        body = {"name": "k", "permissions": ["elevations.*", "budgets.*", "costs.*"]}
        key = control.ask("directory/create_api_key", bearer=admin, body=body).json["key"]
        opened = ask(control, admin, role="finance").json["id"]
        assert step(control, "approve", opened, key).status == 403

    def test_only_who_holds_the_role_gives_it(self, control: Control, dev: str) -> None:
        _, officer = control.person("security_officer")
        opened = ask(control, dev).json["id"]
        answer = step(control, "approve", opened, officer)
        assert (answer.status, answer.field) == (403, "role")
        assert step(control, "reject", opened, officer).status == 200

    def test_a_suspended_person_gets_nothing(self, control: Control, dev: str, dev_id: str) -> None:
        opened = ask(control, dev).json["id"]
        control.ask("directory/suspend_user", target=dev_id)
        assert step(control, "approve", opened).status == 409

    def test_a_service_key_asks_for_nothing(self, control: Control) -> None:
        body = {"name": "k", "permissions": ["elevations.*"]}
        key = control.ask("directory/create_api_key", body=body).json["key"]
        assert ask(control, key).status == 403


class TestAsking:
    @pytest.mark.parametrize(
        ("body", "status", "field"),
        [
            ({"role": "king"}, 400, "role"),
            ({"role": "owner"}, 422, "role"),
            ({"role": "developer"}, 409, "role"),
            ({"role": "x" * 65}, 400, "role"),
            ({"minutes": 481}, 400, "minutes"),
            ({"minutes": 0}, 400, "minutes"),
            ({"minutes": "an hour"}, 400, "minutes"),
            ({"reason": "  "}, 400, "reason"),
            ({"reason": "x" * 501}, 400, "reason"),
            ({"user_id": "usr_00000000000000000000"}, 400, "user_id"),
            ({"until_ms": 1}, 400, "until_ms"),
        ],
    )
    def test_names_what_is_wrong(
        self, control: Control, dev: str, body: dict[str, Any], status: int, field: str
    ) -> None:
        answer = ask(control, dev, **body)
        assert (answer.status, answer.field) == (status, field)

    def test_once_at_a_time(self, control: Control, dev: str) -> None:
        assert ask(control, dev).status == 201
        assert ask(control, dev).status == 409
        assert ask(control, dev, role="finance").status == 201

    def test_a_role_of_ones_own_has_to_allow_it(self, control: Control, dev: str) -> None:
        role = {"name": "release", "permissions": ["teams.create"]}
        assert control.ask("directory/create_role", body=role).status == 201
        assert ask(control, dev, role="release").status == 422
        changed = control.ask("directory/update_role", target="release", body={"elevatable": True})
        assert changed.json["elevatable"] is True
        opened = ask(control, dev, role="release")
        assert opened.status == 201, opened.json
        step(control, "approve", opened.json["id"])
        assert may_create_teams(control, dev)

    def test_by_another_name_of_the_role(self, control: Control, dev: str) -> None:
        assert ask(control, dev, role="Finance Manager").json["role"] == "finance"


class TestReach:
    def test_one_sees_ones_own_and_a_decider_all(self, control: Control, dev: str) -> None:
        other_dev = control.person("developer", "second@acme.example")[1]
        mine = ask(control, dev).json["id"]
        control.now_ms += 1
        theirs = ask(control, other_dev).json["id"]

        def seen(bearer: str, **query: str) -> list[str]:
            answer = control.ask("directory/list_elevations", bearer=bearer, query=query or None)
            return [item["id"] for item in answer.json["items"]]

        assert seen(dev) == [mine]
        assert seen(control.token) == [theirs, mine]
        assert seen(control.token, state="active") == []
        for verb in ("get", "revoke"):
            assert step(control, verb, theirs, dev).status == 404
        step(control, "approve", mine)
        assert seen(control.token, state="active") == [mine]
        page = control.ask("directory/list_elevations", query={"limit": "1"}).json
        rest = control.ask(
            "directory/list_elevations", query={"limit": "1", "cursor": page["next_cursor"]}
        ).json
        assert [page["items"][0]["id"], rest["items"][0]["id"]] == [theirs, mine]
        assert rest["next_cursor"] is None

    def test_another_organizations_look_like_none(
        self, control: Control, dev: str, other: str
    ) -> None:
        opened = ask(control, dev).json["id"]
        for verb in ("get", "approve", "reject", "revoke"):
            assert step(control, verb, opened, other).status == 404
        assert control.ask("directory/list_elevations", bearer=other).json["items"] == []

    def test_needs_the_permission(self, control: Control, dev: str) -> None:
        _, finance = control.person("finance")
        opened = ask(control, dev).json["id"]
        for event in ("create_elevation", "list_elevations"):
            assert control.ask(f"directory/{event}", bearer=finance).status == 403
            assert control.ask(f"directory/{event}", bearer="").status == 401
        for verb in ("get", "approve", "reject", "revoke"):
            assert step(control, verb, opened, finance).status == 403
            assert step(control, verb, opened, "").status == 401
        for verb in ("approve", "reject"):
            assert step(control, verb, opened, dev).status == 403

    @pytest.mark.parametrize("query", [{"state": "odd"}, {"cursor": "!"}, {"cursor": "eA"}])
    def test_a_bad_filter_is_named(self, control: Control, query: dict[str, str]) -> None:
        answer = control.ask("directory/list_elevations", query=query)
        assert (answer.status, answer.field) == (400, next(iter(query)))
