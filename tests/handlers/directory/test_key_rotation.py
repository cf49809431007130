"""Rotation, addresses, purposes and last use of API keys, on the control plane."""

from __future__ import annotations

from typing import Any

import pytest

from tests.control_plane import START_MS, Answer, Control
from tests.handlers.directory.test_api_keys import DAY_MS, new_key

pytestmark = pytest.mark.aws
HOUR_MS = 3600 * 1000
MANAGING = ["teams.view", "api_keys.*"]


def rotate(control: Control, key_id: str, bearer: str | None = None, **changes: Any) -> Answer:
    return control.ask("directory/rotate_api_key", target=key_id, bearer=bearer, **changes)


def teams_by(control: Control, token: str, **changes: Any) -> Answer:
    return control.ask("directory/list_teams", bearer=token, **changes)


class TestRotation:
    def test_both_secrets_are_good_for_a_while(self, control: Control) -> None:
        made = new_key(control, permissions=["teams.view"])
        before = control.epochs()
        rotated = rotate(control, made["id"], body={"overlap_hours": 2})
        assert rotated.status == 200, rotated.json
        new = rotated.json
        assert new["key"].startswith(made["key_prefix"])
        assert new["key"] != made["key"]
        assert new["last4"] == new["key"][-4:]
        assert new["rotated_at"] == "2026-11-21T09:30:00.000Z"
        assert new["previous_secret_until"] == "2026-11-21T11:30:00.000Z"
        assert new["version"] == made["version"] + 1
        assert control.epochs() == [epoch + 1 for epoch in before]
        for token in (made["key"], new["key"]):
            assert teams_by(control, token).status == 200
        control.now_ms += 2 * HOUR_MS
        assert teams_by(control, made["key"]).status == 401
        assert teams_by(control, new["key"]).status == 200
        shown = control.ask("directory/get_api_key", target=made["id"]).json
        assert shown["previous_secret_until"] is None

    def test_without_overlap_the_old_secret_ends_at_once(self, control: Control) -> None:
        made = new_key(control, permissions=["teams.view"])
        new = rotate(control, made["id"], body={"overlap_hours": 0}).json
        assert teams_by(control, made["key"]).status == 401
        assert teams_by(control, new["key"]).status == 200

    def test_a_second_rotation_ends_the_first_secret(self, control: Control) -> None:
        made = new_key(control, permissions=["teams.view"])
        second = rotate(control, made["id"], body=None).json
        third = rotate(control, made["id"], body={}).json
        assert teams_by(control, made["key"]).status == 401
        assert teams_by(control, second["key"]).status == 200
        assert teams_by(control, third["key"]).status == 200

    def test_shows_the_token_once_and_journals_no_secret(self, control: Control) -> None:
        made = new_key(control)
        headers = {"Idempotency-Key": "rotate-1"}
        first = rotate(control, made["id"], headers=headers)
        again = rotate(control, made["id"], headers=headers)
        assert again.json == {**first.json, "key": None}
        assert control.actions().count("api_key.rotated") == 1
        stored = control.item(
            control.tables.directory, control.organization_id, f"KEY#{made['id']}"
        )
        events = str(control.events())
        for secret in (stored["secret_hash"]["S"], stored["previous_hash"]["S"]):
            assert secret not in events
        assert first.json["key"][-49:-6] not in events + str(stored)

    @pytest.mark.parametrize("hours", [-1, 169, "soon"])
    def test_names_a_bad_overlap(self, control: Control, hours: Any) -> None:
        answer = rotate(control, new_key(control)["id"], body={"overlap_hours": hours})
        assert (answer.status, answer.field) == (400, "overlap_hours")

    def test_what_ended_is_not_rotated(self, control: Control) -> None:
        revoked, expired = new_key(control), new_key(control, expires_in_days=1)
        control.ask("directory/delete_api_key", target=revoked["id"])
        control.now_ms += DAY_MS
        token = control.token_of("owner@acme.example")
        for key in (revoked, expired):
            assert rotate(control, key["id"], bearer=token).status == 409

    def test_a_wrong_version_changes_nothing(self, control: Control) -> None:
        made = new_key(control, permissions=["teams.view"])
        assert rotate(control, made["id"], headers={"If-Match": '"9"'}).status == 412
        assert teams_by(control, made["key"]).status == 200

    def test_nobody_is_handed_more_than_they_hold(self, control: Control) -> None:
        strong = new_key(control, permissions=["*"])
        _, admin = control.person("admin")
        answer = rotate(control, strong["id"], bearer=admin)
        assert (answer.status, answer.field) == (403, "permissions")

    def test_a_developer_rotates_only_their_own(self, control: Control, other: str) -> None:
        _, developer = control.person("developer")
        own, foreign = new_key(control, developer), new_key(control)
        assert rotate(control, own["id"], bearer=developer).status == 200
        assert rotate(control, foreign["id"], bearer=developer).status == 404
        assert rotate(control, own["id"], bearer=other).status == 404
        _, viewer = control.person("viewer")
        assert rotate(control, own["id"], bearer=viewer).status == 403

    def test_a_key_may_rotate_itself(self, control: Control) -> None:
        made = new_key(control, permissions=MANAGING)
        new = rotate(control, made["id"], bearer=made["key"], body={"overlap_hours": 1})
        assert new.status == 200, new.json
        assert teams_by(control, new.json["key"]).status == 200


