from __future__ import annotations

from typing import Any

import pytest

from tollgate.policies.bundle import Bundle
from tollgate.policies.documents import canonical
from tollgate.policies.models import Action, Entry
from tollgate.policies.rehearsal import CaseResult, rehearse, run_tests

NOW_MS = 1_790_000_000_000


def policy(type_: str, rules: dict[str, Any], **members: Any) -> dict[str, Any]:
    return {"name": "any", "type": type_, "rules": rules, **members}


def outcome(raw: dict[str, Any], **case: Any) -> CaseResult:
    case = {"name": "one", "expect": {"action": "allow"}, **case}
    (result,) = run_tests(canonical({**raw, "tests": [case]}), now_ms=NOW_MS)
    return result


class TestResults:
    PACE = policy("rate_limit", {"rpm": 5})

    def test_what_is_expected_passes(self) -> None:
        result = outcome(
            self.PACE,
            request={"used": {"requests_per_minute": 5}},
            expect={"action": "block", "rule": "requests_per_minute"},
        )
        assert result.passed
        assert (result.action, result.rules) == (Action.DENY, ("requests_per_minute",))
        assert result.message == ""

    def test_another_action_fails(self) -> None:
        result = outcome(self.PACE, expect={"action": "deny"})
        assert not result.passed
        assert result.message == "expected deny, got allow"

    def test_another_rule_fails(self) -> None:
        result = outcome(
            self.PACE,
            request={"used": {"requests_per_minute": 5}},
            expect={"action": "deny", "rule": "tokens_per_minute"},
        )
        assert not result.passed
        assert result.message == "expected the rule tokens_per_minute, got requests_per_minute"

    def test_a_rule_that_never_spoke_fails(self) -> None:
        result = outcome(self.PACE, expect={"action": "allow", "rule": "requests_per_minute"})
        assert result.message == "expected the rule requests_per_minute, got none"

    def test_no_tests_no_results(self) -> None:
        assert run_tests(canonical(self.PACE), now_ms=NOW_MS) == ()


@pytest.mark.parametrize(
    ("rules", "used", "request_", "action"),
    [
        ({"rpm": 5}, {"requests_per_minute": 4}, {}, "allow"),
        ({"rpm": 5}, {"requests_per_minute": 5}, {}, "deny"),
        ({"rph": 5}, {"requests_per_minute": 5}, {}, "allow"),
        ({"tpm": 100}, {"tokens_per_minute": 50}, {"input_tokens": 30, "max_tokens": 20}, "allow"),
        ({"tpm": 100}, {"tokens_per_minute": 50}, {"input_tokens": 30, "max_tokens": 21}, "deny"),
        ({"concurrency": 2}, {"concurrent_requests": 1}, {}, "allow"),
        ({"concurrency": 2}, {"concurrent_requests": 2}, {}, "deny"),
    ],
)
def test_counted_limits(
    rules: dict[str, Any], used: dict[str, int], request_: dict[str, int], action: str
) -> None:
    assert outcome(policy("rate_limit", rules), request={**request_, "used": used}).action == action


@pytest.mark.parametrize(
    ("used", "cost", "action", "rule"),
    [
        ({"monthly_cost_usd": 50}, 40, "allow", None),
        ({"monthly_cost_usd": 50}, 41, "require_approval", "monthly_limit"),
        ({"monthly_cost_usd": 100}, 0, "deny", "monthly_limit"),
        ({"user_cost_usd": 8}, 1, "allow", None),
        ({"user_cost_usd": 9}, 2, "deny", "per_user_limit"),
        ({"daily_cost_usd": 1000}, 1, "allow", None),
        ({}, 60.000000001, "deny", "max_cost_per_request"),
    ],
)
def test_cost_limits(used: dict[str, Any], cost: float, action: str, rule: str | None) -> None:
    raw = policy(
        "cost",
        {"monthly_limit": 100, "per_user_limit": 10, "max_cost_per_request": 60},
        actions={"at_90_percent": "require_approval"},
    )
    if "user_cost_usd" not in used:
        raw["rules"].pop("per_user_limit")
    result = outcome(raw, request={"cost": cost, "used": used})
    assert result.action == action
    assert rule is None or rule in result.rules


