"""Ten one-time codes for whoever has lost the other factor.

Each has 60 random bits, too many to be guessed or found behind its hash, and is stored only as an
HMAC-SHA256 under a key that follows from the deployment's pepper.
"""

from __future__ import annotations

import hmac
import secrets
from typing import Final

COUNT: Final = 10
GROUPS: Final = 3
GROUP: Final = 4
_ALPHABET: Final = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32: no i, l, o or u."""
_MISREAD: Final = str.maketrans({"o": "0", "i": "1", "l": "1"})


def new_codes() -> tuple[str, ...]:
    """Ten codes such as `7k2m-qx04-c9rt`."""
    return tuple(_code() for _ in range(COUNT))


def _code() -> str:
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(GROUP)) for _ in range(GROUPS))
    return "-".join(groups)


def hash_code(pepper: bytes, user_id: str, code: str) -> str:
    """What is stored of a code: hex, and of no use for another person.

    Capitals, spaces, hyphens and letters that look like digits make no difference.
    """
    plain = "".join(each for each in code.lower().translate(_MISREAD) if each in _ALPHABET)
    key = hmac.digest(pepper, b"tollgate backup code", "sha256")
    return hmac.digest(key, f"{user_id}:{plain}".encode(), "sha256").hex()
