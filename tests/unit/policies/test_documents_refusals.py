from __future__ import annotations

from typing import Any

import pytest

from tollgate.errors import BadRequest
from tollgate.policies.documents import LARGEST, canonical


def refusal(raw: Any) -> BadRequest:
    with pytest.raises(BadRequest) as raised:
        canonical(raw)
    return raised.value


def policy(type_: str = "usage", **members: Any) -> dict[str, Any]:
    return {"name": "any", "type": type_, "rules": {"max_input_tokens": 1}, **members}


UNKNOWN = [
    (policy(rulez={}), "rulez", "a policy has no setting 'rulez'; did you mean 'rules'?"),
    (policy(policy_tpye="x"), "policy_tpye", "did you mean 'policy_type'?"),
    (policy(requests_per_minute=5), "requests_per_minute", "it belongs in rules"),
    (policy(on_exceed="block"), "on_exceed", "it belongs in actions"),
    (policy(models=["a"]), "models", "it belongs in rules"),
    (
        policy(rules={"alowed_models": ["a"]}),
        "rules.alowed_models",
        "did you mean 'allowed_models'?",
    ),
    (
        policy(rules={"requests_per_minute": 5}),
        "rules.requests_per_minute",
        "it is a rule of rate_limit policies",
    ),
    (policy(rules={"zzz": 1}), "rules.zzz", "a usage policy's rules has no setting 'zzz'"),
    (policy(conditions={"mdels": "a"}), "conditions.mdels", "did you mean 'models'?"),
    (
        policy(conditions={"time": {"form": "09:00"}}),
        "conditions.time.form",
        "did you mean 'from'?",
    ),
    (
        policy(actions={"on_violatoin": "deny"}),
        "actions.on_violatoin",
        "did you mean 'on_violation'?",
    ),
    (policy(actions={"on_violation": "dney"}), "actions.on_violation", "did you mean 'deny'?"),
    (policy(type="usge"), "type", "did you mean 'usage'?"),
    (policy(scope={"level": "tema", "ids": ["a"]}), "scope.level", "did you mean 'team'?"),
    (policy(scope={"lvel": "team"}), "scope.lvel", "did you mean 'level'?"),
    (policy(severity="hihg"), "severity", "did you mean 'high'?"),
    (
        policy(exceptions=[{"rolle": "lead"}]),
        "exceptions.0.rolle",
        "an exception has no setting 'rolle'",
    ),
    (
        policy(tests=[{"name": "a", "expect": {"acton": "deny"}}]),
        "tests.0.expect.acton",
        "did you mean 'action'?",
    ),
    (
        policy(conditions={"match": [{"field": "modl", "operator": "equals", "value": "a"}]}),
        "conditions.match.0.field",
        "did you mean 'model'?",
    ),
    (
        policy("content_filter", rules={"patterns": [{"ptrn": "a"}]}),
        "rules.patterns.0.ptrn",
        "did you mean 'pattern'?",
    ),
    (
        policy("content_filter", rules={"detectors": ["secrts"]}),
        "rules.detectors.0",
        "secrets",
    ),
]

