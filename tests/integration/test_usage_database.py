"""Connections: reused while warm, given up when idle, and a clear answer when there is none."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from tests.postgres import open_at
from tollgate.settings import DatabaseSettings
from tollgate.usage import migrate
from tollgate.usage.database import Database, DatabaseUnavailable, open_database

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.postgres


def _backend(database: Database) -> int:
    with database.transaction() as connection:
        return connection.info.backend_pid


def _settings(url: str) -> DatabaseSettings:
    return DatabaseSettings(url=url, host=None, port=5432, name="tollgate", user="tollgate")


def _no_aws() -> object:
    raise AssertionError("a database by URL needs no credentials")


def test_a_connection_is_reused_while_warm(postgres: str) -> None:
    database = open_database(_settings(postgres), _no_aws)  # type: ignore[arg-type]
    assert _backend(database) == _backend(database)
    database.close()


def test_a_connection_that_rested_is_replaced(postgres: str) -> None:
    now = [0.0]
    parameters = conninfo_to_dict(postgres)
    database = Database(lambda: parameters, clock=lambda: now[0])
    first = _backend(database)
    now[0] += 300
    assert _backend(database) != first
    database.close()


def test_a_connection_that_the_server_ended_is_replaced(postgres: str) -> None:
    now = [0.0]
    parameters = conninfo_to_dict(postgres)
    database = Database(lambda: parameters, clock=lambda: now[0])
    first = _backend(database)
    with psycopg.connect(postgres) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [first])
    now[0] += 10
    assert _backend(database) != first
    database.close()


def _end_own_session(database: Database, url: str) -> None:
    with database.transaction() as connection, psycopg.connect(url) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [connection.info.backend_pid])
        connection.execute("SELECT 1")


def test_losing_the_server_midway_is_unavailable_and_then_over(postgres: str) -> None:
    database = open_at(postgres)
    with pytest.raises(DatabaseUnavailable):
        _end_own_session(database, postgres)
    assert _backend(database) > 0
    database.close()


def test_the_server_ends_idle_sessions_so_that_it_can_pause(postgres: str) -> None:
    database = open_at(postgres)
    with database.transaction() as connection:
        assert connection.execute("SHOW idle_session_timeout").fetchone() == ("1min",)
        assert connection.execute("SHOW timezone").fetchone() == ("UTC",)
    database.close()


def test_no_server_is_unavailable_with_a_time_to_come_back(tmp_path: object) -> None:
    database = open_database(_settings(f"postgresql:///x?host={tmp_path}"), _no_aws)  # type: ignore[arg-type]
    with pytest.raises(DatabaseUnavailable) as caught, database.transaction():
        pass
    assert (caught.value.status, caught.value.code) == (503, "database_waking_up")
    assert caught.value.retry_after == 15


def test_migrations_go_up_down_and_up_again_and_twice_at_once(postgres: str) -> None:
    database = open_at(postgres)
    assert migrate.upgrade(database) == migrate.newest()
    migrate.downgrade(database, "base")
    program = (
        "import sys; from tests.postgres import open_at; from tollgate.usage import migrate;"
        " migrate.upgrade(open_at(sys.argv[1]))"
    )
    at_once = [
        subprocess.Popen([sys.executable, "-W", "ignore", "-c", program, postgres], cwd=ROOT)
        for _ in range(3)
    ]
    assert [process.wait(timeout=600) for process in at_once] == [0, 0, 0]
    with database.transaction() as connection:
        versions = connection.execute("SELECT version_num FROM alembic_version").fetchall()
        assert versions == [(migrate.newest(),)]
        assert connection.execute("SELECT count(*) FROM usage_facts").fetchone() == (0,)
    database.close()
