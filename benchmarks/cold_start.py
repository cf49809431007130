"""From a fresh process to its first answer, from the built assets, for every HTTP function.

    python -m benchmarks.cold_start [runs]

The interpreter has nothing on its path but the asset, its layers and the runtime client. The proxy
answers a refused call: the same imports, secret and parsing as a governed one, without the store.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from infra_cdk.functions.catalog import HTTP_FUNCTIONS
from tests.events import load
from tests.packaged import OFFICIAL, OURS, build_for_this_machine, first_answer

SAMPLES = {
    "proxy": "chat_completion",
    "auth": "login",
    "directory": "list_users",
    "costs": "summary",
    "policies": "list_policies",
    "usage": "summary",
    "status": "health",
}


def environment(secret_file: Path) -> dict[str, str]:
    secret_file.write_text(json.dumps({"pepper": "p", "setup_token": "s", "providers": {}}))
    return {
        "AWS_REGION": "eu-west-1",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
        "TOLLGATE_DIRECTORY_TABLE": "directory",
        "TOLLGATE_ACCOUNTS_TABLE": "accounts",
        "TOLLGATE_JOURNAL_TABLE": "journal",
        "TOLLGATE_POLICIES_TABLE": "policies",
        "TOLLGATE_SECRET_FILE": str(secret_file),
        "DATABASE_URL": "postgresql://127.0.0.1:9/none",
    }


def slowest_imports(count: int) -> list[str]:
    """Modules of the proxy by their own import time, microseconds first."""
    run = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", "import functions.proxy.handler"],
        capture_output=True,
        text=True,
        check=True,
    )
    rows = [line.removeprefix("import time:").split("|") for line in run.stderr.splitlines()[1:]]
    rows.sort(key=lambda row: int(row[0]), reverse=True)
    return [f"{int(own):7} us  {name.strip()}" for own, _, name in rows[:count]]


def main(runs: int) -> None:
    directory = build_for_this_machine()
    print(f"{'function':12}{'runtime':14}{'first answer ms':>16}{'CPU ms':>9}   median of {runs}")
    with tempfile.TemporaryDirectory() as temporary:
        settings = environment(Path(temporary) / "secret.json")
        for spec in HTTP_FUNCTIONS:
            event = load(f"{spec.name}/{SAMPLES[spec.name]}")
            for label, runtime in (("own loop", OURS), ("awslambdaric", OFFICIAL)):
                answers = [
                    first_answer(directory, spec, event, settings, runtime) for _ in range(runs)
                ]
                wall = statistics.median(answer.seconds for answer in answers) * 1000
                cpu = statistics.median(answer.cpu_seconds for answer in answers) * 1000
                print(f"{spec.name:12}{label:14}{wall:16.0f}{cpu:9.0f}")
    print("slowest imports of the proxy, own time:")
    print("\n".join(slowest_imports(8)))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
