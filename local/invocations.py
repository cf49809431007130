"""Invocations between those who ask (gateway, stream, schedules) and those who answer."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import uuid4

_HIGH_WATER: Final = 1 << 20
"""Bytes of a streamed answer that may wait for a slow reader before the function is held back."""


class FunctionFailed(Exception):
    """The handler raised, could not be loaded, or its process ended; `error` is as posted."""

    def __init__(self, error: dict[str, Any]) -> None:
        super().__init__(f"{error.get('errorType')}: {error.get('errorMessage')}")
        self.error = error


class TimedOut(Exception):
    """The function did not answer within its time limit."""


class Body:
    """The bytes of a streamed answer on their way from the Runtime API to one reader."""

    def __init__(self) -> None:
        self._chunks: deque[bytes] = deque()
        self._size = 0
        self._ended = False
        self._error: Exception | None = None
        self._wake = asyncio.Event()
        self._resume: Callable[[], None] | None = None

    def feed(self, chunk: bytes) -> bool:
        """Adds `chunk`; false when the writer should stop until it is resumed."""
        self._chunks.append(chunk)
        self._size += len(chunk)
        self._wake.set()
        return self._size < _HIGH_WATER

    def when_drained(self, resume: Callable[[], None]) -> None:
        """Calls `resume` once when the reader has caught up."""
        self._resume = resume

    def end(self, error: Exception | None = None) -> None:
        """No more chunks; a reader gets what is there and then `error`, if any."""
        self._ended = True
        self._error = error
        self._wake.set()

    async def chunks(self) -> AsyncIterator[bytes]:
        """Chunks as they arrive, joined when several wait. Raises what `end` was given."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            if self._chunks:
                yield self._take()
            if self._ended and not self._chunks:
                break
        if self._error is not None:
            raise self._error

    def _take(self) -> bytes:
        data = self._chunks[0] if len(self._chunks) == 1 else b"".join(self._chunks)
        self._chunks.clear()
        self._size = 0
        if self._resume is not None:
            resume, self._resume = self._resume, None
            resume()
        return data


@dataclass(slots=True)
class Streamed:
    """A streamed answer: `head` is its JSON prelude."""

    head: bytes
    body: Body


@dataclass(slots=True)
class Invocation:
    """One event for one function; `deadline_ms` is epoch milliseconds."""

    event: bytes
    deadline_ms: int
    answer: asyncio.Future[bytes | Streamed]
    request_id: str = field(default_factory=lambda: str(uuid4()))

    def succeed(self, answer: bytes | Streamed) -> None:
        """The function's answer; ignored when the one who asked has given up."""
        if not self.answer.done():
            self.answer.set_result(answer)

    def fail(self, error: dict[str, Any]) -> None:
        """The function's failure; breaks off an answer that has begun to stream."""
        if not self.answer.done():
            self.answer.set_exception(FunctionFailed(error))
        elif not self.answer.cancelled() and self.answer.exception() is None:
            answer = self.answer.result()
            if isinstance(answer, Streamed):
                answer.body.end(FunctionFailed(error))


Taker = Callable[[Invocation], None]


class FunctionQueue:
    """Invocations of one function that wait for a free place, and places that wait for one.

    `on_waiting` is called when an invocation finds no free place, to start the environment.
    """

    def __init__(self, on_waiting: Callable[[], None]) -> None:
        self._on_waiting = on_waiting
        self._pending: deque[Invocation] = deque()
        self._takers: deque[Taker] = deque()
        self.running: dict[str, Invocation] = {}

    async def invoke(self, event: bytes, timeout: float) -> bytes | Streamed:  # noqa: ASYNC109
        """The answer, whole or begun; `timeout` in seconds. Raises `FunctionFailed`, `TimedOut`."""
        deadline_ms = int((time.time() + timeout) * 1000)
        invocation = Invocation(event, deadline_ms, asyncio.get_running_loop().create_future())
        self._submit(invocation)
        try:
            async with asyncio.timeout(timeout):
                return await invocation.answer
        except TimeoutError as error:
            raise TimedOut(f"no answer within {timeout:g} s") from error

    def take(self, taker: Taker) -> None:
        """Gives `taker` the next invocation, now or when there is one."""
        while self._pending:
            invocation = self._pending.popleft()
            if not invocation.answer.done():
                self._start(invocation, taker)
                return
        self._takers.append(taker)

    def leave(self, taker: Taker) -> None:
        """`taker` has gone and must not be given anything."""
        if taker in self._takers:
            self._takers.remove(taker)

    def finish(self, request_id: str) -> Invocation:
        """The invocation, which no longer runs. Raises `KeyError` when it did not."""
        return self.running.pop(request_id)

    def fail_all(self, error: dict[str, Any]) -> None:
        """The environment ended: whatever it had or was to have fails."""
        lost = [*self.running.values(), *self._pending]
        self.running.clear()
        self._pending.clear()
        for invocation in lost:
            invocation.fail(error)

    def _submit(self, invocation: Invocation) -> None:
        if self._takers:
            self._start(invocation, self._takers.popleft())
            return
        self._pending.append(invocation)
        self._on_waiting()

    def _start(self, invocation: Invocation, taker: Taker) -> None:
        self.running[invocation.request_id] = invocation
        taker(invocation)
