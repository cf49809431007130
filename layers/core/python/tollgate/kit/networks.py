"""Sets of IP networks that addresses are held against, cheap enough to ask on every call.

An IPv4 address that comes wrapped in IPv6 (`::ffff:203.0.113.7`) counts as the IPv4 address that it
is. What is not an address is in no network.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final

from msgspec import Struct

PRIVATE: Final = (
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "fc00::/7",
    "::1/128",
)
"""Addresses that no packet from the internet has: RFC 1918, RFC 6598, RFC 4193, loopback."""


def canonical_network(text: str) -> str:
    """`203.0.113.7/32` of `203.0.113.7`. Raises `ValueError` saying what is wrong with it."""
    written = text.strip()
    try:
        network = ip_network(written, strict=False)
    except ValueError:
        raise ValueError(f"{written!r} is no network such as 203.0.113.0/24") from None
    if "/" in written and ip_address(written.partition("/")[0]) != network.network_address:
        raise ValueError(f"{written!r} has bits set behind its prefix; write {network}")
    return str(network)


class Networks(Struct, frozen=True):
    """Networks as `(IP version, network, mask)`; one without any holds no address."""

    ranges: tuple[tuple[int, int, int], ...] = ()

    @classmethod
    def of(cls, written: Iterable[str]) -> Networks:
        """Networks of CIDR texts. Raises `ValueError` on one that is none."""
        networks = [ip_network(text) for text in written]
        return cls(tuple((n.version, int(n.network_address), int(n.netmask)) for n in networks))

    def hold(self, address: str | None) -> bool:
        """Whether `address` lies in one of them."""
        parsed = parse_address(address)
        if parsed is None:
            return False
        number = int(parsed)
        return any(
            version == parsed.version and number & mask == network
            for version, network, mask in self.ranges
        )


@lru_cache(maxsize=4096)
def parse_address(text: str | None) -> IPv4Address | IPv6Address | None:
    """The address, IPv4 where it is one in disguise; None for what is no address."""
    try:
        address = ip_address((text or "").partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address
