"""Every minute: publishes the notices that wait in the outbox."""

from infra_cdk.functions.spec import QUERY, FunctionSpec

REPORTS_DELIVER = FunctionSpec(
    name="reports_deliver",
    handler="functions.reports.deliver.lambda_handler",
    layers=("core", "control"),
    memory_mb=256,
    timeout_s=55,
    tables={
        "directory": QUERY,
        "policies": (*QUERY, "DeleteItem"),
    },
    every_minutes=1,
    publishes_alerts=True,
)
