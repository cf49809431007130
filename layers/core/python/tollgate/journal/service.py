"""The one door to the journal for the domains that change something."""

from __future__ import annotations

from typing import Self

from tollgate.aws.items import Transaction
from tollgate.journal.models import Event
from tollgate.journal.store import EventStore
from tollgate.settings import AwsSettings, TableSettings


class Journal:
    """Records administrative events inside the transaction of the change that they describe."""

    def __init__(self, store: EventStore) -> None:
        self._store = store

    @classmethod
    def open(cls, settings: AwsSettings, tables: TableSettings) -> Self:
        return cls(EventStore(settings, tables))

    def record(self, transaction: Transaction, event: Event) -> None:
        """Neither the change nor its event exists without the other."""
        self._store.add(transaction, event)

    def about(
        self, organization_id: str, subject_id: str, *, limit: int, before: str | None
    ) -> list[Event]:
        """What somebody did and what was done to them, newest first; see `EventStore.about`."""
        return self._store.about(organization_id, subject_id, limit=limit, before=before)

    def read(self, organization_id: str, event_id: str) -> Event | None:
        """One event of the caller's organization, or None. Raises `Unavailable`."""
        return self._store.get(organization_id, event_id)
