"""Run by Alembic only: applies the versions over the connection that `migrate` handed in."""

from __future__ import annotations

from alembic import context
from sqlalchemy import text

LOCK = 7_244_553_001
"""Any number of our own: two deployments at once apply each version once."""

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=None, transaction_per_migration=False)
with context.begin_transaction():
    connection.execute(text("SET LOCAL statement_timeout = 0"))
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    context.run_migrations()
