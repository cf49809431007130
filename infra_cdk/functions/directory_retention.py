"""Every day: forgets who people were whose retention period is over."""

from infra_cdk.functions.spec import QUERY, READ, FunctionSpec

DIRECTORY_RETENTION = FunctionSpec(
    name="directory_retention",
    handler="functions.directory.retention.lambda_handler",
    layers=("core", "control"),
    memory_mb=256,
    timeout_s=300,
    tables={
        "directory": (*READ, *QUERY, "DeleteItem", "PutItem", "UpdateItem"),
        "accounts": ("UpdateItem",),
        "journal": ("PutItem",),
    },
    every_minutes=24 * 60,
)
