"""What signing in works with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tollgate.auth.store import AuthStore
from tollgate.directory.service.changes import Directory
from tollgate.journal.models import Actor, Event, Target
from tollgate.kit.ids import new_id
from tollgate.secrets import RuntimeSecret


@dataclass(frozen=True, slots=True)
class Auth:
    """The sessions' store, the directory with its clock, and the deployment's secret."""

    store: AuthStore
    directory: Directory
    secret: Callable[[], RuntimeSecret]

    def event(
        self,
        organization_id: str,
        actor: Actor,
        target: Target,
        *,
        action: str,
        request_id: str,
        **details: object,
    ) -> Event:
        """A journal event of now; `action` is `resource.verb`, `details` never hold a secret."""
        at_ms = self.directory.clock()
        return Event(
            event_id=new_id("evt", now_ms=at_ms),
            organization_id=organization_id,
            action=action,
            actor=actor,
            target=target,
            created_ms=at_ms,
            request_id=request_id,
            details=dict(details),
        )
