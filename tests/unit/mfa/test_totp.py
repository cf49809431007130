from __future__ import annotations

from xml.etree import ElementTree as ET

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tollgate.mfa import totp

# RFC 6238, appendix B, SHA-1: the last six of its eight digits.
SVG = "{http://www.w3.org/2000/svg}"
RFC_SECRET = b"12345678901234567890"
RFC_CODES = {
    59: "287082",
    1111111109: "081804",
    1111111111: "050471",
    1234567890: "005924",
    2000000000: "279037",
    20000000000: "353130",
}


@pytest.mark.parametrize(("at_s", "code"), RFC_CODES.items())
def test_knows_the_codes_of_the_rfc(at_s: int, code: str) -> None:
    assert totp.matching_step(RFC_SECRET, code, at_s * 1000, last_step=0) == at_s // 30


@pytest.mark.parametrize(
    ("steps", "counts"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_takes_the_step_before_and_the_one_after(steps: int, counts: bool) -> None:
    now_s = 1_795_253_400
    code = pyotp.TOTP(totp.shown(RFC_SECRET)).at(now_s + 30 * steps)
    found = totp.matching_step(RFC_SECRET, code, now_s * 1000, last_step=0)
    assert found == (now_s // 30 + steps if counts else None)


def test_a_step_counts_once_and_no_earlier_one_after_it() -> None:
    now_s = 1_795_253_400
    step = now_s // 30
    code, earlier = (pyotp.TOTP(totp.shown(RFC_SECRET)).at(now_s - back) for back in (0, 30))
    assert totp.matching_step(RFC_SECRET, code, now_s * 1000, last_step=step - 1) == step
    assert totp.matching_step(RFC_SECRET, code, now_s * 1000, last_step=step) is None
    assert totp.matching_step(RFC_SECRET, earlier, now_s * 1000, last_step=step) is None


def test_spaces_make_no_difference() -> None:
    assert totp.matching_step(RFC_SECRET, " 287 082 ", 59_000, last_step=0) == 1


@given(st.text(st.characters(codec=None), max_size=12))
def test_whatever_is_typed_is_right_or_wrong_and_no_error(typed: str) -> None:
    right = {pyotp.TOTP(totp.shown(RFC_SECRET)).at(second) for second in (0, 30, 60)}
    found = totp.matching_step(RFC_SECRET, typed, 59_000, last_step=-1)
    assert (found is not None) == ("".join(typed.split()) in right)


def test_the_address_is_what_an_app_reads() -> None:
    secret = totp.new_secret()
    uri = totp.provisioning_uri(secret, account="ada@acme.example", issuer="Tollgate Acme: one")
    parsed = pyotp.parse_uri(uri)
    assert isinstance(parsed, pyotp.TOTP)
    assert (parsed.secret, parsed.name) == (totp.shown(secret), "ada@acme.example")
    assert parsed.issuer == "Tollgate Acme  one"
    assert (parsed.digits, parsed.interval, parsed.digest().name) == (6, 30, "sha1")


def test_a_secret_has_160_bits() -> None:
    assert len(totp.new_secret()) == 20
    assert len({totp.new_secret() for _ in range(100)}) == 100


def test_the_picture_is_a_document_of_paths_alone() -> None:
    svg = totp.qr_svg('otpauth://totp/"><script>alert(1)</script>')
    root = ET.fromstring(svg)
    assert {each.tag for each in root.iter()} == {SVG + "svg", SVG + "g", SVG + "path"}