WRONG = [
    ([], "", "a policy must be an object"),
    ({"type": "usage"}, "name", "a policy needs its name"),
    ({"name": "any"}, "type", "a policy needs its type"),
    (policy(name="ab"), "name", "must have 3 to 255 characters"),
    (policy(name="a\x00bc"), "name", "holds characters that cannot be shown"),
    (policy(name="a\ud800bc"), "name", "holds characters that cannot be shown"),
    (policy(name="{{TEMPLATE_NAME}}"), "name", "a placeholder is left in '{{TEMPLATE_NAME}}'"),
    (policy(name=7), "name", "must be a text, not 7"),
    (policy(priority=1001), "priority", "must be from 0 to 1000, not 1001"),
    (policy(priority=True), "priority", "must be a whole number, not True"),
    (policy(priority=1.5), "priority", "must be a whole number, not 1.5"),
    (policy(priority="1"), "priority", "must be a whole number, not '1'"),
    (policy(priority=float("nan")), "priority", "must be a whole number, not nan"),
    (policy(priority=float("inf")), "priority", "must be from 0 to 1000, not inf"),
    (policy(overridable="no"), "overridable", "must be true or false, not 'no'"),
    (policy(rules=7), "rules", "rules must be an object, not 7"),
    (policy(rules={"max_input_tokens": 0}), "rules.max_input_tokens", "must be from 1 to"),
    (policy(rules={"allowed_models": []}), "rules.allowed_models", "must have 1 to 500 entries"),
    (
        policy(rules={"allowed_models": ["a"] * 501}),
        "rules.allowed_models",
        "must have 1 to 500 entries, not 501",
    ),
    (policy(rules={"allowed_models": ["a", 5]}), "rules.allowed_models.1", "must be a text, not 5"),
    (
        policy(rules={"allowed_models": ["a*b"]}),
        "rules.allowed_models.0",
        "a * may only end a name",
    ),
    (policy(effective_from="tomorrow"), "effective_from", "'tomorrow' is no time such as"),
    (policy(effective_from="2026-01-01"), "effective_from", "is no time such as"),
    (policy(effective_from=1_700_000_000), "effective_from", "milliseconds"),
    (policy(scope="team"), "scope.ids", "a scope of level team needs ids"),
    (policy(scope={"level": "organization", "ids": ["a"]}), "scope.ids", "without ids"),
    (policy(scope={"team_id": "a", "user_id": "b"}), "scope", "names its members once"),
    (policy(scope={"ids": ["a"]}), "scope.level", "needs a level"),
    (policy("cost", rules={"daily_limit": -1}), "rules.daily_limit", "is not negative"),
    (policy("cost", rules={"daily_limit": "1e-10"}), "rules.daily_limit", "at most nine decimals"),
    (policy("cost", rules={"daily_limit": True}), "rules.daily_limit", "an amount of dollars"),
    (policy("cost", rules={"daily_limit": 1, "currency": "EUR"}), "rules.currency", "in USD"),
    (
        policy("cost", rules={"daily_limit": 1, "alert_threshold": 150}),
        "rules.alert_threshold",
        "must be from 1 to 100, not 150",
    ),
    (
        policy("cost", rules={"daily_limit": 1}, actions={"at_110_percent": "deny"}),
        "actions.at_110_percent",
        "a percentage from 1 to 100",
    ),
    (
        policy("cost", rules={"daily_limit": 1}, actions={"at_90_percent": "block"}),
        "actions.at_90_percent",
        "to deny earlier, lower the limit",
    ),
    (policy(conditions={"locations": "Germany"}), "conditions.locations", "must have 1 to 2"),
    (policy(conditions={"addresses": ["10.0.0"]}), "conditions.addresses.0", "is no address"),
    (policy(conditions={"tags": {"": "a"}}), "conditions.tags.", "must have 1 to 100 characters"),
    (policy(conditions={"time": {"from": "25:00"}}), "conditions.time.from", "is no time of day"),
    (policy(conditions={"time": {"time_zone": "UTC"}}), "conditions.time", "needs days"),
    (
        policy(conditions={"time": {"days": "mon", "tz": "Mars/Base"}}),
        "conditions.time.tz",
        "is no IANA time zone",
    ),
    (policy(conditions={"applies_to": "me"}), "conditions.applies_to", "is its scope"),
    (
        policy(conditions={"operations": ["chat.*", "embedding"]}),
        "conditions.operations.1",
        "there is no operation 'embedding'; did you mean 'embeddings'?",
    ),
    (policy(conditions={"stream": "yes"}), "conditions.stream", "must be true or false"),
    (
        policy(conditions={"match": [{"field": "cost", "operator": "contains", "value": 1}]}),
        "conditions.match.0.operator",
        "cost_nano knows equals",
    ),
    (
        policy(conditions={"match": [{"field": "model", "operator": ">", "value": "a"}]}),
        "conditions.match.0.operator",
        "model knows equals",
    ),
    (
        policy(conditions={"match": [{"field": "model", "operator": "equals"}]}),
        "conditions.match.0.value",
        "a comparison needs its value",
    ),
    (policy(conditions={"cedar": "principal."}), "conditions.cedar", "not a Cedar condition"),
    (
        policy(exceptions=[{"conditions": {"cedar": "1 ++"}}]),
        "exceptions.0.conditions.cedar",
        "not a Cedar condition",
    ),
    (
        policy(rules={"routes": [{"conditions": {"cedar": "true"}, "model": "a"}]}),
        "rules.routes.0.conditions.cedar",
        "has no setting 'cedar'",
    ),
    (policy(rules={"routes": [{"conditions": {}}]}), "rules.routes.0.model", "needs the model"),
    (
        policy("content_filter", rules={"patterns": ["("]}),
        "rules.patterns.0",
        "",
    ),
    (policy(tests=[{"name": "a"}]), "tests.0.expect", "a test needs 'expect'"),
    (
        policy(tests=[{"name": "a", "expected_action": "deny"}] * 2),
        None,
        None,
    ),
    (
        policy(
            tests=[
                {"name": "a", "expected_action": "deny"},
                {"name": "a", "expected_action": "allow"},
            ]
        ),
        "tests",
        "two tests have one name",
    ),
    (policy(description="x" * 2001), "description", "must have 0 to 2000 characters"),
    (policy(rules=[{}, {}]), "rules", "a list of rules has one rule"),
    (policy(rules=["x"]), "rules.0", "a rule must be an object"),
    (policy(rules=[{"typ": "x"}]), "rules.0.typ", "a rule has id, name, type"),
]

