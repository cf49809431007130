from __future__ import annotations

from typing import Any

import pytest

from tollgate.policies.documents import canonical
from tollgate.policies.models import PolicyType
from tollgate.policies.schema.conditions import CONDITIONS
from tollgate.policies.schema.envelope import ENVELOPE
from tollgate.policies.schema.rules import RULES

USD = 10**9
NEEDS: dict[str, dict[str, Any]] = {
    "rate_limit": {"requests_per_month": 10**9},
    "cost_limit": {"total_limit": 10**9},
    "content_filter": {"keywords": ["zzz"]},
    "security": {"api_key_max_age_days": 1},
    "compliance": {"require_audit": True},
    "usage": {"max_input_tokens": 1},
}


def read(type_: str, **members: Any) -> dict[str, Any]:
    return canonical({"name": "any", "type": type_, **members})


@pytest.mark.parametrize(
    ("type_", "rules", "expected"),
    [
        ("rate_limit", {"max_requests_per_minute": 9}, {"requests_per_minute": 9}),
        ("rate_limit", {"rpm": 9, "tpm": 8}, {"requests_per_minute": 9, "tokens_per_minute": 8}),
        ("rate_limit", {"max_tokens_per_request": 9}, {"tokens_per_request": 9}),
        ("rate_limit", {"max_concurrent_requests": 9}, {"concurrent_requests": 9}),
        ("rate_limit", {"rpm": 9, "per": "users"}, {"requests_per_minute": 9, "per": "user"}),
        ("cost_limit", {"monthly_limit": 5}, {"monthly_limit_nano": 5 * USD}),
        ("cost_limit", {"monthly_limit_usd": "5.000000001"}, {"monthly_limit_nano": 5 * USD + 1}),
        ("cost_limit", {"monthly_limit_nano": 5}, {"monthly_limit_nano": 5}),
        ("cost_limit", {"daily_budget": 0.1}, {"daily_limit_nano": USD // 10}),
        ("cost_limit", {"max_cost_per_request": 0.3}, {"max_cost_per_request_nano": 300_000_000}),
        (
            "cost_limit",
            {"daily_limit": 100, "monthly_limit": 2000, "alert_threshold": 0.8},
            {
                "daily_limit_nano": 100 * USD,
                "monthly_limit_nano": 2000 * USD,
                "alert_at_percentage": [80],
            },
        ),
        (
            "cost_limit",
            {"daily_limit": 1, "alert_thresholds": [0.9, 50, 0.5]},
            {"daily_limit_nano": USD, "alert_at_percentage": [50, 90]},
        ),
        ("content_filter", {"blocked_patterns": ["a+"]}, {"patterns": [{"pattern": "a+"}]}),
        ("content_filter", {"patterns": "a+"}, {"patterns": [{"pattern": "a+"}]}),
        (
            "content_filter",
            {"block_patterns": [{"name": "ticket", "regex": "T[0-9]"}]},
            {"patterns": [{"name": "ticket", "pattern": "T[0-9]"}]},
        ),
        ("content_filter", {"sensitive_categories": ["PII"]}, {"categories": ["pii"]}),
        ("content_filter", {"keyword": "secret"}, {"keywords": ["secret"]}),
        (
            "content_filter",
            {"keyword": "secret", "redaction": "mask"},
            {"keywords": ["secret"], "redaction": {"style": "mask"}},
        ),
        ("security", {"api_key_rotation_days": 90}, {"api_key_max_age_days": 90}),
        ("security", {"ip_whitelist": "10.1.2.3/8"}, {"allowed_addresses": ["10.0.0.0/8"]}),
        (
            "security",
            {
                "require_mfa": True,
                "session_timeout_minutes": 480,
                "password_min_length": 12,
                "password_require_special": True,
                "api_key_rotation_days": 90,
            },
            {
                "api_key_max_age_days": 90,
                "require_mfa": True,
                "session_timeout_minutes": 480,
                "password_min_length": 12,
                "password_require_special": True,
            },
        ),
        (
            "compliance",
            {"require_approval_for": ["high_cost", "sensitive_models"]},
            {"require_approval_for": ["high_cost_requests", "sensitive_models"]},
        ),
        ("compliance", {"data_residency": "eu-west-1"}, {"allowed_regions": ["eu-west-1"]}),
        ("usage", {"models": ["gpt-4o*"]}, {"allowed_models": ["gpt-4o*"]}),
        ("usage", {"blocked_models": "gpt-4"}, {"denied_models": ["gpt-4"]}),
        ("usage", {"max_tokens": 9}, {"max_output_tokens": 9}),
        ("usage", {"tokens_per_request": 9}, {"max_tokens_per_request": 9}),
        (
            "usage",
            {"time_window": {"start": "9:00", "end": "17:30", "timezone": "Europe/Berlin"}},
            {"allowed_hours": {"from": "09:00", "until": "17:30", "time_zone": "Europe/Berlin"}},
        ),
        ("usage", {"max_input_tokens": 5.0}, {"max_input_tokens": 5}),
        ("usage", {"allowed_models": ["a", "b", "a"]}, {"allowed_models": ["a", "b"]}),
    ],
)
def test_rules(type_: str, rules: dict[str, Any], expected: dict[str, Any]) -> None:
    assert read(type_, rules=rules)["rules"] == expected


@pytest.mark.parametrize(
    ("word", "type_"),
    [
        ("cost", "cost_limit"),
        ("Cost-Limit", "cost_limit"),
        ("access", "usage"),
        ("model_restriction", "usage"),
        ("approval_required", "compliance"),
        *((each.value, each.value) for each in PolicyType),
    ],
)
def test_types(word: str, type_: str) -> None:
    for member in ("type", "policy_type"):
        document = canonical({"name": "any", member: word, "rules": NEEDS[type_]})
        assert document["type"] == type_


def test_a_policy_that_requires_approval_says_so_by_its_type() -> None:
    document = read("approval_required", conditions={"model": "gpt-4", "cost": {"min": 5}})
    assert document["actions"] == {"on_violation": "require_approval"}


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ({"user_id": "usr_1"}, {"users": ["usr_1"]}),
        ({"team": "team_a"}, {"teams": ["team_a"]}),
        ({"role": "developer"}, {"roles": ["developer"]}),
        ({"api_key": "key_1"}, {"keys": ["key_1"]}),
        ({"model": "gpt-4"}, {"models": ["gpt-4"]}),
        ({"country": "de"}, {"locations": ["DE"]}),
        ({"cost": {"at_least": "5"}}, {"estimated_cost_nano": {"min": 5 * USD}}),
        ({"tags": {"env": "prod"}}, {"tags": {"env": ["prod"]}}),
        (
            {"time": "business_hours"},
            {
                "time": {
                    "days": ["mon", "tue", "wed", "thu", "fri"],
                    "from": "09:00",
                    "until": "17:00",
                }
            },
        ),
        ({"time": {"days": ["Sunday", "mon"]}}, {"time": {"days": ["mon", "sun"]}}),
        ({"time": {"days": "weekend"}}, {"time": {"days": ["sat", "sun"]}}),
        ({"content": {"keyword": "x"}}, {"content": {"keywords": ["x"]}}),
        (
            [{"field": "tokens", "operator": ">", "value": 5}],
            {"match": [{"field": "input_tokens", "operator": "greater_than", "value": 5}]},
        ),
        (
            {"match": [{"field": "tag.env", "operator": "in", "value": ["a", "b"]}]},
            {"match": [{"field": "tag.env", "operator": "in", "value": ["a", "b"]}]},
        ),
        ({"when": "context.stream"}, {"cedar": "context.stream"}),
    ],
)
def test_conditions(conditions: Any, expected: dict[str, Any]) -> None:
    assert read("usage", conditions=conditions)["conditions"] == expected


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ("organization", None),
        ("org", None),
        ("global", None),
        ({"level": "organization"}, None),
        ({"level": "organization", "ids": []}, None),
        ({"level": "team", "ids": ["team_a"]}, {"level": "team", "ids": ["team_a"]}),
        ({"level": "teams", "ids": "team_a"}, {"level": "team", "ids": ["team_a"]}),
        ({"team_id": "team_a"}, {"level": "team", "ids": ["team_a"]}),
        ({"user_ids": ["usr_1", "usr_2"]}, {"level": "user", "ids": ["usr_1", "usr_2"]}),
        ({"role": "developer"}, {"level": "role", "ids": ["developer"]}),
        ({"api_key_id": "key_1"}, {"level": "key", "ids": ["key_1"]}),
    ],
)
def test_scopes(scope: Any, expected: dict[str, Any] | None) -> None:
    assert read("usage", rules=NEEDS["usage"], scope=scope).get("scope") == expected


