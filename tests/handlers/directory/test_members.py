"""Who is in a team and in the organization, and how far a role in a team reaches."""

from __future__ import annotations

from typing import Any

import pytest

from tests.control_plane import Answer, Control, key_of_everything
from tollgate.directory.models import User

pytestmark = pytest.mark.aws
ABSENT = "usr_00000000000000000000"


def team(control: Control, name: str, parent: str | None = None) -> str:
    body = {"name": name, "parent_team_id": parent}
    team_id: str = control.ask("directory/create_team", body=body).json["id"]
    return team_id


def at_member(control: Control, event: str, team_id: str, user_id: str, **more: Any) -> Answer:
    path = f"/api/v1/teams/{team_id}/members/{user_id}"
    return control.ask(f"directory/{event}", path=path, **more)


def at_organization(control: Control, event: str, user_id: str, **more: Any) -> Answer:
    path = f"/api/v1/organizations/{control.organization_id}/members/{user_id}"
    return control.ask(f"directory/{event}", path=path, **more)


def stored(control: Control, user_id: str) -> User:
    user = control.store.get(User, control.organization_id, user_id)
    assert user is not None
    return user


class TestOfATeam:
    @pytest.mark.parametrize(
        ("role", "roles"),
        [
            ("owner", ["team_manager"]),
            ("admin", ["team_manager"]),
            ("member", []),
            ("viewer", ["viewer"]),
            ("Finance Manager", ["finance"]),
        ],
    )
    def test_joins_with_a_role_there(self, control: Control, role: str, roles: list[str]) -> None:
        group = team(control, "Search")
        person, _ = control.person("developer")
        body = {"user_id": person, "role": role}
        answer = control.ask("directory/add_team_member", target=group, body=body)
        assert answer.status == 201, answer.json
        assert (answer.json["user_id"], answer.json["roles"]) == (person, roles)
        [listed] = control.ask("directory/list_team_members", target=group).json["items"]
        assert listed == answer.json
        assert stored(control, person).roles == ("developer",)
        assert control.actions().count("user.joined_team") == 1

    def test_joins_by_address_and_leaves(self, control: Control) -> None:
        group, other_group = team(control, "Search"), team(control, "Ads")
        person, _ = control.person("developer", team_ids=[other_group])
        before = control.epochs()
        body = {"email": "Developer@acme.example"}
        assert control.ask("directory/add_team_member", target=group, body=body).status == 201
        assert stored(control, person).team_ids == (other_group, group)
        assert at_member(control, "remove_team_member", group, person).status == 204
        assert stored(control, person).team_ids == (other_group,)
        assert control.epochs() == [epoch + 2 for epoch in before]
        assert at_member(control, "remove_team_member", group, person).status == 404

    def test_a_manager_makes_another_one_in_their_team(self, control: Control) -> None:
        group, beside = team(control, "Search"), team(control, "Ads")
        _, manager = control.person("viewer", team_roles={group: ["team_manager"]})
        person, _ = control.person("viewer", "p@acme.example", team_ids=[group, beside])
        body = {"role": "manager"}
        for team_id, status in ((group, 200), (beside, 404)):
            path = f"/api/v1/teams/{team_id}/members/{person}"
            answer = control.ask("directory/set_team_member", path=path, bearer=manager, body=body)
            assert answer.status == status, answer.json

    def test_a_role_holds_there_and_below_alone(self, control: Control) -> None:
        top = team(control, "top")
        below, beside = team(control, "below", top), team(control, "beside")
        person, token = control.person("developer", team_ids=[top])
        answer = at_member(control, "set_team_member", top, person, body={"role": "admin"})
        assert answer.json["roles"] == ["team_manager"]
        rename = {"name": "renamed"}
        for target, status in ((top, 200), (below, 200), (beside, 404)):
            changed = control.ask("directory/update_team", target=target, body=rename, bearer=token)
            assert changed.status == status
        seen = control.ask("directory/list_users", bearer=token).json["items"]
        assert [each["id"] for each in seen] == [person]
        at_member(control, "set_team_member", top, person, body={"role": "member"})
        answer = control.ask("directory/update_team", target=top, body=rename, bearer=token)
        assert answer.status == 403

    def test_a_manager_brings_in_their_equals(self, control: Control) -> None:
        group = team(control, "Search")
        _, token = control.person("developer", team_roles={group: ["team_manager"]})
        equal, _ = control.person("developer", "equal@acme.example")
        above, _ = control.person("auditor")
        body = {"user_id": equal, "role": "admin"}
        added = control.ask("directory/add_team_member", target=group, body=body, bearer=token)
        assert added.status == 201, added.json
        body = {"user_id": above}
        refused = control.ask("directory/add_team_member", target=group, body=body, bearer=token)
        assert refused.status == 403

    def test_a_manager_gives_no_more_than_they_have_there(self, control: Control) -> None:
        group, beside = team(control, "Search"), team(control, "Ads")
        _, token = control.person("developer", team_roles={group: ["team_manager"]})
        person, _ = control.person("developer", "equal@acme.example", team_ids=[group, beside])
        for role in ("security_officer", "finance"):
            body = {"roles": [role]}
            answer = at_member(control, "set_team_member", group, person, body=body, bearer=token)
            assert (answer.status, answer.field) == (403, "role")
        body = {"role": "viewer"}
        answer = at_member(control, "set_team_member", beside, person, body=body, bearer=token)
        assert answer.status == 404

    def test_nobody_changes_their_own_access(self, control: Control) -> None:
        group, below = team(control, "Search"), ""
        person, token = control.person("developer", team_roles={group: ["team_manager"]})
        below = team(control, "below", group)
        body = {"user_id": person}
        joining = control.ask("directory/add_team_member", target=below, body=body, bearer=token)
        assert joining.status == 403
        body = {"role": "viewer"}
        changed = at_member(control, "set_team_member", group, person, body=body, bearer=token)
        assert changed.status == 403
        left = at_member(control, "remove_team_member", group, person, bearer=token)
        assert left.status == 403

    def test_twice_is_a_conflict(self, control: Control) -> None:
        group = team(control, "Search")
        person, _ = control.person("developer", team_ids=[group])
        body = {"user_id": person}
        answer = control.ask("directory/add_team_member", target=group, body=body)
        assert (answer.status, answer.field) == (409, "user_id")

    def test_if_match_guards_against_lost_updates(self, control: Control) -> None:
        group = team(control, "Search")
        person, _ = control.person("developer", team_ids=[group])
        body, headers = {"role": "viewer"}, {"If-Match": '"9"'}
        answer = at_member(control, "set_team_member", group, person, body=body, headers=headers)
        assert answer.status == 412

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({}, None),
            ({"user_id": ABSENT, "email": "a@x.example"}, None),
            ({"user_id": ABSENT}, "user_id"),
            ({"email": "nobody@x.example"}, "email"),
            ({"email": "nobody"}, "email"),
            ({"user_id": ABSENT, "team_id": "x"}, "team_id"),
        ],
    )
    def test_names_the_offending_field(
        self, control: Control, body: dict[str, Any], field: str | None
    ) -> None:
        group = team(control, "Search")
        answer = control.ask("directory/add_team_member", target=group, body=body)
        assert answer.status == 400
        if field is not None:
            assert answer.field == field

    def test_an_unknown_role_is_named(self, control: Control) -> None:
        group = team(control, "Search")
        person, _ = control.person("developer")
        body = {"user_id": person, "role": "emperor"}
        answer = control.ask("directory/add_team_member", target=group, body=body)
        assert (answer.status, answer.field) == (400, "role")

    def test_a_viewer_changes_nothing(self, control: Control) -> None:
        group = team(control, "Search")
        person, viewer = control.person("viewer", team_ids=[group])
        assert control.ask("directory/add_team_member", target=group, bearer=viewer).status == 403
        for event in ("set_team_member", "remove_team_member"):
            assert at_member(control, event, group, person, bearer=viewer).status == 403
        listed = control.ask("directory/list_team_members", target=group, bearer=viewer)
        assert [each["user_id"] for each in listed.json["items"]] == [person]

    def test_another_organizations_team_looks_like_none(self, control: Control, other: str) -> None:
        group = team(control, "Search")
        person, _ = control.person("developer", team_ids=[group])
        events = ("list_team_members", "get_team_tree")
        for event in events:
            assert control.ask(f"directory/{event}", target=group, bearer=other).status == 404
        for event in ("set_team_member", "remove_team_member"):
            assert at_member(control, event, group, person, bearer=other).status == 404
        theirs = control.ask("directory/create_team", body={"name": "x"}, bearer=other).json["id"]
        body = {"user_id": person}
        answer = control.ask("directory/add_team_member", target=theirs, body=body, bearer=other)
        assert (answer.status, answer.field) == (400, "user_id")
        assert stored(control, person).team_ids == (group,)


