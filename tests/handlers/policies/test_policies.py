from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.policies_plane import PoliciesControl, load_body

pytestmark = pytest.mark.aws

BODY = load_body("policies/create_policy")
PAGE = Path(__file__).resolve().parents[3] / "docs" / "policies.md"


@pytest.mark.parametrize(
    ("event", "rules", "actions"),
    [
        (
            "create_rate_limit",
            {
                "requests_per_minute": 60,
                "requests_per_hour": 1000,
                "requests_per_day": 10000,
                "per": "user",
            },
            {"on_violation": "throttle", "notify": ["admins"]},
        ),
        (
            "create_cost_limit",
            {
                "monthly_limit_usd": "50000",
                "per_user_limit_usd": "500",
                "alert_at_percentage": [50, 75, 90],
            },
            {
                "thresholds": {
                    "50": "notify_users",
                    "75": "notify_admins",
                    "90": "require_approval",
                    "100": "deny",
                }
            },
        ),
    ],
)
def test_the_guides_bodies_are_in_force_at_once(
    control: PoliciesControl, event: str, rules: dict[str, Any], actions: dict[str, Any]
) -> None:
    made = control.ask(f"policies/{event}")
    assert made.status == 201
    assert made.headers["etag"] == '"1"'
    view = made.json
    assert (view["status"], view["active_version"], view["latest_version"]) == ("active", 1, 1)
    assert (view["rules"], view["actions"]) == (rules, actions)
    assert view["type"] == view["policy_type"] == load_body(f"policies/{event}")["type"]
    assert view["scope"] == {"level": "organization", "ids": []}
    [entry] = control.in_force()
    assert (entry.policy_id, entry.version, entry.shadow) == (view["id"], 1, False)


def test_the_policies_of_the_page_that_teaches_them_are_taken_as_they_stand(
    control: PoliciesControl,
) -> None:
    page = PAGE.read_text("utf-8")
    [written] = re.findall(r"-X POST \$POLICIES -H .*? -d '(\{.*?\n\})'", page, re.DOTALL)
    [switch] = re.findall(r"\*\*kill switch\*\* is a policy too: `(\{.*?\})`", page)
    draft = control.ask("policies/create_policy", body=json.loads(written)).json
    assert (draft["status"], control.in_force()) == ("draft", [])
    tested = control.ask("policies/test_policy", target=draft["id"]).json
    assert (tested["passed"], len(tested["results"])) == (True, 2)
    stop = control.ask("policies/create_policy", body=json.loads(switch)).json
    assert [entry.policy_id for entry in control.in_force()] == [stop["id"]]


def test_the_guides_content_filter_is_in_force_at_once(control: PoliciesControl) -> None:
    made = control.ask("policies/create_content_filter")
    assert (made.status, made.json["status"], made.json["priority"]) == (201, "active", 200)
    assert len(made.json["rules"]["patterns"]) == 2
    assert len(made.json["rules"]["categories"]) == 3
    assert made.json["actions"]["on_violation"] == "deny"


def test_creating_moves_the_stamps_and_is_journalled(control: PoliciesControl) -> None:
    before = control.epochs()
    made = control.policy(message="the board wants it")
    assert control.epochs() == [epoch + 1 for epoch in before]
    [event] = [each for each in control.events() if each["action"]["S"] == "policy.created"]
    assert event["target"]["M"]["id"]["S"] == made["id"]
    details = event["details"]["M"]
    assert details["reason"]["S"] == "the board wants it"
    assert details["after"]["M"]["document"]["M"]["type"]["S"] == "usage"


def test_a_draft_is_kept_and_not_in_force(control: PoliciesControl) -> None:
    before = control.epochs()
    made = control.policy(status="draft")
    assert (made["status"], made["active_version"]) == ("draft", None)
    assert control.in_force() == []
    assert control.epochs() == before


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "x"}, "name"),
        ({"name": None}, "name"),
        ({"type": "nonsense"}, "type"),
        ({"type": None}, "type"),
        ({"rules": {"alowed_models": ["m"]}}, "rules.alowed_models"),
        ({"rules": {"requests_per_day": 0.5}}, "rules.requests_per_day"),
        ({"organization_id": "org_00000000000000000000"}, "organization_id"),
        ({"priority": 1001}, "priority"),
        ({"scope": {"level": "team", "ids": ["team_00000000000000000000"]}}, "scope.ids.0"),
        ({"scope": {"level": "user", "ids": ["usr_00000000000000000000"]}}, "scope.ids.0"),
        ({"scope": {"level": "key", "ids": ["key_00000000000000000000"]}}, "scope.ids.0"),
        ({"scope": {"level": "role", "ids": ["emperor"]}}, "scope.ids.0"),
        ({"conditions": {"cedar": "principal.nonsense == 1"}}, "conditions.cedar"),
        ({"status": "odd"}, "status"),
        ({"message": "x" * 501}, "message"),
    ],
)
def test_names_the_offending_field(
    control: PoliciesControl, changes: dict[str, Any], field: str
) -> None:
    answer = control.ask("policies/create_policy", body={**BODY, **changes})
    assert (answer.status, answer.field) == (400, field), answer.json
    assert control.ask("policies/list_policies").json["items"] == []


