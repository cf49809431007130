from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.policies import strategies
from tests.unit.policies.written import (
    GUIDE_CONTENT_FILTER,
    GUIDE_COST_LIMIT,
    GUIDE_RATE_LIMIT,
    policies,
)
from tollgate.errors import BadRequest
from tollgate.policies.bundle import Bundle
from tollgate.policies.decide import decide
from tollgate.policies.documents import (
    canonical,
    content_hash,
    differences,
    leaves,
    outside,
    view,
    warnings,
)
from tollgate.policies.models import Entry
from tollgate.policies.rehearsal import facts_of, subject_of


class TestGuide:
    """The bodies of the administrator's guide, as they stand there."""

    def test_global_rate_limit(self) -> None:
        assert canonical(json.loads(GUIDE_RATE_LIMIT)) == {
            "name": "Global Rate Limit",
            "type": "rate_limit",
            "rules": {
                "requests_per_minute": 60,
                "requests_per_hour": 1000,
                "requests_per_day": 10000,
                "per": "user",
            },
            "actions": {"on_violation": "throttle", "notify": ["admins"]},
        }

    def test_pii_protection(self) -> None:
        document = canonical(json.loads(GUIDE_CONTENT_FILTER))
        assert document["priority"] == 200
        assert document["rules"]["patterns"][0] == {"pattern": r"SSN:\s*\d{3}-\d{2}-\d{4}"}
        assert document["rules"]["categories"] == ["pii", "phi", "financial"]
        assert document["actions"] == {
            "on_violation": "deny",
            "notify": ["admins"],
            "log_violation": True,
        }

    def test_monthly_budget_cap(self) -> None:
        assert canonical(json.loads(GUIDE_COST_LIMIT)) == {
            "name": "Monthly Budget Cap",
            "type": "cost_limit",
            "priority": 150,
            "rules": {
                "monthly_limit_nano": 50_000 * 10**9,
                "per_user_limit_nano": 500 * 10**9,
                "alert_at_percentage": [50, 75, 90],
            },
            "actions": {
                "thresholds": {
                    "50": "notify_users",
                    "75": "notify_admins",
                    "90": "require_approval",
                    "100": "deny",
                }
            },
        }


class TestView:
    def test_has_every_default_and_both_names_of_the_type(self) -> None:
        shown = view(canonical({"name": "cap", "type": "cost", "rules": {"daily_limit": "0.10"}}))
        assert shown == {
            "name": "cap",
            "description": "",
            "type": "cost_limit",
            "enforcement_level": "strict",
            "priority": 100,
            "severity": "medium",
            "scope": {"level": "organization", "ids": []},
            "inheritance": "additive",
            "overridable": False,
            "conditions": {},
            "rules": {"daily_limit_usd": "0.1"},
            "actions": {},
            "exceptions": [],
            "tests": [],
            "policy_type": "cost_limit",
        }

    def test_dollars_and_times_are_readable_at_any_depth(self) -> None:
        shown = outside(
            canonical(
                {
                    "name": "gate",
                    "type": "usage",
                    "effective_from": "2026-01-01T01:00:00+01:00",
                    "conditions": {
                        "cost": {"min": 1.5},
                        "match": [{"field": "cost", "operator": ">", "value": 5}],
                    },
                    "rules": {"routes": [{"when": {"cost": {"max": 2}}, "to": "gpt-4o-mini"}]},
                    "tests": [
                        {
                            "name": "dear",
                            "request": {"cost": 7, "at": "2026-03-01T00:00:00Z"},
                            "expected_action": "block",
                        }
                    ],
                }
            )
        )
        assert shown["effective_from"] == "2026-01-01T00:00:00.000Z"
        assert shown["conditions"] == {
            "estimated_cost_usd": {"min": "1.5"},
            "match": [{"field": "cost_usd", "operator": "greater_than", "value": "5"}],
        }
        assert shown["rules"]["routes"] == [
            {"conditions": {"estimated_cost_usd": {"max": "2"}}, "model": "gpt-4o-mini"}
        ]
        assert shown["tests"][0]["request"] == {
            "estimated_cost_usd": "7",
            "at": "2026-03-01T00:00:00.000Z",
        }


class TestRoundTrip:
    @given(policies())
    def test_reading_again_changes_nothing(self, raw: dict[str, Any]) -> None:
        document = canonical(raw)
        assert canonical(document) == document
        assert canonical(outside(document)) == document
        assert canonical(view(document)) == document
        assert canonical(json.loads(json.dumps(view(document)))) == document

    @given(policies(), st.randoms())
    def test_the_order_of_members_does_not_matter(self, raw: dict[str, Any], random: Any) -> None:
        document = canonical(raw)
        members = list(document.items())
        random.shuffle(members)
        assert content_hash(dict(members)) == content_hash(document)
        assert canonical(dict(members)) == document
        assert list(canonical(dict(members))) == list(document)

    @given(policies())
    def test_the_evaluator_understands_it(self, raw: dict[str, Any]) -> None:
        bundle = Bundle("x", [Entry("pol_1", 1, canonical(raw))])
        decide(bundle, subject_of({}, {}, 0), facts_of({"at_ms": 1_780_000_000_000}, 0))

    @given(strategies.documents(), st.data())
    def test_garbage_is_refused_by_name_and_nothing_else(
        self, raw: dict[str, Any], data: st.DataObject
    ) -> None:
        section = data.draw(st.sampled_from(sorted(raw)))
        junk = data.draw(
            st.recursive(
                st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
                lambda inner: (
                    st.lists(inner, max_size=3)
                    | st.dictionaries(st.sampled_from(sorted(raw)) | st.text(max_size=5), inner)
                ),
                max_leaves=6,
            )
        )
        refusal = None
        try:
            document = canonical({**raw, section: junk})
        except BadRequest as error:
            refusal = error
        if refusal is None:
            assert canonical(document) == document
        else:
            assert isinstance(refusal.param, str)
            assert len(refusal.message) < 1_000


