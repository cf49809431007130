"""Passkeys as second and as only factor, with a software authenticator that signs for real."""

from __future__ import annotations

from typing import Any

import pytest

from tests.authenticator import Authenticator, b64url, unb64url
from tests.control_plane import PASSWORD, PUBLIC_URL, Control
from tests.second_factors import (
    add_passkey,
    enrol_app,
    first_step,
    passkey_sign_in,
    second_step,
)

pytestmark = pytest.mark.aws

PASSKEYS = "/api/v1/auth/passkeys"


def one(control: Control, name: str, passkey_id: str, **more: Any) -> Any:
    """A request about one passkey."""
    return control.ask(name, path=f"{PASSKEYS}/{passkey_id}", **more)


class TestRegistration:
    def test_adds_a_passkey_and_first_backup_codes(self, control: Control) -> None:
        added = add_passkey(control, Authenticator(synced=True))
        assert added.status == 201
        assert (added.json["name"], added.json["synced"]) == ("Laptop", True)
        assert added.json["transports"] == ["hybrid", "internal"]
        assert len(added.json["backup_codes"]) == 10
        control.now_ms += 1
        second = add_passkey(control, Authenticator(), name="Key ring")
        assert second.json["backup_codes"] is None
        listed = control.ask("auth/list_passkeys").json["items"]
        assert [each["name"] for each in listed] == ["Laptop", "Key ring"]
        assert control.ask("auth/get_mfa").json["methods"] == ["webauthn"]
        assert control.actions().count("user.passkey_added") == 2
        assert control.letters[-1].kind == "mfa.passkey_added"

    def test_an_authenticator_is_registered_once(self, control: Control) -> None:
        key = Authenticator()
        assert add_passkey(control, key).status == 201
        asked = control.ask("auth/passkey_registration_options").json["public_key"]
        [excluded] = asked["excludeCredentials"]
        assert unb64url(excluded["id"]) == key.credential_id
        assert add_passkey(control, key).status == 409

    def test_an_answer_counts_once(self, control: Control) -> None:
        asked = control.ask("auth/passkey_registration_options").json["public_key"]
        first = Authenticator().create(asked, PUBLIC_URL)
        second = Authenticator().create(asked, PUBLIC_URL)
        assert control.ask("auth/add_passkey", body={"passkey": first}).status == 201
        again = control.ask("auth/add_passkey", body={"passkey": second})
        assert (again.status, again.json["code"]) == (401, "mfa_invalid")

    def test_an_answer_is_of_the_session_that_asked(self, control: Control, other: str) -> None:
        asked = control.ask("auth/passkey_registration_options").json["public_key"]
        made = Authenticator().create(asked, PUBLIC_URL)
        assert control.ask("auth/add_passkey", bearer=other, body={"passkey": made}).status == 401
        elsewhere = control.token_of("owner@acme.example")
        body = {"passkey": made}
        assert control.ask("auth/add_passkey", bearer=elsewhere, body=body).status == 401

    def test_an_answer_may_not_be_late(self, control: Control) -> None:
        asked = control.ask("auth/passkey_registration_options").json["public_key"]
        made = Authenticator().create(asked, PUBLIC_URL)
        control.now_ms += 5 * 60_000
        assert control.ask("auth/add_passkey", body={"passkey": made}).status == 401

    def test_options_of_a_sign_in_register_nothing(self, control: Control) -> None:
        asked = control.ask("auth/passkey_registration_options").json["public_key"]
        for_sign_in = control.ask("auth/passkey_sign_in_options", bearer="").json["public_key"]
        asked["challenge"] = for_sign_in["challenge"]
        made = Authenticator().create(asked, PUBLIC_URL)
        assert control.ask("auth/add_passkey", body={"passkey": made}).status == 401

    @pytest.mark.parametrize("passkey", [{}, {"response": {}}, {"rawId": "AA", "response": 5}])
    def test_what_is_no_passkey_is_refused(self, control: Control, passkey: Any) -> None:
        answer = control.ask("auth/add_passkey", body={"passkey": passkey})
        assert (answer.status, answer.json["code"]) == (401, "mfa_invalid")

    @pytest.mark.parametrize("body", [{}, {"passkey": "text"}, {"passkey": {}, "name": ""}])
    def test_names_the_offending_field(self, control: Control, body: dict[str, Any]) -> None:
        answer = control.ask("auth/add_passkey", body=body)
        assert (answer.status, answer.field) == (400, "name" if "name" in body else "passkey")

    def test_needs_a_fresh_proof(self, control: Control) -> None:
        control.now_ms += 10 * 60_000 + 1
        for name in ("auth/passkey_registration_options", "auth/add_passkey"):
            assert control.ask(name).json["code"] == "step_up_required"

    def test_somebody_has_twenty_at_most(self, control: Control) -> None:
        for _ in range(20):
            assert add_passkey(control, Authenticator("EdDSA")).status == 201
        assert control.ask("auth/passkey_registration_options").status == 409

    @pytest.mark.parametrize(
        "name",
        [
            "auth/passkey_registration_options",
            "auth/passkey_reauthentication_options",
            "auth/add_passkey",
            "auth/list_passkeys",
            "auth/rename_passkey",
            "auth/remove_passkey",
        ],
    )
    def test_is_for_people_at_a_keyboard(self, control: Control, name: str) -> None:
        assert control.ask(name, bearer="").status == 401
        key = control.ask("directory/create_api_key", body={"name": "CI"}).json["key"]
        assert control.ask(name, bearer=key).status == 403


