"""The scripted provider over HTTP with the real SDKs: it speaks both dialects as they expect."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any, Final

import anthropic
import openai
import pytest

from tests.dynamodb import ROOT, STARTS_WITHIN_S, reserved_port

pytestmark = pytest.mark.enable_socket

HELLO: Final[list[Any]] = [{"role": "user", "content": "hello there, world"}]
WEATHER: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {"city": {"type": "string"}},
    "required": ["city"],
}


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with reserved_port() as port:
        process = subprocess.Popen(
            [sys.executable, "-m", "local.scripted", "--port", str(port)], cwd=ROOT
        )
        address = f"http://127.0.0.1:{port}"
        try:
            _await(process, f"{address}/v1/models")
            yield address
        finally:
            process.terminate()
            assert process.wait(60) == 0


def test_a_taken_port_is_said_in_one_line(url: str) -> None:
    port = url.rpartition(":")[2]
    command = [sys.executable, "-m", "local.scripted", "--port", port]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        f"port {port}: Address already in use; choose another with --port"
    ]


def _await(process: subprocess.Popen[bytes], address: str) -> None:
    deadline = time.monotonic() + STARTS_WITHIN_S
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=STARTS_WITHIN_S):
                return
        except OSError:
            time.sleep(0.02)
    raise AssertionError("the scripted provider did not start")


@pytest.fixture
def gpt(url: str) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=f"{url}/v1", api_key="any", max_retries=0, timeout=60) as client:
        yield client


@pytest.fixture
def claude(url: str) -> Iterator[anthropic.Anthropic]:
    with anthropic.Anthropic(base_url=url, api_key="any", max_retries=0, timeout=60) as client:
        yield client


def test_openai_chat(gpt: openai.OpenAI) -> None:
    answer = gpt.chat.completions.create(model="gpt-4o", messages=HELLO, n=2)
    assert [choice.message.content for choice in answer.choices] == ["hello there, world"] * 2
    assert answer.usage is not None
    assert answer.usage.completion_tokens == 8


def test_openai_stream_with_usage(gpt: openai.OpenAI) -> None:
    stream = gpt.chat.completions.create(
        model="lorem",
        messages=HELLO,
        max_tokens=7,
        stream=True,
        stream_options={"include_usage": True},
    )
    events = list(stream)
    assert sum(bool(e.choices and e.choices[0].delta.content) for e in events) == 7
    assert events[-1].usage is not None
    assert events[-1].usage.completion_tokens == 7
    assert events[-2].choices[0].finish_reason == "length"


def test_openai_tools(gpt: openai.OpenAI) -> None:
    function: Any = {"type": "function", "function": {"name": "weather", "parameters": WEATHER}}
    answer = gpt.chat.completions.create(model="tools", messages=HELLO, tools=[function])
    calls = answer.choices[0].message.tool_calls or []
    assert len(calls) == 2
    assert json.loads(calls[0].function.arguments) == {"city": "text"}  # type: ignore[union-attr]
    assert answer.choices[0].finish_reason == "tool_calls"


def test_openai_structured_output(gpt: openai.OpenAI) -> None:
    answer = gpt.chat.completions.create(
        model="echo",
        messages=HELLO,
        response_format={
            "type": "json_schema",
            "json_schema": {"name": "weather", "schema": WEATHER},
        },
    )
    assert json.loads(answer.choices[0].message.content or "") == {"city": "text"}


def test_openai_embeddings_and_models(gpt: openai.OpenAI) -> None:
    answer = gpt.embeddings.create(model="text-embedding-3-small", input=["a", "b"])
    assert [len(row.embedding) for row in answer.data] == [1536, 1536]
    assert "echo" in {model.id for model in gpt.models.list()}


@pytest.mark.parametrize(
    ("model", "error"),
    [
        ("error-401", openai.AuthenticationError),
        ("error-429", openai.RateLimitError),
        ("error-500", openai.InternalServerError),
    ],
)
def test_openai_errors(gpt: openai.OpenAI, model: str, error: type[openai.APIStatusError]) -> None:
    with pytest.raises(error) as raised:
        gpt.chat.completions.create(model=model, messages=HELLO)
    raised.value.response.close()


def test_a_truncated_stream_has_no_terminal_marker(url: str) -> None:
    body = {"model": "lorem+truncate-3", "messages": HELLO, "stream": True}
    request = urllib.request.Request(
        f"{url}/v1/chat/completions", json.dumps(body).encode(), method="POST"
    )
    with (
        urllib.request.urlopen(request) as response,
        pytest.raises(http.client.IncompleteRead) as cut,
    ):
        response.read()
    assert cut.value.partial.count(b"data: ") == 3
    assert b"[DONE]" not in cut.value.partial


def test_hang_never_answers(gpt: openai.OpenAI) -> None:
    with pytest.raises(openai.APITimeoutError):
        gpt.with_options(timeout=0.3).chat.completions.create(model="hang", messages=HELLO)


def test_slow_and_paced(gpt: openai.OpenAI) -> None:
    began = time.monotonic()
    gpt.chat.completions.create(model="slow-300ms", messages=HELLO)
    assert time.monotonic() - began >= 0.3
    began = time.monotonic()
    stream = gpt.chat.completions.create(
        model="lorem+paced-30ms", messages=HELLO, max_tokens=10, stream=True
    )
    assert len(list(stream)) >= 10
    assert time.monotonic() - began >= 0.3


def test_the_first_piece_of_a_paced_stream_comes_at_once(gpt: openai.OpenAI) -> None:
    """The second would take longer than the client waits."""
    with gpt.chat.completions.create(
        model="lorem+paced-999999ms", messages=HELLO, max_tokens=2, stream=True
    ) as stream:
        assert next(iter(stream))


def test_anthropic_messages(claude: anthropic.Anthropic) -> None:
    answer = claude.messages.create(model="echo", messages=HELLO, max_tokens=50)
    assert answer.content[0].text == "hello there, world"  # type: ignore[union-attr]
    assert (answer.stop_reason, answer.usage.output_tokens) == ("end_turn", 4)


def test_anthropic_stream(claude: anthropic.Anthropic) -> None:
    with claude.messages.stream(model="cached+reasoning", messages=HELLO, max_tokens=100) as stream:
        text = "".join(stream.text_stream)
        final = stream.get_final_message()
    assert text == "hello there, world"
    assert [block.type for block in final.content] == ["thinking", "text"]
    assert final.usage.cache_read_input_tokens
    assert final.usage.output_tokens == 54


def test_anthropic_tools(claude: anthropic.Anthropic) -> None:
    with claude.messages.stream(
        model="tool",
        messages=HELLO,
        max_tokens=100,
        tools=[{"name": "weather", "input_schema": WEATHER}],
    ) as stream:
        final = stream.get_final_message()
    assert final.stop_reason == "tool_use"
    assert final.content[0].input == {"city": "text"}  # type: ignore[union-attr]


def test_anthropic_count_and_errors(claude: anthropic.Anthropic) -> None:
    assert claude.messages.count_tokens(model="echo", messages=HELLO).input_tokens == 11
    with pytest.raises(anthropic.RateLimitError) as raised:
        claude.messages.create(model="error-429", messages=HELLO, max_tokens=1)
    assert raised.value.response.headers["retry-after"] == "1"


@pytest.mark.parametrize("model", ["no-usage", "zero-usage"])
def test_usage_can_be_withheld(gpt: openai.OpenAI, model: str) -> None:
    answer = gpt.chat.completions.create(model=model, messages=HELLO)
    assert (answer.usage.total_tokens if answer.usage else None) == (
        0 if model == "zero-usage" else None
    )


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"messages": []}'])
def test_a_bad_body_is_a_400(url: str, body: bytes) -> None:
    request = urllib.request.Request(f"{url}/v1/messages", body, method="POST")
    with pytest.raises(urllib.error.HTTPError) as raised, urllib.request.urlopen(request):
        pass
    with raised.value as error:
        assert error.code == 400
