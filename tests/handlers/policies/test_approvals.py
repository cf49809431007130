"""Approvals: somebody asks, somebody else decides, the next call obeys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from msgspec.structs import replace

from tests.control_plane import Answer
from tests.policies_plane import PoliciesControl
from tollgate.approvals.requests import approval_id, opening
from tollgate.approvals.store import ApprovalStore
from tollgate.aws.attributes import to_item
from tollgate.aws.dynamodb import DynamoDB
from tollgate.kit.clock import to_rfc3339
from tollgate.kit.connections import ConnectionPool
from tollgate.ledger.models import AccountRef, Period
from tollgate.ledger.principals import PrincipalDirectory
from tollgate.ledger.rules import account_key
from tollgate.policies.decide import decide
from tollgate.policies.models import Action, CallFacts, Grant

pytestmark = pytest.mark.aws

HOUR_MS = 3_600_000
SENSITIVE = {
    "name": "Sensitive models",
    "type": "compliance",
    "rules": {"require_approval_for": ["sensitive_models"], "sensitive_models": ["gpt-4o"]},
}


@pytest.fixture
def dynamodb(control: PoliciesControl) -> Iterator[DynamoDB]:
    pool = ConnectionPool()
    yield DynamoDB(replace(control.settings, store_timeout_s=5.0), pool)
    pool.close()


def _key(control: PoliciesControl, bearer: str | None = None, **body: Any) -> tuple[str, str]:
    """A new key: id and token."""
    values = {"name": "a key", "permissions": ["llm.use.*"], **body}
    made = control.ask("directory/create_api_key", body=values, bearer=bearer)
    assert made.status == 201, made.json
    return made.json["id"], made.json["key"]


def _ask(control: PoliciesControl, bearer: str | None = None, **body: Any) -> Answer:
    values = {"kind": "policy_exception", "reason": "the board meets on Monday", **body}
    return control.ask("policies/create_approval", body=values, bearer=bearer)


def _opened(control: PoliciesControl, bearer: str | None = None, **body: Any) -> str:
    if "kind" not in body and "policy_id" not in body:
        body["policy_id"] = control.policy(**SENSITIVE)["id"]
    made = _ask(control, bearer, **body)
    assert made.status == 201, made.json
    opened: str = made.json["id"]
    return opened


def _approve(
    control: PoliciesControl, opened: str, bearer: str | None = None, **more: Any
) -> Answer:
    return control.ask("policies/approve_approval", target=opened, bearer=bearer, **more)


def _grants(control: PoliciesControl) -> list[Any]:
    return list(control.deps.heads.read_head(control.organization_id).grants)


def _facts(control: PoliciesControl, model: str = "gpt-4o") -> CallFacts:
    return CallFacts(
        model=model,
        model_names=frozenset({model}),
        provider="openai",
        operation="chat.completions",
        at_ms=control.now_ms,
    )


def _refused_call(
    control: PoliciesControl,
    policy: Any,
    key_id: str,
    user_id: str | None,
    grants: Sequence[Grant] = (),
) -> str:
    """What the data path writes with the refusal of a call."""
    reason = {
        "policy_id": policy["id"],
        "version": 1,
        "name": policy["name"],
        "type": "compliance",
        "rule": "sensitive_models",
        "action": "require_approval",
        "message": "the model 'gpt-4o' needs an approval",
    }
    values = opening(
        organization_id=control.organization_id,
        key_id=key_id,
        user_id=user_id,
        request_id="req_01jd3v6k8mx2q4r7tn5x",
        model="gpt-4o",
        at_ms=control.now_ms,
        reasons=[reason],
        actions={},
        grants=grants,
        estimated_cost=12_000_000,
    )
    control.client.put_item(TableName=control.tables.policies, Item=to_item(values))
    return approval_id(values)


def test_asking_opens_an_approval_with_its_event_and_notice(control: PoliciesControl) -> None:
    developer_id, developer = control.person("developer")
    actions = {"approvers": ["finance"], "approval_timeout_hours": 2}
    policy = control.policy(**SENSITIVE, actions=actions)
    made = _ask(control, developer, policy_id=policy["id"], models=["gpt-4o"])
    assert made.status == 201
    view = made.json
    assert (view["state"], view["user_id"], view["approvers"]) == (
        "pending",
        developer_id,
        ["finance"],
    )
    assert view["expires_at"] == to_rfc3339(control.now_ms + 2 * HOUR_MS)
    assert made.headers["etag"] == '"1"'
    assert "approval.opened" in control.actions()
    [notice] = control.deps.outbox.waiting(control.organization_id)
    assert (notice.kind, notice.subject, notice.audience) == (
        "approval.opened",
        view["id"],
        ("finance",),
    )


def test_an_approved_exception_lets_the_next_call_through(
    control: PoliciesControl, dynamodb: DynamoDB
) -> None:
    developer_id, developer = control.person("developer")
    key_id, _ = _key(control, developer)
    policy = control.policy(**SENSITIVE)
    opened = _refused_call(control, policy, key_id, developer_id)
    principals = PrincipalDirectory(dynamodb, control.tables)

    def decided(model: str = "gpt-4o") -> Action:
        principal = principals.load(control.organization_id, key_id)
        assert principal.bundle is not None
        assert principal.subject is not None
        facts = _facts(control, model)
        return decide(principal.bundle, principal.subject, facts, grants=principal.grants).action

    assert decided() is Action.REQUIRE_APPROVAL
    epochs = control.epochs()
    approved = _approve(control, opened)
    assert approved.status == 200, approved.json
    assert (approved.json["state"], approved.json["active"]) == ("approved", True)
    assert approved.json["grant_until"] == to_rfc3339(control.now_ms + 24 * HOUR_MS)
    assert control.epochs() == [epoch + 1 for epoch in epochs]
    assert decided() is Action.ALLOW
    [grant] = principals.load(control.organization_id, key_id).grants
    assert (grant.id, grant.uses, grant.user_id) == (opened, 1, developer_id)
    revoked = control.ask("policies/revoke_approval", target=opened)
    assert (revoked.status, revoked.json["state"], revoked.json["active"]) == (
        200,
        "revoked",
        False,
    )
    assert control.epochs() == [epoch + 2 for epoch in epochs]
    assert decided() is Action.REQUIRE_APPROVAL
    assert {"approval.approved", "approval.revoked"} <= set(control.actions())


def test_an_approval_of_a_refused_call_reads_as_it_was_written(control: PoliciesControl) -> None:
    developer_id, developer = control.person("developer")
    key_id, _ = _key(control, developer)
    policy = control.policy(**SENSITIVE)
    opened = _refused_call(control, policy, key_id, developer_id)
    view = control.ask("policies/get_approval", target=opened, bearer=developer).json
    assert view["requested_by"] == {"type": "api_key", "id": key_id}
    assert view["reason"] == "the model 'gpt-4o' needs an approval"
    assert (view["rules"], view["models"]) == (["sensitive_models"], ["gpt-4o"])
    assert (view["estimated_cost_usd"], view["grant"]) == ("0.012", "once")
    assert (view["policy_name"], view["approvers"]) == ("Sensitive models", ["owner", "admin"])


def _self(control: PoliciesControl, route: str) -> tuple[str, str]:
    """An approval, and a credential of somebody who must not decide it."""
    admin_id, admin = control.person("admin")
    decides = ["approvals.*"]
    if route == "who asked":
        return _opened(control, admin), admin
    if route == "a personal key of who asked":
        return _opened(control, admin), _key(control, admin, permissions=decides, user_id=admin_id)[
            1
        ]
    if route == "a service key that who asked made":
        return _opened(control, admin), _key(control, admin, permissions=decides)[1]
    if route == "a key that who asked made for somebody else":
        other_id, _ = control.person("admin", "second@acme.example")
        made = _key(control, admin, permissions=decides, user_id=other_id)
        return _opened(control, admin), made[1]
    if route == "a key made by a key of who asked":
        _, personal = _key(control, admin, permissions=[*decides, "api_keys.*"], user_id=admin_id)
        return _opened(control, admin), _key(control, personal, permissions=decides)[1]
    if route == "whom it is for":
        return _opened(control, user_id=admin_id), admin
    policy = control.policy(**SENSITIVE)
    if route == "the person of the refused key":
        key_id, _ = _key(control, user_id=admin_id)
        return _refused_call(control, policy, key_id, admin_id), admin
    assert route == "the maker of the refused service key"
    key_id, _ = _key(control, admin)
    return _refused_call(control, policy, key_id, None), admin


@pytest.mark.parametrize(
    "route",
    [
        "who asked",
        "a personal key of who asked",
        "a service key that who asked made",
        "a key that who asked made for somebody else",
        "a key made by a key of who asked",
        "whom it is for",
        "the person of the refused key",
        "the maker of the refused service key",
    ],
)
@pytest.mark.parametrize("verb", ["approve", "reject"])
def test_nobody_decides_about_themselves(control: PoliciesControl, route: str, verb: str) -> None:
    opened, credential = _self(control, route)
    answer = control.ask(f"policies/{verb}_approval", target=opened, bearer=credential)
    assert (answer.status, answer.json["code"]) == (403, "forbidden"), answer.json
    assert _grants(control) == []
    stranger = control.person("admin", "stranger@acme.example")[1]
    assert control.ask(f"policies/{verb}_approval", target=opened, bearer=stranger).status == 200


def test_several_approvals_are_those_of_several_people(control: PoliciesControl) -> None:
    _, developer = control.person("developer")
    admin_id, admin = control.person("admin")
    opened = _opened(control, developer, required=2)
    first = _approve(control, opened, admin)
    assert (first.status, first.json["state"], len(first.json["approvals"])) == (200, "pending", 1)
    assert _grants(control) == []
    again = [admin]
    again += [_key(control, admin, permissions=["approvals.*"], user_id=admin_id)[1]]
    again += [_key(control, admin, permissions=["approvals.*"])[1]]
    assert [_approve(control, opened, each).status for each in again] == [403, 403, 403]
    last = _approve(control, opened)
    assert (last.json["state"], len(last.json["approvals"])) == ("approved", 2)
    assert [grant["id"] for grant in _grants(control)] == [opened]
    assert "approval.endorsed" in control.actions()


def test_approvers_are_those_of_the_policy_or_hold_the_permission(
    control: PoliciesControl,
) -> None:
    _, developer = control.person("developer")
    policy = control.policy(**SENSITIVE, actions={"approvers": ["finance"]})
    opened = _opened(control, developer, policy_id=policy["id"])
    finance_id, finance = control.person("finance")
    _, viewer = control.person("viewer")
    refused = _approve(control, opened, viewer)
    assert (refused.status, refused.json["approvers"]) == (403, ["finance"])
    # The role is the person's; a key of theirs has what it was given.
    key = _key(control, user_id=finance_id, permissions=["approvals.view"])[1]
    assert _approve(control, opened, key).status == 403
    assert _approve(control, opened, finance).status == 200


def test_what_is_ones_own_does_not_wait_for_one(control: PoliciesControl) -> None:
    _, developer = control.person("developer")
    policy_id = control.policy(**SENSITIVE)["id"]
    theirs = _opened(control, developer, policy_id=policy_id)
    _opened(control, policy_id=policy_id)
    waiting = control.ask("policies/list_approvals", query={"mine": "true"}).json["items"]
    assert [each["id"] for each in waiting] == [theirs]


def test_an_approver_may_have_the_role_by_another_or_for_a_while(control: PoliciesControl) -> None:
    _, developer = control.person("developer")
    for role in (
        {"name": "signer", "permissions": ["approvals.view"], "elevatable": True},
        {"name": "chief", "permissions": [], "inherits": ["signer"]},
    ):
        assert control.ask("directory/create_role", body=role).status == 201
    policy = control.policy(**SENSITIVE, actions={"approvers": ["signer"]})
    _, by_another = control.person("chief")
    opened = _opened(control, developer, policy_id=policy["id"])
    mine = control.ask("policies/list_approvals", bearer=by_another, query={"mine": "true"})
    assert [each["id"] for each in mine.json["items"]] == [opened]
    assert _approve(control, opened, by_another).status == 200

    _, for_a_while = control.person("developer", "second@acme.example")
    wish = {"role": "signer", "minutes": 60, "reason": "on call tonight"}
    elevation = control.ask("directory/create_elevation", bearer=for_a_while, body=wish)
    again, late = (_opened(control, developer, policy_id=policy["id"]) for _ in range(2))
    assert _approve(control, again, for_a_while).status == 404
    elevated = control.ask("directory/approve_elevation", target=elevation.json["id"])
    assert elevated.status == 200, elevated.json
    assert _approve(control, again, for_a_while).status == 200
    revoked = control.ask("directory/revoke_elevation", target=elevation.json["id"])
    assert revoked.status == 200, revoked.json
    assert _approve(control, late, for_a_while).status == 404


def test_an_approval_expires_by_the_clock_alone(control: PoliciesControl) -> None:
    _, developer = control.person("developer")
    opened = _opened(control, developer)
    control.now_ms += 24 * HOUR_MS - 1
    control.token = control.token_of("owner@acme.example")
    assert control.ask("policies/get_approval", target=opened).json["state"] == "pending"
    control.now_ms += 1
    assert control.ask("policies/get_approval", target=opened).json["state"] == "expired"
    for verb in ("approve", "reject"):
        late = control.ask(f"policies/{verb}_approval", target=opened)
        assert (late.status, late.json["state"]) == (409, "expired")
    assert _grants(control) == []
    expired = control.ask("policies/list_approvals", query={"state": "expired"})
    assert [each["id"] for each in expired.json["items"]] == [opened]


def test_a_grant_ends_by_the_clock_and_is_pruned_later(control: PoliciesControl) -> None:
    _, developer = control.person("developer")
    until = to_rfc3339(control.now_ms + HOUR_MS)
    opened = _opened(control, developer, grant="window", until=until)
    assert _approve(control, opened).json["grant_until"] == until
    [values] = _grants(control)
    grant = Grant(**{n: tuple(v) if isinstance(v, list) else v for n, v in values.items()})
    assert (grant.uses, grant.until_ms) == (None, control.now_ms + HOUR_MS)
    control.now_ms += 40 * 24 * HOUR_MS
    control.token = control.token_of("owner@acme.example")
    assert control.ask("policies/get_approval", target=opened).json["active"] is False
    assert control.ask("policies/revoke_approval", target=opened).status == 409
    _, second = control.person("developer", "second@acme.example")
    other = _opened(
        control, second, kind="model_access", models=["o3"], until="2027-02-01T00:00:00Z"
    )
    assert _approve(control, other).status == 200
    assert [each["id"] for each in _grants(control)] == [other]


def test_a_rejection_says_why_and_is_final(control: PoliciesControl) -> None:
    _, developer = control.person("developer")
    opened = _opened(control, developer)
    silent = control.ask("policies/reject_approval", target=opened, body={})
    assert (silent.status, silent.field) == (400, "comment")
    rejected = control.ask("policies/reject_approval", target=opened)
    assert (rejected.json["state"], rejected.json["comment"]) == (
        "rejected",
        "use the small model",
    )
    assert _approve(control, opened).status == 409
    mine = control.ask("policies/get_approval", target=opened, bearer=developer).json
    assert mine["decided_by"] == {"type": "user", "id": control.user_id}


def test_only_who_asked_withdraws(control: PoliciesControl) -> None:
    _, developer = control.person("developer")
    opened = _opened(control, developer)
    assert control.ask("policies/cancel_approval", target=opened).status == 403
    cancelled = control.ask("policies/cancel_approval", target=opened, bearer=developer, body=None)
    assert (cancelled.status, cancelled.json["state"]) == (200, "cancelled")
    assert _approve(control, opened).status == 409


def test_who_asked_may_give_up_what_they_were_given(control: PoliciesControl) -> None:
    _, developer = control.person("developer")
    opened = _opened(control, developer)
    _approve(control, opened)
    _, colleague = control.person("developer", "colleague@acme.example")
    assert control.ask("policies/revoke_approval", target=opened, bearer=colleague).status == 404
    assert control.ask("policies/revoke_approval", target=opened, bearer=developer).status == 200
    assert _grants(control) == []


def test_a_raise_is_real_at_once_and_can_be_taken_back(control: PoliciesControl) -> None:
    key_id, _ = _key(control, budgets=[{"amount_usd": "5", "period": "monthly"}])
    _, manager = control.person("team_manager")
    ref = AccountRef(key_id, Period.MONTHLY, "2026-11", 5_000_000_000)
    pk, sk = account_key(control.organization_id, ref)
    account = {"pk": pk, "sk": sk, "limit": 5 * 10**9, "available": 10**9, "held": 0}
    control.client.put_item(
        TableName=control.tables.accounts, Item=to_item({**account, "spent": 4 * 10**9})
    )
    opened = _opened(
        control,
        manager,
        kind="budget_raise",
        target_type="key",
        target_id=key_id,
        amount_usd="2.5",
    )
    epochs = control.epochs()
    raised = _approve(control, opened)
    assert raised.status == 200, raised.json
    assert raised.json["budget_raise"]["amount_usd"] == "2.5"
    assert control.epochs() == [epoch + 1 for epoch in epochs]
    key = control.ask("directory/get_api_key", target=key_id).json
    assert key["budgets"] == [{"amount_usd": "7.5", "period": "monthly"}]
    balance = control.item(control.tables.accounts, pk, sk)
    assert (balance["limit"]["N"], balance["available"]["N"]) == ("7500000000", "3500000000")
    control.ask("policies/revoke_approval", target=opened)
    balance = control.item(control.tables.accounts, pk, sk)
    assert (balance["limit"]["N"], balance["available"]["N"]) == ("5000000000", "1000000000")
    assert control.actions().count("api_key.changed") == 2


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"kind": "budget_raise", "target_type": "key", "target_id": "KEY"}, ""),
        ({"kind": "budget_raise", "target_type": "key", "target_id": "KEY", "amount_usd": 0}, ""),
        (
            {
                "kind": "budget_raise",
                "target_type": "key",
                "target_id": "KEY",
                "amount_usd": 1,
                "period": "daily",
            },
            "period",
        ),
        (
            {"kind": "budget_raise", "target_type": "team", "target_id": "nobody", "amount_usd": 1},
            "target_id",
        ),
        ({"kind": "policy_exception"}, "policy_id"),
        ({"kind": "policy_exception", "policy_id": "pol_nowhere"}, "policy_id"),
        ({"kind": "model_access", "models": ["o3"]}, "until"),
        ({"kind": "model_access", "until": "2026-12-01T00:00:00Z"}, "models"),
        ({"kind": "model_access", "models": ["o3"], "until": "2026-01-01T00:00:00Z"}, "until"),
        ({"kind": "model_access", "models": ["o3"], "until": "2029-01-01T00:00:00Z"}, "until"),
        ({"kind": "model_access", "models": ["o3"], "until": "tomorrow"}, "until"),
        (
            {
                "kind": "key_scope",
                "permissions": ["llm.use.openai"],
                "until": "2026-12-01T00:00:00Z",
            },
            "key_id",
        ),
        (
            {
                "kind": "key_scope",
                "key_id": "KEY",
                "permissions": ["users.*"],
                "until": "2026-12-01T00:00:00Z",
            },
            "permissions",
        ),
        ({"kind": "model_access", "models": ["o3"], "grant": "once"}, "grant"),
        ({"kind": "anything"}, "kind"),
        ({"kind": "model_access", "required": 6}, "required"),
        ({"kind": "model_access", "reason": " "}, "reason"),
        ({"kind": "model_access", "surprise": 1}, "surprise"),
    ],
)
def test_what_cannot_be_asked_for_is_refused_by_name(
    control: PoliciesControl, body: dict[str, Any], field: str
) -> None:
    key_id, _ = _key(control, budgets=[{"amount_usd": "5", "period": "monthly"}])
    body = {name: key_id if value == "KEY" else value for name, value in body.items()}
    answer = _ask(control, **body)
    assert (answer.status, answer.field or "") == (400, field), answer.json


def test_an_exception_names_rules_that_the_policy_has(control: PoliciesControl) -> None:
    budget = control.policy(
        name="Budget",
        type="cost_limit",
        rules={"monthly_limit_usd": 5, "per_user_limit_usd": 1, "max_cost_per_request_usd": 1},
    )
    for rules, expected in (
        ([], []),
        (["monthly_limit_usd"], ["monthly_limit"]),
        (["monthly_limit", "monthly_limit_usd"], ["monthly_limit"]),
        (["per_user_limit", "max_cost_per_request"], ["per_user_limit", "max_cost_per_request"]),
    ):
        asked = _ask(control, policy_id=budget["id"], rules=rules)
        assert (asked.status, asked.json["rules"]) == (201, expected)
    for rule, near in (("monthly_limt", "'monthly_limit"), ("content", "has no rule 'content'")):
        refused = _ask(control, policy_id=budget["id"], rules=["monthly_limit", rule])
        assert (refused.status, refused.field) == (400, "rules.1")
        assert near in refused.json["detail"]


def test_a_developer_asks_for_themselves_alone_and_sees_no_others(
    control: PoliciesControl,
) -> None:
    _, developer = control.person("developer")
    key_id, _ = _key(control)
    policy = control.policy(**SENSITIVE)
    for whose in ({"key_id": key_id}, {"user_id": control.user_id}):
        refused = _ask(control, developer, policy_id=policy["id"], **whose)
        assert refused.status in (400, 403)
    mine = _opened(control, developer, policy_id=policy["id"])
    theirs = _opened(control, policy_id=policy["id"])
    listed = control.ask("policies/list_approvals", bearer=developer).json["items"]
    assert [each["id"] for each in listed] == [mine]
    assert control.ask("policies/get_approval", target=theirs, bearer=developer).status == 404
    everything = control.ask("policies/list_approvals").json["items"]
    assert [each["id"] for each in everything] == sorted([mine, theirs], reverse=True)


def test_pages_run_from_the_newest_to_the_oldest(control: PoliciesControl) -> None:
    policy = control.policy(**SENSITIVE)
    opened = []
    for _ in range(5):
        control.now_ms += 1000
        opened.append(_opened(control, policy_id=policy["id"]))
    seen, cursor = [], None
    while True:
        query = {"limit": "2", **({"cursor": cursor} if cursor else {})}
        page = control.ask("policies/list_approvals", query=query).json
        seen += [each["id"] for each in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert seen == opened[::-1]
    assert control.ask("policies/list_approvals", query={"cursor": "xx"}).status == 400


def test_another_organization_finds_and_decides_nothing(
    control: PoliciesControl, other: str
) -> None:
    opened = _opened(control)
    for name in ("get", "approve", "reject", "cancel", "revoke"):
        answer = control.ask(f"policies/{name}_approval", target=opened, bearer=other)
        assert answer.status == 404, name
    assert control.ask("policies/list_approvals", bearer=other, query={}).json["items"] == []


def test_nobody_grants_what_they_do_not_hold(control: PoliciesControl) -> None:
    key_id, _ = _key(control)
    until = to_rfc3339(control.now_ms + HOUR_MS)
    opened = _opened(
        control, kind="key_scope", key_id=key_id, permissions=["llm.use.openai"], until=until
    )
    admin_id, _ = control.person("admin")
    _, second = control.person("admin", "second@acme.example")
    weak = _key(control, second, user_id=admin_id, permissions=["approvals.*"])[1]
    assert _approve(control, opened, weak).status == 403
    assert _approve(control, opened, second).status == 200
    [grant] = _grants(control)
    assert (grant["permissions"], grant["key_id"]) == (["llm.use.openai"], key_id)


def test_a_change_in_between_is_a_conflict(control: PoliciesControl) -> None:
    _, developer = control.person("developer")
    opened = _opened(control, developer)
    stale = _approve(control, opened, headers={"If-Match": '"7"'})
    assert (stale.status, stale.json["code"]) == (412, "precondition_failed")
    store = ApprovalStore(control.settings, control.tables, control.journal, control.deps.heads)
    before = store.get(control.organization_id, opened)
    assert before is not None
    assert _approve(control, opened, headers={"If-Match": '"1"'}).json["version"] == 2
    _, admin = control.person("admin")
    assert _approve(control, opened, admin).status == 409
    assert len(_grants(control)) == 1


def test_the_same_refusal_asks_once_and_again_after_its_grant(control: PoliciesControl) -> None:
    developer_id, developer = control.person("developer")
    key_id, _ = _key(control, developer)
    policy = control.policy(**SENSITIVE)
    first = _refused_call(control, policy, key_id, developer_id)
    control.now_ms += 60_000
    assert _refused_call(control, policy, key_id, developer_id) == first
    # The data path writes under the condition that nothing is there; here it was overwritten.
    assert _approve(control, first).status == 200
    [values] = _grants(control)
    grant = Grant(**{n: tuple(v) if isinstance(v, list) else v for n, v in values.items()})
    second = _refused_call(control, policy, key_id, developer_id, grants=[grant])
    assert second != first
    assert _approve(control, second).status == 200
    assert {each["id"] for each in _grants(control)} == {first, second}
