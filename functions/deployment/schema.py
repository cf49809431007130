"""Brings the PostgreSQL schema up to date on deploy; deleting the resource keeps the data."""

from __future__ import annotations

import logging
import time
from typing import Any, Final

from alembic.script.revision import ResolutionError
from alembic.util import CommandError

from functions.deployment.answer import answer
from tollgate.observability import configure_logging
from tollgate.settings import AwsSettings, DatabaseSettings
from tollgate.usage.database import Database, DatabaseUnavailable, open_database
from tollgate.usage.migrate import newest, upgrade

logger = logging.getLogger(__name__)

ATTEMPTS: Final = 30
"""A cluster that was just made or slept for a day takes longer than one that merely paused."""
PAUSE_S: Final = 10.0


def lambda_handler(event: dict[str, Any], _context: Any) -> None:
    """A custom resource; its properties only say when to run again."""
    configure_logging()
    answer(event, lambda _properties: _migrate())


def _migrate() -> None:
    database = open_database(DatabaseSettings.from_env(), AwsSettings.from_env)
    logger.info("the schema is at %s", patiently_upgraded(database))


def patiently_upgraded(database: Database, pause_s: float = PAUSE_S) -> str:
    """The revision that this code needs, reached. Raises `DatabaseUnavailable` when the cluster
    did not wake up.
    """
    for _ in range(ATTEMPTS - 1):
        try:
            return _upgraded(database)
        except DatabaseUnavailable as asleep:
            logger.info("waiting for PostgreSQL: %s", asleep.reason)
            time.sleep(pause_s)
    return _upgraded(database)


def _upgraded(database: Database) -> str:
    """A schema of a later release stays, so that a deployment that failed can be rolled back."""
    try:
        return upgrade(database)
    except CommandError as refused:
        if not isinstance(refused.__cause__, ResolutionError):
            raise
        logger.warning("the schema is of a later release: %s", refused)
        return newest()
