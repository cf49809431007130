"""The journal's stream into PostgreSQL, exactly once by event id; alerts on what it brings."""

from infra_cdk.functions.spec import READ, FunctionSpec, JournalTrigger

USAGE_INGEST = FunctionSpec(
    name="usage_ingest",
    handler="functions.usage.ingest.lambda_handler",
    layers=("core", "control", "sql"),
    memory_mb=512,
    timeout_s=120,
    # Writing the directory: when a key was last used.
    tables={
        "directory": ("UpdateItem",),
        "accounts": READ,
        "policies": (*READ, "PutItem", "UpdateItem"),
    },
    sql=True,
    journal=JournalTrigger(batch_size=500, window_s=5, retries=30, record_age_h=12),
)
