"""The policies of a simulated world: real documents in a real bundle, as strict as the dice say."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache
from typing import Any

from tollgate.policies.bundle import Bundle, pack
from tollgate.policies.models import Entry


@dataclass(frozen=True)
class Policies:
    """One version of all of them; None is no limit of that kind, a wait of 0 refuses at once."""

    calls_at_once: int | None
    slot_wait_s: int
    per_minute: int | None
    window_wait_s: int
    tokens_per_day: int | None
    daily_limit: int | None
    watched: bool

    @classmethod
    def drawn(cls, dice: random.Random) -> Policies:
        return cls(
            calls_at_once=dice.choice((None, 1, 2, 3)),
            slot_wait_s=dice.choice((0, 0, 1, 5)),
            per_minute=dice.choice((None, None, 2, 5)),
            window_wait_s=dice.choice((0, 30)),
            tokens_per_day=dice.choice((None, 100, 300)),
            daily_limit=dice.choice((None, 250_000, 500_000, 10**9)),
            watched=dice.random() < 0.5,
        )

    @property
    def bundle(self) -> Bundle:
        return _bundle(self)


@cache
def _bundle(policies: Policies) -> Bundle:
    rate, cost, slot_wait_s = "rate_limit", "cost_limit", policies.slot_wait_s
    wanted = [
        _entry("slots", rate, slot_wait_s, concurrent_requests=policies.calls_at_once),
        _entry("rate", rate, policies.window_wait_s, requests_per_minute=policies.per_minute),
        _entry("tokens", rate, tokens_per_day=policies.tokens_per_day),
        _entry("costs", cost, daily_limit_nano=policies.daily_limit),
    ]
    if policies.watched:
        wanted += [
            _entry("watch", rate, enforcement="warn", concurrent_requests=1),
            _entry("estimate", cost, enforcement="monitor", daily_limit_nano=1_000),
        ]
    entries = [entry for entry in wanted if entry is not None]
    return Bundle(pack(entries)[0], entries)


def _entry(
    name: str, type_: str, wait_s: int = 0, enforcement: str = "strict", **rules: int | None
) -> Entry | None:
    if None in rules.values():
        return None
    document: dict[str, Any] = {
        "name": name,
        "type": type_,
        "enforcement_level": enforcement,
        "rules": rules,
        "actions": {"on_violation": "queue", "max_wait_seconds": wait_s} if wait_s else {},
    }
    return Entry(f"pol_{name}", 1, document)
