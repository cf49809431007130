"""The vocabulary of elevations. Times are epoch milliseconds."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from msgspec import Struct

from tollgate.journal.models import Actor

LONGEST_MINUTES: Final = 480
MINUTE_MS: Final = 60_000
OPEN_FOR_MS: Final = 24 * 60 * MINUTE_MS
"""How long a request waits for somebody to decide it."""


class ElevationState(StrEnum):
    """`pending` until decided; the clock makes that `expired`, and an active one `ended`."""

    PENDING = "pending"
    ACTIVE = "active"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    REVOKED = "revoked"
    EXPIRED = "expired"
    ENDED = "ended"


class Decision(Struct, frozen=True):
    """Who decided last, when, and what they said."""

    actor: Actor
    at_ms: int
    comment: str = ""


class ElevationRequest(Struct, frozen=True, kw_only=True):
    """One person's wish for one role, and what became of it.

    `decided` is the state as it was last written; `state` is what it is now. `until_ms` is set with
    the approval.
    """

    id: str
    organization_id: str
    user_id: str
    role: str
    minutes: int
    reason: str
    requested_by: Actor
    decided: ElevationState = ElevationState.PENDING
    decision: Decision | None = None
    until_ms: int | None = None
    created_ms: int
    version: int = 1

    @property
    def expires_ms(self) -> int:
        """Until when it may be decided."""
        return self.created_ms + OPEN_FOR_MS

    def state(self, now_ms: int) -> ElevationState:
        """What it is at `now_ms`."""
        if self.decided is ElevationState.PENDING and self.expires_ms <= now_ms:
            return ElevationState.EXPIRED
        if self.decided is ElevationState.ACTIVE and (self.until_ms or 0) <= now_ms:
            return ElevationState.ENDED
        return self.decided


class Page(Struct, frozen=True):
    """Some requests, newest first; `next_after` is the last id when more follow."""

    items: tuple[ElevationRequest, ...]
    next_after: str | None
