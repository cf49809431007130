from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tollgate.kit.http1 import ChunkedDecoder, Exchange, MalformedAnswer, request_head


class ScriptedSocket:
    """Gives out what the peer sends, in the pieces it arrives in."""

    def __init__(self, *pieces: bytes) -> None:
        self._pieces = list(pieces)

    def recv(self, size: int, /) -> bytes:
        if not self._pieces:
            return b""
        piece, rest = self._pieces[0][:size], self._pieces[0][size:]
        self._pieces[:1] = [rest] if rest else []
        return piece

    def sendall(self, data: bytes, /) -> None:
        raise NotImplementedError

    def close(self) -> None:
        raise NotImplementedError


def exchange(*pieces: bytes) -> Exchange:
    found = Exchange(ScriptedSocket(*pieces))
    found.head()
    return found


def cut(data: bytes, places: list[int]) -> list[bytes]:
    marks = sorted({place % (len(data) + 1) for place in places})
    edges = [0, *marks, len(data)]
    return [data[a:b] for a, b in pairwise(edges) if a < b]


def chunked(*bodies: bytes) -> bytes:
    return b"".join(b"%x\r\n%s\r\n" % (len(b), b) for b in bodies) + b"0\r\n\r\n"


def test_head_of_a_request() -> None:
    head = request_head("POST", "/v1/x?y=1", "api.example", {"accept": "*/*"}, 7)
    assert head == (
        b"POST /v1/x?y=1 HTTP/1.1\r\nHost: api.example\r\nContent-Length: 7\r\naccept: */*\r\n\r\n"
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [("x", "a\r\nb: c"), ("x", "a\nb"), ("x", "a\x00"), ("x y", "a"), ("", "a"), ("x", "€")],
)
def test_a_header_cannot_smuggle_a_line(name: str, value: str) -> None:
    with pytest.raises(ValueError, match="cannot be sent"):
        request_head("POST", "/", "h", {name: value}, 0)


def test_head_is_not_asked_for() -> None:
    with pytest.raises(ValueError, match="cannot be sent"):
        request_head("HEAD", "/", "h", {}, 0)


@pytest.mark.parametrize("target", ["/a b", "/a\r\nx"])
def test_a_target_cannot_smuggle_a_line(target: str) -> None:
    with pytest.raises(ValueError, match="cannot be sent"):
        request_head("POST", target, "h", {}, 0)


ANSWERS = {
    "sized": b"HTTP/1.1 200 OK\r\nContent-Length: 11\r\nX-A: 1\r\nx-a: 2\r\n\r\nhello world",
    "chunked": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nx-a: 1, 2\r\n\r\n"
    + chunked(b"hello", b" ", b"world"),
    "chunked with extensions": b"HTTP/1.1 200\r\ntransfer-encoding: Chunked\r\nx-a: 1, 2\r\n\r\n"
    b"5;a=b\r\nhello\r\n006\r\n world\r\n0\r\ntrailer: x\r\n\r\n",
    "after 1xx": b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\nx: y\r\n\r\n"
    b"HTTP/1.1 200 OK\r\ncontent-length: 11\r\nx-a: 1, 2\r\n\r\nhello world",
}


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS.keys())
@given(places=st.lists(st.integers(0, 400), max_size=12))
def test_reads_an_answer_however_it_arrives(answer: bytes, places: list[int]) -> None:
    found = exchange(*cut(answer, places))
    assert found.status == 200
    assert found.headers["x-a"] == "1, 2"
    assert b"".join(found.body()) == b"hello world"
    assert found.reusable


def test_a_body_without_length_lasts_until_the_connection_closes() -> None:
    found = exchange(b"HTTP/1.1 200 OK\r\n\r\nhello", b" world")
    assert b"".join(found.body()) == b"hello world"
    assert not found.reusable


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 204 No Content\r\n\r\n",
        b"HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
    ],
)
def test_answers_without_a_body(answer: bytes) -> None:
    found = exchange(answer)
    assert list(found.body()) == []
    assert found.reusable


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx",
        b"HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\nx",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nxHTTP/1.1 200 OK\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\nHTTP/1.1 200",
    ],
)
def test_a_connection_that_is_not_clean_carries_nothing_more(answer: bytes) -> None:
    found = exchange(answer)
    assert b"".join(found.body()) == b"x"
    assert not found.reusable


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"HTTP/1.1 100 Continue\r\n\r\n" * 50,
        b"HTTP/1.1 200 OK\r\nContent-Le",
        b"HTTP/2 200\r\n\r\n",
        b"SSH-2.0-OpenSSH\r\n\r\n",
        b"HTTP/1.1 20 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n folded: x\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nx: " + b"y" * 70_000,
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5, 6\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: \xb2\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n" + chunked(b"x"),
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello!\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"1" * 9_000,
    ],
)
def test_refuses_an_answer_that_is_cut_or_ambiguous(answer: bytes) -> None:
    with pytest.raises(MalformedAnswer):
        list(exchange(answer).body())


@given(st.lists(st.binary(min_size=1, max_size=40), max_size=6), st.lists(st.integers(0, 500)))
def test_chunks_decode_wherever_they_are_cut(bodies: list[bytes], places: list[int]) -> None:
    decoder = ChunkedDecoder()
    found = [decoder.feed(piece) for piece in cut(chunked(*bodies) + b"rest", places)]
    assert b"".join(found) == b"".join(bodies)
    assert decoder.done
