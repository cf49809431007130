"""`/v1/*`: authenticates, admits, forwards, settles. The only function that speaks to providers."""

from infra_cdk.functions.spec import READ, FunctionSpec, SecretAccess

PROXY = FunctionSpec(
    name="proxy",
    handler="functions.proxy.handler.lambda_handler",
    layers=("core", "proxy"),
    memory_mb=256,
    timeout_s=900,
    # Writing the directory: a key whose call cost more than was held is frozen as it settles.
    tables={
        "directory": (*READ, "UpdateItem"),
        "accounts": (*READ, "ConditionCheckItem", "PutItem", "UpdateItem"),
        "journal": (*READ, "PutItem", "UpdateItem"),
    },
    secret=SecretAccess.READS,
    streams_response=True,
)
