"""Brings the schema of the local run up to date when it starts, as a deployment does."""

from typing import Any

from functions.deployment.schema import patiently_upgraded
from tollgate.observability import configure_logging
from tollgate.settings import AwsSettings, DatabaseSettings
from tollgate.usage.database import open_database

_PAUSE_S = 1.0


def lambda_handler(_event: dict[str, Any], _context: Any) -> dict[str, str]:
    """Returns the revision. Raises `DatabaseUnavailable` when PostgreSQL does not answer."""
    configure_logging()
    database = open_database(DatabaseSettings.from_env(), AwsSettings.from_env)
    return {"revision": patiently_upgraded(database, _PAUSE_S)}
