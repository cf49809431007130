"""Admission in memory: windows, slots and accounts of calls that follow each other in time.

The windows and periods are those of `tollgate.ledger`. A call is counted everywhere if no limit
refuses it, and nowhere otherwise. What it cost in truth is held against a budget: with less left
than that its answer would have been cut short, with more it would have gone through as it did.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from tollgate.ledger.models import Period
from tollgate.ledger.rules import period_key, window_of
from tollgate.policies.models import CostLimitRef, Limits, RateLimitRef, Reason, SlotRef


class Load(Struct, frozen=True):
    """What one call puts on its limits; `cost` is nano-dollars, `ends_ms` when it had ended."""

    at_ms: int
    ends_ms: int
    tokens: int
    cost: int


class Admission(Struct, frozen=True):
    """Whether the call goes through, and which limits spoke."""

    admitted: bool
    reasons: tuple[Reason, ...] = ()


class _Place(NamedTuple):
    """The counter that a limit puts the call into, and what stands against that."""

    counter: str
    reason: Reason | None = None
    refuses: bool = False


_ADMITTED = Admission(admitted=True)


class Simulated:
    """The counters of one organization; calls come in order of time."""

    def __init__(self, time_zone: str) -> None:
        self._time_zone = time_zone
        self._windows: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
        self._running: dict[str, list[int]] = defaultdict(list)
        self._spent: dict[tuple[str, str], int] = defaultdict(int)

    def admit(self, limits: Limits, load: Load) -> Admission:
        """Counts the call, unless a limit refuses it."""
        if not (limits.rates or limits.slots or limits.costs):
            return _ADMITTED
        rates = [(ref, self._rate(ref, load)) for ref in limits.rates]
        slots = [(ref, self._slot(ref, load)) for ref in limits.slots]
        costs = [(ref, self._cost(ref, load)) for ref in limits.costs]
        places = [place for _, place in (*rates, *slots, *costs)]
        reasons = tuple(place.reason for place in places if place.reason is not None)
        if any(place.refuses for place in places):
            return Admission(admitted=False, reasons=reasons)
        for rate, place in rates:
            window = self._windows[rate.subject, place.counter]
            window[0] += 1
            window[1] += load.tokens
        for slot, _ in slots:
            heapq.heappush(self._running[slot.subject], load.ends_ms)
        for cost, place in costs:
            self._spent[cost.subject, place.counter] += load.cost
        return Admission(admitted=True, reasons=reasons)

    def _rate(self, ref: RateLimitRef, load: Load) -> _Place:
        window, ends_ms = window_of(ref.period, load.at_ms, self._time_zone)
        reason = self._full(ref, window, load)
        if reason is None or ref.soft:
            return _Place(window, reason)
        if ends_ms - load.at_ms <= ref.wait_ms:
            following, _ = window_of(ref.period, ends_ms, self._time_zone)
            if self._full(ref, following, load) is None:
                return _Place(following, reason)
        return _Place(window, reason, refuses=True)

    def _full(self, ref: RateLimitRef, window: str, load: Load) -> Reason | None:
        requests, tokens = self._windows[ref.subject, window]
        if ref.requests is not None and requests >= ref.requests:
            return replace(ref.reason, rule=f"requests_per_{ref.period}")
        if ref.tokens is not None and tokens + load.tokens > ref.tokens:
            return replace(ref.reason, rule=f"tokens_per_{ref.period}")
        return None

    def _slot(self, ref: SlotRef, load: Load) -> _Place:
        running = self._running[ref.subject]
        while running and running[0] <= load.at_ms:
            heapq.heappop(running)
        if len(running) < ref.limit:
            return _Place("")
        waits = running[0] - load.at_ms <= ref.wait_ms
        return _Place("", ref.reason, refuses=not ref.soft and not waits)

    def _cost(self, ref: CostLimitRef, load: Load) -> _Place:
        period = Period(ref.period)
        counter = f"{period}#{period_key(period, load.at_ms, self._time_zone)}"
        after = self._spent[ref.subject, counter] + load.cost
        if after > ref.limit:
            return _Place(counter, ref.reason, refuses=not ref.soft)
        if ref.approval_reason is not None and after > ref.limit - ref.reserve:
            return _Place(counter, ref.approval_reason, refuses=True)
        return _Place(counter)
