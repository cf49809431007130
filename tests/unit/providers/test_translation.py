"""Nothing is lost on the way, and nothing but a refusal by name stops a request."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.unit.providers.conversations import (
    CHAT_MESSAGES,
    MESSAGES,
    WORDS,
    to_anthropic,
    to_openai,
    tool_turns,
)
from tests.unit.providers.samples import (
    ANTHROPIC,
    ANTHROPIC_ANSWER,
    OPENAI,
    OPENAI_ANSWER,
    chat_call,
    message_call,
)
from tollgate.errors import BadRequest
from tollgate.providers.adapters import read_answer


@given(tool_turns())
def test_a_conversation_with_tools_returns_unharmed(messages: list[dict[str, Any]]) -> None:
    there = to_anthropic(messages=messages)
    back = to_openai(messages=there["messages"], system=there["system"])
    assert back["messages"] == messages


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 200) | st.floats(allow_nan=False) | WORDS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["type", "text", "role", "content", "name", "id", "x"]), inner
        )
    ),
    max_leaves=6,
)
CHAT_FIELDS = """
    model messages stream stream_options max_tokens temperature top_p stop tools tool_choice user
    safety_identifier parallel_tool_calls response_format service_tier metadata n seed functions x
"""
MESSAGE_FIELDS = """
    model messages system stream max_tokens temperature top_p top_k stop_sequences tools tool_choice
    metadata thinking output_config service_tier cache_control x
"""


def outcome(side: Callable[..., Any], fields: dict[str, Any]) -> str | None:
    """`carried`, or the field that was refused; anything but a refusal by name fails."""
    try:
        side(**fields)
    except BadRequest as refusal:
        return refusal.param
    return "carried"


@given(st.dictionaries(st.sampled_from(CHAT_FIELDS.split()), JSON, max_size=3))
def test_any_chat_is_carried_or_refused(fields: dict[str, Any]) -> None:
    assert outcome(to_anthropic, fields)


@given(st.dictionaries(st.sampled_from(MESSAGE_FIELDS.split()), JSON, max_size=3))
def test_any_message_is_carried_or_refused(fields: dict[str, Any]) -> None:
    assert outcome(to_openai, fields)


def damaged(value: Any, data: st.DataObject) -> Any:
    """`value` with one of its parts replaced."""
    if isinstance(value, dict) and value and data.draw(st.integers(0, 4)):
        name = data.draw(st.sampled_from(sorted(value)))
        return {**value, name: damaged(value[name], data)}
    if isinstance(value, list) and value and data.draw(st.integers(0, 4)):
        index = data.draw(st.integers(0, len(value) - 1))
        return [*value[:index], damaged(value[index], data), *value[index + 1 :]]
    return data.draw(JSON)


@given(st.data())
def test_a_damaged_conversation_is_carried_or_refused(data: st.DataObject) -> None:
    assert outcome(to_anthropic, {"messages": damaged(CHAT_MESSAGES, data)})
    assert outcome(to_openai, {"messages": damaged(MESSAGES, data)})


@given(st.data())
def test_a_damaged_answer_is_carried_or_a_502(data: st.DataObject) -> None:
    for call, provider, answer in (
        (chat_call(stream=False), ANTHROPIC, ANTHROPIC_ANSWER),
        (message_call(stream=False), OPENAI, OPENAI_ANSWER),
    ):
        body = json.dumps(damaged(answer, data)).encode()
        assert read_answer(call, provider, 200, {}, body).status in (200, 502)