class TestPurpose:
    @pytest.mark.parametrize(
        ("permissions", "purpose", "beginning"),
        [
            (["llm.use.*"], "model", "tg_live_"),
            (["teams.view"], "management", "tg_mgmt_"),
            (["*"], "management", "tg_mgmt_"),
            ([], "model", "tg_live_"),
        ],
    )
    def test_follows_from_the_permissions(
        self, control: Control, permissions: list[str], purpose: str, beginning: str
    ) -> None:
        made = new_key(control, permissions=permissions)
        assert (made["purpose"], made["kind"]) == (purpose, "service")
        assert made["key"].startswith(beginning)
        assert made["key_prefix"].startswith(beginning)

    def test_a_personal_key_says_so(self, control: Control) -> None:
        assert new_key(control, user_id=control.user_id)["kind"] == "personal"

    @pytest.mark.parametrize(
        "body",
        [
            {"permissions": ["llm.use.*", "teams.view"]},
            {"permissions": ["llm.use.*"], "purpose": "management"},
            {"permissions": ["teams.view"], "purpose": "model"},
        ],
    )
    def test_one_key_does_not_serve_both(self, control: Control, body: dict[str, Any]) -> None:
        answer = control.ask("directory/create_api_key", body={"name": "k", **body})
        assert (answer.status, answer.field) == (422, "permissions")

    def test_does_not_change(self, control: Control) -> None:
        made = new_key(control)
        for permissions in (["teams.view"], ["llm.use.*", "teams.view"]):
            answer = control.ask(
                "directory/update_api_key", target=made["id"], body={"permissions": permissions}
            )
            assert (answer.status, answer.field) == (422, "permissions")
        narrowed = {"permissions": ["llm.use.openai"]}
        answer = control.ask("directory/update_api_key", target=made["id"], body=narrowed)
        assert (answer.status, answer.json["purpose"]) == (200, "model")

    def test_a_key_from_before_keeps_both(self, control: Control) -> None:
        made = new_key(control)
        key = {"pk": {"S": control.organization_id}, "sk": {"S": f"KEY#{made['id']}"}}
        control.client.update_item(
            TableName=control.tables.directory,
            Key=key,
            UpdateExpression="REMOVE purpose SET #p = :both",
            ExpressionAttributeNames={"#p": "permissions"},
            ExpressionAttributeValues={":both": {"L": [{"S": "llm.use.*"}, {"S": "teams.view"}]}},
        )
        shown = control.ask("directory/get_api_key", target=made["id"]).json
        assert shown["purpose"] is None
        assert "mixed_purpose" in shown["advice"]
        assert teams_by(control, made["key"]).status == 200
        body = {"permissions": ["llm.use.openai", "teams.view"]}
        changed = control.ask("directory/update_api_key", target=made["id"], body=body)
        assert changed.status == 200


