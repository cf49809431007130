from __future__ import annotations

import json
from typing import Any

import pytest

from tests.policies_plane import PoliciesControl, load_body

pytestmark = pytest.mark.aws

BODY = load_body("policies/create_policy")


def files(control: PoliciesControl, event: str, text: str, **more: Any) -> dict[str, Any]:
    answer = control.ask(f"policies/{event}", body={"yaml": text, "manager": "git", **more})
    assert answer.status == 200, answer.json
    view: dict[str, Any] = answer.json
    return view


def document(name: str, *models: str, **more: str) -> str:
    lines = [f"name: {name}", "type: usage", f"rules: {{allowed_models: [{', '.join(models)}]}}"]
    return "\n".join([*lines, *(f"{key}: {value}" for key, value in more.items())])


def several(*documents: str) -> str:
    return "\n---\n".join(documents)


def test_bulk_does_all(control: PoliciesControl) -> None:
    first, second, third = (control.policy(name=f"policy {number}") for number in range(3))
    epochs = control.epochs()
    operations = [
        {"action": "create", "policy": {**BODY, "name": "new"}},
        {"action": "update", "id": first["id"], "policy": {"priority": 9}, "if_match": 1},
        {"action": "deactivate", "id": second["id"]},
        {"action": "delete", "id": third["id"], "message": "obsolete"},
    ]
    answer = control.ask(
        "policies/bulk_policies", body={"operations": operations, "message": "spring cleaning"}
    )
    assert answer.status == 200, answer.json
    made, changed, off, gone = answer.json["items"]
    assert (made["name"], made["status"]) == ("new", "active")
    assert (changed["priority"], changed["active_version"]) == (9, 2)
    assert (off["status"], gone["status"]) == ("disabled", "deleted")
    assert {entry.policy_id for entry in control.in_force()} == {made["id"], first["id"]}
    assert control.epochs() == [epoch + 1 for epoch in epochs]
    history = control.ask("policies/policy_history", target=third["id"]).json["items"]
    assert history[0]["message"] == "obsolete"
    history = control.ask("policies/policy_history", target=first["id"]).json["items"]
    assert history[0]["message"] == "spring cleaning"


@pytest.mark.parametrize(
    ("operation", "status", "field"),
    [
        ({"action": "create", "policy": {**BODY, "name": "x"}}, 400, "operations.1.name"),
        ({"action": "create", "policy": {**BODY, "name": "first"}}, 409, "name"),
        ({"action": "update", "policy": {"priority": 1}}, 400, "operations.1.id"),
        ({"action": "delete", "id": "pol_00000000000000000000"}, 404, "operations.1"),
        ({"action": "nonsense"}, 400, "operations.1.action"),
    ],
)
def test_bulk_does_all_or_nothing(
    control: PoliciesControl, operation: dict[str, Any], status: int, field: str
) -> None:
    operations = [{"action": "create", "policy": {**BODY, "name": "first"}}, operation]
    answer = control.ask("policies/bulk_policies", body={"operations": operations})
    assert (answer.status, answer.field) == (status, field), answer.json
    assert control.ask("policies/list_policies").json["items"] == []
    assert control.in_force() == []


def test_bulk_has_limits(control: PoliciesControl) -> None:
    made = [{**BODY, "name": f"policy {number}"} for number in range(16)]
    assert control.ask("policies/bulk_policies", body={"policies": made}).status == 400
    assert control.ask("policies/bulk_policies", body={"policies": made[:15]}).status == 200
    assert len(control.in_force()) == 15
    assert control.ask("policies/bulk_policies", body={"policies": []}).status == 400
    twice = [{"action": "activate", "id": "pol_1"}, {"action": "delete", "id": "pol_1"}]
    assert control.ask("policies/bulk_policies", body={"operations": twice}).status == 400


def test_bulk_needs_the_permission_of_each_operation(control: PoliciesControl) -> None:
    made = control.policy()
    permissions = ["policies.view", "policies.edit", "policies.create"]
    key = control.ask(
        "directory/create_api_key", body={"name": "author", "permissions": permissions}
    ).json["key"]
    operations = [{"action": "delete", "id": made["id"]}]
    answer = control.ask("policies/bulk_policies", bearer=key, body={"operations": operations})
    assert (answer.status, answer.json["required_permission"]) == (403, "policies.delete")
    _, viewer = control.person("viewer")
    assert control.ask("policies/bulk_policies", bearer=viewer).status == 403


def test_bulk_reaches_no_other_organization(control: PoliciesControl, other: str) -> None:
    made = control.policy()
    operations = [{"action": "delete", "id": made["id"]}]
    answer = control.ask("policies/bulk_policies", bearer=other, body={"operations": operations})
    assert answer.status == 404


