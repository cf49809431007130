"""Cursors of the list of recent requests: opaque outside, a moment and an event id inside."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Final

from tollgate.errors import BadRequest
from tollgate.kit.clock import YEAR_10000_MS
from tollgate.usage.models import UsageFact

_POSITION: Final = re.compile(r"([0-9]{1,15})/([!-~]+)")


def write_cursor(last: UsageFact) -> str:
    """Where the page after `last` begins."""
    return urlsafe_b64encode(f"{last.occurred_ms}/{last.event_id}".encode()).decode().rstrip("=")


def read_cursor(cursor: str) -> tuple[int, str]:
    """The moment and the event id of a cursor. Raises `BadRequest` for one that is not ours."""
    try:
        text = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except ValueError:
        text = ""
    match = _POSITION.fullmatch(text)
    if match is None or int(match[1]) >= YEAR_10000_MS:
        raise BadRequest("not a cursor of this list", param="cursor")
    return int(match[1]), match[2]
