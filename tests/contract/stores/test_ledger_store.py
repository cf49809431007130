"""One contract for every store of the ledger: in memory, and DynamoDB behind the hot client."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest

from tollgate.aws.dynamodb import DynamoDB
from tollgate.kit.connections import ConnectionPool
from tollgate.kit.ids import new_id
from tollgate.ledger.memory import MemoryLedgerStore
from tollgate.ledger.models import (
    Account,
    AccountRef,
    Closing,
    Outcome,
    Period,
    RateRef,
    RequestRecord,
    State,
    StoredAnswer,
)
from tollgate.ledger.rules import GATE_SHARDS, gate_key
from tollgate.ledger.service import LedgerStore
from tollgate.ledger.store import DynamoLedgerStore
from tollgate.settings import AwsSettings, TableSettings

KEY = AccountRef("key_a", Period.MONTHLY, "2026-11", limit=1_000)
ORGANIZATION = AccountRef("org_a", Period.TOTAL, "total", limit=1_500)
NOW = 1_795_000_000_000


@dataclass
class Bench:
    """A store with one organization whose stamp stands at 1, and how to move that stamp."""

    store: Any
    organization_id: str
    bump: Callable[[], None]
    key_status: Callable[[str], str]

    def record(self, **changes: Any) -> RequestRecord:
        record = RequestRecord(
            organization_id=self.organization_id,
            request_id=new_id("req"),
            nonce=new_id("try"),
            state=State.ADMITTED,
            created_ms=NOW,
            deadline_ms=NOW + 60_000,
            key_id="key_a",
            user_id=None,
            team_path=("team_b", "team_a"),
            operation="chat.completions",
            model="scripted/echo",
            provider="scripted",
            upstream_model="echo",
            stream=False,
            hold=100,
            input_tokens_held=10,
            output_tokens_held=20,
            tokens_held=30,
            accounts=(KEY, ORGANIZATION),
            rates=(),
            price_version="test",
            policy_version="epoch-1",
            decision="allow",
            body_hash="0" * 64,
            tags={"project": "apollo"},
        )
        return replace(record, **changes)

    def opened(self) -> Bench:
        assert self.store.open_accounts(self.organization_id, (KEY, ORGANIZATION), 1)
        return self

    def account(self, ref: AccountRef = KEY) -> Account | None:
        account: Account | None = self.store.get_account(self.organization_id, ref)
        return account


def _memory() -> Bench:
    store = MemoryLedgerStore()
    organization_id = new_id("org")
    store.epochs[organization_id] = 1

    def bump() -> None:
        store.epochs[organization_id] += 1

    def key_status(key_id: str) -> str:
        return "frozen" if key_id in store.frozen_keys else "active"

    return Bench(store, organization_id, bump, key_status)


def _dynamodb(client: Any, dynamodb: DynamoDB, tables: TableSettings) -> Bench:
    organization_id = new_id("org")
    gates = [gate_key(organization_id, shard) for shard in range(GATE_SHARDS)]

    def bump() -> None:
        for pk, sk in gates:
            client.update_item(
                TableName=tables.accounts,
                Key={"pk": {"S": pk}, "sk": {"S": sk}},
                UpdateExpression="ADD epoch :one",
                ExpressionAttributeValues={":one": {"N": "1"}},
            )

    def key_status(key_id: str) -> str:
        key = {"pk": {"S": organization_id}, "sk": {"S": f"KEY#{key_id}"}}
        status: str = client.get_item(TableName=tables.directory, Key=key)["Item"]["status"]["S"]
        return status

    bump()
    client.put_item(
        TableName=tables.directory,
        Item={
            "pk": {"S": organization_id},
            "sk": {"S": "KEY#key_a"},
            "status": {"S": "active"},
            "version": {"N": "1"},
        },
    )
    return Bench(DynamoLedgerStore(dynamodb, tables), organization_id, bump, key_status)


@pytest.fixture(params=["memory", pytest.param("dynamodb", marks=pytest.mark.aws)])
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    if request.param == "memory":
        yield _memory()
        return
    settings: AwsSettings = request.getfixturevalue("aws_settings")
    pool = ConnectionPool()
    yield _dynamodb(
        request.getfixturevalue("dynamodb_client"),
        DynamoDB(settings, pool),
        request.getfixturevalue("tables"),
    )
    pool.close()


def settled(cost: int, **changes: Any) -> Outcome:
    outcome = Outcome(
        state=State.SETTLED,
        cost=cost,
        ended_ms=NOW + 900,
        status=200,
        usage={"input_tokens": 8, "output_tokens": 5},
        usage_source="provider",
        arithmetic=({"unit": "input_tokens", "tokens": 8, "usd_per_million": "1"},),
        finish_reason="stop",
    )
    return replace(outcome, **changes)


def test_adapters_keep_the_protocol(bench: Bench) -> None:
    store: LedgerStore = bench.store
    assert store.overdue(bench.organization_id, NOW, 10) == []


def test_admission_names_accounts_that_are_not_open(bench: Bench) -> None:
    rejection = bench.store.admit(bench.record(), 1)
    assert rejection is not None
    assert rejection.missing == (KEY, ORGANIZATION)
    assert bench.account() is None


def test_admission_holds_on_every_account(bench: Bench) -> None:
    record = bench.opened().record()
    assert bench.store.admit(record, 1) is None
    assert bench.account(KEY) == Account(1_000, 900, 100, 0)
    assert bench.account(ORGANIZATION) == Account(1_500, 1_400, 100, 0)
    assert bench.store.get_request(bench.organization_id, record.request_id) == record


def test_opening_again_changes_nothing(bench: Bench) -> None:
    bench.opened().store.admit(bench.record(), 1)
    bench.opened()
    assert bench.account() == Account(1_000, 900, 100, 0)


def test_a_moved_stamp_refuses_admission_and_opening(bench: Bench) -> None:
    bench.opened().bump()
    rejection = bench.store.admit(bench.record(), 1)
    assert rejection is not None
    assert rejection.stale
    assert not bench.store.open_accounts(bench.organization_id, (KEY,), 1)
    assert bench.account() == Account(1_000, 1_000, 0, 0)
    assert bench.store.admit(bench.record(), 2) is None


def test_an_unknown_organization_is_stale(bench: Bench) -> None:
    record = bench.record(organization_id=new_id("org"), accounts=())
    rejection = bench.store.admit(record, 1)
    assert rejection is not None
    assert rejection.stale


def test_all_or_nothing_when_one_account_lacks_money(bench: Bench) -> None:
    bench.opened().store.admit(bench.record(hold=950), 1)
    rejection = bench.store.admit(bench.record(hold=51), 1)
    assert rejection is not None
    assert rejection.insufficient == ((KEY, Account(1_000, 50, 950, 0)),)
    assert bench.account(ORGANIZATION) == Account(1_500, 550, 950, 0)
    assert bench.store.admit(bench.record(hold=50), 1) is None


def test_the_same_request_id_is_admitted_once(bench: Bench) -> None:
    record = bench.opened().record()
    bench.store.admit(record, 1)
    rejection = bench.store.admit(replace(record, nonce=new_id("try")), 1)
    assert rejection is not None
    assert rejection.existing == record
    assert bench.account() == Account(1_000, 900, 100, 0)


def test_admitting_the_same_record_again_applies_nothing_twice(bench: Bench) -> None:
    record = bench.opened().record()
    bench.store.admit(record, 1)
    rejection = bench.store.admit(record, 1)
    assert rejection is None or rejection.existing == record
    assert bench.account() == Account(1_000, 900, 100, 0)


def test_settlement_moves_the_cost_and_gives_back_the_rest(bench: Bench) -> None:
    record = bench.opened().record()
    bench.store.admit(record, 1)
    assert bench.store.close(record, settled(30)) is Closing.APPLIED
    assert bench.account(KEY) == Account(1_000, 970, 0, 30)
    assert bench.account(ORGANIZATION) == Account(1_500, 1_470, 0, 30)
    stored = bench.store.get_request(bench.organization_id, record.request_id)
    assert stored == record.closed(settled(30))
    assert bench.store.overdue(bench.organization_id, NOW + 10**6, 10) == []


def test_settling_twice_changes_nothing(bench: Bench) -> None:
    record = bench.opened().record()
    bench.store.admit(record, 1)
    bench.store.close(record, settled(30))
    assert bench.store.close(record, settled(40)) is Closing.ALREADY
    assert bench.account() == Account(1_000, 970, 0, 30)


def test_a_cost_beyond_the_hold_is_booked_and_freezes_the_key(bench: Bench) -> None:
    record = bench.opened().record()
    bench.store.admit(record, 1)
    assert bench.store.close(record, settled(140)) is Closing.APPLIED
    assert bench.account() == Account(1_000, 860, 0, 140)
    assert bench.key_status("key_a") == "frozen"
    stored = bench.store.get_request(bench.organization_id, record.request_id)
    assert stored.outcome.cost == 100
    assert stored.adjust == {"difference": 40, "reason": "overspend"}
    rejection = bench.store.admit(bench.record(), 1)
    assert rejection is not None
    assert rejection.stale


def test_the_reaper_finds_what_is_overdue_and_charges_the_hold(bench: Bench) -> None:
    late, early = bench.opened().record(), bench.record(deadline_ms=NOW + 90_000)
    bench.store.admit(late, 1)
    bench.store.admit(early, 1)
    assert bench.store.overdue(bench.organization_id, NOW + 60_001, 10) == [late]
    unknown = settled(100, state=State.UNKNOWN, usage={}, arithmetic=(), usage_source="held")
    assert bench.store.close(late, unknown) is Closing.APPLIED
    assert bench.account() == Account(1_000, 800, 100, 100)
    assert bench.store.close(late, unknown) is Closing.ALREADY


@pytest.mark.parametrize(("cost", "spent"), [(30, 30), (100, 100), (130, 130), (0, 0)])
def test_a_late_settlement_corrects_the_reaper_once(bench: Bench, cost: int, spent: int) -> None:
    record = bench.opened().record()
    bench.store.admit(record, 1)
    bench.store.close(record, settled(100, state=State.UNKNOWN, usage_source="held"))
    assert bench.store.close(record, settled(cost)) is Closing.ADJUSTED
    assert bench.store.close(record, settled(cost)) is Closing.ALREADY
    assert bench.account() == Account(1_000, 1_000 - spent, 0, spent)
    stored = bench.store.get_request(bench.organization_id, record.request_id)
    assert stored.adjust["difference"] == cost - 100
    assert stored.adjust["reason"] == "late_settlement"


def test_windows_count_requests_and_true_tokens(bench: Bench) -> None:
    window = RateRef("key_a", NOW // 60_000, requests_per_minute=2, tokens_per_minute=None)
    first, second = bench.opened().record(rates=(window,)), bench.record(rates=(window,))
    assert bench.store.admit(first, 1) is None
    assert bench.store.admit(second, 1) is None
    rejection = bench.store.admit(bench.record(rates=(window,)), 1)
    assert rejection is not None
    assert rejection.full == (window,)
    assert bench.account() == Account(1_000, 800, 200, 0)
    following = replace(window, window=window.window + 1)
    assert bench.store.admit(bench.record(rates=(following,)), 1) is None


def test_token_windows_get_back_what_was_not_used(bench: Bench) -> None:
    window = RateRef("key_a", NOW // 60_000, requests_per_minute=None, tokens_per_minute=40)
    first = bench.opened().record(rates=(window,))
    assert bench.store.admit(first, 1) is None
    rejection = bench.store.admit(bench.record(rates=(window,), tokens_held=11), 1)
    assert rejection is not None
    assert rejection.full == (window,)
    bench.store.close(first, settled(30))
    assert bench.store.admit(bench.record(rates=(window,), tokens_held=27), 1) is None
    assert bench.store.admit(bench.record(rates=(window,), tokens_held=1), 1) is not None


def test_a_call_larger_than_its_window_is_never_admitted(bench: Bench) -> None:
    window = RateRef("key_a", NOW // 60_000, requests_per_minute=9, tokens_per_minute=29)
    rejection = bench.opened().store.admit(bench.record(rates=(window,)), 1)
    assert rejection is not None
    assert rejection.full == (window,)


def test_an_answer_is_kept_with_the_settlement(bench: Bench) -> None:
    record = bench.opened().record(idempotent=True)
    bench.store.admit(record, 1)
    assert bench.store.get_answer(bench.organization_id, record.request_id) is None
    answer = StoredAnswer(200, {"content-type": "application/json"}, b"\x00packed\xff")
    bench.store.close(record, settled(30), answer)
    assert bench.store.get_answer(bench.organization_id, record.request_id) == answer


def test_refusals_are_records(bench: Bench) -> None:
    refused = bench.record(
        state=State.REFUSED,
        refusal={"status": 402, "code": "budget_exhausted", "message": "no"},
        outcome=Outcome(State.REFUSED, 0, NOW, 402),
    )
    bench.store.refuse(refused)
    assert bench.store.get_request(bench.organization_id, refused.request_id) == refused
    assert bench.store.overdue(bench.organization_id, NOW + 10**6, 10) == []


def test_concurrent_admissions_never_hold_more_than_the_limit(bench: Bench) -> None:
    bench.opened()
    outcomes: list[bool] = []

    def admit() -> None:
        outcomes.extend(bench.store.admit(bench.record(hold=70), 1) is None for _ in range(4))

    threads = [threading.Thread(target=admit) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count(True) == 14
    assert bench.account() == Account(1_000, 20, 980, 0)
