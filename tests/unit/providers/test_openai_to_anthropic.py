from __future__ import annotations

from typing import Any

import pytest

from tests.unit.providers.conversations import (
    CHAT_MESSAGES,
    PIXEL,
    TOOLS,
    WEATHER,
    in_call,
    in_message,
    in_part,
    text,
    to_anthropic,
)
from tollgate.errors import BadRequest


def test_a_conversation_becomes_messages() -> None:
    sent = to_anthropic(messages=CHAT_MESSAGES)
    assert sent["system"] == [text("be kind"), text("be brief")]
    user, assistant, results = sent["messages"]
    assert user["content"] == [
        text("what is it?"),
        {
            "type": "image",
            "source": {"type": "base64", "media_type": "image/png", "data": PIXEL},
        },
        {"type": "image", "source": {"type": "url", "url": "https://x/y.png"}},
    ]
    assert assistant == {
        "role": "assistant",
        "content": [
            text("Looking."),
            {"type": "tool_use", "id": "call_a", "name": "weather", "input": {"city": "Bern"}},
            {"type": "tool_use", "id": "call_b", "name": "now", "input": {}},
        ],
    }
    assert results == {
        "role": "user",
        "content": [
            {"type": "tool_result", "tool_use_id": "call_a", "content": [text("sunny")]},
            {"type": "tool_result", "tool_use_id": "call_b", "content": [text("noon")]},
            text("thanks"),
        ],
    }


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, {"model": "c", "max_tokens": 100}),
        ({"max_tokens": 5}, {"max_tokens": 5}),
        ({"max_completion_tokens": 500}, {"max_tokens": 100}),
        ({"temperature": 0, "top_p": 0.5}, {"temperature": 0, "top_p": 0.5}),
        ({"temperature": 1}, {"temperature": 1}),
        ({"stop": "END"}, {"stop_sequences": ["END"]}),
        ({"stop": ["a", "b"]}, {"stop_sequences": ["a", "b"]}),
        ({"stream": True, "stream_options": {"include_usage": True}}, {"stream": True}),
        ({"user": "ann"}, {"metadata": {"user_id": "ann"}}),
        ({"safety_identifier": "ann"}, {"metadata": {"user_id": "ann"}}),
        ({"service_tier": "default"}, {"service_tier": "standard_only"}),
        (
            {"tools": TOOLS},
            {"tools": [{"name": "weather", "description": "tells", "input_schema": WEATHER}]},
        ),
        ({"tools": TOOLS, "tool_choice": "auto"}, {"tool_choice": {"type": "auto"}}),
        ({"tools": TOOLS, "tool_choice": "required"}, {"tool_choice": {"type": "any"}}),
        ({"tools": TOOLS, "tool_choice": "none"}, {"tool_choice": {"type": "none"}}),
        (
            {
                "tools": TOOLS,
                "tool_choice": {"type": "function", "function": {"name": "weather"}},
                "parallel_tool_calls": False,
            },
            {
                "tool_choice": {
                    "type": "tool",
                    "name": "weather",
                    "disable_parallel_tool_use": True,
                }
            },
        ),
        (
            {"tools": TOOLS, "parallel_tool_calls": False},
            {"tool_choice": {"type": "auto", "disable_parallel_tool_use": True}},
        ),
        (
            {
                "response_format": {
                    "type": "json_schema",
                    "json_schema": {"name": "a", "strict": True, "schema": WEATHER},
                }
            },
            {"output_config": {"format": {"type": "json_schema", "schema": WEATHER}}},
        ),
    ],
)
def test_chat_fields_that_cross(fields: dict[str, Any], expected: dict[str, Any]) -> None:
    sent = to_anthropic(**fields)
    assert {name: sent[name] for name in expected} == expected


def test_a_tool_without_parameters_takes_an_empty_object() -> None:
    tools = [{"type": "function", "function": {"name": "now", "strict": True}}]
    assert to_anthropic(tools=tools)["tools"] == [
        {"name": "now", "input_schema": {"type": "object", "properties": {}}, "strict": True}
    ]


NEUTRAL_CHAT: dict[str, Any] = {
    "n": 1,
    "logprobs": False,
    "top_logprobs": 0,
    "logit_bias": {},
    "presence_penalty": 0,
    "frequency_penalty": 0.0,
    "seed": None,
    "store": False,
    "metadata": {},
    "modalities": ["text"],
    "response_format": {"type": "text"},
    "service_tier": "auto",
    "anything": None,
    "tools": [],
    "tool_choice": "auto",
    "parallel_tool_calls": True,
}


