"""Passkeys: what a browser is asked (WebAuthn options) and what its answer proves.

The library's 200 ms of import are spent only where a passkey is really used. Attestation is not
asked for: which make of authenticator somebody has is not ours to judge.
"""

from __future__ import annotations

import logging
import struct
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from ipaddress import ip_address
from typing import Any, Final, Self
from urllib.parse import urlsplit

from msgspec import Struct

from tollgate.directory.models import User
from tollgate.errors import MfaInvalid, Unprocessable
from tollgate.kit.guarded import Guarded
from tollgate.kit.ids import BODY_LENGTH, derived_id
from tollgate.mfa.ceremonies import LASTS_MS
from tollgate.mfa.models import Passkey

_LOG: Final = logging.getLogger(__name__)
_LONGEST: Final = 20_000
_FIELDS: Final = (
    "clientDataJSON",
    "attestationObject",
    "authenticatorData",
    "signature",
    "userHandle",
)
_TRANSPORTS: Final = frozenset({"usb", "nfc", "ble", "internal", "cable", "hybrid", "smart-card"})


class RelyingParty(Struct, frozen=True):
    """Whom passkeys are for: the host `id`, and the one `origin` whose pages may use them."""

    id: str
    origin: str

    @classmethod
    def of(cls, public_url: str) -> Self:
        """That of the deployment's address. A loopback address stands for `localhost`.

        Raises `Unprocessable` for another bare address, which no passkey can belong to.
        """
        url = urlsplit(public_url)
        host = url.hostname or ""
        try:
            address = ip_address(host)
        except ValueError:
            return cls(host, f"{url.scheme}://{url.netloc}")
        if not address.is_loopback:
            raise Unprocessable("passkeys need a host name; this deployment has an address only")
        return cls("localhost", f"{url.scheme}://localhost" + (f":{url.port}" if url.port else ""))


class NewCredential(Guarded, frozen=True):
    """What a registration proved."""

    hidden = frozenset({"public_key"})

    credential_id: bytes
    public_key: bytes
    sign_count: int
    aaguid: str
    synced: bool
    transports: tuple[str, ...]

    @property
    def passkey_id(self) -> str:
        """The id of the passkey that this becomes."""
        return passkey_id_of(self.credential_id)


class Assertion(Struct, frozen=True):
    """What a use proved. `user_verified` says that the authenticator asked for more than a touch.

    A `sign_count` that did not grow (`repeated`) says that the credential was copied.
    """

    sign_count: int
    user_verified: bool
    repeated: bool


def user_handle(user: User) -> bytes:
    """The name under which authenticators keep a person: 40 bytes that say nothing of them."""
    return (user.organization_id[-BODY_LENGTH:] + user.id[-BODY_LENGTH:]).encode()


def person_behind(handle: bytes) -> tuple[str, str]:
    """`(organization_id, user_id)` of a user handle. Raises `MfaInvalid`."""
    if len(handle) != 2 * BODY_LENGTH or not handle.isalnum():
        raise _unknown()
    text = handle.decode("ascii")
    return f"org_{text[:BODY_LENGTH]}", f"usr_{text[BODY_LENGTH:]}"


def passkey_id_of(credential_id: bytes) -> str:
    """`psk_…`, the same for the same credential."""
    return derived_id("psk", credential_id.hex())


def registration_options(
    site: RelyingParty, user: User, challenge: bytes, registered: Iterable[Passkey]
) -> dict[str, Any]:
    """`PublicKeyCredentialCreationOptionsJSON`: a discoverable credential where that is possible.

    An authenticator that holds one of `registered` already makes no second.
    """
    from webauthn import generate_registration_options  # noqa: PLC0415
    from webauthn.helpers import options_to_json_dict, structs  # noqa: PLC0415

    options = generate_registration_options(
        rp_id=site.id,
        rp_name="Tollgate",
        user_id=user_handle(user),
        user_name=user.email,
        user_display_name=user.name,
        challenge=challenge,
        timeout=LASTS_MS,
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.PREFERRED,
            user_verification=structs.UserVerificationRequirement.PREFERRED,
        ),
        exclude_credentials=_descriptors(registered),
    )
    return options_to_json_dict(options)


def request_options(
    site: RelyingParty, challenge: bytes, allowed: Iterable[Passkey] = (), *, alone: bool
) -> dict[str, Any]:
    """`PublicKeyCredentialRequestOptionsJSON`.

    Without `allowed` the browser offers whatever it has for this site. As the only factor (`alone`)
    a passkey has to verify the person.
    """
    from webauthn import generate_authentication_options  # noqa: PLC0415
    from webauthn.helpers import options_to_json_dict, structs  # noqa: PLC0415

    wanted = structs.UserVerificationRequirement
    options = generate_authentication_options(
        rp_id=site.id,
        challenge=challenge,
        timeout=LASTS_MS,
        allow_credentials=_descriptors(allowed),
        user_verification=wanted.REQUIRED if alone else wanted.PREFERRED,
    )
    return options_to_json_dict(options)


