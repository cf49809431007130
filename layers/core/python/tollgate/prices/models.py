"""The vocabulary of prices: units, rates, and what a call did cost.

Prices are integers of 1e-18 USD per million tokens ("atto-dollars"), so every published decimal is
exact and arithmetic never leaves the integers.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Final, NamedTuple

DECIMALS: Final = 18
"""Decimals that a published price may have; the most that any had is 18."""

ATTO_PER_NANO: Final = 10 ** (DECIMALS + 6 - 9)
"""From tokens x atto-dollars per million tokens to nano-dollars."""


class PriceUnknown(Exception):
    """Reported usage that this price cannot charge: charge what was held, and say so."""


class Unit(StrEnum):
    """What is charged. Of the input and output units each token is charged as exactly one.

    `CACHE_WRITE` is a write kept for five minutes where `CACHE_WRITE_1H` has a price of its own.
    `WEB_SEARCHES` and `REQUESTS` are counts, priced per million like the rest.
    """

    INPUT = "input"
    CACHE_READ = "cache_read"
    CACHE_WRITE = "cache_write"
    CACHE_WRITE_1H = "cache_write_1h"
    INPUT_AUDIO = "input_audio"
    CACHE_AUDIO_READ = "cache_audio_read"
    OUTPUT = "output"
    REASONING = "reasoning"
    OUTPUT_AUDIO = "output_audio"
    WEB_SEARCHES = "web_searches"
    REQUESTS = "requests"


class Rate(NamedTuple):
    """Atto-dollars per million of a unit.

    `tiers` are `(start, price)` in ascending order: a call whose whole input is above `start` pays
    that price for every token of the unit.
    """

    base: int
    tiers: tuple[tuple[int, int], ...] = ()

    def at(self, total_input: int) -> int:
        for start, price in reversed(self.tiers):
            if total_input > start:
                return price
        return self.base


class Cost(NamedTuple):
    """Nano-dollars, rounded up once, and how they came about.

    `arithmetic` has one entry per unit: `{"unit", "tokens", "usd_per_million"}`, the last a decimal
    string. The sum of tokens x price, rounded up to a nano-dollar, is `nano`.
    """

    nano: int
    arithmetic: tuple[dict[str, Any], ...] = ()


def atto_from_decimal(text: str) -> int:
    """A plain decimal of USD per million to atto-dollars: `"2.5"` is 2.5e18.

    Raises `ValueError` when `text` is not an unsigned plain decimal of at most 18 decimals.
    """
    whole, _, fraction = text.partition(".")
    digits = whole + fraction.ljust(DECIMALS, "0")
    if not (whole and digits.isascii() and digits.isdigit()) or len(fraction) > DECIMALS:
        raise ValueError(f"not a price in dollars per million tokens: {text!r}")
    return int(digits)


def decimal_from_atto(price: int) -> str:
    """Atto-dollars per million to a plain decimal of USD: 2.5e18 is `"2.5"`."""
    whole, fraction = divmod(price, 10**DECIMALS)
    decimals = f"{fraction:0{DECIMALS}d}".rstrip("0")
    return f"{whole}.{decimals}" if decimals else str(whole)
