"""`/scim/v2/*`: an identity provider brings people and groups, and takes them away."""

from infra_cdk.functions.spec import QUERY, READ, FunctionSpec, SecretAccess

SCIM = FunctionSpec(
    name="scim",
    handler="functions.scim.handler.lambda_handler",
    layers=("core", "control", "scim"),
    memory_mb=1024,
    timeout_s=29,
    tables={
        "directory": (*READ, *QUERY, "ConditionCheckItem", "DeleteItem", "PutItem", "UpdateItem"),
        "directory/by_email": QUERY,
        "accounts": (*READ, "UpdateItem"),
        "journal": ("PutItem",),
    },
    secret=SecretAccess.READS,
)