class TestDifferences:
    OLD = canonical(
        {
            "name": "old",
            "type": "cost",
            "rules": {"daily_limit": 5, "monthly_limit": 100},
            "conditions": {"tags": {"a.b": "x"}},
        }
    )

    def test_are_by_path_in_outside_names(self) -> None:
        new = canonical(
            {
                "name": "old",
                "type": "cost",
                "priority": 7,
                "rules": {"daily_limit": 6},
                "conditions": {"tags": {"a.b": "x", "c": "y"}},
            }
        )
        assert differences(self.OLD, new) == [
            {
                "path": "conditions.tags",
                "before": {"a.b": ["x"]},
                "after": {"a.b": ["x"], "c": ["y"]},
            },
            {"path": "rules.daily_limit_usd", "before": "5", "after": "6"},
            {"path": "rules.monthly_limit_usd", "before": "100", "after": None},
            {"path": "priority", "before": None, "after": 7},
        ]

    def test_of_the_same_are_none(self) -> None:
        assert differences(self.OLD, dict(self.OLD)) == []

    def test_of_nothing_are_everything(self) -> None:
        paths = [each["path"] for each in differences(None, self.OLD)]
        assert paths == list(leaves(outside(self.OLD)))
        assert {each["before"] for each in differences(None, self.OLD)} == {None}


class TestHash:
    def test_is_known(self) -> None:
        """It is written into records: a release must not change it."""
        document = canonical(json.loads(GUIDE_RATE_LIMIT))
        assert content_hash(document) == "da0a8b5275eb97b65878c721f9f7e4c2"

    def test_differs_with_content(self) -> None:
        document = canonical(json.loads(GUIDE_RATE_LIMIT))
        assert content_hash({**document, "priority": 1}) != content_hash(document)


class TestSeverity:
    @pytest.mark.parametrize(
        ("given_", "shown"),
        [
            ({"type": "security"}, "high"),
            ({"type": "security", "enforcement_level": "block"}, "high"),
            ({"type": "security", "enforcement_level": "warn"}, "medium"),
            ({"type": "security", "severity": "medium"}, "medium"),
            ({"type": "compliance"}, "medium"),
            ({"type": "compliance", "severity": "critical"}, "critical"),
        ],
    )
    def test_follows_from_type_and_level(self, given_: dict[str, Any], shown: str) -> None:
        document = canonical({"name": "any", "rules": {"required_tags": ["env"]}, **given_})
        assert view(document)["severity"] == shown
        assert view(canonical(view(document)))["severity"] == shown


class TestWarnings:
    @pytest.mark.parametrize(
        ("type_", "rules", "actions", "said"),
        [
            (
                "security",
                {"require_mfa": True},
                {"on_violation": "warn"},
                "rules.require_mfa: is kept and not enforced at sign-in, because the policy only",
            ),
            ("compliance", {"require_audit": True}, {}, "require_audit: is so in any case"),
            (
                "compliance",
                {"require_approval_for": "sensitive_models"},
                {},
                "rules.require_approval_for: sensitive_models needs the list",
            ),
            (
                "compliance",
                {"sensitive_models": ["a"], "require_audit": True},
                {},
                "rules.sensitive_models: has no effect",
            ),
            (
                "rate_limit",
                {"rpm": 60, "rph": 50},
                {},
                "rules.requests_per_minute: can never be reached",
            ),
            (
                "cost",
                {"daily_limit": 9, "monthly_limit": 5},
                {},
                "rules.daily_limit_usd: can never",
            ),
            ("usage", {"allowed_models": ["a"], "per": "user"}, {}, "rules.per: has no effect"),
            (
                "security",
                {"detect": ["injection"], "canary": "tg-canary-8f3kq0zv"},
                {},
                "rules.canary: has no effect unless detect names canary",
            ),
            (
                "security",
                {"detect": ["injection"], "allowed_hosts": ["example.com"]},
                {},
                "rules.allowed_hosts: has no effect unless detect names exfiltration",
            ),
            (
                "security",
                {"required_tags": ["a"], "min_confidence": 0.9},
                {},
                "rules.min_confidence: has no effect unless content is searched",
            ),
            (
                "security",
                {"detect": ["secrets"], "scan_input": False, "scan_roles": ["user"]},
                {},
                "rules.scan_roles: has no effect unless prompts are searched",
            ),
            (
                "content_filter",
                {"detectors": ["secrets"], "phone_match": "context"},
                {},
                "rules.phone_match: has no effect unless telephone numbers",
            ),
            (
                "content_filter",
                {"detectors": ["pii"], "redaction": "mask"},
                {},
                "rules.redaction: has no effect unless on_violation is redact",
            ),
            (
                "content_filter",
                {"detectors": ["pii"]},
                {"log_violation": False},
                "actions.log_violation: every violation is stored",
            ),
            (
                "usage",
                {"allowed_models": ["a"]},
                {"delay_seconds": 3},
                "actions.delay_seconds: has no effect unless on_violation is throttle or queue",
            ),
        ],
    )
    def test_say_what_does_nothing(
        self, type_: str, rules: dict[str, Any], actions: dict[str, Any], said: str
    ) -> None:
        document = canonical({"name": "any", "type": type_, "rules": rules, "actions": actions})
        assert any(each.startswith(said) for each in warnings(document)), warnings(document)

    def test_of_the_guide_are_none(self) -> None:
        for body in (GUIDE_RATE_LIMIT, GUIDE_CONTENT_FILTER, GUIDE_COST_LIMIT):
            assert warnings(canonical(json.loads(body))) == []
