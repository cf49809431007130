"""Prefixed, time-ordered identifiers: `key_01jd3v6k8mx2q4r7tn5w`.

After the prefix stand 10 characters of Unix milliseconds and 10 random ones (50 bits), both in
Crockford's base 32 in lower case, so ids sort by creation time as plain text. Uniqueness never
rests on chance: every create is a conditional write.
"""

from __future__ import annotations

import re
import secrets
import time
from hashlib import sha256
from typing import Final

_ALPHABET: Final = "0123456789abcdefghjkmnpqrstvwxyz"
BODY_LENGTH: Final = 20
_BODY = re.compile(r"[0-9a-hjkmnp-tv-z]{20}")


def _encode(value: int, length: int) -> str:
    digits = []
    for _ in range(length):
        value, remainder = divmod(value, 32)
        digits.append(_ALPHABET[remainder])
    return "".join(reversed(digits))


def new_id(prefix: str, *, now_ms: int | None = None) -> str:
    """A fresh id such as `org_…`; `now_ms` is epoch milliseconds and defaults to the clock."""
    moment = time.time_ns() // 1_000_000 if now_ms is None else now_ms
    return f"{prefix}_{_encode(moment, 10)}{_encode(secrets.randbits(50), 10)}"


def derived_id(prefix: str, *parts: str) -> str:
    """The one id that follows from `parts` (100 bits of SHA-256), for idempotent creation."""
    digest = sha256("\x00".join(parts).encode()).digest()
    return f"{prefix}_{_encode(int.from_bytes(digest[:13], 'big') >> 4, BODY_LENGTH)}"


def derived_id_at(prefix: str, moment_ms: int, *parts: str) -> str:
    """The one id that follows from a moment and `parts`, and sorts by that moment like a fresh one.

    Ten characters of the moment and 50 bits of SHA-256: two things of one millisecond are told
    apart, all things of all time need not be.
    """
    digest = sha256("\x00".join(parts).encode()).digest()
    return f"{prefix}_{_encode(moment_ms, 10)}{_encode(int.from_bytes(digest[:7], 'big') >> 6, 10)}"


def moment_of(value: str) -> int:
    """The epoch milliseconds that an id which sorts by time begins with."""
    moment = 0
    for digit in value[-BODY_LENGTH : -BODY_LENGTH // 2]:
        moment = moment * 32 + _ALPHABET.index(digit)
    return moment


def is_id(value: str, prefix: str) -> bool:
    """Whether `value` has the shape of an id with this prefix."""
    return value.startswith(f"{prefix}_") and bool(_BODY.fullmatch(value[len(prefix) + 1 :]))
