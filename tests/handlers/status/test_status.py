from __future__ import annotations

import json
import re
from typing import Any

import pytest

from functions.status import handler
from functions.status.build_openapi import rendered
from tests.control_plane import send
from tests.events import EVENTS, load
from tollgate.errors import Unavailable
from tollgate.routes import ROUTES


def _down() -> bool:
    raise Unavailable("down")


@pytest.mark.parametrize("bootstrapped", [True, False])
def test_healthy(bootstrapped: bool) -> None:
    app = handler.make_app(handler.Deps(lambda: bootstrapped))
    answer = send(app, load("status/health"))
    assert answer.status == 200
    assert answer.json["status"] == "healthy"
    assert answer.json["components"] == {"directory": "healthy"}
    assert answer.json["bootstrapped"] is bootstrapped


def test_a_store_that_does_not_answer_is_unhealthy() -> None:
    answer = send(handler.make_app(handler.Deps(_down)), load("status/health"))
    assert (answer.status, answer.json["status"]) == (503, "unhealthy")
    assert answer.json["bootstrapped"] is None


def test_other_methods_find_nothing() -> None:
    app = handler.make_app(handler.Deps(_down))
    answer = send(app, load("status/health", httpMethod="DELETE"))
    assert (answer.status, answer.json["code"]) == (404, "not_found")


def test_serves_the_document_with_its_page() -> None:
    app = handler.make_app(handler.Deps(_down))
    document = send(app, load("status/openapi"))
    assert document.json["openapi"] == "3.1.0"
    page = send(app, load("status/docs"))
    assert page.headers["content-type"].startswith("text/html")
    assert page.json.startswith("<!doctype html>")


def test_the_page_runs_its_own_script_and_no_other() -> None:
    page = handler.PAGE.read_text(encoding="utf-8")
    policy = handler.page_policy(page)
    assert re.search(r"script-src 'sha256-[A-Za-z0-9+/=]{44}'", policy)
    assert "unsafe-inline" not in policy
    assert handler.page_policy(page.replace("use strict", "use  strict")) != policy


def test_the_committed_document_is_current() -> None:
    """Write it anew with `python -m functions.status.build_openapi`."""
    assert handler.DOCUMENT.read_text(encoding="utf-8") == rendered()


def _operations() -> list[tuple[str, str, dict[str, Any]]]:
    document = json.loads(handler.DOCUMENT.read_text(encoding="utf-8"))
    return [
        (method.upper(), path, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


def test_every_operation_declares_its_permission_and_its_problem() -> None:
    ids = []
    for method, path, operation in _operations():
        assert operation.get("x-permission"), f"{method} {path}"
        assert "default" in operation["responses"]
        assert ("security" in operation) == (operation["x-permission"] != "public")
        ids.append(operation["operationId"])
    assert len(ids) == len(set(ids))


def test_every_operation_has_a_route_that_leads_to_it() -> None:
    patterns = [
        re.compile(re.sub(r"\\{\w+\\\+\\}", ".+", re.escape(route.path))) for route in ROUTES
    ]
    for _, path, _ in _operations():
        assert any(pattern.fullmatch(path) for pattern in patterns), path


def test_every_sample_event_is_an_operation() -> None:
    known = {
        (method, re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(path))))
        for method, path, _ in _operations()
    }
    for file in (EVENTS / "directory").glob("*.json"):
        event = load(f"directory/{file.stem}")
        if event.get("source") == "aws.events":
            continue
        assert any(
            method == event["httpMethod"] and pattern.fullmatch(event["path"])
            for method, pattern in known
        ), file.name