@pytest.mark.parametrize(
    ("word", "level"),
    [
        ("block", None),
        ("enforce", None),
        ("strict", None),
        ("warning", "warn"),
        ("advisory", "warn"),
        ("audit", "monitor"),
        ("Monitor", "monitor"),
    ],
)
def test_enforcement_levels(word: str, level: str | None) -> None:
    document = read("usage", rules=NEEDS["usage"], enforcement_level=word)
    assert document.get("enforcement_level") == level


@pytest.mark.parametrize(
    ("actions", "expected"),
    [
        ({"on_exceed": "block"}, {"on_violation": "deny"}),
        ({"on_detect": "reject"}, {"on_violation": "deny"}),
        ({"action": "delay", "delay": 30}, {"on_violation": "throttle", "delay_seconds": 30.0}),
        ({"on_violation": "Require Approval"}, {"on_violation": "require_approval"}),
        ({"on_violation": "alert"}, {"on_violation": "log", "notify": ["admins"]}),
        ({"notify": True}, {"notify": ["admins"]}),
        ({"notify": False}, {}),
        ({"notify": "user"}, {"notify": ["users"]}),
        ({"notify_admin": True, "notify_users": True}, {"notify": ["admins", "users"]}),
        ({"notify_on_violation": False}, {}),
        ({"notify": ["auditor"], "notify_admins": True}, {"notify": ["auditor", "admins"]}),
        (
            {"approver_roles": "owner", "timeout_hours": 4, "grant": "one_time"},
            {"approvers": ["owner"], "approval_timeout_hours": 4, "grant": "once"},
        ),
    ],
)
def test_actions(actions: dict[str, Any], expected: dict[str, Any]) -> None:
    document = read("usage", rules={"allowed_models": ["a"]}, actions=actions)
    assert document.get("actions", {}) == expected


