"""How often one address may fail: whoever guesses is slowed down, whichever accounts they try.

An attempt is counted before it is made and given back when it succeeds, so that many at once cannot
slip through together. Windows are fixed; an IPv6 network of 64 bits counts as one address.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import IPv6Address, ip_network
from typing import Final

from tollgate.auth.service.deps import Auth, Origin
from tollgate.directory.models import SYSTEM
from tollgate.errors import RateLimited
from tollgate.journal.models import Actor, Target
from tollgate.kit.networks import parse_address

LIMIT: Final = 20
WINDOW_MS: Final = 5 * 60_000
_IPV6_SITE: Final = 64


@contextmanager
def attempt(auth: Auth, origin: Origin, what: str) -> Iterator[None]:
    """Around something that fails when somebody guesses wrong, such as a sign-in.

    `what` keeps the counts of different things apart. Raises `RateLimited` when this address failed
    at it `LIMIT` times in the window.
    """
    counter = count(auth, origin, what)
    yield
    auth.store.uncount(counter)


def count(auth: Auth, origin: Origin, what: str) -> str:
    """Counts something that cannot be seen to fail, such as asking for a letter; its counter.

    Raises `RateLimited` like `attempt`.
    """
    at_ms = auth.directory.clock()
    window = at_ms // WINDOW_MS
    ends_ms = (window + 1) * WINDOW_MS
    site = site_of(origin.address)
    counter = f"{what}#{site}#{window}"
    if auth.store.count(counter, LIMIT, ends_ms):
        return counter
    event = auth.event(
        SYSTEM,
        Actor("anonymous", "anonymous"),
        Target("address", site),
        action="session.throttled",
        request_id=origin.request_id,
        what=what,
    )
    auth.store.tell_once(counter, event)
    raise RateLimited(
        "too many attempts from this address; wait", retry_after=(ends_ms - at_ms) / 1000
    )


def site_of(address: str | None) -> str:
    """The address, or the /64 that an IPv6 address is in; all that is no address is one."""
    parsed = parse_address(address)
    if parsed is None:
        return "unknown"
    if isinstance(parsed, IPv6Address):
        return str(ip_network((parsed, _IPV6_SITE), strict=False))
    return str(parsed)
