"""Access tokens and refresh tokens.

An access token is a JWT (RFC 9068, `typ: at+jwt`) signed with Ed25519. It names a session and lives
for minutes; whoever checks it reads the session as well, so that it ends with it.

A refresh token is `tgr_` + the organization's and the session's id bodies + `_` + the session's
generation + `_` + a MAC under the deployment's pepper: what nobody was given is refused without a
look-up and cannot be told apart from noise, and only a token that was really given out, once, long
ago, can end a session by being shown again.
"""

from __future__ import annotations

import hmac
import re
from typing import Any, Final

from msgspec import Struct

from tollgate.auth.models import Session
from tollgate.auth.signing_keys import KeyRing
from tollgate.errors import InvalidCredentials, Unauthenticated
from tollgate.kit.ids import BODY_LENGTH, new_id

AUDIENCE: Final = "tollgate"
TYPE: Final = "at+jwt"
ALGORITHM: Final = "EdDSA"
REFRESH_PREFIX: Final = "tgr_"

_LONGEST: Final = 2048
_JWT: Final = re.compile(r"eyJ[\w-]+\.[\w-]+\.[\w-]+", re.ASCII)
_KID: Final = re.compile(r"sgn_[0-9a-hjkmnp-tv-z]{20}")
_CLAIMS: Final = ("iss", "aud", "sub", "org", "sid", "jti", "iat", "exp")
_SKEW_S: Final = 60
_BODY: Final = "[0-9a-hjkmnp-tv-z]{20}"
_REFRESH: Final = re.compile(
    rf"tgr_({_BODY})({_BODY})_(0|[1-9]\d{{0,8}})_([0-9a-f]{{64}})", re.ASCII
)


class AccessClaims(Struct, frozen=True):
    """What a checked access token says."""

    organization_id: str
    user_id: str
    session_id: str


class RefreshClaims(Struct, frozen=True):
    """What a checked refresh token says."""

    organization_id: str
    session_id: str
    generation: int


def looks_like_access_token(token: str) -> bool:
    """Whether it has the shape of a JWT; nothing is checked."""
    return len(token) <= _LONGEST and _JWT.fullmatch(token) is not None


def make_access_token(keys: KeyRing, session: Session, at_ms: int, lasts_s: int) -> str:
    """A token of the session, signed now. Raises `Unavailable` when no key can be had."""
    import jwt  # noqa: PLC0415 - only who brings or gets such a token pays for it

    key, private = keys.current()
    claims = {
        "iss": key.issuer,
        "aud": AUDIENCE,
        "sub": session.user_id,
        "org": session.organization_id,
        "sid": session.id,
        "jti": new_id("tok", now_ms=at_ms),
        "iat": at_ms // 1000,
        "exp": at_ms // 1000 + lasts_s,
    }
    headers = {"typ": TYPE, "kid": key.kid}
    return jwt.encode(claims, private, algorithm=ALGORITHM, headers=headers)


def read_access_token(keys: KeyRing, token: str, at_ms: int) -> AccessClaims:
    """What a token of ours says. Raises `Unauthenticated` for any other and for an expired one."""
    import jwt  # noqa: PLC0415

    refused = Unauthenticated("this access token is not one of this gateway's, or it has expired")
    try:
        header = jwt.get_unverified_header(token)
        kid = _kid(header)
        key = keys.find(kid) if kid is not None else None
        if key is None:
            raise refused
        claims = jwt.decode(
            token,
            key.verifier(),
            algorithms=[ALGORITHM],
            audience=AUDIENCE,
            issuer=key.issuer,
            # Times are held against our own clock below.
            options={"require": list(_CLAIMS), "verify_exp": False, "verify_iat": False},
        )
    except jwt.InvalidTokenError as error:
        raise refused from error
    if not _is_live(claims, at_ms):
        raise refused
    return AccessClaims(str(claims["org"]), str(claims["sub"]), str(claims["sid"]))


def _kid(header: dict[str, Any]) -> str | None:
    """The key's id, when the header is exactly of our kind: nothing in it may name another key."""
    kid = header.get("kid")
    exact = header == {"alg": ALGORITHM, "typ": TYPE, "kid": kid}
    return kid if exact and isinstance(kid, str) and _KID.fullmatch(kid) else None


def _is_live(claims: dict[str, Any], at_ms: int) -> bool:
    issued, expires = claims["iat"], claims["exp"]
    if not isinstance(issued, int) or not isinstance(expires, int):
        return False
    return (issued - _SKEW_S) * 1000 <= at_ms < expires * 1000


def make_refresh_token(pepper: bytes, session: Session) -> str:
    """The refresh token of the session's current generation; the same again when asked again."""
    named = RefreshClaims(session.organization_id, session.id, session.generation)
    return f"{_refresh_text(named)}_{_mac(pepper, named)}"


def read_refresh_token(pepper: bytes, token: str) -> RefreshClaims:
    """What a token of ours says. Raises `InvalidCredentials` for any other; needs no look-up."""
    match = _REFRESH.fullmatch(token)
    if match is None:
        raise refresh_refused()
    named = RefreshClaims(f"org_{match[1]}", f"ses_{match[2]}", int(match[3]))
    if not hmac.compare_digest(_mac(pepper, named), match[4]):
        raise refresh_refused()
    return named


def refresh_refused() -> InvalidCredentials:
    """The one answer to every refresh token that is not good."""
    return InvalidCredentials("this refresh token is wrong, was used before or has expired")


def _refresh_text(named: RefreshClaims) -> str:
    bodies = named.organization_id[-BODY_LENGTH:] + named.session_id[-BODY_LENGTH:]
    return f"{REFRESH_PREFIX}{bodies}_{named.generation}"


def _mac(pepper: bytes, named: RefreshClaims) -> str:
    # A key of its own: nothing else that is made under the pepper may pass for a refresh token.
    key = hmac.digest(pepper, b"tollgate refresh token", "sha256")
    return hmac.digest(key, _refresh_text(named).encode(), "sha256").hex()
