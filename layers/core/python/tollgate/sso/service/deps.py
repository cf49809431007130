"""What single sign-on works with."""

from __future__ import annotations

from msgspec import Struct

from tollgate.auth.service.deps import Auth
from tollgate.provisioning.service import Provisioning
from tollgate.public_url import PublicUrl
from tollgate.sso.discovery import Discovery
from tollgate.sso.store import SsoStore


class Sso(Struct, frozen=True):
    """Connections, sessions, people, the way to identity providers, and our own address."""

    auth: Auth
    store: SsoStore
    provisioning: Provisioning
    discovery: Discovery
    public_url: PublicUrl
