"""The union of roles: inheritance, denial, conditions, teams and time."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from tollgate.directory.models import Elevation, Role, User
from tollgate.directory.roles import RoleBook

PERSON = User(id="usr", organization_id="org", email="a@b.example", name="A", created_ms=0)


def role(name: str, *gives: str, **fields: Any) -> Role:
    return Role(
        id=name, organization_id="org", name=name, permissions=gives, created_ms=0, **fields
    )


def book(*roles: Role, **more: Any) -> RoleBook:
    return RoleBook({each.id: each for each in roles}, **more)


def test_roles_unite() -> None:
    rights = book(role("a", "users.view"), role("b", "teams.view")).union(("a", "b", "none"))
    assert rights.allowed == {"users.view", "teams.view"}


def test_a_role_gives_what_it_inherits_and_denies_what_it_inherits() -> None:
    roles = book(
        role("base", "users.view", denied_permissions=("teams.edit",)),
        role("heir", "teams.*", inherits=("base", "finance")),
    )
    rights = roles.union(("heir",))
    assert {"users.view", "teams.*", "costs.*"} <= rights.allowed
    assert rights.denied == {"teams.edit"}
    assert rights.permits("teams.view")
    assert not rights.permits("teams.edit")
    assert not rights.permits("teams.*")


def test_a_role_whose_condition_fails_gives_nothing_and_denies_all_the_same() -> None:
    roles = book(
        role("base", "users.view", denied_permissions=("teams.edit",)),
        role("heir", "teams.*", inherits=("base",), condition="false"),
        holds=lambda role: role.condition is None,
    )
    rights = roles.union(("heir",))
    assert rights.allowed == frozenset()
    assert rights.denied == {"teams.edit"}


def test_what_also_comes_another_way_counts() -> None:
    roles = book(
        role("base", "users.view"),
        role("closed", inherits=("base",), condition="false"),
        role("open", inherits=("base",)),
        holds=lambda role: role.condition is None,
    )
    for order in (("closed", "open"), ("open", "closed")):
        assert roles.union(order).allowed == {"users.view"}
        [step] = [step for step in roles.steps(order) if step.path[-1] == "base"]
        assert step.path == ("open", "base")


def test_a_circle_ends() -> None:
    roles = book(role("a", "users.view", inherits=("b",)), role("b", "teams.view", inherits=("a",)))
    assert roles.union(("a",)).allowed == {"users.view", "teams.view"}


def test_many_ways_to_the_same_roles_cost_no_more() -> None:
    # Each of ten levels inherits all ten roles of the next: ten to the tenth ways down.
    names = [[f"r{level}x{place}" for place in range(10)] for level in range(10)]
    roles = [
        role(name, "users.view", inherits=tuple(names[level + 1]) if level < 9 else ())
        for level in range(10)
        for name in names[level]
    ]
    assert len(list(book(*roles).steps(names[0]))) == 100


def test_a_role_in_a_team_counts_there_and_its_denial_everywhere() -> None:
    user = replace(
        PERSON,
        roles=("viewer",),
        team_roles={"team_a": ("lead",), "team_b": ("barred",)},
    )
    roles = book(role("lead", "teams.edit"), role("barred", denied_permissions=("costs.view",)))
    rights = roles.rights_of(user, 0)
    assert rights.permits("teams.edit.team")
    assert not rights.permits("teams.edit")
    assert rights.reach("teams.edit", ()).teams == {"team_a"}
    assert not rights.permits("costs.view")


def test_an_elevation_is_a_role_until_its_end() -> None:
    user = replace(PERSON, elevations=(Elevation("e", "finance", 10),))
    assert book().rights_of(user, 9).permits("costs.view")
    assert not book().rights_of(user, 10).permits("costs.view")
    [step] = book().steps_of(user, 9)
    assert (step.path, step.until_ms) == (("finance",), 10)


def test_what_may_be_handed_on_is_held_everywhere() -> None:
    user = replace(PERSON, team_roles={"team_a": ("finance",)})
    rights = book().rights_of(user, 0)
    assert rights.permits("costs.view.team")
    assert not rights.gives("costs.view.team")
