"""A provider that remembers what it was sent and answers what a test tells it to."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final, cast

USAGE: Final = {
    "prompt_tokens": 5,
    "completion_tokens": 3,
    "total_tokens": 8,
    "input_tokens": 5,
    "output_tokens": 3,
}
JSON: Final = "application/json"
EVENTS: Final = "text/event-stream"


@dataclass
class RecordingProvider:
    """`bodies` and `headers` are those of every request; `answer` is (status, type, body)."""

    url: str = ""
    bodies: list[bytes] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    answer: tuple[int, str, bytes] | None = None

    @property
    def heard(self) -> bytes:
        """The body of the only request since `forget`."""
        [body] = self.bodies
        return body

    def forget(self) -> None:
        self.bodies.clear()
        self.headers.clear()
        self.answer = None

    def says(self, body: Any, status: int = 200) -> None:
        """Answers JSON."""
        self.answer = (status, JSON, json.dumps(body).encode())

    def streams(self, *events: bytes) -> None:
        """Answers these events."""
        self.answer = (200, EVENTS, b"".join(events))


@contextmanager
def recording_provider() -> Iterator[RecordingProvider]:
    """Serves on the loopback, in both dialects."""
    provider = RecordingProvider()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    cast("Any", server).provider = provider
    provider.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        provider: RecordingProvider = cast("Any", self.server).provider
        provider.bodies.append(self.rfile.read(int(self.headers["content-length"])))
        provider.headers.append({name.lower(): value for name, value in self.headers.items()})
        status, kind, body = provider.answer or (200, JSON, json.dumps(_usual(self.path)).encode())
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base's name
        pass


def _usual(path: str) -> dict[str, Any]:
    if path.endswith("/count_tokens"):
        return {"input_tokens": 5}
    if path.endswith("/embeddings"):
        return {"object": "list", "data": [], "model": "m", "usage": {"prompt_tokens": 1}}
    if path.endswith("/messages"):
        return message({"type": "text", "text": "fine"})
    return completion({"role": "assistant", "content": "fine"})


def completion(*messages: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A chat completion with one choice for each message."""
    choices = [
        {"index": index, "message": each, "finish_reason": "stop", "logprobs": None}
        for index, each in enumerate(messages)
    ]
    head = {"id": "c1", "object": "chat.completion", "created": 1, "model": "m"}
    return {**head, "choices": choices, "usage": USAGE, **more}


def message(*blocks: dict[str, Any]) -> dict[str, Any]:
    """An Anthropic message of these blocks."""
    head = {"id": "m1", "type": "message", "role": "assistant", "model": "m"}
    return {**head, "content": list(blocks), "stop_reason": "end_turn", "usage": USAGE}


def chunk(delta: dict[str, Any], index: int = 0, finish: str | None = None, **more: Any) -> bytes:
    """One event of a chat completion's stream."""
    choice = {"index": index, "delta": delta, "finish_reason": finish, **more}
    head = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "m"}
    return data({**head, "choices": [choice]})


def data(value: Any) -> bytes:
    """One event without a name."""
    return b"data: " + json.dumps(value).encode() + b"\n\n"


def event(kind: str, **members: Any) -> bytes:
    """One event of an Anthropic stream."""
    body = json.dumps({"type": kind, **members}).encode()
    return b"event: " + kind.encode() + b"\ndata: " + body + b"\n\n"


DONE: Final = data({"id": "c1", "choices": [], "usage": USAGE}) + b"data: [DONE]\n\n"
START: Final = event("message_start", message={**message(), "stop_reason": None})
STOP: Final = event(
    "message_delta", delta={"stop_reason": "end_turn"}, usage={"output_tokens": 3}
) + event("message_stop")
