"""The user pool before a SAML identity provider: off by default, least when on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from aws_cdk import Validations
from cdk_nag import AwsSolutionsChecks, ServerlessChecks

from infra_cdk.app import make_app
from infra_cdk.config import STAGES, SamlSettings
from infra_cdk.exceptions import acknowledge
from infra_cdk.stacks.saml import SamlStack
from tests.infra.conftest import Deployment
from tollgate.sso.service.sign_in import CALLBACK

SAML = SamlSettings(
    metadata_url="https://idp.example/metadata.xml",
    domain_prefix="acme-tollgate",
    tollgate_url="https://tollgate.example/",
)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    """Synthesizing raises when cdk-nag objects."""
    app = make_app(str(tmp_path_factory.mktemp("saml")))
    stage = replace(STAGES["prod"], saml=SAML)
    SamlStack(app, "tollgate-prod-saml", stage=stage, saml=SAML)
    Validations.of(app).add_plugins(AwsSolutionsChecks(app), ServerlessChecks(app))
    acknowledge(app)
    [stack] = app.synth().stacks
    found: Mapping[str, Any] = stack.template
    return found


def only(template: Mapping[str, Any], kind: str) -> dict[str, Any]:
    [properties] = [
        each["Properties"] for each in template["Resources"].values() if each["Type"] == kind
    ]
    return dict(properties)


def test_a_stage_that_does_not_ask_for_it_has_none(deployment: Deployment) -> None:
    assert "saml" not in deployment.templates
    for stack in deployment.templates:
        assert deployment.resources(stack, "AWS::Cognito::UserPool") == {}


def test_the_provider_is_trusted_for_what_a_connection_needs(template: Mapping[str, Any]) -> None:
    provider = only(template, "AWS::Cognito::UserPoolIdentityProvider")
    assert provider["ProviderType"] == "SAML"
    assert provider["ProviderDetails"]["MetadataURL"] == "https://idp.example/metadata.xml"
    assert provider["ProviderDetails"]["RequestSigningAlgorithm"] == "rsa-sha256"
    assert provider["ProviderDetails"]["IDPInit"] is False
    assert provider["AttributeMapping"] == {
        "email": "email",
        "email_verified": "email_verified",
        "name": "name",
        "custom:groups": "groups",
    }


def test_people_come_in_by_the_provider_alone(template: Mapping[str, Any]) -> None:
    pool = only(template, "AWS::Cognito::UserPool")
    assert pool["AdminCreateUserConfig"] == {"AllowAdminCreateUserOnly": True}
    client = only(template, "AWS::Cognito::UserPoolClient")
    assert client["SupportedIdentityProviders"] == ["saml"]
    assert client["AllowedOAuthFlows"] == ["code"]
    assert client["CallbackURLs"] == [f"https://tollgate.example{CALLBACK}"]
    assert client["GenerateSecret"] is True
    assert client.get("ExplicitAuthFlows", ["ALLOW_REFRESH_TOKEN_AUTH"]) == [
        "ALLOW_REFRESH_TOKEN_AUTH"
    ]
    assert client["IdTokenValidity"] == 5


def test_says_what_is_to_be_entered_elsewhere(template: Mapping[str, Any]) -> None:
    assert set(template["Outputs"]) == {"Issuer", "ClientId", "AcsUrl", "EntityId"}


def test_production_keeps_the_pool(template: Mapping[str, Any]) -> None:
    assert only(template, "AWS::Cognito::UserPool")["DeletionProtection"] == "ACTIVE"
