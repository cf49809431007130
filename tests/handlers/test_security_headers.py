"""Every function that answers HTTP says the same to browsers, also when it refuses."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from tests.events import load
from tollgate.http.resolver import SECURITY_HEADERS
from tollgate.routes import ROUTES

NAMES = sorted({route.function for route in ROUTES})
CONTROL = [name for name in NAMES if name != "proxy"]
OF_CALLS = {"cache-control", "strict-transport-security", "x-content-type-options"}


class Context:
    """What Lambda hands to a function."""

    aws_request_id = "r-1"

    def get_remaining_time_in_millis(self) -> int:
        return 30_000


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Enough to be composed; nothing that is asked for here reaches a store."""
    secret = tmp_path / "secret.json"
    secret.write_text(json.dumps({"pepper": "p"}))
    variables = {
        "AWS_REGION": "eu-west-1",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
        "DATABASE_URL": "postgresql:///nowhere",
        "TOLLGATE_SECRET_FILE": str(secret),
        **{
            f"TOLLGATE_{table}_TABLE": "none"
            for table in ("DIRECTORY", "ACCOUNTS", "JOURNAL", "POLICIES")
        },
    }
    for name, value in variables.items():
        monkeypatch.setenv(name, value)


def headers_of(answer: dict[str, Any]) -> dict[str, str]:
    several = answer.get("multiValueHeaders") or {}
    single = answer.get("headers") or {}
    joined = {name: ", ".join(values) for name, values in several.items()} | single
    return {name.lower(): value for name, value in joined.items()}


@pytest.mark.usefixtures("environment")
@pytest.mark.parametrize("name", CONTROL)
def test_the_control_plane(name: str) -> None:
    handler = import_module(f"functions.{name}.handler")
    handler.app.cache_clear()
    try:
        event = load("directory/list_teams", bearer="", path="/api/v1/nowhere")
        answer = handler.lambda_handler(event, Context())
    finally:
        handler.app.cache_clear()
    assert answer["statusCode"] == 404
    shown = headers_of(answer)
    assert {name: shown.get(name.lower()) for name in SECURITY_HEADERS} == SECURITY_HEADERS
    assert "access-control-allow-origin" not in shown


@pytest.mark.usefixtures("environment")
def test_model_calls() -> None:
    handler = import_module("functions.proxy.handler")
    handler._gateway.cache_clear()
    try:
        event = load("directory/list_teams", bearer="", path="/v1/models")
        answer = handler.lambda_handler(event, Context())
    finally:
        handler._gateway.cache_clear()
    assert answer["statusCode"] == 401
    shown = headers_of(answer)
    assert {name: shown.get(name) for name in OF_CALLS} == {
        name.lower(): value for name, value in SECURITY_HEADERS.items() if name.lower() in OF_CALLS
    }


def test_both_planes_are_all_there_is() -> None:
    assert {*CONTROL, "proxy"} == set(NAMES)
    assert len(CONTROL) >= 7
