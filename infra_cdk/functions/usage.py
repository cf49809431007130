"""`/api/v1/{usage,requests}`: reads one call from the journal and many from PostgreSQL."""

from infra_cdk.functions.spec import QUERY, READ, FunctionSpec, SecretAccess

USAGE = FunctionSpec(
    name="usage",
    handler="functions.usage.handler.lambda_handler",
    layers=("core", "control", "sql"),
    memory_mb=512,
    timeout_s=29,
    tables={
        # Updating: when a session or a key was last used.
        "directory": (*READ, *QUERY, "UpdateItem"),
        "journal": READ,
    },
    secret=SecretAccess.PEPPER,
    sql=True,
)
