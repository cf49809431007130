"""Two administrators let a third person in; the setup token lets an administrator in."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from tests.authenticator import Authenticator
from tests.control_plane import PASSWORD, SECRET, SETUP_TOKEN, Answer, Control
from tests.second_factors import (
    add_passkey,
    enrol_app,
    first_step,
    passkey_sign_in,
    require_mfa,
    second_step,
)
from tollgate.auth.service.deps import Origin
from tollgate.errors import Forbidden
from tollgate.mfa.service.deps import Mfa
from tollgate.mfa.service.recovery import break_glass
from tollgate.secrets import RuntimeSecret

pytestmark = pytest.mark.aws

DEVELOPER = "developer@acme.example"
HOUR_MS = 3_600_000
REASON = "Lost telephone, identity checked by video call"


@pytest.fixture
def second(control: Control) -> str:
    """The token of a second owner."""
    return control.person("owner", "second@acme.example")[1]


@pytest.fixture
def locked_out(control: Control) -> str:
    """The id of a developer with an authenticator app and a passkey."""
    user_id, token = control.person("developer")
    enrol_app(control, bearer=token)
    add_passkey(control, Authenticator(), bearer=token)
    return user_id


def reset(control: Control, user_id: str, bearer: str | None = None, **more: Any) -> Answer:
    body = {"reason": REASON, **more}
    return control.ask("directory/reset_user_mfa", target=user_id, bearer=bearer, body=body)


def bypass(control: Control, user_id: str, bearer: str | None = None, **more: Any) -> Answer:
    body = {"reason": REASON, "hours": 8, **more}
    return control.ask("directory/bypass_user_mfa", target=user_id, bearer=bearer, body=body)


def withdraw(control: Control, user_id: str, kind: str, bearer: str | None = None) -> Answer:
    path = f"/api/v1/users/{user_id}/mfa/{kind}"
    return control.ask("directory/withdraw_user_mfa", path=path, bearer=bearer)


def pending(control: Control, user_id: str) -> list[Any]:
    standing = control.ask("directory/get_user_mfa", target=user_id)
    assert standing.status == 200, standing.json
    waiting: list[Any] = standing.json["pending"]
    return waiting


class TestReset:
    def test_takes_two_administrators(self, control: Control, second: str, locked_out: str) -> None:
        asked = reset(control, locked_out)
        assert (asked.status, asked.json["status"]) == (202, "pending")
        assert asked.json["requested_by"] == control.user_id
        assert first_step(control, DEVELOPER)["requires_mfa"] is True
        [waiting] = pending(control, locked_out)
        assert (waiting["kind"], waiting["reason"]) == ("reset", REASON)
        done = reset(control, locked_out, second, reason="Confirmed")
        assert (done.status, done.json["status"]) == (200, "done")
        assert control.login(DEVELOPER).json["requires_mfa"] is False
        assert pending(control, locked_out) == []

    def test_forgets_every_factor_and_ends_sessions(self, control: Control, second: str) -> None:
        user_id, token = control.person("developer")
        key = Authenticator()
        enrol_app(control, bearer=token)
        add_passkey(control, key, bearer=token)
        waiting = first_step(control, DEVELOPER)
        reset(control, user_id)
        reset(control, user_id, second)
        assert control.ask("auth/me", bearer=token).status == 401
        assert passkey_sign_in(control, key).status == 401
        assert second_step(control, waiting, code="123456").status == 401
        items = control.client.scan(TableName=control.tables.directory)["Items"]
        left = [item["sk"]["S"] for item in items if user_id in item["sk"]["S"]]
        assert not [sk for sk in left if sk.startswith(("TOTP#", "BACKUPCODES#", "PASSKEY#"))]

    def test_is_journalled_and_told_to_the_person(
        self, control: Control, second: str, locked_out: str
    ) -> None:
        reset(control, locked_out)
        reset(control, locked_out, second)
        actions = control.actions()
        assert {"user.mfa_reset_asked", "user.mfa_reset_confirmed"} <= set(actions)
        letters = [each for each in control.letters if each.kind.startswith("mfa.recover")]
        assert [each.kind for each in letters] == ["mfa.recovery_asked", "mfa.recovered"]
        assert {each.to for each in letters} == {DEVELOPER}
        assert REASON in letters[0].text

    def test_one_administrator_twice_is_not_two(self, control: Control, locked_out: str) -> None:
        assert reset(control, locked_out).status == 202
        assert reset(control, locked_out).status == 409
        again = control.token_of("owner@acme.example")
        assert reset(control, locked_out, again).status == 409
        assert first_step(control, DEVELOPER)["requires_mfa"] is True

    def test_what_waits_expires_after_a_day(
        self, control: Control, second: str, locked_out: str
    ) -> None:
        reset(control, locked_out)
        control.now_ms += 24 * HOUR_MS
        bearer = control.token_of("second@acme.example")
        control.token = control.token_of("owner@acme.example")
        assert pending(control, locked_out) == []
        assert reset(control, locked_out, bearer).status == 202

    def test_can_be_withdrawn(self, control: Control, second: str, locked_out: str) -> None:
        reset(control, locked_out)
        assert withdraw(control, locked_out, "reset", second).status == 204
        assert withdraw(control, locked_out, "reset").status == 404
        assert reset(control, locked_out, second).status == 202
        assert "user.mfa_reset_withdrawn" in control.actions()

    def test_nobody_resets_themselves(self, control: Control, second: str) -> None:
        enrol_app(control)
        assert reset(control, control.user_id).status == 403
        assert reset(control, control.user_id, second).status == 202
        assert reset(control, control.user_id).status == 403

    def test_nobody_resets_somebody_who_may_do_more(self, control: Control) -> None:
        enrol_app(control)
        _, admin = control.person("admin")
        assert reset(control, control.user_id, admin).status == 403

    @pytest.mark.parametrize("role", ["developer", "viewer", "team_manager", "security_officer"])
    def test_needs_the_permission(self, control: Control, locked_out: str, role: str) -> None:
        _, token = control.person(role, f"{role}.two@acme.example")
        for answer in (
            reset(control, locked_out, token),
            bypass(control, locked_out, token),
            withdraw(control, locked_out, "reset", token),
            control.ask("directory/get_user_mfa", target=locked_out, bearer=token),
        ):
            assert answer.status == 403
            assert answer.json["required_permission"] == "users.reset_mfa"

    def test_an_api_key_is_no_administrator(self, control: Control, locked_out: str) -> None:
        body = {"name": "Bot", "permissions": ["users.*"], "user_id": control.user_id}
        made = control.ask("directory/create_api_key", body=body)
        assert reset(control, locked_out, made.json["key"]).status == 403

    def test_another_organizations_person_is_nobody(
        self, control: Control, other: str, locked_out: str
    ) -> None:
        assert reset(control, locked_out, other).status == 404
        assert bypass(control, locked_out, other).status == 404
        assert withdraw(control, locked_out, "reset", other).status == 404
        seen = control.ask("directory/get_user_mfa", target=locked_out, bearer=other)
        assert seen.status == 404

    def test_without_a_factor_there_is_nothing_to_reset(self, control: Control) -> None:
        user_id, _ = control.person("developer")
        assert reset(control, user_id).status == 409

    def test_needs_a_fresh_proof(self, control: Control, locked_out: str) -> None:
        control.now_ms += 10 * 60_000 + 1
        assert reset(control, locked_out).json["code"] == "step_up_required"

    @pytest.mark.parametrize("reason", ["", "  ", None, 5, "x" * 501])
    def test_needs_a_reason(self, control: Control, locked_out: str, reason: Any) -> None:
        answer = reset(control, locked_out, reason=reason)
        assert (answer.status, answer.field) == (400, "reason")

    def test_who_is_required_to_has_to_enrol_again(
        self, control: Control, second: str, locked_out: str
    ) -> None:
        require_mfa(control, grace_days=0)
        enrol_app(control)
        enrol_app(control, bearer=second)
        reset(control, locked_out)
        assert reset(control, locked_out, second).status == 200
        token = control.token_of(DEVELOPER)
        refused = control.ask("directory/list_teams", bearer=token)
        assert refused.json["code"] == "mfa_enrolment_required"


class TestBypass:
    def test_lets_in_by_password_for_some_hours(
        self, control: Control, second: str, locked_out: str
    ) -> None:
        assert bypass(control, locked_out).status == 202
        assert first_step(control, DEVELOPER)["requires_mfa"] is True
        done = bypass(control, locked_out, second)
        assert (done.status, done.json["status"]) == (200, "done")
        assert done.json["waived_until"] is not None
        opened = control.login(DEVELOPER)
        assert opened.json["requires_mfa"] is False
        state = control.ask("auth/get_mfa", bearer=opened.json["access_token"]).json
        assert state["waived_until"] == done.json["waived_until"]
        control.now_ms += 8 * HOUR_MS
        assert first_step(control, DEVELOPER)["requires_mfa"] is True
        assert {"user.mfa_bypass_asked", "user.mfa_bypass_confirmed"} <= set(control.actions())

    def test_lifts_the_wall_for_as_long(self, control: Control, second: str) -> None:
        user_id, _ = control.person("developer")
        require_mfa(control, grace_days=0)
        enrol_app(control)
        enrol_app(control, bearer=second)
        bypass(control, user_id, hours=1)
        bypass(control, user_id, second, hours=1)
        token = control.token_of(DEVELOPER)
        assert control.ask("directory/list_teams", bearer=token).status == 200
        control.now_ms += HOUR_MS
        assert control.ask("directory/list_teams", bearer=token).status == 403

    def test_does_not_let_in_for_good(self, control: Control, second: str) -> None:
        user_id, first = control.person("developer")
        app = enrol_app(control, bearer=first)
        passkey = add_passkey(control, Authenticator(), bearer=first).json["id"]
        bypass(control, user_id)
        bypass(control, user_id, second)
        token = control.token_of(DEVELOPER)
        path = f"/api/v1/auth/passkeys/{passkey}"
        body = {"password": PASSWORD}
        for answer in (
            control.ask("auth/set_up_mfa", bearer=token),
            control.ask("auth/enable_mfa", bearer=token),
            control.ask("auth/passkey_registration_options", bearer=token),
            control.ask("auth/add_passkey", bearer=token),
            control.ask("auth/remove_passkey", bearer=token, path=path),
            control.ask("auth/renew_backup_codes", bearer=token, body=body),
        ):
            assert (answer.status, answer.json["code"]) == (401, "step_up_required")
        shown = {"code": app.next_code(control)}
        assert control.ask("auth/reauthenticate", bearer=token, body=shown).status == 200
        assert control.ask("auth/set_up_mfa", bearer=token).status == 200

    def test_both_have_to_mean_the_same_hours(
        self, control: Control, second: str, locked_out: str
    ) -> None:
        bypass(control, locked_out, hours=2)
        refused = bypass(control, locked_out, second, hours=24)
        assert (refused.status, refused.field) == (409, "hours")
        assert first_step(control, DEVELOPER)["requires_mfa"] is True

    def test_a_reset_does_not_confirm_it(
        self, control: Control, second: str, locked_out: str
    ) -> None:
        bypass(control, locked_out)
        assert reset(control, locked_out, second).status == 202
        assert len(pending(control, locked_out)) == 2

    def test_one_administrator_ends_it(
        self, control: Control, second: str, locked_out: str
    ) -> None:
        bypass(control, locked_out)
        bypass(control, locked_out, second)
        assert withdraw(control, locked_out, "bypass").status == 204
        assert first_step(control, DEVELOPER)["requires_mfa"] is True
        assert "user.mfa_bypass_withdrawn" in control.actions()

    @pytest.mark.parametrize("hours", [0, 25, -1, None, "x", 1.5])
    def test_lasts_a_day_at_most(self, control: Control, locked_out: str, hours: Any) -> None:
        answer = bypass(control, locked_out, hours=hours)
        assert (answer.status, answer.field) == (400, "hours")

    def test_another_kind_is_none(self, control: Control, locked_out: str) -> None:
        assert withdraw(control, locked_out, "everything").status == 400


class TestBreakGlass:
    """An organization whose only administrator has lost the second factor."""

    def make(self, control: Control, token: str = SETUP_TOKEN, **body: Any) -> Answer:
        return control.ask(
            "auth/make_recovery_token",
            bearer="",
            headers={"X-Tollgate-Setup-Token": token},
            body={"email": "owner@acme.example", **body},
        )

    def use(self, control: Control, token: str) -> Answer:
        return control.ask("auth/recover_by_token", bearer="", body={"token": token})

    def test_the_setup_token_lets_an_administrator_back_in(self, control: Control) -> None:
        enrol_app(control)
        made = self.make(control)
        assert made.status == 201
        used = self.use(control, made.json["recovery_token"])
        assert (used.status, used.json["mfa_enabled"]) == (200, False)
        assert control.ask("auth/me").status == 401
        assert control.login("owner@acme.example").json["requires_mfa"] is False
        assert {"user.mfa_recovery_link_made", "user.mfa_recovered_by_link"} <= set(
            control.actions()
        )
        assert control.letters[-1].kind == "mfa.recovered"

    def test_the_token_counts_once_and_for_an_hour(self, control: Control) -> None:
        enrol_app(control)
        token = self.make(control).json["recovery_token"]
        assert self.use(control, token).status == 200
        again = self.use(control, token)
        assert (again.status, again.json["code"]) == (400, "invalid_link")
        late = self.make(control).json["recovery_token"]
        control.now_ms += HOUR_MS
        assert self.use(control, late).status == 400

    def test_it_opens_no_session_and_no_password(self, control: Control) -> None:
        enrol_app(control)
        used = self.use(control, self.make(control).json["recovery_token"])
        assert "set-cookie" not in used.headers
        assert control.login("owner@acme.example", "wrong password").status == 401

    @pytest.mark.parametrize("token", ["", "wrong", SETUP_TOKEN + "x"])
    def test_needs_the_setup_token(self, control: Control, token: str) -> None:
        answer = self.make(control, token)
        assert (answer.status, answer.field) == (403, "x-tollgate-setup-token")

    def test_a_deployment_without_a_setup_token_has_no_such_way(self, control: Control) -> None:
        bare = replace(control.auth, secret=lambda: RuntimeSecret(pepper=SECRET.pepper))
        with pytest.raises(Forbidden):
            break_glass(
                Mfa(bare, control.mail),
                control.links,
                email="owner@acme.example",
                organization_id=None,
                setup_token="",
                origin=Origin("r-1"),
            )

    def test_is_for_administrators_only(self, control: Control) -> None:
        control.person("developer")
        control.person("admin")
        assert self.make(control, email="admin@acme.example").status == 201
        assert self.make(control, email=DEVELOPER).status == 404
        assert self.make(control, email="nobody@acme.example").status == 404

    def test_asks_which_organization_is_meant(self, control: Control, other: str) -> None:
        body = {
            "name": "Initech",
            "admin_email": "owner@acme.example",
            "admin_name": "Olga",
            "admin_password": PASSWORD,
        }
        assert control.ask("directory/create_organization", body=body).status == 201
        asked = self.make(control)
        assert (asked.status, asked.field) == (422, "organization_id")
        named = self.make(control, organization_id=control.organization_id)
        assert named.status == 201

    @pytest.mark.parametrize("body", [{"email": "no address"}, {"email": 5}, {"user_id": "x"}])
    def test_names_the_offending_field(self, control: Control, body: dict[str, Any]) -> None:
        answer = self.make(control, **body)
        assert (answer.status, answer.field) == (400, next(iter(body)))

    @pytest.mark.parametrize("token", ["", "nonsense", "tgl_" + "0" * 20 + "_" + "a" * 43])
    def test_another_token_does_nothing(self, control: Control, token: str) -> None:
        assert self.use(control, token).status == 400

    def test_a_link_of_another_kind_does_nothing(self, control: Control) -> None:
        enrol_app(control)
        body = {"email": "owner@acme.example"}
        assert control.ask("auth/forgot_password", bearer="", body=body).status == 202
        assert self.use(control, control.mailed_token("password.reset")).status == 400
        assert first_step(control)["requires_mfa"] is True
