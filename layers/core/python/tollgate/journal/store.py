"""Administrative events in the journal table, beside the request records."""

from __future__ import annotations

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from tollgate.aws.items import Item, MapOf, Transaction, bind, fetch, reads
from tollgate.errors import Conflict
from tollgate.journal.models import Actor, Event, Target
from tollgate.settings import AwsSettings, TableSettings


class ByActor(GlobalSecondaryIndex["EventItem"]):  # type: ignore[no-untyped-call]
    """What somebody did, in the order of time."""

    class Meta:
        index_name = "events_by_actor"
        projection = AllProjection()

    actor_key = UnicodeAttribute(hash_key=True)
    event_id = UnicodeAttribute(range_key=True)


class ByTarget(GlobalSecondaryIndex["EventItem"]):  # type: ignore[no-untyped-call]
    """What was done to somebody or something, in the order of time."""

    class Meta:
        index_name = "events_by_target"
        projection = AllProjection()

    target_key = UnicodeAttribute(hash_key=True)
    event_id = UnicodeAttribute(range_key=True)


class EventItem(Item):
    """`pk=<organization>#<event>`, `sk=EVENT`; maps hold JSON-like values.

    `actor_key` and `target_key` are the organization and the id of actor and target.
    """

    by_actor = ByActor()
    by_target = ByTarget()

    actor_key = UnicodeAttribute(null=True)
    target_key = UnicodeAttribute(null=True)
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
            actor_key=_key(event.organization_id, event.actor.id),
            target_key=_key(event.organization_id, event.target.id),
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
        return None if item is None else _event(item)

    def about(
        self, organization_id: str, subject_id: str, *, limit: int, before: str | None
    ) -> list[Event]:
        """The latest events that somebody caused or that something happened to, newest first.

        At most `limit`, all with ids below `before`. The indexes follow within a second or so.
        Raises `Unavailable`.
        """
        key = _key(organization_id, subject_id)
        found: dict[str, Event] = {}
        for index, attribute in (
            (self._items.by_actor, ByActor.event_id),
            (self._items.by_target, ByTarget.event_id),
        ):
            earlier = None if before is None else attribute < before
            with reads():
                for item in index.query(key, earlier, scan_index_forward=False, limit=limit):
                    found[item.event_id] = _event(item)
        return [found[event_id] for event_id in sorted(found, reverse=True)[:limit]]


def _key(organization_id: str, subject_id: str) -> str:
    return f"{organization_id}#{subject_id}"


def _event(item: EventItem) -> Event:
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