CONTRADICTIONS = [
    (
        policy(effective_from="2026-02-01T00:00:00Z", effective_until="2026-01-01T00:00:00Z"),
        "effective_until",
        "must be later than effective_from",
    ),
    (policy(rules={}), "rules", "a policy needs rules, or conditions"),
    (policy("security", rules={}), "rules", "a policy needs rules, or conditions"),
    (
        policy("security", rules={}, actions={"on_violation": "require_approval"}),
        "rules",
        "a policy needs rules, or conditions",
    ),
    (
        policy("content_filter", rules={}, actions={"on_violation": "deny"}),
        "rules",
        "a policy needs rules, or conditions",
    ),
    (policy("rate_limit", rules={"per": "user"}), "rules", "says how, and not what: needs one of"),
    (policy("content_filter", rules={"scan_input": True}), "rules", "says how, and not what"),
    (
        policy("rate_limit", rules={"rpm": 5}, actions={"on_exceed": "clamp"}),
        "actions.on_violation",
        ("clamp means nothing for requests_per_minute; it may be log, warn, throttle, queue, deny"),
    ),
    (
        policy("rate_limit", rules={"rpm": 5}, actions={"on_exceed": "redact"}),
        "actions.on_violation",
        "redact means nothing",
    ),
    (
        policy("cost", rules={"daily_limit": 5}, actions={"on_exceed": "throttle"}),
        "actions.on_violation",
        "throttle means nothing for daily_limit",
    ),
    (
        policy("content_filter", rules={"keywords": "x"}, actions={"on_detect": "reroute"}),
        "actions.on_violation",
        "reroute means nothing for keywords",
    ),
    (
        policy(rules={"allowed_models": "a"}, actions={"on_violation": "allow"}),
        "actions.on_violation",
        "allow means nothing for allowed_models; it needs conditions, and no rules",
    ),
    (
        policy("compliance", rules={"retention_days": 5}, actions={"on_violation": "allow"}),
        "actions.on_violation",
        "allow means nothing for retention_period_days",
    ),
    (
        policy("content_filter", rules={"detectors": ["pii", "exfiltration"]}),
        "rules.scan_output",
        "exfiltration looks at answers alone",
    ),
    (
        policy("compliance", rules={"categories": ["canary"]}),
        "rules.scan_output",
        "canary looks at answers alone",
    ),
    (
        policy("security", rules={"detect": ["canary"], "scan_output": False}),
        "rules.scan_output",
        "canary looks at answers alone",
    ),
    (
        policy(conditions={"content": {"detectors": ["data_exfiltration"]}}),
        "conditions.content",
        "exfiltration looks at answers alone",
    ),
    (
        policy(conditions={"content": {"min_confidence": 0.7}}),
        "conditions.content",
        "needs keywords, patterns, detectors or categories",
    ),
    (
        policy(rules={"allowed_models": "a"}, actions={"on_violation": "redact"}),
        "actions.on_violation",
        "redact means nothing",
    ),
    (
        policy(rules={}, conditions={"model": "a"}, actions={"on_violation": "clamp"}),
        "actions.on_violation",
        "clamp means nothing for conditions alone",
    ),
    (
        policy(rules={"allowed_models": "a"}, actions={"on_violation": "reroute"}),
        "actions.reroute_to",
        "reroute needs the model",
    ),
    (
        policy(rules={"allowed_models": ["a", "b"], "denied_models": ["b"]}),
        "rules.denied_models",
        "'b' is both allowed and denied",
    ),
    (policy(conditions={"input_tokens": {"min": 5, "max": 4}}), "conditions.input_tokens.min", ""),
    (
        policy(conditions={"cost": {"min": 5, "max": 4.9}}),
        "conditions.cost.min",
        "min is more than max",
    ),
    (
        policy(conditions={"dates": {"from": "2026-02-01", "until": "2026-02-01"}}),
        "conditions.dates.until",
        "until must be later than from",
    ),
    (
        policy(conditions={"time": {"from": "09:00", "until": "09:00"}}),
        "conditions.time",
        "begins and ends at the same time",
    ),
    (policy(actions={"at_90_percent": "notify"}), "actions.thresholds", "for the limits of a cost"),
    (
        policy("cost", rules={"max_cost_per_request": 5, "alert_threshold": 0.8}),
        "rules.alert_at_percentage",
        "there is none",
    ),
    (
        policy("cost", rules={"daily_limit": 5, "per_user_period": "daily"}),
        "rules.per_user_period",
        "there is no per_user_limit_usd",
    ),
    (
        policy("content_filter", rules={"keywords": "x", "scan_input": False}),
        "rules.scan_input",
        "neither input nor output",
    ),
    (
        policy(
            "content_filter",
            rules={"keywords": "x", "redaction_enabled": True},
            actions={"on_detect": "block"},
        ),
        "rules.redaction_enabled",
        "says true, but actions.on_violation says deny",
    ),
    (policy(exceptions=[{"effect": "exempt"}]), "exceptions.0", "an exception needs conditions"),
    (
        policy(rules={"allowed_models": "a"}, exceptions=[{"role": "a", "multiplier": 2}]),
        "exceptions.0.effect",
        "there is no limit to multiply",
    ),
    (
        policy(exceptions=[{"role": "a", "effect": "approve"}]),
        "exceptions.0.effect",
        "there is no approval to give",
    ),
    (
        policy(exceptions=[{"role": "a", "effect": "multiply"}]),
        "exceptions.0.multiplier",
        "a multiplier goes with",
    ),
    (policy(policy_type="security"), "policy_type", "'type' and 'policy_type' are one setting"),
    (
        policy("cost", rules={"monthly_limit": 5, "monthly_limit_usd": 6}),
        "rules.monthly_limit_usd",
        "are one setting, given twice",
    ),
    (
        policy(
            "cost",
            rules={"daily_limit": 5},
            actions={"at_50_percent": "notify", "thresholds": {"60": "notify"}},
        ),
        "actions.thresholds",
        "given twice",
    ),
]


