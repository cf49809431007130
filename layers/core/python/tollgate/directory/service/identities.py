"""Who stands behind an address, an id or a key: what signing in needs of the directory."""

from __future__ import annotations

from collections.abc import Sequence

from tollgate.directory.models import SYSTEM_ROLES, ApiKey, Status, User
from tollgate.directory.rules import parse_token, secret_matches
from tollgate.directory.service.changes import Directory
from tollgate.errors import Unauthenticated


def permissions_of(user: User) -> frozenset[str]:
    """The union of what a person's roles permit."""
    return frozenset(permission for role in user.roles for permission in SYSTEM_ROLES.get(role, ()))


def people_with_email(directory: Directory, email: str) -> Sequence[User]:
    """Everyone who may sign in with this address, in any organization and whatever status."""
    return directory.store.by_email(email)


def active_user(directory: Directory, organization_id: str, user_id: str) -> User | None:
    """The person, or None when there is none or their access has ended."""
    user = directory.store.get(User, organization_id, user_id)
    return user if user is not None and user.status is Status.ACTIVE else None


def key_behind(directory: Directory, token: str, pepper: bytes) -> ApiKey:
    """The active key of a token. Raises `Unauthenticated`."""
    organization_id, key_id, secret = parse_token(token)
    key = directory.store.get(ApiKey, organization_id, key_id)
    if key is None or not secret_matches(pepper, secret, key.secret_hash):
        raise Unauthenticated("unknown API key")
    expired = key.expires_ms is not None and key.expires_ms <= directory.clock()
    if key.status is not Status.ACTIVE or expired:
        raise Unauthenticated("this API key was revoked or has expired")
    return key


def is_bootstrapped(directory: Directory) -> bool:
    """Whether the first organization exists."""
    return directory.store.is_bootstrapped()
