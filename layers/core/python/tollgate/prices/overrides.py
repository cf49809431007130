"""An organization's own prices: contract prices by model, and a ceiling for unknown models."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final

from tollgate.prices.models import DECIMALS, Rate, Unit, atto_from_decimal
from tollgate.prices.rules import Price, Rates

FIELDS: Final[dict[str, Unit]] = {
    f"{unit.value}_usd_per_million": unit
    for unit in Unit
    if unit not in (Unit.WEB_SEARCHES, Unit.REQUESTS)
}
"""Field names of an override, such as `cache_read_usd_per_million`; values are decimal strings."""


def read_override(fields: Mapping[str, Any]) -> Rates:
    """The rates of an override.

    Raises `ValueError` naming the field that is unknown or not an unsigned plain decimal.
    """
    rates: dict[Unit, Rate] = {}
    for name, value in fields.items():
        if name not in FIELDS:
            raise ValueError(f"{name} is not a price: use one of {', '.join(FIELDS)}")
        try:
            rates[FIELDS[name]] = Rate(atto_from_decimal(str(value)))
        except ValueError as error:
            raise ValueError(f"{name}: {error}") from error
    return rates


def override_for(
    overrides: Mapping[str, Mapping[str, Any]], provider: str, *names: str
) -> Mapping[str, Any] | None:
    """The override of the first name that has one, as `<provider>/<name>` or bare."""
    for name in names:
        for key in (f"{provider}/{name}", name):
            if overrides.get(key):
                return overrides[key]
    return None


def overridden(listed: Price | None, fields: Mapping[str, Any], model: str) -> Price | None:
    """The listed price with an override's fields in place of its own.

    None where what results has no price for input. An overridden unit is flat: it has no tiers.
    Raises `ValueError` as `read_override` does.
    """
    rates = (dict(listed.rates) if listed else {}) | dict(read_override(fields))
    if Unit.INPUT not in rates:
        return None
    content = "\n".join(f"{name}={fields[name]}" for name in sorted(fields))
    marker = f"override-{sha256(content.encode()).hexdigest()[:12]}"
    return Price(f"{listed.version}+{marker}" if listed else marker, model, rates)


def ceiling_price(ceiling: tuple[int, int], model: str) -> Price:
    """A price for whatever the catalog does not know; `ceiling` is nano-dollars per million."""
    atto_per_nano = 10 ** (DECIMALS - 9)
    rates = {
        Unit.INPUT: Rate(ceiling[0] * atto_per_nano),
        Unit.OUTPUT: Rate(ceiling[1] * atto_per_nano),
    }
    return Price(f"ceiling-{ceiling[0]}-{ceiling[1]}", model, rates, flat=True)
