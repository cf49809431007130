"""Notices that wait for their delivery, in the policies table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from tollgate.alerts.models import Notice
from tollgate.aws.items import Item, ListOf, MapOf, Transaction, bind, reads
from tollgate.errors import Conflict
from tollgate.settings import AwsSettings, TableSettings

KEPT_S: Final = 30 * 24 * 3600
"""How long a notice waits for a delivery that does not come; it is stale by then."""
_PREFIX: Final = "NOTICE#"


class NoticeItem(Item):
    """`pk=<organization>`, `sk=NOTICE#<id>`; `expires_at` is the table's TTL, in seconds."""

    kind = UnicodeAttribute()
    subject = UnicodeAttribute()
    title = UnicodeAttribute()
    body = UnicodeAttribute()
    audience = ListOf()
    created_ms = NumberAttribute()
    details = MapOf()
    expires_at = NumberAttribute()


class _Waiting(Conflict):
    """A notice with this id waits already."""


class Outbox:
    """Every method raises `Unavailable` when the table is down."""

    def __init__(self, settings: AwsSettings, tables: TableSettings) -> None:
        self._settings = settings
        self._items = bind(NoticeItem, tables.policies, settings)

    def put(self, notice: Notice) -> bool:
        """Keeps the notice until it is delivered; false when one with its id waits already."""
        transaction = Transaction(self._settings)
        self.add(transaction, notice)
        try:
            transaction.commit()
        except _Waiting:
            return False
        return True

    def add(self, transaction: Transaction, notice: Notice) -> None:
        """Adds the notice to a change: there is neither without the other."""
        absent = self._items.pk.does_not_exist()
        transaction.put(self._item(notice), _Waiting("this notice waits already"), absent)

    def waiting(self, organization_id: str) -> Iterator[Notice]:
        """The notices of one organization, by id."""
        with reads():
            found = self._items.query(
                organization_id, self._items.sk.startswith(_PREFIX), consistent_read=True
            )
            for item in found:
                yield _notice(item)

    def remove(self, notice: Notice) -> None:
        """Forgets a notice that was delivered; does nothing when it is gone."""
        transaction = Transaction(self._settings)
        item = self._items(notice.organization_id, f"{_PREFIX}{notice.id}")
        transaction.delete(item, Conflict("the notice is being removed"))
        transaction.commit()

    def _item(self, notice: Notice) -> NoticeItem:
        return self._items(
            notice.organization_id,
            f"{_PREFIX}{notice.id}",
            kind=notice.kind,
            subject=notice.subject,
            title=notice.title,
            body=notice.body,
            audience=list(notice.audience),
            created_ms=notice.created_ms,
            details=notice.details,
            expires_at=notice.created_ms // 1000 + KEPT_S,
        )


def _notice(item: NoticeItem) -> Notice:
    return Notice(
        id=item.sk.removeprefix(_PREFIX),
        organization_id=item.pk,
        kind=item.kind,
        subject=item.subject,
        title=item.title,
        body=item.body,
        audience=tuple(item.audience),
        created_ms=int(item.created_ms),
        details=item.details,
    )
