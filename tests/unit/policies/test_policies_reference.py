from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from tollgate.policies.documents import canonical
from tollgate.policies.schema import reference
from tollgate.policies.schema.body import Document
from tollgate.policies.schema.rules import DEMANDS, RULES

PAGE = Path(__file__).resolve().parents[3] / "docs" / "policies-reference.md"


def test_the_page_is_current() -> None:
    """Write it anew with `python -m tollgate.policies.schema.reference > docs/...`."""
    assert PAGE.read_text("utf-8") == reference.render()


def test_every_rule_is_sorted_into_a_group() -> None:
    """A rule that belongs to none would make a policy that demands nothing."""
    modifiers = {
        "per",
        "per_user_period",
        "alert_at_percentage",
        "currency",
        "min_confidence",
        "phone_match",
        "phone_regions",
        "allowed_hosts",
        "canary",
        "scan_input",
        "scan_output",
        "scan_roles",
        "redaction",
        "redaction_enabled",
        "high_cost_nano",
        "sensitive_models",
    }
    names = {field.name for record in RULES.values() for field in record.fields}
    assert names - DEMANDS == modifiers
    assert names >= DEMANDS


class NewPolicy(Document):
    """As the HTTP layer has it."""

    status: str = "active"


class TestBody:
    RAW: dict[str, Any] = {"name": "any", "policy_type": "cost", "rules": {"daily_limit": 0.1}}  # noqa: RUF012

    def test_gives_what_was_sent(self) -> None:
        body = NewPolicy.model_validate({**self.RAW, "status": "draft"})
        assert body.status == "draft"
        assert body.document == self.RAW
        assert canonical(body.document)["rules"] == {"daily_limit_nano": 100_000_000}

    def test_documents_its_fields(self) -> None:
        schema = TypeAdapter(NewPolicy).json_schema()
        properties = schema["properties"]
        assert properties["status"]["default"] == "active"
        assert properties["type"]["enum"][0] == "rate_limit"
        rules = properties["rules"]["properties"]
        assert rules["requests_per_minute"]["type"] == "integer"
        assert "monthly_limit_usd" in rules
        assert properties["conditions"]["properties"]["models"]["type"] == "array"
        assert "required" not in schema
