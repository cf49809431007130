"""Argon2id: 19 MiB, 2 passes, 1 lane, after OWASP's password storage cheat sheet.

A password is hashed in Unicode's NFKC form, since keyboards write the same letter in different ways
(NIST SP 800-63B-4, 3.1.1.2).
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST: Final = 8
LONGEST: Final = 128

_hasher: Final = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def hash_password(password: str) -> str:
    """The encoded hash with its own salt and parameters; about 20 ms of CPU."""
    return _hasher.hash(_normal(password))


def verify_password(password: str, encoded: str | None) -> bool:
    """Whether the password is right; None, for nobody, costs the same time and is never right."""
    try:
        right = _hasher.verify(encoded or _nobody(), _normal(password))
    except (VerificationError, InvalidHashError):
        return False
    return right and encoded is not None


def _normal(password: str) -> str:
    return unicodedata.normalize("NFKC", password)


@cache
def _nobody() -> str:
    return _hasher.hash("nobody has this password")