def test_values_that_change_nothing_are_accepted() -> None:
    assert to_anthropic(**NEUTRAL_CHAT) == to_anthropic()


REFUSED_CHAT: list[tuple[dict[str, Any], str]] = [
    ({"n": 2}, "n"),
    ({"logprobs": True}, "logprobs"),
    ({"top_logprobs": 2}, "top_logprobs"),
    ({"seed": 0}, "seed"),
    ({"logit_bias": {"1": 2}}, "logit_bias"),
    ({"presence_penalty": 0.5}, "presence_penalty"),
    ({"frequency_penalty": -1}, "frequency_penalty"),
    ({"temperature": 1.5}, "temperature"),
    ({"audio": {"voice": "x"}}, "audio"),
    ({"modalities": ["text", "audio"]}, "modalities"),
    ({"prediction": {"type": "content", "content": "x"}}, "prediction"),
    ({"reasoning_effort": "low"}, "reasoning_effort"),
    ({"verbosity": "low"}, "verbosity"),
    ({"store": True}, "store"),
    ({"metadata": {"a": "b"}}, "metadata"),
    ({"service_tier": "flex"}, "service_tier"),
    ({"user": "a", "safety_identifier": "b"}, "user"),
    ({"functions": [{"name": "f"}]}, "functions"),
    ({"function_call": "auto"}, "function_call"),
    ({"response_format": {"type": "json_object"}}, "response_format"),
    ({"response_format": "json"}, "response_format"),
    (
        {"response_format": {"type": "json_schema", "json_schema": {"description": "d"}}},
        "response_format.json_schema.description",
    ),
    ({"stream_options": {"include_obfuscation": True}}, "stream_options.include_obfuscation"),
    ({"tools": [{"type": "custom", "custom": {"name": "x"}}]}, "tools[0].type"),
    ({"tools": [{"type": "function", "function": {"x": 1}}]}, "tools[0].function.name"),
    (
        {"tools": [{"type": "function", "function": {"name": "f", "x": 1}}]},
        "tools[0].function.x",
    ),
    ({"tools": TOOLS, "tool_choice": {"type": "allowed_tools"}}, "tool_choice"),
    ({"tools": TOOLS, "tool_choice": "any"}, "tool_choice"),
    ({"tool_choice": "required"}, "tool_choice"),
    ({"tool_choice": {"type": "function", "function": {"name": "f"}}}, "tool_choice"),
    ({"a_field_of_tomorrow": 1}, "a_field_of_tomorrow"),
    (in_message(role="function"), "messages[0].role"),
    (in_message(role="teacher"), "messages[0].role"),
    (in_message(name="ann"), "messages[0].name"),
    (in_message(role="assistant", function_call={"name": "f"}), "messages[0].function_call"),
    (in_message(role="tool"), "messages[0].tool_call_id"),
    (in_part(type="input_audio", input_audio={}), "messages[0].content[0].type"),
    (in_part(type="text", text="x", cache_control={}), "messages[0].content[0].cache_control"),
    (
        in_part(type="image_url", image_url={"url": "https://x", "detail": "low"}),
        "messages[0].content[0].image_url.detail",
    ),
    (
        in_part(type="image_url", image_url={"url": "file:///x"}),
        "messages[0].content[0].image_url.url",
    ),
    (in_call("{"), "messages[0].tool_calls[0].function.arguments"),
    (in_call("[1]"), "messages[0].tool_calls[0].function.arguments"),
    (in_call('{"a":1,"a":2}'), "messages[0].tool_calls[0].function.arguments"),
    (in_call('{"a":' + "[" * 100_000), "messages[0].tool_calls[0].function.arguments"),
    (
        {
            "messages": [
                {
                    "role": "system",
                    "content": [{"type": "image_url", "image_url": {"url": "https://x"}}],
                }
            ]
        },
        "messages[0].content",
    ),
]


@pytest.mark.parametrize(("fields", "param"), REFUSED_CHAT)
def test_chat_fields_that_cannot_cross_are_refused_by_name(
    fields: dict[str, Any], param: str
) -> None:
    with pytest.raises(BadRequest) as caught:
        to_anthropic(**fields)
    assert caught.value.param == param


def test_anthropic_needs_a_limit() -> None:
    with pytest.raises(BadRequest) as caught:
        to_anthropic(clamp=None)
    assert caught.value.param == "max_tokens"
