from __future__ import annotations

import contextlib
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.policies.written import GUIDE_TEMPLATE, policies
from tollgate.errors import BadRequest, TooLarge
from tollgate.policies.documents import canonical
from tollgate.policies.yaml_files import dump, load, read


class TestRoundTrip:
    @given(st.lists(policies(), max_size=3))
    def test_canonical_to_yaml_and_back(self, raws: list[dict[str, Any]]) -> None:
        documents = [canonical(raw) for raw in raws]
        text = dump(documents)
        assert load(text) == documents
        assert dump(load(text)) == text

    @given(policies())
    def test_an_older_reader_reads_the_same(self, raw: dict[str, Any]) -> None:
        """YAML 1.1, in which `no` is false and `17:00` a number."""
        document = canonical(raw)
        assert canonical(yaml.safe_load(dump([document]))) == document

    def test_is_readable(self) -> None:
        document = canonical(
            {
                "tests": [{"name": "one", "expected_action": "allow"}],
                "rules": {"monthly_limit": "1234.50", "daily_limit": 50},
                "type": "cost",
                "name": "Budget: all",
                "effective_from": "2026-01-01T00:00:00Z",
                "actions": {"at_90_percent": "require_approval"},
                "conditions": {"countries": ["NO"], "time": {"from": "09:00"}},
            }
        )
        assert dump([document]) == (
            "---\n"
            "name: 'Budget: all'\n"
            "type: cost_limit\n"
            "conditions:\n"
            "  time:\n"
            "    from: 09:00\n"
            "  locations:\n"
            "    - 'NO'\n"
            "rules:\n"
            "  daily_limit_usd: 50\n"
            "  monthly_limit_usd: 1234.5\n"
            "actions:\n"
            "  thresholds:\n"
            "    '90': require_approval\n"
            "effective_from: '2026-01-01T00:00:00.000Z'\n"
            "tests:\n"
            "  - name: one\n"
            "    expect:\n"
            "      action: allow\n"
        )


class TestLoad:
    def test_the_template_of_the_guide(self) -> None:
        (document,) = load(GUIDE_TEMPLATE, {"TEMPLATE_NAME": "Audit", "SCOPE": "organization"})
        assert document == {
            "name": "Audit",
            "type": "compliance",
            "rules": {
                "require_approval_for": ["high_cost_requests", "sensitive_models"],
                "require_audit": True,
                "log_all_requests": True,
                "retention_period_days": 365,
                "export_format": "json",
            },
            "actions": {"notify": ["admins"]},
        }

    def test_a_placeholder_without_a_value_is_named(self) -> None:
        with pytest.raises(
            BadRequest, match="the placeholder TEMPLATE_NAME has no value"
        ) as raised:
            load(GUIDE_TEMPLATE, {})
        assert raised.value.param == "documents.0.name"
        with pytest.raises(BadRequest, match="a placeholder is left"):
            load(GUIDE_TEMPLATE.replace('"{{SCOPE}}"', "organization"))

    def test_words_that_older_readers_mistake(self) -> None:
        text = (
            "name: no trouble\ntype: usage\nrules: {max_input_tokens: 5}\n"
            "conditions: {locations: [NO], time: {from: 17:00, until: 22:00},"
            " dates: {from: 2026-01-01}, tags: {env: [on, y]}}\n"
        )
        (document,) = load(text)
        assert document["conditions"]["locations"] == ["NO"]
        assert document["conditions"]["time"] == {"from": "17:00", "until": "22:00"}
        assert document["conditions"]["dates"] == {"from": "2026-01-01"}
        assert document["conditions"]["tags"] == {"env": ["on", "y"]}

    def test_a_list_under_policies(self) -> None:
        one = {"name": "one", "type": "usage", "rules": {"max_input_tokens": 5}}
        rules = {"max_input_tokens": 5}
        text = yaml.safe_dump({"policies": [one, {**one, "name": "two", "rules": rules}]})
        found = load(f"{text}---\n{yaml.safe_dump(one)}")
        assert [each["name"] for each in found] == ["one", "two", "one"]

    @pytest.mark.parametrize(
        ("text", "param"),
        [
            ("name: one\ntype: usage\nrulez: {}\n", "documents.0.rulez"),
            ("---\n---\nname: one\ntype: usage\nrulez: {}\n", "documents.0.rulez"),
            ("policies:\n- name: one\n  type: 5\n", "documents.0.policies.0.type"),
            ("policies: []\nother: 1\n", "documents.0.other"),
            ("- a\n", "documents.0"),
            ("just text\n", "documents.0"),
        ],
    )
    def test_says_where(self, text: str, param: str) -> None:
        with pytest.raises(BadRequest) as raised:
            load(text)
        assert raised.value.param == param

    def test_nothing_is_no_policy(self) -> None:
        assert load("") == []
        assert load("# only a remark\n---\n") == []

    def test_dollars_are_exact(self) -> None:
        (document,) = load(
            "name: exact\ntype: cost\nrules: {daily_limit: 0.1, monthly_limit: 123456789.123456789}"
        )
        assert document["rules"] == {
            "daily_limit_nano": 100_000_000,
            "monthly_limit_nano": 123_456_789_123_456_789,
        }


class TestRefused:
    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("a: &x 1\nb: *x\n", "anchors and aliases are not used here (line 1)"),
            ("a: 1\nb: *x\n", "anchors and aliases are not used here (line 2)"),
            ("a: 1\nb: 2\na: 3\n", "the key 'a' occurs twice (line 3)"),
            ("a: !!python/object/apply:os.system [ls]\n", "tags are not used here (line 1)"),
            ("a: !secret x\n", "tags are not used here"),
            ("a: [1\n", "this is not YAML"),
            ("a: b: c\n", "this is not YAML"),
            ("? [1, 2]\n: 3\n", "a key must be a text (line 1)"),
            ("true: 1\n", "a key must be a text (line 1)"),
            ("- " * 30 + "a\n", "it is nested too deep (line 1)"),
            ("a: " + "9" * 5_000 + "\n", "this number is too long (line 1)"),
            ("a: \x07\n", "this is not YAML"),
            ("a: 1\n<<: {b: 2}\nb: 3\n", None),
        ],
    )
    def test_by_line(self, text: str, message: str | None) -> None:
        if message is None:
            assert read(text) == [{"a": 1, "<<": {"b": 2}, "b": 3}]
            return
        with pytest.raises(BadRequest) as raised:
            read(text)
        assert message in raised.value.message

    def test_a_bomb_costs_nothing(self) -> None:
        lines = ["a0: &a0 [x,x,x,x,x,x,x,x,x]"]
        lines += [f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
        with pytest.raises(BadRequest, match="anchors"):
            read("\n".join(lines))

    def test_what_is_too_large(self) -> None:
        with pytest.raises(TooLarge):
            read("#" * 1_000_001)
        with pytest.raises(TooLarge):
            load("---\nname: any\n" * 1_001)

    @given(st.text(max_size=200))
    def test_any_text_is_read_or_refused(self, text: str) -> None:
        with contextlib.suppress(BadRequest):
            read(text)
