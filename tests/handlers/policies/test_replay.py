"""Replays, impact and explanations over HTTP."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from tests import journal_records as journal
from tests.control_plane import START_MS
from tests.policies_plane import PoliciesControl
from tests.policy_records import REASON, governed
from tollgate.ledger.models import RequestRecord
from tollgate.ledger.records import record_to_item
from tollgate.usage.database import Database
from tollgate.usage.service import ingest

pytestmark = [pytest.mark.aws, pytest.mark.postgres]

DAY_MS = 86_400_000
DENIED = {"type": "usage", "rules": {"denied_models": ["openai/gpt-4o"]}}


@pytest.fixture
def past(control: PoliciesControl, database: Database) -> PoliciesControl:
    """The control plane over PostgreSQL, with calls of four days ago and of ten."""
    control.use(database)
    for number, days in enumerate((4, 4, 10)):
        record = journal.settled(
            f"req_{number:020d}",
            organization_id=control.organization_id,
            created_ms=START_MS - days * DAY_MS,
            user_id=control.user_id,
        )
        ingest(database, [journal.stream_record(record, sequence=number)])
    return control


def test_a_draft_is_held_against_past_calls(past: PoliciesControl) -> None:
    draft = past.policy(**DENIED, status="draft")
    answer = past.ask("policies/replay_policy", target=draft["id"])
    assert answer.status == 200, answer.json
    view = answer.json
    assert (view["version"], view["evaluated"], view["would"]) == (1, 3, {"deny": 3})
    assert view["newly_refused"] == {"requests": 3, "cost_usd": "0.01845"}
    assert view["users"] == {
        "count": 1,
        "top": [{"id": past.user_id, "requests": 3, "cost_usd": "0.01845"}],
    }
    assert [day["refused"]["requests"] for day in view["by_day"]] == [1, 2]
    [first, *_] = view["examples"]
    assert (first["action"], first["before"]) == ("deny", "settled")
    assert first["reasons"][0]["rule"] == "denied_models"
    assert (view["truncated"], view["scope"]["users"]) == (False, 1)
    assert view["limitations"]


def test_impact_is_seven_days_and_a_version_can_be_named(past: PoliciesControl) -> None:
    policy = past.policy(**DENIED)
    saved = past.ask(
        "policies/save_policy_version",
        target=policy["id"],
        body={"rules": {"denied_models": ["o3"]}, "type": "usage", "name": policy["name"]},
    )
    assert saved.status in (200, 201), saved.json
    latest = past.ask("policies/policy_impact", target=policy["id"]).json
    assert (latest["version"], latest["evaluated"], latest["would"]) == (2, 2, {"allow": 2})
    query = {"version": "1"}
    first = past.ask("policies/policy_impact", target=policy["id"], query=query).json
    assert (first["version"], first["would"]) == (1, {"deny": 2})
    body: dict[str, Any] = {"days": 7, "document": {"rules": {"allowed_models": ["o3"]}}}
    unsaved = past.ask("policies/replay_policy", target=policy["id"], body=body).json
    assert (unsaved["version"], unsaved["would"]) == (None, {"deny": 2})


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"days": 0}, 400),
        ({"days": 91}, 400),
        ({"days": "many"}, 400),
        ({"weeks": 3}, 400),
        ({"version": 9}, 404),
        ({"document": {"rules": {"alowed_models": []}}}, 400),
    ],
)
def test_malformed_replays_are_refused(
    past: PoliciesControl, body: dict[str, Any], status: int
) -> None:
    policy = past.policy(**DENIED)
    assert past.ask("policies/replay_policy", target=policy["id"], body=body).status == status


def test_replays_are_for_who_may_see_everybodys_calls(past: PoliciesControl, other: str) -> None:
    policy = past.policy(**DENIED)
    _, developer = past.person("developer")
    refused = past.ask("policies/replay_policy", target=policy["id"], bearer=developer)
    assert (refused.status, refused.json["required_permission"]) == (403, "requests.view")
    _, auditor = past.person("auditor")
    assert past.ask("policies/policy_impact", target=policy["id"], bearer=auditor).status == 200
    for name in ("replay_policy", "policy_impact"):
        assert past.ask(f"policies/{name}", target=policy["id"], bearer=other).status == 404


def _store(control: PoliciesControl, record: RequestRecord) -> str:
    control.client.put_item(TableName=control.tables.journal, Item=record_to_item(record))
    return record.request_id


def test_a_refusal_is_explained(control: PoliciesControl) -> None:
    policy = control.policy(
        type="compliance",
        name="Dear models",
        rules={"require_approval_for": ["sensitive_models"], "sensitive_models": ["o3"]},
        actions={"approvers": ["finance"]},
    )
    reason = {
        **REASON,
        "policy_id": policy["id"],
        "version": 1,
        "name": "Dear models",
        "rule": "sensitive_models",
        "action": "require_approval",
        "wanted": "require_approval",
        "message": "the model 'o3' needs an approval",
    }
    shadow = {**REASON, "policy_id": "pol_gone", "shadow": True, "action": "log"}
    record = journal.refused(
        organization_id=control.organization_id,
        user_id=control.user_id,
        policies=(shadow, reason),
        policy_us=81,
        policy_version="a" * 32,
        approval_id="apr_x",
        refusal={"status": 403, "code": "approval_required", "message": "it needs an approval"},
        decision="require_approval",
    )
    answer = control.ask("policies/explain_request", target=_store(control, record))
    assert answer.status == 200, answer.json
    view = answer.json
    assert view["summary"] == (
        "Refused by 'Dear models' with 403 approval_required: it needs an approval."
    )
    assert (view["bundle_hash"], view["policy_us"], view["approval_id"]) == ("a" * 32, 81, "apr_x")
    assert "Wait for the approval" in view["advice"]
    first, second = view["policies"]
    assert (first["rule"], first["asks_for"], first["approvers"]) == (
        "sensitive_models",
        ["o3"],
        ["finance"],
    )
    assert (first["status"], first["current_version"]) == ("active", 1)
    assert "policies.edit" in first["how_to_change"]
    assert (second["shadow"], second["status"]) == (True, None)
    assert "dry run" in second["how_to_change"]
    assert "deleted" in second["how_to_change"]


def test_a_call_that_went_through_is_explained_with_its_answer(control: PoliciesControl) -> None:
    closed = governed(organization_id=control.organization_id)
    assert closed.outcome is not None
    late = {**REASON, "action": "redact", "wanted": "redact"}
    record = replace(closed, outcome=replace(closed.outcome, output_policies=(late,)))
    view = control.ask("policies/explain_request", target=_store(control, record)).json
    assert view["summary"].startswith("Let through, with redact by 'PII protection'")
    [part] = view["policies"]
    assert (part["on_output"], part["findings"]) == (True, {"pii.email": 2})
    plain = journal.settled("req_plain", organization_id=control.organization_id)
    view = control.ask("policies/explain_request", target=_store(control, plain)).json
    assert (view["summary"], view["policies"]) == (
        "Let through: no policy stood against it.",
        [],
    )


def test_explanations_reach_as_far_as_requests(control: PoliciesControl, other: str) -> None:
    developer_id, developer = control.person("developer")
    organization_id = control.organization_id
    mine = _store(
        control, journal.settled("req_m", organization_id=organization_id, user_id=developer_id)
    )
    theirs = _store(control, journal.settled("req_t", organization_id=organization_id))

    def status(target: str, bearer: str | None = None) -> int:
        return control.ask("policies/explain_request", target=target, bearer=bearer).status

    assert (status(mine, developer), status(theirs, developer)) == (200, 404)
    assert (status(theirs), status("req_nowhere"), status(mine, other)) == (200, 404, 404)