class TestContent:
    FILTER = policy(
        "content_filter",
        {"keywords": ["bluebird"], "scan_output": True},
        actions={"action": "redact"},
    )

    @pytest.mark.parametrize(
        ("case", "action"),
        [
            ({"content": "Project Bluebird is late"}, "redact"),
            ({"prompt": "Project Bluebird is late"}, "redact"),
            ({"output": "Project Bluebird is late"}, "redact"),
            ({"content": "Project Magpie is late", "output": "It is"}, "allow"),
            ({}, "allow"),
        ],
    )
    def test_is_searched_by_the_real_detectors(self, case: dict[str, Any], action: str) -> None:
        assert outcome(self.FILTER, **case).action == action

    def test_a_prompt_is_a_users(self) -> None:
        raw = policy("content_filter", {"keywords": ["bluebird"], "scan_roles": ["tool", "system"]})
        assert outcome(raw, content="Project Bluebird").action == "allow"
        raw["rules"] |= {"scan_roles": "user", "scan_output": True}
        assert outcome(raw, content="Project Bluebird").action == "deny"
        assert outcome(raw, output="Project Bluebird").action == "deny"

    def test_a_pattern(self) -> None:
        raw = policy("content_filter", {"patterns": ["TCK-[0-9]{6}"]})
        assert outcome(raw, content="see TCK-123456").action == "deny"
        assert outcome(raw, content="see TCK-12345").action == "allow"

    def test_remote_detectors_are_not_asked(self) -> None:
        raw = policy(
            "content_filter",
            {"remote": [{"kind": "webhook", "url": "https://guard.example.com/scan"}]},
        )
        assert outcome(raw, content="anything").action == "allow"


class TestCircumstances:
    def test_enforcement_and_dates_do_not_matter(self) -> None:
        raw = policy(
            "usage",
            {"allowed_models": ["a"]},
            enforcement_level="monitor",
            effective_from="2090-01-01T00:00:00Z",
        )
        assert outcome(raw, request={"model": "b"}).action == "deny"

    @pytest.mark.parametrize(
        "scope",
        [{"team_id": "team_a"}, {"role": "lead"}, {"user_id": "usr_9"}, {"key_id": "key_9"}],
    )
    def test_the_caller_is_in_the_scope_unless_the_test_says_otherwise(
        self, scope: dict[str, str]
    ) -> None:
        raw = policy("usage", {"allowed_models": ["a"]}, scope=scope)
        assert outcome(raw, request={"model": "b"}).action == "deny"
        elsewhere = {"user": "usr_1", "key": "key_1", "teams": ["team_b"], "roles": ["other"]}
        assert outcome(raw, request={"model": "b"}, subject=elsewhere).action == "allow"

    @pytest.mark.parametrize("model", ["gpt-4o", "GPT-4o", "OpenAI/GPT-4o"])
    def test_a_model_is_meant_in_any_case(self, model: str) -> None:
        raw = policy("usage", {"denied_models": ["GPT-4o", "OPENAI/gpt-4o"]})
        assert outcome(raw, request={"model": model}).action == "deny"

    def test_teams_may_be_given_with_those_above(self) -> None:
        raw = policy("usage", {"allowed_models": ["a"]}, scope={"team_id": "team_root"})
        subject = {"teams": [["team_leaf", "team_root"]]}
        assert outcome(raw, request={"model": "b"}, subject=subject).action == "deny"

    @pytest.mark.parametrize(
        ("at", "action"), [("2026-05-05T10:00:00Z", "allow"), ("2026-05-05T20:00:00Z", "deny")]
    )
    def test_the_time_is_the_tests(self, at: str, action: str) -> None:
        raw = policy("usage", {"allowed_hours": {"from": "09:00", "until": "17:00"}})
        assert outcome(raw, request={"at": at}).action == action

    def test_a_key_has_its_age(self) -> None:
        raw = policy("security", {"api_key_rotation_days": 90})
        assert outcome(raw, subject={"key_age_days": 90}).action == "allow"
        assert outcome(raw, subject={"key_age_days": 91}).action == "deny"
        assert outcome(raw).action == "allow"

    def test_an_output_that_nobody_asked_for_is_clamped(self) -> None:
        raw = policy("usage", {"max_output_tokens": 5}, actions={"on_violation": "deny"})
        assert outcome(raw, request={"max_tokens": 6}).action == "deny"
        assert outcome(raw, request={"max_tokens": 5}).action == "allow"


def test_a_context_is_rehearsed_against_a_whole_bundle() -> None:
    entries = [
        Entry("pol_1", 3, canonical(policy("rate_limit", {"max_requests_per_minute": 60}))),
        Entry("pol_2", 1, canonical(policy("usage", {"allowed_models": ["b"]})), shadow=True),
    ]
    case = {"request": {"used": {"requests_per_minute": 60}}}
    rehearsal = rehearse(Bundle("b", entries), case, now_ms=NOW_MS)
    assert rehearsal.action is Action.DENY
    assert {each.policy_id: each.shadow for each in rehearsal.reasons} == {
        "pol_1": False,
        "pol_2": True,
    }
