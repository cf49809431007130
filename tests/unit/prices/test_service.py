from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tollgate.errors import UnpricedModel
from tollgate.prices.models import Unit, atto_from_decimal, decimal_from_atto
from tollgate.prices.overrides import read_override
from tollgate.prices.service import max_output_tokens, price_for, priced_models
from tollgate.providers.models import Usage


def at(*moment: int) -> int:
    return int(datetime(*moment, tzinfo=UTC).timestamp() * 1000)


NOW = at(2026, 11, 21)
CACHED_HOUR = Usage(2_000, 100, cache_write_tokens=1_000, cache_write_1h_tokens=1_000)
CACHED_FIVE = Usage(10_000, 1_000, cache_read_tokens=6_000, cache_write_tokens=2_000)


@pytest.mark.parametrize(
    ("provider", "model", "moment", "usage", "usd"),
    [
        # Computed by hand from the providers' price pages.
        ("openai", "gpt-4o", NOW, Usage(1_000, 500, cache_read_tokens=200), "0.00725"),
        ("openai", "gpt-4o-mini", NOW, Usage(1_000_000, 1_000_000), "0.75"),
        ("openai", "o3", at(2025, 5, 1), Usage(1_000, 1_000), "0.05"),
        ("openai", "o3", NOW, Usage(1_000, 1_000), "0.01"),
        ("openai", "gpt-5", NOW, Usage(10_000, 1_000, cache_read_tokens=8_000), "0.0135"),
        ("openai", "text-embedding-3-small", NOW, Usage(1_000_000), "0.02"),
        ("anthropic", "claude-sonnet-4-5", NOW, CACHED_FIVE, "0.0303"),
        ("anthropic", "claude-opus-5", NOW, CACHED_HOUR, "0.0175"),
        ("anthropic", "claude-haiku-5-5", NOW, Usage(100_000, 1_000), "0.0105"),
        ("anthropic", "claude-haiku-5-5", NOW, Usage(150_000, 1_000), "0.0775"),
        ("google", "gemini-2.5-pro", NOW, Usage(100_000, 1_000), "0.135"),
        ("google", "gemini-2.5-pro", NOW, Usage(300_000, 1_000), "0.765"),
        (
            "google",
            "gemini-2.5-flash",
            NOW,
            Usage(2_000, 1_000, input_audio_tokens=1_000),
            "0.0038",
        ),
        ("scripted", "echo", NOW, Usage(1_000_000, 1_000_000), "5"),
        ("scripted", "anything", NOW, Usage(10, 10, reasoning_tokens=5), "0.00005"),
    ],
)
def test_published_prices(provider, model, moment, usage, usd):
    price = price_for(provider, model, moment)
    assert decimal_from_atto(price.cost(usage).nano * 10**9) == usd
    assert price.cost(usage).nano <= price.hold(usage.input_tokens, usage.output_tokens)


def test_batch_context():
    price = price_for("openai", "o3", NOW, context={"processing": "batch"})
    assert price.cost(Usage(1_000_000, 1_000_000)).nano == 5_000_000_000
    assert price.version.endswith("+processing=batch")


def test_standard_contexts_change_nothing():
    plain = price_for("openai", "gpt-4o", NOW)
    for tier in ("auto", "default", "standard_only"):
        assert price_for("openai", "gpt-4o", NOW, context={"service_tier": tier}) == plain


@pytest.mark.parametrize(
    ("provider", "model", "context"),
    [
        ("openai", "gpt-4o", {"service_tier": "scale"}),
        ("openai", "gpt-4o", {"processing": "batch", "region": "eu"}),
        ("azure", "gpt-4o", {"processing": "batch"}),
        ("openai", "gpt-3.5-turbo-0301", {"service_tier": "flex"}),
    ],
)
def test_a_context_without_a_price_is_refused(provider, model, context):
    with pytest.raises(UnpricedModel, match="no price for"):
        price_for(provider, model, NOW, context=context)


@pytest.mark.parametrize(
    ("provider", "model", "reason"),
    [
        ("openai", "no-such-model", "no such model of openai"),
        ("nobody", "gpt-4o", "no such model of nobody"),
        ("openai", "whisper-1", "audio_hours"),
        ("openai", "gpt-image-1", "input_image_mtok"),
        ("openai", "gpt-4o-search-preview", "searches"),
        ("openai", "omni-moderation-latest", "no published input price"),
        ("openrouter", "deepseek/deepseek-r1:free", "no published input price"),
        ("openrouter", "perplexity/sonar-pro", "searches"),
        ("perplexity", "sonar-deep-research", "output_citation_mtok"),
    ],
)
def test_models_without_a_usable_price_are_refused(provider, model, reason):
    with pytest.raises(UnpricedModel, match=reason) as refusal:
        price_for(provider, model, NOW)
    assert refusal.value.status == 422
    assert refusal.value.param == "model"


def test_a_ceiling_prices_only_what_is_unknown():
    ceiling = (10_000_000_000, 30_000_000_000)
    price = price_for("openai", "no-such-model", NOW, ceiling=ceiling)
    assert price.version == "ceiling-10000000000-30000000000"
    usage = Usage(1_000_000, 1_000_000, input_audio_tokens=5, cache_write_tokens=9)
    assert price.cost(usage).nano == price.hold(1_000_000, 1_000_000) == 40_000_000_000
    assert price_for("openai", "gpt-4o", NOW, ceiling=ceiling).version.startswith("genai-prices-")


CONTRACT = {"input_usd_per_million": "2", "output_usd_per_million": "8.5"}


