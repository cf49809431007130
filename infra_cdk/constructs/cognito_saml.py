"""A Cognito user pool that ends SAML 2.0 and speaks OpenID Connect to Tollgate.

XML signatures are checked by AWS, not by us. Nobody has a password in the pool: its one client
lets people in by the SAML provider alone.
"""

from __future__ import annotations

from typing import Final

from aws_cdk import Duration, Stack
from aws_cdk import aws_cognito as cognito
from constructs import Construct

from infra_cdk.config import SamlSettings, StageSettings

PROVIDER: Final = "saml"
CALLBACK: Final = "/api/v1/auth/sso/callback"
_GROUPS: Final = "groups"
_GROUPS_LENGTH: Final = 2048
"""The most that Cognito keeps of an attribute."""


class CognitoSaml(Construct):
    """The pool, the provider that it trusts, and the client that a connection is made with."""

    def __init__(
        self, scope: Construct, construct_id: str, *, stage: StageSettings, saml: SamlSettings
    ) -> None:
        super().__init__(scope, construct_id)
        self.pool = cognito.UserPool(
            self,
            "Pool",
            user_pool_name=stage.resource_name("saml"),
            self_sign_up_enabled=False,
            sign_in_aliases=cognito.SignInAliases(email=True),
            account_recovery=cognito.AccountRecovery.NONE,
            password_policy=cognito.PasswordPolicy(
                min_length=16,
                require_lowercase=True,
                require_uppercase=True,
                require_digits=True,
                require_symbols=True,
            ),
            custom_attributes={
                _GROUPS: cognito.StringAttribute(mutable=True, max_len=_GROUPS_LENGTH)
            },
            deletion_protection=stage.keep_data,
            removal_policy=stage.removal_policy,
        )
        self._domain = self.pool.add_domain(
            "Domain",
            cognito_domain=cognito.CognitoDomainOptions(domain_prefix=saml.domain_prefix),
        )
        provider = self._provider(saml)
        self.client = self._client(saml)
        self.client.node.add_dependency(provider)

    @property
    def issuer(self) -> str:
        """What a connection's `issuer` is."""
        region = Stack.of(self).region
        return f"https://cognito-idp.{region}.amazonaws.com/{self.pool.user_pool_id}"

    @property
    def acs_url(self) -> str:
        """Where the provider sends its assertions (assertion consumer service)."""
        return f"{self._domain.base_url()}/saml2/idpresponse"

    @property
    def entity_id(self) -> str:
        """What the provider knows the pool as (audience)."""
        return f"urn:amazon:cognito:sp:{self.pool.user_pool_id}"

    def _provider(self, saml: SamlSettings) -> cognito.UserPoolIdentityProviderSaml:
        named = cognito.ProviderAttribute.other
        return cognito.UserPoolIdentityProviderSaml(
            self,
            "Provider",
            user_pool=self.pool,
            name=PROVIDER,
            metadata=cognito.UserPoolIdentityProviderSamlMetadata.url(saml.metadata_url),
            request_signing_algorithm=cognito.SigningAlgorithm.RSA_SHA256,
            idp_initiated=False,
            attribute_mapping=cognito.AttributeMapping(
                email=named(saml.email),
                email_verified=named(saml.email_verified),
                fullname=named(saml.name),
                custom={f"custom:{_GROUPS}": named(saml.groups)},
            ),
        )

    def _client(self, saml: SamlSettings) -> cognito.UserPoolClient:
        return self.pool.add_client(
            "Client",
            user_pool_client_name="tollgate",
            generate_secret=True,
            auth_flows=cognito.AuthFlow(),
            supported_identity_providers=[cognito.UserPoolClientIdentityProvider.custom(PROVIDER)],
            o_auth=cognito.OAuthSettings(
                flows=cognito.OAuthFlows(authorization_code_grant=True),
                scopes=[
                    cognito.OAuthScope.OPENID,
                    cognito.OAuthScope.EMAIL,
                    cognito.OAuthScope.PROFILE,
                ],
                callback_urls=[saml.tollgate_url.rstrip("/") + CALLBACK],
            ),
            id_token_validity=Duration.minutes(5),
            access_token_validity=Duration.minutes(5),
            refresh_token_validity=Duration.hours(1),
            prevent_user_existence_errors=True,
            enable_token_revocation=True,
        )
