"""The scripted provider's answers: which script, what text, how many tokens."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from local.scripted import anthropic, openai
from local.scripted.replies import Prompt, Usage, count, example, reply_to
from local.scripted.scripts import MODELS, Script, script_of


@pytest.mark.parametrize(
    ("model", "script"),
    [
        ("echo", Script()),
        ("gpt-4o", Script()),
        ("scripted/lorem", Script(kind="lorem")),
        ("slow-250ms", Script(delay=0.25)),
        ("lorem+paced-20ms+cached", Script(kind="lorem", pace=0.02, cached=True)),
        ("error-429", Script(error=429)),
        ("error-200", Script(error=500)),
        ("truncate-4", Script(stops_after=4)),
        ("hang", Script(hangs=True)),
        ("hang-2", Script(hangs=True, stops_after=2)),
        ("zero-usage", Script(usage="zero")),
    ],
)
def test_a_model_name_is_a_script(model: str, script: Script) -> None:
    assert script_of(model) == script


def test_every_listed_model_is_a_script_of_its_own() -> None:
    assert all(script_of(model) != Script() for model in MODELS if model != "echo")


def prompt(text: str = "hello", **changes: Any) -> Prompt:
    return Prompt(**{"model": "m", "last_text": text, "counted": (text,), "messages": 1, **changes})


def usage(made: Usage | None) -> Usage:
    assert made is not None
    return made


@settings(deadline=None)
@given(st.integers(1, 400))
def test_lorem_is_exactly_as_long_as_asked(limit: int) -> None:
    reply = reply_to(prompt(max_tokens=limit), Script(kind="lorem"))
    assert usage(reply.usage).output == limit == count(reply.text) == len(reply.pieces)
    assert reply.cut


def test_lorem_without_a_limit_ends_by_itself() -> None:
    reply = reply_to(prompt(), Script(kind="lorem"))
    assert (usage(reply.usage).output, reply.cut) == (256, False)


@settings(deadline=None)
@given(st.text(max_size=80))
def test_an_echo_says_the_same_and_counts_its_tokens(text: str) -> None:
    reply = reply_to(prompt(text), Script())
    assert reply.text == text
    assert usage(reply.usage).output == count(text)
    assert not reply.cut


@settings(deadline=None)
@given(st.text(min_size=1, max_size=80), st.integers(1, 20))
def test_an_echo_never_exceeds_its_limit(text: str, limit: int) -> None:
    reply = reply_to(prompt(text, max_tokens=limit), Script())
    assert usage(reply.usage).output == min(limit, count(text))
    assert reply.cut == (count(text) > limit)


@settings(deadline=None)
@given(st.integers(2, 300))
def test_reasoning_is_part_of_the_limit(limit: int) -> None:
    reply = reply_to(prompt(max_tokens=limit), Script(kind="lorem", reasoning=True))
    assert usage(reply.usage).output == limit
    assert usage(reply.usage).reasoning == min(64, limit // 2)


def test_usage_can_be_absent_or_zero() -> None:
    assert reply_to(prompt(), Script(usage="none")).usage is None
    assert reply_to(prompt(), Script(usage="zero")).usage == Usage(0, 0)


def test_cached_tokens_are_part_of_the_input() -> None:
    made = usage(reply_to(prompt("word " * 40), Script(cached=True)).usage)
    assert (made.cache_read, made.cache_write) == (made.input // 2, made.input // 4)
    assert openai.usage_object(made)["prompt_tokens"] == made.input
    message = anthropic.message(prompt(), reply_to(prompt("word " * 40), Script(cached=True)))
    parts = ("input_tokens", "cache_read_input_tokens", "cache_creation_input_tokens")
    assert sum(message["usage"][part] for part in parts) == made.input


SCHEMA = {
    "type": "object",
    "properties": {
        "city": {"type": "string"},
        "days": {"type": "integer"},
        "unit": {"enum": ["celsius", "kelvin"]},
        "tags": {"type": "array", "items": {"type": "boolean"}},
        "maybe": {"anyOf": [{"type": "null"}, {"type": "string"}]},
    },
}


def test_an_example_fits_its_schema() -> None:
    assert example(SCHEMA) == {
        "city": "text",
        "days": 1,
        "unit": "celsius",
        "tags": [True],
        "maybe": None,
    }


def test_tools_are_called_once_or_in_parallel_and_not_after_their_result() -> None:
    asked = prompt(tools=(("weather", SCHEMA),))
    one = reply_to(asked, Script(kind="tool"))
    assert [call.name for call in one.calls] == ["weather"]
    assert json.loads(one.calls[0].arguments)["city"] == "text"
    several = reply_to(asked, Script(kind="tools")).calls
    assert len({call.id for call in several}) == 2
    answered = prompt(tools=(("weather", SCHEMA),), answers_tool=True)
    assert reply_to(answered, Script(kind="tool")).calls == ()


def events(raw: bytes) -> list[Any]:
    lines = [line[6:] for line in raw.decode().split("\n") if line.startswith("data: ")]
    return [json.loads(line) for line in lines if line != "[DONE]"]


@settings(deadline=None)
@given(st.text(max_size=40), st.integers(1, 3))
def test_an_openai_stream_says_what_the_plain_answer_says(text: str, choices: int) -> None:
    asked = prompt(text)
    reply = reply_to(asked, Script())
    plain = openai.completion(asked, reply, choices)
    streamed = events(b"".join(openai.stream(asked, reply, choices, with_usage=True)))
    for choice in plain["choices"]:
        deltas = [
            part["delta"].get("content") or ""
            for event in streamed
            for part in event["choices"]
            if part["index"] == choice["index"]
        ]
        assert "".join(deltas) == choice["message"]["content"]
    assert streamed[-1]["usage"] == plain["usage"]
    assert streamed[-1]["choices"] == []


@settings(deadline=None)
@given(st.text(max_size=40))
def test_an_anthropic_stream_says_what_the_plain_answer_says(text: str) -> None:
    asked = prompt(text)
    reply = reply_to(asked, Script(reasoning=True))
    plain = anthropic.message(asked, reply)
    streamed = events(b"".join(anthropic.stream(asked, reply)))
    kinds = [event["type"] for event in streamed]
    assert (kinds[0], kinds[-2:]) == ("message_start", ["message_delta", "message_stop"])
    deltas = [event["delta"].get("text", "") for event in streamed if "delta" in event]
    assert "".join(deltas) == plain["content"][-1]["text"]
    assert streamed[-2]["usage"]["output_tokens"] == plain["usage"]["output_tokens"]


def test_a_forced_tool_is_called_whatever_the_script() -> None:
    body = {
        "model": "echo",
        "messages": [{"role": "user", "content": "hi"}],
        "tools": [
            {"type": "function", "function": {"name": name, "parameters": {}}} for name in "ab"
        ],
        "tool_choice": {"type": "function", "function": {"name": "b"}},
    }
    asked = openai.read_chat(body)
    assert [call.name for call in reply_to(asked, Script()).calls] == ["b"]


@pytest.mark.parametrize("body", [{}, {"messages": []}, {"messages": "hi"}])
def test_a_call_without_messages_is_invalid(body: dict[str, Any]) -> None:
    with pytest.raises(openai.InvalidRequest):
        openai.read_chat(body)
    with pytest.raises(openai.InvalidRequest):
        anthropic.read_messages(body)


def test_embeddings_depend_on_the_text_alone() -> None:
    body = {"model": "m", "input": ["a", "b", "a"], "dimensions": 8}
    first, second, third = (row["embedding"] for row in openai.embeddings(body)["data"])
    assert first == third != second
    assert sum(value * value for value in first) == pytest.approx(1)
    assert openai.embeddings({"input": [1, 2, 3]})["usage"]["prompt_tokens"] == 3
