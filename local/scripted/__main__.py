"""`python -m local.scripted --port 8790`: the scripted provider alone, on the loopback."""

from __future__ import annotations

import argparse
import asyncio
import logging
import signal
import socket

import uvloop

from local.lifeline import end_with_parent
from local.scripted.replies import tokenizer
from local.scripted.server import application
from local.serving import inherited, make_server, open_listener


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8790)
    parser.add_argument("--socket", type=int, help="descriptor of an open listener, instead")
    parser.add_argument("--lifeline", type=int, help="descriptor of the parent's pipe")
    return parser.parse_args()


async def _serve(listener: socket.socket) -> None:
    server = make_server(application, timeout_keep_alive=3600, timeout_graceful_shutdown=1)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, setattr, server, "should_exit", True)  # noqa: FBT003
    await server.serve([listener])


def _listener(port: int) -> socket.socket:
    try:
        return open_listener("127.0.0.1", port)
    except OSError as error:
        raise SystemExit(f"port {port}: {error.strerror}; choose another with --port") from error


def main() -> None:
    """Serves until a signal, or until the parent has gone."""
    arguments = _arguments()
    if arguments.lifeline is not None:
        end_with_parent(arguments.lifeline)
    if arguments.socket is not None:
        listener = inherited(arguments.socket)
    else:
        listener = _listener(arguments.port)
    # A stream that breaks off on purpose is reported as an error by the server.
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
    tokenizer()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve(listener))


if __name__ == "__main__":
    main()
