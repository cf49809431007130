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
    assert "password" not in str(control.events())


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
    assert control.ask("auth/me", bearer=token).status == 200


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
