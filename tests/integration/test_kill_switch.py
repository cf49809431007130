"""A change of policies holds from the next call on, in every process."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.data_path import DataPath, running_data_path, scripted_provider
from tests.governing import enforce
from tests.waiting import eventually
from tests.workers import Called, Workers, running_workers

pytestmark = pytest.mark.aws

STOP = {"type": "security", "actions": {"on_violation": "deny"}}
WORKERS = 3
CALLS_EACH = 5


@pytest.fixture
def path(emulator: str) -> Iterator[DataPath]:
    with scripted_provider() as url, running_data_path(emulator, url) as running:
        yield running


def test_no_call_that_begins_after_a_stop_gets_through_in_any_process(path: DataPath) -> None:
    with running_workers(path, WORKERS) as workers:
        assert 200 in statuses_since(workers, 0)
        enforce(path, STOP)
        assert statuses_since(workers, time.monotonic_ns()) == {403}
        enforce(path)
        assert statuses_since(workers, time.monotonic_ns()) == {200}


def statuses_since(workers: Workers, moment_ns: int) -> set[int]:
    """Of calls that began later, a few of every process."""
    seen: list[Called] = []

    def everybody_called() -> bool:
        seen.extend(call for call in workers.collect(0.1) if call.began_ns > moment_ns)
        calls = Counter(call.worker for call in seen)
        return len(calls) == WORKERS and min(calls.values()) >= CALLS_EACH

    eventually(everybody_called)
    return {call.status for call in seen}
