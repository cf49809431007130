"""Violations over HTTP: found, reviewed once at a time, and what they say about a policy."""

from __future__ import annotations

from typing import Any

import pytest

from tests import journal_records as journal
from tests.control_plane import START_MS
from tests.policies_plane import PoliciesControl
from tests.policy_records import REASON, governed
from tollgate.aws.attributes import to_attribute
from tollgate.usage.database import Database
from tollgate.usage.service import ingest

pytestmark = [pytest.mark.aws, pytest.mark.postgres]

HOUR_MS = 3_600_000


@pytest.fixture
def seen(control: PoliciesControl, database: Database) -> PoliciesControl:
    """The control plane over PostgreSQL, with three violations of one policy."""
    control.use(database)
    policy_id = control.policy(type="usage", rules={"denied_models": ["o3"]})["id"]
    for number in range(3):
        record = governed(
            {**REASON, "policy_id": policy_id},
            organization_id=control.organization_id,
            request_id=f"req_{number:020d}",
            created_ms=START_MS - number * HOUR_MS,
            user_id=f"usr_{number}",
        )
        ingest(database, [journal.stream_record(record)])
    return control


def _listed(control: PoliciesControl, **query: str) -> list[dict[str, Any]]:
    answer = control.ask("policies/list_violations", query=query)
    assert answer.status == 200, answer.json
    items: list[dict[str, Any]] = answer.json["items"]
    return items


def _stream(control: PoliciesControl, database: Database) -> None:
    """Brings the journal's events as the stream would."""
    events = [item for item in control.events() if item["kind"]["S"] == "event"]
    records = []
    for number, image in enumerate(events):
        record = journal.administrative(number)
        record["dynamodb"]["NewImage"] = image
        records.append(record)
    ingest(database, records)


def test_violations_are_listed_newest_first_in_pages(seen: PoliciesControl) -> None:
    first = seen.ask("policies/list_violations", query={"limit": "2"}).json
    assert [each["user_id"] for each in first["items"]] == ["usr_0", "usr_1"]
    query = {"limit": "2", "cursor": first["next_cursor"]}
    last = seen.ask("policies/list_violations", query=query).json
    assert [each["user_id"] for each in last["items"]] == ["usr_2"]
    assert last["next_cursor"] is None
    [one] = _listed(seen, user_id="usr_1", severity="high", status="open", q="PII.email")
    assert (one["findings"], one["status"], one["resolved"]) == ({"pii.email": 2}, "open", False)
    assert (one["cost_usd"], one["version"], one["review"]["by"]) == ("0.00615", 0, None)
    assert _listed(seen, start="2026-11-20", end="2026-11-20") == []
    assert len(_listed(seen, type="content_filter", shadow="false")) == 3
    policies = seen.ask("policies/list_policy_violations", target=one["policy_id"]).json
    assert len(policies["items"]) == 3
    alias = seen.ask("policies/list_violations", path="/api/v1/policies/violations", query={})
    assert len(alias.json["items"]) == 3


def test_a_review_shows_at_once_and_again_from_the_stream(
    seen: PoliciesControl, database: Database
) -> None:
    [one] = _listed(seen, user_id="usr_1")
    target = one["id"]
    seen_by = seen.ask("policies/acknowledge_violation", target=target)
    assert (seen_by.status, seen_by.json["status"]) == (200, "acknowledged")
    assert seen_by.headers["etag"] == '"1"'
    done = seen.ask("policies/resolve_violation", target=target)
    assert (done.json["status"], done.json["false_positive"], done.json["version"]) == (
        "false_positive",
        True,
        2,
    )
    assert done.json["review"] == {
        "reason": "a test card number",
        "by": seen.user_id,
        "by_type": "user",
        "at": "2026-11-21T09:30:00.000Z",
    }
    assert {"violation.acknowledged", "violation.resolved"} <= set(seen.actions())
    # Not ingested yet: what is listed follows the review itself.
    assert [each["status"] for each in _listed(seen, user_id="usr_1")] == ["false_positive"]
    assert target not in {each["id"] for each in _listed(seen, status="open")}
    assert _listed(seen, status="false_positive") == []
    _stream(seen, database)
    assert [each["id"] for each in _listed(seen, status="false_positive")] == [target]
    figures = seen.ask("policies/policy_effectiveness", target=one["policy_id"]).json
    assert (figures["times_triggered"], figures["users_affected"]) == (3, 3)
    assert (figures["false_positives"], figures["score"]) == (1, 0)
    again = seen.ask("policies/reopen_violation", target=target)
    assert (again.json["status"], again.json["version"]) == ("open", 3)
    assert seen.ask("policies/get_violation", target=target).json["status"] == "open"


