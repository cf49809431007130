from __future__ import annotations

import base64
import json
import struct
from typing import Any

import pytest

from tollgate.errors import BadRequest
from tollgate.providers.calls import read_call
from tollgate.providers.images import size_of_base64
from tollgate.providers.models import ImagePart, ModelCall, Operation

USER = {"role": "user", "content": "hi"}


def chat(**fields: Any) -> ModelCall:
    return read_call(Operation.CHAT, {"model": "gpt-4o", "messages": [USER], **fields})


def message(**fields: Any) -> ModelCall:
    body = {"model": "claude-x", "max_tokens": 9, "messages": [USER], **fields}
    return read_call(Operation.MESSAGES, body)


def png(width: int, height: int) -> str:
    head = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", width, height)
    return base64.b64encode(head + bytes(100)).decode()


REFUSED_CHAT: list[tuple[dict[str, Any], str]] = [
    ({"model": None}, "model"),
    ({"model": ""}, "model"),
    ({"model": 3}, "model"),
    ({"model": "m" * 300}, "model"),
    ({"messages": None}, "messages"),
    ({"messages": []}, "messages"),
    ({"messages": {"role": "user"}}, "messages"),
    ({"messages": ["hi"]}, "messages[0]"),
    ({"messages": [USER, {"content": "x"}]}, "messages[1]"),
    ({"messages": [{"role": "user", "content": 3}]}, "messages[0].content"),
    ({"messages": [{"role": "user", "content": ["x"]}]}, "messages[0].content[0]"),
    (
        {"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": "u"}]}]},
        "messages[0].content[0].image_url",
    ),
    (
        {"messages": [{"role": "user", "content": [{"type": "file", "file": {"file_id": "f"}}]}]},
        "messages[0].content[0]",
    ),
    ({"messages": [{"role": "assistant", "audio": {"id": "a"}}]}, "messages[0].audio"),
    ({"max_tokens": 0}, "max_tokens"),
    ({"max_tokens": -1}, "max_tokens"),
    ({"max_tokens": 1.0}, "max_tokens"),
    ({"max_tokens": "9"}, "max_tokens"),
    ({"max_tokens": True}, "max_tokens"),
    ({"max_tokens": 2**31}, "max_tokens"),
    ({"max_completion_tokens": -5}, "max_completion_tokens"),
    ({"n": 0}, "n"),
    ({"n": 129}, "n"),
    ({"n": 10**6}, "n"),
    ({"n": "1"}, "n"),
    ({"n": True}, "n"),
    ({"stream": "yes"}, "stream"),
    ({"stream": 1}, "stream"),
    ({"stream_options": []}, "stream_options"),
    ({"stream_options": {"include_usage": 1}}, "stream_options.include_usage"),
    ({"tools": {}}, "tools"),
    ({"tools": ["x"]}, "tools[0]"),
    ({"service_tier": "priority"}, "service_tier"),
    ({"service_tier": {}}, "service_tier"),
    ({"web_search_options": {"search_context_size": "low"}}, "web_search_options"),
    *(
        (
            {
                "messages": [
                    {"role": "user", "content": [{"type": kind, kind: {"url": "https://x"}}]}
                ]
            },
            "messages[0].content[0]",
        )
        for kind in ("video_url", "audio_url", "document_url", "video", "input_file", "file")
    ),
    ({"search_parameters": {"mode": "on"}}, "search_parameters"),
    ({"enable_search": True}, "enable_search"),
    ({"plugins": [{"id": "web"}]}, "plugins"),
    ({"data_sources": [{"type": "azure_search"}]}, "data_sources"),
    ({"models": ["openai/gpt-5-pro"]}, "models"),
    ({"fallbacks": ["gpt-5-pro"]}, "fallbacks"),
    ({"preset": "dear"}, "preset"),
    ({"deferred": True}, "deferred"),
    (
        {"extra_body": {"google": {"cached_content": "cachedContents/1"}}},
        "extra_body.google.cached_content",
    ),
    ({"provider": {"order": ["dear"]}}, "provider"),
    ({"tools": [{"type": "web_search"}]}, "tools[0]"),
    ({"tools": [{"type": "builtin_function", "function": {"name": "$web_search"}}]}, "tools[0]"),
    ({"tools": [{"type": "function"}, {"type": ["function"]}]}, "tools[1]"),
    ({"tools": [{"googleSearch": {}}]}, "tools[0]"),
    ({"tools": [{"type": "evil", "name": "calc", "function": {"name": "calc"}}]}, "tools[0]"),
    ({"Max_Tokens": 5}, "Max_Tokens"),
    ({"Modalities": ["audio"]}, "Modalities"),
    ({"PREDICTION": {}}, "PREDICTION"),
    ({"Models": ["x"]}, "Models"),
    ({"\u017ftream": True}, "\u017ftream"),
]


