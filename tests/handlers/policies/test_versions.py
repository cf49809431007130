from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from functions.policies.handler import make_app
from tests.control_plane import send
from tests.events import load
from tests.policies_plane import PoliciesControl, load_body
from tollgate.kit.clock import to_rfc3339
from tollgate.policies.service import saving

pytestmark = pytest.mark.aws

HOUR = 3_600_000


def version(control: PoliciesControl, policy_id: str, *models: str) -> dict[str, Any]:
    """Saves a version that allows these models."""
    body = {**load_body("policies/save_policy_version"), "rules": {"allowed_models": list(models)}}
    answer = control.ask("policies/save_policy_version", target=policy_id, body=body)
    assert answer.status == 201, answer.json
    saved: dict[str, Any] = answer.json
    return saved


def act(control: PoliciesControl, event: str, policy_id: str, **body: Any) -> dict[str, Any]:
    answer = control.ask(f"policies/{event}", target=policy_id, body=body)
    assert answer.status == 200, answer.json
    view: dict[str, Any] = answer.json
    return view


def spans(control: PoliciesControl) -> list[tuple[int, int | None, int | None, bool]]:
    """Version, from, until and dry run of every entry in force."""
    return [
        (entry.version, entry.from_ms, entry.until_ms, entry.shadow) for entry in control.in_force()
    ]


def test_a_saved_version_waits(control: PoliciesControl) -> None:
    made = control.policy()
    epochs = control.epochs()
    saved = version(control, made["id"], "a", "b")
    assert saved["number"] == 2
    assert saved["message"] == "for the rehearsal"
    assert saved["author"] == {"type": "user", "id": control.user_id}
    assert saved["differences"] == [
        {
            "path": "rules.allowed_models",
            "before": ["gpt-4o-mini", "claude-*"],
            "after": ["a", "b"],
        }
    ]
    assert spans(control) == [(1, None, None, False)]
    assert control.epochs() == epochs


def test_versions_never_change(control: PoliciesControl) -> None:
    made = control.policy()
    first = control.ask("policies/get_policy_version", target=made["id"]).json
    act(control, "replace_policy", made["id"], **load_body("policies/replace_policy"))
    act(control, "update_policy", made["id"], priority=3)
    assert control.ask("policies/get_policy_version", target=made["id"]).json == first
    page = control.ask("policies/list_policy_versions", target=made["id"]).json
    assert [each["number"] for each in page["items"]] == [3, 2, 1]
    assert page["items"][2] == first
    hashes = {each["content_hash"] for each in page["items"]}
    assert len(hashes) == 3
    short = control.ask(
        "policies/list_policy_versions", target=made["id"], query={"limit": "2"}
    ).json
    rest = control.ask(
        "policies/list_policy_versions",
        target=made["id"],
        query={"cursor": short["next_cursor"]},
    ).json
    assert short["items"] + rest["items"] == page["items"]


def test_equal_documents_have_one_hash(control: PoliciesControl) -> None:
    made = control.policy()
    version(control, made["id"], "a")
    again = version(control, made["id"], "gpt-4o-mini", "claude-*")
    first = control.ask("policies/get_policy_version", target=made["id"]).json
    assert again["content_hash"] == first["content_hash"]


@pytest.mark.parametrize("number", ["9", "0", "x", "-1", "99999999999999999999"])
def test_a_version_that_is_not_there(control: PoliciesControl, number: str) -> None:
    made = control.policy()
    path = f"/api/v1/policies/{made['id']}/versions/{number}"
    assert control.ask("policies/get_policy_version", path=path).status in {400, 404}


def test_activation_replaces_what_is_in_force(control: PoliciesControl) -> None:
    made = control.policy()
    version(control, made["id"], "a")
    version(control, made["id"], "b")
    view = act(control, "activate_policy", made["id"], version=2, message="reviewed")
    assert (view["active_version"], view["latest_version"]) == (2, 3)
    assert view["rules"] == {"allowed_models": ["a"]}
    assert spans(control) == [(2, None, None, False)]
    assert act(control, "activate_policy", made["id"])["active_version"] == 3
    missing = control.ask("policies/activate_policy", target=made["id"], body={"version": 9})
    assert missing.status == 404


