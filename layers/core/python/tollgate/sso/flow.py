"""What a browser carries from the start of a sign-in to its return: sealed, short-lived, its own.

The server keeps nothing of a sign-in that has begun, so that nobody can fill its table with them.
PKCE (RFC 7636) with S256; `state` and `nonce` are 256 random bits each.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import json
import secrets
from hashlib import sha256
from typing import Final

from msgspec.structs import asdict

from tollgate.errors import BadRequest, Unavailable
from tollgate.sealing import seal, unseal
from tollgate.sso.models import Connection, Flow

LASTS_MS: Final = 10 * 60 * 1000
_PURPOSE: Final = "sso-flow"
_LONGEST: Final = 4096


def begin(connection: Connection, *, redirect_uri: str, return_to: str, at_ms: int) -> Flow:
    """A new sign-in."""
    return Flow(
        connection_id=connection.id,
        organization_id=connection.organization_id,
        state=secrets.token_urlsafe(32),
        nonce=secrets.token_urlsafe(32),
        verifier=secrets.token_urlsafe(48),
        redirect_uri=redirect_uri,
        return_to=return_to,
        expires_ms=at_ms + LASTS_MS,
    )


def challenge(flow: Flow) -> str:
    """PKCE's S256 of the verifier."""
    digest = sha256(flow.verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def sealed(pepper: bytes, flow: Flow) -> str:
    """The flow as text that only this deployment can read or make."""
    return seal(pepper, _PURPOSE, "browser", json.dumps(asdict(flow)).encode())


def opened(pepper: bytes, cookie: str | None, state: str | None, at_ms: int) -> Flow:
    """The flow of a browser that comes back with `state`. Raises `BadRequest` for any other."""
    lost = BadRequest("this sign-in has expired or began in another browser; start again")
    if not cookie or not state or len(cookie) > _LONGEST:
        raise lost
    try:
        flow = Flow(**json.loads(unseal(pepper, _PURPOSE, "browser", cookie)))
    except (Unavailable, binascii.Error, ValueError) as error:
        raise lost from error
    matches = hmac.compare_digest(flow.state.encode(), state.encode())
    if not matches or flow.expires_ms <= at_ms:
        raise lost
    return flow
