from __future__ import annotations

import pytest

from tests.control_plane import PASSWORD, SETUP_TOKEN, Control

pytestmark = pytest.mark.aws

SESSION_MS = 8 * 3_600_000
LOCK_MS = 30 * 60_000


class TestBootstrap:
    def test_makes_an_organization_and_its_owner(self, blank: Control) -> None:
        body = {
            "email": "Admin@YourDomain.com",
            "password": "temporary-password",
            "name": "System Administrator",
            "organization_name": "Acme Corp.",
            "time_zone": "Europe/Berlin",
        }
        answer = blank.bootstrap(body=body)
        assert answer.status == 201
        assert answer.json["organization"]["slug"] == "acme-corp"
        assert answer.json["organization"]["time_zone"] == "Europe/Berlin"
        assert answer.json["user"]["email"] == "admin@yourdomain.com"
        assert answer.json["user"]["roles"] == ["owner"]
        assert blank.store.is_bootstrapped()

    def test_the_printed_body_of_the_guide_is_enough(self, blank: Control) -> None:
        answer = blank.ask(
            "auth/bootstrap", bearer="", headers={"X-Tollgate-Setup-Token": SETUP_TOKEN}
        )
        assert answer.status == 201

    def test_knows_the_administrator_by_longer_names(self, blank: Control) -> None:
        body = {"admin_email": "a@b.example", "admin_password": PASSWORD}
        answer = blank.bootstrap(body=body)
        assert answer.status == 201
        assert answer.json["user"]["name"] == "Administrator"

    def test_works_once(self, control: Control) -> None:
        again = control.bootstrap(
            body={"email": "mallory@evil.example", "password": PASSWORD, "name": "Mallory"}
        )
        assert again.status == 409
        assert control.login("mallory@evil.example").status == 401

    @pytest.mark.parametrize("token", ["", "wrong", SETUP_TOKEN + "x"])
    def test_needs_the_setup_token(self, blank: Control, token: str) -> None:
        answer = blank.bootstrap(headers={"X-Tollgate-Setup-Token": token})
        assert (answer.status, answer.field) == (403, "x-tollgate-setup-token")
        assert not blank.store.is_bootstrapped()

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("email", "not an address"),
            ("email", 5),
            ("password", "short"),
            ("name", ""),
            ("time_zone", "Mars/Olympus"),
            ("roles", ["owner"]),
        ],
    )
    def test_names_the_offending_field(self, blank: Control, field: str, value: object) -> None:
        body = {"email": "a@b.example", "password": PASSWORD, "name": "A", field: value}
        answer = blank.bootstrap(body=body)
        assert (answer.status, answer.json["code"]) == (400, "invalid_request")
        assert answer.field == field


