"""The dashboard's journey in a real browser against the running product."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.stack import ROOT, Stack

FRONTEND = ROOT / "frontend"
BROWSER = os.environ.get("CHROMIUM_PATH", "/usr/bin/chromium")

pytestmark = [
    pytest.mark.stack,
    pytest.mark.skipif(not Path(BROWSER).exists(), reason="no Chromium on this machine"),
    pytest.mark.skipif(
        not (FRONTEND / "node_modules" / "@playwright").exists() or shutil.which("npx") is None,
        reason="the dashboard's packages are not installed",
    ),
]


def test_sign_in_make_a_key_call_with_it_see_it_and_revoke_it(stack: Stack) -> None:
    environment = {
        **os.environ,
        "TOLLGATE_URL": stack.url,
        "TOLLGATE_ADMIN_EMAIL": stack.admin_email,
        "TOLLGATE_ADMIN_PASSWORD": stack.admin_password,
    }
    run = subprocess.run(
        ["npx", "playwright", "test"],
        cwd=FRONTEND,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-4000:] + run.stderr[-2000:]
    assert "3 passed" in run.stdout
