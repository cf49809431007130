"""A call as policies see it, read from what governance has parsed already."""

from __future__ import annotations

from typing import Any, Final

from msgspec.structs import replace

from tollgate.ledger.models import Principal
from tollgate.policies.models import CallFacts, Subject
from tollgate.providers.models import ModelCall
from tollgate.providers.translation import items_of, member, text_of
from tollgate.proxy.models import HttpRequest
from tollgate.proxy.quotes import CallQuote
from tollgate.proxy.request_headers import tags
from tollgate.proxy.routing import Routed, names_of

_NAMELESS: Final = "(nameless)"


def subject_of(principal: Principal, at_ms: int) -> Subject:
    """The caller as policies see it, with the roles of a key's person as they are at `at_ms`."""
    subject, authority = principal.subject, principal.authority
    if subject is not None and authority is not None:
        roles = authority.roles(at_ms)
        return subject if roles == subject.roles else replace(subject, roles=roles)
    if subject is not None:
        return subject
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
        input_tokens=quote.tokens.estimate,
        max_output_tokens=quote.wanted_output,
        sets_max_output=call.max_output_tokens is not None,
        estimated_cost=quote.hold(quote.wanted_output),
        # What the directory says of a key is not for its caller to change.
        tags={**tags(request.headers), **subject.tags},
        tools=tools_of(call),
        has_images=bool(call.images),
        address=request.address,
        country=request.country,
    )


def tools_of(call: ModelCall) -> frozenset[str]:
    """The names of the tools that a call offers, in either dialect.

    Which one its provider goes by cannot be told of a tool that says several, so all of them count.
    None is without a name.
    """
    return frozenset(
        name
        for field in ("tools", "functions")
        for tool in items_of(call.body.get(field))
        for name in _tool_names(tool)
    )


def _tool_names(tool: Any) -> set[str]:
    said = (tool, member(tool, "function"), member(tool, "custom"))
    names = {text_of(member(each, "name")) for each in said} - {""}
    return names or {text_of(member(tool, "type")) or _NAMELESS}
