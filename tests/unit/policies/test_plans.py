from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.policies.written import policies
from tollgate.errors import BadRequest
from tollgate.policies.documents import canonical, leaves, outside
from tollgate.policies.plans import WHOLE, Change, Drift, Managed, PlanItem, owners_after, plan

GIT, ADA, BOB = "git:policies", "user:usr_ada", "user:usr_bob"


def document(name: str = "cap", **rules: Any) -> dict[str, Any]:
    rules = rules or {"daily_limit": 5, "monthly_limit": 100}
    return canonical({"name": name, "type": "cost_limit", "rules": rules})


def applied(wanted: dict[str, Any], *, by: str = GIT) -> Managed:
    owners = owners_after({}, None, wanted, by, applied=wanted)
    return Managed(policy_id="pol_1", version=1, document=wanted, owners=owners)


def edited(before: Managed, after: dict[str, Any], *, by: str = ADA) -> Managed:
    return Managed(
        policy_id=before.policy_id,
        version=before.version + 1,
        document=after,
        owners=owners_after(before.owners, before.document, after, by),
    )


def only(current: list[Managed], *wanted: dict[str, Any], force: bool = False) -> PlanItem:
    (item,) = plan(current, wanted, GIT, force=force).items
    return item


class TestFirstApply:
    def test_creates_and_owns_everything(self) -> None:
        item = only([], document())
        assert item.change is Change.CREATE
        assert item.document == document()
        assert set(item.owners) == {WHOLE, *leaves(outside(document()))}
        assert set(item.owners.values()) == {GIT}
        assert {each["path"]: each["after"] for each in item.differences}[
            "rules.daily_limit_usd"
        ] == "5"

    def test_a_second_changes_nothing(self) -> None:
        current = applied(document())
        item = only([current], document())
        assert item.change is Change.UNCHANGED
        assert item.differences == ()
        assert item.owners == current.owners

    def test_two_policies_of_one_name_are_refused(self) -> None:
        with pytest.raises(BadRequest, match="two policies are named 'cap'"):
            plan([], [document(), document(daily_limit=1)], GIT)


class TestChanges:
    def test_a_value_that_the_file_changes(self) -> None:
        item = only([applied(document())], document(daily_limit=6, monthly_limit=100))
        assert item.change is Change.UPDATE
        assert (item.policy_id, item.version) == ("pol_1", 1)
        assert item.differences == ({"path": "rules.daily_limit_usd", "before": "5", "after": "6"},)

    def test_a_value_that_the_file_no_longer_says(self) -> None:
        item = only([applied(document())], document(monthly_limit=100))
        assert item.document == document(monthly_limit=100)
        assert "rules.daily_limit_usd" not in item.owners

    def test_what_others_added_stays(self) -> None:
        added = canonical({**outside(document()), "priority": 7, "description": "by hand"})
        current = edited(applied(document()), added)
        assert current.owners["priority"] == ADA
        item = only([current], document(daily_limit=6, monthly_limit=100))
        assert item.change is Change.UPDATE
        assert item.document is not None
        assert item.document["priority"] == 7
        assert item.document["rules"]["daily_limit_nano"] == 6 * 10**9
        assert item.owners["priority"] == ADA

    def test_a_policy_keeps_its_type(self) -> None:
        wanted = canonical({"name": "cap", "type": "usage", "rules": {"allowed_models": "a"}})
        item = only([applied(document())], wanted, force=True)
        assert item.change is Change.CONFLICT
        assert item.reason == "type: it is a cost_limit policy; another type needs another name"


