"""Policies in the running product: written over the API, felt by the next call of an SDK."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx2 as httpx
import openai
import pytest

from tests.stack import Stack
from tests.waiting import PATIENCE_S, eventually

pytestmark = pytest.mark.stack

CARD = "4111 1111 1111 1111"
PASSPHRASE = "a long enough passphrase 1"
PII = {
    "name": "PII Protection",
    "type": "content_filter",
    "scope": "organization",
    "priority": 200,
    "rules": {
        "block_patterns": [
            r"SSN:\s*\d{3}-\d{2}-\d{4}",
            r"credit_card:\s*\d{4}[\s-]?\d{4}[\s-]?\d{4}[\s-]?\d{4}",
        ],
        "sensitive_categories": [
            "personal_identifiable_information",
            "protected_health_information",
            "financial_data",
        ],
    },
    "actions": {"on_detect": "block", "notify_admin": True, "log_violation": True},
}
RATE = {
    "name": "Global Rate Limit",
    "type": "rate_limit",
    "scope": "organization",
    "priority": 100,
    "conditions": {"applies_to": "all_users"},
    "rules": {"requests_per_minute": 60, "requests_per_hour": 1000, "requests_per_day": 10000},
    "actions": {"on_exceed": "throttle", "notify": True},
}
BUDGET = {
    "name": "Monthly Budget Cap",
    "type": "cost_limit",
    "scope": "organization",
    "priority": 150,
    "rules": {
        "monthly_limit": 50000,
        "currency": "USD",
        "per_user_limit": 500,
        "alert_at_percentage": [50, 75, 90],
    },
    "actions": {
        "at_50_percent": "notify_users",
        "at_75_percent": "notify_admins",
        "at_90_percent": "require_approval",
        "at_100_percent": "block_requests",
    },
}
"""The bodies that the administrator guide of the system before this one prints, as they stand."""


@contextmanager
def sign_in(stack: Stack, email: str, password: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{stack.url}/api/v1", timeout=PATIENCE_S) as client:
        login = client.post("/auth/login", json={"email": email, "password": password})
        token = login.raise_for_status().json()["access_token"]
        client.headers["authorization"] = f"Bearer {token}"
        yield client


@pytest.fixture
def admin(stack: Stack) -> Iterator[httpx.Client]:
    """The administrator; every policy that a test makes is deleted after it."""
    with sign_in(stack, stack.admin_email, stack.admin_password) as client:
        yield client
        for policy in client.get("/policies", params={"limit": 100}).json()["items"]:
            client.delete(f"/policies/{policy['id']}")


def say(gpt: openai.OpenAI, content: str = "hello", model: str = "scripted/echo") -> Any:
    messages: Any = [{"role": "user", "content": content}]
    return gpt.chat.completions.create(model=model, messages=messages, max_tokens=60)


def test_the_guides_bodies_make_active_policies_that_act(
    admin: httpx.Client, gpt: openai.OpenAI
) -> None:
    for body in (RATE, PII, BUDGET):
        made = admin.post("/policies", json=body)
        assert made.status_code == 201, made.text
        assert made.json()["status"] == "active"
    assert say(gpt).choices[0].message.content == "hello"
    with pytest.raises(openai.PermissionDeniedError) as refused:
        say(gpt, f"credit_card: {CARD}")
    assert refused.value.code == "policy_denied"
    body: Any = refused.value.body
    assert body["policies"][0]["name"] == "PII Protection"
    request_id = refused.value.response.headers["x-request-id"]
    why = admin.get(f"/requests/{request_id}/explanation").raise_for_status().json()
    assert "PII Protection" in str(why)
    assert CARD not in str(why)
    eventually(lambda: request_id in _violating(admin))


def test_a_draft_is_rehearsed_replayed_and_rolled_back(
    admin: httpx.Client, gpt: openai.OpenAI
) -> None:
    marks = [say(gpt, f"call {number}").id for number in range(3)]
    assert len(marks) == 3
    body = {
        "name": "No echo",
        "type": "usage",
        "status": "draft",
        "rules": {"denied_models": ["scripted/echo"]},
        "tests": [
            {
                "name": "echo is refused",
                "request": {"model": "scripted/echo", "provider": "scripted"},
                "expect": {"action": "deny", "rule": "denied_models"},
            }
        ],
    }
    policy = admin.post("/policies", json=body).raise_for_status().json()
    path = f"/policies/{policy['id']}"
    assert policy["status"] == "draft"
    assert say(gpt)
    replay = eventually(lambda: _replayed(admin, path))
    assert replay["evaluated"] >= 3
    context = {"context": {"model": "scripted/echo", "user": "usr_x", "cost": 0.01, "tokens": 10}}
    verdict = admin.post(f"{path}/evaluate", json=context).raise_for_status().json()
    assert verdict["passed"] is False
    admin.post(f"{path}/dry-run", json={}).raise_for_status()
    watched = gpt.chat.completions.with_raw_response.create(
        model="scripted/echo", messages=[{"role": "user", "content": "hi"}], max_tokens=9
    )
    assert watched.headers["x-tollgate-decision"] == "allow"
    admin.post(f"{path}/activate", json={}).raise_for_status()
    with pytest.raises(openai.PermissionDeniedError):
        say(gpt)
    relaxed = {**body, "rules": {"denied_models": ["scripted/none"]}, "tests": []}
    relaxed.pop("status")
    admin.put(path, json=relaxed).raise_for_status()
    assert say(gpt)
    admin.post(f"{path}/rollback", json={}).raise_for_status()
    with pytest.raises(openai.PermissionDeniedError):
        say(gpt)


def _violating(admin: httpx.Client) -> set[str]:
    """The requests of the latest violations; those of other suites may stand among them."""
    found = admin.get("/violations", params={"limit": 100}).raise_for_status().json()["items"]
    return {violation["request_id"] for violation in found}


def _replayed(admin: httpx.Client, path: str) -> Any:
    replay = admin.post(f"{path}/replay", json={"days": 1}).raise_for_status().json()
    return replay if replay["evaluated"] >= 3 else None


def test_a_policy_whose_tests_fail_is_not_activated(admin: httpx.Client) -> None:
    body = {
        "name": "Wrong about itself",
        "type": "usage",
        "rules": {"denied_models": ["scripted/lorem"]},
        "tests": [
            {"name": "echo", "request": {"model": "scripted/echo"}, "expect": {"action": "deny"}}
        ],
    }
    answer = admin.post("/policies", json=body)
    assert answer.status_code == 422
    assert "echo" in answer.text


def test_an_approval_needs_other_eyes_and_lets_one_call_through(
    stack: Stack, admin: httpx.Client
) -> None:
    person = {
        "email": "ada.approver@example.com",
        "name": "Ada",
        "password": PASSPHRASE,
        "roles": ["admin"],
    }
    admin.post("/users", json=person).raise_for_status()
    me = admin.get("/auth/me").raise_for_status().json()["user"]
    key = {"name": "mine", "user_id": me["id"], "permissions": ["llm.use.*"]}
    token = admin.post("/api-keys", json=key).raise_for_status().json()["key"]
    policy = {
        "name": "Lorem needs an approval",
        "type": "usage",
        "conditions": {"models": ["scripted/lorem"]},
        "actions": {"on_violation": "require_approval"},
    }
    admin.post("/policies", json=policy).raise_for_status()
    with openai.OpenAI(base_url=stack.openai_base_url, api_key=token, max_retries=0) as gpt:
        with pytest.raises(openai.PermissionDeniedError) as refused:
            say(gpt, model="scripted/lorem")
        body: Any = refused.value.body
        approval = f"/approvals/{body['approval_id']}"
        own = admin.post(f"{approval}/approve", json={})
        assert own.status_code == 403, own.text
        with sign_in(stack, person["email"], PASSPHRASE) as other:
            other.post(f"{approval}/approve", json={"comment": "once"}).raise_for_status()
        assert say(gpt, model="scripted/lorem")
        with pytest.raises(openai.PermissionDeniedError):
            say(gpt, model="scripted/lorem")


def test_policies_travel_as_yaml(admin: httpx.Client) -> None:
    admin.post("/policies", json=RATE).raise_for_status()
    exported = admin.get("/policies/export")
    assert exported.status_code == 200
    text = exported.json()["yaml"] if "json" in exported.headers["content-type"] else exported.text
    assert "Global Rate Limit" in text
