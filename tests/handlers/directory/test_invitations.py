"""Invitations: from the letter to the first sign-in."""

from __future__ import annotations

import pytest

from tests.control_plane import SECRET, Answer, Control
from tollgate.auth.models import Credential
from tollgate.auth.service.authentication import authenticate
from tollgate.directory.models import User
from tollgate.directory.people_table import read_people
from tollgate.directory.service import invitations, people_import
from tollgate.errors import Conflict
from tollgate.journal.models import Actor, Target
from tollgate.mail.outbox import MailOutbox
from tollgate.mail.service import Mail

pytestmark = pytest.mark.aws
GOOD = "Kaffee-Tasse-am-Morgen-7"
WEEK_MS = 7 * 24 * 3600 * 1000


def invited(control: Control, **changes: object) -> str:
    answer = control.ask("directory/create_invitation", **changes)
    assert answer.status == 201, answer.json
    person: str = answer.json["id"]
    return person


def accept(control: Control, token: str | None = None, **changes: object) -> Answer:
    body = {"token": token or control.mailed_token("invitation"), "password": GOOD, **changes}
    return control.ask("auth/accept_invitation", bearer="", body=body)


def stored(control: Control, user_id: str) -> User:
    user = control.store.get(User, control.organization_id, user_id)
    assert user is not None
    return user


def test_from_the_letter_to_the_first_sign_in(control: Control) -> None:
    person = invited(control)
    [letter] = control.letters
    assert (letter.to, letter.kind) == ("jane@example.com", "invitation")
    assert "https://tollgate.example/accept-invitation?token=tgl_" in letter.text
    assert control.login("jane@example.com", GOOD).status == 401
    joined = accept(control, name="Jane S.")
    assert joined.status == 200, joined.json
    assert (joined.json["id"], joined.json["name"]) == (person, "Jane S.")
    assert joined.json["status"] == "active"
    assert control.login("jane@example.com", GOOD).status == 200
    assert stored(control, person).email_verified
    assert control.ask("directory/list_invitations").json["items"] == []
    assert {"user.created", "user.joined"} <= set(control.actions())


def test_the_guides_body_invites_whoever_gets_no_password(control: Control) -> None:
    body = {"email": "x@y.example", "name": "X", "role_ids": ["standard_user"]}
    answer = control.ask("directory/create_user", body=body)
    assert (answer.status, answer.json["status"]) == (201, "pending")
    assert accept(control).status == 200


def test_lists_who_has_not_joined(control: Control) -> None:
    person = invited(control)
    [item] = control.ask("directory/list_invitations").json["items"]
    assert (item["id"], item["email"], item["status"]) == (person, "jane@example.com", "pending")
    assert item["invited_by"] == control.user_id
    assert item["expires_at"] == "2026-11-28T09:30:00.000Z"


def test_a_link_works_once(control: Control) -> None:
    invited(control)
    token = control.mailed_token("invitation")
    assert accept(control, token).status == 200
    again = accept(control, token, password="Something-Else-77-entirely")
    assert (again.status, again.json["code"]) == (400, "invalid_link")
    assert control.login("jane@example.com", GOOD).status == 200


def test_a_link_lasts_a_week(control: Control) -> None:
    invited(control)
    control.now_ms += WEEK_MS
    assert accept(control).json["code"] == "invalid_link"


def test_a_new_letter_makes_the_old_link_useless(control: Control) -> None:
    person = invited(control)
    old = control.mailed_token("invitation")
    answer = control.ask("directory/resend_invitation", target=person)
    assert answer.status == 200, answer.json
    new = control.mailed_token("invitation")
    assert old != new
    assert accept(control, old).json["code"] == "invalid_link"
    assert accept(control, new).status == 200
    late = control.ask("directory/resend_invitation", target=person)
    assert late.status == 404


def test_taken_back_it_is_worth_nothing(control: Control) -> None:
    person = invited(control)
    assert control.ask("directory/revoke_invitation", target=person).status == 204
    assert accept(control).json["code"] == "invalid_link"
    assert control.ask("directory/get_user", target=person).status == 404
    assert control.ask("directory/revoke_invitation", target=person).status == 404
    assert invited(control) != person


