"""What a deployment does to the schema, on a real PostgreSQL."""

from __future__ import annotations

import pytest
from alembic.util import CommandError

from functions.deployment import schema
from tollgate.usage.database import Database
from tollgate.usage.migrate import newest

pytestmark = pytest.mark.postgres


def test_a_schema_of_a_later_release_lets_a_deployment_roll_back(migrated: Database) -> None:
    with migrated.transaction() as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'v9999'")
    assert schema.patiently_upgraded(migrated, pause_s=0) == newest()
    with migrated.transaction() as connection:
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    assert row is not None
    assert row[0] == "v9999"


def test_any_other_fault_of_the_migrations_fails_the_deployment(
    migrated: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(_: Database) -> str:
        raise CommandError("two heads")

    monkeypatch.setattr(schema, "upgrade", breaks)
    with pytest.raises(CommandError):
        schema.patiently_upgraded(migrated, pause_s=0)
