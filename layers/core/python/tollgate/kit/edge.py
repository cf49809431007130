"""The address of a caller, behind our own edge or without it.

Anybody can write `X-Forwarded-For`. It is believed only of a request that carries the secret which
our distribution adds on its way to the gateway; of every other the address is the one that the
gateway itself saw.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from typing import Final

from tollgate.kit.networks import parse_address

HEADER: Final = "x-tollgate-edge"
"""Carries the secret; it goes no further than here."""


def caller_address(
    source: str | None, headers: Mapping[str, str], secret: str | None
) -> str | None:
    """Where a request comes from: `source` is what the gateway saw, `headers` in lower case.

    Each hop appends the address that it was called from, so the last one that is not the gateway's
    own observation is what the distribution saw, and whatever stands before is the caller's word.
    """
    if not secret or not hmac.compare_digest(headers.get(HEADER, "").encode(), secret.encode()):
        return source
    hops = [hop.strip() for hop in headers.get("x-forwarded-for", "").split(",")]
    if hops[-1] == source:
        hops.pop()
    address = parse_address(hops[-1]) if hops else None
    return source if address is None else str(address)