@pytest.mark.parametrize(("fields", "param"), REFUSED_CHAT)
def test_refuses_a_chat_field_by_name(fields: dict[str, Any], param: str) -> None:
    with pytest.raises(BadRequest) as caught:
        chat(**fields)
    assert caught.value.param == param


INLINE_SEARCH = {
    "type": "tool_addition",
    "tool": {"type": "tool_definition", "definition": {"type": "web_search_20260318"}},
}
REFUSED_MESSAGE: list[tuple[dict[str, Any], str]] = [
    ({"max_tokens": 0}, "max_tokens"),
    ({"system": 3}, "system"),
    ({"system": ["x"]}, "system[0]"),
    ({"mcp_servers": [{"url": "https://x"}]}, "mcp_servers"),
    (
        {"context_management": {"edits": [{"type": "compact_20260112"}]}},
        "context_management",
    ),
    ({"compaction": {"type": "summarize"}}, "compaction"),
    ({"container": {"skills": [{"skill_id": "pdf"}]}}, "container"),
    ({"thread": {"type": "create"}}, "thread"),
    ({"thread": {"type": "continue", "previous_message_id": "msg_1"}}, "thread"),
    ({"Output_Config": {}}, "Output_Config"),
    ({"Thread": {"type": "create"}}, "Thread"),
    (
        {"messages": [USER, {"role": "system", "content": [INLINE_SEARCH]}]},
        "messages[1].content[0]",
    ),
    (
        {
            "messages": [
                {
                    "role": "assistant",
                    "content": [{"type": "compaction", "tool_changes": [INLINE_SEARCH]}],
                },
                USER,
            ]
        },
        "messages[0].content[0]",
    ),
    ({"models": ["claude-opus-5"]}, "models"),
    ({"plugins": [{"id": "web"}]}, "plugins"),
    ({"speed": "fast"}, "speed"),
    ({"inference_geo": "us"}, "inference_geo"),
    ({"tools": [{"type": "web_search_20250305", "name": "web_search"}]}, "tools[0]"),
    ({"tools": [{"type": 3, "name": "x"}]}, "tools[0]"),
    (
        {"messages": [{"role": "user", "content": [{"type": "image", "source": "x"}]}]},
        "messages[0].content[0].source",
    ),
    (
        {
            "messages": [
                {
                    "role": "user",
                    "content": [{"type": "document", "source": {"type": "base64", "data": ""}}],
                }
            ]
        },
        "messages[0].content[0]",
    ),
]


@pytest.mark.parametrize(("fields", "param"), REFUSED_MESSAGE)
def test_refuses_a_message_field_by_name(fields: dict[str, Any], param: str) -> None:
    with pytest.raises(BadRequest) as caught:
        message(**fields)
    assert caught.value.param == param


def test_reads_limits_and_switches_of_a_chat() -> None:
    call = chat(
        stream=True,
        stream_options={"include_usage": True},
        max_tokens=50,
        max_completion_tokens=40,
        n=3,
    )
    assert (call.stream, call.wants_stream_usage, call.choices) == (True, True, 3)
    assert call.max_output_tokens == 40
    assert chat().max_output_tokens is None
    assert chat(stream=None, n=None, max_tokens=None, stream_options=None, tools=None).choices == 1


def test_collects_every_text_of_a_chat() -> None:
    call = chat(
        messages=[
            {"role": "system", "content": [{"type": "text", "text": "be kind"}]},
            {"role": "user", "name": "ann", "content": "hi"},
            {
                "role": "assistant",
                "content": None,
                "tool_calls": [{"id": "c", "function": {"name": "f", "arguments": "{}"}}],
            },
            {"role": "tool", "tool_call_id": "c", "content": "42"},
        ],
        tools=[{"type": "function", "function": {"name": "f", "description": "finds"}}],
        response_format={"type": "json_schema", "json_schema": {"name": "answer"}},
    )
    joined = "\n".join(call.texts)
    for text in ("be kind", "ann", "hi", '"arguments":"{}"', "42", "finds", "answer"):
        assert text in joined
    assert call.overhead_tokens > 4 * 4


def test_collects_every_text_of_a_message() -> None:
    result = {
        "type": "tool_result",
        "tool_use_id": "t1",
        "content": [{"type": "text", "text": "sunny"}],
    }
    document = {"type": "document", "source": {"type": "text", "data": "long read"}}
    call = message(
        system=[{"type": "text", "text": "be kind"}],
        tools=[{"name": "weather", "input_schema": {"type": "object"}}],
        messages=[
            {
                "role": "assistant",
                "content": [{"type": "tool_use", "id": "t1", "name": "w", "input": {"a": "Bern"}}],
            },
            {"role": "user", "content": [result, document]},
        ],
    )
    joined = "\n".join(call.texts)
    for text in ("be kind", "weather", "Bern", "sunny", "long read"):
        assert text in joined
    assert call.wants_stream_usage


