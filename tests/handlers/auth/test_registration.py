from __future__ import annotations

import json
from typing import Any

import pytest

from tests.control_plane import PASSWORD, Answer, Control
from tollgate.directory.models import Organization, Status, User

pytestmark = pytest.mark.aws

ADA = "ada@acme.example"
NEW = "seven quiet lamps"
DAY_MS = 24 * 3600 * 1000


def open_registration(control: Control, organization_id: str, *domains: str) -> None:
    """Lists domains in the organization's security settings, past the routes."""
    control.client.update_item(
        TableName=control.tables.directory,
        Key={"pk": {"S": organization_id}, "sk": {"S": "ORG"}},
        UpdateExpression="SET security = :security",
        ExpressionAttributeValues={
            ":security": {
                "M": {"self_registration_domains": {"L": [{"S": domain} for domain in domains]}}
            }
        },
    )
    found = control.store.get(Organization, organization_id, organization_id)
    assert found is not None
    assert found.security["self_registration_domains"] == list(domains)


def register(control: Control, **changes: Any) -> Answer:
    body = {"email": ADA, "password": PASSWORD, "name": "Ada", **changes}
    return control.ask("auth/register", body=body, bearer="")


def verify(control: Control, token: str, body: Any = None) -> Answer:
    path = f"/api/v1/auth/verify-email/{token}"
    text = None if body is None else json.dumps(body)
    headers = {"Content-Type": "application/json"} if body is not None else {}
    return control.ask("auth/verify_email", path=path, bearer="", body=text, headers=headers)


def look(control: Control, token: str) -> Answer:
    return control.ask(
        "auth/look_at_verification", path=f"/api/v1/auth/verify-email/{token}", bearer=""
    )


def people(control: Control, organization_id: str | None = None) -> list[User]:
    found = control.store.everything(User, organization_id or control.organization_id)
    return [user for user in found if user.email == ADA]


@pytest.fixture
def opened(control: Control) -> Control:
    open_registration(control, control.organization_id, "acme.example")
    return control


class TestRegister:
    def test_closed_unless_an_organization_takes_the_domain(self, control: Control) -> None:
        answer = register(control)
        assert (answer.status, answer.json["code"]) == (403, "registration_closed")
        assert people(control) == []
        actions = [event["action"]["S"] for event in control.events("system")]
        assert "user.registration_refused" in actions

    def test_makes_a_person_who_waits(self, opened: Control) -> None:
        answer = register(opened)
        assert answer.status == 202
        assert (answer.json["email"], answer.json["status"]) == (ADA, "pending")
        [ada] = people(opened)
        assert (ada.status, ada.roles, ada.email_verified) == (
            Status.PENDING,
            ("standard_user",),
            False,
        )
        assert opened.login(ADA).status == 401
        assert "user.created" in opened.actions()

    def test_confirming_the_address_lets_them_in(self, opened: Control) -> None:
        register(opened)
        token = opened.mailed_token("email.verification")
        seen = look(opened, token)
        assert seen.status == 200
        assert (seen.json["email"], seen.json["needs_password"]) == (ADA, True)
        assert verify(opened, token, {"password": PASSWORD}).status == 204
        assert opened.login(ADA).status == 200
        assert "user.email_verified" in opened.actions()

    def test_nobody_activates_an_account_that_a_stranger_made(self, opened: Control) -> None:
        register(opened, password="the password of a stranger")
        token = opened.mailed_token("email.verification")
        assert verify(opened, token).status == 403
        wrong = verify(opened, token, {"password": PASSWORD})
        assert (wrong.status, wrong.field) == (403, "password")
        assert people(opened)[0].status is Status.PENDING

    def test_the_last_who_registers_is_the_one_who_is_written_to(self, opened: Control) -> None:
        register(opened, password="the password of a stranger")
        first = opened.mailed_token("email.verification")
        opened.now_ms += 1
        register(opened)
        [ada] = people(opened)
        assert look(opened, first).status == 400
        second = opened.mailed_token("email.verification")
        assert verify(opened, second, {"password": PASSWORD}).status == 204
        assert people(opened)[0].id == ada.id

    def test_who_is_there_already_looks_the_same_and_is_told(self, opened: Control) -> None:
        fresh = register(opened)
        there = register(opened, email="owner@acme.example", password=NEW, name="Mallory")
        assert (fresh.status, fresh.json["message"]) == (there.status, there.json["message"])
        [letter] = [each for each in opened.letters if each.kind == "registration.exists"]
        assert letter.to == "owner@acme.example"
        assert "Mallory" not in letter.text
        assert opened.login("owner@acme.example").status == 200
        assert opened.login("owner@acme.example", NEW).status == 401

    def test_the_letter_carries_nothing_that_a_stranger_wrote(self, opened: Control) -> None:
        register(opened, name="Win at https://evil.example")
        assert "evil" not in opened.letters[-1].text

    def test_a_weak_password_is_refused(self, opened: Control) -> None:
        answer = register(opened, password="ada at acme")
        assert (answer.status, answer.field) == (422, "password")
        assert people(opened) == []

    def test_gives_itself_nothing(self, opened: Control) -> None:
        for field, value in (("roles", ["owner"]), ("status", "active"), ("team_ids", ["x"])):
            answer = register(opened, **{field: value})
            assert (answer.status, answer.field) == (400, field)

    @pytest.mark.parametrize(
        "email",
        ["ada@evil.example", "ada@sub.acme.example", "ada@acme.example.evil", "a@xacme.example"],
    )
    def test_other_domains_stay_out(self, opened: Control, email: str) -> None:
        assert register(opened, email=email).status == 403

    def test_the_domain_is_one_organizations_alone(self, opened: Control, other: str) -> None:
        me = opened.ask("auth/me", bearer=other).json
        theirs = register(opened, organization_id=me["organization_id"])
        assert theirs.status == 403
        open_registration(opened, me["organization_id"], "acme.example")
        several = register(opened)
        assert (several.status, several.field) == (400, "organization_id")
        assert register(opened, organization_id=me["organization_id"]).status == 202
        assert people(opened) == []
        assert len(people(opened, me["organization_id"])) == 1

    @pytest.mark.parametrize(
        ("field", "value"), [("email", "x"), ("name", ""), ("password", "short"), ("name", None)]
    )
    def test_names_the_offending_field(self, opened: Control, field: str, value: object) -> None:
        answer = register(opened, **{field: value})
        assert (answer.status, answer.field) == (400, field)

    def test_one_address_cannot_register_forever(self, opened: Control) -> None:
        statuses = [register(opened, email=f"a{n}@elsewhere.example").status for n in range(21)]
        assert statuses[-1] == 429


