"""Telephone numbers are valid where libphonenumber says so."""

from __future__ import annotations

import random

import phonenumbers
import pytest

from tollgate.detectors.personal.phones import is_valid

REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)


@pytest.mark.parametrize("kind", ["FIXED_LINE", "MOBILE", "TOLL_FREE"])
def test_the_example_of_every_country_is_valid(kind):
    kinds = getattr(phonenumbers.PhoneNumberType, kind)
    for region in REGIONS:
        if example := phonenumbers.example_number_for_type(region, kinds):
            for style in ("E164", "INTERNATIONAL"):
                text = phonenumbers.format_number(
                    example, getattr(phonenumbers.PhoneNumberFormat, style)
                )
                assert is_valid(text, ("US",)), (region, text)
            national = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.NATIONAL)
            if not phonenumbers.PhoneMetadata.metadata_for_region(
                region
            ).national_prefix_transform_rule:  # written otherwise at home, as in Argentina
                assert is_valid(national, (region,)), (region, national)


def test_made_up_numbers_agree():
    rng = random.Random(2)
    differing = []
    for _ in range(4_000):
        code = rng.choice(["1", "44", "49", "33", "91", "81", "39", "61", "55"])
        text = f"+{code}{rng.randrange(10**9, 10**10)}"
        ours = is_valid(text, ("US",))
        if ours is not phonenumbers.is_valid_number(phonenumbers.parse(text, None)):
            differing.append(text)
    assert len(differing) <= 20, differing[:5]


def test_nonsense_is_no_number():
    assert not is_valid("+0000000000", ("US",))
    assert not is_valid("+", ("US",))
    assert not is_valid("00", ("US",))
