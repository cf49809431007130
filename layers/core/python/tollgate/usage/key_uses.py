"""Which API keys a batch of the journal's stream shows in use, and when last."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

Note = Callable[[str, str, int], None]
"""Remembers that a key of an organization was used at some epoch milliseconds."""


def note_uses(note: Note, records: Iterable[Mapping[str, Any]]) -> int:
    """Notes the last use of every key in the batch; returns how many keys that were.

    A refused call is a use as well: somebody had the key. What is no request is passed over.
    """
    latest: dict[tuple[str, str], int] = {}
    for record in records:
        image = record["dynamodb"].get("NewImage") or {}
        try:
            place = image["organization_id"]["S"], image["key_id"]["S"]
            created_ms = int(image["created_ms"]["N"])
        except (KeyError, TypeError, ValueError):
            continue
        latest[place] = max(created_ms, latest.get(place, 0))
    for (organization_id, key_id), at_ms in sorted(latest.items()):
        note(organization_id, key_id, at_ms)
    return len(latest)
