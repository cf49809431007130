"""`/api/v1/{organizations,teams,users,api-keys}`: who may spend, and how much."""

from infra_cdk.functions.spec import QUERY, READ, FunctionSpec, SecretAccess

DIRECTORY = FunctionSpec(
    name="directory",
    handler="functions.directory.handler.lambda_handler",
    layers=("core", "control", "identity"),
    # The import of ten thousand people has 29 seconds: processor time comes with memory.
    memory_mb=1024,
    timeout_s=29,
    tables={
        "directory": (*READ, *QUERY, "ConditionCheckItem", "DeleteItem", "PutItem", "UpdateItem"),
        "accounts": (*READ, "ConditionCheckItem", "PutItem", "UpdateItem"),
        "journal": ("PutItem",),
        "journal/events_by_actor": QUERY,
        "journal/events_by_target": QUERY,
        # Notices of elevations.
        "policies": ("PutItem",),
    },
    secret=SecretAccess.READS,
    sends_mail=True,
)
