"""The admission loop, move by move, on the in-memory store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from msgspec.structs import replace

from tollgate.aws.dynamodb import StoreUnavailable
from tollgate.errors import (
    BudgetExhausted,
    IdempotencyInFlight,
    IdempotencyMismatch,
    RateLimited,
    Unauthenticated,
    Unavailable,
)
from tollgate.ledger.memory import MemoryLedgerStore
from tollgate.ledger.models import (
    Account,
    AccountRef,
    Budget,
    Closing,
    GrantUse,
    Outcome,
    Period,
    Principal,
    RateLimit,
    Rejection,
    RequestRecord,
    Scope,
    State,
    StoredAnswer,
)
from tollgate.ledger.service import Admitted, Ledger, Plan, Replayed, reap_all

NOW = 1_795_000_000_000
KEY = AccountRef("key_a", Period.TOTAL, "total", 1_000)


@dataclass(frozen=True)
class FlatQuote:
    """Ten tokens of input at 1, output at 2 nano-dollars a token."""

    wanted_output: int = 100
    least_output: int = 16
    sets_max_output: bool = True
    input_tokens: int = 10
    counted_tokens: int = 10

    def hold(self, output_tokens: int) -> int:
        return self.input_tokens + 2 * output_tokens

    def affordable_output(self, available: int) -> int:
        return (available - self.input_tokens) // 2


class Bench:
    """A ledger over one organization `org_a` with one key of a total budget of 1,000."""

    def __init__(self, limit: int = 1_000, rate_limit: RateLimit | None = None) -> None:
        self.store = MemoryLedgerStore()
        self.store.epochs["org_a"] = 1
        self.revoked = False
        self.limit, self.rate_limit = limit, rate_limit
        self.loads = 0
        self.ledger = Ledger(self.store, self, clock=lambda: NOW, pause=lambda _: None)

    def load(self, _organization_id: str, _key_id: str) -> Principal:
        self.loads += 1
        return Principal(
            "org_a",
            "key_a",
            None,
            None,
            (),
            (Scope("key_a", (Budget(self.limit, Period.TOTAL),), self.rate_limit),),
            self.store.epochs["org_a"],
            "UTC",
            "",
            refusal=Unauthenticated("revoked") if self.revoked else None,
        )

    def admit(
        self, quote: FlatQuote | None = None, **changes: Any
    ) -> Admitted[FlatQuote] | Replayed:
        def planned(principal: Principal) -> Plan[FlatQuote]:
            principal.authorize(NOW)
            return Plan(draft(**changes), quote or FlatQuote())

        return self.ledger.admit(self.principal, planned)

    @property
    def principal(self) -> Principal:
        if not hasattr(self, "_principal"):
            self._principal = self.load("org_a", "key_a")
            self.loads = 0
        return self._principal


def draft(**changes: Any) -> RequestRecord:
    record = RequestRecord(
        organization_id="org_a",
        request_id="req_1",
        nonce="try_1",
        state=State.ADMITTED,
        created_ms=NOW,
        deadline_ms=NOW + 1_000,
        key_id="key_a",
        user_id=None,
        team_path=(),
        operation="chat.completions",
        model="m",
        provider="p",
        upstream_model="m",
        stream=False,
        hold=0,
        input_tokens_held=0,
        output_tokens_held=0,
        tokens_held=0,
        accounts=(),
        rates=(),
        price_version="v",
        policy_version="",
        decision="allow",
        body_hash="aa",
    )
    return replace(record, **changes)


SETTLED = Outcome(State.SETTLED, 50, NOW + 10, 200, usage_source="provider")


def admitted(result: Admitted[FlatQuote] | Replayed) -> RequestRecord:
    assert isinstance(result, Admitted)
    return result.record


def test_opens_the_account_and_holds() -> None:
    bench = Bench()
    record = admitted(bench.admit())
    assert (record.hold, record.output_tokens_held, record.tokens_held) == (210, 100, 110)
    assert record.policy_version == "none"
    assert bench.store.get_account("org_a", KEY) == Account(1_000, 790, 210, 0)
    assert bench.loads == 0


def test_lowers_the_output_to_what_is_affordable() -> None:
    record = admitted(Bench(limit=150).admit())
    assert (record.decision, record.output_tokens_held, record.hold) == ("clamp", 70, 150)


def test_refuses_below_a_useful_answer() -> None:
    with pytest.raises(BudgetExhausted) as refused:
        Bench(limit=41).admit()
    assert refused.value.fields["available_usd"] == "0.000000041"
    assert refused.value.fields["scope"] == "key_a"
    assert refused.value.retry_after is None


def test_says_to_come_back_when_others_hold_the_rest() -> None:
    bench = Bench(limit=210)
    bench.admit()
    with pytest.raises(BudgetExhausted) as refused:
        bench.admit(request_id="req_2", nonce="try_2")
    assert refused.value.retry_after == 1


def test_a_call_that_cannot_pay_its_input_is_refused() -> None:
    with pytest.raises(BudgetExhausted):
        Bench(limit=9).admit(FlatQuote(wanted_output=0, least_output=0))


def test_a_moved_stamp_is_read_again() -> None:
    bench = Bench()
    assert bench.principal.epoch == 1
    bench.store.epochs["org_a"] = 5
    admitted(bench.admit())
    assert bench.loads == 1


def test_a_moved_stamp_that_took_the_permission_refuses() -> None:
    bench = Bench()
    assert bench.principal.refusal is None
    bench.revoked = True
    bench.store.epochs["org_a"] = 2
    with pytest.raises(Unauthenticated):
        bench.admit()
    assert bench.store.records == {}


def test_rate_limits_say_when_to_come_back() -> None:
    bench = Bench(rate_limit=RateLimit(1, None))
    bench.admit()
    with pytest.raises(RateLimited) as refused:
        bench.admit(request_id="req_2", nonce="try_2")
    assert refused.value.retry_after is not None
    assert 1 <= refused.value.retry_after <= 60


class Unlucky(MemoryLedgerStore):
    """Fails the first `times` calls of `method`, before or after the effect."""

    def __init__(self, failure: Callable[[], Any], times: int, *, after: bool) -> None:
        super().__init__()
        self.failure, self.times, self.after = failure, times, after

    def _fail(self, effect: Callable[[], Any]) -> Any:
        if self.times == 0:
            return effect()
        self.times -= 1
        if self.after:
            effect()
        return self.failure()

    def admit(
        self, record: RequestRecord, epoch: int, grants: Sequence[GrantUse] = ()
    ) -> Rejection | None:
        rejection: Rejection | None = self._fail(
            lambda: super(Unlucky, self).admit(record, epoch, grants)
        )
        return rejection

    def close(
        self, record: RequestRecord, outcome: Outcome, answer: StoredAnswer | None = None
    ) -> Closing:
        closing: Closing = self._fail(lambda: super(Unlucky, self).close(record, outcome, answer))
        return closing


def unlucky(failure: Callable[[], Any], times: int, *, after: bool = False) -> Bench:
    bench = Bench()
    bench.store = Unlucky(failure, times, after=after)
    bench.store.epochs["org_a"] = 1
    bench.store.open_accounts("org_a", (KEY,), 1)
    bench.ledger = replace(bench.ledger, store=bench.store)
    return bench


def out_of_reach() -> None:
    raise StoreUnavailable("test")


def test_contention_is_waited_out() -> None:
    assert admitted(unlucky(lambda: Rejection(contended=True), 6).admit()).hold == 210


def test_endless_contention_is_unavailable() -> None:
    with pytest.raises(Unavailable) as refused:
        unlucky(lambda: Rejection(contended=True), 10**6).admit()
    assert refused.value.retry_after == 1


def test_a_store_that_does_not_answer_is_unavailable() -> None:
    with pytest.raises(StoreUnavailable):
        unlucky(out_of_reach, 10**6).admit()


@pytest.mark.parametrize("after", [False, True])
def test_settlement_survives_lost_answers(after: bool) -> None:
    bench = unlucky(out_of_reach, 0)
    record = admitted(bench.admit())
    store: Any = bench.store
    store.times, store.after = 4, after
    assert bench.ledger.close(record, SETTLED) in (Closing.APPLIED, Closing.ALREADY)
    assert bench.store.get_account("org_a", KEY) == Account(1_000, 950, 0, 50)


def test_settlement_gives_up_in_the_end() -> None:
    bench = unlucky(out_of_reach, 0)
    record = admitted(bench.admit())
    store: Any = bench.store
    store.times = 10**6
    with pytest.raises(StoreUnavailable):
        bench.ledger.close(record, SETTLED)


def test_the_reaper_charges_what_was_held() -> None:
    bench = Bench()
    bench.admit()
    assert bench.ledger.reap("org_a") == 0
    late = replace(bench.ledger, clock=lambda: NOW + 1_001)
    assert reap_all(late, ["org_a", "org_none"]) == 1
    assert reap_all(late, ["org_a"]) == 0
    assert bench.store.get_account("org_a", KEY) == Account(1_000, 790, 0, 210)


def test_one_call_that_cannot_be_closed_keeps_no_other_waiting() -> None:
    bench = Bench()
    bench.store.epochs["org_b"] = 1
    for number, organization in enumerate(("org_a", "org_a", "org_b")):
        ids = {"request_id": f"req_{number}", "nonce": f"try_{number}"}
        principal = replace(bench.load(organization, ""), organization_id=organization)
        ids |= {"organization_id": organization}
        bench.ledger.admit(principal, lambda _, ids=ids: Plan(draft(**ids), FlatQuote()))
    store: Any = bench.store
    close = store.close

    def stuck(record: RequestRecord, *rest: Any) -> Any:
        if record.request_id == "req_0":
            raise StoreUnavailable("ValidationException")
        return close(record, *rest)

    store.close = stuck
    late = replace(bench.ledger, clock=lambda: NOW + 1_001)
    with pytest.raises(StoreUnavailable):
        reap_all(late, ["org_a", "org_b"])
    assert bench.store.get_account("org_a", KEY) == Account(1_000, 580, 210, 210)
    assert bench.store.get_account("org_b", KEY) == Account(1_000, 790, 0, 210)


IDEMPOTENT: dict[str, Any] = {"idempotent": True}


def test_idempotency_in_flight_then_replayed() -> None:
    bench = Bench()
    first = admitted(bench.admit(**IDEMPOTENT))
    with pytest.raises(IdempotencyInFlight):
        bench.admit(nonce="try_2", **IDEMPOTENT)
    bench.ledger.close(first, SETTLED, StoredAnswer(200, {}, b"answer"))
    again = bench.admit(nonce="try_2", **IDEMPOTENT)
    assert isinstance(again, Replayed)
    assert again.answer.body == b"answer"
    assert again.record.request_id == first.request_id


def test_idempotency_with_another_body() -> None:
    bench = Bench()
    bench.admit(**IDEMPOTENT)
    with pytest.raises(IdempotencyMismatch):
        bench.admit(nonce="try_2", body_hash="bb", **IDEMPOTENT)
    with pytest.raises(IdempotencyMismatch):
        bench.admit(nonce="try_2", operation="messages", **IDEMPOTENT)


def test_an_idempotency_key_is_free_again_after_a_day_and_after_a_failure() -> None:
    bench = Bench()
    first = admitted(bench.admit(**IDEMPOTENT))
    bench.ledger.close(first, replace(SETTLED, state=State.FAILED, cost=0))
    second = admitted(bench.admit(nonce="try_2", **IDEMPOTENT))
    bench.ledger.close(second, SETTLED, StoredAnswer(200, {}, b""))
    day = {"created_ms": NOW + 24 * 3_600_000, "nonce": "try_3"}
    third = admitted(bench.admit(**IDEMPOTENT, **day))
    assert len({first.request_id, second.request_id, third.request_id}) == 3


def test_repeating_an_admission_that_took_effect_finds_its_own_record() -> None:
    bench = Bench()
    first = admitted(bench.admit())
    again = admitted(bench.admit())
    assert again == first
    assert bench.store.get_account("org_a", KEY) == Account(1_000, 790, 210, 0)
