"""An ASGI server on an open socket, whose signals stay with its owner."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn


class Server(uvicorn.Server):
    """uvicorn without its signal handlers: who starts it also ends it, with `should_exit`."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leaves every signal alone."""
        yield


def make_server(application: Any, **options: Any) -> Server:
    """A quiet server for `application`; `options` are uvicorn's."""
    config = uvicorn.Config(
        application,
        http="httptools",
        ws="none",
        lifespan="off",
        log_level="warning",
        access_log=False,
        server_header=False,
        **options,
    )
    return Server(config)


def open_listener(host: str, port: int) -> socket.socket:
    """A bound TCP socket that does not listen yet. Raises `OSError`.

    Connections inherit that small writes are sent at once: with Nagle's algorithm each answer of
    two writes waits 40 ms for a delayed acknowledgement.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    return listener


def inherited(descriptor: int) -> socket.socket:
    """The listener that the parent opened and passed on."""
    return socket.socket(fileno=descriptor)