class TestOnlyFactor:
    def test_opens_a_session_of_more_than_one_factor(self, control: Control) -> None:
        key = Authenticator()
        add_passkey(control, key)
        opened = passkey_sign_in(control, key)
        assert opened.status == 200
        assert opened.json["user"]["email"] == "owner@acme.example"
        assert "HttpOnly" in opened.headers["set-cookie"]
        token = opened.json["access_token"]
        sessions = control.ask("auth/list_sessions", bearer=token).json["items"]
        [current] = [each for each in sessions if each["current"]]
        assert current["methods"] == ["hwk", "user", "mfa"]
        assert control.ask("auth/list_passkeys").json["items"][0]["last_used_at"] is not None

    def test_options_are_the_same_for_everybody(self, control: Control) -> None:
        add_passkey(control, Authenticator())
        asked = [
            control.ask("auth/passkey_sign_in_options", bearer="", body=body).json["public_key"]
            for body in (None, {}, {"email": "owner@acme.example"}, {"email": "nobody@x.example"})
        ]
        for options in asked:
            options.pop("challenge")
        assert asked[1:] == asked[:-1]
        assert asked[0]["allowCredentials"] == []
        assert asked[0]["userVerification"] == "required"

    def test_who_asks_for_options_writes_nothing(self, control: Control) -> None:
        def stored() -> int:
            return int(control.client.scan(TableName=control.tables.directory)["Count"])

        before = stored()
        for _ in range(5):
            assert control.ask("auth/passkey_sign_in_options", bearer="").status == 200
        assert stored() == before

    def test_an_answer_counts_once(self, control: Control) -> None:
        key = Authenticator(counts=False)
        add_passkey(control, key)
        asked = control.ask("auth/passkey_sign_in_options", bearer="").json["public_key"]
        body = {"passkey": key.get(asked, PUBLIC_URL)}
        assert control.ask("auth/sign_in_with_passkey", bearer="", body=body).status == 200
        again = control.ask("auth/sign_in_with_passkey", bearer="", body=body)
        assert (again.status, again.json["code"]) == (401, "mfa_invalid")

    def test_an_answer_may_not_be_late(self, control: Control) -> None:
        key = Authenticator()
        add_passkey(control, key)
        asked = control.ask("auth/passkey_sign_in_options", bearer="").json["public_key"]
        control.now_ms += 5 * 60_000
        body = {"passkey": key.get(asked, PUBLIC_URL)}
        assert control.ask("auth/sign_in_with_passkey", bearer="", body=body).status == 401

    @pytest.mark.parametrize(
        "lie",
        [
            {"origin": "https://tollgate.example.evil.example"},
            {"origin": "https://\ud800"},
            {"rp_id": "evil.example"},
            {"crossOrigin": True},
            {"kind": "webauthn.create"},
            {"challenge": b64url(bytes(56))},
            {"handle": b"a" * 40},
            {"handle": b""},
        ],
    )
    def test_a_lie_opens_nothing(self, control: Control, lie: dict[str, Any]) -> None:
        key = Authenticator()
        add_passkey(control, key)
        answer = passkey_sign_in(control, key, **lie)
        assert (answer.status, answer.json["code"]) == (401, "mfa_invalid")
        assert "set-cookie" not in answer.headers

    def test_a_touch_is_not_enough(self, control: Control) -> None:
        key = Authenticator(verifies=False)
        add_passkey(control, key)
        assert passkey_sign_in(control, key).status == 401

    def test_an_unknown_passkey_and_a_strangers_look_alike(self, control: Control) -> None:
        key = Authenticator()
        add_passkey(control, key)
        unknown = passkey_sign_in(control, Authenticator(handle=key.handle))
        stranger = passkey_sign_in(control, Authenticator(handle=b"z" * 40))
        assert unknown.status == stranger.status == 401
        for answer in (unknown, stranger):
            answer.json.pop("request_id")
        assert unknown.json == stranger.json

    def test_a_passkey_opens_its_own_account_only(self, control: Control, other: str) -> None:
        ours, theirs = Authenticator(), Authenticator()
        add_passkey(control, ours)
        add_passkey(control, theirs, bearer=other)
        assert passkey_sign_in(control, theirs, handle=ours.handle).status == 401
        opened = passkey_sign_in(control, theirs)
        assert opened.json["user"]["email"] == "gina@globex.example"

    def test_a_copied_passkey_is_refused_and_told_of(self, control: Control) -> None:
        key = Authenticator()
        add_passkey(control, key)
        assert passkey_sign_in(control, key).status == 200
        assert passkey_sign_in(control, key).status == 200
        key.counter -= 1
        answer = passkey_sign_in(control, key)
        assert (answer.status, "copied" in answer.json["detail"]) == (401, True)
        assert "user.passkey_copied" in control.actions()
        assert control.actions().count("session.sign_in_failed") == 1

    def test_a_suspended_person_is_unknown(self, control: Control) -> None:
        user_id, token = control.person("developer")
        key = Authenticator()
        add_passkey(control, key, bearer=token)
        assert passkey_sign_in(control, key).status == 200
        control.ask("directory/suspend_user", target=user_id)
        assert passkey_sign_in(control, key).status == 401

    def test_works_while_wrong_passwords_lock_the_account(self, control: Control) -> None:
        key = Authenticator()
        add_passkey(control, key)
        for _ in range(5):
            control.login("owner@acme.example", "wrong password")
        assert control.login("owner@acme.example").status == 401
        assert passkey_sign_in(control, key).status == 200

    def test_not_where_the_organization_takes_codes_only(self, control: Control) -> None:
        key = Authenticator()
        add_passkey(control, key)
        body = {"mfa": {"methods": ["totp"]}}
        assert control.ask("auth/change_security_settings", body=body).status == 200
        assert passkey_sign_in(control, key).status == 401
        assert control.ask("auth/passkey_registration_options").status == 403