class TestVerification:
    OWNER = "owner@acme.example"

    def asked(self, control: Control) -> str:
        answer = control.ask("auth/resend_verification", body={"email": self.OWNER}, bearer="")
        assert answer.status == 202
        return control.mailed_token("email.verification")

    def test_a_post_confirms_an_address(self, control: Control) -> None:
        token = self.asked(control)
        assert verify(control, token).status == 204
        owner = control.store.get(User, control.organization_id, control.user_id)
        assert owner is not None
        assert owner.email_verified

    def test_looking_confirms_nothing_however_often(self, control: Control) -> None:
        token = self.asked(control)
        for _ in range(3):
            answer = look(control, token)
            assert (answer.status, answer.json["needs_password"]) == (200, False)
        owner = control.store.get(User, control.organization_id, control.user_id)
        assert owner is not None
        assert not owner.email_verified
        assert verify(control, token).status == 204

    def test_works_once(self, control: Control) -> None:
        token = self.asked(control)
        verify(control, token)
        again = verify(control, token)
        assert (again.status, again.json["code"]) == (400, "invalid_link")
        assert look(control, token).status == 400

    def test_is_good_for_a_day(self, control: Control) -> None:
        token = self.asked(control)
        control.now_ms += DAY_MS - 1
        assert look(control, token).status == 200
        control.now_ms += 1
        assert look(control, token).status == 400

    def test_who_is_confirmed_gets_no_letter(self, control: Control) -> None:
        verify(control, self.asked(control))
        control.letters.clear()
        answer = control.ask("auth/resend_verification", body={"email": self.OWNER})
        assert answer.status == 202
        assert control.letters == []

    def test_who_was_invited_gets_no_letter(self, control: Control) -> None:
        body = {"email": ADA, "name": "Ada", "roles": ["viewer"]}
        assert control.ask("directory/create_user", body=body).status == 201
        control.letters.clear()
        control.ask("auth/resend_verification", body={"email": ADA})
        assert control.letters == []

    def test_a_link_for_something_else_confirms_nothing(self, control: Control) -> None:
        control.ask("auth/request_reset", body={"email": self.OWNER})
        token = control.mailed_token("password.reset")
        assert look(control, token).status == verify(control, token).status == 400

    def test_a_malformed_body_is_named(self, control: Control) -> None:
        answer = verify(control, self.asked(control), {"password": 5})
        assert (answer.status, answer.field) == (400, "password")
