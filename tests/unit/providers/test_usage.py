from __future__ import annotations

from typing import Any

import pytest
from genai_prices import extract_usage
from hypothesis import given
from hypothesis import strategies as st

from tollgate.providers.models import Usage
from tollgate.providers.usage import (
    usage_from_anthropic,
    usage_from_openai,
    usage_to_anthropic,
    usage_to_openai,
)

OPENAI = {
    "prompt_tokens": 100,
    "completion_tokens": 50,
    "total_tokens": 150,
    "prompt_tokens_details": {"cached_tokens": 60, "audio_tokens": 7},
    "completion_tokens_details": {"reasoning_tokens": 30, "audio_tokens": 5},
}
ANTHROPIC = {
    "input_tokens": 10,
    "output_tokens": 50,
    "cache_read_input_tokens": 5,
    "cache_creation_input_tokens": 7,
    "cache_creation": {"ephemeral_5m_input_tokens": 3, "ephemeral_1h_input_tokens": 4},
    "server_tool_use": {"web_search_requests": 2},
}


def test_openai_counts_cached_tokens_inside_the_prompt() -> None:
    assert usage_from_openai(OPENAI) == Usage(
        input_tokens=100,
        output_tokens=50,
        cache_read_tokens=60,
        reasoning_tokens=30,
        input_audio_tokens=7,
        output_audio_tokens=5,
    )


def test_anthropic_counts_cached_tokens_beside_the_input() -> None:
    assert usage_from_anthropic(ANTHROPIC) == Usage(
        input_tokens=22,
        output_tokens=50,
        cache_read_tokens=5,
        cache_write_tokens=7,
        cache_write_1h_tokens=4,
        web_searches=2,
    )


@pytest.mark.parametrize("name", ["cached_tokens", "prompt_cache_hit_tokens"])
def test_cached_tokens_have_other_names_elsewhere(name: str) -> None:
    report = {"prompt_tokens": 100, "completion_tokens": 50, "total_tokens": 150, name: 60}
    assert usage_from_openai(report) == Usage(100, 50, cache_read_tokens=60)
    assert usage_from_openai(OPENAI | {name: 9}) == usage_from_openai(OPENAI)


def test_embeddings_have_no_output() -> None:
    assert usage_from_openai({"prompt_tokens": 8, "total_tokens": 8}) == Usage(input_tokens=8)


def test_reasoning_that_only_the_total_counts_is_output() -> None:
    report = {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 40}
    assert usage_from_openai(report) == Usage(input_tokens=10, output_tokens=30)


@pytest.mark.parametrize(
    "report",
    [
        None,
        [],
        "10",
        {},
        {"prompt_tokens": -1, "completion_tokens": 1},
        {"prompt_tokens": 1, "completion_tokens": -1},
        {"prompt_tokens": 1.5, "completion_tokens": 1},
        {"prompt_tokens": True, "completion_tokens": 1},
        {"prompt_tokens": "3", "completion_tokens": 1},
        {"prompt_tokens": 10**12, "completion_tokens": 1},
        {
            "prompt_tokens": 1,
            "completion_tokens": 1,
            "prompt_tokens_details": {"cached_tokens": -4},
        },
    ],
)
def test_a_report_without_sense_is_no_report(report: Any) -> None:
    assert usage_from_openai(report) is None
    renamed = report
    if isinstance(report, dict):
        renamed = {
            {"prompt_tokens": "input_tokens", "completion_tokens": "output_tokens"}.get(k, k): v
            for k, v in report.items()
        }
        renamed |= {"cache_read_input_tokens": -4} if "prompt_tokens_details" in report else {}
    assert usage_from_anthropic(renamed) is None


def test_cached_parts_never_exceed_the_whole() -> None:
    report = {
        "prompt_tokens": 10,
        "completion_tokens": 1,
        "prompt_tokens_details": {"cached_tokens": 50, "cache_write_tokens": 9},
    }
    usage = usage_from_openai(report)
    assert usage is not None
    assert (usage.cache_read_tokens, usage.cache_write_tokens) == (10, 0)


COUNTS = st.integers(0, 10**6)


@given(COUNTS, COUNTS, COUNTS, COUNTS)
def test_reports_translate_without_loss(fresh: int, read: int, written: int, output: int) -> None:
    usage = Usage(
        input_tokens=fresh + read + written,
        output_tokens=output,
        cache_read_tokens=read,
        cache_write_tokens=written,
    )
    assert usage_from_anthropic(usage_to_anthropic(usage)) == usage
    assert usage_from_openai(usage_to_openai(usage)) == usage


@pytest.mark.parametrize(
    ("provider", "flavor", "report", "ours"),
    [
        ("openai", "chat", {"model": "gpt-4o", "usage": OPENAI}, usage_from_openai(OPENAI)),
        (
            "anthropic",
            "default",
            {"model": "claude-sonnet-4-5", "usage": ANTHROPIC},
            usage_from_anthropic(ANTHROPIC),
        ),
    ],
)
def test_agrees_with_a_third_reading(
    provider: str, flavor: str, report: dict[str, Any], ours: Usage
) -> None:
    theirs = extract_usage(report, provider_id=provider, api_flavor=flavor).usage
    assert theirs.input_tokens == ours.input_tokens
    assert theirs.output_tokens == ours.output_tokens
    assert (theirs.cache_read_tokens or 0) == ours.cache_read_tokens
    assert (theirs.cache_write_tokens or 0) == ours.cache_write_tokens
