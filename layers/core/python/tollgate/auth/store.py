"""Sessions and failed sign-ins, in the directory table beside the people that they belong to."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from msgspec.structs import replace
from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from tollgate.auth.models import BY_PASSWORD, Attempts, OpenSessions, Session
from tollgate.aws.items import Beside, Item, ListOf, Transaction, bind, fetch, is_refused, reads
from tollgate.directory.items import DirectoryItem, sort_key
from tollgate.directory.models import SYSTEM, Status, User
from tollgate.errors import Conflict, InvalidCredentials, Unauthenticated, Unavailable
from tollgate.journal.models import Event
from tollgate.journal.service import Journal
from tollgate.settings import AwsSettings, TableSettings

_ATTEMPTS_KEPT_S = 24 * 3600
_COUNTER_KEPT_S = 3600


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
    created_ms = NumberAttribute()
    expires_ms = NumberAttribute()
    expires_at = NumberAttribute()


class OpenSessionsItem(Item):
    """`sk=OPENSESSIONS#<user id>`: which sessions somebody has, and when the last one began."""

    ids = ListOf()
    revision = NumberAttribute()
    signed_in_ms = NumberAttribute(null=True)


class EnforcedItem(Item):
    """`sk=SSOENFORCED#<mail domain>#<connection id>`."""

    connection_id = UnicodeAttribute()


class AttemptsItem(Item):
    """`sk=SIGNIN#<user id>`: failures since the last success, forgotten after a quiet day."""

    failed = NumberAttribute(default=0)
    locked_until_ms = NumberAttribute(default=0)
    expires_at = NumberAttribute()


class CounterItem(Item):
    """`pk=system`, `sk=THROTTLE#<what>#<address>#<window>`; `told` when its end was journalled."""

    attempts = NumberAttribute(null=True)
    told = BooleanAttribute(null=True)
    expires_at = NumberAttribute(null=True)


class AuthStore:
    """Every method raises `Unavailable` when the table is down."""

    def __init__(self, settings: AwsSettings, tables: TableSettings, journal: Journal) -> None:
        self._settings = settings
        self._journal = journal
        self._sessions = bind(SessionItem, tables.directory, settings)
        self._open = bind(OpenSessionsItem, tables.directory, settings)
        self._people = bind(DirectoryItem, tables.directory, settings)
        self._counters = bind(CounterItem, tables.directory, settings)
        self._attempts = bind(AttemptsItem, tables.directory, settings)
        self._enforced = bind(EnforcedItem, tables.directory, settings)

    def get_session(self, organization_id: str, session_id: str) -> Session | None:
        """The session, expired or not, or None."""
        item = fetch(self._sessions, organization_id, f"SESSION#{session_id}")
        if item is None:
            return None
        return _session(item)

    def open_sessions(self, organization_id: str, user_id: str) -> OpenSessions:
        """Which sessions a person has; none when there never was one."""
        item = fetch(self._open, organization_id, f"OPENSESSIONS#{user_id}")
        if item is None:
            return OpenSessions()
        began_ms = item.signed_in_ms
        return OpenSessions(
            tuple(item.ids), int(item.revision), None if began_ms is None else int(began_ms)
        )

    def last_sign_ins(self, organization_id: str) -> dict[str, int]:
        """When each person last signed in, by id; who never did is absent."""
        with reads():
            return {
                item.sk.removeprefix("OPENSESSIONS#"): int(item.signed_in_ms)
                for item in self._open.query(
                    organization_id, self._open.sk.startswith("OPENSESSIONS#"), consistent_read=True
                )
                if item.signed_in_ms is not None
            }

    def enforced_connection(self, organization_id: str, domain: str) -> str | None:
        """The id of the SSO connection that people of a mail domain have to use, or None.

        `tollgate.sso.store` writes these items.
        """
        keys = self._enforced.sk.startswith(f"SSOENFORCED#{domain}#")
        with reads():
            found = self._enforced.query(organization_id, keys, consistent_read=True, limit=1)
            return next((item.connection_id for item in found), None)

    def get_attempts(self, organization_id: str, user_id: str) -> Attempts:
        """Zeroes when there are none."""
        item = fetch(self._attempts, organization_id, f"SIGNIN#{user_id}")
        return Attempts(int(item.failed), int(item.locked_until_ms)) if item else Attempts()

    def open_session(
        self,
        session: Session,
        user: User,
        before: OpenSessions,
        kept: Sequence[str],
        *,
        event: Event,
        beside: Beside | None = None,
    ) -> None:
        """Stores a session, forgets earlier failures and records the sign-in, with `beside`.

        Of the sessions in `before` only those in `kept` go on. Raises `Conflict` when another
        session of this person began or ended meanwhile, and `InvalidCredentials` when they were
        suspended or their password or second factors were changed since `user` was read.
        """
        transaction = Transaction(self._settings)
        self._check_unchanged(transaction, user)
        absent = self._sessions.pk.does_not_exist()
        transaction.put(self._item(session), Conflict("this session exists already"), absent)
        for session_id in set(before.ids) - set(kept):
            ended = self._sessions(session.organization_id, f"SESSION#{session_id}")
            transaction.delete(ended, Conflict("this session ended already"))
        whose = (session.organization_id, session.user_id)
        began = replace(before, signed_in_ms=session.created_ms)
        self._put_open(transaction, *whose, began, [*kept, session.id])
        attempts = self._attempts(session.organization_id, f"SIGNIN#{session.user_id}")
        transaction.delete(attempts, InvalidCredentials("sign-in failed"))
        self._journal.record(transaction, event)
        if beside is not None:
            beside(transaction)
        transaction.commit()

    def _check_unchanged(self, transaction: Transaction, user: User) -> None:
        password = self._people.password_hash
        same: Condition = password.does_not_exist()
        if user.password_hash is not None:
            same = password == user.password_hash
        factors = self._people.mfa_methods
        as_asked: Condition = factors.does_not_exist()
        if user.mfa_methods:
            as_asked = factors == list(user.mfa_methods)
        may: Condition = (self._people.status == Status.ACTIVE.value) & same & as_asked
        refused = InvalidCredentials("this account was changed meanwhile; sign in again")
        place = (user.organization_id, sort_key(User, user.id))
        transaction.check(self._people, *place, may, refused)

    def _item(self, session: Session) -> SessionItem:
        return self._sessions(
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
            created_ms=session.created_ms,
            expires_ms=session.expires_ms,
            expires_at=session.expires_ms // 1000,
        )

    def seen(self, session: Session, at_ms: int) -> None:
        """Writes down the session's use at `at_ms`; no journal event, and no error when it ended.

        Requests at the same moment write once.
        """
        item = self._sessions(session.organization_id, f"SESSION#{session.id}")
        as_read: Condition = self._sessions.seen_ms == session.seen_ms
        try:
            with reads():
                item.update([self._sessions.seen_ms.set(at_ms)], condition=as_read)
        except Unavailable as error:
            if not is_refused(error):
                raise

    def replace_token(self, session: Session, token_hash: str) -> None:
        """Another token for the same session; the one before is refused from now on.

        Raises `Unauthenticated` when the session ended or its token was replaced meanwhile.
        """
        item = self._sessions(session.organization_id, f"SESSION#{session.id}")
        as_read: Condition = self._sessions.token_hash == session.token_hash
        try:
            with reads():
                item.update([self._sessions.token_hash.set(token_hash)], condition=as_read)
        except Unavailable as error:
            if not is_refused(error):
                raise
            raise Unauthenticated("this session has ended") from error

    def change_session(self, before: Session, after: Session, event: Event) -> None:
        """Another generation of refresh tokens, or a fresh proof of who it is.

        Raises `Conflict` when the session ended or was refreshed meanwhile.
        """
        transaction = Transaction(self._settings)
        item = self._sessions(before.organization_id, f"SESSION#{before.id}")
        actions: list[Action] = [
            self._sessions.generation.set(after.generation),
            self._sessions.methods.set(list(after.methods)),
            self._sessions.authenticated_ms.set(after.authenticated_ms),
            self._sessions.seen_ms.set(after.seen_ms),
        ]
        as_read: Condition = self._sessions.generation == before.generation
        moved = Conflict("this session ended or was refreshed meanwhile")
        transaction.update(item, actions, moved, as_read)
        self._journal.record(transaction, event)
        transaction.commit()

    def ending(
        self, organization_id: str, user_id: str, before: OpenSessions, ids: Collection[str]
    ) -> Beside:
        """Ends the sessions `ids` of a person in somebody else's transaction.

        That one fails with `Conflict` when a session began or ended since `before` was read.
        """

        def end(transaction: Transaction) -> None:
            for session_id in ids:
                item = self._sessions(organization_id, f"SESSION#{session_id}")
                transaction.delete(item, Conflict("this session ended already"))
            kept = [session_id for session_id in before.ids if session_id not in ids]
            self._put_open(transaction, organization_id, user_id, before, kept)

        return end

    def end_sessions(
        self,
        organization_id: str,
        user_id: str,
        before: OpenSessions,
        ids: Collection[str],
        event: Event,
    ) -> None:
        """Ends the sessions `ids` of a person. Raises `Conflict` as `ending` says."""
        transaction = Transaction(self._settings)
        self.ending(organization_id, user_id, before, ids)(transaction)
        self._journal.record(transaction, event)
        transaction.commit()

    def _put_open(
        self,
        transaction: Transaction,
        organization_id: str,
        user_id: str,
        before: OpenSessions,
        ids: Sequence[str],
    ) -> None:
        item = self._open(
            organization_id,
            f"OPENSESSIONS#{user_id}",
            ids=list(ids),
            revision=before.revision + 1,
            signed_in_ms=before.signed_in_ms,
        )
        as_read: Condition = self._open.revision == before.revision
        if before.revision == 0:
            as_read = self._open.pk.does_not_exist()
        moved = Conflict("a session of this person began or ended meanwhile; try again")
        transaction.put(item, moved, as_read)

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

    def count(self, counter: str, limit: int, ends_ms: int) -> bool:
        """One more in the window that ends at `ends_ms`, unless `limit` are counted already."""
        item = self._counters(SYSTEM, f"THROTTLE#{counter}")
        attempts = self._counters.attempts
        more: list[Action] = [
            attempts.add(1),
            self._counters.expires_at.set(ends_ms // 1000 + _COUNTER_KEPT_S),
        ]
        try:
            with reads():
                item.update(more, condition=attempts.does_not_exist() | (attempts < limit))
        except Unavailable as error:
            if not is_refused(error):
                raise
            return False
        return True

    def uncount(self, counter: str) -> None:
        """Takes one back."""
        item = self._counters(SYSTEM, f"THROTTLE#{counter}")
        with reads():
            item.update([self._counters.attempts.add(-1)])

    def tell_once(self, counter: str, event: Event) -> None:
        """Records that a window is full, the first time only."""
        transaction = Transaction(self._settings)
        item = self._counters(SYSTEM, f"THROTTLE#{counter}")
        told = Conflict("this was recorded before")
        untold: Condition = self._counters.told.does_not_exist()
        transaction.update(item, [self._counters.told.set(True)], told, untold)
        self._journal.record(transaction, event)
        try:
            transaction.commit()
        except Conflict:
            return

    def forgetting_failures(self, organization_id: str, user_id: str) -> Beside:
        """Forgets failed sign-ins, and so lifts a lock, in somebody else's transaction."""
        item = self._attempts(organization_id, f"SIGNIN#{user_id}")
        return lambda transaction: transaction.delete(item, Conflict("sign-in goes on"))

    def record(self, event: Event, beside: Beside | None = None) -> None:
        """Records an attempt that changes nothing, with what `beside` adds to it."""
        transaction = Transaction(self._settings)
        self._journal.record(transaction, event)
        if beside is not None:
            beside(transaction)
        transaction.commit()


def _session(item: SessionItem) -> Session:
    return Session(
        id=item.sk.removeprefix("SESSION#"),
        organization_id=item.pk,
        user_id=item.user_id,
        token_hash=item.token_hash,
        generation=int(item.generation),
        methods=tuple(item.methods or (BY_PASSWORD,)),
        address=item.address,
        agent=item.agent,
        authenticated_ms=int(item.authenticated_ms or item.created_ms),
        seen_ms=int(item.seen_ms or item.created_ms),
        created_ms=int(item.created_ms),
        expires_ms=int(item.expires_ms),
    )
