"""Functions as they are deployed: built asset and layers, and an interpreter with nothing else.

`last_answer` starts a fresh process, gives it events over the Runtime API, one after the other, and
returns what it answers to the last; `first_answer` gives it one. The official runtime client comes
from a directory of its own, as Lambda's image has it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final

import psutil

from infra_cdk.build import build, build_runtime, host_target
from infra_cdk.functions.spec import FunctionSpec

RUNTIME: Final = host_target().directory / "runtime" / "python"
OFFICIAL: Final = ("-m", "awslambdaric")
OURS: Final = ("-m", "tollgate.runtime.loop")
INTERPRETER: Final = str(Path(sys.base_prefix) / "bin" / f"python3.{sys.version_info.minor}")
"""Not the environment's own, which would bring its libraries."""

_PATIENCE_S: Final = 180


def build_for_this_machine() -> Path:
    """The host's assets, and the part of Lambda's image that functions rely on."""
    build(host_target())
    build_runtime(host_target())
    return host_target().directory


@dataclass(frozen=True)
class Answer:
    """`body` is what the function answered, or its error; `seconds` from the process's start.

    `cpu_seconds` and `memory_bytes` (resident) are the process's own by then.
    """

    kind: str
    body: bytes
    seconds: float
    cpu_seconds: float
    memory_bytes: int


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True
    server: _RuntimeApi

    def do_GET(self) -> None:
        event = next(self.server.waiting, None)
        if event is None:
            self.server.over.wait()
            return
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Lambda-Runtime-Aws-Request-Id", "8476a536-e9f4-11e8-9739-2dfe598c3fcd")
        self.send_header("Lambda-Runtime-Deadline-Ms", str(int(time.time() * 1000) + 900_000))
        self.send_header("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:eu-west-1:1:f")
        self.send_header("Content-Length", str(len(event)))
        self.end_headers()
        self.wfile.write(event)
        self.wfile.flush()

    def do_POST(self) -> None:
        body = self._body()
        self.send_response(202)
        self.send_header("Content-Length", "0")
        self.end_headers()
        self.wfile.flush()
        self.server.answered(self.path.rpartition("/")[2], body)

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        chunks = []
        while size := int(self.rfile.readline(), 16):
            chunks.append(self.rfile.read(size))
            self.rfile.readline()
        while self.rfile.readline().strip():
            pass
        return b"".join(chunks)

    def log_message(self, *_: Any) -> None:
        """Nothing: a test prints what it asserts."""


class _RuntimeApi(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, events: Sequence[bytes]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.waiting = iter(events)
        self._unanswered = len(events)
        self.done, self.over = threading.Event(), threading.Event()
        self.answer: tuple[str, bytes, float] = ("", b"", 0.0)

    def handle_error(self, *_: Any) -> None:
        """A process that was killed leaves its connection behind."""

    def answered(self, kind: str, body: bytes) -> None:
        self.answer = (kind, body, time.perf_counter())
        self._unanswered -= 1
        if not self._unanswered:
            self.done.set()


def first_answer(
    directory: Path,
    spec: FunctionSpec,
    event: Any,
    environment: Mapping[str, str],
    runtime: tuple[str, ...] = OFFICIAL,
) -> Answer:
    """The function's answer to its first event. Raises `RuntimeError` when there is none."""
    return last_answer(directory, spec, [event], environment, runtime)


def last_answer(
    directory: Path,
    spec: FunctionSpec,
    events: Sequence[Any],
    environment: Mapping[str, str],
    runtime: tuple[str, ...] = OFFICIAL,
) -> Answer:
    """The function's answer to the last event. Raises `RuntimeError` when one has no answer."""
    asset = directory / "functions" / spec.folder
    api = _RuntimeApi([json.dumps(event).encode() for event in events])
    threading.Thread(target=api.serve_forever, daemon=True).start()
    started = time.perf_counter()
    process = subprocess.Popen(
        [INTERPRETER, "-S", *runtime, *([spec.handler] if runtime == OFFICIAL else [])],
        cwd=asset,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": python_path(directory, spec),
            "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{api.server_port}",
            "AWS_LAMBDA_FUNCTION_NAME": spec.name,
            "LAMBDA_TASK_ROOT": str(asset),
            "_HANDLER": spec.handler,
            **environment,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        if not api.done.wait(_PATIENCE_S):
            raise RuntimeError(f"{spec.name} gave no answer")
        kind, body, at = api.answer
        times, memory = psutil.Process(process.pid).cpu_times(), _resident(process.pid)
        return Answer(kind, body, at - started, times.user + times.system, memory)
    finally:
        process.kill()
        process.communicate()
        api.over.set()
        api.shutdown()
        api.server_close()


def python_path(directory: Path, spec: FunctionSpec) -> str:
    """Where a function's process looks for modules: its asset, its layers, Lambda's own image."""
    layers = [directory / "layers" / layer / "python" for layer in spec.layers]
    return ":".join(map(str, [directory / "functions" / spec.folder, *layers, RUNTIME]))


def _resident(pid: int) -> int:
    resident: int = psutil.Process(pid).memory_info().rss
    return resident