def test_thresholds() -> None:
    rules = {"monthly_limit": 5}
    for actions in (
        {"at_90_percent": "approval", "at_50_percent": "notify"},
        {"thresholds": {"90%": "require_approval", 50: "notify_admins"}},
    ):
        document = read("cost", rules=rules, actions=actions)
        assert list(document["actions"]["thresholds"].items()) == [
            ("50", "notify_admins"),
            ("90", "require_approval"),
        ]


@pytest.mark.parametrize(
    ("exception", "expected"),
    [
        ({"role": "lead"}, {"conditions": {"roles": ["lead"]}, "effect": "exempt"}),
        (
            {"role": "lead", "multiplier": 2},
            {"conditions": {"roles": ["lead"]}, "effect": "multiply", "multiplier": 2.0},
        ),
        (
            {"conditions": {"tags": {"emergency": "yes"}}, "action": "allow"},
            {"conditions": {"tags": {"emergency": ["yes"]}}, "effect": "exempt"},
        ),
    ],
)
def test_exceptions(exception: dict[str, Any], expected: dict[str, Any]) -> None:
    document = read("rate_limit", rules={"rpm": 5}, exceptions=[exception])
    assert document["exceptions"] == [expected]


class TestRedaction:
    def test_enabled_is_an_action(self) -> None:
        document = read(
            "content_filter",
            rules={
                "scan_input": True,
                "scan_output": True,
                "block_patterns": ["ssn", "credit_card", "email", "phone"],
                "redaction_enabled": True,
            },
        )
        assert document["actions"] == {"on_violation": "redact"}
        assert "patterns" not in document["rules"]
        assert len(document["rules"]["detectors"]) == 4

    def test_disabled_says_nothing(self) -> None:
        document = read("content_filter", rules={"keywords": "x", "redaction_enabled": False})
        assert document["rules"] == {"keywords": ["x"]}
        assert "actions" not in document


def test_models_are_compared_in_small_letters() -> None:
    document = read(
        "usage",
        rules={"denied_models": ["GPT-4o", "openai/O3*"], "denied_tools": ["Shell"]},
        conditions={
            "models": "Claude-*",
            "match": [{"field": "model", "operator": "in", "value": ["GPT-5"]}],
        },
    )
    assert document["rules"] == {
        "denied_models": ["gpt-4o", "openai/o3*"],
        "denied_tools": ["Shell"],
    }
    assert document["conditions"]["models"] == ["claude-*"]
    assert document["conditions"]["match"][0]["value"] == ["gpt-5"]


def test_roles_have_other_words_and_one_order() -> None:
    document = read("security", rules={"detect": "scored", "scan_roles": ["tool", "developer"]})
    assert document["rules"]["scan_roles"] == ["system", "tool"]


class TestRuleBuilder:
    def test_one_rule_is_the_policy(self) -> None:
        document = canonical(
            {
                "name": "GPT-4 above $5",
                "rules": [
                    {
                        "type": "approval_required",
                        "conditions": [
                            {"field": "model", "operator": "equals", "value": "gpt-4"},
                            {"field": "cost", "operator": "greater_than", "value": 5},
                        ],
                        "action": "require_approval",
                    }
                ],
            }
        )
        assert document == {
            "name": "GPT-4 above $5",
            "type": "compliance",
            "conditions": {
                "match": [
                    {"field": "model", "operator": "equals", "value": "gpt-4"},
                    {"field": "cost_nano", "operator": "greater_than", "value": 5 * USD},
                ]
            },
            "actions": {"on_violation": "require_approval"},
        }

    def test_its_parameters_are_the_rules(self) -> None:
        document = canonical(
            {
                "name": "pace",
                "rules": [
                    {"type": "rate_limit", "parameters": {"rpm": 5}, "action": "block"},
                ],
            }
        )
        assert document["rules"] == {"requests_per_minute": 5}
        assert document["actions"] == {"on_violation": "deny"}


@pytest.mark.parametrize(
    "record", [ENVELOPE, CONDITIONS, *RULES.values()], ids=lambda record: record.what
)
def test_no_name_means_two_things(record: Any) -> None:
    spellings = [name for field in record.fields for name in field.spellings()]
    assert sorted(spellings) == sorted(set(spellings))