@pytest.mark.parametrize("name", ["gpt-4o", "openai/gpt-4o", "gpt-4o-2024-08-06"])
def test_an_override_beats_the_catalog(name):
    price = price_for("openai", "gpt-4o-2024-08-06", NOW, overrides={name: CONTRACT})
    assert price.cost(Usage(1_000, 1_000)).nano == 10_500_000
    assert price.cost(Usage(1_000, 0, cache_read_tokens=1_000)).nano == 1_250_000
    assert price.version.startswith("genai-prices-")
    assert "+override-" in price.version


def test_an_override_of_another_provider_or_model_is_not_used():
    for name in ("azure/gpt-4o", "gpt-4o-mini"):
        price = price_for("openai", "gpt-4o", NOW, overrides={name: CONTRACT})
        assert price == price_for("openai", "gpt-4o", NOW)


def test_the_version_tells_overrides_apart():
    versions = {
        price_for("openai", "gpt-4o", NOW, overrides={"gpt-4o": override}).version
        for override in (CONTRACT, CONTRACT | {"output_usd_per_million": "8"}, dict(CONTRACT))
    }
    assert len(versions) == 2


def test_an_override_can_price_an_unknown_model():
    price = price_for("groq", "in-house", NOW, overrides={"groq/in-house": CONTRACT})
    assert price.hold(1_000, 1_000) == 10_500_000
    assert price.version.startswith("override-")
    with pytest.raises(UnpricedModel):
        price_for("groq", "in-house", NOW, overrides={"in-house": {"output_usd_per_million": "1"}})


def test_an_unusable_override_is_refused():
    override = {"input_usd_per_million": "-1"}
    with pytest.raises(UnpricedModel, match="input_usd_per_million"):
        price_for("openai", "gpt-4o", NOW, overrides={"gpt-4o": override})


@pytest.mark.parametrize(
    "fields",
    [
        {"input_usd_per_million": "1e3"},
        {"input_usd_per_million": "NaN"},
        {"input_usd_per_million": ""},
        {"input_usd_per_million": None},
        {"input_usd_per_million": "0.0000000000000000001"},
        {"input_usd": "1"},
        {"web_searches_usd_per_million": "1"},
    ],
)
def test_an_override_is_plain_decimals_of_known_fields(fields):
    with pytest.raises(ValueError, match="usd"):
        read_override(fields)


def test_prices_of_the_day():
    """DeepSeek was cheaper from 16:30 to 00:30 UTC."""
    costs = [
        price_for("deepseek", "deepseek-chat", at(2025, 8, 1, *moment)).cost(Usage(1_000_000)).nano
        for moment in ((0, 29, 59), (0, 30), (16, 29, 59), (16, 30))
    ]
    assert costs == [135_000_000, 270_000_000, 270_000_000, 135_000_000]


@given(st.integers(0, 10**30))
def test_decimals_are_exact(price):
    assert atto_from_decimal(decimal_from_atto(price)) == price


@pytest.mark.parametrize("provider", ["openai", "anthropic", "fireworks", "groq", "mistral"])
def test_every_listed_model_can_be_called(provider):
    names = priced_models(provider)
    assert len(names) > 20
    for name in names:
        assert price_for(provider, name, NOW).charges(Unit.INPUT), name


@pytest.mark.parametrize(
    ("provider", "model", "limit"),
    [
        ("openai", "gpt-4o", 16_384),
        ("openai", "gpt-4o-2024-05-13", 4_096),
        ("openai", "ft:gpt-4o-mini-2024-07-18:org::id", 16_384),
        ("openai", "gpt-4", 8_192),
        ("openai", "gpt-4-0613", 8_192),
        ("openai", "gpt-4-turbo-2024-04-09", 4_096),
        ("openai", "gpt-4.1-nano", 32_768),
        ("openai", "gpt-5-mini", 128_000),
        ("openai", "gpt-5-chat-latest", 16_384),
        ("openai", "o4-mini", 100_000),
        ("openai", "text-embedding-3-large", 0),
        ("anthropic", "claude-3-haiku-20240307", 4_096),
        ("anthropic", "claude-3-5-sonnet-20241022", 8_192),
        ("anthropic", "claude-opus-4-1-20250805", 32_000),
        ("anthropic", "claude-opus-4-0", 32_000),
        ("anthropic", "claude-opus-4-5-20251101", 64_000),
        ("anthropic", "claude-sonnet-4-20250514", 64_000),
        ("anthropic", "claude-haiku-4-5", 64_000),
        ("anthropic", "claude-sonnet-4-6", 128_000),
        ("anthropic", "claude-haiku-5-5", 128_000),
        ("openai", "gpt-6-sol", 128_000),
        ("google", "gemini-2.5-flash", 65_535),
        ("openrouter", "openai/gpt-4o", 16_384),
        ("scripted", "lorem", 4_096),
        ("groq", "unheard-of", 8_192),
    ],
)
def test_output_limits(provider, model, limit):
    assert max_output_tokens(provider, model) == limit


def test_the_output_limit_leaves_room_for_the_input():
    assert max_output_tokens("openai", "gpt-4", 8_000) == 192
    assert max_output_tokens("openai", "gpt-4", 9_000) == 1
    assert max_output_tokens("openai", "gpt-4o", 100_000) == 16_384
    assert max_output_tokens("openai", "text-embedding-3-small", 100) == 0


def test_audio_must_have_a_price_to_be_allowed():
    assert price_for("openai", "gpt-audio", NOW).charges(Unit.OUTPUT_AUDIO)
    assert not price_for("openai", "gpt-4o-audio-preview", NOW).charges(Unit.OUTPUT_AUDIO)
