"""Secrets at rest: sealed under the deployment's pepper, so that the table alone reveals nothing.

AES-256-GCM with a random 96-bit nonce; the key is HKDF-SHA-256 of the pepper for one purpose
(RFC 5869), and the place that a secret belongs to is authenticated with it, so that a sealed value
copied to another place does not open.
"""

from __future__ import annotations

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from tollgate.errors import Unavailable

_KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12


def seal(pepper: bytes, purpose: str, place: str, secret: bytes) -> str:
    """`secret` as base64url text; `purpose` is such as `totp`, `place` such as a person's id."""
    nonce = os.urandom(_NONCE_BYTES)
    sealed = _cipher(pepper, purpose).encrypt(nonce, secret, place.encode())
    return urlsafe_b64encode(nonce + sealed).decode()


def unseal(pepper: bytes, purpose: str, place: str, sealed: str) -> bytes:
    """The secret. Raises `Unavailable` when it was sealed for elsewhere or under another pepper."""
    data = urlsafe_b64decode(sealed)
    nonce, text = data[:_NONCE_BYTES], data[_NONCE_BYTES:]
    try:
        return _cipher(pepper, purpose).decrypt(nonce, text, place.encode())
    except InvalidTag as error:
        raise Unavailable("a stored secret cannot be opened with this deployment's key") from error


def _cipher(pepper: bytes, purpose: str) -> AESGCM:
    info = f"tollgate {purpose}".encode()
    return AESGCM(HKDF(SHA256(), _KEY_BYTES, salt=None, info=info).derive(pepper))
