"""People: joining, roles and teams, their status, being deleted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from tollgate.auth.models import Caller
from tollgate.aws.items import Beside
from tollgate.directory import rules
from tollgate.directory.models import Entity, Page, Role, Status, Team, User
from tollgate.directory.service.changes import Directory, change, create, get, is_there
from tollgate.directory.service.ranks import (
    check_can_suspend,
    check_other,
    check_rank,
    check_roles,
    known_roles,
    owner_left,
)
from tollgate.directory.service.reach import Extent, extent
from tollgate.directory.system_roles import SYSTEM_ROLES, canonical_role
from tollgate.errors import Conflict, Forbidden, NotFound
from tollgate.kit.ids import new_id

_VERBS: Final = {Status.SUSPENDED: "suspended", Status.ACTIVE: "activated"}
_ACCESS: Final = frozenset({"roles", "team_roles", "team_ids", "attributes", "status"})
"""What decides on what somebody may do or is charged to: others change it, not they themselves."""

_NO_GAIN: Final = frozenset({"team_roles", "team_ids", "attributes"})
"""Of these, what gives nothing to somebody who may do everything."""


class Filter(Struct, frozen=True, kw_only=True):
    """Which people are asked for; None is no condition. `q` is part of a name or an address.

    `role` counts whether it holds everywhere or in a team, `offset` skips as many matches.
    """

    email: str | None = None
    status: Status | None = None
    role: str | None = None
    team_id: str | None = None
    q: str | None = None
    offset: int = 0

    def wants(self, user: User) -> bool:
        """Whether the person meets every condition."""
        return (
            self.email in (None, user.email)
            and self.status in (None, user.status)
            and (self.role is None or self._has_role(user, self.role))
            and (self.team_id is None or self.team_id in user.team_ids)
            and (self.q is None or self.q.lower() in f"{user.name}\n{user.email}".lower())
        )

    def _has_role(self, user: User, role: str) -> bool:
        names = {role, canonical_role(role)}
        in_teams = (names & set(roles) for roles in user.team_roles.values())
        return bool(names & set(user.roles)) or any(in_teams)


def list_users(
    directory: Directory,
    caller: Caller,
    *,
    limit: int,
    after: str | None,
    which: Filter | None = None,
) -> Page[User]:
    """People in the order of joining, as far as the caller's `users.view` reaches."""
    which = which or Filter()
    reach = extent(directory, caller, "users.view")

    def wanted(user: User) -> bool:
        return is_there(user) and _in_reach(reach, caller, user) and which.wants(user)

    if which.email is not None:
        user = directory.store.with_email(caller.organization_id, which.email)
        found = user is not None and which.offset == 0 and after is None and wanted(user)
        return Page((user,) if user is not None and found else (), None)
    return directory.store.page(
        User,
        caller.organization_id,
        limit=limit,
        after=after,
        keep=_skipping(which.offset, wanted),
    )


def _skipping(count: int, keep: Callable[[User], bool]) -> Callable[[User], bool]:
    left = count

    def after_those(user: User) -> bool:
        nonlocal left
        if keep(user):
            left -= 1
            return left < 0
        return False

    return after_those


def _in_reach(reach: Extent, caller: Caller, user: User) -> bool:
    return user.id == caller.user_id or reach.covers(user)


def get_user(directory: Directory, caller: Caller, user_id: str) -> User:
    """One person whom the caller's `users.view` reaches, or the caller. Raises `NotFound`."""
    user = get(directory, caller, User, user_id)
    if not _in_reach(extent(directory, caller, "users.view"), caller, user):
        raise NotFound(f"no user with id {user_id}")
    return user


def oneself(directory: Directory, caller: Caller) -> User:
    """The person who calls, or whose key does. Raises `NotFound` for a service key."""
    if caller.user_id is None:
        raise NotFound("this key belongs to no person")
    return get(directory, caller, User, caller.user_id)


