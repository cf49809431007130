"""Where people can be reached, and when they were born."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache, partial
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from typing import Final

from tollgate.detectors.personal.phones import PhoneSettings, phones
from tollgate.detectors.personal.rules import Place, Rule, is_date

_FILES: Final = frozenset(
    b"png jpg jpeg gif webp svg bmp ico css js mjs json html htm py tsx jsx md yml yaml txt".split()
)
"""Endings of file names such as `logo@2x.png`."""
_IN_URL: Final = re.compile(rb"[a-zA-Z][a-zA-Z0-9+.-]*://[^\s/@]*$")
_VERSION: Final = re.compile(
    rb"(?i)(?:(?:\bv|version|release|build)[ :=.]*|[a-z]/|\w-|[<>=~^]=? ?)$"
)
"""Before a version such as `v1.2.3.4`, `Chrome/120.0.6.1` or `>=68.2.0.1`."""
_OLDEST: Final = 1915
"""Year of a birth that still concerns somebody living."""
_MONTHS: Final = b"jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH: Final = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
_STREETS: Final = (
    "Street|St|Avenue|Ave|Boulevard|Blvd|Road|Rd|Lane|Ln|Drive|Dr|Court|Ct|Place|Pl|Terrace|Ter"
    "|Circle|Cir|Highway|Hwy|Parkway|Pkwy|Square|Sq|Trail|Trl|Way|Loop|Alley|Crescent"
)
_STATES: Final = (
    "A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|P[AR]|RI|S[CD]"
    "|T[NX]|UT|V[AIT]|W[AIVY]"
)
_ZIP: Final = re.compile(rf"(?:{_STATES})\.? +\d{{5}}(?:-\d{{4}})?$".encode())


def _emails(data: bytes, start: int, end: int) -> Iterator[Place]:
    local, _, domain = data[start:end].partition(b"@")
    name = local.lstrip(b".-+'%")
    start += len(local) - len(name)
    if not name or name.endswith(b".") or b".." in name:
        return
    if domain.rpartition(b".")[2].lower() in _FILES:
        return
    if name == b"git" and data[end : end + 1] in (b":", b"/"):
        return  # an address of a repository
    if _IN_URL.search(data, max(0, start - 80), start):
        return  # user and password of an URL
    yield Place(start, end, 1.0)


def _ip_addresses(data: bytes, start: int, end: int) -> Iterator[Place]:
    text = data[start:end].decode()
    try:
        address = IPv6Address(text) if ":" in text else IPv4Address(text)
    except AddressValueError:
        return
    before, after = data[max(0, start - 2) : start], data[end : end + 2]
    if after.startswith(b"/") and after[1:].isdigit():
        return  # a network
    more = b":" if ":" in text else b"."
    if before.endswith((b".", b":")) or (after.startswith(more) and after[1:].isalnum()):
        return
    if isinstance(address, IPv6Address):
        if sum(map(bool, text.split(":"))) < 3:
            return  # `dead::beef` is a name in some languages
    elif (
        _VERSION.search(data, max(0, start - 12), start)
        or text.endswith(".0.0")
        or text.startswith("0.")
    ):
        return
    special = address.is_loopback or address.is_unspecified or address.is_multicast
    yield Place(start, end, 0.3 if special else 0.9)


def _birthdays(data: bytes, start: int, end: int) -> Iterator[Place]:
    text = data[start:end].lower()
    numbers = [int(each) for each in re.findall(rb"\d+", text)]
    if len(numbers) == 2:
        month = next(n for n, name in enumerate(_MONTHS, 1) if name in text)
        numbers.insert(0, month)
    first, middle, last = numbers if numbers[0] <= 31 else reversed(numbers)
    year = last if last >= 100 else last + (1900 if last > 30 else 2000)
    if _OLDEST <= year <= 2100 and (is_date(year, first, middle) or is_date(year, middle, first)):
        yield Place(start, end, 0.0, 0.9)


def _addresses(data: bytes, start: int, end: int) -> Iterator[Place]:
    yield Place(start, end, 0.9 if _ZIP.search(data, start, end) else 0.55, 0.9)


@lru_cache(maxsize=64)
def phone_rule(settings: PhoneSettings) -> Rule:
    """What counts as a telephone number, by these settings."""
    return Rule(
        "pii.phone",
        r"(?:\+|\(|\b)\d[\d ().\-/\x{2011}]{4,22}\d(?: ?(?:x|ext\.?) ?\d{1,6})?\b",
        34,
        context=r"\b(?:call|dial|ring|tel|phone|mobile|mob|cell|fax|whatsapp|sms|reach|contact)"
        r"|telephone|telefon|t[ée]l[ée]phone|handy|tel[ée]fono",
        alone=1.0,
        find=partial(phones, settings),
        hint=r"(?:\d[ ().\-/]{0,3}){5}\d",
    )


RULES: Final = (
    Rule(
        "pii.email",
        r"[A-Za-z0-9._%+'-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+"
        r"(?:xn--[a-z0-9-]{2,59}|[A-Za-z]{2,24})\b",
        100,
        alone=1.0,
        find=_emails,
        hint="@",
    ),
    Rule(
        "pii.ip_address",
        r"\b\d{1,3}(?:\.\d{1,3}){3}\b|(?:[0-9a-fA-F]{1,4}:|::)(?:[0-9a-fA-F]{0,4}:){1,7}"
        r"(?:[0-9a-fA-F]{1,4}\b|\d{1,3}(?:\.\d{1,3}){3}|:?)",
        45,
        alone=0.9,
        find=_ip_addresses,
    ),
    Rule(
        "pii.date_of_birth",
        r"(?i)\b(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/. ]\d{1,2}[-/. ](?:19|20)?\d{2}"
        rf"|\d{{1,2}}(?:st|nd|rd|th)?(?: of)?[ -]{_MONTH}\.?,?[ -]\d{{4}}"
        rf"|{_MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}})\b",
        30,
        context=r"(?:^|[^-])\bborn\b|birth|\bDOB\b|\bD\.O\.B|geboren|geburts|n[ée]e? le"
        r"|nacimiento"
        r"|nascita",
        near=0.9,
        find=_birthdays,
    ),
    Rule(
        "pii.us_address",
        r"\b\d{1,6}[A-Z]? +(?:[NSEW]{1,2}\.? +)?(?:[A-Z][A-Za-z'.]*|\d{1,3}(?:st|nd|rd|th))"
        rf"(?: +[A-Z][A-Za-z'.]*){{0,3}} +(?:{_STREETS})\b\.?"
        r"(?:,? +(?:Apt|Apartment|Suite|Ste|Unit|Floor|Fl|#)\.? *#?[A-Za-z0-9-]{1,6})?"
        rf"(?:,?\s+[A-Z][A-Za-z.' -]{{1,30}},?\s+(?:{_STATES})\.?\s+\d{{5}}(?:-\d{{4}})?)?\b"
        rf"|\b(?:PO|P\.O\.) ?Box \d{{1,6}}\b",
        140,
        context=r"address|\blives? (?:at|in)\b|\bliving at|reside|\bmail|\bship|deliver"
        r"|\bhome\b",
        alone=0.55,
        find=_addresses,
        hint=rf"\b(?:{_STREETS})\b|\bBox \d",
    ),
)
