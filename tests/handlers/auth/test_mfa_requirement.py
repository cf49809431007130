"""Organizations that require a second factor: days of grace, the wall after them, how it lifts."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.authenticator import Authenticator
from tests.control_plane import PASSWORD, Control
from tests.second_factors import (
    add_passkey,
    enrol_app,
    first_step,
    passkey_sign_in,
    require_mfa,
    second_step,
)
from tollgate.auth.service.deps import Origin
from tollgate.auth.service.sign_in import SignedIn, admit, open_session
from tollgate.errors import InvalidCredentials, MfaInvalid
from tollgate.kit.clock import to_rfc3339
from tollgate.mfa.models import Challenged, Proof
from tollgate.mfa.service import verification
from tollgate.mfa.service.deps import Mfa

pytestmark = pytest.mark.aws

DAY_MS = 24 * 3600 * 1000
DEVELOPER = "developer@acme.example"


class TestGrace:
    def test_the_printed_body_of_the_guide_requires_it_in_a_week(self, control: Control) -> None:
        user_id, _ = control.person("developer")
        body = {"mfa_required": True, "mfa_methods": ["totp", "webauthn"], "grace_period_days": 7}
        assert control.ask("auth/change_security_settings", body=body).status == 200
        control.now_ms += DAY_MS
        opened = control.login(DEVELOPER)
        due = to_rfc3339(control.now_ms + 7 * DAY_MS)
        assert opened.json["mfa_required_by"] == due
        state = control.ask("auth/get_mfa", bearer=opened.json["access_token"]).json
        assert (state["required"], state["required_by"]) == (True, due)
        control.now_ms += DAY_MS
        assert control.login(DEVELOPER).json["mfa_required_by"] == due
        assert control.actions().count("user.asked_for_mfa") == 1
        stored = control.item(control.tables.directory, control.organization_id, f"USER#{user_id}")
        assert int(stored["mfa_asked_ms"]["N"]) == control.now_ms - DAY_MS

    def test_nobody_is_asked_where_none_is_required(self, control: Control) -> None:
        control.person("developer")
        assert control.login(DEVELOPER).json["mfa_required_by"] is None
        assert "user.asked_for_mfa" not in control.actions()

    def test_only_holders_of_a_role_are_asked(self, control: Control) -> None:
        control.person("developer")
        control.person("admin")
        body = {"mfa": {"roles": ["admin"]}}
        assert control.ask("auth/change_security_settings", body=body).status == 200
        assert control.login(DEVELOPER).json["mfa_required_by"] is None
        assert control.login("admin@acme.example").json["mfa_required_by"] is not None


class TestWall:
    def test_stands_after_the_days_of_grace(self, control: Control) -> None:
        control.person("developer")
        require_mfa(control, grace_days=7)
        control.login(DEVELOPER)
        control.now_ms += 7 * DAY_MS - 1
        token = control.token_of(DEVELOPER)
        assert control.ask("directory/list_teams", bearer=token).status == 200
        control.now_ms += 1
        walled = control.ask("directory/list_teams", bearer=token)
        assert (walled.status, walled.json["code"]) == (403, "mfa_enrolment_required")

    def test_lets_through_to_enrolment_and_lifts_at_once(self, control: Control) -> None:
        control.person("developer")
        require_mfa(control, grace_days=0)
        token = control.token_of(DEVELOPER)
        for name in ("directory/list_teams", "auth/list_sessions", "directory/create_api_key"):
            refused = control.ask(name, bearer=token)
            assert refused.json["code"] == "mfa_enrolment_required", name
        assert control.ask("auth/me", bearer=token).status == 200
        assert control.ask("auth/get_mfa", bearer=token).json["required"] is True
        enrol_app(control, bearer=token)
        assert control.ask("directory/list_teams", bearer=token).status == 200

    def test_a_passkey_lifts_it_too(self, control: Control) -> None:
        control.person("developer")
        require_mfa(control, grace_days=0)
        token = control.token_of(DEVELOPER)
        assert add_passkey(control, Authenticator(), bearer=token).status == 201
        assert control.ask("directory/list_teams", bearer=token).status == 200

    def test_stands_at_once_in_a_session_that_was_open(self, control: Control) -> None:
        _, token = control.person("developer")
        assert control.ask("directory/list_teams", bearer=token).status == 200
        require_mfa(control, grace_days=0)
        assert control.ask("directory/list_teams", bearer=token).status == 403

    def test_does_not_concern_api_keys(self, control: Control) -> None:
        body = {"name": "CI", "permissions": ["teams.view"]}
        key = control.ask("directory/create_api_key", body=body).json["key"]
        require_mfa(control, grace_days=0)
        assert control.ask("directory/list_teams", bearer=key).status == 200

    def test_does_not_concern_another_organization(self, control: Control, other: str) -> None:
        require_mfa(control, grace_days=0)
        assert control.ask("directory/list_teams", bearer=other).status == 200

    def test_a_factor_that_is_no_longer_accepted_does_not_lift_it(self, control: Control) -> None:
        control.person("developer")
        app = enrol_app(control, bearer=control.token_of(DEVELOPER))
        require_mfa(control, grace_days=0, methods=["webauthn"])
        challenge = first_step(control, DEVELOPER)
        assert challenge["methods"] == ["totp", "backup_code"]
        opened = second_step(control, challenge, code=app.next_code(control))
        token = opened.json["access_token"]
        # It was a sign-in with two factors: free for now, and told to enrol another.
        assert control.ask("directory/list_teams", bearer=token).status == 200
        assert opened.json["mfa_required_by"] is not None

    def test_the_last_factor_cannot_be_removed(self, control: Control) -> None:
        _, token = control.person("developer")
        app = enrol_app(control, bearer=token)
        require_mfa(control, grace_days=0)
        body = {"password": PASSWORD, "code": app.next_code(control)}
        refused = control.ask("auth/disable_mfa", bearer=token, body=body)
        assert refused.status == 403
        added = add_passkey(control, Authenticator(), bearer=token)
        assert control.ask("auth/disable_mfa", bearer=token, body=body).status == 204
        path = f"/api/v1/auth/passkeys/{added.json['id']}"
        assert control.ask("auth/remove_passkey", bearer=token, path=path).status == 403


class TestOtherWaysIn:
    """Single sign-on and invitations open sessions by the same two functions."""

    def user(self, control: Control) -> Any:
        [user] = control.store.by_email(DEVELOPER)
        return user

    def test_several_factors_elsewhere_are_enough(self, control: Control) -> None:
        control.person("developer")
        require_mfa(control, grace_days=0)
        opened = open_session(control.auth, self.user(control), ("fed", "mfa"), Origin("r-1"))
        assert control.ask("directory/list_teams", bearer=opened.token).status == 200
        assert "user.asked_for_mfa" not in control.actions()

    def test_one_factor_elsewhere_is_not(self, control: Control) -> None:
        control.person("developer")
        require_mfa(control, grace_days=0)
        opened = open_session(control.auth, self.user(control), ("fed",), Origin("r-1"))
        assert control.ask("directory/list_teams", bearer=opened.token).status == 403

    def test_an_enrolled_factor_is_asked_for_after_one_elsewhere(self, control: Control) -> None:
        control.person("developer")
        app = enrol_app(control, bearer=control.token_of(DEVELOPER))
        waiting = admit(control.auth, self.user(control), ("fed",), Origin("r-1"))
        assert isinstance(waiting, Challenged)
        code = app.next_code(control)
        opened = second_step(control, {"mfa_token": waiting.token}, code=code)
        assert opened.status == 200
        through = admit(control.auth, self.user(control), ("fed", "mfa"), Origin("r-2"))
        assert isinstance(through, SignedIn)

    def test_a_passkey_alone_satisfies_it(self, control: Control) -> None:
        control.person("developer")
        require_mfa(control, grace_days=0)
        key = Authenticator()
        add_passkey(control, key, bearer=control.token_of(DEVELOPER))
        opened = passkey_sign_in(control, key)
        assert opened.json["mfa_required_by"] is None
        token = opened.json["access_token"]
        assert control.ask("directory/list_teams", bearer=token).status == 200


class TestAtTheSameMoment:
    def verified(self, control: Control, tokens: list[str], **proof: Any) -> int:
        """How many of these challenges the same proof answers when all are sent together."""
        mfa = Mfa(control.auth, control.mail)

        def answer(token: str) -> bool:
            try:
                verification.verify(mfa, token, Proof(**proof), Origin("r-1"))
            except MfaInvalid:
                return False
            return True

        with ThreadPoolExecutor(len(tokens)) as pool:
            return sum(pool.map(answer, tokens))

    def test_a_code_opens_one_session(self, control: Control) -> None:
        app = enrol_app(control)
        tokens = [first_step(control)["mfa_token"] for _ in range(4)]
        assert self.verified(control, tokens, code=app.next_code(control)) == 1

    def test_a_backup_code_opens_one_session(self, control: Control) -> None:
        app = enrol_app(control)
        tokens = [first_step(control)["mfa_token"] for _ in range(4)]
        assert self.verified(control, tokens, backup_code=app.backup_codes[0]) == 1

    def test_a_sign_in_that_began_before_the_enrolment_opens_nothing(
        self, control: Control
    ) -> None:
        control.person("developer")
        [before] = control.store.by_email(DEVELOPER)
        enrol_app(control, bearer=control.token_of(DEVELOPER))
        with pytest.raises(InvalidCredentials):
            open_session(control.auth, before, ("pwd",), Origin("r-1"))

    def test_a_challenge_takes_five_tries_however_fast(self, control: Control) -> None:
        app = enrol_app(control)
        body = {"lockout": {"failures": 20}}
        assert control.ask("auth/change_security_settings", body=body).status == 200
        token = first_step(control)["mfa_token"]
        assert self.verified(control, [token] * 8, code="000000") == 0
        assert control.actions().count("session.sign_in_failed") == 5
        assert self.verified(control, [token], code=app.next_code(control)) == 0
