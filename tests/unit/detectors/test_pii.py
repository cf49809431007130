"""Personal, health and financial data: what is found, what is not, and where."""

# ruff: noqa: E501 - tables read best in one line each

from __future__ import annotations

import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.detectors.growth import MEGABYTE, growth, repeated
from tests.unit.detectors.hiding import HIDINGS, nested
from tollgate.detectors import catalog
from tollgate.detectors.models import DetectorRef, Match
from tollgate.errors import BadRequest

ALL = ("pii", "phi", "financial")


def scan(text: str, name: str = "pii", **config: object) -> list[Match]:
    detector = catalog.open_detector(DetectorRef(name, json.dumps(config) if config else ""))
    return [match for match in detector.scan(text) if match.confidence >= 0.5]


def said(text: str, name: str = "pii", **config: object) -> list[tuple[str, str]]:
    return [(m.kind, text[m.start : m.end]) for m in scan(text, name, **config)]


CARDS = [
    "4111111111111111", "4111 1111 1111 1111", "4111-1111-1111-1111", "4111.1111.1111.1111",
    "5555 5555 5555 4444", "2223003122003222", "378282246310005", "3782 822463 10005",
    "6011111111111117", "3530111333300000", "30569309025904", "6200000000000005", "4222222222222",
    "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", "6304000000000000", "2200000000000053",
]  # fmt: skip


@pytest.mark.parametrize("card", CARDS)
def test_cards(card):
    assert said(f"pay with {card}, thanks") == [("pii.credit_card", card)]
    assert said(f"{card}") == [("pii.credit_card", card)]


@pytest.mark.parametrize(
    "text",
    [
        "4111 1111 1111 1112",  # Luhn
        "9111111111111113",  # no network
        "411111111111111",  # too short for a Visa
        "4111-1111-1111-1111-1111",  # a longer number
        "0.4111111111111111",
        "4111111111111111.5",
        "id4111111111111111",
        "4111111111111111px",
        "4111  1111  1111  1111",
        "4111-1111 1111-1111",
        "https://example.com/posts/4111111111111111",
        "1700000000000, 1732190000123",
    ],
)
def test_what_is_no_card(text):
    assert "pii.credit_card" not in dict(said(text))


def test_a_card_among_other_numbers():
    text = "order 2024 12 4111 1111 1111 1111 123 x 5555 5555 5555 4444"
    assert said(text) == [
        ("pii.credit_card", "4111 1111 1111 1111"),
        ("pii.credit_card", "5555 5555 5555 4444"),
    ]


@pytest.mark.parametrize(
    ("kind", "text", "found"),
    [
        ("pii.email", "write to a.b+c@mail.example.co.uk.", "a.b+c@mail.example.co.uk"),
        ("pii.email", "<jo_e@xn--bcher-kva.example>", "jo_e@xn--bcher-kva.example"),
        ("pii.email", "mailto:joe@example.museum?x", "joe@example.museum"),
        ("pii.iban", "to GB29 NWBK 6016 1331 9268 19 was sent", "GB29 NWBK 6016 1331 9268 19"),
        ("pii.iban", "de89370400440532013000", "de89370400440532013000"),
        ("pii.iban", "FR14-2004-1010-0505-0001-3M02-606", "FR14-2004-1010-0505-0001-3M02-606"),
        ("pii.ip_address", "from 203.0.113.7:8080", "203.0.113.7"),
        ("pii.ip_address", "http://198.51.100.4/x", "198.51.100.4"),
        ("pii.ip_address", "at 2001:db8:85a3::8a2e:370:7334.", "2001:db8:85a3::8a2e:370:7334"),
        ("pii.ssn", "123-45-6789", "123-45-6789"),
        ("pii.ssn", "my SSN: 123456789", "123456789"),
        ("pii.ssn", "social security 123 45 6789", "123 45 6789"),
        ("pii.us_itin", "ITIN 912-70-1234", "912-70-1234"),
        ("pii.phone", "call 212-555-0123 now", "212-555-0123"),
        ("pii.phone", "(212) 555-0123 ext. 45", "(212) 555-0123 ext. 45"),
        ("pii.phone", "+44 20 7946 0958", "+44 20 7946 0958"),
        ("pii.phone", "+44 (0)20 7946 0958", "+44 (0)20 7946 0958"),
        ("pii.phone", "0049 30 901820", "0049 30 901820"),
        ("pii.phone", "phone 2125550123", "2125550123"),
        ("pii.phone", "212 555 0123 (12 pages)", "212 555 0123"),
        ("pii.phone", "+39 06 6982", "+39 06 6982"),
        ("pii.gb_nhs", "NHS number 943 476 5919", "943 476 5919"),
        ("pii.gb_nino", "AB 12 34 56 C", "AB 12 34 56 C"),
        ("pii.de_tax_id", "Steuer-ID: 36 574 261 809", "36 574 261 809"),
        ("pii.fr_nir", "2 95 10 99 126 111 93", "2 95 10 99 126 111 93"),
        ("pii.es_dni", "54362315K", "54362315K"),
        ("pii.es_dni", "X-2482300-W", "X-2482300-W"),
        ("pii.it_fiscal_code", "rccmnl83s18d969h", "rccmnl83s18d969h"),
        ("pii.nl_bsn", "BSN 1112.22.333", "1112.22.333"),
        ("pii.pl_pesel", "PESEL 44051401359", "44051401359"),
        ("pii.br_cpf", "390.533.447-05", "390.533.447-05"),
        ("pii.ch_ahv", "756.9217.0769.85", "756.9217.0769.85"),
        ("pii.in_aadhaar", "Aadhaar 2341 2341 2346", "2341 2341 2346"),
        ("pii.in_pan", "PAN: ABCPE1234F", "ABCPE1234F"),
        ("pii.ca_sin", "SIN: 046 454 286", "046 454 286"),
        ("pii.cn_resident_id", "11010519491231002X", "11010519491231002X"),
        ("pii.sg_nric", "S1234567D", "S1234567D"),
        ("pii.hk_id", "G123456(A)", "G123456(A)"),
        ("pii.passport", "passport number: X1234567", "X1234567"),
        ("pii.passport", "Reisepass C01X0006H? Nein, C01234567", "C01234567"),
        ("pii.drivers_license", "driver's license D1234567", "D1234567"),
        ("pii.drivers_license", "driving licence MORGA657054SM9IJ", "MORGA657054SM9IJ"),
        ("pii.date_of_birth", "born on 4 July 1976 in", "4 July 1976"),
        ("pii.date_of_birth", "DOB: 07/04/1976", "07/04/1976"),
        ("pii.date_of_birth", "date of birth 1976-07-04", "1976-07-04"),
        ("pii.date_of_birth", "birthday: July 4th, 1976", "July 4th, 1976"),
        ("pii.us_address", "at 1600 Pennsylvania Ave NW", "1600 Pennsylvania Ave"),
        ("pii.us_address", "12 N Main St, Apt 4, Springfield, IL 62704.", "12 N Main St, Apt 4, Springfield, IL 62704"),
        ("pii.us_address", "mail to P.O. Box 123", "P.O. Box 123"),
    ],
)  # fmt: skip
def test_what_is_found(kind, text, found):
    assert (kind, found) in said(text)


