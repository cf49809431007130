"""Check digits agree with python-stdnum, which is no part of what is deployed."""

from __future__ import annotations

import random
import string
from importlib import import_module

import pytest

from tollgate.detectors import checksums
from tollgate.detectors.personal import money, national

_CHOICES = {"9": string.digits, "A": string.ascii_uppercase}

# kind, its module in stdnum, how candidates look: 9 a digit, A a letter, [..] one of those, and
# DDMMYY, YYMMDD or YYYYMMDD a date.
ORACLES = [
    ("pii.ssn", "us.ssn", "999[0-9][0-9]9999"),
    ("pii.us_itin", "us.itin", "[9]99[7-9]99999"),
    ("pii.gb_nhs", "gb.nhs", "9999999999"),
    ("pii.de_tax_id", "de.idnr", "[12][34][56][78][90]12[01]459"),
    ("pii.fr_nir", "fr.nir", "[12]99[0][1-9]7599999999"),
    ("pii.fr_nir", "fr.nir", "[12]99062[AB]999999[0-9]9"),
    ("pii.es_dni", "es.dni", "99999999[TRWAGMYFPDXBNJZSQVHLCKE]"),
    ("pii.es_dni", "es.nie", "[XYZ]9999999[TRWAGMYFPDXBNJZSQVHLCKE]"),
    ("pii.it_fiscal_code", "it.codicefiscale", "RCCMNL8[0-9][AC][0-2][1-9]A999A"),
    ("pii.nl_bsn", "nl.bsn", "[1-9]99999999"),
    ("pii.pl_pesel", "pl.pesel", "YYMMDD99999"),
    ("pii.pt_nif", "pt.nif", "[1235689]99999999"),
    ("pii.fi_hetu", "fi.hetu", "DDMMYY-[0-8][0-9][2-9][0-9A-Y]"),
    ("pii.no_birth_number", "no.fodselsnummer", "DDMMYY[0-4]9999"),
    ("pii.ch_ahv", "ch.ssn", "7569999999999"),
    ("pii.at_social_number", "at.vnr", "[1-9]999DDMMYY"),
    ("pii.ie_pps", "ie.pps", "9999999[A-W]"),
    ("pii.ie_pps", "ie.pps", "9999999[A-W][ABHW]"),
    ("pii.ro_cnp", "ro.cnp", "[12]YYMMDD[0-3]99999"),
    ("pii.hr_oib", "hr.oib", "99999999999"),
    ("pii.gr_amka", "gr.amka", "DDMMYY99999"),
    ("pii.in_aadhaar", "in_.aadhaar", "[2-9]99999999999"),
    ("pii.br_cpf", "br.cpf", "12999999999"),
    ("pii.ar_cuit", "ar.cuit", "20999999999"),
    ("pii.cl_rut", "cl.rut", "99999999[0-9K]"),
    ("pii.mx_curp", "mx.curp", "BOXWYYMMDD[HM]NERXN[0-9]9"),
    ("pii.ca_sin", "ca.sin", "[1-79]99999999"),
    ("pii.au_tfn", "au.tfn", "999999999"),
    ("pii.kr_rrn", "kr.rrn", "[89]9MMDD1[0-8]99999"),
    ("pii.jp_my_number", "jp.in_", "[1-9]99999999999"),
    ("pii.cn_resident_id", "cn.ric", "110105YYYYMMDD999[0-9X]"),
    ("pii.th_id", "th.pin", "[1-8]999999999999"),
    ("pii.za_id", "za.idnr", "[89]9MMDD9999[01]89"),
    ("pii.tr_id", "tr.tckimlik", "[1-9]9999999999"),
    ("pii.il_id", "il.idnr", "999999999"),
]


