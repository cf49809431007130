"""The running product as a fixture: `python -m local` on a free port over a directory of its own.

    from tests.stack import stack  # noqa: F401

`stack` is started once per session. A test that kills or restarts it makes its own with
`running_stack`. Suites that use either are marked `stack` and open sockets to 127.0.0.1 only.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psutil
import pytest

ROOT: Final = Path(__file__).resolve().parent.parent
STARTS_WITHIN_S: Final = 300.0
STOPS_WITHIN_S: Final = 120.0


@dataclass
class Stack:
    """A running local Tollgate: where it is, and how to sign in or call it."""

    url: str
    admin_email: str
    admin_password: str
    api_key: str
    data_dir: Path
    process: subprocess.Popen[str]

    @property
    def openai_base_url(self) -> str:
        return f"{self.url}/v1"

    def secret(self) -> dict[str, Any]:
        """The runtime secret: pepper, setup token, providers with the scripted one's base URL."""
        secret: dict[str, Any] = json.loads((self.data_dir / "secret.json").read_text())
        return secret

    def stop(self) -> int:
        """As Ctrl-C does; the exit status."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(STOPS_WITHIN_S)

    def kill_all(self) -> None:
        """SIGKILL to every process of the run at once, the database included."""
        victims = [psutil.Process(self.process.pid), *_descendants(self.process.pid)]
        with suppress(OSError, ValueError, IndexError, psutil.Error):
            pid_file = self.data_dir / "postgres" / "data" / "postmaster.pid"
            database = psutil.Process(int(pid_file.read_text().splitlines()[0]))
            victims += [database, *database.children(recursive=True)]
        for victim in victims:
            with suppress(psutil.NoSuchProcess):
                victim.kill()
        self.process.wait(STOPS_WITHIN_S)
        psutil.wait_procs(victims, STOPS_WITHIN_S)


def _descendants(pid: int) -> list[psutil.Process]:
    return psutil.Process(pid).children(recursive=True)


def environment(data_dir: Path, changes: Mapping[str, str]) -> dict[str, str]:
    """What the product starts with: no provider credential of this machine reaches it."""
    kept = ("PATH", "HOME", "LANG", "SSL_CERT_FILE")
    return {
        **{name: os.environ[name] for name in kept if name in os.environ},
        "TOLLGATE_DATA_DIR": str(data_dir),
        "TOLLGATE_PORT": "0",
        **changes,
    }


def start_stack(
    data_dir: Path, changes: Mapping[str, str] | None = None, module: str = "local"
) -> Stack:
    """Starts over `data_dir`; returns when it is ready, raises with its output when it ends."""
    began = time.monotonic()
    output = data_dir.parent / f"{data_dir.name}.out"
    with output.open("w") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", module],
            cwd=ROOT,
            env=environment(data_dir, changes or {}),
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            text=True,
        )
    while "Tollgate is ready" not in output.read_text():
        if process.poll() is not None or time.monotonic() - began > STARTS_WITHIN_S:
            process.kill()
            process.wait()
            raise RuntimeError(f"the local run did not become ready:\n{output.read_text()}")
        time.sleep(0.02)
    credentials = json.loads((data_dir / "credentials.json").read_text())
    return Stack(**credentials, data_dir=data_dir, process=process)


@contextmanager
def temporary_data_dir() -> Iterator[Path]:
    """A fresh directory that PostgreSQL's own account can pass through when root runs the tests."""
    parent = Path(tempfile.mkdtemp(prefix="tollgate-test-"))
    parent.chmod(0o755)
    try:
        yield parent / "data"
    finally:
        shutil.rmtree(parent, ignore_errors=True)


@contextmanager
def running_stack(
    changes: Mapping[str, str] | None = None, module: str = "local"
) -> Iterator[Stack]:
    """A product of one's own; stopped and removed afterwards, whatever was done to it."""
    with temporary_data_dir() as data_dir:
        started = start_stack(data_dir, changes, module)
        try:
            yield started
        finally:
            if started.process.poll() is None:
                started.stop()


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    with running_stack({"TOLLGATE_REAPER_SECONDS": "2"}) as started:
        yield started
