"""The request of a client of the Anthropic dialect for an OpenAI-compatible provider.

Sources: Anthropic's reference of messages, OpenAI's of chat completions. What has no counterpart is
refused by its name.
"""

from __future__ import annotations

from typing import Any, Final

from tollgate.errors import BadRequest
from tollgate.providers.translation import Fields, items_of, member
from tollgate.providers.wire import encode_text

_TARGET: Final = "an OpenAI-compatible model"
_MOST_STOPS: Final = 4
_TOOL_CHOICES: Final = {"auto": "auto", "any": "required", "none": "none"}


def request(
    body: dict[str, Any], model: str, limit_name: str, max_tokens: int | None
) -> dict[str, Any]:
    """The chat completion request for a message request.

    `max_tokens` is the output limit, sent as `limit_name`. Raises `BadRequest` naming the field
    that cannot be carried over.
    """
    fields = Fields(body, "", _TARGET)
    fields.take("model")
    fields.take("max_tokens")
    fields.accept("thinking", ({"type": "disabled"},))
    fields.accept("service_tier", ("auto", "standard_only"))
    fields.accept("speed", ("standard",))
    fields.accept("inference_geo", ("global",))
    messages = _system(fields) + _messages(fields.items("messages"))
    translated: dict[str, Any] = {"model": model, "messages": messages}
    optional = {
        limit_name: max_tokens,
        "temperature": fields.take("temperature"),
        "top_p": fields.take("top_p"),
        "stop": _stop(fields),
        "user": _user(fields),
        "response_format": _response_format(fields),
    }
    translated |= {name: value for name, value in optional.items() if value is not None}
    if fields.take("stream"):
        translated |= {"stream": True, "stream_options": {"include_usage": True}}
    translated |= _tools(fields)
    fields.close()
    return translated


def _stop(fields: Fields) -> list[Any] | None:
    sequences = fields.items("stop_sequences")
    if len(sequences) > _MOST_STOPS:
        fields.refuse("stop_sequences")
    return sequences or None


def _user(fields: Fields) -> Any:
    value = fields.take("metadata")
    if value is None:
        return None
    metadata = Fields(value, "metadata", _TARGET)
    user = metadata.take("user_id")
    metadata.close()
    return user


def _response_format(fields: Fields) -> dict[str, Any] | None:
    value = fields.take("output_config")
    if value is None:
        return None
    config = Fields(value, "output_config", _TARGET)
    form = config.take("format")
    config.close()
    if form is None:
        return None
    inner = Fields(form, "output_config.format", _TARGET)
    if inner.take("type") != "json_schema":
        inner.refuse("type")
    schema = inner.take("schema")
    inner.close()
    named = {"name": "response", "schema": schema, "strict": True}
    return {"type": "json_schema", "json_schema": named}


def _tools(fields: Fields) -> dict[str, Any]:
    tools = [_tool(tool, f"tools[{i}]") for i, tool in enumerate(fields.items("tools"))]
    choice = _tool_choice(fields)
    if not tools and choice.get("tool_choice") not in (None, "auto", "none"):
        fields.refuse("tool_choice")
    return {"tools": tools, **choice} if tools else {}


def _tool(value: Any, where: str) -> dict[str, Any]:
    fields = Fields(value, where, _TARGET)
    fields.accept("type", ("custom",))
    function: dict[str, Any] = {"name": fields.text("name")}
    if (description := fields.take("description")) is not None:
        function["description"] = description
    function["parameters"] = fields.take("input_schema")
    if fields.take("strict"):
        function["strict"] = True
    fields.close()
    return {"type": "function", "function": function}


def _tool_choice(fields: Fields) -> dict[str, Any]:
    value = fields.take("tool_choice")
    if value is None:
        return {}
    inner = Fields(value, "tool_choice", _TARGET)
    kind = inner.take("type")
    single = inner.take("disable_parallel_tool_use")
    if kind == "tool":
        choice: Any = {"type": "function", "function": {"name": inner.text("name")}}
    elif isinstance(kind, str) and kind in _TOOL_CHOICES:
        choice = _TOOL_CHOICES[kind]
    else:
        inner.refuse("type")
    inner.close()
    translated = {"tool_choice": choice}
    return {**translated, "parallel_tool_calls": False} if single else translated


def _system(fields: Fields) -> list[dict[str, Any]]:
    content = fields.take("system")
    if not content:
        return []
    return [{"role": "system", "content": _texts(content, "system")}]


