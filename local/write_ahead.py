"""What survives a crash of the emulator: a log of the effects of every write, and its compaction.

The log is a row of segments `log-<number>`, each a file of JSON lines, and at most one snapshot
`snapshot-<number>`, a file of the same lines that stands for every segment up to that number. One
line is one call, whole: either all of it is replayed or, when the crash cut the last line, nothing.

    {"w": [[table, partition, sort, item | null, meta | null], …]}  items written or removed, and
                                                     the stream record of each, without its images
    {"t": {table: [metadata, time to live | null]}}  all tables, as they are defined from here on
    {"s": [table, [stream record, …]]}               stream records, whole
    {"c": [table, sequence number]}                  a stream was consumed up to there
    {"k": [token, entry]}                            a transaction's own token

Effects are logged rather than calls: replaying them needs no clock and no expression to evaluate,
so the state after a start is the state that was acknowledged. This module knows no emulator, so
that the compaction can run in a process of its own over closed segments.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import msgspec

SEGMENT_BYTES: Final = 32 << 20
"""A segment is closed and compacted beyond this size, which also bounds the time of a start."""

TOKEN_LIFE_S: Final = 600
"""How long DynamoDB remembers a transaction's token."""

_DECODER: Final = msgspec.json.Decoder()
_ENCODER: Final = msgspec.json.Encoder()


class LogDamaged(Exception):
    """A line in the middle of the log cannot be read; the message names file and line."""


class Table:
    """One table: its definition, its items by partition and sort key, its stream's records."""

    def __init__(self, metadata: dict[str, Any], ttl: dict[str, Any] | None) -> None:
        self.metadata = metadata
        self.ttl = ttl
        self.items: dict[str, dict[str, Any]] = {}
        self.stream: list[dict[str, Any]] = []

    def write(self, partition: str, sort: str, item: Any) -> Any:
        """Sets or (with None) removes an item; returns what was there."""
        if item is not None:
            bucket = self.items.setdefault(partition, {})
            old = bucket.get(sort)
            bucket[sort] = item
            return old
        bucket = self.items.get(partition, {})
        old = bucket.pop(sort, None)
        if not bucket:
            self.items.pop(partition, None)
        return old

    def consume(self, sequence_number: str) -> None:
        """Forgets the stream's records up to `sequence_number`."""
        self.stream = [record for record in self.stream if _sequence(record) > sequence_number]


def _sequence(record: dict[str, Any]) -> str:
    number: str = record["dynamodb"]["SequenceNumber"]
    return number


class State:
    """Everything that the log describes, built line by line."""

    def __init__(self) -> None:
        self.tables: dict[str, Table] = {}
        self.tokens: dict[str, Any] = {}

    def apply(self, record: dict[str, Any]) -> None:
        """Replays one line."""
        for write in record.get("w", ()):
            self._write(*write)
        if "t" in record:
            self._define(record["t"])
        if "s" in record:
            name, stream = record["s"]
            self.tables[name].stream.extend(stream)
        if "c" in record:
            name, sequence_number = record["c"]
            self.tables[name].consume(sequence_number)
        if "k" in record:
            token, entry = record["k"]
            self.tokens[token] = entry

    def _write(self, name: str, partition: str, sort: str, item: Any, meta: Any) -> None:
        table = self.tables[name]
        old = table.write(partition, sort, item)
        if meta is not None:
            table.stream.append(_with_images(meta, old, item))

    def _define(self, definitions: dict[str, Any]) -> None:
        for name in set(self.tables) - set(definitions):
            del self.tables[name]
        for name, (metadata, ttl) in definitions.items():
            if name in self.tables:
                self.tables[name].metadata = metadata
                self.tables[name].ttl = ttl
            else:
                self.tables[name] = Table(metadata, ttl)

    def lines(self) -> Iterator[dict[str, Any]]:
        """Records from which this state can be built again."""
        yield {"t": {name: [table.metadata, table.ttl] for name, table in self.tables.items()}}
        for name, table in self.tables.items():
            for partition, bucket in table.items.items():
                yield {"w": [[name, partition, sort, item, None] for sort, item in bucket.items()]}
            for record in table.stream:
                yield {"s": [name, [record]]}
        oldest = time.time() - TOKEN_LIFE_S
        for token, entry in self.tokens.items():
            if entry["completed_at"] > oldest:
                yield {"k": [token, entry]}


