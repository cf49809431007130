from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tollgate.errors import UnpricedModel
from tollgate.prices.models import PriceUnknown, Rate, Unit
from tollgate.prices.rules import UNBOUNDED_OUTPUT, Price
from tollgate.providers.models import Usage

INPUTS = (Unit.CACHE_READ, Unit.CACHE_WRITE, Unit.CACHE_WRITE_1H, Unit.INPUT_AUDIO)
OUTPUTS = (Unit.REASONING, Unit.OUTPUT_AUDIO)
AMOUNT = st.integers(0, 40 * 10**18)
TOKENS = st.integers(0, 2_000)


@st.composite
def prices(draw: st.DrawFn) -> Price:
    """Any price: any set of units, tiers dearer or cheaper than what lies below."""
    starts = sorted(draw(st.sets(st.integers(0, 1_500), max_size=3)))

    def rate() -> Rate:
        tiers = tuple((start, draw(AMOUNT)) for start in starts) if draw(st.booleans()) else ()
        return Rate(draw(AMOUNT), tiers)

    units = [Unit.INPUT, Unit.OUTPUT]
    units += [unit for unit in (*INPUTS, *OUTPUTS, Unit.REQUESTS) if draw(st.booleans())]
    if Unit.INPUT_AUDIO in units and Unit.CACHE_READ in units:
        units.append(Unit.CACHE_AUDIO_READ)
    return Price("v", "m", {unit: rate() for unit in units})


@st.composite
def usages(draw: st.DrawFn, price: Price, input_tokens: int, output_tokens: int) -> Usage:
    """Any way to split up to so many tokens into the kinds that the price knows."""
    total = draw(st.integers(0, input_tokens))
    left = total
    parts = dict.fromkeys(INPUTS, 0)
    for unit in draw(st.permutations([unit for unit in INPUTS if unit in price.rates])):
        if unit is not Unit.CACHE_WRITE_1H:
            parts[unit] = draw(st.integers(0, left))
            left -= parts[unit]
    if Unit.CACHE_WRITE_1H in price.rates:
        parts[Unit.CACHE_WRITE_1H] = draw(st.integers(0, parts[Unit.CACHE_WRITE]))
    made = draw(st.integers(0, output_tokens))
    reasoning = draw(st.integers(0, made)) if Unit.REASONING in price.rates else 0
    audio = draw(st.integers(0, made - reasoning)) if Unit.OUTPUT_AUDIO in price.rates else 0
    return Usage(
        input_tokens=total,
        output_tokens=made,
        cache_read_tokens=parts[Unit.CACHE_READ],
        cache_write_tokens=parts[Unit.CACHE_WRITE],
        cache_write_1h_tokens=parts[Unit.CACHE_WRITE_1H],
        input_audio_tokens=parts[Unit.INPUT_AUDIO],
        reasoning_tokens=reasoning,
        output_audio_tokens=audio,
    )


@settings(max_examples=400)
@given(data=st.data(), price=prices(), input_tokens=TOKENS, output_tokens=TOKENS)
def test_no_split_costs_more_than_the_hold(data, price, input_tokens, output_tokens):
    usage = data.draw(usages(price, input_tokens, output_tokens))
    assert price.cost(usage).nano <= price.hold(input_tokens, output_tokens)
    quiet = not (usage.input_audio_tokens or usage.output_audio_tokens)
    unwritten = not usage.cache_write_tokens
    narrow = price.hold(input_tokens, output_tokens, audio=not quiet, cache_writes=not unwritten)
    assert price.cost(usage).nano <= narrow <= price.hold(input_tokens, output_tokens)


@settings(max_examples=400)
@given(
    price=prices(),
    input_tokens=TOKENS,
    available=st.integers(-5, 10**11),
    audio=st.booleans(),
    cache_writes=st.booleans(),
)
def test_affordable_output_is_the_inverse_of_the_hold(
    price, input_tokens, available, audio, cache_writes
):
    kinds = {"audio": audio, "cache_writes": cache_writes}
    output = price.affordable_output(available, input_tokens, **kinds)
    if output < 0:
        assert price.hold(input_tokens, 0, **kinds) > available
        return
    assert price.hold(input_tokens, output, **kinds) <= available
    assert output == UNBOUNDED_OUTPUT or price.hold(input_tokens, output + 1, **kinds) > available


@given(price=prices(), input_tokens=TOKENS, output_tokens=TOKENS, more=TOKENS)
def test_the_hold_grows_with_either_size(price, input_tokens, output_tokens, more):
    hold = price.hold(input_tokens, output_tokens)
    assert hold <= price.hold(input_tokens + more, output_tokens)
    assert hold <= price.hold(input_tokens, output_tokens + more)


