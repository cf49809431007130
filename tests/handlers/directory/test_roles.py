"""Roles of the organization's own, who has them, and why somebody may do what they may."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from tests.control_plane import Answer, Control
from tollgate.directory.models import Elevation, User
from tollgate.directory.roles import DEEPEST
from tollgate.directory.store import Change
from tollgate.journal.models import Actor, Target

pytestmark = pytest.mark.aws

GUIDE = ["llm.use.gpt4", "llm.use.claude", "analytics.view", "reports.generate", "costs.view.own"]
CHANGES = ("create_role", "update_role", "replace_role", "delete_role")


def role(control: Control, name: str, /, *, bearer: str | None = None, **fields: Any) -> Answer:
    body = {"name": name, **fields}
    return control.ask("directory/create_role", body=body, bearer=bearer)


def assign(
    control: Control,
    user_id: str,
    role_id: str,
    *,
    bearer: str | None = None,
    team_id: str | None = None,
    event: str = "assign_role",
) -> Answer:
    path = f"/api/v1/users/{user_id}/roles/{role_id}"
    query = {"team_id": team_id} if team_id else None
    return control.ask(f"directory/{event}", path=path, bearer=bearer, query=query)


def team(control: Control, name: str, parent: str | None = None) -> str:
    body = {"name": name, "parent_team_id": parent}
    team_id: str = control.ask("directory/create_team", body=body).json["id"]
    return team_id


def test_the_guides_role_works_as_printed(control: Control) -> None:
    answer = control.ask("directory/create_role")
    assert answer.status == 201, answer.json
    assert (answer.json["id"], answer.json["permissions"]) == ("data_scientist", GUIDE)
    assert {"usage.view", "costs.view"} < set(answer.json["effective_permissions"])
    assert control.ask("directory/get_role").json == answer.json
    assert "role.created" in control.actions()


def test_a_name_with_spaces_makes_an_id_without(control: Control) -> None:
    answer = role(control, "Data Science Lead")
    assert (answer.json["id"], answer.json["name"]) == ("data_science_lead", "Data Science Lead")


@pytest.mark.parametrize("name", ["finance", "Finance Manager", "super_admin", "data_scientist"])
def test_a_name_that_is_taken_is_refused(control: Control, name: str) -> None:
    control.ask("directory/create_role")
    answer = role(control, name)
    assert (answer.status, answer.field) == (409, "name")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": "x"}, "name"),
        ({"name": "ünsinn"}, "name"),
        ({"name": "permissions"}, "name"),
        ({"permissions": ["users.fly"]}, "permissions"),
        ({"permissions": ["roles.view.own"]}, "permissions"),
        ({"permissions": "users.view"}, "permissions"),
        ({"denied_permissions": ["nothing.at_all"]}, "denied_permissions"),
        ({"permissions": ["Users.View"]}, "permissions.0"),
        ({"inherits": ["nobody"]}, "inherits"),
        ({"inherits": "r_new"}, "inherits"),
        ({"version": 7}, "version"),
        ({"organization_id": "org_x"}, "organization_id"),
    ],
)
def test_names_the_offending_field(control: Control, fields: dict[str, Any], field: str) -> None:
    answer = control.ask("directory/create_role", body={"name": "r_new", **fields})
    assert (answer.status, answer.field) == (400, field), answer.json


def test_roles_inherit_neither_in_a_circle_nor_without_end(control: Control) -> None:
    for number in range(DEEPEST):
        parents = [f"r{number - 1:02}"] if number else []
        assert role(control, f"r{number:02}", inherits=parents).status == 201
    deeper = role(control, "too_deep", inherits=f"r{DEEPEST - 1:02}")
    assert (deeper.status, deeper.field) == (400, "inherits")
    circle = control.ask("directory/update_role", target="r00", body={"inherits": ["r05"]})
    assert (circle.status, circle.field) == (400, "inherits")
    assert "r05" in circle.json["detail"]


def test_what_is_inherited_is_effective_and_what_is_denied_is_not(control: Control) -> None:
    role(control, "base", permissions=["teams.view", "users.view"], denied_permissions=["users.*"])
    made = role(control, "heir", permissions=["policies.view"], inherit_from="base")
    assert made.json["inherits"] == ["base"]
    assert {"teams.view", "policies.view"} <= set(made.json["effective_permissions"])
    assert made.json["effective_denied_permissions"] == ["users.*"]
    _, token = control.person("heir")
    assert control.ask("directory/list_teams", bearer=token).status == 200
    assert control.ask("directory/list_users", bearer=token).status == 403


def test_a_changed_role_counts_on_the_next_request_and_moves_the_stamp(control: Control) -> None:
    role(control, "looker", permissions=["policies.view"])
    _, token = control.person("looker")
    assert control.ask("directory/list_teams", bearer=token).status == 403
    before = control.epochs()
    body = {"permissions": ["teams:read"]}
    changed = control.ask("directory/update_role", target="looker", body=body)
    assert changed.json["permissions"] == ["teams:read"]
    assert control.ask("directory/list_teams", bearer=token).status == 200
    assert control.epochs() == [epoch + 1 for epoch in before]


def test_put_replaces_and_patch_leaves(control: Control) -> None:
    role(control, "looker", permissions=["teams.view"], description="old")
    patched = control.ask(
        "directory/update_role", target="looker", body={"description": "new"}
    ).json
    assert (patched["permissions"], patched["description"]) == (["teams.view"], "new")
    body = {"name": "looker", "permissions": ["users.view"]}
    put = control.ask("directory/replace_role", target="looker", body=body).json
    assert (put["permissions"], put["description"]) == (["users.view"], "")
    renamed = control.ask("directory/update_role", target="looker", body={"name": "other"})
    assert (renamed.status, renamed.field) == (400, "name")


def test_a_change_to_an_older_version_is_refused(control: Control) -> None:
    etag = role(control, "looker").headers["etag"]
    headers = {"If-Match": etag}
    for event, status in (("update_role", 200), ("update_role", 412), ("delete_role", 412)):
        body = {"description": "x"} if event == "update_role" else ""
        answer = control.ask(f"directory/{event}", target="looker", headers=headers, body=body)
        assert answer.status == status, answer.json


def test_the_list_has_system_roles_and_says_how_many_have_each(control: Control) -> None:
    control.ask("directory/create_role")
    control.person("viewer")
    first = control.ask("directory/list_roles", query={"limit": "5"}).json
    assert len(first["items"]) == 5
    rest = control.ask(
        "directory/list_roles", query={"limit": "100", "cursor": first["next_cursor"]}
    ).json
    roles = {each["id"]: each for each in first["items"] + rest["items"]}
    assert rest["next_cursor"] is None
    assert list(roles) == sorted(roles)
    assert [roles[name]["system"] for name in ("owner", "data_scientist")] == [True, False]
    assert [roles[name]["held_by"] for name in ("owner", "viewer", "admin")] == [1, 1, 0]


def test_system_roles_stay_as_they_are(control: Control) -> None:
    assert control.ask("directory/get_role", target="org_admin").json["id"] == "admin"
    for event in ("update_role", "replace_role", "delete_role"):
        answer = control.ask(f"directory/{event}", target="owner")
        assert answer.status == (400 if event == "replace_role" else 403)
    put = control.ask("directory/replace_role", target="owner", body={"permissions": []})
    assert put.status == 403


def test_a_role_in_use_is_not_deleted(control: Control) -> None:
    control.ask("directory/create_role")
    user_id, _ = control.person("data_scientist")
    answer = control.ask("directory/delete_role")
    assert (answer.status, answer.json["held_by"]) == (409, 1)
    assert assign(control, user_id, "data_scientist", event="remove_role").status == 200
    role(control, "heir", inherits="data_scientist")
    assert control.ask("directory/delete_role").json["inherited_by"] == ["heir"]
    assert control.ask("directory/delete_role", target="heir").status == 204
    assert control.ask("directory/delete_role").status == 204
    assert control.ask("directory/get_role").status == 404
    assert control.ask("directory/create_role").status == 201


def test_nobody_makes_a_role_with_more_than_they_have(control: Control) -> None:
    _, admin = control.person("admin")
    assert role(control, "helper", bearer=admin, permissions=["users.view"]).status == 201
    for fields in (
        {"permissions": ["*"]},
        {"permissions": ["organizations.create"]},
        {"inherits": "owner"},
        {"permissions": ["organizations.create"], "denied_permissions": ["organizations.create"]},
    ):
        answer = role(control, "mighty", bearer=admin, **fields)
        assert (answer.status, answer.field) == (403, "permissions"), fields


def test_nobody_changes_a_role_that_gives_more_than_they_have(control: Control) -> None:
    _, admin = control.person("admin")
    role(control, "founder", permissions=["organizations.create"])
    body = {"permissions": []}
    changed = control.ask("directory/update_role", target="founder", body=body, bearer=admin)
    assert changed.status == 403
    assert control.ask("directory/delete_role", target="founder", bearer=admin).status == 403


def test_nobody_changes_their_own_role_or_lifts_a_denial_that_binds_them(control: Control) -> None:
    role(control, "base", permissions=["roles.view", "roles.edit"])
    role(control, "keeper", inherits="base")
    role(control, "barred", denied_permissions=["organizations.create"])
    _, keeper = control.person("keeper")
    _, admin = control.person("admin")
    body = {"description": "mine"}
    assert control.ask("directory/update_role", target="base", body=body).status == 200
    own = control.ask("directory/update_role", target="base", body=body, bearer=keeper)
    assert own.status == 403
    lifted = control.ask(
        "directory/update_role", target="barred", body={"denied_permissions": []}, bearer=admin
    )
    assert (lifted.status, lifted.field) == (403, "denied_permissions")


def test_nobody_changes_their_own_role_by_a_key_of_their_making(control: Control) -> None:
    rights = ["roles.view", "roles.edit", "api_keys.create"]
    role(control, "by day", permissions=rights, condition="context.time < 1800")
    _, keeper = control.person("by_day")
    body = {"name": "machine", "permissions": rights}
    of_nobody = control.ask("directory/create_api_key", bearer=keeper, body=body)
    assert (of_nobody.status, of_nobody.field) == (403, "permissions")
    key = control.ask("directory/create_own_api_key", bearer=keeper, body=body).json["key"]
    always = {"condition": None}
    changed = control.ask("directory/update_role", target="by_day", body=always, bearer=key)
    assert (changed.status, changed.json["code"]) == (403, "forbidden")
    assert control.ask("directory/get_role", target="by_day").json["condition"]


@pytest.mark.parametrize("event", CHANGES)
def test_a_viewer_changes_no_role(control: Control, event: str) -> None:
    control.ask("directory/create_role")
    _, viewer = control.person("viewer")
    assert control.ask("directory/get_role", bearer=viewer).status == 200
    assert control.ask(f"directory/{event}", bearer=viewer).status == 403
    assert control.ask(f"directory/{event}", bearer="").status == 401


def test_another_organizations_role_looks_like_none(control: Control, other: str) -> None:
    control.ask("directory/create_role")
    for event in ("get_role", "update_role", "delete_role"):
        assert control.ask(f"directory/{event}", bearer=other).status == 404
    listed = control.ask("directory/list_roles", bearer=other, query={"limit": "100"}).json
    assert all(each["system"] for each in listed["items"])
    body = {"name": "heir", "inherits": "data_scientist"}
    assert control.ask("directory/create_role", bearer=other, body=body).field == "inherits"


def test_the_permissions_there_are(control: Control) -> None:
    listed = control.ask("directory/list_permissions").json["items"]
    by_name = {each["permission"]: each for each in listed}
    assert by_name["costs.view"]["scopes"] == ["team", "own"]
    assert by_name["users.edit"]["description"].startswith("Change people")
    _, member = control.person("finance")
    assert control.ask("directory/list_permissions", bearer=member).status == 403


class TestAssigning:
    def test_a_role_is_given_once_and_taken_again(self, control: Control) -> None:
        user_id, _ = control.person("viewer")
        before = control.epochs()
        given = assign(control, user_id, "Finance Manager")
        assert given.json["roles"] == ["viewer", "finance"]
        assert assign(control, user_id, "finance").json["version"] == given.json["version"]
        assert control.epochs() == [epoch + 1 for epoch in before]
        left = assign(control, user_id, "finance", event="remove_role")
        assert left.json["roles"] == ["viewer"]
        assert assign(control, user_id, "finance", event="remove_role").status == 404
        assert {"user.role_assigned", "user.role_removed"} < set(control.actions())

    def test_a_role_in_a_team_counts_there_and_below(self, control: Control) -> None:
        top, beside = team(control, "top"), team(control, "beside")
        below = team(control, "below", top)
        user_id, token = control.person("standard_user", team_ids=[top])
        for team_id in (top, below, beside):
            control.person("viewer", f"{team_id}@acme.example", team_ids=[team_id])
        assert assign(control, user_id, "viewer", team_id=beside).field == "team_id"
        given = assign(control, user_id, "viewer", team_id=top)
        assert given.status == 200, given.json
        seen = control.ask("directory/list_users", bearer=token, query={"limit": "100"}).json
        emails = {each["email"] for each in seen["items"]}
        expected = {f"{top}@acme.example", f"{below}@acme.example", "standard_user@acme.example"}
        assert emails == expected
        assert assign(control, user_id, "viewer", team_id=top, event="remove_role").status == 200
        left = control.ask("directory/list_users", bearer=token).json
        assert [each["email"] for each in left["items"]] == ["standard_user@acme.example"]

    @pytest.mark.parametrize("event", ["assign_role", "remove_role"])
    def test_refusals(self, control: Control, other: str, event: str) -> None:
        user_id, _ = control.person("finance")
        _, viewer = control.person("viewer")
        admin_id, admin = control.person("admin")
        ask: dict[str, Any] = {"event": event}
        assert assign(control, user_id, "finance", bearer=viewer, **ask).status == 403
        assert assign(control, user_id, "finance", bearer="", **ask).status == 401
        assert assign(control, user_id, "finance", bearer=other, **ask).status == 404
        assert assign(control, user_id, "nothing", **ask).status == 404
        assert assign(control, "usr_00000000000000000000", "finance", **ask).status == 404
        assert assign(control, admin_id, "admin", bearer=admin, **ask).status == 403
        assert assign(control, control.user_id, "owner", bearer=admin, **ask).status == 403

    def test_nobody_gives_more_than_they_have(self, control: Control) -> None:
        user_id, _ = control.person("viewer")
        _, admin = control.person("admin")
        assert assign(control, user_id, "owner", bearer=admin).status == 403
        assert assign(control, user_id, "finance", bearer=admin).status == 200

    def test_the_last_owner_stays(self, control: Control) -> None:
        role(control, "root", permissions=["*"])
        second, _ = control.person("owner", "second@acme.example")
        _, root = control.person("root")
        assert assign(control, second, "owner", bearer=root, event="remove_role").status == 200
        last = assign(control, control.user_id, "owner", bearer=root, event="remove_role")
        assert (last.status, last.json["code"]) == (409, "last_owner")


class TestExplaining:
    def explained(self, control: Control, user_id: str, bearer: str | None = None) -> Answer:
        path = f"/api/v1/users/{user_id}/permissions"
        return control.ask("directory/user_permissions", path=path, bearer=bearer)

    def test_every_permission_names_the_roles_it_comes_by(self, control: Control) -> None:
        role(control, "base", permissions=["teams.view", "users.view"])
        role(control, "heir", inherits="base", denied_permissions=["users.view"])
        place = team(control, "place")
        user_id, token = control.person("heir", team_ids=[place])
        assign(control, user_id, "finance", team_id=place)
        answer = self.explained(control, user_id)
        assert answer.json["permissions"] == ["teams.view"]
        assert answer.json["denied_permissions"] == ["users.view"]
        assert "costs.*" in answer.json["by_team"][place]
        [source] = [
            each
            for each in answer.json["sources"]
            if each["permission"] == "teams.view" and each["team_id"] is None
        ]
        assert (source["via"], source["scope"]) == (["heir", "base"], "org")
        assert not source["denied"]
        [there] = [each for each in answer.json["sources"] if each["permission"] == "costs.*"]
        assert (there["via"], there["scope"], there["team_id"]) == (["finance"], "team", place)
        assert self.explained(control, user_id, token).status == 403

    def test_refusals(self, control: Control, other: str) -> None:
        user_id, token = control.person("developer")
        assert self.explained(control, user_id, token).status == 200
        assert self.explained(control, control.user_id, token).status == 404
        assert self.explained(control, user_id, other).status == 404
        assert self.explained(control, user_id, "").status == 401


def test_who_has_a_role_in_a_team_or_for_a_while_counts_as_its_holder(control: Control) -> None:
    control.ask("directory/create_role")
    place = team(control, "place")
    user_id, _ = control.person("viewer", team_ids=[place])
    assert assign(control, user_id, "data_scientist", team_id=place).status == 200
    assert control.ask("directory/get_role").json["held_by"] == 1
    assign(control, user_id, "data_scientist", team_id=place, event="remove_role")
    user = control.store.get(User, control.organization_id, user_id)
    assert user is not None
    elevated = replace(
        user,
        elevations=(Elevation("elv_1", "data_scientist", control.now_ms + 1),),
        version=user.version + 1,
    )
    event = control.auth.event(
        control.organization_id,
        Actor("system", "test"),
        Target("user", user_id),
        action="user.elevated",
        request_id="r",
    )
    control.store.commit(Change(before=user, after=elevated, event=event))
    assert control.ask("directory/get_role").json["held_by"] == 1
    assert control.ask("directory/delete_role").status == 409
    control.now_ms += 1
    assert control.ask("directory/get_role").json["held_by"] == 0
    assert control.ask("directory/delete_role").status == 204