class TestOfAnOrganization:
    def test_lists_everybody_with_the_role_that_sums_up(self, control: Control) -> None:
        for role in ("admin", "viewer", "finance"):
            control.person(role)
        answer = control.ask("directory/list_members", target=control.organization_id)
        shown = {each["email"]: each["role"] for each in answer.json["items"]}
        assert shown == {
            "owner@acme.example": "owner",
            "admin@acme.example": "admin",
            "viewer@acme.example": "viewer",
            "finance@acme.example": "member",
        }

    def test_invites_somebody_new(self, control: Control) -> None:
        answer = control.ask("directory/add_member", target=control.organization_id)
        assert answer.status == 201, answer.json
        assert (answer.json["status"], answer.json["role"]) == ("pending", "member")
        assert answer.json["roles"] == ["developer"]
        assert [letter.to for letter in control.letters] == ["jane@example.com"]

    def test_gives_somebody_known_another_role(self, control: Control) -> None:
        person, _ = control.person("developer")
        body = {"user_id": person, "role": "viewer"}
        answer = control.ask("directory/add_member", target=control.organization_id, body=body)
        assert answer.json["roles"] == ["developer", "viewer"]

    def test_sets_the_role_and_removes(self, control: Control) -> None:
        person, token = control.person("developer")
        changed = at_organization(control, "set_member", person, body={"role": "admin"})
        assert (changed.json["role"], changed.json["roles"]) == ("admin", ["admin"])
        assert at_organization(control, "remove_member", person).status == 204
        assert control.ask("auth/me", bearer=token).status == 401

    def test_the_last_owner_stays_one(self, control: Control) -> None:
        machine = key_of_everything(control)
        demoted = at_organization(
            control, "set_member", control.user_id, body={"role": "viewer"}, bearer=machine
        )
        assert (demoted.status, demoted.json["code"]) == (409, "last_owner")
        for event in ("remove_member", "suspend_user", "deactivate_user", "delete_user"):
            if event == "remove_member":
                answer = at_organization(control, event, control.user_id, bearer=machine)
            else:
                answer = control.ask(f"directory/{event}", target=control.user_id, bearer=machine)
            assert (answer.status, answer.json["code"]) == (409, "last_owner")
        control.person("owner", "third@acme.example")
        assert (
            at_organization(control, "remove_member", control.user_id, bearer=machine).status == 204
        )

    def test_refuses_the_unprivileged(self, control: Control) -> None:
        _, viewer = control.person("viewer")
        mine = control.organization_id
        assert control.ask("directory/add_member", target=mine, bearer=viewer).status == 403
        for event in ("set_member", "remove_member"):
            assert at_organization(control, event, control.user_id, bearer=viewer).status == 403
            assert at_organization(control, event, control.user_id, bearer="").status == 401

    def test_another_organization_looks_like_none(self, control: Control, other: str) -> None:
        mine = control.organization_id
        for event in ("list_members", "add_member", "list_organization_teams"):
            assert control.ask(f"directory/{event}", target=mine, bearer=other).status == 404
        made = control.ask("directory/create_organization_team", target=mine, bearer=other)
        assert made.status == 404
        for event in ("set_member", "remove_member"):
            assert at_organization(control, event, control.user_id, bearer=other).status == 404

    def test_has_teams(self, control: Control) -> None:
        mine = control.organization_id
        made = control.ask("directory/create_organization_team", target=mine)
        assert (made.status, made.json["cost_center"]) == (201, "CC-40")
        assert made.json["metadata"] == {"floor": "3"}
        listed = control.ask("directory/list_organization_teams", target=mine).json["items"]
        assert listed == [made.json]


