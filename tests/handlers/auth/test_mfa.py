"""Authenticator apps and backup codes: enrolment, the second step of signing in, guessing."""

from __future__ import annotations

from typing import Any

import pyotp
import pytest

from tests.control_plane import PASSWORD, Control
from tests.second_factors import STEP_MS, App, enrol_app, first_step, second_step

pytestmark = pytest.mark.aws


def person(control: Control) -> tuple[str, str]:
    """A developer of the organization: id and token."""
    return control.person("developer")


class TestEnrolment:
    def test_shows_a_secret_that_counts_only_once_a_code_was_right(self, control: Control) -> None:
        begun = control.ask("auth/set_up_mfa")
        assert begun.status == 200
        parsed = pyotp.parse_uri(begun.json["otpauth_uri"])
        assert isinstance(parsed, pyotp.TOTP)
        assert parsed.secret == begun.json["secret"]
        assert (parsed.name, parsed.issuer) == ("owner@acme.example", "Tollgate My organization")
        assert begun.json["qr_svg"].startswith("<svg xmlns=")
        assert control.login("owner@acme.example").json["requires_mfa"] is False
        assert control.ask("auth/get_mfa").json["enabled"] is False

    def test_gives_ten_backup_codes_once(self, control: Control) -> None:
        app = enrol_app(control)
        assert len(app.backup_codes) == 10
        state = control.ask("auth/get_mfa").json
        assert (state["enabled"], state["methods"], state["totp"]) == (True, ["totp"], True)
        assert (state["backup_codes_left"], state["passkeys"]) == (10, 0)
        assert state["advice"]
        assert {"user.mfa_setup_begun", "user.mfa_enabled"} <= set(control.actions())
        assert control.letters[-1].kind == "mfa.enabled"

    def test_no_secret_lies_open_in_the_table_or_the_journal(self, control: Control) -> None:
        app = enrol_app(control)
        items = control.client.scan(TableName=control.tables.directory)["Items"]
        stored = str(items) + str(control.events())
        assert f"TOTP#{control.user_id}" in stored
        assert app.secret not in stored
        for code in app.backup_codes:
            assert code not in stored
            assert code.replace("-", "") not in stored

    @pytest.mark.parametrize("code", ["000000", "12345", "", "x" * 33, 123456, None])
    def test_a_wrong_code_enables_nothing(self, control: Control, code: Any) -> None:
        begun = control.ask("auth/set_up_mfa").json
        right = App(begun["secret"]).code(control.now_ms)
        assert code != right
        answer = control.ask("auth/enable_mfa", body={"code": code})
        assert answer.status == (401 if code in ("000000", "12345") else 400)
        assert answer.field == "code"
        assert control.ask("auth/get_mfa").json["enabled"] is False

    def test_needs_a_setup_that_is_young(self, control: Control) -> None:
        assert control.ask("auth/enable_mfa", body={"code": "123456"}).status == 409
        secret = control.ask("auth/set_up_mfa").json["secret"]
        control.now_ms += 15 * 60_000
        control.token = control.token_of("owner@acme.example")
        code = App(secret).code(control.now_ms)
        assert control.ask("auth/enable_mfa", body={"code": code}).status == 409

    def test_a_second_setup_replaces_the_first(self, control: Control) -> None:
        first = App(control.ask("auth/set_up_mfa").json["secret"])
        second = App(control.ask("auth/set_up_mfa").json["secret"])
        body = {"code": first.code(control.now_ms)}
        assert control.ask("auth/enable_mfa", body=body).status == 401
        body = {"code": second.code(control.now_ms)}
        assert control.ask("auth/enable_mfa", body=body).status == 200

    def test_another_app_replaces_the_one_before(self, control: Control) -> None:
        old = enrol_app(control)
        new = enrol_app(control)
        challenge = first_step(control)
        assert second_step(control, challenge, code=old.next_code(control)).status == 401
        assert second_step(control, challenge, code=new.code(control.now_ms)).status == 200
        assert (
            second_step(control, first_step(control), backup_code=old.backup_codes[0]).status == 401
        )

    @pytest.mark.parametrize("name", ["auth/verify_mfa_setup", "auth/verify_new_mfa"])
    def test_other_names_of_the_same(self, control: Control, name: str) -> None:
        secret = control.ask("auth/begin_or_enable_mfa", body=None).json["secret"]
        done = control.ask(name, body={"code": App(secret).code(control.now_ms)})
        assert (done.status, len(done.json["backup_codes"])) == (200, 10)

    def test_one_name_begins_and_ends_it(self, control: Control) -> None:
        secret = control.ask("auth/begin_or_enable_mfa").json["secret"]
        body = {"code": App(secret).code(control.now_ms)}
        assert control.ask("auth/begin_or_enable_mfa", body=body).json["enabled"] is True

    def test_ends_sessions_that_showed_no_second_factor(self, control: Control) -> None:
        elsewhere = control.token_of("owner@acme.example")
        enrol_app(control)
        assert control.ask("auth/me", bearer=elsewhere).status == 401
        assert control.ask("auth/me").status == 200
        [session] = control.ask("auth/list_sessions").json["items"]
        assert {"otp", "mfa"} <= set(session["methods"])

    @pytest.mark.parametrize(
        "name",
        [
            "auth/set_up_mfa",
            "auth/enable_mfa",
            "auth/disable_mfa",
            "auth/renew_backup_codes",
            "auth/get_mfa",
        ],
    )
    def test_is_for_people_at_a_keyboard(self, control: Control, name: str) -> None:
        assert control.ask(name, bearer="").status == 401
        body = {"name": "Mine", "user_id": control.user_id}
        key = control.ask("directory/create_api_key", body=body).json["key"]
        assert control.ask(name, bearer=key).status == 403

    def test_needs_a_fresh_proof(self, control: Control) -> None:
        control.now_ms += 10 * 60_000 + 1
        assert control.ask("auth/set_up_mfa").json["code"] == "step_up_required"
        assert control.ask("auth/reauthenticate", body={"password": PASSWORD}).status == 200
        assert control.ask("auth/set_up_mfa").status == 200


