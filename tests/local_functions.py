"""Small functions that stand in for the product's own, to try the local run by itself."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.waiting import eventually, meet
from tollgate.runtime.models import InvocationContext, StreamingResponse


def http(event: dict[str, Any], context: InvocationContext) -> dict[str, Any]:
    """Answers what it was asked; the three calls of the first run get what they need."""
    path = event["path"]
    if path == "/api/v1/admin/bootstrap":
        return {"statusCode": 201, "body": "{}"}
    if path == "/api/v1/auth/login":
        body = {"access_token": "session", "user": {"organization_id": "org_" + "0" * 20}}
        return {"statusCode": 200, "body": json.dumps(body)}
    if path == "/api/v1/api-keys":
        return {"statusCode": 201, "body": '{"id": "key_1", "key": "tg_live_test"}'}
    if path.endswith("/crash"):
        os._exit(3)
    if path.endswith("/raise"):
        raise ValueError("on purpose")
    if path.endswith("/slow"):
        time.sleep(0.5)
    body = {
        "event": event,
        "environment": sorted(os.environ),
        "remaining_ms": context.get_remaining_time_in_millis(),
    }
    return {
        "statusCode": 200,
        "headers": {"content-type": "application/json", "x-flag": True},
        "multiValueHeaders": {"set-cookie": ["a=1", "b=2"]},
        "body": json.dumps(body),
    }


def stream(event: dict[str, Any], context: InvocationContext) -> StreamingResponse:
    """Streams `chunks` pieces; writes `settled` when it was run to its end.

    With `heard`, a directory, each piece waits for the file that says that the one before was;
    with `meet` the last waits until so many calls are at theirs, in the directory `place`.
    """
    assert context.streams_response
    wanted = event["queryStringParameters"] or {}
    return StreamingResponse(200, {"content-type": "text/event-stream"}, _chunks(wanted))


def _chunks(wanted: dict[str, str]) -> Iterator[bytes]:
    chunks = int(wanted.get("chunks", "3"))
    for number in range(chunks):
        if number and "heard" in wanted:
            eventually((Path(wanted["heard"]) / str(number - 1)).exists)
        if number == chunks - 1 and "meet" in wanted:
            meet(Path(wanted["place"]), int(wanted["meet"]))
        if wanted.get("fails_at") == str(number):
            raise RuntimeError("on purpose")
        yield b"data: %d\n\n" % number
    if "settled" in wanted:
        Path(wanted["settled"]).write_text("settled")


def record(event: dict[str, Any], context: InvocationContext) -> dict[str, Any]:
    """Keeps what an event source sent, one whole file per invocation, under TMPDIR."""
    scratch = Path(os.environ["TMPDIR"])
    name = f"{context.function_name}-{time.time_ns()}.json"
    unfinished = scratch / f".{name}"
    unfinished.write_text(json.dumps(event))
    unfinished.rename(scratch / name)
    return {"batchItemFailures": []}