def rename_oneself(
    directory: Directory, caller: Caller, name: str, if_match: int | None = None
) -> User:
    """The caller is called `name` from now on. Raises `Forbidden` for an API key."""
    before = oneself(directory, caller)
    if caller.actor.id != before.id:
        raise Forbidden("only the person themselves may do this, not a key of theirs")
    return change(directory, caller, before, replace(before, name=name), if_match=if_match)


def user_to_change(directory: Directory, caller: Caller, user_id: str, permission: str) -> User:
    """One person whom the caller may change by `permission`. Raises `NotFound`.

    Who holds it in some teams only changes people who are in none but those.
    """
    user = get(directory, caller, User, user_id)
    reach = extent(directory, caller, permission)
    whole = user.team_ids and reach.teams is not None and set(user.team_ids) <= reach.teams
    if not (reach.everything or whole):
        raise NotFound(f"no user with id {user_id}")
    return user


def new_user(directory: Directory, caller: Caller, values: Mapping[str, Any]) -> User:
    """A person of `values` (fields of `User`), checked but not stored.

    Who may create people in some teams only puts them into those. Raises `BadRequest` on an unknown
    role, `Forbidden` on a role or a team that the caller may not give.
    """
    at_ms = directory.clock()
    blank = User(
        id=new_id("usr", now_ms=at_ms),
        organization_id=caller.organization_id,
        email="",
        name="",
        created_ms=at_ms,
    )
    user = _with_known_roles(directory, rules.applied(blank, values))
    check_place(extent(directory, caller, "users.create"), user)
    check_roles(directory, caller, user.roles)
    _check_team_roles(directory, caller, {}, user.team_roles)
    return user


def check_place(reach: Extent, user: User) -> None:
    """Raises `Forbidden` where a new person would be beyond the reach of who creates them."""
    if not reach.everything and not (
        user.team_ids and set(user.team_ids) <= (reach.teams or set())
    ):
        raise Forbidden("you may create people in your teams only", param="team_ids")


def create_user(
    directory: Directory, caller: Caller, values: Mapping[str, Any], beside: Beside | None = None
) -> User:
    """A new person of `values` (fields of `User`); the email is unique in the organization."""
    user = new_user(directory, caller, values)
    create(directory, caller, user, active=references(None, user), beside=beside)
    return user


def update_user(
    directory: Directory,
    caller: Caller,
    user_id: str,
    changes: Mapping[str, Any],
    if_match: int | None = None,
) -> User:
    """Applies `changes` (fields of `User`); nobody changes their own access.

    Raises `NotFound` out of reach, `Forbidden` on somebody who may do more and on a role that the
    caller may not give, and `LastOwner`.
    """
    before = user_to_change(directory, caller, user_id, "users.edit")
    after = _with_known_roles(directory, rules.applied(before, changes))
    after = replace(after, team_roles=_of_teams(after))
    _check_new_teams(extent(directory, caller, "users.edit"), before, after)
    check_rank(directory, caller, before)
    _check_gain(directory, caller, before, after)
    if after.status is not before.status:
        after = _with_status(directory, caller, before, after)
    return change(
        directory,
        caller,
        before,
        after,
        if_match=if_match,
        active=references(before, after),
        unchanged=owner_left(directory, before, after),
    )


def _check_new_teams(reach: Extent, before: User, after: User) -> None:
    """Raises `Forbidden` on a team that is not the caller's to put people into."""
    added = set(after.team_ids) - set(before.team_ids)
    if reach.teams is not None and not added <= reach.teams:
        raise Forbidden("you may put people into your teams only", param="team_ids")


def _of_teams(user: User) -> dict[str, tuple[str, ...]]:
    """Roles in teams, of those that the person is in."""
    return {team: roles for team, roles in user.team_roles.items() if team in user.team_ids}


def _check_gain(directory: Directory, caller: Caller, before: User, after: User) -> None:
    changed = _ACCESS & rules.changes(before, after).keys()
    if changed - (_NO_GAIN if caller.may("*") else frozenset()):
        check_other(caller, before.id)
    added = [role for role in after.roles if role not in before.roles]
    check_roles(directory, caller, added)
    _check_team_roles(directory, caller, before.team_roles, after.team_roles)