def without_images(record: dict[str, Any]) -> dict[str, Any]:
    """A stream record without what the write itself says: the old and the new image."""
    change = {k: v for k, v in record["dynamodb"].items() if k not in {"OldImage", "NewImage"}}
    return {**record, "dynamodb": change}


def _with_images(meta: dict[str, Any], old: Any, new: Any) -> dict[str, Any]:
    images = {"OldImage": old, "NewImage": new}
    change = {**meta["dynamodb"], **{k: v for k, v in images.items() if v is not None}}
    return {**meta, "dynamodb": change}


def _read(path: Path) -> Iterator[dict[str, Any]]:
    """The lines of a file, without a last one that a crash has cut."""
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                yield _DECODER.decode(line)
            except msgspec.DecodeError as error:
                if not line.endswith(b"\n"):
                    return
                raise LogDamaged(f"{path}, line {number}: {error}") from error


def _numbered(directory: Path, prefix: str) -> dict[int, Path]:
    paths = directory.glob(f"{prefix}-*")
    return {int(path.name.removeprefix(f"{prefix}-")): path for path in sorted(paths)}


def _covered(directory: Path) -> int:
    """The number of the last segment that the newest snapshot stands for."""
    return max(_numbered(directory, "snapshot"), default=0)


def replay(directory: Path, up_to: int | None = None) -> State:
    """The state after every segment, or after segment `up_to`. Raises `LogDamaged`."""
    state = State()
    covered = _covered(directory)
    if covered:
        for record in _read(directory / f"snapshot-{covered:08d}"):
            state.apply(record)
    for number, path in _numbered(directory, "log").items():
        if number > covered and (up_to is None or number <= up_to):
            for record in _read(path):
                state.apply(record)
    return state


def compact(directory: Path, up_to: int) -> None:
    """Writes `snapshot-<up_to>` beside closed segments, then removes what it stands for."""
    state = replay(directory, up_to)
    target = directory / f"snapshot-{up_to:08d}"
    unfinished = directory / "unfinished"
    with unfinished.open("wb") as file:
        for record in state.lines():
            file.write(_ENCODER.encode(record) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(target)
    _sweep(directory, up_to)


def _sweep(directory: Path, covered: int) -> None:
    for number, path in _numbered(directory, "log").items():
        if number <= covered:
            path.unlink()
    for number, path in _numbered(directory, "snapshot").items():
        if number < covered:
            path.unlink()


class Log:
    """The open segment. `append` returns when the operating system has the line."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        numbers = [*_numbered(directory, "log"), _covered(directory)]
        self._number = max(numbers) + 1
        self._open()

    @property
    def closed(self) -> int:
        """The number of the last closed segment."""
        return self._number - 1

    def append(self, record: dict[str, Any]) -> None:
        """Adds one line; it survives the process, and after `sync` the machine."""
        line = _ENCODER.encode(record) + b"\n"
        view = memoryview(line)
        while view:
            view = view[os.write(self._file, view) :]
        self._size += len(line)

    def rotate_when_full(self) -> bool:
        """Closes a segment that is beyond its size and opens the next; says whether it did."""
        if self._size < SEGMENT_BYTES:
            return False
        os.fsync(self._file)
        os.close(self._file)
        self._number += 1
        self._open()
        return True

    @property
    def closed_bytes(self) -> int:
        """The size of the closed segments that no snapshot stands for yet."""
        segments = _numbered(self._directory, "log").items()
        return sum(path.stat().st_size for number, path in segments if number < self._number)

    def sync(self) -> None:
        """Waits until the disk has every line."""
        os.fsync(self._file)

    def _open(self) -> None:
        path = self._directory / f"log-{self._number:08d}"
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._size = 0


if __name__ == "__main__":
    os.nice(10)
    compact(Path(sys.argv[1]), int(sys.argv[2]))
