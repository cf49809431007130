"""What costs nothing is governed like everything else: counting tokens and listing models."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.data_path import GENEROUS, DataPath, read, running_data_path, scripted_provider
from tests.governing import enforce, move_stamp
from tollgate.aws.attributes import to_item
from tollgate.ledger.models import State
from tollgate.proxy.models import HttpRequest, Reply
from tollgate.proxy.pipeline import handle

pytestmark = pytest.mark.aws

COUNT = "/v1/messages/count_tokens"
LOREM, ECHO, CLAUDE = "scripted/lorem", "scripted/echo", "claude-sonnet-4-5"
OF_EITHER_DIALECT = pytest.mark.parametrize("model", [CLAUDE, ECHO])
"""Counted by its provider, and counted here."""


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    with scripted_provider() as url:
        yield url


@pytest.fixture
def path(emulator: str, provider: str) -> Iterator[DataPath]:
    with running_data_path(emulator, provider) as running:
        yield running


def asked(model: str, content: str = "how long is this?") -> dict[str, Any]:
    return {"model": model, "messages": [{"role": "user", "content": content}]}


def listed(path: DataPath, **headers: str) -> set[str]:
    reply = models(path, **headers)
    assert reply.status == 200
    return {model["id"] for model in json.loads(read(reply))["data"]}


def models(path: DataPath, **headers: str) -> Reply:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    credential = {"authorization": f"Bearer {path.tenant.token}"}
    return handle(path.gateway, HttpRequest("GET", "/v1/models", credential | given))


def revoke(path: DataPath) -> None:
    path.client.update_item(
        TableName=path.tables.directory,
        Key=to_item({"pk": path.tenant.organization_id, "sk": f"KEY#{path.tenant.key_id}"}),
        UpdateExpression="SET #status = :revoked",
        ExpressionAttributeNames={"#status": "status"},
        ExpressionAttributeValues={":revoked": {"S": "revoked"}},
    )
    move_stamp(path)


@OF_EITHER_DIALECT
def test_counting_leaves_a_record_and_costs_nothing(path: DataPath, model: str) -> None:
    reply = path.request(COUNT, asked(model))
    counted = json.loads(read(reply))["input_tokens"]
    [record] = path.records()
    assert counted > 0
    assert reply.headers["x-request-id"] == record.request_id
    assert reply.headers["x-tollgate-cost-usd"] == "0"
    assert (record.state, record.operation) == (State.SETTLED, "messages.count_tokens")
    assert record.outcome is not None
    assert (record.hold, record.outcome.cost, record.outcome.status) == (0, 0, 200)
    account = path.account()
    assert account["available"] == account["limit"]


@OF_EITHER_DIALECT
def test_counting_needs_the_right_to_the_model(emulator: str, provider: str, model: str) -> None:
    with running_data_path(emulator, provider, key=GENEROUS | {"models": [LOREM]}) as path:
        assert path.request(COUNT, asked(model)).status == 403
        assert path.request(COUNT, asked(LOREM)).status == 200
        assert [record.state for record in path.records()] == [State.REFUSED, State.SETTLED]


@OF_EITHER_DIALECT
def test_counting_is_held_to_rates(emulator: str, provider: str, model: str) -> None:
    limits = {"rate_limit": {"requests_per_minute": 2}}
    with running_data_path(emulator, provider, key=GENEROUS | limits) as path:
        statuses = [path.request(COUNT, asked(model)).status for _ in range(5)]
        # A minute may end between two of them, and then two more fit.
        assert statuses[:2] == [200, 200]
        assert 429 in statuses


@OF_EITHER_DIALECT
def test_counting_uses_no_tokens(emulator: str, provider: str, model: str) -> None:
    limits = {"rate_limit": {"tokens_per_minute": 20}}
    with running_data_path(emulator, provider, key=GENEROUS | limits) as path:
        assert path.request(COUNT, asked(model, "a long prompt " * 100)).status == 200
        [record] = path.records()
        assert record.outcome is not None
        assert (record.tokens_held, record.outcome.usage) == (0, {})


@OF_EITHER_DIALECT
def test_counting_is_held_to_policies(path: DataPath, model: str) -> None:
    enforce(path, {"type": "content_filter", "rules": {"detectors": ["pii.credit_card"]}})
    refused = path.request(COUNT, asked(model, "my card is 4111 1111 1111 1111"))
    assert (refused.status, path.request(COUNT, asked(model)).status) == (403, 200)


@OF_EITHER_DIALECT
def test_a_revoked_key_counts_nothing_more(path: DataPath, model: str) -> None:
    assert path.request(COUNT, asked(model)).status == 200
    revoke(path)
    assert path.request(COUNT, asked(model)).status == 401


@OF_EITHER_DIALECT
def test_a_count_is_replayed(path: DataPath, model: str) -> None:
    once = {"idempotency-key": "once"}
    first, second = (path.request(COUNT, asked(model), once) for _ in range(2))
    assert read(first) == read(second)
    assert second.headers["idempotent-replayed"] == "true"
    assert len(path.records()) == 1
    assert path.request(COUNT, asked(model, "another"), once).status == 422


def test_a_revoked_key_lists_nothing_more(path: DataPath) -> None:
    assert ECHO in listed(path)
    revoke(path)
    assert models(path).status == 401


def test_what_a_policy_denies_is_not_listed(path: DataPath) -> None:
    enforce(
        path,
        {"type": "usage", "rules": {"denied_models": [LOREM]}},
        {"type": "usage", "rules": {"denied_providers": ["anthropic"]}},
    )
    enforced = listed(path)
    assert ECHO in enforced
    assert LOREM not in enforced
    enforce(path, {"type": "usage", "rules": {"allowed_models": ["openai/gpt-4o*"]}})
    assert {name.rpartition("/")[2][:6] for name in listed(path)} == {"gpt-4o"}
    assert listed(path, anthropic_version="2023-06-01") == listed(path)


def test_a_model_that_may_be_called_in_some_way_is_listed(path: DataPath) -> None:
    everything = listed(path)
    enforce(
        path,
        {"type": "usage", "rules": {"required_tags": ["project"]}},
        {"type": "usage", "rules": {"max_input_tokens": 10, "max_output_tokens": 10}},
        {"type": "usage", "rules": {"denied_models": ["*"]}, "enforcement_level": "warn"},
        {
            "type": "compliance",
            "rules": {"require_approval_for": ["sensitive_models"], "sensitive_models": [LOREM]},
        },
    )
    assert listed(path) == everything


def test_a_grant_lists_the_model_that_it_opens(emulator: str, provider: str) -> None:
    with running_data_path(emulator, provider, key=GENEROUS | {"models": [LOREM]}) as path:
        assert listed(path) == {LOREM}
        grant = {"id": "gr_1", "kind": "model_access", "until_ms": 2**43, "models": [ECHO]}
        enforce(path, grants=[grant | {"key_id": path.tenant.key_id}])
        assert listed(path) == {LOREM, ECHO}
