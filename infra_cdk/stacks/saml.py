"""Sign-in by SAML 2.0, where a stage asks for it."""

from __future__ import annotations

from aws_cdk import CfnOutput, Stack
from constructs import Construct

from infra_cdk.config import SamlSettings, StageSettings
from infra_cdk.constructs.cognito_saml import CognitoSaml


class SamlStack(Stack):
    """Stands by itself: Tollgate knows the pool as one more OpenID Connect provider."""

    def __init__(
        self, scope: Construct, construct_id: str, *, stage: StageSettings, saml: SamlSettings
    ) -> None:
        super().__init__(scope, construct_id, termination_protection=stage.keep_data)
        made = CognitoSaml(self, "Saml", stage=stage, saml=saml)
        CfnOutput(self, "Issuer", value=made.issuer)
        CfnOutput(self, "ClientId", value=made.client.user_pool_client_id)
        CfnOutput(self, "AcsUrl", value=made.acs_url)
        CfnOutput(self, "EntityId", value=made.entity_id)
