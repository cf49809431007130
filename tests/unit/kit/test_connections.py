from __future__ import annotations

import os
import socket
from collections.abc import Iterator

import pytest

from tollgate.kit import connections
from tollgate.kit.connections import AnswerLost, ConnectionPool, NotSent

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


class Peer:
    """The other end: each connection serves the answers it was given, then says nothing."""

    def __init__(self) -> None:
        self.served: list[list[bytes | OSError]] = []
        self.connected: list[PeerSocket] = []
        self.refusal: OSError | None = None

    def connect(self, address: tuple[str, int], timeout: float) -> PeerSocket:
        if self.refusal is not None:
            raise self.refusal
        found = PeerSocket(address, self.served.pop(0))
        self.connected.append(found)
        return found


class PeerSocket:
    def __init__(self, address: tuple[str, int], answers: list[bytes | OSError]) -> None:
        self.address = address
        self.answers = answers
        self.sent = b""
        self.closed = False
        self.failing_sends: OSError | None = None
        self.timeouts: list[float] = []
        self._read_end, self.write_end = os.pipe()

    def fileno(self) -> int:
        return self._read_end

    def setsockopt(self, level: int, option: int, value: int) -> None:
        assert (level, option, value) == (socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def settimeout(self, timeout: float) -> None:
        self.timeouts.append(timeout)

    def sendall(self, data: bytes) -> None:
        if self.failing_sends:
            raise self.failing_sends
        self.sent += data

    def recv(self, size: int) -> bytes:
        answer = self.answers.pop(0) if self.answers else b""
        if isinstance(answer, OSError):
            raise answer
        return answer

    def close(self) -> None:
        if not self.closed:
            os.close(self._read_end)
            os.close(self.write_end)
        self.closed = True


@pytest.fixture
def peer(monkeypatch: pytest.MonkeyPatch) -> Iterator[Peer]:
    found = Peer()
    monkeypatch.setattr(connections.socket, "create_connection", found.connect)
    yield found
    for connected in found.connected:
        connected.close()


def test_an_answer_that_trickles_ends_with_its_total(
    peer: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr(connections.time, "monotonic", lambda: now[0])
    served = PeerSocket(("", 0), [])

    def recv(size: int) -> bytes:
        now[0] += 0.4
        return ANSWER[:1]

    monkeypatch.setattr(served, "recv", recv)
    monkeypatch.setattr(peer, "connect", lambda address, timeout: served)
    monkeypatch.setattr(connections.socket, "create_connection", peer.connect)
    with pytest.raises(AnswerLost, match="timed out") as lost:
        ConnectionPool().request(
            "POST",
            "http://api.example/",
            {},
            b"",
            connect_timeout=1.0,
            read_timeout=1.0,
            total_timeout=1.0,
        )
    assert not lost.value.stale
    assert served.timeouts == pytest.approx([1.0, 1.0, 0.6, 0.2])
    assert served.closed


def post(pool: ConnectionPool, url: str = "http://api.example/v1/x?y=1") -> bytes:
    response = pool.request(
        "POST", url, {"x-a": "b"}, b"body", connect_timeout=1.0, read_timeout=2.0
    )
    return response.read()


def test_sends_one_request_and_reads_its_answer(peer: Peer) -> None:
    peer.served = [[ANSWER]]
    assert post(ConnectionPool()) == b"ok"
    assert peer.connected[0].address == ("api.example", 80)
    assert peer.connected[0].sent == (
        b"POST /v1/x?y=1 HTTP/1.1\r\nHost: api.example\r\nContent-Length: 4\r\nx-a: b\r\n\r\nbody"
    )
    assert peer.connected[0].timeouts == [2.0]


def test_keeps_a_connection_whose_answer_was_read(peer: Peer) -> None:
    peer.served = [[ANSWER, ANSWER]]
    pool = ConnectionPool()
    assert [post(pool), post(pool)] == [b"ok", b"ok"]
    assert len(peer.connected) == 1


def test_origins_do_not_share_connections(peer: Peer) -> None:
    peer.served = [[ANSWER, ANSWER], [ANSWER]]
    pool = ConnectionPool()
    post(pool, "http://a.example:81/")
    post(pool, "http://b.example:81/")
    assert [c.address[0] for c in peer.connected] == ["a.example", "b.example"]


def test_drops_a_connection_that_became_readable_while_idle(peer: Peer) -> None:
    peer.served = [[ANSWER], [ANSWER]]
    pool = ConnectionPool()
    post(pool)
    os.write(peer.connected[0].write_end, b"!")
    post(pool)
    assert peer.connected[0].closed
    assert len(peer.connected) == 2


def test_drops_a_connection_that_idled_too_long(peer: Peer) -> None:
    peer.served = [[ANSWER, ANSWER], [ANSWER]]
    pool = ConnectionPool(max_idle=0.0)
    post(pool)
    post(pool)
    assert peer.connected[0].closed


def test_a_kept_connection_that_cannot_be_written_is_replaced(peer: Peer) -> None:
    peer.served = [[ANSWER], [ANSWER]]
    pool = ConnectionPool()
    post(pool)
    peer.connected[0].failing_sends = BrokenPipeError()
    assert post(pool) == b"ok"
    assert peer.connected[0].closed


def test_a_kept_connection_that_gives_no_byte_is_stale(peer: Peer) -> None:
    peer.served = [[ANSWER]]
    pool = ConnectionPool()
    post(pool)
    with pytest.raises(AnswerLost) as caught:
        post(pool)
    assert caught.value.stale


@pytest.mark.parametrize(
    "answers",
    [
        [],
        [ConnectionResetError()],
        [TimeoutError()],
        [b"HTTP/1.1 200 OK\r\n"],
        [b"garbage\r\n\r\n"],
    ],
)
def test_a_request_without_an_answer_is_lost_and_not_stale(
    peer: Peer, answers: list[bytes | OSError]
) -> None:
    peer.served = [answers]
    with pytest.raises(AnswerLost) as caught:
        post(ConnectionPool())
    assert not caught.value.stale
    assert peer.connected[0].closed


@pytest.mark.parametrize("ending", [b"", ConnectionResetError(), TimeoutError()])
def test_a_body_that_breaks_off_is_lost(peer: Peer, ending: bytes | OSError) -> None:
    peer.served = [[ANSWER[:-1], ending]]
    with pytest.raises(AnswerLost):
        post(ConnectionPool())
    assert peer.connected[0].closed


@pytest.mark.parametrize("refusal", [ConnectionRefusedError(), TimeoutError(), socket.gaierror()])
def test_a_peer_that_cannot_be_reached_got_nothing(peer: Peer, refusal: OSError) -> None:
    peer.refusal = refusal
    with pytest.raises(NotSent):
        post(ConnectionPool())


def test_an_abandoned_body_costs_the_connection(peer: Peer) -> None:
    peer.served = [[ANSWER[:-1], b"k"], [ANSWER]]
    pool = ConnectionPool()
    response = pool.request("GET", "http://h/", {}, b"", connect_timeout=1.0, read_timeout=1.0)
    chunks = response.chunks()
    assert next(chunks) == b"o"
    chunks.close()
    assert peer.connected[0].closed
    response.close()
    assert post(pool) == b"ok"


def test_a_body_has_a_limit(peer: Peer) -> None:
    peer.served = [[ANSWER]]
    response = ConnectionPool().request(
        "GET", "http://h/", {}, b"", connect_timeout=1.0, read_timeout=1.0
    )
    with pytest.raises(AnswerLost, match="longer"):
        response.read(limit=1)
    assert peer.connected[0].closed


def test_closing_the_pool_closes_what_is_idle(peer: Peer) -> None:
    peer.served = [[ANSWER]]
    pool = ConnectionPool()
    post(pool)
    pool.close()
    assert peer.connected[0].closed


@pytest.mark.parametrize(
    "url", ["ftp://h/", "h/x", "http:///x", "http://user:pw@h/", "file:///etc/passwd"]
)
def test_refuses_a_url_that_is_not_plainly_http(url: str) -> None:
    with pytest.raises(ValueError, match="URL"):
        post(ConnectionPool(), url)
