"""The dashboard's journey in a real browser against the running product."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from tests.stack import ROOT, Stack

FRONTEND = ROOT / "frontend"
JOURNEYS = len(list((FRONTEND / "tests" / "journey").glob("*.spec.ts")))
BROWSER = os.environ.get("CHROMIUM_PATH", "/usr/bin/chromium")

pytestmark = [
    pytest.mark.stack,
    pytest.mark.skipif(not Path(BROWSER).exists(), reason="no Chromium on this machine"),
    pytest.mark.skipif(
        not (FRONTEND / "node_modules" / "@playwright").exists() or shutil.which("npx") is None,
        reason="the dashboard's packages are not installed",
    ),
]


def test_sign_in_make_a_key_call_with_it_see_it_and_revoke_it(stack: Stack, tmp_path: Path) -> None:
    results = tmp_path / "results"
    environment = {
        **os.environ,
        "TOLLGATE_URL": stack.url,
        "TOLLGATE_ADMIN_EMAIL": stack.admin_email,
        "TOLLGATE_ADMIN_PASSWORD": stack.admin_password,
        "TOLLGATE_STORE_URL": f"http://127.0.0.1:{_store_port(stack)}",
        "TOLLGATE_STORE_KEY": (stack.data_dir / "dynamodb" / "access-key").read_text(),
    }
    run = subprocess.run(
        ["npx", "playwright", "test", "--output", str(results)],
        cwd=FRONTEND,
        env=environment,
        capture_output=True,
        text=True,
        timeout=1_800,
        check=False,
    )
    pages = "".join(found.read_text() for found in sorted(results.rglob("error-context.md")))
    assert run.returncode == 0, run.stdout[-4000:] + run.stderr[-2000:] + pages
    outcomes = re.findall(r"^ +(\d+) (passed|flaky)", run.stdout, re.MULTILINE)
    assert sum(int(number) for number, _ in outcomes) == JOURNEYS, run.stdout


def _store_port(stack: Stack) -> int:
    """Where the store listens: a journey ages a session there instead of waiting."""
    ports = set()
    for each in psutil.Process(stack.process.pid).children(recursive=True):
        with suppress(psutil.Error):  # PostgreSQL's own come and go
            if "local.emulator_launcher" in each.cmdline():
                ports |= {c.laddr.port for c in each.net_connections() if c.status == "LISTEN"}
    [port] = ports
    return int(port)
