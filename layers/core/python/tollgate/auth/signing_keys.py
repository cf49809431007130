"""The keys that access tokens are signed with: Ed25519 pairs, made on demand and rotated by age.

The private part lies sealed under the deployment's pepper. A key is published `PUBLISHED_AHEAD_MS`
before it signs, so that whoever keeps the key set for five minutes knows it by then, and stays
until the last token that it signed has expired. A key belongs to one issuer: tokens are held
against the issuer that was written down with their key.
"""

from __future__ import annotations

import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final, Protocol

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from tollgate.aws.items import Item, Transaction, bind, fetch, reads
from tollgate.directory.models import SYSTEM
from tollgate.errors import Conflict, Unavailable
from tollgate.journal.models import Actor, Event, Target
from tollgate.journal.service import Journal
from tollgate.kit.clock import Clock, now_ms
from tollgate.kit.guarded import Guarded
from tollgate.kit.ids import new_id
from tollgate.secrets import RuntimeSecret
from tollgate.settings import AwsSettings, TableSettings

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (
        Ed25519PrivateKey,
        Ed25519PublicKey,
    )

PUBLISHED_AHEAD_MS: Final = 3_600_000
SIGNS_FOR_MS: Final = 30 * 24 * 3_600_000
LONGEST_TOKEN_MS: Final = 3_600_000
"""No access token lives longer, whatever an organization sets."""

_KEPT_S: Final = 300.0
_PURPOSE: Final = "token signing"
_PREFIX: Final = "SIGNING#"
_UNNAMED: Final = "urn:tollgate"


class SigningKeyItem(Item):
    """`pk=system`, `sk=SIGNING#<kid>`; `public` is the raw key as base64url."""

    public = UnicodeAttribute()
    sealed = UnicodeAttribute()
    issuer = UnicodeAttribute()
    signs_from_ms = NumberAttribute()


class SigningKey(Guarded, frozen=True):
    """One pair; it signs from `signs_from_ms` on until a younger one does."""

    hidden = frozenset({"sealed"})

    kid: str
    issuer: str
    public: str
    sealed: str
    signs_from_ms: int

    def verifier(self) -> Ed25519PublicKey:
        """The public part, ready for use."""
        # Imported here: most requests bring no such token.
        from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # noqa: PLC0415
            Ed25519PublicKey,
        )

        return Ed25519PublicKey.from_public_bytes(_decoded(self.public))

    def jwk(self) -> dict[str, str]:
        """The public part as a JSON Web Key (RFC 8037)."""
        shape = {"kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA"}
        return {**shape, "kid": self.kid, "x": self.public}


class KeyRing(Protocol):
    """What issuing and checking tokens needs of the keys."""

    def current(self) -> tuple[SigningKey, Ed25519PrivateKey]:
        """The key that signs now."""

    def find(self, kid: str) -> SigningKey | None:
        """The key with this id, or None."""

    def published(self) -> Sequence[SigningKey]:
        """Every key of which a live token may exist, and the next one."""


