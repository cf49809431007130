from __future__ import annotations

from typing import Any

import pytest

from tests.unit.policies.written import GUIDE_TEMPLATE
from tollgate.errors import BadRequest, NotFound
from tollgate.policies import placeholders, yaml_files
from tollgate.policies.documents import canonical, view, warnings
from tollgate.policies.rehearsal import run_tests
from tollgate.policies.templates import Template, instantiate, template, templates

NOW_MS = 1_790_000_000_000
IDS = [each.id for each in templates()]

OTHER_VALUES: dict[str, dict[str, Any]] = {
    "gdpr": {"ALLOWED_REGIONS": ["eu-south-2"], "PURPOSE_TAG": "why", "SCOPE": {"role": "dev"}},
    "hipaa": {"BAA_PROVIDERS": "bedrock", "ON_DETECT": "redact", "KEY_MAX_AGE_DAYS": 1},
    "soc2": {"REQUESTS_PER_MINUTE": 1, "ALLOWED_PROVIDERS": ["azure"], "KEY_MAX_AGE_DAYS": 365},
    "financial-services": {"RESTRICTED_WORDS": "Falcon", "APPROVAL_ABOVE_USD": "0.5"},
    "cost-control": {
        "MONTHLY_LIMIT_USD": 1,
        "PER_USER_LIMIT_USD": "0.25",
        "CHEAP_MODEL": "claude-haiku",
        "SCOPE": {"team_id": "team_a"},
    },
    "development": {"ALLOWED_MODELS": ["scripted/echo"], "ENFORCEMENT_LEVEL": "warn"},
    "production": {
        "ALLOWED_MODELS": ["scripted/*"],
        "REQUIRED_TAG": "app",
        "SCOPE": {"key_id": "k"},
    },
    "research": {"TOKENS_PER_DAY": 10, "EXPERIMENT_TAG": "run", "ENFORCEMENT_LEVEL": "monitor"},
    "eu-ai-act": {"USE_TAG": "purpose", "HIGH_RISK_USES": ["hiring"], "RETENTION_DAYS": 400},
    "compliance": {"TEMPLATE_NAME": "Audit of the team", "SCOPE": {"team_id": "team_a"}},
}


def needed(template: Template) -> dict[str, Any]:
    return {each.name: each.example for each in template.parameters if each.required}


def test_are_those_that_were_promised() -> None:
    assert set(IDS) == set(OTHER_VALUES)


@pytest.mark.parametrize("values", ["defaults", "others"])
@pytest.mark.parametrize("template_id", IDS)
def test_every_test_of_every_policy_passes(template_id: str, values: str) -> None:
    found = template(template_id)
    parameters = needed(found) | (OTHER_VALUES[template_id] if values == "others" else {})
    for document in instantiate(found, parameters):
        results = run_tests(document, now_ms=NOW_MS)
        assert results, f"{document['name']} has no tests"
        assert [f"{each.name}: {each.message}" for each in results if not each.passed] == []


@pytest.mark.parametrize("template_id", IDS)
class TestEach:
    def test_says_what_it_serves_and_what_it_does_not(self, template_id: str) -> None:
        found = template(template_id)
        assert found.description
        assert found.not_covered
        assert all(each.reference and each.title and each.how for each in found.controls)

    def test_every_parameter_is_used_and_described(self, template_id: str) -> None:
        found = template(template_id)
        assert placeholders.names(list(found.policies)) == {each.name for each in found.parameters}
        assert all(each.description for each in found.parameters)
        assert all(each.required is (each.default is None) for each in found.parameters)
        assert all(each.example is not None for each in found.parameters if each.required)

    def test_its_policies_have_a_name_of_their_own_and_a_purpose(self, template_id: str) -> None:
        documents = instantiate(template(template_id), needed(template(template_id)))
        names = [each["name"] for each in documents]
        assert len(set(names)) == len(names)
        assert all(each.get("description") for each in documents if template_id != "compliance")

    def test_survives_a_round_trip_through_files(self, template_id: str) -> None:
        documents = instantiate(template(template_id), needed(template(template_id)))
        assert yaml_files.load(yaml_files.dump(documents)) == documents
        assert [canonical(view(each)) for each in documents] == documents

    def test_nothing_in_it_is_without_effect_but_what_it_only_notes(self, template_id: str) -> None:
        documents = instantiate(template(template_id), needed(template(template_id)))
        noted = ("require_audit", "log_all_requests", "retention_period_days", "export_format")
        expected = (*noted, "rules.require_approval_for: sensitive_models needs the list")
        said = [each for document in documents for each in warnings(document)]
        assert [each for each in said if not each.startswith(expected)] == []


