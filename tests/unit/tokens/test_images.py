from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tollgate.providers.models import ImagePart
from tollgate.tokens.images import image_tokens

MODELS = (
    *("gpt-4o", "gpt-4o-mini", "gpt-4.1", "gpt-4.1-mini", "gpt-4.1-nano", "gpt-5", "gpt-5-mini"),
    *("gpt-5-nano", "gpt-5.4", "gpt-6-sol", "o1", "o3", "o4-mini", "claude-3-5-sonnet-20241022"),
    *("claude-haiku-4-5", "claude-opus-5", "llama-4", "anthropic/claude-3"),
)


@pytest.mark.parametrize(
    ("model", "width", "height", "detail", "tokens"),
    [
        # Worked examples of the providers' pages.
        ("gpt-4o", 1024, 1024, "high", 765),
        ("gpt-4o", 2048, 4096, "high", 1105),
        ("gpt-4o", 4096, 8192, "low", 85),
        ("gpt-4o-mini", 1024, 1024, "high", 25_501),
        ("gpt-4.1-mini", 1024, 1024, "auto", 1_659),
        ("claude-haiku-4-5", 200, 200, "auto", 64),
        ("claude-haiku-4-5", 1000, 1000, "auto", 1_334),
        # Arithmetic by hand from the formulas.
        ("gpt-5", 512, 512, "high", 210),
        ("o3", 513, 512, "auto", 375),
        ("gpt-5.4", 1000, 1000, "auto", 1_229),
        ("claude-opus-5", 1920, 1080, "auto", 2_765),
        ("claude-opus-5", 8000, 8000, "auto", 4_784),
        ("claude-3-opus-20240229", 8000, 8000, "auto", 1_640),
        ("gpt-4.1-nano", 9000, 9000, "auto", 3_779),
    ],
)
def test_published_formulas(model, width, height, detail, tokens):
    assert image_tokens(ImagePart(detail, width, height), model) == tokens


@pytest.mark.parametrize("model", MODELS)
@given(width=st.integers(1, 6_000), height=st.integers(1, 6_000))
def test_an_unknown_size_counts_the_most(model, width, height):
    assert image_tokens(ImagePart("auto", width, height), model) <= image_tokens(ImagePart(), model)


@pytest.mark.parametrize("model", MODELS)
@given(width=st.integers(1, 4_000), height=st.integers(1, 4_000))
def test_an_image_always_counts_something(model, width, height):
    assert image_tokens(ImagePart("auto", width, height), model) >= 1
