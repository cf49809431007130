"""What happened besides model calls: who changed what, from what to what, and when."""

from __future__ import annotations

from typing import Any

from msgspec import Struct, field


class Actor(Struct, frozen=True):
    """Who acted: `type` is `user`, `api_key`, `system` or `anonymous`."""

    type: str
    id: str


class Target(Struct, frozen=True):
    """What was acted upon: `type` is the resource in the singular, such as `team`."""

    type: str
    id: str


class Event(Struct, frozen=True):
    """An administrative event, immutable once written.

    `action` is `resource.verb` in the past tense (`team.created`). `details` has `before` and
    `after` with the changed fields only, and never a secret. `created_ms` is epoch milliseconds.
    """

    event_id: str
    organization_id: str
    action: str
    actor: Actor
    target: Target
    created_ms: int
    request_id: str
    details: dict[str, Any] = field(default_factory=dict)
