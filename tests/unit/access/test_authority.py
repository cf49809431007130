"""What the person of a personal key may do, call by call."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from tollgate.access.authority import Authority
from tollgate.directory.models import Elevation, Role, User

USER = User(id="usr", organization_id="org", email="a@b.example", name="A", created_ms=0)
START = 1_795_253_400_000  # a Saturday, 09:30 UTC


def role(name: str, **fields: Any) -> Role:
    return Role(id=name, organization_id="org", name=name, created_ms=0, **fields)


def authority(user: User, *roles: Role, **more: Any) -> Authority:
    return Authority(user, {each.id: each for each in roles}, key_id="key", **more)


def test_an_elevation_ends_by_the_clock() -> None:
    user = replace(USER, roles=("viewer",), elevations=(Elevation("e", "developer", START + 10),))
    asked = authority(user)
    assert asked.rights(START, None).permits("llm.use.openai")
    assert asked.rights(START + 9, None).permits("llm.use.openai")
    assert not asked.rights(START + 10, None).permits("llm.use.openai")


def test_what_cannot_change_is_worked_out_once() -> None:
    asked = authority(replace(USER, roles=("developer",)))
    assert asked.rights(START, "10.0.0.1") is asked.rights(START + 10**9, "192.0.2.1")


def test_roles_in_the_teams_that_pay_count_and_others_do_not() -> None:
    user = replace(USER, team_roles={"team_a": ("developer",), "team_b": ("finance",)})
    assert not authority(user).rights(START, None).permits("llm.use.openai")
    below = authority(user, team_path=("team_leaf", "team_a")).rights(START, None)
    assert below.permits("llm.use.openai")


def test_nothing_but_the_use_of_models_is_kept() -> None:
    rights = authority(replace(USER, roles=("developer",))).rights(START, None)
    assert rights.allowed == {"llm.use.*"}


def test_a_denial_in_any_team_counts() -> None:
    barred = role("barred", denied_permissions=("llm.use.openai",))
    user = replace(USER, roles=("developer",), team_roles={"team_b": ("barred",)})
    rights = authority(user, barred).rights(START, None)
    assert not rights.permits("llm.use.openai")
    assert rights.permits("llm.use.anthropic")


def test_a_condition_is_held_against_every_call() -> None:
    office = role(
        "office",
        permissions=("llm.use.*",),
        condition='context.address.isInRange(ip("10.0.0.0/8")) && context.time < 1000',
    )
    asked = authority(replace(USER, roles=("office",)), office)
    assert asked.rights(START, "10.1.2.3").permits("llm.use.openai")
    assert not asked.rights(START, "192.0.2.1").permits("llm.use.openai")
    assert not asked.rights(START + 3_600_000, "10.1.2.3").permits("llm.use.openai")
    assert asked.rights(START, "10.1.2.3").permits("llm.use.openai")


def test_the_time_is_that_of_the_organization() -> None:
    early = role("early", permissions=("llm.use.*",), condition="context.time < 1000")
    user = replace(USER, roles=("early",))
    assert authority(user, early).rights(START, None).permits("llm.use.openai")
    berlin = authority(user, early, time_zone="Europe/Berlin")
    assert not berlin.rights(START, None).permits("llm.use.openai")


def test_a_condition_that_cannot_be_told_does_not_hold() -> None:
    office = role(
        "office",
        permissions=("llm.use.*",),
        denied_permissions=("llm.use.anthropic",),
        condition='!context.address.isInRange(ip("192.0.2.0/24"))',
    )
    rights = authority(replace(USER, roles=("office", "viewer")), office).rights(START, None)
    assert not rights.permits("llm.use.openai")
    assert rights.denied == {"llm.use.anthropic"}


def test_roles_are_those_given_inherited_lasting_and_of_the_teams_that_pay() -> None:
    heir, base = role("heir", inherits=("base",)), role("base", condition="false")
    user = replace(
        USER,
        roles=("heir",),
        elevations=(Elevation("e", "admin", START + 10),),
        team_roles={"team_a": ("developer",), "team_b": ("finance",)},
    )
    asked = authority(user, heir, base, team_path=("team_leaf", "team_a"))
    lasting = {"heir", "base", "developer"}
    assert asked.roles(START) == {*lasting, "admin"}
    assert asked.roles(START + 9) is asked.roles(START)
    assert asked.roles(START + 10) == lasting
