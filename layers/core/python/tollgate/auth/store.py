"""Sessions and failed sign-ins, in the directory table beside the people that they belong to."""

from __future__ import annotations

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition

from tollgate.auth.models import Attempts, Session
from tollgate.aws.items import Item, ListOf, Transaction, bind, fetch
from tollgate.errors import Conflict, InvalidCredentials
from tollgate.journal.models import Event
from tollgate.journal.service import Journal
from tollgate.settings import AwsSettings, TableSettings

_ATTEMPTS_KEPT_S = 24 * 3600


class SessionItem(Item):
    """`sk=SESSION#<id>`; `expires_at` is the table's TTL attribute, in seconds."""

    token_hash = UnicodeAttribute()
    user_id = UnicodeAttribute()
    generation = NumberAttribute(default=0)
    methods = ListOf(null=True)
    address = UnicodeAttribute(null=True)
    agent = UnicodeAttribute(null=True)
    authenticated_ms = NumberAttribute(null=True)
    seen_ms = NumberAttribute(null=True)
    idle_ms = NumberAttribute(default=0)
    created_ms = NumberAttribute()
    expires_ms = NumberAttribute()
    expires_at = NumberAttribute()


class AttemptsItem(Item):
    """`sk=SIGNIN#<user id>`: failures since the last success, forgotten after a quiet day."""

    failed = NumberAttribute(default=0)
    locked_until_ms = NumberAttribute(default=0)
    expires_at = NumberAttribute()


class AuthStore:
    """Every method raises `Unavailable` when the table is down."""

    def __init__(self, settings: AwsSettings, tables: TableSettings, journal: Journal) -> None:
        self._settings = settings
        self._journal = journal
        self._sessions = bind(SessionItem, tables.directory, settings)
        self._attempts = bind(AttemptsItem, tables.directory, settings)

    def get_session(self, organization_id: str, session_id: str) -> Session | None:
        """The session, expired or not, or None."""
        item = fetch(self._sessions, organization_id, f"SESSION#{session_id}")
        if item is None:
            return None
        return _session(item)

    def get_attempts(self, organization_id: str, user_id: str) -> Attempts:
        """Zeroes when there are none."""
        item = fetch(self._attempts, organization_id, f"SIGNIN#{user_id}")
        return Attempts(int(item.failed), int(item.locked_until_ms)) if item else Attempts()

    def open_session(self, session: Session, event: Event) -> None:
        """Stores a session, forgets earlier failures and records the sign-in."""
        transaction = Transaction(self._settings)
        item = self._sessions(
            session.organization_id,
            f"SESSION#{session.id}",
            token_hash=session.token_hash,
            user_id=session.user_id,
            generation=session.generation,
            methods=list(session.methods),
            address=session.address,
            agent=session.agent,
            authenticated_ms=session.authenticated_ms,
            seen_ms=session.seen_ms,
            idle_ms=session.idle_ms,
            created_ms=session.created_ms,
            expires_ms=session.expires_ms,
            expires_at=session.expires_ms // 1000,
        )
        absent = self._sessions.pk.does_not_exist()
        transaction.put(item, Conflict("this session exists already"), absent)
        attempts = self._attempts(session.organization_id, f"SIGNIN#{session.user_id}")
        transaction.delete(attempts, InvalidCredentials("sign-in failed"))
        self._journal.record(transaction, event)
        transaction.commit()

    def close_session(self, session: Session, event: Event) -> None:
        """Removes the session; its token is refused from now on."""
        transaction = Transaction(self._settings)
        item = self._sessions(session.organization_id, f"SESSION#{session.id}")
        transaction.delete(item, Conflict("this session ended already"))
        self._journal.record(transaction, event)
        transaction.commit()

    def record_failure(
        self, organization_id: str, user_id: str, before: Attempts, after: Attempts, event: Event
    ) -> None:
        """Counts one failure. Raises `Conflict` when another was counted meanwhile."""
        transaction = Transaction(self._settings)
        item = self._attempts(
            organization_id,
            f"SIGNIN#{user_id}",
            failed=after.failed,
            locked_until_ms=after.locked_until_ms,
            expires_at=event.created_ms // 1000 + _ATTEMPTS_KEPT_S,
        )
        as_read: Condition = self._attempts.failed == before.failed
        if before.failed == 0:
            as_read = self._attempts.pk.does_not_exist()
        transaction.put(item, Conflict("another attempt came in between"), as_read)
        self._journal.record(transaction, event)
        transaction.commit()

    def record(self, event: Event) -> None:
        """Records an attempt that belongs to no known person."""
        transaction = Transaction(self._settings)
        self._journal.record(transaction, event)
        transaction.commit()


def _session(item: SessionItem) -> Session:
    return Session(
        id=item.sk.removeprefix("SESSION#"),
        organization_id=item.pk,
        user_id=item.user_id,
        token_hash=item.token_hash,
        generation=int(item.generation),
        methods=tuple(item.methods or ("pwd",)),
        address=item.address,
        agent=item.agent,
        authenticated_ms=int(item.authenticated_ms or item.created_ms),
        seen_ms=int(item.seen_ms or item.created_ms),
        idle_ms=int(item.idle_ms),
        created_ms=int(item.created_ms),
        expires_ms=int(item.expires_ms),
    )