def test_activating_again_changes_nothing(control: PoliciesControl) -> None:
    made = control.policy()
    epochs = control.epochs()
    assert act(control, "activate_policy", made["id"]) == made
    assert control.epochs() == epochs


def test_a_scheduled_version_takes_over_by_the_clock(control: PoliciesControl) -> None:
    made = control.policy()
    version(control, made["id"], "a")
    at = control.now_ms + HOUR
    view = act(control, "activate_policy", made["id"], version=2, at=to_rfc3339(at))
    assert (view["status"], view["active_version"]) == ("active", 1)
    assert view["scheduled"] == {"version": 2, "at": to_rfc3339(at)}
    assert sorted(spans(control)) == [(1, None, at, False), (2, at, None, False)]
    control.now_ms = at - 1
    assert control.ask("policies/get_policy", target=made["id"]).json["active_version"] == 1
    control.now_ms = at
    later = control.ask("policies/get_policy", target=made["id"]).json
    assert (later["active_version"], later["scheduled"]) == (2, None)
    assert later["rules"] == {"allowed_models": ["a"]}
    assert later["version"] == view["version"]


def test_a_draft_can_be_scheduled(control: PoliciesControl) -> None:
    made = control.policy(status="draft")
    at = control.now_ms + HOUR
    view = act(control, "activate_policy", made["id"], at=to_rfc3339(at))
    assert (view["status"], view["active_version"]) == ("scheduled", None)
    listed = control.ask("policies/list_policies", query={"status": "scheduled"}).json["items"]
    assert [each["id"] for each in listed] == [made["id"]]
    control.now_ms = at
    assert control.ask("policies/get_policy", target=made["id"]).json["status"] == "active"


@pytest.mark.parametrize("at", ["2020-01-01T00:00:00Z", "tomorrow", "2027-01-01T00:00:00", 7])
def test_a_time_must_lie_ahead(control: PoliciesControl, at: object) -> None:
    made = control.policy()
    answer = control.ask("policies/activate_policy", target=made["id"], body={"at": at})
    assert (answer.status, answer.field) == (400, "at")


def test_effective_dates_are_data(control: PoliciesControl) -> None:
    start, end = control.now_ms + HOUR, control.now_ms + 2 * HOUR
    dates = {"effective_from": to_rfc3339(start), "effective_until": to_rfc3339(end)}
    made = control.policy(**dates)
    assert made["status"] == "scheduled"
    assert (made["effective_from"], made["effective_until"]) == tuple(dates.values())
    assert spans(control) == [(1, start, end, False)]
    control.now_ms = start
    assert control.ask("policies/get_policy", target=made["id"]).json["status"] == "active"
    control.now_ms = end
    assert control.ask("policies/get_policy", target=made["id"]).json["status"] == "disabled"
    over = control.ask("policies/activate_policy", target=made["id"], body={})
    assert over.status == 422


def test_rollback_is_one_call(control: PoliciesControl) -> None:
    made = control.policy()
    for number, models in enumerate((["a"], ["b"]), start=2):
        version(control, made["id"], *models)
        act(control, "activate_policy", made["id"], version=number)
    epochs = control.epochs()
    back = act(control, "rollback_policy", made["id"], message="support is flooded")
    assert (back["active_version"], back["latest_version"]) == (2, 3)
    assert spans(control) == [(2, None, None, False)]
    assert control.epochs() == [epoch + 1 for epoch in epochs]
    assert act(control, "rollback_policy", made["id"])["active_version"] == 1
    again = control.ask("policies/rollback_policy", target=made["id"], body={})
    assert again.status == 409
    assert control.actions().count("policy.rolled_back") == 2


def test_rollback_works_while_another_version_is_scheduled(control: PoliciesControl) -> None:
    made = control.policy()
    version(control, made["id"], "a")
    act(control, "activate_policy", made["id"], version=2)
    version(control, made["id"], "b")
    at = to_rfc3339(control.now_ms + HOUR)
    act(control, "activate_policy", made["id"], version=3, at=at)
    back = act(control, "rollback_policy", made["id"], version=1)
    assert (back["active_version"], back["scheduled"]) == (1, None)
    control.now_ms += 2 * HOUR
    assert control.ask("policies/get_policy", target=made["id"]).json["active_version"] == 1


