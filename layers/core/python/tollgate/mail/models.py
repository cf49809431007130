"""What somebody is written."""

from __future__ import annotations

from tollgate.kit.guarded import Guarded


class Letter(Guarded, frozen=True, kw_only=True):
    """One e-mail of plain text to one address.

    `kind` is what it is about (`password.reset`, `invitation`). The text may hold a single-use link
    and is therefore a secret. `created_ms` is epoch milliseconds.
    """

    hidden = frozenset({"text"})

    id: str
    organization_id: str
    kind: str
    to: str
    subject: str
    text: str
    created_ms: int
