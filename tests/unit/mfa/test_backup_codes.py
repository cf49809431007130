from __future__ import annotations

import math
import re

import pytest

from tollgate.mfa import backup_codes

PEPPER = b"pepper"


def test_ten_codes_of_60_bits_each_another() -> None:
    codes = backup_codes.new_codes()
    assert len(set(codes)) == 10
    assert all(
        re.fullmatch(r"([0-9a-hjkmnp-tv-z]{4}-){2}[0-9a-hjkmnp-tv-z]{4}", one) for one in codes
    )
    assert math.log2(32) * 12 == 60


@pytest.mark.parametrize(
    "typed",
    ["7k2m-qx04-c1rt", "7K2M-QX04-C1RT", "7k2mqx04c1rt", " 7k2m qx04 c1rt ", "7k2m-qxo4-clrt"],
)
def test_how_a_code_is_typed_makes_no_difference(typed: str) -> None:
    assert backup_codes.hash_code(PEPPER, "usr_a", typed) == backup_codes.hash_code(
        PEPPER, "usr_a", "7k2m-qx04-c1rt"
    )


def test_a_hash_is_of_one_person_one_code_and_one_deployment() -> None:
    hashes = {
        backup_codes.hash_code(pepper, user, code)
        for pepper in (PEPPER, b"another")
        for user in ("usr_a", "usr_b")
        for code in ("7k2m-qx04-c1rt", "7k2m-qx04-c1rs")
    }
    assert len(hashes) == 8
