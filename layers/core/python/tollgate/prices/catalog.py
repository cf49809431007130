"""The committed price catalog: one file per provider, read when one of its models is asked for.

`index.json` holds `{"version", "providers": [{"id", "match"?, "fallback"?}]}` and `<provider>.json`
the provider's models in the order in which they are tried. `tollgate.prices.build` writes them.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any, Final, NotRequired, TypedDict

from tollgate.prices.match import Clause, literals, matches, with_dashed_dates

FOLDER: Final = __file__.rpartition("/")[0] + "/catalog"

_NAMES_KEPT: Final = 4_096
_LONGEST_NAME: Final = 256

Prices = dict[str, str | list[Any]]
"""USD per million by unit: a decimal, or `[base, start, decimal, start, decimal...]` with tiers."""

When = int | list[int] | None
"""Always (None), from an epoch millisecond on, or daily between two milliseconds of the UTC day."""


class Entry(TypedDict):
    """One model. Of `prices` the last that applies holds, else the first; `variants` override units
    for calls made in a context such as `{"processing": "batch"}`. `refused` says why the model's
    prices must not be used.
    """

    id: str
    match: Clause
    context: NotRequired[int]
    refused: NotRequired[str]
    prices: list[tuple[When, Prices]]
    variants: NotRequired[list[tuple[dict[str, str], When, Prices]]]


class Provider(TypedDict):
    id: str
    match: NotRequired[Clause]
    fallback: NotRequired[list[str]]


class Index(TypedDict):
    version: str
    providers: list[Provider]


def version() -> str:
    """Where the catalog comes from, such as `genai-prices-0.2.3`."""
    return _index()["version"]


@lru_cache(maxsize=64)
def find_provider(name: str) -> Provider | None:
    """The provider of this id, else the first that recognises the name."""
    normal = name.lower().strip()
    providers = _index()["providers"]
    for provider in providers:
        if provider["id"] == normal:
            return provider
    for provider in providers:
        if "match" in provider and matches(provider["match"], normal):
            return provider
    return None


@lru_cache(maxsize=_NAMES_KEPT)
def find_entry(provider_name: str, model: str) -> Entry | None:
    """The catalog's entry for a model as a caller names it, or None.

    Where a provider offers others' models, theirs are tried next, without their price variants: a
    variant is an offer of the provider that published it.
    """
    provider = find_provider(provider_name)
    if provider is None or len(model) > _LONGEST_NAME:
        return None
    name = model.lower()
    return _try(provider, name) or _try(provider, with_dashed_dates(name))


@cache
def entries(provider_id: str) -> list[Entry]:
    """Every entry of the provider with this id, in the order of matching."""
    found: list[Entry] = _read(f"{provider_id}.json")
    return found


def name_of(entry: Entry) -> str | None:
    """A name that a model can be called by: its id, else what its clause spells out, if any."""
    names = [entry["id"], *literals(entry["match"])]
    return next((name for name in names if matches(entry["match"], name.lower())), None)


def _try(provider: Provider, name: str) -> Entry | None:
    own = _first(provider["id"], name)
    if own is not None:
        return own
    for other in provider.get("fallback", ()):
        entry = _first(other, name)
        if entry is not None:
            return {**entry, "variants": []}
    return None


def _first(provider_id: str, name: str) -> Entry | None:
    return next((entry for entry in entries(provider_id) if matches(entry["match"], name)), None)


@cache
def _index() -> Index:
    index: Index = _read("index.json")
    return index


def _read(name: str) -> Any:
    import msgspec.json  # noqa: PLC0415 - only a priced call should pay for it

    with open(f"{FOLDER}/{name}", "rb") as file:  # noqa: PTH123 - pathlib costs 5 ms of cold start
        return msgspec.json.decode(file.read())
