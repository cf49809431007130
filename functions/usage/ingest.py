"""The journal's stream into PostgreSQL: one transaction per batch, each fact exactly once."""

from functools import cache
from typing import Any

from tollgate.observability import configure_logging, emit_metrics
from tollgate.settings import AwsSettings, DatabaseSettings
from tollgate.usage.database import Database, open_database
from tollgate.usage.service import ingest


@cache
def database() -> Database:
    """This environment's connection, which lasts while batches come."""
    configure_logging()
    return open_database(DatabaseSettings.from_env(), AwsSettings.from_env)


def answer(store: Database, event: dict[str, Any]) -> dict[str, Any]:
    """The batch's answer under ReportBatchItemFailures.

    Lambda delivers again from the first record that is named, and at last hands that record to the
    failure destination. Raises `DatabaseUnavailable`, after which the whole batch comes again.
    """
    result = ingest(store, event["Records"])
    emit_metrics(
        {
            "UsageRecordsRead": result.read,
            "UsageFactsWritten": result.written,
            "UsageRecordsFailed": len(result.failed),
        }
    )
    return {"batchItemFailures": [{"itemIdentifier": number} for number in result.failed]}


def lambda_handler(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """A DynamoDB Streams event."""
    return answer(database(), event)
