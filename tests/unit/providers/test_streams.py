from __future__ import annotations

import json
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.providers import samples
from tests.unit.providers.samples import (
    ANTHROPIC,
    DONE,
    OPENAI,
    chat_call,
    chunk,
    event,
    message_call,
)
from tollgate.providers import sse
from tollgate.providers.adapters import open_stream, read_answer
from tollgate.providers.models import Usage
from tollgate.providers.sse import EventBuffer, data_lines
from tollgate.providers.streams import StreamTranslator

USAGE = Usage(input_tokens=22, output_tokens=9, cache_read_tokens=5, cache_write_tokens=7)

Open = Callable[[], StreamTranslator]
CASES: dict[str, tuple[Open, list[bytes], str]] = {
    "openai": (
        lambda: open_stream(chat_call(), OPENAI),
        samples.OPENAI_TEXT_STREAM,
        samples.TEXT,
    ),
    "openai without usage": (
        lambda: open_stream(chat_call(wants_usage=False), OPENAI),
        samples.OPENAI_TEXT_STREAM,
        samples.TEXT,
    ),
    "openai tools": (
        lambda: open_stream(chat_call(), OPENAI),
        samples.OPENAI_TOOL_STREAM,
        'Looking.weather{"city": "Bern"}time{"zone": "CET"}',
    ),
    "anthropic": (
        lambda: open_stream(message_call(), ANTHROPIC),
        samples.ANTHROPIC_TEXT_STREAM,
        samples.TEXT,
    ),
    "anthropic tools": (
        lambda: open_stream(message_call(), ANTHROPIC),
        samples.ANTHROPIC_TOOL_STREAM,
        'Looking.weather{"city": "Bern"}time{"zone": "CET"}',
    ),
    "anthropic to an openai client": (
        lambda: open_stream(chat_call(), ANTHROPIC),
        samples.ANTHROPIC_TOOL_STREAM,
        'Looking.weather{"city": "Bern"}time{"zone": "CET"}',
    ),
    "openai to an anthropic client": (
        lambda: open_stream(message_call(), OPENAI),
        samples.OPENAI_TOOL_STREAM,
        'Looking.weather{"city": "Bern"}time{"zone": "CET"}',
    ),
}
EACH = pytest.mark.parametrize(("opened", "stream", "text"), CASES.values(), ids=CASES.keys())


def run(stream: StreamTranslator, chunks: list[bytes]) -> bytes:
    body = b"".join([stream.feed(piece) for piece in chunks])
    return body + stream.finish()


def without_time(body: bytes) -> bytes:
    """Our own chunks carry the time at which they were made."""
    events = [json.loads(d) if d != b"[DONE]" else d for d in data_lines(body)]
    return repr([{**e, "created": 0} if isinstance(e, dict) else e for e in events]).encode()


@EACH
def test_reads_usage_text_and_ending_on_the_way(
    opened: Open, stream: list[bytes], text: str
) -> None:
    translator = opened()
    run(translator, stream)
    assert translator.usage == USAGE
    assert translator.output_text == text
    assert translator.complete
    assert translator.error is None
    assert translator.provider_request_id in ("chatcmpl-1", "msg_1")


@EACH
@given(places=st.lists(st.integers(0, 10_000), max_size=30))
def test_where_the_network_cuts_changes_nothing(
    opened: Open, stream: list[bytes], text: str, places: list[int]
) -> None:
    whole = opened()
    expected = run(whole, stream)
    data = b"".join(stream)
    edges = [0, *sorted({place % len(data) for place in places}), len(data)]
    pieces = [data[a:b] for a, b in pairwise(edges)]
    cut = opened()
    assert without_time(run(cut, pieces)) == without_time(expected)
    assert (cut.usage, cut.finish_reason, cut.output_text) == (USAGE, whole.finish_reason, text)


@EACH
def test_single_bytes_and_windows_line_ends(opened: Open, stream: list[bytes], text: str) -> None:
    data = b"".join(stream).replace(b"\n", b"\r\n")
    translator = opened()
    body = run(translator, [data[i : i + 1] for i in range(len(data))])
    assert (translator.usage, translator.output_text) == (USAGE, text)
    expected = run(opened(), stream)
    assert without_time(body) == without_time(expected)


@EACH
def test_the_terminal_marker_waits_for_the_end(
    opened: Open, stream: list[bytes], text: str
) -> None:
    translator = opened()
    body = b"".join([translator.feed(piece) for piece in stream])
    last = [*data_lines(body)][-1]
    assert last != b"[DONE]"
    assert b'"message_stop"' not in last
    ending = translator.finish()
    assert ending.rstrip().endswith(
        (b"[DONE]", b'"type":"message_stop"}', b'"type": "message_stop"}')
    )


@EACH
def test_a_stream_cut_short_ends_in_an_error(opened: Open, stream: list[bytes], text: str) -> None:
    for length in range(len(stream)):
        translator = opened()
        body = run(translator, [*stream[:length], stream[length][:-9]])
        finished = length == len(stream) - 1 and stream[length][:-9].endswith(b"[DONE]")
        assert not finished
        assert not translator.complete
        assert "ended early" in (translator.error or "")
        last = json.loads([*data_lines(body)][-1])
        assert "ended early" in last["error"]["message"]


