"""Anthropic's wire format: messages and count_tokens. Source: Anthropic's API reference."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

import msgspec

from local.scripted.openai import InvalidRequest
from local.scripted.replies import Prompt, Reply, Usage

_encode = msgspec.json.Encoder().encode


def read_messages(body: dict[str, Any]) -> Prompt:
    """Raises `InvalidRequest`."""
    messages = body.get("messages")
    if not isinstance(messages, list) or not messages:
        raise InvalidRequest("messages: at least one message is required")
    texts = _texts(body.get("system"))
    images = 0
    last_user = ""
    for message in messages:
        found = _texts(message.get("content"))
        texts += found
        images += _images(message.get("content"))
        if message.get("role") == "user":
            last_user = "".join(found)
    tools = body.get("tools") or []
    texts += [_encode(tool).decode() for tool in tools]
    output = (body.get("output_config") or {}).get("format") or body.get("output_format") or {}
    if output:
        texts.append(_encode(output).decode())
    choice = (body.get("tool_choice") or {}).get("type")
    return Prompt(
        model=str(body.get("model", "")),
        last_text=last_user,
        counted=tuple(texts),
        messages=len(messages),
        images=images,
        max_tokens=body.get("max_tokens"),
        tools=() if choice == "none" else _tools(tools, body.get("tool_choice") or {}),
        must_call=choice in {"any", "tool"},
        answers_tool=_answers_tool(messages[-1].get("content")),
        schema=output.get("schema"),
    )


def _texts(content: Any) -> list[str]:
    """All text of a content, tool results included."""
    if content is None:
        return []
    if isinstance(content, str):
        return [content]
    texts: list[str] = []
    for block in content:
        if block.get("type") == "text":
            texts.append(str(block.get("text", "")))
        elif block.get("type") == "tool_result":
            texts += _texts(block.get("content"))
        elif block.get("type") == "tool_use":
            texts.append(_encode(block.get("input")).decode())
    return texts


def _images(content: Any) -> int:
    blocks = content if isinstance(content, list) else []
    return sum(block.get("type") == "image" for block in blocks)


def _answers_tool(content: Any) -> bool:
    blocks = content if isinstance(content, list) else []
    return any(block.get("type") == "tool_result" for block in blocks)


def _tools(tools: list[Any], choice: dict[str, Any]) -> tuple[tuple[str, dict[str, Any]], ...]:
    wanted = choice.get("name")
    return tuple(
        (tool["name"], tool.get("input_schema") or {})
        for tool in tools
        if wanted in {None, tool.get("name")}
    )


def _input_usage(usage: Usage) -> dict[str, Any]:
    """Here, unlike at OpenAI, cached tokens are not part of `input_tokens`."""
    return {
        "input_tokens": usage.input - usage.cache_read - usage.cache_write,
        "cache_creation_input_tokens": usage.cache_write,
        "cache_read_input_tokens": usage.cache_read,
    }


def _stop(reply: Reply) -> str:
    if reply.calls:
        return "tool_use"
    return "max_tokens" if reply.cut else "end_turn"


def _envelope(prompt: Prompt) -> dict[str, Any]:
    digest = hashlib.sha256(f"{prompt.model}\0{prompt.last_text}".encode()).hexdigest()
    return {
        "id": f"msg_{digest[:24]}",
        "type": "message",
        "role": "assistant",
        "model": prompt.model,
        "stop_sequence": None,
    }


def _thinking(reply: Reply) -> list[dict[str, Any]]:
    if reply.usage is None or not reply.usage.reasoning:
        return []
    return [{"type": "thinking", "thinking": "Step by step.", "signature": "c2NyaXB0ZWQ="}]


def message(prompt: Prompt, reply: Reply) -> dict[str, Any]:
    """The whole answer."""
    content: list[dict[str, Any]] = _thinking(reply)
    if not reply.calls:
        content.append({"type": "text", "text": reply.text})
    for call in reply.calls:
        arguments = msgspec.json.decode(call.arguments)
        content.append(
            {
                "type": "tool_use",
                "id": f"toolu_{call.id[5:]}",
                "name": call.name,
                "input": arguments,
            }
        )
    answer = {**_envelope(prompt), "content": content, "stop_reason": _stop(reply)}
    if reply.usage is not None:
        answer["usage"] = {**_input_usage(reply.usage), "output_tokens": reply.usage.output}
    return answer


def _event(kind: str, **fields: Any) -> bytes:
    return b"event: %b\ndata: %b\n\n" % (kind.encode(), _encode({"type": kind, **fields}))


def stream(prompt: Prompt, reply: Reply) -> Iterator[bytes]:
    """Server-sent events: input usage in `message_start`, output usage in `message_delta`."""
    start: dict[str, Any] = {**_envelope(prompt), "content": [], "stop_reason": None}
    end: dict[str, Any] = {"delta": {"stop_reason": _stop(reply), "stop_sequence": None}}
    if reply.usage is not None:
        first = min(reply.usage.output, 1)
        start["usage"] = {**_input_usage(reply.usage), "output_tokens": first}
        end["usage"] = {"output_tokens": reply.usage.output}
    yield _event("message_start", message=start)
    index = 0
    for block in _thinking(reply):
        yield from _thinking_events(index, block)
        index += 1
    if not reply.calls:
        yield from _text_events(index, reply)
    for position, call in enumerate(reply.calls, index):
        block = {"type": "tool_use", "id": f"toolu_{call.id[5:]}", "name": call.name, "input": {}}
        middle = len(call.arguments) // 2
        fragments = (call.arguments[:middle], call.arguments[middle:])
        deltas = [{"type": "input_json_delta", "partial_json": part} for part in fragments]
        yield from _block(position, block, deltas)
    yield _event("message_delta", **end)
    yield _event("message_stop")


def _thinking_events(index: int, block: dict[str, Any]) -> Iterator[bytes]:
    deltas = [
        {"type": "thinking_delta", "thinking": block["thinking"]},
        {"type": "signature_delta", "signature": block["signature"]},
    ]
    yield from _block(index, {"type": "thinking", "thinking": "", "signature": ""}, deltas)


def _text_events(index: int, reply: Reply) -> Iterator[bytes]:
    yield _event("content_block_start", index=index, content_block={"type": "text", "text": ""})
    yield _event("ping")
    sample = _event("content_block_delta", index=index, delta={"type": "text_delta", "text": "\0"})
    before, after = sample.split(b'"\\u0000"')
    for piece in reply.pieces:
        yield before + _encode(piece) + after
    yield _event("content_block_stop", index=index)


def _block(index: int, block: dict[str, Any], deltas: list[dict[str, Any]]) -> Iterator[bytes]:
    yield _event("content_block_start", index=index, content_block=block)
    for delta in deltas:
        yield _event("content_block_delta", index=index, delta=delta)
    yield _event("content_block_stop", index=index)


def error_object(status: int, text: str) -> dict[str, Any]:
    """An error as Anthropic answers it."""
    kinds = {
        400: "invalid_request_error",
        401: "authentication_error",
        403: "permission_error",
        404: "not_found_error",
        413: "request_too_large",
        429: "rate_limit_error",
        529: "overloaded_error",
    }
    return {"type": "error", "error": {"type": kinds.get(status, "api_error"), "message": text}}
