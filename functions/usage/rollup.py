"""On a schedule: sums of the hours and days that ended, and the partitions of coming months."""

from functools import cache
from typing import Any

from msgspec.structs import asdict

from tollgate.kit.clock import now_ms
from tollgate.observability import configure_logging, emit_metrics
from tollgate.settings import AwsSettings, DatabaseSettings
from tollgate.usage.database import Database, open_database
from tollgate.usage.service import roll_up


@cache
def database() -> Database:
    configure_logging()
    return open_database(DatabaseSettings.from_env(), AwsSettings.from_env)


def lambda_handler(_event: dict[str, Any], _context: Any) -> dict[str, int]:
    """Returns how many `hours` and `days` were recomputed and `partitions` added.

    Raises `DatabaseUnavailable`; the schedule tries again.
    """
    done = roll_up(database(), now_ms=now_ms())
    emit_metrics({"UsageHoursRolledUp": done.hours, "UsagePartitionsAdded": done.partitions})
    return asdict(done)