def test_a_plan_changes_nothing(control: PoliciesControl) -> None:
    view = files(control, "plan_policies", document("From Git", "a"))
    assert (view["can_apply"], view["counts"]["create"]) == (True, 1)
    [item] = view["items"]
    assert (item["change"], item["name"], item["policy_id"]) == ("create", "From Git", None)
    assert control.ask("policies/list_policies").json["items"] == []


def test_applying_creates_updates_and_removes(control: PoliciesControl) -> None:
    text = several(document("One", "a"), document("Two", "b"))
    applied = files(control, "apply_policies", text, message="commit 1")
    one, two = applied["policies"]
    assert (one["status"], one["managers"]) == ("active", ["git"])
    assert len(control.in_force()) == 2
    again = files(control, "apply_policies", text)
    assert (again["policies"], again["plan"]["counts"]["unchanged"]) == ([], 2)
    third = several(document("One", "c"), document("Three", "d"))
    changed = files(control, "apply_policies", third, message="commit 2")
    assert [each["change"] for each in changed["plan"]["items"]] == ["update", "create", "delete"]
    assert [each["status"] for each in changed["policies"]] == ["active", "active", "deleted"]
    assert changed["policies"][0]["active_version"] == 2
    names = {entry.document["name"] for entry in control.in_force()}
    assert names == {"One", "Three"}
    history = control.ask("policies/policy_history", target=one["id"]).json["items"]
    assert [(each["action"], each["message"]) for each in history] == [
        ("policy.applied", "commit 2"),
        ("policy.created", "commit 1"),
    ]
    assert control.ask("policies/get_policy", target=two["id"]).json["status"] == "deleted"


def test_drift_is_shown_and_only_force_overwrites_it(control: PoliciesControl) -> None:
    text = document("One", "a", priority="7")
    [one] = files(control, "apply_policies", text)["policies"]
    by_hand = control.ask("policies/update_policy", target=one["id"], body={"priority": 9}).json
    owner = f"user:{control.user_id}"
    assert by_hand["owners"]["priority"] == owner
    assert by_hand["owners"]["rules.allowed_models"] == "git"
    assert by_hand["managers"] == ["git", owner]
    plan = files(control, "plan_policies", text)
    assert (plan["can_apply"], plan["items"][0]["change"]) == (False, "conflict")
    assert plan["items"][0]["drift"] == [
        {"path": "priority", "owner": owner, "current": 9, "wanted": 7}
    ]
    refused = control.ask("policies/apply_policies", body={"yaml": text, "manager": "git"})
    assert refused.status == 409
    forced = files(control, "apply_policies", text, force=True)["policies"][0]
    assert (forced["priority"], forced["owners"]["priority"]) == (7, "git")


def test_what_others_own_is_left_alone(control: PoliciesControl) -> None:
    mine = control.policy(name="By hand")
    [one] = files(control, "apply_policies", document("One", "a"))["policies"]
    files(control, "apply_policies", document("Other", "a"), manager="git:other")
    gone = files(control, "apply_policies", document("Two", "a"))
    assert [each["id"] for each in gone["policies"] if each["status"] == "deleted"] == [one["id"]]
    listed = control.ask("policies/list_policies").json["items"]
    assert {each["name"] for each in listed} == {"By hand", "Other", "Two"}
    assert control.ask("policies/get_policy", target=mine["id"]).json == mine


def test_more_than_one_transaction_holds_is_applied(control: PoliciesControl) -> None:
    text = several(*(document(f"Policy {number}", "a") for number in range(40)))
    assert len(files(control, "apply_policies", text)["policies"]) == 40
    assert len(control.in_force()) == 40


def test_an_export_is_applied_without_a_change(control: PoliciesControl) -> None:
    for event in ("create_policy", "create_rate_limit", "create_cost_limit"):
        control.ask(f"policies/{event}")
    exported = control.ask("policies/export_policies")
    assert exported.status == 200
    assert exported.headers["content-type"] == "application/yaml"
    plan = files(control, "plan_policies", exported.json)
    assert plan["counts"]["unchanged"] == 3, plan
    as_json = control.ask("policies/export_policies", query={"format": "json"})
    assert as_json.json["documents"][0]["name"] == "Approved models"
    plan = control.ask("policies/plan_policies", body={**as_json.json, "manager": "git"}).json
    assert plan["counts"]["unchanged"] == 3
    some = control.ask("policies/export_policies", query={"type": "usage", "format": "json"})
    assert len(some.json["documents"]) == 1


