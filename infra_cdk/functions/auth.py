"""`/api/v1/auth/*` and the first-run bootstrap: passwords, sessions, the first organization."""

from infra_cdk.functions.spec import QUERY, READ, FunctionSpec, SecretAccess

AUTH = FunctionSpec(
    name="auth",
    handler="functions.auth.handler.lambda_handler",
    layers=("core", "control", "identity"),
    memory_mb=512,
    timeout_s=29,
    tables={
        "directory": (*READ, *QUERY, "ConditionCheckItem", "DeleteItem", "PutItem", "UpdateItem"),
        "directory/by_email": QUERY,
        "accounts": ("PutItem", "UpdateItem"),
        "journal": ("PutItem",),
    },
    secret=SecretAccess.READS,
    sends_mail=True,
)
