"""The log of the emulator: what is replayed equals what was written, wherever a crash cut it."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from local import write_ahead
from local.write_ahead import Log, LogDamaged, State, compact, replay, without_images

DEFINITION = {"t": {"journal": [{"TableName": "journal"}, None]}}


def change(sequence: int) -> dict[str, Any]:
    return {"eventID": f"e{sequence}", "dynamodb": {"SequenceNumber": f"{sequence:030d}"}}


def contents(state: State) -> Any:
    return {name: (table.items, table.stream) for name, table in state.tables.items()}


WRITES = st.tuples(
    st.sampled_from("ab"), st.sampled_from("xy"), st.none() | st.integers(0, 9), st.booleans()
)


@settings(deadline=None)
@given(st.lists(WRITES, max_size=20), st.integers(0, 20), st.integers(0, 20))
def test_a_replay_is_the_model(
    tmp_path_factory: pytest.TempPathFactory,
    writes: list[tuple[str, str, int | None, bool]],
    compact_after: int,
    consumed: int,
) -> None:
    directory = tmp_path_factory.mktemp("log")
    model, log = State(), Log(directory)
    records = [DEFINITION]
    for number, (partition, sort, value, streamed) in enumerate(writes):
        item = None if value is None else {"n": {"N": str(value)}}
        meta = change(number) if streamed else None
        records.append({"w": [["journal", partition, sort, item, meta]]})
        if number == consumed:
            records.append({"c": ["journal", f"{number // 2:030d}"]})
    for number, record in enumerate(records):
        model.apply(record)
        log.append(record)
        if number == compact_after:
            log = Log(directory)
            compact(directory, log.closed)
    assert contents(replay(directory)) == contents(model)
    assert len(list(directory.glob("snapshot-*"))) <= 1


def test_a_line_that_a_crash_cut_is_dropped_and_later_runs_go_on(tmp_path: Path) -> None:
    log = Log(tmp_path)
    log.append(DEFINITION)
    log.append({"w": [["journal", "p", "s", {"n": {"N": "1"}}, None]]})
    whole = (tmp_path / "log-00000001").read_bytes()
    log.append({"w": [["journal", "p", "s", {"n": {"N": "2"}}, None]]})
    longer = (tmp_path / "log-00000001").read_bytes()
    for end in range(len(whole) + 1, len(longer) - 1):
        (tmp_path / "log-00000001").write_bytes(longer[:end])
        assert replay(tmp_path).tables["journal"].items == {"p": {"s": {"n": {"N": "1"}}}}
    Log(tmp_path).append({"w": [["journal", "p", "s", {"n": {"N": "3"}}, None]]})
    assert replay(tmp_path).tables["journal"].items == {"p": {"s": {"n": {"N": "3"}}}}


def test_damage_elsewhere_is_reported_not_skipped(tmp_path: Path) -> None:
    (tmp_path / "log-00000001").write_bytes(b'{"broken\n{"w": []}\n')
    with pytest.raises(LogDamaged, match="line 1"):
        replay(tmp_path)


def test_a_stream_record_gets_its_images_back(tmp_path: Path) -> None:
    old, new = {"n": {"N": "1"}}, {"n": {"N": "2"}}
    record = change(1)
    record["dynamodb"] |= {"OldImage": old, "NewImage": new}
    log = Log(tmp_path)
    log.append(DEFINITION)
    log.append({"w": [["journal", "p", "s", old, None]]})
    log.append({"w": [["journal", "p", "s", new, without_images(record)]]})
    assert replay(tmp_path).tables["journal"].stream == [record]


def test_a_deleted_table_takes_its_items_along(tmp_path: Path) -> None:
    log = Log(tmp_path)
    log.append(DEFINITION)
    log.append({"w": [["journal", "p", "s", {}, None]]})
    log.append({"t": {}})
    log.append(DEFINITION)
    assert replay(tmp_path).tables["journal"].items == {}


def test_old_tokens_do_not_survive_a_compaction(tmp_path: Path) -> None:
    now = time.time()
    log = Log(tmp_path)
    log.append({"w": [], "k": ["old", {"completed_at": now - 601}]})
    log.append({"w": [], "k": ["new", {"completed_at": now}]})
    log = Log(tmp_path)
    compact(tmp_path, log.closed)
    assert set(replay(tmp_path).tokens) == {"new"}


def test_a_full_segment_is_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write_ahead, "SEGMENT_BYTES", 10)
    log = Log(tmp_path)
    assert not log.rotate_when_full()
    log.append(DEFINITION)
    assert log.rotate_when_full()
    assert log.closed == 1
    assert log.closed_bytes == (tmp_path / "log-00000001").stat().st_size
    compact(tmp_path, log.closed)
    assert log.closed_bytes == 0
    assert set(replay(tmp_path).tables) == {"journal"}
