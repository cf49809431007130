"""Usage and requests as the scope `team` narrows them: what was charged to teams, and one's own."""

from __future__ import annotations

from typing import Any

import pytest

from tests import journal_records as journal
from tests.control_plane import START_MS, Answer, Control, send
from tests.events import load
from tollgate.http import Resolver
from tollgate.ledger.models import RequestRecord
from tollgate.ledger.records import record_to_item
from tollgate.usage.database import Database
from tollgate.usage.service import ingest, roll_up

pytestmark = [pytest.mark.aws, pytest.mark.postgres]

LEAF, BESIDE = (f"team_01jd3v6k8mx2q4r7tn6{digit}" for digit in "bc")
ALL = {"charged_to_top", "charged_to_leaf", "charged_beside", "nobodys", "own_beside"}
REACHED = ALL - {"charged_beside", "nobodys"}
SPAN = {"start": "2026-11-18", "end": "2026-11-18"}


class World:
    """Calls of three teams and a person whose role gives everything the scope `team`."""

    def __init__(self, app: Resolver, control: Control, database: Database) -> None:
        self.app, self.control, self.database = app, control, database
        top = control.ask("directory/create_team", body={"name": "top"}).json["id"]
        permissions = ["usage.view.team", "requests.view.team"]
        control.ask("directory/create_role", body={"name": "lead", "permissions": permissions})
        self.user_id, self.token = control.person("lead", team_ids=[top])
        mine: dict[str, Any] = {
            "organization_id": control.organization_id,
            "created_ms": START_MS - 3 * 86_400_000,
        }
        self.called(
            journal.settled("charged_to_top", **mine, team_path=(top,)),
            journal.settled("charged_to_leaf", **mine, team_path=(LEAF, top)),
            journal.settled("charged_beside", **mine, team_path=(BESIDE,)),
            journal.settled("nobodys", **mine, team_path=(), user_id=None),
            journal.settled("own_beside", **mine, team_path=(BESIDE,), user_id=self.user_id),
        )

    def called(self, *records: RequestRecord) -> None:
        for record in records:
            item = record_to_item(record)
            self.control.client.put_item(TableName=self.control.tables.journal, Item=item)
        ingest(self.database, [journal.stream_record(record) for record in records])

    def ask(self, name: str, bearer: str | None = None, **changes: Any) -> Answer:
        return send(self.app, load(name, bearer=bearer or self.token, **changes))


@pytest.fixture
def world(app: Resolver, control: Control, database: Database) -> World:
    return World(app, control, database)


def test_the_list_has_the_teams_calls_and_ones_own(world: World) -> None:
    listed = world.ask("usage/list_requests", query=SPAN).json["items"]
    assert {each["id"] for each in listed} == REACHED
    everything = world.ask("usage/list_requests", world.control.token, query=SPAN).json["items"]
    assert {each["id"] for each in everything} == ALL


def test_single_requests_out_of_reach_look_like_none(world: World) -> None:
    for request_id in ALL:
        answer = world.ask("usage/get_request", target=request_id)
        assert answer.status == (200 if request_id in REACHED else 404), request_id


@pytest.mark.parametrize("group_by", ["day", "hour", "team", "user"])
def test_sums_are_the_same_before_and_after_they_are_rolled_up(world: World, group_by: str) -> None:
    query = {"start": "2026-11-18", "end": "2026-11-18", "group_by": group_by}
    fresh = world.ask("usage/summary", query=query).json
    assert fresh["requests"] == len(REACHED)
    assert roll_up(world.database, now_ms=START_MS).hours > 0
    assert world.ask("usage/summary", query=query).json == fresh


def test_filters_narrow_further_and_never_widen(world: World) -> None:
    for query, count in (
        ({"team_id": BESIDE}, 1),
        ({"team_id": LEAF}, 1),
        ({"user_id": world.user_id}, 1),
        ({"user_id": world.control.user_id}, 0),
    ):
        summary = world.ask("usage/summary", query={**SPAN, **query}).json
        assert summary["requests"] == count, query


def test_who_left_the_team_sees_their_own_alone(world: World) -> None:
    left = world.control.ask("directory/update_user", target=world.user_id, body={"team_ids": []})
    assert left.status == 200, left.json
    listed = world.ask("usage/list_requests", query=SPAN).json["items"]
    assert {each["id"] for each in listed} == {"own_beside"}