class TestAddresses:
    def test_a_key_works_only_from_its_networks(self, control: Control) -> None:
        made = new_key(control, permissions=["teams.view"], allowed_ips=["203.0.113.10"])
        assert made["addresses"] == ["203.0.113.10/32"]
        inside = teams_by(control, made["key"])
        assert inside.status == 200
        source = {"requestContext.identity.sourceIp": "198.51.100.1"}
        outside = teams_by(control, made["key"], **source)
        assert (outside.status, outside.json["code"]) == (403, "address_refused")
        forged = teams_by(
            control, made["key"], headers={"X-Forwarded-For": "203.0.113.10"}, **source
        )
        assert forged.status == 403

    def test_may_be_changed_and_lifted(self, control: Control) -> None:
        made = new_key(control, permissions=["teams.view"], ip_restrictions=["10.0.0.0/8"])
        assert teams_by(control, made["key"]).status == 403
        for networks, status in ((["203.0.113.0/24"], 200), (["10.0.0.0/8"], 403), ([], 200)):
            before = control.epochs()
            answer = control.ask(
                "directory/update_api_key", target=made["id"], body={"addresses": networks}
            )
            assert answer.json["addresses"] == networks
            assert control.epochs() == [epoch + 1 for epoch in before]
            assert teams_by(control, made["key"]).status == status

    @pytest.mark.parametrize("network", ["office", "10.0.0.1/8", "10.0.0.0/33", ""])
    def test_names_a_bad_network(self, control: Control, network: str) -> None:
        body = {"name": "k", "addresses": ["10.0.0.0/8", network]}
        answer = control.ask("directory/create_api_key", body=body)
        assert (answer.status, answer.field) == (400, "addresses.1")


class TestLastUse:
    def test_is_noted_once_a_minute(self, control: Control) -> None:
        made = new_key(control, permissions=["teams.view"])
        assert made["last_used_at"] is None
        uses = []
        for later_ms in (0, 59_999, 60_000):
            control.now_ms = START_MS + later_ms
            assert teams_by(control, made["key"]).status == 200
            shown = control.ask("directory/get_api_key", target=made["id"]).json
            uses.append(shown["last_used_at"])
        assert uses == ["2026-11-21T09:30:00.000Z"] * 2 + ["2026-11-21T09:31:00.000Z"]
        assert control.ask("directory/list_api_keys").json["items"][0]["last_used_at"] == uses[-1]
        assert shown["version"] == made["version"]

    def test_a_refused_credential_is_no_use(self, control: Control) -> None:
        made = new_key(control, permissions=["teams.view"], addresses=["10.0.0.0/8"])
        assert teams_by(control, made["key"]).status == 403
        shown = control.ask("directory/get_api_key", target=made["id"]).json
        assert shown["last_used_at"] is None

    def test_stale_keys_are_found(self, control: Control) -> None:
        used, unused = (new_key(control, permissions=["teams.view"]) for _ in range(2))
        control.now_ms += 40 * DAY_MS
        fresh = new_key(control, bearer=control.token_of("owner@acme.example"))
        assert teams_by(control, used["key"]).status == 200
        token = control.token_of("owner@acme.example")

        def stale(days: str) -> set[str]:
            query = {"stale_days": days}
            answer = control.ask("directory/list_api_keys", query=query, bearer=token)
            return {item["id"] for item in answer.json["items"]}

        assert stale("30") == {unused["id"]}
        assert stale("41") == set()
        assert fresh["id"] not in stale("1")
        bad = control.ask("directory/list_api_keys", query={"stale_days": "0"}, bearer=token)
        assert (bad.status, bad.field) == (400, "stale_days")

    def test_another_organization_sees_none_of_it(self, control: Control, other: str) -> None:
        made = new_key(control, permissions=["teams.view"])
        teams_by(control, made["key"])
        answer = control.ask("directory/list_api_keys", bearer=other, query={"stale_days": "1"})
        assert answer.json["items"] == []


class TestTags:
    def test_steer_policies_and_are_not_ones_own_to_set(self, control: Control) -> None:
        _, developer = control.person("developer")
        tagged = {"name": "k", "tags": {"environment": "prod"}}
        refused = control.ask("directory/create_api_key", bearer=developer, body=tagged)
        assert (refused.status, refused.field) == (403, "tags")
        own = new_key(control, developer)
        body = {"tags": {"environment": "prod"}}
        changed = control.ask(
            "directory/update_api_key", target=own["id"], bearer=developer, body=body
        )
        assert (changed.status, changed.field) == (403, "tags")
        same = {"tags": {}, "name": "renamed"}
        kept = control.ask(
            "directory/update_api_key", target=own["id"], bearer=developer, body=same
        )
        assert (kept.status, kept.json["name"]) == (200, "renamed")
        by_owner = control.ask("directory/update_api_key", target=own["id"], body=body)
        assert by_owner.json["tags"] == {"environment": "prod"}