def _messages(values: list[Any]) -> list[dict[str, Any]]:
    messages: list[dict[str, Any]] = []
    for index, value in enumerate(values):
        fields = Fields(value, f"messages[{index}]", _TARGET)
        role = fields.take("role")
        content = fields.take("content")
        where = fields.path("content")
        if role == "user":
            messages += _user_messages(content, where)
        elif role == "assistant":
            messages.append(_assistant_message(content, where))
        elif role == "system":
            messages.append({"role": "system", "content": _texts(content, where)})
        else:
            fields.refuse("role")
        fields.close()
    if messages and messages[-1]["role"] == "assistant":
        raise BadRequest(
            f"a message that the model shall go on with cannot be carried to {_TARGET}",
            param=f"messages[{len(values) - 1}]",
        )
    return messages


def _user_messages(content: Any, where: str) -> list[dict[str, Any]]:
    """Tool results become messages of their own, before what the user says beside them."""
    if isinstance(content, str):
        return [{"role": "user", "content": content}]
    results: list[dict[str, Any]] = []
    parts: list[dict[str, Any]] = []
    for index, block in enumerate(items_of(content)):
        path = f"{where}[{index}]"
        if member(block, "type") == "tool_result":
            results.append(_tool_message(block, path))
        else:
            parts.append(_part(block, path))
    if parts or not results:
        results.append({"role": "user", "content": _shortest(parts)})
    return results


def _assistant_message(content: Any, where: str) -> dict[str, Any]:
    if isinstance(content, str):
        return {"role": "assistant", "content": content}
    parts: list[dict[str, Any]] = []
    calls: list[dict[str, Any]] = []
    thoughts: list[str] = []
    for index, block in enumerate(items_of(content)):
        path = f"{where}[{index}]"
        if member(block, "type") == "tool_use":
            calls.append(_tool_call(block, path))
        elif member(block, "type") == "thinking":
            thoughts.append(_thought(block, path))
        else:
            parts.append(_text_part(block, path))
    message: dict[str, Any] = {"role": "assistant", "content": _shortest(parts) if parts else None}
    if calls:
        message["tool_calls"] = calls
    if thoughts:
        message["reasoning_content"] = "".join(thoughts)
    return message


def _thought(block: Any, where: str) -> str:
    """The text of a thinking block that this gateway made; a signed one is another model's."""
    fields = Fields(block, where, _TARGET)
    fields.take("type")
    fields.accept("signature", ("",))
    thought = fields.text("thinking")
    fields.close()
    return thought


def _tool_call(block: Any, where: str) -> dict[str, Any]:
    fields = Fields(block, where, _TARGET)
    fields.take("type")
    fields.accept("caller", ({"type": "direct"},))
    arguments = fields.take("input")
    if not isinstance(arguments, dict):
        fields.refuse("input")
    call = {
        "id": fields.text("id"),
        "type": "function",
        "function": {"name": fields.text("name"), "arguments": encode_text(arguments)},
    }
    fields.close()
    return call


def _tool_message(block: Any, where: str) -> dict[str, Any]:
    fields = Fields(block, where, _TARGET)
    fields.take("type")
    fields.accept("is_error", (False,))
    content = fields.take("content")
    message = {
        "role": "tool",
        "tool_call_id": fields.text("tool_use_id"),
        "content": _texts(content, fields.path("content")) if content else "",
    }
    fields.close()
    return message


def _texts(content: Any, where: str) -> Any:
    if isinstance(content, str):
        return content
    blocks = enumerate(items_of(content))
    return _shortest([_text_part(block, f"{where}[{i}]") for i, block in blocks])


def _shortest(parts: list[dict[str, Any]]) -> Any:
    """One text as plain text, which every compatible server understands; else the parts."""
    if not parts:
        return ""
    only_text = len(parts) == 1 and parts[0]["type"] == "text"
    return parts[0]["text"] if only_text else parts


def _part(block: Any, where: str) -> dict[str, Any]:
    if member(block, "type") != "image":
        return _text_part(block, where)
    fields = Fields(block, where, _TARGET)
    fields.take("type")
    source = Fields(fields.take("source"), f"{where}.source", _TARGET)
    fields.close()
    kind = source.take("type")
    if kind == "url":
        url = source.text("url")
    elif kind == "base64":
        url = f"data:{source.text('media_type')};base64,{source.text('data')}"
    else:
        source.refuse("type")
    source.close()
    return {"type": "image_url", "image_url": {"url": url}}


def _text_part(block: Any, where: str) -> dict[str, Any]:
    fields = Fields(block, where, _TARGET)
    if fields.take("type") != "text":
        fields.refuse("type")
    part = {"type": "text", "text": fields.text("text")}
    fields.accept("citations", ([],))
    fields.close()
    return part
