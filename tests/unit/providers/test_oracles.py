"""Our translations against two public libraries that translate the same dialects.

Each is compared where it is right. Known to be wrong, and therefore left out:

linguafranca  drops `stop` and `parallel_tool_calls`; adds `cache_control`; rounds integers of more
              than 64 bits; splits an assistant's text from its tool calls; refuses a
              `message_delta` whose usage lacks `input_tokens`, and an answer that a content filter
              ended; mixes up the arguments of interleaved parallel calls in a stream; names the
              finish reason of a cut answer after its content.
llm_rosetta   adds `cache_control` and `caller`; spreads the results of parallel calls over several
              messages; drops `user`; leaves cached tokens out of `prompt_tokens` and counts them
              twice in `input_tokens`; calls a refusal an ordinary stop; changes ids of answers.
"""

from __future__ import annotations

import json
from typing import Any

import linguafranca
import llm_rosetta
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.providers import samples
from tests.unit.providers.conversations import TOOL, TOOLS, to_anthropic, to_openai, tool_turns
from tests.unit.providers.samples import (
    ANTHROPIC,
    ANTHROPIC_ANSWER,
    OPENAI,
    OPENAI_ANSWER,
    chat_call,
    event,
    message_call,
)
from tollgate.providers.adapters import open_stream, read_answer
from tollgate.providers.sse import data_lines

CHAT = linguafranca.FormatName.OPENAI_CHAT_COMPLETIONS
MESSAGES = linguafranca.FormatName.ANTHROPIC_MESSAGES
SAMPLING = st.fixed_dictionaries(
    {"max_tokens": st.integers(1, 100)},
    optional={
        "temperature": st.sampled_from([0, 0.25, 1]),
        "top_p": st.sampled_from([0.5, 1]),
    },
)
CHAT_OPTIONS = st.fixed_dictionaries(
    {},
    optional={
        "stop": st.lists(st.sampled_from(["END", "\n\n"]), min_size=1, unique=True),
        "tool_choice": st.sampled_from(
            ["auto", "required", {"type": "function", "function": {"name": "weather"}}]
        ),
    },
)
MESSAGE_OPTIONS = st.fixed_dictionaries(
    {},
    optional={
        "stop_sequences": st.lists(st.sampled_from(["END", "\n\n"]), min_size=1, unique=True),
        "tool_choice": st.sampled_from(
            [{"type": "auto"}, {"type": "any"}, {"type": "tool", "name": "weather"}]
        ),
    },
)
ADDED = {"cache_control", "caller", "citations", "detail", "refusal", "annotations"}


def stripped(value: Any) -> Any:
    """Without what the libraries add."""
    if isinstance(value, dict):
        return {k: stripped(v) for k, v in value.items() if k not in ADDED}
    return [stripped(item) for item in value] if isinstance(value, list) else value


def parts(content: Any) -> list[Any]:
    """Content as parts, whichever way it was written."""
    if isinstance(content, str):
        return [{"type": "text", "text": content}] if content else []
    return content or []


