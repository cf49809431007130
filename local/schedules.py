"""Runs scheduled functions, as EventBridge does when deployed."""

from __future__ import annotations

import asyncio
import sys
from typing import Protocol

import msgspec

from local.invocations import FunctionFailed, Streamed, TimedOut
from tollgate.kit.clock import now_ms, to_rfc3339


class Invoker(Protocol):
    """Whoever can run a function."""

    async def invoke(self, function: str, event: bytes) -> bytes | Streamed:
        """Raises `FunctionFailed` and `TimedOut`."""


def scheduled_event(name: str, moment_ms: int) -> bytes:
    """The event that an EventBridge rule called `name` sends at `moment_ms` (epoch)."""
    return msgspec.json.encode(
        {
            "version": "0",
            "id": f"{name}-{moment_ms}",
            "detail-type": "Scheduled Event",
            "source": "aws.events",
            "account": "000000000000",
            "time": to_rfc3339(moment_ms),
            "region": "us-east-1",
            "resources": [f"arn:aws:events:us-east-1:000000000000:rule/{name}"],
            "detail": {},
        }
    )


async def run_schedule(invoker: Invoker, function: str, interval: float) -> None:
    """Invokes `function` every `interval` seconds, never twice at a time."""
    while True:
        await asyncio.sleep(interval)
        try:
            await invoker.invoke(function, scheduled_event(function, now_ms()))
        except (FunctionFailed, TimedOut) as error:
            print(f"schedule {function}: {error}", file=sys.stderr, flush=True)
