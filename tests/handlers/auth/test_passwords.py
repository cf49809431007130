from __future__ import annotations

import re
import time
from itertools import pairwise

import pytest

from tests.control_plane import PASSWORD, Control
from tests.second_factors import enrol_app
from tollgate.directory.models import Organization, User

pytestmark = pytest.mark.aws

NEW = "seven quiet lamps"
OWNER = "owner@acme.example"
HOUR_MS = 3600 * 1000


def secure(control: Control, **password: object) -> None:
    """Sets the organization's rules for passwords, past the routes."""
    path = (control.tables.directory, control.organization_id, "ORG")
    key = {"pk": {"S": path[1]}, "sk": {"S": path[2]}}
    values = {
        name: {"L": [{"S": word} for word in value]}
        if isinstance(value, tuple)
        else {"N": str(value)}
        for name, value in password.items()
    }
    control.client.update_item(
        TableName=path[0],
        Key=key,
        UpdateExpression="SET security = :security",
        ExpressionAttributeValues={":security": {"M": {"password": {"M": values}}}},
    )
    found = control.store.get(Organization, control.organization_id, control.organization_id)
    assert found is not None
    assert set(found.security["password"]) == set(password)


def user_of(control: Control, user_id: str) -> User:
    user = control.store.get(User, control.organization_id, user_id)
    assert user is not None
    return user


class TestChange:
    def test_the_new_one_counts_from_now_on(self, control: Control) -> None:
        body = {"current_password": PASSWORD, "new_password": NEW}
        assert control.ask("auth/change_password", body=body).status == 204
        assert control.login(OWNER, PASSWORD).status == 401
        assert control.login(OWNER, NEW).status == 200
        assert "user.password_changed" in control.actions()
        assert user_of(control, control.user_id).password_changed_ms == control.now_ms

    def test_by_put_as_well(self, control: Control) -> None:
        body = {"current_password": PASSWORD, "new_password": NEW}
        assert control.ask("auth/put_password", body=body).status == 204
        assert control.login(OWNER, NEW).status == 200

    def test_ends_all_other_sessions(self, control: Control) -> None:
        elsewhere = control.token_of(OWNER)
        body = {"current_password": PASSWORD, "new_password": NEW}
        control.ask("auth/change_password", body=body)
        assert control.ask("auth/me", bearer=elsewhere).status == 401
        assert control.ask("auth/me").status == 200

    def test_writes_to_its_owner(self, control: Control) -> None:
        body = {"current_password": PASSWORD, "new_password": NEW}
        control.ask("auth/change_password", body=body)
        [letter] = [each for each in control.letters if each.kind == "password.changed"]
        assert letter.to == OWNER
        assert "https://tollgate.example/forgot-password" in letter.text
        assert "203.0.113.10" in letter.text
        assert NEW not in letter.text

    def test_the_current_one_must_be_right(self, control: Control) -> None:
        body = {"current_password": "wrong password", "new_password": NEW}
        answer = control.ask("auth/change_password", body=body)
        assert (answer.status, answer.field) == (403, "current_password")
        assert "session.sign_in_failed" in control.actions()
        assert control.login(OWNER).status == 200

    def test_guessing_the_current_one_locks_the_account(self, control: Control) -> None:
        body = {"current_password": "wrong password", "new_password": NEW}
        for _ in range(5):
            control.ask("auth/change_password", body=body)
        right = {"current_password": PASSWORD, "new_password": NEW}
        assert control.ask("auth/change_password", body=right).status == 403
        assert control.login(OWNER).status == 401

    def test_says_all_that_is_wrong_with_the_new_one(self, control: Control) -> None:
        body = {"current_password": PASSWORD, "new_password": "password1"}
        answer = control.ask("auth/change_password", body=body)
        assert (answer.status, answer.json["code"]) == (422, "weak_password")
        assert answer.field == "new_password"
        assert len(answer.json["reasons"]) == 2
        assert control.login(OWNER).status == 200

    def test_none_of_the_last_ones_comes_back(self, control: Control) -> None:
        chosen = [PASSWORD, *(f"quiet lamps in harbour {number}" for number in range(6))]
        for current, new in pairwise(chosen):
            body = {"current_password": current, "new_password": new}
            assert control.ask("auth/change_password", body=body).status == 204
        for earlier in chosen[1:]:
            body = {"current_password": chosen[-1], "new_password": earlier}
            answer = control.ask("auth/change_password", body=body)
            assert (answer.status, answer.json["reasons"]) == (
                422,
                ["you had this password before"],
            )
        # Six passwords ago is long enough: five earlier ones are remembered.
        body = {"current_password": chosen[-1], "new_password": chosen[0]}
        assert control.ask("auth/change_password", body=body).status == 204

    def test_the_organizations_rules_count(self, control: Control) -> None:
        secure(control, min_length=16, classes=("upper", "digit"), prohibited=("zebra",))
        body = {"current_password": PASSWORD, "new_password": "a zebra in fog"}
        reasons = control.ask("auth/change_password", body=body).json["reasons"]
        assert reasons == [
            "it needs at least 16 characters",
            "it needs an upper-case letter",
            "it needs a digit",
            "it must not contain 'zebra'",
        ]

    def test_an_api_key_changes_nobodys_password(self, control: Control) -> None:
        key = control.ask("directory/create_api_key").json["key"]
        body = {"current_password": PASSWORD, "new_password": NEW}
        assert control.ask("auth/change_password", body=body, bearer=key).status == 403

    def test_a_stranger_is_refused(self, control: Control) -> None:
        assert control.ask("auth/change_password", bearer="").status == 401

    @pytest.mark.parametrize(
        ("field", "value"),
        [("new_password", "short"), ("new_password", "a" * 129), ("current_password", 5)],
    )
    def test_names_the_offending_field(self, control: Control, field: str, value: object) -> None:
        body = {"current_password": PASSWORD, "new_password": NEW, field: value}
        answer = control.ask("auth/change_password", body=body)
        assert (answer.status, answer.field) == (400, field)

    def test_no_hash_reaches_the_journal(self, control: Control) -> None:
        body = {"current_password": PASSWORD, "new_password": NEW}
        control.ask("auth/change_password", body=body)
        assert "argon2" not in str(control.events())

    def test_the_stamp_stays(self, control: Control) -> None:
        before = control.epochs()
        body = {"current_password": PASSWORD, "new_password": NEW}
        control.ask("auth/change_password", body=body)
        assert control.epochs() == before


