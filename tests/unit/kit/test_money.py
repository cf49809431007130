from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tollgate.kit.money import LARGEST, from_usd, to_usd


@given(st.integers(-LARGEST, LARGEST))
def test_round_trip(nano: int) -> None:
    assert from_usd(to_usd(nano)) == nano
    assert Decimal(to_usd(nano)) == Decimal(nano).scaleb(-9)


@pytest.mark.parametrize(
    ("given_usd", "nano"),
    [
        ("0.1", 100_000_000),
        (0.1, 100_000_000),
        (100, 100_000_000_000),
        ("1e-9", 1),
        ("-2", -(2 * 10**9)),
    ],
)
def test_reads_dollars_exactly(given_usd: str | float, nano: int) -> None:
    assert from_usd(given_usd) == nano


@pytest.mark.parametrize(
    "amount",
    [
        "NaN",
        "Infinity",
        "sNaN",
        "1e-10",
        "ten",
        "",
        "1e30",
        "1e99999999999",
        "1e999999999999999999999",
        "1e-99999999999",
        "0.1" + "0" * 60 + "1",
        "9" * 5_000,
        float("nan"),
    ],
)
def test_refuses_what_is_no_amount(amount: str | float) -> None:
    with pytest.raises(ValueError, match="dollars"):
        from_usd(amount)