class TestSignIn:
    def test_a_password_alone_opens_nothing(self, control: Control) -> None:
        enrol_app(control)
        challenge = first_step(control)
        assert challenge["methods"] == ["totp", "backup_code"]
        assert challenge["expires_in"] == 300
        assert challenge["session_id"] == challenge["mfa_token"]
        assert challenge["passkey_options"] is None
        assert "access_token" not in challenge
        assert control.ask("auth/me", bearer=challenge["mfa_token"]).status == 401
        assert "session.challenged" in control.actions()

    def test_a_code_opens_the_session(self, control: Control) -> None:
        app = enrol_app(control)
        opened = second_step(control, first_step(control), code=app.next_code(control))
        assert opened.status == 200
        assert opened.json["requires_mfa"] is False
        assert opened.json["user"]["mfa_enabled"] is True
        assert "tollgate_session=" in opened.headers["set-cookie"]
        me = control.ask("auth/me", bearer=opened.json["access_token"])
        assert me.json["user"]["email"] == "owner@acme.example"

    def test_by_the_other_name_of_the_token(self, control: Control) -> None:
        app = enrol_app(control)
        body = {"session_id": first_step(control)["session_id"], "code": app.next_code(control)}
        assert control.ask("auth/verify_mfa", bearer="", body=body).status == 200

    def test_by_cookie_alone_no_token_is_in_the_answer(self, control: Control) -> None:
        app = enrol_app(control)
        code = app.next_code(control)
        opened = second_step(control, first_step(control), code=code, delivery="cookie")
        assert opened.json["access_token"] is None
        assert "HttpOnly" in opened.headers["set-cookie"]

    def test_what_it_waits_for_can_be_asked_again(self, control: Control) -> None:
        app = enrol_app(control)
        challenge = first_step(control)
        control.now_ms += 60_000
        body = {"mfa_token": challenge["mfa_token"]}
        asked = control.ask("auth/get_mfa_challenge", bearer="", body=body)
        assert asked.json == challenge | {"expires_in": 240}
        assert second_step(control, asked.json, code=app.code(control.now_ms)).status == 200
        assert control.ask("auth/get_mfa_challenge", bearer="", body=body).status == 401
        body = {"mfa_token": "nonsense"}
        assert control.ask("auth/get_mfa_challenge", bearer="", body=body).status == 401

    def test_a_code_counts_once(self, control: Control) -> None:
        app = enrol_app(control)
        code = app.next_code(control)
        assert second_step(control, first_step(control), code=code).status == 200
        again = second_step(control, first_step(control), code=code)
        assert (again.status, again.json["code"]) == (401, "mfa_invalid")

    def test_the_code_of_the_enrolment_does_not_count_again(self, control: Control) -> None:
        app = enrol_app(control)
        code = app.code(control.now_ms)
        assert second_step(control, first_step(control), code=code).status == 401

    @pytest.mark.parametrize(("steps", "status"), [(-1, 200), (1, 200), (-2, 401), (2, 401)])
    def test_clocks_may_differ_by_a_step(self, control: Control, steps: int, status: int) -> None:
        app = enrol_app(control)
        control.now_ms += 10 * STEP_MS
        code = app.code(control.now_ms + steps * STEP_MS)
        assert second_step(control, first_step(control), code=code).status == status

    def test_a_challenge_opens_one_session(self, control: Control) -> None:
        app = enrol_app(control)
        challenge = first_step(control)
        assert second_step(control, challenge, code=app.next_code(control)).status == 200
        assert second_step(control, challenge, code=app.next_code(control)).status == 401

    def test_a_challenge_ends_after_five_minutes(self, control: Control) -> None:
        app = enrol_app(control)
        challenge = first_step(control)
        control.now_ms += 300_000
        assert second_step(control, challenge, code=app.code(control.now_ms)).status == 401

    def test_a_challenge_ends_after_five_tries(self, control: Control) -> None:
        app = enrol_app(control)
        body = {"lockout": {"failures": 10}}
        assert control.ask("auth/change_security_settings", body=body).status == 200
        challenge = first_step(control)
        for _ in range(5):
            assert second_step(control, challenge, code="000000").status == 401
        assert second_step(control, challenge, code=app.next_code(control)).status == 401
        opened = second_step(control, first_step(control), code=app.code(control.now_ms))
        assert opened.status == 200

    def test_wrong_codes_lock_the_account_and_the_password_does_not_unlock_it(
        self, control: Control
    ) -> None:
        app = enrol_app(control)
        waiting = first_step(control)
        for _ in range(4):
            assert second_step(control, first_step(control), code="000000").status == 401
        first_step(control)
        assert second_step(control, first_step(control), code="000000").status == 401
        assert second_step(control, waiting, code=app.next_code(control)).status == 401
        assert control.login("owner@acme.example").status == 401
        control.now_ms += 30 * 60_000
        opened = second_step(control, first_step(control), code=app.code(control.now_ms))
        assert opened.status == 200

    def test_a_password_reset_does_not_go_around_it(self, control: Control) -> None:
        enrol_app(control)
        body = {"email": "owner@acme.example"}
        assert control.ask("auth/forgot_password", bearer="", body=body).status == 202
        token = control.mailed_token("password.reset")
        body = {"token": token, "new_password": "quite another horse, unhurried"}
        reset = control.ask("auth/confirm_reset", bearer="", body=body)
        assert reset.status in (200, 204), reset.json
        assert "set-cookie" not in reset.headers
        signed_in = control.login("owner@acme.example", "quite another horse, unhurried")
        assert signed_in.json["requires_mfa"] is True

    def test_a_challenge_ends_with_the_password_that_opened_it(self, control: Control) -> None:
        app = enrol_app(control)
        waiting = first_step(control)
        control.now_ms += 1
        body = {"email": "owner@acme.example"}
        assert control.ask("auth/forgot_password", bearer="", body=body).status == 202
        new = "quite another horse, unhurried"
        body = {"token": control.mailed_token("password.reset"), "new_password": new}
        assert control.ask("auth/confirm_reset", bearer="", body=body).status == 204
        assert second_step(control, waiting, code=app.next_code(control)).status == 401
        again = control.login("owner@acme.example", new).json
        assert second_step(control, again, code=app.code(control.now_ms)).status == 200

    def test_one_persons_code_is_not_anothers(self, control: Control, other: str) -> None:
        ours = enrol_app(control)
        enrol_app(control, bearer=other)
        theirs = first_step(control, "gina@globex.example")
        assert second_step(control, theirs, code=ours.next_code(control)).status == 401
        assert second_step(control, theirs, backup_code=ours.backup_codes[0]).status == 401

    def test_a_suspended_persons_challenge_opens_nothing(self, control: Control) -> None:
        user_id, token = person(control)
        app = enrol_app(control, bearer=token)
        challenge = first_step(control, "developer@acme.example")
        assert control.ask("directory/suspend_user", target=user_id).status == 200
        assert second_step(control, challenge, code=app.next_code(control)).status == 401

    @pytest.mark.parametrize(
        "token", ["", "nonsense", "tgm_" + "0" * 40 + "_" + "a" * 43, "tgs_x", 5]
    )
    def test_a_token_of_something_else_opens_nothing(self, control: Control, token: Any) -> None:
        body = {"mfa_token": token, "code": "123456"}
        answer = control.ask("auth/verify_mfa", bearer="", body=body)
        assert answer.status == (400 if token in ("", 5) else 401)

    def test_a_challenge_with_another_secret_is_refused(self, control: Control) -> None:
        app = enrol_app(control)
        token = first_step(control)["mfa_token"]
        forged = token[:-1] + ("A" if token[-1] != "A" else "B")
        assert (
            second_step(control, {"mfa_token": forged}, code=app.next_code(control)).status == 401
        )

    @pytest.mark.parametrize(
        "proof",
        [{}, {"code": "123456", "backup_code": "7k2m-qx04-c9rt"}, {"code": "1", "passkey": {}}],
    )
    def test_takes_one_proof(self, control: Control, proof: dict[str, Any]) -> None:
        enrol_app(control)
        answer = second_step(control, first_step(control), **proof)
        assert (answer.status, answer.field) == (400, "code")

    def test_every_step_is_journalled(self, control: Control) -> None:
        app = enrol_app(control)
        challenge = first_step(control)
        second_step(control, challenge, code="000000")
        second_step(control, challenge, code=app.next_code(control))
        actions = control.actions()
        assert actions.count("session.challenged") == 1
        assert actions.count("session.sign_in_failed") == 1
        assert actions.count("session.signed_in") == 2

    def test_many_wrong_tries_from_one_address_are_slowed_down(self, control: Control) -> None:
        body = {"mfa_token": "tgm_" + "0" * 40 + "_" + "a" * 43, "code": "123456"}
        answers = [control.ask("auth/verify_mfa", bearer="", body=body) for _ in range(21)]
        assert [each.status for each in answers[:20]] == [401] * 20
        assert answers[20].status == 429
        assert "retry-after" in answers[20].headers


