"""All reads and writes of elevation requests: each step is one transaction with its event."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from msgspec import Struct
from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from tollgate.alerts.models import Notice
from tollgate.alerts.outbox import Outbox
from tollgate.aws.items import Item, MapOf, Transaction, bind, fetch, reads
from tollgate.elevations.models import Decision, ElevationRequest, ElevationState, Page
from tollgate.errors import Conflict
from tollgate.journal.models import Actor, Event
from tollgate.journal.service import Journal
from tollgate.settings import AwsSettings, TableSettings

_PREFIX: Final = "ELEVATION#"
_KEPT_S: Final = 400 * 24 * 3600
"""The journal keeps the events for longer."""


class ElevationItem(Item):
    """`pk=<organization>`, `sk=ELEVATION#<id>`; `expires_at` is the table's TTL, in seconds."""

    user_id = UnicodeAttribute()
    role = UnicodeAttribute()
    minutes = NumberAttribute()
    reason = UnicodeAttribute()
    requested_by = MapOf()
    decided = UnicodeAttribute()
    decision = MapOf(null=True)
    until_ms = NumberAttribute(null=True)
    created_ms = NumberAttribute()
    version = NumberAttribute()
    expires_at = NumberAttribute()


class Step(Struct, frozen=True):
    """A request before (None: it is new) and after, its event, and what people are told."""

    before: ElevationRequest | None
    after: ElevationRequest
    event: Event
    notice: Notice


class ElevationStore:
    """Requests by organization and id; every method raises `Unavailable` when a table is down."""

    def __init__(self, settings: AwsSettings, tables: TableSettings, journal: Journal) -> None:
        self._settings = settings
        self._journal = journal
        self._outbox = Outbox(settings, tables)
        self._items = bind(ElevationItem, tables.directory, settings)

    def get(self, organization_id: str, request_id: str) -> ElevationRequest | None:
        """The request as last committed, or None."""
        item = fetch(self._items, organization_id, f"{_PREFIX}{request_id}")
        return None if item is None else _request(item)

    def newest_first(
        self, organization_id: str, after: str | None = None
    ) -> Iterator[ElevationRequest]:
        """Every request of the organization, those behind the id `after`."""
        # "!" sorts before every character of an id and "~" behind them.
        keys = self._items.sk.between(_PREFIX, f"{_PREFIX}{after or '~'}")
        with reads():
            for item in self._items.query(
                organization_id, keys, scan_index_forward=False, consistent_read=True
            ):
                if item.sk != f"{_PREFIX}{after}":
                    yield _request(item)

    def page(
        self,
        organization_id: str,
        *,
        limit: int,
        after: str | None,
        keep: Callable[[ElevationRequest], bool],
    ) -> Page:
        """Up to `limit` requests that `keep` wants, newest first."""
        found: list[ElevationRequest] = []
        for request in self.newest_first(organization_id, after):
            if not keep(request):
                continue
            if len(found) == limit:
                return Page(tuple(found), found[-1].id)
            found.append(request)
        return Page(tuple(found), None)

    def commit(self, step: Step) -> None:
        """Applies the step whole or not at all. Raises `Conflict` when it came too late."""
        transaction = Transaction(self._settings)
        self.add(transaction, step)
        transaction.commit()

    def add(self, transaction: Transaction, step: Step) -> None:
        """The same as part of a larger change."""
        after = step.after
        item = self._items(after.organization_id, f"{_PREFIX}{after.id}", **_attributes(after))
        if step.before is None:
            absent = self._items.pk.does_not_exist()
            transaction.put(item, Conflict("this id is taken"), absent)
        else:
            moved = Conflict("this request was decided meanwhile; read it again")
            transaction.put(item, moved, self._items.version == step.before.version)
        self._journal.record(transaction, step.event)
        self._outbox.add(transaction, step.notice)


def _attributes(request: ElevationRequest) -> dict[str, Any]:
    decision = request.decision
    values = {
        "user_id": request.user_id,
        "role": request.role,
        "minutes": request.minutes,
        "reason": request.reason,
        "requested_by": _actor_values(request.requested_by),
        "decided": request.decided.value,
        "decision": decision
        and {
            "actor": _actor_values(decision.actor),
            "at_ms": decision.at_ms,
            "comment": decision.comment,
        },
        "until_ms": request.until_ms,
        "created_ms": request.created_ms,
        "version": request.version,
        "expires_at": request.created_ms // 1000 + _KEPT_S,
    }
    return {name: value for name, value in values.items() if value is not None}


def _actor_values(actor: Actor) -> dict[str, str]:
    return {"type": actor.type, "id": actor.id}


def _decision(values: dict[str, Any]) -> Decision:
    return Decision(Actor(**values["actor"]), values["at_ms"], values["comment"])


def _request(item: ElevationItem) -> ElevationRequest:
    decision = item.decision
    return ElevationRequest(
        id=item.sk.removeprefix(_PREFIX),
        organization_id=item.pk,
        user_id=item.user_id,
        role=item.role,
        minutes=int(item.minutes),
        reason=item.reason,
        requested_by=Actor(**item.requested_by),
        decided=ElevationState(item.decided),
        decision=_decision(decision) if decision else None,
        until_ms=None if item.until_ms is None else int(item.until_ms),
        created_ms=int(item.created_ms),
        version=int(item.version),
    )