class TestSecondFactor:
    def test_answers_the_challenge_of_a_password(self, control: Control) -> None:
        key = Authenticator(verifies=False)
        add_passkey(control, key)
        challenge = first_step(control)
        assert challenge["methods"] == ["webauthn", "backup_code"]
        [allowed] = challenge["passkey_options"]["allowCredentials"]
        assert unb64url(allowed["id"]) == key.credential_id
        shown = key.get(challenge["passkey_options"], PUBLIC_URL)
        opened = second_step(control, challenge, passkey=shown)
        assert opened.status == 200
        assert second_step(control, first_step(control), passkey=shown).status == 401

    def test_of_another_challenge_or_a_sign_in_opens_nothing(self, control: Control) -> None:
        key = Authenticator()
        add_passkey(control, key)
        first, second = first_step(control), first_step(control)
        shown = key.get(second["passkey_options"], PUBLIC_URL)
        assert second_step(control, first, passkey=shown).status == 401
        alone = control.ask("auth/passkey_sign_in_options", bearer="").json["public_key"]
        shown = key.get(alone, PUBLIC_URL)
        assert second_step(control, first, passkey=shown).status == 401

    def test_of_somebody_else_opens_nothing(self, control: Control, other: str) -> None:
        ours, theirs = Authenticator(), Authenticator()
        add_passkey(control, ours)
        add_passkey(control, theirs, bearer=other)
        challenge = first_step(control)
        shown = theirs.get(challenge["passkey_options"], PUBLIC_URL)
        assert second_step(control, challenge, passkey=shown).status == 401

    def test_beside_an_app_either_will_do(self, control: Control) -> None:
        app, key = enrol_app(control), Authenticator()
        add_passkey(control, key)
        challenge = first_step(control)
        assert challenge["methods"] == ["totp", "webauthn", "backup_code"]
        assert second_step(control, challenge, code=app.next_code(control)).status == 200
        assert control.ask("auth/get_mfa").json["advice"] is None


