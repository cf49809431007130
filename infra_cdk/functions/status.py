"""`/api/v1/{health,openapi.json,docs}`: public; reads whether the set-up was done."""

from infra_cdk.functions.spec import READ, FunctionSpec

STATUS = FunctionSpec(
    name="status",
    handler="functions.status.handler.lambda_handler",
    layers=("core", "control"),
    memory_mb=512,
    timeout_s=29,
    tables={"directory": READ},
)