class TestLogin:
    def test_gives_a_token_and_a_cookie(self, control: Control) -> None:
        answer = control.login(" Owner@Acme.example ")
        assert answer.status == 200
        assert answer.json["token_type"] == "Bearer"
        assert answer.json["expires_in"] == 900
        assert answer.json["refresh_expires_in"] == SESSION_MS // 1000
        assert answer.json["requires_mfa"] is False
        assert answer.json["user"]["organization_id"] == control.organization_id
        cookie = answer.headers["set-cookie"]
        assert "tollgate_session=tgs_" in cookie
        assert f"Max-Age={SESSION_MS // 1000}" in cookie
        for attribute in ("HttpOnly", "SameSite=Strict", "Path=/", "Secure"):
            assert attribute in cookie

    def test_the_local_run_gets_a_cookie_that_plain_http_sends(self, control: Control) -> None:
        headers = {"Host": "127.0.0.1:8787", "X-Forwarded-Proto": "http"}
        answer = control.login("owner@acme.example", headers=headers)
        assert "Secure" not in answer.headers["set-cookie"]

    def test_a_wrong_password_and_an_unknown_address_look_alike(self, control: Control) -> None:
        wrong = control.login("owner@acme.example", "wrong password")
        unknown = control.login("nobody@acme.example", "wrong password")
        assert wrong.status == unknown.status == 401
        assert wrong.json == unknown.json
        assert wrong.json["code"] == "invalid_credentials"

    def test_a_suspended_person_looks_like_a_wrong_password(self, control: Control) -> None:
        user_id, _ = control.person("viewer")
        control.ask("directory/suspend_user", target=user_id)
        assert control.login("viewer@acme.example").json == control.login("x@y.example").json

    def test_a_person_without_a_password_cannot_sign_in(self, control: Control) -> None:
        body = {"email": "invited@acme.example", "name": "Ivo", "roles": ["viewer"]}
        control.ask("directory/create_user", body=body)
        assert control.login("invited@acme.example", "nobody has this password").status == 401

    def test_five_failures_lock_for_half_an_hour(self, control: Control) -> None:
        for _ in range(5):
            assert control.login("owner@acme.example", "wrong password").status == 401
        assert control.login("owner@acme.example").status == 401
        control.now_ms += LOCK_MS - 1
        assert control.login("owner@acme.example").status == 401
        control.now_ms += 1
        assert control.login("owner@acme.example").status == 200

    def test_a_success_forgets_failures(self, control: Control) -> None:
        for _ in range(2):
            for _ in range(4):
                control.login("owner@acme.example", "wrong password")
            assert control.login("owner@acme.example").status == 200

    def test_every_attempt_is_journalled(self, control: Control) -> None:
        control.login("owner@acme.example", "wrong password")
        control.login("nobody@acme.example", "hunter2 hunter2")
        assert control.actions().count("session.sign_in_failed") == 1
        assert control.actions().count("session.signed_in") == 1
        failed = "session.sign_in_failed"
        system = control.events("system")
        [unknown] = [event for event in system if event["action"]["S"] == failed]
        assert "nobody" not in str(unknown)

    def test_the_organization_chooses_between_equal_addresses(
        self, control: Control, other: str
    ) -> None:
        organization_id = control.ask("auth/me", bearer=other).json["organization_id"]
        body = {
            "email": "owner@acme.example",
            "name": "Olga",
            "roles": ["viewer"],
            "password": "another password",
        }
        assert control.ask("directory/create_user", body=body, bearer=other).status == 201
        both = control.login("owner@acme.example", "another password")
        assert both.json["user"]["organization_id"] == organization_id
        credentials = {"email": "owner@acme.example", "password": PASSWORD}
        picked = control.ask(
            "auth/login", body={**credentials, "organization_id": organization_id}, bearer=""
        )
        assert picked.status == 401

    @pytest.mark.parametrize("site", ["cross-site", "same-site"])
    def test_another_site_cannot_sign_a_browser_in(self, control: Control, site: str) -> None:
        answer = control.login("owner@acme.example", headers={"Sec-Fetch-Site": site})
        assert answer.status == 403
        assert "set-cookie" not in answer.headers

    @pytest.mark.parametrize("field", ["email", "password"])
    def test_names_the_missing_field(self, control: Control, field: str) -> None:
        body = {"email": "owner@acme.example", "password": PASSWORD}
        del body[field]
        answer = control.ask("auth/login", body=body, bearer="")
        assert (answer.status, answer.field) == (400, field)


class TestSession:
    def test_me_tells_who_and_what(self, control: Control) -> None:
        answer = control.ask("auth/me")
        assert answer.json["kind"] == "user"
        assert answer.json["permissions"] == ["*"]
        assert answer.json["user"]["email"] == "owner@acme.example"

    def test_me_by_cookie(self, control: Control) -> None:
        headers = {"Cookie": f"theme=dark; tollgate_session={control.token}"}
        assert control.ask("auth/me", bearer="", headers=headers).status == 200

    def test_me_by_api_key(self, control: Control) -> None:
        key = control.ask("directory/create_api_key").json
        answer = control.ask("auth/me", bearer=key["key"])
        assert (answer.json["kind"], answer.json["id"]) == ("api_key", key["id"])
        assert answer.json["user"] is None

    @pytest.mark.parametrize("token", ["", "tgs_nonsense", "Bearer", "a.b.c", "tg_live_x"])
    def test_me_needs_a_credential(self, control: Control, token: str) -> None:
        answer = control.ask("auth/me", bearer=token)
        assert answer.status == 401
        assert answer.headers["www-authenticate"] == "Bearer"

    def test_a_token_with_another_secret_is_refused(self, control: Control) -> None:
        forged = control.token[:-1] + ("A" if control.token[-1] != "A" else "B")
        assert control.ask("auth/me", bearer=forged).status == 401

    def test_expires(self, control: Control) -> None:
        control.now_ms += SESSION_MS - 1
        assert control.ask("auth/me").status == 200
        control.now_ms += 1
        assert control.ask("auth/me").status == 401

    def test_logout_ends_it_at_once(self, control: Control) -> None:
        answer = control.ask("auth/logout")
        assert answer.status == 204
        assert answer.json is None
        assert "Max-Age=0" in answer.headers["set-cookie"]
        assert control.ask("auth/me").status == 401
        assert "session.signed_out" in control.actions()

    def test_logout_by_cookie_needs_the_pages_origin(self, control: Control) -> None:
        cookie = {"Cookie": f"tollgate_session={control.token}"}
        assert control.ask("auth/logout", bearer="", headers=cookie).status == 403
        ours = cookie | {"Sec-Fetch-Site": "same-origin"}
        assert control.ask("auth/logout", bearer="", headers=ours).status == 204

    def test_two_sessions_end_apart(self, control: Control) -> None:
        second = control.token_of("owner@acme.example")
        control.ask("auth/logout", bearer=second)
        assert control.ask("auth/me").status == 200
