"""Where this deployment is reached: for links in letters, token issuers and passkeys.

Never taken from a request: whoever sends a `Host` header could otherwise have a password reset link
point at a site of their own. It is what the environment says (`TOLLGATE_PUBLIC_URL`), else what the
deployment wrote into the directory table once the distribution in front of it had an address.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from pynamodb.attributes import UnicodeAttribute

from tollgate.aws.items import Item, bind, fetch
from tollgate.directory.models import SYSTEM
from tollgate.errors import Unavailable
from tollgate.settings import AwsSettings, PublicSettings, TableSettings

PublicUrl = Callable[[], str]
"""The URL without a slash at its end. Raises `Unavailable` while nothing is known of it."""

SORT_KEY: Final = "DEPLOYMENT"
_KEPT_S: Final = 300.0


class DeploymentItem(Item):
    """`pk=system`, `sk=DEPLOYMENT`; the deployment's custom resource writes it."""

    public_url = UnicodeAttribute(null=True)


def open_public_url(settings: PublicSettings, aws: AwsSettings, tables: TableSettings) -> PublicUrl:
    """From the environment, else from the table, read on first use and kept for five minutes."""
    if settings.url is not None:
        given = settings.url.rstrip("/")
        return lambda: given
    return _Stored(aws, tables)


class _Stored:
    def __init__(self, aws: AwsSettings, tables: TableSettings) -> None:
        self._items = bind(DeploymentItem, tables.directory, aws)
        self._url: str | None = None
        self._read_at = 0.0

    def __call__(self) -> str:
        if self._url is None or time.monotonic() - self._read_at >= _KEPT_S:
            item = fetch(self._items, SYSTEM, SORT_KEY)
            self._url = item.public_url.rstrip("/") if item and item.public_url else None
            self._read_at = time.monotonic()
        if self._url is None:
            raise Unavailable("this deployment does not know its own address yet", retry_after=60)
        return self._url
