"""What governance adds to a call: CPU, latency and store round trips, beside the bare provider.

    python -m benchmarks.governed_call [calls]

The handler runs in this process, over HTTP against the local DynamoDB emulator and the scripted
provider, each a process of its own. CPU is this process's own: authentication, admission, signing,
forwarding, pricing, settlement. The emulator is no measure of DynamoDB: its time is shown apart.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator

from tests.data_path import running_data_path, scripted_provider
from tests.dynamodb import running_emulator
from tests.governing import enforce
from tollgate.kit.connections import ConnectionPool
from tollgate.proxy.models import HttpRequest
from tollgate.proxy.pipeline import handle

CHUNKS = 51
POLICIES = (
    {"type": "content_filter", "rules": {"categories": ["pii", "secrets", "injection"]}},
    {
        "type": "content_filter",
        "rules": {
            "patterns": [{"name": "project", "pattern": r"(?i)project\s+(falcon|heron)"}],
            "keywords": ["confidential", "internal only"],
            "scan_output": True,
        },
        "actions": {"on_violation": "redact"},
    },
    {"type": "usage", "rules": {"allowed_models": ["scripted/*"], "max_output_tokens": 4_000}},
    {"type": "rate_limit", "rules": {"requests_per_minute": 10**6, "per": "user"}},
    {"type": "cost_limit", "rules": {"monthly_limit_nano": 10**15}},
)
"""What the rows marked `with policies` are held to. Their prompts differ from call to call; those
`seen before` are one prompt over and over, which detectors do not search again."""


def request_body(model: str, content: str, *, stream: bool, max_tokens: int) -> bytes:
    body = {
        "model": model,
        "messages": [{"role": "user", "content": content}],
        "max_tokens": max_tokens,
        "stream": stream,
    }
    return json.dumps(body).encode()


def measure(call: Callable[[], None], calls: int) -> tuple[float, float, float]:
    """CPU-ms per call, and median and 99th percentile of wall ms."""
    for _ in range(20):
        call()
    walls = []
    cpu = time.process_time()
    for _ in range(calls):
        began = time.perf_counter()
        call()
        walls.append((time.perf_counter() - began) * 1000)
    cpu = (time.process_time() - cpu) * 1000 / calls
    return cpu, statistics.median(walls), sorted(walls)[int(calls * 0.99)]


def first_chunk(call: Callable[[], Iterator[bytes]], calls: int) -> float:
    """Median wall ms from the call to its first chunk; the rest is read outside the clock."""
    walls = []
    for _ in range(calls):
        began = time.perf_counter()
        chunks = call()
        next(chunks)
        walls.append((time.perf_counter() - began) * 1000)
        for _ in chunks:
            pass
    return statistics.median(walls)


def run(calls: int) -> None:
    with (
        scripted_provider() as url,
        running_emulator() as endpoint,
        running_data_path(endpoint, url) as path,
    ):
        pool = ConnectionPool()
        dynamodb = path.dynamodb
        headers = {"authorization": f"Bearer {path.tenant.token}"}

        def governed(body: bytes) -> Iterator[bytes]:
            reply = handle(path.gateway, HttpRequest("POST", "/v1/chat/completions", headers, body))
            if reply.status != 200:
                raise RuntimeError(reply.body)
            return iter((reply.body,)) if isinstance(reply.body, bytes) else reply.body

        def bare(body: bytes) -> Iterator[bytes]:
            return pool.request(
                "POST",
                f"{url}/v1/chat/completions",
                {"content-type": "application/json"},
                body,
                connect_timeout=5,
                read_timeout=30,
            ).chunks()

        print(f"{calls} calls each, one client; store: the local emulator over HTTP")
        print(f"{'':48}{'CPU ms':>9}{'p50 ms':>9}{'p99 ms':>9}{'trips':>7}")
        shapes = {
            "plain": ("echo", "hello there", False, 64),
            "plain, 32 KB prompt": ("echo", "The quick brown fox. " * 1_600, False, 16),
            f"streamed, {CHUNKS} chunks": ("lorem", "hello", True, CHUNKS),
        }
        for name, (model, content, stream, limit) in shapes.items():
            theirs = request_body(model, content, stream=stream, max_tokens=limit)
            ours = request_body(f"scripted/{model}", content, stream=stream, max_tokens=limit)
            cpu, p50, p99 = measure(lambda body=theirs: list(bare(body)), calls)  # type: ignore[misc]
            print(f"{name + ', bare provider':48}{cpu:9.3f}{p50:9.2f}{p99:9.2f}{'':>7}")
            before = dynamodb.round_trips
            cpu, p50, p99 = measure(lambda body=ours: list(governed(body)), calls)  # type: ignore[misc]
            trips = (dynamodb.round_trips - before) / (calls + 20)
            print(f"{name + ', governed':48}{cpu:9.3f}{p50:9.2f}{p99:9.2f}{trips:7.2f}")
        enforce(path, *POLICIES)
        for name, (model, content, stream, limit) in shapes.items():
            bodies = [
                request_body(f"scripted/{model}", f"{n} {content}", stream=stream, max_tokens=limit)
                for n in range(calls + 20)
            ]
            for seen in ("", ", seen before"):
                told = iter(bodies if not seen else bodies[-1:] * (calls + 20))
                before = dynamodb.round_trips
                cpu, p50, p99 = measure(lambda told=told: list(governed(next(told))), calls)  # type: ignore[misc]
                trips = (dynamodb.round_trips - before) / (calls + 20)
                title = f"{name}, with policies{seen}"
                print(f"{title:48}{cpu:9.3f}{p50:9.2f}{p99:9.2f}{trips:7.2f}")
        enforce(path)
        paced = request_body("paced-20ms", "one two three four five", stream=True, max_tokens=8)
        ours = request_body(
            "scripted/paced-20ms", "one two three four five", stream=True, max_tokens=8
        )
        few = max(10, calls // 20)
        print(
            f"first chunk of a paced stream: bare {first_chunk(lambda: bare(paced), few):.2f} ms,",
            end="",
        )
        print(f" governed {first_chunk(lambda: governed(ours), few):.2f} ms")
        pool.close()


if __name__ == "__main__":
    run(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
