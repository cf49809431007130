"""Brings the schema up to date: a custom resource of the deployment, or the local run at start."""

import time
from typing import Any, Final

from tollgate.observability import configure_logging
from tollgate.settings import AwsSettings, DatabaseSettings
from tollgate.usage.database import DatabaseUnavailable, open_database
from tollgate.usage.migrate import upgrade

_ATTEMPTS: Final = 12
_PAUSE_S: Final = 5.0


def lambda_handler(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """Returns the revision, for CloudFormation in the shape of its provider framework.

    Deleting the resource leaves the data alone. Waits about a minute for a cluster that wakes up,
    then raises `DatabaseUnavailable`.
    """
    configure_logging()
    revision = "" if event.get("RequestType") == "Delete" else _upgraded()
    return {"PhysicalResourceId": "tollgate-usage-schema", "Data": {"revision": revision}}


def _upgraded() -> str:
    database = open_database(DatabaseSettings.from_env(), AwsSettings.from_env)
    for _ in range(_ATTEMPTS - 1):
        try:
            return upgrade(database)
        except DatabaseUnavailable:
            time.sleep(_PAUSE_S)
    return upgrade(database)
