from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from tests.unit.policies.test_decide import FACTS, NOW_MS, decided, found
from tollgate.policies.documents import canonical
from tollgate.policies.models import Grant
from tollgate.policies.rule_names import liftable

ALL = Grant(id="apr_1", kind="policy_exception", until_ms=NOW_MS + 1, policy_ids=("pol_0",))
DEAR = replace(FACTS, estimated_cost=10**10, input_tokens=10**6, tools=frozenset({"shell"}))


def document(type_: str, rules: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    values = {"name": "any", "type": type_, **({"rules": rules} if rules else {}), **more}
    return canonical(values)


DOCUMENTS = [
    document("usage", conditions={"model": "gpt-4o"}),
    document("usage", {"allowed_models": ["x"], "denied_providers": ["openai"]}),
    document(
        "usage", {"allowed_regions": ["eu"], "max_input_tokens": 1, "denied_tools": ["shell"]}
    ),
    document("usage", {"max_output_tokens": 1, "max_tokens_per_request": 2}),
    document(
        "usage", {"routes": [{"model": "x"}], "allowed_hours": {"from": "1:00", "until": "2:00"}}
    ),
    document(
        "security", {"allowed_ips": "10.0.0.1", "key_rotation_days": 1, "required_tags": ["t"]}
    ),
    document("content_filter", {"detectors": ["email"], "min_confidence": 0.1}),
    document(
        "compliance",
        {"require_approval_for": ["high_cost", "sensitive_models"], "sensitive_models": ["gpt-4o"]},
    ),
    document(
        "cost_limit",
        {"max_cost_per_request": 1, "daily_limit": 1, "total_limit": 1, "per_user_limit": 1},
        actions={"on_violation": "require_approval"},
    ),
    document(
        "rate_limit",
        {"rpm": 1, "tokens_per_day": 1, "concurrency": 1, "tokens_per_request": 1, "per": "user"},
    ),
]


@pytest.mark.parametrize("written", DOCUMENTS, ids=lambda each: "-".join(each.get("rules", ("-",))))
def test_a_grant_of_every_rule_lifts_all_that_a_policy_says(written: dict[str, Any]) -> None:
    scan = found(pii_email=["pii.email"])
    without = decided(written, facts=DEAR, scan=scan)
    named = tuple(sorted(set(liftable(written).values())))
    spoken = {reason.rule for reason in without.reasons}
    spoken |= {ref.reason.rule for ref in (*without.limits.rates, *without.limits.slots)}
    spoken |= {ref.reason.rule for ref in without.limits.costs}
    assert spoken <= set(named)
    assert spoken
    granted = decided(written, facts=DEAR, scan=scan, grants=(replace(ALL, rules=named),))
    assert granted == decided(written, facts=DEAR, scan=scan, grants=(ALL,))
    assert {reason.grant_id for reason in granted.reasons} <= {"apr_1"}
    assert (granted.limits.rates, granted.limits.slots) == ((), ())


def test_names_are_those_of_documents_too() -> None:
    budget = document("cost_limit", {"monthly_limit": 1, "alert_at_percentage": 50})
    assert liftable(budget) == dict.fromkeys(
        ("monthly_limit_nano", "monthly_limit_usd", "monthly_limit"), "monthly_limit"
    )
    filter_ = document("content_filter", {"keywords": ["x"], "scan_output": True})
    assert liftable(filter_) == {"keywords": "content", "content": "content"}