@EACH
def test_the_terminal_marker_needs_no_blank_line(
    opened: Open, stream: list[bytes], text: str
) -> None:
    translator = opened()
    run(translator, [b"".join(stream).rstrip()])
    assert translator.complete


@EACH
def test_what_follows_the_terminal_marker_is_nobodys(
    opened: Open, stream: list[bytes], text: str
) -> None:
    translator = opened()
    body = run(translator, [*stream, stream[-1], chunk({"content": "more"})])
    assert without_time(body) == without_time(run(opened(), stream))
    assert translator.output_text == text


@pytest.mark.parametrize(
    ("opened", "stream"),
    [
        (CASES["openai"][0], samples.OPENAI_TEXT_STREAM),
        (CASES["openai tools"][0], samples.OPENAI_TOOL_STREAM),
        (CASES["anthropic"][0], samples.ANTHROPIC_TEXT_STREAM),
        (CASES["anthropic tools"][0], samples.ANTHROPIC_TOOL_STREAM),
    ],
)
def test_one_dialect_passes_every_byte_as_it_comes(opened: Open, stream: list[bytes]) -> None:
    translator = opened()
    for piece in stream[:-1]:
        assert translator.feed(piece) == piece
    assert translator.feed(stream[-1]) + translator.finish() == stream[-1]


def test_the_usage_that_only_the_gateway_asked_for_is_left_out() -> None:
    body = run(open_stream(chat_call(wants_usage=False), OPENAI), samples.OPENAI_TEXT_STREAM)
    kept = [*samples.OPENAI_TEXT_STREAM[:-2], DONE]
    assert body == b"".join(kept)


def test_usage_beside_a_choice_stays() -> None:
    last = chunk({}, "stop", usage=samples.OPENAI_USAGE)
    stream = open_stream(chat_call(wants_usage=False), OPENAI)
    assert run(stream, [last, DONE]) == last + DONE
    assert stream.usage == USAGE


@pytest.mark.parametrize("usage", [None, {}, {"prompt_tokens": -1}, "many", [1]])
def test_usage_may_be_missing_or_nonsense(usage: object) -> None:
    stream = open_stream(chat_call(wants_usage=False), OPENAI)
    run(stream, [chunk({"content": "a"}, "stop", usage=usage), DONE])
    assert stream.usage is None
    assert stream.complete


def test_zero_usage_is_reported_as_it_is() -> None:
    zero = {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}
    stream = open_stream(chat_call(), OPENAI)
    run(stream, [chunk({"content": "a"}, "stop"), chunk(None, usage=zero), DONE])
    assert stream.usage == Usage()


def test_anthropic_usage_is_merged_from_both_reports() -> None:
    start = {"id": "msg_1", "usage": {"input_tokens": 0, "output_tokens": 1}}
    final = {"input_tokens": 30, "cache_read_input_tokens": 4, "output_tokens": 12}
    stream = open_stream(message_call(), ANTHROPIC)
    stream.feed(event("message_start", message=start))
    assert stream.usage is None
    assert stream.input_usage == Usage(output_tokens=1)
    stream.feed(event("message_delta", delta={"stop_reason": "max_tokens"}, usage=final))
    assert stream.usage == Usage(input_tokens=34, output_tokens=12, cache_read_tokens=4)
    assert stream.finish_reason == "max_tokens"


def test_a_final_report_of_zero_input_does_not_undo_the_first() -> None:
    start = {"usage": {"input_tokens": 25, "output_tokens": 1}}
    stream = open_stream(message_call(), ANTHROPIC)
    stream.feed(event("message_start", message=start))
    stream.feed(event("message_delta", delta={}, usage={"input_tokens": 0, "output_tokens": 5}))
    assert stream.usage == Usage(input_tokens=25, output_tokens=5)


@pytest.mark.parametrize(
    ("opened", "failure"),
    [
        (CASES["openai"][0], b'data: {"error": {"message": "overloaded"}}\n\n'),
        (
            CASES["anthropic"][0],
            event("error", error={"type": "overloaded_error", "message": "overloaded"}),
        ),
        (
            CASES["anthropic to an openai client"][0],
            event("error", error={"type": "overloaded_error", "message": "overloaded"}),
        ),
        (
            CASES["openai to an anthropic client"][0],
            b'data: {"error": {"message": "overloaded"}}\n\n',
        ),
    ],
)
def test_an_error_inside_the_stream_reaches_the_client_once(opened: Open, failure: bytes) -> None:
    translator = opened()
    body = run(translator, [failure])
    assert translator.error == "overloaded"
    assert not translator.complete
    assert [json.loads(data)["error"]["message"] for data in data_lines(body)] == ["overloaded"]


