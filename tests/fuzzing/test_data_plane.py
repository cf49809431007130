"""Every operation of the data plane against broken, odd and mutated calls.

The provider answers whatever it is asked, so a 5xx would be ours; a refusal has the shape that the
SDKs of the called dialect read.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from schemathesis import openapi

from functions.proxy import handler
from tests.data_path import DataPath, running_data_path
from tests.fuzzing.front import exchange
from tests.fuzzing.inputs import Request, Sample, requests
from tests.recording_provider import RecordingProvider, recording_provider
from tollgate.proxy.openapi import document

pytestmark = pytest.mark.aws

PIXEL: Final = base64.b64encode(
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"
).decode()
SCHEMA: Final = openapi.from_dict(
    {"openapi": "3.1.0", "info": {"title": "", "version": ""}, **document()}
)
MODELS: Final = ("scripted/gpt-4o", "scripted/claude-sonnet-4-5")
_TOOL: Final = {"type": "object", "properties": {"city": {"type": "string", "minLength": 1}}}
_CHAT: Final[list[dict[str, Any]]] = [
    {"messages": [{"role": "user", "content": "hello"}], "max_tokens": 40},
    {
        "messages": [
            {"role": "system", "content": [{"type": "text", "text": "be brief"}]},
            {
                "role": "user",
                "name": "ada",
                "content": [
                    {"type": "text", "text": "what is this"},
                    {
                        "type": "image_url",
                        "image_url": {"url": f"data:image/png;base64,{PIXEL}", "detail": "low"},
                    },
                ],
            },
            {
                "role": "assistant",
                "content": None,
                "tool_calls": [
                    {
                        "id": "c1",
                        "type": "function",
                        "function": {"name": "weather", "arguments": '{"city":"Bern"}'},
                    }
                ],
            },
            {"role": "tool", "tool_call_id": "c1", "content": "12 degrees"},
        ],
        "tools": [
            {
                "type": "function",
                "function": {"name": "weather", "description": "w", "parameters": _TOOL},
            }
        ],
        "tool_choice": {"type": "function", "function": {"name": "weather"}},
        "parallel_tool_calls": False,
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "a", "schema": _TOOL, "strict": True},
        },
        "temperature": 0.2,
        "top_p": 0.9,
        "n": 2,
        "stop": ["\n"],
        "seed": 7,
        "user": "u",
        "logit_bias": {"50256": -100},
        "max_completion_tokens": 64,
        "stream_options": {"include_usage": True},
    },
]
_MESSAGES: Final[list[dict[str, Any]]] = [
    {"max_tokens": 40, "messages": [{"role": "user", "content": "hello"}]},
    {
        "max_tokens": 64,
        "system": [{"type": "text", "text": "be brief", "cache_control": {"type": "ephemeral"}}],
        "messages": [
            {
                "role": "user",
                "content": [
                    {"type": "text", "text": "what is this"},
                    {
                        "type": "image",
                        "source": {"type": "base64", "media_type": "image/png", "data": PIXEL},
                    },
                    {
                        "type": "document",
                        "source": {"type": "text", "media_type": "text/plain", "data": "page"},
                        "title": "t",
                    },
                ],
            },
            {
                "role": "assistant",
                "content": [
                    {"type": "thinking", "thinking": "hm", "signature": "c2ln"},
                    {"type": "tool_use", "id": "t1", "name": "weather", "input": {"city": "Bern"}},
                ],
            },
            {
                "role": "user",
                "content": [
                    {
                        "type": "tool_result",
                        "tool_use_id": "t1",
                        "content": [{"type": "text", "text": "12 degrees"}],
                    }
                ],
            },
        ],
        "tools": [{"name": "weather", "description": "w", "input_schema": _TOOL}],
        "tool_choice": {"type": "auto", "disable_parallel_tool_use": True},
        "thinking": {"type": "enabled", "budget_tokens": 1024},
        "stop_sequences": ["\n"],
        "metadata": {"user_id": "u"},
        "temperature": 0.2,
        "top_k": 5,
    },
]
_EMBEDDINGS: Final[list[dict[str, Any]]] = [
    {"input": ["one", "two"], "encoding_format": "float", "dimensions": 8},
    {"input": [[1, 2], [3]]},
    {"input": "one"},
]
_BODIES: Final = {
    "/v1/chat/completions": _CHAT,
    "/v1/messages": _MESSAGES,
    "/v1/messages/count_tokens": _MESSAGES,
    "/v1/embeddings": _EMBEDDINGS,
    "/v1/models": [],
}
_ONE: Final = {"prompt_tokens": 1, "completion_tokens": 1, "input_tokens": 1, "output_tokens": 1}
"""Never more than what was held: a bill beyond it freezes the key, and every call after it is
refused at the door."""
_ANSWERS: Final[dict[str, dict[str, Any]]] = {
    "/v1/chat/completions": {"choices": [], "usage": _ONE},
    "/v1/messages": {"content": [], "usage": _ONE},
    "/v1/embeddings": {"data": [], "usage": {"prompt_tokens": 1}},
}


@dataclass(frozen=True)
class Context:
    """Of a runtime that cannot stream."""

    def get_remaining_time_in_millis(self) -> int:
        return 900_000


@pytest.fixture(scope="module")
def provider() -> Iterator[RecordingProvider]:
    with recording_provider() as running:
        yield running


@pytest.fixture(scope="module")
def path(emulator: str, provider: RecordingProvider) -> Iterator[DataPath]:
    with running_data_path(emulator, provider.url) as running:
        yield running


@pytest.mark.parametrize("operation", sorted(_BODIES))
def test_every_refusal_is_the_dialects_own(
    path: DataPath,
    provider: RecordingProvider,
    operation: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    provider.forget()
    if operation in _ANSWERS:
        provider.says(_ANSWERS[operation])
    monkeypatch.setattr(handler, "gateway", lambda: path.gateway)
    behind: dict[str, Any] = {"proxy": lambda event: handler.lambda_handler(event, Context())}
    samples = [Sample({"model": model, **body}) for body in _BODIES[operation] for model in MODELS]
    [method] = SCHEMA[operation]

    @given(requests(SCHEMA[operation][method], samples, lambda _: None))
    @settings(max_examples=settings().max_examples // 4, suppress_health_check=list(HealthCheck))
    def attempt(request: Request) -> None:
        response = exchange(behind, request, path.tenant.token)
        assert response is not None
        assert response.status_code < 500, response.content
        if response.status_code >= 400:
            _check_refusal(json.loads(response.content), anthropic="/messages" in operation)

    attempt()
    for sample in samples[:1]:
        assert path.request(operation, sample.body).status == 200


def _check_refusal(body: Any, *, anthropic: bool) -> None:
    error = body["error"]
    assert isinstance(error["message"], str)
    assert error["message"]
    assert isinstance(error["type"], str)
    assert (body.get("type") == "error") is anthropic
    if not anthropic:
        assert {"param", "code"} <= error.keys()
