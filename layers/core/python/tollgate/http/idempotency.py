"""`Idempotency-Key` on POST: the first answer is kept for a day and given again.

A key belongs to one caller and one operation. The same key with another body is refused (422), and
while the first call runs, so is a second (409). Only successes are kept: a refused call may be
tried again under its key. Nor is an answer kept that is too large. Fields that are shown once are
null in a replay. A first call that died leaves its claim behind for `CLAIM_MS`.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any, Final, Protocol

from msgspec import Struct

from tollgate.auth.models import Caller
from tollgate.errors import BadRequest

HEADER: Final = "idempotency-key"
REPLAYED: Final = "Idempotency-Replayed"
KEPT_MS: Final = 24 * 3600 * 1000
CLAIM_MS: Final = 60 * 1000
LARGEST_KEPT: Final = 300_000
"""Characters; an item of DynamoDB has 400 kB."""

_LONGEST: Final = 255


class Receipt(Struct, frozen=True):
    """One key of one caller: `name` is the key's hash, `body_hash` that of the request."""

    organization_id: str
    name: str
    body_hash: str


class KeptAnswer(Struct, frozen=True):
    """A stored success; `body` is JSON text."""

    status: int
    body: str


class Receipts(Protocol):
    """Where answers are kept; every method raises `Unavailable` when that place is down."""

    def claim(self, receipt: Receipt, now_ms: int) -> KeptAnswer | None:
        """The kept answer, or None when the caller now holds the claim.

        Raises `IdempotencyInFlight` and `IdempotencyMismatch`.
        """

    def keep(self, receipt: Receipt, answer: KeptAnswer, now_ms: int) -> None:
        """Stores the answer of a claim."""

    def release(self, receipt: Receipt) -> None:
        """Gives a claim back."""


def receipt_for(caller: Caller, operation: str, key: str, body: str) -> Receipt:
    """Raises `BadRequest` on a key that is empty, too long or not printable."""
    if not 0 < len(key) <= _LONGEST or not key.isprintable():
        raise BadRequest(f"a key has 1 to {_LONGEST} printable characters", param=HEADER)
    name = sha256(f"{caller.actor.id}\x00{operation}\x00{key}".encode()).hexdigest()
    return Receipt(caller.organization_id, name, sha256(body.encode()).hexdigest())


def kept_answer(status: int, body: Any, shown_once: list[str]) -> KeptAnswer | None:
    """The answer as it will be replayed; None for one that is too large to keep."""
    if isinstance(body, dict):
        body = {name: None if name in shown_once else value for name, value in body.items()}
    text = json.dumps(body, separators=(",", ":"))
    return KeptAnswer(status, text) if len(text) <= LARGEST_KEPT else None
