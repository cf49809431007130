"""DynamoDB and its streams for the local run: ministack's engine behind our own door.

This runs inside ministack's environment. Only its DynamoDB engine is loaded, so nothing of its
other services listens; HTTP is served from a socket that the supervisor opened on the loopback.
Every call is applied and its effects are logged in one step of the event loop, before it is
answered: what was acknowledged is what the log holds, in one order. The engine is used through
private names, which is why its version is pinned exactly.
"""

from __future__ import annotations

# ruff: noqa: SLF001 - the engine has no public interface
import argparse
import asyncio
import fcntl
import hashlib
import os
import signal
import sys
import threading
import time
from collections import defaultdict
from pathlib import Path
from typing import Any, Final

import msgspec
import uvloop
from ministack.core.responses import (  # type: ignore[import-not-found, unused-ignore]
    set_request_account_id,
    set_request_region,
)
from ministack.services import (  # type: ignore[import-not-found, unused-ignore]
    dynamodb,
    dynamodb_streams,
)

from local.lifeline import end_with_parent
from local.serving import inherited, make_server
from local.write_ahead import SEGMENT_BYTES, Log, State, replay, without_images

LOCK_WAIT_S: Final = 15.0
SYNC_INTERVAL_S: Final = 1.0
_ACCOUNT: Final = "000000000000"
_REGION: Final = "us-east-1"
_NOT_STORED: Final = frozenset({"items", dynamodb._INDEX_MEMBERS})
_DEFINITIONS: Final = frozenset({"CreateTable", "DeleteTable", "UpdateTable", "UpdateTimeToLive"})
_SERVED: Final = _DEFINITIONS | {
    "BatchGetItem",
    "BatchWriteItem",
    "DeleteItem",
    "DescribeContinuousBackups",
    "DescribeTable",
    "DescribeTimeToLive",
    "GetItem",
    "ListTables",
    "PutItem",
    "Query",
    "Scan",
    "TransactGetItems",
    "TransactWriteItems",
    "UpdateItem",
}
"""What the log can replay; other operations of the engine are refused rather than half kept."""


class Digest:
    """Equal to the request that it was made from: the engine keeps it instead of the request."""

    def __init__(self, digest: str) -> None:
        self.digest = digest

    @classmethod
    def of(cls, request: Any) -> Digest:
        """The digest of a decoded request; objects count in the order of their members."""
        return cls(hashlib.sha256(msgspec.json.encode(request)).hexdigest())

    def __eq__(self, other: object) -> bool:
        return self.digest == Digest.of(other).digest

    __hash__ = None  # type: ignore[assignment]


