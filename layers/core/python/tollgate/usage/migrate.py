"""Brings the schema up to date, from a deployment, the local run or a test: never on a request."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from tollgate.usage.database import Connection, Database

_SCRIPTS: Final = Path(__file__).parent / "migrations"


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


@contextmanager
def _prepared(database: Database) -> Iterator[Config]:
    def connect() -> Connection:
        connection = database.connect()
        connection.autocommit = False
        return connection

    engine = create_engine("postgresql+psycopg://", creator=connect, poolclass=NullPool)
    with engine.connect() as connection:
        config = _config()
        config.attributes["connection"] = connection
        yield config
    engine.dispose()


def upgrade(database: Database, revision: str = "head") -> str:
    """Applies what is missing up to `revision` in one transaction; returns the newest known one.

    Safe to run twice and at once. Raises `DatabaseUnavailable`.
    """
    with _prepared(database) as config:
        command.upgrade(config, revision)
    return newest()


def downgrade(database: Database, revision: str) -> None:
    """Takes the schema back to `revision` (`base` is none); drops the data that it cannot hold."""
    with _prepared(database) as config:
        command.downgrade(config, revision)


def newest() -> str:
    """The revision that this code needs."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    if head is None:
        raise LookupError(f"no migrations under {_SCRIPTS}")
    return head