def test_rollback_is_to_what_was_in_force(control: PoliciesControl) -> None:
    made = control.policy()
    version(control, made["id"], "a")
    answer = control.ask("policies/rollback_policy", target=made["id"], body={"version": 2})
    assert (answer.status, answer.field) == (409, "version")


def test_deactivation_takes_it_out(control: PoliciesControl) -> None:
    made = control.policy()
    other = control.policy(name="another")
    off = act(control, "deactivate_policy", made["id"], reason="an incident")
    assert (off["status"], off["active_version"]) == ("disabled", None)
    assert [entry.policy_id for entry in control.in_force()] == [other["id"]]
    assert act(control, "deactivate_policy", made["id"]) == off
    assert act(control, "activate_policy", made["id"])["status"] == "active"


def test_failing_tests_stand_in_the_way(control: PoliciesControl) -> None:
    tests = [
        {"name": "fine", "request": {"model": "gpt-4o-mini"}, "expect": {"action": "allow"}},
        {"name": "broken", "request": {"model": "gpt-4o"}, "expect": {"action": "allow"}},
    ]
    body = {**load_body("policies/create_policy"), "tests": tests}
    refused = control.ask("policies/create_policy", body=body)
    assert (refused.status, refused.field) == (422, "tests")
    [failure] = refused.json["failures"]
    assert failure["name"] == "broken"
    assert control.ask("policies/list_policies").json["items"] == []
    draft = control.ask("policies/create_policy", body={**body, "status": "draft"})
    assert draft.status == 201
    still = control.ask("policies/activate_policy", target=draft.json["id"], body={})
    assert still.status == 422
    tests[1]["expect"] = {"action": "deny", "rule": "allowed_models"}
    fixed = control.ask(
        "policies/update_policy",
        target=draft.json["id"],
        body={"tests": tests, "status": "active"},
    )
    assert (fixed.status, fixed.json["status"]) == (200, "active")


def test_a_dry_run_stands_beside_what_is_in_force(control: PoliciesControl) -> None:
    made = control.policy()
    version(control, made["id"], "a")
    until = control.now_ms + HOUR
    view = act(control, "start_dry_run", made["id"], version=2, until=to_rfc3339(until))
    assert view["dry_run"] == {"version": 2, "until": to_rfc3339(until)}
    assert view["active_version"] == 1
    assert sorted(spans(control)) == [(1, None, None, False), (2, None, until, True)]
    control.now_ms = until
    assert control.ask("policies/get_policy", target=made["id"]).json["dry_run"] is None
    assert act(control, "stop_dry_run", made["id"])["dry_run"] is None
    assert spans(control) == [(1, None, None, False)]


def test_a_draft_can_run_dry(control: PoliciesControl) -> None:
    made = control.policy(status="draft")
    view = act(control, "start_dry_run", made["id"])
    assert (view["status"], view["dry_run"]) == ("draft", {"version": 1, "until": None})
    assert spans(control) == [(1, None, None, True)]
    active = act(control, "activate_policy", made["id"])
    assert active["dry_run"] is None
    assert spans(control) == [(1, None, None, False)]
    in_force = control.ask("policies/start_dry_run", target=made["id"], body={"version": 1})
    assert (in_force.status, in_force.field) == (409, "version")


def test_history_says_who_when_and_why(control: PoliciesControl) -> None:
    made = control.policy()
    control.now_ms += HOUR
    version(control, made["id"], "a")
    act(control, "activate_policy", made["id"], version=2, message="reviewed")
    act(control, "rollback_policy", made["id"], message="too strict")
    page = control.ask("policies/policy_history", target=made["id"]).json
    said = [(each["action"], each["version"], each["message"]) for each in page["items"]]
    assert said == [
        ("policy.rolled_back", 1, "too strict"),
        ("policy.activated", 2, "reviewed"),
        ("policy.saved", 2, "for the rehearsal"),
        ("policy.created", 1, ""),
    ]
    newest = page["items"][0]
    assert newest["actor"] == {"type": "user", "id": control.user_id}
    assert newest["at"] == newest["in_force_from"] == to_rfc3339(control.now_ms)
    short = control.ask("policies/policy_history", target=made["id"], query={"limit": "3"}).json
    rest = control.ask(
        "policies/policy_history", target=made["id"], query={"cursor": short["next_cursor"]}
    ).json
    assert short["items"] + rest["items"] == page["items"]
    assert {each["event_id"] for each in page["items"]} <= {
        each["event_id"]["S"] for each in control.events()
    }


