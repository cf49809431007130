"""HTTP/1.1 as a client needs it: write a request, read a status, headers and a framed body.

Source of the format: RFC 9112. The standard library's client is not used on the hot path because it
parses headers with the e-mail package, imports TLS for plain connections too, and its `read1` does
not see a body that ends before its Content-Length.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_HEAD_LIMIT: Final = 65_536
_LINE_LIMIT: Final = 4_096
_MOST_HEADS: Final = 16
_READ: Final = 65_536
_STATUS_LINE = re.compile(rb"HTTP/1\.([01]) ([1-9][0-9]{2})(?: [^\r\n]*)?")
_UNSAFE_IN_HEADER = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]|[^\x00-\xff]")
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_HEX = re.compile(rb"[0-9A-Fa-f]{1,16}")


class MalformedAnswer(Exception):
    """The peer does not speak HTTP/1.1, or its answer ended before its framing says."""


class Socket(Protocol):
    """What is used of a connected socket, plain or TLS."""

    def recv(self, size: int, /) -> bytes: ...
    def sendall(self, data: bytes, /) -> None: ...
    def close(self) -> None: ...


def request_head(
    method: str, target: str, host: str, headers: Mapping[str, str], length: int | None
) -> bytes:
    """The request line and headers; no `length` where the body's framing is among the headers.

    Raises `ValueError` on what could end a line early, and on HEAD, whose answers are framed by
    other rules.
    """
    lines = [f"{method} {target} HTTP/1.1", f"Host: {host}"]
    if length is not None:
        lines.append(f"Content-Length: {length}")
    for name, value in headers.items():
        if not _TOKEN.fullmatch(name) or _UNSAFE_IN_HEADER.search(value):
            raise ValueError(f"header {name!r} cannot be sent")
        lines.append(f"{name}: {value}")
    if method == "HEAD" or _UNSAFE_IN_HEADER.search(lines[0]) or " " in target:
        raise ValueError("the request target cannot be sent")
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


class ChunkedDecoder:
    """Removes chunked framing; input may be cut anywhere.

    `done` once the last chunk was read; `rest` is what was read but not yet understood.
    """

    def __init__(self) -> None:
        self.done = False
        self.rest = b""
        self._left = 0
        self._closing_chunk = False
        self._in_trailers = False

    def feed(self, data: bytes) -> bytes:
        """The body bytes in `data`. Raises `MalformedAnswer` on broken framing."""
        buffer, position, body = self.rest + data, 0, []
        while not self.done:
            if self._left:
                piece = buffer[position : position + self._left]
                body.append(piece)
                position += len(piece)
                self._left -= len(piece)
                self._closing_chunk = not self._left
                if self._left:
                    break
            end = buffer.find(b"\r\n", position)
            if end < 0:
                if len(buffer) - position > _LINE_LIMIT:
                    raise MalformedAnswer("a chunk's size line is too long")
                break
            self._read_line(buffer[position:end])
            position = end + 2
        self.rest = buffer[position:]
        return b"".join(body)

    def _read_line(self, line: bytes) -> None:
        if self._closing_chunk:
            if line:
                raise MalformedAnswer("a chunk is longer than its size")
            self._closing_chunk = False
        elif self._in_trailers:
            self.done = not line
        else:
            size = line.split(b";", 1)[0].strip()
            if not _HEX.fullmatch(size):
                raise MalformedAnswer("a chunk has no size")
            self._left = int(size, 16)
            self._in_trailers = self._left == 0


class Exchange:
    """Reads one answer from a connected socket.

    After `head()`, iterate `body()` to its end; `reusable` then tells whether the connection may
    carry another request. Each method raises `MalformedAnswer`, or `OSError` from the socket.
    """

    def __init__(self, socket: Socket) -> None:
        self._socket = socket
        self._buffer = b""
        self._keep_alive = True
        self.status = 0
        self.headers: dict[str, str] = {}
        self.received = False
        self.ended = False

    @property
    def reusable(self) -> bool:
        return self.ended and self._keep_alive and not self._buffer

    def head(self) -> None:
        """Reads status and headers (names in lower case, repeats joined), skipping 1xx answers."""
        for _ in range(_MOST_HEADS):
            block = self._head_block()
            status_line, _, lines = block.partition(b"\r\n")
            match = _STATUS_LINE.fullmatch(status_line)
            if match is None:
                raise MalformedAnswer("the status line is not HTTP/1.1")
            self.status = int(match[2])
            if self.status >= 200:
                self.headers = _parse_headers(lines)
                self._keep_alive = _keeps_alive(match[1], self.headers)
                return
        raise MalformedAnswer("one interim answer follows the other")

    def body(self) -> Iterator[bytes]:
        """The body as it arrives, without its framing."""
        coding = self.headers.get("transfer-encoding")
        length = self.headers.get("content-length")
        if self.status in (204, 304):
            pass
        elif coding is not None:
            if coding.strip().lower() != "chunked":
                raise MalformedAnswer("only the chunked transfer coding is understood")
            yield from self._chunked()
        elif length is not None:
            yield from self._sized(_parse_length(length))
        else:
            self._keep_alive = False
            yield from self._until_close()
        self.ended = True

    def _receive(self) -> bytes:
        data = self._socket.recv(_READ)
        self.received = self.received or bool(data)
        return data

    def _head_block(self) -> bytes:
        while (end := self._buffer.find(b"\r\n\r\n")) < 0:
            if len(self._buffer) > _HEAD_LIMIT:
                raise MalformedAnswer("the headers are too long")
            data = self._receive()
            if not data:
                raise MalformedAnswer("the connection closed before an answer")
            self._buffer += data
        block, self._buffer = self._buffer[:end], self._buffer[end + 4 :]
        return block

    def _take_buffer(self) -> bytes:
        data, self._buffer = self._buffer, b""
        return data

    def _chunked(self) -> Iterator[bytes]:
        decoder = ChunkedDecoder()
        data = self._take_buffer() or self._receive()
        while True:
            if not data:
                raise MalformedAnswer("the answer ended inside its chunks")
            if body := decoder.feed(data):
                yield body
            if decoder.done:
                self._buffer = decoder.rest
                return
            data = self._receive()

    def _sized(self, left: int) -> Iterator[bytes]:
        while left:
            data = self._take_buffer() or self._receive()
            if not data:
                raise MalformedAnswer(f"the answer ended {left} bytes early")
            if len(data) > left:
                self._buffer = data[left:]
                data = data[:left]
            left -= len(data)
            yield data

    def _until_close(self) -> Iterator[bytes]:
        data = self._take_buffer() or self._receive()
        while data:
            yield data
            data = self._receive()


def _parse_headers(block: bytes) -> dict[str, str]:
    headers: dict[str, str] = {}
    if not block:
        return headers
    for line in block.decode("latin-1").split("\r\n"):
        name, colon, value = line.partition(":")
        if not colon or not _TOKEN.fullmatch(name):
            raise MalformedAnswer("a header line has no name")
        name, value = name.lower(), value.strip(" \t")
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers


def _keeps_alive(minor_version: bytes, headers: Mapping[str, str]) -> bool:
    connection = headers.get("connection", "").lower()
    return minor_version == b"1" and "close" not in connection


def _parse_length(text: str) -> int:
    lengths = {part.strip() for part in text.split(",")}
    length = lengths.pop()
    if lengths or not (length.isascii() and length.isdigit()):
        raise MalformedAnswer("the content length is not one number")
    return int(length)
