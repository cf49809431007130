"""What policies in force demand of signing in."""

from __future__ import annotations

from typing import Any

import pytest

from tollgate.policies.demands import demands_of, why_not
from tollgate.policies.models import Entry

NOW = 1_795_253_400_000


def document(**changes: Any) -> dict[str, Any]:
    return {"name": "any", "type": "security", "rules": {"require_mfa": True}} | changes


def test_every_entry_in_force_is_told_with_its_times() -> None:
    entries = [
        Entry("pol_b", 2, document(rules={"session_timeout_minutes": 20}), from_ms=NOW + 1),
        Entry("pol_a", 1, document(), until_ms=NOW + 2),
        Entry("pol_c", 1, document(), shadow=True),
        Entry("pol_d", 1, document(rules={"allowed_addresses": ["10.0.0.0/8"]})),
        Entry("pol_e", 1, document(rules={"require_mfa": False})),
    ]
    assert demands_of(entries, [], NOW) == [
        {"policy_id": "pol_a", "require_mfa": True, "until_ms": NOW + 2, "since_ms": NOW},
        {
            "policy_id": "pol_b",
            "session_timeout_minutes": 20,
            "from_ms": NOW + 1,
            "since_ms": NOW + 1,
        },
    ]


def test_a_demand_that_stays_keeps_its_beginning() -> None:
    entries = [Entry("pol_a", 1, document())]
    first = demands_of(entries, [], NOW)
    assert demands_of(entries, first, NOW + 1000) == first


@pytest.mark.parametrize(
    "changes",
    [
        {"type": "compliance"},
        {"scope": {"level": "team", "ids": ["team_1"]}},
        {"conditions": {"models": ["a"]}},
        {"exceptions": [{"effect": "exempt"}]},
        {"actions": {"on_violation": "log"}},
        {"enforcement_level": "warn"},
    ],
)
def test_what_cannot_be_held_at_sign_in_is_not_told(changes: dict[str, Any]) -> None:
    assert why_not(document()) is None
    assert why_not(document(**changes))
    assert demands_of([Entry("pol_a", 1, document(**changes))], [], NOW) == []
