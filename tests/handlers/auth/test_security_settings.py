"""The organization's rules for signing in, and that they count."""

from __future__ import annotations

from typing import Any

import pytest

from tests.control_plane import PASSWORD, Answer, Control

pytestmark = pytest.mark.aws

OWNER = "owner@acme.example"
MINUTE_MS = 60_000


def changed(control: Control, body: Any, **more: Any) -> Answer:
    return control.ask("auth/change_security_settings", body=body, **more)


def settings(control: Control, bearer: str | None = None) -> dict[str, Any]:
    answer = control.ask("auth/get_security_settings", bearer=bearer)
    assert answer.status == 200, answer.json
    body: dict[str, Any] = answer.json
    return body


class TestGet:
    def test_shows_defaults_where_nothing_was_set(self, blank: Control) -> None:
        blank.bootstrap()
        found = settings(blank, blank.token_of(OWNER))
        assert found["session"] == {
            "max_hours": 8,
            "idle_minutes": 30,
            "max_concurrent": 10,
            "bind_address": False,
            "bind_agent": False,
            "access_token_minutes": 15,
        }
        assert found["lockout"] == {"failures": 5, "minutes": 30}
        assert found["mfa"] == {
            "required": False,
            "roles": [],
            "methods": ["totp", "webauthn"],
            "grace_days": 7,
            "required_since": None,
        }
        assert found["password"]["min_length"] == 12
        assert found["self_registration_domains"] == []
        assert found["version"] == 1

    def test_needs_the_permission(self, control: Control) -> None:
        _, token = control.person("developer")
        answer = control.ask("auth/get_security_settings", bearer=token)
        assert (answer.status, answer.json["required_permission"]) == (403, "security.view")

    def test_every_organization_has_its_own(self, control: Control, other: str) -> None:
        changed(control, {"lockout": {"failures": 3}})
        assert settings(control, other)["lockout"]["failures"] == 5


