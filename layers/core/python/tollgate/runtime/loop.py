"""The runtime loop: take an event, call the handler, post its answer, again.

Managed Python runtimes cannot stream an answer; this loop can, and is the same file on AWS, where
`AWS_LAMBDA_EXEC_WRAPPER` starts it (see `layers/core/bootstrap`), and in the local run. It differs
from the managed loop in two more ways: a process may serve several invocations at a time, and a
streamed answer is always iterated to its end, because settling a call happens there.
"""

from __future__ import annotations

import gc
import importlib
import json
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

from tollgate.runtime.api import LOST, ChunksFailed, Invocation, RuntimeApi, ServiceGone, prelude
from tollgate.runtime.models import InvocationContext, StreamingResponse
from tollgate.runtime.settings import RuntimeSettings

Handler = Callable[[Any, InvocationContext], Any]


def load_handler(dotted: str) -> Handler:
    """The function that `package.module.name` names. Raises what its import raises."""
    module, _, name = dotted.rpartition(".")
    handler: Handler = getattr(importlib.import_module(module.replace("/", ".")), name)
    return handler


def prepare(dotted: str) -> None:
    """Calls the handler module's own `prepare`, where it has one."""
    module = sys.modules[dotted.rpartition(".")[0].replace("/", ".")]
    getattr(module, "prepare", lambda: None)()


def _describe(error: Exception) -> dict[str, Any]:
    return {
        "errorMessage": str(error),
        "errorType": type(error).__name__,
        "stackTrace": traceback.format_tb(error.__traceback__),
    }


def _log(error: Exception) -> None:
    line = {"level": "ERROR", "message": "the handler failed", **_describe(error)}
    sys.stderr.write(json.dumps(line) + "\n")
    sys.stderr.flush()


def _drain(chunks: Iterator[bytes]) -> None:
    """Runs the rest of a streamed answer that nobody reads: its settlement is in there."""
    try:
        for _ in chunks:
            pass
    except Exception as error:  # noqa: BLE001 - the caller has gone; the log is all that is left
        _log(error)


def _guarded(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The chunks; their own failure is told apart from the connection's."""
    try:
        yield from chunks
    except Exception as error:
        raise ChunksFailed(error) from error


class Loop:
    """Serves one function; `run` returns when the service has gone."""

    def __init__(
        self,
        settings: RuntimeSettings,
        handler: Handler,
        connect: Callable[[str], RuntimeApi] = RuntimeApi,
    ) -> None:
        self._settings = settings
        self._handler = handler
        self._connect = connect

    def run(self) -> None:
        """Serves `settings.concurrency` invocations at a time until the service goes."""
        others = [
            threading.Thread(target=self._serve, name=f"invocation-{number}")
            for number in range(1, self._settings.concurrency)
        ]
        for thread in others:
            thread.start()
        self._serve()
        for thread in others:
            thread.join()

    def _serve(self) -> None:
        api = self._connect(self._settings.api)
        while True:
            try:
                invocation = api.next()
            except ServiceGone:
                return
            self._handle(api, invocation)

    def _handle(self, api: RuntimeApi, invocation: Invocation) -> None:
        try:
            answer = self._handler(json.loads(invocation.event), self._context(invocation))
            if isinstance(answer, StreamingResponse):
                self._stream(api, invocation.request_id, answer)
                return
            body = json.dumps(answer, ensure_ascii=False).encode()
        except Exception as error:  # noqa: BLE001 - whatever a handler raises is its answer
            _log(error)
            description = _describe(error)
            self._post(api, lambda: api.fail(invocation.request_id, description))
            return
        self._post(api, lambda: api.respond(invocation.request_id, body))

    def _stream(self, api: RuntimeApi, request_id: str, answer: StreamingResponse) -> None:
        """Raises only what the first chunk raises: until then the whole answer may still fail."""
        chunks = answer.chunks
        try:
            first = next(chunks, b"")
            try:
                api.stream(request_id, prelude(answer), chain((first,), _guarded(chunks)))
            except LOST:
                api.reset()
                _drain(chunks)
            except ChunksFailed as failure:
                _log(failure.error)
        finally:
            close = getattr(chunks, "close", None)
            if close is not None:
                close()

    @staticmethod
    def _post(api: RuntimeApi, send: Callable[[], None]) -> None:
        try:
            send()
        except LOST as error:
            _log(error)
            api.reset()

    def _context(self, invocation: Invocation) -> InvocationContext:
        settings = self._settings
        return InvocationContext(
            aws_request_id=invocation.request_id,
            invoked_function_arn=invocation.function_arn,
            deadline_ms=invocation.deadline_ms,
            function_name=settings.function_name,
            function_version=settings.function_version,
            memory_limit_in_mb=settings.memory_limit_in_mb,
            log_group_name=settings.log_group_name,
            log_stream_name=settings.log_stream_name,
        )


def main() -> None:
    """Loads the handler and serves it; ends with status 1 when it cannot be loaded."""
    # What is loaded stays: to search it for garbage, now or at any later collection, is in vain.
    gc.disable()
    settings = RuntimeSettings.from_env()
    if settings.task_root and settings.task_root not in sys.path:
        sys.path.insert(0, settings.task_root)
    try:
        handler = load_handler(settings.handler)
        prepare(settings.handler)
    except Exception as error:
        _log(error)
        RuntimeApi(settings.api).fail_initialization(_describe(error))
        raise SystemExit(1) from error
    gc.freeze()
    gc.enable()
    Loop(settings, handler).run()


if __name__ == "__main__":
    main()
