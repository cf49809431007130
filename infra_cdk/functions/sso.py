"""`/api/v1/auth/{sso,oauth}/*`, `/api/v1/sso-connections`: sign-in by an identity provider."""

from infra_cdk.functions.spec import QUERY, READ, FunctionSpec, SecretAccess

SSO = FunctionSpec(
    name="sso",
    handler="functions.sso.handler.lambda_handler",
    layers=("core", "control"),
    memory_mb=512,
    timeout_s=29,
    tables={
        "directory": (*READ, *QUERY, "ConditionCheckItem", "DeleteItem", "PutItem", "UpdateItem"),
        "directory/by_email": QUERY,
        "accounts": (*READ, "UpdateItem"),
        "journal": ("PutItem",),
    },
    secret=SecretAccess.READS,
)
