"""ID tokens (OpenID Connect Core 1.0, 3.1.3.7): signature, audience, time, nonce."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import jwt

from tollgate.errors import Forbidden
from tollgate.sso.models import Identity

ALGORITHMS: Final = (
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "EdDSA",
)
"""Signatures with a key pair. Never `none`, and never HS…: a public key is no shared secret."""
_LEEWAY_S: Final = 60
_LONGEST_SUBJECT: Final = 255
_LONGEST_GROUP: Final = 256

FindKey = Callable[[str | None, str], Any]
"""The issuer's public key by `kid` and algorithm; raises `Forbidden` when it has none."""


def verified_claims(
    token: str, *, issuer: str, client_id: str, nonce: str, find_key: FindKey
) -> Mapping[str, Any]:
    """The claims of an ID token that was made for this sign-in. Raises `Forbidden`."""
    try:
        header = jwt.get_unverified_header(token)
        algorithm = header.get("alg")
        if algorithm not in ALGORITHMS:
            raise Forbidden("the ID token is not signed with an algorithm that is accepted")
        claims: dict[str, Any] = jwt.decode(
            token,
            key=find_key(header.get("kid"), algorithm),
            algorithms=[algorithm],
            audience=client_id,
            issuer=issuer,
            leeway=_LEEWAY_S,
            options={"require": ["iss", "sub", "aud", "exp", "iat"]},
        )
    except (jwt.PyJWTError, TypeError, ValueError) as error:
        raise Forbidden(f"the ID token is not valid: {error}") from error
    _check_party(claims, client_id)
    if claims.get("nonce") != nonce:
        raise Forbidden("the ID token was made for another sign-in")
    return claims


def _check_party(claims: Mapping[str, Any], client_id: str) -> None:
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    party = claims.get("azp")
    if (several and party is None) or (party is not None and party != client_id):
        raise Forbidden("the ID token was made for another application")
    if not 0 < len(str(claims["sub"])) <= _LONGEST_SUBJECT:
        raise Forbidden("the ID token names nobody")


def identity_of(claims: Mapping[str, Any], group_claim: str | None) -> Identity:
    """The person whom checked claims describe."""
    return Identity(
        issuer=str(claims["iss"]),
        subject=str(claims["sub"]),
        email=_text(claims.get("email")),
        email_verified=_verified(claims),
        name=_text(claims.get("name")),
        groups=_groups(claims, group_claim),
        methods=_texts(claims.get("amr")) or (),
        claims=claims,
    )


def _verified(claims: Mapping[str, Any]) -> bool | None:
    """`xms_edov` is how Microsoft says that the domain's owner vouches for the address."""
    for name in ("email_verified", "xms_edov"):
        value = claims.get(name)
        if value is not None:
            return value is True or str(value).lower() in ("true", "1")
    return None


def _groups(claims: Mapping[str, Any], group_claim: str | None) -> tuple[str, ...] | None:
    """A token without the claim has no groups, but for one that says there were too many to name.

    Okta leaves an empty claim out; Microsoft names it in `_claim_names` beyond 200 groups.
    """
    if group_claim is None:
        return ()
    elsewhere = claims.get("_claim_names")
    if group_claim not in claims and isinstance(elsewhere, dict) and group_claim in elsewhere:
        return None
    return _texts(claims.get(group_claim)) or ()


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _texts(value: Any) -> tuple[str, ...] | None:
    if isinstance(value, str):
        # Cognito writes the list of a SAML attribute as text: "[admins, developers]".
        several = value.startswith("[") and value.endswith("]")
        value = [part.strip() for part in value[1:-1].split(",")] if several else [value]
    if not isinstance(value, Sequence):
        return None
    return tuple(
        each for each in value if isinstance(each, str) and 0 < len(each) <= _LONGEST_GROUP
    )
