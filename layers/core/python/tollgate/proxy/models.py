"""A data-plane request and its reply, free of any event's shape."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field

from tollgate.kit.records import dataclass
from tollgate.providers.models import ProviderSpec


@dataclass(frozen=True, slots=True)
class HttpRequest:
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


@dataclass(frozen=True, slots=True)
class Reply:
    """`body` is whole, or chunks to be sent as they come and iterated to their end."""

    status: int
    headers: dict[str, str]
    body: bytes | Iterator[bytes] = b""


@dataclass(frozen=True, slots=True)
class DataPathSecret:
    """What the deployment's secret holds for the data path."""

    pepper: bytes = field(repr=False)
    providers: dict[str, ProviderSpec] = field(default_factory=dict)