def plain(**rates: int) -> Price:
    return Price("v", "m", {Unit(unit): Rate(usd * 10**18) for unit, usd in rates.items()})


def test_rounds_up_once():
    price = Price("v", "m", {Unit.INPUT: Rate(10**15 - 1), Unit.OUTPUT: Rate(1)})
    assert price.cost(Usage(input_tokens=1, output_tokens=1)).nano == 1
    assert price.cost(Usage(input_tokens=1, output_tokens=2)).nano == 2
    assert price.cost(Usage()).nano == 0


def test_the_whole_input_decides_the_tier_of_every_token():
    tiered = Rate(10**18, ((100, 3 * 10**18),))
    price = Price("v", "m", {Unit.INPUT: tiered, Unit.OUTPUT: tiered})
    assert price.cost(Usage(input_tokens=100, output_tokens=1)).nano == 101_000
    assert price.cost(Usage(input_tokens=101, output_tokens=1)).nano == 306_000
    assert price.hold(100, 1) == 101_000
    assert price.hold(101, 1) == 306_000


def test_arithmetic_names_every_unit():
    price = plain(input=3, output=15, cache_read=1, cache_write=4, web_searches=10_000)
    usage = Usage(1_000, 10, cache_read_tokens=600, cache_write_tokens=100, web_searches=2)
    cost = price.cost(usage)
    assert cost.arithmetic == (
        {"unit": "input", "tokens": 300, "usd_per_million": "3"},
        {"unit": "cache_read", "tokens": 600, "usd_per_million": "1"},
        {"unit": "cache_write", "tokens": 100, "usd_per_million": "4"},
        {"unit": "output", "tokens": 10, "usd_per_million": "15"},
        {"unit": "web_searches", "tokens": 2, "usd_per_million": "10000"},
    )
    assert cost.nano == 900_000 + 600_000 + 400_000 + 150_000 + 20_000_000


@pytest.mark.parametrize(
    ("usage", "words"),
    [
        (Usage(10, 1, input_audio_tokens=1), "input audio has no price"),
        (Usage(10, 1, output_audio_tokens=1), "output audio has no price"),
        (Usage(10, 1, web_searches=1), "web searches has no price"),
        (
            Usage(10, 1, cache_write_tokens=2, cache_write_1h_tokens=1),
            "cache write 1h has no price",
        ),
        (Usage(10, 1, cache_read_tokens=11), "exceed the whole"),
        (Usage(10, 1, cache_read_tokens=6, cache_write_tokens=5), "exceed the whole"),
    ],
)
def test_usage_without_a_price_is_refused(usage, words):
    with pytest.raises(PriceUnknown, match=words):
        plain(input=1, output=2, cache_read=1, cache_write=2).cost(usage)


def test_output_of_a_model_without_output_is_refused():
    price = plain(input=1)
    with pytest.raises(UnpricedModel, match="no price for output"):
        price.hold(10, 1)
    with pytest.raises(PriceUnknown, match="output has no price"):
        price.cost(Usage(10, 1))
    assert price.hold(10, 0) == 10_000
    assert price.affordable_output(10_000, 10) == 0
    assert price.affordable_output(9_999, 10) == -1


def test_cached_tokens_without_a_price_of_their_own_are_plain_input():
    price = plain(input=2, output=2)
    usage = Usage(10, 0, cache_read_tokens=5, cache_write_tokens=5, cache_write_1h_tokens=5)
    assert price.cost(usage).nano == 20_000


def test_cached_audio_is_charged_at_the_dearer_extreme():
    usage = Usage(10, 0, cache_read_tokens=6, input_audio_tokens=6)
    usual = plain(input=4, cache_read=1, input_audio=40, cache_audio_read=2, output=1)
    assert usual.cost(usage).nano == (4 * 1 + 4 * 40 + 2 * 2) * 1_000
    odd = plain(input=4, cache_read=1, input_audio=2, cache_audio_read=2, output=1)
    assert odd.cost(usage).nano == (4 * 4 + 6 * 2) * 1_000
    with pytest.raises(PriceUnknown, match="cached audio"):
        plain(input=4, cache_read=1, input_audio=40, output=1).cost(usage)


def test_a_flat_price_charges_every_kind_of_token_alike():
    price = Price("v", "m", {Unit.INPUT: Rate(10**18), Unit.OUTPUT: Rate(10**18)}, flat=True)
    usage = Usage(
        10,
        5,
        cache_read_tokens=2,
        cache_write_tokens=3,
        input_audio_tokens=4,
        output_audio_tokens=5,
    )
    assert price.cost(usage).nano == 15_000
    assert price.charges(Unit.INPUT_AUDIO)
