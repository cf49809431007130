"""WebAuthn answers as a real (software) authenticator gives them, and as forgers would."""

from __future__ import annotations

import copy
from contextlib import suppress
from typing import Any, get_args

import cbor2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.authenticator import Algorithm, Authenticator, b64url, unb64url
from tollgate.directory.models import User
from tollgate.errors import MfaInvalid, Unprocessable
from tollgate.mfa import passkeys
from tollgate.mfa.models import Passkey
from tollgate.mfa.passkeys import RelyingParty

SITE = RelyingParty("tollgate.example", "https://tollgate.example")
CHALLENGE = bytes(range(56))
ADA = User(
    id="usr_" + "b" * 20,
    organization_id="org_" + "a" * 20,
    email="ada@acme.example",
    name="Ada",
    created_ms=0,
)


def creation(registered: tuple[Passkey, ...] = ()) -> dict[str, Any]:
    return passkeys.registration_options(SITE, ADA, CHALLENGE, registered)


def request(allowed: tuple[Passkey, ...] = (), *, alone: bool = True) -> dict[str, Any]:
    return passkeys.request_options(SITE, CHALLENGE, allowed, alone=alone)


def registered(key: Authenticator) -> Passkey:
    made = passkeys.verify_registration(SITE, key.create(creation(), SITE.origin), CHALLENGE)
    return Passkey(
        id=made.passkey_id,
        credential_id=made.credential_id,
        public_key=made.public_key,
        sign_count=made.sign_count,
        name="Key",
        transports=made.transports,
        synced=made.synced,
        created_ms=0,
    )


class TestRelyingParty:
    def test_is_the_host_of_the_public_url(self) -> None:
        site = RelyingParty.of("https://gate.acme.example:8443/")
        assert site == RelyingParty("gate.acme.example", "https://gate.acme.example:8443")

    @pytest.mark.parametrize("host", ["127.0.0.1", "[::1]"])
    def test_a_loopback_address_stands_for_localhost(self, host: str) -> None:
        site = RelyingParty.of(f"http://{host}:8787")
        assert site == RelyingParty("localhost", "http://localhost:8787")

    def test_a_bare_address_has_no_passkeys(self) -> None:
        with pytest.raises(Unprocessable):
            RelyingParty.of("https://203.0.113.7")


class TestOptions:
    def test_name_the_person_without_saying_who_they_are_to_the_authenticator(self) -> None:
        options = creation()
        assert options["rp"] == {"name": "Tollgate", "id": "tollgate.example"}
        assert options["user"]["name"] == "ada@acme.example"
        handle = unb64url(options["user"]["id"])
        assert passkeys.person_behind(handle) == (ADA.organization_id, ADA.id)
        assert len(handle) <= 64
        assert options["attestation"] == "none"
        assert {one["alg"] for one in options["pubKeyCredParams"]} == {-7, -8, -257}
        assert unb64url(options["challenge"]) == CHALLENGE

    def test_an_authenticator_makes_no_second_passkey(self) -> None:
        passkey = registered(Authenticator())
        [excluded] = creation((passkey,))["excludeCredentials"]
        assert unb64url(excluded["id"]) == passkey.credential_id
        assert sorted(excluded["transports"]) == ["hybrid", "internal"]

    def test_alone_it_has_to_verify_the_person(self) -> None:
        assert request()["userVerification"] == "required"
        assert request()["allowCredentials"] == []
        assert request(alone=False)["userVerification"] == "preferred"

    @pytest.mark.parametrize("handle", [b"", b"x" * 39, b"\xff" * 40, b"a" * 39 + b"/"])
    def test_a_strange_handle_is_nobody(self, handle: bytes) -> None:
        with pytest.raises(MfaInvalid):
            passkeys.person_behind(handle)


@pytest.mark.parametrize("algorithm", get_args(Algorithm))
def test_every_algorithm_registers_and_signs(algorithm: Algorithm) -> None:
    key = Authenticator(algorithm)
    passkey = registered(key)
    shown = key.get(request(), SITE.origin)
    answer = passkeys.read_answer(shown)
    assert (answer.challenge, answer.credential_id) == (CHALLENGE, key.credential_id)
    assert answer.user_handle == passkeys.user_handle(ADA)
    found = passkeys.verify_assertion(SITE, shown, CHALLENGE, passkey, alone=True)
    assert (found.sign_count, found.user_verified, found.repeated) == (1, True, False)


def test_what_is_synced_is_told_apart() -> None:
    assert registered(Authenticator(synced=True)).synced
    assert not registered(Authenticator()).synced


class TestRegistrationIsRefused:
    @pytest.mark.parametrize(
        "lie",
        [
            {"kind": "webauthn.get"},
            {"rp_id": "evil.example"},
            {"origin": "https://evil.example"},
            {"origin": "http://tollgate.example"},
            {"challenge": b64url(b"another challenge of this length")},
        ],
    )
    def test_where_it_lies(self, lie: dict[str, Any]) -> None:
        options = {"origin": SITE.origin} | lie
        made = Authenticator().create(creation(), **options)
        with pytest.raises(MfaInvalid):
            passkeys.verify_registration(SITE, made, CHALLENGE)

    def test_inside_the_page_of_another_site(self) -> None:
        made = Authenticator().create(creation(), SITE.origin, crossOrigin=True)
        with pytest.raises(MfaInvalid):
            passkeys.read_answer(made)


