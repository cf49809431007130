"""Kept-alive HTTP/1.1 connections, shared by the threads of a process.

A failure says whether the peer can have acted on the request, because that decides whether it may
be repeated and what it may have cost:

NotSent      no complete request left this process; it is safe to try again
AnswerLost   the request went out and no complete answer came back
"""

from __future__ import annotations

import codecs
import select
import socket
import threading
import time
from functools import cache
from typing import TYPE_CHECKING, Final
from urllib.parse import SplitResult, urlsplit

from msgspec import Struct

from tollgate.kit.http1 import Exchange, MalformedAnswer, request_head

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterator, Mapping

_BODY_LIMIT: Final = 64 * 1024 * 1024


class NotSent(Exception):
    """The peer cannot have acted: no connection, no handshake, or an incomplete request."""


class AnswerLost(Exception):
    """The peer may have acted: time-out, reset or broken framing after the request was written.

    `stale` is true when a connection from the pool gave no byte at all, which is what an idle
    connection that the peer has dropped looks like: a request that is idempotent may be repeated.
    """

    def __init__(self, message: str, *, stale: bool = False) -> None:
        super().__init__(message)
        self.stale = stale


class Origin(Struct, frozen=True):
    """Where a connection leads. `tls` is true for https."""

    host: str
    port: int
    tls: bool

    @property
    def authority(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.tls else 80) else f"{host}:{self.port}"


class UpstreamResponse:
    """An answer whose body is read once, by `read` or by `chunks`.

    `headers` have lower-case names. The connection returns to its pool when the body ends and is
    closed when `close` comes first. Reading raises `AnswerLost` when the body breaks off.
    """

    def __init__(self, pool: ConnectionPool, origin: Origin, connection: _Kept) -> None:
        self._pool = pool
        self._origin = origin
        self._connection: _Kept | None = connection
        self._exchange = connection.exchange
        self.status = connection.exchange.status
        self.headers: Mapping[str, str] = connection.exchange.headers

    def chunks(self) -> Iterator[bytes]:
        """The body as it arrives, never empty chunks."""
        try:
            yield from self._exchange.body()
        except (MalformedAnswer, OSError) as error:
            raise AnswerLost(f"the answer broke off: {error}") from error
        finally:
            self.close()

    def read(self, limit: int = _BODY_LIMIT) -> bytes:
        """The whole body. Raises `AnswerLost` also when it is longer than `limit` bytes."""
        body: list[bytes] = []
        size = 0
        for chunk in self.chunks():
            size += len(chunk)
            if size > limit:
                self.close()
                raise AnswerLost(f"the answer is longer than {limit} bytes")
            body.append(chunk)
        return b"".join(body)

    def close(self) -> None:
        """Gives the connection up; harmless when done twice."""
        connection, self._connection = self._connection, None
        if connection is not None:
            self._pool.give_back(self._origin, connection)


class _Hurried:
    """A socket whose reads end at a moment of the monotonic clock, however they trickle."""

    def __init__(self, connected: socket.socket, ends: float) -> None:
        self._socket = connected
        self._ends = ends
        self.sendall = connected.sendall
        self.close = connected.close

    def recv(self, size: int, /) -> bytes:
        left = self._ends - time.monotonic()
        if left <= 0:
            raise TimeoutError("timed out")
        self._socket.settimeout(left)
        return self._socket.recv(size)


class _Kept:
    """A connected socket and the exchange that it carries."""

    def __init__(self, connected: socket.socket) -> None:
        self.socket = connected
        self.exchange = Exchange(connected)
        self.reused = False
        self.idle_since = 0.0

    def is_quiet(self, max_idle: float) -> bool:
        """Whether nothing arrived while idle: what arrives unasked is the peer closing."""
        if not 0 <= time.time() - self.idle_since < max_idle:
            return False
        poll = select.poll()
        poll.register(self.socket, select.POLLIN | select.POLLPRI)
        return not poll.poll(0)