def candidate(template: str, rng: random.Random) -> str:
    day, month, year = rng.randint(1, 28), rng.randint(1, 12), rng.randint(60, 99)
    for name, value in (("YYYY", 1900 + year), ("YY", year), ("MM", month), ("DD", day)):
        template = template.replace(name, f"«{value:02}»")
    made, at = "", 0
    while at < len(template):
        each = template[at]
        if each == "«":
            end = template.index("»", at)
            made += template[at + 1 : end]
            at = end + 1
        elif each == "[":
            end = template.index("]", at)
            made += rng.choice(spread(template[at + 1 : end]))
            at = end + 1
        else:
            made += rng.choice(_CHOICES.get(each, each))
            at += 1
    return made


def spread(ranges: str) -> str:
    while "-" in ranges:
        at = ranges.index("-")
        between = map(chr, range(ord(ranges[at - 1]) + 1, ord(ranges[at + 1])))
        ranges = ranges[:at] + "".join(between) + ranges[at + 1 :]
    return ranges


@pytest.mark.parametrize(("kind", "module", "template"), ORACLES)
def test_a_number_is_valid_where_stdnum_says_so(kind, module, template):
    check = next(rule.check for rule in national.RULES if rule.kind == kind)
    oracle = import_module(f"stdnum.{module}")
    rng = random.Random(kind)
    candidates = [candidate(template, rng) for _ in range(1_500)]
    differing = [
        each for each in candidates if check(each.replace("-", "")) is not oracle.is_valid(each)
    ]
    assert differing == []
    assert any(map(oracle.is_valid, candidates))


@pytest.mark.parametrize(
    ("kind", "valid", "invalid"),
    [
        ("pii.be_national_number", "85073003328", "85073003329"),
        ("pii.be_national_number", "17073003384", "17073003385"),
        ("pii.se_personal_number", "8803200016", "8803200018"),
        ("pii.sg_nric", "S1234567D", "S1234567E"),
        ("pii.sg_nric", "T1234567J", "T1234567D"),
        ("pii.sg_nric", "F1234567N", "F1234567X"),
        ("pii.sg_nric", "G1234567X", "G1234567N"),
        ("pii.hk_id", "G123456A", "G1234567"),
        ("pii.hk_id", "AB9876543", "AB9876544"),
        ("pii.tw_id", "A123456789", "A123456788"),
        ("pii.au_medicare", "2123456701", "2123456711"),
        ("pii.my_nric", "880512145678", "881312145678"),
        ("pii.dk_cpr", "2110625629", "3110625629".replace("31", "32")),
        ("pii.gb_nino", "AB123456C", "GB123456C"),
    ],
)
def test_published_examples(kind, valid, invalid):
    """Of kinds that stdnum has not, or knows the people of (sources: the issuers' examples)."""
    check = next(rule.check for rule in national.RULES if rule.kind == kind)
    assert check(valid)
    assert not check(invalid)


def test_ibans_and_cards_agree_with_stdnum():
    iban, luhn = import_module("stdnum.iban"), import_module("stdnum.luhn")
    rng = random.Random(4)
    for _ in range(2_000):
        digits = candidate("9" * rng.randint(12, 19), rng)
        assert checksums.luhn(digits) is luhn.is_valid(digits)
        account = candidate("DE9[0-9]370400440532013099", rng)
        assert checksums.mod_97_10(account[4:] + account[:4]) is iban.is_valid(account)


@pytest.mark.parametrize("network", [4, 51, 2221, 34, 6011, 3530, 36, 62, 5018, 2200])
def test_the_networks_of_cards_and_their_lengths(network):
    lengths = money._PREFIXES[str(network)]
    for length in range(12, 20):
        body = str(network).ljust(length - 1, "0")
        fits = [f"{body}{last}" for last in range(10) if checksums.luhn(f"{body}{last}")]
        assert [money.is_card(each) for each in fits] == [length in lengths]


def test_the_checks_of_wallets():
    assert checksums.base58check("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa") is not None
    assert checksums.base58check("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb") is None
    assert checksums.base58check("0OIl") is None
    assert checksums.bech32("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4")
    assert checksums.bech32("bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0")
    assert not checksums.bech32("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5")
    assert not checksums.bech32("bc1b")
