"""Prices as the rest of Tollgate asks for them: by provider, model and moment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from tollgate.errors import UnpricedModel
from tollgate.prices import catalog
from tollgate.prices.catalog import Entry, Prices, When
from tollgate.prices.limits import published_limit
from tollgate.prices.models import (
    Cost,
    PriceUnknown,
    Rate,
    Unit,
    atto_from_decimal,
)
from tollgate.prices.overrides import ceiling_price, overridden, override_for
from tollgate.prices.rules import Price

__all__ = [
    "Cost",
    "Price",
    "PriceUnknown",
    "context_window",
    "max_output_tokens",
    "price_for",
    "priced_models",
]

SCRIPTED: Final = "scripted"

_SCRIPTED_RATES: Final = {Unit.INPUT: Rate(10**18), Unit.OUTPUT: Rate(4 * 10**18)}
_STANDARD: Final = frozenset(
    {("service_tier", "auto"), ("service_tier", "default"), ("service_tier", "standard_only")}
)
_DAY_MS: Final = 86_400_000


def price_for(
    provider: str,
    upstream_model: str,
    at_ms: int,
    *,
    overrides: Mapping[str, Mapping[str, Any]] | None = None,
    ceiling: tuple[int, int] | None = None,
    context: Mapping[str, str] | None = None,
) -> Price:
    """The price of a provider's model at an epoch millisecond.

    An organization's override beats the catalog, and its `ceiling` (input and output nano-dollars
    per million tokens) prices what neither knows. `context` names what changes the price of a call,
    such as `{"processing": "batch"}` or `{"service_tier": "flex"}`. Raises `UnpricedModel` when the
    model, or the model in this context, has no price.
    """
    if provider == SCRIPTED:
        return Price("scripted-1", upstream_model, _SCRIPTED_RATES, flat=True)
    listed: Price | None = None
    refusal: UnpricedModel | None = None
    try:
        listed = _listed(provider, upstream_model, at_ms, context or {})
    except UnpricedModel as error:
        refusal = error
    names = (upstream_model, listed.model) if listed else (upstream_model,)
    fields = override_for(overrides or {}, provider, *names)
    price = _overridden(listed, fields, upstream_model) if fields else listed
    if price is not None:
        return price
    if ceiling is not None:
        return ceiling_price(ceiling, upstream_model)
    raise refusal or _unpriced(upstream_model, "its override names no price for input")


def priced_models(provider: str) -> list[str]:
    """The names of a provider's models that the catalog prices; none for an unknown provider."""
    found = catalog.find_provider(provider)
    if found is None:
        return []
    priced = (entry for entry in catalog.entries(found["id"]) if "refused" not in entry)
    return [name for entry in priced if (name := catalog.name_of(entry)) is not None]


def context_window(provider: str, model: str) -> int | None:
    """The most tokens of input that the catalog states for the model, None where it states none."""
    entry = catalog.find_entry(provider, model)
    return entry.get("context") if entry else None


def max_output_tokens(provider: str, model: str, input_tokens: int = 0) -> int:
    """The limit to set for one choice of a call that sets none; 0 for a model that only embeds.

    It is what the model can write at most (8,192 where that is not known, 4,096 for the scripted
    provider) and what its context window leaves beside the input: providers refuse more.
    """
    limit = published_limit(provider, model)
    window = context_window(provider, model)
    return limit if window is None else min(limit, max(1, window - input_tokens))


def _overridden(listed: Price | None, fields: Mapping[str, Any], model: str) -> Price | None:
    try:
        return overridden(listed, fields, model)
    except ValueError as error:
        raise _unpriced(model, f"its override is unusable: {error}") from error


def _listed(provider: str, model: str, at_ms: int, context: Mapping[str, str]) -> Price:
    entry = catalog.find_entry(provider, model)
    if entry is None:
        raise _unpriced(model, f"the catalog has no such model of {provider}")
    if "refused" in entry:
        raise _unpriced(model, entry["refused"])
    rates = _rates(_standard_prices(entry, at_ms) | _variant(entry, at_ms, context))
    marks = [f"{name}={value}" for name, value in sorted(_special(context).items())]
    return Price("+".join([catalog.version(), *marks]), entry["id"], rates)


def _standard_prices(entry: Entry, at_ms: int) -> Prices:
    for when, prices in reversed(entry["prices"]):
        if _applies(when, at_ms):
            return prices
    return entry["prices"][0][1]


def _variant(entry: Entry, at_ms: int, context: Mapping[str, str]) -> Prices:
    special = _special(context)
    unmatched = set(special)
    prices: Prices = {}
    for names, when, variant in entry.get("variants", ()) if special else ():
        if names.items() <= special.items() and _applies(when, at_ms):
            prices = variant | prices
            unmatched -= names.keys()
    if unmatched:
        wanted = ", ".join(f"{name}={special[name]}" for name in sorted(unmatched))
        raise _unpriced(entry["id"], f"it has no price for {wanted}")
    return prices


def _special(context: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in context.items() if (name, value) not in _STANDARD}


def _applies(when: When, at_ms: int) -> bool:
    if when is None:
        return True
    if isinstance(when, int):
        return at_ms >= when
    start, end = when
    moment = at_ms % _DAY_MS
    return start <= moment < end if start <= end else moment >= start or moment < end


def _rates(prices: Prices) -> dict[Unit, Rate]:
    return {Unit(unit): _rate(price) for unit, price in prices.items()}


def _rate(price: str | list[Any]) -> Rate:
    if isinstance(price, str):
        return Rate(atto_from_decimal(price))
    base, *tiers = price
    pairs = zip(tiers[::2], tiers[1::2], strict=True)
    return Rate(
        atto_from_decimal(base), tuple((start, atto_from_decimal(tier)) for start, tier in pairs)
    )


def _unpriced(model: str, reason: str) -> UnpricedModel:
    return UnpricedModel(f"the model {model[:128]!r} has no price: {reason}", param="model")
