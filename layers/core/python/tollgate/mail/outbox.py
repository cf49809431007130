"""Letters that wait to be sent, in the directory table, sealed under the deployment's pepper."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Final

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from tollgate.aws.items import Item, Transaction, bind, reads
from tollgate.directory.models import SYSTEM
from tollgate.errors import Conflict
from tollgate.mail.models import Letter
from tollgate.sealing import seal, unseal
from tollgate.secrets import RuntimeSecret
from tollgate.settings import AwsSettings, TableSettings

KEPT_S: Final = 3600
"""A letter that could not be sent for so long is of no use any more: links in it expire."""

_PREFIX: Final = "MAIL#"
_PURPOSE: Final = "mail"


class LetterItem(Item):
    """`pk=system`, `sk=MAIL#<id>`; all that the letter says is in `sealed`."""

    organization_id = UnicodeAttribute()
    kind = UnicodeAttribute()
    sealed = UnicodeAttribute()
    created_ms = NumberAttribute()
    expires_at = NumberAttribute()


class MailOutbox:
    """Every method raises `Unavailable` when the table is down."""

    def __init__(
        self, settings: AwsSettings, tables: TableSettings, secret: Callable[[], RuntimeSecret]
    ) -> None:
        self._settings = settings
        self._items = bind(LetterItem, tables.directory, settings)
        self._secret = secret

    def add(self, transaction: Transaction, letter: Letter) -> None:
        """Adds the letter to a change: there is neither without the other."""
        content = json.dumps([letter.to, letter.subject, letter.text]).encode()
        item = self._items(
            SYSTEM,
            f"{_PREFIX}{letter.id}",
            organization_id=letter.organization_id,
            kind=letter.kind,
            sealed=seal(self._secret().pepper, _PURPOSE, letter.id, content),
            created_ms=letter.created_ms,
            expires_at=letter.created_ms // 1000 + KEPT_S,
        )
        absent = self._items.pk.does_not_exist()
        transaction.put(item, Conflict("this letter waits already"), absent)

    def waiting(self) -> Iterator[Letter]:
        """All letters that were not sent yet, oldest first."""
        with reads():
            for item in self._items.query(
                SYSTEM, self._items.sk.startswith(_PREFIX), consistent_read=True
            ):
                yield self._letter(item)

    def remove(self, letter: Letter) -> None:
        """Forgets a letter that was sent; does nothing when it is gone."""
        transaction = Transaction(self._settings)
        item = self._items(SYSTEM, f"{_PREFIX}{letter.id}")
        transaction.delete(item, Conflict("the letter is being removed"))
        transaction.commit()

    def _letter(self, item: LetterItem) -> Letter:
        letter_id = item.sk.removeprefix(_PREFIX)
        content = unseal(self._secret().pepper, _PURPOSE, letter_id, item.sealed)
        to, subject, text = json.loads(content)
        return Letter(
            id=letter_id,
            organization_id=item.organization_id,
            kind=item.kind,
            to=to,
            subject=subject,
            text=text,
            created_ms=int(item.created_ms),
        )
