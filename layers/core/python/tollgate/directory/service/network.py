"""From where an organization may be reached: reading and changing its network rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from tollgate.auth.models import Caller
from tollgate.directory.models import Organization
from tollgate.directory.network import NetworkRules, Plane, rules_of
from tollgate.directory.service.changes import Directory, change, get
from tollgate.errors import Unprocessable, WouldLockOut


def get_network(directory: Directory, caller: Caller) -> Organization:
    """The caller's organization, whose `network` holds the rules."""
    return get(directory, caller, Organization, caller.organization_id)


def change_network(
    directory: Directory, caller: Caller, changes: Mapping[str, Any], if_match: int | None = None
) -> Organization:
    """Applies `changes` (fields of `NetworkRules`), in force from the next request and call on.

    Raises `WouldLockOut` when the caller could not come back from where they are, `Unprocessable`
    when nobody could reach anything.
    """
    before = get_network(directory, caller)
    old = rules_of(before.network)
    new = replace(old, **changes)
    _check(new, caller)
    after = replace(before, network=new.stored())
    return change(
        directory,
        caller,
        before,
        after,
        verb="network_changed",
        if_match=if_match,
        beside=lambda writes: directory.store.origins.change(writes, old.origins, new.origins),
    )


def _check(new: NetworkRules, caller: Caller) -> None:
    if not new.enabled:
        return
    if not new.applies_to:
        raise Unprocessable("say what the list applies to", param="applies_to")
    if not new.ranges and not new.private:
        raise Unprocessable("list at least one network", param="allowed_ip_ranges")
    networks = new.networks(Plane.CONTROL)
    if networks is not None and not networks.hold(caller.address):
        raise WouldLockOut(
            f"this would shut you out: your address is {caller.address or 'not known'}",
            param="allowed_ip_ranges",
            fields={"your_address": caller.address},
        )


def allows_origin(directory: Directory, origin: str, organization_id: str | None) -> bool:
    """Whether scripts of pages from `origin` may call: this organization, or (None) any at all."""
    if organization_id is None:
        return directory.store.origins.is_listed(origin)
    organization = directory.store.get(Organization, organization_id, organization_id)
    return organization is not None and origin in rules_of(organization.network).origins
