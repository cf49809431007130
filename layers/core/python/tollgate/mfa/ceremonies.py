"""Challenges of WebAuthn ceremonies, which need no store until they are used.

A challenge is a nonce of 16 bytes, its end (8 bytes, epoch milliseconds) and the HMAC-SHA256 of
both with what it is for and for whom, under a key that follows from the deployment's pepper. Who
asks for options therefore writes nothing; the use of one is stored, so that it counts once.
"""

from __future__ import annotations

import hmac
import os
from enum import StrEnum
from hashlib import sha256
from typing import Final

from tollgate.errors import MfaInvalid

LASTS_MS: Final = 5 * 60 * 1000

_NONCE: Final = 16
_MOMENT: Final = 8
_MAC: Final = 32


class Ceremony(StrEnum):
    """What a challenge is for."""

    REGISTRATION = "registration"
    SIGN_IN = "sign_in"
    SECOND_FACTOR = "second_factor"
    STEP_UP = "step_up"


def new_challenge(pepper: bytes, ceremony: Ceremony, subject: str, now_ms: int) -> bytes:
    """A challenge good for `LASTS_MS`; `subject` is who may use it, empty for anybody."""
    body = os.urandom(_NONCE) + (now_ms + LASTS_MS).to_bytes(_MOMENT, "big")
    return body + _mac(pepper, ceremony, subject, body)


def check_challenge(
    pepper: bytes, ceremony: Ceremony, subject: str, challenge: bytes, now_ms: int
) -> None:
    """Passes a challenge that was made here for this and is still good. Raises `MfaInvalid`."""
    body, mac = challenge[: _NONCE + _MOMENT], challenge[_NONCE + _MOMENT :]
    ours = _mac(pepper, ceremony, subject, body)
    ends_ms = int.from_bytes(body[_NONCE:], "big")
    if len(mac) != _MAC or not hmac.compare_digest(mac, ours) or ends_ms <= now_ms:
        raise MfaInvalid("this passkey was asked for too long ago; begin again")


def use_of(challenge: bytes) -> str:
    """The name under which the use of a challenge is kept."""
    return sha256(challenge).hexdigest()


def _mac(pepper: bytes, ceremony: Ceremony, subject: str, body: bytes) -> bytes:
    key = hmac.digest(pepper, b"tollgate webauthn challenge", "sha256")
    return hmac.digest(key, f"{ceremony}\0{subject}\0".encode() + body, "sha256")
