"""What the gateway hands to a client, read by the providers' own SDKs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import anthropic
import httpx2
import openai
import pytest

from tests.unit.providers import samples
from tests.unit.providers.samples import ANTHROPIC, OPENAI, chat_call, event, message_call
from tollgate.errors import BudgetExhausted, RateLimited, Unavailable
from tollgate.providers.adapters import open_stream, read_answer
from tollgate.providers.errors_wire import render_error
from tollgate.providers.models import Dialect
from tollgate.providers.streams import StreamTranslator

USER: list[Any] = [{"role": "user", "content": "hi"}]


def transport(body: bytes, status: int = 200, kind: str = "application/json") -> Any:
    def answer(request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(status, content=body, headers={"content-type": kind})

    return httpx2.MockTransport(answer)


@pytest.fixture
def opened() -> Iterator[list[Any]]:
    clients: list[Any] = []
    yield clients
    for client in clients:
        client.close()


def openai_client(opened: list[Any], body: bytes, **answer: Any) -> openai.OpenAI:
    client = openai.OpenAI(
        api_key="k",
        base_url="http://gateway/v1",
        max_retries=0,
        http_client=httpx2.Client(transport=transport(body, **answer)),
    )
    opened.append(client)
    return client


def anthropic_client(opened: list[Any], body: bytes, **answer: Any) -> anthropic.Anthropic:
    client = anthropic.Anthropic(
        api_key="k",
        base_url="http://gateway",
        max_retries=0,
        http_client=httpx2.Client(transport=transport(body, **answer)),
    )
    opened.append(client)
    return client


def relayed(stream: StreamTranslator, chunks: list[bytes]) -> bytes:
    return b"".join([stream.feed(chunk) for chunk in chunks]) + stream.finish()


def read_chat(opened: list[Any], body: bytes) -> Any:
    client = openai_client(opened, body, kind="text/event-stream")
    with client.chat.completions.stream(
        model="m", messages=USER, stream_options={"include_usage": True}
    ) as stream:
        return stream.get_final_completion()


def read_message(opened: list[Any], body: bytes) -> Any:
    client = anthropic_client(opened, body, kind="text/event-stream")
    with client.messages.stream(model="m", max_tokens=9, messages=USER) as stream:
        return stream.get_final_message()


def test_an_anthropic_stream_in_the_openai_sdk(opened: list[Any]) -> None:
    stream = open_stream(chat_call(), ANTHROPIC)
    completion = read_chat(opened, relayed(stream, samples.ANTHROPIC_TOOL_STREAM))
    choice = completion.choices[0]
    assert choice.finish_reason == "tool_calls"
    assert choice.message.content == "Looking."
    calls = [
        (c.id, c.function.name, json.loads(c.function.arguments)) for c in choice.message.tool_calls
    ]
    assert calls == [("toolu_a", "weather", {"city": "Bern"}), ("toolu_b", "time", {"zone": "CET"})]
    assert completion.usage.prompt_tokens == 22
    assert completion.usage.completion_tokens == 9
    assert completion.usage.prompt_tokens_details.cached_tokens == 5
    assert completion.model == "claude-sonnet-4-5"


def test_an_openai_stream_in_the_anthropic_sdk(opened: list[Any]) -> None:
    stream = open_stream(message_call(), OPENAI)
    message = read_message(opened, relayed(stream, samples.OPENAI_TOOL_STREAM))
    assert message.stop_reason == "tool_use"
    text, weather, time = message.content
    assert text.text == "Looking."
    assert (weather.id, weather.name, weather.input) == ("call_a", "weather", {"city": "Bern"})
    assert (time.id, time.name, time.input) == ("call_b", "time", {"zone": "CET"})
    assert (message.usage.input_tokens, message.usage.output_tokens) == (10, 9)
    assert message.usage.cache_read_input_tokens == 5


@pytest.mark.parametrize("provider", [OPENAI, ANTHROPIC])
def test_text_of_either_provider_is_the_same_in_both_sdks(opened: list[Any], provider: Any) -> None:
    chunks = {"openai": samples.OPENAI_TEXT_STREAM, "anthropic": samples.ANTHROPIC_TEXT_STREAM}
    chat = relayed(open_stream(chat_call(), provider), chunks[provider.name])
    assert read_chat(opened, chat).choices[0].message.content == samples.TEXT
    message = relayed(open_stream(message_call(), provider), chunks[provider.name])
    assert read_message(opened, message).content[0].text == samples.TEXT


def test_tools_called_without_arguments(opened: list[Any]) -> None:
    tool = {"type": "tool_use", "id": "t", "name": "now", "input": {}}
    chunks = [
        samples.ANTHROPIC_TOOL_STREAM[0],
        event("content_block_start", index=0, content_block=tool),
        event("content_block_stop", index=0),
        *samples.ANTHROPIC_TOOL_STREAM[-2:],
    ]
    body = relayed(open_stream(chat_call(), ANTHROPIC), chunks)
    call = read_chat(opened, body).choices[0].message.tool_calls[0]
    assert (call.function.name, call.function.arguments) == ("now", "")


def test_whole_answers_in_the_other_sdk(opened: list[Any]) -> None:
    body = json.dumps(samples.ANTHROPIC_ANSWER).encode()
    chat = read_answer(chat_call(stream=False), ANTHROPIC, 200, {}, body).body
    completion = openai_client(opened, chat).chat.completions.create(model="m", messages=USER)
    assert completion.choices[0].message.content == "Looking."
    assert completion.usage is not None
    assert completion.usage.total_tokens == 31
    body = json.dumps(samples.OPENAI_ANSWER).encode()
    message = read_answer(message_call(stream=False), OPENAI, 200, {}, body).body
    found = anthropic_client(opened, message).messages.create(
        model="m", max_tokens=9, messages=USER
    )
    assert found.stop_reason == "tool_use"
    assert [block.type for block in found.content] == ["text", "tool_use", "tool_use"]


@pytest.mark.parametrize(
    ("provider", "chunks"),
    [(OPENAI, samples.OPENAI_TEXT_STREAM), (ANTHROPIC, samples.ANTHROPIC_TEXT_STREAM)],
)
def test_a_stream_cut_short_raises_in_both_sdks(
    opened: list[Any], provider: Any, chunks: list[bytes]
) -> None:
    cut = chunks[:3]
    with pytest.raises(openai.APIError, match="ended early"):
        read_chat(opened, relayed(open_stream(chat_call(), provider), cut))
    with pytest.raises(anthropic.APIStatusError, match="ended early"):
        read_message(opened, relayed(open_stream(message_call(), provider), cut))


def test_refusals_map_to_the_sdks_own_exceptions(opened: list[Any]) -> None:
    status, _, body = render_error(Dialect.OPENAI, BudgetExhausted("spent"), "r")
    with pytest.raises(openai.APIStatusError) as spent:
        openai_client(opened, body, status=status).chat.completions.create(model="m", messages=USER)
    assert (spent.value.status_code, spent.value.code) == (402, "insufficient_quota")
    status, _, body = render_error(Dialect.OPENAI, RateLimited("slow", retry_after=2), "r")
    with pytest.raises(openai.RateLimitError, match="slow"):
        openai_client(opened, body, status=status).chat.completions.create(model="m", messages=USER)
    status, _, body = render_error(Dialect.ANTHROPIC, Unavailable("down"), "r")
    with pytest.raises(anthropic.APIStatusError, match="down") as down:
        anthropic_client(opened, body, status=status).messages.create(
            model="m", max_tokens=9, messages=USER
        )
    assert down.value.status_code == 503
