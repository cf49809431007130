"""What must outlive every release: tables, database, runtime secret, who is told of alerts."""

from __future__ import annotations

from aws_cdk import CfnOutput, Stack
from aws_cdk import aws_iam as iam
from constructs import Construct

from infra_cdk.config import Assets, StageSettings
from infra_cdk.constructs.alert_topic import AlertTopic
from infra_cdk.constructs.aurora import Database
from infra_cdk.constructs.data_key import data_key
from infra_cdk.constructs.governed_function import GovernedFunction, Surroundings
from infra_cdk.constructs.layers import Layers
from infra_cdk.constructs.runtime_secret import RuntimeSecret
from infra_cdk.constructs.schedule import run_on_deploy
from infra_cdk.constructs.tables import Tables
from infra_cdk.functions.deployment import DEPLOYMENT_SCHEMA, DEPLOYMENT_SECRET


class DataStack(Stack):
    """State, and the two functions that prepare it on deploy."""

    def __init__(
        self, scope: Construct, construct_id: str, *, stage: StageSettings, assets: Assets
    ) -> None:
        super().__init__(scope, construct_id, termination_protection=stage.keep_data)
        key = data_key(self, stage=stage)
        tables = Tables(self, "Tables", stage=stage, key=key)
        self.surroundings = Surroundings(
            stage=stage,
            assets=assets,
            tables=tables,
            secret=RuntimeSecret(self, "RuntimeSecret", stage=stage),
            database=Database(self, "Database", stage=stage, key=key, tables=tables),
            alerts=AlertTopic(self, "Alerts", stage=stage, key=key),
        )
        CfnOutput(self, "AlertTopic", value=self.surroundings.alerts.arn)
        layers = Layers(self, "Layers", assets=assets)
        self._fill_secret(layers)
        self._migrate(layers)

    def _fill_secret(self, layers: Layers) -> None:
        secret = self.surroundings.secret
        filler = GovernedFunction(
            self, spec=DEPLOYMENT_SECRET, around=self.surroundings, layers=layers
        )
        filler.allow(
            iam.PolicyStatement(
                actions=["secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue"],
                resources=[secret.arn],
            )
        )
        # The names are there so that a release that asks for another one fills it in.
        names = "pepper,setup_token,edge"
        run_on_deploy(filler, "Fill", {"SecretId": secret.arn, "Names": names})

    def _migrate(self, layers: Layers) -> None:
        migrate = GovernedFunction(
            self, spec=DEPLOYMENT_SCHEMA, around=self.surroundings, layers=layers
        )
        _, code = self.surroundings.assets.layer("core")
        schema = run_on_deploy(migrate, "Upgrade", {"Code": code})
        schema.node.add_dependency(self.surroundings.database)
