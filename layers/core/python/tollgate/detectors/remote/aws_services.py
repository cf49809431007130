"""A signed question to an AWS service that looks at content."""

from __future__ import annotations

from typing import Any

import msgspec

from tollgate.aws.signing import Credentials, signed_headers
from tollgate.detectors.remote.asking import post
from tollgate.detectors.remote.context import RemoteContext


def ask_service(
    context: RemoteContext,
    url: str,
    question: dict[str, Any],
    ends: float,
    *,
    service: str,
    content_type: str = "application/json",
    target: str | None = None,
) -> bytes:
    """The answer's JSON text. Raises `DetectorUnavailable`."""
    aws, body = context.aws, msgspec.json.encode(question)
    headers = signed_headers(
        Credentials(aws.access_key_id, aws.secret_access_key, aws.session_token),
        service=service,
        region=aws.region,
        url=url,
        target=target,
        content_type=content_type,
        body=body,
    )
    return post(context, url, headers, body, ends)
