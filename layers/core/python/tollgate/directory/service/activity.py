"""What a person did and what was done to them, from the journal."""

from __future__ import annotations

from tollgate.auth.models import Caller
from tollgate.directory.service.changes import Directory
from tollgate.directory.service.users import get_user
from tollgate.journal.models import Event
from tollgate.journal.service import Journal


def activity_of(
    directory: Directory,
    journal: Journal,
    caller: Caller,
    user_id: str,
    *,
    limit: int,
    before: str | None,
) -> tuple[list[Event], str | None]:
    """Events newest first, and the id that older ones follow after, or None.

    Raises `NotFound` out of the reach of the caller's `users.view`.
    """
    person = get_user(directory, caller, user_id)
    events = journal.about(person.organization_id, person.id, limit=limit + 1, before=before)
    more = len(events) > limit
    return events[:limit], events[limit - 1].event_id if more else None