@pytest.mark.parametrize("event", ["policy_history", "list_policy_versions"])
@pytest.mark.parametrize("cursor", ["eHg", "MA", "LTE", "OTk5OTk5OTk5OTk5OTk5", "wrk"])
def test_a_cursor_of_somebody_else_is_refused(
    control: PoliciesControl, event: str, cursor: str
) -> None:
    made = control.policy()
    answer = control.ask(f"policies/{event}", target=made["id"], query={"cursor": cursor})
    assert answer.status == 400 or (cursor == "MA" and answer.status == 200)


def test_old_bundles_are_kept(control: PoliciesControl) -> None:
    made = control.policy()
    first = control.ask("policies/get_bundle").json
    act(control, "replace_policy", made["id"], **load_body("policies/replace_policy"))
    now = control.ask("policies/get_bundle").json
    assert first["hash"] != now["hash"]
    old = control.ask("policies/get_bundle", path=f"/api/v1/policies/bundles/{first['hash']}")
    assert old.json == first
    [entry] = old.json["entries"]
    assert (entry["policy_id"], entry["number"]) == (made["id"], 1)
    assert entry["document"]["rules"] == made["rules"]
    nothing = control.ask("policies/get_bundle", path=f"/api/v1/policies/bundles/{'0' * 32}")
    assert nothing.status == 404


def test_activations_at_the_same_time_all_land(control: PoliciesControl) -> None:
    made = [control.policy(name=f"policy {number}", status="draft")["id"] for number in range(6)]

    def activate(policy_id: str) -> int:
        app = make_app(control.deps)  # a resolver serves one request at a time
        event = load("policies/activate_policy", target=policy_id, body={}, bearer=control.token)
        return send(app, event).status

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(activate, made)) == [200] * 6
    assert sorted(entry.policy_id for entry in control.in_force()) == sorted(made)
    assert control.deps.heads.read_head(control.organization_id).version == 6


def test_of_two_changes_of_one_policy_one_wins(control: PoliciesControl) -> None:
    made = control.policy()

    def change(priority: int) -> int:
        app = make_app(control.deps)
        event = load(
            "policies/update_policy",
            target=made["id"],
            body={"priority": priority},
            headers={"If-Match": '"1"'},
            bearer=control.token,
        )
        return send(app, event).status

    with ThreadPoolExecutor(4) as pool:
        statuses = sorted(pool.map(change, range(1, 5)))
    assert statuses[0] == 200
    assert set(statuses[1:]) <= {409, 412}
    view = control.ask("policies/get_policy", target=made["id"]).json
    assert (view["version"], view["latest_version"], view["active_version"]) == (2, 2, 2)
    [entry] = control.in_force()
    assert entry.document["priority"] == view["priority"]


def test_versions_and_names_have_limits(
    control: PoliciesControl, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saving, "MOST_VERSIONS", 3)
    monkeypatch.setattr(saving, "MOST_NAMES", 2)
    made = control.policy(name="first")
    assert act(control, "update_policy", made["id"], name="second")["name"] == "second"
    third = control.ask("policies/update_policy", target=made["id"], body={"name": "third"})
    assert (third.status, third.field) == (422, "name")
    assert act(control, "update_policy", made["id"], name="first")["latest_version"] == 3
    late = control.ask("policies/update_policy", target=made["id"], body={"priority": 1})
    assert late.status == 422


def test_an_earlier_name_stays_taken_for_a_rollback(control: PoliciesControl) -> None:
    made = control.policy(name="first")
    act(control, "update_policy", made["id"], name="second")
    body = {**load_body("policies/create_policy"), "name": "First"}
    assert control.ask("policies/create_policy", body=body).status == 409
    assert act(control, "rollback_policy", made["id"])["name"] == "first"
