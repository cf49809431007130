"""A draft held against the calls that were really made: what it would have done, and to whom.

Each call is asked of the draft alone, in order of time, with the evaluator that decides live calls;
limits are counted in memory. What was not recorded cannot be judged, and the result says so.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from msgspec.structs import replace

from tollgate.detectors import catalog
from tollgate.detectors.models import DetectorRef, Match
from tollgate.errors import BadRequest
from tollgate.policies.bundle import Bundle
from tollgate.policies.compiled import compile_entry
from tollgate.policies.conditions import compile_conditions, holds
from tollgate.policies.decide import decide
from tollgate.policies.models import (
    Action,
    CallFacts,
    Decision,
    Entry,
    Level,
    Reason,
    Subject,
)
from tollgate.policies.past_calls import PastCall, newest, past_calls
from tollgate.policies.replayed import InScope, Replayed, tally
from tollgate.policies.roster import Roster
from tollgate.policies.simulated import Load, Simulated
from tollgate.policies.situation import Situation, nothing_found
from tollgate.usage.database import Database
from tollgate.usage.spans import zone

MOST_DAYS: Final = 90
MOST_CALLS: Final = 200_000
MOST_S: Final = 18.0
"""Seconds of one replay: whoever asked still waits for the answer."""
_LOOK_EVERY: Final = 500
_DAY_MS: Final = 86_400_000
_DATES: Final = ("effective_from", "effective_until")
_REFUSING: Final = frozenset({Action.DENY, Action.REQUIRE_APPROVAL})
_NOTHING_ASKED: Final[Mapping[str, Any]] = {"required_tags": []}

_ALWAYS: Final = (
    "The draft is asked alone: what other policies in force would add or lift is left out.",
    "Roles, tags of keys and teams besides the key's own are those of today.",
    "Grants and the answers of approvers are left out.",
)
_UNJUDGED_RULES: Final[Mapping[str, str]] = {
    "allowed_regions": "The region of a call is not stored: allowed_regions is left out.",
    "allowed_addresses": "Addresses of callers are not stored: allowed_addresses is left out.",
    "allowed_tools": "Tools are not stored: allowed_tools is left out.",
    "denied_tools": "Tools are not stored: denied_tools is left out.",
}
_UNKNOWN_CONDITIONS: Final = ("tools", "locations", "addresses")
_UNKNOWN_FIELDS: Final = ("prompt", "country", "address")
_OUTPUT_RULES: Final = ("max_output_tokens", "max_tokens_per_request", "tokens_per_request")
_CONTENT: Final = ("categories", "detectors", "detect", "patterns", "keywords", "remote")


def replay(
    database: Database,
    roster: Roster,
    document: Mapping[str, Any],
    *,
    days: int,
    now_ms: int,
    policy_id: str = "pol_draft",
    version: int = 0,
    most_calls: int = MOST_CALLS,
    most_s: float = MOST_S,
    clock: Callable[[], float] = time.monotonic,
) -> Replayed:
    """What the canonical `document` would have done in the last `days`, at most `MOST_DAYS`.

    Its effective dates do not count. Beyond `most_calls` the newest are taken, beyond `most_s`
    seconds the rest is left. Raises `BadRequest` and `DatabaseUnavailable`.
    """
    if not 1 <= days <= MOST_DAYS:
        raise BadRequest(f"days is a number from 1 to {MOST_DAYS}", param="days")
    began = clock()
    organization = roster.organization
    asked_ms = now_ms - days * _DAY_MS
    judged, limitations = _judgeable(document)
    asker = _Asker(Entry(policy_id, version, judged), roster)
    with database.transaction() as connection:
        start_ms = newest(connection, organization.id, asked_ms, now_ms, most_calls)
        result = Replayed(start_ms, now_ms, now_ms, truncated=start_ms > asked_ms)
        with closing(past_calls(connection, organization.id, start_ms, now_ms)) as calls:
            for count, call in enumerate(calls):
                if count % _LOOK_EVERY == 0 and clock() - began > most_s:
                    result.until_ms, result.truncated = call.at_ms, True
                    break
                asker.ask(call, result)
    result.limitations = limitations
    result.took_ms = round((clock() - began) * 1000)
    return result


def in_scope(roster: Roster, document: Mapping[str, Any]) -> InScope:
    """The active people and keys of today that the document's scope and conditions name."""
    policy = compile_entry(Entry("pol_draft", 0, document))
    conditions = document.get("conditions") or {}
    who = {name: conditions[name] for name in _IDENTITY if name in conditions}
    predicates = compile_conditions(who)

    def meant(subject: Subject) -> bool:
        scoped = policy.level is Level.ORGANIZATION or bool(policy.scope_ids(subject))
        return scoped and holds(predicates, Situation(subject, _NO_CALL, nothing_found))

    users = [each for each in roster.active_users() if "keys" not in who and meant(each)]
    keys = [each for each in roster.active_keys() if meant(each)]
    teams = {team for each in (*users, *keys) for team in each.teams}
    return InScope(
        tuple(sorted({each.user_id for each in (*users, *keys) if each.user_id})),
        tuple(sorted(teams)),
        tuple(sorted(each.key_id for each in keys)),
    )


