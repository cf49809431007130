"""What this function has counted in each rate window, for the `x-ratelimit-*` headers.

Like the balances it informs and does not decide: other functions count in the same windows, and
admission asks the store. Names and forms of the headers are OpenAI's ("Rate limits in headers").
"""

from __future__ import annotations

from dataclasses import dataclass

from tollgate.ledger.models import Outcome, RateRef, RequestRecord
from tollgate.ledger.rules import window_ends_in_s


@dataclass(frozen=True, slots=True)
class _Count:
    window: int
    requests: int = 0
    tokens: int = 0


class Windows:
    """Counts of the current window per scope."""

    def __init__(self) -> None:
        self._counts: dict[tuple[str, str], _Count] = {}

    def admitted(self, record: RequestRecord) -> None:
        """Counts a call and the tokens that it holds."""
        for ref in record.rates:
            self._add(record, ref, requests=1, tokens=record.tokens_held)

    def settled(self, record: RequestRecord, outcome: Outcome) -> None:
        """Corrects the tokens of a call by what it used."""
        for ref in record.rates:
            self._add(record, ref, tokens=outcome.tokens_used(record) - record.tokens_held)

    def headers(self, record: RequestRecord, now_ms: int) -> dict[str, str]:
        """Limit, remainder and time to the reset of the window nearest to its limit."""
        found: dict[str, str] = {}
        reset = f"{window_ends_in_s(now_ms)}s"
        for kind in ("requests", "tokens"):
            room = [
                (limit - getattr(self._count(record, ref), kind), limit)
                for ref in record.rates
                if (limit := getattr(ref, f"{kind}_per_minute")) is not None
            ]
            if room:
                remaining, limit = min(room)
                found[f"x-ratelimit-limit-{kind}"] = str(limit)
                found[f"x-ratelimit-remaining-{kind}"] = str(max(0, remaining))
                found[f"x-ratelimit-reset-{kind}"] = reset
        return found

    def _count(self, record: RequestRecord, ref: RateRef) -> _Count:
        count = self._counts.get((record.organization_id, ref.scope_id))
        return count if count and count.window == ref.window else _Count(ref.window)

    def _add(
        self, record: RequestRecord, ref: RateRef, *, requests: int = 0, tokens: int = 0
    ) -> None:
        count = self._count(record, ref)
        self._counts[record.organization_id, ref.scope_id] = _Count(
            ref.window, count.requests + requests, count.tokens + tokens
        )
