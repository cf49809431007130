"""`/v1/*`: authenticates, admits, forwards, settles. No other function speaks to providers."""

from infra_cdk.functions.spec import READ, FunctionSpec, SecretAccess

PROXY = FunctionSpec(
    name="proxy",
    handler="functions.proxy.handler.lambda_handler",
    layers=("core", "proxy", "policies"),
    memory_mb=256,
    timeout_s=900,
    # Writing the directory: a key whose call cost more than was held is frozen as it settles.
    # Writing policies: an approval that a refused call asks for, and the uses of a grant.
    tables={
        "directory": (*READ, "UpdateItem"),
        "accounts": (*READ, "ConditionCheckItem", "PutItem", "UpdateItem"),
        "journal": (*READ, "PutItem", "UpdateItem"),
        "policies": (*READ, "PutItem", "UpdateItem"),
    },
    secret=SecretAccess.READS,
    streams_response=True,
    detects_remotely=True,
)
