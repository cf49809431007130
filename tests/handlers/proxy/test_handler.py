"""API Gateway events in, replies out: whole where the runtime cannot stream, else streamed."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from msgspec.structs import replace

from functions.proxy import handler, reaper
from tests.data_path import DataPath, running_data_path, scripted_provider
from tests.events import load
from tollgate.kit.clock import now_ms
from tollgate.ledger.models import State
from tollgate.runtime.models import StreamingResponse
from tollgate.settings import EdgeSettings

pytestmark = pytest.mark.aws


@dataclass(frozen=True)
class ManagedContext:
    """The managed runtime's context: nothing says that it streams."""

    def get_remaining_time_in_millis(self) -> int:
        return 900_000


@dataclass(frozen=True)
class StreamingContext(ManagedContext):
    streams_response: bool = True


@pytest.fixture(scope="module")
def path(emulator: str) -> Iterator[DataPath]:
    with scripted_provider() as url, running_data_path(emulator, url) as running:
        yield running


@pytest.fixture(autouse=True)
def _this_gateway(path: DataPath, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handler, "gateway", lambda: path.gateway)


def _whole(event: dict[str, Any]) -> tuple[int, dict[str, Any], dict[str, str]]:
    reply = handler.lambda_handler(event, ManagedContext())
    assert isinstance(reply, dict)
    return reply["statusCode"], json.loads(reply["body"]), reply["headers"]


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("chat_completion", "Authorization"),
        ("message", "X-Api-Key"),
        ("count_tokens", "X-Api-Key"),
        ("embedding", "Authorization"),
        ("models", "Authorization"),
    ],
)
def test_samples_succeed_with_a_key_and_fail_without(
    path: DataPath, name: str, header: str
) -> None:
    token = path.tenant.token
    credential = {header: f"Bearer {token}" if header == "Authorization" else token}
    status, body, headers = _whole(load(f"proxy/{name}", headers=credential))
    assert status == 200, body
    assert headers["content-type"] == "application/json"
    status, body, _ = _whole(load(f"proxy/{name}"))
    assert status == 401
    assert body["error"]["message"]


def test_a_body_that_came_as_base64_is_read(path: DataPath) -> None:
    event = load("proxy/chat_completion", bearer=path.tenant.token)
    event["body"] = base64.b64encode(event["body"].encode()).decode()
    event["isBase64Encoded"] = True
    assert _whole(event)[0] == 200


def test_malformed_input_is_refused(path: DataPath) -> None:
    status, body, _ = _whole(load("proxy/chat_completion", bearer=path.tenant.token, body="{"))
    assert status == 400
    assert "JSON" in body["error"]["message"]


def test_half_a_surrogate_pair_is_refused(path: DataPath) -> None:
    event = load("proxy/chat_completion", bearer=path.tenant.token, body='{"model": "\ud800"}')
    status, body, _ = _whole(event)
    assert status == 400
    assert "UTF-8" in body["error"]["message"]


@pytest.mark.parametrize("body", [None, "{"], ids=["answered", "refused"])
def test_each_sdk_finds_the_request_id_where_it_looks(path: DataPath, body: str | None) -> None:
    """`request-id` is Anthropic's name of it."""
    changes: dict[str, Any] = {} if body is None else {"body": body}
    credential = {"X-Api-Key": path.tenant.token}
    _, _, headers = _whole(load("proxy/message", headers=credential, **changes))
    assert headers["request-id"] == headers["x-request-id"]
    _, _, headers = _whole(load("proxy/chat_completion", bearer=path.tenant.token, **changes))
    assert "request-id" not in headers


def test_streams_where_the_runtime_can(path: DataPath) -> None:
    event = load("proxy/chat_completion_stream", bearer=path.tenant.token)
    reply = handler.lambda_handler(event, StreamingContext())
    assert isinstance(reply, StreamingResponse)
    chunks = list(reply.chunks)
    assert reply.headers["content-type"] == "text/event-stream"
    assert chunks[-1].endswith(b"data: [DONE]\n\n")
    assert len(chunks) > 1
    whole = handler.lambda_handler(event, ManagedContext())
    assert isinstance(whole, dict)
    assert whole["body"].endswith("data: [DONE]\n\n")


def test_the_reaper_closes_what_died(path: DataPath, monkeypatch: pytest.MonkeyPatch) -> None:
    body = {"model": "scripted/lorem", "messages": [{"role": "user", "content": "x"}]}
    unread = path.request("/v1/chat/completions", body | {"stream": True, "max_tokens": 30})
    store: Any = path.gateway.ledger.store
    late = replace(path.gateway.ledger, clock=lambda: now_ms() + 3_600_000)
    monkeypatch.setattr(reaper, "ledger", lambda: (late, store))
    held = path.account()["held"]
    assert held > 0
    report = reaper.lambda_handler(load("proxy/reaper_schedule"), None)
    assert report == {"organizations": 1, "closed": 1}
    assert path.account()["held"] == 0
    assert [r.state for r in path.records()].count(State.UNKNOWN) == 1
    list(unread.body)  # the late settlement corrects the charge
    [record] = [r for r in path.records() if r.state is State.UNKNOWN]
    assert record.adjust is not None
    assert record.adjust["difference"] < 0


def test_policies_see_the_callers_address_and_a_country_only_from_a_trusted_edge(
    path: DataPath, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = load("proxy/chat_completion")
    event["requestContext"] = {"identity": {"sourceIp": "203.0.113.9"}}
    event["headers"] |= {"CloudFront-Viewer-Country": "DE", "X-Forwarded-For": "10.0.0.1"}
    plain = handler._request(event, ManagedContext())
    assert (plain.address, plain.country) == ("203.0.113.9", None)
    edge = EdgeSettings.from_env({"TOLLGATE_COUNTRY_HEADER": "CloudFront-Viewer-Country"})
    monkeypatch.setattr(handler, "_edge", lambda: edge)
    assert handler._request(event, ManagedContext()).country == "DE"
