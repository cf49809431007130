"""Access and refresh tokens: whatever is not exactly ours is refused."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tollgate.auth import tokens
from tollgate.auth.models import Session
from tollgate.auth.rules import make_session_token
from tollgate.auth.signing_keys import SigningKey
from tollgate.errors import InvalidCredentials, Unauthenticated
from tollgate.kit.ids import new_id

NOW = 1_795_253_400_000
ISSUER = "https://tollgate.example"
PEPPER = b"pepper for tests"
LASTS_S = 900


def b64(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


@dataclass
class Ring:
    """One key in memory."""

    pair: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    kid: str = field(default_factory=lambda: new_id("sgn"))
    issuer: str = ISSUER

    @property
    def key(self) -> SigningKey:
        public = b64(self.pair.public_key().public_bytes_raw())
        return SigningKey(
            kid=self.kid, issuer=self.issuer, public=public, sealed="", signs_from_ms=NOW
        )

    def current(self) -> tuple[SigningKey, Ed25519PrivateKey]:
        return self.key, self.pair

    def find(self, kid: str) -> SigningKey | None:
        return self.key if kid == self.kid else None

    def published(self) -> Sequence[SigningKey]:
        return [self.key]


SESSION = Session(
    id=new_id("ses"),
    organization_id=new_id("org"),
    user_id=new_id("usr"),
    token_hash="",
    authenticated_ms=NOW,
    seen_ms=NOW,
    created_ms=NOW,
    expires_ms=NOW + 8 * 3_600_000,
)


@pytest.fixture
def ring() -> Ring:
    return Ring()


def claims_of(**changes: Any) -> dict[str, Any]:
    claims = {
        "iss": ISSUER,
        "aud": "tollgate",
        "sub": SESSION.user_id,
        "org": SESSION.organization_id,
        "sid": SESSION.id,
        "jti": "tok_1",
        "iat": NOW // 1000,
        "exp": NOW // 1000 + LASTS_S,
    } | changes
    return {name: value for name, value in claims.items() if value is not None}


def signed(ring: Ring, header: dict[str, Any] | None = None, **changes: Any) -> str:
    """A token that the right key signed, with another header or other claims."""
    headers = {"typ": "at+jwt", "kid": ring.kid} | (header or {})
    return jwt.encode(claims_of(**changes), ring.pair, algorithm="EdDSA", headers=headers)


def by_hand(header: dict[str, Any], signature: bytes, **changes: Any) -> str:
    """A token of any header and any signature."""
    parts = (json.dumps(header).encode(), json.dumps(claims_of(**changes)).encode(), signature)
    return ".".join(b64(part) for part in parts)


class TestAccessToken:
    def test_says_whose_session_it_is(self, ring: Ring) -> None:
        token = tokens.make_access_token(ring, SESSION, NOW, LASTS_S)
        assert tokens.looks_like_access_token(token)
        claims = tokens.read_access_token(ring, token, NOW)
        assert claims == tokens.AccessClaims(SESSION.organization_id, SESSION.user_id, SESSION.id)

    def test_has_the_header_and_claims_of_rfc_9068(self, ring: Ring) -> None:
        token = tokens.make_access_token(ring, SESSION, NOW, LASTS_S)
        header, claims, _ = (
            json.loads(urlsafe_b64decode(part + "==")) if index < 2 else None
            for index, part in enumerate(token.split("."))
        )
        assert header == {"alg": "EdDSA", "typ": "at+jwt", "kid": ring.kid}
        assert claims == claims_of(jti=claims["jti"])

    def test_ends_to_the_second(self, ring: Ring) -> None:
        token = tokens.make_access_token(ring, SESSION, NOW, LASTS_S)
        tokens.read_access_token(ring, token, NOW + LASTS_S * 1000 - 1)
        with pytest.raises(Unauthenticated):
            tokens.read_access_token(ring, token, NOW + LASTS_S * 1000)

    def test_of_the_future_is_refused_but_for_a_minute_of_skew(self, ring: Ring) -> None:
        tokens.read_access_token(ring, signed(ring, iat=NOW // 1000 + 60), NOW)
        with pytest.raises(Unauthenticated):
            tokens.read_access_token(ring, signed(ring, iat=NOW // 1000 + 61), NOW)

    @pytest.mark.parametrize(
        "changes",
        [
            {"aud": "another"},
            {"aud": None},
            {"iss": "https://evil.example"},
            {"iss": None},
            {"sub": None},
            {"sid": None},
            {"org": None},
            {"jti": None},
            {"exp": None},
            {"iat": None},
            {"exp": NOW // 1000},
            {"exp": "9999999999"},
            {"exp": 1e300},
            {"iat": "0"},
        ],
    )
    def test_claims_that_are_not_ours_are_refused(
        self, ring: Ring, changes: dict[str, Any]
    ) -> None:
        tokens.read_access_token(ring, signed(ring), NOW)
        token = signed(ring, **changes)
        with pytest.raises(Unauthenticated):
            tokens.read_access_token(ring, token, NOW)

    @pytest.mark.parametrize(
        "header",
        [
            {"typ": "JWT"},
            {"typ": "at+JWT"},
            {"kid": "sgn_00000000000000000000"},
            {"kid": "../../etc/passwd"},
            {"kid": "SIGNING#x"},
            {"jku": "https://evil.example/jwks.json"},
            {"x5u": "https://evil.example/cert.pem"},
            {"crit": ["exp"]},
            {"jwk": {"kty": "OKP", "crv": "Ed25519", "x": "AAAA"}},
        ],
    )
    def test_headers_that_are_not_ours_are_refused(
        self, ring: Ring, header: dict[str, Any]
    ) -> None:
        with pytest.raises(Unauthenticated):
            tokens.read_access_token(ring, signed(ring, header), NOW)

    @pytest.mark.parametrize("algorithm", ["none", "None", "NONE", "HS256", "RS256", "ES256", ""])
    @pytest.mark.parametrize("signature", [b"", b"\0" * 64])
    def test_another_algorithm_is_refused(
        self, ring: Ring, algorithm: str, signature: bytes
    ) -> None:
        header = {"alg": algorithm, "typ": "at+jwt", "kid": ring.kid}
        with pytest.raises(Unauthenticated):
            tokens.read_access_token(ring, by_hand(header, signature), NOW)

    def test_the_public_key_is_no_shared_secret(self, ring: Ring) -> None:
        public = ring.pair.public_key().public_bytes_raw()
        headers = {"typ": "at+jwt", "kid": ring.kid}
        forged = jwt.encode(claims_of(), public, algorithm="HS256", headers=headers)
        with pytest.raises(Unauthenticated):
            tokens.read_access_token(ring, forged, NOW)

    def test_another_key_under_our_id_is_refused(self, ring: Ring) -> None:
        forger = Ring(kid=ring.kid)
        with pytest.raises(Unauthenticated):
            tokens.read_access_token(ring, signed(forger), NOW)

    def test_a_changed_claim_breaks_the_signature(self, ring: Ring) -> None:
        header, _, signature = signed(ring).split(".")
        other = b64(json.dumps(claims_of(sub=new_id("usr"))).encode())
        with pytest.raises(Unauthenticated):
            tokens.read_access_token(ring, f"{header}.{other}.{signature}", NOW)

    def test_of_another_issuer_with_the_same_table_is_refused(self, ring: Ring) -> None:
        token = signed(ring, iss="https://old.example")
        with pytest.raises(Unauthenticated):
            tokens.read_access_token(ring, token, NOW)

    @given(st.text(max_size=200))
    def test_noise_is_refused(self, text: str) -> None:
        with pytest.raises(Unauthenticated):
            tokens.read_access_token(Ring(), text, NOW)

    @pytest.mark.parametrize(
        "header",
        [
            b'{"a":' + b"[" * 1400 + b"]" * 50,
            b'{"alg": "EdDSA", "kid": ' + b"9" * 1400 + b"}",
            b'{"a\xff": 1}',
            b'{"kid": ["sgn_00000000000000000000"]}',
            b'{"kid": null, "alg": null}',
        ],
    )
    def test_a_header_that_is_no_header_is_refused(self, ring: Ring, header: bytes) -> None:
        token = f"{b64(header)}.{b64(b'{}')}.{b64(bytes(64))}"
        assert tokens.looks_like_access_token(token)
        with pytest.raises(Unauthenticated):
            tokens.read_access_token(ring, token, NOW)

    def test_a_token_without_end_is_not_even_read(self) -> None:
        assert not tokens.looks_like_access_token("eyJ" + "a" * 3000 + ".a.a")


class TestRefreshToken:
    def test_names_session_and_generation(self) -> None:
        token = tokens.make_refresh_token(PEPPER, replace(SESSION, generation=7))
        named = tokens.read_refresh_token(PEPPER, token)
        assert named == tokens.RefreshClaims(SESSION.organization_id, SESSION.id, 7)

    def test_of_another_deployment_is_refused(self) -> None:
        token = tokens.make_refresh_token(b"another pepper", SESSION)
        with pytest.raises(InvalidCredentials):
            tokens.read_refresh_token(PEPPER, token)

    def test_a_later_generation_cannot_be_made_up(self) -> None:
        token = tokens.make_refresh_token(PEPPER, SESSION)
        head, _, mac = token.rsplit("_", 2)
        with pytest.raises(InvalidCredentials):
            tokens.read_refresh_token(PEPPER, f"{head}_1_{mac}")

    @pytest.mark.parametrize("generation", ["00", "01", "-1", "", "٣", "1" * 10])
    def test_a_generation_has_one_spelling(self, generation: str) -> None:
        head, _, mac = tokens.make_refresh_token(PEPPER, SESSION).rsplit("_", 2)
        with pytest.raises(InvalidCredentials):
            tokens.read_refresh_token(PEPPER, f"{head}_{generation}_{mac}")

    @given(st.text(max_size=120))
    def test_noise_is_refused(self, text: str) -> None:
        with pytest.raises(InvalidCredentials):
            tokens.read_refresh_token(PEPPER, text)

    def test_is_not_a_session_token_nor_the_other_way_round(self, ring: Ring) -> None:
        opaque = make_session_token(SESSION.organization_id, SESSION.id)
        access = tokens.make_access_token(ring, SESSION, NOW, LASTS_S)
        refresh = tokens.make_refresh_token(PEPPER, SESSION)
        for other in (opaque, access):
            with pytest.raises(InvalidCredentials):
                tokens.read_refresh_token(PEPPER, other)
        for other in (opaque, refresh):
            assert not tokens.looks_like_access_token(other)
