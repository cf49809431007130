"""Everybody of an organization as of today, so that past callers can be asked about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tollgate.directory.models import ApiKey, Organization, Role, Status, Team, User
from tollgate.directory.roles import roles_of
from tollgate.directory.rules import team_path
from tollgate.directory.service.changes import Directory
from tollgate.policies.models import Subject


@dataclass(frozen=True)
class Roster:
    """People, teams and keys by id, those who left included: calls of theirs are on record."""

    organization: Organization
    users: Mapping[str, User]
    teams: Mapping[str, Team]
    keys: Mapping[str, ApiKey]
    roles: Mapping[str, Role]
    now_ms: int

    def subject(self, key_id: str, user_id: str, recorded: tuple[str, ...]) -> Subject:
        """A caller: the recorded path of teams, and roles, tags and other teams as of today."""
        user, key = self.users.get(user_id), self.keys.get(key_id)
        paths = {recorded[0]: recorded} if recorded else {}
        for team_id in user.team_ids if user else ():
            if team_id in self.teams:
                paths.setdefault(team_id, team_path(team_id, self.teams))
        return Subject(
            organization_id=self.organization.id,
            key_id=key_id,
            user_id=user_id or None,
            team_paths=tuple(paths[team_id] for team_id in sorted(paths)),
            roles=roles_of(user, self.roles, recorded, self.now_ms) if user else frozenset(),
            tags=key.tags if key else {},
            time_zone=self.organization.time_zone,
            key_created_ms=key.created_ms if key else None,
        )

    def active_keys(self) -> Iterator[Subject]:
        """Every active key as a caller of today."""
        for key in self.keys.values():
            if key.status is Status.ACTIVE:
                path = team_path(key.team_id, self.teams) if key.team_id else ()
                yield self.subject(key.id, key.user_id or "", path)

    def active_users(self) -> Iterator[Subject]:
        """Every active person, with a key that is nobody's."""
        for user in self.users.values():
            if user.status is Status.ACTIVE:
                yield self.subject("", user.id, ())


def roster_of(directory: Directory, organization: Organization, now_ms: int) -> Roster:
    """Reads everybody. Raises `Unavailable`."""
    store, organization_id = directory.store, organization.id
    return Roster(
        organization,
        {user.id: user for user in store.everything(User, organization_id)},
        {team.id: team for team in store.everything(Team, organization_id)},
        {key.id: key for key in store.everything(ApiKey, organization_id)},
        custom_roles(directory, organization_id),
        now_ms,
    )


def custom_roles(directory: Directory, organization_id: str) -> dict[str, Role]:
    """The organization's own roles by name, those that are in use. Raises `Unavailable`."""
    everything = directory.store.everything(Role, organization_id)
    return {role.id: role for role in everything if role.status is Status.ACTIVE}
