"""A data-plane request and its reply, free of any event's shape."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct, field

from tollgate.kit.guarded import Guarded
from tollgate.providers.models import ProviderSpec


class HttpRequest(Struct, frozen=True):
    """`headers` have lower-case names; `remaining_ms` is how long the function may still run.

    `address` is the caller's, as the gateway in front saw it; `country` its ISO 3166-1 code where
    the edge tells it.
    """

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes = b""
    remaining_ms: int = 900_000
    address: str | None = None
    country: str | None = None


class Reply(Struct, frozen=True):
    """`body` is whole, or chunks to be sent as they come and iterated to their end."""

    status: int
    headers: dict[str, str]
    body: bytes | Iterator[bytes] = b""


class DataPathSecret(Guarded, frozen=True):
    """What the deployment's secret holds for the data path."""

    hidden = frozenset({"pepper"})

    pepper: bytes
    providers: dict[str, ProviderSpec] = field(default_factory=dict)
