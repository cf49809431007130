"""Cursors of the list of recent requests: opaque outside, a moment and an event id inside."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode

from tollgate.errors import BadRequest
from tollgate.usage.models import UsageFact


def write_cursor(last: UsageFact) -> str:
    """Where the page after `last` begins."""
    return urlsafe_b64encode(f"{last.occurred_ms}/{last.event_id}".encode()).decode().rstrip("=")


def read_cursor(cursor: str) -> tuple[int, str]:
    """The moment and the event id of a cursor. Raises `BadRequest` for one that is not ours."""
    try:
        text = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        moment, _, event_id = text.partition("/")
        return int(moment), event_id
    except ValueError as error:
        raise BadRequest("not a cursor of this list", param="cursor") from error
