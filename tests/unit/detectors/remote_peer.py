"""A server on this machine that answers as a test says, and keeps what it was asked."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tollgate.detectors.remote.context import RemoteContext, configure
from tollgate.kit.connections import ConnectionPool
from tollgate.settings import AwsSettings


@dataclass
class Asked:
    """One request as it arrived."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


Respond = Callable[[Asked], tuple[int, Any]]


@dataclass
class Peer:
    """`respond` gives status and body; `trickle_s` pauses before each byte of an answer."""

    url: str = ""
    respond: Respond = lambda _: (200, {})
    headers: dict[str, str] = field(default_factory=dict)
    wait_s: float = 0
    trickle_s: float = 0
    asked: list[Asked] = field(default_factory=list)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    peer: Peer

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.closing = threading.Event()

    def handle_error(self, *_: Any) -> None:
        """A client that gave up leaves its connection behind."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_POST(self) -> None:
        peer = self.server.peer
        body = self.rfile.read(int(self.headers["content-length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        asked = Asked(self.path, headers, body)
        peer.asked.append(asked)
        status, answer = peer.respond(asked)
        raw = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        self.server.closing.wait(peer.wait_s)
        self.send_response(status)
        for name, value in peer.headers.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(raw)))
        self.end_headers()
        self._write(raw, peer.trickle_s)

    def _write(self, raw: bytes, pause_s: float) -> None:
        if not pause_s:
            self.wfile.write(raw)
            return
        for position in range(len(raw)):
            self.server.closing.wait(pause_s)
            self.wfile.write(raw[position : position + 1])
            self.wfile.flush()

    def log_message(self, *_: Any) -> None:
        """Nothing: a test prints what it asserts."""


@contextmanager
def running_peer(*, loopback: bool = True, keys: dict[str, str] | None = None) -> Iterator[Peer]:
    """A peer, and remote detectors configured to reach it, as webhook and as AWS."""
    server, peer = _Server(), Peer()
    server.peer = peer
    peer.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    aws = AwsSettings(
        "eu-west-1",
        "AKID",
        "secret",
        None,
        None,
        bedrock_endpoint=peer.url,
        comprehend_endpoint=peer.url,
    )
    pool = ConnectionPool()
    configure(RemoteContext(aws, pool, lambda: keys or {}, loopback))
    try:
        yield peer
    finally:
        configure(None)
        pool.close()
        server.closing.set()
        server.shutdown()
        server.server_close()