def test_reads_the_size_of_inline_images_only() -> None:
    parts = [
        {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{png(640, 480)}"}},
        {"type": "image_url", "image_url": {"url": "https://x/y.png", "detail": "low"}},
        {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}},
    ]
    call = chat(messages=[{"role": "user", "content": parts}])
    assert call.images == (ImagePart("auto", 640, 480), ImagePart("low"), ImagePart("auto"))
    source = {"type": "base64", "media_type": "image/png", "data": png(3, 4)}
    call = message(messages=[{"role": "user", "content": [{"type": "image", "source": source}]}])
    assert call.images == (ImagePart("auto", 3, 4),)


JPEG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    b"\xff\xc4\x00\x04\x00\x00\xff\xff\xc2\x00\x11\x08\x01\x02\x03\x04\x03"
)
SIZES = {
    "png": (base64.b64decode(png(70_000, 2)), (70_000, 2)),
    "gif": (b"GIF89a" + struct.pack("<HH", 5, 6) + bytes(9), (5, 6)),
    "jpeg": (JPEG, (0x0304, 0x0102)),
    "webp lossy": (b"RIFF\0\0\0\0WEBPVP8 " + bytes(10) + struct.pack("<HH", 7, 8), (7, 8)),
    "webp lossless": (
        b"RIFF\0\0\0\0WEBPVP8L" + bytes(5) + (99 | 199 << 14).to_bytes(4, "little"),
        (100, 200),
    ),
    "webp extended": (b"RIFF\0\0\0\0WEBPVP8X" + bytes(8) + b"\x0f\0\0\x1f\0\0", (16, 32)),
    "truncated jpeg": (JPEG[:30], None),
    "empty png": (base64.b64decode(png(0, 9)), None),
    "bitmap": (b"BM" + bytes(60), None),
}


@pytest.mark.parametrize(("data", "size"), SIZES.values(), ids=SIZES.keys())
def test_image_sizes(data: bytes, size: tuple[int, int] | None) -> None:
    assert size_of_base64(base64.b64encode(data).decode()) == size


def test_image_that_is_not_base64() -> None:
    assert size_of_base64("é" * 40) is None


@pytest.mark.parametrize(
    ("given", "texts", "token_ids"),
    [
        ("hello", ("hello",), 0),
        (["a", "b"], ("a", "b"), 0),
        ([1, 2, 3], (), 3),
        ([[1, 2], [3]], (), 3),
    ],
)
def test_reads_what_is_to_be_embedded(given: Any, texts: tuple[str, ...], token_ids: int) -> None:
    call = read_call(Operation.EMBEDDINGS, {"model": "text-embedding-3-small", "input": given})
    assert (call.texts, call.token_ids) == (texts, token_ids)


@pytest.mark.parametrize(
    "given", [None, [], "", ["a", ""], 3, {"a": 1}, [None], [[]], [1, "a"], [[1, "a"]], [True]]
)
def test_refuses_what_cannot_be_embedded(given: Any) -> None:
    with pytest.raises(BadRequest) as caught:
        read_call(Operation.EMBEDDINGS, {"model": "m", "input": given})
    assert caught.value.param == "input"


def test_an_embedding_is_of_the_model_that_was_asked_for() -> None:
    with pytest.raises(BadRequest) as caught:
        read_call(Operation.EMBEDDINGS, {"model": "m", "input": "x", "models": ["dear"]})
    assert caught.value.param == "models"


def test_counting_tokens_needs_no_limit_and_never_streams() -> None:
    body = {"model": "claude-x", "messages": [USER], "stream": True}
    call = read_call(Operation.COUNT_TOKENS, body)
    assert (call.max_output_tokens, call.stream) == (None, False)


def test_a_tool_may_be_offered_again_by_its_name() -> None:
    part = {"type": "tool_addition", "tool": {"type": "tool_reference", "name": "weather"}}
    call = message(messages=[USER, {"role": "system", "content": [part]}])
    assert "weather" in call.texts[-1]


def test_edits_that_only_take_away_pass() -> None:
    edits = {"edits": [{"type": "clear_tool_uses_20250919"}, {"type": "clear_thinking_20251015"}]}
    assert message(context_management=edits).body["context_management"] == edits
    assert message(context_management="odd").body["context_management"] == "odd"


def test_unknown_fields_are_none_of_its_business() -> None:
    call = chat(anything={"x": [1]}, temperature="warm")
    assert json.dumps(call.body["anything"]) == '{"x": [1]}'
