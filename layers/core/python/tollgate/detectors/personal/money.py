"""Cards, accounts and wallets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from tollgate.detectors.checksums import base58check, bech32, luhn, mod_97_10, weighted
from tollgate.detectors.personal.rules import Place, Rule, bare, stands_alone

_DIGITS: Final = re.compile(rb"\d+")
_GROUPINGS: Final = ((4, 4, 4, 4, 3), (4, 4, 4, 4), (4, 6, 5), (4, 6, 4), (4, 4, 5), (8, 8))
"""How a card's digits are written in groups."""
_LENGTHS: Final = range(12, 20)
_NETWORKS: Final = (
    ((4,), (13, 16, 19)),  # Visa
    ((51, 52, 53, 54, 55, *range(2221, 2721)), (16,)),  # Mastercard
    ((34, 37), (15,)),  # American Express
    ((6011, *range(644, 650), 65), (16, 19)),  # Discover, RuPay
    ((*range(3528, 3590),), (16, 19)),  # JCB
    ((2131, 1800), (15,)),  # JCB, older
    ((*range(300, 306), 3095, 36, 38, 39), (14,)),  # Diners Club
    ((62, 81), (16, 17, 18, 19)),  # UnionPay
    ((60, 82, 508), (16,)),  # RuPay
    ((5018, 5020, 5038, 5893, 6304, 6759, 6761, 6762, 6763), tuple(_LENGTHS)),  # Maestro
    ((*range(2200, 2205),), (16, 17, 18, 19)),  # Mir
    ((9792,), (16,)),  # Troy
)
"""First digits and lengths in use (ISO/IEC 7812; the networks' own tables)."""
_PREFIXES: Final = {str(prefix): lengths for prefixes, lengths in _NETWORKS for prefix in prefixes}

_IBANS: Final = (
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 "
    "DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 "
    "HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 "
    "MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 "
    "RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 "
    "VG24 XK20 YE30"
)
"""Country and length (SWIFT, IBAN registry)."""
_IBAN_LENGTHS: Final = {entry[:2]: int(entry[2:]) for entry in _IBANS.split()}
_COUNTRIES: Final = "|".join(_IBAN_LENGTHS)


_WITHOUT_IBAN: Final = (
    *("AU", "CA", "CN", "HK", "ID", "IN", "JP", "KE", "KR", "MX"),
    *("MY", "NG", "NZ", "PH", "SG", "TH", "TW", "US", "VN", "ZA"),
)


def is_card(digits: str) -> bool:
    """Whether digits begin and end as those of a payment card do."""
    for size in (1, 2, 3, 4):
        if len(digits) in _PREFIXES.get(digits[:size], ()):
            return luhn(digits)
    return False


def _cards(data: bytes, start: int, end: int) -> Iterator[Place]:
    """Cards in a run of digits with single separators.

    A run may hold other numbers too (`exp 1227 4111 1111 1111 1111`), so each way in which cards
    are grouped is tried at each group.
    """
    groups = [group.span() for group in _DIGITS.finditer(data, start, end)]
    if len(groups) in _LENGTHS and all(last - first == 1 for first, last in groups):
        yield from _card(data, groups, 0.9)
        return
    at = 0
    while at < len(groups):
        found = next(filter(None, (_card(data, each, 1.0) for each in _grouped(groups, at))), [])
        yield from found
        at += len(_DIGITS.findall(data, found[0].start, found[0].end)) if found else 1


def _grouped(groups: list[tuple[int, int]], at: int) -> Iterator[list[tuple[int, int]]]:
    first = groups[at][1] - groups[at][0]
    if first in _LENGTHS:
        yield groups[at : at + 1]
    for sizes in _GROUPINGS:
        if sizes[0] == first:
            some = groups[at : at + len(sizes)]
            if tuple(last - first for first, last in some) == sizes:
                yield some


def _card(data: bytes, groups: list[tuple[int, int]], confidence: float) -> list[Place]:
    start, end = groups[0][0], groups[-1][1]
    between = {data[one[1] : other[0]] for one, other in pairwise(groups)}
    if len(between) > 1 or not stands_alone(data, start, end):
        return []
    separator = between.pop() if between else b"."
    if separator != b" " and _goes_on(data, start, end, separator):
        return []
    if not is_card(bare(data[start:end])):
        return []
    sure = confidence if len(groups) > 1 else 0.75
    before = data[max(0, start - 1) : start]
    if before and before in b"-_/":  # more likely the end of an identifier or of an address
        sure = 0.4 if before == b"/" else 0.6
    return [Place(start, end, sure, 1.0)]


