"""Every model of genai-prices, random usage, and the Decimal arithmetic of genai-prices as oracle.

Where genai-prices is wrong or guesses, the exception is stated in `deviation` and so is what must
happen instead.
"""

from __future__ import annotations

import random
from datetime import UTC, datetime
from decimal import ROUND_CEILING, Decimal

import genai_prices
import pytest
from genai_prices.data import providers as published

from tests.unit.prices.names import names_of
from tollgate.errors import UnpricedModel
from tollgate.prices import catalog
from tollgate.prices.models import PriceUnknown, Unit
from tollgate.prices.rules import Price
from tollgate.prices.service import price_for
from tollgate.providers.models import Usage

MOMENTS = tuple(
    datetime(*moment, tzinfo=UTC)
    for moment in (
        (2024, 3, 1),
        (2025, 5, 22),
        (2026, 8, 17, 0, 0),
        (2026, 11, 21, 1, 0),
        (2026, 11, 21, 3, 59, 59),
        (2026, 11, 21, 12),
        (2026, 11, 21, 23, 59, 59),
    )
)
KEYS = {
    "cache_read_tokens": "cache_read_tokens",
    "cache_write_tokens": "cache_write_tokens",
    "cache_write_1h_tokens": "cache_write_1h_tokens",
    "reasoning_tokens": "output_reasoning_tokens",
    "input_audio_tokens": "input_audio_tokens",
    "output_audio_tokens": "output_audio_tokens",
    "web_searches": "web_searches",
}


def random_usage(rng: random.Random, *, output: bool) -> Usage:
    left = total = rng.choice((0, 1, 3, 999, 100_001, 128_000, 200_000, 272_001, 1_200_000))
    parts = {}
    for name in rng.sample(("cache_read_tokens", "cache_write_tokens", "input_audio_tokens"), 3):
        share = rng.random() < (0.15 if "audio" in name else 0.4)
        parts[name] = rng.randint(0, left) if share else 0
        left -= parts[name]
    written = parts["cache_write_tokens"]
    made = rng.choice((0, 1, 500, 64_000)) if output else 0
    audio = rng.randint(0, made) if rng.random() < 0.15 else 0
    return Usage(
        input_tokens=total,
        output_tokens=made,
        cache_write_1h_tokens=rng.choice((0, rng.randint(0, written))),
        output_audio_tokens=audio,
        reasoning_tokens=rng.choice((0, rng.randint(0, made - audio))),
        web_searches=rng.choice((0, 0, 0, 0, 0, 3)),
        **parts,
    )


def oracle(usage: Usage, provider: str, model: str, moment: datetime, context: dict) -> int:
    given = {theirs: getattr(usage, ours) for ours, theirs in KEYS.items() if getattr(usage, ours)}
    price = genai_prices.calc_price(
        genai_prices.Usage(
            input_tokens=usage.input_tokens, output_tokens=usage.output_tokens, **given
        ),
        model,
        provider_id=provider,
        genai_request_timestamp=moment,
        price_context=context,
    )
    return int((price.total_price * 10**9).to_integral_value(ROUND_CEILING))


def deviation(price: Price, usage: Usage, model: str) -> str | None:
    """Why genai-prices cannot be followed: `unknown` for usage that must be refused, `dearer`."""
    rates = price.rates
    if usage.input_audio_tokens and Unit.INPUT_AUDIO not in rates:
        return "unknown"  # it silently charges audio as text
    if usage.output_audio_tokens and Unit.OUTPUT_AUDIO not in rates:
        return "unknown"
    if usage.output_tokens and Unit.OUTPUT not in rates:
        return "unknown"  # it silently charges nothing
    if usage.web_searches and Unit.WEB_SEARCHES not in rates:
        return "unknown"
    one_hour = Unit.CACHE_WRITE in rates and Unit.CACHE_WRITE_1H not in rates
    if usage.cache_write_1h_tokens and one_hour:
        return "unknown"  # it silently charges five minutes
    if usage.input_audio_tokens and usage.cache_read_tokens and Unit.CACHE_READ in rates:
        return "overlap"  # it refuses to guess how much of the audio was cached
    if "claude" in model and usage.cache_write_tokens:
        return "dearer"  # it leaves cache writes out of some resellers' prices
    return None


def contexts(entry: catalog.Entry) -> list[dict[str, str]]:
    return [{}, *(names for names, _, _ in entry.get("variants", ()))]


@pytest.mark.parametrize("provider", published, ids=lambda provider: provider.id)
def test_costs_equal_genai_prices(provider):
    rng = random.Random(f"prices of {provider.id}")
    compared = 0
    named = [name for model in provider.models for name in names_of(model)[:1]]
    assert len(named) >= 0.9 * len(provider.models)
    for name in named:
        for context in contexts(catalog.find_entry(provider.id, name)):
            for moment in rng.choices(MOMENTS, k=8):
                compared += check(rng, provider.id, name, moment, context)
    priced = [entry for entry in catalog.entries(provider.id) if "refused" not in entry]
    assert compared >= len(priced)


def check(rng: random.Random, provider: str, model: str, moment: datetime, context: dict) -> int:
    """One random usage; how many comparisons were made."""
    at_ms = int(moment.timestamp() * 1000)
    try:
        price = price_for(provider, model, at_ms, context=context)
    except UnpricedModel:
        entry = catalog.find_entry(provider, model)
        assert "refused" in entry or context, (provider, model)
        return 0
    usage = random_usage(rng, output=Unit.OUTPUT in price.rates or rng.random() < 0.1)
    why = deviation(price, usage, catalog.find_entry(provider, model)["id"])
    if why == "unknown":
        with pytest.raises(PriceUnknown):
            price.cost(usage)
        return 0
    ours = price.cost(usage)
    lines = (Decimal(line["usd_per_million"]) * line["tokens"] for line in ours.arithmetic)
    exact = sum(lines, Decimal()) / 10**6
    assert int((exact * 10**9).to_integral_value(ROUND_CEILING)) == ours.nano
    assert ours.nano <= price.hold(usage.input_tokens, usage.output_tokens) + searches(price, usage)
    if why == "overlap":
        return 0
    theirs = oracle(usage, provider, model, moment, context)
    case = (provider, model, moment, context, usage)
    assert ours.nano >= theirs if why == "dearer" else ours.nano == theirs, case
    return 1


def searches(price: Price, usage: Usage) -> int:
    if not usage.web_searches:
        return 0
    return price.cost(Usage(web_searches=usage.web_searches)).nano


def test_the_published_multipliers_of_claudes_cache_writes():
    """One hour is twice the input price wherever genai-prices states both."""
    for provider in published:
        for model in provider.models:
            if "claude" in model.id and not isinstance(model.prices, list):
                stated = model.prices.__dict__
                if "cache_write_1h_mtok" in stated and isinstance(stated["input_mtok"], Decimal):
                    assert stated["cache_write_1h_mtok"] == 2 * stated["input_mtok"]
