"""Every minute: publishes the notices that wait in the outbox, and sends the letters that wait."""

from infra_cdk.functions.spec import QUERY, FunctionSpec, SecretAccess

REPORTS_DELIVER = FunctionSpec(
    name="reports_deliver",
    handler="functions.reports.deliver.lambda_handler",
    layers=("core", "control"),
    memory_mb=256,
    timeout_s=55,
    tables={
        "directory": (*QUERY, "DeleteItem"),
        "policies": (*QUERY, "DeleteItem"),
    },
    every_minutes=1,
    secret=SecretAccess.READS,
    publishes_alerts=True,
    sends_mail=True,
)
