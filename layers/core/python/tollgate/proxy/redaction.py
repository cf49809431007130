"""Covering what was found: which runs of a text, and with what."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from typing import Final, NamedTuple

from tollgate.proxy.texts import Leaf, Path, Text

_NOT_IN_LABEL: Final = re.compile(r"[^A-Z0-9]+")


class Find(NamedTuple):
    """Characters `start` to before `end` that a rule wants covered in a style."""

    start: int
    end: int
    kind: str
    style: str


def label(kind: str) -> str:
    """How a covered run of a kind reads: `[EMAIL]` for `pii.email`."""
    name = _NOT_IN_LABEL.sub("_", kind.rpartition(".")[2].upper()).strip("_")
    return f"[{name or 'REDACTED'}]"


class _Run:
    __slots__ = ("end", "kind", "start", "style")

    def __init__(self, start: int, end: int, kind: str, style: str) -> None:
        self.start = start
        self.end = end
        self.kind = kind
        self.style = style


class Cover:
    """The runs of one text that must not be read, from left to right.

    A find that overlaps the run before it makes that run longer, under the name that it has.
    """

    def __init__(self) -> None:
        self._runs: list[_Run] = []

    def __bool__(self) -> bool:
        return bool(self._runs)

    def add(self, start: int, end: int, kind: str, style: str) -> None:
        """Covers `start` to before `end`; finds must come in the order of their start."""
        last = self._runs[-1] if self._runs else None
        if last is not None and start < last.end:
            last.end = max(last.end, end)
        else:
            self._runs.append(_Run(start, end, kind, style))

    def applied(self, text: str, start: int = 0) -> str:
        """`text`, which stands at `start`, as it may be read.

        A run's label stands where the run begins; stars stand for each character.
        """
        if not self._runs:
            return text
        end = start + len(text)
        pieces: list[str] = []
        read = start
        for run in self._runs[bisect_right(self._runs, start, key=lambda run: run.end) :]:
            if run.start >= end:
                break
            begin, after = max(run.start, start), min(run.end, end)
            pieces.append(text[read - start : begin - start])
            if run.style == "mask":
                pieces.append("*" * (after - begin))
            elif run.style != "remove" and run.start >= start:
                pieces.append(label(run.kind))
            read = after
        return "".join([*pieces, text[read - start :]]) if pieces else text


def changes(text: Text, finds: Iterable[Find]) -> dict[Path, str]:
    """What becomes of each leaf of `text` that a find covers any of.

    Finds come in the order of their start. Each leaf is covered for itself: a find that goes from
    a name to its value covers both.
    """
    covers: dict[Leaf, Cover] = {}
    for find in finds:
        for leaf in text.leaves_in(find.start, find.end):
            start, end = max(find.start, leaf.start), min(find.end, leaf.end)
            covers.setdefault(leaf, Cover()).add(start, end, find.kind, find.style)
    return {
        leaf.path: cover.applied(text.shown[leaf.start : leaf.end], leaf.start)
        for leaf, cover in covers.items()
    }
