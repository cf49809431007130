"""How many letters strangers had sent to an account of late, so that nobody is flooded."""

from __future__ import annotations

from typing import Final

from msgspec import Struct
from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition

from tollgate.aws.items import Item, ListOf, Transaction, bind, fetch
from tollgate.errors import Conflict
from tollgate.settings import AwsSettings, TableSettings

WINDOW_MS: Final = 3600 * 1000
_PREFIX: Final = "LETTERS#"


class LettersItem(Item):
    """`sk=LETTERS#<kind>#<whose>`; `sent` are the times of the last hour, epoch milliseconds."""

    kind = UnicodeAttribute()
    sent = ListOf()
    revision = NumberAttribute()
    expires_at = NumberAttribute()


class LettersSent(Struct, frozen=True):
    """Letters of one kind to one account: when, in the last hour. `revision` counts changes."""

    organization_id: str
    kind: str
    whose: str
    sent: tuple[int, ...] = ()
    revision: int = 0


class LetterStore:
    """Every method raises `Unavailable` when the table is down."""

    def __init__(self, settings: AwsSettings, tables: TableSettings) -> None:
        self._items = bind(LettersItem, tables.directory, settings)

    def sent(self, organization_id: str, kind: str, whose: str, now_ms: int) -> LettersSent:
        """Those of the hour before `now_ms`."""
        item = fetch(self._items, organization_id, f"{_PREFIX}{kind}#{whose}")
        if item is None:
            return LettersSent(organization_id, kind, whose)
        recent = tuple(int(at) for at in item.sent if at > now_ms - WINDOW_MS)
        return LettersSent(organization_id, kind, whose, recent, int(item.revision))

    def count(self, transaction: Transaction, before: LettersSent, now_ms: int) -> None:
        """Adds one more to a change, which fails with `Conflict` if another was sent meanwhile."""
        item = self._items(
            before.organization_id,
            f"{_PREFIX}{before.kind}#{before.whose}",
            kind=before.kind,
            sent=[*before.sent, now_ms],
            revision=before.revision + 1,
            expires_at=(now_ms + WINDOW_MS) // 1000,
        )
        as_read: Condition = self._items.revision == before.revision
        if before.revision == 0:
            as_read = self._items.pk.does_not_exist()
        transaction.put(item, Conflict("another letter was sent meanwhile"), as_read)
