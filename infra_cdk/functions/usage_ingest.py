"""The journal's stream into PostgreSQL, exactly once by event id."""

from infra_cdk.functions.spec import FunctionSpec, JournalTrigger

USAGE_INGEST = FunctionSpec(
    name="usage_ingest",
    handler="functions.usage.ingest.lambda_handler",
    layers=("core", "sql"),
    memory_mb=512,
    timeout_s=120,
    sql=True,
    journal=JournalTrigger(batch_size=500, window_s=5, retries=30, record_age_h=12),
)
