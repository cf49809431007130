"""What every suite may ask for: the DynamoDB emulator, PostgreSQL, the running product."""

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
settings.register_profile("tollgate", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("tollgate")
