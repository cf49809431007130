"""What somebody is written."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One e-mail of plain text to one address.

    `kind` is what it is about (`password.reset`, `invitation`). The text may hold a single-use link
    and is therefore a secret. `created_ms` is epoch milliseconds.
    """

    id: str
    organization_id: str
    kind: str
    to: str
    subject: str
    text: str = field(repr=False)
    created_ms: int
