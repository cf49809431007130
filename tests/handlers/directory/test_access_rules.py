"""Access rules and conditions of roles, from other addresses and at other times."""

from __future__ import annotations

from typing import Any

import pytest

from tests.control_plane import PASSWORD, START_MS, Answer, Control

pytestmark = pytest.mark.aws

OFFICE = '!context.address.isInRange(ip("203.0.113.0/24"))'
"""Sample events come from 203.0.113.10."""
HOUR_MS = 3_600_000
ELSEWHERE = {"requestContext.identity.sourceIp": "198.51.100.7"}


def rule(control: Control, *, bearer: str | None = None, **fields: Any) -> Answer:
    body = {"name": "r", "actions": ["users.*"], "condition": OFFICE, **fields}
    return control.ask("directory/create_access_rule", body=body, bearer=bearer)


def test_a_rule_counts_from_the_next_request_and_ends_with_it(control: Control) -> None:
    made = control.ask(
        "directory/create_access_rule",
        body={
            "name": "People from the office",
            "actions": ["users.*"],
            "condition": OFFICE,
        },
    )
    assert made.status == 201, made.json
    assert (made.json["effect"], made.json["reads_resource"]) == ("forbid", False)
    rule_id = made.json["id"]
    assert control.ask("directory/list_users").status == 200
    refused = control.ask("directory/list_users", **ELSEWHERE)
    assert (refused.status, refused.json["access_rule"]) == (403, rule_id)
    assert control.ask("directory/list_teams", **ELSEWHERE).status == 200
    assert control.ask("directory/list_access_rules").json["items"] == [made.json]
    off = control.ask("directory/update_access_rule", target=rule_id, body={"enabled": False})
    assert off.json["version"] == 2
    assert control.ask("directory/list_users", **ELSEWHERE).status == 200
    control.ask("directory/update_access_rule", target=rule_id, body={"enabled": True})
    assert control.ask("directory/list_users", **ELSEWHERE).status == 403
    assert control.ask("directory/delete_access_rule", target=rule_id).status == 204
    assert control.ask("directory/list_users", **ELSEWHERE).status == 200
    assert control.ask("directory/get_access_rule", target=rule_id).status == 404
    assert {"access_rule.created", "access_rule.deleted"} < set(control.actions())


def test_the_sample_works_as_printed(control: Control) -> None:
    made = control.ask("directory/create_access_rule")
    assert made.status == 201, made.json
    again = control.ask("directory/get_access_rule", target=made.json["id"])
    assert again.json == made.json
    assert again.headers["etag"] == '"1"'


def test_a_rule_may_depend_on_the_time_of_day(control: Control) -> None:
    assert rule(control, actions=["teams.*"], condition="context.time >= 1000").status == 201
    assert control.ask("directory/list_teams").status == 200
    control.now_ms = START_MS + HOUR_MS
    assert control.ask("directory/list_teams").status == 403


def test_a_rule_may_depend_on_the_thing(control: Control) -> None:
    user_id, _ = control.person("viewer")
    condition = f'resource.kind == "user" && resource.id == "{user_id}"'
    made = rule(control, actions=["users.*"], condition=condition)
    assert made.json["reads_resource"]
    assert control.ask("directory/get_user", target=user_id).status == 403
    changed = control.ask("directory/update_user", target=user_id, body={"name": "X"})
    assert (changed.status, changed.json["access_rule"]) == (403, made.json["id"])
    assert control.ask("directory/get_user", target=control.user_id).status == 200
    listed = control.ask("directory/list_users").json["items"]
    assert [each["id"] for each in listed] == [control.user_id]


def test_a_rule_holds_for_what_is_made_and_for_what_a_change_makes(control: Control) -> None:
    condition = 'resource.kind == "api_key" && resource.tags.contains("env=prod")'
    rule(control, actions=["api_keys.*"], condition=condition)
    body = {"name": "k", "tags": {"env": "prod"}}
    assert control.ask("directory/create_api_key", body=body).status == 403
    made = control.ask("directory/create_api_key", body={"name": "k", "tags": {"env": "dev"}})
    assert made.status == 201
    tags = {"tags": {"env": "prod"}}
    key_id = made.json["id"]
    assert control.ask("directory/update_api_key", target=key_id, body=tags).status == 403


def test_a_rule_reads_who_asks(control: Control) -> None:
    _, token = control.person("admin")
    rule(control, actions=["teams.create"], condition='principal.roles.contains("admin")')
    assert control.ask("directory/create_team").status == 201
    assert control.ask("directory/create_team", bearer=token).status == 403


@pytest.mark.parametrize("action", ["teams.view.team", "teams:list", "*.view", "teams.*", "*"])
def test_a_rule_holds_whatever_the_scope_and_the_spelling(control: Control, action: str) -> None:
    condition = 'context.address.isInRange(ip("198.51.100.0/24"))'
    assert rule(control, actions=[action], condition=condition).status == 201
    assert control.ask("directory/list_teams").status == 200
    assert control.ask("directory/list_teams", **ELSEWHERE).status == 403


def test_a_rule_holds_for_a_permission_that_only_the_service_asks_for(control: Control) -> None:
    user_id, _ = control.person("viewer")
    query = {"user_id": user_id}
    rule(control, actions=["sessions.*"])
    assert control.ask("auth/list_sessions", query=query).status == 200
    assert control.ask("auth/list_sessions", query=query, **ELSEWHERE).status == 404
    assert control.ask("auth/list_sessions", **ELSEWHERE).status == 200


def test_a_rule_that_cannot_be_told_forbids(control: Control) -> None:
    rule(control, actions=["teams.*"], condition="context.hour + 9223372036854775807 > 0")
    assert control.ask("directory/list_teams").status == 403
    assert control.ask("directory/list_users").status == 200


