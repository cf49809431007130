"""A WebAuthn authenticator in software: real keys, real attestation and assertion objects.

    key = Authenticator()
    made = key.create(options, origin)      # as navigator.credentials.create() gives it
    shown = key.get(options, origin)        # as navigator.credentials.get() gives it

It does what a browser and a security key do together, and lies where a test says so.
"""

from __future__ import annotations

import hashlib
import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any, Literal

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256

Algorithm = Literal["ES256", "EdDSA", "RS256"]
_PRESENT, _VERIFIED, _MAY_SYNC, _SYNCED, _HAS_CREDENTIAL = 0x01, 0x04, 0x08, 0x10, 0x40


def b64url(data: bytes) -> str:
    """Without padding, as browsers write it."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64url(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Authenticator:
    """One credential. `verifies`: it asks for a PIN or a finger, not only for a touch."""

    algorithm: Algorithm = "ES256"
    verifies: bool = True
    synced: bool = False
    counts: bool = True
    counter: int = 0
    credential_id: bytes = field(default_factory=lambda: os.urandom(32))
    handle: bytes = b""
    key: Any = None

    def __post_init__(self) -> None:
        if self.algorithm == "ES256":
            self.key = ec.generate_private_key(ec.SECP256R1())
        elif self.algorithm == "EdDSA":
            self.key = ed25519.Ed25519PrivateKey.generate()
        else:
            self.key = rsa.generate_private_key(65537, 2048)

    def create(
        self,
        options: dict[str, Any],
        origin: str,
        *,
        rp_id: str | None = None,
        kind: str = "webauthn.create",
        **client: Any,
    ) -> dict[str, Any]:
        """An answer to creation options; `client` replaces members of the client data."""
        self.handle = unb64url(options["user"]["id"])
        data = self._client_data(kind, options["challenge"], origin, client)
        attested = (
            bytes(16)
            + len(self.credential_id).to_bytes(2, "big")
            + self.credential_id
            + cbor2.dumps(self._cose_key())
        )
        auth_data = self._auth_data(rp_id or options["rp"]["id"], _HAS_CREDENTIAL) + attested
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": auth_data})
        return self._credential(
            {
                "clientDataJSON": b64url(data),
                "attestationObject": b64url(attestation),
                "transports": ["internal", "hybrid"],
            }
        )

    def get(
        self,
        options: dict[str, Any],
        origin: str,
        *,
        rp_id: str | None = None,
        kind: str = "webauthn.get",
        handle: bytes | None = None,
        **client: Any,
    ) -> dict[str, Any]:
        """An answer to request options."""
        if self.counts:
            self.counter += 1
        data = self._client_data(kind, options["challenge"], origin, client)
        auth_data = self._auth_data(rp_id or options["rpId"], 0)
        return self._credential(
            {
                "clientDataJSON": b64url(data),
                "authenticatorData": b64url(auth_data),
                "signature": b64url(self._sign(auth_data + hashlib.sha256(data).digest())),
                "userHandle": b64url(self.handle if handle is None else handle),
            }
        )

    def _client_data(
        self, kind: str, challenge: str, origin: str, replaced: dict[str, Any]
    ) -> bytes:
        data = {"type": kind, "challenge": challenge, "origin": origin, "crossOrigin": False}
        return json.dumps(data | replaced).encode()

    def _auth_data(self, rp_id: str, flags: int) -> bytes:
        flags |= _PRESENT | (_VERIFIED if self.verifies else 0)
        flags |= _MAY_SYNC | _SYNCED if self.synced else 0
        return (
            hashlib.sha256(rp_id.encode()).digest()
            + bytes([flags])
            + self.counter.to_bytes(4, "big")
        )

    def _credential(self, response: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": b64url(self.credential_id),
            "rawId": b64url(self.credential_id),
            "type": "public-key",
            "authenticatorAttachment": "platform",
            "clientExtensionResults": {},
            "response": response,
        }

    def _cose_key(self) -> dict[int, Any]:
        public = self.key.public_key()
        if self.algorithm == "ES256":
            numbers = public.public_numbers()
            x, y = numbers.x.to_bytes(32, "big"), numbers.y.to_bytes(32, "big")
            return {1: 2, 3: -7, -1: 1, -2: x, -3: y}
        if self.algorithm == "EdDSA":
            return {1: 1, 3: -8, -1: 6, -2: public.public_bytes_raw()}
        numbers = public.public_numbers()
        n = numbers.n.to_bytes(256, "big")
        return {1: 3, 3: -257, -1: n, -2: numbers.e.to_bytes(3, "big")}

    def _sign(self, message: bytes) -> bytes:
        signature: bytes
        if self.algorithm == "ES256":
            signature = self.key.sign(message, ec.ECDSA(SHA256()))
        elif self.algorithm == "EdDSA":
            signature = self.key.sign(message)
        else:
            signature = self.key.sign(message, padding.PKCS1v15(), SHA256())
        return signature
