"""What no SDK sends: a precise 4xx from the front door or the function, and nothing held."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx2 as httpx
import pytest

from tests.stack import Stack
from tests.waiting import PATIENCE_S

pytestmark = pytest.mark.stack

CHAT = "/v1/chat/completions"
BODY: dict[str, Any] = {
    "model": "scripted/echo",
    "messages": [{"role": "user", "content": "hi"}],
    "max_tokens": 20,
}


@pytest.fixture
def client(stack: Stack) -> Iterator[httpx.Client]:
    headers = {"authorization": f"Bearer {stack.api_key}"}
    with httpx.Client(base_url=stack.url, headers=headers, timeout=PATIENCE_S) as opened:
        yield opened


@pytest.fixture
def held(stack: Stack) -> Iterator[None]:
    """Whatever a test does, nothing is held afterwards."""
    yield
    with httpx.Client(base_url=f"{stack.url}/api/v1", timeout=PATIENCE_S) as control:
        login = {"email": stack.admin_email, "password": stack.admin_password}
        token = control.post("/auth/login", json=login).json()["access_token"]
        budgets = control.get("/budgets", headers={"authorization": f"Bearer {token}"}).json()
    assert {item["held_usd"] for item in budgets["items"]} <= {"0"}


def test_twenty_megabytes_are_too_large(client: httpx.Client, held: None) -> None:
    content = "x" * (20 << 20)
    big = json.dumps(BODY | {"messages": [{"role": "user", "content": content}]})
    answer = client.post(CHAT, content=big)
    assert answer.status_code == 413
    assert answer.json()


def test_nine_megabytes_are_governed_like_any_other(client: httpx.Client, held: None) -> None:
    content = "word " * (9 << 20 >> 2)
    body = BODY | {"messages": [{"role": "user", "content": content[: 9 << 20]}]}
    answer = client.post(CHAT, json=body)
    assert answer.status_code in (200, 402), answer.text[:200]


@pytest.mark.parametrize(
    ("content", "headers"),
    [
        (b"\xef\xbb\xbf{}", {}),
        ("{}".encode("utf-16"), {}),
        (b"\x00", {}),
        (b"{}{}", {}),
        (b"[" * 100_000, {}),
        (json.dumps(BODY).encode() + b"garbage", {}),
        (json.dumps(BODY).encode(), {"idempotency-key": ""}),
        (json.dumps(BODY | {"max_tokens": 2**40}).encode(), {}),
        (json.dumps(BODY | {"n": -1}).encode(), {}),
        (json.dumps(BODY | {"Max_Tokens": 5}).encode(), {}),
    ],
)
def test_malformed_bodies(
    client: httpx.Client, held: None, content: bytes, headers: dict[str, str]
) -> None:
    answer = client.post(CHAT, content=content, headers=headers)
    assert answer.status_code == 400, answer.text
    assert answer.json()["error"]["message"]
    assert answer.headers["x-request-id"].startswith("req_")


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
def test_other_methods_are_not_found(client: httpx.Client, method: str) -> None:
    answer = client.request(method, CHAT)
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "not_found"


def test_the_key_works_in_either_header_and_nowhere_else(stack: Stack) -> None:
    with httpx.Client(base_url=stack.url, timeout=PATIENCE_S) as client:
        assert client.post(CHAT, json=BODY).status_code == 401
        assert client.post(f"{CHAT}?api_key={stack.api_key}", json=BODY).status_code == 401
        headers = {"x-api-key": stack.api_key}
        assert client.post(CHAT, json=BODY, headers=headers).status_code == 200
        basic = {"authorization": f"Basic {stack.api_key}"}
        assert client.post(CHAT, json=BODY, headers=basic).status_code == 401


def test_an_organization_named_in_the_body_changes_nothing(
    client: httpx.Client, held: None
) -> None:
    body = BODY | {"organization_id": "org_" + "0" * 20, "user": "usr_" + "0" * 20}
    answer = client.post(CHAT, json=body, headers={"x-organization": "org_" + "0" * 20})
    assert answer.status_code == 200
