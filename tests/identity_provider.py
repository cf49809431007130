"""Real identity providers as processes of their own, and a browser that signs in at them.

`idp` is `oidc-provider` (certified by the OpenID Foundation) on Node.js, `github` a stand-in for
GitHub's sign-in and API. Both listen on 127.0.0.1 only and end with the tests.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest

from tests.control_plane import PUBLIC_URL
from tests.waiting import PATIENCE_S

HERE: Final = Path(__file__).resolve().parent / "idp"
CLIENT_ID: Final = "tollgate"
CLIENT_SECRET: Final = "a secret of the tests/+: with signs"


@dataclass
class IdentityProvider:
    """A running provider: `issuer` is its URL."""

    issuer: str

    def knows(self, account: str, **claims: Any) -> None:
        """Has somebody with this id (the subject) and these claims from now on."""
        answer = httpx2.put(
            f"{self.issuer}/test/accounts", json={account: claims}, timeout=PATIENCE_S
        )
        assert answer.status_code == 204, answer.text

    def sign_in(self, url: str, account: str, *, refuse: bool = False, amr: str = "pwd") -> str:
        """Signs in where `url` leads, as a browser does; the address that it is sent back to."""
        with httpx2.Client(timeout=PATIENCE_S) as browser:
            answer = browser.get(url)
            while answer.is_redirect:
                location = str(httpx2.URL(str(answer.url)).join(answer.headers["location"]))
                if not location.startswith(self.issuer):
                    return location
                answer = browser.get(location)
                if answer.status_code == 200:
                    form = {"account": account, "amr": amr, **({"refuse": "1"} if refuse else {})}
                    answer = browser.post(location, data=form)
        raise AssertionError(f"the provider did not send the browser back: {answer.text[:500]}")


def answer_of(location: str) -> dict[str, str]:
    """The query of an address that a browser is sent back to."""
    return {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}


def _has_node() -> bool:
    node = shutil.which("node")
    if node is None:
        return False
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    return said.returncode == 0 and int(said.stdout.lstrip("v").partition(".")[0]) >= 20


@contextmanager
def _process(command: list[str]) -> Iterator[str]:
    process = subprocess.Popen(
        command,
        cwd=HERE,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield json.loads(process.stdout.readline())["issuer"]
    finally:
        process.stdin.close()
        process.wait(PATIENCE_S)
        process.stdout.close()


@contextmanager
def running_idp(*public_urls: str, thin: bool = False) -> Iterator[IdentityProvider]:
    """`oidc-provider` for a deployment at these addresses; skips where it cannot run.

    A `thin` one says little in ID tokens; the rest has to be asked for.
    """
    if not _has_node():
        pytest.skip("Node.js 20 or newer runs the identity provider of the sign-in tests")
    if not (HERE / "node_modules" / "oidc-provider").is_dir():
        pytest.skip("run scripts/setup.sh: it installs the identity provider of these tests")
    paths = ("sso/callback", "oauth/oidc/callback", "oauth/google/callback", "oauth/okta/callback")
    given = {
        "clientId": CLIENT_ID,
        "clientSecret": CLIENT_SECRET,
        "redirectUris": [f"{url}/api/v1/auth/{path}" for url in public_urls for path in paths],
        "accounts": {},
        "thin": thin,
    }
    with _process(["node", "provider.mjs", json.dumps(given)]) as issuer:
        yield IdentityProvider(issuer)


@pytest.fixture(scope="session")
def idp() -> Iterator[IdentityProvider]:
    """One for the suite; each test brings people of its own."""
    with running_idp(PUBLIC_URL) as provider:
        yield provider


@pytest.fixture(scope="session")
def github() -> Iterator[IdentityProvider]:
    """A stand-in for GitHub."""
    with _process([sys.executable, "github.py"]) as issuer:
        yield IdentityProvider(issuer)
