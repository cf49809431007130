"""Which web pages' origins some organization lists: what a preflight request is answered by.

A browser asks before it sends any credential, so nobody knows yet whose page it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

from pynamodb.attributes import NumberAttribute

from tollgate.aws.items import Item, Transaction, bind, fetch
from tollgate.directory.models import SYSTEM
from tollgate.errors import Conflict
from tollgate.settings import AwsSettings, TableSettings

_PREFIX: Final = "CORS#"
_HOST: Final = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?|\[[0-9a-f:.]+\]")
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "[::1]"})
_MOVED: Final = Conflict("the list of origins was changed meanwhile; try again")


def canonical_origin(text: str) -> str:
    """An origin as browsers send it (RFC 6454). Raises `ValueError` on anything else.

    Plain HTTP is for this machine only; there is no wildcard.
    """
    written = text.strip().lower().removesuffix("/")
    parts = urlsplit(written)
    host, port = parts.netloc, ""
    if not host.endswith("]") and ":" in host:
        host, _, port = host.rpartition(":")
    is_whole = written == f"{parts.scheme}://{parts.netloc}"
    if not is_whole or not _HOST.fullmatch(host) or (port and not port.isdecimal()):
        raise ValueError(f"{text!r} is no origin such as https://app.example.com")
    if parts.scheme != "https" and not (parts.scheme == "http" and host in _LOOPBACK):
        raise ValueError("an origin is https://…, and http:// only on this machine")
    return written


class OriginItem(Item):
    """`pk=system`, `sk=CORS#<origin>`: how many organizations list it."""

    organizations = NumberAttribute(default=0)


class Origins:
    """The deployment's origins. Methods raise `Unavailable` when the table is down."""

    def __init__(self, settings: AwsSettings, tables: TableSettings) -> None:
        self._items = bind(OriginItem, tables.directory, settings)

    def is_listed(self, origin: str) -> bool:
        """Whether any organization lists this origin."""
        item = fetch(self._items, SYSTEM, f"{_PREFIX}{origin}")
        return item is not None and int(item.organizations) > 0

    def change(self, transaction: Transaction, before: Iterable[str], after: Iterable[str]) -> None:
        """Counts one organization's list as it becomes another."""
        old, new = set(before), set(after)
        for origin in sorted(old ^ new):
            item = self._items(SYSTEM, f"{_PREFIX}{origin}")
            step = 1 if origin in new else -1
            transaction.update(item, [self._items.organizations.add(step)], _MOVED)
