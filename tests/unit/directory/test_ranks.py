from __future__ import annotations

import pytest

from tollgate.directory.models import Role
from tollgate.directory.roles import RoleBook
from tollgate.directory.service.ranks import known_role
from tollgate.directory.system_roles import ROLE_ALIASES, SYSTEM_ROLES
from tollgate.errors import BadRequest

OWN = Role(id="team_admin", organization_id="org_1", name="team_admin", created_ms=0)


@pytest.mark.parametrize("name", sorted(SYSTEM_ROLES))
def test_our_own_names_stay(name: str) -> None:
    assert known_role(RoleBook({}), name) == name


@pytest.mark.parametrize(("other", "ours"), sorted(ROLE_ALIASES.items()))
def test_names_of_other_systems_are_understood(other: str, ours: str) -> None:
    spoken = other.replace("_", " ").title()
    assert {known_role(RoleBook({}), name) for name in (other, spoken)} == {ours}


def test_a_role_of_the_organizations_own_comes_first() -> None:
    assert known_role(RoleBook({"team_admin": OWN}), "team_admin") == "team_admin"


@pytest.mark.parametrize("name", ["", "emperor", "owner ✓", "a" * 200])
def test_what_is_no_role_is_named(name: str) -> None:
    with pytest.raises(BadRequest) as refused:
        known_role(RoleBook({}), name, "role")
    assert refused.value.param == "role"
