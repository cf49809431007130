"""Everything that answers HTTP."""

from __future__ import annotations

from aws_cdk import CfnOutput, Stack
from constructs import Construct

from infra_cdk.constructs.governed_function import GovernedFunction, Surroundings
from infra_cdk.constructs.layers import Layers
from infra_cdk.constructs.rest_api import STAGE_NAME, RestApi
from infra_cdk.functions.catalog import HTTP_FUNCTIONS
from tollgate.routes import ROUTES


class ApiStack(Stack):
    """The REST API and the functions behind it."""

    def __init__(self, scope: Construct, construct_id: str, *, around: Surroundings) -> None:
        super().__init__(scope, construct_id)
        layers = Layers(self, "Layers", assets=around.assets)
        functions = {
            spec.name: GovernedFunction(self, spec=spec, around=around, layers=layers)
            for spec in HTTP_FUNCTIONS
        }
        self.rest = RestApi(self, "Rest", stage=around.stage, routes=ROUTES, functions=functions)
        CfnOutput(self, "DataPlaneUrl", value=f"https://{self.rest.host}/{STAGE_NAME}/v1")
