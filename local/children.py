"""Processes that belong to one run: each with a log file, none outliving the supervisor.

Every child gets the reading end of a pipe that only the supervisor can write to. When the
supervisor goes, however it goes, the pipe ends and the child knows. Children have sessions of their
own, so that Ctrl-C reaches the supervisor alone and it can stop them in order.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from local.settings import ROOT

_LOG_BYTES: Final = 8 << 20


class ChildEnded(Exception):
    """A process that should run all the time has ended; the message says which, and its log."""


@dataclass(slots=True)
class Child:
    """A running process and where its output goes."""

    name: str
    process: asyncio.subprocess.Process
    log: Path

    async def stop(self, patience: float) -> None:
        """SIGTERM, then SIGKILL after `patience` seconds."""
        with suppress(ProcessLookupError):
            self.process.terminate()
        try:
            async with asyncio.timeout(patience):
                await self.process.wait()
        except TimeoutError:
            with suppress(ProcessLookupError):
                self.process.kill()
            await self.process.wait()

    async def ended(self) -> ChildEnded:
        """Waits for the end of the process and says so."""
        status = await self.process.wait()
        return ChildEnded(f"{self.name} ended with status {status}; see {self.log}")


class Nursery:
    """Starts children; `lifeline` is the descriptor that they inherit."""

    def __init__(self, logs: Path, forwarded: Mapping[str, str]) -> None:
        self._logs = logs
        self._forwarded = dict(forwarded)
        self.lifeline, self._write_end = os.pipe()

    async def start(
        self,
        name: str,
        command: Sequence[str],
        *,
        environment: Mapping[str, str] | None = None,
        descriptors: Sequence[int] = (),
    ) -> Child:
        """Starts `command` in the checkout with only the environment that it is given."""
        path = self._logs / f"{name}.log"
        _turn_over(path)
        with path.open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                *command,
                cwd=ROOT,
                env={**self._forwarded, "PYTHONUNBUFFERED": "1", **(environment or {})},
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=(self.lifeline, *descriptors),
                start_new_session=True,
            )
        return Child(name, process, path)

    def close(self) -> None:
        """Cuts the lifeline: whoever still runs ends now."""
        os.close(self._write_end)
        os.close(self.lifeline)


def _turn_over(path: Path) -> None:
    if path.exists() and path.stat().st_size > _LOG_BYTES:
        path.replace(path.with_suffix(".log.1"))


def tail(path: Path, lines: int = 12) -> str:
    """The end of a log, for a message about a child that did not start."""
    try:
        return "\n".join(path.read_text(errors="replace").splitlines()[-lines:])
    except OSError:
        return ""