@pytest.mark.parametrize(("raw", "param", "message"), UNKNOWN + WRONG + CONTRADICTIONS)
def test_says_what_is_wrong_and_where(raw: Any, param: str | None, message: str | None) -> None:
    if param is None or message is None:
        canonical(raw)
        return
    error = refusal(raw)
    assert error.param == param
    assert message in error.message


def test_the_same_said_twice_is_no_contradiction() -> None:
    document = canonical(policy("cost", rules={"monthly_limit": 5, "monthly_limit_usd": "5.00"}))
    assert document["rules"] == {"monthly_limit_nano": 5 * 10**9}


def test_a_policy_may_consist_of_its_conditions() -> None:
    document = canonical(policy(rules={}, conditions={"model": "gpt-4"}))
    assert "rules" not in document


def test_a_policy_that_allows_needs_neither() -> None:
    canonical(policy(rules={}, scope={"role": "admin"}, actions={"on_violation": "allow"}))


def test_a_large_document_is_refused() -> None:
    cases = [
        {"name": f"case {number}", "content": "x" * 20_000, "expected_action": "allow"}
        for number in range(4)
    ]
    error = refusal(policy(tests=cases))
    assert f"at most {LARGEST} are kept" in error.message


def test_a_message_never_repeats_much_of_what_was_sent() -> None:
    error = refusal(policy(severity="x" * 50_000))
    assert len(error.message) < 300
    error = refusal(policy(**{"y" * 50_000: 1}))
    assert len(error.message) + len(error.param or "") < 300
