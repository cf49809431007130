"""Who stands behind an address, an id or a key: what signing in needs of the directory."""

from __future__ import annotations

from collections.abc import Sequence

from tollgate.directory.models import ApiKey, Role, Status, User
from tollgate.directory.roles import Holds, RoleBook
from tollgate.directory.rules import parse_token, secret_matches
from tollgate.directory.service.changes import Directory
from tollgate.directory.system_roles import SYSTEM_ROLES
from tollgate.errors import Unauthenticated
from tollgate.kit.permissions import Rights


def rights_of(directory: Directory, user: User, holds: Holds | None = None) -> Rights:
    """What a person may do now; `holds` tells whether the condition of a role does."""
    return book_for(directory, user, holds).rights_of(user, directory.clock())


def book_for(directory: Directory, user: User, holds: Holds | None = None) -> RoleBook:
    """The roles of the person's organization, its own read only when the person has such."""
    named = {*user.roles, *(each.role for each in user.elevations)}
    named.update(role for roles in user.team_roles.values() for role in roles)
    if named <= SYSTEM_ROLES.keys():
        return RoleBook({})
    return role_book(directory, user.organization_id, holds)


def role_book(directory: Directory, organization_id: str, holds: Holds | None = None) -> RoleBook:
    """All roles of an organization as last committed."""
    custom = {
        role.id: role
        for role in directory.store.everything(Role, organization_id)
        if role.status is Status.ACTIVE
    }
    return RoleBook(custom) if holds is None else RoleBook(custom, holds)


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
