"""What the path and the query of a request may hold, before anything else looks at them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from tollgate.errors import BadRequest


def check_address(event: Mapping[str, Any]) -> None:
    """Raises `BadRequest` on a NUL, which no name holds and PostgreSQL takes in no text."""
    if "\x00" in unquote(event.get("path") or ""):
        raise BadRequest("the path holds a NUL")
    for name, values in (event.get("multiValueQueryStringParameters") or {}).items():
        if any("\x00" in text for text in (name, *values)):
            raise BadRequest("a parameter holds a NUL", param=name)
