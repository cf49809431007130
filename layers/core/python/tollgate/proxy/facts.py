"""A call as policies see it, read from what governance has parsed already."""

from __future__ import annotations

from typing import Any

from tollgate.ledger.models import Principal
from tollgate.policies.models import CallFacts, Subject
from tollgate.providers.models import ModelCall
from tollgate.proxy.models import HttpRequest
from tollgate.proxy.quotes import CallQuote
from tollgate.proxy.request_headers import tags
from tollgate.proxy.routing import Routed, names_of


def subject_of(principal: Principal) -> Subject:
    """The caller as policies see it."""
    if principal.subject is not None:
        return principal.subject
    return Subject(
        organization_id=principal.organization_id,
        key_id=principal.key_id,
        user_id=principal.user_id,
        team_paths=(principal.team_path,) if principal.team_path else (),
        time_zone=principal.time_zone,
    )


def facts_of(
    request: HttpRequest,
    call: ModelCall,
    routed: Routed,
    quote: CallQuote,
    *,
    subject: Subject,
    at_ms: int,
) -> CallFacts:
    """What is known of a call before it is admitted, at `at_ms`."""
    return CallFacts(
        model=call.model,
        model_names=names_of(call.model, routed),
        provider=routed.provider.name,
        operation=call.operation.value,
        at_ms=at_ms,
        stream=call.stream,
        region=routed.provider.region,
        input_tokens=quote.counted_tokens,
        max_output_tokens=quote.limit if call.operation.has_output else 0,
        sets_max_output=call.max_output_tokens is not None,
        estimated_cost=quote.hold(quote.wanted_output),
        tags={**subject.tags, **tags(request.headers)},
        tools=tools_of(call.body),
        has_images=bool(call.images),
        address=request.address,
        country=request.country,
    )


def tools_of(body: dict[str, Any]) -> frozenset[str]:
    """The names of the tools that a call offers, in either dialect."""
    names: set[str] = set()
    for field in ("tools", "functions"):
        for tool in body.get(field) or ():
            if isinstance(tool, dict):
                names.add(_tool_name(tool))
    return frozenset(names - {""})


def _tool_name(tool: dict[str, Any]) -> str:
    inner = tool.get("function") or tool.get("custom")
    named = inner if isinstance(inner, dict) else tool
    return str(named.get("name") or tool.get("type") or "")
