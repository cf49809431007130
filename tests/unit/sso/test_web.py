"""Requests to addresses that tenants write: only to the Internet, and to nothing else."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from tollgate.errors import ProviderFailed
from tollgate.sso.web import ANSWER_LIMIT, Web, is_public

pytestmark = pytest.mark.loopback


class _Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = {
            "/json": b'{"a": 1}',
            "/text": b"hello",
            "/deep": b"[" * 100_000,
            "/long": b'"' + b"x" * ANSWER_LIMIT + b'"',
        }.get(self.path, b'{"error": "no", "error_description": "not here"}')
        moved = self.path == "/moved"
        self.send_response(302 if moved else 404 if self.path == "/none" else 200)
        if moved:
            self.send_header("location", "http://169.254.169.254/latest/meta-data")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        answer = json.dumps({"form": body.decode(), "kind": self.headers["content-type"]}).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: Any) -> None:
        """Says nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def web() -> Iterator[Web]:
    made = Web(loopback=True)
    yield made
    made.close()


def test_json_and_forms(web: Web, site: str) -> None:
    assert web.get_json(f"{site}/json") == {"a": 1}
    answer = web.post_form(f"{site}/", {"a": "b c&d"})
    assert answer == {"form": "a=b+c%26d", "kind": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize("path", ["/text", "/deep", "/long", "/none", "/moved"])
def test_every_other_answer_is_a_failure(web: Web, site: str, path: str) -> None:
    with pytest.raises(ProviderFailed):
        web.get_json(site + path)


def test_says_what_the_provider_said(web: Web, site: str) -> None:
    with pytest.raises(ProviderFailed, match="404: not here"):
        web.get_json(f"{site}/none")


def test_this_machine_is_not_the_internet(site: str) -> None:
    deployed = Web(loopback=False)
    for url in (site, site.replace("http:", "https:"), "https://localhost/"):
        with pytest.raises(ProviderFailed):
            deployed.get_json(f"{url}/json")


@pytest.mark.parametrize(
    "found",
    [
        ["10.0.0.1"],
        ["169.254.169.254"],
        ["93.184.215.14", "127.0.0.1"],
        ["::1"],
        ["fd00:ec2::254"],
        ["::ffff:169.254.169.254"],
    ],
)
def test_a_name_that_leads_inside_is_refused(
    web: Web, monkeypatch: pytest.MonkeyPatch, found: list[str]
) -> None:
    asked = []

    def resolve(host: str, port: int, **_: Any) -> list[Any]:
        asked.append(host)
        return [(None, None, None, "", (address, port)) for address in found]

    def connect(*_: Any) -> None:
        raise AssertionError("it connected")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(ProviderFailed, match="does not lead to the Internet"):
        web.get_json("https://rebind.example/.well-known/openid-configuration")
    assert asked == ["rebind.example"]


def test_the_address_that_was_looked_at_is_connected_to(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that changes its mind between the look and the connection leads nowhere."""
    answers = iter([[(None, None, None, "", ("93.184.215.14", 443))]])
    went: list[Any] = []

    def connect(address: Any, timeout: float) -> None:
        went.append(address)
        raise OSError("far enough")

    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: next(answers))
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(ProviderFailed):
        web.get_json("https://rebind.example/")
    assert went == [("93.184.215.14", 443)]


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("127.0.0.1", False),
        ("0.0.0.0", False),
        ("100.64.0.1", False),
        ("192.168.1.1", False),
        ("224.0.0.1", False),
        ("fe80::1%eth0", False),
        ("::ffff:10.0.0.1", False),
        ("2002:0a00:0001::", False),
        ("64:ff9b::a00:1", False),
    ],
)
def test_what_is_public(address: str, public: bool) -> None:
    assert is_public(address) is public
