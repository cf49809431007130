"""Documents and keys of issuers: whose they are, how long they are kept, and changed keys."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from tollgate.errors import Forbidden, ProviderFailed
from tollgate.sso.discovery import KEPT_MS, Discovery
from tollgate.sso.web import Web

pytestmark = pytest.mark.loopback


def jwk(kid: str, **more: Any) -> dict[str, Any]:
    key = rsa.generate_private_key(65537, 2048).public_key()
    text: str = jwt.algorithms.RSAAlgorithm.to_jwk(key)
    return {**json.loads(text), "kid": kid, **more}


class Issuer:
    """An issuer on 127.0.0.1 whose documents a test changes."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.keys: list[Any] = [jwk("1")]
        self.changes: dict[str, Any] = {}
        issuer = self

        class Site(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                issuer.asked.append(self.path)
                body = json.dumps(
                    {"keys": issuer.keys} if self.path == "/keys" else issuer.document()
                ).encode()
                self.send_response(200)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                """Says nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def document(self) -> dict[str, Any]:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/auth",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
            **self.changes,
        }


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    made = Issuer()
    yield made
    made.server.shutdown()
    made.server.server_close()


class Clock:
    def __init__(self) -> None:
        self.now_ms = 0

    def __call__(self) -> int:
        return self.now_ms


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def discovery(clock: Clock) -> Iterator[Discovery]:
    web = Web(loopback=True)
    yield Discovery(web, clock)
    web.close()


def test_documents_are_kept_for_a_while(discovery: Discovery, issuer: Issuer, clock: Clock) -> None:
    for _ in range(3):
        assert discovery.metadata(issuer.url).token_endpoint == f"{issuer.url}/token"
    clock.now_ms = KEPT_MS - 1
    discovery.metadata(issuer.url)
    assert len(issuer.asked) == 1
    clock.now_ms = KEPT_MS
    discovery.metadata(issuer.url)
    assert len(issuer.asked) == 2


def test_an_issuer_may_end_in_a_slash_as_auth0s_do(discovery: Discovery, issuer: Issuer) -> None:
    issuer.changes = {"issuer": f"{issuer.url}/"}
    assert discovery.metadata(issuer.url).issuer == f"{issuer.url}/"


@pytest.mark.parametrize(
    "changes",
    [
        {"issuer": "https://evil.example"},
        {"issuer": None},
        {"token_endpoint": None},
        {"token_endpoint": 5},
        {"jwks_uri": "http://keys.example/"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"authorization_endpoint": "data:text/html,x"},
    ],
    ids=str,
)
def test_a_document_that_cannot_be_used(
    discovery: Discovery, issuer: Issuer, changes: dict[str, Any]
) -> None:
    issuer.changes = changes
    with pytest.raises(ProviderFailed):
        discovery.metadata(issuer.url)


def test_a_changed_key_is_looked_for_but_not_by_every_stranger(
    discovery: Discovery, issuer: Issuer, clock: Clock
) -> None:
    find = discovery.key_finder(f"{issuer.url}/keys")
    find("1", "RS256")
    issuer.keys = [jwk("2")]
    with pytest.raises(Forbidden):
        find("2", "RS256")  # read a moment ago: whoever invents key ids causes no request
    assert len(issuer.asked) == 1
    clock.now_ms = 30_000
    assert find("2", "RS256") is not None
    with pytest.raises(Forbidden):
        find("1", "RS256")
    assert len(issuer.asked) == 2


def test_keys_of_another_kind_or_purpose_are_not_taken(
    discovery: Discovery, issuer: Issuer
) -> None:
    curve: str = jwt.algorithms.ECAlgorithm.to_jwk(
        ec.generate_private_key(ec.SECP256R1()).public_key()
    )
    issuer.keys = [
        "nonsense",
        jwk("enc", use="enc"),
        jwk("ps", alg="PS256"),
        {**json.loads(curve), "kid": "ec"},
        {"kty": "oct", "k": "c2VjcmV0", "kid": "oct"},
        {"kty": "RSA", "kid": "broken"},
    ]
    find = discovery.key_finder(f"{issuer.url}/keys")
    assert find("ps", "PS256") is not None
    assert find("ec", "ES256") is not None
    for kid in ("enc", "ps", "ec", "oct", "broken", "none"):
        with pytest.raises(Forbidden):
            find(kid, "RS256")


@pytest.mark.parametrize("keys", [[], "x", None])
def test_an_issuer_without_keys(discovery: Discovery, issuer: Issuer, keys: Any) -> None:
    issuer.keys = keys
    with pytest.raises(ProviderFailed):
        discovery.keys(f"{issuer.url}/keys")
    with pytest.raises(Forbidden):
        discovery.key_finder(f"{issuer.url}/keys")("1", "RS256")
