"""Usage and requests over HTTP events: as anyone may see them, and as strangers may not."""

from __future__ import annotations

from typing import Any

import pytest

from functions.usage.handler import make_app
from tests import journal_records as journal
from tests.control_plane import START_MS, Answer, Control, send
from tests.events import load
from tests.postgres import open_at
from tollgate.http import Resolver
from tollgate.ledger.models import RequestRecord
from tollgate.ledger.records import record_to_item
from tollgate.usage.database import Database
from tollgate.usage.parameters import with_canonical_names
from tollgate.usage.service import ingest

pytestmark = [pytest.mark.aws, pytest.mark.postgres]


class Client:
    """Sends sample events as the owner unless another token is given."""

    def __init__(self, app: Resolver, control: Control) -> None:
        self.app = app
        self.control = control

    def ask(self, name: str, *, bearer: str | None = None, **changes: Any) -> Answer:
        token = self.control.token if bearer is None else bearer
        return send(self.app, with_canonical_names(load(name, bearer=token, **changes)))

    def called(self, database: Database, *records: RequestRecord) -> None:
        """Writes records into the journal and, as the stream would, into the database."""
        for record in records:
            self.control.client.put_item(
                TableName=self.control.tables.journal, Item=record_to_item(record)
            )
        ingest(database, [journal.stream_record(record) for record in records])


@pytest.fixture
def client(app: Resolver, control: Control) -> Client:
    return Client(app, control)


@pytest.fixture
def mine(control: Control) -> dict[str, Any]:
    """What makes a sample record one of this organization, an hour ago."""
    return {"organization_id": control.organization_id, "created_ms": START_MS - 3_600_000}


def test_a_summary_has_totals_and_groups(
    client: Client, database: Database, mine: dict[str, Any]
) -> None:
    client.called(database, journal.settled("req_a", **mine), journal.refused("req_b", **mine))
    answer = client.ask("usage/summary")
    assert answer.status == 200
    assert (answer.json["requests"], answer.json["refused"]) == (2, 1)
    assert answer.json["total_cost_usd"] == answer.json["totals"]["cost_usd"] == "0.00615"
    [group] = answer.json["items"]
    assert (group["group"], group["input_tokens"], group["total_tokens"]) == ("gpt-4o", 1200, 1540)


def test_a_summary_by_day_has_every_day(client: Client) -> None:
    query = {"from": "2026-11-01", "to": "2026-11-05", "group_by": "day"}
    answer = client.ask("usage/summary", query=query)
    days = [item["group"] for item in answer.json["items"]]
    assert days == [f"2026-11-0{day}" for day in range(1, 6)]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"start": "yesterday"}, "start"),
        ({"start": "2026-11-21T10:00:00"}, "start"),
        ({"start": "2026-11-22", "end": "2026-11-01"}, "start"),
        ({"group_by": "colour"}, "group_by"),
        ({"start": "2026-01-01", "group_by": "hour"}, "start"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"end": "9999-12-31"}, "end"),
    ],
)
def test_a_question_that_makes_no_sense_names_its_field(
    client: Client, query: dict[str, str], field: str
) -> None:
    answer = client.ask("usage/summary", query=query)
    assert (answer.status, answer.field) == (400, field)


def test_another_organization_sees_none_of_it(
    client: Client, database: Database, mine: dict[str, Any], other: str
) -> None:
    client.called(database, journal.settled("req_a", **mine))
    assert client.ask("usage/summary", bearer=other).json["requests"] == 0
    assert client.ask("usage/list_requests", bearer=other).json["items"] == []
    assert client.ask("usage/get_request", target="req_a", bearer=other).status == 404
    assert client.ask("usage/get_request", target="req_a").status == 200


def test_a_developer_sees_only_their_own(
    client: Client, control: Control, database: Database, mine: dict[str, Any]
) -> None:
    user_id, token = control.person("developer")
    own = journal.settled("req_own", **mine, user_id=user_id)
    client.called(database, journal.settled("req_a", **mine), own)
    assert client.ask("usage/summary", bearer=token).json["requests"] == 1
    listed = client.ask("usage/list_requests", bearer=token).json["items"]
    assert [item["id"] for item in listed] == ["req_own"]
    assert client.ask("usage/get_request", target="req_a", bearer=token).status == 404
    assert client.ask("usage/get_request", target="req_own", bearer=token).status == 200
    others = {"user_id": "usr_01jd3v6k8mx2q4r7tn61"}
    assert client.ask("usage/summary", query=others, bearer=token).status == 403