@pytest.mark.parametrize(
    ("kind", "text", "found"),
    [
        ("phi.medical_record", "MRN: 00123456", "00123456"),
        ("phi.medical_record", "patient ID AHC-0933289", "AHC-0933289"),
        ("phi.npi", "NPI 1234567893", "1234567893"),
        ("phi.dea", "DEA number AB1234563", "AB1234563"),
        ("phi.health_plan", "member ID: XZA123456789", "XZA123456789"),
        ("phi.us_mbi", "1EG4-TE5-MK73", "1EG4-TE5-MK73"),
        ("pii.ssn", "123-45-6789", "123-45-6789"),
        ("financial.bic", "BIC DEUTDEFF500", "DEUTDEFF500"),
        ("financial.us_routing", "routing number 021000021", "021000021"),
        ("financial.bank_account", "checking account 000123456789", "000123456789"),
        ("financial.us_ein", "EIN 12-3456789", "12-3456789"),
        ("financial.card_security_code", "CVV: 123", "123"),
        ("financial.crypto_address", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"),
        ("financial.crypto_address", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"),
        ("financial.crypto_address", "0x52908400098527886E0F7030069857D2E4169EE7", "0x52908400098527886E0F7030069857D2E4169EE7"),
    ],
)  # fmt: skip
def test_health_and_money(kind, text, found):
    category = "phi" if kind.startswith(("phi", "pii.ssn")) else "financial"
    assert (kind, found) in said(text, category)


@pytest.mark.parametrize(
    "text",
    [
        "git clone git@github.com:owner/name.git",
        "postgres://user:pass@db.example.com/x",
        "logo@2x.png and @decorator and a@b",
        "released 2024-01-15, 15.01.2024 and 01/15/2024",
        "Python 3.11.4, version 10.0.19041.1 and Chrome/120.0.6099.71",
        "127.0.0.1 and 0.0.0.0, 10.0.0.0/8",
        "std::vector, dead::beef, 12:30:45, a::b",
        "73.29192547,12.705947921540371,0.701123595505618",
        "000-12-3456, 666-12-3456, 987-43-0000, 123-00-4567",
        "123456789 bytes, 9434765919 rows, 046454286 items",
        "GB29 NWBK 6016 1331 9268 18 is not valid",
        "AB1234567 is a part, X1234567 a product",
        "6 1 7 6 6 7 4 1 1 0 and 212 boxes of 555",
        "3   10   10   10   10 and 180.48 (290.454) and 3    10    10  1.0",
        "the meeting was on 4 July 1976",
        "SWIFT is a language; routing is hard; ACCOUNTS BIC",
        "550e8400-e29b-41d4-a716-446655440000",
        "commit 3b18e512dba79e4c8300dd08aeb37f8e728b8dad",
        "1,234,567,890.12 and 12345.67890.12345",
    ],
)
def test_what_is_not_found(text):
    assert [found for name in ALL for found in said(text, name)] == []


def test_a_word_makes_a_number_surer():
    bare, told = scan("123-45-6789"), scan("SSN 123-45-6789")
    assert bare[0].confidence < told[0].confidence
    assert scan("123-45-6789 is my SSN")[0].confidence > bare[0].confidence


def test_of_two_words_the_nearer_decides():
    text = "driver's license and passport EP564912"
    assert said(text) == [("pii.passport", "EP564912")]


def test_one_place_is_one_thing():
    """The digits of an IBAN are no card, those of a card no telephone number."""
    text = "IBAN DE89 3704 0044 0532 0130 00, card 5555 5555 5555 4444"
    assert [kind for kind, _ in said(text)] == ["pii.iban", "pii.credit_card"]


SECRETS = [
    ("pii.credit_card", "4111111111111111"),
    ("pii.email", "someone@example.com"),
    ("pii.iban", "DE89370400440532013000"),
]


@pytest.mark.parametrize("hiding", HIDINGS)
@pytest.mark.parametrize(("kind", "value"), SECRETS)
def test_what_is_hidden_is_found_where_it_is(hiding, kind, value):
    hidden = HIDINGS[hiding](value)
    text = f"Überweisung: «{hidden}» bitte"
    [match] = [match for match in scan(text) if match.kind == kind]
    assert text[match.start : match.end] in (hidden, hidden.strip("\u0336"))


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_arguments_of_tools_are_read_through_json_in_json(depth):
    text = nested('to "Zoë"\n4111\u20131111\u20131111\u20131111', depth)
    [match] = scan(text)
    assert match.kind == "pii.credit_card"
    found = text[match.start : match.end]
    assert found.startswith("4111")
    assert found.endswith("1111")
    assert found.count("2013") == 3


VALUES = st.sampled_from([*SECRETS, ("pii.ssn", "123-45-6789"), ("pii.phone", "+12125550123")])
PROSE = st.text(st.sampled_from([*"etaoin shrdlu.,\n", "漢", "é", "😀"]), max_size=40)


@given(PROSE, VALUES, PROSE)
@settings(max_examples=200, deadline=None)
def test_a_match_is_exactly_what_was_planted(before, planted, after):
    kind, value = planted
    text = f"{before} {value} {after}"
    [match] = scan(text)
    assert (match.kind, match.start, match.end) == (
        kind,
        len(before) + 1,
        len(before) + 1 + len(value),
    )


@given(st.lists(st.tuples(PROSE, VALUES), min_size=1, max_size=4), st.integers(50, 400))
@settings(max_examples=100, deadline=None)
def test_a_text_in_pieces_holds_no_less(parts, step):
    """What the whole has is found in pieces that overlap by `look_behind`."""
    text = " ".join(f"{before} {value}" for before, (_, value) in parts) + " end"
    detector = catalog.open_detector(DetectorRef("pii"))
    whole = {(m.start, m.end, m.kind) for m in detector.scan(text)}
    pieces = set()
    for end in range(step, len(text) + step, step):
        start = max(0, end - step - detector.look_behind)
        for match in detector.scan(text[start:end]):
            pieces.add((match.start + start, match.end + start, match.kind))
    assert whole <= pieces


@pytest.mark.parametrize(
    "piece",
    ["4111 1111 1111 1112 ", "ssn 123-45-6789 ", "call 212-555-0123, ", "1", "12 Main Elm Oak St ", "a@b."],
)  # fmt: skip
def test_time_grows_with_the_text(piece):
    assert growth(catalog.open_detector(DetectorRef("pii")), repeated(piece), MEGABYTE // 8) < 8


def test_a_megabyte_is_scanned():
    text = repeated("The quick brown fox jumps over 12 lazy dogs. ")(MEGABYTE - 20)
    assert said(f"{text} 4111111111111111") == [("pii.credit_card", "4111111111111111")]


def test_random_digits_are_rarely_anything():
    rng = random.Random(1)
    text = " ".join(str(rng.randrange(10 ** rng.randint(3, 20))) for _ in range(2_000))
    assert len(scan(text)) <= 25


def test_how_telephone_numbers_are_recognised():
    text = "my number to call is 555-0123"
    assert said(text, "pii.phone") == []
    assert said(text, "pii.phone", phone_match="context") == [("pii.phone", "555-0123")]
    assert said("020 7946 0958", "pii.phone") == []
    assert said("020 7946 0958", "pii.phone", phone_regions=["GB"]) == [("pii.phone", "020 7946 0958")]  # fmt: skip


@pytest.mark.parametrize(
    "config",
    [
        {"phone_regions": "US"},
        {"phone_regions": []},
        {"phone_regions": ["usa"]},
        {"phone_regions": ["XX"]},
        {"phone_match": "loose"},
        {"phone": 1},
    ],
)
def test_settings_that_do_not_fit_are_refused(config):
    with pytest.raises(BadRequest):
        scan("x", "pii.phone", **config)
