"""The permission matrix, and what no role may hold.

The matrix as synthesized is left in build/permissions.txt: once each changed line has been read, it
becomes the snapshot, and `python -m infra_cdk.permissions` rewrites the document.
"""

from __future__ import annotations

import pytest

from infra_cdk.config import BUILD
from infra_cdk.functions.catalog import FUNCTIONS
from infra_cdk.permissions import (
    DOCUMENT,
    SNAPSHOT,
    WILDCARDS,
    Permission,
    document,
    permissions,
    render,
)
from tests.infra.conftest import GUARDRAIL, SENDER, Deployment

ADDRESS = ("deployment_site", "dynamodb:PutItem", "table directory")
"""Where people reach the deployment, for functions to read."""


@pytest.fixture(scope="module")
def found(deployment: Deployment) -> list[Permission]:
    return permissions(deployment.templates.values())


def test_the_matrix_is_the_reviewed_one(found: list[Permission]) -> None:
    table = render(found)
    BUILD.mkdir(exist_ok=True)
    (BUILD / "permissions.txt").write_text(table)
    assert table == SNAPSHOT.read_text()


def test_the_document_shows_the_matrix() -> None:
    assert DOCUMENT.read_text() == document(SNAPSHOT.read_text())


def test_content_leaves_the_gateway_only_where_a_stage_allows_it(
    found: list[Permission], production: Deployment
) -> None:
    more = set(permissions(production.templates.values())) - set(found)
    allowed = {item for item in more if not item.action.startswith("ses:")}
    assert {(item.function, item.resource, item.action) for item in allowed} == {
        ("proxy", GUARDRAIL, "bedrock:ApplyGuardrail"),
        ("proxy", "*", "comprehend:DetectPiiEntities"),
    }


def test_letters_are_sent_from_one_address_where_a_stage_names_it(
    found: list[Permission], production: Deployment
) -> None:
    assert not [item for item in found if item.action.startswith("ses:")]
    given = permissions(production.templates.values())
    sending = [item for item in given if item.action.startswith("ses:")]
    identity = "arn:aws:ses:region:account:identity/"
    assert {(item.function, item.action, item.resource) for item in sending} == {
        (spec.name, "ses:SendEmail", f"{identity}{name}")
        for spec in FUNCTIONS
        if spec.sends_mail
        for name in (SENDER, SENDER.partition("@")[2])
    }
    assert {item.condition for item in sending} == {"StringEquals ses:FromAddress"}


def test_the_deployment_writes_into_its_own_part_of_the_directory_alone(
    found: list[Permission],
) -> None:
    [writing] = [
        item for item in found if item.action == ADDRESS[1] and item.function == ADDRESS[0]
    ]
    assert writing.condition == "ForAllValues:StringEquals dynamodb:LeadingKeys"


def test_one_function_publishes_to_one_topic(found: list[Permission]) -> None:
    published = {(item.function, item.resource) for item in found if item.action == "sns:Publish"}
    assert published == {("reports_deliver", "topic alerts")}


def test_every_function_has_a_role_of_its_own(deployment: Deployment) -> None:
    roles = [str(properties["Role"]) for properties in deployment.functions().values()]
    assert len(roles) == len(FUNCTIONS)
    assert len(set(roles)) == len(roles)


def test_no_wildcard_without_a_reason(found: list[Permission], production: Deployment) -> None:
    everything = [*found, *permissions(production.templates.values())]
    assert {item.action for item in everything if item.is_wildcard} == set(WILDCARDS)
    assert not [item for item in found if "*" in item.action]


def test_a_wildcard_would_be_seen() -> None:
    assert Permission(function="a", resource="table x/*", action="dynamodb:GetItem").is_wildcard
    assert Permission(function="a", resource="table x", action="dynamodb:*").is_wildcard


def test_no_managed_policies(deployment: Deployment) -> None:
    for stack in deployment.templates:
        for role in deployment.resources(stack, "AWS::IAM::Role").values():
            assert "ManagedPolicyArns" not in role


def test_tables_are_touched_as_declared_and_not_otherwise(found: list[Permission]) -> None:
    declared = {
        (spec.name, f"dynamodb:{action}", f"table {target.replace('/', '/index/')}")
        for spec in FUNCTIONS
        for target, actions in spec.tables.items()
        for action in actions
    }
    granted = {
        (item.function, item.action, item.resource)
        for item in found
        if item.action.startswith("dynamodb:") and "/stream" not in item.resource
    }
    assert granted - {("usage_ingest", "dynamodb:ListStreams", "*"), ADDRESS} == declared


def test_nobody_scans_or_manages_tables(found: list[Permission]) -> None:
    verbs = {item.action for item in found if item.action.startswith("dynamodb:")}
    assert not [verb for verb in verbs if "Scan" in verb or "Table" in verb]


@pytest.mark.parametrize("action", ["secretsmanager:GetSecretValue"])
def test_the_secret_is_for_those_who_sign_in_callers_or_call_providers(
    found: list[Permission], action: str
) -> None:
    readers = {item.function for item in found if item.action == action}
    assert readers == {
        "auth",
        "deployment_secret",
        "directory",
        "proxy",
        "reports_deliver",  # letters wait sealed
        "scim",
        "sso",
    }
