"""From the directory as it stands to the items of a review: pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from tollgate.access_reviews.models import AccessKind, Item, Person, Scope
from tollgate.directory.models import ApiKey, Status, Team, User


class Standing(Struct, frozen=True, kw_only=True):
    """All that a snapshot is made of; `signed_in` and `used` are by person and by key."""

    users: Iterable[User]
    teams: Iterable[Team]
    keys: Iterable[ApiKey]
    signed_in: Mapping[str, int]
    used: Mapping[str, int]


def snapshot(standing: Standing, scope: Scope) -> Iterator[Item]:
    """The items within `scope`, person by person in the order of joining, then service keys."""
    teams = {team.id: team.name for team in standing.teams}
    keys: dict[str | None, list[ApiKey]] = {}
    for key in standing.keys:
        if key.status not in (Status.REVOKED, Status.DELETED):
            keys.setdefault(key.user_id, []).append(key)
    number = 0
    for user in standing.users:
        if user.status is Status.DELETED or not _concerns(user, scope):
            continue
        person = _person(user, standing.signed_in.get(user.id))
        for item in (*_of_person(user, person, teams), *_of_keys(keys, person, standing.used)):
            if _within(item, scope):
                number += 1
                yield replace(item, id=item_id(number))
    for item in _of_keys(keys, None, standing.used):
        if not scope.roles and _within(item, scope):
            number += 1
            yield replace(item, id=item_id(number))


def item_id(number: int) -> str:
    """The id of the item with this number, from 1 on; ids sort by it."""
    return f"itm_{number:06d}"


def _concerns(user: User, scope: Scope) -> bool:
    has = {*user.roles, *(role for roles in user.team_roles.values() for role in roles)}
    return (not scope.roles or not has.isdisjoint(scope.roles)) and (
        not scope.team_ids or not set(user.team_ids).isdisjoint(scope.team_ids)
    )


def _within(item: Item, scope: Scope) -> bool:
    if scope.kinds and item.kind not in scope.kinds:
        return False
    if item.kind in (AccessKind.ROLE, AccessKind.TEAM_ROLE):
        return not scope.roles or item.subject in scope.roles
    if item.person is None:
        return not scope.team_ids or item.team_id in scope.team_ids
    return True


def _person(user: User, signed_in_ms: int | None) -> Person:
    return Person(
        id=user.id,
        status=user.status.value,
        signed_in_ms=signed_in_ms,
        mfa_methods=user.mfa_methods,
    )


def _of_person(user: User, person: Person, teams: Mapping[str, str]) -> Iterator[Item]:
    for role in user.roles:
        yield Item(id="", kind=AccessKind.ROLE, person=person, subject=role, name=role)
    for team_id in user.team_ids:
        name = teams.get(team_id, team_id)
        yield Item(id="", kind=AccessKind.MEMBERSHIP, person=person, subject=team_id, name=name)
        for role in user.team_roles.get(team_id, ()):
            yield Item(
                id="",
                kind=AccessKind.TEAM_ROLE,
                person=person,
                subject=role,
                name=f"{role} in {name}",
                team_id=team_id,
            )


def _of_keys(
    keys: Mapping[str | None, list[ApiKey]], person: Person | None, used: Mapping[str, int]
) -> Iterator[Item]:
    for key in keys.get(person.id if person else None, ()):
        yield Item(
            id="",
            kind=AccessKind.API_KEY,
            person=person,
            subject=key.id,
            name=key.name,
            team_id=key.team_id,
            used_ms=used.get(key.id),
            permissions=key.permissions,
        )


def without(user: User, item: Item) -> User:
    """The person without what the item says they have; the same when they lost it already."""
    if item.kind is AccessKind.ROLE:
        return replace(user, roles=tuple(role for role in user.roles if role != item.subject))
    if item.kind is AccessKind.TEAM_ROLE:
        left = {
            team: tuple(role for role in roles if (team, role) != (item.team_id, item.subject))
            for team, roles in user.team_roles.items()
        }
        return replace(user, team_roles={team: roles for team, roles in left.items() if roles})
    return replace(
        user,
        team_ids=tuple(team for team in user.team_ids if team != item.subject),
        team_roles={t: roles for t, roles in user.team_roles.items() if t != item.subject},
    )


def lost_roles(user: User, item: Item) -> tuple[str, ...]:
    """The roles that go with the item; a membership takes those in the team with it."""
    if item.kind is AccessKind.MEMBERSHIP:
        return user.team_roles.get(item.subject, ())
    return (item.subject,)
