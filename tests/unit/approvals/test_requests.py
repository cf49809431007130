"""The approval that a refused call opens: one for the same thing, until it was used up."""

from __future__ import annotations

from typing import Any

import pytest

from tollgate.approvals.requests import HOUR_MS, approval_id, opening
from tollgate.kit.ids import is_id, moment_of
from tollgate.policies.models import Grant

AT_MS = 1_795_253_400_000  # 2026-11-21T09:30:00Z
DAY_MS = 24 * HOUR_MS
REASON: dict[str, Any] = {
    "policy_id": "pol_a",
    "version": 3,
    "name": "Dear calls",
    "type": "compliance",
    "rule": "high_cost_requests",
    "message": "a call that may cost this much needs an approval",
}


def _opening(**changes: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "organization_id": "org_a",
        "key_id": "key_a",
        "user_id": "usr_a",
        "request_id": "req_a",
        "model": "gpt-4o",
        "at_ms": AT_MS,
        "reasons": [REASON],
        "actions": {},
    }
    return opening(**{**values, **changes})


def _id(**changes: Any) -> str:
    return approval_id(_opening(**changes))


def test_it_waits_as_long_as_the_policy_says() -> None:
    plain = _opening()
    assert (plain["pk"], plain["expires_ms"]) == ("org_a", AT_MS + DAY_MS)
    assert (plain["approvers"], plain["grant"], plain["required"]) == (
        ["owner", "admin"],
        "once",
        1,
    )
    actions = {"approvers": ["finance"], "approval_timeout_hours": 2, "grant": "window"}
    asked = _opening(actions=actions)
    assert asked["expires_ms"] == AT_MS + 2 * HOUR_MS
    assert (asked["approvers"], asked["grant"]) == (["finance"], "window")


def test_its_id_sorts_by_time() -> None:
    opened = _id()
    assert is_id(opened, "apr")
    assert moment_of(opened) == AT_MS // DAY_MS * DAY_MS
    assert opened < _id(at_ms=AT_MS + DAY_MS)


@pytest.mark.parametrize(
    "same",
    [
        {"request_id": "req_b"},
        {"at_ms": AT_MS + HOUR_MS},
        {"key_id": "key_b"},
        {"reasons": [{**REASON, "version": 4, "message": "other words"}]},
        {
            "grants": [
                Grant(id="apr_x", kind="policy_exception", until_ms=AT_MS, policy_ids=("pol_b",))
            ]
        },
        {
            "grants": [
                Grant(
                    id="apr_x",
                    kind="policy_exception",
                    until_ms=AT_MS,
                    policy_ids=("pol_a",),
                    user_id="usr_b",
                )
            ]
        },
    ],
)
def test_the_same_thing_is_asked_once(same: dict[str, Any]) -> None:
    assert _id(**same) == _id()


@pytest.mark.parametrize(
    "different",
    [
        {"user_id": "usr_b"},
        {"user_id": None},
        {"model": "o3"},
        {"organization_id": "org_b"},
        {"at_ms": AT_MS + DAY_MS},
        {"reasons": [{**REASON, "policy_id": "pol_b"}]},
        {"reasons": [REASON, {**REASON, "rule": "sensitive_models"}]},
        {"grants": [Grant(id="apr_x", kind="policy_exception", until_ms=0, policy_ids=("pol_a",))]},
    ],
)
def test_something_else_is_asked_anew(different: dict[str, Any]) -> None:
    assert _id(**different) != _id()


def test_every_rule_of_the_first_policy_is_asked_about_together() -> None:
    reasons = [
        REASON,
        {**REASON, "rule": "sensitive_models"},
        {**REASON, "policy_id": "pol_b", "rule": "content"},
    ]
    opened = _opening(reasons=reasons)
    assert (opened["policy_id"], opened["rules"]) == (
        "pol_a",
        ["high_cost_requests", "sensitive_models"],
    )
    budget = [{**REASON, "type": "cost_limit", "rule": "monthly_limit"}]
    assert _opening(reasons=budget)["rules"] == []


def test_nothing_in_it_is_more_than_an_item_can_hold() -> None:
    from tollgate.aws.attributes import from_item, to_item

    opened = _opening(user_id=None)
    assert from_item(to_item(opened)) == opened
    assert "user_id" not in opened
