"""The demonstration's history: complete records, the same for the same seed, and exactly priced."""

from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from local import demo
from local.demo import MARKER, Demo, create_members
from local.demo_cast import KEYS, PEOPLE, TEAMS, Ids, email, member
from local.demo_history import DAY_MS, history
from local.dynamodb import CallFailed, Emulator
from local.first_run import Client, Credentials
from local.secret import read_private
from local.tables import table_name
from tollgate.kit.ids import new_id
from tollgate.ledger.models import RequestRecord, State
from tollgate.ledger.records import record_from_item, record_to_item
from tollgate.prices.service import price_for
from tollgate.providers.models import Usage
from tollgate.tables import JOURNAL
from tollgate.usage.rules import facts_of

NOW_MS = 1_790_000_000_000
IDS = Ids(
    "org_0",
    {team.name: f"team_{team.name}" for team in TEAMS},
    {person.name: f"usr_{person.name}" for person in PEOPLE},
    {key.name: f"key_{key.name}" for key in KEYS},
)
MEMBERS = [member(key, IDS) for key in KEYS]


def records(days: int, seed: int = 20) -> list[RequestRecord]:
    return list(history(MEMBERS, now_ms=NOW_MS, days=days, seed=seed))


YEAR = records(365)


def test_a_year_has_so_many_calls_and_all_have_ended() -> None:
    assert 20_000 <= len(YEAR) <= 25_000
    moments = [record.created_ms for record in YEAR]
    assert NOW_MS - 366 * DAY_MS < min(moments) < NOW_MS - 363 * DAY_MS
    assert all(record.outcome and record.outcome.ended_ms < NOW_MS for record in YEAR)
    assert State.ADMITTED not in {record.state for record in YEAR}


def test_every_way_to_end_occurs_and_a_few_percent_did_not_settle() -> None:
    states = Counter(record.state for record in YEAR)
    assert 0.93 < states[State.SETTLED] / len(YEAR) < 0.97
    assert set(states) == {State.SETTLED, State.FAILED, State.UNKNOWN, State.REFUSED}
    codes = {record.refusal["code"] for record in YEAR if record.refusal}
    assert codes == {"rate_limited", "budget_exhausted", "forbidden"}


