"""The real OpenAI and Anthropic SDKs against the running product and the scripted provider."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import anthropic
import httpx2 as httpx
import openai
import pytest

from tests.stack import Stack
from tests.waiting import PATIENCE_S, eventually

pytestmark = pytest.mark.stack

HELLO: Any = [{"role": "user", "content": "hello from an SDK"}]
WEATHER: Any = {
    "type": "object",
    "properties": {"city": {"type": "string"}},
    "required": ["city"],
}
OPENAI_TOOL: Any = {
    "type": "function",
    "function": {"name": "get_weather", "description": "Weather.", "parameters": WEATHER},
}
ANTHROPIC_TOOL: Any = {"name": "get_weather", "description": "Weather.", "input_schema": WEATHER}
PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGA"
    "WjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture
def control(stack: Stack) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{stack.url}/api/v1", timeout=PATIENCE_S) as client:
        login = {"email": stack.admin_email, "password": stack.admin_password}
        token = client.post("/auth/login", json=login).raise_for_status().json()["access_token"]
        client.headers["authorization"] = f"Bearer {token}"
        yield client


@pytest.fixture
def _tool_has_a_price(control: httpx.Client) -> None:
    """The script named `tool` is no listed model of the providers that it plays here."""
    price = {"input_usd_per_million": "1", "output_usd_per_million": "4"}
    control.put("/prices", json={"overrides": {"tool": price}}).raise_for_status()


MODELS = ["scripted/echo", "gpt-4o-mini", "claude-opus-5"]


@pytest.mark.parametrize("model", MODELS)
def test_openai_plain(gpt: openai.OpenAI, model: str) -> None:
    raw = gpt.chat.completions.with_raw_response.create(model=model, messages=HELLO, max_tokens=50)
    answer = raw.parse()
    assert answer.choices[0].message.content == "hello from an SDK"
    assert answer.choices[0].finish_reason == "stop"
    assert answer.usage is not None
    assert answer.usage.total_tokens == answer.usage.prompt_tokens + answer.usage.completion_tokens
    assert float(raw.headers["x-tollgate-cost-usd"]) > 0


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("with_usage", [True, False])
def test_openai_stream(gpt: openai.OpenAI, model: str, with_usage: bool) -> None:
    options: Any = {"stream_options": {"include_usage": True}} if with_usage else {}
    stream = gpt.chat.completions.create(
        model=model, messages=HELLO, max_tokens=50, stream=True, **options
    )
    chunks = list(stream)
    text = "".join(c.choices[0].delta.content or "" for c in chunks if c.choices)
    assert text == "hello from an SDK"
    usages = [chunk.usage for chunk in chunks if chunk.usage is not None]
    assert bool(usages) is with_usage
    assert all(chunk.choices for chunk in chunks) is not with_usage
    assert [c.choices[0].finish_reason for c in chunks if c.choices][-1] == "stop"


@pytest.mark.parametrize("model", ["scripted/tool", "anthropic/tool"])
@pytest.mark.parametrize("streamed", [False, True])
@pytest.mark.usefixtures("_tool_has_a_price")
def test_openai_tools(gpt: openai.OpenAI, model: str, streamed: bool) -> None:
    request: dict[str, Any] = {
        "model": model,
        "messages": HELLO,
        "tools": [OPENAI_TOOL],
        "max_tokens": 90,
    }
    if streamed:
        with gpt.chat.completions.stream(**request) as stream:
            answer: Any = stream.get_final_completion()
    else:
        answer = gpt.chat.completions.create(**request)
    choice = answer.choices[0]
    assert choice.finish_reason == "tool_calls"
    assert choice.message.tool_calls[0].function.name == "get_weather"
    assert '"city"' in choice.message.tool_calls[0].function.arguments


@pytest.mark.parametrize("model", MODELS)
def test_openai_image_and_system(gpt: openai.OpenAI, model: str) -> None:
    image = {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{PIXEL}"}}
    messages: Any = [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": [{"type": "text", "text": "what is it"}, image]},
    ]
    answer = gpt.chat.completions.create(model=model, messages=messages, max_tokens=50, stop=["#"])
    assert answer.choices[0].message.content == "what is it"


def test_openai_structured_output(gpt: openai.OpenAI) -> None:
    schema: Any = {
        "type": "json_schema",
        "json_schema": {"name": "weather", "schema": WEATHER, "strict": True},
    }
    answer = gpt.chat.completions.create(
        model="scripted/json", messages=HELLO, response_format=schema, max_tokens=90
    )
    assert "city" in (answer.choices[0].message.content or "")


def test_openai_embeddings(gpt: openai.OpenAI) -> None:
    answer = gpt.embeddings.create(model="text-embedding-3-small", input=["one", "two"])
    assert len(answer.data) == 2
    assert answer.usage.prompt_tokens == 2


def test_openai_models(gpt: openai.OpenAI) -> None:
    names = {model.id for model in gpt.models.list()}
    assert {"scripted/echo", "openai/gpt-4o"} <= names


@pytest.mark.parametrize("model", MODELS)
def test_anthropic_plain(claude: anthropic.Anthropic, model: str) -> None:
    answer = claude.messages.create(model=model, max_tokens=50, messages=HELLO, system="Be kind.")
    [block] = answer.content
    assert block.type == "text"
    assert block.text == "hello from an SDK"
    assert answer.stop_reason == "end_turn"
    assert answer.usage.input_tokens > 0


@pytest.mark.parametrize("model", MODELS)
def test_anthropic_stream(claude: anthropic.Anthropic, model: str) -> None:
    with claude.messages.stream(model=model, max_tokens=50, messages=HELLO) as stream:
        text = "".join(stream.text_stream)
        answer = stream.get_final_message()
    assert text == "hello from an SDK"
    assert answer.stop_reason == "end_turn"
    assert answer.usage.output_tokens > 0


@pytest.mark.parametrize("model", ["scripted/tool", "openai/tool", "anthropic/tool"])
@pytest.mark.parametrize("streamed", [False, True])
@pytest.mark.usefixtures("_tool_has_a_price")
def test_anthropic_tools(claude: anthropic.Anthropic, model: str, streamed: bool) -> None:
    request: dict[str, Any] = {
        "model": model,
        "messages": HELLO,
        "tools": [ANTHROPIC_TOOL],
        "max_tokens": 90,
    }
    if streamed:
        with claude.messages.stream(**request) as stream:
            answer: Any = stream.get_final_message()
    else:
        answer = claude.messages.create(**request)
    call = answer.content[-1]
    assert answer.stop_reason == "tool_use"
    assert call.name == "get_weather"
    assert "city" in call.input


@pytest.mark.parametrize("model", MODELS)
def test_anthropic_count_tokens(claude: anthropic.Anthropic, model: str) -> None:
    assert claude.messages.count_tokens(model=model, messages=HELLO).input_tokens > 3


def test_openai_errors_map_to_the_sdks_own(stack: Stack, gpt: openai.OpenAI) -> None:
    with pytest.raises(openai.BadRequestError) as bad:
        gpt.chat.completions.create(model="scripted/echo", messages=HELLO, max_tokens=-1)
    assert bad.value.param == "max_tokens"
    with pytest.raises(openai.UnprocessableEntityError) as unknown:
        gpt.chat.completions.create(model="nobody/knows", messages=HELLO)
    assert unknown.value.code == "unknown_model"
    with pytest.raises(openai.InternalServerError):
        gpt.chat.completions.create(model="scripted/error-500", messages=HELLO)
    with pytest.raises(openai.RateLimitError):
        gpt.chat.completions.create(model="scripted/error-429", messages=HELLO)
    with (
        openai.OpenAI(base_url=stack.openai_base_url, api_key="tg_live_x", max_retries=0) as other,
        pytest.raises(openai.AuthenticationError),
    ):
        other.chat.completions.create(model="scripted/echo", messages=HELLO)


def test_anthropic_errors_map_to_the_sdks_own(stack: Stack, claude: anthropic.Anthropic) -> None:
    with pytest.raises(anthropic.BadRequestError, match="max_tokens"):
        claude.messages.create(model="scripted/echo", messages=HELLO, max_tokens=0)
    with pytest.raises(anthropic.InternalServerError):
        claude.messages.create(model="scripted/error-500", messages=HELLO, max_tokens=9)
    with (
        anthropic.Anthropic(base_url=stack.url, api_key="tg_live_x", max_retries=0) as other,
        pytest.raises(anthropic.AuthenticationError),
    ):
        other.messages.create(model="scripted/echo", messages=HELLO, max_tokens=9)


def _request(control: httpx.Client, request_id: str) -> dict[str, Any]:
    def told() -> dict[str, Any]:
        found: dict[str, Any] = control.get(f"/requests/{request_id}").raise_for_status().json()
        return found if found["state"] != "admitted" else {}

    return eventually(told)


def test_a_stream_aborted_by_the_client_is_accounted(
    gpt: openai.OpenAI, control: httpx.Client
) -> None:
    raw = gpt.chat.completions.with_raw_response.create(
        model="scripted/lorem+paced-20ms", messages=HELLO, max_tokens=40, stream=True
    )
    with raw.parse() as stream:
        next(iter(stream))
    told = _request(control, raw.headers["x-request-id"])
    assert told["state"] == "settled"
    assert told["usage"]["output_tokens"] == 40


def test_usage_reaches_the_costs_summary(gpt: openai.OpenAI, control: httpx.Client) -> None:
    key = control.post("/api-keys", json={"name": "fresh", "permissions": ["llm.use.*"]}).json()
    gpt = gpt.with_options(api_key=key["key"])
    raw = gpt.chat.completions.with_raw_response.create(
        model="scripted/lorem", messages=HELLO, max_tokens=100
    )
    cost = raw.headers["x-tollgate-cost-usd"]

    def spent() -> float:
        query = {"group_by": "key", "key_id": key["id"]}
        summary = control.get("/costs/summary", params=query).raise_for_status().json()
        return float(summary["total_cost_usd"])

    assert eventually(spent) == float(cost)


def test_a_revoked_key_is_refused_on_the_very_next_call(
    gpt: openai.OpenAI, control: httpx.Client
) -> None:
    key = control.post("/api-keys", json={"name": "gone", "permissions": ["llm.use.*"]}).json()
    gpt = gpt.with_options(api_key=key["key"])
    gpt.chat.completions.create(model="scripted/echo", messages=HELLO)
    control.delete(f"/api-keys/{key['id']}").raise_for_status()
    with pytest.raises(openai.AuthenticationError):
        gpt.chat.completions.create(model="scripted/echo", messages=HELLO)
