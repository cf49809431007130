"""What every suite may ask for: the DynamoDB emulator, PostgreSQL, the running product."""

import os

from hypothesis import HealthCheck, settings

from tests.dynamodb import aws_settings, dynamodb_client, emulator, tables
from tests.postgres import database, migrated, postgres, server
from tests.stack import stack

__all__ = [
    "aws_settings",
    "database",
    "dynamodb_client",
    "emulator",
    "migrated",
    "postgres",
    "server",
    "stack",
    "tables",
]

# A shared machine may be slow at any moment; how long an example takes says nothing of the code.
# The same examples each time: what is rare is looked for by `make fuzz`, not by somebody's change.
settings.register_profile(
    "tollgate", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "explore", settings.get_profile("tollgate"), derandomize=False, max_examples=1_000
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "tollgate"))
