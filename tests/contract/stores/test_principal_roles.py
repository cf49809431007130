"""What a principal knows of the roles of its key's person, and that it holds at the next call."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.tenant import write_tenant
from tollgate.aws.attributes import to_item
from tollgate.aws.dynamodb import DynamoDB
from tollgate.kit.connections import ConnectionPool
from tollgate.ledger.models import Principal
from tollgate.ledger.principals import PrincipalDirectory
from tollgate.settings import AwsSettings, TableSettings

pytestmark = pytest.mark.aws

NOW = 1_795_253_400_000


class Bench:
    """One tenant with a personal key; counts the round trips to the store."""

    def __init__(self, client: Any, tables: TableSettings, dynamodb: DynamoDB) -> None:
        self._client = client
        self._tables = tables
        self.calls = 0
        self._dynamodb = dynamodb
        self.principals = PrincipalDirectory(self, tables)  # type: ignore[arg-type]
        self.tenant = write_tenant(client, tables, key={"user_id": "usr_a", "team_id": "team_a"})
        self.put("TEAM#team_a", status="active", parent_team_id="team_top")
        self.put("TEAM#team_top", status="active")

    def call(self, operation: str, body: dict[str, Any]) -> dict[str, Any]:
        self.calls += 1
        return self._dynamodb.call(operation, body)

    def put(self, sk: str, **attributes: Any) -> None:
        item = to_item({"pk": self.tenant.organization_id, "sk": sk, **attributes})
        self._client.put_item(TableName=self._tables.directory, Item=item)

    def person(self, **attributes: Any) -> None:
        self.put("USER#usr_a", status="active", email="a@b.example", name="A", **attributes)

    def role(self, name: str, **attributes: Any) -> None:
        self.put(f"ROLE#{name}", **{"name": name, "status": "active", **attributes})

    def load(self) -> Principal:
        return self.principals.load(self.tenant.organization_id, self.tenant.key_id)

    def may(self, permission: str) -> bool:
        authority = self.load().authority
        assert authority is not None
        return authority.rights(NOW, "10.0.0.1").permits(permission)


@pytest.fixture
def bench(
    dynamodb_client: Any, aws_settings: AwsSettings, tables: TableSettings
) -> Iterator[Bench]:
    pool = ConnectionPool()
    yield Bench(dynamodb_client, tables, DynamoDB(aws_settings, pool))
    pool.close()


def test_a_service_key_has_no_person(bench: Bench) -> None:
    bench.put(f"KEY#{bench.tenant.key_id}", status="active", secret_hash="x")
    assert bench.load().authority is None


def test_system_roles_cost_no_read(bench: Bench) -> None:
    bench.person(roles=["developer"])
    bench.load()
    before = bench.calls
    bench.load()
    plain = bench.calls - before
    assert bench.may("llm.use.openai")
    bench.role("own", permissions=["llm.use.openai"])
    bench.person(roles=["developer", "own"])
    before = bench.calls
    bench.load()
    assert bench.calls - before == plain + 1


def test_own_roles_with_all_that_they_inherit(bench: Bench) -> None:
    bench.role("base", permissions=["llm.use.openai", "llm.use.anthropic"])
    bench.role("heir", inherits=["base"], denied_permissions=["llm.use.openai"])
    bench.person(roles=["heir"])
    assert bench.may("llm.use.anthropic")
    assert not bench.may("llm.use.openai")


def test_a_circle_that_two_changes_made_ends(bench: Bench) -> None:
    bench.role("one", inherits=["two"], permissions=["llm.use.openai"])
    bench.role("two", inherits=["one"], permissions=["llm.use.anthropic"])
    bench.person(roles=["one"])
    assert bench.may("llm.use.anthropic")


def test_deleted_and_unknown_roles_give_nothing(bench: Bench) -> None:
    bench.role("gone", status="deleted", permissions=["llm.use.*"])
    bench.person(roles=["gone", "never_was"])
    assert not bench.may("llm.use.openai")


def test_roles_in_teams_above_the_key_and_elevations(bench: Bench) -> None:
    bench.person(team_ids=["team_top"], team_roles={"team_top": ["developer"]})
    assert bench.may("llm.use.openai")
    bench.person(team_ids=["team_x"], team_roles={"team_x": ["developer"]})
    assert not bench.may("llm.use.openai")
    for until_ms, allowed in ((NOW + 1, True), (NOW, False)):
        elevation = {"id": "elv_1", "role": "developer", "until_ms": until_ms}
        bench.person(elevations=[elevation])
        assert bench.may("llm.use.openai") is allowed


def test_a_condition_reads_the_persons_attributes_and_the_organizations_time(
    bench: Bench,
) -> None:
    condition = 'principal.attributes.contains("team=red") && context.time == 930'
    bench.role("red", permissions=["llm.use.*"], condition=condition)
    bench.person(roles=["red"], attributes={"team": "red"})
    assert bench.may("llm.use.openai")
    bench.person(roles=["red"], attributes={"team": "blue"})
    assert not bench.may("llm.use.openai")
