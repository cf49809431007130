"""Writes the price catalog from the installed genai-prices: `python -m tollgate.prices.build`.

A development tool: genai-prices and what it imports are not deployed. What the catalog leaves out
or adds, and why, is told in docs/prices.md.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, time
from decimal import Decimal
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from genai_prices import types
from genai_prices.data import providers as published

from tollgate.prices.catalog import FOLDER, Prices
from tollgate.prices.models import Unit, atto_from_decimal

_MILLIONS: Final[dict[str, tuple[Unit, int]]] = {
    "input_mtok": (Unit.INPUT, 1),
    "cache_read_mtok": (Unit.CACHE_READ, 1),
    "cache_write_mtok": (Unit.CACHE_WRITE, 1),
    "cache_write_1h_mtok": (Unit.CACHE_WRITE_1H, 1),
    "input_audio_mtok": (Unit.INPUT_AUDIO, 1),
    "cache_audio_read_mtok": (Unit.CACHE_AUDIO_READ, 1),
    "output_mtok": (Unit.OUTPUT, 1),
    "output_reasoning_mtok": (Unit.REASONING, 1),
    "output_audio_mtok": (Unit.OUTPUT_AUDIO, 1),
    "web_searches_kcount": (Unit.WEB_SEARCHES, 1_000),
    "requests_kcount": (Unit.REQUESTS, 1_000),
}
"""Published price keys, our unit, and how many published units make a million."""

_IRRELEVANT: Final = frozenset({"storage_searches_kcount"})
"""Prices of tools that the gateway refuses before the call."""

_SEARCHING: Final = ("-search-preview", "-search-api", "-pro-search", "-deep-research")
_CLAUDE_CACHE_WRITES: Final = (
    (Unit.CACHE_WRITE, Decimal("1.25")),
    (Unit.CACHE_WRITE_1H, Decimal(2)),
)
"""Anthropic's multipliers on the input price, for entries that leave a cache write's price out.
https://platform.claude.com/docs/en/build-with-claude/prompt-caching#pricing"""

_OPERATORS: Final = {
    types.ClauseEquals: ("=", "equals"),
    types.ClauseStartsWith: ("^", "starts_with"),
    types.ClauseEndsWith: ("$", "ends_with"),
    types.ClauseContains: ("~", "contains"),
}


def render() -> dict[str, bytes]:
    """The catalog's files by name."""
    index = {
        "version": f"genai-prices-{version('genai-prices')}",
        "providers": [_provider(provider) for provider in published],
    }
    files = {"index.json": _encode(index)}
    for provider in published:
        lines = b",\n".join(_encode(_entry(model)) for model in provider.models)
        files[f"{provider.id}.json"] = b"[\n" + lines + b"\n]\n"
    return files


def write() -> None:
    """Replaces the catalog's files."""
    files = render()
    folder = Path(FOLDER)
    folder.mkdir(exist_ok=True)
    for stale in {path.name for path in folder.glob("*.json")} - files.keys():
        (folder / stale).unlink()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    size = sum(map(len, files.values()))
    sys.stdout.write(f"{folder}: {len(files)} files, {size:,} bytes\n")


def _provider(provider: types.Provider) -> dict[str, Any]:
    entry: dict[str, Any] = {"id": provider.id}
    if provider.provider_match is not None:
        entry["match"] = _clause(provider.provider_match)
    if provider.fallback_model_providers:
        entry["fallback"] = provider.fallback_model_providers
    return entry


def _entry(model: types.ModelInfo) -> dict[str, Any]:
    entry: dict[str, Any] = {"id": model.id, "match": _clause(model.match)}
    if model.context_window:
        entry["context"] = model.context_window
    refused = _refusal(model)
    if refused:
        entry["refused"] = refused
    claude = "claude" in model.id
    entry["prices"] = [
        [_when(constraint), _prices(prices, claude=claude)]
        for constraint, prices in _standard(model)
    ]
    if model.price_variants:
        entry["variants"] = [
            [variant.when, _when(variant.constraint), _prices(variant.prices, claude=claude)]
            for variant in model.price_variants
        ]
    return entry


def _refusal(model: types.ModelInfo) -> str | None:
    keys = {key for _, prices in _standard(model) for key in prices.__dict__}
    foreign = sorted(keys - _MILLIONS.keys() - _IRRELEVANT)
    if foreign:
        return f"it is priced by {', '.join(foreign)}, which a call's usage does not report"
    unpaid_searches = "sonar" in model.id and "requests_kcount" not in keys
    if model.id.endswith(_SEARCHING) or unpaid_searches:
        return "it charges for searches that a call's usage does not report"
    if not all("input_mtok" in prices.__dict__ for _, prices in _standard(model)):
        return "it has no published input price"
    return None


def _standard(model: types.ModelInfo) -> Iterator[tuple[Any, types.ModelPrice]]:
    if isinstance(model.prices, types.ModelPrice):
        yield None, model.prices
    else:
        for conditional in model.prices:
            yield conditional.constraint, conditional.prices


def _prices(prices: types.ModelPrice, *, claude: bool) -> Prices:
    published_prices = {key: price for key, price in prices.__dict__.items() if price is not None}
    rendered: Prices = {}
    for key, price in published_prices.items():
        if key in _MILLIONS:
            unit, factor = _MILLIONS[key]
            rendered[unit] = _price(price, Decimal(factor))
    if claude and "input_mtok" in published_prices:
        for unit, multiple in _CLAUDE_CACHE_WRITES:
            rendered.setdefault(unit, _price(published_prices["input_mtok"], multiple))
    return rendered


def _price(price: Decimal | types.TieredPrices, factor: Decimal) -> str | list[Any]:
    if isinstance(price, Decimal):
        return _decimal(price * factor)
    tiers = [(tier.start, _decimal(tier.price * factor)) for tier in price.tiers]
    return [_decimal(price.base * factor), *(part for tier in tiers for part in tier)]


def _decimal(price: Decimal) -> str:
    text = f"{price:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    atto_from_decimal(text)
    return text


def _when(constraint: Any) -> int | list[int] | None:
    if isinstance(constraint, types.StartDateConstraint):
        start = datetime.combine(constraint.start_date, time(), UTC)
        return int(start.timestamp()) * 1000
    if isinstance(constraint, types.TimeOfDateConstraint):
        return [_of_day(constraint.start_time), _of_day(constraint.end_time)]
    return None


def _of_day(moment: time) -> int:
    if moment.utcoffset():
        raise ValueError(f"a time of day that is not UTC: {moment}")
    return ((moment.hour * 60 + moment.minute) * 60 + moment.second) * 1000


def _clause(clause: Any) -> list[Any]:
    if isinstance(clause, types.ClauseOr):
        return ["|", *map(_clause, clause.or_)]
    if isinstance(clause, types.ClauseAnd):
        return ["&", *map(_clause, clause.and_)]
    if isinstance(clause, types.ClauseRegex):
        return ["re", clause.regex]
    operator, field = _OPERATORS[type(clause)]
    return [operator, getattr(clause, field).lower()]


def _encode(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


if __name__ == "__main__":
    write()