class TestBackupCodes:
    def test_each_opens_one_session(self, control: Control) -> None:
        app = enrol_app(control)
        code = app.backup_codes[3]
        typed = code.upper().replace("-", " ")
        assert second_step(control, first_step(control), backup_code=typed).status == 200
        assert second_step(control, first_step(control), backup_code=code).status == 401
        assert control.ask("auth/get_mfa").json["backup_codes_left"] == 9
        assert control.letters[-1].kind == "mfa.backup_code_used"

    def test_all_ten_work_and_then_none_is_offered(self, control: Control) -> None:
        app = enrol_app(control)
        for code in app.backup_codes:
            assert second_step(control, first_step(control), backup_code=code).status == 200
        challenge = first_step(control)
        assert challenge["methods"] == ["totp"]
        code = app.backup_codes[0]
        assert second_step(control, challenge, backup_code=code).status == 401

    @pytest.mark.parametrize("by", ["code", "password", "backup_code"])
    def test_new_ones_replace_the_old(self, control: Control, by: str) -> None:
        app = enrol_app(control)
        proof = {
            "code": app.next_code(control),
            "password": PASSWORD,
            "backup_code": app.backup_codes[0],
        }[by]
        renewed = control.ask("auth/renew_backup_codes", body={by: proof})
        assert renewed.status == 200
        codes = renewed.json["backup_codes"]
        assert len({*codes, *app.backup_codes}) == 20
        old, new = app.backup_codes[1], codes[1]
        assert second_step(control, first_step(control), backup_code=old).status == 401
        assert second_step(control, first_step(control), backup_code=new).status == 200
        assert "user.backup_codes_renewed" in control.actions()
        assert "mfa.backup_codes" in [letter.kind for letter in control.letters]

    def test_need_a_right_proof(self, control: Control) -> None:
        enrol_app(control)
        wrong = control.ask("auth/renew_backup_codes", body={"code": "000000"})
        assert (wrong.status, wrong.json["code"]) == (401, "mfa_invalid")
        wrong = control.ask("auth/renew_backup_codes", body={"password": "wrong password"})
        assert (wrong.status, wrong.json["code"]) == (401, "invalid_credentials")
        assert control.ask("auth/renew_backup_codes", body={}).status == 400

    def test_come_with_a_second_factor_only(self, control: Control) -> None:
        assert control.ask("auth/renew_backup_codes", body={"password": PASSWORD}).status == 409