class TestCare:
    def test_gives_another_name(self, control: Control) -> None:
        passkey_id = add_passkey(control, Authenticator()).json["id"]
        renamed = one(control, "auth/rename_passkey", passkey_id, body={"name": "Desk"})
        assert (renamed.status, renamed.json["name"]) == (200, "Desk")
        assert control.ask("auth/list_passkeys").json["items"][0]["name"] == "Desk"
        assert "user.passkey_renamed" in control.actions()

    def test_a_removed_one_opens_nothing(self, control: Control) -> None:
        key = Authenticator()
        passkey_id = add_passkey(control, key).json["id"]
        elsewhere = control.ask(
            "auth/me", bearer=passkey_sign_in(control, key).json["access_token"]
        )
        assert elsewhere.status == 200
        assert one(control, "auth/remove_passkey", passkey_id).status == 204
        assert passkey_sign_in(control, key).status == 401
        state = control.ask("auth/get_mfa").json
        assert (state["enabled"], state["backup_codes_left"]) == (False, 0)
        assert control.login("owner@acme.example").json["requires_mfa"] is False
        assert "user.passkey_removed" in control.actions()
        assert control.letters[-1].kind == "mfa.passkey_removed"

    def test_one_of_two_leaves_the_other(self, control: Control) -> None:
        key = Authenticator()
        add_passkey(control, key)
        second = add_passkey(control, Authenticator()).json["id"]
        assert one(control, "auth/remove_passkey", second).status == 204
        assert passkey_sign_in(control, key).status == 200
        assert control.ask("auth/get_mfa").json["backup_codes_left"] == 10

    def test_somebody_elses_looks_like_none(self, control: Control, other: str) -> None:
        _, colleague = control.person("admin")
        passkey_id = add_passkey(control, Authenticator()).json["id"]
        for bearer in (other, colleague):
            for name in ("auth/rename_passkey", "auth/remove_passkey"):
                assert one(control, name, passkey_id, bearer=bearer).status == 404
        assert len(control.ask("auth/list_passkeys").json["items"]) == 1
        assert control.ask("auth/list_passkeys", bearer=other).json["items"] == []

    def test_removal_needs_a_fresh_proof(self, control: Control) -> None:
        passkey_id = add_passkey(control, Authenticator()).json["id"]
        control.now_ms += 10 * 60_000 + 1
        refused = one(control, "auth/remove_passkey", passkey_id)
        assert refused.json["code"] == "step_up_required"

    def test_a_passkey_is_a_fresh_proof(self, control: Control) -> None:
        key = Authenticator()
        passkey_id = add_passkey(control, key).json["id"]
        control.now_ms += 10 * 60_000 + 1
        asked = control.ask("auth/passkey_reauthentication_options").json["public_key"]
        shown = key.get(asked, PUBLIC_URL)
        _, colleague = control.person("admin")
        body = {"passkey": shown}
        assert control.ask("auth/reauthenticate", bearer=colleague, body=body).status == 401
        assert control.ask("auth/reauthenticate", body=body).status == 200
        assert one(control, "auth/remove_passkey", passkey_id).status == 204

    def test_there_is_nothing_to_ask_for_without_one(self, control: Control) -> None:
        assert control.ask("auth/passkey_reauthentication_options").status == 409

    def test_an_app_can_be_removed_with_a_passkey(self, control: Control) -> None:
        enrol_app(control)
        key = Authenticator()
        add_passkey(control, key)
        asked = control.ask("auth/passkey_reauthentication_options").json["public_key"]
        body = {"password": PASSWORD, "passkey": key.get(asked, PUBLIC_URL)}
        assert control.ask("auth/disable_mfa", body=body).status == 204
        state = control.ask("auth/get_mfa").json
        assert (state["methods"], state["backup_codes_left"]) == (["webauthn"], 10)