def _descriptors(passkeys: Iterable[Passkey]) -> list[Any]:
    from webauthn.helpers import structs  # noqa: PLC0415

    known = {each.value for each in structs.AuthenticatorTransport}
    return [
        structs.PublicKeyCredentialDescriptor(
            id=passkey.credential_id,
            transports=[
                structs.AuthenticatorTransport(name) for name in passkey.transports if name in known
            ]
            or None,
        )
        for passkey in passkeys
    ]


class Answer(Struct, frozen=True):
    """What a browser's answer says of itself, before anything of it is proved."""

    credential_id: bytes
    challenge: bytes
    user_handle: bytes | None


def read_answer(credential: Mapping[str, Any]) -> Answer:
    """Raises `MfaInvalid` on what is not a credential, or was made inside another site's page."""
    from webauthn.helpers import base64url_to_bytes, parse_client_data_json  # noqa: PLC0415

    response = credential.get("response")
    if not isinstance(response, dict):
        raise _unreadable()
    fields = [response.get(name) for name in _FIELDS]
    if any(each is not None and not _is_short_text(each) for each in fields):
        raise _unreadable()
    if not _is_short_text(credential.get("rawId")):
        raise _unreadable()
    handle = response.get("userHandle")
    with _refusals():
        data = parse_client_data_json(base64url_to_bytes(response["clientDataJSON"]))
        answer = Answer(
            credential_id=base64url_to_bytes(credential["rawId"]),
            challenge=data.challenge,
            user_handle=base64url_to_bytes(handle) if handle else None,
        )
    if data.cross_origin:
        raise MfaInvalid("a passkey cannot be used inside another site's page")
    return answer


def verify_registration(
    site: RelyingParty, credential: Mapping[str, Any], challenge: bytes
) -> NewCredential:
    """Holds an answer to `navigator.credentials.create()` against the challenge.

    Raises `MfaInvalid`.
    """
    from webauthn import verify_registration_response  # noqa: PLC0415

    with _refusals():
        verified = verify_registration_response(
            credential=dict(credential),
            expected_challenge=challenge,
            expected_rp_id=site.id,
            expected_origin=site.origin,
        )
    named = credential["response"].get("transports")
    return NewCredential(
        credential_id=verified.credential_id,
        public_key=verified.credential_public_key,
        sign_count=verified.sign_count,
        aaguid=verified.aaguid,
        synced=verified.credential_backed_up,
        transports=tuple(sorted(_TRANSPORTS & set(_texts(named)))),
    )


def verify_assertion(
    site: RelyingParty,
    credential: Mapping[str, Any],
    challenge: bytes,
    passkey: Passkey,
    *,
    alone: bool,
) -> Assertion:
    """Holds an answer to `navigator.credentials.get()` against challenge and public key.

    As the only factor (`alone`) it has to have verified the person. Raises `MfaInvalid`.
    """
    from webauthn import verify_authentication_response  # noqa: PLC0415

    with _refusals():
        verified = verify_authentication_response(
            credential=dict(credential),
            expected_challenge=challenge,
            expected_rp_id=site.id,
            expected_origin=site.origin,
            credential_public_key=passkey.public_key,
            # The counter is judged below: a copied passkey is told apart from a wrong signature.
            credential_current_sign_count=0,
            require_user_verification=alone,
        )
    counts = bool(verified.new_sign_count or passkey.sign_count)
    return Assertion(
        sign_count=verified.new_sign_count,
        user_verified=verified.user_verified,
        repeated=counts and verified.new_sign_count <= passkey.sign_count,
    )


def unknown_passkey() -> MfaInvalid:
    """The one answer for a passkey that is nobody's, or not this person's."""
    return _unknown()


def _unknown() -> MfaInvalid:
    return MfaInvalid("this passkey is not known here")


def _unreadable() -> MfaInvalid:
    return MfaInvalid("this is not what a browser gives for a passkey")


@contextmanager
def _refusals() -> Iterator[None]:
    """Turns whatever the library makes of forged bytes into a refusal."""
    from webauthn.helpers.exceptions import WebAuthnException  # noqa: PLC0415

    try:
        yield
    except WebAuthnException as error:
        # What is wrong quotes what a stranger sent: it is for the log, escaped.
        _LOG.info("a passkey was refused: %a", str(error))
        raise MfaInvalid("the passkey was not accepted") from error
    except (
        ArithmeticError,
        AttributeError,
        LookupError,
        RecursionError,
        TypeError,
        ValueError,
        struct.error,
    ) as error:
        raise _unreadable() from error


def _is_short_text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= _LONGEST


def _texts(values: Any) -> list[str]:
    return [each for each in values if isinstance(each, str)] if isinstance(values, list) else []
