from __future__ import annotations

from typing import Any

import pytest

from tests.control_plane import SECRET, START_MS, Answer, Control
from tollgate.directory.rules import hash_secret, parse_token
from tollgate.ledger.models import Period
from tollgate.ledger.rules import period_key

pytestmark = pytest.mark.aws
DAY_MS = 24 * 3600 * 1000


def new_key(control: Control, bearer: str | None = None, **body: Any) -> dict[str, Any]:
    created = control.ask("directory/create_api_key", bearer=bearer, body={"name": "k", **body})
    assert created.status == 201, created.json
    made: dict[str, Any] = created.json
    return made


class TestCreate:
    def test_shows_the_token_once_and_stores_only_its_hash(self, control: Control) -> None:
        made = control.ask("directory/create_api_key").json
        organization_id, key_id, secret = parse_token(made["key"])
        assert (organization_id, key_id) == (control.organization_id, made["id"])
        assert made["key"].startswith(made["key_prefix"])
        assert made["key"].endswith(made["last4"])
        assert made["budgets"] == [{"amount_usd": "25", "period": "monthly"}]
        assert made["rate_limit"] == {"requests_per_minute": 60, "tokens_per_minute": 100000}
        assert made["expires_at"] == "2027-02-19T09:30:00.000Z"
        item = control.item(control.tables.directory, control.organization_id, f"KEY#{key_id}")
        assert item["secret_hash"]["S"] == hash_secret(SECRET.pepper, secret)
        assert item["budgets"] == {"M": {"monthly": {"N": "25000000000"}}}
        assert item["permissions"] == {"L": [{"S": "llm.use.*"}]}
        shown = control.ask("directory/get_api_key", target=key_id).json
        assert "key" not in shown
        assert secret not in str(control.events()) + str(item)

    def test_aliases_of_the_replaced_systems(self, control: Control) -> None:
        made = new_key(
            control,
            scopes=["llm.use.openai"],
            allowed_models=["gpt-4o"],
            rate_limit={"max_requests_per_minute": 5},
        )
        assert made["permissions"] == ["llm.use.openai"]
        assert made["models"] == ["gpt-4o"]
        assert made["rate_limit"]["requests_per_minute"] == 5

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({}, "name"),
            ({"name": "k", "expires_in_days": 0}, "expires_in_days"),
            ({"name": "k", "expires_at": "tomorrow"}, "expires_at"),
            ({"name": "k", "permissions": ["llm use"]}, "permissions.0"),
            ({"name": "k", "tags": {"a": 1}}, "tags.a"),
            ({"name": "k", "budget_usd": "lots"}, "budget_usd"),
            (
                {"name": "k", "rate_limit": {"tokens_per_minute": -1}},
                "rate_limit.tokens_per_minute",
            ),
            ({"name": "k", "user_id": "usr_00000000000000000000"}, "user_id"),
            ({"name": "k", "team_id": "team_00000000000000000000"}, "team_id"),
            ({"name": "k", "secret_hash": "0"}, "secret_hash"),
        ],
    )
    def test_names_the_offending_field(
        self, control: Control, body: dict[str, Any], field: str
    ) -> None:
        answer = control.ask("directory/create_api_key", body=body)
        assert (answer.status, answer.field) == (400, field)

    def test_another_organizations_people_and_teams_do_not_exist(
        self, control: Control, other: str
    ) -> None:
        team = control.ask("directory/create_team").json
        for field, value in (("user_id", control.user_id), ("team_id", team["id"])):
            answer = control.ask(
                "directory/create_api_key", bearer=other, body={"name": "k", field: value}
            )
            assert (answer.status, answer.field) == (400, field)

    def test_nobody_gives_more_than_they_have(self, control: Control) -> None:
        _, developer = control.person("developer")
        for permission in ("*", "users.*", "costs.view", "*.view"):
            answer = control.ask(
                "directory/create_api_key",
                bearer=developer,
                body={"name": "k", "permissions": [permission]},
            )
            assert (answer.status, answer.field) == (403, "permissions")

    @pytest.mark.parametrize(
        "permission", ["costs.view.own", "requests.view.team", "users:read_own"]
    )
    def test_nobody_sees_what_is_anothers_own_by_a_key_in_their_name(
        self, control: Control, permission: str
    ) -> None:
        rights = ["api_keys.create", "costs.view.own", "requests.view.team", "users.view.own"]
        role = {"name": "issuer", "permissions": rights}
        assert control.ask("directory/create_role", body=role).status == 201
        issuer_id, issuer = control.person("issuer")
        body = {"name": "k", "permissions": [permission]}
        for_another = {**body, "user_id": control.user_id}
        answer = control.ask("directory/create_api_key", bearer=issuer, body=for_another)
        assert (answer.status, answer.field) == (403, "permissions")
        assert new_key(control, issuer, **body | {"user_id": issuer_id})["user_id"] == issuer_id

    def test_a_developers_key_is_their_own(self, control: Control) -> None:
        user_id, developer = control.person("developer")
        assert new_key(control, developer)["user_id"] == user_id
        answer = control.ask(
            "directory/create_api_key",
            bearer=developer,
            body={"name": "k", "user_id": control.user_id},
        )
        assert (answer.status, answer.field) == (403, "user_id")

    def test_a_developers_key_joins_only_their_teams(self, control: Control) -> None:
        mine = control.ask("directory/create_team").json["id"]
        theirs = control.ask("directory/create_team").json["id"]
        _, developer = control.person("developer", team_ids=[mine])
        assert new_key(control, developer, team_id=mine)["team_id"] == mine
        answer = control.ask(
            "directory/create_api_key", bearer=developer, body={"name": "k", "team_id": theirs}
        )
        assert (answer.status, answer.field) == (403, "team_id")

    def test_needs_the_permission(self, control: Control) -> None:
        _, viewer = control.person("viewer")
        assert control.ask("directory/create_api_key", bearer=viewer).status == 403
        assert control.ask("directory/create_api_key", bearer="").status == 401


