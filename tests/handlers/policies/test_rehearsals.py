from __future__ import annotations

from typing import Any

import pytest

from tests.policies_plane import PoliciesControl, load_body

pytestmark = pytest.mark.aws


def evaluate(control: PoliciesControl, policy_id: str | None, **body: Any) -> dict[str, Any]:
    """One policy's answer about a call, or that of everything in force."""
    event = "evaluate_policy" if policy_id else "evaluate_policies"
    answer = control.ask(f"policies/{event}", target=policy_id or "evaluate", body=body)
    assert answer.status == 200, answer.json
    view: dict[str, Any] = answer.json
    return view


@pytest.mark.parametrize(
    ("policy", "context", "rule"),
    [
        (
            {"policy_type": "cost_limit", "rules": {"max_cost_per_request": 0.01}},
            {"cost": 0.02},
            "max_cost_per_request",
        ),
        (
            {"policy_type": "rate_limit", "rules": {"max_requests_per_minute": 60}},
            {"requests_per_minute": 61},
            "requests_per_minute",
        ),
        (
            {"policy_type": "usage", "rules": {"max_tokens_per_request": 100}},
            {"tokens": 101},
            "max_tokens_per_request",
        ),
        (
            {"policy_type": "content_filter", "rules": {"blocked_patterns": ["forbidden"]}},
            {"content": "a forbidden word"},
            "content",
        ),
        (
            {"policy_type": "usage", "rules": {"allowed_models": ["claude-*"]}},
            {"model": "gpt-4o", "user": "usr_1"},
            "allowed_models",
        ),
        (
            {"policy_type": "usage", "rules": {"allowed_providers": ["anthropic"]}},
            {"model": "gpt-4o"},
            "allowed_providers",
        ),
        (
            {"policy_type": "cost_limit", "rules": {"monthly_limit": 100}},
            {"monthly_cost": 99.99, "cost": 0.02},
            "monthly_limit",
        ),
    ],
)
def test_a_context_that_breaks_a_rule(
    control: PoliciesControl, policy: dict[str, Any], context: dict[str, Any], rule: str
) -> None:
    made = control.ask("policies/create_policy", body={"name": "the rule", **policy})
    assert made.status == 201, made.json
    view = evaluate(control, made.json["id"], context=context)
    assert (view["passed"], view["decision"]) == (False, "deny")
    [violation] = view["violations"]
    assert violation["policy_id"] == made.json["id"]
    assert violation["policy_name"] == "the rule"
    assert (violation["rule_violated"], violation["severity"]) == (rule, "medium")
    assert violation["message"]
    assert evaluate(control, None, context=context)["violations"] == view["violations"]


@pytest.mark.parametrize(
    ("policy", "context"),
    [
        ({"type": "cost_limit", "rules": {"max_cost_per_request": 0.01}}, {"cost": 0.01}),
        ({"type": "rate_limit", "rules": {"requests_per_minute": 60}}, {"requests_per_minute": 60}),
        ({"type": "usage", "rules": {"max_tokens_per_request": 100}}, {"tokens": 100}),
        ({"type": "usage", "rules": {"allowed_models": ["claude-*"]}}, {"model": "claude-x"}),
        ({"type": "usage", "rules": {"allowed_providers": ["anthropic"]}}, {"model": "claude-3"}),
    ],
)
def test_a_context_that_keeps_the_rules(
    control: PoliciesControl, policy: dict[str, Any], context: dict[str, Any]
) -> None:
    made = control.ask("policies/create_policy", body={"name": "the rule", **policy}).json
    view = evaluate(control, made["id"], context=context)
    assert (view["passed"], view["decision"], view["violations"]) == (True, "allow", [])


def test_a_warning_is_no_violation(control: PoliciesControl) -> None:
    made = control.policy(enforcement_level="warn")
    view = evaluate(control, made["id"], context={"model": "gpt-4o"})
    assert (view["passed"], view["decision"], view["violations"]) == (True, "warn", [])
    [warning] = view["warnings"]
    assert warning.startswith("Approved models: ")
    [reason] = view["reasons"]
    assert (reason["action"], reason["wanted"]) == ("warn", "deny")


def test_a_dry_run_speaks_and_does_nothing(control: PoliciesControl) -> None:
    made = control.policy(status="draft")
    control.ask("policies/start_dry_run", target=made["id"], body={})
    view = evaluate(control, None, context={"model": "gpt-4o"})
    assert (view["passed"], view["decision"]) == (True, "allow")
    [reason] = view["reasons"]
    assert (reason["dry_run"], reason["wanted"]) == (True, "deny")


def test_a_draft_and_any_version_can_be_asked(control: PoliciesControl) -> None:
    made = control.policy()
    body = {**load_body("policies/replace_policy"), "draft": True}
    control.ask("policies/replace_policy", target=made["id"], body=body)
    context = {"model": "claude-3"}
    assert evaluate(control, made["id"], context=context)["passed"]
    assert not evaluate(control, made["id"], context=context, version=2)["passed"]
    missing = control.ask(
        "policies/evaluate_policy", target=made["id"], body={"context": {}, "version": 9}
    )
    assert missing.status == 404


