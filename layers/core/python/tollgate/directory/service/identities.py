"""Who stands behind an address, an id or a key: what signing in needs of the directory."""

from __future__ import annotations

from collections.abc import Sequence

from tollgate.directory.models import ApiKey, Organization, Role, Status, User
from tollgate.directory.roles import Holds, RoleBook
from tollgate.directory.rules import hash_secret, is_secret, parse_token
from tollgate.directory.service.changes import Directory
from tollgate.directory.system_roles import SYSTEM_ROLES
from tollgate.errors import AddressRefused, Unauthenticated
from tollgate.kit.networks import Networks
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


def organization_of(directory: Directory, organization_id: str) -> Organization:
    """The organization that a credential belongs to. Raises `Unauthenticated` without one."""
    organization = directory.store.get(Organization, organization_id, organization_id)
    if organization is None or organization.status is Status.DELETED:
        raise Unauthenticated("this organization has ended")
    return organization


def person(directory: Directory, organization_id: str, user_id: str) -> User | None:
    """The person in whatever status, or None."""
    return directory.store.get(User, organization_id, user_id)


def organizations(directory: Directory) -> list[Organization]:
    """Every organization of this deployment; each is read."""
    found = (
        directory.store.get(Organization, organization_id, organization_id)
        for organization_id in directory.store.organizations()
    )
    return [organization for organization in found if organization is not None]


def active_user(directory: Directory, organization_id: str, user_id: str) -> User | None:
    """The person, or None when there is none or their access has ended."""
    user = directory.store.get(User, organization_id, user_id)
    return user if user is not None and user.status is Status.ACTIVE else None


def key_behind(
    directory: Directory, token: str, pepper: bytes, address: str | None = None
) -> ApiKey:
    """The active key of a token that is used from `address`.

    Raises `Unauthenticated`, or `AddressRefused` where the key may not be used from there.
    """
    organization_id, key_id, secret = parse_token(token)
    key = directory.store.get(ApiKey, organization_id, key_id)
    now_ms = directory.clock()
    if key is None or not is_secret(
        hash_secret(pepper, secret),
        key.secret_hash,
        key.previous_hash,
        key.previous_until_ms,
        now_ms,
    ):
        raise Unauthenticated("unknown API key")
    expired = key.expires_ms is not None and key.expires_ms <= now_ms
    if key.status is not Status.ACTIVE or expired:
        raise Unauthenticated("this API key was revoked or has expired")
    if key.addresses and not Networks.of(key.addresses).hold(address):
        raise AddressRefused("this API key may not be used from this address")
    return key


def makers_of(directory: Directory, key: ApiKey) -> frozenset[str]:
    """Whoever made or rotated a key, and whoever made the key that did: each saw a secret."""
    found: set[str] = set()
    waiting = [key]
    while waiting:
        each = waiting.pop()
        for maker in {each.created_by, *each.rotated_by} - found:
            found.add(maker)
            known = maker.startswith("key_") and directory.store.get(
                ApiKey, key.organization_id, maker
            )
            if known:
                found |= {known.user_id} if known.user_id else set()
                waiting.append(known)
    return frozenset(found)


def note_use(directory: Directory, key: ApiKey) -> None:
    """Remembers that a key is in use; kept to the minute."""
    directory.store.key_uses.note(key.organization_id, key.id, directory.clock())


def is_bootstrapped(directory: Directory) -> bool:
    """Whether the first organization exists."""
    return directory.store.is_bootstrapped()
