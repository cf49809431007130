"""From a governed call to a provider's request, and from its answer to the client's.

Where client and provider speak one dialect, bodies keep their bytes except for the model's name,
the output limit and `stream_options`; otherwise the pair's translator takes over.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from tollgate.errors import BadRequest, ProviderFailed
from tollgate.providers import (
    anthropic_to_openai,
    anthropic_to_openai_answer,
    openai_to_anthropic,
    openai_to_anthropic_answer,
)
from tollgate.providers.errors_wire import error_body
from tollgate.providers.models import Answer, Dialect, Operation, UpstreamRequest, Usage
from tollgate.providers.streams import (
    AnthropicStream,
    OpenAiStream,
    StreamTranslator,
    anthropic_text,
    decode,
    openai_text,
)
from tollgate.providers.translation import member, text_of
from tollgate.providers.usage import usage_from_anthropic, usage_from_openai
from tollgate.providers.wire import encode, rewrite

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tollgate.providers.models import ModelCall, ProviderSpec

ANTHROPIC_VERSION: Final = "2023-06-01"

_PATHS: Final = {
    Operation.CHAT: "/chat/completions",
    Operation.EMBEDDINGS: "/embeddings",
    Operation.MESSAGES: "/v1/messages",
    Operation.COUNT_TOKENS: "/v1/messages/count_tokens",
}
_CROSS_PATHS: Final = {
    Operation.CHAT: _PATHS[Operation.MESSAGES],
    Operation.MESSAGES: _PATHS[Operation.CHAT],
}
_LIMITS: Final = ("max_tokens", "max_completion_tokens")
_REASONING: Final = re.compile(r"o[1-9](-|$)|gpt-[5-9]")
_PASSED_HEADERS: Final = {
    Dialect.OPENAI: frozenset({"openai-beta"}),
    Dialect.ANTHROPIC: frozenset({"anthropic-beta"}),
}
_SUBSTANCE: Final = ("choices", "content", "data", "input_tokens")
"""What an answer is about; some servers say an error with a status of 200 instead."""

_REQUEST_ID_HEADERS: Final = ("request-id", "x-request-id", "x-amzn-requestid")


def prepare(
    call: ModelCall,
    raw: bytes,
    provider: ProviderSpec,
    upstream_model: str,
    output_clamp: int | None,
    *,
    passthrough_headers: Mapping[str, str] | None = None,
) -> UpstreamRequest:
    """The request for the provider.

    `raw` is the body that `call` was read from. `output_clamp` is the most tokens that one choice
    may have: the caller's own limit is lowered to it, or set where the caller had none. Of
    `passthrough_headers` (lower-case names) only the dialect's beta switch goes on. Raises
    `BadRequest` naming the field that the provider's dialect cannot express.
    """
    if provider.dialect is call.operation.dialect:
        body = _same_dialect(call, raw, provider, upstream_model, output_clamp)
        path = _PATHS[call.operation]
    else:
        body = _translated(call, provider, upstream_model, output_clamp)
        path = _CROSS_PATHS[call.operation]
    headers = _headers(provider, stream=call.stream)
    if provider.dialect is call.operation.dialect:
        headers |= _passed(provider.dialect, passthrough_headers or {})
    return UpstreamRequest(path, headers, body)


def read_answer(
    call: ModelCall,
    provider: ProviderSpec,
    status: int,
    headers: Mapping[str, str],
    body: bytes,
) -> Answer:
    """The whole answer for the client; `headers` have lower-case names.

    A provider's error keeps its status and gets the client's shape. An answer that cannot be used
    becomes a 502 that still carries the usage which it reports.
    """
    request_id = _request_id(headers)
    if not 200 <= status < 300:
        return Answer(*_error(call, provider, status, body), provider_request_id=request_id)
    content = decode(body)
    usable = any(content.get(name) is not None for name in _SUBSTANCE)
    if content.get("error") and not usable:
        return Answer(*_error(call, provider, 502, body), provider_request_id=request_id)
    if not content or not (usable or provider.dialect is call.operation.dialect):
        return Answer(*_unusable(call, provider), provider_request_id=request_id)
    request_id = request_id or text_of(content.get("id")) or None
    usage, reason, text = _read(call, provider, content)
    tier = text_of(content.get("service_tier")) or None
    if provider.dialect is not call.operation.dialect:
        try:
            body = encode(_translated_answer(call, content, usage or Usage()))
        except ProviderFailed:
            status, body = _unusable(call, provider)
    return Answer(status, body, usage, reason, request_id, text, tier)


def open_stream(
    call: ModelCall, provider: ProviderSpec, headers: Mapping[str, str] | None = None
) -> StreamTranslator:
    """The translator of one streamed answer; `headers` of the answer may name the provider's id."""
    stream: StreamTranslator
    if call.operation.dialect is Dialect.OPENAI:
        if provider.dialect is Dialect.OPENAI:
            stream = OpenAiStream(wants_usage=call.wants_stream_usage)
        else:
            stream = openai_to_anthropic_answer.ChatStream(wants_usage=call.wants_stream_usage)
    elif provider.dialect is Dialect.ANTHROPIC:
        stream = AnthropicStream()
    else:
        stream = anthropic_to_openai_answer.MessageStream()
    stream.provider_request_id = _request_id(headers or {})
    return stream


def _request_id(headers: Mapping[str, str]) -> str | None:
    return next((headers[name] for name in _REQUEST_ID_HEADERS if headers.get(name)), None)


