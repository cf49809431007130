"""OpenAI's wire format: chat completions, embeddings, models. Source: OpenAI's API reference."""

from __future__ import annotations

import base64
import hashlib
import random
import struct
from collections.abc import Iterator
from typing import Any, Final

import msgspec

from local.scripted.replies import Prompt, Reply, ToolCall, Usage, count
from local.scripted.scripts import MODELS

CREATED: Final = 1_790_000_000
"""A fixed time in epoch seconds: answers are the same each time."""

_DIMENSIONS: Final = 1536
DONE: Final = b"data: [DONE]\n\n"
_encode = msgspec.json.Encoder().encode


class InvalidRequest(Exception):
    """What the provider answers with 400."""


def read_chat(body: dict[str, Any]) -> Prompt:
    """Raises `InvalidRequest`."""
    messages = body.get("messages")
    if not isinstance(messages, list) or not messages:
        raise InvalidRequest("messages must be a non-empty list")
    texts: list[str] = []
    images = 0
    last_user = ""
    for message in messages:
        found, seen = _contents(message.get("content"))
        texts += found
        texts += [msgspec.json.encode(c).decode() for c in message.get("tool_calls") or ()]
        images += seen
        if message.get("role") in {"user", "tool"}:
            last_user = "".join(found)
    tools = body.get("tools") or []
    texts += [msgspec.json.encode(tool).decode() for tool in tools]
    kind = (body.get("response_format") or {}).get("type")
    schema = (body.get("response_format") or {}).get("json_schema", {}).get("schema")
    if kind == "json_schema":
        texts.append(msgspec.json.encode(body["response_format"]).decode())
    return Prompt(
        model=str(body.get("model", "")),
        last_text=last_user,
        counted=tuple(texts),
        messages=len(messages),
        images=images,
        max_tokens=body.get("max_completion_tokens") or body.get("max_tokens"),
        tools=_tools(tools, body.get("tool_choice")),
        must_call=_must_call(body.get("tool_choice")),
        answers_tool=messages[-1].get("role") == "tool",
        schema=schema if kind == "json_schema" else None,
        wants_json=kind == "json_object",
    )


def _contents(content: Any) -> tuple[list[str], int]:
    if isinstance(content, str):
        return [content], 0
    parts = content or []
    texts = [str(part.get("text", "")) for part in parts if part.get("type") == "text"]
    return texts, sum(part.get("type") == "image_url" for part in parts)


def _tools(tools: list[Any], choice: Any) -> tuple[tuple[str, dict[str, Any]], ...]:
    if choice == "none":
        return ()
    wanted = choice.get("function", {}).get("name") if isinstance(choice, dict) else None
    functions = [tool.get("function", {}) for tool in tools]
    return tuple(
        (function["name"], function.get("parameters") or {})
        for function in functions
        if wanted in {None, function.get("name")}
    )


def _must_call(choice: Any) -> bool:
    return choice == "required" or isinstance(choice, dict)


def usage_object(usage: Usage) -> dict[str, Any]:
    """`usage` as OpenAI spells it."""
    return {
        "prompt_tokens": usage.input,
        "completion_tokens": usage.output,
        "total_tokens": usage.input + usage.output,
        "prompt_tokens_details": {"cached_tokens": usage.cache_read, "audio_tokens": 0},
        "completion_tokens_details": {"reasoning_tokens": usage.reasoning, "audio_tokens": 0},
    }


def completion(prompt: Prompt, reply: Reply, choices: int) -> dict[str, Any]:
    """The whole answer."""
    message: dict[str, Any] = {"role": "assistant", "content": reply.text, "refusal": None}
    if reply.calls:
        message["content"] = None
        message["tool_calls"] = [_call(call) for call in reply.calls]
    answer = {
        **_envelope(prompt, "chat.completion"),
        "choices": [
            {"index": i, "message": message, "logprobs": None, "finish_reason": _finish(reply)}
            for i in range(choices)
        ],
    }
    if reply.usage is not None:
        answer["usage"] = usage_object(_times(reply.usage, choices))
    return answer


def _times(usage: Usage, choices: int) -> Usage:
    if choices == 1:
        return usage
    return Usage(
        usage.input,
        usage.output * choices,
        usage.cache_read,
        usage.cache_write,
        usage.reasoning * choices,
    )