_IDENTITY: Final = ("users", "teams", "roles", "keys")
_NO_CALL: Final = CallFacts(model="", model_names=frozenset(), provider="", operation="", at_ms=0)


class _Asker:
    """Asks one draft about one call after another."""

    def __init__(self, entry: Entry, roster: Roster) -> None:
        self._bundle = Bundle("replay", [entry])
        self._subject = lru_cache(maxsize=50_000)(roster.subject)
        self._counters = Simulated(roster.organization.time_zone)
        self._day = _days_in(roster.organization.time_zone)

    def ask(self, call: PastCall, result: Replayed) -> None:
        """Adds what the draft says about `call` to `result`."""
        subject = self._subject(call.key_id, call.user_id, call.team_path)
        scan = _scan_of(call.findings)
        facts = call.facts(subject)
        decision = decide(self._bundle, subject, facts, scan)
        reasons = [
            *decision.reasons,
            *_too_dear(decision, call, facts),
            *_found_in_output(decision, scan),
        ]
        refused = any(reason.action in _REFUSING for reason in reasons)
        if not refused:
            load = Load(
                at_ms=call.at_ms,
                ends_ms=call.at_ms + call.latency_ms,
                tokens=call.input_tokens + call.output_tokens,
                cost=call.cost_nano,
            )
            admission = self._counters.admit(decision.limits, load)
            reasons += admission.reasons
            refused = not admission.admitted
        tally(result, self._day(call.at_ms), call, subject, reasons, refused=refused)


def _too_dear(decision: Decision, call: PastCall, facts: CallFacts) -> Iterator[Reason]:
    """A call that may cost more than the draft allows gets fewer output tokens, if it has any."""
    reason = decision.max_cost_reason
    if decision.max_cost is None or reason is None or facts.estimated_cost <= decision.max_cost:
        return
    clamps = call.has_output and reason.action is Action.DENY
    yield _replaced(reason, Action.CLAMP) if clamps else reason


def _found_in_output(
    decision: Decision, scan: Callable[[DetectorRef], Sequence[Match]]
) -> Iterator[Reason]:
    """Rules that look at answers only; the others have looked at the same findings already."""
    for rule in decision.output:
        if rule.scan_input:
            continue
        found = Counter(match.kind for ref in rule.detectors for match in scan(ref))
        if found:
            yield _replaced(rule.reason, rule.reason.action, found)


def _replaced(reason: Reason, action: Action, findings: Mapping[str, int] | None = None) -> Reason:
    return replace(reason, action=action, findings=findings or reason.findings)


def _days_in(time_zone: str) -> Callable[[int], str]:
    """The day of a moment; most calls share the quarter of an hour with the one before."""
    in_zone = zone(time_zone)

    @lru_cache(maxsize=1024)
    def of_quarter(quarter: int) -> str:
        return datetime.fromtimestamp(quarter * 900, in_zone).date().isoformat()

    return lambda at_ms: of_quarter(at_ms // 900_000)


def _scan_of(findings: Mapping[str, int]) -> Callable[[DetectorRef], Sequence[Match]]:
    if not findings:
        return nothing_found

    def scan(ref: DetectorRef) -> Sequence[Match]:
        wanted = _kinds(ref)
        return [
            Match(0, 0, kind)
            for kind, count in findings.items()
            if kind in wanted or kind.partition(".")[0] in wanted
            for _ in range(count)
        ]

    return scan


@lru_cache(maxsize=1024)
def _kinds(ref: DetectorRef) -> frozenset[str]:
    """What a detector's findings are called; none for one whose name says too little."""
    if ref.name == "pattern":
        name = json.loads(ref.config).get("name")
        return frozenset((f"pattern.{name}",) if name else ())
    if ref.name == "keywords" or ref.name.startswith("remote."):
        return frozenset()
    try:
        return frozenset((ref.name, *catalog.expand(ref.name)))
    except BadRequest:
        return frozenset((ref.name,))


def _judgeable(document: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The document without what cannot be judged, and what is to be said about that."""
    rules = document.get("rules") or {}
    conditions = document.get("conditions") or {}
    kept = {name: value for name, value in rules.items() if name not in _UNJUDGED_RULES}
    # A policy without rules would refuse whatever meets its conditions.
    judged = {name: value for name, value in document.items() if name not in _DATES}
    judged["rules"] = kept if kept or not rules else dict(_NOTHING_ASKED)
    notes = [*_ALWAYS, *(_UNJUDGED_RULES[name] for name in rules if name in _UNJUDGED_RULES)]
    unknown = [name for name in _UNKNOWN_CONDITIONS if name in conditions]
    unknown += [
        each["field"] for each in conditions.get("match", ()) if each["field"] in _UNKNOWN_FIELDS
    ]
    if unknown:
        notes.append(f"Not stored, so conditions on it see nothing: {', '.join(unknown)}.")
    if any(name in rules for name in _CONTENT) or "content" in conditions:
        notes.append(
            "Content is not stored: what policies found at the time stands for it, input and"
            " output alike. What nobody looked for, patterns without a name and remote detectors"
            " find nothing."
        )
    if any(name in rules for name in _OUTPUT_RULES):
        notes.append("What a call wrote stands for what it might have written.")
    if "cedar" in conditions:
        notes.append("Tools, addresses, countries and regions are unknown to the condition.")
    return judged, tuple(notes)
