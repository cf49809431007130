"""How a scan's time grows with its text: about 4 from a quarter of a megabyte to a whole one."""

from __future__ import annotations

from collections.abc import Callable
from time import process_time

from tollgate.detectors.models import Detector

MEGABYTE = 1 << 20


def growth(detector: Detector, fill: Callable[[int], str], size: int = MEGABYTE) -> float:
    """Time for `size` (1 MB) over time for a quarter, again when it looks like a square (16)."""
    detector.scan(fill(1_000))
    measured = (
        _seconds(detector, fill(size)) / max(_seconds(detector, fill(size // 4)), 1e-3)
        for _ in range(3)
    )
    ratio = 0.0
    for ratio in measured:
        if ratio < 8:
            break
    return ratio


def repeated(piece: str) -> Callable[[int], str]:
    """Texts of a given length made of one piece."""
    return lambda size: (piece * (size // len(piece) + 1))[:size]


def _seconds(detector: Detector, text: str) -> float:
    start = process_time()
    detector.scan(text)
    return process_time() - start
