"""What a call may cost, as the ledger asks it: counted tokens and a price, held together."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from msgspec import Struct

from tollgate.errors import UnpricedModel
from tollgate.ledger.models import Principal
from tollgate.prices.models import Unit
from tollgate.prices.service import Price, PriceUnknown, max_output_tokens, price_for
from tollgate.providers.models import ModelCall, Operation
from tollgate.providers.translation import items_of, member
from tollgate.proxy.routing import Routed
from tollgate.tokens.count import TokenCount, count

_LEAST_USEFUL_OUTPUT: Final = 16
_STANDARD_TIERS: Final = ("auto", "default")
_DEARER_TIERS: Final = frozenset({"priority", "fast"})
"""Tiers that cost more than the standard one wherever they have a price."""


class CallQuote(Struct, frozen=True):
    """`limit` is the output of one choice: the caller's own, or the model's where it set none.

    `audio` and `cache_writes` say whether the call can be billed for either. `price` is the
    standard one, whichever tier the call asks for; `price_of` is that of another tier.
    """

    call: ModelCall
    upstream_model: str
    price: Price
    tokens: TokenCount
    limit: int
    price_of: Callable[[str], Price]
    audio: bool = False
    cache_writes: bool = True

    @property
    def input_tokens(self) -> int:
        return self.tokens.upper_bound

    @property
    def counted_tokens(self) -> int:
        return 0 if self.is_free else self.tokens.estimate

    @property
    def is_free(self) -> bool:
        """Whether no model works for the call: it costs nothing and uses no tokens."""
        return self.call.operation is Operation.COUNT_TOKENS

    @property
    def wanted_output(self) -> int:
        return self.limit * self.call.choices if self.call.operation.has_output else 0

    @property
    def least_output(self) -> int:
        return min(self.wanted_output, _LEAST_USEFUL_OUTPUT * self.call.choices)

    @property
    def sets_max_output(self) -> bool:
        return self.call.max_output_tokens is not None

    def hold(self, output_tokens: int) -> int:
        if self.is_free:
            return 0
        return self.price.hold(
            self.input_tokens, output_tokens, audio=self.audio, cache_writes=self.cache_writes
        )

    def affordable_output(self, available: int) -> int:
        return self.price.affordable_output(
            available, self.input_tokens, audio=self.audio, cache_writes=self.cache_writes
        )

    def served(self, tier: str | None) -> Price:
        """The price of the tier that the provider says it served; the standard one for most.

        Raises `PriceUnknown` for one that is dearer and has no price.
        """
        if tier is None or tier in _STANDARD_TIERS:
            return self.price
        try:
            return self.price_of(tier)
        except UnpricedModel as error:
            if tier in _DEARER_TIERS:
                raise PriceUnknown(f"the {tier} tier has no price") from error
            return self.price


def quote(
    call: ModelCall, raw: bytes, routed: Routed, principal: Principal, at_ms: int
) -> CallQuote:
    """What `call` may cost this principal; `raw` is the body that it was read from.

    Raises `UnpricedModel`, also for audio on a model without a price for it.
    """
    known = partial(
        price_for,
        routed.priced_as,
        routed.upstream_model,
        at_ms,
        overrides=principal.price_overrides,
    )
    price = known(ceiling=principal.ceiling_price)
    units = _audio_units(call)
    for unit in units:
        if not price.charges(unit):
            raise UnpricedModel(f"audio has no price on {call.model!r}", param="model")
    tokens = count(call, routed.priced_as, routed.upstream_model)
    return CallQuote(
        call,
        routed.upstream_model,
        price,
        tokens,
        limit=output_limit(call, routed, tokens.estimate),
        price_of=lambda tier: known(context={"service_tier": tier}),
        audio=bool(units),
        cache_writes=_may_write_cache(raw, routed),
    )


def output_limit(call: ModelCall, routed: Routed, input_tokens: int) -> int:
    """The caller's own limit, or what the model allows beside this input."""
    if call.max_output_tokens is not None:
        return call.max_output_tokens
    return max_output_tokens(routed.priced_as, routed.upstream_model, input_tokens)


def _audio_units(call: ModelCall) -> list[Unit]:
    contents = [
        message.get("content")
        for message in call.body.get("messages", ())
        if isinstance(message, dict)
    ]
    parts = [part for content in contents if isinstance(content, list) for part in content]
    units = (
        [Unit.INPUT_AUDIO] if any(member(part, "type") == "input_audio" for part in parts) else []
    )
    if "audio" in items_of(call.body.get("modalities")):
        units.append(Unit.OUTPUT_AUDIO)
    return units


def _may_write_cache(raw: bytes, routed: Routed) -> bool:
    """Anthropic caches only what a body marks; others decide for themselves."""
    if routed.priced_as != "anthropic":
        return True
    # An escape may spell the mark differently, so any escape counts as one.
    return b"cache_control" in raw or b"\\u" in raw