def test_adopting_by_files_makes_them_the_owner(control: PoliciesControl) -> None:
    made = control.policy()
    text = control.ask("policies/export_policies").json
    [adopted] = files(control, "apply_policies", text)["policies"]
    assert (adopted["id"], adopted["latest_version"]) == (made["id"], 1)
    assert adopted["managers"] == ["git"]
    assert files(control, "apply_policies", text)["policies"] == []


def test_applied_as_a_draft_nothing_is_in_force(control: PoliciesControl) -> None:
    [draft] = files(control, "apply_policies", document("One", "a"), draft=True)["policies"]
    assert draft["status"] == "draft"
    assert control.in_force() == []


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "yaml"),
        ({"yaml": "a: 1", "documents": []}, "yaml"),
        ({"yaml": "name: [", "manager": "git"}, None),
        ({"yaml": "name: X\ntype: usage\nrules: {}"}, "documents.0.name"),
        ({"documents": [BODY, {**BODY, "priority": -1}]}, "documents.1.priority"),
        ({"documents": [BODY], "manager": "user:usr_1"}, "manager"),
        ({"documents": [BODY], "manager": ""}, "manager"),
    ],
)
@pytest.mark.parametrize("event", ["plan_policies", "apply_policies"])
def test_files_that_cannot_be_read(
    control: PoliciesControl, event: str, body: dict[str, Any], field: str | None
) -> None:
    answer = control.ask(f"policies/{event}", body=body)
    assert (answer.status, answer.field) == (400, field), answer.json


def test_applying_needs_the_permissions_of_what_it_does(control: PoliciesControl) -> None:
    key = control.ask(
        "directory/create_api_key",
        body={"name": "ci", "permissions": ["policies.view", "policies.edit"]},
    ).json["key"]
    body = {"yaml": document("One", "a"), "manager": "git"}
    assert control.ask("policies/plan_policies", bearer=key, body=body).status == 200
    refused = control.ask("policies/apply_policies", bearer=key, body=body)
    assert (refused.status, refused.json["required_permission"]) == (403, "policies.create")


def test_another_organizations_policies_are_not_planned(
    control: PoliciesControl, other: str
) -> None:
    files(control, "apply_policies", document("One", "a"))
    body = {"yaml": document("One", "b"), "manager": "git"}
    plan = control.ask("policies/plan_policies", bearer=other, body=body).json
    assert plan["counts"]["create"] == 1
    exported = control.ask("policies/export_policies", bearer=other, query={"format": "json"})
    assert exported.json == {"documents": []}


def test_templates_are_listed_and_shown(control: PoliciesControl) -> None:
    listed = control.ask("policies/list_templates").json["items"]
    ids = {each["id"] for each in listed}
    assert {"gdpr", "hipaa", "soc2", "cost-control", "research", "eu-ai-act"} <= ids
    shown = control.ask("policies/get_template", target="gdpr").json
    assert shown["id"] == "gdpr"
    assert shown["documents"]
    assert control.ask("policies/get_template", target="nonsense").status == 404


def test_a_template_makes_policies_in_force(control: PoliciesControl) -> None:
    made = control.ask("policies/instantiate_template", target="development", body={})
    assert made.status == 201, made.json
    items = made.json["items"]
    assert {each["status"] for each in items} == {"active"}
    assert {entry.policy_id for entry in control.in_force()} == {each["id"] for each in items}
    again = control.ask("policies/instantiate_template", target="development", body={})
    assert (again.status, again.field) == (409, "name")
    prefixed = {"name_prefix": "EU ", "status": "draft"}
    more = control.ask("policies/instantiate_template", target="development", body=prefixed)
    assert more.status == 201
    assert {each["status"] for each in more.json["items"]} == {"draft"}
    assert all(each["name"].startswith("EU ") for each in more.json["items"])
    bad = {"parameters": {"NONSENSE": 1}}
    refused = control.ask("policies/instantiate_template", target="development", body=bad)
    assert (refused.status, refused.field) == (400, "parameters.NONSENSE")
    _, viewer = control.person("viewer")
    assert control.ask("policies/instantiate_template", target="gdpr", bearer=viewer).status == 403


def test_every_template_without_required_parameters_can_be_made(control: PoliciesControl) -> None:
    for each in control.ask("policies/list_templates").json["items"]:
        if any(parameter["required"] for parameter in each["parameters"]):
            continue
        body = {"name_prefix": f"{each['id']} "}
        made = control.ask("policies/instantiate_template", target=each["id"], body=body)
        assert made.status == 201, json.dumps(made.json)