def test_a_suspended_invitation_waits_again_when_restored(control: Control) -> None:
    person = invited(control)
    assert control.ask("directory/suspend_user", target=person).json["status"] == "suspended"
    assert accept(control).json["code"] == "invalid_link"
    assert control.ask("directory/activate_user", target=person).json["status"] == "pending"
    early = control.ask("directory/activate_user", target=person)
    assert (early.status, early.field) == (409, "status")
    assert accept(control).status == 200


@pytest.mark.parametrize("token", ["x", "tgl_00000000000000000000_" + "0" * 43, "tgs_1"])
def test_an_invented_link_is_refused(control: Control, token: str) -> None:
    invited(control)
    answer = accept(control, token)
    assert (answer.status, answer.json["code"]) == (400, "invalid_link")


def test_a_password_has_to_be_good_enough(control: Control) -> None:
    invited(control)
    weak = accept(control, password="Password1234")
    assert (weak.status, weak.field) == (422, "password")
    assert accept(control).status == 200


def test_a_link_for_something_else_is_refused(control: Control) -> None:
    person = invited(control)
    new = control.links.create("password.reset", control.organization_id, person, 60_000)
    event = control.auth.event(
        control.organization_id,
        Actor("system", "test"),
        Target("user", person),
        action="link.made",
        request_id="r",
    )
    control.auth.store.record(event, control.links.keeping(new.link))
    assert accept(control, new.token).json["code"] == "invalid_link"


def test_whoever_is_invited_brings_their_own_password(control: Control) -> None:
    body = {"email": "x@y.example", "name": "X", "password": GOOD}
    answer = control.ask("directory/create_invitation", body=body)
    assert (answer.status, answer.field) == (400, "password")


def test_nobody_invites_to_more_than_they_have(control: Control) -> None:
    _, admin = control.person("admin")
    body = {"email": "x@y.example", "name": "X", "roles": ["owner"]}
    answer = control.ask("directory/create_invitation", body=body, bearer=admin)
    assert (answer.status, answer.field) == (403, "roles")
    person = invited(control, body=body)
    for event in ("resend_invitation", "revoke_invitation"):
        assert control.ask(f"directory/{event}", target=person, bearer=admin).status == 403


def test_without_mail_people_wait_for_single_sign_on(control: Control) -> None:
    outbox = MailOutbox(control.settings, control.tables, lambda: SECRET)
    closed = Mail(outbox, None, lambda: "https://tollgate.example", lambda: control.now_ms)
    inviting = invitations.Inviting(control.auth.directory, control.links, closed)
    owner = authenticate(control.auth, Credential(token=control.token, request_id="r"))
    person = invitations.invite(inviting, owner, {"email": "x@y.example", "name": "X"})
    assert (person.status, person.invited_ms) == ("pending", 0)
    assert list(outbox.waiting()) == []
    with pytest.raises(Conflict, match="no mail"):
        invitations.resend(inviting, owner, person.id)
    rows = read_people("email\na@x.example\n")
    with pytest.raises(Conflict, match="no mail"):
        people_import.import_people(inviting, owner, rows, people_import.Options(invite=True))
    [shown] = control.ask("directory/list_invitations").json["items"]
    assert (shown["invited_at"], shown["expires_at"]) == (None, None)


def test_refuses_the_unprivileged(control: Control) -> None:
    person = invited(control)
    _, viewer = control.person("viewer")
    for bearer, status in ((viewer, 403), ("", 401)):
        assert control.ask("directory/create_invitation", bearer=bearer).status == status
        for event in ("resend_invitation", "revoke_invitation"):
            answer = control.ask(f"directory/{event}", target=person, bearer=bearer)
            assert answer.status == status


def test_another_organizations_invitation_looks_like_none(control: Control, other: str) -> None:
    person = invited(control)
    for event in ("resend_invitation", "revoke_invitation"):
        assert control.ask(f"directory/{event}", target=person, bearer=other).status == 404
    assert control.ask("directory/list_invitations", bearer=other).json["items"] == []
    assert accept(control).status == 200
