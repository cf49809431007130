"""Spend and budgets as the scope `team` narrows them."""

from __future__ import annotations

from typing import Any

import pytest

from tests import journal_records as journal
from tests.control_plane import START_MS, Control, send
from tests.events import load
from tollgate.http import Resolver
from tollgate.usage.database import Database
from tollgate.usage.service import ingest

pytestmark = [pytest.mark.aws, pytest.mark.postgres]


def team(control: Control, name: str, parent: str | None = None) -> str:
    body = {"name": name, "parent_team_id": parent, "budget_usd": "10"}
    team_id: str = control.ask("directory/create_team", body=body).json["id"]
    return team_id


def lead(control: Control, team_id: str) -> str:
    permissions = ["costs.view.team", "budgets.view.team", "teams.view", "users.view.team"]
    control.ask("directory/create_role", body={"name": "lead", "permissions": permissions})
    _, token = control.person("lead", team_ids=[team_id], budget_usd="5")
    return token


def test_budgets_of_ones_teams_and_ones_own(app: Resolver, control: Control) -> None:
    control.ask(
        "directory/update_organization", target=control.organization_id, body={"budget_usd": "99"}
    )
    top = team(control, "top")
    below = team(control, "below", top)
    team(control, "beside")
    control.person("viewer", "in@acme.example", team_ids=[below], budget_usd="1")
    control.person("viewer", "out@acme.example", budget_usd="1")
    answer = send(app, load("costs/budgets", bearer=lead(control, top)))
    shown = sorted((each["scope_type"], each["scope_name"]) for each in answer.json["items"])
    assert shown == [("team", "below"), ("team", "top"), ("user", "lead"), ("user", "viewer")]


def test_spend_and_its_export_end_at_the_teams(
    app: Resolver, control: Control, database: Database
) -> None:
    top = team(control, "top")
    token = lead(control, top)
    mine: dict[str, Any] = {
        "organization_id": control.organization_id,
        "created_ms": START_MS - 3_600_000,
    }
    records = [
        journal.settled("req_in", **mine, team_path=(top,)),
        journal.settled("req_out", **mine, team_path=()),
    ]
    ingest(database, [journal.stream_record(record) for record in records])
    for bearer, requests in ((token, {"req_in"}), (control.token, {"req_in", "req_out"})):
        summary = send(app, load("costs/summary", bearer=bearer)).json
        assert summary["total_cost_usd"] == ("0.00615" if len(requests) == 1 else "0.0123")
        exported = send(app, load("costs/export", bearer=bearer, query={"format": "json"})).json
        rows = exported if isinstance(exported, list) else exported["items"]
        assert {row["request_id"] for row in rows} == requests
