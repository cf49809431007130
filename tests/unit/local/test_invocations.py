"""Queues between those who ask and those who answer."""

from __future__ import annotations

import asyncio

import pytest

from local.invocations import Body, FunctionFailed, FunctionQueue, Invocation, Streamed, TimedOut


def test_an_event_waits_for_a_free_place_and_starts_the_environment() -> None:
    async def scenario() -> tuple[int, bytes | Streamed]:
        woken: list[int] = []
        queue = FunctionQueue(lambda: woken.append(1))
        asking = asyncio.create_task(queue.invoke(b"event", 60))
        await asyncio.sleep(0)
        queue.take(lambda invocation: queue.finish(invocation.request_id).succeed(b"answer"))
        return len(woken), await asking

    assert asyncio.run(scenario()) == (1, b"answer")


def test_a_free_place_waits_for_an_event() -> None:
    async def scenario() -> bytes | Streamed:
        queue = FunctionQueue(lambda: pytest.fail("a place was free"))
        queue.take(lambda invocation: invocation.succeed(invocation.event))
        return await queue.invoke(b"event", 60)

    assert asyncio.run(scenario()) == b"event"


def test_a_place_that_left_gets_nothing() -> None:
    async def scenario() -> list[Invocation]:
        queue = FunctionQueue(lambda: None)
        given: list[Invocation] = []
        queue.take(given.append)
        queue.leave(given.append)
        with pytest.raises(TimedOut):
            await queue.invoke(b"event", 0.01)
        return given

    assert asyncio.run(scenario()) == []


def test_an_event_whose_asker_gave_up_is_not_given_out() -> None:
    async def scenario() -> list[bytes]:
        queue = FunctionQueue(lambda: None)
        with pytest.raises(TimedOut):
            await queue.invoke(b"late", 0.01)
        given: list[bytes] = []
        queue.take(lambda invocation: given.append(invocation.event))
        return given

    assert asyncio.run(scenario()) == []


def test_when_the_environment_ends_everything_it_had_fails() -> None:
    async def scenario() -> None:
        queue = FunctionQueue(lambda: None)
        queue.take(lambda _: None)
        running = asyncio.create_task(queue.invoke(b"a", 60))
        waiting = asyncio.create_task(queue.invoke(b"b", 60))
        await asyncio.sleep(0)
        queue.fail_all({"errorType": "Runtime.ExitError"})
        for task in (running, waiting):
            with pytest.raises(FunctionFailed, match=r"Runtime\.ExitError"):
                await task

    asyncio.run(scenario())


def test_a_stream_that_has_begun_is_broken_off() -> None:
    async def scenario() -> list[bytes]:
        body = Body()
        answer: asyncio.Future[bytes | Streamed] = asyncio.get_running_loop().create_future()
        invocation = Invocation(b"", 0, answer)
        invocation.succeed(Streamed(b"{}", body))
        body.feed(b"one")
        invocation.fail({"errorType": "Runtime.ExitError"})
        chunks = body.chunks()
        seen = [await anext(chunks)]
        with pytest.raises(FunctionFailed):
            await anext(chunks)
        return seen

    assert asyncio.run(scenario()) == [b"one"]


def test_a_slow_reader_holds_the_writer_back_until_it_has_caught_up() -> None:
    async def scenario() -> tuple[bool, bool, int]:
        body = Body()
        resumed: list[int] = []
        first = body.feed(b"x" * 1000)
        second = body.feed(b"x" * (1 << 20))
        body.when_drained(lambda: resumed.append(1))
        body.end()
        async for _ in body.chunks():
            pass
        return first, second, len(resumed)

    assert asyncio.run(scenario()) == (True, False, 1)
