"""The data plane as OpenAPI 3.1: what the gateway reads and adds, not the providers' own APIs.

Bodies are those of OpenAI's and Anthropic's API references; only the members that governance reads
are described, and any other is allowed.
"""

from __future__ import annotations

from typing import Any, Final

_OPENAI: Final = "https://platform.openai.com/docs/api-reference"
_ANTHROPIC: Final = "https://docs.anthropic.com/en/api"
_HEADERS: Final = {
    "x-request-id": "The request record's id, for GET /api/v1/requests/{request_id}.",
    "x-tollgate-cost-usd": "What the call cost; a stream's cost is in its record.",
    "x-tollgate-budget-remaining-usd": "The smallest remaining budget, as last known here.",
    "x-tollgate-decision": "allow, clamp, or deny.",
    "x-tollgate-policy-version": "The version that the decision was made under.",
    "x-tollgate-provider": "The provider that answered.",
}


def document() -> dict[str, Any]:
    """Paths and components, in the form that the control plane's documents have."""
    chat = _operation(
        "create_chat_completion",
        "Chat completion, OpenAI dialect",
        f"{_OPENAI}/chat/create",
        {"messages": {"type": "array"}, "max_tokens": _LIMIT, "stream": {"type": "boolean"}},
        streams=True,
    )
    embeddings = _operation(
        "create_embedding", "Embeddings, OpenAI dialect", f"{_OPENAI}/embeddings", {"input": {}}
    )
    messages = _operation(
        "create_message",
        "Message, Anthropic dialect",
        f"{_ANTHROPIC}/messages",
        {"messages": {"type": "array"}, "max_tokens": _LIMIT, "stream": {"type": "boolean"}},
        streams=True,
    )
    counting = _operation(
        "count_message_tokens",
        "Count tokens, Anthropic dialect",
        f"{_ANTHROPIC}/messages-count-tokens",
        {"messages": {"type": "array"}},
    )
    return {
        "paths": {
            "/v1/chat/completions": {"post": chat},
            "/v1/embeddings": {"post": embeddings},
            "/v1/messages": {"post": messages},
            "/v1/messages/count_tokens": {"post": counting},
            "/v1/models": {"get": _listing()},
        },
        "components": {
            "schemas": {},
            "securitySchemes": {
                "api_key": {"type": "apiKey", "in": "header", "name": "x-api-key"},
            },
        },
    }


_LIMIT: Final = {
    "type": "integer",
    "minimum": 1,
    "description": "Lowered to what the budgets can hold; the model's own limit where absent.",
}


def _operation(
    operation_id: str, summary: str, source: str, members: dict[str, Any], *, streams: bool = False
) -> dict[str, Any]:
    schema = {
        "type": "object",
        "required": ["model"],
        "properties": {"model": {"type": "string"}, **members},
        "additionalProperties": True,
    }
    return {
        **_common(operation_id, summary, source, streams=streams),
        "parameters": [_header("Idempotency-Key"), _header("x-tollgate-tags")],
        "requestBody": {"required": True, "content": {"application/json": {"schema": schema}}},
    }


def _listing() -> dict[str, Any]:
    return _common("list_models", "Models that this key may call", f"{_OPENAI}/models/list")


def _common(
    operation_id: str, summary: str, source: str, *, streams: bool = False
) -> dict[str, Any]:
    anything: dict[str, Any] = {"schema": {"type": "object"}}
    content = {"application/json": anything}
    if streams:
        content["text/event-stream"] = {"schema": {"type": "string"}}
    headers = {
        name: {"description": text, "schema": {"type": "string"}} for name, text in _HEADERS.items()
    }
    return {
        "tags": ["models"],
        "summary": summary,
        "operationId": operation_id,
        "externalDocs": {"url": source},
        "security": [{"bearer": []}, {"api_key": []}],
        "x-permission": "llm.use",
        "responses": {
            "200": {"description": "The answer", "headers": headers, "content": content},
            "default": {
                "description": "The dialect's own error object",
                "content": {"application/json": anything},
            },
        },
    }


def _header(name: str) -> dict[str, Any]:
    return {"name": name, "in": "header", "required": False, "schema": {"type": "string"}}