def test_dates_matter_only_when_the_call_has_one(control: PoliciesControl) -> None:
    made = control.policy(effective_from="2027-01-01T00:00:00Z")
    context = {"model": "gpt-4o"}
    assert not evaluate(control, made["id"], context=context)["passed"]
    assert evaluate(control, made["id"], context={**context, "at": "2026-12-31T00:00:00Z"})[
        "passed"
    ]
    assert evaluate(control, None, context=context)["passed"]
    later = {**context, "at": "2027-01-02T00:00:00Z"}
    assert not evaluate(control, None, context=later)["passed"]


def test_what_the_directory_knows_of_a_person_counts(control: PoliciesControl) -> None:
    top = control.ask("directory/create_team", body={"name": "top"}).json["id"]
    below = control.ask(
        "directory/create_team", body={"name": "below", "parent_team_id": top}
    ).json["id"]
    inside, _ = control.person("developer", "in@acme.example", team_ids=[below])
    outside, _ = control.person("viewer", "out@acme.example")
    control.policy(name="team rule", scope={"level": "team", "ids": [top]})
    control.policy(name="role rule", scope={"level": "role", "ids": ["developer"]})
    view = evaluate(control, None, context={"model": "gpt-4o", "user": inside})
    assert sorted(each["policy_name"] for each in view["violations"]) == ["role rule", "team rule"]
    assert evaluate(control, None, context={"model": "gpt-4o", "user": outside})["passed"]
    key = control.ask("directory/create_api_key", body={"name": "k", "team_id": below}).json["id"]
    by_key = evaluate(control, None, context={"model": "gpt-4o", "key": key})
    assert [each["policy_name"] for each in by_key["violations"]] == ["team rule"]
    stranger = evaluate(control, None, context={"model": "gpt-4o", "user": "usr_nobody"})
    assert stranger["passed"]
    assert "usr_nobody" in stranger["notices"][0]


def test_the_form_of_a_test_case_is_understood(control: PoliciesControl) -> None:
    made = control.policy()
    view = evaluate(
        control,
        made["id"],
        subject={"roles": ["developer"]},
        request={"model": "gpt-4o", "used": {"requests_per_minute": 3}},
        content="hello",
    )
    assert view["decision"] == "deny"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"context": {"modle": "gpt-4o"}}, "context.modle"),
        ({"context": {"cost": "much"}}, "context.cost"),
        ({"context": {"tokens": -1}}, "context.tokens"),
        ({"context": {"content": 7}}, "context.content"),
        ({"context": {"requests_per_minute": "x"}}, "context.used.requests_per_minute"),
        ({"request": {"nonsense": 1}}, "request.nonsense"),
        ({"context": {}, "request": {}}, "context"),
        ({"context": []}, "context"),
        ({"nonsense": 1}, "nonsense"),
    ],
)
def test_a_context_that_cannot_be_read(
    control: PoliciesControl, body: dict[str, Any], field: str
) -> None:
    made = control.policy()
    answer = control.ask("policies/evaluate_policy", target=made["id"], body=body)
    assert (answer.status, answer.field) == (400, field), answer.json


def test_evaluation_stays_inside_the_organization(control: PoliciesControl, other: str) -> None:
    made = control.policy()
    answer = control.ask("policies/evaluate_policy", target=made["id"], bearer=other)
    assert answer.status == 404
    everything = control.ask(
        "policies/evaluate_policies", bearer=other, body={"context": {"model": "gpt-4o"}}
    )
    assert everything.json["passed"]
    mine, _ = control.person("developer")
    named = control.ask(
        "policies/evaluate_policies", bearer=other, body={"context": {"user": mine}}
    )
    assert mine in named.json["notices"][0]


def test_the_tests_of_a_policy_run(control: PoliciesControl) -> None:
    tests = [
        {"name": "fine", "request": {"model": "gpt-4o-mini"}, "expect": {"action": "allow"}},
        {"name": "broken", "request": {"model": "gpt-4o"}, "expect": {"action": "warn"}},
    ]
    made = control.policy(tests=tests, status="draft")
    view = control.ask("policies/test_policy", target=made["id"]).json
    assert (view["passed"], view["number"]) == (False, 1)
    assert [each["passed"] for each in view["results"]] == [True, False]
    assert view["results"][1]["action"] == "deny"
    assert view["results"][1]["rules"] == ["allowed_models"]
    body = {"tests": tests[:1]}
    control.ask("policies/update_policy", target=made["id"], body=body)
    assert control.ask("policies/test_policy", target=made["id"]).json["passed"]
    first = control.ask("policies/test_policy", target=made["id"], body={"version": 1}).json
    assert not first["passed"]
