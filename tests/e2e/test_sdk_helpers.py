"""What the SDKs build on top of a call: parsing, accumulated streams, tool runners, request ids."""

from __future__ import annotations

import asyncio
from typing import Any

import anthropic
import openai
import pytest
from pydantic import BaseModel

from tests.stack import Stack

pytestmark = pytest.mark.stack

MODELS = ["scripted/echo", "gpt-4o-mini", "claude-opus-5"]
HELLO: Any = [{"role": "user", "content": "hello from an SDK"}]


class Place(BaseModel):
    city: str


@pytest.mark.parametrize("model", MODELS)
def test_answers_are_parsed(gpt: openai.OpenAI, claude: anthropic.Anthropic, model: str) -> None:
    asked: dict[str, Any] = {"model": model, "max_tokens": 50, "messages": HELLO}
    completion = gpt.chat.completions.parse(**asked, response_format=Place)
    assert isinstance(completion.choices[0].message.parsed, Place)
    assert isinstance(claude.messages.parse(**asked, output_format=Place).parsed_output, Place)


@pytest.mark.parametrize("model", MODELS)
def test_streams_add_up(gpt: openai.OpenAI, model: str) -> None:
    asked: dict[str, Any] = {"model": model, "max_tokens": 50, "messages": HELLO}
    with gpt.chat.completions.stream(**asked, stream_options={"include_usage": True}) as stream:
        kinds = {event.type for event in stream}
        whole = stream.get_final_completion()
    assert kinds == {"chunk", "content.delta", "content.done"}
    assert whole.choices[0].message.content == "hello from an SDK"
    assert whole.usage is not None
    with gpt.chat.completions.with_streaming_response.create(**asked, stream=True) as response:
        assert "data: [DONE]" in list(response.iter_lines())


@pytest.mark.parametrize("model", MODELS)
def test_each_sdk_tells_the_request_id(
    gpt: openai.OpenAI, claude: anthropic.Anthropic, model: str
) -> None:
    asked: dict[str, Any] = {"model": model, "max_tokens": 50, "messages": HELLO}
    ids = [gpt.chat.completions.create(**asked)._request_id]
    ids.append(claude.messages.create(**asked)._request_id)
    with claude.messages.stream(**asked) as stream:
        ids.append(stream.request_id)
    for client in (gpt.chat.completions, claude.messages):
        with pytest.raises((openai.APIStatusError, anthropic.APIStatusError)) as refused:
            client.create(**asked | {"model": "no/such"})
        ids.append(refused.value.request_id)
    assert all(found is not None and found.startswith("req_") for found in ids)


def test_a_tool_runner_goes_on_without_the_thread_that_it_asks_for(
    claude: anthropic.Anthropic,
) -> None:
    """What a thread holds at the provider was never looked into, so it is refused in its words."""
    asked_for = []

    @anthropic.beta_tool
    def get_weather(city: str) -> str:
        """The weather.

        Args:
            city: where
        """
        asked_for.append(city)
        return "sunny"

    runner = claude.beta.messages.tool_runner(
        model="scripted/tool", max_tokens=90, tools=[get_weather], messages=HELLO
    )
    assert [message.stop_reason for message in runner] == ["tool_use", "end_turn"]
    assert len(asked_for) == 1


def test_clients_that_do_not_wait(stack: Stack) -> None:
    async def made() -> tuple[str, int]:
        async with openai.AsyncOpenAI(
            base_url=stack.openai_base_url, api_key=stack.api_key
        ) as client:
            chunks = await client.chat.completions.create(
                model="claude-opus-5", messages=HELLO, stream=True
            )
            text = [chunk.choices[0].delta.content or "" async for chunk in chunks]
        async with anthropic.AsyncAnthropic(base_url=stack.url, api_key=stack.api_key) as client:
            many = [
                client.messages.create(model="gpt-4o-mini", max_tokens=50, messages=HELLO)
                for _ in range(8)
            ]
            answers = await asyncio.gather(*many)
            return "".join(text), len({answer._request_id for answer in answers})

    assert asyncio.run(made()) == ("hello from an SDK", 8)
