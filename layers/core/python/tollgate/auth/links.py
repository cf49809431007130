"""Single-use links that go to somebody by mail: a password reset, a verification, an invitation.

A link's token is `tgl_` + the body of the organization's id + `_` + 43 base 62 characters (256
bits). Only its SHA-256 is stored, so that the table opens no account.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final, Self

from tollgate.auth.link_store import LinkStore
from tollgate.auth.models import Link
from tollgate.aws.items import Beside, Transaction
from tollgate.errors import InvalidLink
from tollgate.kit.base62 import new_secret
from tollgate.kit.clock import Clock, now_ms
from tollgate.kit.guarded import Guarded
from tollgate.kit.ids import BODY_LENGTH
from tollgate.settings import AwsSettings, TableSettings

HOUR_MS: Final = 3600 * 1000
DAY_MS: Final = 24 * HOUR_MS

_TOKEN: Final = re.compile(r"tgl_([0-9a-hjkmnp-tv-z]{20})_[0-9A-Za-z]{43}")


class NewLink(Guarded, frozen=True):
    """A link that is not stored yet, and its token, which never is."""

    hidden = frozenset({"token"})

    link: Link
    token: str


class Links:
    """Makes links and takes them back, each inside the transaction of what it belongs to.

    new = links.create("invitation", organization_id, user_id, 7 * DAY_MS, {"email": email})
    changes.create(directory, caller, user, beside=links.keeping(new.link))
    … the letter has new.token …
    link = links.read(token, "invitation")
    changes.change(directory, caller, before, after, beside=links.spending(link))
    """

    def __init__(self, store: LinkStore, clock: Clock = now_ms) -> None:
        self._store = store
        self._clock = clock

    @classmethod
    def open(cls, settings: AwsSettings, tables: TableSettings, clock: Clock = now_ms) -> Self:
        """Over DynamoDB; opens no connection yet."""
        return cls(LinkStore(settings, tables), clock)

    def create(
        self,
        kind: str,
        organization_id: str,
        user_id: str | None,
        lasts_ms: int,
        data: Mapping[str, Any] | None = None,
    ) -> NewLink:
        """A link of now; `data` is JSON-like and must hold no secret. Nothing is stored yet."""
        at_ms = self._clock()
        token = f"tgl_{organization_id[-BODY_LENGTH:]}_{new_secret()}"
        link = Link(
            id=_hash(token),
            organization_id=organization_id,
            kind=kind,
            user_id=user_id,
            data=dict(data or {}),
            created_ms=at_ms,
            expires_ms=at_ms + lasts_ms,
        )
        return NewLink(link, token)

    def read(self, token: str, kind: str) -> Link:
        """The live link of a token, which stays good.

        Raises `InvalidLink`, the same for a token that never was, was used, has expired or is for
        something else.
        """
        match = _TOKEN.fullmatch(token)
        link = self._store.get(f"org_{match[1]}", _hash(token)) if match else None
        if link is None or link.kind != kind or link.expires_ms <= self._clock():
            raise InvalidLink.gone()
        return link

    def keeping(self, link: Link, also: Beside | None = None) -> Beside:
        """Stores the link in the transaction of a change, with what `also` adds."""
        return _with(lambda transaction: self._store.add(transaction, link), also)

    def spending(self, link: Link, also: Beside | None = None) -> Beside:
        """Uses the link up in the transaction of its effect, with what `also` adds.

        The transaction raises `InvalidLink` when the link was used meanwhile.
        """
        return _with(lambda transaction: self._store.spend(transaction, link), also)

    def revoking(self, organization_id: str, link_id: str, also: Beside | None = None) -> Beside:
        """Makes a link useless in the transaction of a change; fine when it is gone already."""
        return _with(
            lambda transaction: self._store.revoke(transaction, organization_id, link_id), also
        )


def _with(add: Beside, also: Beside | None) -> Beside:
    def both(transaction: Transaction) -> None:
        add(transaction)
        if also is not None:
            also(transaction)

    return both


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