def _envelope(prompt: Prompt, kind: str) -> dict[str, Any]:
    digest = hashlib.sha256(f"{prompt.model}\0{prompt.last_text}".encode()).hexdigest()
    return {
        "id": f"chatcmpl-{digest[:28]}",
        "object": kind,
        "created": CREATED,
        "model": prompt.model,
        "system_fingerprint": "fp_scripted",
    }


def _call(call: ToolCall) -> dict[str, Any]:
    function = {"name": call.name, "arguments": call.arguments}
    return {"id": call.id, "type": "function", "function": function}


def _finish(reply: Reply) -> str:
    if reply.calls:
        return "tool_calls"
    return "length" if reply.cut else "stop"


def stream(prompt: Prompt, reply: Reply, choices: int, *, with_usage: bool) -> Iterator[bytes]:
    """Server-sent events: one per token, then finish reasons, usage when asked for, `[DONE]`."""
    envelope = _envelope(prompt, "chat.completion.chunk")
    for index in range(choices):
        yield from _choice(envelope, reply, index, with_usage=with_usage)
    if with_usage and reply.usage is not None:
        usage = usage_object(_times(reply.usage, choices))
        yield b"data: " + _encode({**envelope, "choices": [], "usage": usage}) + b"\n\n"
    yield DONE


def _choice(
    envelope: dict[str, Any], reply: Reply, index: int, *, with_usage: bool
) -> Iterator[bytes]:
    extra = {"usage": None} if with_usage else {}

    def event(delta: dict[str, Any], finish: str | None = None) -> bytes:
        choice = {"index": index, "delta": delta, "logprobs": None, "finish_reason": finish}
        return b"data: " + _encode({**envelope, "choices": [choice], **extra}) + b"\n\n"

    yield event({"role": "assistant", "content": None if reply.calls else "", "refusal": None})
    before, after = event({"content": "\0"}).split(b'"\\u0000"')
    for piece in reply.pieces:
        yield before + _encode(piece) + after
    for position, call in enumerate(reply.calls):
        for part in _call_parts(call):
            yield event({"tool_calls": [{"index": position, **part}]})
    yield event({}, _finish(reply))


def _call_parts(call: ToolCall) -> Iterator[dict[str, Any]]:
    """The name first, then the arguments in two halves, as fragments of JSON text."""
    yield {"id": call.id, "type": "function", "function": {"name": call.name, "arguments": ""}}
    middle = len(call.arguments) // 2
    for fragment in (call.arguments[:middle], call.arguments[middle:]):
        yield {"function": {"arguments": fragment}}


def embeddings(body: dict[str, Any]) -> dict[str, Any]:
    """Vectors of length one that depend on the text alone. Raises `InvalidRequest`."""
    given = body.get("input")
    inputs = [given] if isinstance(given, str) or _is_tokens(given) else given
    if not isinstance(inputs, list) or not inputs:
        raise InvalidRequest("input must be text or token ids, or a list of them")
    size = int(body.get("dimensions") or _DIMENSIONS)
    used = sum(count(item) if isinstance(item, str) else len(item) for item in inputs)
    encode = _base64 if body.get("encoding_format") == "base64" else list
    return {
        "object": "list",
        "data": [
            {"object": "embedding", "index": i, "embedding": encode(_vector(item, size))}
            for i, item in enumerate(inputs)
        ],
        "model": body.get("model"),
        "usage": {"prompt_tokens": used, "total_tokens": used},
    }


def _is_tokens(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(i, int) for i in value)


def _vector(item: Any, size: int) -> list[float]:
    source = random.Random(hashlib.sha256(repr(item).encode()).digest())  # noqa: S311 - a fixture
    values = [source.random() - 0.5 for _ in range(size)]
    length = sum(value * value for value in values) ** 0.5
    return [value / length for value in values]


def _base64(vector: list[float]) -> str:
    return base64.b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode()


def model_object(name: str) -> dict[str, Any]:
    """One entry of the model list."""
    return {"id": name, "object": "model", "created": CREATED, "owned_by": "tollgate"}


def model_list() -> dict[str, Any]:
    """Every script that has a name."""
    return {"object": "list", "data": [model_object(name) for name in MODELS]}


def error_object(status: int, message: str) -> dict[str, Any]:
    """An error as OpenAI answers it."""
    kinds = {400: "invalid_request_error", 401: "authentication_error", 429: "rate_limit_error"}
    codes = {401: "invalid_api_key", 429: "rate_limit_exceeded"}
    kind = kinds.get(status, "server_error" if status >= 500 else "invalid_request_error")
    return {"error": {"message": message, "type": kind, "param": None, "code": codes.get(status)}}
