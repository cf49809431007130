"""Ends processes that must not outlive the supervisor.

Every child inherits the reading end of a pipe whose other end only the supervisor holds, so that
the pipe ends when the supervisor does, even by SIGKILL. A program of ours watches it in a thread;
for one that is not ours (PostgreSQL) this module runs as a process beside it.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from contextlib import suppress


def end_with_parent(descriptor: int) -> None:
    """From now on this process ends when the pipe of `descriptor` does."""

    def wait() -> None:
        os.read(descriptor, 1)
        os._exit(0)

    threading.Thread(target=wait, name="lifeline", daemon=True).start()


def main() -> None:
    """`lifeline <descriptor> <process>`: waits for the pipe's end, then interrupts the process."""
    os.read(int(sys.argv[1]), 1)
    with suppress(ProcessLookupError):
        os.kill(int(sys.argv[2]), signal.SIGINT)


if __name__ == "__main__":
    main()
