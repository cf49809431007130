from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest
from genai_prices import types
from genai_prices.data import providers as published
from genai_prices.data_snapshot import find_provider_by_id

from tests.unit.prices.names import literals
from tollgate.prices import build, catalog
from tollgate.prices.match import with_dashed_dates
from tollgate.prices.service import context_window

PROVIDERS = {provider.id: provider for provider in published}


def spellings(name: str) -> list[str]:
    return [name, name.upper(), f"{name}-20261007", f"{name}-2026-10-07:x", f"x/{name}", name[:-1]]


def names_in(provider: types.Provider) -> set[str]:
    stems = {text for model in provider.models for text in [model.id, *literals(model.match)]}
    return {spelling for stem in stems for spelling in spellings(stem)}


def test_the_committed_catalog_is_current():
    files = build.render()
    committed = {path.name: path.read_bytes() for path in Path(catalog.FOLDER).iterdir()}
    assert committed == files, "run `python -m tollgate.prices.build` and commit what changed"
    assert sum(map(len, files.values())) < 700_000


@pytest.mark.parametrize("provider", published, ids=lambda provider: provider.id)
def test_names_match_as_genai_prices_matches_them(provider):
    names = names_in(provider)
    for other in provider.fallback_model_providers or ():
        names |= names_in(PROVIDERS[other])
    for name in random.Random(provider.id).sample(sorted(names), min(len(names), 2_000)):
        theirs = provider.find_model(name, all_providers=published)
        ours = catalog.find_entry(provider.id, name)
        assert (ours and ours["id"]) == (theirs and theirs.id), name


@pytest.mark.parametrize(
    "name",
    [
        *(
            "openai",
            "OpenAI",
            "azure",
            "bedrock",
            "amazon-bedrock",
            "aws",
            "google-vertex",
            "gemini",
        ),
        *("mistralai", "groq", "xai", "x-ai", "together_ai", "huggingface-groq"),
        *("huggingface", "moonshot", "nobody", "anthropic.messages", " Groq "),
    ],
)
def test_providers_match_as_genai_prices_matches_them(name):
    theirs = find_provider_by_id(published, name)
    ours = catalog.find_provider(name)
    assert (ours and ours["id"]) == (theirs and theirs.id)


def test_another_providers_model_comes_without_its_variants():
    assert catalog.find_entry("openai", "gpt-4o")["variants"]
    assert not catalog.find_entry("azure", "gpt-4o")["variants"]


def test_an_overlong_name_is_no_model():
    assert catalog.find_entry("openai", "gpt-4o" + "x" * 300) is None


def test_context_windows():
    assert context_window("openai", "gpt-4o") == 128_000
    assert context_window("openai", "no-such-model") is None


@pytest.mark.parametrize(
    ("name", "dashed"),
    [
        ("gpt-5.2-20251211", "gpt-5.2-2025-12-11"),
        ("a-20240229:b-20230228", "a-2024-02-29:b-2023-02-28"),
        ("a-20230229", "a-20230229"),
        ("a-19991231", "a-19991231"),
        ("20251211", "20251211"),
    ],
)
def test_compact_dates_are_dashed(name, dashed):
    assert with_dashed_dates(name) == dashed
    assert types._normalize_compact_dated_ref(name) == dashed


def test_the_hot_path_imports_nothing_heavy():
    code = """
import sys
before = set(sys.modules)
from tollgate.prices.service import price_for
assert "msgspec" not in sys.modules
price_for("openai", "gpt-4o", 0)
heavy = {"genai_prices", "pydantic", "httpx", "httpx2", "splintr", "tollgate.prices.build"}
assert not heavy & (sys.modules.keys() - before)
"""
    subprocess.run([sys.executable, "-c", code], check=True)
