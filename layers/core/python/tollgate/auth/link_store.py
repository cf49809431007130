"""Single-use links in the directory table, under the hash of their token."""

from __future__ import annotations

from typing import Final

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition

from tollgate.auth.models import Link
from tollgate.aws.items import Item, MapOf, Transaction, bind, fetch
from tollgate.errors import Conflict, InvalidLink, TollgateError
from tollgate.settings import AwsSettings, TableSettings

_PREFIX: Final = "LINK#"


class LinkItem(Item):
    """`sk=LINK#<hash>`; `expires_at` is the table's TTL attribute, in seconds."""

    kind = UnicodeAttribute()
    user_id = UnicodeAttribute(null=True)
    data = MapOf(null=True)
    created_ms = NumberAttribute()
    expires_ms = NumberAttribute()
    expires_at = NumberAttribute()


class LinkStore:
    """Every method raises `Unavailable` when the table is down."""

    def __init__(self, settings: AwsSettings, tables: TableSettings) -> None:
        self._settings = settings
        self._items = bind(LinkItem, tables.directory, settings)

    def get(self, organization_id: str, link_id: str) -> Link | None:
        """The link, expired or not, or None."""
        item = fetch(self._items, organization_id, f"{_PREFIX}{link_id}")
        if item is None:
            return None
        return Link(
            id=link_id,
            organization_id=organization_id,
            kind=item.kind,
            user_id=item.user_id,
            data=item.data or {},
            created_ms=int(item.created_ms),
            expires_ms=int(item.expires_ms),
        )

    def add(self, transaction: Transaction, link: Link) -> None:
        """Adds a new link to a change."""
        item = self._items(
            link.organization_id,
            f"{_PREFIX}{link.id}",
            kind=link.kind,
            user_id=link.user_id,
            data=link.data,
            created_ms=link.created_ms,
            expires_ms=link.expires_ms,
            expires_at=link.expires_ms // 1000,
        )
        absent = self._items.pk.does_not_exist()
        transaction.put(item, Conflict("this link exists already"), absent)

    def spend(self, transaction: Transaction, link: Link) -> None:
        """Removes a link in a change: of two changes with the same link, one is refused."""
        there = self._items.pk.exists()
        self._delete(transaction, link.organization_id, link.id, InvalidLink.gone(), there)

    def revoke(self, transaction: Transaction, organization_id: str, link_id: str) -> None:
        """Removes a link in a change, if it is still there."""
        self._delete(transaction, organization_id, link_id, Conflict("this link is in use"), None)

    def _delete(
        self,
        transaction: Transaction,
        organization_id: str,
        link_id: str,
        refused: TollgateError,
        condition: Condition | None,
    ) -> None:
        item = self._items(organization_id, f"{_PREFIX}{link_id}")
        transaction.delete(item, refused, condition)
