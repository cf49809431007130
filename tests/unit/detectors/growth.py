"""How a scan's time grows with its text: about 4 where it is linear, about 16 where it is squared.

Measured from an eighth of a megabyte to a whole one and brought to the scale of a quarter: the
machine may be busy, and the wider span tells the two apart with more room. Each ratio is of times
taken one after the other, so that a machine that is slow for a while is slow for both.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from time import process_time

from tollgate.detectors.models import Detector

MEGABYTE = 1 << 20


def growth(detector: Detector, fill: Callable[[int], str], size: int = MEGABYTE) -> float:
    """Time for `size` (1 MB) over time for a quarter: the best of a few while it looks squared."""
    detector.scan(fill(1_000))
    gc.collect()
    gc.disable()
    try:
        ratio = float("inf")
        for _ in range(6):
            part = min(_seconds(detector, fill(size // 8)) for _ in range(3))
            whole = _seconds(detector, fill(size))
            ratio = min(ratio, (whole / max(part, 1e-3)) ** (2 / 3))
            if ratio < 6:
                break
    finally:
        gc.enable()
    return ratio


def repeated(piece: str) -> Callable[[int], str]:
    """Texts of a given length made of one piece."""
    return lambda size: (piece * (size // len(piece) + 1))[:size]


def _seconds(detector: Detector, text: str) -> float:
    start = process_time()
    detector.scan(text)
    return process_time() - start
