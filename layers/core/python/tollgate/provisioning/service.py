"""People as identity providers bring them: joining, and what they have by their groups."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Final

from msgspec import Struct

from tollgate.auth.models import Caller
from tollgate.aws.items import Beside, Transaction
from tollgate.directory import rules as directory_rules
from tollgate.directory.models import Entity, Status, Team, User
from tollgate.directory.roles import RoleBook
from tollgate.directory.service import changes, identities
from tollgate.directory.service.changes import Directory
from tollgate.directory.service.ranks import OWNER, check_roles, known_roles
from tollgate.errors import BadRequest, Conflict
from tollgate.journal.models import Actor, Event, Target
from tollgate.kit.ids import new_id
from tollgate.provisioning import rules
from tollgate.provisioning.models import GroupMapping, Provisioned
from tollgate.provisioning.store import ProvisioningStore

Groups = Callable[[tuple[str, ...]], tuple[str, ...]]
SCIM: Final = "scim"
"""The source of what comes by SCIM; other sources are ids of connections."""
_RACES: Final = 4


class Provisioning(Struct, frozen=True):
    """The directory, and what is known of the people in it from elsewhere."""

    directory: Directory
    store: ProvisioningStore


class Source(Struct, frozen=True):
    """Who says something about people: `id` as in `Provisioned`, and what its groups mean."""

    id: str
    mappings: tuple[GroupMapping, ...]


def machine(organization_id: str, source_id: str, request_id: str) -> Caller:
    """The caller of a change that nobody makes by hand; it holds no permission."""
    return Caller(
        organization_id=organization_id,
        actor=Actor("system", source_id),
        user_id=None,
        request_id=request_id,
    )


def checked_roles(
    directory: Directory, caller: Caller, roles: Sequence[str], param: str
) -> tuple[str, ...]:
    """Our names of roles that a provider may give by the word of `caller`.

    Raises `BadRequest` on an unknown one and on `owner`, which only a person gives; `Forbidden` on
    one with more than the caller holds.
    """
    known = known_roles(directory, caller.organization_id, roles, param)
    if OWNER in known:
        raise BadRequest("an owner is made by hand, never by an identity provider", param=param)
    check_roles(directory, caller, known, param=param)
    return known


def check_teams(
    directory: Directory, organization_id: str, team_ids: Iterable[str], param: str
) -> None:
    """Raises `BadRequest` on a team that is not there or not active."""
    wanted = set(team_ids)
    if wanted and not wanted <= _active_teams(directory, organization_id):
        raise BadRequest("there is no active team with one of these ids", param=param)


def joined(
    provisioning: Provisioning,
    by: Caller,
    user: User,
    source: Source,
    *,
    groups: tuple[str, ...],
    beside: Beside | None = None,
) -> User:
    """Stores a new person with what their groups give. Raises `Conflict` on a taken address."""
    nothing = Provisioned(organization_id=user.organization_id, user_id=user.id)
    after, record = _planned(provisioning, user, nothing, source, groups)
    changes.create(
        provisioning.directory,
        by,
        after,
        active=_teams(after.team_ids),
        beside=_with_record(provisioning, record, beside),
    )
    return after


def synchronized(
    provisioning: Provisioning,
    by: Caller,
    user: User,
    source: Source,
    *,
    groups: Groups,
    beside: Beside | None = None,
    verb: str = "provisioned",
    updates: Mapping[str, object] | None = None,
) -> User:
    """The person with `updates` and what `source` says of their groups now.

    `groups` makes them of those that it said last. Raises `Conflict` when others keep changing
    this person.
    """
    for attempt in range(_RACES):
        before = provisioning.store.get(user.organization_id, user.id)
        said = before.sources.get(source.id)
        now = groups(said.groups if said else ())
        updated = directory_rules.applied(user, updates or {})
        after, record = _planned(provisioning, updated, before, source, now)
        try:
            return _store(
                provisioning, by, (user, after), (before, record), verb=verb, beside=beside
            )
        except Conflict:
            if attempt + 1 == _RACES:
                raise
            user = changes.get(provisioning.directory, by, User, user.id)
    raise AssertionError


def _store(
    provisioning: Provisioning,
    by: Caller,
    user: tuple[User, User],
    record: tuple[Provisioned, Provisioned],
    *,
    verb: str,
    beside: Beside | None,
) -> User:
    """Writes what changed of `(before, after)`; nothing when that is nothing."""
    before, after = user
    if directory_rules.changes(before, after):
        return changes.change(
            provisioning.directory,
            by,
            before,
            after,
            verb=verb,
            active=_teams(team for team in after.team_ids if team not in before.team_ids),
            beside=_with_record(provisioning, record[1], beside),
        )
    if record[0] != record[1] or beside is not None:
        _record_alone(provisioning, by, before, record[1], beside)
    return before


def _record_alone(
    provisioning: Provisioning, by: Caller, user: User, record: Provisioned, beside: Beside | None
) -> None:
    event = Event(
        event_id=new_id("evt", now_ms=provisioning.directory.clock()),
        organization_id=user.organization_id,
        action="user.provisioned",
        actor=by.actor,
        target=Target("user", user.id),
        created_ms=provisioning.directory.clock(),
        request_id=by.request_id,
    )
    provisioning.store.commit(record, event, beside)


def _planned(
    provisioning: Provisioning,
    user: User,
    before: Provisioned,
    source: Source,
    groups: tuple[str, ...],
) -> tuple[User, Provisioned]:
    directory, organization_id = provisioning.directory, user.organization_id
    said = rules.asserted(before, source.id, groups, rules.mapped(source.mappings, groups))
    has_any = any(each.gives.roles or each.gives.team_ids for each in said.sources.values())
    book = identities.role_book(directory, organization_id) if has_any else RoleBook({})
    teams = _active_teams(directory, organization_id) if has_any else frozenset[str]()
    return rules.applied(
        user, said, is_role=partial(_may_be_given, book, user), is_team=teams.__contains__
    )


def _may_be_given(book: RoleBook, user: User, role: str) -> bool:
    """Nobody becomes an owner by a provider, and an owner loses nothing by what a role denies."""
    if role == OWNER or not book.knows(role):
        return False
    return OWNER not in user.roles or not book.union((role,)).denied


def _active_teams(directory: Directory, organization_id: str) -> frozenset[str]:
    teams = directory.store.everything(Team, organization_id)
    return frozenset(team.id for team in teams if team.status is Status.ACTIVE)


def _teams(team_ids: Iterable[str]) -> tuple[tuple[type[Entity], str], ...]:
    return tuple((Team, team_id) for team_id in dict.fromkeys(team_ids))


def _with_record(provisioning: Provisioning, record: Provisioned, beside: Beside | None) -> Beside:
    def add(transaction: Transaction) -> None:
        provisioning.store.put(transaction, record)
        if beside is not None:
            beside(transaction)

    return add


def is_managed_elsewhere(user: User) -> bool:
    """Whether an identity provider brought this person."""
    return user.source != "local"


def renamed(user: User, name: str | None) -> dict[str, object]:
    """The new name of a person; one whom no provider brought keeps their own."""
    if name and is_managed_elsewhere(user) and name[:100] != user.name:
        return {"name": name[:100]}
    return {}