def test_a_step_that_is_none_and_a_second_reviewer_are_refused(seen: PoliciesControl) -> None:
    target = _listed(seen)[0]["id"]
    assert seen.ask("policies/reopen_violation", target=target).status == 409
    first = seen.ask("policies/resolve_violation", target=target, headers={"If-Match": '"0"'})
    assert first.status == 200
    late = seen.ask("policies/acknowledge_violation", target=target, headers={"If-Match": '"0"'})
    assert late.status == 412
    assert seen.ask("policies/acknowledge_violation", target=target).status == 409


def test_reviews_need_a_reason(seen: PoliciesControl) -> None:
    target = _listed(seen)[0]["id"]
    for name in ("acknowledge", "resolve"):
        for body in ({}, {"reason": " "}):
            silent = seen.ask(f"policies/{name}_violation", target=target, body=body)
            assert (silent.status, silent.field) == (400, "reason")


@pytest.mark.parametrize(
    "target",
    [
        "vio_00000000000000000000",
        "vio_zzzzzzzzzzzzzzzzzzzz",
        "vio_01kajk8v90m3n5q7r9tb",
        "req_01kajk8v90m3n5q7r9tb",
        "nonsense",
    ],
)
def test_what_is_not_there_is_not_found(seen: PoliciesControl, target: str) -> None:
    assert seen.ask("policies/get_violation", target=target).status == 404
    assert seen.ask("policies/resolve_violation", target=target).status == 404


@pytest.mark.parametrize(
    "query",
    [
        {"severity": "dreadful"},
        {"status": "gone"},
        {"type": "none"},
        {"start": "yesterday"},
        {"start": "2026-11-21", "end": "2026-11-20"},
        {"start": "2020-01-01"},
        {"cursor": "xx"},
        {"cursor": "dmlvX3p6enp6enp6enp6enp6enp6eno"},
        {"limit": "0"},
    ],
)
def test_malformed_questions_are_refused(seen: PoliciesControl, query: dict[str, str]) -> None:
    assert seen.ask("policies/list_violations", query=query).status == 400


def test_another_organization_sees_and_reviews_nothing(seen: PoliciesControl, other: str) -> None:
    one = _listed(seen)[0]
    assert seen.ask("policies/list_violations", bearer=other, query={}).json["items"] == []
    for name in ("get", "acknowledge", "resolve", "reopen"):
        answer = seen.ask(f"policies/{name}_violation", target=one["id"], bearer=other)
        assert answer.status == 404
    for name in ("policy_effectiveness", "list_policy_violations"):
        answer = seen.ask(f"policies/{name}", target=one["policy_id"], bearer=other)
        assert answer.status == 404


def test_seeing_and_reviewing_are_permissions(seen: PoliciesControl) -> None:
    target = _listed(seen)[0]["id"]
    _, auditor = seen.person("auditor")
    _, developer = seen.person("developer")
    assert seen.ask("policies/get_violation", target=target, bearer=auditor).status == 200
    assert seen.ask("policies/resolve_violation", target=target, bearer=auditor).status == 403
    assert seen.ask("policies/list_violations", bearer=developer).status == 403


def test_a_database_that_sleeps_says_so(control: PoliciesControl) -> None:
    answer = control.ask("policies/list_violations")
    assert (answer.status, answer.json["code"]) == (503, "database_waking_up")


def test_events_hold_what_the_stream_needs(seen: PoliciesControl) -> None:
    target = _listed(seen)[0]["id"]
    seen.ask("policies/resolve_violation", target=target)
    [event] = [each for each in seen.events() if each["action"]["S"] == "violation.resolved"]
    assert event["target"] == to_attribute({"type": "violation", "id": target})
    assert event["details"]["M"]["after"] == to_attribute(
        {"status": "false_positive", "reason": "a test card number", "version": 1}
    )
