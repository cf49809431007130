"""A provider that fails at any byte of its answer: no money stays held, and none is forgotten."""

from __future__ import annotations

import json
import socket
import struct
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Final

import pytest
from msgspec.structs import replace

from tests.data_path import DataPath, read, running_data_path
from tests.recording_provider import DONE, START, STOP, chunk, completion, data, event, message
from tollgate.kit.clock import now_ms
from tollgate.ledger.models import Outcome, RequestRecord, State

pytestmark = pytest.mark.aws

CHAT, MESSAGES = "/v1/chat/completions", "/v1/messages"
EITHER: Final = {CHAT: "gpt-4o-mini", MESSAGES: "claude-sonnet-4-5"}
"""Which dialect the provider speaks: a model of each."""

SPOKEN: Final = {
    CHAT: chunk({"role": "assistant", "content": "one two"}) + chunk({}, finish="stop") + DONE,
    MESSAGES: START
    + event("content_block_start", index=0, content_block={"type": "text", "text": ""})
    + event("content_block_delta", index=0, delta={"type": "text_delta", "text": "one two"})
    + event("content_block_stop", index=0)
    + STOP,
}
CLOSE, RESET, TRICKLE = "close", "reset", "trickle"


@dataclass
class BrokenProvider:
    """Sends `answer` to every request, as it is, and then ends the connection by `ending`."""

    url: str
    answer: bytes = b""
    ending: str = CLOSE
    heads: bytes = b""


@contextmanager
def broken_provider() -> Iterator[BrokenProvider]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        provider = BrokenProvider(f"http://127.0.0.1:{listener.getsockname()[1]}")
        thread = threading.Thread(target=_serve, args=(listener, provider), daemon=True)
        thread.start()
        try:
            yield provider
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()


def _serve(listener: socket.socket, provider: BrokenProvider) -> None:
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        with connection, suppress(OSError):
            provider.heads = _request(connection)
            connection.sendall(provider.answer)
            if provider.ending == RESET:
                linger = struct.pack("ii", 1, 0)
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            while provider.ending == TRICKLE:
                connection.sendall(b" ")
                time.sleep(0.01)


def _request(connection: socket.socket) -> bytes:
    """The head of a request, whose body is read and dropped."""
    got = b""
    while b"\r\n\r\n" not in got:
        got += connection.recv(65_536)
    head, _, body = got.partition(b"\r\n\r\n")
    [length] = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length")]
    left = int(length.partition(b":")[2]) - len(body)
    while left > 0:
        left -= len(connection.recv(left))
    return head.lower()


@pytest.fixture(scope="module")
def server() -> Iterator[BrokenProvider]:
    with broken_provider() as running:
        yield running


@pytest.fixture
def provider(server: BrokenProvider) -> BrokenProvider:
    server.answer, server.ending = b"", CLOSE
    return server


@pytest.fixture(scope="module")
def path(emulator: str, server: BrokenProvider) -> Iterator[DataPath]:
    with running_data_path(emulator, server.url) as running:
        yield running


@pytest.fixture
def call(path: DataPath) -> Callable[..., tuple[bytes, RequestRecord, Outcome]]:
    """Makes one call: what the client read, the record and its outcome, once nothing is held."""
    store: Any = path.gateway.ledger.store
    spent = path.account().get("spent", 0)

    def made(
        route: str, model: str, *, stream: bool, remaining_ms: int = 900_000
    ) -> tuple[bytes, RequestRecord, Outcome]:
        nonlocal spent
        messages = [{"role": "user", "content": "hello"}]
        asked = {"model": model, "messages": messages, "max_tokens": 50, "stream": stream}
        reply = path.request(route, asked, remaining_ms=remaining_ms)
        got = read(reply)
        record = store.get_request(path.tenant.organization_id, reply.headers["x-request-id"])
        assert record.outcome is not None
        account = path.account()
        assert account["held"] == 0
        assert account["spent"] - spent == record.outcome.cost
        spent = account["spent"]
        return got, record, record.outcome

    return made


