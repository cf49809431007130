"""Reviews as they are kept: the truth that the rows in PostgreSQL follow."""

from __future__ import annotations

from typing import Any, Final

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from tollgate.aws.items import Item, MapOf, Transaction, bind, fetch, reads
from tollgate.errors import Conflict
from tollgate.journal.models import Actor, Event
from tollgate.journal.service import Journal
from tollgate.ledger.models import AccountRef
from tollgate.ledger.rules import account_key
from tollgate.settings import AwsSettings, TableSettings
from tollgate.violations.models import Review, ReviewStatus

_PREFIX: Final = "REVIEW#"


class ReviewItem(Item):
    """`pk=<organization>`, `sk=REVIEW#<violation>`: the last review of a violation."""

    status = UnicodeAttribute()
    reason = UnicodeAttribute()
    reviewer = MapOf()
    reviewed_ms = NumberAttribute()
    version = NumberAttribute()


class ReviewStore:
    """Every method raises `Unavailable` when the table is down."""

    def __init__(self, settings: AwsSettings, tables: TableSettings, journal: Journal) -> None:
        self._settings = settings
        self._journal = journal
        self._items = bind(ReviewItem, tables.policies, settings)

    def get(self, organization_id: str, violation_id: str) -> Review:
        """The review as last committed; an open one of version 0 where there was none."""
        item = fetch(self._items, organization_id, f"{_PREFIX}{violation_id}")
        return Review(violation_id) if item is None else _review(item)

    def between(self, organization_id: str, first: str, last: str) -> dict[str, Review]:
        """The reviews of violations whose ids lie from `first` to `last`, by id."""
        keys = self._items.sk.between(f"{_PREFIX}{first}", f"{_PREFIX}{last}")
        with reads():
            items = self._items.query(organization_id, keys, consistent_read=True)
            return {review.violation_id: review for review in map(_review, items)}

    def commit(self, organization_id: str, before: Review, after: Review, event: Event) -> None:
        """The review with its event. Raises `Conflict` when another came first."""
        transaction = Transaction(self._settings)
        sk = f"{_PREFIX}{after.violation_id}"
        stale = Conflict("somebody else reviewed this meanwhile; read it again")
        condition = (
            self._items.version == before.version
            if before.version
            else self._items.pk.does_not_exist()
        )
        item = self._items(organization_id, sk, **_attributes(after))
        transaction.put(item, stale, condition)
        self._journal.record(transaction, event)
        transaction.commit()


def _attributes(review: Review) -> dict[str, Any]:
    reviewer = review.reviewer
    return {
        "status": review.status.value,
        "reason": review.reason,
        "reviewer": {"type": reviewer.type, "id": reviewer.id} if reviewer else {},
        "reviewed_ms": review.reviewed_ms,
        "version": review.version,
    }


def _review(item: ReviewItem) -> Review:
    return Review(
        violation_id=item.sk.removeprefix(_PREFIX),
        status=ReviewStatus(item.status),
        reason=item.reason,
        reviewer=Actor(**item.reviewer),
        reviewed_ms=int(item.reviewed_ms),
        version=int(item.version),
    )


class SpentItem(Item):
    """A balance in nano-dollars, as far as it matters here."""

    spent = NumberAttribute(default=0)


class SpentStore:
    """What accounts have spent, as of now. Raises `Unavailable` when the table is down."""

    def __init__(self, settings: AwsSettings, tables: TableSettings) -> None:
        self._items = bind(SpentItem, tables.accounts, settings)

    def spent(self, organization_id: str, ref: AccountRef) -> int | None:
        """Nano-dollars; None where the account was never opened."""
        item = fetch(self._items, *account_key(organization_id, ref))
        return None if item is None else int(item.spent)
