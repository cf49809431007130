"""`python -m local`: ready, known, private, and the same after any end."""

from __future__ import annotations

import http.client
import json
import re
import stat
import urllib.error
import urllib.request
from contextlib import closing
from typing import Any

import pytest

from tests.stack import ROOT, Stack, start_stack, temporary_data_dir
from tests.waiting import PATIENCE_S, eventually

pytestmark = [pytest.mark.stack, pytest.mark.enable_socket]


def request(
    url: str, body: dict[str, Any] | None = None, token: str | None = None
) -> tuple[int, Any]:
    headers = {"Content-Type": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    data = None if body is None else json.dumps(body).encode()
    try:
        with urllib.request.urlopen(
            urllib.request.Request(url, data, headers), timeout=PATIENCE_S
        ) as response:
            return response.status, json.loads(response.read())
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.loads(error.read())


def echo(stack: Stack, text: str) -> tuple[int, Any]:
    body = {"model": "scripted/echo", "messages": [{"role": "user", "content": text}]}
    return request(f"{stack.url}/v1/chat/completions", body, stack.api_key)


def spent(stack: Stack) -> tuple[int, str]:
    credentials = {"email": stack.admin_email, "password": stack.admin_password}
    _, session = request(f"{stack.url}/api/v1/auth/login", credentials)
    summary = f"{stack.url}/api/v1/costs/summary"
    status, answer = request(summary, token=session["access_token"])
    assert status == 200
    return answer["requests"], answer["total_cost_usd"]


def test_health_says_healthy(stack: Stack) -> None:
    status, answer = request(f"{stack.url}/api/v1/health")
    assert (status, answer["status"]) == (200, "healthy")


def test_credentials_are_private_and_work(stack: Stack) -> None:
    path = stack.data_dir / "credentials.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    credentials = json.loads(path.read_text())
    assert set(credentials) == {"url", "admin_email", "admin_password", "api_key"}
    assert echo(stack, "hello")[1]["choices"][0]["message"]["content"] == "hello"


def test_no_file_of_the_run_is_readable_by_others(stack: Stack) -> None:
    for name in ("secret.json", "admin.json", "credentials.json", "dynamodb/access-key"):
        mode = stat.S_IMODE((stack.data_dir / name).stat().st_mode)
        assert mode == 0o600, name
    assert not stat.S_IMODE(stack.data_dir.stat().st_mode) & 0o066


def test_without_provider_credentials_the_scripted_one_answers_for_others(stack: Stack) -> None:
    body = {"model": "gpt-4o", "messages": [{"role": "user", "content": "offline"}]}
    status, answer = request(f"{stack.url}/v1/chat/completions", body, stack.api_key)
    assert (status, answer["choices"][0]["message"]["content"]) == (200, "offline")


def test_the_page_is_served_or_says_that_it_is_not_built(stack: Stack) -> None:
    built = (ROOT / "frontend" / "build" / "200.html").exists()
    with closing(http.client.HTTPConnection(stack.url.removeprefix("http://"))) as connection:
        connection.request("GET", "/")
        with connection.getresponse() as response:
            assert response.status == (200 if built else 503)
            assert response.headers["content-security-policy"]
            assert built or b"make frontend" in response.read()


def test_everything_is_there_again_after_a_stop_and_after_a_kill() -> None:
    with temporary_data_dir() as data_dir:
        first = start_stack(data_dir)
        for number in range(20):
            assert echo(first, f"call {number}")[0] == 200
        expected = _eventually_spent(first, 20)
        assert first.stop() == 0

        second = start_stack(data_dir)
        assert (second.api_key, second.admin_password) == (first.api_key, first.admin_password)
        assert spent(second) == expected
        assert echo(second, "after a restart")[0] == 200
        second.kill_all()

        third = start_stack(data_dir)
        try:
            assert _eventually_spent(third, 21)[0] == 21
            assert echo(third, "after a kill")[0] == 200
        finally:
            third.stop()


def _eventually_spent(stack: Stack, requests: int) -> tuple[int, str]:
    def arrived() -> tuple[int, str] | None:
        seen = spent(stack)
        return seen if seen[0] >= requests else None

    return eventually(arrived) or (0, "")


def test_a_chosen_administrator_is_used() -> None:
    chosen = {
        "TOLLGATE_ADMIN_EMAIL": "boss@example.org",
        "TOLLGATE_ADMIN_PASSWORD": "Tr0ub4dor&3-x",
    }
    with temporary_data_dir() as data_dir:
        stack = start_stack(data_dir, chosen)
        try:
            assert (stack.admin_email, stack.admin_password) == tuple(chosen.values())
            assert spent(stack)[0] == 0
            output = (data_dir.parent / "data.out").read_text()
            assert re.search(rf"ready at {re.escape(stack.url)} ", output)
        finally:
            stack.stop()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"TOLLGATE_PORT": "eighty"}, "TOLLGATE_PORT must be a number"),
        ({"TOLLGATE_REAPER_SECONDS": "0"}, "TOLLGATE_REAPER_SECONDS must be at least"),
        ({"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}, "DATABASE_URL cannot be used"),
    ],
)
def test_what_prevents_a_start_is_said_in_one_line(changes: dict[str, str], message: str) -> None:
    with temporary_data_dir() as data_dir, pytest.raises(RuntimeError, match=message) as raised:
        start_stack(data_dir, changes)
    assert "Traceback" not in str(raised.value)


def test_a_damaged_file_is_named_in_one_line() -> None:
    with temporary_data_dir() as data_dir:
        data_dir.mkdir()
        (data_dir / "secret.json").write_text('{"webhooks": {"guard": "x"},')
        with pytest.raises(RuntimeError, match=r"secret\.json is not a JSON object") as raised:
            start_stack(data_dir)
    assert "Traceback" not in str(raised.value)


@pytest.mark.parametrize("place", [".", "below"])
def test_a_data_directory_that_cannot_be_one_is_named(place: str) -> None:
    with temporary_data_dir() as data_dir:
        data_dir.touch()
        where = {"TOLLGATE_DATA_DIR": str(data_dir / place)}
        with pytest.raises(RuntimeError, match="choose another with TOLLGATE_DATA_DIR") as raised:
            start_stack(data_dir.parent / "other", where)
    assert "Traceback" not in str(raised.value)


def test_an_address_of_another_machine_is_named_with_what_to_set() -> None:
    where = {"TOLLGATE_HOST": "192.0.2.1"}
    with (
        temporary_data_dir() as data_dir,
        pytest.raises(RuntimeError, match=r"192\.0\.2\.1 port 0: .* TOLLGATE_HOST"),
    ):
        start_stack(data_dir, where)


def test_an_administrator_that_was_refused_is_no_dead_end() -> None:
    with temporary_data_dir() as data_dir:
        with pytest.raises(RuntimeError, match=r"at least 8 characters.*TOLLGATE_ADMIN_PASSWORD"):
            start_stack(data_dir, {"TOLLGATE_ADMIN_PASSWORD": "short"})
        stack = start_stack(data_dir, {"TOLLGATE_ADMIN_PASSWORD": "Tr0ub4dor&3-x"})
        try:
            assert spent(stack)[0] == 0
        finally:
            stack.stop()