class TestTemporary:
    WEAK = "password1234"

    def created(self, control: Control, password: str) -> str:
        body = {
            "email": "ada@acme.example",
            "name": "Ada",
            "roles": ["viewer"],
            "password": password,
        }
        user_id: str = control.ask("directory/create_user", body=body).json["id"]
        return user_id

    def test_a_weak_one_by_an_administrator_must_be_changed_first(self, control: Control) -> None:
        user_id = self.created(control, self.WEAK)
        signed_in = control.login("ada@acme.example", self.WEAK)
        assert signed_in.json["password_change_required"] is True
        token = signed_in.json["access_token"]
        refused = control.ask("directory/list_teams", bearer=token)
        assert (refused.status, refused.json["code"]) == (403, "password_change_required")
        assert control.ask("auth/me", bearer=token).status == 200
        body = {"current_password": self.WEAK, "new_password": NEW}
        assert control.ask("auth/change_password", body=body, bearer=token).status == 204
        assert control.ask("directory/list_teams", bearer=token).status == 200
        assert not user_of(control, user_id).password_temporary
        again = control.login("ada@acme.example", NEW)
        assert again.json["password_change_required"] is False

    def test_a_good_one_by_an_administrator_stays(self, control: Control) -> None:
        self.created(control, NEW)
        signed_in = control.login("ada@acme.example", NEW)
        assert signed_in.json["password_change_required"] is False

    def test_another_tenants_first_administrator(self, control: Control) -> None:
        body = {
            "name": "Globex",
            "admin_email": "gina@globex.example",
            "admin_name": "Gina",
            "admin_password": "globex for all of us",
        }
        assert control.ask("directory/create_organization", body=body).status == 201
        token = control.token_of("gina@globex.example", "globex for all of us")
        assert control.ask("directory/list_teams", bearer=token).status == 403

    def test_the_printed_one_of_the_set_up_is_only_warned_of(self, blank: Control) -> None:
        body = {
            "email": "admin@yourdomain.com",
            "password": "temporary-password",
            "name": "System Administrator",
        }
        assert blank.bootstrap(body=body).status == 201
        signed_in = blank.login("admin@yourdomain.com", "temporary-password")
        assert signed_in.json["password_change_required"] is True
        token = signed_in.json["access_token"]
        assert blank.ask("directory/list_teams", bearer=token).status == 200

    def test_a_good_one_of_the_set_up_is_not(self, control: Control) -> None:
        assert control.login(OWNER).json["password_change_required"] is False


