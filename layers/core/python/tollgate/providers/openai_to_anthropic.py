"""The request of a client of the OpenAI dialect for an Anthropic provider.

Sources: OpenAI's reference of chat completions, Anthropic's of messages. What has no counterpart is
refused by its name.
"""

from __future__ import annotations

import re
from typing import Any, Final

from tollgate.errors import BadRequest
from tollgate.providers.translation import Fields, items_of, member
from tollgate.providers.wire import parse_object

THINKING: Final = ("thinking", "redacted_thinking")
"""Types of the blocks that `thinking_blocks` of a message holds, as the model signed them."""

_TARGET: Final = "an Anthropic model"
_DATA_URL = re.compile(r"data:(image/[a-z0-9.+-]+);base64,(.*)", re.DOTALL)
_NEUTRAL: Final[dict[str, tuple[Any, ...]]] = {
    "n": (1,),
    "logprobs": (False,),
    "top_logprobs": (0,),
    "logit_bias": ({},),
    "presence_penalty": (0,),
    "frequency_penalty": (0,),
    "modalities": (["text"],),
    "metadata": ({},),
    "store": (False,),
    "functions": ([],),
}


def request(body: dict[str, Any], model: str, max_tokens: int | None) -> dict[str, Any]:
    """The message request for a chat completion request.

    `max_tokens` is the output limit, which Anthropic requires. Raises `BadRequest` naming the field
    that cannot be carried over.
    """
    if max_tokens is None:
        raise BadRequest(f"max_tokens is required by {_TARGET}", param="max_tokens")
    fields = Fields(body, "", _TARGET)
    for name in ("model", "max_tokens", "max_completion_tokens"):
        fields.take(name)
    for name, values in _NEUTRAL.items():
        fields.accept(name, values)
    system, messages = _messages(fields.items("messages"))
    translated: dict[str, Any] = {"model": model, "max_tokens": max_tokens, "messages": messages}
    optional = {
        "system": system,
        "temperature": _temperature(fields),
        "top_p": fields.take("top_p"),
        "stop_sequences": _stop_sequences(fields),
        "stream": _stream(fields),
        "metadata": _metadata(fields),
        "service_tier": _service_tier(fields),
        "output_config": _output_config(fields),
    }
    translated |= {name: value for name, value in optional.items() if value}
    for name in ("temperature", "top_p"):
        if optional[name] is not None:
            translated[name] = optional[name]
    translated |= _tools(fields)
    fields.close()
    return translated


def _temperature(fields: Fields) -> Any:
    value = fields.take("temperature")
    if isinstance(value, (int, float)) and value > 1:
        fields.refuse("temperature")
    return value


def _stop_sequences(fields: Fields) -> Any:
    value = fields.take("stop")
    return [value] if isinstance(value, str) else value


def _stream(fields: Fields) -> bool:
    options = fields.take("stream_options")
    if options is not None:
        inner = Fields(options, "stream_options", _TARGET)
        inner.take("include_usage")
        inner.accept("include_obfuscation", (False,))
        inner.close()
    return bool(fields.take("stream"))


def _metadata(fields: Fields) -> dict[str, Any] | None:
    user, identifier = fields.take("user"), fields.take("safety_identifier")
    if user is None or identifier is None:
        user = identifier if user is None else user
    elif user != identifier:
        fields.refuse("user")
    return None if user is None else {"user_id": user}


def _service_tier(fields: Fields) -> str | None:
    tier = fields.take("service_tier")
    if tier not in (None, "auto", "default"):
        fields.refuse("service_tier")
    return "standard_only" if tier == "default" else None


def _output_config(fields: Fields) -> dict[str, Any] | None:
    value = fields.take("response_format")
    if value is None:
        return None
    form = Fields(value, "response_format", _TARGET)
    kind = form.take("type")
    if kind == "text":
        form.close()
        return None
    if kind != "json_schema":
        fields.refuse("response_format")
    inner = Fields(form.take("json_schema"), "response_format.json_schema", _TARGET)
    form.close()
    inner.take("name")
    inner.accept("strict", (True, False))
    inner.accept("description", ("",))
    schema = inner.take("schema")
    inner.close()
    return {"format": {"type": "json_schema", "schema": schema}}


def _tools(fields: Fields) -> dict[str, Any]:
    tools = [_tool(tool, f"tools[{i}]") for i, tool in enumerate(fields.items("tools"))]
    choice = _tool_choice(fields)
    if not tools:
        if choice is not None and choice["type"] in ("any", "tool"):
            fields.refuse("tool_choice")
        return {}
    return {"tools": tools, "tool_choice": choice} if choice else {"tools": tools}


def _tool(value: Any, where: str) -> dict[str, Any]:
    outer = Fields(value, where, _TARGET)
    if outer.take("type") != "function":
        outer.refuse("type")
    function = Fields(outer.take("function"), f"{where}.function", _TARGET)
    outer.close()
    tool: dict[str, Any] = {"name": function.text("name")}
    if (description := function.take("description")) is not None:
        tool["description"] = description
    tool["input_schema"] = function.take("parameters") or {"type": "object", "properties": {}}
    if function.take("strict"):
        tool["strict"] = True
    function.close()
    return tool


