"""Access reviews: the snapshot, decisions that take effect, and the report."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from tests.control_plane import Answer, Control

pytestmark = pytest.mark.aws


def start(control: Control, bearer: str | None = None, **body: Any) -> Answer:
    return control.ask(
        "directory/create_access_review", bearer=bearer, body={"name": "Fourth quarter", **body}
    )


def items_of(control: Control, review_id: str, **query: str) -> list[dict[str, Any]]:
    answer = control.ask(
        "directory/get_access_review", target=review_id, query={"limit": "100", **query}
    )
    assert answer.status == 200, answer.json
    found: list[dict[str, Any]] = answer.json["items"]
    return found


def decide(
    control: Control, review_id: str, item_id: str, bearer: str | None = None, **body: Any
) -> Answer:
    path = f"/api/v1/access-reviews/{review_id}/items/{item_id}"
    more = {"decision": "revoke", **body}
    return control.ask("directory/decide_access_review_item", path=path, bearer=bearer, body=more)


def close(control: Control, review_id: str, **body: Any) -> Answer:
    return control.ask("directory/close_access_review", target=review_id, body=body or None)


class Cast:
    """Dora of a team with a role in it and a key, and a service key."""

    def __init__(self, control: Control) -> None:
        control.now_ms += 1
        self.team_id = control.ask("directory/create_team", body={"name": "Search"}).json["id"]
        self.dora_id, self.dora = control.person(
            "developer",
            "dora@acme.example",
            team_ids=[self.team_id],
            team_roles={self.team_id: ["viewer"]},
        )
        own = {"name": "=laptop", "user_id": self.dora_id}
        self.key = control.ask("directory/create_api_key", body=own).json
        control.now_ms += 1
        service = {"name": "CI", "permissions": ["teams.view"], "team_id": self.team_id}
        self.service_key = control.ask("directory/create_api_key", body=service).json
        control.ask("directory/list_teams", bearer=self.service_key["key"])


@pytest.fixture
def cast(control: Control) -> Cast:
    return Cast(control)


def by_subject(items: list[dict[str, Any]]) -> dict[tuple[str, str], dict[str, Any]]:
    return {(item["kind"], item["subject"]): item for item in items}


class TestSnapshot:
    def test_has_who_has_what(self, control: Control, cast: Cast) -> None:
        started = start(control, due_at="2026-12-31T00:00:00Z")
        assert started.status == 201, started.json
        assert started.json["status"] == "open"
        assert started.json["due_at"] == "2026-12-31T00:00:00.000Z"
        items = items_of(control, started.json["id"])
        assert started.json["item_count"] == len(items)
        assert [(item["kind"], item["name"]) for item in items] == [
            ("role", "owner"),
            ("role", "developer"),
            ("membership", "Search"),
            ("team_role", "viewer in Search"),
            ("api_key", "=laptop"),
            ("api_key", "CI"),
        ]
        dora = items[1]["person"]
        assert (dora["email"], dora["status"]) == ("dora@acme.example", "active")
        assert dora["last_sign_in_at"] == "2026-11-21T09:30:00.001Z"
        assert dora["mfa_methods"] == []
        assert items[5]["person"] is None
        assert items[5]["last_used_at"] == "2026-11-21T09:30:00.002Z"
        assert items[4]["last_used_at"] is None
        assert items[5]["permissions"] == ["teams.view"]

    def test_remembers_a_sign_in_that_is_over(self, control: Control, cast: Cast) -> None:
        control.ask("auth/logout", bearer=cast.dora)
        control.now_ms += 86_400_000
        control.token = control.token_of("owner@acme.example")
        items = items_of(control, start(control).json["id"])
        assert items[0]["person"]["last_sign_in_at"] == "2026-11-22T09:30:00.002Z"
        assert items[1]["person"]["last_sign_in_at"] == "2026-11-21T09:30:00.001Z"

    @pytest.mark.parametrize(
        ("scope", "names"),
        [
            ({"kinds": ["api_key"]}, ["=laptop", "CI"]),
            ({"roles": ["developer"]}, ["developer", "Search", "=laptop"]),
            ({"roles": ["Org Admin", "owner"], "kinds": ["role"]}, ["owner"]),
        ],
    )
    def test_is_narrowed_by_its_scope(
        self, control: Control, cast: Cast, scope: dict[str, Any], names: list[str]
    ) -> None:
        review = start(control, scope=scope).json
        assert [item["name"] for item in items_of(control, review["id"])] == names

    def test_of_a_team(self, control: Control, cast: Cast) -> None:
        review = start(control, scope={"team_ids": [cast.team_id]}).json
        names = [item["name"] for item in items_of(control, review["id"])]
        assert names == ["developer", "Search", "viewer in Search", "=laptop", "CI"]

    @pytest.mark.parametrize(
        ("body", "status", "field"),
        [
            ({"name": ""}, 400, "name"),
            ({"due_at": "soon"}, 400, "due_at"),
            ({"due_at": "2026-11-21T09:30:00Z"}, 400, "due_at"),
            ({"scope": {"kinds": ["everything"]}}, 400, "scope.kinds.0"),
            ({"scope": {"team_ids": ["team_00000000000000000000"]}}, 400, "scope.team_ids"),
            ({"scope": {"roles": ["king"]}}, 400, "scope.roles"),
            ({"scope": {"roles": ["auditor"]}}, 422, "scope"),
            ({"items": []}, 400, "items"),
        ],
    )
    def test_names_what_is_wrong(
        self, control: Control, body: dict[str, Any], status: int, field: str
    ) -> None:
        answer = start(control, **body)
        assert (answer.status, answer.field) == (status, field)

    def test_another_organizations_team_is_none(
        self, control: Control, cast: Cast, other: str
    ) -> None:
        answer = start(control, other, scope={"team_ids": [cast.team_id]})
        assert (answer.status, answer.field) == (400, "scope.team_ids")
        theirs = start(control, other).json
        assert theirs["item_count"] == 1

    def test_keeps_no_names(self, control: Control, cast: Cast) -> None:
        review_id = start(control).json["id"]
        stored = [
            item
            for item in control.client.scan(TableName=control.tables.directory)["Items"]
            if item["sk"]["S"].startswith("REVIEWPART#")
        ]
        assert cast.dora_id in str(stored)
        assert "dora@acme.example" not in str(stored)
        control.ask("directory/update_user", target=cast.dora_id, body={"name": "Dora B."})
        assert items_of(control, review_id)[1]["person"]["name"] == "Dora B."
        kept = decide(control, review_id, "itm_000002", decision="keep").json
        assert kept["person"]["email"] == "dora@acme.example"

    def test_stays_as_it_was(self, control: Control, cast: Cast) -> None:
        review = start(control).json
        control.ask("directory/delete_api_key", target=cast.key["id"])
        assert len(items_of(control, review["id"])) == review["item_count"]

    def test_comes_in_pages(self, control: Control, cast: Cast) -> None:
        review_id = start(control).json["id"]
        seen: list[str] = []
        query: dict[str, str] = {"limit": "4"}
        for _ in range(2):
            page = control.ask("directory/get_access_review", target=review_id, query=query).json
            seen += [item["id"] for item in page["items"]]
            query = {"limit": "4", "cursor": page["next_cursor"]}
        assert page["next_cursor"] is None
        assert seen == [f"itm_{number:06d}" for number in range(1, 7)]


class TestDecisions:
    def test_what_is_kept_stays(self, control: Control, cast: Cast) -> None:
        review_id = start(control).json["id"]
        kept = decide(control, review_id, "itm_000002", decision="keep", comment="needed")
        assert kept.status == 200, kept.json
        assert (kept.json["decision"], kept.json["outcome"]) == ("keep", "kept")
        assert (kept.json["decided_by"], kept.json["comment"]) == (control.user_id, "needed")
        assert control.ask("directory/get_user", target=cast.dora_id).json["roles"]
        undecided = items_of(control, review_id, undecided="true")
        assert "itm_000002" not in {item["id"] for item in undecided}
        assert len(undecided) == 5

    def test_what_is_revoked_is_taken_away(self, control: Control, cast: Cast) -> None:
        review_id = start(control).json["id"]
        found = by_subject(items_of(control, review_id))

        def revoke(kind: str, subject: str) -> None:
            before = control.epochs()
            answer = decide(control, review_id, found[kind, subject]["id"])
            assert (answer.status, answer.json["outcome"]) == (200, "revoked"), answer.json
            assert control.epochs() == [epoch + 1 for epoch in before]

        def dora() -> dict[str, Any]:
            shown: dict[str, Any] = control.ask("directory/get_user", target=cast.dora_id).json
            return shown

        revoke("role", "developer")
        assert dora()["roles"] == []
        revoke("team_role", "viewer")
        assert dora()["team_roles"] == {}
        assert dora()["team_ids"] == [cast.team_id]
        revoke("membership", cast.team_id)
        assert dora()["team_ids"] == []
        revoke("api_key", cast.key["id"])
        revoke("api_key", cast.service_key["id"])
        for key in (cast.key, cast.service_key):
            shown = control.ask("directory/get_api_key", target=key["id"]).json
            assert shown["status"] == "revoked"
        listed = control.ask("directory/list_teams", bearer=cast.service_key["key"])
        assert listed.status == 401
        actions = control.actions()
        assert actions.count("user.access_revoked") == 3
        assert actions.count("api_key.revoked") == 2

    def test_leaving_a_team_ends_the_roles_in_it(self, control: Control, cast: Cast) -> None:
        review_id = start(control).json["id"]
        found = by_subject(items_of(control, review_id))
        decide(control, review_id, found["membership", cast.team_id]["id"])
        user = control.ask("directory/get_user", target=cast.dora_id).json
        assert (user["team_ids"], user["team_roles"]) == ([], {})
        late = decide(control, review_id, found["team_role", "viewer"]["id"])
        assert late.json["outcome"] == "gone"

    def test_what_is_gone_already_is_said_to_be(self, control: Control, cast: Cast) -> None:
        review_id = start(control).json["id"]
        found = by_subject(items_of(control, review_id))
        control.ask("directory/delete_api_key", target=cast.key["id"])
        control.ask("directory/delete_user", target=cast.dora_id)
        for place in (("api_key", cast.key["id"]), ("role", "developer")):
            answer = decide(control, review_id, found[place]["id"])
            assert (answer.status, answer.json["outcome"]) == (200, "gone")

    def test_a_yes_may_become_a_no_but_not_the_other_way(
        self, control: Control, cast: Cast
    ) -> None:
        review_id = start(control).json["id"]
        decide(control, review_id, "itm_000002", decision="keep")
        assert decide(control, review_id, "itm_000002").json["outcome"] == "revoked"
        for decision in ("keep", "revoke"):
            again = decide(control, review_id, "itm_000002", decision=decision)
            assert again.status == 409

    def test_nobody_decides_about_their_own(self, control: Control, cast: Cast) -> None:
        review_id = start(control).json["id"]
        for decision in ("keep", "revoke"):
            own = decide(control, review_id, "itm_000001", decision=decision)
            assert own.status == 403

    def test_the_last_owner_stays(self, control: Control, cast: Cast) -> None:
        _, admin = control.person("admin")
        review_id = start(control).json["id"]
        answer = decide(control, review_id, "itm_000001", admin)
        assert answer.status == 403
        owner_id, second = control.person("owner", "second@acme.example")
        assert decide(control, review_id, "itm_000001", second).status == 200
        again = start(control, second).json["id"]
        found = by_subject(items_of_by(control, again, second))
        assert found["role", "owner"]["person"]["id"] == owner_id

    def test_an_officer_stops_who_may_not_stop_others(self, control: Control, cast: Cast) -> None:
        _, officer = control.person("security_officer")
        _, admin = control.person("admin")
        control.now_ms += 1
        review_id = start(control, officer).json["id"]
        found = by_subject(items_of(control, review_id))
        assert decide(control, review_id, found["role", "developer"]["id"], officer).status == 200
        assert decide(control, review_id, found["role", "admin"]["id"], officer).status == 403
        assert control.ask("directory/create_team", bearer=admin).status == 201

    @pytest.mark.parametrize("body", [{"decision": "perhaps"}, {"decision": None}])
    def test_names_a_bad_decision(self, control: Control, cast: Cast, body: dict[str, Any]) -> None:
        review_id = start(control).json["id"]
        answer = decide(control, review_id, "itm_000002", **body)
        assert (answer.status, answer.field) == (400, "decision")

    def test_an_item_that_is_not_there(self, control: Control, cast: Cast) -> None:
        review_id = start(control).json["id"]
        for item_id in ("itm_999999", "itm_00000", "x"):
            assert decide(control, review_id, item_id).status == 404


def items_of_by(control: Control, review_id: str, bearer: str) -> list[dict[str, Any]]:
    answer = control.ask("directory/get_access_review", target=review_id, bearer=bearer)
    found: list[dict[str, Any]] = answer.json["items"]
    return found


class TestEnd:
    def test_waits_for_every_decision(self, control: Control, cast: Cast) -> None:
        review_id = start(control).json["id"]
        early = close(control, review_id)
        assert (early.status, early.json["undecided"]) == (409, 6)
        ended = close(control, review_id, leave_undecided=True)
        assert (ended.status, ended.json["status"]) == (200, "closed")
        assert ended.json["closed_by"] == control.user_id
        assert close(control, review_id, leave_undecided=True).status == 409
        assert decide(control, review_id, "itm_000002").status == 409
        assert control.actions().count("access_review.closed") == 1

    def test_is_listed_newest_first(self, control: Control) -> None:
        first = start(control).json["id"]
        control.now_ms += 1
        second = start(control).json["id"]
        page = control.ask("directory/list_access_reviews", query={"limit": "1"}).json
        rest = control.ask(
            "directory/list_access_reviews", query={"cursor": page["next_cursor"]}
        ).json
        assert [page["items"][0]["id"], rest["items"][0]["id"]] == [second, first]
        bad = control.ask("directory/list_access_reviews", query={"cursor": "eA"})
        assert (bad.status, bad.field) == (400, "cursor")


class TestReport:
    def test_as_json(self, control: Control, cast: Cast) -> None:
        review = start(control).json
        report = control.ask("directory/report_access_review", target=review["id"])
        assert report.status == 200
        assert {name: report.json[name] for name in review} == review
        assert report.json["items"] == items_of(control, review["id"])

    def test_as_csv_that_runs_no_formula(self, control: Control, cast: Cast) -> None:
        review_id = start(control).json["id"]
        decide(control, review_id, "itm_000002", decision="keep", comment="@sum(A1)")
        report = control.ask(
            "directory/report_access_review", target=review_id, query={"format": "csv"}
        )
        assert report.headers["content-type"].startswith("text/csv")
        assert f"access-review-{review_id}.csv" in report.headers["content-disposition"]
        rows = list(csv.DictReader(io.StringIO(report.json)))
        assert [row["what"] for row in rows][4:] == ["'=laptop", "CI"]
        assert (rows[1]["comment"], rows[1]["outcome"]) == ("'@sum(A1)", "kept")
        assert rows[5]["name"] == "(service key)"
        cells = [cell for row in rows for cell in row.values()]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]

    def test_a_format_that_is_none(self, control: Control) -> None:
        answer = control.ask(
            "directory/report_access_review",
            target=start(control).json["id"],
            query={"format": "pdf"},
        )
        assert (answer.status, answer.field) == (400, "format")


EVENTS = (
    "get_access_review",
    "report_access_review",
    "decide_access_review_item",
    "close_access_review",
)


class TestReach:
    def test_another_organizations_look_like_none(
        self, control: Control, cast: Cast, other: str
    ) -> None:
        review_id = start(control).json["id"]
        for event in EVENTS:
            answer = control.ask(f"directory/{event}", target=review_id, bearer=other)
            assert answer.status == 404, event
        assert control.ask("directory/list_access_reviews", bearer=other).json["items"] == []

    def test_needs_the_permission(self, control: Control, cast: Cast) -> None:
        review_id = start(control).json["id"]
        _, auditor = control.person("auditor")
        reading = ("list_access_reviews", "get_access_review", "report_access_review")
        for event in ("create_access_review", "list_access_reviews", *EVENTS):
            target = (
                {} if event.endswith(("create_access_review", "reviews")) else {"target": review_id}
            )
            statuses = [
                control.ask(f"directory/{event}", bearer=bearer, **target).status
                for bearer in (auditor, cast.dora, "")
            ]
            assert statuses == [200 if event in reading else 403, 403, 401], event