class TestFreshProof:
    """A key for the control plane is never asked again who it is, so making one is."""

    def is_asked(self, answer: Answer) -> bool:
        return (answer.status, answer.json.get("code")) == (401, "step_up_required")

    def test_a_key_for_the_control_plane_needs_one(self, control: Control) -> None:
        reading = {"name": "k", "permissions": ["costs.view"]}
        made = new_key(control, **reading)
        control.now_ms += 10 * 60_000 + 1
        for name in ("create_api_key", "create_own_api_key"):
            assert self.is_asked(control.ask(f"directory/{name}", body=reading))
        assert self.is_asked(control.ask("directory/rotate_api_key", target=made["id"], body={}))
        more = {"permissions": ["security.edit"]}
        changed = control.ask("directory/update_api_key", target=made["id"], body=more)
        assert self.is_asked(changed)
        assert control.ask("auth/reauthenticate").status == 200
        assert new_key(control, **reading)["purpose"] == "management"

    def test_a_key_for_model_calls_does_not(self, control: Control) -> None:
        control.now_ms += 10 * 60_000 + 1
        made = new_key(control)
        rotated = control.ask("directory/rotate_api_key", target=made["id"], body={})
        assert rotated.status == 200, rotated.json
        renamed = control.ask("directory/update_api_key", target=made["id"], body={"name": "n"})
        assert renamed.status == 200, renamed.json


class TestIdempotency:
    def test_the_same_request_makes_one_key(self, control: Control) -> None:
        headers = {"Idempotency-Key": "retry-1"}
        first = control.ask("directory/create_api_key", headers=headers)
        again = control.ask("directory/create_api_key", headers=headers)
        assert first.status == again.status == 201
        assert again.headers["idempotency-replayed"] == "true"
        assert again.json == {**first.json, "key": None}
        assert len(control.ask("directory/list_api_keys").json["items"]) == 1

    def test_another_body_is_refused(self, control: Control) -> None:
        headers = {"Idempotency-Key": "retry-1"}
        control.ask("directory/create_team", headers=headers)
        other = control.ask("directory/create_team", headers=headers, body={"name": "other"})
        assert (other.status, other.json["code"]) == (422, "idempotency_mismatch")

    def test_keys_of_two_callers_do_not_meet(self, control: Control, other: str) -> None:
        headers = {"Idempotency-Key": "retry-1"}
        ours = control.ask("directory/create_team", headers=headers).json
        theirs = control.ask("directory/create_team", headers=headers, bearer=other).json
        assert ours["id"] != theirs["id"]

    def test_a_refused_request_may_be_tried_again(self, control: Control) -> None:
        headers = {"Idempotency-Key": "retry-1"}
        body = {"name": "k", "team_id": "team_00000000000000000000"}
        for _ in range(2):
            answer = control.ask("directory/create_api_key", headers=headers, body=body)
            assert answer.status == 400

    def test_is_forgotten_after_a_day(self, control: Control) -> None:
        key = new_key(control, permissions=["teams.create"])["key"]
        headers = {"Idempotency-Key": "retry-1"}
        first = control.ask("directory/create_team", headers=headers, bearer=key).json
        control.now_ms += DAY_MS + 1
        later = control.ask("directory/create_team", headers=headers, bearer=key).json
        assert first["id"] != later["id"]

    @pytest.mark.parametrize("key", ["", "x" * 256, "tab\tbed"])
    def test_a_bad_key_is_named(self, control: Control, key: str) -> None:
        answer = control.ask("directory/create_team", headers={"Idempotency-Key": key})
        assert (answer.status, answer.field) == (400, "idempotency-key")


