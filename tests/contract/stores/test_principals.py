"""A principal: its key, its user, every team up the tree and the organization."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.tenant import write_tenant
from tollgate.aws.attributes import to_item
from tollgate.aws.dynamodb import DynamoDB
from tollgate.errors import Forbidden, Unauthenticated
from tollgate.kit.connections import ConnectionPool
from tollgate.ledger.models import Budget, Period, RateLimit
from tollgate.ledger.principals import PrincipalDirectory
from tollgate.settings import AwsSettings, TableSettings

pytestmark = pytest.mark.aws

KEY: dict[str, Any] = {"user_id": "usr_a", "team_id": "team_leaf"}
USER: dict[str, Any] = {"sk": "USER#usr_a", "status": "active", "budgets": {"daily": 5}}
LEAF: dict[str, Any] = {
    "sk": "TEAM#team_leaf",
    "status": "active",
    "parent_team_id": "team_root",
    "rate_limit": {"requests_per_minute": 9},
}
ROOT: dict[str, Any] = {"sk": "TEAM#team_root", "status": "active", "budgets": {"yearly": 100}}


class Bench:
    def __init__(self, client: Any, tables: TableSettings, dynamodb: DynamoDB) -> None:
        self._client = client
        self._tables = tables
        self.dynamodb = dynamodb
        self.principals = PrincipalDirectory(dynamodb, tables)

    def tenant(self, *items: dict[str, Any], **more: Any) -> tuple[str, str]:
        tenant = write_tenant(self._client, self._tables, **more)
        for item in items:
            self.put(tenant.organization_id, item)
        return tenant.organization_id, tenant.key_id

    def put(self, organization_id: str, item: dict[str, Any]) -> None:
        stored = to_item({"pk": organization_id, **item})
        self._client.put_item(TableName=self._tables.directory, Item=stored)


@pytest.fixture
def bench(
    dynamodb_client: Any, aws_settings: AwsSettings, tables: TableSettings
) -> Iterator[Bench]:
    pool = ConnectionPool()
    yield Bench(dynamodb_client, tables, DynamoDB(aws_settings, pool))
    pool.close()


def test_every_level_is_a_scope_from_the_key_upwards(bench: Bench) -> None:
    organization_id, key_id = bench.tenant(
        *(USER, LEAF, ROOT),
        key=KEY | {"budgets": {"monthly": 7}},
        organization={"time_zone": "Asia/Tokyo"},
    )
    principal = bench.principals.load(organization_id, key_id)
    assert [scope.id for scope in principal.scopes] == [
        key_id,
        "usr_a",
        "team_leaf",
        "team_root",
        organization_id,
    ]
    assert principal.scopes[0].budgets == (Budget(7, Period.MONTHLY),)
    assert principal.scopes[1].budgets == (Budget(5, Period.DAILY),)
    assert principal.scopes[2].rate_limit == RateLimit(9, None)
    assert principal.scopes[3].budgets == (Budget(100, Period.YEARLY),)
    assert principal.team_path == ("team_leaf", "team_root")
    assert (principal.epoch, principal.time_zone) == (1, "Asia/Tokyo")
    principal.authorize(0)


def test_a_warm_principal_is_not_read_again(bench: Bench) -> None:
    ids = bench.tenant()
    first = bench.principals.get(*ids)
    before = bench.dynamodb.round_trips
    assert bench.principals.get(*ids) is first
    assert bench.dynamodb.round_trips == before


@pytest.mark.parametrize(
    ("items", "key", "error"),
    [
        ((USER, LEAF, ROOT), {"status": "revoked"}, Unauthenticated),
        ((USER, LEAF, ROOT), {"status": "frozen"}, Forbidden),
        ((USER, LEAF, ROOT), {"expires_ms": 1}, Unauthenticated),
        ((USER | {"status": "suspended"}, LEAF, ROOT), {}, Forbidden),
        ((LEAF, ROOT), {}, Forbidden),
        ((USER, LEAF | {"status": "frozen"}, ROOT), {}, Forbidden),
        ((USER, LEAF, ROOT | {"status": "frozen"}), {}, Forbidden),
        ((USER,), {}, Forbidden),
    ],
)
def test_whatever_stands_against_a_call_refuses(
    bench: Bench, items: tuple[dict[str, Any], ...], key: dict[str, Any], error: type[Exception]
) -> None:
    ids = bench.tenant(*items, key=KEY | key)
    with pytest.raises(error):
        bench.principals.load(*ids).authorize(2)


def test_a_frozen_organization_refuses(bench: Bench) -> None:
    ids = bench.tenant(organization={"status": "frozen"})
    with pytest.raises(Forbidden, match="organization"):
        bench.principals.load(*ids).authorize(0)


def test_an_unknown_key_and_another_organizations_key_are_unknown(bench: Bench) -> None:
    organization_id, key_id = bench.tenant()
    other, _ = bench.tenant()
    for ids in ((organization_id, "key_none"), (other, key_id), ("org_none", key_id)):
        with pytest.raises(Unauthenticated, match="unknown"):
            bench.principals.load(*ids)


def test_a_cycle_of_teams_ends(bench: Bench) -> None:
    ids = bench.tenant(USER, LEAF, ROOT | {"parent_team_id": "team_leaf"}, key=KEY)
    assert len(bench.principals.load(*ids).team_path) <= 16
