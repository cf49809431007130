from __future__ import annotations

import pytest

from tests.control_plane import PASSWORD, Control

pytestmark = pytest.mark.aws


def test_create_shows_no_secret_and_signs_in(control: Control) -> None:
    answer = control.ask("directory/create_user")
    assert answer.status == 201
    assert answer.json["roles"] == ["developer"]
    assert "password" not in str(answer.json)
    assert control.login("john@example.com", "a long enough password").status == 200
    assert "a long enough password" not in str(control.events())
    assert "argon2" not in str(control.events())


def test_an_email_is_unique_in_the_organization(control: Control, other: str) -> None:
    assert control.ask("directory/create_user").status == 201
    again = control.ask("directory/create_user")
    assert (again.status, again.field) == (409, "email")
    assert control.ask("directory/create_user", bearer=other).status == 201


def test_a_deleted_persons_email_is_free_again(control: Control) -> None:
    user_id = control.ask("directory/create_user").json["id"]
    token = control.token_of("john@example.com", "a long enough password")
    assert control.ask("directory/delete_user", target=user_id).status == 204
    assert control.ask("auth/me", bearer=token).status == 401
    assert control.ask("directory/get_user", target=user_id).status == 404
    assert control.login("john@example.com", "a long enough password").status == 401
    assert control.ask("directory/create_user").status == 201


def test_suspension_ends_sessions_and_keys_at_once(control: Control) -> None:
    user_id, token = control.person("developer")
    key = control.ask("directory/create_api_key", bearer=token, body={"name": "k"}).json
    assert control.ask("auth/me", bearer=key["key"]).status == 200
    before = control.epochs()
    suspended = control.ask("directory/suspend_user", target=user_id)
    assert suspended.json["status"] == "suspended"
    assert control.ask("auth/me", bearer=token).status == 401
    assert control.ask("auth/me", bearer=key["key"]).status == 401
    assert control.epochs() == [epoch + 1 for epoch in before]
    [event] = [item for item in control.events() if item["action"]["S"] == "user.suspended"]
    assert event["details"]["M"]["reason"] == {"S": "left the project"}
    assert control.ask("directory/activate_user", target=user_id).json["status"] == "active"
    assert control.ask("auth/me", bearer=key["key"]).status == 200
    assert control.ask("auth/me", bearer=token).status == 401
    assert control.ask("auth/me", bearer=control.token_of("developer@acme.example")).status == 200


def test_a_role_change_counts_on_the_next_request(control: Control) -> None:
    user_id, token = control.person("viewer")
    assert control.ask("directory/create_team", bearer=token).status == 403
    control.ask("directory/update_user", target=user_id, body={"roles": ["admin"]})
    assert control.ask("directory/create_team", bearer=token).status == 201


def test_nobody_gives_more_than_they_have(control: Control, other: str) -> None:
    body = {"email": "x@globex.example", "name": "X", "roles": ["owner"]}
    answer = control.ask("directory/create_user", body=body, bearer=other)
    assert (answer.status, answer.field) == (403, "roles")


def test_nobody_outranks_the_caller(control: Control) -> None:
    _, admin = control.person("admin")
    for event in ("update_user", "suspend_user", "delete_user"):
        answer = control.ask(f"directory/{event}", target=control.user_id, bearer=admin)
        assert answer.status == 403


def test_nobody_outranks_the_caller_by_a_key_in_their_name(control: Control) -> None:
    role = {"name": "keeper", "permissions": ["api_keys.create", "users.view", "users.edit"]}
    assert control.ask("directory/create_role", body=role).status == 201
    _, keeper = control.person("keeper")
    body = {"name": "k", "permissions": ["users.edit"], "user_id": control.user_id}
    made = control.ask("directory/create_api_key", bearer=keeper, body=body)
    assert made.status == 201, made.json
    poor = {"budget_usd": "0", "budget_period": "daily"}
    changed = control.ask(
        "directory/update_user", target=control.user_id, bearer=made.json["key"], body=poor
    )
    assert (changed.status, changed.json["code"]) == (403, "forbidden")


@pytest.mark.parametrize("event", ["update_user", "suspend_user", "activate_user", "delete_user"])
def test_nobody_changes_their_own_access(control: Control, event: str) -> None:
    answer = control.ask(f"directory/{event}", target=control.user_id)
    assert answer.status == 403
    assert control.ask("auth/me").status == 200


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": "X"}, "email"),
        ({"email": "x", "name": "X"}, "email"),
        ({"email": "x@y.example", "name": "X", "password": "short"}, "password"),
        ({"email": "x@y.example", "name": "X", "roles": ["emperor"]}, "roles"),
        ({"email": "x@y.example", "name": "X", "roles": "owner"}, "roles"),
        ({"email": "x@y.example", "name": "X", "password_hash": "h"}, "password_hash"),
        (
            {"email": "x@y.example", "name": "X", "team_ids": ["team_00000000000000000000"]},
            "team_id",
        ),
    ],
)
def test_names_the_offending_field(control: Control, body: dict[str, object], field: str) -> None:
    answer = control.ask("directory/create_user", body=body)
    assert (answer.status, answer.field) == (400, field)


