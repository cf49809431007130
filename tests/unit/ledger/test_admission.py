"""Limits that are waited for, that only count, that ask for an approval; on the in-memory store."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from tests.unit.ledger.test_service import NOW, SETTLED, FlatQuote, admitted, draft
from tollgate.errors import (
    ApprovalRequired,
    BudgetExhausted,
    PolicyDenied,
    RateLimited,
    Unauthenticated,
)
from tollgate.ledger.memory import MemoryLedgerStore
from tollgate.ledger.models import (
    Account,
    AccountRef,
    Budget,
    GrantSpent,
    GrantUse,
    Period,
    Principal,
    RateRef,
    RequestRecord,
    Scope,
    SlotRef,
    Window,
)
from tollgate.ledger.rules import LIMITS_AT_MOST, rate_key, slot_key, window_of
from tollgate.ledger.service import Ledger, Plan

LEFT_MS = 60_000 - NOW % 60_000
"""Until the minute of `NOW` ends: 20 seconds."""


def reason(action: str = "deny", policy_id: str = "pol_a", **more: Any) -> dict[str, Any]:
    values = {"policy_id": policy_id, "version": 1, "name": policy_id, "rule": "a rule"}
    return values | {"action": action, "message": "enough"} | more


def window(period: str = "minute", *, at: int = NOW, **limits: Any) -> RateRef:
    values = {"requests": None, "tokens": None, "reason": reason()} | limits
    return RateRef("pol_a", *window_of(period, at, "UTC"), **values)


def slot(**changes: Any) -> SlotRef:
    return replace(SlotRef("pol_s", 1, reason=reason("queue", "pol_s")), **changes)


def account(**changes: Any) -> AccountRef:
    cap = AccountRef("pol_c", Period.TOTAL, "total", 1_000, reason=reason("deny", "pol_c"))
    return replace(cap, **changes)


class Bench:
    """A ledger with a clock that only pauses move, and plans that carry the limits of a moment."""

    def __init__(self, limits: Callable[[int], dict[str, Any]] | None = None, **fixed: Any) -> None:
        self.store = MemoryLedgerStore()
        self.store.epochs["org_a"] = 1
        self.now = NOW
        self.pauses: list[float] = []
        self.while_paused: Callable[[], None] = lambda: None
        self.revoked = False
        self.asked = 0
        self.budgets: tuple[Budget, ...] = ()
        self.limits = limits or (lambda _: fixed)
        self.ledger = Ledger(self.store, self, clock=lambda: self.now, pause=self.pause)
        self._calls = 0

    def pause(self, seconds: float) -> None:
        assert seconds > 0
        self.pauses.append(seconds)
        self.now += round(seconds * 1000)
        self.while_paused()

    def load(self, _organization_id: str = "", _key_id: str = "") -> Principal:
        scopes = (Scope("key_a", self.budgets),)
        epoch = self.store.epochs["org_a"]
        refusal = Unauthenticated("revoked") if self.revoked else None
        return Principal(
            "org_a", "key_a", None, None, (), scopes, epoch, "UTC", "", refusal=refusal
        )

    def admit(
        self, quote: FlatQuote | None = None, *, until: int | None = None, **changes: Any
    ) -> RequestRecord:
        self._calls += 1
        ids = {"request_id": f"req_{self._calls}", "nonce": f"try_{self._calls}"}
        values = ids | {"created_ms": self.now, "deadline_ms": self.now + 120_000} | changes

        def planned(principal: Principal) -> Plan[FlatQuote]:
            self.asked += 1
            principal.authorize(self.now)
            return Plan(draft(**values), quote or FlatQuote(), **self.limits(self.now))

        return admitted(self.ledger.admit(self.load(), planned, wait_until_ms=until))


def waiting(wait_ms: int = 30_000, **limits: Any) -> Bench:
    """A bench with one limited minute window that may be waited for."""
    found = {"requests": 1, "wait_ms": wait_ms, "reason": reason("queue")} | limits
    return Bench(lambda now: {"rates": (window(at=now, **found),)})


def test_a_call_waits_for_the_next_window_and_is_asked_again() -> None:
    bench = waiting()
    bench.admit()
    record = bench.admit()
    assert bench.asked == 3
    [seconds] = bench.pauses
    assert LEFT_MS / 1000 <= seconds < LEFT_MS / 1000 + 0.2
    assert record.created_ms == NOW
    assert record.rates[0].window == window(at=NOW + LEFT_MS).window
    assert bench.store.windows[rate_key("org_a", record.rates[0])] == Window(1, 110)
    assert record.decision == "throttle"
    assert record.policies == (reason("queue"),)


def test_nothing_is_stored_while_a_call_waits() -> None:
    bench = waiting()
    bench.admit()
    seen: list[int] = []
    bench.while_paused = lambda: seen.append(len(bench.store.records))
    bench.admit(idempotent=True)
    assert seen == [1]
    assert len(bench.store.records) == 2


@pytest.mark.parametrize(
    ("wait_ms", "until"),
    [(0, None), (LEFT_MS - 1, None), (60_000, NOW + LEFT_MS - 1)],
)
def test_a_window_that_ends_too_late_refuses_at_once(wait_ms: int, until: int | None) -> None:
    bench = waiting(wait_ms)
    bench.admit()
    with pytest.raises(RateLimited) as refused:
        bench.admit(until=until)
    assert bench.pauses == []
    assert refused.value.retry_after == LEFT_MS // 1000
    assert refused.value.fields == {
        "scope": "pol_a",
        "limit": "requests_per_minute",
        "value": 1,
        "policy": reason("queue"),
    }


def test_a_call_waits_for_its_own_deadline_at_most() -> None:
    bench = waiting(60_000)
    bench.admit()
    with pytest.raises(RateLimited):
        bench.admit(deadline_ms=NOW + LEFT_MS - 1)
    assert bench.pauses == []


def test_a_next_window_that_is_full_again_refuses_with_its_own_end() -> None:
    bench = waiting()
    bench.admit()

    def others() -> None:
        bench.store.windows[rate_key("org_a", window(at=bench.now))] = Window(1, 0)

    bench.while_paused = others
    with pytest.raises(RateLimited) as refused:
        bench.admit()
    assert len(bench.pauses) == 1
    assert refused.value.retry_after == 60


def test_a_call_that_no_window_can_hold_does_not_wait() -> None:
    bench = waiting(requests=None, tokens=109)
    with pytest.raises(RateLimited) as refused:
        bench.admit()
    assert bench.pauses == []
    assert refused.value.fields["limit"] == "tokens_per_minute"
    assert (
        refused.value.message
        == "the limit of 109 tokens per minute of the policy 'pol_a' is reached"
    )


def test_a_limit_that_the_caller_left_open_is_what_an_empty_window_holds() -> None:
    bench = Bench(rates=(window(tokens=109), window("day", tokens=50, soft=True)))
    first = bench.admit(FlatQuote(sets_max_output=False))
    assert (first.output_tokens_held, first.tokens_held, first.decision) == (99, 109, "clamp")
    with pytest.raises(RateLimited):
        bench.admit(FlatQuote(sets_max_output=False))
    with pytest.raises(RateLimited):
        Bench(rates=(window(tokens=25),)).admit(FlatQuote(sets_max_output=False))


@pytest.mark.parametrize(("period", "ends"), [("hour", 3_200), ("day", 46_400)])
def test_longer_windows_say_when_to_come_back(period: str, ends: int) -> None:
    bench = Bench(rates=(window(period, requests=1, reason=None), window(requests=1)))
    bench.admit()
    with pytest.raises(RateLimited) as refused:
        bench.admit()
    assert refused.value.retry_after == ends
    assert refused.value.fields == {
        "scope": "pol_a",
        "limit": f"requests_per_{period}",
        "value": 1,
    }


def test_a_key_that_is_revoked_while_its_call_waits_is_refused() -> None:
    bench = waiting()
    bench.admit()

    def revoke() -> None:
        bench.revoked = True
        bench.store.epochs["org_a"] += 1

    bench.while_paused = revoke
    with pytest.raises(Unauthenticated):
        bench.admit()
    assert len(bench.store.records) == 1


def test_an_exhausted_budget_is_not_waited_for() -> None:
    bench = waiting()
    bench.budgets = (Budget(210, Period.TOTAL),)
    bench.admit()
    with pytest.raises(BudgetExhausted):
        bench.admit()
    assert bench.pauses == []


def test_a_slot_is_asked_for_until_it_is_free() -> None:
    bench = Bench(slots=(slot(wait_ms=30_000),))
    first = bench.admit()

    def end() -> None:
        if len(bench.pauses) == 8:
            bench.ledger.close(first, SETTLED)

    bench.while_paused = end
    record = bench.admit()
    assert len(bench.pauses) == 8
    assert record.decision == "throttle"
    assert record.policies == (reason("queue", "pol_s"),)
    assert bench.store.slots[slot_key("org_a", slot())] == 1


@pytest.mark.parametrize(("wait_ms", "until"), [(0, 0), (20_000, None), (60_000, NOW + 20_000)])
def test_a_slot_that_stays_taken_refuses_in_time(wait_ms: int, until: int | None) -> None:
    bench = Bench(slots=(slot(wait_ms=wait_ms),))
    bench.admit()
    with pytest.raises(RateLimited) as refused:
        bench.admit(until=until)
    assert bench.now == NOW + min(wait_ms, 20_000)
    assert refused.value.retry_after == 1
    assert refused.value.fields["limit"] == "concurrent_requests"
    assert refused.value.fields["policy"] == reason("queue", "pol_s")


def test_waiting_ends_even_where_no_clock_moves() -> None:
    bench = Bench(slots=(slot(wait_ms=5_000),))
    bench.admit()
    stopped = replace(bench.ledger, clock=lambda: NOW, pause=lambda _: None)
    bench.ledger = stopped
    with pytest.raises(RateLimited):
        bench.admit()


SOFT = {"soft": True, "reason": reason("warn")}


def soft_limits(_now: int = NOW) -> dict[str, Any]:
    return {
        "rates": (window(requests=1, **SOFT), window("day", tokens=0, **SOFT)),
        "slots": (slot(soft=True, reason=reason("log", "pol_s")),),
        "accounts": (account(limit=300, soft=True, reason=reason("warn", "pol_c")),),
    }


def test_soft_limits_count_and_are_written_down() -> None:
    bench = Bench(soft_limits)
    first, second = bench.admit(), bench.admit()
    assert first.policies == (reason("warn"),)
    assert first.decision == "warn"
    assert first.output_tokens_held == second.output_tokens_held == 100
    by_policy = sorted(second.policies, key=lambda entry: str(entry["policy_id"]))
    assert by_policy == [reason("warn"), reason("warn", "pol_c"), reason("log", "pol_s")]
    assert bench.store.get_account("org_a", account(limit=300)) == Account(300, -120, 420, 0)
    assert bench.store.slots[slot_key("org_a", slot())] == 2
    bench.ledger.close(first, SETTLED)
    bench.ledger.close(second, SETTLED)
    assert bench.store.slots[slot_key("org_a", slot())] == 0


def test_a_soft_limit_beside_a_hard_one_refuses_nothing_by_itself() -> None:
    bench = Bench(**{**soft_limits(), "slots": (slot(),)})
    bench.admit()
    with pytest.raises(RateLimited) as refused:
        bench.admit()
    assert refused.value.fields["policy"] == reason("queue", "pol_s")


@pytest.mark.parametrize(
    ("drafted", "met", "expected"),
    [
        ("allow", reason("log"), "allow"),
        ("allow", reason("warn"), "warn"),
        ("redact", reason("warn"), "redact"),
        ("allow", reason("warn", shadow=True), "allow"),
        ("warn", reason("require_approval"), "warn"),
    ],
)
def test_the_decision_is_the_most_severe_of_what_was_done(
    drafted: str, met: dict[str, Any], expected: str
) -> None:
    bench = Bench(rates=(window(requests=0, soft=True, reason=met),))
    record = bench.admit(decision=drafted)
    assert record.decision == expected
    assert record.policies == (met,)


@pytest.mark.parametrize(("drafted", "expected"), [("warn", "clamp"), ("reroute", "reroute")])
def test_a_lowered_output_is_a_clamp_unless_more_was_done(drafted: str, expected: str) -> None:
    record = Bench(accounts=(account(limit=150),)).admit(decision=drafted)
    assert (record.output_tokens_held, record.decision) == (70, expected)


def test_the_reasons_of_a_decision_stay() -> None:
    spoken = (reason("redact", "pol_r"), reason("warn"))
    bench = Bench(rates=(window(requests=0, **SOFT),))
    assert bench.admit(policies=spoken).policies == spoken


def test_the_cost_limit_of_a_policy_lowers_the_output_and_then_refuses() -> None:
    bench = Bench(accounts=(account(limit=300),))
    assert bench.admit().hold == 210
    record = bench.admit()
    assert (record.hold, record.output_tokens_held, record.decision) == (90, 40, "clamp")
    with pytest.raises(BudgetExhausted) as refused:
        bench.admit()
    assert refused.value.fields["policy"] == reason("deny", "pol_c")
    assert refused.value.fields["limit_usd"] == "0.0000003"
    assert refused.value.fields["held_usd"] == "0.0000003"
    assert refused.value.retry_after == 1


def reserved(**changes: Any) -> AccountRef:
    asked = reason("require_approval", "pol_c", message="ask somebody")
    return account(reserve=700, approval_reason=asked, **changes)


def test_the_reserve_of_a_limit_asks_for_an_approval() -> None:
    bench = Bench(accounts=(reserved(),))
    bench.admit()
    with pytest.raises(ApprovalRequired) as refused:
        bench.admit()
    assert refused.value.message == "ask somebody"
    assert refused.value.fields["policy"] == reserved().approval_reason
    assert len(bench.store.records) == 1


def test_less_than_the_call_needs_is_lowered_before_an_approval_is_asked_for() -> None:
    with pytest.raises(ApprovalRequired) as refused:
        Bench(accounts=(reserved(limit=150),)).admit()
    assert refused.value.fields["available_usd"] == "0.00000015"
    with pytest.raises(BudgetExhausted):
        Bench(accounts=(reserved(limit=41),)).admit()


def test_a_soft_limit_may_have_a_reserve_that_is_not() -> None:
    with pytest.raises(ApprovalRequired):
        Bench(accounts=(reserved(limit=100, soft=True),)).admit()


def test_a_spent_grant_goes_back_to_who_decides() -> None:
    grant = GrantUse("apr_a", uses=1, expires_ms=NOW + 1_000)
    bench = Bench(grants=(grant,))
    bench.admit()
    with pytest.raises(GrantSpent) as spent:
        bench.admit()
    assert spent.value.grant_id == "apr_a"
    assert len(bench.store.records) == 1


def test_more_limits_than_a_transaction_holds_are_refused() -> None:
    slots = tuple(slot(scope_id=f"pol_{index}") for index in range(LIMITS_AT_MOST))
    assert len(Bench(slots=slots).admit().slots) == LIMITS_AT_MOST
    with pytest.raises(PolicyDenied, match=f"{LIMITS_AT_MOST + 1} limits"):
        Bench(slots=slots, accounts=(account(),)).admit()


def test_limits_that_changed_hold_from_the_next_admission_on() -> None:
    found: dict[str, Any] = {"accounts": (account(limit=1_000),)}
    bench = Bench(lambda _: found)
    bench.admit()
    found["accounts"] = (account(limit=200),)
    with pytest.raises(BudgetExhausted) as refused:
        bench.admit()
    assert refused.value.fields["available_usd"] == "-0.00000001"
    found["accounts"] = (account(limit=500),)
    assert bench.admit().hold == 210
