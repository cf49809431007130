"""What every suite may ask for: the DynamoDB emulator, PostgreSQL, the running product."""

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
