"""Spend, budgets and prices over HTTP events."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from tests import journal_records as journal
from tests.control_plane import START_MS, Answer, Control, send
from tests.events import load
from tollgate.aws.attributes import to_item
from tollgate.http import Resolver
from tollgate.ledger.models import RequestRecord
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


@pytest.fixture
def client(app: Resolver, control: Control) -> Client:
    return Client(app, control)


def _spend(database: Database, control: Control, *records: RequestRecord) -> None:
    ingest(database, [journal.stream_record(record) for record in records])


@pytest.fixture
def mine(control: Control) -> dict[str, Any]:
    return {"organization_id": control.organization_id, "created_ms": START_MS - 3_600_000}


def test_the_summary_adds_up(
    client: Client, control: Control, database: Database, mine: dict[str, Any]
) -> None:
    records = [journal.settled("req_a", **mine), journal.settled_late("req_b", **mine)]
    _spend(database, control, *records)
    answer = client.ask("costs/summary")
    assert (answer.status, answer.json["total_cost_usd"]) == (200, "0.0123")
    [team] = answer.json["by"]
    assert (team["group"], team["cost_usd"]) == ("team_01jd3v6k8mx2q4r7tn62", "0.0123")


def test_nothing_spent_is_zero_dollars(client: Client) -> None:
    answer = client.ask("costs/summary", query={})
    assert (answer.status, answer.json["total_cost_usd"]) == (200, "0")
    assert len(answer.json["by"]) == 30


def test_an_export_is_a_spreadsheet_that_runs_nothing(
    client: Client, control: Control, database: Database, mine: dict[str, Any]
) -> None:
    record = journal.settled("req_a", **mine, model='=HYPERLINK("http://x")', tags={"a": "b,c"})
    _spend(database, control, record)
    answer = client.ask("costs/export")
    assert answer.headers["content-type"].startswith("text/csv")
    assert "attachment" in answer.headers["content-disposition"]
    [row] = csv.DictReader(io.StringIO(answer.json))
    assert row["model"] == '\'=HYPERLINK("http://x")'
    assert (row["cost_usd"], row["tags"]) == ("0.00615", '{"a": "b,c"}')


def test_an_export_as_json_keeps_what_was_sent(
    client: Client, control: Control, database: Database, mine: dict[str, Any]
) -> None:
    _spend(database, control, journal.settled("req_a", **mine, model="=1+1"))
    query = {"format": "json", "from": "2026-11-01"}
    [item] = client.ask("costs/export", query=query).json["items"]
    assert (item["model"], item["cost_usd"], item["tags"]) == (
        "=1+1",
        "0.00615",
        {"project": "atlas"},
    )


def test_an_unknown_format_is_refused_by_name(client: Client) -> None:
    answer = client.ask("costs/export", query={"format": "exe"})
    assert (answer.status, answer.field) == (400, "format")


def _budget(control: Control, key_id: str, period_key: str, **balance: int) -> None:
    pk = f"{control.organization_id}#{key_id}"
    item = to_item({"pk": pk, "sk": f"BUDGET#monthly#{period_key}", **balance})
    control.client.put_item(TableName=control.tables.accounts, Item=item)


def _new_key(control: Control, token: str | None = None, **body: Any) -> str:
    body = {"name": "ci", "budget_usd": "10", "budget_period": "monthly", **body}
    created = control.ask("directory/create_api_key", body=body, bearer=token)
    assert created.status == 201, created.json
    key_id: str = created.json["id"]
    return key_id


def test_a_budget_shows_its_current_period(client: Client, control: Control) -> None:
    key_id = _new_key(control)
    [untouched] = client.ask("costs/budgets").json["items"]
    assert (untouched["spent_usd"], untouched["available_usd"]) == ("0", "10")
    nano = 10**9
    old = {"limit": 10 * nano, "available": 0, "held": 0, "spent": 10 * nano}
    _budget(control, key_id, "2026-10", **old)
    now = {"limit": 10 * nano, "available": 7 * nano, "held": nano, "spent": 2 * nano}
    _budget(control, key_id, "2026-11", **now)
    [budget] = client.ask("costs/budgets").json["items"]
    assert budget == {
        "scope_id": key_id,
        "scope_type": "api_key",
        "scope_name": "ci",
        "period": "monthly",
        "period_key": "2026-11",
        "limit_usd": "10",
        "available_usd": "7",
        "held_usd": "1",
        "spent_usd": "2",
        "utilization_percent": 30.0,
    }


def test_a_developer_sees_the_budgets_of_their_own_keys(client: Client, control: Control) -> None:
    user_id, token = control.person("developer")
    _new_key(control, name="of the organization")
    own = _new_key(control, name="own", user_id=user_id)
    scopes = [item["scope_id"] for item in client.ask("costs/budgets", bearer=token).json["items"]]
    assert scopes == [own]


def test_another_organization_has_its_own_budgets(
    client: Client, control: Control, other: str
) -> None:
    _new_key(control)
    assert client.ask("costs/budgets", bearer=other).json["items"] == []


def test_prices_are_set_read_and_removed(client: Client, control: Control) -> None:
    before = client.ask("costs/prices")
    assert (before.json["overrides"], before.json["ceiling_price"]) == ({}, None)
    stamps = control.epochs()
    tag = before.headers["etag"]
    changed = client.ask("costs/put_prices", headers={"If-Match": tag})
    assert changed.status == 200
    assert control.epochs() == [stamp + 1 for stamp in stamps]
    assert client.ask("costs/prices").json == changed.json
    assert changed.json["overrides"]["openai/gpt-4o"]["output_usd_per_million"] == "9"
    assert changed.json["ceiling_price"]["input_usd_per_million"] == "30"
    assert client.ask("costs/put_prices", headers={"If-Match": tag}).status == 412
    removed = client.ask("costs/delete_prices").json
    assert (removed["overrides"], removed["ceiling_price"]) == ({}, None)


@pytest.mark.parametrize(
    "body",
    [
        {"overrides": {"gpt-4o": {"input_usd_per_million": "-1"}}},
        {"overrides": {"gpt-4o": {"price": "1"}}},
        {"ceiling_price": {"input_usd_per_million": "1"}},
        {"override": {}},
    ],
)
def test_a_price_that_is_none_is_refused(client: Client, body: dict[str, Any]) -> None:
    answer = client.ask("costs/put_prices", body=body)
    assert (answer.status, answer.json["code"]) == (400, "invalid_request")


@pytest.mark.parametrize("name", ["costs/put_prices", "costs/delete_prices"])
def test_a_viewer_changes_no_price(client: Client, control: Control, name: str) -> None:
    _, token = control.person("viewer")
    assert client.ask("costs/prices", bearer=token).status == 200
    answer = client.ask(name, bearer=token)
    assert (answer.status, answer.json["required_permission"]) == (403, "prices.edit")


def test_a_stranger_is_told_to_sign_in(client: Client) -> None:
    for name in ("costs/summary", "costs/export", "costs/budgets", "costs/prices"):
        assert client.ask(name, bearer="").status == 401
