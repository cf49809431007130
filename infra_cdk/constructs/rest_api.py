"""One regional REST API in front of every HTTP function, made from the route table."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Final

from aws_cdk import Duration
from aws_cdk import aws_apigateway as apigw
from constructs import Construct

from infra_cdk.config import StageSettings
from infra_cdk.constructs.governed_function import GovernedFunction
from tollgate.routes import Route

STAGE_NAME: Final = "live"
TLS_POLICY: Final = "SecurityPolicy_TLS13_1_2_PQ_2025_09"
STREAM_LASTS: Final = Duration.minutes(15)
_REFUSAL: Final = json.dumps(
    {
        "type": "about:blank",
        "title": "@message@",
        "code": "$context.error.responseType",
        "request_id": "$context.requestId",
        "error": {
            "message": "@message@",
            "type": "invalid_request_error",
            "code": "$context.error.responseType",
        },
    }
).replace('"@message@"', "$context.error.messageString")
"""What the gateway itself refuses, readable as a problem document and by a model provider's SDK."""
_REFUSALS: Final = {
    "MissingRoute": (apigw.ResponseType.MISSING_AUTHENTICATION_TOKEN, "404"),
    "TooLarge": (apigw.ResponseType.REQUEST_TOO_LARGE, "413"),
    "Throttled": (apigw.ResponseType.THROTTLED, "429"),
    "ClientFault": (apigw.ResponseType.DEFAULT_4_XX, None),
    "ServerFault": (apigw.ResponseType.DEFAULT_5_XX, None),
}


class RestApi(Construct):
    """Routes as `tollgate.routes` lists them; those that stream do so for up to 15 minutes."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        stage: StageSettings,
        routes: Iterable[Route],
        functions: Mapping[str, GovernedFunction],
    ) -> None:
        super().__init__(scope, construct_id)
        self.api = apigw.RestApi(
            self,
            "Api",
            rest_api_name=stage.resource_name("api"),
            description=f"Tollgate {stage.name}: data plane /v1, control plane /api/v1",
            endpoint_types=[apigw.EndpointType.REGIONAL],
            cloud_watch_role=False,
            deploy_options=apigw.StageOptions(
                stage_name=STAGE_NAME,
                throttling_rate_limit=stage.throttle_rate_per_s,
                throttling_burst_limit=stage.throttle_burst,
            ),
        )
        self._require_tls_1_2()
        for construct_name, (response, status) in _REFUSALS.items():
            self.api.add_gateway_response(
                construct_name,
                type=response,
                status_code=status,
                response_headers={"content-type": "'application/problem+json'"},
                templates={"application/json": _REFUSAL},
            )
        for route in routes:
            self._add(route, functions[route.function])

    @property
    def host(self) -> str:
        """The API's own domain, where streams may last longer than CloudFront waits."""
        return f"{self.api.rest_api_id}.execute-api.{self.api.env.region}.amazonaws.com"

    def _require_tls_1_2(self) -> None:
        """By default an API takes TLS 1.0; what is newer wants an access mode named beside it."""
        resource = self.api.node.default_child
        assert isinstance(resource, apigw.CfnRestApi)  # noqa: S101 - what RestApi consists of
        resource.security_policy = TLS_POLICY
        resource.endpoint_access_mode = "BASIC"

    def _add(self, route: Route, governed: GovernedFunction) -> None:
        resource = self.api.root.resource_for_path(route.path)
        resource.add_method(route.method, _integration(route, governed))


def _integration(route: Route, governed: GovernedFunction) -> apigw.LambdaIntegration:
    """The function's own permission covers all of this API's routes to it, and no other API."""
    if not route.streaming:
        return apigw.LambdaIntegration(governed.function, scope_permission_to_method=False)
    return apigw.LambdaIntegration(
        governed.function,
        scope_permission_to_method=False,
        timeout=STREAM_LASTS,
        response_transfer_mode=apigw.ResponseTransferMode.STREAM,
    )
