"""The customer's KMS key for tables, database and alerts, in stages that ask for it."""

from __future__ import annotations

from typing import Final

from aws_cdk import Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from constructs import Construct

from infra_cdk.config import StageSettings

_USES: Final = {
    "dynamodb": (
        "CreateGrant",
        "Decrypt",
        "DescribeKey",
        "Encrypt",
        "GenerateDataKey",
        "ReEncryptFrom",
        "ReEncryptTo",
    ),
    "sns": ("Decrypt", "GenerateDataKey"),
}
"""What may be done with the key, by the service through which."""


def data_key(scope: Construct, *, stage: StageSettings) -> kms.Key | None:
    """A rotated key that the account's principals use through DynamoDB and SNS alone, or None.

    The grants sit in the key's own policy, so that a function's role names no key: whoever may read
    an item of the table may have DynamoDB decrypt it, whoever may publish to the topic may have SNS
    encrypt, and nobody may decrypt anything by hand.
    """
    if not stage.customer_key:
        return None
    stack = Stack.of(scope)
    key = kms.Key(
        scope,
        "Key",
        description=f"Tollgate {stage.name}: tables, database, alerts",
        enable_key_rotation=True,
        removal_policy=stage.removal_policy,
    )
    for service, actions in _USES.items():
        key.add_to_resource_policy(
            _through(f"{service}.{stack.region}.amazonaws.com", actions, stack)
        )
    return key


def _through(service: str, actions: tuple[str, ...], stack: Stack) -> iam.PolicyStatement:
    return iam.PolicyStatement(
        principals=[iam.AnyPrincipal()],
        actions=[f"kms:{action}" for action in actions],
        resources=["*"],
        conditions={
            "StringEquals": {"kms:CallerAccount": stack.account, "kms:ViaService": service}
        },
    )