def test_it_grows_and_rests_at_weekends_and_at_night() -> None:
    months = Counter((NOW_MS - record.created_ms) // (30 * DAY_MS) for record in YEAR)
    assert months[0] > 2 * months[11]
    # 1970-01-01 was a Thursday, so days 2 and 3 of each seven are a weekend.
    days = Counter((record.created_ms // DAY_MS) % 7 for record in YEAR)
    assert max(days[2], days[3]) < min(days[day] for day in (0, 1, 4, 5, 6)) / 2
    hours = Counter(record.created_ms // 3_600_000 % 24 for record in YEAR)
    assert hours[10] > 5 * hours[3]


def test_one_stretch_is_dearer_than_all_others() -> None:
    costs: Counter[int] = Counter()
    for record in YEAR:
        assert record.outcome
        costs[NOW_MS // DAY_MS - record.created_ms // DAY_MS] += record.outcome.cost
    dearest = [day for day, _ in costs.most_common(3)]
    assert sorted(dearest) == [38, 39, 40]
    assert costs[dearest[2]] > 1.5 * costs.most_common(4)[3][1]


def test_the_same_seed_gives_the_same_calls_but_for_their_ids() -> None:
    first, second = ([replace(r, request_id="") for r in records(10)] for _ in range(2))
    assert first == second
    assert first != [replace(record, request_id="") for record in records(10, seed=21)]


def test_a_shorter_history_is_the_end_of_a_longer_one() -> None:
    longer = [replace(record, request_id="") for record in records(5)]
    shorter = [replace(record, request_id="") for record in records(2)]
    assert longer[: len(shorter)] == shorter


def test_ids_are_unique_and_tell_the_time_of_the_call() -> None:
    assert len({record.request_id for record in YEAR}) == len(YEAR)
    for record in YEAR[::100]:
        expected = new_id("req", now_ms=record.created_ms)
        assert record.request_id[:14] == expected[:14]


def test_every_record_makes_one_fact_of_the_same_cost() -> None:
    for record in YEAR:
        item = record_to_item(record)
        assert not {"open_shard", "open_until"} & set(item)
        [fact] = facts_of({"dynamodb": {"NewImage": item, "SequenceNumber": "1"}})
        assert record.outcome
        assert fact.cost_nano == record.outcome.cost
        assert (fact.state, fact.occurred_ms) == (record.state, record.created_ms)
        assert fact.latency_ms is not None
        assert fact.latency_ms > 0


def test_records_survive_their_item() -> None:
    for record in YEAR[::50]:
        assert record_from_item(record_to_item(record)) == record


def test_costs_follow_from_the_catalog_and_never_exceed_the_hold() -> None:
    for record in YEAR:
        outcome = record.outcome
        assert outcome
        assert outcome.cost <= record.hold
        if record.state is State.UNKNOWN:
            assert (outcome.cost, outcome.usage_source) == (record.hold, "held")
        elif outcome.usage:
            price = price_for(record.provider, record.upstream_model, record.created_ms)
            assert price.cost(Usage(**outcome.usage)) == (outcome.cost, outcome.arithmetic)
            assert record.price_version == price.version
        else:
            assert (outcome.cost, outcome.arithmetic) == (0, ())


def test_a_refused_call_holds_nothing_and_an_admitted_one_names_its_accounts() -> None:
    for record in YEAR:
        if record.state is State.REFUSED:
            assert (record.hold, record.accounts, record.decision) == (0, (), "deny")
        else:
            assert record.accounts[0].scope_id == record.key_id
            assert {ref.scope_id for ref in record.accounts} > set(record.team_path)


def test_a_key_calls_only_models_that_it_may_use() -> None:
    allowed = {IDS.keys[key.name]: key.models for key in KEYS if key.models}
    assert allowed
    for record in YEAR:
        if record.key_id in allowed and record.model not in allowed[record.key_id]:
            assert record.refusal
            assert record.refusal["code"] == "forbidden"


def test_no_month_of_a_key_or_team_exceeds_its_budget() -> None:
    spent: Counter[tuple[str, str]] = Counter()
    limits: dict[tuple[str, str], int] = {}
    for record in YEAR:
        assert record.outcome
        for ref in record.accounts:
            account = ref.scope_id, ref.period_key
            spent[account] += record.outcome.cost
            limits[account] = ref.limit
    assert {account: nano for account, nano in spent.items() if nano > limits[account]} == {}


def test_the_nested_team_is_charged_with_its_parent() -> None:
    paths = {member.plan.team: member.principal.team_path for member in MEMBERS}
    assert paths["Search"] == ("team_Search", "team_Platform")


def test_addresses_are_distinct_and_reserved() -> None:
    addresses = {email(person.name) for person in PEOPLE}
    assert len(addresses) == len(PEOPLE)
    assert all(a.isascii() and a.endswith("@example.com") for a in addresses)


class Front(Client):
    """The front door, which remembers what it made."""

    def create(self, path: str, body: dict[str, Any], headers: dict[str, str]) -> dict[str, Any]:
        if path.endswith("/login"):
            return {"access_token": "t", "user": {"organization_id": "org_0"}}
        assert headers == {"Authorization": "Bearer t"}
        MADE.append((path.removeprefix("/api/v1/"), body))
        return {"id": f"id_{len(MADE)}"}


class Store(Emulator):
    """Takes all but the first item of its first batch, as a store that is busy does."""

    async def call(self, operation: str, request: dict[str, Any]) -> dict[str, Any]:
        assert operation == "BatchWriteItem"
        [(table, writes)] = request["RequestItems"].items()
        assert table == table_name(JOURNAL)
        assert 1 <= len(writes) <= 25
        if self.access_key == "failing":
            raise CallFailed("InternalServerError", "no")
        late = [] if WRITTEN else writes[:1]
        WRITTEN.extend(write["PutRequest"]["Item"] for write in writes[len(late) :])
        return {"UnprocessedItems": {table: late} if late else {}}


MADE: list[tuple[str, dict[str, Any]]] = []
WRITTEN: list[dict[str, Any]] = []
CREDENTIALS = Credentials("http://front", "admin@example.com", "secret", "tg_live_x")


@pytest.fixture(autouse=True)
def _afresh(monkeypatch: pytest.MonkeyPatch) -> None:
    MADE.clear()
    WRITTEN.clear()
    monkeypatch.setattr(demo, "_PAUSE_S", 0)
    monkeypatch.setattr(demo, "now_ms", lambda: NOW_MS)


def over(directory: Path, access_key: str = "key") -> Demo:
    return Demo(directory, Store(1, access_key), Front("front", 1), CREDENTIALS, days=2)


def test_who_is_created_refers_to_who_was_created_before() -> None:
    members = create_members(Front("front", 1), CREDENTIALS)
    assert Counter(path for path, _ in MADE) == {"teams": 5, "users": 12, "api-keys": 8}
    search = next(body for _, body in MADE if body["name"] == "Search")
    assert search["parent_team_id"] == "id_1"
    assert all(body["budget_usd"] and body["rate_limit"] for path, body in MADE if "keys" in path)
    assert {m.principal.team_id for m in members} <= {f"id_{n}" for n in range(1, 6)}


def test_every_record_is_written_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asyncio.run(over(tmp_path).run())
    ids = {item["request_id"]["S"] for item in WRITTEN}
    assert len(ids) == len(WRITTEN) == len(records(2))
    marker = read_private(tmp_path / MARKER)
    assert marker == {"state": "done", "days": 2, "calls": len(WRITTEN)}
    assert capsys.readouterr().out.count("Demo:") == 2


def test_what_was_begun_is_never_begun_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asyncio.run(over(tmp_path, "failing").run())
    assert "InternalServerError" in capsys.readouterr().err
    assert (read_private(tmp_path / MARKER) or {})["state"] == "begun"
    MADE.clear()
    asyncio.run(over(tmp_path).run())
    assert (MADE, WRITTEN) == ([], [])