def test_a_developer_sees_only_themselves(control: Control) -> None:
    user_id, token = control.person("developer")
    [me] = control.ask("directory/list_users", bearer=token).json["items"]
    assert me["id"] == user_id
    assert control.ask("directory/get_user", bearer=token, target=user_id).status == 200
    hidden = control.ask("directory/get_user", bearer=token, target=control.user_id)
    absent = control.ask("directory/get_user", bearer=token, target="usr_00000000000000000000")
    assert hidden.status == absent.status == 404


@pytest.mark.parametrize(
    "event", ["get_user", "update_user", "suspend_user", "activate_user", "delete_user"]
)
def test_another_organizations_person_looks_like_none(
    control: Control, other: str, event: str
) -> None:
    answer = control.ask(f"directory/{event}", target=control.user_id, bearer=other)
    assert answer.status == 404
    assert control.ask("auth/me").status == 200


@pytest.mark.parametrize(
    "event", ["create_user", "update_user", "suspend_user", "activate_user", "delete_user"]
)
def test_a_viewer_changes_nobody(control: Control, event: str) -> None:
    _, viewer = control.person("viewer")
    assert control.ask(f"directory/{event}", bearer=viewer).status == 403
    assert control.ask(f"directory/{event}", bearer="").status == 401


def test_role_ids_is_an_alias(control: Control) -> None:
    body = {"email": "x@y.example", "name": "X", "role_ids": ["auditor"], "password": PASSWORD}
    assert control.ask("directory/create_user", body=body).json["roles"] == ["auditor"]


def test_the_list_is_filtered(control: Control) -> None:
    body = {"name": "Search"}
    team_id = control.ask("directory/create_team", body=body).json["id"]
    control.now_ms += 1
    viewer, _ = control.person("viewer", team_ids=[team_id])
    control.now_ms += 1
    finance, _ = control.person("finance", team_roles={team_id: ["team_manager"]})
    control.ask("directory/suspend_user", target=viewer)

    def found(**query: str) -> list[str]:
        answer = control.ask("directory/list_users", query=query)
        assert answer.status == 200, answer.json
        return [each["id"] for each in answer.json["items"]]

    assert found(email="Viewer@acme.example ") == [viewer]
    assert found(email="viewer") == []
    assert found(status="suspended") == [viewer]
    assert found(role="Finance Manager") == [finance]
    assert found(role="team_admin") == [finance]
    assert found(team_id=team_id) == [viewer, finance]
    assert found(q="ACME.example") == [control.user_id, viewer, finance]
    assert found(q="fin", status="active") == [finance]
    assert found(offset="1") == [viewer, finance]
    assert found(offset="1", limit="1", team_id=team_id) == [finance]
    assert found(offset="3") == []


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"offset": "-1"}, "offset"),
        ({"offset": "1", "cursor": "dXNy"}, "offset"),
        ({"status": "asleep"}, "status"),
        ({"q": ""}, "q"),
    ],
)
def test_a_bad_filter_is_named(control: Control, query: dict[str, str], field: str) -> None:
    answer = control.ask("directory/list_users", query=query)
    assert (answer.status, answer.field) == (400, field)


def test_put_takes_name_status_and_roles(control: Control) -> None:
    user_id, token = control.person("viewer")
    body = {"name": "Vera", "status": "suspended", "role_ids": ["Finance Manager"]}
    changed = control.ask("directory/put_user", target=user_id, body=body).json
    assert (changed["name"], changed["status"]) == ("Vera", "suspended")
    assert changed["roles"] == ["finance"]
    assert control.ask("auth/me", bearer=token).status == 401
    body = {"status": "active"}
    assert control.ask("directory/put_user", target=user_id, body=body).json["status"] == "active"
    assert control.ask("auth/me", bearer=token).status == 401


def test_deactivate_and_reactivate_are_other_names(control: Control) -> None:
    user_id, _ = control.person("viewer")
    away = control.ask("directory/deactivate_user", target=user_id).json
    assert (away["status"], away["status_reason"]) == ("suspended", "on leave")
    back = control.ask("directory/reactivate_user", target=user_id).json
    assert (back["status"], back["status_reason"]) == ("active", "")


def test_a_security_officer_stops_people_who_may_do_other_things(control: Control) -> None:
    user_id, _ = control.person("developer")
    _, officer = control.person("security_officer")
    stopped = control.ask("directory/suspend_user", target=user_id, bearer=officer)
    assert stopped.status == 200
    admin, _ = control.person("admin")
    assert control.ask("directory/suspend_user", target=admin, bearer=officer).status == 403
    renamed = control.ask("directory/update_user", target=user_id, bearer=officer)
    assert renamed.status == 403


