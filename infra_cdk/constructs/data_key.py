"""The customer's KMS key for tables and database, used only in stages that ask for it."""

from __future__ import annotations

from aws_cdk import Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from constructs import Construct

from infra_cdk.config import StageSettings


def data_key(scope: Construct, *, stage: StageSettings) -> kms.Key | None:
    """A rotated key that the account's principals use through DynamoDB alone, or None.

    The grant sits in the key's own policy, so that a function's role names no key: whoever may read
    an item of the table may have DynamoDB decrypt it, and nobody may decrypt anything by hand.
    """
    if not stage.customer_key:
        return None
    stack = Stack.of(scope)
    key = kms.Key(
        scope,
        "Key",
        description=f"Tollgate {stage.name}: tables and database",
        enable_key_rotation=True,
        removal_policy=stage.removal_policy,
    )
    key.add_to_resource_policy(
        iam.PolicyStatement(
            sid="ThroughDynamoDb",
            principals=[iam.AnyPrincipal()],
            actions=[
                "kms:CreateGrant",
                "kms:Decrypt",
                "kms:DescribeKey",
                "kms:Encrypt",
                "kms:GenerateDataKey",
                "kms:ReEncryptFrom",
                "kms:ReEncryptTo",
            ],
            resources=["*"],
            conditions={
                "StringEquals": {
                    "kms:CallerAccount": stack.account,
                    "kms:ViaService": f"dynamodb.{stack.region}.amazonaws.com",
                }
            },
        )
    )
    return key