@pytest.mark.parametrize("body", ["{", "[]", '{"name": "a", "name": "b"}', "7", '"text"'])
def test_a_body_that_is_no_object_is_refused(control: PoliciesControl, body: str) -> None:
    answer = control.ask("policies/create_policy", body=body)
    assert (answer.status, answer.json["code"]) == (400, "invalid_request")


def test_a_misspelt_rule_is_answered_with_the_right_one(control: PoliciesControl) -> None:
    answer = control.ask("policies/create_policy", body={**BODY, "rules": {"alowed_models": ["m"]}})
    assert "allowed_models" in answer.json["detail"]


def test_names_are_unique_whatever_their_case(control: PoliciesControl) -> None:
    made = control.policy()
    again = control.ask("policies/create_policy", body={**BODY, "name": "APPROVED models"})
    assert (again.status, again.field) == (409, "name")
    control.ask("policies/delete_policy", target=made["id"])
    assert control.policy()["id"] != made["id"]


def test_an_idempotent_create_makes_one_policy(control: PoliciesControl) -> None:
    headers = {"Idempotency-Key": "once"}
    first = control.ask("policies/create_policy", headers=headers)
    again = control.ask("policies/create_policy", headers=headers)
    assert first.json["id"] == again.json["id"]
    assert len(control.in_force()) == 1


def test_lists_are_filtered_and_paged(control: PoliciesControl) -> None:
    made = [control.policy(name=f"models {number}") for number in range(3)]
    limit = control.ask("policies/create_rate_limit").json
    draft = control.policy(name="later", status="draft", description="For Next Year")

    def found(**query: str) -> list[str]:
        page = control.ask("policies/list_policies", query={"limit": "50", **query})
        assert page.status == 200, page.json
        return [item["id"] for item in page.json["items"]]

    everything = sorted([*(each["id"] for each in made), limit["id"], draft["id"]])
    assert found() == everything
    assert found(type="rate_limit") == found(policy_type="rate_limit") == [limit["id"]]
    assert found(status="draft") == [draft["id"]]
    assert found(q="next YEAR") == [draft["id"]]
    assert found(q="models 1") == [made[1]["id"]]
    searched = control.ask("policies/search_policies", query={"q": "MODELS 2"}).json["items"]
    assert [each["id"] for each in searched] == [made[2]["id"]]
    assert found(status="deleted") == []
    control.ask("policies/delete_policy", target=made[1]["id"])
    assert found(status="deleted") == [made[1]["id"]]
    assert made[1]["id"] not in found()
    first = control.ask("policies/list_policies", query={"limit": "3"}).json
    rest = control.ask("policies/list_policies", query={"cursor": first["next_cursor"]}).json
    assert [each["id"] for each in first["items"] + rest["items"]] == found()
    assert rest["next_cursor"] is None


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"limit": "0"}, "limit"),
        ({"type": "nonsense"}, "type"),
        ({"status": "nonsense"}, "status"),
        ({"cursor": "é"}, "cursor"),
        ({"cursor": "fn5-"}, "cursor"),
        ({"type": "usage", "policy_type": "security"}, "policy_type"),
    ],
)
def test_a_bad_question_is_named(
    control: PoliciesControl, query: dict[str, str], field: str
) -> None:
    answer = control.ask("policies/list_policies", query=query)
    assert (answer.status, answer.field) == (400, field)


def test_put_makes_a_version_that_is_in_force_at_once(control: PoliciesControl) -> None:
    made = control.policy()
    epochs = control.epochs()
    changed = control.ask("policies/replace_policy", target=made["id"])
    assert (changed.status, changed.headers["etag"]) == (200, '"2"')
    view = changed.json
    assert (view["active_version"], view["latest_version"]) == (2, 2)
    assert view["rules"] == {"allowed_models": ["gpt-4o-mini"]}
    [entry] = control.in_force()
    assert (entry.version, entry.document["rules"]) == (2, view["rules"])
    assert control.epochs() == [epoch + 1 for epoch in epochs]
    [event] = [each for each in control.events() if each["action"]["S"] == "policy.changed"]
    document = event["details"]["M"]["before"]["M"]["document"]["M"]
    assert document == {"rules.allowed_models": {"L": [{"S": "gpt-4o-mini"}, {"S": "claude-*"}]}}


