"""The journal's stream into PostgreSQL: one transaction per batch, each fact exactly once."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from typing import Any

from functions.usage.news import open_telling
from tollgate.directory.key_uses import KeyUses
from tollgate.observability import configure_logging, emit_metrics
from tollgate.settings import AwsSettings, DatabaseSettings, TableSettings
from tollgate.usage.database import Database, open_database
from tollgate.usage.key_uses import note_uses
from tollgate.usage.service import ingest
from tollgate.violations.telling import tell

Tell = Callable[[Sequence[Mapping[str, Any]]], int]
"""Tells people what a batch is news of; returns how many notices that were."""


@cache
def database() -> Database:
    """This environment's connection, which lasts while batches come."""
    configure_logging()
    return open_database(DatabaseSettings.from_env(), AwsSettings.from_env)


@cache
def telling() -> Tell:
    """This environment's way to tell people."""
    return partial(tell, open_telling(database(), AwsSettings.from_env(), TableSettings.from_env()))


@cache
def key_uses() -> KeyUses:
    """This environment's notes of when keys were last used."""
    return KeyUses(AwsSettings.from_env(), TableSettings.from_env())


def answer(store: Database, event: dict[str, Any], told: Tell) -> dict[str, Any]:
    """The batch's answer under ReportBatchItemFailures.

    Lambda delivers again from the first record that is named, and at last hands that record to the
    failure destination. Raises `DatabaseUnavailable`, or `Unavailable` when people could not be
    told, after which the whole batch comes again.
    """
    result = ingest(store, event["Records"])
    emit_metrics(
        {
            "UsageRecordsRead": result.read,
            "UsageFactsWritten": result.written,
            "UsageRecordsFailed": len(result.failed),
            "PolicyHitsWritten": result.hits,
            "NoticesWritten": told(event["Records"]),
        }
    )
    return {"batchItemFailures": [{"itemIdentifier": number} for number in result.failed]}


def lambda_handler(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """A DynamoDB Streams event."""
    reply = answer(database(), event, telling())
    note_uses(key_uses().note, event["Records"])
    return reply