class TestReach:
    def test_lists_by_status_person_and_team(self, control: Control) -> None:
        kept, revoked = new_key(control), new_key(control)
        control.ask("directory/delete_api_key", target=revoked["id"])
        every = control.ask("directory/list_api_keys").json["items"]
        assert {item["id"] for item in every} == {kept["id"], revoked["id"]}
        [active] = control.ask("directory/list_api_keys", query={"status": "active"}).json["items"]
        assert active["id"] == kept["id"]
        none = control.ask("directory/list_api_keys", query={"team_id": "team_x"})
        assert none.json == {"items": [], "next_cursor": None}
        bad = control.ask("directory/list_api_keys", query={"status": "odd"})
        assert (bad.status, bad.field) == (400, "status")

    def test_a_developer_reaches_only_their_own(self, control: Control) -> None:
        _, developer = control.person("developer")
        own, foreign = new_key(control, developer), new_key(control)
        listed = control.ask("directory/list_api_keys", bearer=developer).json["items"]
        assert [item["id"] for item in listed] == [own["id"]]
        for event in ("get_api_key", "update_api_key", "delete_api_key"):
            answer = control.ask(f"directory/{event}", bearer=developer, target=foreign["id"])
            assert answer.status == 404
        assert (
            control.ask("directory/delete_api_key", bearer=developer, target=own["id"]).status
            == 204
        )

    @pytest.mark.parametrize("event", ["get_api_key", "update_api_key", "delete_api_key"])
    def test_another_organizations_key_looks_like_none(
        self, control: Control, other: str, event: str
    ) -> None:
        made = new_key(control)
        assert control.ask(f"directory/{event}", bearer=other, target=made["id"]).status == 404
        assert control.ask("directory/get_api_key", target=made["id"]).json["status"] == "active"

    def test_a_key_does_no_more_than_its_permissions(self, control: Control) -> None:
        key = new_key(control, permissions=["teams.view"])["key"]
        assert control.ask("directory/list_teams", bearer=key).status == 200
        assert control.ask("directory/create_team", bearer=key).status == 403
        assert control.ask("directory/list_api_keys", bearer=key).status == 403

    def test_a_personal_key_does_no_more_than_its_owner(self, control: Control) -> None:
        user_id, _ = control.person("viewer")
        key = new_key(control, permissions=["*"], user_id=user_id)["key"]
        assert control.ask("directory/list_teams", bearer=key).status == 200
        assert control.ask("directory/create_team", bearer=key).status == 403


class TestChange:
    def test_revoked_is_refused_on_the_next_request(self, control: Control) -> None:
        made = new_key(control, permissions=["teams.view"])
        before = control.epochs()
        assert control.ask("directory/delete_api_key", target=made["id"]).status == 204
        assert control.epochs() == [epoch + 1 for epoch in before]
        assert control.ask("directory/list_teams", bearer=made["key"]).status == 401
        assert control.ask("directory/delete_api_key", target=made["id"]).status == 204
        assert control.actions().count("api_key.revoked") == 1
        changed = control.ask("directory/update_api_key", target=made["id"])
        assert changed.status == 409

    def test_expires(self, control: Control) -> None:
        made = new_key(control, permissions=["teams.view"], expires_in_days=1)
        control.now_ms = START_MS + DAY_MS - 1
        assert control.ask("directory/list_teams", bearer=made["key"]).status == 200
        control.now_ms += 1
        assert control.ask("directory/list_teams", bearer=made["key"]).status == 401

    def test_every_limit_moves_the_stamps(self, control: Control) -> None:
        made = new_key(control)
        bodies: list[dict[str, Any]] = [
            {"budget_usd": "1"},
            {"rate_limit": {"requests_per_minute": 1}},
            {"models": ["gpt-4o"]},
            {"permissions": []},
            {"status": "frozen"},
            {"expires_in_days": 1},
        ]
        for number, body in enumerate(bodies, start=1):
            answer = control.ask("directory/update_api_key", target=made["id"], body=body)
            assert answer.status == 200, answer.json
            assert control.epochs() == [1 + number] * 4
        control.ask("directory/update_api_key", target=made["id"], body={"name": "x", "tags": {}})
        assert control.epochs() == [1 + len(bodies)] * 4

    def test_a_wrong_version_changes_nothing(self, control: Control) -> None:
        made = new_key(control)
        answer = control.ask(
            "directory/delete_api_key", target=made["id"], headers={"If-Match": '"9"'}
        )
        assert answer.status == 412
        assert control.ask("directory/get_api_key", target=made["id"]).json["status"] == "active"

    def test_a_raised_budget_raises_the_open_account(self, control: Control) -> None:
        made = new_key(control, budget_usd="10", budget_period="monthly")
        month = period_key(Period.MONTHLY, control.now_ms, "UTC")
        account = {
            "pk": {"S": f"{control.organization_id}#{made['id']}"},
            "sk": {"S": f"BUDGET#monthly#{month}"},
            "limit": {"N": "10000000000"},
            "available": {"N": "4000000000"},
            "held": {"N": "1000000000"},
            "spent": {"N": "5000000000"},
        }
        control.client.put_item(TableName=control.tables.accounts, Item=account)
        for amount, limit, available in (("12", 12, 6), ("3", 3, -3)):
            answer = control.ask(
                "directory/update_api_key", target=made["id"], body={"budget_usd": amount}
            )
            assert answer.status == 200
            stored = control.item(control.tables.accounts, account["pk"]["S"], account["sk"]["S"])
            assert stored["limit"] == {"N": str(limit * 10**9)}
            assert stored["available"] == {"N": str(available * 10**9)}
            assert (stored["held"], stored["spent"]) == (account["held"], account["spent"])