def test_put_of_a_draft_leaves_what_is_in_force(control: PoliciesControl) -> None:
    made = control.policy()
    body = {**load_body("policies/replace_policy"), "draft": True}
    view = control.ask("policies/replace_policy", target=made["id"], body=body).json
    assert (view["active_version"], view["latest_version"]) == (1, 2)
    assert view["rules"] == made["rules"]
    assert [entry.version for entry in control.in_force()] == [1]


def test_put_may_leave_out_name_and_type(control: PoliciesControl) -> None:
    made = control.policy()
    body = {"rules": {"denied_models": ["gpt-4*"]}, "enforcement_level": "warn"}
    view = control.ask("policies/replace_policy", target=made["id"], body=body).json
    assert (view["name"], view["type"]) == (made["name"], "usage")
    assert view["rules"] == body["rules"]
    assert view["enforcement_level"] == "warn"


def test_patch_replaces_the_fields_that_are_sent(control: PoliciesControl) -> None:
    made = control.policy(description="old", priority=7)
    body = {"enforcement": "monitor", "description": None}
    view = control.ask("policies/update_policy", target=made["id"], body=body).json
    assert (view["enforcement_level"], view["description"]) == ("monitor", "")
    assert (view["priority"], view["rules"]) == (7, made["rules"])
    assert view["active_version"] == 2


def test_patch_can_disable_and_enable(control: PoliciesControl) -> None:
    made = control.policy()
    off = control.ask("policies/update_policy", target=made["id"], body={"status": "inactive"})
    assert (off.json["status"], off.json["latest_version"]) == ("disabled", 1)
    assert control.in_force() == []
    on = control.ask("policies/update_policy", target=made["id"], body={"status": "active"})
    assert (on.json["status"], on.json["active_version"]) == ("active", 1)
    assert len(control.in_force()) == 1


def test_saying_nothing_new_makes_no_version(control: PoliciesControl) -> None:
    made = control.policy()
    same = control.ask("policies/replace_policy", target=made["id"], body=BODY)
    assert (same.status, same.json["version"], same.json["latest_version"]) == (200, 1, 1)
    assert control.actions().count("policy.changed") == 0


def test_a_policy_keeps_its_type(control: PoliciesControl) -> None:
    made = control.policy()
    answer = control.ask(
        "policies/replace_policy", target=made["id"], body=load_body("policies/create_rate_limit")
    )
    assert (answer.status, answer.field) == (400, "type")


@pytest.mark.parametrize(
    "event",
    [
        "replace_policy",
        "update_policy",
        "delete_policy",
        "assign_policy",
        "save_policy_version",
        "activate_policy",
        "deactivate_policy",
        "rollback_policy",
        "start_dry_run",
        "stop_dry_run",
    ],
)
def test_if_match_guards_every_change(control: PoliciesControl, event: str) -> None:
    made = control.policy()
    late = control.ask(f"policies/{event}", target=made["id"], headers={"If-Match": '"7"'})
    assert (late.status, late.json["code"]) == (412, "precondition_failed")
    odd = control.ask(f"policies/{event}", target=made["id"], headers={"If-Match": "yes"})
    assert (odd.status, odd.field) == (400, "If-Match")
    assert control.ask("policies/get_policy", target=made["id"]).json == made


def test_a_deleted_policy_leaves_the_bundle_and_stays_on_record(control: PoliciesControl) -> None:
    made = control.policy()
    epochs = control.epochs()
    assert control.ask("policies/delete_policy", target=made["id"]).status == 204
    assert control.in_force() == []
    assert control.epochs() == [epoch + 1 for epoch in epochs]
    found = control.ask("policies/get_policy", target=made["id"])
    assert (found.status, found.json["status"]) == (200, "deleted")
    for event in ("replace_policy", "delete_policy", "activate_policy", "start_dry_run"):
        assert control.ask(f"policies/{event}", target=made["id"]).status == 409


def test_a_deleted_draft_moves_no_stamp(control: PoliciesControl) -> None:
    made = control.policy(status="draft")
    epochs = control.epochs()
    assert control.ask("policies/delete_policy", target=made["id"]).status == 204
    assert control.epochs() == epochs


