"""Who may decide, what a decision grants, and how long grants are kept."""

from __future__ import annotations

from typing import Any

import pytest

from tollgate.approvals.models import Approval, GrantForm, Kind, Raise, State, TargetType, Vote
from tollgate.approvals.rules import (
    MOST_GRANTS,
    approved,
    check_four_eyes,
    check_powers,
    ended,
    grant_values,
    may_decide,
    pruned,
    with_grant,
    without_grant,
)
from tollgate.auth.models import Caller
from tollgate.errors import BadRequest, Forbidden, Unprocessable
from tollgate.journal.models import Actor
from tollgate.kit.permissions import Rights
from tollgate.policies.models import Grant

NOW = 1_795_253_400_000
DAY = 86_400_000
ADMIN = Actor("user", "usr_admin")


def _approval(**changes: Any) -> Approval:
    values: dict[str, Any] = {
        "id": "apr_a",
        "organization_id": "org_a",
        "kind": Kind.POLICY_EXCEPTION,
        "requested_by": Actor("user", "usr_a"),
        "user_id": "usr_a",
        "policy_id": "pol_a",
        "expires_ms": NOW + DAY,
        "created_ms": NOW,
        "updated_ms": NOW,
    }
    return Approval(**{**values, **changes})


def _caller(*permissions: str, actor: Actor = ADMIN) -> Caller:
    return Caller(
        organization_id="org_a",
        actor=actor,
        user_id="usr_admin",
        grants=(Rights(frozenset(permissions)),),
        request_id="r",
    )


def _vote(person: str = "usr_admin") -> Vote:
    return Vote(Actor("user", person), (person,), NOW)


@pytest.mark.parametrize(
    ("permissions", "actor", "roles", "may"),
    [
        (("approvals.*",), ADMIN, (), True),
        (("approvals.view",), ADMIN, ("finance",), True),
        (("approvals.view",), ADMIN, ("viewer",), False),
        (("approvals.view",), Actor("api_key", "key_a"), ("finance",), False),
        (("approvals.decide",), Actor("api_key", "key_a"), (), True),
    ],
)
def test_approvers(
    permissions: tuple[str, ...], actor: Actor, roles: tuple[str, ...], may: bool
) -> None:
    approval = _approval(approvers=("finance",))
    assert may_decide(approval, _caller(*permissions, actor=actor), roles) is may


@pytest.mark.parametrize(
    ("deciding", "involved"),
    [
        ({"usr_a"}, {"usr_a"}),
        ({"key_x", "usr_b", "usr_a"}, {"usr_a", "key_a"}),
        ({"key_a", "usr_b"}, {"key_a"}),
        ({"key_x"}, {"usr_a"}),
        (set(), {"usr_a"}),
        ({"usr_voter", "key_v"}, {"usr_a"}),
    ],
)
def test_four_eyes(deciding: set[str], involved: set[str]) -> None:
    approval = _approval(votes=(_vote("usr_voter"),))
    with pytest.raises(Forbidden):
        check_four_eyes(approval, deciding, involved)
    check_four_eyes(approval, {"usr_other", "key_other"}, involved)


def test_a_raise_is_approved_by_who_could_set_the_budget() -> None:
    raised = Raise(TargetType.TEAM, "team_a", "monthly", 1)
    approval = _approval(kind=Kind.BUDGET_RAISE, budget_raise=raised)
    for permission in ("budgets.edit", "teams.edit", "*"):
        check_powers(approval, _caller("approvals.decide", permission))
    with pytest.raises(Forbidden):
        check_powers(approval, _caller("approvals.decide", "users.edit"))


def test_what_is_granted_is_what_calls_rest_on() -> None:
    once = approved(_approval(rules=("content",), models=("o3",)), _vote())
    assert once.decided is State.APPROVED
    grant = grant_values(once)
    assert grant == {
        "id": "apr_a",
        "kind": "policy_exception",
        "until_ms": NOW + DAY,
        "user_id": "usr_a",
        "policy_ids": ["pol_a"],
        "rules": ["content"],
        "models": ["o3"],
        "uses": 1,
    }
    assert Grant(**grant).uses == 1
    window = approved(_approval(), _vote(), form=GrantForm.WINDOW, until_ms=NOW + 5)
    assert "uses" not in grant_values(window)
    assert grant_values(window)["until_ms"] == NOW + 5
    key = approved(_approval(user_id=None, key_id="key_a"), _vote())
    assert (grant_values(key)["key_id"], "user_id" in grant_values(key)) == ("key_a", False)


@pytest.mark.parametrize("until_ms", [NOW, NOW - 1, NOW + 367 * DAY])
def test_a_grant_ends_within_a_year(until_ms: int) -> None:
    with pytest.raises(BadRequest):
        approved(_approval(until_ms=until_ms), _vote())


@pytest.mark.parametrize("kind", [Kind.MODEL_ACCESS, Kind.KEY_SCOPE, Kind.BUDGET_RAISE])
def test_only_an_exception_is_for_one_call(kind: Kind) -> None:
    with pytest.raises(BadRequest):
        approved(_approval(kind=kind), _vote(), form=GrantForm.ONCE)


def test_a_vote_that_is_not_enough_grants_nothing() -> None:
    pending = approved(_approval(required=2), _vote())
    assert (pending.decided, pending.grant_until_ms, pending.version) == (State.PENDING, None, 2)
    with pytest.raises(ValueError, match="no grant"):
        grant_values(pending)


def test_states_follow_the_clock() -> None:
    approval = _approval()
    assert [approval.state(NOW + ms) for ms in (0, DAY - 1, DAY)] == [
        State.PENDING,
        State.PENDING,
        State.EXPIRED,
    ]
    done = approved(approval, _vote())
    assert done.state(NOW + 9 * DAY) is State.APPROVED
    assert (done.holds(NOW + DAY - 1), done.holds(NOW + DAY)) == (True, False)
    assert not ended(done, State.REVOKED, ADMIN, NOW).holds(NOW)


def _grant(number: int, until_ms: int) -> dict[str, Any]:
    return {"id": f"apr_{number}", "kind": "policy_exception", "until_ms": until_ms}


def test_ended_grants_are_kept_a_while_and_never_many() -> None:
    living = [_grant(n, NOW + n + 1) for n in range(3)]
    over = [_grant(100 + n, NOW - n) for n in range(200)]
    old = [_grant(900, NOW - 31 * DAY)]
    kept = pruned((*old, *over, *living), NOW)
    assert {each["id"] for each in kept} == {each["id"] for each in (*living, *over[:100])}


def test_a_grant_replaces_its_like_and_can_be_taken_back() -> None:
    grants = with_grant((_grant(1, NOW + 5),), _grant(1, NOW + 9), NOW)
    assert grants == (_grant(1, NOW + 9),)
    assert without_grant(grants, "apr_1", NOW) == ()
    full = tuple(_grant(n, NOW + 5) for n in range(MOST_GRANTS))
    with pytest.raises(Unprocessable):
        with_grant(full, _grant(MOST_GRANTS, NOW + 5), NOW)
