"""From a fresh process to its first answer, from the built assets, for every HTTP function.

    python -m benchmarks.cold_start [runs]

The interpreter has nothing on its path but the asset, its layers and the runtime client. The proxy
answers a governed call over the local DynamoDB emulator and the scripted provider, and what its
time goes to is told apart; on AWS the preparation of TLS comes on top, which no store here needs.
The other functions refuse a stranger: the same imports as for anybody.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from infra_cdk.build import host_target, sizes
from infra_cdk.functions.catalog import HTTP_FUNCTIONS
from infra_cdk.functions.proxy import PROXY
from tests.data_path import DataPath, running_data_path, scripted_provider
from tests.dynamodb import running_emulator
from tests.events import load
from tests.packaged import (
    INTERPRETER,
    OFFICIAL,
    OURS,
    build_for_this_machine,
    first_answer,
    last_answer,
    python_path,
)

SAMPLES: Final = {
    "auth": "login",
    "sso": "discover",
    "scim": "list_people",
    "directory": "list_users",
    "costs": "summary",
    "policies": "list_policies",
    "usage": "summary",
    "status": "health",
}
LOAD: Final = 300
"""Calls after which a worker's memory is read, as long and short as they come."""

PHASES: Final = """
import json, time
marks = [("interpreter", time.process_time())]
mark = lambda name: marks.append((name, time.process_time()))
import gc
gc.disable()  # as the runtime loop does
import tollgate.runtime.loop
mark("runtime loop")
import functions.proxy.handler as handler
mark("imports of the proxy")
handler.gateway()
mark("settings and clients")
handler.preload()
mark("vocabulary of the tokenizer")
handler.preload_tls()
mark("TLS, on AWS only")
print(json.dumps(marks))
"""


def phases(directory: Path, settings: Mapping[str, str], runs: int) -> None:
    """Prints the CPU time of each step before the first call, as medians."""
    environment = {**settings, "PATH": os.environ["PATH"]}
    environment["PYTHONPATH"] = python_path(directory, PROXY)
    steps: dict[str, list[float]] = {}
    for _ in range(runs):
        command = [INTERPRETER, "-S", "-c", PHASES]
        run = subprocess.run(
            command, cwd=tempfile.gettempdir(), env=environment, capture_output=True, check=True
        )
        before = 0.0
        for name, at in json.loads(run.stdout):
            steps.setdefault(name, []).append((at - before) * 1000)
            before = at
    print("proxy before its first call, CPU ms")
    for name, taken in steps.items():
        print(f"  {name:30}{statistics.median(taken):8.1f}")


def environment_of(path: DataPath) -> dict[str, str]:
    return {
        "AWS_REGION": path.aws.region,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_ENDPOINT_URL": str(path.aws.dynamodb_endpoint),
        "TOLLGATE_STORE_TIMEOUT_MS": "30000",
        "TOLLGATE_DIRECTORY_TABLE": path.tables.directory,
        "TOLLGATE_ACCOUNTS_TABLE": path.tables.accounts,
        "TOLLGATE_JOURNAL_TABLE": path.tables.journal,
        "TOLLGATE_POLICIES_TABLE": path.tables.policies,
        "TOLLGATE_SECRET_FILE": path.secret_file,
        "DATABASE_URL": "postgresql://127.0.0.1:9/none",
    }


def governed(path: DataPath, size: int, *, stream: bool = False) -> dict[str, Any]:
    """The event of a call with a prompt of so many characters."""
    content = ("Explain the categorical imperative to a straightforward botanist. " * 500)[:size]
    body = {"model": "scripted/lorem", "max_tokens": 50, "stream": stream}
    body["messages"] = [{"role": "user", "content": content}]
    return load("proxy/chat_completion", bearer=path.tenant.token, body=body)


def first_answers(directory: Path, path: DataPath, settings: Mapping[str, str], runs: int) -> None:
    """Prints medians over so many fresh processes of each function, under both runtimes."""
    print(f"{'function':12}{'runtime':14}{'first answer ms':>16}{'CPU ms':>9}   median of {runs}")
    for spec in HTTP_FUNCTIONS:
        sample = SAMPLES.get(spec.name)
        event = load(f"{spec.name}/{sample}", bearer="") if sample else governed(path, 400)
        for label, runtime in (("own loop", OURS), ("awslambdaric", OFFICIAL)):
            answers = [first_answer(directory, spec, event, settings, runtime) for _ in range(runs)]
            wall = statistics.median(answer.seconds for answer in answers) * 1000
            cpu = statistics.median(answer.cpu_seconds for answer in answers) * 1000
            print(f"{spec.name:12}{label:14}{wall:16.0f}{cpu:9.0f}")


def size_and_memory(directory: Path, path: DataPath, settings: Mapping[str, str]) -> None:
    """Prints what the proxy takes on disk, and in memory under load."""
    calls = [
        governed(path, size, stream=stream)
        for size in (200, 2_000, 8_000, 32_000, 500)
        for stream in (False, True)
    ]
    loaded = last_answer(directory, PROXY, calls * (LOAD // len(calls)), settings, OURS)
    unpacked = sizes(host_target())[PROXY.name]
    print(f"proxy with its layers, unpacked: {unpacked / 1e6:.1f} MB")
    print(f"memory of a worker after {LOAD} calls: {loaded.memory_bytes / 1e6:.1f} MB")


def main(runs: int) -> None:
    directory = build_for_this_machine()
    with (
        running_emulator() as endpoint,
        scripted_provider() as provider,
        running_data_path(endpoint, provider) as path,
    ):
        settings = environment_of(path)
        phases(directory, settings, runs)
        first_answers(directory, path, settings, runs)
        size_and_memory(directory, path, settings)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