def test_assigning_narrows_the_scope(control: PoliciesControl) -> None:
    made = control.policy()
    teams = [
        control.ask("directory/create_team", body={"name": name}).json["id"] for name in ("a", "b")
    ]
    for team_id in (*teams, teams[0]):
        answer = control.ask("policies/assign_policy", target=made["id"], body={"team_id": team_id})
        assert answer.status == 200, answer.json
    assert answer.json["scope"] == {"level": "team", "ids": teams}
    assert answer.json["latest_version"] == 3
    [entry] = control.in_force()
    assert entry.document["scope"] == {"level": "team", "ids": teams}
    other = control.ask("policies/assign_policy", target=made["id"], body={"role": "developer"})
    assert (other.status, other.field) == (400, "role")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, None),
        ({"team_id": "a", "user_id": "b"}, None),
        ({"team_id": "team_00000000000000000000"}, "team_id"),
        ({"user_id": "usr_00000000000000000000"}, "user_id"),
        ({"role": "emperor"}, "role"),
        ({"planet_id": "x"}, "planet_id"),
    ],
)
def test_only_what_is_there_is_assigned(
    control: PoliciesControl, body: dict[str, str], field: str | None
) -> None:
    made = control.policy()
    answer = control.ask("policies/assign_policy", target=made["id"], body=body)
    assert (answer.status, answer.field) == (400, field)


READS = ["get_policy", "list_policy_versions", "get_policy_version", "policy_history"]
WRITES = [
    "replace_policy",
    "update_policy",
    "delete_policy",
    "assign_policy",
    "save_policy_version",
    "activate_policy",
    "deactivate_policy",
    "rollback_policy",
    "start_dry_run",
    "stop_dry_run",
]


@pytest.mark.parametrize("event", [*READS, *WRITES])
def test_another_organizations_policy_looks_like_none(
    control: PoliciesControl, other: str, event: str
) -> None:
    made = control.policy()
    nobody = "pol_00000000000000000000"
    theirs = control.ask(f"policies/{event}", target=made["id"], bearer=other)
    nobodys = control.ask(f"policies/{event}", target=nobody, bearer=other)
    assert theirs.status == nobodys.status == 404
    assert theirs.json["detail"].replace(made["id"], nobody) == nobodys.json["detail"]
    assert control.ask("policies/list_policies", bearer=other).json["items"] == []
    assert control.ask("policies/get_policy", target=made["id"]).json == made


def test_another_organization_does_not_see_the_bundle(control: PoliciesControl, other: str) -> None:
    control.policy()
    bundle = control.ask("policies/get_bundle").json
    path = f"/api/v1/policies/bundles/{bundle['hash']}"
    assert control.ask("policies/get_bundle", path=path).status == 200
    assert control.ask("policies/get_bundle", path=path, bearer=other).status == 404
    assert control.ask("policies/get_bundle", bearer=other).json == {"hash": "", "entries": []}


@pytest.mark.parametrize("event", ["create_policy", *WRITES])
def test_a_viewer_changes_nothing(control: PoliciesControl, event: str) -> None:
    made = control.policy()
    _, viewer = control.person("viewer")
    target = {} if event == "create_policy" else {"target": made["id"]}
    answer = control.ask(f"policies/{event}", bearer=viewer, **target)
    assert (answer.status, answer.json["code"]) == (403, "forbidden")
    assert control.ask("policies/get_policy", bearer=viewer, target=made["id"]).json == made


def test_strangers_learn_nothing(control: PoliciesControl) -> None:
    answer = control.ask("policies/create_policy", bearer="", body={"nonsense": 1})
    assert (answer.status, "fields" in answer.json) == (401, False)


def test_who_may_not_activate_saves_drafts(control: PoliciesControl) -> None:
    permissions = ["policies.view", "policies.create", "policies.edit"]
    key = control.ask(
        "directory/create_api_key", body={"name": "author", "permissions": permissions}
    ).json["key"]
    refused = control.ask("policies/create_policy", bearer=key)
    assert refused.status == 403
    assert refused.json["required_permission"] == "policies.activate"
    draft = control.ask("policies/create_policy", bearer=key, body={**BODY, "status": "draft"})
    assert draft.status == 201
    active = control.policy(name="in force")
    body = load_body("policies/replace_policy") | {"name": "in force"}
    late = control.ask("policies/replace_policy", bearer=key, target=active["id"], body=body)
    assert late.status == 403
    saved = control.ask(
        "policies/replace_policy", bearer=key, target=active["id"], body=body | {"draft": True}
    )
    assert (saved.status, saved.json["active_version"]) == (200, 1)
