"""Rotated keys, addresses and purposes on the data path: with and without a warm principal."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from msgspec.structs import force_setattr

from tests.data_path import DataPath, read, running_data_path, scripted_provider
from tests.tenant import PEPPER
from tollgate.aws.attributes import to_attribute
from tollgate.directory.network import NetworkRules, Plane
from tollgate.directory.rules import hash_secret, make_token
from tollgate.kit.base62 import new_secret
from tollgate.kit.clock import now_ms
from tollgate.proxy.models import HttpRequest, Reply
from tollgate.proxy.pipeline import handle

pytestmark = pytest.mark.aws
INSIDE, OUTSIDE = "203.0.113.7", "198.51.100.7"
HOUR_MS = 3600 * 1000


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    with scripted_provider() as url:
        yield url


@pytest.fixture
def path(emulator: str, provider: str) -> Iterator[DataPath]:
    with running_data_path(emulator, provider) as running:
        yield running


def call(path: DataPath, address: str | None = INSIDE, token: str | None = None) -> Reply:
    messages = [{"role": "user", "content": "hello"}]
    body = json.dumps({"model": "scripted/echo", "messages": messages, "max_tokens": 40})
    headers = {"authorization": f"Bearer {token or path.tenant.token}"}
    request = HttpRequest(
        "POST", "/v1/chat/completions", headers, body.encode(), 900_000, address=address
    )
    reply = handle(path.gateway, request)
    read(reply)
    return reply


def code_of(reply: Reply) -> str:
    assert isinstance(reply.body, bytes)
    code: str = json.loads(reply.body)["error"]["code"]
    return code


def change(path: DataPath, sort_key: str, **values: Any) -> None:
    """What an administrator's change does: attributes of one item, and the stamp."""
    names = {f"#{name}": name for name in values}
    update = {
        "TableName": path.tables.directory,
        "Key": {"pk": {"S": path.tenant.organization_id}, "sk": {"S": sort_key}},
        "UpdateExpression": "SET " + ", ".join(f"#{name} = :{name}" for name in values),
        "ExpressionAttributeNames": names,
        "ExpressionAttributeValues": {f":{n}": to_attribute(v) for n, v in values.items()},
    }
    gates = [
        {
            "TableName": path.tables.accounts,
            "Key": {"pk": {"S": path.tenant.organization_id}, "sk": {"S": f"GATE#{shard}"}},
            "UpdateExpression": "ADD epoch :one",
            "ExpressionAttributeValues": {":one": {"N": "1"}},
        }
        for shard in range(4)
    ]
    path.client.transact_write_items(TransactItems=[{"Update": each} for each in (update, *gates)])


def change_key(path: DataPath, **values: Any) -> None:
    change(path, f"KEY#{path.tenant.key_id}", **values)


def rotate(path: DataPath, overlap_ms: int) -> str:
    """A new secret, and its token; the old one is good for `overlap_ms` more."""
    key = {"pk": {"S": path.tenant.organization_id}, "sk": {"S": f"KEY#{path.tenant.key_id}"}}
    found = path.client.get_item(TableName=path.tables.directory, Key=key, ConsistentRead=True)
    secret = new_secret()
    change_key(
        path,
        secret_hash=hash_secret(PEPPER, secret),
        previous_hash=found["Item"]["secret_hash"]["S"],
        previous_until_ms=now_ms() + overlap_ms,
    )
    return make_token(path.tenant.organization_id, path.tenant.key_id, secret)


def test_after_a_rotation_both_secrets_call(path: DataPath) -> None:
    assert call(path).status == 200
    token = rotate(path, HOUR_MS)
    assert call(path, token=token).status == 200
    assert call(path).status == 200
    assert {record.key_id for record in path.records()} == {path.tenant.key_id}


def test_a_warm_function_refuses_the_old_secret_when_its_time_is_over(path: DataPath) -> None:
    assert call(path).status == 200
    token = rotate(path, 0)
    warm = call(path)
    assert (warm.status, code_of(warm)) == (401, "invalid_api_key")
    assert call(path, token=token).status == 200
    assert call(path).status == 401
    assert call(path.sibling()).status == 401
    assert path.account()["held"] == 0