class Recorder:
    """Stands between the engine and its own write functions, and collects what they do."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._lock = threading.RLock()
        self._depth = 0
        self._writes: list[list[Any]] = []
        self._token: list[Any] | None = None

    def attach(self) -> None:
        """From now on each effect of the engine is collected."""
        set_item, remove_item = dynamodb._set_item, dynamodb._remove_item
        build_record, store_token = dynamodb._build_change_record, dynamodb._txn_token_store

        def recorded_set(table: Any, partition: str, sort: str, item: Any) -> Any:
            with self:
                self._writes.append([table["TableName"], partition, sort, item, None])
                return set_item(table, partition, sort, item)

        def recorded_remove(table: Any, partition: str, sort: str) -> Any:
            with self:
                self._writes.append([table["TableName"], partition, sort, None, None])
                return remove_item(table, partition, sort)

        def recorded_build(*arguments: Any) -> Any:
            record = build_record(*arguments)
            self._writes[-1][4] = without_images(record)
            return record

        def recorded_token(token: str, entry: Any) -> None:
            entry["signature"] = Digest.of(entry["signature"])
            store_token(token, entry)
            self._token = [token, {**entry, "signature": entry["signature"].digest}]

        dynamodb._set_item, dynamodb._remove_item = recorded_set, recorded_remove
        dynamodb._build_change_record = recorded_build
        dynamodb._txn_token_store = recorded_token

    def __enter__(self) -> None:
        """One call of the engine, or one removal by its own clean-up thread."""
        self._lock.acquire()
        self._depth += 1

    def __exit__(self, *_: object) -> None:
        self._depth -= 1
        if not self._depth and (self._writes or self._token):
            writes, self._writes = self._writes, []
            token, self._token = self._token, None
            self._log.append({"w": writes} if token is None else {"w": writes, "k": token})
        self._lock.release()

    def define(self) -> None:
        """Logs how every table is defined now."""
        definitions = {
            name: [
                {key: value for key, value in table.items() if key not in _NOT_STORED},
                dynamodb._ttl_settings.get(name),
            ]
            for name, table in ((name, dynamodb._tables[name]) for name in dynamodb._tables)
        }
        self._log.append({"t": definitions})

    def consume(self, name: str, sequence_number: str) -> None:
        """Forgets records of a stream that all its readers have."""
        records = dynamodb._stream_records.get(name) or []
        kept = [r for r in records if r["dynamodb"]["SequenceNumber"] > sequence_number]
        done = len(records) - len(kept)
        if done:
            del records[:done]
            dynamodb._stream_trimmed[name] = dynamodb._stream_trimmed.get(name, 0) + done
            self._log.append({"c": [name, sequence_number]})


def restore(state: State) -> None:
    """Puts a replayed state into the engine."""
    for name, table in state.tables.items():
        items = defaultdict(dict, table.items)
        dynamodb._tables[name] = {**table.metadata, "items": items}
        dynamodb._items_replaced(dynamodb._tables[name])
        if table.ttl:
            dynamodb._ttl_settings[name] = table.ttl
        if table.stream:
            dynamodb._stream_records[name] = table.stream
    for token, entry in state.tokens.items():
        dynamodb._txn_idempotency[token] = {**entry, "signature": Digest(entry["signature"])}


class Door:
    """The ASGI application: DynamoDB's JSON protocol for whoever knows the access key."""

    def __init__(self, recorder: Recorder, access_key: str) -> None:
        self._recorder = recorder
        self._credential = f"Credential={access_key}/".encode()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        headers = dict(scope["headers"])
        body = await _body(receive)
        status, answer = await self._answer(headers, body)
        await send(
            {
                "type": "http.response.start",
                "status": status,
                "headers": [
                    (b"content-type", b"application/x-amz-json-1.0"),
                    (b"content-length", str(len(answer)).encode()),
                ],
            }
        )
        await send({"type": "http.response.body", "body": answer})

    async def _answer(self, headers: dict[bytes, bytes], body: bytes) -> tuple[int, bytes]:
        if self._credential not in headers.get(b"authorization", b""):
            return 403, b'{"__type":"AccessDeniedException","message":"unknown access key"}'
        target = headers.get(b"x-amz-target", b"").decode("latin-1")
        service, _, action = target.partition(".")
        set_request_account_id(_ACCOUNT)
        set_request_region(_REGION)
        if service.startswith("DynamoDBStreams_"):
            status, _, answer = await dynamodb_streams.handle_request(
                "POST", "/", {"x-amz-target": target}, body, {}
            )
            return status, _bytes(answer)
        if action == "ConsumeStream":
            request = msgspec.json.decode(body)
            self._recorder.consume(request["TableName"], request["SequenceNumber"])
            return 200, b"{}"
        if action not in _SERVED:
            return 400, b'{"__type":"UnknownOperationException","message":"not served locally"}'
        return await self._call(action, target, body)

    async def _call(self, action: str, target: str, body: bytes) -> tuple[int, bytes]:
        with self._recorder:
            # This coroutine never suspends, so no other call comes between effect and log.
            status, _, answer = await dynamodb.handle_request(
                "POST", "/", {"x-amz-target": target}, body, {}
            )
            if action in _DEFINITIONS and status == 200:
                self._recorder.define()
        return status, _bytes(answer)


def _bytes(answer: Any) -> bytes:
    return answer if isinstance(answer, bytes) else answer.encode()


async def _body(receive: Any) -> bytes:
    parts = []
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts)


async def _keep(log: Log, directory: Path) -> None:
    """Brings the log to the disk each second, and has closed segments compacted elsewhere."""
    while True:
        if log.rotate_when_full() or log.closed_bytes > SEGMENT_BYTES // 4:
            compaction = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "local.write_ahead", str(directory), str(log.closed)
            )
            await compaction.wait()
        await asyncio.sleep(SYNC_INTERVAL_S)
        await asyncio.to_thread(log.sync)


def _lock(directory: Path) -> int:
    """Waits for an emulator that is still leaving; two must not write one log."""
    descriptor = os.open(directory / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    deadline = time.monotonic() + LOCK_WAIT_S
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            if time.monotonic() > deadline:
                sys.exit(f"another emulator still uses {directory}")
            time.sleep(0.05)
        else:
            return descriptor


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--directory", type=Path, required=True)
    parser.add_argument("--socket", type=int, required=True, help="descriptor of the listener")
    parser.add_argument("--lifeline", type=int, required=True, help="descriptor of the pipe")
    return parser.parse_args()


async def _serve(arguments: argparse.Namespace) -> None:
    log = Log(arguments.directory)
    recorder = Recorder(log)
    recorder.attach()
    server = make_server(
        Door(recorder, (arguments.directory / "access-key").read_text()), timeout_keep_alive=3600
    )
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, setattr, server, "should_exit", True)  # noqa: FBT003
    keeping = asyncio.create_task(_keep(log, arguments.directory))
    await server.serve([inherited(arguments.socket)])
    keeping.cancel()
    log.sync()


def main() -> None:
    """Restores, then serves until SIGTERM or until the supervisor is gone."""
    arguments = _arguments()
    end_with_parent(arguments.lifeline)
    _lock(arguments.directory)
    set_request_account_id(_ACCOUNT)
    set_request_region(_REGION)
    restore(replay(arguments.directory))
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve(arguments))


if __name__ == "__main__":
    main()
