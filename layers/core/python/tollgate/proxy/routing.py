"""Which provider a call goes to, and as whose model it is priced."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from tollgate.providers.models import ProviderSpec
from tollgate.providers.registry import SCRIPTED, resolve


class Routed(Struct, frozen=True):
    """`priced_as` is the provider whose prices apply.

    It differs from the provider's name only where the scripted provider plays another one.
    """

    provider: ProviderSpec
    upstream_model: str
    priced_as: str


def route(model: str, providers: Mapping[str, ProviderSpec]) -> Routed:
    """Raises `UnknownModel` where no provider serves `model`."""
    provider, upstream_model = resolve(model, providers)
    played = provider.name == SCRIPTED and not model.startswith(f"{SCRIPTED}/")
    priced_as = provider.dialect.value if played else provider.name
    return Routed(provider, upstream_model, priced_as)


def canonical_name(routed: Routed) -> str:
    """The one name of a model under which it is counted and approved."""
    return f"{routed.provider.name}/{routed.upstream_model}"


def names_of(model: str, routed: Routed) -> frozenset[str]:
    """Every name of a routed model: as called, at its provider, and with the provider's name.

    A provider that resells others' models may take `openai/gpt-4o`, and some take any case: the
    last part, and all names in lower case, are names of it too.
    """
    upstream = routed.upstream_model
    providers = (routed.provider.name, routed.priced_as)
    names = {model, upstream, upstream.rpartition("/")[2]}
    names |= {f"{provider}/{upstream}" for provider in providers}
    return frozenset(names | {name.lower() for name in names})
