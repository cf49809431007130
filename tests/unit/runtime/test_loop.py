"""The runtime loop against a Runtime API in memory: what it posts, and that it runs streams out."""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

from tollgate.runtime.api import Invocation, ServiceGone, prelude
from tollgate.runtime.loop import Handler, Loop, load_handler, main, prepare
from tollgate.runtime.models import InvocationContext, StreamingResponse
from tollgate.runtime.settings import RuntimeSettings

SETTINGS = RuntimeSettings.from_env({"AWS_LAMBDA_RUNTIME_API": "host:1", "_HANDLER": "m.f"})


class Api:
    """Hands out events, keeps what is posted; breaks the connection after `breaks_after` chunks."""

    def __init__(self, *events: Any, breaks_after: int | None = None) -> None:
        self._events = list(events)
        self._breaks_after = breaks_after
        self.posted: list[tuple[str, Any]] = []
        self.resets = 0

    def next(self) -> Invocation:
        if not self._events:
            raise ServiceGone
        event = json.dumps(self._events.pop(0)).encode()
        return Invocation("id-1", "arn", deadline_ms=10**15, event=event)

    def respond(self, request_id: str, body: bytes) -> None:
        self.posted.append((request_id, json.loads(body)))

    def fail(self, request_id: str, error: dict[str, Any]) -> None:
        self.posted.append((request_id, error))

    def stream(self, request_id: str, head: bytes, chunks: Iterator[bytes]) -> None:
        sent: list[bytes] = [head]
        self.posted.append((request_id, sent))
        for chunk in chunks:
            if len(sent) - 1 == self._breaks_after:
                raise BrokenPipeError
            sent.append(chunk)

    def reset(self) -> None:
        self.resets += 1


def run(handler: Handler, api: Api) -> None:
    Loop(SETTINGS, handler, connect=lambda _: api).run()  # type: ignore[arg-type, return-value]


class Chunks:
    """An iterator that knows whether it was exhausted and closed."""

    def __init__(self, count: int, fails_at: int | None = None) -> None:
        self._left = iter(range(count))
        self._fails_at = fails_at
        self.ended = False
        self.closed = False

    def __iter__(self) -> Chunks:
        return self

    def __next__(self) -> bytes:
        number = next(self._left, None)
        if number is None:
            self.ended = True
            raise StopIteration
        if number == self._fails_at:
            raise RuntimeError("on purpose")
        return b"%d" % number

    def close(self) -> None:
        self.closed = True


def test_a_plain_answer_is_posted_as_json() -> None:
    api = Api({"name": "é"}, {"name": "b"})
    run(lambda event, _: {"hello": event["name"]}, api)
    assert api.posted == [("id-1", {"hello": "é"}), ("id-1", {"hello": "b"})]


def test_the_context_tells_that_it_streams_and_how_long_it_may_take() -> None:
    seen: list[InvocationContext] = []
    run(lambda _, context: seen.append(context), Api({}))
    assert seen[0].streams_response
    assert seen[0].aws_request_id == "id-1"
    assert seen[0].get_remaining_time_in_millis() > 0


def test_a_passed_deadline_leaves_no_time() -> None:
    context = InvocationContext("id", "arn", 1, "f", "1", "128", "", "")
    assert context.get_remaining_time_in_millis() == 0


def test_what_the_handler_raises_is_reported_and_the_loop_goes_on(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def handler(event: dict[str, Any], _: InvocationContext) -> str:
        if event["fail"]:
            raise ValueError("on purpose")
        return "fine"

    api = Api({"fail": True}, {"fail": False})
    run(handler, api)
    error = api.posted[0][1]
    assert (error["errorType"], error["errorMessage"]) == ("ValueError", "on purpose")
    assert any("test_loop.py" in line for line in error["stackTrace"])
    assert api.posted[1][1] == "fine"
    assert "on purpose" in capsys.readouterr().err


def test_an_answer_that_is_not_json_is_a_failure() -> None:
    api = Api({})
    run(lambda *_: object(), api)
    assert api.posted[0][1]["errorType"] == "TypeError"


def test_a_streamed_answer_begins_with_its_prelude() -> None:
    response = StreamingResponse(201, {"a": "b"}, iter(()))
    assert prelude(response) == b'{"statusCode":201,"headers":{"a":"b"}}' + b"\x00" * 8


def test_a_stream_is_sent_whole_and_closed() -> None:
    chunks, api = Chunks(3), Api({})
    run(lambda *_: StreamingResponse(200, {}, chunks), api)
    assert api.posted[0][1][1:] == [b"0", b"1", b"2"]
    assert chunks.ended
    assert chunks.closed


@pytest.mark.parametrize("breaks_after", [0, 1, 2])
def test_a_stream_that_nobody_reads_is_still_run_to_its_end(breaks_after: int) -> None:
    chunks, api = Chunks(4), Api({}, breaks_after=breaks_after)
    run(lambda *_: StreamingResponse(200, {}, chunks), api)
    assert chunks.ended
    assert chunks.closed
    assert api.resets == 1


def test_a_stream_that_fails_before_its_first_chunk_fails_as_a_whole() -> None:
    chunks, api = Chunks(3, fails_at=0), Api({})
    run(lambda *_: StreamingResponse(200, {}, chunks), api)
    assert api.posted[0][1]["errorType"] == "RuntimeError"
    assert chunks.closed


def test_a_stream_that_fails_later_is_closed_and_the_loop_goes_on() -> None:
    chunks, api = Chunks(3, fails_at=2), Api({}, {})
    answers = iter([StreamingResponse(200, {}, chunks), "fine"])
    run(lambda *_: next(answers), api)
    assert api.posted[0][1][1:] == [b"0", b"1"]
    assert chunks.closed
    assert api.posted[1][1] == "fine"


def test_an_empty_stream_has_only_its_prelude() -> None:
    api = Api({})
    run(lambda *_: StreamingResponse(204, {}, iter(())), api)
    assert api.posted[0][1][1:] == [b""]


def test_handlers_are_named_by_module_and_function() -> None:
    assert load_handler("json.dumps") is json.dumps
    with pytest.raises(AttributeError):
        load_handler("json.nothing")


def test_settings_name_what_is_missing() -> None:
    with pytest.raises(KeyError, match="_HANDLER"):
        RuntimeSettings.from_env({"AWS_LAMBDA_RUNTIME_API": "host:1"})


def test_a_module_may_prepare_itself_before_its_first_event(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done: list[str] = []
    module = ModuleType("prepared")
    module.prepare = lambda: done.append("prepared")  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "prepared", module)
    monkeypatch.setitem(sys.modules, "plain", ModuleType("plain"))
    prepare("prepared.handler")
    prepare("plain.handler")
    assert done == ["prepared"]


def test_what_was_loaded_is_no_garbage(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[bool, int]] = []
    monkeypatch.setenv("AWS_LAMBDA_RUNTIME_API", "host:1")
    monkeypatch.setenv("_HANDLER", "json.dumps")
    monkeypatch.setattr(Loop, "run", lambda _: seen.append((gc.isenabled(), gc.get_freeze_count())))
    try:
        main()
    finally:
        gc.unfreeze()
    [(collects, kept)] = seen
    assert collects
    assert kept > 1_000