class TestConditions:
    """What somebody holds under a condition does not outlive it in a key that is not theirs."""

    @pytest.fixture
    def token(self, control: Control) -> str:
        role = {
            "name": "by_day",
            "permissions": ["api_keys.*", "users.view"],
            "condition": "context.hour >= 8 && context.hour < 18",
        }
        assert control.ask("directory/create_role", body=role).status == 201
        _, token = control.person("by_day")
        return token

    def make(self, control: Control, token: str, **body: object) -> Answer:
        body = {"name": "k", "permissions": ["users.view"], **body}
        return control.ask("directory/create_api_key", bearer=token, body=body)

    def test_is_in_no_service_key(self, control: Control, token: str) -> None:
        answer = self.make(control, token)
        assert (answer.status, answer.field) == (403, "permissions"), answer.json

    def test_nor_in_a_key_of_somebody_else(self, control: Control, token: str) -> None:
        admin_id, _ = control.person("admin")
        answer = self.make(control, token, user_id=admin_id)
        assert (answer.status, answer.field) == (403, "permissions"), answer.json

    def test_nor_is_it_added_or_handed_out_by_rotation(self, control: Control, token: str) -> None:
        made = control.ask(
            "directory/create_api_key", body={"name": "k", "permissions": ["teams.view"]}
        )
        key_id = made.json["id"]
        body = {"permissions": ["users.view"]}
        changed = control.ask("directory/update_api_key", target=key_id, bearer=token, body=body)
        assert changed.status == 403, changed.json
        assert control.ask("directory/update_api_key", target=key_id, body=body).status == 200
        rotated = control.ask("directory/rotate_api_key", target=key_id, bearer=token)
        assert rotated.status == 403, rotated.json

    def test_a_key_of_ones_own_ends_with_the_condition(self, control: Control, token: str) -> None:
        me = control.ask("directory/get_me", bearer=token).json["id"]
        made = self.make(control, token, user_id=me)
        assert made.status == 201, made.json
        asked = {"bearer": made.json["key"]}
        assert control.ask("directory/list_users", **asked).status == 200
        control.now_ms += 12 * 3600 * 1000
        assert control.ask("directory/list_users", **asked).status == 403


def test_who_manages_a_team_alone_makes_its_service_keys(control: Control) -> None:
    mine = control.ask("directory/create_team", body={"name": "Mine"}).json["id"]
    other = control.ask("directory/create_team", body={"name": "Other"}).json["id"]
    _, manager = control.person("viewer", team_roles={mine: ["team_manager"]}, team_ids=[mine])
    made = new_key(control, manager, team_id=mine)
    assert (made["kind"], made["team_id"]) == ("service", mine)
    again = control.ask("directory/rotate_api_key", target=made["id"], bearer=manager)
    assert again.status == 200, again.json
    for body in ({"team_id": other}, {}, {"team_id": mine, "permissions": ["teams.edit"]}):
        answer = control.ask("directory/create_api_key", bearer=manager, body={"name": "k", **body})
        assert answer.status == 403, (body, answer.json)