class TestDisable:
    def test_takes_password_and_code(self, control: Control) -> None:
        app = enrol_app(control)
        elsewhere = second_step(control, first_step(control), code=app.next_code(control))
        body = {"password": PASSWORD, "code": app.next_code(control)}
        assert control.ask("auth/disable_mfa", body=body).status == 204
        state = control.ask("auth/get_mfa").json
        assert (state["enabled"], state["backup_codes_left"]) == (False, 0)
        assert control.login("owner@acme.example").json["requires_mfa"] is False
        assert control.ask("auth/me", bearer=elsewhere.json["access_token"]).status == 401
        assert "user.mfa_disabled" in control.actions()
        assert control.letters[-1].kind == "mfa.disabled"

    def test_by_its_other_name_and_a_backup_code(self, control: Control) -> None:
        app = enrol_app(control)
        body = {"password": PASSWORD, "backup_code": app.backup_codes[0]}
        assert control.ask("auth/disable_mfa_too", body=body).status == 204

    @pytest.mark.parametrize(
        "body",
        [
            {"password": "wrong password", "code": "right"},
            {"code": "right"},
            {"password": PASSWORD, "code": "000000"},
        ],
    )
    def test_both_have_to_be_right(self, control: Control, body: dict[str, str]) -> None:
        app = enrol_app(control)
        right = app.next_code(control)
        body = {name: right if value == "right" else value for name, value in body.items()}
        assert control.ask("auth/disable_mfa", body=body).status == 401
        assert control.ask("auth/get_mfa").json["enabled"] is True

    def test_without_an_app_there_is_nothing_to_remove(self, control: Control) -> None:
        body = {"password": PASSWORD, "code": "123456"}
        assert control.ask("auth/disable_mfa", body=body).status == 409

    def test_wrong_codes_of_a_stolen_session_lock_the_account(self, control: Control) -> None:
        app = enrol_app(control)
        for _ in range(5):
            control.ask("auth/renew_backup_codes", body={"code": "000000"})
        body = {"code": app.next_code(control)}
        locked = control.ask("auth/renew_backup_codes", body=body)
        assert (locked.status, "retry-after" in locked.headers) == (429, True)


class TestReauthentication:
    def test_by_a_code(self, control: Control) -> None:
        app = enrol_app(control)
        control.now_ms += 11 * 60_000
        assert control.ask("auth/set_up_mfa").json["code"] == "step_up_required"
        body = {"code": app.code(control.now_ms)}
        assert control.ask("auth/reauthenticate", body=body).status == 200
        assert control.ask("auth/set_up_mfa").status == 200

    def test_not_by_a_wrong_one(self, control: Control) -> None:
        enrol_app(control)
        control.now_ms += 11 * 60_000
        assert control.ask("auth/reauthenticate", body={"code": "000000"}).status == 401
        assert control.ask("auth/set_up_mfa").status == 401
