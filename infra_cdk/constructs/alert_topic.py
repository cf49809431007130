"""The topic that tells people of approvals, violations and budgets; people subscribe to it."""

from __future__ import annotations

from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns
from constructs import Construct

from infra_cdk.config import StageSettings


class AlertTopic(Construct):
    """Encrypted with `key`, or else with the key that AWS manages for SNS; TLS only."""

    def __init__(
        self, scope: Construct, construct_id: str, *, stage: StageSettings, key: kms.IKey | None
    ) -> None:
        super().__init__(scope, construct_id)
        self._topic = sns.Topic(
            self,
            "Topic",
            topic_name=stage.resource_name("alerts"),
            master_key=key or kms.Alias.from_alias_name(self, "SnsKey", "alias/aws/sns"),
            enforce_ssl=True,
        )

    @property
    def arn(self) -> str:
        return self._topic.topic_arn

    def environment(self) -> dict[str, str]:
        """The variable that `AlertSettings` reads."""
        return {"TOLLGATE_ALERT_TOPIC_ARN": self.arn}

    def publish_statement(self) -> iam.PolicyStatement:
        """Leave to publish, and no more."""
        return iam.PolicyStatement(actions=["sns:Publish"], resources=[self.arn])
