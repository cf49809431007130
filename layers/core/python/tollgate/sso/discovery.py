"""What an issuer says of itself (OpenID Connect Discovery 1.0) and its keys, kept for a while."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlsplit

import jwt
from msgspec import Struct, field

from tollgate.errors import Forbidden, ProviderFailed
from tollgate.kit.clock import Clock
from tollgate.sso.models import Metadata
from tollgate.sso.rules import LOOPBACK
from tollgate.sso.web import Web

KEPT_MS: Final = 10 * 60 * 1000
_LOOKED_AGAIN_MS: Final = 30 * 1000
"""How often keys are read again because of a `kid` that is not among them."""
_WELL_KNOWN: Final = "/.well-known/openid-configuration"


class _Kept(Struct):
    value: Any
    read_ms: int


class Discovery(Struct):
    """Documents of issuers, at most `KEPT_MS` old; every method raises `ProviderFailed`."""

    web: Web
    clock: Clock
    _kept: dict[str, _Kept] = field(default_factory=dict)

    def metadata(self, issuer: str) -> Metadata:
        """Where the issuer is asked for what."""
        document = self._read(issuer + _WELL_KNOWN, KEPT_MS)
        if not isinstance(document, dict) or _plain(document.get("issuer")) != issuer:
            raise ProviderFailed("the discovery document is not this issuer's")
        authorization, token, jwks = (
            self._endpoint(document, name)
            for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")
        )
        userinfo = document.get("userinfo_endpoint")
        return Metadata(
            issuer=str(document["issuer"]),
            authorization_endpoint=authorization,
            token_endpoint=token,
            jwks_uri=jwks,
            userinfo_endpoint=userinfo if isinstance(userinfo, str) else None,
            sends_issuer=document.get("authorization_response_iss_parameter_supported") is True,
        )

    def _endpoint(self, document: dict[str, Any], name: str) -> str:
        url = document.get(name)
        if not isinstance(url, str) or not self._is_web(url):
            raise ProviderFailed(f"the discovery document has no {name} that can be used")
        return url

    def key_finder(self, jwks_uri: str) -> Callable[[str | None, str], Any]:
        """The issuer's public keys by `kid` and algorithm.

        An unknown `kid` is looked for once more, as the issuer may have changed its keys.
        """

        def find(kid: str | None, algorithm: str) -> Any:
            for oldest_ms in (KEPT_MS, _LOOKED_AGAIN_MS):
                found = _matching(self._read(jwks_uri, oldest_ms), kid, algorithm)
                if found is not None:
                    return found
            raise Forbidden("the ID token is signed with a key that its issuer does not publish")

        return find

    def keys(self, jwks_uri: str) -> int:
        """How many keys the issuer publishes. Raises `ProviderFailed` when that is none."""
        document = self._read(jwks_uri, KEPT_MS)
        keys = document.get("keys") if isinstance(document, dict) else None
        if not isinstance(keys, list) or not keys:
            raise ProviderFailed("the issuer publishes no keys")
        return len(keys)

    def _is_web(self, url: str) -> bool:
        parts = urlsplit(url)
        is_local = self.web.loopback and parts.hostname in LOOPBACK
        return parts.scheme == "https" or (parts.scheme == "http" and is_local)

    def _read(self, url: str, oldest_ms: int) -> Any:
        kept = self._kept.get(url)
        if kept is None or self.clock() - kept.read_ms >= oldest_ms:
            kept = self._kept[url] = _Kept(self.web.get_json(url), self.clock())
        return kept.value


def _plain(issuer: Any) -> str:
    return issuer.rstrip("/") if isinstance(issuer, str) else ""


def _matching(document: Any, kid: str | None, algorithm: str) -> Any:
    keys = document.get("keys") if isinstance(document, dict) else None
    for key in keys if isinstance(keys, list) else ():
        if not isinstance(key, dict) or key.get("use", "sig") != "sig":
            continue
        if (kid is not None and key.get("kid") != kid) or key.get("alg", algorithm) != algorithm:
            continue
        try:
            return jwt.PyJWK(key, algorithm).key
        except (jwt.PyJWTError, ValueError, TypeError):
            continue  # a key of a kind that this algorithm does not use
    return None
