from __future__ import annotations

from typing import Any

import pytest

from tests.unit.providers.conversations import (
    FUNCTION,
    MESSAGES,
    PIXEL,
    TOOL,
    WEATHER,
    in_message,
    in_part,
    text,
    to_openai,
)
from tests.unit.providers.samples import GROQ
from tollgate.errors import BadRequest


def test_messages_become_a_conversation() -> None:
    sent = to_openai(messages=MESSAGES, system=[text("be kind"), text("be brief")])
    system, user, assistant, *results, thanks = sent["messages"]
    assert system == {"role": "system", "content": [text("be kind"), text("be brief")]}
    assert user["content"] == [
        text("what is it?"),
        {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{PIXEL}"}},
        {"type": "image_url", "image_url": {"url": "https://x/y.png"}},
    ]
    assert assistant["content"] == "Looking."
    assert [call["id"] for call in assistant["tool_calls"]] == ["t_a", "t_b"]
    assert assistant["tool_calls"][0]["function"] == {
        "name": "weather",
        "arguments": '{"city":"Bern"}',
    }
    assert results == [
        {"role": "tool", "tool_call_id": "t_a", "content": "sunny"},
        {"role": "tool", "tool_call_id": "t_b", "content": [text("noon"), text("CET")]},
        {"role": "tool", "tool_call_id": "t_c", "content": ""},
    ]
    assert thanks == {"role": "user", "content": "thanks"}


def test_a_system_message_stays_where_it_stands() -> None:
    user = {"role": "user", "content": "hi"}
    later = {"role": "system", "content": [text("be"), text("brief")]}
    assert to_openai(messages=[user, later, user])["messages"] == [user, later, user]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, {"model": "g", "max_completion_tokens": 50}),
        ({"max_tokens": 5000}, {"max_completion_tokens": 100}),
        ({"system": "be kind"}, {"messages": [{"role": "system", "content": "be kind"}]}),
        ({"temperature": 0, "top_p": 0.5}, {"temperature": 0, "top_p": 0.5}),
        ({"stop_sequences": ["a", "b"]}, {"stop": ["a", "b"]}),
        ({"metadata": {"user_id": "ann"}}, {"user": "ann"}),
        ({"stream": True}, {"stream": True, "stream_options": {"include_usage": True}}),
        (
            {"tools": [{**TOOL, "type": "custom"}]},
            {"tools": [{"type": "function", "function": FUNCTION}]},
        ),
        ({"tools": [TOOL], "tool_choice": {"type": "auto"}}, {"tool_choice": "auto"}),
        ({"tools": [TOOL], "tool_choice": {"type": "none"}}, {"tool_choice": "none"}),
        (
            {
                "tools": [TOOL],
                "tool_choice": {"type": "any", "disable_parallel_tool_use": True},
            },
            {"tool_choice": "required", "parallel_tool_calls": False},
        ),
        (
            {"tools": [TOOL], "tool_choice": {"type": "tool", "name": "weather"}},
            {"tool_choice": {"type": "function", "function": {"name": "weather"}}},
        ),
        (
            {"output_config": {"format": {"type": "json_schema", "schema": WEATHER}}},
            {
                "response_format": {
                    "type": "json_schema",
                    "json_schema": {"name": "response", "schema": WEATHER, "strict": True},
                }
            },
        ),
    ],
)
def test_message_fields_that_cross(fields: dict[str, Any], expected: dict[str, Any]) -> None:
    sent = to_openai(**fields)
    if "messages" in expected:
        sent["messages"] = sent["messages"][:1]
    assert {name: sent[name] for name in expected} == expected


def test_compatible_servers_get_the_limit_that_they_know() -> None:
    sent = to_openai(GROQ)
    assert sent["max_tokens"] == 50
    assert "max_completion_tokens" not in sent


def test_message_values_that_change_nothing_are_accepted() -> None:
    neutral = {
        "thinking": {"type": "disabled"},
        "service_tier": "auto",
        "stop_sequences": [],
        "metadata": {},
        "top_k": None,
        "tool_choice": {"type": "auto"},
        "system": "",
    }
    assert to_openai(**neutral) == to_openai()


REFUSED_MESSAGE: list[tuple[dict[str, Any], str]] = [
    ({"top_k": 5}, "top_k"),
    ({"thinking": {"type": "enabled", "budget_tokens": 1024}}, "thinking"),
    ({"cache_control": {"type": "ephemeral"}}, "cache_control"),
    ({"container": "c"}, "container"),
    ({"output_config": {"effort": "low"}}, "output_config.effort"),
    ({"output_config": {"format": {"type": "regex"}}}, "output_config.format.type"),
    ({"metadata": {"user_id": "a", "x": 1}}, "metadata.x"),
    ({"stop_sequences": list("abcde")}, "stop_sequences"),
    ({"stop_sequences": "a"}, "stop_sequences"),
    ({"a_field_of_tomorrow": 1}, "a_field_of_tomorrow"),
    (
        {"system": [{**text("x"), "cache_control": {"type": "ephemeral"}}]},
        "system[0].cache_control",
    ),
    ({"tools": [{**TOOL, "cache_control": {}}]}, "tools[0].cache_control"),
    ({"tools": [{"type": "bash_20250124", "name": "bash"}]}, "tools[0].type"),
    ({"tools": [TOOL], "tool_choice": {"type": "some"}}, "tool_choice.type"),
    ({"tools": [TOOL], "tool_choice": "auto"}, "tool_choice"),
    ({"tool_choice": {"type": "any"}}, "tool_choice"),
    ({"tool_choice": {"type": "tool", "name": "weather"}}, "tool_choice"),
    (in_message(role="developer"), "messages[0].role"),
    (in_message(role="assistant"), "messages[0]"),
    (in_message(x=1), "messages[0].x"),
    (in_part(type="thinking", thinking="x", signature="y"), "messages[0].content[0].type"),
    (in_part(**text("x"), citations=[{}]), "messages[0].content[0].citations"),
    (
        in_part(type="document", source={"type": "text", "data": "x"}),
        "messages[0].content[0].type",
    ),
    (
        in_part(type="image", source={"type": "file", "file_id": "f"}),
        "messages[0].content[0].source.type",
    ),
    (
        in_part(type="tool_result", tool_use_id="t", content="x", is_error=True),
        "messages[0].content[0].is_error",
    ),
    (
        in_part(
            type="tool_result",
            tool_use_id="t",
            content=[{"type": "image", "source": {"type": "url", "url": "https://x"}}],
        ),
        "messages[0].content[0].content[0].type",
    ),
]


@pytest.mark.parametrize(("fields", "param"), REFUSED_MESSAGE)
def test_message_fields_that_cannot_cross_are_refused_by_name(
    fields: dict[str, Any], param: str
) -> None:
    with pytest.raises(BadRequest) as caught:
        to_openai(**fields)
    assert caught.value.param == param
