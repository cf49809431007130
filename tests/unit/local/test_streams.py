"""Delivery of a stream: batches in order, nothing skipped, failures retried in place."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from local import streams
from local.dynamodb import Emulator
from local.invocations import FunctionFailed
from local.streams import StreamDelivery, stream_event, succeeded


def record(number: int) -> dict[str, Any]:
    return {"eventID": f"e{number}", "dynamodb": {"SequenceNumber": f"{number:030d}"}}


RECORDS = [record(number) for number in range(5)]


def failures(*numbers: int) -> bytes:
    items = [{"itemIdentifier": f"{number:030d}"} for number in numbers]
    return json.dumps({"batchItemFailures": items}).encode()


@pytest.mark.parametrize(
    ("result", "done"),
    [
        (failures(), 5),
        (failures(3), 3),
        (failures(4, 1), 1),
        (failures(0), 0),
        (failures(99), 0),
        (b"null", 5),
        (b"not json", 5),
        (b'{"other": 1}', 5),
        (b'{"batchItemFailures": null}', 5),
    ],
)
def test_a_batch_is_done_up_to_its_first_failure(result: bytes, done: int) -> None:
    assert succeeded(RECORDS, result) == done


def test_an_event_has_the_shape_that_lambda_sends() -> None:
    event = json.loads(stream_event(RECORDS[:1], "arn:stream"))
    assert event["Records"][0]["eventSource"] == "aws:dynamodb"
    assert event["Records"][0]["eventSourceARN"] == "arn:stream"
    assert event["Records"][0]["dynamodb"]["SequenceNumber"] == f"{0:030d}"


class Stream(Emulator):
    """The emulator's side of one stream, in memory."""

    async def call(self, operation: str, request: dict[str, Any]) -> dict[str, Any]:
        if operation == "ConsumeStream":
            LEFT[:] = [
                r for r in LEFT if r["dynamodb"]["SequenceNumber"] > request["SequenceNumber"]
            ]
        return {"Table": {"LatestStreamArn": "arn:stream"}}

    async def call_streams(self, operation: str, request: dict[str, Any]) -> dict[str, Any]:
        if operation == "GetShardIterator":
            return {"ShardIterator": "i"}
        return {"Records": LEFT[: request["Limit"]], "NextShardIterator": "i"}


LEFT: list[dict[str, Any]] = []


class Consumer:
    """Fails the records numbered in `fails` once each, and everything the first time."""

    def __init__(self, fails: set[int]) -> None:
        self._fails = set(fails)
        self._first = True
        self.ingested: list[str] = []

    async def invoke(self, function: str, event: bytes) -> bytes:
        assert function == "ingest"
        if self._first:
            self._first = False
            raise FunctionFailed({"errorType": "cold"})
        for item in json.loads(event)["Records"]:
            number = int(item["dynamodb"]["SequenceNumber"])
            if number in self._fails:
                self._fails.remove(number)
                return failures(number)
            self.ingested.append(item["eventID"])
        return failures()


def test_everything_arrives_in_order_despite_failures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "WINDOW_S", 0.001)
    monkeypatch.setattr(streams, "BATCH", 10)
    LEFT[:] = [record(number) for number in range(35)]
    consumer = Consumer({0, 7, 10, 34})

    async def scenario() -> None:
        delivery = StreamDelivery(Stream(0, ""), consumer, "journal", "ingest")
        task = asyncio.create_task(delivery.run())
        while LEFT:  # noqa: ASYNC110
            await asyncio.sleep(0.001)
        task.cancel()

    asyncio.run(asyncio.wait_for(scenario(), 120))
    assert consumer.ingested == [f"e{number}" for number in range(35)]
