"""Signing in at a real identity provider: the whole way, and everything that may not work."""

from __future__ import annotations

import pytest

from tests.control_plane import PASSWORD, PUBLIC_URL
from tests.handlers.auth.test_registration import look, open_registration, register
from tests.identity_provider import IdentityProvider, answer_of, running_idp
from tests.second_factors import App, enrol_app, second_step
from tests.sso_plane import SsoPlane
from tollgate.directory.models import Status

pytestmark = pytest.mark.aws

ADA = {"email": "ada@acme.example", "email_verified": True, "name": "Ada Lovelace"}


class TestWholeWay:
    def test_somebody_new_joins_and_is_signed_in(
        self, plane: SsoPlane, idp: IdentityProvider
    ) -> None:
        idp.knows("ada-1", **ADA)
        connection = plane.connect(idp)
        answer = plane.sign_in(idp, connection["id"], "ada-1")
        assert (answer.status, answer.headers["location"]) == (302, "/usage")
        me = plane.me()
        assert me.json["user"]["email"] == "ada@acme.example"
        user = plane.user("ada@acme.example")
        assert (user.name, user.roles, user.status) == (
            "Ada Lovelace",
            ("standard_user",),
            Status.ACTIVE,
        )
        assert user.email_verified
        assert user.source == connection["id"]
        assert user.password_hash is None
        assert {"session.signed_in", "user.created"} <= set(plane.control.actions())

    def test_the_next_time_it_is_the_same_person(
        self, plane: SsoPlane, idp: IdentityProvider
    ) -> None:
        idp.knows("ada-2", **ADA)
        connection = plane.connect(idp)
        plane.sign_in(idp, connection["id"], "ada-2")
        first = plane.user("ada@acme.example")
        # The address has changed over there; who somebody is does not hang on it.
        idp.knows("ada-2", email="countess@acme.example", email_verified=True, name="Ada L.")
        plane.sign_in(idp, connection["id"], "ada-2")
        assert plane.me().json["id"] == first.id
        assert plane.user("ada@acme.example").name == "Ada L."

    def test_a_person_who_is_known_is_found_by_their_verified_address(
        self, plane: SsoPlane, idp: IdentityProvider
    ) -> None:
        user_id, _ = plane.control.person("developer", "dev@acme.example")
        idp.knows("dev-1", email="Dev@Acme.example", email_verified=True, name="Somebody else")
        connection = plane.connect(idp, jit={"enabled": False})
        plane.sign_in(idp, connection["id"], "dev-1")
        assert plane.me().json["id"] == user_id
        user = plane.user("dev@acme.example")
        assert (user.name, user.source, user.roles) == ("developer", "local", ("developer",))

    def test_a_stranger_who_registered_with_the_address_does_not_get_the_account(
        self, plane: SsoPlane, idp: IdentityProvider
    ) -> None:
        control = plane.control
        open_registration(control, control.organization_id, "acme.example")
        assert register(control, password="the password of a stranger").status == 202
        token = control.mailed_token("email.verification")
        idp.knows("ada-9", **ADA)
        plane.sign_in(idp, plane.connect(idp)["id"], "ada-9")
        user = plane.user("ada@acme.example")
        assert (user.status, user.password_hash) == (Status.ACTIVE, None)
        assert control.login("ada@acme.example", "the password of a stranger").status == 401
        assert look(control, token).status == 400

    def test_a_password_of_ours_does_not_concern_who_signed_in_without_it(
        self, plane: SsoPlane, idp: IdentityProvider
    ) -> None:
        control = plane.control
        body = {**ADA, "roles": ["viewer"], "password": "password1234"}
        del body["email_verified"]
        assert control.ask("directory/create_user", body=body).status == 201
        idp.knows("ada-8", **ADA)
        plane.sign_in(idp, plane.connect(idp, trust_mfa=True)["id"], "ada-8", amr="pwd otp mfa")
        token = plane.cookies["tollgate_session"]
        assert control.ask("directory/list_teams", bearer=token).status == 200
        by_password = control.login(str(ADA["email"]), "password1234").json["access_token"]
        assert control.ask("directory/list_teams", bearer=by_password).status == 403

    def test_the_session_says_how_the_person_signed_in(
        self, plane: SsoPlane, idp: IdentityProvider
    ) -> None:
        idp.knows("ada-3", **ADA)
        connection = plane.connect(idp, trust_mfa=True)
        plane.sign_in(idp, connection["id"], "ada-3", amr="pwd otp mfa")
        assert ["sso", "pwd", "otp", "mfa"] in plane.told("session.signed_in", "methods")

    def test_a_provider_that_is_not_trusted_with_it_vouches_for_no_second_factor(
        self, plane: SsoPlane, idp: IdentityProvider
    ) -> None:
        idp.knows("ada-4", **ADA)
        plane.sign_in(idp, plane.connect(idp)["id"], "ada-4", amr="pwd otp mfa")
        assert ["sso"] in plane.told("session.signed_in", "methods")

    def test_a_program_exchanges_the_code_itself(
        self, plane: SsoPlane, idp: IdentityProvider
    ) -> None:
        idp.knows("ada-5", **ADA)
        plane.connect(idp)
        left = plane.ask("start_provider", bearer="", path="/api/v1/auth/oauth/oidc")
        plane._keep(left)
        back = idp.sign_in(left.headers["location"], "ada-5")
        assert "/api/v1/auth/oauth/oidc/callback" in back
        answer = plane.ask(
            "exchange",
            bearer="",
            path="/api/v1/auth/oauth/oidc/callback",
            body=answer_of(back),
            headers={"Cookie": f"tollgate_sso={plane.cookies['tollgate_sso']}"},
        )
        assert answer.status == 200, answer.json
        assert answer.json["user"]["email"] == "ada@acme.example"
        assert plane.control.ask("auth/me", bearer=answer.json["access_token"]).status == 200

    def test_cookies_are_out_of_reach_of_scripts(
        self, plane: SsoPlane, idp: IdentityProvider
    ) -> None:
        idp.knows("ada-6", **ADA)
        [flow] = plane.start(plane.connect(idp)["id"]).cookies
        for attribute in ("HttpOnly", "SameSite=Lax", "Secure", "Path=/api/v1/auth", "Max-Age=600"):
            assert attribute in flow
        back = idp.sign_in(plane.start(plane.connect(idp)["id"]).headers["location"], "ada-6")
        forgotten, session = plane.come_back(back).cookies
        assert "tollgate_sso=;" in forgotten
        assert "Max-Age=0" in forgotten
        assert "SameSite=Strict" in session

    def test_two_tabs_at_once_make_one_person(
        self, plane: SsoPlane, idp: IdentityProvider, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        idp.knows("ada-8b", **ADA)
        connection = plane.connect(idp)
        other_tab, store = SsoPlane(plane.control), plane.sso.store
        look, rivals = store.linked_user, [other_tab]

        def look_first(*who: str) -> str | None:
            found = look(*who)
            if rivals:
                rivals.pop().sign_in(idp, connection["id"], "ada-8b")
            return found

        monkeypatch.setattr(store, "linked_user", look_first)
        answer = plane.sign_in(idp, connection["id"], "ada-8b")
        assert answer.headers["location"] == "/usage"
        assert plane.me().json["id"] == other_tab.me().json["id"]
        other_tab.sso.discovery.web.close()

    def test_a_thin_id_token_leaves_the_rest_to_be_asked_for(self, plane: SsoPlane) -> None:
        with running_idp(PUBLIC_URL, thin=True) as thin:
            thin.knows("ada-7", **ADA, groups=["devs"])
            mappings = [{"group": "devs", "roles": ["developer"]}]
            connection = plane.connect(thin, group_mappings=mappings)
            plane.sign_in(thin, connection["id"], "ada-7")
        user = plane.user("ada@acme.example")
        assert (user.name, user.roles) == ("Ada Lovelace", ("standard_user", "developer"))


class TestStart:
    def test_asks_with_pkce_state_and_nonce(self, plane: SsoPlane, idp: IdentityProvider) -> None:
        answer = plane.start(plane.connect(idp)["id"], login_hint="ada@acme.example")
        asked = answer_of(answer.headers["location"])
        assert asked["code_challenge_method"] == "S256"
        assert min(len(asked[name]) for name in ("state", "nonce", "code_challenge")) >= 43
        assert asked["redirect_uri"] == "https://tollgate.example/api/v1/auth/sso/callback"
        assert asked["login_hint"] == "ada@acme.example"

    def test_says_nothing_that_the_browser_could_read(
        self, plane: SsoPlane, idp: IdentityProvider
    ) -> None:
        answer = plane.start(plane.connect(idp)["id"])
        asked = answer_of(answer.headers["location"])
        cookie = plane.cookies["tollgate_sso"]
        assert asked["state"] not in cookie
        assert asked["nonce"] not in cookie

    def test_never_takes_its_own_address_from_the_request(
        self, plane: SsoPlane, idp: IdentityProvider
    ) -> None:
        path = f"/api/v1/auth/sso/{plane.connect(idp)['id']}/start"
        answer = plane.ask("start", bearer="", path=path, headers={"Host": "evil.example"})
        assert "evil" not in answer.headers["location"]

    def test_a_connection_that_is_not_there_or_off(
        self, plane: SsoPlane, idp: IdentityProvider
    ) -> None:
        assert plane.start("sso_01kaf0cccc0000000000").status == 404
        off = plane.connect(idp, enabled=False)
        assert plane.start(off["id"]).status == 404

    def test_a_provider_that_does_not_answer(self, plane: SsoPlane, idp: IdentityProvider) -> None:
        connection = plane.connect(idp)
        dead = plane.connect(idp, issuer="http://127.0.0.1:9")
        assert plane.start(connection["id"]).status == 302
        answer = plane.start(dead["id"])
        assert (answer.status, answer.json["code"]) == (502, "provider_error")

    def test_by_provider_only_if_that_is_one_connection(
        self, plane: SsoPlane, idp: IdentityProvider
    ) -> None:
        path = {"path": "/api/v1/auth/oauth/okta"}
        assert plane.ask("start_provider", bearer="", **path).status == 404
        plane.connect(idp, provider="okta")
        assert plane.ask("start_provider", bearer="", **path).status == 302
        plane.connect(idp, provider="okta")
        several = plane.ask("start_provider", bearer="", **path)
        assert (several.status, several.field) == (400, "organization_id")

    def test_an_unknown_provider(self, plane: SsoPlane) -> None:
        assert (
            plane.ask("start_provider", bearer="", path="/api/v1/auth/oauth/myspace").status == 400
        )


class TestOpenRedirect:
    @pytest.mark.parametrize(
        "target",
        [
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "/\t/evil.example",
            "/%0d%0aset-cookie:x",
            "javascript:alert(1)",
            "evil.example",
            "/ok\r\nset-cookie: a=b",
            "",
        ],
    )
    def test_only_a_path_of_this_site(
        self, plane: SsoPlane, idp: IdentityProvider, target: str
    ) -> None:
        idp.knows("ada-7", **ADA)
        url = plane.start(plane.connect(idp)["id"], return_to=target).headers["location"]
        answer = plane.come_back(idp.sign_in(url, "ada-7"))
        went = answer.headers["location"]
        assert went in ("/", "/%0d%0aset-cookie:x")
        assert len(answer.cookies) == 2


class TestRefused:
    def _refused(self, plane: SsoPlane, location: str, code: str) -> None:
        answer = plane.come_back(location)
        assert answer.status == 302
        said = answer_of(answer.headers["location"])
        assert answer.headers["location"].startswith("/login?")
        assert said["sso_error"] == code
        assert not any("tollgate_session" in cookie for cookie in answer.cookies)

    def test_another_browser_comes_back(self, plane: SsoPlane, idp: IdentityProvider) -> None:
        idp.knows("eve-1", **ADA)
        connection = plane.connect(idp)
        back = idp.sign_in(plane.start(connection["id"]).headers["location"], "eve-1")
        plane.cookies.clear()
        self._refused(plane, back, "invalid_request")

    def test_a_victim_is_led_into_the_attackers_sign_in(
        self, plane: SsoPlane, idp: IdentityProvider
    ) -> None:
        idp.knows("eve-2", **ADA)
        connection = plane.connect(idp)
        attackers = idp.sign_in(plane.start(connection["id"]).headers["location"], "eve-2")
        plane.start(connection["id"])  # the victim's browser has a sign-in of its own
        self._refused(plane, attackers, "invalid_request")

    def test_the_same_answer_twice(self, plane: SsoPlane, idp: IdentityProvider) -> None:
        idp.knows("ada-8", **ADA)
        back = idp.sign_in(plane.start(plane.connect(idp)["id"]).headers["location"], "ada-8")
        assert plane.come_back(back).headers["location"] == "/usage"
        self._refused(plane, back, "provider_error")

    def test_too_late(self, plane: SsoPlane, idp: IdentityProvider) -> None:
        idp.knows("ada-9", **ADA)
        back = idp.sign_in(plane.start(plane.connect(idp)["id"]).headers["location"], "ada-9")
        plane.control.now_ms += 600_000
        self._refused(plane, back, "invalid_request")

    def test_a_cookie_that_we_did_not_make(self, plane: SsoPlane, idp: IdentityProvider) -> None:
        idp.knows("ada-10", **ADA)
        back = idp.sign_in(plane.start(plane.connect(idp)["id"]).headers["location"], "ada-10")
        for cookie in ("x", "x" * 5000, plane.cookies["tollgate_sso"][:-4] + "AAAA", "ä"):
            plane.cookies["tollgate_sso"] = cookie
            self._refused(plane, back, "invalid_request")

    def test_an_answer_of_another_issuer(self, plane: SsoPlane, idp: IdentityProvider) -> None:
        idp.knows("ada-11", **ADA)
        back = idp.sign_in(plane.start(plane.connect(idp)["id"]).headers["location"], "ada-11")
        mixed_up = back.partition("&iss=")[0] + "&iss=https%3A%2F%2Fevil.example"
        self._refused(plane, mixed_up, "forbidden")

    def test_an_answer_without_the_issuer_that_always_sends_it(
        self, plane: SsoPlane, idp: IdentityProvider
    ) -> None:
        idp.knows("ada-12", **ADA)
        back = idp.sign_in(plane.start(plane.connect(idp)["id"]).headers["location"], "ada-12")
        self._refused(plane, back.partition("&iss=")[0], "forbidden")

    def test_the_person_says_no_and_that_is_journalled(
        self, plane: SsoPlane, idp: IdentityProvider
    ) -> None:
        url = plane.start(plane.connect(idp)["id"]).headers["location"]
        self._refused(plane, idp.sign_in(url, "nobody", refuse=True), "forbidden")
        assert plane.told("session.sign_in_failed", "address") == ["203.0.113.10"]

    @pytest.mark.parametrize(
        ("claims", "reason"),
        [
            ({"email_verified": False}, "verified"),
            ({"email_verified": None}, "verified"),
            ({"email": "ada@evil.example"}, "evil.example"),
            ({"email": "ada@sub.acme.example"}, "sub.acme.example"),
            ({"email": None}, "no e-mail address"),
        ],
    )
    def test_an_address_that_nobody_vouches_for(
        self, plane: SsoPlane, idp: IdentityProvider, claims: dict[str, object], reason: str
    ) -> None:
        told = {name: value for name, value in {**ADA, **claims}.items() if value is not None}
        idp.knows("mallory", **told)
        url = plane.start(plane.connect(idp)["id"]).headers["location"]
        self._refused(plane, idp.sign_in(url, "mallory"), "forbidden")
        [told] = plane.told("session.sign_in_failed", "reason")
        assert reason in told

    def test_an_unverified_address_takes_nobodys_account_over(
        self, plane: SsoPlane, idp: IdentityProvider
    ) -> None:
        idp.knows("mallory-2", email="owner@acme.example", email_verified=False)
        url = plane.start(plane.connect(idp)["id"]).headers["location"]
        self._refused(plane, idp.sign_in(url, "mallory-2"), "forbidden")

    @pytest.mark.parametrize(
        "role", [{"permissions": ["*"]}, {"inherits": ["owner"], "denied_permissions": ["audit.*"]}]
    )
    def test_an_administrators_provider_is_nobody_who_may_do_everything(
        self, plane: SsoPlane, idp: IdentityProvider, role: dict[str, list[str]]
    ) -> None:
        control = plane.control
        body = {"name": "root", **role}
        assert control.ask("directory/create_role", body=body).status == 201
        control.person("root")
        _, admin = control.person("admin")
        connection = plane.connect(idp, bearer=admin)
        idp.knows("root-1", email="root@acme.example", email_verified=True, name="Root")
        plane.sign_in(idp, connection["id"], "root-1")
        assert plane.me().status == 401

    def test_nobody_joins_where_that_is_off(self, plane: SsoPlane, idp: IdentityProvider) -> None:
        idp.knows("ada-13", **ADA)
        url = plane.start(plane.connect(idp, jit={"enabled": False})["id"]).headers["location"]
        self._refused(plane, idp.sign_in(url, "ada-13"), "forbidden")
        assert plane.control.store.by_email("ada@acme.example") == []

    def test_a_suspended_person_stays_out(self, plane: SsoPlane, idp: IdentityProvider) -> None:
        idp.knows("ada-14", **ADA)
        connection = plane.connect(idp)
        plane.sign_in(idp, connection["id"], "ada-14")
        user = plane.user("ada@acme.example")
        assert plane.control.ask("directory/suspend_user", target=user.id).status == 200
        assert plane.me().status == 401
        url = plane.start(connection["id"]).headers["location"]
        self._refused(plane, idp.sign_in(url, "ada-14"), "forbidden")

    def test_a_deleted_person_does_not_come_back_by_themselves(
        self, plane: SsoPlane, idp: IdentityProvider
    ) -> None:
        idp.knows("ada-15", **ADA)
        connection = plane.connect(idp)
        plane.sign_in(idp, connection["id"], "ada-15")
        user = plane.user("ada@acme.example")
        assert plane.control.ask("directory/delete_user", target=user.id).status == 204
        url = plane.start(connection["id"]).headers["location"]
        self._refused(plane, idp.sign_in(url, "ada-15"), "forbidden")
        new_id, _ = plane.control.person("developer", "ada@acme.example")
        plane.sign_in(idp, connection["id"], "ada-15")
        assert plane.me().json["id"] == new_id

    def test_a_connection_that_was_switched_off_on_the_way(
        self, plane: SsoPlane, idp: IdentityProvider
    ) -> None:
        idp.knows("ada-16", **ADA)
        connection = plane.connect(idp)
        back = idp.sign_in(plane.start(connection["id"]).headers["location"], "ada-16")
        body = {"enabled": False}
        assert plane.ask("update_connection", target=connection["id"], body=body).status == 200
        self._refused(plane, back, "forbidden")

    def test_too_many_failures_from_one_address(
        self, plane: SsoPlane, idp: IdentityProvider
    ) -> None:
        location = "https://tollgate.example/api/v1/auth/sso/callback?code=a&state=b"
        for _ in range(20):
            self._refused(plane, location, "invalid_request")
        self._refused(plane, location, "rate_limited")

    def test_a_code_without_the_cookie_gets_no_tokens(self, plane: SsoPlane) -> None:
        answer = plane.ask("exchange", bearer="", headers={"Cookie": "a=b"})
        assert (answer.status, answer.json["code"]) == (400, "invalid_request")

    @pytest.mark.parametrize("body", ["{", {"code": "x"}, {"code": "", "state": "s"}, {"a": 1}])
    def test_a_malformed_exchange(self, plane: SsoPlane, body: object) -> None:
        assert plane.ask("exchange", bearer="", body=body).status == 400


class TestGroups:
    MAPPINGS = [  # noqa: RUF012 - read only
        {"group": "llm-admins", "roles": ["admin"]},
        {"group": "Developers", "roles": ["developer"]},
    ]

    def test_roles_and_teams_come_and_go_with_the_group(
        self, plane: SsoPlane, idp: IdentityProvider
    ) -> None:
        team = plane.control.ask("directory/create_team", body={"name": "Platform"}).json["id"]
        mappings = [*self.MAPPINGS, {"group": "platform", "team_ids": [team]}]
        connection = plane.connect(idp, group_mappings=mappings)
        idp.knows("ada-20", **ADA, groups=["developers", "platform", "other"])
        plane.sign_in(idp, connection["id"], "ada-20")
        user = plane.user("ada@acme.example")
        assert (user.roles, user.team_ids) == (("standard_user", "developer"), (team,))
        assert user.groups == ("developers", "platform", "other")
        idp.knows("ada-20", **ADA, groups=["other"])
        plane.sign_in(idp, connection["id"], "ada-20")
        user = plane.user("ada@acme.example")
        assert (user.roles, user.team_ids, user.groups) == (("standard_user",), (), ("other",))

    def test_what_somebody_gave_by_hand_stays(self, plane: SsoPlane, idp: IdentityProvider) -> None:
        connection = plane.connect(idp, group_mappings=self.MAPPINGS)
        plane.control.person("developer", "ada@acme.example")
        idp.knows("ada-21", **ADA, groups=["developers", "llm-admins"])
        plane.sign_in(idp, connection["id"], "ada-21")
        assert plane.user("ada@acme.example").roles == ("developer", "admin")
        idp.knows("ada-21", **ADA)  # the claim is gone altogether, as Okta sends it
        plane.sign_in(idp, connection["id"], "ada-21")
        assert plane.user("ada@acme.example").roles == ("developer",)

    def test_a_lost_role_counts_in_the_session_that_is_open(
        self, plane: SsoPlane, idp: IdentityProvider
    ) -> None:
        connection = plane.connect(idp, group_mappings=self.MAPPINGS)
        idp.knows("ada-22", **ADA, groups=["llm-admins"])
        plane.sign_in(idp, connection["id"], "ada-22")
        before = plane.cookies["tollgate_session"]
        assert plane.control.ask("directory/list_users", bearer=before).status == 200
        epochs = plane.control.epochs()
        idp.knows("ada-22", **ADA, groups=[])
        plane.sign_in(idp, connection["id"], "ada-22")
        listed = plane.control.ask("directory/list_users", bearer=before)
        assert [each["email"] for each in listed.json["items"]] == ["ada@acme.example"]
        assert plane.control.epochs() == [epoch + 1 for epoch in epochs]

    def test_one_provider_does_not_take_what_another_gave(
        self, plane: SsoPlane, idp: IdentityProvider
    ) -> None:
        first = plane.connect(idp, group_mappings=self.MAPPINGS)
        second = plane.connect(idp, name="Other", group_mappings=[])
        idp.knows("ada-23", **ADA, groups=["developers"])
        plane.sign_in(idp, first["id"], "ada-23")
        plane.sign_in(idp, second["id"], "ada-23")
        assert plane.user("ada@acme.example").roles == ("standard_user", "developer")

    def test_a_role_or_team_that_is_no_more_is_left_out(
        self, plane: SsoPlane, idp: IdentityProvider
    ) -> None:
        team = plane.control.ask("directory/create_team", body={"name": "Gone"}).json["id"]
        mappings = [{"group": "g", "roles": ["developer"], "team_ids": [team]}]
        connection = plane.connect(idp, group_mappings=mappings)
        assert plane.control.ask("directory/delete_team", target=team).status == 204
        idp.knows("ada-24", **ADA, groups=["g"])
        answer = plane.sign_in(idp, connection["id"], "ada-24")
        assert answer.headers["location"] == "/usage"
        assert plane.user("ada@acme.example").team_ids == ()

    def test_signing_in_again_changes_nothing(self, plane: SsoPlane, idp: IdentityProvider) -> None:
        connection = plane.connect(idp, group_mappings=self.MAPPINGS)
        idp.knows("ada-25", **ADA, groups=["developers"])
        plane.sign_in(idp, connection["id"], "ada-25")
        before = (plane.user("ada@acme.example"), plane.control.epochs())
        plane.sign_in(idp, connection["id"], "ada-25")
        assert (plane.user("ada@acme.example"), plane.control.epochs()) == before


class TestEnforced:
    def test_passwords_are_off_for_the_domain_but_not_for_owners(
        self, plane: SsoPlane, idp: IdentityProvider
    ) -> None:
        plane.control.person("developer", "dev@acme.example")
        plane.control.person("developer", "guest@partner.example")
        connection = plane.connect(idp, enforced=True)
        refused = plane.control.login("dev@acme.example")
        assert (refused.status, refused.json["code"]) == (403, "sso_required")
        assert refused.json["connection_id"] == connection["id"]
        assert plane.control.login("guest@partner.example").status == 200
        assert plane.control.login("owner@acme.example").status == 200
        body = {"enforced": False}
        plane.ask("update_connection", target=connection["id"], body=body)
        assert plane.control.login("dev@acme.example").status == 200

    def test_a_wrong_password_does_not_learn_of_it(
        self, plane: SsoPlane, idp: IdentityProvider
    ) -> None:
        plane.control.person("developer", "dev@acme.example")
        plane.connect(idp, enforced=True)
        wrong = plane.control.login("dev@acme.example", PASSWORD + "x")
        assert wrong.json == plane.control.login("nobody@acme.example").json

    def test_another_organization_is_not_bound(
        self, plane: SsoPlane, idp: IdentityProvider, other: str
    ) -> None:
        plane.connect(idp, enforced=True, domains=["globex.example"])
        body = {"email": "hank@globex.example", "name": "H", "roles": ["viewer"]}
        made = plane.control.ask(
            "directory/create_user", bearer=other, body={**body, "password": PASSWORD}
        )
        assert made.status == 201
        assert plane.control.login("hank@globex.example").status == 200

    def test_signing_in_at_the_provider_is_what_is_enforced(
        self, plane: SsoPlane, idp: IdentityProvider
    ) -> None:
        idp.knows("ada-30", **ADA)
        connection = plane.connect(idp, enforced=True)
        assert plane.sign_in(idp, connection["id"], "ada-30").headers["location"] == "/usage"
        assert plane.me().status == 200


class TestSecondFactor:
    """A local second factor is asked for unless the provider is trusted with it and vouches."""

    def _enrolled(self, plane: SsoPlane, idp: IdentityProvider, account: str) -> App:
        _, token = plane.control.person("developer", "ada@acme.example")
        idp.knows(account, **ADA)
        return enrol_app(plane.control, token)

    def test_the_browser_goes_on_to_the_second_step(
        self, plane: SsoPlane, idp: IdentityProvider
    ) -> None:
        app = self._enrolled(plane, idp, "ada-31")
        answer = plane.sign_in(idp, plane.connect(idp)["id"], "ada-31", amr="pwd otp mfa")
        assert not any("tollgate_session" in cookie for cookie in answer.cookies)
        page, _, token = answer.headers["location"].partition("#mfa_token=")
        assert page == "/login?next=%2Fusage"
        done = second_step(plane.control, {"mfa_token": token}, code=app.next_code(plane.control))
        assert done.status == 200, done.json
        assert ["sso", "otp", "mfa"] in plane.told("session.signed_in", "methods")

    def test_a_program_is_told_of_it(self, plane: SsoPlane, idp: IdentityProvider) -> None:
        self._enrolled(plane, idp, "ada-32")
        plane.connect(idp)
        left = plane.ask("start_provider", bearer="", path="/api/v1/auth/oauth/oidc")
        plane._keep(left)
        answer = plane.ask(
            "exchange",
            bearer="",
            path="/api/v1/auth/oauth/oidc/callback",
            body=answer_of(idp.sign_in(left.headers["location"], "ada-32")),
            headers={"Cookie": f"tollgate_sso={plane.cookies['tollgate_sso']}"},
        )
        assert answer.json["requires_mfa"] is True
        assert "access_token" not in answer.json

    def test_a_trusted_provider_vouches_for_it(
        self, plane: SsoPlane, idp: IdentityProvider
    ) -> None:
        self._enrolled(plane, idp, "ada-33")
        connection = plane.connect(idp, trust_mfa=True)
        answer = plane.sign_in(idp, connection["id"], "ada-33", amr="pwd otp")
        assert answer.headers["location"] == "/usage"
        assert plane.me().status == 200

    def test_a_trusted_provider_that_saw_a_password_only(
        self, plane: SsoPlane, idp: IdentityProvider
    ) -> None:
        self._enrolled(plane, idp, "ada-34")
        connection = plane.connect(idp, trust_mfa=True)
        answer = plane.sign_in(idp, connection["id"], "ada-34", amr="pwd")
        assert "#mfa_token=" in answer.headers["location"]
