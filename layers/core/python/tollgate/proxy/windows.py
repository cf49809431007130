"""What this function has counted in each rate window, for the `x-ratelimit-*` headers.

Like the balances it informs and does not decide: other functions count in the same windows, and
admission asks the store. Names and forms of the headers are OpenAI's ("Rate limits in headers"),
which know one window of each kind: here it is the one nearest to its limit.
"""

from __future__ import annotations

from typing import Final

from tollgate.ledger.models import Outcome, RateRef, RequestRecord, Window
from tollgate.ledger.rules import seconds_until

_KEPT: Final = 50_000

Counter = tuple[str, str, str]
"""Organization, scope and period: each has one current window."""


class Windows:
    """Counts of the current windows of each scope."""

    def __init__(self) -> None:
        self._counts: dict[Counter, tuple[str, Window]] = {}

    def admitted(self, record: RequestRecord) -> None:
        """Counts a call and the tokens that it holds."""
        if len(self._counts) >= _KEPT:
            self._counts.clear()
        for ref in record.rates:
            count = self._count(record, ref)
            self._counts[_counter(record, ref)] = (
                ref.window,
                Window(count.requests + 1, count.tokens + record.tokens_held),
            )

    def settled(self, record: RequestRecord, outcome: Outcome) -> None:
        """Corrects the tokens of a call by what it used, in the windows that still count."""
        difference = outcome.tokens_used(record) - record.tokens_held
        for ref in record.rates:
            counter = _counter(record, ref)
            window, count = self._counts.get(counter, ("", _NOTHING))
            if window == ref.window:
                corrected = Window(count.requests, count.tokens + difference)
                self._counts[counter] = (window, corrected)

    def headers(self, record: RequestRecord, now_ms: int) -> dict[str, str]:
        """Limit, remainder and time to the reset of the window nearest to its limit.

        Of equally near ones it is the one that lasts longest.
        """
        found: dict[str, str] = {}
        for kind in ("requests", "tokens"):
            room = [
                (limit - getattr(self._count(record, ref), kind), -ref.ends_ms, limit)
                for ref in record.rates
                if (limit := getattr(ref, kind)) is not None and not ref.soft
            ]
            if room:
                remaining, ends_ms, limit = min(room)
                found[f"x-ratelimit-limit-{kind}"] = str(limit)
                found[f"x-ratelimit-remaining-{kind}"] = str(max(0, remaining))
                found[f"x-ratelimit-reset-{kind}"] = _duration(seconds_until(-ends_ms, now_ms))
        return found

    def _count(self, record: RequestRecord, ref: RateRef) -> Window:
        window, count = self._counts.get(_counter(record, ref), ("", _NOTHING))
        return count if window == ref.window else _NOTHING


_NOTHING: Final = Window(0, 0)


def _counter(record: RequestRecord, ref: RateRef) -> Counter:
    return record.organization_id, ref.scope_id, ref.period


def _duration(seconds: int) -> str:
    """`59s`, `6m0s`, `23h59m0s`."""
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours}h{minutes}m{seconds}s"
    return f"{minutes}m{seconds}s" if minutes else f"{seconds}s"
