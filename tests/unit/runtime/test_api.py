"""The client of the Runtime API, over a connection that a script answers."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.dynamodb import reserved_port
from tests.waiting import PATIENCE_S
from tollgate.runtime.api import LOST, ChunksFailed, RuntimeApi, ServiceGone

pytestmark = pytest.mark.loopback

ACCEPTED = b"HTTP/1.1 202 Accepted\r\nContent-Length: 16\r\n\r\n" + b'{"status": "OK"}'
EVENT = (
    b"HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: id-1\r\nLambda-Runtime-Deadline-Ms: 5\r\n"
    b"Lambda-Runtime-Invoked-Function-Arn: arn\r\nContent-Length: 2\r\n%b\r\n{}"
)


class Service:
    """Answers each connection with its own script; keeps what it received on each."""

    def __init__(self, *connections: tuple[bytes, ...]) -> None:
        self._scripts = connections
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.received: list[bytes] = []
        self.address = f"127.0.0.1:{self._listener.getsockname()[1]}/root"

    def serve(self) -> None:
        for answers in self._scripts:
            connection, _ = self._listener.accept()
            with connection:
                self.received.append(b"")
                for answer in answers:
                    self._take(connection)
                    connection.sendall(answer)

    def _take(self, connection: socket.socket) -> None:
        """Reads one request: to the end of its head, of its length, or of its last chunk."""
        request = b""
        while not _is_whole(request):
            data = connection.recv(65_536)
            if not data:
                break
            request += data
        self.received[-1] += request

    def close(self) -> None:
        self._listener.close()


def _is_whole(request: bytes) -> bool:
    head, end, body = request.partition(b"\r\n\r\n")
    if not end:
        return False
    if b"chunked" in head:
        return b"0\r\n" in body and body.endswith(b"\r\n\r\n")
    lengths = [line for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
    return not lengths or len(body) >= int(lengths[0].split(b":")[1])


@contextmanager
def service(*connections: tuple[bytes, ...]) -> Iterator[Service]:
    served = Service(*connections)
    thread = threading.Thread(target=served.serve)
    thread.start()
    try:
        yield served
        thread.join(PATIENCE_S)
    finally:
        served.close()


def test_one_connection_serves_events_and_answers() -> None:
    with service((EVENT % b"", ACCEPTED, ACCEPTED)) as served:
        api = RuntimeApi(served.address)
        assert api.next() == ("id-1", "arn", 5, b"{}")
        api.respond("id-1", b'"answer"')
        api.fail("id-1", {"errorType": "ValueError", "errorMessage": "no"})
        api.reset()
    [received] = served.received
    assert received.startswith(b"GET /root/2018-06-01/runtime/invocation/next HTTP/1.1\r\n")
    assert b"POST /root/2018-06-01/runtime/invocation/id-1/response HTTP/1.1\r\n" in received
    assert b"Lambda-Runtime-Function-Error-Type: ValueError\r\n" in received


def test_a_connection_that_the_service_ends_is_opened_anew() -> None:
    with service((EVENT % b"Connection: close\r\n",), (ACCEPTED,)) as served:
        api = RuntimeApi(served.address)
        api.next()
        api.respond("id-1", b"1")
        api.reset()
    assert len(served.received) == 2


def test_a_stream_is_framed_and_its_failure_told_in_the_trailers() -> None:
    def chunks() -> Iterator[bytes]:
        yield b"one"
        yield b""
        raise ChunksFailed(ValueError("broke"))

    with service((ACCEPTED,)) as served:
        api = RuntimeApi(served.address)
        with pytest.raises(ChunksFailed):
            api.stream("id-1", b"{}", chunks())
        api.reset()
    head, _, body = served.received[0].partition(b"\r\n\r\n")
    assert b"Content-Length" not in head
    assert b"Lambda-Runtime-Function-Response-Mode: streaming" in head
    assert body.startswith(
        b"2\r\n{}\r\n3\r\none\r\n0\r\nLambda-Runtime-Function-Error-Type: ValueE"
    )


@pytest.mark.parametrize(
    "answer", [b"HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n", b"", b"nonsense\r\n\r\n"]
)
def test_an_answer_that_is_not_taken_counts_as_lost(answer: bytes) -> None:
    with service((answer,)) as served:
        api = RuntimeApi(served.address)
        with pytest.raises(LOST):
            api.respond("id-1", b"1")
        api.reset()


def test_without_a_service_there_is_no_event() -> None:
    with reserved_port() as port, pytest.raises(ServiceGone):
        RuntimeApi(f"127.0.0.1:{port}").next()
