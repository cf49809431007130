"""What provisioning by SCIM works with."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from tollgate.auth.service.deps import Auth
from tollgate.provisioning.service import Provisioning
from tollgate.public_url import PublicUrl
from tollgate.scim.store import ScimStore
from tollgate.sso.models import Connection

MOST_ITEMS = 100
"""Resources of one page."""


class Scim(Struct, frozen=True):
    """Groups, people, sessions; `connections` gives an organization's, for their mappings."""

    auth: Auth
    store: ScimStore
    provisioning: Provisioning
    connections: Callable[[str], list[Connection]]
    public_url: PublicUrl


class Asked(Struct, frozen=True):
    """A list that is asked for: the filter's text, the first item counted from 1, how many."""

    filter: str | None = None
    start_index: int = 1
    count: int = MOST_ITEMS
