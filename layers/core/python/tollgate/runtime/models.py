"""What a handler sees of the Lambda service, and the answer that it may stream."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct


class StreamingResponse(Struct, frozen=True):
    """An HTTP answer whose body is sent chunk by chunk.

    The runtime iterates `chunks` to its end even when nobody reads any more, and closes it when it
    has a `close` method; empty chunks are skipped.
    """

    status: int
    headers: dict[str, str]
    chunks: Iterator[bytes]


class InvocationContext(Struct, frozen=True):
    """The context object of one invocation, with the attribute names that Lambda documents.

    `deadline_ms` is epoch milliseconds. `streams_response` tells a handler that it may return a
    `StreamingResponse`; the managed runtime's context has no such attribute.
    """

    streams_response: ClassVar[bool] = True

    aws_request_id: str
    invoked_function_arn: str
    deadline_ms: int
    function_name: str
    function_version: str
    memory_limit_in_mb: str
    log_group_name: str
    log_stream_name: str
    client_context: None = None
    identity: None = None

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds until the invocation is stopped, never negative."""
        return max(0, self.deadline_ms - int(time.time() * 1000))
