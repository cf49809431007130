"""People by SCIM: joining, changing, being deactivated.

An owner is never deactivated or renamed from outside: they are who can repair things. Whom an
administrator suspended stays suspended, whatever the provider says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from scim2_models import Context

from tollgate.auth.models import Caller
from tollgate.auth.service.sessions import ending_all
from tollgate.directory.models import Status, User
from tollgate.directory.service import identities
from tollgate.directory.service.ranks import OWNER
from tollgate.errors import Conflict, Forbidden, NotFound, PreconditionFailed
from tollgate.kit.ids import new_id
from tollgate.kit.permissions import TEAM
from tollgate.provisioning.service import (
    SCIM,
    Source,
    is_managed_elsewhere,
    joined,
    synchronized,
)
from tollgate.scim import resources
from tollgate.scim.errors import ScimInvalid, ScimTaken
from tollgate.scim.models import Group, PersonValues
from tollgate.scim.service.deps import Asked, Scim
from tollgate.scim.service.mapping import default_roles, source_of

INACTIVE: Final = "deactivated by the identity provider"
REMOVED: Final = "removed by the identity provider"
HELD: Final = "suspended by an administrator, and removed by the identity provider"
"""Who comes back from this is suspended as before."""
_GONE: Final = frozenset({REMOVED, HELD})
_ADMINISTRATION: Final = ("users.edit", "roles.edit", "sso.edit", "security.edit")
_BY_NAME: Final = re.compile(r'\s*(?:userName|emails\.value)\s+eq\s+"([^"\\]+)"\s*', re.IGNORECASE)


def get_person(scim: Scim, caller: Caller, user_id: str) -> User:
    """One person of the caller's organization. Raises `NotFound`."""
    user = identities.person(scim.auth.directory, caller.organization_id, user_id)
    if user is None or not _is_shown(user):
        raise NotFound(f"no user with id {user_id}")
    return user


def groups_of(scim: Scim, user: User) -> list[Group]:
    """The groups that SCIM put a person into."""
    record = scim.provisioning.store.get(user.organization_id, user.id)
    said = record.sources.get(SCIM)
    names = {name.casefold() for name in said.groups} if said else set()
    if not names:
        return []
    every = scim.store.everything(user.organization_id)
    return [group for group in every if group.name.casefold() in names]


def list_people(scim: Scim, caller: Caller, asked: Asked) -> tuple[int, list[User]]:
    """How many people the filter wants, and those of the page. Raises `ScimInvalid`."""
    matching = _matching(scim, caller, asked.filter)
    first = max(asked.start_index, 1) - 1
    return len(matching), matching[first : first + asked.count]


def _matching(scim: Scim, caller: Caller, text: str | None) -> list[User]:
    directory, organization_id = scim.auth.directory, caller.organization_id
    if text is None:
        return [
            user for user in directory.store.everything(User, organization_id) if _is_shown(user)
        ]
    wanted = resources.read_filter(resources.Person, text)
    by_name = _BY_NAME.fullmatch(text)
    # Providers ask by name before every change: the index answers that without reading everybody.
    found = identities.people_with_email(directory, by_name[1].lower()) if by_name else []
    candidates = [user for user in found if user.organization_id == organization_id]
    if not candidates:
        candidates = directory.store.everything(User, organization_id)
    return [
        user
        for user in candidates
        if _is_shown(user) and wanted.match(resources.person_of(user, ""))
    ]


def create_person(scim: Scim, caller: Caller, payload: Mapping[str, Any]) -> User:
    """A new person, or one who was removed and comes back. Raises `ScimTaken`, `ScimInvalid`."""
    sent = resources.read_person(payload, Context.RESOURCE_CREATION_REQUEST)
    values = resources.person_values(sent)
    for user in identities.people_with_email(scim.auth.directory, values.email):
        if user.organization_id == caller.organization_id and _by_provider(user, *_GONE):
            return _store(scim, caller, user, values)
    at_ms = scim.auth.directory.clock()
    user = User(
        id=new_id("usr", now_ms=at_ms),
        organization_id=caller.organization_id,
        email=values.email,
        name=values.name,
        roles=default_roles(scim, caller.organization_id, values.email),
        status=Status.SUSPENDED if values.active is False else Status.ACTIVE,
        status_reason=INACTIVE if values.active is False else "",
        status_by=SCIM if values.active is False else "",
        email_verified=True,
        external_id=values.external_id,
        source=SCIM,
        attributes=values.attributes,
        created_ms=at_ms,
    )
    source = source_of(scim, caller.organization_id)
    try:
        return joined(scim.provisioning, caller, user, source, groups=())
    except Conflict as error:
        if error.param != "email":
            raise
        raise ScimTaken("a person with this userName exists already") from error


def replace_person(
    scim: Scim, caller: Caller, user_id: str, payload: Mapping[str, Any], if_match: int | None
) -> User:
    """A person as they are sent, whole. Raises `NotFound`, `ScimTaken`, `ScimInvalid`."""
    user = _expected(get_person(scim, caller, user_id), if_match)
    sent = resources.read_person(payload, Context.RESOURCE_REPLACEMENT_REQUEST)
    return _store(scim, caller, user, resources.person_values(sent))


def patch_person(
    scim: Scim, caller: Caller, user_id: str, payload: Mapping[str, Any], if_match: int | None
) -> User:
    """A person with the operations applied. Raises `NotFound`, `ScimTaken`, `ScimInvalid`."""
    user = _expected(get_person(scim, caller, user_id), if_match)
    shown = resources.person_of(user, "")
    after = resources.patched(resources.Person, shown, payload)
    return _store(scim, caller, user, _following(shown, after))


