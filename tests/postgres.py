"""A real PostgreSQL as fixtures: one cluster per session, a migrated database per test module.

Import the fixtures in a suite's `conftest.py`:

    from tests.postgres import database, postgres, server  # noqa: F401

`server` is the URL of a server: `DATABASE_URL` where it is set, else the bundled one started in a
temporary directory. `postgres` is the URL of an empty database for one module, `database` the same
with the schema of usage, emptied before each test. A suite that uses them is marked `postgres`.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from local.database import Cluster
from tollgate.usage.database import Database
from tollgate.usage.migrate import upgrade

_THROW_AWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    given = os.environ.get("DATABASE_URL")
    if given:
        yield given
        return
    parent = Path(tempfile.mkdtemp(prefix="tollgate-pg-", dir="/tmp"))
    parent.chmod(0o711)
    cluster = Cluster(parent / "cluster", _THROW_AWAY)
    try:
        yield cluster.start()
    finally:
        cluster.stop()
        shutil.rmtree(parent, ignore_errors=True)


@pytest.fixture(scope="module")
def postgres(server: str) -> Iterator[str]:
    name = f"test_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as administration:
        administration.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    yield urlsplit(server)._replace(path=f"/{name}").geturl()
    with psycopg.connect(server, autocommit=True) as administration:
        administration.execute(
            sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
        )


def open_at(url: str) -> Database:
    """A further connection of its own to the same database."""
    parameters = conninfo_to_dict(url)
    return Database(lambda: parameters)


@pytest.fixture(scope="module")
def migrated(postgres: str) -> Iterator[Database]:
    opened = open_at(postgres)
    upgrade(opened)
    yield opened
    opened.close()


@pytest.fixture
def database(migrated: Database) -> Database:
    with migrated.transaction() as connection:
        connection.execute(
            "TRUNCATE usage_facts, usage_hourly, usage_hours, usage_daily, dirty_hours, dirty_days,"
            " policy_hits, policy_reviews, told_notices"
        )
    return migrated
