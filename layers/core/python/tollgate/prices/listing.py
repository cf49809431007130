"""The price list: what the catalog says, for people and for other systems."""

from __future__ import annotations

from dataclasses import dataclass

from tollgate.prices import catalog
from tollgate.prices.catalog import Entry
from tollgate.prices.models import decimal_from_atto
from tollgate.prices.service import rates_of, standard_prices


@dataclass(frozen=True, slots=True)
class ListedPrice:
    """One model of a price list. `usd_per_million` holds decimal strings by unit; a long-context
    price stands in `tiers` under the number of input tokens above which it applies. `refused` says
    why calls of the model are not priced from the catalog, None where they are.
    """

    provider: str
    model: str
    context_window: int | None
    usd_per_million: dict[str, str]
    tiers: dict[int, dict[str, str]]
    refused: str | None
    version: str


def price_list(provider: str | None = None, *, at_ms: int) -> list[ListedPrice]:
    """The catalog at an epoch millisecond: of one provider, or of all."""
    names = catalog.provider_ids() if provider is None else [provider]
    found = [item["id"] for name in names if (item := catalog.find_provider(name)) is not None]
    return [_row(item, entry, at_ms) for item in found for entry in catalog.entries(item)]


def _row(provider: str, entry: Entry, at_ms: int) -> ListedPrice:
    rates = rates_of(standard_prices(entry, at_ms))
    tiers: dict[int, dict[str, str]] = {}
    for unit, rate in rates.items():
        for start, price in rate.tiers:
            tiers.setdefault(start, {})[unit.value] = decimal_from_atto(price)
    return ListedPrice(
        provider=provider,
        model=entry["id"],
        context_window=entry.get("context"),
        usd_per_million={unit.value: decimal_from_atto(rate.base) for unit, rate in rates.items()},
        tiers=tiers,
        refused=entry.get("refused"),
        version=catalog.version(),
    )
