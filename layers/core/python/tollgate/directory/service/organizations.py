"""Organizations: the caller's own, and founding another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from tollgate.auth.models import Caller
from tollgate.directory import rules
from tollgate.directory.models import NewTenant, Organization, Status, User
from tollgate.directory.service.changes import Directory, change, event_of, get
from tollgate.errors import BadRequest, NotFound
from tollgate.journal.models import Actor
from tollgate.kit.ids import new_id


def get_organization(directory: Directory, caller: Caller, organization_id: str) -> Organization:
    """The caller's own organization; any other is `NotFound`."""
    if organization_id != caller.organization_id:
        raise NotFound(f"no organization with id {organization_id}")
    return get(directory, caller, Organization, organization_id)


def update_organization(
    directory: Directory,
    caller: Caller,
    organization_id: str,
    changes: Mapping[str, Any],
    if_match: int | None = None,
) -> Organization:
    """Applies `changes` (fields of `Organization`)."""
    before = get_organization(directory, caller, organization_id)
    return change(directory, caller, before, rules.applied(before, changes), if_match=if_match)


def delete_organization(
    directory: Directory, caller: Caller, organization_id: str, confirm: str
) -> None:
    """Ends the organization for good: whoever belongs to it is refused from now on.

    `confirm` is its slug. Raises `BadRequest` when it is another one. What was recorded stays.
    """
    before = get_organization(directory, caller, organization_id)
    if confirm != before.slug:
        raise BadRequest("repeat the slug of the organization to end it", param="confirm")
    change(directory, caller, before, replace(before, status=Status.DELETED), verb="deleted")


def set_frozen(
    directory: Directory, caller: Caller, organization_id: str, *, frozen: bool
) -> Organization:
    """Stops every model call of the organization, or lets them through again."""
    before = get_organization(directory, caller, organization_id)
    after = replace(before, status=Status.FROZEN if frozen else Status.ACTIVE)
    return change(directory, caller, before, after, verb="frozen" if frozen else "unfrozen")


def create_organization(directory: Directory, caller: Caller, tenant: NewTenant) -> Organization:
    """Another tenant with its first administrator; the caller gets no access to it."""
    organization, admin = _new_tenant(directory, tenant, "admin")
    _found(directory, caller, organization, admin, first=False)
    return organization


def found_first(
    directory: Directory, tenant: NewTenant, request_id: str
) -> tuple[Organization, User]:
    """The deployment's first organization with its owner. Raises `Conflict` the second time."""
    organization, owner = _new_tenant(directory, tenant, "owner")
    bootstrap = Caller(
        organization_id=organization.id,
        actor=Actor("system", "bootstrap"),
        user_id=None,
        request_id=request_id,
    )
    _found(directory, bootstrap, organization, owner, first=True)
    return organization, owner


def _found(
    directory: Directory, caller: Caller, organization: Organization, admin: User, *, first: bool
) -> None:
    at_ms = directory.clock()
    events = [event_of(caller, at_ms, "created", None, entity) for entity in (organization, admin)]
    directory.store.found(organization, admin, events, first=first)


def _new_tenant(directory: Directory, tenant: NewTenant, role: str) -> tuple[Organization, User]:
    at_ms = directory.clock()
    organization = Organization(
        id=new_id("org", now_ms=at_ms),
        name=tenant.name,
        slug=tenant.slug or rules.slug_of(tenant.name),
        time_zone=tenant.time_zone,
        created_ms=at_ms,
    )
    person = User(
        id=new_id("usr", now_ms=at_ms),
        organization_id=organization.id,
        email=tenant.admin_email,
        name=tenant.admin_name,
        roles=(role,),
        password_hash=tenant.admin_password_hash,
        password_temporary=tenant.admin_password_temporary,
        # Whoever sets the deployment up chose their own; see `password_age.must_change`.
        password_changed_ms=None if role == "owner" else at_ms,
        created_ms=at_ms,
    )
    return organization, person
