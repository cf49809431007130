"""`TOLLGATE_DEMO=1`: history in the summary, its requests by id, and nothing more later."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from tests.integration.test_local_run import request
from tests.stack import Stack, start_stack, temporary_data_dir
from tests.waiting import eventually

pytestmark = [pytest.mark.stack, pytest.mark.enable_socket]

DEMO = {"TOLLGATE_DEMO": "1", "TOLLGATE_DEMO_DAYS": "40"}
WITHIN_S = 600.0


def reader(stack: Stack) -> Callable[[str], Any]:
    """Asks as the administrator."""
    credentials = {"email": stack.admin_email, "password": stack.admin_password}
    _, session = request(f"{stack.url}/api/v1/auth/login", credentials)

    def get(path: str) -> Any:
        status, answer = request(f"{stack.url}/api/v1/{path}", token=session["access_token"])
        assert status == 200, answer
        return answer

    return get


def summary(get: Callable[[str], Any], now: float) -> dict[str, Any]:
    """Of nearly two years before `now` (epoch seconds), and of the hour in which this test runs."""
    start, end = (
        time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(moment))
        for moment in (now - 729 * 86_400, now + 3_600)
    )
    found: dict[str, Any] = get(f"costs/summary?start={start}&end={end}")
    return found


def written(stack: Stack) -> int:
    """How many calls the demonstration says to have recorded, once it is done."""
    path = stack.data_dir / "demo.json"

    def done() -> int:
        marker = json.loads(path.read_text()) if path.exists() else {}
        return int(marker["calls"]) if marker.get("state") == "done" else 0

    return eventually(done, WITHIN_S)


def arrived(get: Callable[[str], Any], calls: int, now: float) -> dict[str, Any]:
    """The summary once it has all calls."""
    eventually(lambda: summary(get, now)["requests"] >= calls, WITHIN_S)
    return summary(get, now)


def seen_on_the_first_start(stack: Stack, now: float) -> dict[str, Any]:
    calls = written(stack)
    get = reader(stack)
    seen = arrived(get, calls, now)
    assert seen["requests"] == calls > 1000
    assert Decimal(seen["total_cost_usd"]) > 10
    assert {team["name"] for team in get("teams")["items"]} >= {"Platform", "Search"}
    newest = get("requests?limit=1")["items"][0]
    found = get(f"requests/{newest['id']}")
    assert (found["id"], found["cost_usd"]) == (newest["id"], newest["cost_usd"])
    return seen


def test_the_history_reaches_the_summary_and_comes_once() -> None:
    now = time.time()
    with temporary_data_dir() as data_dir:
        first = start_stack(data_dir, DEMO)
        try:
            seen = seen_on_the_first_start(first, now)
        finally:
            first.stop()

        second = start_stack(data_dir, DEMO)
        try:
            time.sleep(2)
            assert summary(reader(second), now) == seen
        finally:
            second.stop()