def merged(turns: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Neighbours of one role as one: providers read them as one turn."""
    found: list[dict[str, Any]] = []
    for turn in turns:
        if found and found[-1]["role"] == turn["role"] != "tool":
            for name in {"content", "tool_calls"} & set(turn):
                found[-1][name] = found[-1][name] + turn[name]
        else:
            found.append(turn)
    return found


def plain_messages(request: dict[str, Any]) -> dict[str, Any]:
    request = stripped(request)
    for turn in request["messages"]:
        turn["content"] = parts(turn["content"])
        for block in turn["content"]:
            if block["type"] == "tool_result":
                block["content"] = parts(block.get("content"))
    messages = merged(request["messages"])
    return {**request, "messages": messages, "system": parts(request.get("system"))}


def plain_chat(request: dict[str, Any]) -> dict[str, Any]:
    request = stripped(request)
    for turn in request["messages"]:
        turn["content"] = parts(turn.get("content"))
        turn["tool_calls"] = turn.get("tool_calls") or []
        turn["role"] = "system" if turn["role"] == "developer" else turn["role"]
        for call in turn["tool_calls"]:
            call["function"]["arguments"] = json.loads(call["function"]["arguments"])
    stop = request.get("stop")
    stops = {"stop": [stop]} if isinstance(stop, str) else {}
    return {**request, **stops, "messages": merged(request["messages"])}


def without(request: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in request.items() if name not in ("model", *names)}


@settings(max_examples=25)
@given(tool_turns(2**53), SAMPLING, CHAT_OPTIONS)
def test_chat_requests(
    messages: list[dict[str, Any]], sampling: dict[str, Any], options: dict[str, Any]
) -> None:
    fields = {"messages": messages, "tools": TOOLS, **sampling, **options}
    ours = plain_messages(to_anthropic(**fields))
    body = {"model": "m", **fields}
    rosetta = llm_rosetta.convert(body, "anthropic", "openai_chat")
    assert without(ours) == without(plain_messages(rosetta))
    franca = linguafranca.to_messages_request(body, source_format=CHAT).value
    assert without(ours, "stop_sequences") == without(plain_messages(franca))


@settings(max_examples=25)
@given(tool_turns(2**53), SAMPLING, MESSAGE_OPTIONS)
def test_message_requests(
    messages: list[dict[str, Any]], sampling: dict[str, Any], options: dict[str, Any]
) -> None:
    there = to_anthropic(messages=messages)
    body = {
        "model": "m",
        "messages": there["messages"],
        "system": there["system"],
        "tools": [TOOL],
        **sampling,
        **options,
    }
    ours = plain_chat(to_openai(**without(body)))
    rosetta = llm_rosetta.convert(body, "openai_chat", "anthropic")
    assert without(ours) == without(plain_chat(rosetta))
    franca = linguafranca.to_chat_completions_request(body, source_format=MESSAGES).value
    assert without(ours, "stop") == without(plain_chat(franca))


@pytest.mark.parametrize("stop_reason", ["end_turn", "max_tokens", "stop_sequence", "tool_use"])
def test_messages_as_chat_completions(stop_reason: str) -> None:
    theirs = {**ANTHROPIC_ANSWER, "stop_reason": stop_reason}
    answer = read_answer(chat_call(stream=False), ANTHROPIC, 200, {}, json.dumps(theirs).encode())
    ours = json.loads(answer.body)
    franca = linguafranca.to_chat_completions_response(theirs, source_format=MESSAGES).value
    rosetta = llm_rosetta.convert_response(
        theirs, {"model": "m", "messages": []}, "openai_chat", "anthropic"
    )
    assert ours["usage"] == franca["usage"]
    assert ours["usage"]["completion_tokens"] == rosetta["usage"]["completion_tokens"]
    for oracle in (franca, rosetta):
        choice = oracle["choices"][0]
        assert plain_chat({"messages": [ours["choices"][0]["message"]]}) == plain_chat(
            {"messages": [choice["message"]]}
        )
        assert ours["model"] == oracle["model"]
    assert ours["choices"][0]["finish_reason"] == rosetta["choices"][0]["finish_reason"]


@pytest.mark.parametrize("finish_reason", ["stop", "length", "tool_calls"])
def test_chat_completions_as_messages(finish_reason: str) -> None:
    choice = json.loads(json.dumps(OPENAI_ANSWER["choices"][0]))
    choice["finish_reason"] = finish_reason
    choice["message"]["tool_calls"][1]["function"]["arguments"] = "{}"
    theirs = {**OPENAI_ANSWER, "choices": [choice]}
    answer = read_answer(message_call(stream=False), OPENAI, 200, {}, json.dumps(theirs).encode())
    ours = json.loads(answer.body)
    franca = linguafranca.to_messages_response(theirs, source_format=CHAT).value
    rosetta = llm_rosetta.convert_response(
        theirs, {"model": "m", "max_tokens": 9, "messages": []}, "anthropic", "openai_chat"
    )
    assert ours["usage"] == franca["usage"]
    for oracle in (franca, rosetta):
        assert ours["content"] == stripped(oracle["content"])
    assert ours["stop_reason"] == rosetta["stop_reason"]


def chat_pieces(chunks: list[dict[str, Any]]) -> tuple[str, dict[int, list[str]], list[str]]:
    """Text, per tool call its id, name and arguments, and finish reasons."""
    text, calls, reasons = "", {}, []
    for found in chunks:
        for choice in found["choices"]:
            text += choice["delta"].get("content") or ""
            for call in choice["delta"].get("tool_calls") or []:
                function = call["function"]
                known = calls.setdefault(call["index"], [call.get("id"), function.get("name"), ""])
                known[2] += function.get("arguments") or ""
            reasons += [choice["finish_reason"]] if choice["finish_reason"] else []
    return text, calls, reasons


@pytest.mark.parametrize("name", ["ANTHROPIC_TEXT_STREAM", "ANTHROPIC_TOOL_STREAM"])
def test_message_streams_as_chunks(name: str) -> None:
    stream = list(getattr(samples, name))
    delta = json.loads(next(iter(data_lines(stream[-2]))))
    stream[-2] = event("message_delta", delta=delta["delta"], usage={**samples.ANTHROPIC_USAGE})
    translator = open_stream(chat_call(), ANTHROPIC)
    ours = b"".join([translator.feed(chunk) for chunk in stream])
    theirs = linguafranca.convert_response_stream_json(
        [json.loads(data) for data in data_lines(b"".join(stream))],
        source_format=MESSAGES,
        target_format=CHAT,
    )
    assert chat_pieces([json.loads(data) for data in data_lines(ours)]) == chat_pieces([*theirs])


def message_pieces(events: list[dict[str, Any]]) -> tuple[dict[int, list[Any]], Any, Any]:
    """Per block its type, name and content; the stop reason and the final usage."""
    blocks: dict[int, list[Any]] = {}
    stop, usage = None, None
    for found in events:
        if found["type"] == "content_block_start":
            block = found["content_block"]
            blocks[found["index"]] = [block["type"], block.get("name"), ""]
        elif found["type"] == "content_block_delta":
            delta = found["delta"]
            blocks[found["index"]][2] += delta.get("text", "") + delta.get("partial_json", "")
        elif found["type"] == "message_delta":
            stop, usage = found["delta"]["stop_reason"], found["usage"]
    return blocks, stop, usage


@pytest.mark.parametrize("name", ["OPENAI_TEXT_STREAM", "OPENAI_TOOL_STREAM"])
def test_chunks_as_message_streams(name: str) -> None:
    stream = list(getattr(samples, name))
    if name == "OPENAI_TOOL_STREAM":
        stream[6], stream[4], stream[5] = stream[5], stream[6], stream[4]
    translator = open_stream(message_call(), OPENAI)
    ours = b"".join([translator.feed(chunk) for chunk in stream]) + translator.finish()
    theirs = linguafranca.convert_response_stream_json(
        [json.loads(data) for data in data_lines(b"".join(stream)) if data != b"[DONE]"],
        source_format=CHAT,
        target_format=MESSAGES,
    )
    pieces = message_pieces([json.loads(data) for data in data_lines(ours)])
    assert pieces == message_pieces([*theirs])
