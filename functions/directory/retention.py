"""Every day: replaces people who left by pseudonyms when their time has come."""

from __future__ import annotations

from functools import cache
from typing import Any

from msgspec import Struct

from tollgate.control_plane import open_forgetting
from tollgate.directory.service.changes import Directory
from tollgate.directory.service.erasure import Forgetting, anonymize_due
from tollgate.directory.store import DirectoryStore
from tollgate.journal.service import Journal
from tollgate.kit.clock import Clock, now_ms
from tollgate.observability import configure_logging, emit_metrics
from tollgate.settings import AwsSettings, FunctionSettings, TableSettings


class Settings(FunctionSettings, frozen=True):
    """Of this function."""

    aws: AwsSettings
    tables: TableSettings


class Deps(Struct, frozen=True):
    """The directory, and what else is stored of a person."""

    directory: Directory
    forgetting: Forgetting


def build(settings: Settings, clock: Clock | None = None) -> Deps:
    """Over DynamoDB; opens no connection yet."""
    aws, tables = settings.aws, settings.tables
    store = DirectoryStore(aws, tables, Journal.open(aws, tables))
    return Deps(Directory(store, clock or now_ms), open_forgetting(aws, tables))


@cache
def deps() -> Deps:
    """The stores of this environment."""
    configure_logging()
    return build(Settings.from_env())


def answer(deps: Deps) -> dict[str, int]:
    """How many people were anonymized, and how many could not be today."""
    erased = anonymize_due(deps.directory, deps.forgetting)
    if erased.done or erased.failed:  # a metric is paid for each hour in which it is written
        emit_metrics({"PeopleAnonymized": erased.done, "PeopleNotAnonymized": erased.failed})
    return {"anonymized": erased.done, "not_anonymized": erased.failed}


def lambda_handler(_event: dict[str, Any], _context: Any) -> dict[str, int]:
    """An EventBridge schedule event. Raises `Unavailable` when the table does not answer."""
    return answer(deps())