def _goes_on(data: bytes, start: int, end: int, separator: bytes) -> bool:
    """Whether more digits follow or precede after the same separator: a longer number, a sum."""
    before, after = data[max(0, start - 2) : start], data[end : end + 2]
    return (before[1:] == separator and before[:1].isdigit()) or (
        after[:1] == separator and after[1:].isdigit()
    )


def _ibans(data: bytes, start: int, end: int) -> Iterator[Place]:
    wanted = _IBAN_LENGTHS[data[start : start + 2].decode().upper()]
    length = 0
    for at in range(start, min(end, start + 2 * wanted)):
        length += data[at : at + 1].isalnum()
        if length == wanted:
            plain = bare(data[start : at + 1])
            if stands_alone(data, start, at + 1) and mod_97_10(plain[4:] + plain[:4]):
                yield Place(start, at + 1, 1.0)
            return


def _is_routing(plain: str) -> bool:
    """The ABA's check digit, and the districts and purposes that it assigned."""
    district = int(plain[:2])
    assigned = district <= 12 or 21 <= district <= 32 or 61 <= district <= 72 or district == 80
    return assigned and weighted(plain, (3, 7, 1) * 3) % 10 == 0 and int(plain) > 0


def _is_bic(plain: str) -> bool:
    return plain[4:6] in _IBAN_LENGTHS or plain[4:6] in _WITHOUT_IBAN


def _last_digits(data: bytes, start: int, end: int) -> Iterator[Place]:
    *_, last = _DIGITS.finditer(data, start, end)
    yield Place(*last.span(), 0.8)


def _wallets(data: bytes, start: int, end: int) -> Iterator[Place]:
    text = data[start:end].decode()
    if text.startswith("0x"):
        yield Place(start, end, 0.8, 1.0)
    elif text[:4].lower() in ("bc1q", "bc1p", "ltc1"):
        if bech32(text):
            yield Place(start, end, 1.0)
    elif (raw := base58check(text)) is not None and len(raw) == 21:
        yield Place(start, end, 1.0)


RULES: Final = (
    Rule(
        "pii.credit_card",
        r"\d(?:[ .-]?\d){11,}",
        37,
        context=r"\bcard|\bvisa\b|master ?card|\bamex\b|american express|\bPAN\b|discover|maestro|"
        r"kreditkarte|tarjeta",
        alone=0.75,
        find=_cards,
        hint=r"(?:\d[ .-]?){11}\d",
    ),
    Rule(
        "pii.iban",
        rf"(?i)\b(?:{_COUNTRIES})\d{{2}}[ -]?[A-Z0-9](?:[ -]?[A-Z0-9]){{10,32}}",
        42,
        alone=1.0,
        find=_ibans,
        hint=r"(?i)\b[A-Z]{2}\d{2}[ -]?[A-Z0-9][ -]?[A-Z0-9]",
    ),
    Rule(
        "financial.bic",
        r"\b[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?\b",
        11,
        _is_bic,
        r"\bBIC\b|\bSWIFT\b",
        near=0.9,
    ),
    Rule(
        "financial.us_routing",
        r"\b\d{9}\b|\b\d{4}-\d{4}-\d\b",
        11,
        _is_routing,
        r"routing|\bABA\b|\bRTN\b|\bACH\b|transit n",
    ),
    Rule(
        "financial.bank_account",
        r"\b\d(?:[ -]?\d){5,16}\b",
        33,
        lambda plain: 6 <= len(plain) <= 17,
        r"(?:bank|checking|savings?|deposit)[ -]acc(?:oun)?t|acc(?:oun)?t\.? ?(?:no\b|num|#)|"
        r"\bkonto(?:nummer|nr)|sort code",
        near=0.75,
    ),
    Rule(
        "financial.us_ein",
        r"\b\d{2}-\d{7}\b",
        10,
        None,
        r"\bEIN\b|employer id|\btax(?:payer)?[ -]?id|federal tax",
        near=0.85,
    ),
    Rule(
        "financial.card_security_code",
        r"(?i)(?:\bCV[CV]2?|\bCSC|security code)(?: is| code| number|\b)[ :#=]{1,3}\d{3,4}\b",
        35,
        alone=0.8,
        find=_last_digits,
    ),
    Rule(
        "financial.crypto_address",
        r"\b(?:(?:bc1[qp]|ltc1)[a-z0-9]{38,59}|[13LMD][1-9A-HJ-NP-Za-km-z]{25,34}"
        r"|0x[0-9a-fA-F]{40})\b",
        62,
        context=r"wallet|ethereum|\beth\b|bitcoin|\bbtc\b|crypto",
        alone=0.8,
        find=_wallets,
        hint=r"\b(?:bc1|ltc1|0x)[0-9a-zA-Z]{38}|\b[13LMD][1-9A-HJ-NP-Za-km-z]{25}",
    ),
)
