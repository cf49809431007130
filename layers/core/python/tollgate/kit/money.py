"""Money is an integer of nano-dollars (1e-9 USD) inside and decimal dollars outside."""

from __future__ import annotations

from decimal import Context, Decimal, Inexact, InvalidOperation, Overflow
from typing import Final, NewType

NanoDollars = NewType("NanoDollars", int)

NANO: Final = 1_000_000_000
LARGEST: Final = NanoDollars(10**18)
"""A billion dollars: above it an amount is a mistake, and PostgreSQL's bigint is still far away."""

_EXACT: Final = Context(prec=40, traps=[InvalidOperation, Overflow, Inexact])


def from_usd(amount: str | float | Decimal) -> NanoDollars:
    """Dollars to nano-dollars, exactly.

    A float is read as the shortest decimal that denotes it (0.1 is ten cents). Raises `ValueError`
    when the amount is not finite, has more than nine decimals or is beyond `LARGEST`.
    """
    try:
        scaled = Decimal(str(amount)).scaleb(9, _EXACT)
    except ArithmeticError as error:
        raise ValueError(f"not an amount of dollars: {amount!r}") from error
    if not scaled.is_finite() or abs(scaled) > LARGEST:
        raise ValueError(f"not an amount of dollars: {amount!r}")
    if scaled != scaled.to_integral_value():
        raise ValueError(f"dollars have at most nine decimals: {amount!r}")
    return NanoDollars(int(scaled))


def to_usd(nano: int) -> str:
    """Nano-dollars to a plain decimal string of dollars: 1500000 becomes `"0.0015"`."""
    sign = "-" if nano < 0 else ""
    dollars, rest = divmod(abs(nano), NANO)
    decimals = f"{rest:09d}".rstrip("0")
    return f"{sign}{dollars}.{decimals}" if decimals else f"{sign}{dollars}"
