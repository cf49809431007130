"""Roles, inheritance and the tree of teams against a model of a few lines.

The real services over the DynamoDB emulator: whatever order roles are made, changed, given and
taken in, and teams are moved in, everybody may do exactly what the model says and reaches exactly
the teams that it says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tollgate.auth.models import Caller
from tollgate.directory.models import NewTenant, User
from tollgate.directory.service import organizations, role_assignments, roles, teams, users
from tollgate.directory.service.changes import Directory, get
from tollgate.directory.service.identities import rights_of
from tollgate.directory.service.reach import extent
from tollgate.directory.store import DirectoryStore
from tollgate.errors import BadRequest, Conflict, NotFound, TollgateError
from tollgate.journal.models import Actor
from tollgate.journal.service import Journal
from tollgate.kit.permissions import Rights
from tollgate.settings import AwsSettings, TableSettings

pytestmark = pytest.mark.aws

ROLES: Final = ("ra", "rb", "rc", "rd")
PEOPLE: Final = ("pa", "pb")
TEAMS: Final = ("ta", "tb", "tc", "td")
ASKED: Final = ("users.view", "users.edit", "teams.view")
PERMISSIONS: Final = (*ASKED, "users.*", "users.view.team")

names = st.sampled_from(ROLES)
some_roles = st.frozensets(names, max_size=2)
some_permissions = st.frozensets(st.sampled_from(PERMISSIONS), min_size=1, max_size=2)
some_denials = st.just(frozenset[str]()) | some_permissions
some_teams = st.frozensets(st.sampled_from(TEAMS), min_size=1, max_size=2)
first_roles = st.fixed_dictionaries(
    {name: st.tuples(some_permissions, some_denials) for name in ROLES[:3]}
)
places = st.integers(0, 7)
"""Where a role is given: 0 to 2 everywhere, 3 to 6 in a team of the person, 7 in any."""
gifts = st.tuples(st.sampled_from(PEOPLE), names, places)


@dataclass
class ModelRole:
    gives: frozenset[str]
    denies: frozenset[str]
    parents: frozenset[str]


@dataclass
class ModelPerson:
    teams: frozenset[str]
    roles: set[str] = field(default_factory=set)
    in_teams: set[tuple[str, str]] = field(default_factory=set)


@dataclass
class Model:
    """What there is, and in the plainest words what follows from it."""

    roles: dict[str, ModelRole] = field(default_factory=dict)
    people: dict[str, ModelPerson] = field(default_factory=dict)
    above: dict[str, str | None] = field(default_factory=dict)

    def line(self, role: str) -> set[str]:
        """A role and all that it inherits."""
        return {role}.union(*(self.line(each) for each in self.roles[role].parents))

    def given(self, held: Iterable[str]) -> set[str]:
        lines = (self.roles[each].gives for role in held for each in self.line(role))
        return set().union(*lines)

    def denied(self, person: ModelPerson, permission: str) -> bool:
        held = person.roles | {role for role, _ in person.in_teams}
        denials = (self.roles[each].denies for role in held for each in self.line(role))
        # A denied scope takes away a part, and so the whole.
        return any(
            matches(each, permission) or each.startswith(f"{permission}.")
            for each in set().union(*denials)
        )

    def everywhere(self, person: ModelPerson, permission: str) -> bool:
        allowed = any(matches(each, permission) for each in self.given(person.roles))
        return allowed and not self.denied(person, permission)

    def reached(self, person: ModelPerson, permission: str) -> set[str]:
        """The teams that a permission extends to: a team counts by itself or by one above it."""
        if self.denied(person, permission):
            return set()
        roots = {
            team
            for role, team in person.in_teams
            if any(matches(each, permission) for each in self.given({role}))
        }
        if f"{permission}.team" in self.given(person.roles):
            roots |= person.teams
        return {team for team in self.above if roots & self.path(team)}

    def path(self, team: str | None) -> set[str]:
        return set() if team is None else {team} | self.path(self.above[team])

    def is_in_use(self, role: str) -> bool:
        held = any(
            role in person.roles or role in {each for each, _ in person.in_teams}
            for person in self.people.values()
        )
        return held or any(role in other.parents for other in self.roles.values())


def matches(pattern: str, permission: str) -> bool:
    return pattern == permission or (pattern.endswith(".*") and permission.startswith(pattern[:-1]))


class RolesAndTeams(RuleBasedStateMachine):
    """Each step is taken in the model and by the services; both refuse, or neither."""

    def __init__(self, directory: Directory) -> None:
        super().__init__()
        self.directory = directory
        self.model = Model()
        self.ids: dict[str, str] = {}

    @initialize(
        tree=st.lists(st.integers(0, 3), min_size=4, max_size=4),
        members=some_teams,
        made=first_roles,
        given=st.lists(gifts, min_size=2, max_size=4),
    )
    def found(
        self,
        tree: list[int],
        members: frozenset[str],
        made: dict[str, tuple[frozenset[str], frozenset[str]]],
        given: list[tuple[str, str, int]],
    ) -> None:
        tenant = NewTenant(
            name="Acme",
            slug=None,
            time_zone="UTC",
            admin_email="o@acme.example",
            admin_name="O",
            admin_password_hash="",
        )
        nobody = self.caller("org_none", "usr_none", Rights(frozenset({"*"})))
        organization = organizations.create_organization(self.directory, nobody, tenant)
        self.owner = self.caller(organization.id, "usr_owner", Rights(frozenset({"*"})))
        for index, name in enumerate(TEAMS):
            above = TEAMS[tree[index]] if tree[index] < index else None
            values = {"name": name, "parent_team_id": self.ids.get(above or "")}
            self.ids[name] = teams.create_team(self.directory, self.owner, values).id
            self.model.above[name] = above
        for name in PEOPLE:
            values = {
                "email": f"{name}@acme.example",
                "name": name,
                "team_ids": tuple(sorted(self.ids[team] for team in members)),
            }
            self.ids[name] = users.create_user(self.directory, self.owner, values).id
            self.model.people[name] = ModelPerson(members)
        for name, (gives, denies) in made.items():
            self.create_role(name, gives, denies, frozenset())
        self.give(given)

    def caller(self, organization_id: str, user_id: str, *grants: Rights) -> Caller:
        return Caller(
            organization_id=organization_id,
            actor=Actor("user", user_id),
            user_id=user_id,
            grants=grants,
            request_id="r",
        )

    def team_at(self, place: int, person: ModelPerson) -> str | None:
        if place < 3:
            return None
        return TEAMS[place % 4] if place == 7 else sorted(person.teams)[place % len(person.teams)]

    def refused(self, expected: type[TollgateError], step: Callable[[], object]) -> None:
        with pytest.raises(expected):
            step()

    def taken(
        self, refusal: type[TollgateError] | None, step: Callable[..., object], *args: Any
    ) -> bool:
        """Takes a step by the services, which must end as the model says."""
        if refusal is None:
            step(self.directory, self.owner, *args)
        else:
            self.refused(refusal, lambda: step(self.directory, self.owner, *args))
        return refusal is None

    @rule(name=names, gives=some_permissions, denies=some_denials, parents=some_roles)
    def make_role(
        self,
        name: str,
        gives: frozenset[str],
        denies: frozenset[str],
        parents: frozenset[str],
    ) -> None:
        self.create_role(name, gives, denies, parents)

    def create_role(
        self,
        name: str,
        gives: frozenset[str],
        denies: frozenset[str],
        parents: frozenset[str],
    ) -> None:
        refusal: type[TollgateError] | None = None
        if name in self.model.roles:
            refusal = Conflict
        elif not parents <= self.model.roles.keys():
            refusal = BadRequest
        values = {
            "name": name,
            "permissions": tuple(gives),
            "denied_permissions": tuple(denies),
            "inherits": tuple(parents),
        }
        if self.taken(refusal, roles.create_role, values):
            self.model.roles[name] = ModelRole(gives, denies, parents)

    @rule(name=names, gives=some_permissions, parents=some_roles)
    def change_role(self, name: str, gives: frozenset[str], parents: frozenset[str]) -> None:
        known = self.model.roles
        refusal: type[TollgateError] | None = None
        if name not in known:
            refusal = NotFound
        elif any(each not in known or name in self.model.line(each) for each in parents):
            refusal = BadRequest
        values = {"permissions": tuple(gives), "inherits": tuple(parents)}
        if self.taken(refusal, roles.update_role, name, values):
            known[name].gives, known[name].parents = gives, parents

    @precondition(lambda self: len(self.model.roles) == len(ROLES))
    @rule(name=names)
    def delete_role(self, name: str) -> None:
        refusal: type[TollgateError] | None = None
        if name not in self.model.roles:
            refusal = NotFound
        elif self.model.is_in_use(name):
            refusal = Conflict
        if self.taken(refusal, roles.delete_role, name):
            del self.model.roles[name]

    @rule(team=st.sampled_from(TEAMS), above=st.none() | st.sampled_from(TEAMS))
    def move_team(self, team: str, above: str | None) -> None:
        refusal = BadRequest if team in self.model.path(above) else None
        values = {"parent_team_id": self.ids.get(above or "")}
        if self.taken(refusal, teams.update_team, self.ids[team], values):
            self.model.above[team] = above

    @rule(given=st.lists(gifts, min_size=1, max_size=3))
    def give(self, given: list[tuple[str, str, int]]) -> None:
        for who, name, place in given:
            self.give_one(self.model.people[who], self.ids[who], name, place)

    def give_one(self, person: ModelPerson, user_id: str, name: str, place: int) -> None:
        team = self.team_at(place, person)
        refusal: type[TollgateError] | None = None
        if name not in self.model.roles:
            refusal = NotFound
        elif team is not None and team not in person.teams:
            refusal = BadRequest
        where = self.ids.get(team or "")
        if self.taken(refusal, role_assignments.assign_role, user_id, name, where):
            person.roles |= {name} if team is None else set()
            person.in_teams |= {(name, team)} if team is not None else set()

    @rule(who=st.sampled_from(PEOPLE), name=names, place=places)
    def take(self, who: str, name: str, place: int) -> None:
        person = self.model.people[who]
        held = [(role, None) for role in sorted(person.roles)] + sorted(person.in_teams)
        # Mostly one that they have.
        name, team = held[place % len(held)] if held and place else (name, None)
        has = name in person.roles if team is None else (name, team) in person.in_teams
        where = self.ids.get(team or "")
        refusal = None if has else NotFound
        if self.taken(refusal, role_assignments.remove_role, self.ids[who], name, where):
            person.roles -= {name} if team is None else set()
            person.in_teams -= {(name, team)} if team is not None else set()

    @invariant()
    def everybody_may_do_what_the_model_says(self) -> None:
        for who, person in self.model.people.items():
            user = get(self.directory, self.owner, User, self.ids[who])
            caller = Caller(
                organization_id=user.organization_id,
                actor=Actor("user", user.id),
                user_id=user.id,
                team_ids=user.team_ids,
                grants=(rights_of(self.directory, user),),
                request_id="r",
            )
            for permission in ASKED:
                everywhere = self.model.everywhere(person, permission)
                assert caller.may(permission) is everywhere, (who, permission)
                assert caller.reach(permission).everything is everywhere
            # The tree is read for one of them; the others are worked out alike.
            reached = extent(self.directory, caller, ASKED[0]).teams
            expected = {self.ids[team] for team in self.model.reached(person, ASKED[0])}
            assert reached == (None if caller.may(ASKED[0]) else expected), who


def test_services_and_model_agree(aws_settings: AwsSettings, tables: TableSettings) -> None:
    store = DirectoryStore(aws_settings, tables, Journal.open(aws_settings, tables))
    run_state_machine_as_test(
        lambda: RolesAndTeams(Directory(store)),
        settings=settings(
            max_examples=20,
            stateful_step_count=12,
            deadline=None,
            # A dozen steps are read as they are; to shrink them takes minutes of a real store.
            phases=(Phase.reuse, Phase.generate),
            suppress_health_check=list(HealthCheck),
        ),
    )