def _following(before: resources.Person, after: resources.Person) -> PersonValues:
    """What a patch leaves, with a name that follows the part that was changed."""
    name, named = after.name, before.name
    if name is not None and named is not None and after.display_name == before.display_name:
        parts = (name.given_name, name.family_name)
        if name.formatted != named.formatted:
            after.display_name = name.formatted
        elif parts != (named.given_name, named.family_name):
            after.display_name = " ".join(part for part in parts if part) or after.display_name
    if after.user_name != before.user_name and after.emails == before.emails:
        # The address that is shown was made of the name that has just changed.
        after.emails = None
    return resources.person_values(after)


def remove_person(scim: Scim, caller: Caller, user_id: str, if_match: int | None) -> None:
    """Ends a person's access and takes them out of their groups; their record stays."""
    user = _expected(get_person(scim, caller, user_id), if_match)
    _check_owner(user, "removed")
    source = source_of(scim, caller.organization_id)
    for group in groups_of(scim, user):
        user = left(scim, caller, user, group, source)
    _suspend(scim, caller, user, REMOVED, {"external_id": None})


def left(scim: Scim, caller: Caller, user: User, group: Group, source: Source) -> User:
    """The person, no longer in a group."""
    return synchronized(
        scim.provisioning,
        caller,
        user,
        source,
        groups=lambda last: tuple(
            name for name in last if name.casefold() != group.name.casefold()
        ),
        beside=scim.store.leaving(group, user.id),
    )


def _store(scim: Scim, caller: Caller, user: User, values: PersonValues) -> User:
    updates: dict[str, object] = {
        "external_id": values.external_id,
        "attributes": resources.merged_attributes(user, values),
    }
    adopted = values.external_id is not None and OWNER not in user.roles
    if is_managed_elsewhere(user) or adopted:
        updates |= {"name": values.name, "source": SCIM}
    if values.email != user.email:
        _check_address(scim, user)
        updates["email"] = values.email
    if values.active is False and user.status in (Status.ACTIVE, Status.PENDING):
        _check_owner(user, "deactivated")
        return _suspend(scim, caller, user, INACTIVE, updates)
    back = _by_provider(user, INACTIVE, REMOVED) and (
        values.active is True or user.status_reason == REMOVED
    )
    verb = "provisioned"
    if _by_provider(user, HELD):
        updates |= {"status_reason": "suspended by an administrator", "status_by": ""}
    if back and values.active is not False:
        verb = "reactivated"
        # Who has not joined yet goes back to waiting.
        joined_once = user.invited_ms is None
        status = Status.ACTIVE if joined_once else Status.PENDING
        updates |= {"status": status, "status_reason": "", "status_by": ""}
    elif back:
        updates["status_reason"] = INACTIVE
    return _synchronize(scim, caller, user, verb, updates)


def _suspend(
    scim: Scim, caller: Caller, user: User, reason: str, updates: dict[str, object]
) -> User:
    updates = {
        **updates,
        "status": Status.SUSPENDED,
        "status_reason": reason,
        "status_by": SCIM,
    }
    if user.status is Status.PENDING:
        # It may be a stranger's who registered with this address: it must not count on return.
        updates["password_hash"] = None
    if user.status is Status.SUSPENDED and not _by_provider(user, INACTIVE, REMOVED):
        if reason == INACTIVE:
            return user
        updates["status_reason"] = HELD
    return _synchronize(scim, caller, user, "suspended", updates, ends_sessions=True)


def _synchronize(
    scim: Scim,
    caller: Caller,
    user: User,
    verb: str,
    updates: dict[str, object],
    *,
    ends_sessions: bool = False,
) -> User:
    try:
        return synchronized(
            scim.provisioning,
            caller,
            user,
            source_of(scim, caller.organization_id),
            groups=lambda last: last,
            beside=ending_all(scim.auth, user) if ends_sessions else None,
            verb=verb,
            updates=updates,
        )
    except Conflict as error:
        if error.param != "email":
            raise
        raise ScimTaken("a person with this userName exists already") from error


def _check_owner(user: User, what: str) -> None:
    if OWNER in user.roles:
        raise Forbidden(f"an owner is not {what} by an identity provider; make them less first")


def _check_address(scim: Scim, user: User) -> None:
    """Whoever could change an administrator's address could take their account over.

    So could whoever changes that of somebody whom no provider brought, or who has a password here,
    adopted or not: the address is where a new password is asked for.
    """
    # Also who administers under a condition, in a team or for an hour.
    rights = identities.rights_of(scim.auth.directory, user, lambda _: True)
    administers = any(rights.permits(f"{each}.{TEAM}") for each in _ADMINISTRATION)
    if not is_managed_elsewhere(user) or user.password_hash is not None or administers:
        raise ScimInvalid("userName: this person's address is changed by hand only", "mutability")


def _expected(user: User, if_match: int | None) -> User:
    if if_match is not None and if_match != user.version:
        raise PreconditionFailed(f"the current version is {user.version}, not {if_match}")
    return user


def _is_shown(user: User) -> bool:
    return user.status is not Status.DELETED and not _by_provider(user, *_GONE)


def _by_provider(user: User, *reasons: str) -> bool:
    """Whether the identity provider took the access away; a reason alone anybody can write."""
    suspended = user.status is Status.SUSPENDED and user.status_by == SCIM
    return suspended and user.status_reason in reasons
