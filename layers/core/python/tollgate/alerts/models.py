"""What somebody should be told."""

from __future__ import annotations

from typing import Any

from msgspec import Struct, field


class Notice(Struct, frozen=True):
    """One message to some people of an organization.

    While a notice waits, another with its `id` is not kept: whoever may tell the same thing twice
    derives the id from what happened (`kit.ids.derived_id("ntc", …)`). `kind` is what happened in
    the past tense (`approval.opened`), `subject` the id of what it happened to, `title` one line,
    `body` plain text without content of any call. `audience` names roles, or `users` for whoever
    made the call. `details` is JSON-like.
    """

    id: str
    organization_id: str
    kind: str
    subject: str
    title: str
    body: str
    audience: tuple[str, ...]
    created_ms: int
    details: dict[str, Any] = field(default_factory=dict)
