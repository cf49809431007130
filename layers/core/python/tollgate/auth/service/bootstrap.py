"""The first-run set-up."""

from __future__ import annotations

import hmac

from tollgate.auth.service.deps import Auth
from tollgate.directory.models import NewTenant, Organization, User
from tollgate.directory.service import organizations
from tollgate.errors import Forbidden


def bootstrap(
    auth: Auth, *, tenant: NewTenant, setup_token: str, request_id: str
) -> tuple[Organization, User]:
    """The first organization and its owner; works once.

    Raises `Forbidden` when the deployment has a setup token and this is not it, `Conflict` when it
    was done before.
    """
    expected = auth.secret().setup_token
    if expected and not hmac.compare_digest(expected.encode(), setup_token.encode()):
        raise Forbidden("the setup token is missing or wrong", param="x-tollgate-setup-token")
    return organizations.found_first(auth.directory, tenant, request_id)
