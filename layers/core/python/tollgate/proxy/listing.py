"""`GET /v1/models`: what this key may call, in the dialect of who asks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from tollgate.kit.permissions import Rights
from tollgate.ledger.models import Principal
from tollgate.policies.situation import matches_any
from tollgate.prices.service import priced_models
from tollgate.providers.models import ProviderSpec
from tollgate.providers.wire import encode
from tollgate.proxy.authorization import may_call
from tollgate.proxy.models import HttpRequest, Reply
from tollgate.proxy.routing import names_of, route

SCRIPTED_MODELS: Final = ("echo", "lorem")


def list_models(
    principal: Principal, providers: Mapping[str, ProviderSpec], request: HttpRequest, now_ms: int
) -> Reply:
    """Every priced model of every configured provider that the caller may use.

    That is what the key's permissions and list allow and, for a personal key, its person's roles.
    """
    rights = [Rights(principal.permissions)]
    if principal.authority is not None:
        rights.append(principal.authority.rights(now_ms, request.address))
    names = [
        name
        for provider in providers
        for name in _names(provider)
        if _permitted(rights, name, providers) and allowed(principal.models, name, providers)
    ]
    body = _anthropic(names) if "anthropic-version" in request.headers else _openai(names)
    return Reply(200, {"content-type": "application/json"}, encode(body))


def _permitted(rights: list[Rights], model: str, providers: Mapping[str, ProviderSpec]) -> bool:
    routed = route(model, providers)
    names = names_of(model, routed)
    return all(may_call(each, routed, names) for each in rights)


def allowed(patterns: tuple[str, ...], model: str, providers: Mapping[str, ProviderSpec]) -> bool:
    """Whether a key's model list admits `model`; an empty list admits all.

    A pattern is a name, or a prefix followed by `*`; it is held to the name as called, to the
    model's name at its provider, and to `<provider>/<model>`.
    """
    if not patterns:
        return True
    return matches_any(patterns, names_of(model, route(model, providers)))


def _names(provider: str) -> list[str]:
    models = SCRIPTED_MODELS if provider == "scripted" else priced_models(provider)
    return [f"{provider}/{model}" for model in models]


def _openai(names: list[str]) -> dict[str, Any]:
    data = [
        {"id": name, "object": "model", "created": 0, "owned_by": name.partition("/")[0]}
        for name in names
    ]
    return {"object": "list", "data": data}


def _anthropic(names: list[str]) -> dict[str, Any]:
    data = [
        {
            "type": "model",
            "id": name,
            "display_name": name.partition("/")[2],
            "created_at": "1970-01-01T00:00:00Z",
        }
        for name in names
    ]
    ends = {"first_id": names[0], "last_id": names[-1]} if names else {}
    return {"data": data, "has_more": False, "first_id": None, "last_id": None} | ends
