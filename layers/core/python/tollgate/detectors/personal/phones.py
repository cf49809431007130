"""Telephone numbers, by the numbering plans that libphonenumber knows.

A valid number of its country is found alone. Most invented numbers are not valid, and so are many
real ones seen through one country's eyes: with `match` "context" a number of a possible length
counts too where a word near it says that it is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final, NamedTuple

from msgspec import Struct

from tollgate.detectors.matching import Expression, compiled
from tollgate.detectors.personal.rules import Place
from tollgate.errors import BadRequest

_DATE: Final = re.compile(
    rb"\(?(?:(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)?\d\d)"
)
_OTHER: Final = re.compile(
    rb"\d{1,3}(?:\.\d{1,3}){3}$|\d+\.\d+$|\d(?: \d)+$"
    rb"|\d{3}-\d{2}-\d{4}$|\d{4}([ -])\d{4}\1\d{4}\1\d{4}$|.*\s\s"
)
"""IP addresses, decimal fractions, rows of single digits, social security numbers, cards, columns
of a table."""
_EXTENSION: Final = re.compile(r" ?(?:x|ext)\.? ?\d+$")
_AMERICAN: Final = re.compile(
    rb"(?:1[ ./-]{0,3})?(?:\(\d{3}\)[ ./-]{0,3}|\d{3}[ ./-]{1,3})\d{3}[ .-]{0,3}"
    rb"(?:\d{4}|\d{2}[ .-]\d{2})(?: ?(?:x|ext)\.? ?\d+)?"
)
"""How a number of North America is written; others, as 2 146 483 647, are amounts and ids."""
_USES: Final = (
    "fixed_line", "mobile", "toll_free", "premium_rate", "shared_cost", "personal_number", "voip",
    "pager", "uan", "voicemail",
)  # fmt: skip
_GLUE: Final = frozenset(b"-./_#$=:+*")
_TAIL: Final = re.compile(rb"[\s(/]+[\d).-]+$")
_TRUNK: Final = 5
"""Digits that may stand before a number inside its country, a carrier's among them."""
_SHORTER: Final = 3
"""How many numbers after a telephone number, as in `212 555 0100 12`, are taken from it."""


class PhoneSettings(Struct, frozen=True):
    """`regions` are the countries of numbers without a country code, the likeliest first."""

    regions: tuple[str, ...] = ("US", "CA")
    in_context: bool = False

    @classmethod
    def read(cls, config: dict[str, Any]) -> PhoneSettings:
        """From `phone_regions` and `phone_match`. Raises `BadRequest`."""
        regions = config.get("phone_regions", list(cls().regions))
        match = config.get("phone_match", "valid")
        if (
            not isinstance(regions, list)
            or not all(_is_region(each) for each in regions)
            or not 0 < len(regions) <= 10
        ):
            raise BadRequest(
                'phone_regions are two-letter codes such as ["US", "GB"], at most ten',
                param="phone_regions",
            )
        if match not in ("valid", "context"):
            raise BadRequest('phone_match is "valid" or "context"', param="phone_match")
        for region in regions:
            _plan(region, 0)
        return cls(tuple(regions), match == "context")


def _is_region(region: Any) -> bool:
    return isinstance(region, str) and re.fullmatch("[A-Z]{2}", region) is not None


def phones(settings: PhoneSettings, data: bytes, start: int, end: int) -> Iterator[Place]:
    """The telephone number that some bytes begin with, if they are one.

    Bare digits are one only near a word that says so.
    """
    if start and (data[start - 1] in _GLUE or data[start - 1 : start].isalnum()):
        return
    text = data[start:end]
    if _DATE.match(text) or _OTHER.match(text):
        return
    for _ in range(_SHORTER):
        whole = text.count(b"(") == text.count(b")")
        valid = whole and is_valid(text.decode("ascii", "ignore"), settings.regions)
        alone = _alone(text, settings.regions) if valid else 0.0
        near = float(valid) or (0.6 if settings.in_context and _is_possible(text) else 0.0)
        if near:
            yield Place(start, start + len(text), alone, near)
            return
        shorter = _TAIL.sub(b"", text)
        if shorter == text:
            return
        text = shorter


def _alone(text: bytes, regions: tuple[str, ...]) -> float:
    """How sure a valid number is without a word: digits alone could be any number, and so could
    those of North America that are not in its groups."""
    if text.startswith(b"+"):
        return 1.0
    if text.isdigit():
        return 0.0
    grouped = text.startswith(b"00") or _AMERICAN.fullmatch(text) is not None
    return 0.9 if grouped or is_valid(text.decode("ascii", "ignore"), _abroad(regions)) else 0.0


@lru_cache(maxsize=64)
def _abroad(regions: tuple[str, ...]) -> tuple[str, ...]:
    """Those of some regions that are not North America's, whose numbers have groups of any size."""
    from phonenumbers import country_code_for_region  # noqa: PLC0415

    return tuple(region for region in regions if country_code_for_region(region) != 1)


def _is_possible(text: bytes) -> bool:
    return 7 <= sum(byte in b"0123456789" for byte in text) <= 15


def is_valid(text: str, regions: tuple[str, ...]) -> bool:
    """Whether a number as written is valid anywhere after `+` or `00`, or else in a region."""
    main = _EXTENSION.sub("", text).replace("(0)", "")
    digits = "".join(filter(str.isdigit, main))
    if text.startswith("+") or digits.startswith("00"):
        return _is_valid_abroad(digits if text.startswith("+") else digits[2:])
    return any(_plan(region, 0).holds(digits) for region in regions)


def _is_valid_abroad(digits: str) -> bool:
    """Country codes are one to three digits, and none begins another."""
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE  # noqa: PLC0415 - 20 ms few policies need

    for size in (1, 2, 3):
        if some := COUNTRY_CODE_TO_REGION_CODE.get(int(digits[:size] or 0)):
            code = int(digits[:size])
            return any(_plan(each, code).holds(digits[size:]) for each in some)
    return False


class _Plan(NamedTuple):
    """A country's numbers: what may stand before them inside the country, and all that are used.

    The library does the same with `re` and takes forty times as long.
    """

    trunk: Expression
    numbers: Expression
    lengths: range

    def holds(self, digits: str) -> bool:
        if len(digits) not in self.lengths:
            return False
        raw = digits.encode()
        if self.numbers.fullmatch(raw):
            return True
        trunk = self.trunk.match(raw)
        return bool(trunk and trunk.end() and self.numbers.fullmatch(raw[trunk.end() :]))


@lru_cache(maxsize=256)
def _plan(region: str, code: int) -> _Plan:
    """The plan of a region; of one that is no country (`001`), by its country code."""
    from phonenumbers import PhoneMetadata  # noqa: PLC0415

    found = (
        PhoneMetadata.metadata_for_nongeo_region(code)
        if region == "001"
        else PhoneMetadata.metadata_for_region(region)
    )
    if found is None:
        raise BadRequest(f"no telephone numbers of {region!r} are known", param="phone_regions")
    kinds = [getattr(found, name) for name in _USES]
    used = [kind.national_number_pattern for kind in kinds if kind is not None]
    described = found.general_desc
    sizes = described.possible_length if described else ()
    return _Plan(
        compiled(found.national_prefix_for_parsing or "$"),
        compiled("|".join(f"(?:{pattern})" for pattern in used if pattern)),
        range(min(sizes, default=0), max(sizes, default=0) + _TRUNK + 1),
    )
