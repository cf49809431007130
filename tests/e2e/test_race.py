"""64 clients at once against one small budget: not one nano-dollar over, clean refusals."""

from __future__ import annotations

import asyncio
from collections import Counter
from decimal import Decimal
from typing import Any

import httpx2 as httpx
import pytest

from tests.stack import Stack
from tests.waiting import PATIENCE_S

pytestmark = pytest.mark.stack

CLIENTS = 64
CALLS_EACH = 4
LIMIT_USD = Decimal("0.0100")


async def _spend(stack: Stack, key: str, dialect: str) -> list[httpx.Response]:
    body = {
        "model": "scripted/lorem",
        "messages": [{"role": "user", "content": "spend it all"}],
        "max_tokens": 25,
    }
    path = "/v1/chat/completions" if dialect == "openai" else "/v1/messages"
    limits = httpx.Limits(max_connections=CLIENTS)
    async with httpx.AsyncClient(base_url=stack.url, timeout=PATIENCE_S, limits=limits) as client:

        async def one() -> list[httpx.Response]:
            headers = {"authorization": f"Bearer {key}"}
            return [await client.post(path, json=body, headers=headers) for _ in range(CALLS_EACH)]

        batches = await asyncio.gather(*(one() for _ in range(CLIENTS)))
        return [response for batch in batches for response in batch]


@pytest.mark.parametrize("dialect", ["openai", "anthropic"])
def test_a_small_budget_is_never_overspent(stack: Stack, dialect: str) -> None:
    with httpx.Client(base_url=f"{stack.url}/api/v1", timeout=PATIENCE_S) as control:
        login = {"email": stack.admin_email, "password": stack.admin_password}
        token = control.post("/auth/login", json=login).json()["access_token"]
        control.headers["authorization"] = f"Bearer {token}"
        body: dict[str, Any] = {
            "name": f"race-{dialect}",
            "permissions": ["llm.use.*"],
            "budget_usd": str(LIMIT_USD),
            "budget_period": "total",
        }
        key = control.post("/api-keys", json=body).raise_for_status().json()
        responses = asyncio.run(_spend(stack, key["key"], dialect))
        statuses = Counter(response.status_code for response in responses)
        others = [r.text for r in responses if r.status_code not in (200, 402)]
        assert set(statuses) == {200, 402}, others
        told = sum(
            Decimal(response.headers["x-tollgate-cost-usd"])
            for response in responses
            if response.status_code == 200
        )
        for response in responses:
            if response.status_code == 402:
                error = response.json()["error"]
                assert "insufficient_quota" in str(error) or error["type"] == "billing_error"
        budgets = control.get("/budgets").raise_for_status().json()["items"]
        [account] = [item for item in budgets if item["scope_id"] == key["id"]]
        assert Decimal(account["spent_usd"]) == told <= LIMIT_USD
        assert Decimal(account["held_usd"]) == 0
        assert told >= LIMIT_USD * Decimal("0.95")
