"""What somebody should look at in an API key: pure, from the key and its last use."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from tollgate.directory.models import ApiKey, Status
from tollgate.directory.rules import served_by

_DAY_MS: Final = 24 * 3600 * 1000
EXPIRES_SOON_MS: Final = 14 * _DAY_MS
STALE_MS: Final = 90 * _DAY_MS
ROTATE_AFTER_MS: Final = 90 * _DAY_MS


class Advice(StrEnum):
    """Why a key deserves a look."""

    EXPIRED = "expired"
    EXPIRES_SOON = "expires_soon"
    """Within 14 days."""
    NEVER_EXPIRES = "never_expires"
    ROTATE = "rotate"
    """Its secret is older than 90 days."""
    UNUSED = "unused"
    """Not used for 90 days, or never since it was made as long ago."""
    MIXED_PURPOSE = "mixed_purpose"
    """It serves model calls and the control plane: replace it by two."""


def advice_of(key: ApiKey, now_ms: int, last_used_ms: int | None) -> Iterator[Advice]:
    """What to look at; nothing of a revoked key. Times are epoch milliseconds."""
    if key.status is Status.REVOKED:
        return
    if key.expires_ms is None:
        yield Advice.NEVER_EXPIRES
    elif key.expires_ms <= now_ms:
        yield Advice.EXPIRED
    elif key.expires_ms <= now_ms + EXPIRES_SOON_MS:
        yield Advice.EXPIRES_SOON
    if now_ms - (key.rotated_ms or key.created_ms) > ROTATE_AFTER_MS:
        yield Advice.ROTATE
    if now_ms - max(key.created_ms, last_used_ms or 0) > STALE_MS:
        yield Advice.UNUSED
    if served_by(key) is None:
        yield Advice.MIXED_PURPOSE
