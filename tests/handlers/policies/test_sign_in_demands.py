"""Security policies tighten the rules for signing in."""

from __future__ import annotations

from typing import Any

import pytest

from tests.control_plane import PASSWORD
from tests.policies_plane import PoliciesControl
from tollgate.kit.clock import to_rfc3339

pytestmark = pytest.mark.aws

MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS
OWNER = "owner@acme.example"


def demanding(control: PoliciesControl, **rules: Any) -> dict[str, Any]:
    """A security policy in force with these rules."""
    return control.policy(
        type="security", scope={"level": "organization"}, rules=rules, conditions={}, actions={}
    )


def settings(control: PoliciesControl) -> dict[str, Any]:
    found: dict[str, Any] = control.ask("auth/get_security_settings").json
    return found


def test_a_second_factor_is_required_while_the_policy_is_in_force(
    control: PoliciesControl,
) -> None:
    assert control.login(OWNER).json["mfa_required_by"] is None
    made = demanding(control, require_mfa=True)
    assert made["not_enforced"] == []
    due = to_rfc3339(control.now_ms + 7 * 24 * HOUR_MS)
    assert control.login(OWNER).json["mfa_required_by"] == due
    assert settings(control)["mfa"]["required"] is False
    [demand] = settings(control)["policy_demands"]
    assert (demand["policy_id"], demand["require_mfa"]) == (made["id"], True)
    control.ask("policies/deactivate_policy", target=made["id"], body={})
    assert control.login(OWNER).json["mfa_required_by"] is None
    assert settings(control)["policy_demands"] == []


def test_the_days_of_grace_do_not_begin_anew(control: PoliciesControl) -> None:
    demanding(control, require_mfa=True)
    due = control.login(OWNER).json["mfa_required_by"]
    control.now_ms += HOUR_MS
    control.policy(name="Something else")
    assert control.login(OWNER).json["mfa_required_by"] == due


def test_sessions_end_after_the_policys_idle_time(control: PoliciesControl) -> None:
    made = demanding(control, session_timeout_minutes=20)
    token = control.token_of(OWNER)
    control.now_ms += 20 * MINUTE_MS - 1
    assert control.ask("auth/me", bearer=token).status == 200
    control.now_ms += 20 * MINUTE_MS
    assert control.ask("auth/me", bearer=token).status == 401
    token = control.token_of(OWNER)
    control.ask("policies/deactivate_policy", bearer=token, target=made["id"], body={})
    control.now_ms += HOUR_MS
    assert control.ask("auth/me", bearer=token).status == 200


def test_passwords_are_held_to_the_stricter_of_both(control: PoliciesControl) -> None:
    demanding(control, password_min_length=40, password_require_special=True)
    token = control.token_of(OWNER)
    body = {"current_password": PASSWORD, "new_password": "twenty-six letters are few"}
    answer = control.ask("auth/change_password", bearer=token, body=body)
    assert answer.status in {400, 422}
    assert "40" in str(answer.json)


def test_a_policy_of_later_counts_later(control: PoliciesControl) -> None:
    start = control.now_ms + HOUR_MS
    control.policy(
        type="security",
        scope={"level": "organization"},
        rules={"session_timeout_minutes": 20},
        conditions={},
        actions={},
        effective_from=to_rfc3339(start),
        effective_until=to_rfc3339(start + HOUR_MS),
    )
    token = control.token_of(OWNER)
    control.now_ms = start - 1
    assert control.ask("auth/me", bearer=token).status == 200
    control.now_ms = start + 30 * MINUTE_MS
    assert control.ask("auth/me", bearer=token).status == 401
    control.now_ms = start + HOUR_MS
    assert control.ask("auth/me", bearer=token).status == 200


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"actions": {"on_violation": "warn"}}, "only watches"),
        ({"enforcement_level": "monitor"}, "only watches"),
        ({"conditions": {"models": ["gpt-4o"]}}, "conditions or exceptions"),
        ({"scope": {"level": "role", "ids": ["developer"]}}, "whole organization"),
    ],
)
def test_a_policy_that_cannot_count_says_so(
    control: PoliciesControl, changes: dict[str, Any], why: str
) -> None:
    usual = {"scope": {"level": "organization"}, "conditions": {}, "actions": {}}
    made = control.policy(type="security", rules={"require_mfa": True}, **(usual | changes))
    [remark] = made["not_enforced"]
    assert why in remark
    assert control.login(OWNER).json["mfa_required_by"] is None


def test_a_rehearsed_policy_demands_nothing(control: PoliciesControl) -> None:
    made = control.policy(
        type="security",
        scope={"level": "organization"},
        rules={"require_mfa": True},
        conditions={},
        actions={},
        status="draft",
    )
    started = control.ask("policies/start_dry_run", target=made["id"], body={})
    assert started.status in {200, 201}, started.json
    assert control.login(OWNER).json["mfa_required_by"] is None


def test_another_organization_is_not_concerned(control: PoliciesControl, other: str) -> None:
    demanding(control, require_mfa=True)
    assert control.login("gina@globex.example").json["mfa_required_by"] is None
    answer = control.ask("auth/get_security_settings", bearer=other)
    assert answer.json["policy_demands"] == []