class TestAge:
    DAY_MS = 24 * HOUR_MS

    def test_an_old_password_must_be_changed_first(self, control: Control) -> None:
        secure(control, max_age_days=90)
        control.now_ms += 90 * self.DAY_MS - 1
        token = control.token_of(OWNER)
        assert control.ask("directory/list_teams", bearer=token).status == 200
        control.now_ms += 1
        assert control.ask("directory/list_teams", bearer=token).status == 403
        body = {"current_password": PASSWORD, "new_password": NEW}
        assert control.ask("auth/change_password", body=body, bearer=token).status == 204
        assert control.ask("directory/list_teams", bearer=token).status == 200

    def test_signing_in_says_until_when_it_is_good(self, control: Control) -> None:
        assert control.login(OWNER).json["password_expires_at"] is None
        secure(control, max_age_days=1)
        assert control.login(OWNER).json["password_expires_at"] == "2026-11-22T09:30:00.000Z"

    def test_warns_as_early_as_the_organization_wants(self, control: Control) -> None:
        secure(control, max_age_days=90, warn_days=7)
        control.now_ms += 83 * self.DAY_MS - 1
        assert control.login(OWNER).json["password_expires_soon"] is False
        control.now_ms += 1
        assert control.login(OWNER).json["password_expires_soon"] is True


