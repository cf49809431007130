"""Ending sessions."""

from __future__ import annotations

from tollgate.auth.models import Caller
from tollgate.auth.service.deps import Auth
from tollgate.journal.models import Target


def logout(auth: Auth, caller: Caller) -> None:
    """Ends the caller's session, if it has one."""
    if caller.session_id is None:
        return
    session = auth.store.get_session(caller.organization_id, caller.session_id)
    if session is None:
        return
    event = auth.event(
        session.organization_id,
        caller.actor,
        Target("user", session.user_id),
        action="session.signed_out",
        request_id=caller.request_id,
    )
    auth.store.close_session(session, event)