def test_the_time_of_the_old_secret_is_asked_on_each_call(path: DataPath) -> None:
    token = rotate(path, HOUR_MS)
    assert call(path).status == 200
    principal = path.gateway.principals.get(path.tenant.organization_id, path.tenant.key_id)
    assert principal.previous_until_ms is not None
    late = principal.previous_until_ms
    force_setattr(path.gateway, "clock", lambda: late)
    assert call(path).status == 401
    assert call(path, token=token).status == 200


def test_a_wrong_secret_of_a_warm_key_costs_one_read(path: DataPath) -> None:
    assert call(path).status == 200
    wrong = make_token(path.tenant.organization_id, path.tenant.key_id, new_secret())
    before = path.dynamodb.round_trips
    assert call(path, token=wrong).status == 401
    assert path.dynamodb.round_trips == before + 1


def fence_key(path: DataPath) -> None:
    change_key(path, addresses=["203.0.113.0/24"])


def fence_organization(path: DataPath) -> None:
    rules = NetworkRules(enabled=True, ranges=("203.0.113.0/24",))
    change(path, "ORG", network=rules.stored())


@pytest.mark.parametrize("fence", [fence_key, fence_organization])
def test_calls_come_only_from_the_listed_networks(
    path: DataPath, fence: Callable[[DataPath], None]
) -> None:
    assert call(path, OUTSIDE).status == 200
    fence(path)
    assert call(path, INSIDE).status == 200
    for address in (OUTSIDE, None, "10.0.0.1"):
        refused = call(path, address)
        assert (refused.status, code_of(refused)) == (403, "address_refused")
    assert [record.state for record in path.records()].count("refused") == 3
    assert path.account()["held"] == 0


def test_a_warm_function_learns_of_a_fence_before_it_admits(path: DataPath) -> None:
    assert call(path, OUTSIDE).status == 200
    fence_key(path)
    assert call(path, OUTSIDE).status == 403


def test_a_lifted_fence_is_lifted_at_once(path: DataPath) -> None:
    fence_key(path)
    assert call(path, OUTSIDE).status == 403
    change_key(path, addresses=[])
    assert call(path, OUTSIDE).status == 200


def test_an_address_inside_both_fences_calls(path: DataPath) -> None:
    fence_organization(path)
    change_key(path, addresses=["203.0.113.128/25"])
    assert call(path, "203.0.113.200").status == 200
    assert call(path, INSIDE).status == 403


@pytest.mark.parametrize(
    ("rules", "status"),
    [
        (NetworkRules(enabled=False, ranges=("10.0.0.0/8",)), 200),
        (NetworkRules(enabled=True, ranges=("10.0.0.0/8",), applies_to=(Plane.CONTROL,)), 200),
        (NetworkRules(enabled=True, ranges=("10.0.0.0/8",), applies_to=(Plane.CALLS,)), 403),
    ],
)
def test_the_list_applies_where_it_says(path: DataPath, rules: NetworkRules, status: int) -> None:
    change(path, "ORG", network=rules.stored())
    assert call(path).status == status


def test_private_addresses_may_be_let_through(path: DataPath) -> None:
    rules = NetworkRules(enabled=True, ranges=("203.0.113.0/24",), private=True)
    change(path, "ORG", network=rules.stored())
    assert call(path, "10.1.2.3").status == 200
    assert call(path, OUTSIDE).status == 403


def test_a_key_of_the_control_plane_calls_no_model(path: DataPath) -> None:
    change_key(path, purpose="management", permissions=["*"])
    refused = call(path)
    assert refused.status == 403
    assert path.account() == {}


def test_a_fence_costs_a_warm_call_no_read(path: DataPath) -> None:
    fence_key(path)
    fence_organization(path)
    assert call(path).status == 200
    before = path.dynamodb.round_trips
    assert call(path).status == 200
    assert path.dynamodb.round_trips == before + 2
