"""How soon a policy that stops every call is felt: `python -m benchmarks.kill_switch [workers]`.

Warm functions, each a process of its own with its own caches, call without a pause. A policy that
denies everything is put in force; counted are the calls that began after that and still got
through. The store is the local emulator, the processes share this machine.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Iterator

from tests.data_path import running_data_path, scripted_provider
from tests.dynamodb import running_emulator
from tests.governing import enforce
from tests.workers import Called, Workers, running_workers

STOP = {"name": "Stop", "type": "security", "actions": {"on_violation": "deny"}}


_ROUNDS = 100


def calls_since(workers: Workers, began_ns: int, count: int) -> Iterator[Called]:
    """The calls of three seconds, and of as many more as each process needs to make its first."""
    silent = set(range(count))
    for _ in range(_ROUNDS):
        for call in workers.collect(3):
            if call.began_ns > began_ns:
                silent.discard(call.worker)
                yield call
        if not silent:
            return
    raise SystemExit(f"these processes do not call: {sorted(silent)}")


def run(count: int) -> None:
    with (
        scripted_provider() as url,
        running_emulator() as endpoint,
        running_data_path(endpoint, url) as path,
        running_workers(path, count) as workers,
    ):
        before = list(calls_since(workers, 0, count))
        asked = time.monotonic_ns()
        enforce(path, STOP)
        in_force = time.monotonic_ns()
        after = list(calls_since(workers, in_force, count))
    passed = [call for call in after if call.status == 200]
    first = [min(call.began_ns for call in after if call.worker == n) for n in range(count)]
    print(f"{count} processes, {len(before)} calls before; the store: the local emulator")
    print(f"the policy was in force after {(in_force - asked) / 1e6:.1f} ms (unconditional writes)")
    print(f"calls that began after it: {len(after)}, let through: {len(passed)}")
    waits = [(began - in_force) / 1e6 for began in first]
    print(f"the next call of each process came after {statistics.median(waits):.1f} ms (median)")


if __name__ == "__main__":
    run(int(sys.argv[1]) if len(sys.argv) > 1 else 4)
