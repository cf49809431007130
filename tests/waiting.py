"""Waiting for what has to happen, however slow the machine: never for a while and hoping."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar
from uuid import uuid4

PATIENCE_S: Final = 120.0
"""Far beyond what anything here takes: it only ends a test whose wait is in vain."""

_Found = TypeVar("_Found")


def eventually(ask: Callable[[], _Found], seconds: float = PATIENCE_S) -> _Found:
    """The first true answer of `ask`; fails when there is none in time."""
    deadline = time.monotonic() + seconds
    while not (answer := ask()):
        assert time.monotonic() < deadline, f"it did not happen in time: {answer}"
        time.sleep(0.03)
    return answer


def meet(place: Path, count: int) -> None:
    """Returns once `count` callers, of whatever process, are here: they run at the same time."""
    (place / uuid4().hex).touch()
    eventually(lambda: len(list(place.iterdir())) >= count)
