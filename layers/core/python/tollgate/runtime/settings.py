"""What the runtime loop needs to know: the variables that the Lambda service sets."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Self

from msgspec import Struct


class RuntimeSettings(Struct, frozen=True):
    """Names as in "Defined runtime environment variables" of the Lambda developer guide.

    `api` is `host:port`, optionally followed by a path; `concurrency` is the number of invocations
    that one process serves at a time (1 on AWS).
    """

    api: str
    handler: str
    task_root: str
    concurrency: int
    function_name: str
    function_version: str
    memory_limit_in_mb: str
    log_group_name: str
    log_stream_name: str

    @classmethod
    def from_env(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Raises `KeyError` when AWS_LAMBDA_RUNTIME_API or _HANDLER is absent."""
        return cls(
            api=environment["AWS_LAMBDA_RUNTIME_API"],
            handler=environment["_HANDLER"],
            task_root=environment.get("LAMBDA_TASK_ROOT", ""),
            concurrency=int(environment.get("TOLLGATE_RUNTIME_CONCURRENCY", "1")),
            function_name=environment.get("AWS_LAMBDA_FUNCTION_NAME", ""),
            function_version=environment.get("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"),
            memory_limit_in_mb=environment.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128"),
            log_group_name=environment.get("AWS_LAMBDA_LOG_GROUP_NAME", ""),
            log_stream_name=environment.get("AWS_LAMBDA_LOG_STREAM_NAME", ""),
        )