class TestChange:
    def test_the_printed_body_of_the_guide(self, control: Control) -> None:
        answer = control.ask("auth/change_security_settings")
        assert answer.status == 200
        assert answer.json["mfa"] == {
            "required": True,
            "roles": [],
            "methods": ["totp", "webauthn"],
            "grace_days": 7,
            "required_since": "2026-11-21T09:30:00.000Z",
        }
        assert "organization.security_changed" in control.actions()

    def test_the_guides_policy_files_as_bodies(self, control: Control) -> None:
        password = {
            "min_length": 12,
            "require_uppercase": True,
            "require_lowercase": True,
            "require_numbers": True,
            "require_special": True,
            "prevent_reuse": 5,
            "max_age_days": 90,
            "complexity_score": 3,
            "prohibited_passwords": ["password", "company_name", "product_name"],
        }
        session = {
            "max_duration_hours": 8,
            "idle_timeout_minutes": 30,
            "max_concurrent_sessions": 3,
            "remember_me_enabled": False,
            "ip_binding": True,
            "user_agent_binding": True,
        }
        answer = changed(control, {"password_policy": password, "session_policy": session})
        assert answer.status == 200, answer.json
        found = answer.json
        assert sorted(found["password"]["classes"]) == ["digit", "lower", "special", "upper"]
        assert found["password"]["min_score"] == 3
        assert found["password"]["prohibited"] == ["password", "company_name", "product_name"]
        assert found["password"]["max_age_days"] == 90
        assert found["session"]["max_concurrent"] == 3
        assert found["session"]["bind_address"] is True
        assert found["session"]["bind_agent"] is True

    def test_leaves_everything_else_as_it_was(self, control: Control) -> None:
        changed(control, {"password": {"require_numbers": True}, "mfa": {"grace_days": 3}})
        changed(control, {"password": {"require_special": True}})
        changed(control, {"password": {"require_numbers": False}})
        changed(control, {"mfa": {"methods": ["totp"]}})
        found = settings(control)
        assert found["password"]["classes"] == ["special"]
        assert found["password"]["min_length"] == 12
        assert (found["mfa"]["grace_days"], found["mfa"]["methods"]) == (3, ["totp"])
        assert found["session"]["idle_minutes"] == 0

    def test_the_etag_guards_against_lost_changes(self, control: Control) -> None:
        read = control.ask("auth/get_security_settings")
        tag = {"If-Match": read.headers["etag"]}
        first = changed(control, {"lockout": {"minutes": 10}}, headers=tag)
        assert (first.status, first.headers["etag"]) == (200, '"2"')
        assert changed(control, {"lockout": {"minutes": 20}}, headers=tag).status == 412
        assert settings(control)["lockout"]["minutes"] == 10

    def test_grace_begins_when_a_factor_is_first_required(self, control: Control) -> None:
        changed(control, {"mfa": {"roles": ["Finance Manager"]}})
        first = settings(control)["mfa"]
        assert first["roles"] == ["finance"]
        assert first["required_since"] == "2026-11-21T09:30:00.000Z"
        control.now_ms += MINUTE_MS
        changed(control, {"mfa": {"grace_days": 1}})
        assert settings(control)["mfa"]["required_since"] == first["required_since"]
        changed(control, {"mfa": {"roles": ["finance", "admin"]}})
        assert settings(control)["mfa"]["required_since"] == "2026-11-21T09:31:00.000Z"
        control.now_ms += MINUTE_MS
        changed(control, {"mfa_required": True})
        assert settings(control)["mfa"]["required_since"] == "2026-11-21T09:32:00.000Z"

    def test_the_journal_tells_before_and_after(self, control: Control) -> None:
        changed(control, {"lockout": {"failures": 3}})
        [event] = [
            each
            for each in control.events()
            if each["action"]["S"] == "organization.security_changed"
        ]
        details = str(event["details"])
        assert "lockout" in details
        assert "'after'" in details

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({"password": {"min_length": 7}}, "password.min_length"),
            ({"password": {"min_length": 129}}, "password.min_length"),
            ({"password": {"min_score": 5}}, "password.min_score"),
            ({"password": {"classes": ["emoji"]}}, "password.classes.0"),
            ({"password": {"prohibited": [""]}}, "password.prohibited.0"),
            ({"session": {"idle_minutes": 4}}, "session.idle_minutes"),
            ({"session": {"max_hours": 0}}, "session.max_hours"),
            ({"session": {"max_concurrent": 21}}, "session.max_concurrent"),
            ({"session": {"remember_me_enabled": True}}, "session.remember_me_enabled"),
            ({"session": {"access_token_minutes": 61}}, "session.access_token_minutes"),
            ({"lockout": {"failures": 2}}, "lockout.failures"),
            ({"lockout": {"failures": None}}, "lockout.failures"),
            ({"mfa": {"methods": []}}, "mfa.methods"),
            ({"mfa": {"methods": ["sms"]}}, "mfa.methods.0"),
            ({"mfa": {"roles": ["nobody_has_this"]}}, "mfa.roles"),
            ({"mfa": {"since_ms": 0}}, "mfa.since_ms"),
            ({"mfa_methods": ["sms"]}, "mfa_methods.0"),
            ({"grace_period_days": -1}, "grace_period_days"),
            ({"self_registration_domains": ["acme"]}, "self_registration_domains.0"),
            ({"self_registration_domains": ["*.example"]}, "self_registration_domains.0"),
            ({"version": 7}, "version"),
            ({"network": {}}, "network"),
        ],
    )
    def test_names_the_offending_field(
        self, control: Control, body: dict[str, Any], field: str
    ) -> None:
        answer = changed(control, body)
        assert (answer.status, answer.field) == (400, field)
        assert settings(control)["version"] == 1

    def test_domains_are_kept_in_lower_case(self, control: Control) -> None:
        body = {"self_registration_domains": [" Acme.Example "]}
        assert changed(control, body).json["self_registration_domains"] == ["acme.example"]

    @pytest.mark.parametrize("role", ["viewer", "auditor", "developer", "team_manager", "finance"])
    def test_needs_the_permission(self, control: Control, role: str) -> None:
        _, token = control.person(role)
        answer = changed(control, {"lockout": {"failures": 3}}, bearer=token)
        assert (answer.status, answer.json["required_permission"]) == (403, "security.edit")

    def test_needs_a_credential(self, control: Control) -> None:
        assert changed(control, {}, bearer="").status == 401


class TestLockout:
    def test_counts_and_lasts_as_set(self, control: Control) -> None:
        changed(control, {"lockout": {"max_failed_attempts": 3, "duration_minutes": 10}})
        for _ in range(3):
            assert control.login(OWNER, "wrong password").status == 401
        locked = control.login(OWNER)
        assert locked.status == 401
        assert locked.json == control.login("nobody@acme.example").json
        control.now_ms += 10 * MINUTE_MS - 1
        assert control.login(OWNER).status == 401
        control.now_ms += 1
        assert control.login(OWNER).status == 200

    def test_a_locked_account_keeps_its_sessions(self, control: Control) -> None:
        for _ in range(5):
            control.login(OWNER, "wrong password")
        assert control.login(OWNER, PASSWORD).status == 401
        assert control.ask("auth/me").status == 200
