"""Every hour: folds the facts of ended hours into rollups (docs/adr/0007 says why not oftener)."""

from infra_cdk.functions.spec import FunctionSpec

USAGE_ROLLUP = FunctionSpec(
    name="usage_rollup",
    handler="functions.usage.rollup.lambda_handler",
    layers=("core", "sql"),
    memory_mb=512,
    timeout_s=300,
    sql=True,
    every_minutes=60,
)