def head(status: int = 200, kind: str = "text/event-stream", **headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status} X", f"content-type: {kind}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def chunked(body: bytes, size: int = 40) -> bytes:
    pieces = [body[start : start + size] for start in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def framed(route: str, framing: str) -> bytes:
    body = SPOKEN[route]
    if framing == "chunked":
        return head(transfer_encoding="chunked") + chunked(body)
    return head(content_length=str(len(body))) + body


@pytest.mark.parametrize("framing", ["chunked", "sized"])
@pytest.mark.parametrize("ending", [CLOSE, RESET])
@pytest.mark.parametrize("client", [CHAT, MESSAGES])
@pytest.mark.parametrize("spoken", [CHAT, MESSAGES])
def test_a_stream_that_breaks_off_anywhere_costs_its_usage_or_its_hold(
    provider: BrokenProvider, call: Any, spoken: str, client: str, ending: str, framing: str
) -> None:
    whole = framed(spoken, framing)
    provider.ending = ending
    costs = set()
    for cut in (*range(0, len(whole), 97), len(whole) - 1):
        provider.answer = whole[:cut]
        got, record, outcome = call(client, EITHER[spoken], stream=True)
        if outcome.usage_source == "held":
            assert (record.state, outcome.cost) == (State.UNKNOWN, record.hold)
        else:
            assert outcome.usage == {"input_tokens": 5, "output_tokens": 3}, cut
        assert b"[DONE]" not in got or outcome.usage_source == "provider"
        costs.add(outcome.usage_source)
    assert costs == {"held", "provider"}
    provider.answer, provider.ending = whole, CLOSE
    _, record, outcome = call(client, EITHER[spoken], stream=True)
    assert (record.state, outcome.usage_source) == (State.SETTLED, "provider")


@pytest.mark.parametrize("route", [CHAT, MESSAGES])
def test_a_running_count_is_not_the_bill_of_a_lost_stream(
    provider: BrokenProvider, call: Any, route: str
) -> None:
    running = {"prompt_tokens": 5, "completion_tokens": 1, "total_tokens": 6}
    says = chunk({"content": "one two three four"}, finish=None).replace(
        b'"choices"', b'"usage": ' + json.dumps(running).encode() + b', "choices"'
    )
    provider.answer = head(content_length="9999") + says
    _, record, outcome = call(route, EITHER[CHAT], stream=True)
    assert (record.state, outcome.cost) == (State.UNKNOWN, record.hold)
    provider.answer = head() + says  # the provider itself ends it, as far as anybody can tell
    _, record, outcome = call(route, EITHER[CHAT], stream=True)
    assert (record.state, outcome.usage_source) == (State.FAILED, "counted")
    assert outcome.usage == {"input_tokens": 5, "output_tokens": 4}


@pytest.mark.parametrize("stream", [False, True])
def test_an_answer_that_trickles_ends_with_the_time_of_the_call(
    path: DataPath,
    provider: BrokenProvider,
    call: Any,
    stream: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each byte comes in time, and the function would end before it could settle."""
    moment = now_ms()
    monkeypatch.setattr(path, "gateway", replace(path.gateway, clock=lambda: moment))
    kind = "text/event-stream" if stream else "application/json"
    provider.answer, provider.ending = head(kind=kind, content_length="2000"), TRICKLE
    got, record, outcome = call(CHAT, EITHER[CHAT], stream=stream, remaining_ms=15_300)
    assert (record.state, outcome.cost) == (State.UNKNOWN, record.hold)
    # On a machine that stops for a moment not even the head comes in time.
    assert b"broke off" in got or b"gave no answer" in got


@pytest.mark.parametrize("stream", [False, True])
def test_a_compressed_answer_costs_what_was_held(
    provider: BrokenProvider, call: Any, stream: bool
) -> None:
    """Nobody asked for it, and its usage cannot be read."""
    body = zlib.compress(SPOKEN[CHAT], wbits=31)
    provider.answer = head(content_encoding="gzip", content_length=str(len(body))) + body
    got, record, outcome = call(CHAT, EITHER[CHAT], stream=stream)
    assert b"accept-encoding: identity\r\n" in provider.heads
    assert (record.state, outcome.cost) == (State.UNKNOWN, record.hold)
    assert b"compressed" in got


@pytest.mark.parametrize("stream", [False, True])
def test_a_compressed_error_costs_nothing(
    provider: BrokenProvider, call: Any, stream: bool
) -> None:
    provider.answer = head(429, content_encoding="gzip", retry_after="7") + b"\x1f\x8b"
    _, record, outcome = call(CHAT, EITHER[CHAT], stream=stream)
    assert (record.state, outcome.status, outcome.cost) == (State.FAILED, 429, 0)


def test_the_providers_advice_about_an_error_is_passed_on(
    path: DataPath, provider: BrokenProvider
) -> None:
    advice = {"retry-after": "7", "retry-after-ms": "6800", "x-should-retry": "true"}
    more = {name.replace("-", "_"): value for name, value in advice.items()}
    provider.answer = head(529, kind="application/json", x_secret="s", **more) + b"{}"
    body = {"model": EITHER[MESSAGES], "messages": [{"role": "user", "content": "x"}]}
    reply = path.request(MESSAGES, body | {"max_tokens": 5})
    assert reply.status == 529
    assert {name: reply.headers.get(name) for name in advice} == advice
    assert "x-secret" not in reply.headers
    provider.answer = head(429, retry_after="s\xe4ter") + b"{}"
    assert "retry-after" not in path.request(MESSAGES, body | {"max_tokens": 5}).headers


def test_a_word_without_end_does_not_keep_a_call_from_closing(
    provider: BrokenProvider, call: Any
) -> None:
    said = completion({"role": "assistant", "content": "one"}) | {"id": "c" * 500_000}
    said["choices"][0]["finish_reason"] = "s" * 500_000
    provider.answer = head(kind="application/json") + json.dumps(said).encode()
    _, record, outcome = call(CHAT, EITHER[CHAT], stream=False)
    assert record.state is State.SETTLED
    assert outcome.provider_request_id == "c" * 256


ERROR = {"error": {"message": "overloaded: hello", "type": "x", "code": 502}}


@pytest.mark.parametrize("spoken", [CHAT, MESSAGES])
@pytest.mark.parametrize("client", [CHAT, MESSAGES])
def test_an_error_with_a_good_status_is_an_error(
    provider: BrokenProvider, call: Any, spoken: str, client: str
) -> None:
    body = json.dumps({"type": "error", **ERROR}).encode()
    provider.answer = head(kind="application/json") + body
    got, record, outcome = call(client, EITHER[spoken], stream=False)
    assert json.loads(got)["error"]["message"] == "overloaded: hello"
    assert (record.state, outcome.cost) == (State.UNKNOWN, record.hold)
    assert "hello" not in str(outcome.error)


@pytest.mark.parametrize(("spoken", "client"), [(CHAT, MESSAGES), (MESSAGES, CHAT)])
def test_an_answer_about_nothing_is_not_an_empty_answer(
    provider: BrokenProvider, call: Any, spoken: str, client: str
) -> None:
    provider.answer = head(kind="application/json") + b'{"status": "fine"}'
    got, record, _ = call(client, EITHER[spoken], stream=False)
    assert "cannot be used" in json.loads(got)["error"]["message"]
    assert record.state is State.UNKNOWN


@pytest.mark.parametrize("spoken", [CHAT, MESSAGES])
@pytest.mark.parametrize("client", [CHAT, MESSAGES])
def test_an_error_in_a_stream_is_told_to_the_client_and_not_to_the_record(
    provider: BrokenProvider, call: Any, spoken: str, client: str
) -> None:
    """The provider's own words may repeat the prompt."""
    begun = SPOKEN[spoken].partition(b"\n\n")[0] + b"\n\n"
    error = event("error", **ERROR) if spoken == MESSAGES else data(ERROR)
    provider.answer = head() + begun + error
    got, record, outcome = call(client, EITHER[spoken], stream=True)
    assert b"overloaded: hello" in got
    assert outcome.error == "the provider reported an error"
    assert record.state is State.FAILED
    assert outcome.cost > 0


def test_a_second_closing_event_without_usage_takes_none_away(
    provider: BrokenProvider, call: Any
) -> None:
    more = event("message_delta", delta={"stop_reason": "end_turn"})
    provider.answer = head() + SPOKEN[MESSAGES].replace(event("message_stop"), b"") + more
    provider.answer += event("message_stop")
    _, record, outcome = call(MESSAGES, EITHER[MESSAGES], stream=True)
    assert (record.state, outcome.usage_source) == (State.SETTLED, "provider")


@pytest.mark.parametrize("route", [CHAT, MESSAGES])
@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.0 200 OK\r\ncontent-type: application/json\r\n\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n",
    ],
    ids=["HTTP/1.0", "an interim answer"],
)
def test_older_and_wordier_http_is_understood(
    provider: BrokenProvider, call: Any, route: str, answer: bytes
) -> None:
    said = completion({"role": "assistant", "content": "one two"})
    if route == MESSAGES:
        said = message({"type": "text", "text": "one two"})
    provider.answer = answer + json.dumps(said).encode()
    got, record, _ = call(route, EITHER[route], stream=False)
    assert json.loads(got) == said
    assert record.state is State.SETTLED


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\r\n\r\n",
        b"HTTP/2 200\r\n\r\n",
        head(content_length="1, 2") + b"{}",
        head(transfer_encoding="gzip, chunked"),
        head(transfer_encoding="chunked") + b"zz\r\n",
        head(content_length="0"),
        head(204),
        head(302, location="http://127.0.0.1:9/"),
        head(kind="text/html") + b"<html>welcome</html>",
        head(kind="application/json") + b"[1]",
        head(kind="application/json") + b"{" * 5_000,
        head() + b"data: {\n\ndata: [1]\n\n: only a comment\n\nevent: nothing\n\n",
    ],
)
def test_whatever_comes_back_the_call_ends_and_holds_nothing(
    provider: BrokenProvider, call: Any, answer: bytes, stream: bool
) -> None:
    provider.answer = answer
    for route, model in EITHER.items():
        for client in EITHER:
            got, record, _ = call(client, model, stream=stream)
            assert record.state is not State.SETTLED, (route, client)
            assert b"error" in got
