from __future__ import annotations

import subprocess
import sys
from functools import cache

import pytest
import splintr
from hypothesis import given, settings
from hypothesis import strategies as st

from tollgate.providers.models import ImagePart, ModelCall, Operation
from tollgate.tokens.count import count

TEXTS = st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=120), max_size=4)


load = cache(splintr.Tokenizer.from_pretrained)


def chat(*texts: str, **fields: object) -> ModelCall:
    fields = {"overhead_tokens": 64, "body": {"messages": [{"role": "user"}]}} | fields
    return ModelCall(Operation.CHAT, "any", texts=texts, **fields)


def test_openai_text_is_exact_beside_the_format(reference):
    text = "Explain the naïve Bayes classifier to a Straßenbahnfahrer."
    exact = reference(text, "o200k_base")
    counted = count(chat(text), "openai", "gpt-4o")
    assert counted.estimate == exact + 3 + 4
    assert counted.upper_bound == exact + 64
    assert count(chat(text), "scripted", "echo") == counted
    older = count(chat(text), "azure", "gpt-4-0613")
    assert older.upper_bound == reference(text, "cl100k_base") + 64


def test_embeddings_have_no_format():
    call = ModelCall(Operation.EMBEDDINGS, "any", texts=("hello world",), token_ids=5)
    assert count(call, "openai", "text-embedding-3-small") == (7, 7)


def test_without_a_published_encoding_bytes_are_the_bound():
    call = chat("naïve", "中")
    for provider, model in (
        ("anthropic", "claude-opus-5-5"),
        ("groq", "llama-3.3-70b-versatile"),
        ("openai", "gpt-6-sol"),
        ("mistral", "gpt-4o"),
    ):
        assert count(call, provider, model).upper_bound == 6 + 1 + 3 + 1 + 64


@settings(max_examples=60, deadline=None)
@given(texts=TEXTS, provider=st.sampled_from(["openai", "anthropic", "groq", "scripted"]))
def test_the_estimate_never_exceeds_the_bound(texts, provider):
    counted = count(chat(*texts, overhead_tokens=0, images=(ImagePart(),)), provider, "gpt-4o")
    assert 0 < counted.estimate <= counted.upper_bound


@pytest.mark.parametrize("vocabulary", ["llama3", "deepseek_v3", "qwen3", "mistral_v1", "gemma3"])
@settings(max_examples=60, deadline=None)
@given(texts=TEXTS)
def test_the_bound_of_other_families_holds_for_open_vocabularies(vocabulary, texts):
    tokenizer = load(vocabulary)
    bound = count(chat(*texts, overhead_tokens=0), "groq", vocabulary).upper_bound
    assert sum(len(tokenizer.encode_ordinary(text)) for text in texts) <= bound


def test_images_are_counted_in_both_figures():
    image = ImagePart("high", 1024, 1024)
    plain, pictured = (
        count(chat("hi", images=images), "openai", "gpt-4o") for images in ((), (image, image))
    )
    assert pictured.estimate - plain.estimate == 2 * 765
    assert pictured.upper_bound - plain.upper_bound == 2 * 765


def test_importing_loads_no_tokenizer():
    code = "import sys, tollgate.tokens.count; assert 'splintr' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
