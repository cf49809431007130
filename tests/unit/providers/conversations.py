"""Requests in both dialects, and both ways through the adapters."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from tests.unit.providers.samples import ANTHROPIC, OPENAI
from tollgate.providers.adapters import prepare
from tollgate.providers.calls import read_call
from tollgate.providers.models import Operation, ProviderSpec

PIXEL = "iVBORw0KGgo="
WEATHER = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}


def to_anthropic(clamp: int | None = 100, **fields: Any) -> dict[str, Any]:
    body = {"model": "anthropic/c", "messages": [{"role": "user", "content": "hi"}], **fields}
    call = read_call(Operation.CHAT, body)
    request = prepare(call, json.dumps(body).encode(), ANTHROPIC, "c", clamp)
    assert request.path == "/v1/messages"
    found: dict[str, Any] = json.loads(request.body)
    return found


def to_openai(provider: ProviderSpec = OPENAI, **fields: Any) -> dict[str, Any]:
    messages = [{"role": "user", "content": "hi"}]
    body = {"model": "openai/g", "max_tokens": 50, "messages": messages, **fields}
    call = read_call(Operation.MESSAGES, body)
    request = prepare(call, json.dumps(body).encode(), provider, "g", 100)
    assert request.path == "/chat/completions"
    found: dict[str, Any] = json.loads(request.body)
    return found


CHAT_MESSAGES = [
    {"role": "system", "content": "be kind"},
    {"role": "developer", "content": [{"type": "text", "text": "be brief"}]},
    {
        "role": "user",
        "content": [
            {"type": "text", "text": "what is it?"},
            {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{PIXEL}"}},
            {"type": "image_url", "image_url": {"url": "https://x/y.png", "detail": "auto"}},
        ],
    },
    {
        "role": "assistant",
        "content": "Looking.",
        "refusal": None,
        "tool_calls": [
            {
                "id": "call_a",
                "type": "function",
                "function": {"name": "weather", "arguments": '{"city": "Bern"}'},
            },
            {"id": "call_b", "type": "function", "function": {"name": "now", "arguments": ""}},
        ],
    },
    {"role": "tool", "tool_call_id": "call_a", "content": "sunny"},
    {"role": "tool", "tool_call_id": "call_b", "content": [{"type": "text", "text": "noon"}]},
    {"role": "user", "content": "thanks"},
]


def text(value: str) -> dict[str, Any]:
    return {"type": "text", "text": value}


MESSAGES = [
    {
        "role": "user",
        "content": [
            text("what is it?"),
            {
                "type": "image",
                "source": {"type": "base64", "media_type": "image/png", "data": PIXEL},
            },
            {"type": "image", "source": {"type": "url", "url": "https://x/y.png"}},
        ],
    },
    {
        "role": "assistant",
        "content": [
            text("Looking."),
            {"type": "tool_use", "id": "t_a", "name": "weather", "input": {"city": "Bern"}},
            {"type": "tool_use", "id": "t_b", "name": "now", "input": {}},
        ],
    },
    {
        "role": "user",
        "content": [
            {"type": "tool_result", "tool_use_id": "t_a", "content": "sunny", "is_error": False},
            {"type": "tool_result", "tool_use_id": "t_b", "content": [text("noon"), text("CET")]},
            {"type": "tool_result", "tool_use_id": "t_c"},
            text("thanks"),
        ],
    },
]


FUNCTION = {"name": "weather", "description": "tells", "parameters": WEATHER}
TOOLS = [{"type": "function", "function": FUNCTION}]

TOOL = {"name": "weather", "description": "tells", "input_schema": WEATHER}


def in_message(**fields: Any) -> dict[str, Any]:
    return {"messages": [{"role": "user", "content": "x", **fields}]}


def in_part(**part: Any) -> dict[str, Any]:
    return {"messages": [{"role": "user", "content": [part]}]}


def in_call(arguments: str) -> dict[str, Any]:
    call = {"id": "c", "type": "function", "function": {"name": "f", "arguments": arguments}}
    return {"messages": [{"role": "assistant", "tool_calls": [call]}]}


NAMES = st.text("abcdefgh_", min_size=1, max_size=8)
WORDS = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=12)


@st.composite
def tool_turns(draw: st.DrawFn, largest: int | None = None) -> list[dict[str, Any]]:
    """A question, an answer that calls tools, and their results, in OpenAI's dialect."""
    integers = st.integers(None if largest is None else -largest, largest)
    values = st.recursive(WORDS | integers | st.booleans() | st.none(), st.lists, max_leaves=5)
    arguments = st.dictionaries(WORDS, values)
    calls = [
        {
            "id": f"call_{index}",
            "type": "function",
            "function": {
                "name": draw(NAMES),
                "arguments": json.dumps(draw(arguments), ensure_ascii=False, separators=(",", ":")),
            },
        }
        for index in range(draw(st.integers(1, 4)))
    ]
    results = [
        {"role": "tool", "tool_call_id": call["id"], "content": draw(WORDS)} for call in calls
    ]
    said = draw(st.none() | WORDS)
    return [
        {"role": "system", "content": draw(WORDS)},
        {"role": "user", "content": draw(WORDS)},
        {"role": "assistant", "content": said, "tool_calls": calls},
        *results,
        {"role": "user", "content": draw(WORDS)},
    ]
