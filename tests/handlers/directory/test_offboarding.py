"""Leaving in one call, what is held on a person, and being forgotten."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.control_plane import Answer, Control, key_of_everything
from tollgate.control_plane import open_forgetting
from tollgate.directory.models import ApiKey, Status, User
from tollgate.directory.service import erasure, offboarding
from tollgate.errors import Unavailable

pytestmark = pytest.mark.aws
DAY_MS = 24 * 3600 * 1000


def team(control: Control, name: str) -> str:
    team_id: str = control.ask("directory/create_team", body={"name": name}).json["id"]
    return team_id


def key(control: Control, bearer: str | None = None, **body: Any) -> str:
    made = control.ask("directory/create_api_key", body={"name": "k", **body}, bearer=bearer)
    assert made.status == 201, made.json
    key_id: str = made.json["id"]
    return key_id


def stored(control: Control, user_id: str) -> User:
    user = control.store.get(User, control.organization_id, user_id)
    assert user is not None
    return user


def offboard(control: Control, user_id: str, **changes: Any) -> Answer:
    body = {"reason": "left the company", **changes.pop("body", {})}
    return control.ask("directory/offboard_user", target=user_id, body=body, **changes)


class TestOffboarding:
    def test_ends_everything_and_says_what(self, control: Control) -> None:
        group = team(control, "Search")
        leaver, token = control.person("developer", team_roles={group: ["team_manager"]})
        heir, _ = control.person("viewer")
        own = key(control, token)
        made = key(control, control.token_of("owner@acme.example"), team_id=group)
        answer = offboard(
            control,
            leaver,
            body={"transfer_to": heir, "delete_after_days": 30, "export": True},
        )
        assert answer.status == 200, answer.json
        assert answer.json["user"]["status"] == "suspended"
        assert answer.json["user"]["status_reason"] == "left the company"
        assert answer.json["sessions_ended"] == 1
        assert [each["id"] for each in answer.json["keys_revoked"]] == [own]
        assert answer.json["service_keys_to_rotate"] == []
        assert answer.json["handed_over"] == [
            {"team_id": group, "to_user_id": heir, "roles": ["team_manager"]}
        ]
        assert answer.json["export"]["person"]["email"] == "developer@acme.example"
        assert control.ask("auth/me", bearer=token).status == 401
        assert stored(control, heir).team_roles == {group: ("team_manager",)}
        assert stored(control, heir).team_ids == (group,)
        assert stored(control, leaver).team_roles == {}
        revoked = control.store.get(ApiKey, control.organization_id, own)
        kept = control.store.get(ApiKey, control.organization_id, made)
        assert revoked is not None
        assert kept is not None
        assert (revoked.status, kept.status) == (Status.REVOKED, Status.ACTIVE)
        assert stored(control, leaver).anonymize_at_ms == control.now_ms + 30 * DAY_MS
        for action in ("user.offboarded", "api_key.revoked", "user.took_over", "user.handed_over"):
            assert control.actions().count(action) == 1

    def test_an_export_is_not_kept_for_a_replay(self, control: Control) -> None:
        leaver, _ = control.person("developer")
        headers = {"Idempotency-Key": "once"}
        first = offboard(control, leaver, body={"export": True}, headers=headers)
        again = offboard(control, leaver, body={"export": True}, headers=headers)
        assert first.json["export"]["person"]["id"] == leaver
        assert again.headers["idempotency-replayed"] == "true"
        assert again.json == {**first.json, "export": None}

    def test_an_export_takes_its_own_permission(self, control: Control) -> None:
        role = {"name": "hr", "permissions": ["users.offboard"], "inherit_from": "viewer"}
        assert control.ask("directory/create_role", body=role).status == 201
        _, token = control.person("hr")
        leaver, leaving = control.person("viewer")
        answer = offboard(control, leaver, body={"export": True}, bearer=token)
        assert (answer.status, answer.field) == (403, "export")
        assert control.ask("auth/me", bearer=leaving).status == 200
        assert offboard(control, leaver, bearer=token).status == 200

    def test_names_the_service_keys_that_they_made(self, control: Control) -> None:
        leaver, token = control.person("admin")
        made = key(control, token)
        answer = offboard(control, leaver)
        assert [each["id"] for each in answer.json["service_keys_to_rotate"]] == [made]
        assert (answer.json["keys_revoked"], answer.json["export"]) == ([], None)

    def test_names_keys_whose_secret_they_saw_otherwise(self, control: Control) -> None:
        leaver, token = control.person("admin")
        colleague, _ = control.person("developer")
        rotated, untouched = key(control), key(control)
        body = {"overlap_hours": 0}
        again = control.ask("directory/rotate_api_key", target=rotated, bearer=token, body=body)
        assert again.status == 200, again.json
        for_another = key(control, token, user_id=colleague)
        maker = {"name": "maker", "user_id": leaver, "permissions": ["api_keys.*", "llm.use.*"]}
        maker = {**maker, "permissions": ["api_keys.*", "users.view"]}
        own = control.ask("directory/create_api_key", bearer=token, body=maker).json
        by_key = key(control, own["key"], permissions=["users.view"])
        named = offboard(control, leaver).json["service_keys_to_rotate"]
        found = {each["id"] for each in named}
        assert found == {rotated, for_another, by_key}
        assert untouched not in found

    def test_again_goes_on_where_it_stopped(
        self, control: Control, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        leaver, token = control.person("developer")
        own = key(control, token)

        def down(*_: object) -> None:
            raise Unavailable("the directory did not answer in time")

        with monkeypatch.context() as patch:
            patch.setattr(offboarding, "_keys", down)
            assert offboard(control, leaver).status == 503
        assert control.ask("auth/me", bearer=token).status == 401
        again = offboard(control, leaver)
        assert (again.status, again.json["sessions_ended"]) == (200, 0)
        assert [each["id"] for each in again.json["keys_revoked"]] == [own]
        assert control.actions().count("user.offboarded") == 1

    @pytest.mark.parametrize("successor", ["usr_00000000000000000000", "nobody@acme.example"])
    def test_a_successor_has_to_be_there(self, control: Control, successor: str) -> None:
        leaver, token = control.person("developer")
        answer = offboard(control, leaver, body={"transfer_to": successor})
        assert (answer.status, answer.field) == (400, "transfer_to")
        assert control.ask("auth/me", bearer=token).status == 200

    def test_nobody_takes_over_from_themselves(self, control: Control) -> None:
        leaver, _ = control.person("developer")
        for successor in (leaver, "developer@acme.example"):
            answer = offboard(control, leaver, body={"transfer_to": successor})
            assert (answer.status, answer.field) == (400, "transfer_to")

    def test_the_last_owner_stays(self, control: Control) -> None:
        machine = key_of_everything(control)
        answer = offboard(control, control.user_id, bearer=machine)
        assert (answer.status, answer.json["code"]) == (409, "last_owner")
        second, _ = control.person("owner", "second@acme.example")
        assert offboard(control, second, bearer=machine).status == 200
        assert offboard(control, control.user_id, bearer=machine).status == 409

    def test_refuses_oneself_higher_ranks_and_the_unprivileged(self, control: Control) -> None:
        assert offboard(control, control.user_id).status == 403
        _, admin = control.person("admin")
        assert offboard(control, control.user_id, bearer=admin).status == 403
        _, viewer = control.person("viewer")
        assert offboard(control, control.user_id, bearer=viewer).status == 403
        assert offboard(control, control.user_id, bearer="").status == 401

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({"delete_after_days": -1}, "delete_after_days"),
            ({"reason": "x" * 501}, "reason"),
            ({"status": "deleted"}, "status"),
        ],
    )
    def test_names_the_offending_field(
        self, control: Control, body: dict[str, Any], field: str
    ) -> None:
        leaver, _ = control.person("developer")
        answer = offboard(control, leaver, body=body)
        assert (answer.status, answer.field) == (400, field)

    def test_another_organizations_person_looks_like_none(
        self, control: Control, other: str
    ) -> None:
        leaver, token = control.person("developer")
        assert offboard(control, leaver, bearer=other).status == 404
        assert control.ask("auth/me", bearer=token).status == 200


class TestExport:
    def test_holds_everything_but_secrets(self, control: Control) -> None:
        person, token = control.person("developer")
        key(control, token)
        answer = control.ask("directory/export_user", target=person)
        assert answer.status == 200
        assert answer.json["person"]["email"] == "developer@acme.example"
        assert answer.json["has_password"] is True
        assert answer.json["person"]["created_at"] == "2026-11-21T09:30:00.000Z"
        assert not [name for name in answer.json["person"] if name.endswith(("_ms", "_at_at"))]
        assert len(answer.json["api_keys"]) == len(answer.json["sessions"]) == 1
        assert answer.json["second_factors"]["passkeys"] == []
        text = json.dumps(answer.json)
        record = stored(control, person)
        assert record.password_hash
        assert record.password_hash not in text
        assert "hash" not in text

    def test_everybody_gets_their_own(self, control: Control) -> None:
        person, token = control.person("developer")
        own = control.ask("directory/export_me", bearer=token)
        assert own.json["person"]["id"] == person
        other = control.ask("directory/export_user", target=control.user_id, bearer=token)
        assert other.status == 403
        service = control.ask("directory/create_api_key", body={"name": "k"}).json["key"]
        assert control.ask("directory/export_me", bearer=service).status == 404

    def test_another_organizations_person_looks_like_none(
        self, control: Control, other: str
    ) -> None:
        answer = control.ask("directory/export_user", target=control.user_id, bearer=other)
        assert answer.status == 404


class TestAnonymizing:
    def test_forgets_who_somebody_was(self, control: Control) -> None:
        person, token = control.person("developer", attributes={"clearance": "high"})
        offboard(control, person, body={"reason": "went to Globex"})
        answer = control.ask("directory/anonymize_user", target=person)
        assert answer.status == 200, answer.json
        everything = control.client.scan(TableName=control.tables.directory)["Items"]
        mine = [item for item in everything if person in str(item) or "developer@" in str(item)]
        for trace in ("developer@acme.example", "clearance", "Globex", "argon2"):
            assert trace not in str(mine)
        assert stored(control, person).status is Status.DELETED
        assert stored(control, person).name.startswith("Former member")
        assert control.ask("auth/me", bearer=token).status == 401
        assert "developer@acme.example" not in str(control.events())

    def test_the_address_is_free_again_and_stays_its_new_holders(self, control: Control) -> None:
        first, _ = control.person("developer")
        control.ask("directory/delete_user", target=first)
        second, token = control.person("developer")
        assert control.ask("directory/anonymize_user", target=first).status == 200
        assert control.ask("auth/me", bearer=token).status == 200
        again = control.ask(
            "directory/create_user",
            body={"email": "developer@acme.example", "name": "x", "password": "p" * 12},
        )
        assert (again.status, again.field) == (409, "email")
        assert stored(control, second).email == "developer@acme.example"

    def test_twice_changes_nothing_more(self, control: Control) -> None:
        person, _ = control.person("developer")
        offboard(control, person)
        once = control.ask("directory/anonymize_user", target=person).json
        assert control.ask("directory/anonymize_user", target=person).json == once
        assert control.actions().count("user.anonymized") == 1

    def test_takes_somebody_who_left(self, control: Control) -> None:
        person, token = control.person("developer")
        answer = control.ask("directory/anonymize_user", target=person)
        assert (answer.status, answer.field) == (409, "status")
        assert control.ask("directory/anonymize_user", target=control.user_id).status == 403
        assert control.ask("auth/me", bearer=token).status == 200

    def test_refuses_the_unprivileged_and_other_organizations(
        self, control: Control, other: str
    ) -> None:
        person, _ = control.person("developer")
        offboard(control, person)
        _, viewer = control.person("viewer")
        assert control.ask("directory/anonymize_user", target=person, bearer=viewer).status == 403
        assert control.ask("directory/anonymize_user", target=person, bearer=other).status == 404
        assert control.ask("directory/anonymize_user", target=person, bearer="").status == 401

    @pytest.mark.parametrize("how", ["reactivate_user", "update_user"])
    def test_who_was_restored_is_not_forgotten(self, control: Control, how: str) -> None:
        leaver, _ = control.person("developer")
        assert offboard(control, leaver, body={"delete_after_days": 30}).status == 200
        body = {"body": {"status": "active"}} if how == "update_user" else {}
        restored = control.ask(f"directory/{how}", target=leaver, **body)
        assert (restored.status, restored.json["anonymize_at"]) == (200, None)
        control.now_ms += 31 * DAY_MS
        control.token = control.token_of("owner@acme.example")
        assert control.ask("directory/suspend_user", target=leaver).status == 200
        forgetting = open_forgetting(control.settings, control.tables)
        erasure.anonymize_due(control.auth.directory, forgetting)
        assert stored(control, leaver).email == "developer@acme.example"

    def test_the_job_takes_whose_time_has_come(self, control: Control) -> None:
        soon, _ = control.person("developer")
        later, _ = control.person("viewer")
        back, _ = control.person("finance")
        offboard(control, soon, body={"delete_after_days": 1})
        offboard(control, later, body={"delete_after_days": 2})
        offboard(control, back, body={"delete_after_days": 1})
        control.ask("directory/activate_user", target=back)
        directory = control.auth.directory
        forgetting = open_forgetting(control.settings, control.tables)
        assert erasure.anonymize_due(directory, forgetting) == erasure.Erased(0, 0)
        control.now_ms += DAY_MS
        assert erasure.anonymize_due(directory, forgetting) == erasure.Erased(1, 0)
        assert erasure.anonymize_due(directory, forgetting) == erasure.Erased(0, 0)
        assert stored(control, soon).status is Status.DELETED
        assert stored(control, later).status is Status.SUSPENDED
        assert stored(control, back).status is Status.ACTIVE
        [event] = [each for each in control.events() if each["action"]["S"] == "user.anonymized"]
        assert event["actor"]["M"]["id"] == {"S": "retention"}