class TestAssertionIsRefused:
    @pytest.mark.parametrize(
        "lie",
        [
            {"kind": "webauthn.create"},
            {"rp_id": "evil.example"},
            {"origin": "https://evil.example"},
            {"challenge": b64url(b"another challenge of this length")},
        ],
    )
    def test_where_it_lies(self, lie: dict[str, Any]) -> None:
        key = Authenticator()
        passkey = registered(key)
        shown = key.get(request(), **({"origin": SITE.origin} | lie))
        with pytest.raises(MfaInvalid):
            passkeys.verify_assertion(SITE, shown, CHALLENGE, passkey, alone=True)

    def test_by_another_key_with_the_same_id(self) -> None:
        key = Authenticator()
        passkey = registered(key)
        forger = Authenticator(credential_id=key.credential_id, handle=key.handle)
        with pytest.raises(MfaInvalid):
            passkeys.verify_assertion(
                SITE, forger.get(request(), SITE.origin), CHALLENGE, passkey, alone=True
            )

    def test_alone_without_the_person_verified(self) -> None:
        key = Authenticator(verifies=False)
        passkey = registered(key)
        shown = key.get(request(), SITE.origin)
        with pytest.raises(MfaInvalid):
            passkeys.verify_assertion(SITE, shown, CHALLENGE, passkey, alone=True)
        found = passkeys.verify_assertion(SITE, shown, CHALLENGE, passkey, alone=False)
        assert not found.user_verified


class TestCounter:
    @pytest.mark.parametrize(
        ("stored", "shown", "repeated"),
        [(0, 1, False), (4, 5, False), (5, 5, True), (6, 5, True), (3, 0, True), (0, 0, False)],
    )
    def test_one_that_did_not_grow_tells_a_copy(
        self, stored: int, shown: int, repeated: bool
    ) -> None:
        key = Authenticator(counts=False)
        passkey = registered(key)
        key.counter = shown
        found = passkeys.verify_assertion(
            SITE,
            key.get(request(), SITE.origin),
            CHALLENGE,
            Passkey(
                id=passkey.id,
                credential_id=passkey.credential_id,
                public_key=passkey.public_key,
                sign_count=stored,
                name="Key",
                created_ms=0,
            ),
            alone=True,
        )
        assert found.repeated is repeated


KEY = Authenticator()
PASSKEY = registered(KEY)
MADE = KEY.create(creation(), SITE.origin)
SHOWN = KEY.get(request(), SITE.origin)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=8,
)
FIELDS = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]


def asked(credential: Any) -> None:
    """All that is done with what a stranger sends: it is right, or `MfaInvalid`."""
    with suppress(MfaInvalid):
        passkeys.read_answer(credential)
        passkeys.verify_registration(SITE, credential, CHALLENGE)
    with suppress(MfaInvalid):
        passkeys.verify_assertion(SITE, credential, CHALLENGE, PASSKEY, alone=True)


class TestWhateverIsSent:
    @given(st.dictionaries(st.sampled_from(["id", "rawId", "type", "response"]), JSON))
    def test_no_shape_is_an_error_of_ours(self, credential: dict[str, Any]) -> None:
        asked(credential)

    @given(
        st.sampled_from([MADE, SHOWN]),
        st.sampled_from(["id", "rawId", "type", "authenticatorAttachment", *FIELDS]),
        JSON,
    )
    def test_no_field_is(self, real: dict[str, Any], name: str, value: Any) -> None:
        credential = copy.deepcopy(real)
        (credential["response"] if name in FIELDS else credential)[name] = value
        asked(credential)

    @settings(max_examples=400)
    @given(st.sampled_from(FIELDS), st.integers(0, 400), st.integers(0, 255), st.booleans())
    def test_no_byte_is(self, name: str, place: int, value: int, cut: bool) -> None:
        for real in (MADE, SHOWN):
            if name not in real["response"]:
                continue
            credential = copy.deepcopy(real)
            data = bytearray(unb64url(credential["response"][name]))
            if place < len(data):
                data[place] = value
            credential["response"][name] = b64url(bytes(data[:place] if cut else data))
            asked(credential)

    @settings(max_examples=200)
    @given(
        st.sampled_from(
            [
                "none",
                "packed",
                "tpm",
                "android-key",
                "android-safetynet",
                "fido-u2f",
                "apple",
                "compound",
                "",
            ]
        ),
        st.dictionaries(
            st.sampled_from(["alg", "sig", "x5c", "ver", "response", "certInfo", "pubArea"]),
            st.integers(-300, 300)
            | st.binary(max_size=60)
            | st.text(max_size=10)
            | st.lists(st.binary(max_size=60), max_size=3),
        ),
    )
    def test_no_attestation_is(self, fmt: str, statement: dict[str, Any]) -> None:
        credential = copy.deepcopy(MADE)
        attestation = cbor2.loads(unb64url(MADE["response"]["attestationObject"]))
        forged = attestation | {"fmt": fmt, "attStmt": statement}
        credential["response"]["attestationObject"] = b64url(cbor2.dumps(forged))
        asked(credential)

    @pytest.mark.parametrize("opener", [b"\x81", b"\xa1\x00", b"\xc6", b"\x9f"])
    def test_no_depth_is(self, opener: bytes) -> None:
        credential = copy.deepcopy(MADE)
        credential["response"]["attestationObject"] = b64url(opener * 5000)
        asked(credential)

    @settings(max_examples=200)
    @given(
        st.dictionaries(
            st.integers(-4, 4),
            st.integers(-300, 300) | st.binary(max_size=40) | st.text(max_size=5) | st.none(),
        )
    )
    def test_no_public_key_is(self, cose: dict[int, Any]) -> None:
        passkey = Passkey(
            id=PASSKEY.id,
            credential_id=PASSKEY.credential_id,
            public_key=cbor2.dumps(cose),
            sign_count=0,
            name="Key",
            created_ms=0,
        )
        with pytest.raises(MfaInvalid):
            passkeys.verify_assertion(SITE, SHOWN, CHALLENGE, passkey, alone=True)
