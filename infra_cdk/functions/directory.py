"""`/api/v1/{organizations,teams,users,api-keys}`: who may spend, and how much."""

from infra_cdk.functions.spec import QUERY, READ, FunctionSpec, SecretAccess

DIRECTORY = FunctionSpec(
    name="directory",
    handler="functions.directory.handler.lambda_handler",
    layers=("core", "control", "identity"),
    memory_mb=512,
    timeout_s=29,
    tables={
        "directory": (*READ, *QUERY, "ConditionCheckItem", "DeleteItem", "PutItem", "UpdateItem"),
        "accounts": (*READ, "ConditionCheckItem", "PutItem", "UpdateItem"),
        "journal": ("PutItem",),
    },
    secret=SecretAccess.READS,
)