def test_nobody_shuts_themselves_out(control: Control) -> None:
    for condition in ("true", 'context.address.isInRange(ip("203.0.113.0/24"))', "!principal.mfa"):
        for actions in (["*"], ["security.*"], ["security.edit"]):
            answer = rule(control, actions=actions, condition=condition)
            assert (answer.status, answer.json["code"]) == (409, "would_lock_out")
    own = rule(control, actions=["security.edit"], condition='resource.kind == "access_rule"')
    assert own.json["code"] == "would_lock_out"
    made = rule(control, actions=["*"], condition=OFFICE)
    assert made.status == 201
    shut = control.ask(
        "directory/update_access_rule", target=made.json["id"], body={"condition": "true"}
    )
    assert shut.json["code"] == "would_lock_out"


@pytest.mark.parametrize("action", ["*", "security.*", "*.edit", "security.edit"])
def test_nobody_less_shuts_an_owner_out(control: Control, action: str) -> None:
    _, admin = control.person("admin")
    shut = 'principal.roles.contains("owner") && context.address.isInRange(ip("198.51.100.0/24"))'
    made = rule(control, bearer=admin, actions=[action], condition=shut)
    assert (made.status, made.field) == (403, "actions")
    beside = rule(control, bearer=admin, actions=["users.*"], condition=shut)
    assert beside.status == 201, beside.json
    one_more = {"actions": ["users.*", action]}
    target = beside.json["id"]
    changed = control.ask(
        "directory/update_access_rule", target=target, bearer=admin, body=one_more
    )
    assert changed.status == 403
    assert control.ask("directory/list_users", **ELSEWHERE).status == 403
    assert control.ask("directory/delete_access_rule", target=target, **ELSEWHERE).status == 204


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"condition": "resource.colour == 1"}, "condition"),
        ({"condition": "true }; permit (principal, action, resource"}, "condition"),
        ({"condition": ""}, "condition"),
        ({"actions": []}, "actions"),
        ({"actions": ["users.fly"]}, "actions"),
        ({"effect": "permit"}, "effect"),
        ({"enabled": None}, "enabled"),
        ({"reads_resource": False}, "reads_resource"),
    ],
)
def test_names_the_offending_field(control: Control, fields: dict[str, Any], field: str) -> None:
    answer = rule(control, **fields)
    assert (answer.status, answer.field) == (400, field), answer.json


@pytest.mark.parametrize("event", ["create", "update", "delete"])
def test_a_viewer_changes_no_rule(control: Control, event: str) -> None:
    _, viewer = control.person("viewer")
    assert control.ask(f"directory/{event}_access_rule", bearer=viewer).status == 403
    assert control.ask(f"directory/{event}_access_rule", bearer="").status == 401


def test_another_organizations_rule_looks_like_none(control: Control, other: str) -> None:
    rule_id = rule(control).json["id"]
    for event in ("get", "update", "delete"):
        answer = control.ask(f"directory/{event}_access_rule", target=rule_id, bearer=other)
        assert answer.status == 404
    assert control.ask("directory/list_access_rules", bearer=other).json["items"] == []
    assert control.ask("directory/list_users", bearer=other, **ELSEWHERE).status == 200


class TestConditionsOfRoles:
    def role(self, control: Control, condition: str | None) -> Answer:
        body = {"name": "guest", "permissions": ["teams.view"], "condition": condition}
        return control.ask("directory/create_role", body=body)

    def test_it_is_checked_on_save(self, control: Control) -> None:
        answer = self.role(control, "principal.height > 3")
        assert (answer.status, answer.field) == (400, "condition")
        assert "height" in answer.json["detail"]
        assert self.role(control, " ").json["condition"] is None

    def test_it_is_held_against_every_request(self, control: Control) -> None:
        assert self.role(control, f"!({OFFICE}) && context.time < 1000").status == 201
        _, token = control.person("guest")
        assert control.ask("directory/list_teams", bearer=token).status == 200
        assert control.ask("directory/list_teams", bearer=token, **ELSEWHERE).status == 403
        control.now_ms = START_MS + HOUR_MS
        later = control.token_of("guest@acme.example")
        assert control.ask("directory/list_teams", bearer=later).status == 403

    def test_a_key_of_such_a_person_is_held_to_it_too(self, control: Control) -> None:
        self.role(control, 'principal.kind == "user"')
        user_id, token = control.person("guest")
        body = {"name": "k", "permissions": ["teams.view"], "user_id": user_id}
        key = control.ask("directory/create_api_key", body=body).json["key"]
        assert control.ask("directory/list_teams", bearer=token).status == 200
        assert control.ask("directory/list_teams", bearer=key).status == 403

    def test_what_it_gives_is_shown_as_conditional(self, control: Control) -> None:
        self.role(control, "principal.mfa")
        user_id, _ = control.person("guest")
        path = f"/api/v1/users/{user_id}/permissions"
        shown = control.ask("directory/user_permissions", path=path).json
        assert shown["permissions"] == []
        assert shown["conditional_permissions"] == ["teams.view"]
        assert [each["conditional"] for each in shown["sources"]] == [True]


def test_a_person_who_joins_later_is_held_to_the_rules(control: Control) -> None:
    rule(control, actions=["organizations.view"], condition='principal.email like "*@evil.example"')
    control.person("viewer", "x@evil.example")
    token = control.token_of("x@evil.example", PASSWORD)
    assert control.ask("directory/list_organizations", bearer=token).status == 403
    assert control.ask("directory/list_organizations").status == 200
