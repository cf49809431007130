"""Precedence, conflicts and effects of policies, case by case."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from tollgate.detectors.models import DetectorRef, DetectorUnavailable, Match
from tollgate.kit.clock import from_rfc3339
from tollgate.policies.bundle import Bundle, pack, unpack
from tollgate.policies.decide import decide
from tollgate.policies.models import Action, CallFacts, Decision, Entry, Grant, Limits, Subject
from tollgate.policies.situation import Scan, nothing_found

NOW_MS = 1_763_733_600_000
SUBJECT = Subject(
    organization_id="org_1",
    key_id="key_1",
    user_id="usr_1",
    team_paths=(("team_leaf", "team_root"),),
    roles=frozenset({"developer"}),
)
FACTS = CallFacts(
    model="gpt-4o",
    model_names=frozenset({"gpt-4o", "openai/gpt-4o"}),
    provider="openai",
    operation="chat.completions",
    at_ms=NOW_MS,
    input_tokens=100,
    max_output_tokens=1_000,
    estimated_cost=2_000_000,
)
DENY_GPT = {"denied_models": ["gpt-4o"]}


def policy(kind: str = "usage", **fields: Any) -> dict[str, Any]:
    return {"name": fields.pop("name", "a policy"), "type": kind, **fields}


def entries(*documents: dict[str, Any]) -> list[Entry]:
    return [Entry(f"pol_{n}", 1, document) for n, document in enumerate(documents)]


def decided(
    *documents: dict[str, Any],
    subject: Subject = SUBJECT,
    facts: CallFacts = FACTS,
    scan: Scan = nothing_found,
    grants: tuple[Grant, ...] = (),
    spent: frozenset[str] = frozenset(),
) -> Decision:
    bundle = Bundle("hash", entries(*documents))
    return decide(bundle, subject, facts, scan, grants, spent=spent)


def said(decision: Decision) -> list[tuple[str, str, str]]:
    return [(r.policy_id, r.rule, r.action.value) for r in decision.reasons]


def found(**kinds: list[str]) -> Scan:
    """A scan in which detectors (by name, `_` for a dot) find these kinds."""
    by_name = {name.replace("_", "."): values for name, values in kinds.items()}

    def scan(ref: DetectorRef) -> list[Match]:
        return [Match(0, 1, kind, 0.9) for kind in by_name.get(ref.name, ())]

    return scan


def test_without_policies_a_call_is_allowed() -> None:
    assert decided() == Decision()


def test_the_most_severe_action_decides_and_every_reason_is_told() -> None:
    decision = decided(
        policy(rules=DENY_GPT, actions={"on_violation": "warn"}),
        policy(rules=DENY_GPT),
        policy(rules=DENY_GPT, actions={"on_violation": "require_approval"}),
    )
    assert decision.action is Action.DENY
    assert said(decision) == [
        ("pol_1", "denied_models", "deny"),
        ("pol_2", "denied_models", "require_approval"),
        ("pol_0", "denied_models", "warn"),
    ]


@pytest.mark.parametrize(
    ("level", "expected"), [("strict", "deny"), ("warn", "warn"), ("monitor", "log")]
)
def test_enforcement_levels_cap_the_action(level: str, expected: str) -> None:
    [reason] = decided(policy(rules=DENY_GPT, enforcement_level=level)).reasons
    assert (reason.action.value, reason.wanted) == (expected, Action.DENY)


def test_a_dry_run_is_written_down_and_decides_nothing() -> None:
    bundle = Bundle("hash", [Entry("pol_0", 2, policy(rules=DENY_GPT), shadow=True)])
    decision = decide(bundle, SUBJECT, FACTS)
    assert decision.action is Action.ALLOW
    [reason] = decision.reasons
    assert (reason.shadow, reason.action, reason.wanted) == (True, Action.LOG, Action.DENY)


@pytest.mark.parametrize(
    ("allowing", "denying", "expected"),
    [(200, 100, "allow"), (100, 100, "deny"), (99, 100, "deny")],
)
def test_an_allowing_policy_shields_from_lower_priorities(
    allowing: int, denying: int, expected: str
) -> None:
    decision = decided(
        policy(priority=allowing, actions={"on_violation": "allow"}),
        policy(priority=denying, rules=DENY_GPT),
    )
    assert decision.action.value == expected


def test_a_shield_covers_its_own_type_only() -> None:
    decision = decided(
        policy("security", priority=900, actions={"on_violation": "allow"}),
        policy(rules=DENY_GPT),
    )
    assert decision.action is Action.DENY


@pytest.mark.parametrize("level", ["warn", "monitor"])
def test_only_a_strict_policy_shields(level: str) -> None:
    decision = decided(
        policy(priority=900, actions={"on_violation": "allow"}, enforcement_level=level),
        policy(rules=DENY_GPT),
    )
    assert said(decision) == [("pol_1", "denied_models", "deny"), ("pol_0", "allow", "allow")]


ROOT = {"level": "team", "ids": ["team_root"]}
LEAF = {"level": "team", "ids": ["team_leaf"]}
OTHER = {"level": "team", "ids": ["team_other"]}


@pytest.mark.parametrize(
    ("above", "below", "expected"),
    [
        ({}, {}, ["pol_0", "pol_1"]),
        ({}, {"inheritance": "override"}, ["pol_0", "pol_1"]),
        ({"overridable": True}, {}, ["pol_0", "pol_1"]),
        ({"overridable": True}, {"inheritance": "override"}, ["pol_1"]),
        (
            {"overridable": True},
            {"inheritance": "override", "conditions": {"models": ["claude-*"]}},
            ["pol_0"],
        ),
    ],
    ids=["additive", "not overridable", "not overriding", "overrides", "does not apply"],
)
@pytest.mark.parametrize("scope", [{"level": "organization"}, ROOT], ids=["organization", "root"])
def test_inheritance_down_the_tree(
    scope: dict[str, Any], above: dict[str, Any], below: dict[str, Any], expected: list[str]
) -> None:
    decision = decided(
        policy(rules=DENY_GPT, scope=scope, **above), policy(rules=DENY_GPT, scope=LEAF, **below)
    )
    assert sorted(reason.policy_id for reason in decision.reasons) == expected


def test_a_member_of_two_branches_is_held_to_the_stricter_one() -> None:
    subject = replace(SUBJECT, team_paths=(("team_leaf", "team_root"), ("team_other",)))
    root = policy(rules=DENY_GPT, overridable=True)
    leaf = policy(scope=LEAF, inheritance="override", rules={"max_input_tokens": 1_000})
    assert decided(root, leaf).action is Action.ALLOW
    assert decided(root, leaf, subject=subject).action is Action.DENY


def test_routes_go_to_the_highest_priority_then_the_most_specific() -> None:
    def to(model: str, **fields: Any) -> dict[str, Any]:
        return policy(rules={"routes": [{"model": model}]}, **fields)

    assert decided(to("a"), to("b", scope=LEAF)).reroute == "b"
    assert decided(to("a", priority=101), to("b", scope=LEAF)).reroute == "a"
    assert decided(to("gpt-4o")).reroute is None


def test_the_smallest_clamp_holds_and_a_limit_that_nobody_asked_for_only_clamps() -> None:
    strict = {"on_violation": "deny"}
    documents = (
        policy(rules={"max_output_tokens": 500}),
        policy(rules={"max_tokens_per_request": 400}, actions=strict),
    )
    unset = replace(FACTS, sets_max_output=False)
    assert decided(*documents, facts=unset).clamp == 300
    assert decided(*documents, facts=unset).action is Action.CLAMP
    assert decided(*documents).action is Action.DENY


def test_a_policy_without_rules_and_conditions_is_about_every_call() -> None:
    [reason] = decided(policy("security", actions={"on_violation": "deny"})).reasons
    assert (reason.rule, reason.action) == ("conditions", Action.DENY)
    assert reason.message == "this policy is about every call"


def test_conditions_alone_are_a_rule() -> None:
    document = policy(
        conditions={"models": ["gpt-*"], "estimated_cost_nano": {"min": 1_000_000}},
        actions={"on_violation": "require_approval"},
    )
    assert said(decided(document)) == [("pol_0", "conditions", "require_approval")]
    assert decided(document, facts=replace(FACTS, estimated_cost=0)).action is Action.ALLOW


@pytest.mark.parametrize(
    ("hours", "inside"),
    [
        ({"from": "13:00", "until": "14:00"}, False),
        ({"from": "14:00", "until": "15:00"}, True),
        ({"from": "22:00", "until": "15:00"}, True),
        ({"from": "22:00", "until": "14:00"}, False),
        ({"from": "15:00", "until": "16:00", "time_zone": "Europe/Berlin"}, True),
        ({"from": "00:00", "until": "24:00", "days": ["fri"]}, True),
        ({"from": "00:00", "until": "24:00", "days": ["sat"]}, False),
        ({"from": "22:00", "until": "15:00", "days": ["thu"]}, True),
        ({"from": "22:00", "until": "15:00", "days": ["fri"]}, False),
    ],
)
def test_hours_are_local_and_wrap_midnight(hours: dict[str, Any], inside: bool) -> None:
    # 2025-11-21 is a Friday; the call comes at 14:00 UTC.
    assert (decided(policy(conditions={"time": hours})).action is Action.DENY) is inside


@pytest.mark.parametrize(
    ("moment", "hours", "inside"),
    [
        # In Berlin 02:00 became 03:00 on 29 March 2026 (01:00 UTC).
        ("2026-03-29T00:59:59Z", {"from": "02:00", "until": "03:30"}, False),
        ("2026-03-29T01:00:00Z", {"from": "02:00", "until": "03:30"}, True),
        ("2026-03-29T01:30:00Z", {"from": "02:00", "until": "03:30"}, False),
        ("2026-03-28T21:00:00Z", {"from": "22:00", "until": "06:00", "days": ["sat"]}, True),
        ("2026-03-29T03:59:59Z", {"from": "22:00", "until": "06:00", "days": ["sat"]}, True),
        ("2026-03-29T04:00:00Z", {"from": "22:00", "until": "06:00", "days": ["sat"]}, False),
        # And 03:00 became 02:00 on 25 October (01:00 UTC): 02:30 came twice.
        ("2026-10-25T00:30:00Z", {"from": "02:00", "until": "03:00"}, True),
        ("2026-10-25T01:30:00Z", {"from": "02:00", "until": "03:00"}, True),
        ("2026-10-25T02:00:00Z", {"from": "02:00", "until": "03:00"}, False),
        ("2026-10-24T22:00:00Z", {"from": "00:00", "until": "24:00", "days": ["sun"]}, True),
        ("2026-10-25T22:59:59Z", {"from": "00:00", "until": "24:00", "days": ["sun"]}, True),
        ("2026-10-25T23:00:00Z", {"from": "00:00", "until": "24:00", "days": ["sun"]}, False),
    ],
)
def test_hours_are_those_of_the_clock_when_it_changes(
    moment: str, hours: dict[str, Any], inside: bool
) -> None:
    facts = replace(FACTS, at_ms=from_rfc3339(moment))
    document = policy(conditions={"time": {**hours, "time_zone": "Europe/Berlin"}})
    assert (decided(document, facts=facts).action is Action.DENY) is inside


def test_a_cedar_condition_decides_whether_a_policy_applies() -> None:
    document = policy(conditions={"cedar": 'principal.teams.contains("team_root")'})
    assert decided(document).action is Action.DENY
    outsider = replace(SUBJECT, team_paths=())
    assert decided(document, subject=outsider).action is Action.ALLOW


def test_a_condition_that_fails_to_evaluate_denies_and_the_others_still_count() -> None:
    overflow = "context.input_tokens + 9223372036854775807 > 0"
    decision = decided(
        policy(conditions={"cedar": overflow}, actions={"on_violation": "warn"}),
        policy(conditions={"cedar": "context.input_tokens == 100"}, rules={"max_input_tokens": 9}),
        policy(conditions={"cedar": "false"}),
    )
    assert said(decision) == [
        ("pol_0", "condition_error", "deny"),
        ("pol_1", "max_input_tokens", "deny"),
    ]


def test_content_is_denied_redacted_or_told_by_what_is_found() -> None:
    filter_ = policy("content_filter", rules={"detectors": ["pii.email"], "scan_output": True})
    scan = found(pii_email=["pii.email", "pii.email"])
    decision = decided(filter_, scan=scan)
    assert (decision.action, decision.findings) == (Action.DENY, {"pii.email": 2})
    assert decision.reasons[0].findings == {"pii.email": 2}
    redacting = decided({**filter_, "actions": {"on_violation": "redact"}}, scan=scan)
    assert redacting.action is Action.REDACT
    assert len(redacting.redact) == len(redacting.output) == 1
    assert decided(filter_).action is Action.ALLOW


def test_a_finding_below_the_confidence_does_not_count() -> None:
    rules = {"detectors": ["pii.email"], "min_confidence": 0.95}
    scan = found(pii_email=["pii.email"])
    assert decided(policy("content_filter", rules=rules), scan=scan).action is Action.ALLOW


@pytest.mark.parametrize(
    ("content", "applies"),
    [
        ({"detectors": ["pii.email"]}, False),
        ({"detectors": ["pii.email"], "min_confidence": 0.4}, True),
    ],
)
def test_a_finding_below_the_confidence_is_no_condition(
    content: dict[str, Any], *, applies: bool
) -> None:
    def unsure(_: DetectorRef) -> list[Match]:
        return [Match(0, 1, "pii.email", 0.4)]

    document = policy(rules=DENY_GPT, conditions={"content": content})
    exempting = policy(rules=DENY_GPT, exceptions=[{"conditions": {"content": content}}])
    assert (decided(document, scan=unsure).action is Action.DENY) is applies
    assert (decided(exempting, scan=unsure).action is Action.ALLOW) is applies


@pytest.mark.parametrize("name", ["OpenAI", "OPEN*"])
def test_a_provider_is_meant_in_any_case(name: str) -> None:
    assert decided(policy(rules={"denied_providers": [name]})).action is Action.DENY
    assert decided(policy(rules={"allowed_providers": [name]})).action is Action.ALLOW
    assert decided(policy(conditions={"providers": [name]})).action is Action.DENY


def test_a_silent_detector_denies() -> None:
    def silent(_: DetectorRef) -> list[Match]:
        raise DetectorUnavailable

    rule = policy("content_filter", rules={"detectors": ["pii.email"]})
    assert said(decided(rule, scan=silent)) == [("pol_0", "detector_unavailable", "deny")]
    condition = policy(conditions={"content": {"categories": ["pii"]}})
    assert said(decided(condition, scan=silent)) == [("pol_0", "condition_error", "deny")]


GRANT = Grant(
    id="gr_1", kind="policy_exception", until_ms=NOW_MS + 1, policy_ids=("pol_0",), uses=1
)


@pytest.mark.parametrize(
    ("grant", "lifted"),
    [
        (GRANT, True),
        (replace(GRANT, until_ms=NOW_MS), False),
        (replace(GRANT, policy_ids=("pol_1",)), False),
        (replace(GRANT, rules=("denied_models",)), True),
        (replace(GRANT, rules=("max_input_tokens",)), False),
        (replace(GRANT, models=("gpt-*",)), True),
        (replace(GRANT, models=("claude-*",)), False),
        (replace(GRANT, key_id="key_1", user_id="usr_1", team_id="team_root"), True),
        (replace(GRANT, key_id="key_2"), False),
        (replace(GRANT, team_id="team_other"), False),
    ],
)
def test_a_grant_lifts_what_it_names_for_whom_it_is(grant: Grant, lifted: bool) -> None:
    decision = decided(policy(rules=DENY_GPT), grants=(grant,))
    assert (decision.action is Action.ALLOW) is lifted
    assert (decision.grants == (grant,)) is lifted
    assert decision.reasons[0].grant_id == ("gr_1" if lifted else None)


def test_a_spent_grant_lifts_nothing() -> None:
    decision = decided(policy(rules=DENY_GPT), grants=(GRANT,), spent=frozenset({"gr_1"}))
    assert decision.action is Action.DENY


@pytest.mark.parametrize(
    ("named", "windows", "slots"),
    [
        ((), [], 0),
        (("requests_per_minute",), [("minute", None, 50), ("day", 9, None)], 1),
        (("tokens_per_minute",), [("minute", 5, None), ("day", 9, None)], 1),
        (("requests_per_day",), [("minute", 5, 50)], 1),
        (("concurrent_requests",), [("minute", 5, 50), ("day", 9, None)], 0),
        (
            ("requests_per_minute", "tokens_per_minute", "concurrent_requests"),
            [("day", 9, None)],
            0,
        ),
        (("denied_models",), [("minute", 5, 50), ("day", 9, None)], 1),
    ],
)
def test_a_grant_lifts_the_limits_that_it_names_and_no_others(
    named: tuple[str, ...], windows: list[Any], slots: int
) -> None:
    rules = {
        "requests_per_minute": 5,
        "tokens_per_minute": 50,
        "requests_per_day": 9,
        "concurrent_requests": 2,
    }
    granted = (replace(GRANT, rules=named),)
    decision = decided(policy("rate_limit", rules=rules), grants=granted)
    rates = decision.limits.rates
    assert [(ref.period, ref.requests, ref.tokens) for ref in rates] == windows
    assert len(decision.limits.slots) == slots
    assert decision.grants == (() if named == ("denied_models",) else granted)


def test_two_grants_lift_a_limit_each() -> None:
    rules = {"requests_per_minute": 5, "concurrent_requests": 2}
    granted = tuple(replace(GRANT, id=f"gr_{name}", rules=(name,)) for name in rules)
    decision = decided(policy("rate_limit", rules=rules), grants=granted)
    assert (decision.limits, decision.grants) == (Limits(), granted)


@pytest.mark.parametrize(
    ("named", "reserves"),
    [((), [0, 0]), (("monthly_limit",), [0, 10]), (("per_user_limit",), [100, 0])],
)
def test_a_grant_lifts_the_reserve_of_the_budget_that_it_names(
    named: tuple[str, ...], reserves: list[int]
) -> None:
    document = policy(
        "cost_limit",
        rules={"monthly_limit_nano": 1_000, "per_user_limit_nano": 100},
        actions={"thresholds": {"90": "require_approval"}},
    )
    decision = decided(document, grants=(replace(GRANT, rules=named),))
    assert [ref.reserve for ref in decision.limits.costs] == reserves


DEAR = policy("cost_limit", rules={"max_cost_per_request_nano": 1_000_000})
ASKS = {"actions": {"on_violation": "require_approval"}}


def test_a_dear_call_goes_through_once_it_is_approved() -> None:
    asking = DEAR | ASKS
    assert said(decided(asking)) == [("pol_0", "max_cost_per_request", "require_approval")]
    granted = decided(asking, grants=(GRANT,))
    assert (granted.action, granted.grants) == (Action.ALLOW, (GRANT,))
    assert granted.reasons[0].grant_id == "gr_1"
    cheap = decided(asking, grants=(GRANT,), facts=replace(FACTS, estimated_cost=1))
    assert (cheap.reasons, cheap.grants) == ((), ())
    other = replace(GRANT, rules=("monthly_limit",))
    assert decided(asking, grants=(other,)).action is Action.REQUIRE_APPROVAL
    excepted = asking | {"exceptions": [{"conditions": {}, "effect": "approve"}]}
    assert decided(excepted).action is Action.ALLOW


def test_a_grant_lifts_the_dollars_of_a_call_that_would_be_clamped() -> None:
    assert decided(DEAR).max_cost == 1_000_000
    granted = decided(DEAR, grants=(GRANT,))
    assert (granted.max_cost, granted.grants) == (None, (GRANT,))


EMAILS = {"detectors": ["pii.email"], "scan_output": True}


@pytest.mark.parametrize(
    ("rules", "uses", "prompt_has", "searched", "used"),
    [
        (EMAILS, None, False, False, False),
        (EMAILS, 1, True, False, True),
        (EMAILS, 1, False, True, False),
        (EMAILS | {"scan_input": False}, 1, False, False, True),
        (EMAILS | {"scan_input": False}, None, False, False, False),
    ],
    ids=["a time", "once, needed", "once, not needed", "once, answers alone", "answers alone"],
)
@pytest.mark.parametrize("action", ["deny", "redact", "require_approval"])
def test_a_grant_spares_the_answer_too(
    rules: dict[str, Any],
    uses: int | None,
    prompt_has: bool,
    searched: bool,
    used: bool,
    action: str,
) -> None:
    document = policy("content_filter", rules=rules, actions={"on_violation": action})
    scan = found(pii_email=["pii.email"]) if prompt_has else nothing_found
    granted = replace(GRANT, uses=uses)
    decision = decided(document, scan=scan, grants=(granted,))
    assert (bool(decision.output), decision.grants) == (searched, (granted,) if used else ())
    assert decided(document, scan=scan).output != ()


def test_limits_are_counted_per_scope_subject_or_model() -> None:
    def subjects(**rules: Any) -> list[str]:
        rules |= {"requests_per_minute": 5}
        return [ref.subject for ref in decided(policy("rate_limit", rules=rules)).limits.rates]

    assert subjects() == ["pol_0"]
    assert subjects(per="user") == ["pol_0:usr_1"]
    assert subjects(per="key") == ["pol_0:key_1"]
    assert subjects(per="team") == ["pol_0:team_leaf"]
    assert subjects(per="model") == ["pol_0:openai/gpt-4o"]
    both = policy(
        "rate_limit",
        rules={"requests_per_minute": 5},
        scope={**ROOT, "ids": ["team_leaf", "team_root"]},
    )
    assert [ref.subject for ref in decided(both).limits.rates] == [
        "pol_0:team_leaf",
        "pol_0:team_root",
    ]


def test_a_model_has_one_counter_under_each_of_its_names() -> None:
    document = policy("rate_limit", rules={"requests_per_minute": 5, "per": "model"})
    alias = replace(FACTS, model="openai/gpt-4o")
    assert decided(document).limits == decided(document, facts=alias).limits


@pytest.mark.parametrize(
    ("actions", "wait_ms", "soft"),
    [
        ({}, 0, False),
        ({"on_violation": "throttle"}, 5_000, False),
        ({"on_violation": "queue"}, 30_000, False),
        ({"on_violation": "throttle", "max_wait_seconds": 600}, 60_000, False),
        ({"on_violation": "warn"}, 0, True),
    ],
)
def test_what_a_full_window_means(actions: dict[str, Any], wait_ms: int, soft: bool) -> None:
    document = policy("rate_limit", rules={"requests_per_hour": 5}, actions=actions)
    [ref] = decided(document).limits.rates
    assert (ref.period, ref.requests, ref.wait_ms, ref.soft) == ("hour", 5, wait_ms, soft)


def test_an_exception_multiplies_limits() -> None:
    document = policy(
        "rate_limit",
        rules={"requests_per_minute": 5, "concurrent_requests": 3},
        exceptions=[
            {"conditions": {"roles": ["developer"]}, "effect": "multiply", "multiplier": 2}
        ],
    )
    limits = decided(document).limits
    assert (limits.rates[0].requests, limits.slots[0].limit) == (10, 6)
    assert limits.rates[0].reason.message == "at most 10 requests per minute"
    assert limits.slots[0].reason.message == "at most 6 calls at one time"


@pytest.mark.parametrize(
    ("kind", "rules", "wanted"),
    [
        ("usage", {"max_input_tokens": 60}, Action.ALLOW),
        ("usage", {"max_output_tokens": 600}, Action.ALLOW),
        ("usage", {"max_tokens_per_request": 600}, Action.ALLOW),
        ("rate_limit", {"tokens_per_request": 600}, Action.ALLOW),
        ("rate_limit", {"tokens_per_request": 500}, Action.DENY),
    ],
)
def test_an_exception_multiplies_what_one_call_may_have(
    kind: str, rules: dict[str, Any], wanted: Action
) -> None:
    exception = {"conditions": {"roles": ["developer"]}, "effect": "multiply", "multiplier": 2}
    document = policy(kind, rules=rules)
    assert decided(document).action is not Action.ALLOW
    decision = decided({**document, "exceptions": [exception]})
    assert decision.action is wanted
    if wanted is Action.DENY:
        assert decision.reasons[0].message == "at most 1000 tokens are allowed per request"


def test_a_multiplied_limit_is_exact() -> None:
    exception = {"conditions": {"roles": ["developer"]}, "effect": "multiply", "multiplier": 0.29}
    document = policy("rate_limit", rules={"requests_per_day": 100}, exceptions=[exception])
    assert decided(document).limits.rates[0].requests == 29


def test_the_last_part_of_a_budget_needs_an_approval() -> None:
    document = policy(
        "cost_limit",
        rules={
            "monthly_limit_nano": 1_000,
            "per_user_limit_nano": 100,
            "alert_at_percentage": [50],
        },
        actions={"thresholds": {"75": "notify_admins", "90": "require_approval", "100": "deny"}},
    )
    shared, own = decided(document).limits.costs
    assert (shared.subject, shared.limit, shared.reserve) == ("pol_0", 1_000, 100)
    assert (own.subject, own.limit, own.reserve) == ("pol_0:usr_1:each", 100, 10)
    assert shared.alerts == (50, 75)
    assert shared.approval_reason is not None
    granted = decided(document, grants=(replace(GRANT, uses=None),)).limits.costs
    assert [(ref.reserve, ref.approval_reason, ref.soft) for ref in granted] == [
        (0, None, False)
    ] * 2


def test_a_dry_run_counts_for_itself() -> None:
    document = policy("rate_limit", rules={"requests_per_minute": 5})
    bundle = Bundle("hash", [Entry("pol_0", 1, document), Entry("pol_0", 2, document, shadow=True)])
    rates = decide(bundle, SUBJECT, FACTS).limits.rates
    assert [(ref.subject, ref.soft) for ref in rates] == [("pol_0", False), ("pol_0~2", True)]


def test_entries_follow_each_other_by_the_clock() -> None:
    old, new = policy(rules={"max_input_tokens": 1}), policy(rules={"max_input_tokens": 1_000})
    bundle = Bundle(
        "hash", [Entry("pol_0", 1, old, until_ms=NOW_MS), Entry("pol_0", 2, new, from_ms=NOW_MS)]
    )
    before = replace(FACTS, at_ms=NOW_MS - 1)
    assert decide(bundle, SUBJECT, before).action is Action.DENY
    assert decide(bundle, SUBJECT, FACTS).action is Action.ALLOW


def test_a_bundle_is_known_by_its_content() -> None:
    first = entries(policy(rules=DENY_GPT), policy("rate_limit", rules={"requests_per_day": 1}))
    hash_, parts = pack(first)
    assert pack(list(reversed(first)))[0] == hash_
    assert unpack(parts) == first
    assert pack(first[:1])[0] != hash_
    assert len(hash_) == 32


def test_large_bundles_come_in_parts_that_fit_an_item() -> None:
    import random

    source = random.Random(1)
    many = [
        Entry(f"pol_{n}", 1, policy(name=source.randbytes(200).hex(), rules=DENY_GPT))
        for n in range(4_000)
    ]
    _, parts = pack(many)
    assert len(parts) > 1
    assert max(map(len, parts)) <= 300_000
    assert sorted(unpack(parts), key=lambda e: e.policy_id) == sorted(
        many, key=lambda e: e.policy_id
    )
