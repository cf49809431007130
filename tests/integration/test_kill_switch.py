"""A change of policies holds from the next call on, in every process."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from tests.data_path import DataPath, running_data_path, scripted_provider
from tests.governing import enforce
from tests.workers import running_workers

pytestmark = pytest.mark.aws

STOP = {"type": "security", "actions": {"on_violation": "deny"}}


@pytest.fixture
def path(emulator: str) -> Iterator[DataPath]:
    with scripted_provider() as url, running_data_path(emulator, url) as running:
        yield running


def test_no_call_that_begins_after_a_stop_gets_through_in_any_process(path: DataPath) -> None:
    with running_workers(path, 3) as workers:
        before = workers.collect(4)
        deadline = time.monotonic() + 60
        while {call.worker for call in before if call.status == 200} != {0, 1, 2}:
            assert time.monotonic() < deadline, "not every worker calls"
            before += workers.collect(0.5)
        enforce(path, STOP)
        stopped = time.time_ns()
        after = [call for call in workers.collect(1.5) if call.began_ns > stopped]
        assert {call.worker for call in after} == {0, 1, 2}
        assert {call.status for call in after} == {403}
        enforce(path)
        opened = time.time_ns()
        again = [call for call in workers.collect(1.5) if call.began_ns > opened]
        assert {call.worker for call in again} == {0, 1, 2}
        assert {call.status for call in again} == {200}
