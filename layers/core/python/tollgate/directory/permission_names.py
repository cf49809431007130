"""Permission strings as other systems write them, in our own words.

Roles and keys keep the permissions that they were given; what these mean is worked out here, when
rights are made of them. The proxy imports this module on every cold start: keep its imports light.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

GROUPS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "admin.system": (
            "organizations.view",
            "organizations.edit",
            "organizations.freeze",
            "security.*",
            "network.*",
            "sso.*",
            "scim.*",
        ),
        "admin.users": ("users.*", "roles.*", "sessions.*", "elevations.*", "access_reviews.*"),
        "admin.teams": ("teams.*",),
        "admin.billing": ("budgets.*", "prices.*", "costs.*"),
    }
)
"""What stands for several permissions; `admin.*` is all of them."""

_RESOURCES: Final[Mapping[str, tuple[str, ...]]] = {
    "analytics": ("usage", "costs"),
    "metrics": ("usage", "costs"),
    "audit_logs": ("audit",),
    "alerts": ("violations",),
    "system": ("organizations",),
}
_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "read": ("view",),
    "list": ("view",),
    "update": ("edit",),
    "modify": ("edit",),
    "configure": ("edit",),
    "write": ("create", "edit"),
    "remove": ("delete",),
    "acknowledge": ("resolve",),
}
_IMPLIED: Final[Mapping[str, str]] = {"users.edit": "users.assign_roles"}
"""What comes with something else: who may change people may change their roles."""

_SCOPE_IN_ACTION: Final = re.compile(r"([a-z_]+)_(own|team)")


def expanded(permissions: Iterable[str]) -> frozenset[str]:
    """All that these permissions stand for, in our own words.

    `users:create` is `users.create`, `policies.read` is `policies.view`, `metrics.read_own` is
    `usage.view.own` and `costs.view.own`, and `admin.billing` is the group of that name. What is
    ours already stays as it is.
    """
    return frozenset(each for permission in permissions for each in _expanded(permission))


@lru_cache(maxsize=4096)
def _expanded(permission: str) -> tuple[str, ...]:
    if permission.startswith("llm."):
        return (permission,)
    plain = permission.replace(":", ".")
    if plain in ("admin", "admin.*"):
        return tuple(each for group in GROUPS.values() for each in group)
    if plain in GROUPS:
        return GROUPS[plain]
    ours = tuple(_renamed(plain))
    return ours + tuple(
        ".".join((implied, *each.split(".")[2:]))
        for each in ours
        for given, implied in _IMPLIED.items()
        if each == given or each.startswith(f"{given}.")
    )


def _renamed(permission: str) -> Iterator[str]:
    resource, *rest = permission.split(".")
    for ours in _RESOURCES.get(resource, (resource,)):
        if not rest:
            yield ours
            continue
        action, *scope = rest
        match = _SCOPE_IN_ACTION.fullmatch(action)
        if match and not scope:
            action, scope = match[1], [match[2]]
        for verb in _ACTIONS.get(action, (action,)):
            yield ".".join((ours, verb, *scope))
