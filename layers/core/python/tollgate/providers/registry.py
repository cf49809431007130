"""Which provider serves a model: providers are data, read from the runtime secret."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from tollgate.errors import UnknownModel
from tollgate.providers.models import Dialect, ProviderSpec

if TYPE_CHECKING:
    from collections.abc import Mapping

SCRIPTED: Final = "scripted"

_DEFAULT_BASE_URLS: Final = {
    "openai": "https://api.openai.com/v1",
    "anthropic": "https://api.anthropic.com",
}
_FAMILIES: Final = (
    (re.compile(r"claude-"), "anthropic"),
    (
        re.compile(r"(ft:)?(gpt-|chatgpt-|o[1-9](-|$)|text-embedding-|codex-|davinci-|babbage-)"),
        "openai",
    ),
)


def resolve(model: str, providers: Mapping[str, ProviderSpec]) -> tuple[ProviderSpec, str]:
    """The provider of `model` and the model's name there.

    `<provider>/<model>` names the provider; a bare name goes by its family. Raises `UnknownModel`.
    """
    prefix, slash, rest = model.partition("/")
    if slash and rest and prefix in providers:
        return providers[prefix], rest
    for family, name in _FAMILIES:
        if not slash and family.match(model) and name in providers:
            return providers[name], model
    raise UnknownModel(f"no provider serves the model {model[:128]!r}", param="model")


def providers_from_secret(secret: Mapping[str, Any]) -> dict[str, ProviderSpec]:
    """The providers of `secret["providers"]`, by name.

    Each may have `api_key`, `base_url`, `dialect` and `region`.

    OpenAI's base URLs end in the version (`…/v1`), Anthropic's do not. Where no provider has a
    credential, `openai` and `anthropic` are played by the scripted provider, in their own dialect.
    """
    entries: dict[str, dict[str, Any]] = dict(secret.get("providers") or {})
    scripted_root = _root(entries.pop(SCRIPTED, {}).get("base_url") or "")
    providers = {
        name: _spec(name, entry) for name, entry in entries.items() if _is_configured(name, entry)
    }
    if scripted_root:
        scripted = ProviderSpec(SCRIPTED, Dialect.OPENAI, f"{scripted_root}/v1")
        if not providers:
            providers["openai"] = scripted
            providers["anthropic"] = ProviderSpec(SCRIPTED, Dialect.ANTHROPIC, scripted_root)
        providers[SCRIPTED] = scripted
    return providers


def _is_configured(name: str, entry: Mapping[str, Any]) -> bool:
    base_url = entry.get("base_url")
    return bool(entry.get("api_key")) or bool(
        base_url and base_url.rstrip("/") != _DEFAULT_BASE_URLS.get(name)
    )


def _spec(name: str, entry: Mapping[str, Any]) -> ProviderSpec:
    dialect = Dialect(entry.get("dialect") or ("anthropic" if name == "anthropic" else "openai"))
    base_url = entry.get("base_url") or _DEFAULT_BASE_URLS.get(name)
    if not base_url:
        raise ValueError(f"the provider {name} needs a base_url")
    base_url = base_url.rstrip("/") if dialect is Dialect.OPENAI else _root(base_url)
    credential = (entry.get("api_key") or "").strip()
    return ProviderSpec(name, dialect, base_url, credential, entry.get("region") or None)


def _root(base_url: str) -> str:
    return base_url.rstrip("/").removesuffix("/v1")
