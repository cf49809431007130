"""Several warm functions of one deployment, each a process of its own, calling without a pause."""

from __future__ import annotations

import json
import multiprocessing
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from queue import Empty
from typing import Any

from functions.proxy.handler import build
from tests.data_path import DataPath
from tollgate.kit.connections import ConnectionPool
from tollgate.proxy.models import HttpRequest
from tollgate.proxy.pipeline import handle
from tollgate.settings import AwsSettings, SecretSettings, TableSettings

BODY = {
    "model": "scripted/echo",
    "messages": [{"role": "user", "content": "hello"}],
    "max_tokens": 8,
}


@dataclass(frozen=True)
class Called:
    """One call of one worker; `began_ns` is the monotonic clock's, which all processes share."""

    worker: int
    began_ns: int
    status: int


@dataclass
class Workers:
    """What they have called so far."""

    queue: Any
    stop: Any

    def collect(self, seconds: float) -> list[Called]:
        """Every call that is reported within `seconds`."""
        deadline = time.monotonic() + seconds
        found = []
        while (left := deadline - time.monotonic()) > 0:
            with suppress(Empty):
                found.append(Called(*self.queue.get(timeout=left)))
        return found


def _work(number: int, parts: tuple[Any, ...], token: str, queue: Any, stop: Any) -> None:
    aws, tables, secret = parts
    pool = ConnectionPool()
    gateway = build(aws, tables, secret, pool)
    headers = {"authorization": f"Bearer {token}"}
    body = json.dumps(BODY).encode()
    while not stop.is_set():
        began = time.monotonic_ns()
        reply = handle(gateway, HttpRequest("POST", "/v1/chat/completions", headers, body))
        queue.put((number, began, reply.status))
    pool.close()


@contextmanager
def running_workers(path: DataPath, count: int) -> Iterator[Workers]:
    """`count` processes that call as the tenant of `path` until the end of the block."""
    context = multiprocessing.get_context("spawn")
    queue, stop = context.Queue(), context.Event()
    parts: tuple[AwsSettings, TableSettings, SecretSettings] = (
        path.aws,
        path.tables,
        SecretSettings(None, path.secret_file),
    )
    processes = [
        context.Process(target=_work, args=(n, parts, path.tenant.token, queue, stop))
        for n in range(count)
    ]
    for process in processes:
        process.start()
    try:
        yield Workers(queue, stop)
    finally:
        stop.set()
        while any(process.is_alive() for process in processes):
            Workers(queue, stop).collect(0.05)
        for process in processes:
            process.join()
        queue.close()