class ConnectionPool:
    """Thread-safe; one pool may serve any number of origins.

    At most `max_kept` idle connections are kept per origin, each for at most `max_idle` seconds of
    wall time: an environment may be frozen for minutes, and a monotonic clock may stand still then.
    `address_of` chooses the address that is connected to, where a host name is not trusted to lead
    to the Internet; it raises `OSError` to refuse one.
    """

    def __init__(
        self,
        *,
        max_kept: int = 16,
        max_idle: float = 30.0,
        tls_context: ssl.SSLContext | None = None,
        address_of: Callable[[Origin], str] | None = None,
    ) -> None:
        self._address_of = address_of
        self._max_kept = max_kept
        self._max_idle = max_idle
        self._tls_context = tls_context
        self._lock = threading.Lock()
        self._idle: dict[Origin, list[_Kept]] = {}

    def request(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        body: bytes,
        *,
        connect_timeout: float,
        read_timeout: float,
        total_timeout: float | None = None,
    ) -> UpstreamResponse:
        """Sends a request and waits for the head of its answer.

        `url` is absolute (http or https); Host and Content-Length are set here. Time-outs are
        seconds; `read_timeout` bounds each wait for bytes, and `total_timeout` the whole answer
        from now on, its body included. Raises `NotSent`, `AnswerLost`, or `ValueError` for a URL or
        header that cannot be sent.
        """
        ends = None if total_timeout is None else time.monotonic() + total_timeout
        parts = urlsplit(url)
        origin = _origin(parts)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        head = request_head(method, target, origin.authority, headers, len(body))
        connection = self._send(origin, head + body, connect_timeout, read_timeout)
        if ends is not None:
            connection.exchange = Exchange(_Hurried(connection.socket, ends))
        try:
            connection.exchange.head()
        except (MalformedAnswer, OSError) as error:
            connection.socket.close()
            stale = connection.reused and not connection.exchange.received
            timed_out = isinstance(error, TimeoutError)
            raise AnswerLost(
                f"no answer: {error or type(error).__name__}", stale=stale and not timed_out
            ) from error
        return UpstreamResponse(self, origin, connection)

    def give_back(self, origin: Origin, connection: _Kept) -> None:
        """Keeps a connection whose answer was read to its end, closes any other."""
        if connection.exchange.reusable:
            connection.idle_since = time.time()
            with self._lock:
                idle = self._idle.setdefault(origin, [])
                if len(idle) < self._max_kept:
                    idle.append(connection)
                    return
        connection.socket.close()

    def close(self) -> None:
        """Closes what is idle."""
        with self._lock:
            kept = [connection for idle in self._idle.values() for connection in idle]
            self._idle.clear()
        for connection in kept:
            connection.socket.close()

    def _send(
        self, origin: Origin, request: bytes, connect_timeout: float, read_timeout: float
    ) -> _Kept:
        while (connection := self._take_idle(origin)) is not None:
            # A request that was not wholly written cannot have been acted upon: try the next one.
            if _write(connection, request, read_timeout):
                return connection
        connection = self._connect(origin, connect_timeout)
        if not _write(connection, request, read_timeout):
            raise NotSent(f"{origin.authority} closed before the request was written")
        return connection

    def _take_idle(self, origin: Origin) -> _Kept | None:
        while True:
            with self._lock:
                idle = self._idle.get(origin)
                if not idle:
                    return None
                connection = idle.pop()
            if connection.is_quiet(self._max_idle):
                connection.exchange = Exchange(connection.socket)
                connection.reused = True
                return connection
            connection.socket.close()

    def _connect(self, origin: Origin, timeout: float) -> _Kept:
        connected: socket.socket | None = None
        try:
            host = self._address_of(origin) if self._address_of else origin.host
            connected = socket.create_connection((host, origin.port), timeout)
            connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if origin.tls:
                context = self._tls_context or _default_tls_context()
                connected = context.wrap_socket(connected, server_hostname=origin.host)
        except OSError as error:
            if connected is not None:
                connected.close()
            raise NotSent(f"{origin.authority} cannot be reached: {error}") from error
        return _Kept(connected)


def _write(connection: _Kept, request: bytes, timeout: float) -> bool:
    try:
        connection.socket.settimeout(timeout)
        connection.socket.sendall(request)
    except OSError:
        connection.socket.close()
        return False
    return True


@cache
def _origin_of(scheme: str, netloc: str) -> Origin:
    parts = SplitResult(scheme, netloc, "", "", "")
    if scheme not in ("http", "https") or not parts.hostname or "@" in netloc:
        raise ValueError("a URL needs http or https, a host, and no user")
    tls = scheme == "https"
    return Origin(parts.hostname, parts.port or (443 if tls else 80), tls)


def _origin(parts: SplitResult) -> Origin:
    return _origin_of(parts.scheme, parts.netloc)


def preload_tls() -> None:
    """Does now what the first TLS connection of the process would have to wait for."""
    _default_tls_context()
    codecs.lookup("idna")  # what a host's name is encoded by


@cache
def _default_tls_context() -> ssl.SSLContext:
    # TLS costs its import and 20 ms of certificates, and plain connections need neither.
    import ssl  # noqa: PLC0415 - see above

    context = ssl.create_default_context()
    context.set_alpn_protocols(["http/1.1"])
    return context
