"""Hits and reviews from the stream: which there are, what they say, and that repeats do nothing."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from msgspec.structs import replace

from tests import journal_records as journal
from tests.policy_records import REASON, event, governed
from tollgate.errors import Conflict
from tollgate.journal.models import Actor
from tollgate.kit.ids import is_id, moment_of
from tollgate.usage.rules import MalformedRecord
from tollgate.violations.models import Review, ReviewStatus, Told
from tollgate.violations.rules import distinct, reasons_of, reviewed, told_by


def test_a_hit_says_who_what_and_why() -> None:
    [hit] = told_by(journal.stream_record(governed(REASON))).hits
    assert is_id(hit.violation_id, "vio")
    assert moment_of(hit.violation_id) == hit.occurred_ms == journal.CREATED_MS
    assert (hit.policy_id, hit.policy_version, hit.rule) == ("pol_a", 3, "content")
    assert (hit.action, hit.wanted, hit.severity, hit.shadow) == ("warn", "deny", "high", False)
    assert hit.findings == {"pii.email": 2}
    assert (hit.policy_us, hit.decision, hit.bundle_hash) == (120, "warn", "epoch-7")
    assert (hit.cost_nano, hit.hold_nano) == (6_150_000, 9_000_000)
    assert hit.team_path == journal.settled().team_path
    assert hit.requested_model == "gpt-4o-2024"


def test_the_same_request_tells_the_same_hits() -> None:
    once = told_by(journal.stream_record(governed(REASON)))
    again = told_by(journal.stream_record(governed(REASON), sequence=9))
    assert once == again
    assert len(distinct([*once.hits, *again.hits])) == 1


def test_rules_versions_and_dry_runs_are_told_apart() -> None:
    reasons = [
        REASON,
        {**REASON, "rule": "denied_models"},
        {**REASON, "version": 4},
        {**REASON, "shadow": True},
        {**REASON, "policy_id": "pol_b"},
    ]
    hits = told_by(journal.stream_record(governed(*reasons))).hits
    assert len({hit.violation_id for hit in hits}) == len(reasons)
    other = told_by(journal.stream_record(governed(REASON, request_id="req_other"))).hits
    assert other[0].violation_id not in {hit.violation_id for hit in hits}


def test_input_and_output_of_one_rule_are_one_hit() -> None:
    late = {**REASON, "action": "deny", "findings": {"pii.email": 1, "secrets.x": 4}}
    values = {"policies": [REASON], "output_policies": [late]}
    [reason] = reasons_of(values)
    assert (reason["action"], reason["findings"]) == ("deny", {"pii.email": 3, "secrets.x": 4})


def test_what_merely_allows_is_no_hit_and_a_granted_exception_is() -> None:
    shield = {**REASON, "rule": "allow", "action": "allow"}
    shield.pop("wanted")
    granted = {**REASON, "action": "allow", "wanted": "deny", "grant_id": "apr_x"}
    [hit] = told_by(journal.stream_record(governed(shield, granted))).hits
    assert (hit.action, hit.wanted, hit.grant_id) == ("allow", "deny", "apr_x")


@pytest.mark.parametrize(
    "record",
    [
        journal.stream_record(journal.settled()),
        journal.stream_record(journal.admitted(policies=(REASON,))),
        journal.removal(governed(REASON)),
        journal.administrative(),
    ],
)
def test_what_is_no_ending_of_a_request_tells_nothing(record: dict[str, Any]) -> None:
    assert told_by(record) == Told()


def test_a_refused_request_tells_too() -> None:
    record = journal.refused(policies=({**REASON, "action": "deny"},), policy_us=9)
    [hit] = told_by(journal.stream_record(record)).hits
    assert (hit.decision, hit.action, hit.cost_nano) == ("deny", "deny", 0)


@pytest.mark.parametrize(
    "reason", [{"rule": "x", "action": "deny"}, {"policy_id": "", "action": "deny"}]
)
def test_a_reason_without_a_policy_is_left_out(reason: dict[str, Any]) -> None:
    assert told_by(journal.stream_record(governed(reason))) == Told()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("policies", {"L": [{"M": {"policy_id": {"S": "pol_a"}}}]}),
        ("policies", {"L": [{"M": {"policy_id": {"S": "p"}, "action": {"S": "explode"}}}]}),
        ("created_ms", {"N": "soon"}),
        ("policy_us", {"S": "fast"}),
    ],
)
def test_a_malformed_record_is_named(name: str, value: dict[str, Any]) -> None:
    record = copy.deepcopy(journal.stream_record(governed(REASON)))
    record["dynamodb"]["NewImage"][name] = value
    if name == "policies" and "action" in value["L"][0]["M"]:
        value["L"].append(value["L"][0])
    with pytest.raises(MalformedRecord):
        told_by(record)


def test_a_review_is_told_by_its_event() -> None:
    review = Review(
        "vio_a", ReviewStatus.FALSE_POSITIVE, "a test card", Actor("user", "usr_x"), 7, 2
    )
    [(organization_id, told)] = told_by(event(review)).reviews
    assert organization_id == journal.ORGANIZATION
    assert told == replace(review, reviewed_ms=7)


STEPS = {
    ("open", "acknowledged"),
    ("open", "resolved"),
    ("open", "false_positive"),
    ("acknowledged", "resolved"),
    ("acknowledged", "false_positive"),
    ("acknowledged", "open"),
    ("resolved", "open"),
    ("false_positive", "open"),
}


@pytest.mark.parametrize("before", list(ReviewStatus))
@pytest.mark.parametrize("after", list(ReviewStatus))
def test_steps_of_a_review(before: ReviewStatus, after: ReviewStatus) -> None:
    review = Review("vio_a", before, version=4)
    arguments = {"reason": "because", "reviewer": Actor("user", "usr_x"), "at_ms": 9}
    if (before, after) not in STEPS:
        with pytest.raises(Conflict):
            reviewed(review, after, **arguments)
        return
    step = reviewed(review, after, **arguments)
    assert (step.status, step.version, step.reviewed_ms, step.reason) == (after, 5, 9, "because")