def test_the_template_of_the_guide_is_one_of_them() -> None:
    parameters = {"TEMPLATE_NAME": "Audit", "SCOPE": "organization"}
    (as_printed,) = yaml_files.load(GUIDE_TEMPLATE, parameters)
    (ours,) = instantiate(template("compliance"), parameters)
    assert {**ours, "tests": None} == {**as_printed, "tests": None}


class TestParameters:
    def test_typed_values_take_the_place_of_their_names(self) -> None:
        document = instantiate(
            template("cost-control"),
            {"MONTHLY_LIMIT_USD": "12.5", "SCOPE": {"level": "team", "ids": ["team_a"]}},
        )[0]
        assert document["rules"]["monthly_limit_nano"] == 12_500_000_000
        assert document["scope"] == {"level": "team", "ids": ["team_a"]}

    @pytest.mark.parametrize(
        ("template_id", "parameters", "param", "message"),
        [
            ("hipaa", {}, "parameters.BAA_PROVIDERS", "is needed: Providers with whom"),
            ("soc2", {"SCOP": "organization"}, "parameters.SCOP", "did you mean SCOPE?"),
            ("soc2", {"scope": "organization"}, "parameters.scope", "did you mean SCOPE?"),
            ("soc2", {"KEY_MAX_AGE_DAYS": "many"}, "parameters.KEY_MAX_AGE_DAYS", "a whole number"),
            (
                "cost-control",
                {"MONTHLY_LIMIT_USD": "5 $"},
                "parameters.MONTHLY_LIMIT_USD",
                "dollars",
            ),
            ("soc2", {"SCOPE": 5}, "parameters.SCOPE", "must be a level"),
            ("soc2", {"SCOPE": "team"}, "policies.0.scope.ids", "needs ids"),
            ("soc2", {"ENFORCEMENT_LEVEL": "soft"}, "policies.0.enforcement_level", "strict, warn"),
        ],
    )
    def test_wrong_ones_are_refused_by_name(
        self, template_id: str, parameters: dict[str, Any], param: str, message: str
    ) -> None:
        with pytest.raises(BadRequest) as raised:
            instantiate(template(template_id), parameters)
        assert raised.value.param == param
        assert message in raised.value.message

    def test_an_unknown_template(self) -> None:
        with pytest.raises(NotFound, match=r"no template 'gdrp'; did you mean gdpr\?"):
            template("gdrp")


class TestPlaceholders:
    VALUES = {"LIST": ["a", "b"], "NUMBER": 5, "NOTHING": None}  # noqa: RUF012

    @pytest.mark.parametrize(
        ("given", "filled"),
        [
            ("{{NUMBER}}", 5),
            ("{{ LIST }}", ["a", "b"]),
            ("{{LIST.first}}", "a"),
            ("up to {{NUMBER}} of {{LIST.first}}", "up to 5 of a"),
            ({"a": "{{NOTHING}}", "b": ["{{NOTHING}}", 1]}, {"b": [1]}),
            ({"{{LIST.first}}": True}, {"a": True}),
            ("{{lower}}", "{{lower}}"),
        ],
    )
    def test_are_filled(self, given: Any, filled: Any) -> None:
        assert placeholders.fill(given, self.VALUES) == filled

    def test_a_value_is_not_filled_again(self) -> None:
        assert placeholders.fill("{{A}}", {"A": "{{B}}", "B": 1}) == "{{B}}"

    def test_one_without_a_value_is_refused(self) -> None:
        with pytest.raises(BadRequest, match="COUNT has no value") as raised:
            placeholders.fill({"a": ["{{COUNT}}"]}, self.VALUES)
        assert raised.value.param == "a.0"
