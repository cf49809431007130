"""When API keys were last used: beside the keys, because being used changes nothing about one.

It is advice for people, kept to the minute and written at most once a minute for each key; a write
that fails is logged and forgotten.
"""

from __future__ import annotations

import logging
from typing import Final

from pynamodb.attributes import NumberAttribute
from pynamodb.exceptions import PynamoDBException

from tollgate.aws.items import Item, bind, reads
from tollgate.settings import AwsSettings, TableSettings

EVERY_MS: Final = 60_000
_KEPT: Final = 10_000
_PREFIX: Final = "KEYUSE#"
_CONDITION_FAILED: Final = "ConditionalCheckFailedException"
_LOG: Final = logging.getLogger(__name__)


class KeyUseItem(Item):
    """`pk=<organization>`, `sk=KEYUSE#<key>`."""

    last_used_ms = NumberAttribute()


class KeyUses:
    """Uses by organization and key; times are epoch milliseconds."""

    def __init__(self, settings: AwsSettings, tables: TableSettings) -> None:
        self._items = bind(KeyUseItem, tables.directory, settings)
        self._noted: dict[tuple[str, str], int] = {}

    def note(self, organization_id: str, key_id: str, at_ms: int) -> None:
        """Remembers a use, unless one of the minute before it is known. Raises nothing."""
        place = (organization_id, key_id)
        if at_ms < self._noted.get(place, at_ms - EVERY_MS) + EVERY_MS:
            return
        if len(self._noted) >= _KEPT:
            self._noted.clear()
        self._noted[place] = at_ms
        item = self._items(organization_id, f"{_PREFIX}{key_id}")
        old = self._items.last_used_ms
        try:
            item.update([old.set(at_ms)], old.does_not_exist() | (old <= at_ms - EVERY_MS))
        except PynamoDBException as error:
            if error.cause_response_code != _CONDITION_FAILED:
                _LOG.warning("the use of %s was not noted: %s", key_id, error)

    def between(self, organization_id: str, first: str = "", last: str = "~") -> dict[str, int]:
        """The last use of each key whose id lies in that span. Raises `Unavailable`."""
        keys = self._items.sk.between(f"{_PREFIX}{first}", f"{_PREFIX}{last}")
        with reads():
            return {
                item.sk.removeprefix(_PREFIX): int(item.last_used_ms)
                for item in self._items.query(organization_id, keys)
            }
