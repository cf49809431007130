"""Delivers the journal's stream to its consumer, as Lambda's event source mapping does.

Batches of up to 100 records, in order, retried from the first failure (`ReportBatchItemFailures`)
with growing pauses. How far the consumer is, is kept by the emulator, which forgets consumed
records in its own log: after a crash delivery starts at the first record that is not known to be
ingested, and the consumer drops what it had already, by event id.
"""

from __future__ import annotations

import asyncio
import sys
from typing import Any, Final

import msgspec

from local.dynamodb import REGION, CallFailed, Emulator
from local.invocations import FunctionFailed, TimedOut
from local.schedules import Invoker

BATCH: Final = 100
WINDOW_S: Final = 0.2
_LONGEST_PAUSE_S: Final = 30.0


def stream_event(records: list[dict[str, Any]], stream_arn: str) -> bytes:
    """The event that Lambda sends for `records` of GetRecords."""
    fixed = {"eventSource": "aws:dynamodb", "awsRegion": REGION, "eventSourceARN": stream_arn}
    return msgspec.json.encode({"Records": [{**record, **fixed} for record in records]})


def sequence_number(record: dict[str, Any]) -> str:
    """The place of a record in its stream."""
    number: str = record["dynamodb"]["SequenceNumber"]
    return number


def succeeded(records: list[dict[str, Any]], result: bytes) -> int:
    """How many of `records` the consumer is done with, from the front.

    An unreadable result counts as a success, as in Lambda; a failure that names no record of the
    batch fails all of it.
    """
    try:
        failures = msgspec.json.decode(result)["batchItemFailures"]
        named = {failure["itemIdentifier"] for failure in failures}
    except (ValueError, TypeError, KeyError):
        return len(records)
    positions = [i for i, record in enumerate(records) if sequence_number(record) in named]
    if named and not positions:
        return 0
    return min(positions, default=len(records))


class StreamDelivery:
    """One consumer of one table's stream."""

    def __init__(self, emulator: Emulator, invoker: Invoker, table: str, function: str) -> None:
        self._emulator = emulator
        self._invoker = invoker
        self._table = table
        self._function = function
        self._pause = WINDOW_S
        self._iterator: str | None = None

    async def run(self) -> None:
        """Delivers until cancelled."""
        description = await self._emulator.call("DescribeTable", {"TableName": self._table})
        arn: str = description["Table"]["LatestStreamArn"]
        while True:
            try:
                delivered = await self._step(arn)
            except (CallFailed, OSError, FunctionFailed, TimedOut) as error:
                print(f"stream of {self._table}: {error}", file=sys.stderr, flush=True)
                self._iterator = None
                self._pause = min(self._pause * 2, _LONGEST_PAUSE_S)
                delivered = 0
            else:
                self._pause = WINDOW_S
            if delivered < BATCH:
                await asyncio.sleep(self._pause)

    async def _step(self, arn: str) -> int:
        """One batch; how many records of it are done. Raises `FunctionFailed` if none are."""
        records = await self._oldest(arn)
        if not records:
            return 0
        result = await self._invoker.invoke(self._function, stream_event(records, arn))
        done = succeeded(records, result if isinstance(result, bytes) else b"")
        if done == 0:
            raise FunctionFailed({"errorType": "BatchFailed", "errorMessage": "no record ingested"})
        request = {"TableName": self._table, "SequenceNumber": sequence_number(records[done - 1])}
        await self._emulator.call("ConsumeStream", request)
        if done < len(records):
            self._iterator = None
        return done

    async def _oldest(self, arn: str) -> list[dict[str, Any]]:
        """The next records; without an iterator, those that are not known to be consumed."""
        if self._iterator is None:
            shard = "shardId-00000000000000000000-00000000"
            request = {"StreamArn": arn, "ShardId": shard, "ShardIteratorType": "TRIM_HORIZON"}
            found = await self._emulator.call_streams("GetShardIterator", request)
            self._iterator = found["ShardIterator"]
        page = {"ShardIterator": self._iterator, "Limit": BATCH}
        found = await self._emulator.call_streams("GetRecords", page)
        self._iterator = found["NextShardIterator"]
        records: list[dict[str, Any]] = found["Records"]
        return records