class SigningKeys:
    """The deployment's keys, in the directory table; kept for five minutes in the process.

    `issuer` gives the deployment's URL. Every method raises `Unavailable` when the table is down.
    """

    def __init__(
        self,
        settings: AwsSettings,
        tables: TableSettings,
        journal: Journal,
        *,
        secret: Callable[[], RuntimeSecret],
        issuer: Callable[[], str],
        clock: Clock = now_ms,
    ) -> None:
        self._settings = settings
        self._journal = journal
        self._items = bind(SigningKeyItem, tables.directory, settings)
        self._secret = secret
        self._issuer = issuer
        self._clock = clock
        self._found: dict[str, tuple[SigningKey, float]] = {}
        self._signing: tuple[SigningKey, Ed25519PrivateKey, float] | None = None

    def current(self) -> tuple[SigningKey, Ed25519PrivateKey]:
        """The key that signs now; makes the first one, and the next one when its time comes."""
        kept = self._signing
        if kept is not None and time.monotonic() - kept[2] < _KEPT_S and not self._is_old(kept[0]):
            return kept[0], kept[1]
        issuer = self._issuer()
        keys = [key for key in self._all() if key.issuer == issuer]
        key = signing_at(keys, self._clock()) or self._make(issuer, self._clock())
        self._rotate(keys or [key])
        private = self._opened(key)
        self._signing = (key, private, time.monotonic())
        return key, private

    def find(self, kid: str) -> SigningKey | None:
        """The key with this id, or None."""
        kept = self._found.get(kid)
        if kept is not None and time.monotonic() - kept[1] < _KEPT_S:
            return kept[0]
        item = fetch(self._items, SYSTEM, f"{_PREFIX}{kid}")
        if item is None:
            self._found.pop(kid, None)
            return None
        key = _key(item)
        self._found[kid] = (key, time.monotonic())
        return key

    def published(self) -> Sequence[SigningKey]:
        """Every key of which a live token may exist, and the next one."""
        self.current()
        now = self._clock()
        keys = self._all()
        return [key for key in keys if not is_spent(key, keys, now)]

    def _is_old(self, key: SigningKey) -> bool:
        return self._clock() >= key.signs_from_ms + SIGNS_FOR_MS - PUBLISHED_AHEAD_MS

    def _rotate(self, keys: list[SigningKey]) -> None:
        now = self._clock()
        youngest = max(keys, key=_age)
        if youngest.signs_from_ms + SIGNS_FOR_MS - PUBLISHED_AHEAD_MS <= now:
            starts_ms = max(now + PUBLISHED_AHEAD_MS, youngest.signs_from_ms + SIGNS_FOR_MS)
            self._make(youngest.issuer, starts_ms)

    def _make(self, issuer: str, signs_from_ms: int) -> SigningKey:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # noqa: PLC0415
            Ed25519PrivateKey,
        )

        from tollgate.sealing import seal  # noqa: PLC0415

        at_ms = self._clock()
        kid = new_id("sgn", now_ms=at_ms)
        pair = Ed25519PrivateKey.generate()
        pepper = self._secret().pepper
        key = SigningKey(
            kid=kid,
            issuer=issuer,
            public=_encoded(pair.public_key().public_bytes_raw()),
            sealed=seal(pepper, _PURPOSE, kid, pair.private_bytes_raw()),
            signs_from_ms=signs_from_ms,
        )
        self._store(key, at_ms)
        return key

    def _store(self, key: SigningKey, at_ms: int) -> None:
        keys = self._all()
        transaction = Transaction(self._settings)
        item = self._items(
            SYSTEM,
            f"{_PREFIX}{key.kid}",
            public=key.public,
            sealed=key.sealed,
            issuer=key.issuer,
            signs_from_ms=key.signs_from_ms,
        )
        taken = Conflict("this signing key exists already")
        transaction.put(item, taken, self._items.pk.does_not_exist())
        spent = [old for old in keys if is_spent(old, keys, at_ms)]
        for old in spent:
            transaction.delete(self._items(SYSTEM, f"{_PREFIX}{old.kid}"), taken)
        self._journal.record(transaction, _made(key, [old.kid for old in spent], at_ms))
        transaction.commit()

    def _opened(self, key: SigningKey) -> Ed25519PrivateKey:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # noqa: PLC0415
            Ed25519PrivateKey,
        )

        from tollgate.sealing import unseal  # noqa: PLC0415

        private = unseal(self._secret().pepper, _PURPOSE, key.kid, key.sealed)
        return Ed25519PrivateKey.from_private_bytes(private)

    def _all(self) -> list[SigningKey]:
        with reads():
            prefix = self._items.sk.startswith(_PREFIX)
            return [_key(item) for item in self._items.query(SYSTEM, prefix, consistent_read=True)]


def issuer_of(public_url: Callable[[], str]) -> str:
    """Who issues tokens: the deployment's URL, and a name while it has none yet."""
    try:
        return public_url()
    except Unavailable:
        return _UNNAMED


def signing_at(keys: Sequence[SigningKey], at_ms: int) -> SigningKey | None:
    """The youngest of an issuer's keys whose time has come, or None."""
    ready = [key for key in keys if key.signs_from_ms <= at_ms]
    return max(ready, key=_age, default=None)


def is_spent(key: SigningKey, keys: Sequence[SigningKey], at_ms: int) -> bool:
    """Whether every token that `key` signed has expired at `at_ms`.

    A younger key of any issuer took over an hour and the longest life of a token ago: the hour is
    for processes that keep the older key in memory.
    """
    successors = [each.signs_from_ms for each in keys if _age(each) > _age(key)]
    return any(start + PUBLISHED_AHEAD_MS + LONGEST_TOKEN_MS <= at_ms for start in successors)


def _age(key: SigningKey) -> tuple[int, str]:
    return key.signs_from_ms, key.kid


def _made(key: SigningKey, spent: list[str], at_ms: int) -> Event:
    details: dict[str, Any] = {"signs_from_ms": key.signs_from_ms, "removed": spent}
    return Event(
        event_id=new_id("evt", now_ms=at_ms),
        organization_id=SYSTEM,
        action="signing_key.created",
        actor=Actor("system", "tokens"),
        target=Target("signing_key", key.kid),
        created_ms=at_ms,
        request_id=key.kid,
        details=details,
    )


def _key(item: SigningKeyItem) -> SigningKey:
    return SigningKey(
        kid=item.sk.removeprefix(_PREFIX),
        issuer=item.issuer,
        public=item.public,
        sealed=item.sealed,
        signs_from_ms=int(item.signs_from_ms),
    )


def _encoded(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


def _decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