def _tool_choice(fields: Fields) -> dict[str, Any] | None:
    value = fields.take("tool_choice")
    parallel = fields.take("parallel_tool_calls")
    choice = _named_choice(fields, value)
    if parallel is False and (choice is None or choice["type"] != "none"):
        choice = {**(choice or {"type": "auto"}), "disable_parallel_tool_use": True}
    return choice


def _named_choice(fields: Fields, value: Any) -> dict[str, Any] | None:
    if value is None:
        return None
    if isinstance(value, str):
        kinds = {"auto": "auto", "none": "none", "required": "any"}
        if value not in kinds:
            fields.refuse("tool_choice")
        return {"type": kinds[value]}
    name = member(value, "function", "name")
    if member(value, "type") != "function" or not isinstance(name, str):
        fields.refuse("tool_choice")
    return {"type": "tool", "name": name}


def _messages(values: list[Any]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    system: list[dict[str, Any]] = []
    turns: list[dict[str, Any]] = []
    for index, value in enumerate(values):
        fields = Fields(value, f"messages[{index}]", _TARGET)
        role = fields.take("role")
        if role in ("system", "developer"):
            system += _text_blocks(fields)
        elif role == "user":
            _add_turn(turns, "user", _user_blocks(fields))
        elif role == "assistant":
            turns.append({"role": "assistant", "content": _assistant_blocks(fields)})
        elif role == "tool":
            _add_turn(turns, "user", [_tool_result(fields)])
        else:
            fields.refuse("role")
        fields.close()
    return system, turns


def _add_turn(turns: list[dict[str, Any]], role: str, blocks: list[dict[str, Any]]) -> None:
    # All results of one turn's calls, and what the user adds, belong into one message.
    last = turns[-1]["content"] if turns and turns[-1]["role"] == role else []
    if last and last[-1]["type"] == "tool_result":
        last += blocks
        return
    turns.append({"role": role, "content": blocks})


def _tool_result(fields: Fields) -> dict[str, Any]:
    return {
        "type": "tool_result",
        "tool_use_id": fields.text("tool_call_id"),
        "content": _text_blocks(fields),
    }


def _text_blocks(fields: Fields) -> list[dict[str, Any]]:
    blocks = _user_blocks(fields)
    if any(block["type"] != "text" for block in blocks):
        fields.refuse("content")
    return blocks


def _user_blocks(fields: Fields) -> list[dict[str, Any]]:
    content = fields.take("content")
    where = fields.path("content")
    if isinstance(content, str):
        return [{"type": "text", "text": content}] if content else []
    return [_part(part, f"{where}[{i}]") for i, part in enumerate(items_of(content))]


def _part(value: Any, where: str) -> dict[str, Any]:
    fields = Fields(value, where, _TARGET)
    kind = fields.take("type")
    if kind == "text":
        block = {"type": "text", "text": fields.text("text")}
    elif kind == "refusal":
        block = {"type": "text", "text": fields.text("refusal")}
    elif kind == "image_url":
        block = _image(Fields(fields.take("image_url"), f"{where}.image_url", _TARGET))
    else:
        raise BadRequest(f"{where}: {kind} cannot be carried to {_TARGET}", param=f"{where}.type")
    fields.close()
    return block


def _image(fields: Fields) -> dict[str, Any]:
    url = fields.text("url")
    fields.accept("detail", ("auto", "high"))
    fields.close()
    if match := _DATA_URL.fullmatch(url):
        source = {"type": "base64", "media_type": match[1], "data": match[2]}
    elif url.startswith(("https://", "http://")):
        source = {"type": "url", "url": url}
    else:
        fields.refuse("url")
    return {"type": "image", "source": source}


def _assistant_blocks(fields: Fields) -> list[dict[str, Any]]:
    blocks = _thinking_blocks(fields) + _text_blocks(fields)
    if refusal := fields.take("refusal"):
        blocks.append({"type": "text", "text": refusal})
    fields.accept("annotations", ([],))
    for index, call in enumerate(fields.items("tool_calls")):
        blocks.append(_tool_use(call, fields.path(f"tool_calls[{index}]")))
    return blocks


def _thinking_blocks(fields: Fields) -> list[dict[str, Any]]:
    """The signed blocks of an earlier answer; its text alone is none that the model would take."""
    blocks = []
    for index, value in enumerate(fields.items("thinking_blocks")):
        where = fields.path(f"thinking_blocks[{index}]")
        block = Fields(value, where, _TARGET)
        kind = block.take("type")
        if kind not in THINKING:
            block.refuse("type")
        names = ("thinking", "signature") if kind == "thinking" else ("data",)
        blocks.append({"type": kind} | {name: block.text(name) for name in names})
        block.close()
    said = "".join(block.get("thinking", "") for block in blocks)
    fields.accept("reasoning_content", (said,))
    return blocks


def _tool_use(value: Any, where: str) -> dict[str, Any]:
    fields = Fields(value, where, _TARGET)
    fields.accept("type", ("function",))
    fields.accept("index", range(128))
    function = Fields(fields.take("function"), f"{where}.function", _TARGET)
    block = {
        "type": "tool_use",
        "id": fields.text("id"),
        "name": function.text("name"),
        "input": _arguments(function),
    }
    function.close()
    fields.close()
    return block


def _arguments(function: Fields) -> dict[str, Any]:
    text = function.text("arguments")
    try:
        return parse_object(text.encode() or b"{}")
    except BadRequest:
        function.refuse("arguments")