def _same_dialect(
    call: ModelCall,
    raw: bytes,
    provider: ProviderSpec,
    upstream_model: str,
    output_clamp: int | None,
) -> bytes:
    changes: dict[str, Any] = {}
    dropped: tuple[str, ...] = ()
    if call.model != upstream_model:
        changes["model"] = upstream_model
    if call.operation.has_output and output_clamp is not None:
        name = limit_name(provider, upstream_model)
        limits, dropped = _clamped(call, name, output_clamp)
        changes |= limits
    if call.operation is Operation.CHAT and call.stream and not call.wants_stream_usage:
        options = call.body.get("stream_options") or {}
        changes["stream_options"] = {**options, "include_usage": True}
    return rewrite(raw, changes, dropped)


def _clamped(
    call: ModelCall, name: str, output_clamp: int
) -> tuple[dict[str, int], tuple[str, ...]]:
    """Limits to set, and to drop: the new name alone would bound nothing where it is not known."""
    known = _LIMITS if call.operation is Operation.CHAT else _LIMITS[:1]
    given = {n: call.body[n] for n in known if call.body.get(n) is not None}
    if not given:
        return {name: output_clamp}, ()
    if name == "max_tokens" and name not in given:
        return {name: min(output_clamp, *given.values())}, tuple(given)
    return {n: output_clamp for n, limit in given.items() if limit > output_clamp}, ()


def limit_name(provider: ProviderSpec, upstream_model: str) -> str:
    """The field that surely limits the output.

    OpenAI's own reasoning models refuse `max_tokens`, wherever they run; most compatible servers
    know only that.
    """
    if provider.dialect is Dialect.ANTHROPIC:
        return "max_tokens"
    of_openai = provider.name == "openai" or _REASONING.match(upstream_model.rpartition("/")[2])
    return "max_completion_tokens" if of_openai else "max_tokens"


def _translated(
    call: ModelCall, provider: ProviderSpec, upstream_model: str, output_clamp: int | None
) -> bytes:
    limits = [n for n in (call.max_output_tokens, output_clamp) if n is not None]
    limit = min(limits) if limits else None
    if call.operation is Operation.CHAT:
        return encode(openai_to_anthropic.request(call.body, upstream_model, limit))
    if call.operation is Operation.MESSAGES:
        name = limit_name(provider, upstream_model)
        return encode(anthropic_to_openai.request(call.body, upstream_model, name, limit))
    raise BadRequest(
        f"{call.operation} cannot be carried to the provider {provider.name}", param="model"
    )


def _headers(provider: ProviderSpec, *, stream: bool) -> dict[str, str]:
    headers = {
        "content-type": "application/json",
        "accept": "text/event-stream" if stream else "application/json",
        "accept-encoding": "identity",
        "user-agent": "tollgate",
    }
    if provider.dialect is Dialect.ANTHROPIC:
        headers["anthropic-version"] = ANTHROPIC_VERSION
        if provider.credential:
            headers["x-api-key"] = provider.credential
    elif provider.credential:
        headers["authorization"] = f"Bearer {provider.credential}"
    return headers


def _passed(dialect: Dialect, headers: Mapping[str, str]) -> dict[str, str]:
    passed = {name: headers[name] for name in _PASSED_HEADERS[dialect] if headers.get(name)}
    for name, value in passed.items():
        if not (value.isascii() and value.isprintable()):
            raise BadRequest(f"the header {name} must be plain text", param=name)
    return passed


def _read(
    call: ModelCall, provider: ProviderSpec, content: dict[str, Any]
) -> tuple[Usage | None, str | None, str]:
    if call.operation is Operation.COUNT_TOKENS:
        return Usage(), None, ""
    if provider.dialect is Dialect.ANTHROPIC:
        blocks = [{"type": "content_block_start", "content_block": b} for b in _blocks(content)]
        reason = text_of(content.get("stop_reason"))
        return usage_from_anthropic(content.get("usage")), reason or None, anthropic_text(blocks)
    reason = text_of(member(content, "choices", 0, "finish_reason"))
    return (
        usage_from_openai(content.get("usage")),
        reason or None,
        openai_text([content], "message"),
    )


def _blocks(content: dict[str, Any]) -> list[Any]:
    blocks = content.get("content")
    return blocks if isinstance(blocks, list) else []


def _translated_answer(call: ModelCall, content: dict[str, Any], usage: Usage) -> dict[str, Any]:
    if call.operation is Operation.CHAT:
        return openai_to_anthropic_answer.answer(content, usage)
    return anthropic_to_openai_answer.answer(content, usage)


def _error(call: ModelCall, provider: ProviderSpec, status: int, body: bytes) -> tuple[int, bytes]:
    dialect = call.operation.dialect
    if status == 401:
        message = f"{provider.name} refused the credential that this gateway holds for it"
        return status, error_body(dialect, status, message, code="provider_credential")
    if not 400 <= status < 600:
        return _unusable(call, provider)
    content = decode(body)
    inner = content.get("error")
    message = text_of(member(inner, "message")) or text_of(inner)
    if not message:
        return status, error_body(dialect, status, f"{provider.name} answered {status}")
    if provider.dialect is dialect and isinstance(inner, dict):
        return status, body
    return status, error_body(
        dialect,
        status,
        message,
        param=text_of(member(inner, "param")) or None,
        code=text_of(member(inner, "code")) or None,
    )


def _unusable(call: ModelCall, provider: ProviderSpec) -> tuple[int, bytes]:
    message = f"{provider.name} gave an answer that cannot be used"
    return 502, error_body(call.operation.dialect, 502, message, code="provider_error")
