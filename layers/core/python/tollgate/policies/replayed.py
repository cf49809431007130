"""What a replay found: sums, shares and examples."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct, field

from tollgate.policies.models import SEVERITY, Action, Reason, Subject
from tollgate.policies.past_calls import PastCall

EXAMPLES: Final = 20
_TOP: Final = 10


class Share(Struct):
    """How many calls, and what they cost in nano-dollars."""

    calls: int = 0
    cost_nano: int = 0

    def add(self, cost_nano: int) -> None:
        self.calls += 1
        self.cost_nano += cost_nano


class Day(Struct):
    """One day of the organization's time zone (`2026-11-21`)."""

    day: str
    calls: int = 0
    affected: Share = field(default_factory=Share)
    refused: Share = field(default_factory=Share)


class Example(Struct, frozen=True):
    """A call that the draft would have acted upon; `before` is what was decided then."""

    request_id: str
    at_ms: int
    key_id: str
    user_id: str
    model: str
    cost_nano: int
    before: str
    action: Action
    reasons: tuple[Reason, ...]


class Replayed(Struct):
    """What a draft would have done to the calls of a span.

    `would` counts calls by the most severe action as the draft stands, `wanted` by what it asks for
    under strict enforcement. A call is `affected` when the draft has anything to say against it and
    `refused` when it would not have gone through; both count what the calls cost in truth.
    `newly_refused` are refused ones that had gone through, `refused_then` calls that were refused
    when they were made. `until_ms` is how far it came: before `end_ms` when `truncated` by time;
    `start_ms` is later than asked when truncated by number.
    """

    start_ms: int
    end_ms: int
    until_ms: int
    evaluated: int = 0
    truncated: bool = False
    refused_then: int = 0
    newly_refused: Share = field(default_factory=Share)
    affected: Share = field(default_factory=Share)
    refused: Share = field(default_factory=Share)
    would: Counter[str] = field(default_factory=Counter)
    wanted: Counter[str] = field(default_factory=Counter)
    by_rule: Counter[str] = field(default_factory=Counter)
    users: dict[str, Share] = field(default_factory=dict)
    teams: dict[str, Share] = field(default_factory=dict)
    keys: dict[str, Share] = field(default_factory=dict)
    models: dict[str, Share] = field(default_factory=dict)
    days: dict[str, Day] = field(default_factory=dict)
    examples: list[Example] = field(default_factory=list)
    limitations: tuple[str, ...] = ()
    took_ms: int = 0

    def top(self, shares: Mapping[str, Share]) -> list[tuple[str, Share]]:
        """The most affected of some, by calls and then by cost."""
        ordered = sorted(
            shares.items(), key=lambda each: (-each[1].calls, -each[1].cost_nano, each[0])
        )
        return ordered[:_TOP]


class InScope(Struct, frozen=True):
    """Who is meant by a policy as of today: counts, and some of their ids."""

    users: tuple[str, ...]
    teams: tuple[str, ...]
    keys: tuple[str, ...]


def tally(
    result: Replayed,
    day: str,
    call: PastCall,
    subject: Subject,
    reasons: Sequence[Reason],
    *,
    refused: bool,
) -> None:
    """Adds one call, on its `day`, with all that the draft says about it."""
    action = max((r.action for r in reasons), key=SEVERITY.__getitem__, default=Action.ALLOW)
    wanted = max((r.wanted for r in reasons), key=SEVERITY.__getitem__, default=Action.ALLOW)
    result.evaluated += 1
    result.would[action.value] += 1
    result.wanted[wanted.value] += 1
    result.refused_then += call.was_refused
    today = result.days.setdefault(day, Day(day))
    today.calls += 1
    if wanted is Action.ALLOW:
        return
    for share in (result.affected, today.affected):
        share.add(call.cost_nano)
    if refused:
        for share in (result.refused, today.refused):
            share.add(call.cost_nano)
        if not call.was_refused:
            result.newly_refused.add(call.cost_nano)
    for rule in {reason.rule for reason in reasons if reason.wanted is not Action.ALLOW}:
        result.by_rule[rule] += 1
    _attribute(result, call, subject)
    if len(result.examples) < EXAMPLES:
        result.examples.append(_example(call, action, reasons))


def _attribute(result: Replayed, call: PastCall, subject: Subject) -> None:
    pairs = [(result.keys, call.key_id), (result.models, call.requested_model or call.model)]
    pairs += [(result.users, call.user_id)] if call.user_id else []
    pairs += [(result.teams, team) for team in subject.teams]
    for shares, name in pairs:
        shares.setdefault(name, Share()).add(call.cost_nano)


def _example(call: PastCall, action: Action, reasons: Sequence[Reason]) -> Example:
    return Example(
        request_id=call.request_id,
        at_ms=call.at_ms,
        key_id=call.key_id,
        user_id=call.user_id,
        model=call.requested_model or call.model,
        cost_nano=call.cost_nano,
        before="refused" if call.was_refused else call.state,
        action=action,
        reasons=tuple(sorted(reasons, key=lambda reason: -SEVERITY[reason.action])),
    )