def _check_team_roles(
    directory: Directory,
    caller: Caller,
    before: Mapping[str, tuple[str, ...]],
    after: Mapping[str, tuple[str, ...]],
) -> None:
    for team_id, roles in after.items():
        added = [role for role in roles if role not in before.get(team_id, ())]
        check_roles(directory, caller, added, team_id=team_id, param="team_roles")


def _with_known_roles(directory: Directory, user: User) -> User:
    organization_id = user.organization_id
    return replace(
        user,
        roles=known_roles(directory, organization_id, user.roles),
        team_roles={
            team_id: known_roles(directory, organization_id, roles, "team_roles")
            for team_id, roles in user.team_roles.items()
            if roles
        },
    )


def suspend_user(
    directory: Directory,
    caller: Caller,
    user_id: str,
    reason: str = "",
    beside: Beside | None = None,
) -> User:
    """Ends a person's access for now; their sessions and keys obey on the next request."""
    return _set_status(directory, caller, user_id, Status.SUSPENDED, reason=reason, beside=beside)


def activate_user(directory: Directory, caller: Caller, user_id: str) -> User:
    """Restores a suspended person's access. Raises `Conflict` for somebody who did not join yet."""
    return _set_status(directory, caller, user_id, Status.ACTIVE)


def _set_status(
    directory: Directory,
    caller: Caller,
    user_id: str,
    status: Status,
    *,
    reason: str = "",
    beside: Beside | None = None,
) -> User:
    before = user_to_change(directory, caller, user_id, "users.suspend")
    check_other(caller, user_id)
    wanted = replace(before, status=status, status_reason=reason, status_by="")
    after = _with_status(directory, caller, before, wanted)
    return change(
        directory,
        caller,
        before,
        after,
        verb=_VERBS[status],
        reason=reason or None,
        unchanged=owner_left(directory, before, after),
        beside=beside,
    )


def _with_status(directory: Directory, caller: Caller, before: User, wanted: User) -> User:
    """The person in the status of `wanted`, as far as the caller may say so.

    Who is restored is not to be anonymized any more, and goes back to waiting if they have not
    joined yet.
    """
    check_can_suspend(directory, caller, before)
    if wanted.status is not Status.ACTIVE:
        return wanted
    if before.status is Status.PENDING and before.invited_ms is not None:
        raise Conflict("this person has not joined yet; send the invitation again", param="status")
    status = Status.ACTIVE if before.invited_ms is None else Status.PENDING
    return replace(wanted, status=status, anonymize_at_ms=None)


def delete_user(
    directory: Directory, caller: Caller, user_id: str, if_match: int | None = None
) -> None:
    """Ends access for good and frees the email; what the person did stays on record."""
    before = user_to_change(directory, caller, user_id, "users.delete")
    check_other(caller, user_id)
    check_rank(directory, caller, before)
    change(
        directory,
        caller,
        before,
        without_access(before),
        verb="deleted",
        if_match=if_match,
        unchanged=owner_left(directory, before, None),
    )


def without_access(user: User) -> User:
    """The person as deleted: nothing is left that would let anybody act as them."""
    return replace(
        user,
        status=Status.DELETED,
        password_hash=None,
        password_history=(),
        roles=(),
        team_ids=(),
        team_roles={},
        elevations=(),
    )


def references(before: User | None, after: User) -> tuple[tuple[type[Entity], str], ...]:
    """The teams and roles that are new to a person: they must be there when the change commits."""
    teams = dict.fromkeys(after.team_ids)
    roles = dict.fromkeys(_every_role(after))
    if before is not None:
        teams = dict.fromkeys(team for team in teams if team not in before.team_ids)
        roles = dict.fromkeys(role for role in roles if role not in _every_role(before))
    custom = [role for role in roles if role not in SYSTEM_ROLES]
    return (*((Team, team_id) for team_id in teams), *((Role, role) for role in custom))


def _every_role(user: User) -> list[str]:
    return [*user.roles, *(role for roles in user.team_roles.values() for role in roles)]
