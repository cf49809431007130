"""The evaluator against the naive interpreter, over random policies, callers and calls."""

from __future__ import annotations

from hypothesis import given, settings

from tests.unit.policies.reference import interpret
from tests.unit.policies.strategies import bundles, calls, grants, subjects
from tollgate.policies.bundle import Bundle, pack, unpack
from tollgate.policies.decide import decide
from tollgate.policies.models import CallFacts, Entry, Grant, Subject


@settings(max_examples=1_500, deadline=None)
@given(bundles(), subjects, calls(), grants)
def test_the_evaluator_decides_as_the_reference_does(
    entries: list[Entry], subject: Subject, facts: CallFacts, granted: list[Grant]
) -> None:
    hash_, parts = pack(entries)
    shadows = {(entry.policy_id, entry.version): entry.shadow for entry in entries}
    decision = decide(Bundle(hash_, unpack(parts)), subject, facts, grants=granted)
    expected = interpret(entries, subject, facts, granted)

    def name(reason: object) -> tuple[str, int, bool]:
        return (reason.policy_id, reason.version, shadows[reason.policy_id, reason.version])  # type: ignore[attr-defined]

    said = sorted((*name(r), r.rule, r.action.value) for r in decision.reasons)
    limits = {(*name(r.reason), r.period, r.requests) for r in decision.limits.rates}
    assert {
        "action": decision.action.value,
        "said": said,
        "clamp": decision.clamp,
        "reroute": decision.reroute,
        "limits": limits,
        "most": decision.max_cost,
        "used": {grant.id for grant in decision.grants},
    } == expected