class TestTree:
    def test_shows_who_stands_below_whom(self, control: Control) -> None:
        top = team(control, "top")
        control.now_ms += 1
        below, beside = team(control, "below", top), team(control, "beside")
        control.person("developer", team_ids=[below, beside])
        tree = control.ask("directory/get_tree").json["items"]
        assert [(each["id"], each["people"]) for each in tree] == [(top, 0), (beside, 1)]
        assert [(each["id"], each["people"]) for each in tree[0]["below"]] == [(below, 1)]
        one = control.ask("directory/get_team_tree", target=top).json
        assert one == tree[0]

    def test_ends_where_the_reach_does(self, control: Control) -> None:
        top = team(control, "top")
        below, _ = team(control, "below", top), team(control, "beside")
        role = {"name": "peeker", "permissions": ["teams.view"]}
        assert control.ask("directory/create_role", body=role).status == 201
        none = {"name": "nothing", "permissions": ["users.view.own"]}
        assert control.ask("directory/create_role", body=none).status == 201
        _, token = control.person("nothing", "peeker@acme.example", team_roles={below: ["peeker"]})
        tree = control.ask("directory/get_tree", bearer=token).json["items"]
        assert [each["id"] for each in tree] == [below]
        assert control.ask("directory/get_team_tree", target=top, bearer=token).status == 404


class TestDeletingAnOrganization:
    def test_ends_it_for_everybody(self, control: Control, other: str) -> None:
        key = control.ask("directory/create_api_key", body={"name": "k"}).json["key"]
        query = {"confirm": "my-organization"}
        answer = control.ask(
            "directory/delete_organization", target=control.organization_id, query=query
        )
        assert answer.status == 204, answer.json
        assert control.ask("auth/me").status == 401
        assert control.ask("auth/me", bearer=key).status == 401
        assert control.ask("auth/me", bearer=other).status == 200

    def test_takes_its_slug_and_its_owner(self, control: Control, other: str) -> None:
        mine = control.organization_id
        wrong = control.ask("directory/delete_organization", target=mine)
        assert (wrong.status, wrong.field) == (400, "confirm")
        missing = control.ask("directory/delete_organization", target=mine, query={})
        assert (missing.status, missing.field) == (400, "confirm")
        _, admin = control.person("admin")
        for bearer, status in ((admin, 403), (other, 403), ("", 401)):
            answer = control.ask("directory/delete_organization", target=mine, bearer=bearer)
            assert answer.status == status
        assert control.ask("auth/me").status == 200
