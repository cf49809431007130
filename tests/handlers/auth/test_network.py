"""Network rules: who may reach an organization from where, and which pages may call it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.control_plane import PASSWORD, Answer, Control, send
from tests.events import load

pytestmark = pytest.mark.aws
HERE, THERE = "203.0.113.10", "198.51.100.1"
GUIDE = {
    "ip_whitelist_enabled": True,
    "allowed_ip_ranges": ["10.0.0.0/8", "192.168.1.0/24", "203.0.113.0/24"],
    "allow_vpn_access": True,
}
PAGE = "https://app.example.com"


def at(address: str | None) -> dict[str, Any]:
    return {"requestContext.identity.sourceIp": address}


def fence(control: Control, **body: Any) -> Answer:
    return control.ask("auth/set_network_security", body={**GUIDE, **body})


def me(control: Control, address: str | None, bearer: str | None = None) -> int:
    return control.ask("directory/list_teams", bearer=bearer, **at(address)).status


class TestRules:
    def test_there_are_none_by_default(self, control: Control) -> None:
        shown = control.ask("auth/get_network_security")
        assert shown.json == {
            "ip_whitelist_enabled": False,
            "allowed_ip_ranges": [],
            "allow_vpn_access": False,
            "applies_to": ["control_plane", "model_calls"],
            "cors_allowed_origins": [],
            "your_address": HERE,
            "version": 1,
        }
        assert shown.headers["etag"] == '"1"'

    def test_the_guides_body_works_as_printed(self, control: Control) -> None:
        before = control.epochs()
        answer = control.ask("auth/set_network_security")
        assert answer.status == 200, answer.json
        assert {name: answer.json[name] for name in GUIDE} == GUIDE
        assert answer.json["version"] == 2
        assert control.epochs() == [epoch + 1 for epoch in before]
        assert "organization.network_changed" in control.actions()
        assert control.ask("auth/get_network_security").json == answer.json

    def test_only_what_is_sent_changes(self, control: Control) -> None:
        fence(control, cors_allowed_origins=[PAGE])
        changed = control.ask(
            "auth/update_network_security", body={"applies_to": ["control_plane"]}
        )
        expected = {**GUIDE, "cors_allowed_origins": [PAGE], "applies_to": ["control_plane"]}
        assert {name: changed.json[name] for name in expected} == expected

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({"allowed_ip_ranges": ["10.0.0.1/8"]}, "allowed_ip_ranges.0"),
            ({"allowed_ip_ranges": ["office"]}, "allowed_ip_ranges.0"),
            ({"allowed_ip_ranges": ["10.0.0.0/8"] * 201}, "allowed_ip_ranges"),
            ({"applies_to": ["everything"]}, "applies_to.0"),
            ({"ip_whitelist_enabled": "perhaps"}, "ip_whitelist_enabled"),
            ({"ip_whitelist": True}, "ip_whitelist"),
            ({"cors_allowed_origins": ["*"]}, "cors_allowed_origins.0"),
            ({"cors_allowed_origins": ["https://*.example.com"]}, "cors_allowed_origins.0"),
            ({"cors_allowed_origins": ["http://app.example.com"]}, "cors_allowed_origins.0"),
            ({"cors_allowed_origins": ["https://app.example.com/x"]}, "cors_allowed_origins.0"),
            ({"cors_allowed_origins": ["https://me@app.example.com"]}, "cors_allowed_origins.0"),
            ({"cors_allowed_origins": ["file:///etc/hosts"]}, "cors_allowed_origins.0"),
        ],
    )
    def test_names_the_offending_field(
        self, control: Control, body: dict[str, Any], field: str
    ) -> None:
        answer = control.ask("auth/set_network_security", body=body)
        assert (answer.status, answer.field) == (400, field)

    def test_a_list_that_lets_nobody_in_or_means_nothing_is_refused(self, control: Control) -> None:
        empty = {"ip_whitelist_enabled": True, "applies_to": ["model_calls"]}
        answer = control.ask("auth/set_network_security", body=empty)
        assert (answer.status, answer.field) == (422, "allowed_ip_ranges")
        answer = fence(control, applies_to=[])
        assert (answer.status, answer.field) == (422, "applies_to")

    def test_a_wrong_version_changes_nothing(self, control: Control) -> None:
        answer = control.ask("auth/set_network_security", headers={"If-Match": '"9"'})
        assert answer.status == 412
        assert not control.ask("auth/get_network_security").json["ip_whitelist_enabled"]

    def test_needs_the_permission(self, control: Control) -> None:
        _, operator = control.person("operator")
        _, developer = control.person("developer")
        asked = {
            "get_network_security": (200, 403),
            "set_network_security": (403, 403),
            "update_network_security": (403, 403),
        }
        for event, statuses in asked.items():
            for bearer, status in zip((operator, developer), statuses, strict=True):
                assert control.ask(f"auth/{event}", bearer=bearer).status == status, event
            assert control.ask(f"auth/{event}", bearer="").status == 401

    def test_wants_a_recent_proof_of_a_session(self, control: Control) -> None:
        control.now_ms += 11 * 60_000
        answer = control.ask("auth/set_network_security")
        assert (answer.status, answer.json["code"]) == (401, "step_up_required")

    def test_is_ones_own_organizations(self, control: Control, other: str) -> None:
        fence(control, allow_vpn_access=False)
        assert not control.ask("auth/get_network_security", bearer=other).json["allowed_ip_ranges"]
        assert me(control, THERE, other) == 200
        assert me(control, THERE) == 403


class TestLockOut:
    @pytest.mark.parametrize("address", [THERE, "2001:db8::1", None])
    def test_nobody_shuts_themselves_out(self, control: Control, address: str | None) -> None:
        answer = control.ask("auth/set_network_security", **at(address))
        assert (answer.status, answer.json["code"]) == (409, "would_lock_out")
        assert answer.json.get("your_address") == address
        assert not control.ask("auth/get_network_security").json["ip_whitelist_enabled"]

    def test_nor_by_a_later_change(self, control: Control) -> None:
        fence(control, allow_vpn_access=False)
        body = {"allowed_ip_ranges": ["10.0.0.0/8"]}
        answer = control.ask("auth/update_network_security", body=body)
        assert answer.json["code"] == "would_lock_out"
        assert me(control, HERE) == 200

    def test_vpn_access_counts_as_inside(self, control: Control) -> None:
        body = {**GUIDE, "allowed_ip_ranges": []}
        for address, status in ((HERE, 409), ("127.0.0.1", 200), ("10.9.8.7", 200)):
            answer = control.ask("auth/set_network_security", body=body, **at(address))
            assert answer.status == status

    def test_a_list_for_model_calls_shuts_nobody_out(self, control: Control) -> None:
        answer = fence(control, allowed_ip_ranges=["10.0.0.0/8"], applies_to=["model_calls"])
        assert answer.status == 200
        assert me(control, THERE) == 200

    def test_may_be_lifted_again(self, control: Control) -> None:
        fence(control)
        assert me(control, THERE) == 403
        assert control.ask("auth/update_network_security").status == 200
        assert me(control, THERE) == 200


class TestEnforcement:
    def test_sessions_and_keys_work_only_from_inside(self, control: Control) -> None:
        body = {"name": "k", "permissions": ["teams.view"]}
        key = control.ask("directory/create_api_key", body=body).json["key"]
        fence(control, allow_vpn_access=False)
        for bearer in (control.token, key):
            assert me(control, HERE, bearer) == 200
            for address in (THERE, None, "10.1.1.1.1"):
                answer = control.ask("directory/list_teams", bearer=bearer, **at(address))
                assert (answer.status, answer.json["code"]) == (403, "address_refused")

    def test_a_claimed_address_does_not_help(self, control: Control) -> None:
        fence(control)
        headers = {"X-Forwarded-For": HERE, "X-Real-Ip": HERE, "Forwarded": f"for={HERE}"}
        assert control.ask("directory/list_teams", headers=headers, **at(THERE)).status == 403

    def test_nobody_signs_in_from_outside(self, control: Control) -> None:
        fence(control)
        right = control.login("owner@acme.example", **at(THERE))
        wrong = control.login("owner@acme.example", "not the password", **at(THERE))
        assert right.status == wrong.status == 401
        assert right.json["detail"] == wrong.json["detail"]
        assert "access_token" not in right.json
        assert control.login("owner@acme.example", **at(HERE)).status == 200
        assert "session.sign_in_refused" in control.actions()

    def test_the_right_password_from_outside_locks_nobody(self, control: Control) -> None:
        fence(control)
        for _ in range(6):
            control.login("owner@acme.example", **at(THERE))
        assert control.login("owner@acme.example", PASSWORD, **at(HERE)).status == 200


class TestCrossOrigin:
    def preflight(self, control: Control, origin: str = PAGE) -> Answer:
        asking = {"Origin": origin, "Access-Control-Request-Method": "GET"}
        event = load("directory/list_teams", bearer="", headers=asking, httpMethod="OPTIONS")
        return send(control.directory_app, event)

    def test_a_listed_page_may_call_its_organization(self, control: Control, other: str) -> None:
        assert self.preflight(control).status == 403
        answer = fence(control, cors_allowed_origins=["HTTPS://App.example.com/"])
        assert answer.json["cors_allowed_origins"] == [PAGE]
        assert self.preflight(control).headers["access-control-allow-origin"] == PAGE
        headers = {"Origin": PAGE}
        ours = control.ask("directory/list_teams", headers=headers)
        theirs = control.ask("directory/list_teams", headers=headers, bearer=other)
        assert ours.headers["access-control-allow-origin"] == PAGE
        assert "access-control-allow-origin" not in theirs.headers

    def test_an_origin_stays_while_another_organization_lists_it(
        self, control: Control, other: str
    ) -> None:
        for bearer in (control.token, other):
            body = {"cors_allowed_origins": [PAGE]}
            for _ in range(2):
                control.ask("auth/update_network_security", body=body, bearer=bearer)
        for bearer, status in ((other, 204), (control.token, 403)):
            body = {"cors_allowed_origins": []}
            control.ask("auth/update_network_security", body=body, bearer=bearer)
            assert self.preflight(control).status == status

    @pytest.mark.parametrize(
        "origin",
        ["http://localhost:5173", "http://127.0.0.1:8787", "http://[::1]:8787", "https://a.b:8443"],
    )
    def test_pages_on_this_machine_may_be_listed(self, control: Control, origin: str) -> None:
        answer = fence(control, cors_allowed_origins=[origin])
        assert answer.json["cors_allowed_origins"] == [origin]
        assert self.preflight(control, origin).status == 204
