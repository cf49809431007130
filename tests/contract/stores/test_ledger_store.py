"""One contract for every store of the ledger: in memory, and DynamoDB behind the hot client."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from msgspec.structs import replace

from tollgate.aws.attributes import from_item
from tollgate.aws.dynamodb import DynamoDB, StoreUnavailable
from tollgate.kit.connections import ConnectionPool
from tollgate.kit.ids import new_id
from tollgate.ledger.memory import MemoryLedgerStore
from tollgate.ledger.models import (
    Account,
    AccountRef,
    Closing,
    GrantUse,
    Outcome,
    Period,
    RateRef,
    Rejection,
    RequestRecord,
    SlotRef,
    State,
    StoredAnswer,
    Window,
)
from tollgate.ledger.rules import GATE_SHARDS, LIMITS_AT_MOST, gate_key, window_of
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
    revoke: Callable[[], None]
    """Brings the only key, `key_a`, to its end."""

    item: Callable[[str, str], dict[str, Any] | None]
    """An item of the policies table by its key."""

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
            policy_version="f00d",
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
        if key_id in store.ended_keys:
            return "revoked"
        return "frozen" if key_id in store.frozen_keys else "active"

    def revoke() -> None:
        store.ended_keys.add("key_a")

    def item(pk: str, sk: str) -> dict[str, Any] | None:
        return store.openings.get((pk, sk))

    return Bench(store, organization_id, bump, key_status, revoke, item)


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

    def revoke() -> None:
        client.update_item(
            TableName=tables.directory,
            Key={"pk": {"S": organization_id}, "sk": {"S": "KEY#key_a"}},
            UpdateExpression="SET #status = :revoked",
            ExpressionAttributeNames={"#status": "status"},
            ExpressionAttributeValues={":revoked": {"S": "revoked"}},
        )

    def item(pk: str, sk: str) -> dict[str, Any] | None:
        key = {"pk": {"S": pk}, "sk": {"S": sk}}
        found = client.get_item(TableName=tables.policies, Key=key).get("Item")
        return None if found is None else from_item(found)

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
    store = DynamoLedgerStore(dynamodb, tables)
    return Bench(store, organization_id, bump, key_status, revoke, item)


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


@pytest.mark.parametrize("late", [False, True])
def test_a_revoked_key_stays_revoked_whatever_its_last_call_cost(bench: Bench, late: bool) -> None:
    record = bench.opened().record()
    bench.store.admit(record, 1)
    bench.revoke()
    if late:
        bench.store.close(record, settled(100, state=State.UNKNOWN, usage_source="held"))
    expected = Closing.ADJUSTED if late else Closing.APPLIED
    assert bench.store.close(record, settled(140)) is expected
    assert bench.account() == Account(1_000, 860, 0, 140)
    assert bench.key_status("key_a") == "revoked"
    assert bench.store.close(record, settled(140)) is Closing.ALREADY


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
    assert bench.key_status("key_a") == ("frozen" if cost > 100 else "active")


def test_windows_count_requests_and_true_tokens(bench: Bench) -> None:
    window = RateRef("key_a", *window_of("minute", NOW, "UTC"), requests=2, tokens=None)
    first, second = bench.opened().record(rates=(window,)), bench.record(rates=(window,))
    assert bench.store.admit(first, 1) is None
    assert bench.store.admit(second, 1) is None
    rejection = bench.store.admit(bench.record(rates=(window,)), 1)
    assert rejection is not None
    assert rejection.full == ((window, Window(2, 60)),)
    assert bench.account() == Account(1_000, 800, 200, 0)
    following = replace(window, window=window_of("minute", window.ends_ms, "UTC")[0])
    assert bench.store.admit(bench.record(rates=(following,)), 1) is None


def test_token_windows_get_back_what_was_not_used(bench: Bench) -> None:
    window = RateRef("key_a", *window_of("minute", NOW, "UTC"), requests=None, tokens=40)
    first = bench.opened().record(rates=(window,))
    assert bench.store.admit(first, 1) is None
    rejection = bench.store.admit(bench.record(rates=(window,), tokens_held=11), 1)
    assert rejection is not None
    assert rejection.full == ((window, Window(1, 30)),)
    bench.store.close(first, settled(30))
    assert bench.store.admit(bench.record(rates=(window,), tokens_held=27), 1) is None
    assert bench.store.admit(bench.record(rates=(window,), tokens_held=1), 1) is not None


def test_a_call_larger_than_its_window_is_never_admitted(bench: Bench) -> None:
    window = RateRef("key_a", *window_of("minute", NOW, "UTC"), requests=9, tokens=29)
    rejection = bench.opened().store.admit(bench.record(rates=(window,)), 1)
    assert rejection is not None
    assert rejection.full == ((window, Window(0, 0)),)


@pytest.mark.parametrize("period", ["minute", "hour", "day", "month"])
def test_windows_of_every_period_limit_requests_and_tokens(bench: Bench, period: str) -> None:
    window = RateRef("pol_a:usr_a", *window_of(period, NOW, "Asia/Tokyo"), requests=2, tokens=70)
    first = bench.opened().record(rates=(window,))
    assert bench.store.admit(first, 1) is None
    rejection = bench.store.admit(bench.record(rates=(window,), tokens_held=41), 1)
    assert rejection == Rejection(full=((window, Window(1, 30)),))
    assert bench.store.close(first, settled(30)) is Closing.APPLIED
    assert bench.store.admit(bench.record(rates=(window,), tokens_held=57), 1) is None
    rejection = bench.store.admit(bench.record(rates=(window,), tokens_held=0), 1)
    assert rejection == Rejection(full=((window, Window(2, 70)),))


def test_windows_of_one_scope_and_several_periods_are_apart(bench: Bench) -> None:
    windows = tuple(
        RateRef("pol_a", *window_of(period, NOW, "UTC"), requests=limit, tokens=None)
        for period, limit in (("minute", 3), ("hour", 2), ("day", 1))
    )
    assert bench.opened().store.admit(bench.record(rates=windows), 1) is None
    rejection = bench.store.admit(bench.record(rates=windows), 1)
    assert rejection == Rejection(full=((windows[2], Window(1, 30)),))


def test_a_window_without_room_for_anybody_is_full_from_the_start(bench: Bench) -> None:
    closed = RateRef("pol_a", *window_of("day", NOW, "UTC"), requests=0, tokens=None)
    rejection = bench.opened().store.admit(bench.record(rates=(closed,)), 1)
    assert rejection == Rejection(full=((closed, Window(0, 0)),))


def test_late_settlements_correct_the_windows_that_still_count(bench: Bench) -> None:
    day = RateRef("pol_a", *window_of("day", NOW, "UTC"), requests=None, tokens=30)
    minute = RateRef("pol_a", *window_of("minute", NOW, "UTC"), requests=None, tokens=30)
    record = bench.opened().record(rates=(day, minute))
    assert bench.store.admit(record, 1) is None
    later = minute.ends_ms + 1
    held = settled(100, state=State.UNKNOWN, usage={}, usage_source="held", ended_ms=later)
    assert bench.store.close(record, held) is Closing.APPLIED
    assert bench.store.close(record, settled(30, ended_ms=later)) is Closing.ADJUSTED
    assert bench.store.close(record, settled(30, ended_ms=later)) is Closing.ALREADY
    rejection = bench.store.admit(bench.record(rates=(day, minute), tokens_held=18), 1)
    assert rejection == Rejection(full=((day, Window(1, 13)), (minute, Window(1, 30))))
    assert bench.store.admit(bench.record(rates=(day,), tokens_held=17), 1) is None


SLOT = SlotRef("pol_a:usr_a", limit=2)


def test_slots_are_taken_until_their_call_closes(bench: Bench) -> None:
    first, second = bench.opened().record(slots=(SLOT,)), bench.record(slots=(SLOT,))
    assert bench.store.admit(first, 1) is None
    assert bench.store.admit(second, 1) is None
    third = bench.record(slots=(SLOT,))
    assert bench.store.admit(third, 1) == Rejection(busy=(SLOT,))
    assert bench.account() == Account(1_000, 800, 200, 0)
    assert bench.store.close(first, settled(30)) is Closing.APPLIED
    assert bench.store.close(first, settled(30)) is Closing.ALREADY
    assert bench.store.admit(third, 1) is None
    assert bench.store.admit(bench.record(slots=(SLOT,)), 1) == Rejection(busy=(SLOT,))
    wider = replace(SLOT, limit=3)
    assert bench.store.admit(bench.record(slots=(wider,)), 1) is None


@pytest.mark.parametrize("limit", [0, -1])
def test_no_slot_at_all(bench: Bench, limit: int) -> None:
    none = replace(SLOT, limit=limit)
    rejection = bench.opened().store.admit(bench.record(slots=(none,)), 1)
    assert rejection == Rejection(busy=(none,))


def test_the_reaper_gives_a_slot_back_and_a_late_settlement_does_not_again(bench: Bench) -> None:
    one = replace(SLOT, limit=1)
    record = bench.opened().record(slots=(one,))
    assert bench.store.admit(record, 1) is None
    [overdue] = bench.store.overdue(bench.organization_id, NOW + 10**6, 10)
    held = settled(100, state=State.UNKNOWN, usage_source="held")
    assert bench.store.close(overdue, held) is Closing.APPLIED
    assert bench.store.close(record, settled(30)) is Closing.ADJUSTED
    assert bench.store.admit(bench.record(slots=(one,)), 1) is None
    assert bench.store.admit(bench.record(slots=(one,)), 1) == Rejection(busy=(one,))


def test_an_overspent_call_gives_its_slot_back(bench: Bench) -> None:
    one = replace(SLOT, limit=1)
    record = bench.opened().record(slots=(one,))
    bench.store.admit(record, 1)
    assert bench.store.close(record, settled(140)) is Closing.APPLIED
    assert bench.store.admit(bench.record(slots=(one,)), 2) is None


REASON = {"policy_id": "pol_a", "name": "Cap", "action": "deny", "message": "no more"}
CAP = AccountRef("pol_a:usr_a", Period.DAILY, "2026-11-18", limit=250, reason=REASON)


def test_the_account_of_a_policy_needs_no_opening(bench: Bench) -> None:
    record = bench.record(accounts=(CAP,))
    assert bench.account(CAP) is None
    assert bench.store.admit(record, 1) is None
    assert bench.account(CAP) == Account(250, 150, 100, 0)
    bench.store.close(record, settled(30))
    assert bench.account(CAP) == Account(250, 220, 0, 30)
    rejection = bench.store.admit(bench.record(accounts=(CAP,), hold=221), 1)
    assert rejection == Rejection(insufficient=((CAP, Account(250, 220, 0, 30)),))
    assert bench.store.admit(bench.record(accounts=(CAP,), hold=220), 1) is None


def test_a_first_call_beyond_a_policy_is_refused(bench: Bench) -> None:
    rejection = bench.store.admit(bench.record(accounts=(CAP,), hold=251), 1)
    assert rejection == Rejection(insufficient=((CAP, Account(250, 250, 0, 0)),))
    assert bench.account(CAP) is None


def test_a_changed_limit_of_a_policy_holds_from_the_next_call_on(bench: Bench) -> None:
    assert bench.store.admit(bench.record(accounts=(CAP,), hold=200), 1) is None
    less, more = replace(CAP, limit=150), replace(CAP, limit=1_000)
    rejection = bench.store.admit(bench.record(accounts=(less,), hold=1), 1)
    assert rejection == Rejection(insufficient=((less, Account(150, -50, 200, 0)),))
    assert bench.store.admit(bench.record(accounts=(more,), hold=800), 1) is None
    rejection = bench.store.admit(bench.record(accounts=(more,), hold=1), 1)
    assert rejection == Rejection(insufficient=((more, Account(1_000, 0, 1_000, 0)),))


@pytest.mark.parametrize("hold", [100, 200])
def test_the_reserve_of_a_policy_stays(bench: Bench, hold: int) -> None:
    kept_back = replace(CAP, reserve=100)
    first = bench.record(accounts=(kept_back,), hold=hold)
    rejection = bench.store.admit(first, 1)
    assert (rejection is None) == (hold == 100)
    if rejection is not None:
        assert rejection.insufficient == ((kept_back, Account(250, 250, 0, 0)),)
        return
    rejection = bench.store.admit(bench.record(accounts=(kept_back,), hold=51), 1)
    assert rejection == Rejection(insufficient=((kept_back, Account(250, 150, 100, 0)),))
    assert bench.store.admit(bench.record(accounts=(kept_back,), hold=50), 1) is None


def test_the_account_of_a_policy_is_corrected_like_others(bench: Bench) -> None:
    reaped, overspent = bench.record(accounts=(CAP,)), bench.record(accounts=(CAP,))
    bench.store.admit(reaped, 1)
    bench.store.admit(overspent, 1)
    bench.store.close(reaped, settled(100, state=State.UNKNOWN, usage_source="held"))
    bench.store.close(reaped, settled(30))
    assert bench.account(CAP) == Account(250, 120, 100, 30)
    bench.store.close(overspent, settled(300))
    assert bench.account(CAP) == Account(250, -80, 0, 330)


def test_soft_limits_that_were_found_full_only_count(bench: Bench) -> None:
    window = RateRef("pol_a", *window_of("day", NOW, "UTC"), 0, 0, soft=True, full=True)
    slot = SlotRef("pol_a", 0, soft=True, full=True)
    account = replace(CAP, limit=10, soft=True, full=True)
    limits: dict[str, Any] = {"accounts": (account,), "rates": (window,), "slots": (slot,)}
    first = bench.record(**limits)
    assert bench.store.admit(first, 1) is None
    assert bench.store.admit(bench.record(**limits), 1) is None
    bench.store.close(first, settled(30))
    assert bench.account(account) == Account(10, -120, 100, 30)
    hard = bench.record(
        accounts=(), rates=(replace(window, full=False),), slots=(replace(slot, full=False),)
    )
    rejection = bench.store.admit(hard, 1)
    assert rejection is not None
    assert rejection.full[0][1] == Window(2, 43)
    assert rejection.busy == hard.slots
    free = replace(slot, full=False, limit=2)
    assert bench.store.admit(bench.record(accounts=(), slots=(free,)), 1) is None


def test_all_or_nothing_over_every_kind_of_limit(bench: Bench) -> None:
    window = RateRef("pol_a", *window_of("day", NOW, "UTC"), requests=9, tokens=None)
    grant = GrantUse("apr_a", uses=1, expires_ms=NOW + 10**6)
    good: dict[str, Any] = {"accounts": (KEY, CAP), "rates": (window,), "slots": (SLOT,)}
    bench.opened()
    assert bench.store.admit(bench.record(accounts=(), slots=(SLOT,)), 1, (grant,)) is None
    assert bench.store.admit(bench.record(**good), 1, (grant,)) == Rejection(spent=(grant,))
    full = replace(SLOT, limit=1)
    rejection = bench.store.admit(bench.record(**{**good, "slots": (full,)}), 1)
    assert rejection == Rejection(busy=(full,))
    assert bench.account(KEY) == Account(1_000, 1_000, 0, 0)
    assert bench.account(CAP) is None
    one = replace(window, requests=1)
    assert bench.store.admit(bench.record(accounts=(), rates=(one,)), 1) is None


def test_a_grant_is_used_as_often_as_it_allows(bench: Bench) -> None:
    grant = GrantUse(new_id("apr"), uses=2, expires_ms=NOW + 10**6)
    first = bench.opened().record()
    assert bench.store.admit(first, 1, (grant,)) is None
    assert bench.store.admit(bench.record(), 1, (grant,)) is None
    assert bench.store.admit(bench.record(), 1, (grant,)) == Rejection(spent=(grant,))
    bench.store.close(first, settled(0, state=State.FAILED))
    assert bench.store.admit(bench.record(), 1, (grant,)) == Rejection(spent=(grant,))
    other = replace(grant, grant_id=new_id("apr"), uses=1)
    assert bench.store.admit(bench.record(), 1, (other,)) is None


def slots(number: int) -> tuple[SlotRef, ...]:
    return tuple(SlotRef(f"pol_{index}", limit=1) for index in range(number))


def test_as_many_limits_as_a_closing_can_carry(bench: Bench) -> None:
    record = bench.record(accounts=(CAP,), idempotent=True, slots=slots(LIMITS_AT_MOST - 1))
    assert bench.store.admit(record, 1) is None
    answer = StoredAnswer(200, {}, b"answer")
    assert bench.store.close(record, settled(300), answer) is Closing.APPLIED
    assert bench.key_status("key_a") == "frozen"


def test_a_transaction_beyond_what_a_store_takes_changes_nothing(bench: Bench) -> None:
    with pytest.raises(StoreUnavailable):
        bench.store.admit(bench.record(accounts=(CAP,), slots=slots(98)), 1)
    assert bench.account(CAP) is None


def test_two_limits_of_one_item_change_nothing(bench: Bench) -> None:
    with pytest.raises(StoreUnavailable):
        bench.store.admit(bench.record(accounts=(CAP,), slots=(SLOT, replace(SLOT, limit=1))), 1)
    assert bench.account(CAP) is None


def test_a_record_keeps_its_decision_and_of_its_limits_what_closing_needs(bench: Bench) -> None:
    window = RateRef("pol_a", *window_of("day", NOW, "UTC"), 5, None, 100, soft=True, reason=REASON)
    account = replace(CAP, reserve=9, approval_reason=REASON, alerts=(50, 90))
    record = bench.record(
        accounts=(account,),
        rates=(window,),
        slots=(replace(SLOT, wait_ms=5, reason=REASON),),
        policies=(REASON | {"findings": {"email": 2}},),
        findings={"email": 2},
        policy_us=120,
        approval_id="apr_a",
        requested_model="scripted/lorem",
        decision="redact",
    )
    assert bench.store.admit(record, 1) is None
    stored = bench.store.get_request(bench.organization_id, record.request_id)
    assert stored == replace(
        record,
        accounts=(AccountRef("pol_a:usr_a", Period.DAILY, "2026-11-18", 250, alerts=(50, 90)),),
        rates=(replace(window, wait_ms=0, reason=None),),
        slots=(SLOT,),
    )
    outcome = settled(30, output_policies=(REASON,), decision="deny")
    assert bench.store.close(record, outcome) is Closing.APPLIED
    closed = bench.store.get_request(bench.organization_id, record.request_id)
    assert closed == stored.closed(outcome)
    assert closed.decision == "deny"
    assert closed.outcome.output_policies == (REASON,)
    assert closed.policies == record.policies


def test_a_refusal_opens_an_approval_once(bench: Bench) -> None:
    opening = {"pk": bench.organization_id, "sk": "APPROVAL#apr_a", "status": "pending"}
    first, second = (
        bench.record(
            state=State.REFUSED,
            accounts=(),
            approval_id="apr_a",
            outcome=Outcome(State.REFUSED, 0, NOW, 403),
        )
        for _ in range(2)
    )
    bench.store.refuse(first, opening)
    bench.store.refuse(second, opening | {"status": "again"})
    for refused in (first, second):
        assert bench.store.get_request(bench.organization_id, refused.request_id) == refused
    assert bench.item(opening["pk"], opening["sk"]) == opening


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


def test_concurrent_admissions_never_take_more_slots_than_there_are(bench: Bench) -> None:
    five = replace(SLOT, limit=5)
    outcomes: list[bool] = []

    def admit() -> None:
        for _ in range(3):
            record = bench.record(accounts=(), slots=(five,))
            outcomes.append(bench.store.admit(record, 1) is None)

    threads = [threading.Thread(target=admit) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count(True) == 5
