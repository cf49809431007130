"""What detectors found in texts that they were shown before: a chat brings its past to each call.

Kept are places and kinds, under digests that mean nothing outside of this process; no text is. An
organization is never answered from what another one sent, so that not even time tells of it.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from threading import Lock
from typing import Final

from tollgate.detectors.models import Detector, Match

MOST_TEXTS: Final = 1_024
MOST_MATCHES: Final = 16
"""In one text. Where more was found, it is looked for again: what is kept stays small."""
MOST_DETECTORS: Final = 32
"""Of one text; those of policies that have changed since are forgotten with the rest of them."""
_KEY: Final = os.urandom(32)

_Found = dict[int, tuple[Detector, tuple[Match, ...]]]
"""By the identity of a detector, which is kept so that no other one is given that identity."""

_FOUND: Final[dict[bytes, _Found]] = {}
"""By the digest of a text, the one that was asked for last at the end."""
_LOCK: Final = Lock()


class Verdicts:
    """What an organization's texts hold, as long as this process remembers.

    For detectors that find the same in the same text each time. One object serves one call.
    """

    def __init__(self, organization_id: str) -> None:
        self._owner = _KEY + organization_id.encode() + b"\0"
        self._digests: dict[int, tuple[str, bytes]] = {}

    def scan(self, detector: Detector, text: str) -> Sequence[Match]:
        known = _of_text(self._digest(text))
        entry = known.get(id(detector))
        if entry is not None:
            return entry[1]
        found = tuple(detector.scan(text))
        if len(found) <= MOST_MATCHES:
            if len(known) >= MOST_DETECTORS:
                known.clear()
            known[id(detector)] = detector, found
        return found

    def _digest(self, text: str) -> bytes:
        """Of this text, which the detectors are shown one after the other."""
        entry = self._digests.get(id(text))
        if entry is None:
            written = self._owner + text.encode("utf-8", "surrogatepass")
            entry = self._digests[id(text)] = text, hashlib.sha256(written).digest()
        return entry[1]


def _of_text(digest: bytes) -> _Found:
    """What is known of a text; the one that nobody asked for the longest is forgotten for it."""
    with _LOCK:
        known = _FOUND[digest] = _FOUND.pop(digest, {})
        if len(_FOUND) > MOST_TEXTS:
            del _FOUND[next(iter(_FOUND))]
    return known
