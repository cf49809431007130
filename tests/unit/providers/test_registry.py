from __future__ import annotations

from typing import Any

import pytest

from tollgate.errors import UnknownModel
from tollgate.providers.models import Dialect, ProviderSpec
from tollgate.providers.registry import providers_from_secret, resolve

SCRIPTED = {"scripted": {"base_url": "http://127.0.0.1:9000/"}}
KEYS = {"openai": {"api_key": "sk-1"}, "anthropic": {"api_key": "sk-2"}}


def providers(**entries: dict[str, Any]) -> dict[str, ProviderSpec]:
    return providers_from_secret({"providers": entries})


@pytest.mark.parametrize(
    ("model", "name", "upstream"),
    [
        ("openai/gpt-4o", "openai", "gpt-4o"),
        ("anthropic/claude-sonnet-4-5", "anthropic", "claude-sonnet-4-5"),
        ("scripted/echo", "scripted", "echo"),
        ("gpt-4o-mini", "openai", "gpt-4o-mini"),
        ("o1", "openai", "o1"),
        ("o4-mini", "openai", "o4-mini"),
        ("ft:gpt-4o:org::id", "openai", "ft:gpt-4o:org::id"),
        ("text-embedding-3-small", "openai", "text-embedding-3-small"),
        ("claude-3-5-haiku-latest", "anthropic", "claude-3-5-haiku-latest"),
        ("openai/org/model", "openai", "org/model"),
    ],
)
def test_resolves(model: str, name: str, upstream: str) -> None:
    spec, upstream_model = resolve(model, providers(**KEYS, **SCRIPTED))
    assert (spec.name, upstream_model) == (name, upstream)


@pytest.mark.parametrize(
    "model",
    [
        "llama-3",
        "meta/llama-3",
        "gpt-4o/x",
        "openai/",
        "/gpt-4o",
        "xgpt-4o",
        "o",
        "olive",
        "Claude-3",
    ],
)
def test_refuses_a_model_that_nobody_serves(model: str) -> None:
    with pytest.raises(UnknownModel) as caught:
        resolve(model, providers(**KEYS, **SCRIPTED))
    assert caught.value.param == "model"


def test_a_family_without_its_provider_is_unknown() -> None:
    with pytest.raises(UnknownModel):
        resolve("claude-3-opus", providers(openai={"api_key": "sk-1"}, **SCRIPTED))


def test_without_credentials_the_scripted_provider_plays_the_others() -> None:
    found = providers(**SCRIPTED, openai={"api_key": ""}, anthropic={})
    assert found["openai"] == ProviderSpec("scripted", Dialect.OPENAI, "http://127.0.0.1:9000/v1")
    assert found["anthropic"] == ProviderSpec(
        "scripted", Dialect.ANTHROPIC, "http://127.0.0.1:9000"
    )
    assert found["scripted"] == found["openai"]


def test_with_a_credential_nobody_is_played() -> None:
    found = providers(**SCRIPTED, openai={"api_key": "sk-1"})
    assert found["openai"].base_url == "https://api.openai.com/v1"
    assert found["openai"].credential == "sk-1"
    assert set(found) == {"openai", "scripted"}


def test_base_urls_follow_the_convention_of_their_dialect() -> None:
    found = providers(
        anthropic={"api_key": "k", "base_url": "http://local:1/v1/"},
        groq={"api_key": "k", "base_url": "https://api.groq.com/openai/v1/"},
        claudeproxy={"base_url": "http://local:2", "dialect": "anthropic"},
    )
    assert found["anthropic"].base_url == "http://local:1"
    assert found["groq"] == ProviderSpec(
        "groq", Dialect.OPENAI, "https://api.groq.com/openai/v1", "k"
    )
    assert found["claudeproxy"].dialect is Dialect.ANTHROPIC


def test_a_provider_nobody_knows_needs_its_address() -> None:
    with pytest.raises(ValueError, match="base_url"):
        providers(groq={"api_key": "k"})


def test_a_credential_is_not_shown() -> None:
    assert "sk-1" not in repr(providers(**KEYS))
