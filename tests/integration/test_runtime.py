"""The runtime loop as a process, beside the official client: the same handler, the same answers."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, Final

import pytest

from local.invocations import FunctionFailed, FunctionQueue, Streamed
from local.runtime_api import RuntimeApiServer
from tests.waiting import PATIENCE_S

pytestmark = pytest.mark.enable_socket

ROOT: Final = Path(__file__).resolve().parent.parent.parent
OURS: Final = ("-m", "tollgate.runtime.loop")
OFFICIAL: Final = ("-m", "awslambdaric", "tests.runtime_handlers.answer")
RUNTIMES: Final = [
    pytest.param(OURS, id="ours"),
    pytest.param(
        OFFICIAL,
        id="awslambdaric",
        marks=pytest.mark.skipif(sys.platform != "linux", reason="a client for Linux only"),
    ),
]


@contextmanager
def process(
    api: RuntimeApiServer,
    command: tuple[str, ...],
    handler: str = "answer",
    concurrency: int = 1,
    wrapper: tuple[str, ...] = (),
) -> Iterator[subprocess.Popen[bytes]]:
    environment = {
        "PATH": os.environ["PATH"],
        "AWS_LAMBDA_RUNTIME_API": api.address("function"),
        "_HANDLER": f"tests.runtime_handlers.{handler}",
        "LAMBDA_TASK_ROOT": str(ROOT),
        "AWS_LAMBDA_FUNCTION_NAME": "function",
        "TOLLGATE_RUNTIME_CONCURRENCY": str(concurrency),
    }
    started = subprocess.Popen(
        [*wrapper, sys.executable, *command],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield started
    finally:
        started.kill()
        started.wait()


@asynccontextmanager
async def runtime_api() -> AsyncIterator[tuple[RuntimeApiServer, FunctionQueue]]:
    api = RuntimeApiServer("secret")
    queue = api.queues["function"] = FunctionQueue(lambda: None)
    await api.start()
    try:
        yield api, queue
    finally:
        await api.stop()


async def outcome(queue: FunctionQueue, event: Any) -> Any:
    """The answer, or type and message of the error."""
    try:
        answer = await queue.invoke(json.dumps(event).encode(), PATIENCE_S)
    except FunctionFailed as failure:
        return failure.error["errorType"], failure.error["errorMessage"]
    assert isinstance(answer, bytes)
    return json.loads(answer)


EVENTS: Final = (
    {"do": "echo", "value": {"text": "é\u2028", "list": [1, 2.5, None, True]}},
    {"do": "echo", "value": "x" * 100_000},
    {"do": "raise", "value": "on purpose"},
    {"do": "unserializable"},
    {"do": "context"},
    {"do": "echo", "value": "still here"},
)


def outcomes(command: tuple[str, ...]) -> list[Any]:
    async def scenario() -> list[Any]:
        async with runtime_api() as (api, queue):
            with process(api, command):
                return [await outcome(queue, event) for event in EVENTS]

    return asyncio.run(scenario())


@pytest.mark.parametrize("command", RUNTIMES)
def test_answers_and_errors_are_those_of_the_handler(command: tuple[str, ...]) -> None:
    seen = outcomes(command)
    assert seen[0] == EVENTS[0]["value"]
    assert seen[1] == EVENTS[1]["value"]
    assert seen[2] == ("ValueError", "on purpose")
    # The official client wraps it as Runtime.MarshalError; both say which type it was.
    assert "object" in seen[3][1]
    assert seen[4]["function_name"] == "function"
    assert 0 < seen[4]["remaining_ms"] <= PATIENCE_S * 1000
    assert seen[4]["streams"] is (command == OURS)
    assert seen[5] == "still here"


def test_a_handler_that_cannot_be_loaded_is_an_initialization_error() -> None:
    async def scenario() -> Any:
        async with runtime_api() as (api, queue):
            asking = asyncio.create_task(outcome(queue, {}))
            await asyncio.sleep(0)
            with process(api, OURS, "missing") as started:
                answer = await asking
                assert await asyncio.to_thread(started.wait, PATIENCE_S) == 1
                return answer

    assert "missing" in asyncio.run(scenario())[1]


def test_each_chunk_arrives_before_the_next_is_made(tmp_path: Path) -> None:
    async def scenario() -> list[bytes]:
        async with runtime_api() as (api, queue):
            with process(api, OURS, "stream"):
                event = json.dumps({"chunks": 5, "heard": str(tmp_path)})
                answer = await queue.invoke(event.encode(), PATIENCE_S)
                assert isinstance(answer, Streamed)
                assert json.loads(answer.head) == {"statusCode": 200, "headers": {"x": "y"}}
                seen = []
                async for chunk in answer.body.chunks():
                    seen.append(chunk)
                    (tmp_path / chunk.decode()).touch()
                return seen

    assert asyncio.run(scenario()) == [b"%d" % number for number in range(5)]


def test_a_stream_that_fails_says_so_in_its_trailers() -> None:
    async def scenario() -> str:
        async with runtime_api() as (api, queue):
            with process(api, OURS, "stream"):
                answer = await queue.invoke(b'{"chunks": 3, "fails_at": 2}', PATIENCE_S)
                assert isinstance(answer, Streamed)
                with pytest.raises(FunctionFailed) as failure:
                    async for _ in answer.body.chunks():
                        pass
                assert isinstance(await queue.invoke(b'{"chunks": 1}', PATIENCE_S), Streamed)
                return str(failure.value.error["errorType"])

    assert asyncio.run(scenario()) == "RuntimeError"


def test_a_large_stream_arrives_whole_through_back_pressure() -> None:
    async def scenario() -> int:
        async with runtime_api() as (api, queue):
            with process(api, OURS, "stream"):
                answer = await queue.invoke(b'{"chunks": 64, "size": 262144}', PATIENCE_S)
                assert isinstance(answer, Streamed)
                total = 0
                async for chunk in answer.body.chunks():
                    total += len(chunk)
                    await asyncio.sleep(0.005)
                return total

    assert asyncio.run(scenario()) == 64 * 262144


def test_one_process_serves_several_invocations_at_a_time(tmp_path: Path) -> None:
    async def scenario() -> list[Any]:
        async with runtime_api() as (api, queue):
            with process(api, OURS, concurrency=4) as running:
                event = {"do": "meet", "place": str(tmp_path), "count": 4}
                met = await asyncio.gather(*(outcome(queue, event) for _ in range(4)))
                return [pid == running.pid for pid in met]

    assert asyncio.run(scenario()) == [True] * 4


def test_the_process_ends_when_the_service_has_gone() -> None:
    started: list[subprocess.Popen[bytes]] = []
    ready = threading.Event()

    async def scenario() -> None:
        async with runtime_api() as (api, queue):
            with process(api, OURS, concurrency=3) as running:
                started.append(running)
                await outcome(queue, {"do": "echo", "value": 1})
                await api.stop()
                await asyncio.to_thread(running.wait, PATIENCE_S)
                ready.set()

    asyncio.run(scenario())
    assert ready.is_set()
    assert started[0].returncode == 0


def test_the_wrapper_starts_the_loop_instead_of_the_managed_one() -> None:
    async def scenario() -> Any:
        async with runtime_api() as (api, queue):
            managed = ("/var/runtime/bootstrap.py",)
            with process(api, managed, wrapper=(str(ROOT / "layers" / "core" / "bootstrap"),)):
                return await outcome(queue, {"do": "context"})

    assert asyncio.run(scenario())["streams"] is True