@pytest.mark.parametrize("name", ["anthropic to an openai client", "openai to an anthropic client"])
@pytest.mark.parametrize(
    "noise", [b"data: {\n\n", b"data: 3\n\n", b"data: \xff\n\n", b"data: {}\n\n"]
)
def test_an_event_that_cannot_be_translated_is_an_error(name: str, noise: bytes) -> None:
    opened, stream, _ = CASES[name]
    translator = opened()
    run(translator, [*stream[:3], noise, *stream[3:]])
    assert translator.error is not None
    assert not translator.complete


@pytest.mark.parametrize("name", ["openai", "anthropic"])
@pytest.mark.parametrize("noise", [b": keep-alive\n\n", b"data: {\n\n", b"retry: 5\n\n", b"\n\n"])
def test_noise_passes_within_one_dialect(name: str, noise: bytes) -> None:
    opened, stream, text = CASES[name]
    translator = opened()
    body = run(translator, [noise, stream[0], noise, *stream[1:]])
    assert body == noise + stream[0] + noise + b"".join(stream[1:])
    assert (translator.usage, translator.output_text) == (USAGE, text)


@pytest.mark.parametrize("call", [chat_call, message_call])
@pytest.mark.parametrize("provider", [OPENAI, ANTHROPIC])
def test_a_stream_and_a_whole_answer_are_accounted_alike(call: Any, provider: Any) -> None:
    streams = {"openai": samples.OPENAI_TOOL_STREAM, "anthropic": samples.ANTHROPIC_TOOL_STREAM}
    answers = {"openai": samples.OPENAI_ANSWER, "anthropic": samples.ANTHROPIC_ANSWER}
    stream = open_stream(call(), provider)
    run(stream, streams[provider.name])
    body = json.dumps(answers[provider.name]).encode()
    answer = read_answer(call(stream=False), provider, 200, {}, body)
    assert (stream.usage, stream.finish_reason) == (answer.usage, answer.finish_reason)
    assert stream.provider_request_id == answer.provider_request_id


def test_the_request_id_of_a_header_comes_first() -> None:
    stream = open_stream(chat_call(), OPENAI, {"x-request-id": "req_up"})
    run(stream, samples.OPENAI_TEXT_STREAM)
    assert stream.provider_request_id == "req_up"


NAMES = """
    id type index choices delta message usage content_block content tool_calls function name
    arguments input text error finish_reason stop_reason prompt_tokens input_tokens
"""
HOSTILE = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(NAMES.split()), inner, max_size=4)
    ),
    max_leaves=12,
)
KINDS = """
    message_start message_delta content_block_start content_block_delta message_stop error other
"""


@pytest.mark.parametrize("odd", [[], {}, "a", None, True, -1])
def test_an_index_may_be_anything(odd: object) -> None:
    call = {"index": odd, "function": {"name": "f", "arguments": "{}"}}
    choice = {"index": odd, "delta": {"content": "a", "tool_calls": [call]}}
    for opened, _, _ in CASES.values():
        translator = opened()
        translator.feed(chunk(None, choices=[choice]) + event("content_block_start", index=odd))
        translator.feed(event("content_block_delta", index=odd, delta={"partial_json": "{"}))
        translator.finish()
        assert isinstance(translator.output_text, str)


@EACH
@given(hostile=st.lists(st.tuples(st.sampled_from(KINDS.split()), HOSTILE), max_size=5))
def test_a_hostile_provider_breaks_nothing(
    opened: Open, stream: list[bytes], text: str, hostile: list[tuple[str, object]]
) -> None:
    translator = opened()
    for kind, value in hostile:
        members = value if isinstance(value, dict) else {"choices": [value], "delta": value}
        data = json.dumps({"type": kind, **members}).encode()
        translator.feed(b"data: " + data + b"\n\n")
    translator.finish()
    assert isinstance(translator.output_text, str)


def test_an_event_without_end_stops_the_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sse, "_EVENT_LIMIT", 100)
    translator = open_stream(chat_call(), OPENAI)
    body = translator.feed(b"data: " + b"x" * 200)
    assert b"too long" in body
    assert translator.feed(b"y" * 200 + b"\n\n") == b""
    assert not translator.complete


@given(st.binary(max_size=60), st.lists(st.integers(0, 60)))
def test_the_buffer_loses_no_byte(data: bytes, places: list[int]) -> None:
    edges = [0, *sorted({min(place, len(data)) for place in places}), len(data)]
    buffer = EventBuffer()
    found = [buffer.feed(data[a:b]) for a, b in pairwise(edges)]
    assert b"".join(found) + buffer.take_rest() == data
    assert buffer.take_rest() == b""


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (b"data: a\n\n", [b"a"]),
        (b"data:a\n\ndata: b\n\n", [b"a", b"b"]),
        (b"event: x\ndata: a\nid: 3\ndata: b\n\n", [b"a\nb"]),
        (b": note\n\n", []),
        (b"data\n\n", []),
        (b"database: x\n\n", []),
        (b"data: a\r\n\r\ndata:  b\r\n\r\n", [b"a", b" b"]),
    ],
)
def test_data_of_events(block: bytes, expected: list[bytes]) -> None:
    assert [*data_lines(block)] == expected
