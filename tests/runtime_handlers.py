"""Handlers for the tests of the runtime loop; they run under the official client too."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from tollgate.runtime.models import StreamingResponse


def answer(event: dict[str, Any], context: Any) -> Any:
    """Does what the event says."""
    match event["do"]:
        case "raise":
            raise ValueError(event["value"])
        case "unserializable":
            return object()
        case "sleep":
            time.sleep(0.3)
            return None
        case "context":
            return {
                "function_name": context.function_name,
                "remaining_ms": context.get_remaining_time_in_millis(),
                "streams": getattr(context, "streams_response", False),
            }
    return event["value"]


def stream(event: dict[str, Any], _context: Any) -> StreamingResponse:
    """Streams `chunks` pieces of `size` bytes (or their number), `gap` seconds apart."""
    return StreamingResponse(200, {"x": "y"}, _chunks(event))


def _chunks(event: dict[str, Any]) -> Iterator[bytes]:
    for number in range(event["chunks"]):
        if number:
            time.sleep(event.get("gap", 0))
        if event.get("fails_at") == number:
            raise RuntimeError("on purpose")
        yield b"x" * event["size"] if "size" in event else b"%d" % number
