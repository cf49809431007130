"""Random secrets and checksums in the 62 letters and digits that survive every copy and paste."""

from __future__ import annotations

import secrets
from typing import Final
from zlib import crc32

DIGITS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
SECRET_LENGTH: Final = 43
CHECK_LENGTH: Final = 6


def new_secret() -> str:
    """43 random characters: a little more than 256 bits."""
    return "".join(secrets.choice(DIGITS) for _ in range(SECRET_LENGTH))


def checksum(text: str) -> str:
    """The CRC-32 of the text in 6 characters."""
    value = crc32(text.encode())
    digits = []
    for _ in range(CHECK_LENGTH):
        value, remainder = divmod(value, 62)
        digits.append(DIGITS[remainder])
    return "".join(reversed(digits))
