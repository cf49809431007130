"""Alarms and the operators' dashboard."""

from __future__ import annotations

from aws_cdk import CfnOutput, Stack
from constructs import Construct

from infra_cdk.config import StageSettings
from infra_cdk.constructs.alarms import Alarms
from infra_cdk.functions.catalog import HTTP_FUNCTIONS, JOB_FUNCTIONS


class ObservabilityStack(Stack):
    """Refers to nothing in the other stacks but names, so that it never holds them back."""

    def __init__(self, scope: Construct, construct_id: str, *, stage: StageSettings) -> None:
        super().__init__(scope, construct_id)
        alarms = Alarms(self, "Alarms", stage=stage, functions=(*HTTP_FUNCTIONS, *JOB_FUNCTIONS))
        CfnOutput(self, "AlarmTopic", value=alarms.topic.topic_arn)
