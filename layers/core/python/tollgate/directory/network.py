"""From where an organization may be reached, and which web pages may call it: its network rules.

They are kept as the map `Organization.network`, whose keys are the fields of `NetworkRules`; what
is absent has the default. The proxy imports this module on every cold start: keep its imports
light.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from msgspec import Struct

from tollgate.errors import AddressRefused
from tollgate.kit.networks import PRIVATE, Networks


class Plane(StrEnum):
    """What an address reaches: the control plane with signing in, or model calls."""

    CONTROL = "control_plane"
    CALLS = "model_calls"


class NetworkRules(Struct, frozen=True):
    """With `enabled`, the planes of `applies_to` are reached only from `ranges` (CIDR).

    `private` adds the addresses that no packet from the internet has, as callers behind a VPN into
    the deployment's own network have them. `origins` are the web pages (`https://host[:port]`)
    whose scripts may call the control plane with a token.
    """

    enabled: bool = False
    ranges: tuple[str, ...] = ()
    private: bool = False
    applies_to: tuple[Plane, ...] = tuple(Plane)
    origins: tuple[str, ...] = ()

    def networks(self, plane: Plane) -> Networks | None:
        """Where `plane` may be reached from; None is from everywhere."""
        if not self.enabled or plane not in self.applies_to:
            return None
        return Networks.of((*self.ranges, *(PRIVATE if self.private else ())))

    def check(self, plane: Plane, address: str | None) -> None:
        """Raises `AddressRefused` when `plane` may not be reached from `address`."""
        networks = self.networks(plane)
        if networks is not None and not networks.hold(address):
            raise AddressRefused("your organization may not be reached from this address")

    def stored(self) -> dict[str, Any]:
        """As the map that `rules_of` reads."""
        return {
            "enabled": self.enabled,
            "ranges": list(self.ranges),
            "private": self.private,
            "applies_to": [plane.value for plane in self.applies_to],
            "origins": list(self.origins),
        }


def rules_of(network: Mapping[str, Any]) -> NetworkRules:
    """The rules of a stored map."""
    default = NetworkRules()
    return NetworkRules(
        enabled=network.get("enabled", default.enabled),
        ranges=tuple(network.get("ranges", default.ranges)),
        private=network.get("private", default.private),
        applies_to=tuple(Plane(each) for each in network.get("applies_to", default.applies_to)),
        origins=tuple(network.get("origins", default.origins)),
    )
