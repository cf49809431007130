"""Groups by SCIM, and what being in one gives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from msgspec.structs import replace
from scim2_models import Context
from scim2_models import Group as Shape

from tollgate.auth.models import Caller
from tollgate.directory.models import User
from tollgate.directory.service import identities
from tollgate.errors import NotFound, PreconditionFailed
from tollgate.journal.models import Event, Target
from tollgate.kit.ids import new_id
from tollgate.provisioning.service import Source, synchronized
from tollgate.scim import resources
from tollgate.scim.errors import ScimInvalid, ScimTaken
from tollgate.scim.models import Group, GroupValues
from tollgate.scim.service import people
from tollgate.scim.service.deps import Asked, Scim
from tollgate.scim.service.mapping import source_of
from tollgate.scim.store import NameTaken

MOST_CHANGES: Final = 500
"""People who come or go in one request: each is a transaction, and a request has 29 seconds."""


def get_group(scim: Scim, caller: Caller, group_id: str) -> Group:
    """One group of the caller's organization. Raises `NotFound`."""
    group = scim.store.get(caller.organization_id, group_id)
    if group is None:
        raise NotFound(f"no group with id {group_id}")
    return group


def members_of(scim: Scim, group: Group) -> list[str]:
    """Ids of the people in a group."""
    return scim.store.member_ids(group)


def list_groups(scim: Scim, caller: Caller, asked: Asked) -> tuple[int, list[Group]]:
    """How many groups the filter wants, and those of the page. Raises `ScimInvalid`."""
    every = scim.store.everything(caller.organization_id)
    if asked.filter is not None:
        wanted = resources.read_filter(Shape, asked.filter)
        with_members = "members" in asked.filter.lower()
        every = [
            group
            for group in every
            if wanted.match(
                resources.group_of(
                    group, "", scim.store.member_ids(group) if with_members else None
                )
            )
        ]
    first = max(asked.start_index, 1) - 1
    return len(every), every[first : first + asked.count]


def create_group(scim: Scim, caller: Caller, payload: Mapping[str, Any]) -> Group:
    """A new group with its members. Raises `ScimTaken`, `ScimInvalid`."""
    values = resources.group_values(
        resources.read_group(payload, Context.RESOURCE_CREATION_REQUEST)
    )
    members = _known(scim, caller, values.member_ids)
    at_ms = scim.auth.directory.clock()
    group = Group(
        id=new_id("grp", now_ms=at_ms),
        organization_id=caller.organization_id,
        name=values.name,
        external_id=values.external_id,
        created_ms=at_ms,
    )
    _save(scim, caller, None, group)
    source = source_of(scim, caller.organization_id)
    for user in members:
        _join(scim, caller, user, group, source)
    return group


def replace_group(
    scim: Scim, caller: Caller, group_id: str, payload: Mapping[str, Any], if_match: int | None
) -> Group:
    """A group as it is sent, whole. Raises `NotFound`, `ScimTaken`, `ScimInvalid`."""
    group = _expected(get_group(scim, caller, group_id), if_match)
    sent = resources.read_group(payload, Context.RESOURCE_REPLACEMENT_REQUEST)
    before = scim.store.member_ids(group)
    return _store(scim, caller, group, before, resources.group_values(sent))


def patch_group(
    scim: Scim, caller: Caller, group_id: str, payload: Mapping[str, Any], if_match: int | None
) -> Group:
    """A group with the operations applied. Raises `NotFound`, `ScimTaken`, `ScimInvalid`."""
    group = _expected(get_group(scim, caller, group_id), if_match)
    before = scim.store.member_ids(group)
    after = resources.patched(Shape, resources.group_of(group, "", before), payload)
    return _store(scim, caller, group, before, resources.group_values(after))


def remove_group(scim: Scim, caller: Caller, group_id: str, if_match: int | None) -> None:
    """Removes a group, and from its members what it gave them."""
    group = _expected(get_group(scim, caller, group_id), if_match)
    source = source_of(scim, caller.organization_id)
    for user_id in scim.store.member_ids(group):
        _leave(scim, caller, user_id, group, source)
    scim.store.remove(group, _event(scim, caller, "removed", group))


def _store(
    scim: Scim, caller: Caller, group: Group, before: list[str], values: GroupValues
) -> Group:
    coming = [each for each in values.member_ids if each not in set(before)]
    going = [each for each in before if each not in set(values.member_ids)]
    if len(coming) + len(going) > MOST_CHANGES:
        raise ScimInvalid(f"at most {MOST_CHANGES} members come or go in one request", "tooMany")
    members = _known(scim, caller, coming)
    after = replace(group, name=values.name, external_id=values.external_id)
    if after != group or coming or going:
        after = replace(after, version=group.version + 1)
        _save(scim, caller, group, after)
    source = source_of(scim, caller.organization_id)
    if after.name != group.name:
        for user_id in (each for each in before if each not in going):
            _rename(scim, caller, user_id, (group, after), source)
    for user_id in going:
        _leave(scim, caller, user_id, group, source)
    for user in members:
        _join(scim, caller, user, after, source)
    return after


def _known(scim: Scim, caller: Caller, user_ids: tuple[str, ...] | list[str]) -> list[User]:
    """These people. Raises `ScimInvalid` naming one who is not there."""
    if len(user_ids) > MOST_CHANGES:
        raise ScimInvalid(f"at most {MOST_CHANGES} members come or go in one request", "tooMany")
    found = []
    for user_id in user_ids:
        try:
            found.append(people.get_person(scim, caller, user_id))
        except NotFound as error:
            raise ScimInvalid(f"members: there is no user with id {user_id}") from error
    return found


def _join(scim: Scim, caller: Caller, user: User, group: Group, source: Source) -> None:
    synchronized(
        scim.provisioning,
        caller,
        user,
        source,
        groups=lambda last: tuple(dict.fromkeys([*last, group.name])),
        beside=scim.store.joining(group, user.id),
    )


def _leave(scim: Scim, caller: Caller, user_id: str, group: Group, source: Source) -> None:
    user = identities.person(scim.auth.directory, caller.organization_id, user_id)
    if user is not None:
        people.left(scim, caller, user, group, source)


def _rename(
    scim: Scim, caller: Caller, user_id: str, group: tuple[Group, Group], source: Source
) -> None:
    user = identities.person(scim.auth.directory, caller.organization_id, user_id)
    if user is None:
        return
    before, after = group
    old = before.name.casefold()
    synchronized(
        scim.provisioning,
        caller,
        user,
        source,
        groups=lambda last: tuple(after.name if name.casefold() == old else name for name in last),
    )


def _save(scim: Scim, caller: Caller, before: Group | None, after: Group) -> None:
    verb = "created" if before is None else "changed"
    try:
        scim.store.save(before, after, _event(scim, caller, verb, after))
    except NameTaken as error:
        raise ScimTaken("a group with this displayName exists already") from error


def _event(scim: Scim, caller: Caller, verb: str, group: Group) -> Event:
    return scim.auth.event(
        group.organization_id,
        caller.actor,
        Target("group", group.id),
        action=f"group.{verb}",
        request_id=caller.request_id,
        name=group.name,
        external_id=group.external_id or "",
    )


def _expected(group: Group, if_match: int | None) -> Group:
    if if_match is not None and if_match != group.version:
        raise PreconditionFailed(f"the current version is {group.version}, not {if_match}")
    return group