def test_oneself_by_another_name(control: Control) -> None:
    user_id, token = control.person("finance")
    assert control.ask("directory/get_me", bearer=token).json["id"] == user_id
    renamed = control.ask("directory/update_me", bearer=token)
    assert (renamed.status, renamed.json["name"]) == (200, "Olga Owner")
    more = control.ask("directory/update_me", bearer=token, body={"name": "x", "roles": ["owner"]})
    assert (more.status, more.field) == (400, "roles")
    key = control.ask("directory/create_api_key", body={"name": "k", "user_id": user_id}).json
    assert control.ask("directory/get_me", bearer=key["key"]).json["id"] == user_id
    assert control.ask("directory/update_me", bearer=key["key"]).status == 403
    service = control.ask("directory/create_api_key", body={"name": "k"}).json["key"]
    assert control.ask("directory/get_me", bearer=service).status == 404
    assert control.ask("directory/get_me", bearer="").status == 401


def test_nobody_gives_themselves_teams_or_attributes(control: Control) -> None:
    team_id = control.ask("directory/create_team", body={"name": "Search"}).json["id"]
    user_id, token = control.person("admin")
    for body in (
        {"team_ids": [team_id]},
        {"team_ids": [team_id], "team_roles": {team_id: ["viewer"]}},
        {"attributes": {"clearance": "high"}},
        {"status": "suspended"},
    ):
        answer = control.ask("directory/update_user", target=user_id, body=body, bearer=token)
        assert answer.status == 403, body
    allowed = {"team_ids": [team_id], "attributes": {"clearance": "high"}}
    owner = control.ask("directory/update_user", target=control.user_id, body=allowed)
    assert owner.json["attributes"] == {"clearance": "high"}


def test_a_role_in_a_team_goes_with_the_team(control: Control) -> None:
    team_id = control.ask("directory/create_team", body={"name": "Search"}).json["id"]
    user_id, _ = control.person("developer", team_roles={team_id: ["team_admin"]})
    shown = control.ask("directory/get_user", target=user_id).json
    assert shown["team_ids"] == [team_id]
    assert shown["team_roles"] == {team_id: ["team_manager"]}
    left = control.ask("directory/update_user", target=user_id, body={"team_ids": []}).json
    assert (left["team_ids"], left["team_roles"]) == ([], {})


def test_names_are_not_journalled(control: Control) -> None:
    user_id, _ = control.person("developer", "secretive@acme.example")
    control.ask("directory/update_user", target=user_id, body={"name": "Nameless One"})
    text = str(control.events())
    assert "secretive@acme.example" not in text
    assert "Nameless One" not in text
    [event] = [each for each in control.events() if each["action"]["S"] == "user.changed"]
    assert event["details"]["M"]["after"]["M"]["name"] == {"S": "(personal)"}


def test_a_team_administrator_creates_people_in_their_teams(control: Control) -> None:
    mine = control.ask("directory/create_team", body={"name": "Mine"}).json["id"]
    other = control.ask("directory/create_team", body={"name": "Other"}).json["id"]
    role = {"name": "hr", "permissions": ["users.create", "users.edit", "users.suspend"]}
    assert control.ask("directory/create_role", body=role).status == 201
    _, token = control.person("viewer", team_roles={mine: ["hr"]})
    body = {"email": "x@y.example", "name": "X", "roles": ["viewer"]}
    for team_ids in ([], [other], [mine, other]):
        answer = control.ask(
            "directory/create_user", body={**body, "team_ids": team_ids}, bearer=token
        )
        assert (answer.status, answer.field) == (403, "team_ids")
    made = control.ask("directory/create_user", body={**body, "team_ids": [mine]}, bearer=token)
    assert made.status == 201, made.json
    both, _ = control.person("viewer", "both@acme.example", team_ids=[mine, other])
    for event in ("update_user", "suspend_user"):
        assert control.ask(f"directory/{event}", target=both, bearer=token).status == 404
        assert control.ask(f"directory/{event}", target=control.user_id, bearer=token).status == 404
    renamed = control.ask(
        "directory/update_user", target=made.json["id"], body={"name": "Y"}, bearer=token
    )
    assert renamed.status == 200, renamed.json
    body = {"team_ids": [mine, other]}
    put = control.ask("directory/update_user", target=made.json["id"], body=body, bearer=token)
    assert (put.status, put.field) == (403, "team_ids")


def test_a_role_in_a_team_that_is_more_than_ones_own_counts_for_rank(control: Control) -> None:
    team_id = control.ask("directory/create_team", body={"name": "Search"}).json["id"]
    role = {"name": "hr", "permissions": ["users.edit"], "inherit_from": "viewer"}
    assert control.ask("directory/create_role", body=role).status == 201
    _, token = control.person("hr")
    manager, _ = control.person("viewer", team_roles={team_id: ["team_manager"]})
    body = {"name": "renamed"}
    refused = control.ask("directory/update_user", target=manager, body=body, bearer=token)
    assert refused.status == 403
    control.ask("directory/update_user", target=manager, body={"team_roles": {}})
    allowed = control.ask("directory/update_user", target=manager, body=body, bearer=token)
    assert allowed.status == 200
