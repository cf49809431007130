"""Handlers for the tests of the runtime loop; they run under the official client too."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.waiting import eventually, meet
from tollgate.runtime.models import StreamingResponse


def answer(event: dict[str, Any], context: Any) -> Any:
    """Does what the event says."""
    match event["do"]:
        case "raise":
            raise ValueError(event["value"])
        case "unserializable":
            return object()
        case "meet":
            meet(Path(event["place"]), event["count"])
            return os.getpid()
        case "context":
            return {
                "function_name": context.function_name,
                "remaining_ms": context.get_remaining_time_in_millis(),
                "streams": getattr(context, "streams_response", False),
            }
    return event["value"]


def stream(event: dict[str, Any], _context: Any) -> StreamingResponse:
    """Streams `chunks` pieces of `size` bytes (or their number).

    With `heard`, a directory, each piece waits for the file that says that the one before was.
    """
    return StreamingResponse(200, {"x": "y"}, _chunks(event))


def _chunks(event: dict[str, Any]) -> Iterator[bytes]:
    for number in range(event["chunks"]):
        if number and "heard" in event:
            eventually((Path(event["heard"]) / str(number - 1)).exists)
        if event.get("fails_at") == number:
            raise RuntimeError("on purpose")
        yield b"x" * event["size"] if "size" in event else b"%d" % number
