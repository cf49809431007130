from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tollgate.directory.models import User
from tollgate.provisioning.models import GroupMapping, Holdings, Provisioned
from tollgate.provisioning.rules import applied, asserted, mapped, reconciled

NAMES = st.lists(st.sampled_from("abcde"), unique=True, max_size=5).map(tuple)
USER = User(id="usr_1", organization_id="org_1", email="a@b.example", name="A", created_ms=0)
BLANK = Provisioned(organization_id="org_1", user_id="usr_1")


def test_groups_by_name_without_case() -> None:
    mappings = (
        GroupMapping("Admins", ("admin",), ("team_1",)),
        GroupMapping("devs", ("developer",)),
        GroupMapping("DEVS", ("admin", "viewer")),
    )
    assert mapped(mappings, ["ADMINS", "other"]) == Holdings(("admin",), ("team_1",))
    assert mapped(mappings, ["devs"]).roles == ("developer", "admin", "viewer")
    assert mapped(mappings, []) == Holdings()


@given(direct=NAMES, steps=st.lists(NAMES, max_size=6))
def test_whatever_comes_and_goes_what_is_direct_stays(
    direct: tuple[str, ...], steps: list[tuple[str, ...]]
) -> None:
    held, given_ = direct, ()
    for wanted in steps:
        held, given_ = reconciled(held, given_, wanted)
        assert set(held) == set(direct) | set(wanted)
        assert set(given_) == set(wanted) - set(direct)
        assert len(set(held)) == len(held)
    held, given_ = reconciled(held, given_, ())
    assert (held, given_) == (direct, ())


def test_sources_are_kept_apart() -> None:
    record = asserted(BLANK, "sso_1", ("g",), Holdings(("developer",)))
    record = asserted(record, "scim", ("h",), Holdings(("viewer",), ("team_1",)))
    everything = {"is_role": lambda _: True, "is_team": lambda _: True}
    user, record = applied(USER, record, **everything)
    assert (user.roles, user.team_ids, user.groups) == (
        ("developer", "viewer"),
        ("team_1",),
        ("g", "h"),
    )
    user, record = applied(user, asserted(record, "scim", (), Holdings()), **everything)
    assert (user.roles, user.team_ids, user.groups) == (("developer",), (), ("g",))


def test_who_leaves_a_team_has_no_roles_in_it_any_more() -> None:
    record = asserted(BLANK, "scim", ("g",), Holdings(team_ids=("team_1",)))
    everything = {"is_role": lambda _: True, "is_team": lambda _: True}
    user, record = applied(USER, record, **everything)
    user = replace(user, team_roles={"team_1": ("team_manager",)})
    user, _ = applied(user, asserted(record, "scim", (), Holdings()), **everything)
    assert user.team_roles == {}


def test_what_is_no_role_or_team_is_left_out() -> None:
    record = asserted(BLANK, "s", ("g",), Holdings(("ghost", "viewer"), ("team_9",)))
    user, record = applied(
        USER, record, is_role=lambda name: name == "viewer", is_team=lambda _: False
    )
    assert (user.roles, user.team_ids) == (("viewer",), ())
    assert record.given == Holdings(("viewer",))
