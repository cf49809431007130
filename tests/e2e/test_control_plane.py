"""The control plane of the running product under parallel callers."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx2 as httpx
import pytest

from tests.stack import Stack
from tests.waiting import PATIENCE_S

pytestmark = pytest.mark.stack


async def _everyone(url: str, callers: dict[str, str]) -> list[tuple[str, str]]:
    async with httpx.AsyncClient(base_url=f"{url}/api/v1", timeout=PATIENCE_S) as client:

        async def who(email: str, token: str) -> tuple[str, str]:
            headers = {"authorization": f"Bearer {token}"}
            answer = await client.get("/auth/me", headers=headers)
            return email, answer.raise_for_status().json()["user"]["email"]

        calls = [who(email, token) for _ in range(25) for email, token in callers.items()]
        return await asyncio.gather(*calls)


def test_parallel_callers_are_never_taken_for_each_other(stack: Stack) -> None:
    with httpx.Client(base_url=f"{stack.url}/api/v1", timeout=PATIENCE_S) as control:
        admin = {"email": stack.admin_email, "password": stack.admin_password}
        token = control.post("/auth/login", json=admin).raise_for_status().json()["access_token"]
        control.headers["authorization"] = f"Bearer {token}"
        other: dict[str, Any] = {
            "email": "grace@example.com",
            "name": "Grace",
            "password": "a long enough passphrase 1",
            "roles": ["viewer"],
        }
        control.post("/users", json=other).raise_for_status()
        login = {"email": other["email"], "password": other["password"]}
        theirs = control.post("/auth/login", json=login).raise_for_status().json()["access_token"]
    callers = {stack.admin_email: token, other["email"]: theirs}
    for email, answered in asyncio.run(_everyone(stack.url, callers)):
        assert email == answered
