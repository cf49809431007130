"""What signing in works with."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from tollgate.auth.signing_keys import KeyRing
from tollgate.auth.store import AuthStore
from tollgate.directory.service.changes import Directory
from tollgate.journal.models import Actor, Event, Target
from tollgate.kit.ids import new_id
from tollgate.mfa.store import MfaStore
from tollgate.secrets import RuntimeSecret


class Origin(Struct, frozen=True):
    """Where an attempt to sign in comes from."""

    request_id: str
    address: str | None = None
    agent: str | None = None


class Auth(Struct, frozen=True):
    """The sessions' store, the directory with its clock, the deployment's secret and its keys.

    `factors` keeps second factors and the sign-ins that wait for one.
    """

    store: AuthStore
    directory: Directory
    secret: Callable[[], RuntimeSecret]
    keys: KeyRing
    factors: MfaStore

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
