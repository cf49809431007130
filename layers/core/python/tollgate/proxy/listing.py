"""`GET /v1/models`: what this key may call, in the dialect of who asks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from msgspec import Struct

from tollgate.errors import Forbidden
from tollgate.ledger.models import Principal
from tollgate.policies.decide import decide
from tollgate.policies.models import Action, CallFacts, Subject
from tollgate.prices.service import max_output_tokens, priced_models
from tollgate.providers.models import Operation, ProviderSpec
from tollgate.providers.wire import encode
from tollgate.proxy.authorization import authorize_model
from tollgate.proxy.facts import subject_of
from tollgate.proxy.models import HttpRequest, Reply
from tollgate.proxy.request_headers import tags
from tollgate.proxy.routing import Routed, names_of, route

SCRIPTED_MODELS: Final = ("echo", "lorem")

_OF_A_CALL: Final = frozenset({"required_tags"})
"""Rules that the smallest call may break and another call for the same model need not."""


def list_models(
    principal: Principal, providers: Mapping[str, ProviderSpec], request: HttpRequest, now_ms: int
) -> Reply:
    """Every priced model of every configured provider that the caller may use now, from here.

    That is what the key's permissions, list and grants allow, for a personal key its person's
    roles, and what no policy would deny to the smallest call. A model that a policy gives only on
    approval, or answers by another one, is listed.
    """
    asking = _Asking(principal, subject_of(principal, now_ms), request, now_ms)
    names = [
        name
        for provider in providers
        for name in _names(provider)
        if asking.may_call(name, route(name, providers))
    ]
    body = _anthropic(names) if asking.is_anthropic else _openai(names)
    return Reply(200, {"content-type": "application/json"}, encode(body))


class _Asking(Struct, frozen=True):
    """Who asks for the list, how and when."""

    principal: Principal
    subject: Subject
    request: HttpRequest
    now_ms: int

    @property
    def is_anthropic(self) -> bool:
        return "anthropic-version" in self.request.headers

    def may_call(self, model: str, routed: Routed) -> bool:
        try:
            authorize_model(self.principal, model, routed, self.now_ms, self.request.address)
        except Forbidden:
            return False
        bundle = self.principal.bundle
        if bundle is None:
            return True
        call = self._smallest_call(model, routed)
        decision = decide(bundle, self.subject, call, grants=self.principal.grants)
        return not any(
            reason.action is Action.DENY and not reason.shadow and reason.rule not in _OF_A_CALL
            for reason in decision.reasons
        )

    def _smallest_call(self, model: str, routed: Routed) -> CallFacts:
        return CallFacts(
            model=model,
            model_names=names_of(model, routed),
            provider=routed.provider.name,
            operation=self._operation(routed).value,
            at_ms=self.now_ms,
            region=routed.provider.region,
            tags={**tags(self.request.headers), **self.subject.tags},
            address=self.request.address,
            country=self.request.country,
        )

    def _operation(self, routed: Routed) -> Operation:
        if max_output_tokens(routed.priced_as, routed.upstream_model) == 0:
            return Operation.EMBEDDINGS
        return Operation.MESSAGES if self.is_anthropic else Operation.CHAT


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