def test_a_stranger_is_told_to_sign_in(client: Client) -> None:
    for name in ("usage/summary", "usage/list_requests", "usage/get_request"):
        assert client.ask(name, bearer="").status == 401


def test_a_request_tells_everything(
    client: Client, database: Database, mine: dict[str, Any]
) -> None:
    client.called(database, journal.settled("req_a", **mine))
    view = client.ask("usage/get_request", target="req_a").json
    assert (view["state"], view["decision"], view["hold_usd"]) == ("settled", "allow", "0.009")
    assert (view["cost_usd"], view["usage_source"]) == ("0.00615", "provider")
    assert view["accounts"][0]["limit_usd"] == "50"
    assert view["arithmetic"][0] == {
        "unit": "input",
        "tokens": 1000,
        "price_usd_per_million": "2.5",
    }
    assert view["usage"]["output_tokens"] == 340


def test_a_late_settlement_shows_the_true_cost(
    client: Client, database: Database, mine: dict[str, Any]
) -> None:
    client.called(database, journal.settled_late("req_a", **mine))
    view = client.ask("usage/get_request", target="req_a").json
    assert (view["state"], view["cost_usd"]) == ("unknown", "0.00615")
    assert view["adjust"] == {"cost_usd": "-0.00285", "reason": "late_settlement"}


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (journal.admitted, ("admitted", None, None)),
        (journal.refused, ("refused", 402, "budget_exhausted")),
    ],
    ids=["under way", "refused"],
)
def test_a_request_without_a_cost_is_shown_too(
    client: Client,
    control: Control,
    mine: dict[str, Any],
    record: Any,
    expected: tuple[str, int | None, str | None],
) -> None:
    item = record_to_item(record("req_a", **mine))
    control.client.put_item(TableName=control.tables.journal, Item=item)
    view = client.ask("usage/get_request", target="req_a").json
    assert (view["state"], view["status"], (view["refusal"] or {}).get("code")) == expected


@pytest.mark.parametrize("target", ["req_nobody", "x%23y", "REQUEST"])
def test_an_unknown_request_is_not_found(client: Client, target: str) -> None:
    assert client.ask("usage/get_request", target=target).status == 404


def test_the_list_pages_newest_first(
    client: Client, database: Database, mine: dict[str, Any]
) -> None:
    records = [
        journal.settled(f"req_{number}", **{**mine, "created_ms": mine["created_ms"] + number})
        for number in range(5)
    ]
    client.called(database, *records)
    first = client.ask("usage/list_requests", query={"limit": "3"}).json
    second = client.ask(
        "usage/list_requests", query={"limit": "3", "cursor": first["next_cursor"]}
    ).json
    ids = [item["id"] for item in first["items"] + second["items"]]
    assert ids == ["req_4", "req_3", "req_2", "req_1", "req_0"]
    assert second["next_cursor"] is None
    refused = client.ask("usage/list_requests", query={"cursor": "%%%"})
    assert (refused.status, refused.field) == (400, "cursor")


def test_the_list_holds_one_outcome_as_a_summary_counts_it(
    client: Client, database: Database, mine: dict[str, Any]
) -> None:
    records = (journal.settled, journal.refused, journal.reaped)
    client.called(database, *(make(f"req_{make.__name__}", **mine) for make in records))
    listed = {
        outcome: [
            item["id"]
            for item in client.ask("usage/list_requests", query={"outcome": outcome}).json["items"]
        ]
        for outcome in ("served", "refused", "failed")
    }
    assert listed == {
        "served": ["req_settled"],
        "refused": ["req_refused"],
        "failed": ["req_reaped"],
    }
    totals = client.ask("usage/summary").json["totals"]
    assert (totals["refused"], totals["errors"]) == (1, 1)
    wrong = client.ask("usage/list_requests", query={"outcome": "lost"})
    assert (wrong.status, wrong.field) == (400, "outcome")


def test_a_database_that_sleeps_says_when_to_come_back(
    control: Control, tmp_path: object, deps: Any
) -> None:
    asleep = make_app(deps(database=open_at(f"postgresql:///x?host={tmp_path}")))
    answer = send(asleep, load("usage/summary", bearer=control.token))
    assert (answer.status, answer.json["code"]) == (503, "database_waking_up")
    assert answer.headers["retry-after"] == "15"
