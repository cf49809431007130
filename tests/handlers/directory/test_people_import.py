"""Importing a table of people, as curl sends it and as the dashboard does."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from tests.control_plane import Answer, Control
from tollgate.auth.models import Caller, Credential
from tollgate.auth.service.authentication import authenticate
from tollgate.directory.models import User
from tollgate.directory.people_table import read_people
from tollgate.directory.service import people_import
from tollgate.directory.service.invitations import Inviting
from tollgate.directory.service.people_import import Options, Outcome

pytestmark = pytest.mark.aws


def team(control: Control, name: str) -> str:
    team_id: str = control.ask("directory/create_team", body={"name": name}).json["id"]
    return team_id


def caller(control: Control) -> Caller:
    return authenticate(control.auth, Credential(token=control.token, request_id="r"))


def imported(control: Control, table: str, **changes: Any) -> Answer:
    query = changes.pop("query", {})
    return control.ask("directory/import_users_json", body={"csv": table}, query=query, **changes)


def people(control: Control) -> dict[str, User]:
    everybody = control.store.everything(User, control.organization_id)
    return {user.email: user for user in everybody}


def outcomes(answer: Answer) -> list[str]:
    return [row["status"] for row in answer.json["rows"]]


def test_the_guides_table_makes_people_who_wait(control: Control) -> None:
    engineering, marketing = team(control, "Engineering"), team(control, "Marketing")
    answer = control.ask("directory/import_users")
    assert answer.status == 200, answer.json
    counts = {name: answer.json[name] for name in ("total", "created", "unchanged", "failed")}
    assert counts == {"total": 2, "created": 2, "unchanged": 0, "failed": 0}
    john, jane = people(control)["john@example.com"], people(control)["jane@example.com"]
    assert (john.name, john.roles, john.team_ids) == ("John Doe", ("power_user",), (engineering,))
    assert (jane.roles, jane.team_ids) == (("standard_user",), (marketing,))
    assert john.status == "pending"
    assert control.login("john@example.com").status == 401
    assert control.actions().count("user.created") == 3
    assert control.letters == []


def test_a_dry_run_says_the_same_and_changes_nothing(control: Control) -> None:
    before = control.events()
    answer = imported(control, "email\na@x.example\nnobody\n", query={"dry_run": "1"})
    assert outcomes(answer) == ["created", "failed"]
    assert answer.json["dry_run"] is True
    assert set(people(control)) == {"owner@acme.example"}
    assert control.events() == before


def test_the_same_table_again_changes_nothing(control: Control) -> None:
    table = "email,name\na@x.example,A\nb@x.example,B\n"
    assert outcomes(imported(control, table)) == ["created", "created"]
    before = people(control)
    again = imported(control, table + "c@x.example,C\n")
    assert outcomes(again) == ["unchanged", "unchanged", "created"]
    assert {**before, "c@x.example": people(control)["c@x.example"]} == people(control)


def test_every_line_says_what_is_wrong_with_it(control: Control) -> None:
    team(control, "twice")
    team(control, "Twice")
    table = (
        "email,name,role,team\n"
        "good@x.example,,Finance Manager,\n"
        "nobody,N,,\n"
        'long@x.example,"' + "x" * 101 + '",,\n'
        "role@x.example,R,emperor,\n"
        "team@x.example,T,,nowhere\n"
        "both@x.example,B,,twice\n"
        "GOOD@x.example ,Again,,\n"
        "owner@acme.example,O,,\n"
        f"many@x.example,M,,{'|'.join(map(str, range(21)))}\n"
    )
    answer = imported(control, table)
    messages = {row["line"]: row["message"] for row in answer.json["rows"]}
    assert outcomes(answer) == ["created", *["failed"] * 6, "unchanged", "failed"]
    assert (answer.json["created"], answer.json["failed"], answer.json["unchanged"]) == (1, 7, 1)
    for line, start in {
        3: "email",
        4: "name",
        5: "there is no role",
        6: "team",
        7: "team",
        10: "at most",
    }.items():
        assert messages[line].startswith(start), messages[line]
    assert messages[8] == "the same address as in line 2"
    assert people(control)["good@x.example"].roles == ("finance",)
    assert people(control)["good@x.example"].name == "good"


def test_nobody_imports_more_than_they_have(control: Control) -> None:
    _, admin = control.person("admin")
    answer = imported(control, "email,role\na@x.example,owner\nb@x.example,viewer\n", bearer=admin)
    assert outcomes(answer) == ["failed", "created"]
    assert "owner" in answer.json["rows"][0]["message"]


def test_as_a_table_no_cell_is_a_formula(control: Control) -> None:
    answer = imported(
        control,
        "email\n=cmd|'/c calc'!A1\n+1@x.example\n",
        headers={"Accept": "text/csv"},
    )
    assert answer.headers["content-type"].startswith("text/csv")
    assert "attachment" in answer.headers["content-disposition"]
    header, *rows = csv.reader(io.StringIO(answer.json))
    assert header == ["line", "email", "status", "message"]
    assert [row[1:3] for row in rows] == [
        ["'=cmd|'/c calc'!A1", "failed"],
        ["'+1@x.example", "created"],
    ]


def test_invited_people_get_a_letter_each(control: Control) -> None:
    answer = imported(control, "email\na@x.example\nb@x.example\n", query={"invite": "1"})
    assert outcomes(answer) == ["created", "created"]
    control.now_ms += 60_000
    assert control.mail.send_waiting() == (2, 0)
    assert sorted(letter.to for letter in control.letters) == ["a@x.example", "b@x.example"]
    body = {"token": control.mailed_token("invitation"), "password": "Kaffee-Tasse-am-Morgen-7"}
    assert control.ask("auth/accept_invitation", bearer="", body=body).status == 200


def test_more_than_a_transaction_holds(control: Control) -> None:
    teams = [team(control, f"team {number}") for number in range(12)]
    lines = [f"p{number}@x.example,P,,{teams[number % 12]}" for number in range(100)]
    answer = imported(control, "\n".join(["email,name,role,team", *lines]))
    assert set(outcomes(answer)) == {"created"}
    assert people(control)["p99@x.example"].team_ids == (teams[3],)
    assert control.actions().count("user.created") == 101


def test_somebody_who_came_meanwhile_does_not_spoil_the_others(control: Control) -> None:
    inviting = Inviting(control.auth.directory, control.links, control.mail)
    owner = caller(control)
    rows = read_people("email\na@x.example\nb@x.example\nc@x.example\n")
    reading = people_import._Reading(inviting, owner, Options())
    newcomers = [reading.read(row) for row in rows]
    imported(control, "email\nb@x.example\n")
    storing = people_import._Storing(inviting, owner, Options())
    results = storing.store(
        [each for each in newcomers if not isinstance(each, people_import.Result)]
    )
    assert [result.status for result in results] == ["created", "unchanged", "created"]


def test_what_is_not_reached_in_time_remains(control: Control) -> None:
    inviting = Inviting(control.auth.directory, control.links, control.mail)
    rows = read_people("email\na@x.example\nnobody\n")
    late = people_import.import_people(inviting, caller(control), rows, Options(), lasts_s=0)
    assert [result.status for result in late] == [Outcome.REMAINING, Outcome.FAILED]
    assert set(people(control)) == {"owner@acme.example"}
    again = people_import.import_people(inviting, caller(control), rows, Options())
    assert [result.status for result in again] == [Outcome.CREATED, Outcome.FAILED]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "csv"),
        ({"csv": ""}, "csv"),
        ({"csv": "email\n"}, "csv"),
        ({"csv": "name,role\nA,viewer\n"}, "csv"),
        ({"csv": "email,salary\na@x.example,1\n"}, "csv"),
        ({"csv": 'email\n"a@x.example\n'}, "csv"),
        ({"csv": "email\na@x.example\ufffd\n"}, "csv"),
        ({"csv": "email\na@x.example", "role": "owner"}, "role"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_whole(
    control: Control, body: dict[str, str], field: str
) -> None:
    answer = control.ask("directory/import_users_json", body=body)
    assert (answer.status, answer.field) == (400, field)


def test_a_form_is_refused_where_none_is_expected(control: Control) -> None:
    form = control.ask("directory/import_users")
    assert form.status == 200
    elsewhere = {"path": "/api/v1/teams", "resource": "/api/v1/teams", "pathParameters": None}
    answer = control.ask("directory/import_users", **elsewhere)
    assert (answer.status, answer.field) == (415, "content-type")


_EMAILS = '--X\r\nContent-Disposition: form-data; name="file"\r\n\r\nemail\r\n'


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ("no boundary at all", None),
        ('--X\r\nContent-Disposition: form-data; name="other"\r\n\r\nx\r\n--X--\r\n', "csv"),
        (f"{_EMAILS}{_EMAILS}--X--\r\n", "file"),
    ],
)
def test_a_broken_form_is_refused(control: Control, form: str, field: str | None) -> None:
    headers = {"Content-Type": "multipart/form-data; boundary=X"}
    answer = control.ask("directory/import_users", body=form, headers=headers)
    assert (answer.status, answer.field) == (400, field)


def test_a_viewer_imports_nobody(control: Control) -> None:
    _, viewer = control.person("viewer")
    for event in ("import_users", "import_users_json"):
        assert control.ask(f"directory/{event}", bearer=viewer).status == 403
        assert control.ask(f"directory/{event}", bearer="").status == 401


def test_another_organization_keeps_its_own(control: Control, other: str) -> None:
    team(control, "Engineering")
    answer = imported(control, "email,team\na@x.example,Engineering\n", bearer=other)
    assert outcomes(answer) == ["failed"]
    assert outcomes(imported(control, "email\na@x.example\n", bearer=other)) == ["created"]
    assert outcomes(imported(control, "email\na@x.example\n")) == ["created"]


def test_access_rules_hold_for_every_line(control: Control) -> None:
    closed = team(control, "Closed")
    team(control, "Open")
    rule = {
        "name": "Nobody joins the closed team",
        "effect": "forbid",
        "actions": ["users.create"],
        "condition": f'resource.teams.contains("{closed}")',
    }
    made = control.ask("directory/create_access_rule", body=rule)
    assert made.status == 201, made.json
    answer = imported(control, "email,team\na@x.example,Closed\nb@x.example,Open\n")
    assert outcomes(answer) == ["failed", "created"]


def test_a_team_administrator_imports_into_their_team(control: Control) -> None:
    mine = team(control, "Mine")
    team(control, "Other")
    role = {"name": "hr", "permissions": ["users.create"]}
    assert control.ask("directory/create_role", body=role).status == 201
    _, token = control.person("viewer", team_roles={mine: ["hr"]})
    table = (
        "email,role,team\na@x.example,viewer,Mine\nb@x.example,viewer,Other\nc@x.example,viewer,\n"
    )
    answer = imported(control, table, bearer=token)
    assert outcomes(answer) == ["created", "failed", "failed"], answer.json