class TestReset:
    def asked(self, control: Control, email: str = OWNER) -> str:
        answer = control.ask("auth/request_reset", body={"email": email})
        assert answer.status == 202, answer.json
        return control.mailed_token("password.reset")

    def confirm(self, control: Control, token: str, new: str = NEW) -> int:
        body = {"token": token, "new_password": new}
        return control.ask("auth/confirm_reset", body=body).status

    def test_a_link_lets_one_choose_a_new_password(self, control: Control) -> None:
        token = self.asked(control)
        assert self.confirm(control, token) == 204
        assert control.login(OWNER, PASSWORD).status == 401
        assert control.login(OWNER, NEW).status == 200
        assert control.actions().count("user.password_reset_requested") == 1
        assert control.actions().count("user.password_reset") == 1
        assert user_of(control, control.user_id).email_verified

    @pytest.mark.parametrize("name", ["request_reset_for_clients", "forgot_password"])
    def test_by_its_other_names(self, control: Control, name: str) -> None:
        assert control.ask(f"auth/{name}", body={"email": OWNER}).status == 202
        token = control.mailed_token("password.reset")
        body = {"token": token, "new_password": NEW}
        assert control.ask("auth/reset_password", body=body).status == 204

    def test_the_link_is_the_deployments_whatever_the_host_header(self, control: Control) -> None:
        headers = {"Host": "evil.example", "X-Forwarded-Host": "evil.example"}
        control.ask("auth/request_reset", body={"email": OWNER}, headers=headers)
        [letter] = control.letters
        assert re.search(r"https://tollgate\.example/reset-password\?token=tgl_\w+\n", letter.text)
        assert "evil" not in letter.text

    def test_works_once(self, control: Control) -> None:
        token = self.asked(control)
        assert self.confirm(control, token) == 204
        answer = control.ask(
            "auth/confirm_reset", body={"token": token, "new_password": "nine slow rivers"}
        )
        assert (answer.status, answer.json["code"]) == (400, "invalid_link")
        assert control.login(OWNER, NEW).status == 200

    def test_a_weak_password_does_not_use_it_up(self, control: Control) -> None:
        token = self.asked(control)
        assert self.confirm(control, token, "password1") == 422
        assert self.confirm(control, token) == 204

    def test_is_good_for_an_hour(self, control: Control) -> None:
        token = self.asked(control)
        control.now_ms += HOUR_MS
        assert self.confirm(control, token) == 400

    def test_a_changed_password_makes_waiting_links_useless(self, control: Control) -> None:
        first, second = self.asked(control), self.asked(control)
        control.now_ms += 1
        assert self.confirm(control, second) == 204
        assert self.confirm(control, first, "nine slow rivers") == 400

    def test_a_link_to_an_earlier_address_opens_nothing(self, control: Control) -> None:
        token = self.asked(control)
        key = {"pk": {"S": control.organization_id}, "sk": {"S": f"USER#{control.user_id}"}}
        control.client.update_item(
            TableName=control.tables.directory,
            Key=key,
            UpdateExpression="SET email = :email",
            ExpressionAttributeValues={":email": {"S": "olga@acme.example"}},
        )
        assert user_of(control, control.user_id).email == "olga@acme.example"
        assert self.confirm(control, token) == 400

    def test_ends_every_session(self, control: Control) -> None:
        assert self.confirm(control, self.asked(control)) == 204
        assert control.ask("auth/me").status == 401

    def test_lifts_the_lock_after_failures(self, control: Control) -> None:
        for _ in range(5):
            control.login(OWNER, "wrong password")
        assert control.login(OWNER).status == 401
        assert self.confirm(control, self.asked(control)) == 204
        assert control.login(OWNER, NEW).status == 200

    def test_signs_nobody_in(self, control: Control) -> None:
        body = {"token": self.asked(control), "new_password": NEW}
        answer = control.ask("auth/confirm_reset", body=body)
        assert answer.json is None
        assert "set-cookie" not in answer.headers

    def test_is_no_way_around_a_second_factor(self, control: Control) -> None:
        enrol_app(control)
        assert self.confirm(control, self.asked(control)) == 204
        signed_in = control.login(OWNER, NEW)
        assert signed_in.json["requires_mfa"] is True
        assert "access_token" not in signed_in.json

    def test_three_letters_an_hour(self, control: Control) -> None:
        for _ in range(5):
            assert control.ask("auth/request_reset", body={"email": OWNER}).status == 202
        assert len(control.letters) == 3
        assert control.actions().count("user.password_reset_requested_too_often") == 2
        control.now_ms += HOUR_MS
        control.ask("auth/request_reset", body={"email": OWNER})
        assert len(control.letters) == 4

    def test_nobody_learns_who_has_an_account(self, control: Control) -> None:
        known = control.ask("auth/request_reset", body={"email": OWNER})
        unknown = control.ask("auth/request_reset", body={"email": "nobody@acme.example"})
        assert (known.status, known.json) == (unknown.status, unknown.json)
        assert len(control.letters) == 1
        events = control.events("system")
        actions = [event["action"]["S"] for event in events]
        assert actions.count("user.password_reset_requested") == 1
        assert "nobody" not in str(events)

    def test_nor_from_the_time_that_it_takes(self, control: Control) -> None:
        def seconds(email: str) -> float:
            began = time.thread_time()
            assert control.ask("auth/request_reset", body={"email": email}).status == 202
            return time.thread_time() - began

        # In turns: a machine that is slow for a while is slow for both.
        pairs = [(seconds(OWNER), seconds("nobody@acme.example")) for _ in range(3)]
        known, unknown = (min(times) for times in zip(*pairs, strict=True))
        # Both read and write as much; a letter is sealed for one alone, in far less than that.
        assert 0.3 < known / unknown < 3.3

    def test_neither_do_more_requests_tell(self, control: Control) -> None:
        answers = [
            control.ask("auth/request_reset", body={"email": "nobody@acme.example"})
            for _ in range(5)
        ]
        assert {answer.status for answer in answers} == {202}

    def test_who_is_suspended_or_has_no_password_gets_no_letter(self, control: Control) -> None:
        user_id, _ = control.person("viewer")
        control.ask("directory/suspend_user", target=user_id)
        assert control.ask("auth/request_reset", body={"email": "viewer@acme.example"}).status
        assert [letter for letter in control.letters if letter.kind == "password.reset"] == []

    def test_a_link_does_not_outlive_a_suspension(self, control: Control) -> None:
        user_id, _ = control.person("viewer")
        token = self.asked(control, "viewer@acme.example")
        control.ask("directory/suspend_user", target=user_id)
        assert self.confirm(control, token) == 400

    def test_every_organization_with_the_address_gets_its_own(
        self, control: Control, other: str
    ) -> None:
        body = {"email": OWNER, "name": "Olga", "roles": ["viewer"], "password": "other person 77"}
        assert control.ask("directory/create_user", body=body, bearer=other).status == 201
        control.letters.clear()
        self.asked(control)
        assert len(control.letters) == 2
        mine = next(each for each in control.letters if "My organization" in each.text)
        token = re.search(r"tgl_\w+", mine.text)
        assert token is not None
        assert self.confirm(control, token[0]) == 204
        assert control.login(OWNER, NEW).status == 200
        assert control.login(OWNER, "other person 77").status == 200

    @pytest.mark.parametrize(
        "token", ["tgl_" + "0" * 20 + "_" + "a" * 43, "tgl_x", "../..", "a" * 200]
    )
    def test_other_tokens_open_nothing(self, control: Control, token: str) -> None:
        assert self.confirm(control, token) == 400
        actions = [event["action"]["S"] for event in control.events("system")]
        assert actions.count("link.refused") == 1

    def test_a_link_for_something_else_opens_nothing(self, control: Control) -> None:
        control.ask("auth/resend_verification", body={"email": OWNER})
        assert self.confirm(control, control.mailed_token("email.verification")) == 400

    @pytest.mark.parametrize("email", ["not an address", "a@b.example\r\nBcc: x@y.example", 5])
    def test_names_a_malformed_address(self, control: Control, email: object) -> None:
        answer = control.ask("auth/request_reset", body={"email": email})
        assert (answer.status, answer.field) == (400, "email")

    def test_one_address_cannot_ask_forever(self, control: Control) -> None:
        statuses = {
            control.ask("auth/request_reset", body={"email": f"x{number}@y.example"}).status
            for number in range(21)
        }
        assert statuses == {202, 429}

    def test_the_table_holds_neither_token_nor_address(self, control: Control) -> None:
        token = self.asked(control)
        items = control.client.scan(TableName=control.tables.directory)["Items"]
        waiting = [item for item in items if item["sk"]["S"].startswith(("LINK#", "MAIL#"))]
        assert waiting
        assert token not in str(items)
        assert OWNER not in str(waiting)