class TestOwn:
    def test_create_list_and_revoke(self, control: Control) -> None:
        user_id, developer = control.person("developer")
        foreign = new_key(control)
        made = control.ask("directory/create_own_api_key", bearer=developer)
        assert made.status == 201, made.json
        assert made.json["user_id"] == user_id
        assert made.json["rate_limit"]["requests_per_minute"] == 60
        for bearer in (developer, control.token):
            listed = control.ask("directory/list_own_api_keys", bearer=bearer).json["items"]
            mine = {item["id"] for item in listed}
            assert mine == ({made.json["id"]} if bearer == developer else set())
        path = f"/api/v1/users/me/api-keys/{foreign['id']}"
        not_mine = control.ask("directory/delete_own_api_key", path=path)
        assert not_mine.status == 404
        path = f"/api/v1/users/me/api-keys/{made.json['id']}"
        gone = control.ask("directory/delete_own_api_key", path=path, bearer=developer)
        assert gone.status == 204
        shown = control.ask("directory/get_api_key", target=made.json["id"]).json
        assert shown["status"] == "revoked"

    def test_is_for_oneself(self, control: Control, other: str) -> None:
        answer = control.ask(
            "directory/create_own_api_key", body={"name": "k", "user_id": control.user_id}
        )
        assert (answer.status, answer.field) == (400, "user_id")
        made = control.ask("directory/create_own_api_key").json
        path = f"/api/v1/users/me/api-keys/{made['id']}"
        stranger = control.ask("directory/delete_own_api_key", path=path, bearer=other)
        assert stranger.status == 404

    def test_a_service_key_has_none(self, control: Control) -> None:
        key = new_key(control, permissions=["api_keys.*"])["key"]
        for event in ("list_own_api_keys", "create_own_api_key"):
            answer = control.ask(f"directory/{event}", bearer=key)
            assert answer.status == 403

    def test_needs_the_permission(self, control: Control) -> None:
        _, finance = control.person("finance")
        for event in ("list_own_api_keys", "create_own_api_key", "delete_own_api_key"):
            assert control.ask(f"directory/{event}", bearer=finance).status == 403
            assert control.ask(f"directory/{event}", bearer="").status == 401


class TestTeams:
    """Somebody who manages keys in one team only."""

    def test_manages_the_keys_of_their_team(self, control: Control) -> None:
        mine = control.ask("directory/create_team", body={"name": "Mine"}).json["id"]
        below = control.ask(
            "directory/create_team", body={"name": "Below", "parent_team_id": mine}
        ).json["id"]
        theirs = control.ask("directory/create_team", body={"name": "Theirs"}).json["id"]
        user_id, lead = control.person(
            "developer", team_ids=[mine], team_roles={mine: ["team_manager"]}
        )
        for team_id in (mine, below):
            made = new_key(control, lead, team_id=team_id, tags={"project": "gemini"})
            assert (made["kind"], made["team_id"]) == ("service", team_id)
            assert rotate(control, made["id"], bearer=lead).status == 200
            tags = {"tags": {"project": "apollo"}}
            changed = control.ask(
                "directory/update_api_key", target=made["id"], bearer=lead, body=tags
            )
            assert changed.json["tags"] == {"project": "apollo"}
        assert new_key(control, lead)["user_id"] == user_id
        body = {"name": "k", "team_id": theirs}
        refused = control.ask("directory/create_api_key", bearer=lead, body=body)
        assert (refused.status, refused.field) == (403, "team_id")
        foreign = new_key(control, team_id=theirs)
        for event in ("get_api_key", "update_api_key", "rotate_api_key", "delete_api_key"):
            answer = control.ask(f"directory/{event}", target=foreign["id"], bearer=lead)
            assert answer.status == 404, event
        seen = control.ask("directory/list_api_keys", bearer=lead).json["items"]
        assert foreign["id"] not in {item["id"] for item in seen}
        assert len(seen) == 3

    def test_makes_no_key_for_somebody_else(self, control: Control) -> None:
        mine = control.ask("directory/create_team", body={"name": "Mine"}).json["id"]
        _, lead = control.person("developer", team_ids=[mine], team_roles={mine: ["team_manager"]})
        body = {"name": "k", "team_id": mine, "user_id": control.user_id}
        answer = control.ask("directory/create_api_key", bearer=lead, body=body)
        assert (answer.status, answer.field) == (403, "user_id")

    def test_gives_no_more_than_they_hold_everywhere(self, control: Control) -> None:
        mine = control.ask("directory/create_team", body={"name": "Mine"}).json["id"]
        _, lead = control.person("developer", team_ids=[mine], team_roles={mine: ["team_manager"]})
        body = {"name": "k", "team_id": mine, "permissions": ["users.view"]}
        answer = control.ask("directory/create_api_key", bearer=lead, body=body)
        assert (answer.status, answer.field) == (403, "permissions")