class TestDrift:
    def test_a_value_that_somebody_changed_is_a_conflict(self) -> None:
        current = edited(applied(document()), document(daily_limit=9, monthly_limit=100))
        item = only([current], document())
        assert item.change is Change.CONFLICT
        assert item.drift == (Drift("rules.daily_limit_usd", ADA, "9", "5"),)
        assert item.reason == f"changed since by {ADA}"
        assert plan([current], [document()], GIT).conflicts == (item,)

    def test_force_takes_it_back(self) -> None:
        current = edited(applied(document()), document(daily_limit=9, monthly_limit=100))
        item = only([current], document(), force=True)
        assert item.change is Change.UPDATE
        assert item.document == document()
        assert item.drift == (Drift("rules.daily_limit_usd", ADA, "9", "5"),)
        assert item.owners["rules.daily_limit_usd"] == GIT

    def test_a_value_that_somebody_took_away_is_not_quietly_put_back(self) -> None:
        current = edited(applied(document()), document(monthly_limit=100))
        item = only([current], document())
        assert item.change is Change.CONFLICT
        assert item.drift == (Drift("rules.daily_limit_usd", ADA, None, "5"),)
        assert only([current], document(), force=True).document == document()

    def test_agreeing_is_no_conflict_and_hands_over(self) -> None:
        current = edited(applied(document()), document(daily_limit=9, monthly_limit=100))
        item = only([current], document(daily_limit=9, monthly_limit=100))
        assert item.change is Change.UNCHANGED
        assert item.owners["rules.daily_limit_usd"] == GIT

    def test_a_value_that_both_gave_up_is_gone(self) -> None:
        current = edited(applied(document()), document(monthly_limit=100))
        item = only([current], document(monthly_limit=100))
        assert item.change is Change.UNCHANGED

    def test_a_policy_made_by_hand_is_taken_over_where_it_agrees(self) -> None:
        by_hand = Managed(
            policy_id="pol_1",
            version=3,
            document=document(),
            owners=owners_after({}, None, document(), ADA),
        )
        assert only([by_hand], document(daily_limit=5)).owners[WHOLE] == GIT
        assert only([by_hand], document(daily_limit=1)).change is Change.CONFLICT

    def test_what_does_not_go_together_is_a_conflict_even_by_force(self) -> None:
        with_models = canonical(
            {"name": "models", "type": "usage", "rules": {"allowed_models": "a"}}
        )
        by_ada = canonical(
            {**outside(with_models), "rules": {"allowed_models": "a", "denied_models": "b"}}
        )
        current = edited(applied(with_models), by_ada)
        wanted = canonical({"name": "models", "type": "usage", "rules": {"allowed_models": "b"}})
        item = only([current], wanted, force=True)
        assert item.change is Change.CONFLICT
        assert item.reason == "rules.denied_models: 'b' is both allowed and denied"


class TestRemoval:
    def test_of_a_policy_that_the_files_no_longer_have(self) -> None:
        item = only([applied(document())])
        assert item.change is Change.DELETE
        assert item.document is None
        assert {each["after"] for each in item.differences} == {None}

    def test_never_of_what_another_applied(self) -> None:
        assert plan([applied(document(), by="git:other")], [], GIT).items == ()
        unowned = Managed(policy_id="pol_1", version=1, document=document())
        assert plan([unowned], [], GIT).items == ()

    def test_not_where_somebody_has_a_say(self) -> None:
        current = edited(applied(document()), document(daily_limit=9, monthly_limit=100))
        item = only([current])
        assert item.change is Change.CONFLICT
        assert item.reason == f"to be deleted, but changed since by {ADA}"
        assert only([current], force=True).change is Change.DELETE

    def test_a_policy_that_was_renamed_by_hand(self) -> None:
        current = edited(applied(document()), document("other", daily_limit=5, monthly_limit=100))
        items = plan([current], [document()], GIT).items
        assert [item.change for item in items] == [Change.CREATE, Change.CONFLICT]


class TestOwners:
    def test_the_last_who_changed_a_value(self) -> None:
        current = edited(applied(document()), document(daily_limit=9, monthly_limit=100))
        current = edited(current, document(daily_limit=8, monthly_limit=100), by=BOB)
        assert current.owners["rules.daily_limit_usd"] == BOB
        assert current.owners["rules.monthly_limit_usd"] == GIT
        assert current.owners[WHOLE] == GIT

    def test_who_takes_a_value_of_its_own_away_leaves_no_trace(self) -> None:
        by_ada = applied(document(), by=ADA)
        assert "rules.daily_limit_usd" not in edited(by_ada, document(monthly_limit=100)).owners


@given(policies(), policies(), policies())
def test_applying_what_was_planned_settles_it(
    first: dict[str, Any], by_hand: dict[str, Any], then: dict[str, Any]
) -> None:
    """After a forced apply, the same files plan nothing, and what they say is so."""
    name = {"name": "the same"}
    current = edited(applied(canonical(first | name)), canonical(by_hand | name))
    wanted = canonical(then | name)
    item = only([current], wanted, force=True)
    if item.change is Change.CONFLICT:
        assert item.reason
        return
    assert item.document is not None
    now = leaves(outside(item.document))
    assert {path: now[path] for path in leaves(outside(wanted))} == leaves(outside(wanted))
    again = Managed(policy_id="pol_1", version=9, document=item.document, owners=item.owners)
    assert only([again], wanted).change is Change.UNCHANGED


@given(policies(), policies(), st.booleans())
def test_every_value_has_one_owner(
    first: dict[str, Any], second: dict[str, Any], by_file: bool
) -> None:
    before, after = canonical(first), canonical(second)
    current = applied(before)
    owners = owners_after(current.owners, before, after, ADA, applied=after if by_file else None)
    new = leaves(outside(after))
    assert set(new) <= set(owners)
    assert owners[WHOLE] == (ADA if by_file else GIT)
    changed = {path for path in new if new[path] != leaves(outside(before)).get(path)}
    assert all(owners[path] == ADA for path in changed)
