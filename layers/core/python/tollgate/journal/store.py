"""Administrative events in the journal table, beside the request records."""

from __future__ import annotations

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from tollgate.aws.items import Item, MapOf, Transaction, bind, fetch
from tollgate.errors import Conflict
from tollgate.journal.models import Actor, Event, Target
from tollgate.settings import AwsSettings, TableSettings


class EventItem(Item):
    """`pk=<organization>#<event>`, `sk=EVENT`; maps hold JSON-like values."""

    kind = UnicodeAttribute(default="event")
    organization_id = UnicodeAttribute()
    event_id = UnicodeAttribute()
    action = UnicodeAttribute()
    actor = MapOf()
    target = MapOf()
    details = MapOf()
    created_ms = NumberAttribute()
    request_id = UnicodeAttribute()


class EventStore:
    """Writes events; nothing changes or removes one."""

    def __init__(self, settings: AwsSettings, tables: TableSettings) -> None:
        self._items = bind(EventItem, tables.journal, settings)

    def add(self, transaction: Transaction, event: Event) -> None:
        """Adds the event to a transaction; it exists exactly when the transaction commits."""
        item = self._items(
            f"{event.organization_id}#{event.event_id}",
            "EVENT",
            organization_id=event.organization_id,
            event_id=event.event_id,
            action=event.action,
            actor={"type": event.actor.type, "id": event.actor.id},
            target={"type": event.target.type, "id": event.target.id},
            details=event.details,
            created_ms=event.created_ms,
            request_id=event.request_id,
        )
        absent = self._items.pk.does_not_exist()
        transaction.put(item, Conflict("this event is recorded already"), absent)

    def get(self, organization_id: str, event_id: str) -> Event | None:
        """One event of the organization, or None. Raises `Unavailable`."""
        item = fetch(self._items, f"{organization_id}#{event_id}", "EVENT")
        if item is None:
            return None
        return Event(
            event_id=item.event_id,
            organization_id=item.organization_id,
            action=item.action,
            actor=Actor(**item.actor),
            target=Target(**item.target),
            created_ms=int(item.created_ms),
            request_id=item.request_id,
            details=item.details,
        )
