"""Policies as people write them: the bodies of the administrator's guide, and random valid ones."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

GUIDE_RATE_LIMIT = """{
    "name": "Global Rate Limit",
    "type": "rate_limit",
    "scope": "organization",
    "priority": 100,
    "conditions": {
      "applies_to": "all_users"
    },
    "rules": {
      "requests_per_minute": 60,
      "requests_per_hour": 1000,
      "requests_per_day": 10000
    },
    "actions": {
      "on_exceed": "throttle",
      "notify": true
    }
  }"""

GUIDE_CONTENT_FILTER = r"""{
    "name": "PII Protection",
    "type": "content_filter",
    "scope": "organization",
    "priority": 200,
    "rules": {
      "block_patterns": [
        "SSN:\\s*\\d{3}-\\d{2}-\\d{4}",
        "credit_card:\\s*\\d{4}[\\s-]?\\d{4}[\\s-]?\\d{4}[\\s-]?\\d{4}"
      ],
      "sensitive_categories": [
        "personal_identifiable_information",
        "protected_health_information",
        "financial_data"
      ]
    },
    "actions": {
      "on_detect": "block",
      "notify_admin": true,
      "log_violation": true
    }
  }"""

GUIDE_COST_LIMIT = """{
    "name": "Monthly Budget Cap",
    "type": "cost_limit",
    "scope": "organization",
    "priority": 150,
    "rules": {
      "monthly_limit": 50000,
      "currency": "USD",
      "per_user_limit": 500,
      "alert_at_percentage": [50, 75, 90]
    },
    "actions": {
      "at_50_percent": "notify_users",
      "at_75_percent": "notify_admins",
      "at_90_percent": "require_approval",
      "at_100_percent": "block_requests"
    }
  }"""

GUIDE_TEMPLATE = """\
# templates/compliance-template.yaml
name: "{{TEMPLATE_NAME}}"
type: compliance
scope: "{{SCOPE}}"
rules:
  require_audit: true
  require_approval_for:
    - high_cost_requests
    - sensitive_models
  retention_period_days: 365
  export_format: json
actions:
  log_all_requests: true
  notify_on_violation: true
"""

# Whatever a person may type, and YAML may stumble upon.
texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30).filter(
    lambda text: text.strip()
)
tricky = st.sampled_from(
    [
        "no",
        "~",
        "17:00",
        "2026-01-01",
        "1e3",
        "0x10",
        "- a",
        "a: b",
        "#x",
        "'",
        '"',
        "a\u2028b",
        "é",
        "0E0",
        "1_000",
        "=",
        "<<",
    ]
)
words = st.one_of(texts, tricky)
ids = st.from_regex(r"[a-z_]{1,5}_[0-9a-z]{1,8}", fullmatch=True)
patterns = st.from_regex(r"[a-z0-9/-]{1,12}\*?", fullmatch=True)
dollars = st.one_of(
    st.integers(0, 10**9),
    st.decimals(0, 10**6, places=9).map(lambda amount: f"{amount:f}"),
    st.floats(0, 1000).map(lambda amount: round(amount, 6)),
)
counts = st.integers(1, 10**9)


def some_of(fields: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=fields)


def lists(items: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(items, min_size=1, max_size=3)


bounds = st.tuples(st.integers(0, 50), st.integers(50, 99)).map(
    lambda pair: {"min": pair[0], "max": pair[1]}
)
conditions = some_of(
    {
        "users": lists(ids),
        "roles": lists(ids),
        "models": lists(patterns),
        "stream": st.booleans(),
        "tags": st.dictionaries(st.sampled_from(["env", "a.b", "team"]), lists(words), min_size=1),
        "time": st.sampled_from(
            ["business_hours", {"from": "22:00", "until": "6:00"}, {"days": "weekend"}]
        ),
        "dates": st.just({"from": "2026-01-01", "until": "2026-02-01"}),
        "cost": bounds,
        "input_tokens": bounds,
        "locations": lists(st.sampled_from(["no", "DE", "fr"])),
        "addresses": lists(st.sampled_from(["10.0.0.1/8", "2001:db8::/32", "192.0.2.1"])),
        "match": lists(
            st.one_of(
                st.fixed_dictionaries(
                    {
                        "field": st.sampled_from(["model", "prompt", "tag.env"]),
                        "operator": st.sampled_from(["equals", "!=", "contains"]),
                        "value": words,
                    }
                ),
                st.fixed_dictionaries(
                    {
                        "field": st.just("cost"),
                        "operator": st.sampled_from([">", "less_than"]),
                        "value": dollars,
                    }
                ),
            )
        ),
    }
)
_windows = st.fixed_dictionaries({"requests_per_minute": counts}, optional={"rph": counts})
_rules = {
    "rate_limit": _windows,
    "cost_limit": st.fixed_dictionaries(
        {"monthly_limit": dollars},
        optional={"max_cost_per_request": dollars, "alert_threshold": st.sampled_from([0.5, 0.8])},
    ),
    "content_filter": st.fixed_dictionaries(
        {"keywords": lists(words)},
        optional={"min_confidence": st.floats(0, 1), "redaction": st.just({"style": "mask"})},
    ),
    "usage": st.fixed_dictionaries(
        {"allowed_models": lists(patterns)},
        optional={
            "max_tokens": counts,
            "routes": lists(
                st.fixed_dictionaries({"model": patterns, "conditions": some_of({"cost": bounds})})
            ),
        },
    ),
    "compliance": st.fixed_dictionaries(
        {"require_approval_for": st.just(["high_cost"])}, optional={"high_cost": dollars}
    ),
    "security": st.fixed_dictionaries(
        {"required_tags": lists(st.sampled_from(["env", "team"]))},
        optional={"api_key_rotation_days": st.integers(1, 999), "require_mfa": st.booleans()},
    ),
}
_cases = st.lists(
    st.fixed_dictionaries(
        {"name": words, "expect": st.sampled_from([{"action": "block"}, {"action": "allow"}])},
        optional={
            "content": words,
            "subject": some_of({"teams": lists(ids), "key_age_days": st.integers(0, 99)}),
            "request": some_of(
                {
                    "cost": dollars,
                    "at": st.just("2026-05-05T10:00:00Z"),
                    "used": some_of({"monthly_cost_usd": dollars, "requests_per_minute": counts}),
                }
            ),
        },
    ),
    max_size=2,
    unique_by=lambda case: case["name"],
)


@st.composite
def policies(draw: st.DrawFn) -> dict[str, Any]:
    """A valid policy as somebody may send it."""
    type_ = draw(st.sampled_from(sorted(_rules)))
    name = draw(words.map(lambda text: f"policy {text}".strip()))
    optional = some_of(
        {
            "description": words,
            "enforcement_level": st.sampled_from(["strict", "advisory", "audit"]),
            "priority": st.integers(0, 1000),
            "severity": st.sampled_from(["low", "medium", "critical"]),
            "scope": st.sampled_from(["organization", {"team_id": "team_a"}]),
            "overridable": st.booleans(),
            "conditions": conditions,
            "effective_from": st.just("2026-01-01T00:00:00+01:00"),
            "effective_until": st.just("2027-01-01T00:00:00Z"),
            "actions": some_of(
                {"notify": st.sampled_from([True, ["users", "auditor"]]), "message": words}
            ),
            "exceptions": st.just([{"role": "lead"}]),
            "tests": _cases,
        }
    )
    return {"name": name, "type": type_, "rules": draw(_rules[type_]), **draw(optional)}
