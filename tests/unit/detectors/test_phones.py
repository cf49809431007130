"""Telephone numbers are valid where libphonenumber says so."""

from __future__ import annotations

import random

import phonenumbers
import pytest

from tollgate.detectors.catalog import open_detector
from tollgate.detectors.models import DetectorRef
from tollgate.detectors.personal.phones import is_valid

REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)
PHONES = open_detector(DetectorRef("pii.phone"))


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


@pytest.mark.parametrize(
    "text",
    [
        "212 555 0142",
        "(212) 555-0142",
        "1-212-555-0142",
        "1 (212) 555-0142",
        "212.555.0142",
        "212/555-0142",
        "212 - 555 - 0142",
        "212-5550142",
        "(212) 555 01 42",
        "212 555-0142 x12",
    ],
)
def test_a_number_of_north_america_is_found_in_its_groups(text):
    assert [text[m.start : m.end] for m in PHONES.scan(text)] == [text]


@pytest.mark.parametrize(
    "text", ["2 146 483 647", "12 345 678 901", "2024-561-111", "202-45-61111", "41 555 526 71"]
)
def test_in_other_groups_it_needs_a_word(text):
    assert PHONES.scan(f"the order {text} came") == []
    assert len(PHONES.scan(f"please call {text} today")) == 1


def test_groups_of_other_countries_are_of_any_size():
    spanish = open_detector(DetectorRef("pii.phone", '{"phone_regions": ["US", "ES"]}'))
    assert len(spanish.scan("hola 912 345 678 y 912 34 56 78")) == 2
