"""The CloudFront function that serves the application's pages."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from infra_cdk.constructs import static_site

SCRIPT = Path(static_site.__file__).with_name("spa.js")
NODE = shutil.which("node") or "node"


def served(uri: str) -> str:
    """The key that CloudFront asks the bucket for."""
    event = json.dumps({"request": {"uri": uri}})
    program = f"{SCRIPT.read_text()}\nprocess.stdout.write(handler({event}).uri)"
    done = subprocess.run([NODE, "-e", program], capture_output=True, text=True, check=True)
    return done.stdout


@pytest.mark.parametrize("uri", ["/", "/keys", "/requests/req_01", "/login/"])
def test_pages_are_the_application(uri: str) -> None:
    assert served(uri) == "/200.html"


@pytest.mark.parametrize(
    "uri", ["/favicon.svg", "/_app/immutable/a.js", "/_app/gone", "/_app/version.json"]
)
def test_files_stay_files_even_when_missing(uri: str) -> None:
    assert served(uri) == uri
