"""On deploy: fills in the runtime secret, migrates the schema, publishes the dashboard."""

from infra_cdk.functions.spec import FunctionSpec

DEPLOYMENT_SECRET = FunctionSpec(
    name="deployment_secret",
    handler="functions.deployment.secret.lambda_handler",
    layers=("core",),
    memory_mb=256,
    timeout_s=60,
)
DEPLOYMENT_SCHEMA = FunctionSpec(
    name="deployment_schema",
    handler="functions.deployment.schema.lambda_handler",
    layers=("core", "sql"),
    memory_mb=512,
    timeout_s=600,
    sql=True,
)
DEPLOYMENT_SITE = FunctionSpec(
    name="deployment_site",
    handler="functions.deployment.site.lambda_handler",
    layers=("core",),
    memory_mb=512,
    timeout_s=300,
)
