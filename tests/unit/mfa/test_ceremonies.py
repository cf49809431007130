from __future__ import annotations

import pytest

from tollgate.errors import MfaInvalid
from tollgate.mfa.ceremonies import LASTS_MS, Ceremony, check_challenge, new_challenge

PEPPER = b"pepper"
NOW = 1_795_253_400_000


def test_is_good_until_its_end() -> None:
    challenge = new_challenge(PEPPER, Ceremony.SIGN_IN, "", NOW)
    check_challenge(PEPPER, Ceremony.SIGN_IN, "", challenge, NOW + LASTS_MS - 1)
    with pytest.raises(MfaInvalid):
        check_challenge(PEPPER, Ceremony.SIGN_IN, "", challenge, NOW + LASTS_MS)


@pytest.mark.parametrize(
    ("pepper", "ceremony", "subject"),
    [
        (b"another", Ceremony.STEP_UP, "ses_a"),
        (PEPPER, Ceremony.REGISTRATION, "ses_a"),
        (PEPPER, Ceremony.STEP_UP, "ses_b"),
        (PEPPER, Ceremony.STEP_UP, ""),
    ],
)
def test_is_for_one_thing_and_one_person(pepper: bytes, ceremony: Ceremony, subject: str) -> None:
    challenge = new_challenge(PEPPER, Ceremony.STEP_UP, "ses_a", NOW)
    check_challenge(PEPPER, Ceremony.STEP_UP, "ses_a", challenge, NOW)
    with pytest.raises(MfaInvalid):
        check_challenge(pepper, ceremony, subject, challenge, NOW)


@pytest.mark.parametrize("place", range(0, 56, 5))
def test_a_changed_byte_is_noticed(place: int) -> None:
    challenge = bytearray(new_challenge(PEPPER, Ceremony.SIGN_IN, "", NOW))
    challenge[place] ^= 1
    with pytest.raises(MfaInvalid):
        check_challenge(PEPPER, Ceremony.SIGN_IN, "", bytes(challenge), NOW)


@pytest.mark.parametrize("length", [0, 1, 24, 55, 57])
def test_another_length_is_refused(length: int) -> None:
    challenge = (new_challenge(PEPPER, Ceremony.SIGN_IN, "", NOW) + b"x")[:length]
    with pytest.raises(MfaInvalid):
        check_challenge(PEPPER, Ceremony.SIGN_IN, "", challenge, NOW)


def test_no_two_are_alike() -> None:
    made = {new_challenge(PEPPER, Ceremony.SIGN_IN, "", NOW) for _ in range(100)}
    assert len(made) == 100
