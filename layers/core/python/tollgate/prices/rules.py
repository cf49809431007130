"""Price arithmetic: what usage costs, and the most that a call of given sizes can cost.

Everything is integers of atto-dollars until one rounding up to nano-dollars at the end.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from tollgate.errors import UnpricedModel
from tollgate.prices.models import (
    ATTO_PER_NANO,
    Cost,
    PriceUnknown,
    Rate,
    Unit,
    decimal_from_atto,
)

if TYPE_CHECKING:
    from tollgate.providers.models import Usage

Rates = Mapping[Unit, Rate]
Counts = dict[Unit, int]

UNBOUNDED_OUTPUT: Final = 2**31 - 1
"""What is affordable where output costs nothing."""

_NO_RATE: Final = Rate(0)
_PLAIN_INPUT: Final = (Unit.INPUT, Unit.CACHE_READ)
_CACHE_WRITES: Final = (Unit.CACHE_WRITE, Unit.CACHE_WRITE_1H)
_INPUT_AUDIO: Final = (Unit.INPUT_AUDIO, Unit.CACHE_AUDIO_READ)
_PLAIN_OUTPUT: Final = (Unit.OUTPUT, Unit.REASONING)
_OUTPUT_AUDIO: Final = (Unit.OUTPUT_AUDIO,)


class Price(NamedTuple):
    """What one model costs one organization at one moment.

    `version` identifies the rates for good: they can be found again from it. With `flat`, a kind of
    token that has no rate of its own costs what plain input or output costs; without, it has no
    price.
    """

    version: str
    model: str
    rates: Rates
    flat: bool = False

    def charges(self, unit: Unit) -> bool:
        """Whether tokens of this unit have a price, be it that of a flat rate."""
        return self.flat or unit in self.rates

    def hold(
        self,
        input_tokens: int,
        output_tokens: int,
        *,
        audio: bool = True,
        cache_writes: bool = True,
    ) -> int:
        """The most nano-dollars that up to so many tokens can cost.

        However the provider splits them: fresh or cached, written to the cache, reasoning or audio,
        and in whichever tier a smaller input would fall. `audio=False` promises that the call
        neither holds nor asks for audio, `cache_writes=False` that nothing is written to a cache
        that charges for it. Searches of the provider's own are not in it. Raises `UnpricedModel`
        for output of a model that has no output price.
        """
        if output_tokens and Unit.OUTPUT not in self.rates:
            raise UnpricedModel(f"{self.model!r} has no price for output", param="model")
        bands = _bands(self.rates, input_tokens, _kinds(audio=audio, cache_writes=cache_writes))
        return max(_nano(fixed + output_tokens * rate) for fixed, rate in bands)

    def affordable_output(
        self,
        available_nano: int,
        input_tokens: int,
        *,
        audio: bool = True,
        cache_writes: bool = True,
    ) -> int:
        """The largest output whose `hold` fits in `available_nano`; -1 where not even none does."""
        available = available_nano * ATTO_PER_NANO
        most = UNBOUNDED_OUTPUT if Unit.OUTPUT in self.rates else 0
        kinds = _kinds(audio=audio, cache_writes=cache_writes)
        for fixed, rate in _bands(self.rates, input_tokens, kinds):
            if fixed > available:
                return -1
            if rate:
                most = min(most, (available - fixed) // rate)
        return most

    def cost(self, usage: Usage) -> Cost:
        """What `usage` costs. Raises `PriceUnknown` where it has no price or makes no sense."""
        counts = _split(self.rates, usage, flat=self.flat)
        total = 0
        arithmetic = []
        for unit, tokens in counts.items():
            if tokens:
                price = self.rates[unit].at(usage.input_tokens)
                total += tokens * price
                arithmetic.append(
                    {
                        "unit": unit.value,
                        "tokens": tokens,
                        "usd_per_million": decimal_from_atto(price),
                    }
                )
        return Cost(_nano(total), tuple(arithmetic))


def _nano(atto: int) -> int:
    return -(-atto // ATTO_PER_NANO)


def _kinds(*, audio: bool, cache_writes: bool) -> tuple[tuple[Unit, ...], tuple[Unit, ...]]:
    inputs = _PLAIN_INPUT + (_CACHE_WRITES if cache_writes else ())
    if audio:
        return inputs + _INPUT_AUDIO, _PLAIN_OUTPUT + _OUTPUT_AUDIO
    return inputs, _PLAIN_OUTPUT


def _bands(
    rates: Rates, input_tokens: int, kinds: tuple[tuple[Unit, ...], tuple[Unit, ...]]
) -> list[tuple[int, int]]:
    """Per tier that an input up to this size can fall into: the most that its input and the request
    cost, and the dearest rate of an output token. A tier need not be dearer than the one below.
    """
    starts = sorted({start for rate in rates.values() for start, _ in rate.tiers})
    reached = [start for start in starts if start < input_tokens]
    ends = [*reached, input_tokens]
    requests = rates.get(Unit.REQUESTS, _NO_RATE)
    return [
        (
            end * _dearest(rates, kinds[0], end) + requests.at(end),
            _dearest(rates, kinds[1], end),
        )
        for end in ends
    ]


def _dearest(rates: Rates, units: tuple[Unit, ...], total_input: int) -> int:
    return max((rates[unit].at(total_input) for unit in units if unit in rates), default=0)


def _split(rates: Rates, usage: Usage, *, flat: bool) -> Counts:
    """Every token under the one unit that it is charged as.

    A cache read or write without a price of its own is plain input, as providers bill it; other
    kinds without one are refused, unless the price is flat.
    """
    counts = _input_counts(rates, usage, flat=flat) | _output_counts(rates, usage, flat=flat)
    if usage.web_searches:
        _require(rates, Unit.WEB_SEARCHES, usage.web_searches, flat=False)
        counts[Unit.WEB_SEARCHES] = usage.web_searches
    if Unit.REQUESTS in rates:
        counts[Unit.REQUESTS] = 1
    if min(counts.values()) < 0:
        raise PriceUnknown("the parts of the usage exceed the whole")
    return counts


def _input_counts(rates: Rates, usage: Usage, *, flat: bool) -> Counts:
    written = usage.cache_write_tokens if Unit.CACHE_WRITE in rates else 0
    long_written = 0
    if written and _require(rates, Unit.CACHE_WRITE_1H, usage.cache_write_1h_tokens, flat=flat):
        long_written = usage.cache_write_1h_tokens
    audio = 0
    if _require(rates, Unit.INPUT_AUDIO, usage.input_audio_tokens, flat=flat):
        audio = usage.input_audio_tokens
    read = usage.cache_read_tokens if Unit.CACHE_READ in rates else 0
    both = _cached_audio(rates, usage.input_tokens, read, audio, written) if read and audio else 0
    return {
        Unit.INPUT: usage.input_tokens - read - written - audio + both,
        Unit.CACHE_READ: read - both,
        Unit.CACHE_WRITE: written - long_written,
        Unit.CACHE_WRITE_1H: long_written,
        Unit.INPUT_AUDIO: audio - both,
        Unit.CACHE_AUDIO_READ: both,
    }


def _output_counts(rates: Rates, usage: Usage, *, flat: bool) -> Counts:
    _require(rates, Unit.OUTPUT, usage.output_tokens, flat=False)
    audio = 0
    if _require(rates, Unit.OUTPUT_AUDIO, usage.output_audio_tokens, flat=flat):
        audio = usage.output_audio_tokens
    reasoning = usage.reasoning_tokens if Unit.REASONING in rates else 0
    return {
        Unit.OUTPUT: usage.output_tokens - audio - reasoning,
        Unit.REASONING: reasoning,
        Unit.OUTPUT_AUDIO: audio,
    }


def _cached_audio(rates: Rates, total: int, read: int, audio: int, written: int) -> int:
    """How many of the tokens read from a cache to charge as audio: the dearer of both extremes.

    No report says how many they were.
    """
    if Unit.CACHE_AUDIO_READ not in rates:
        raise PriceUnknown("cached audio has no price")
    fresh, cached, heard, cached_audio = (
        rates[unit].at(total)
        for unit in (Unit.INPUT, Unit.CACHE_READ, Unit.INPUT_AUDIO, Unit.CACHE_AUDIO_READ)
    )
    if fresh + cached_audio > cached + heard:
        return min(read, audio)
    return max(0, read + audio + written - total)


def _require(rates: Rates, unit: Unit, tokens: int, *, flat: bool) -> bool:
    """Whether `tokens` are charged by `unit`; raises where they are not but should be."""
    if unit in rates:
        return True
    if tokens and not flat:
        raise PriceUnknown(f"{unit.value.replace('_', ' ')} has no price")
    return False
