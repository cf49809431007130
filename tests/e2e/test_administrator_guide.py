"""The commands of the administrator guide of the system that Tollgate replaces, bodies as printed.

Only the base URL differs (one instead of a port per service), and ids where the guide has a
placeholder.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from tests.stack import Stack, running_stack
from tests.waiting import PATIENCE_S

pytestmark = [pytest.mark.stack, pytest.mark.enable_socket]

CSV = (
    "john@example.com,John Doe,power_user,engineering\n"
    "jane@example.com,Jane Smith,standard_user,marketing\n"
)


class Administrator:
    """Calls with the administrator's token, as `curl` in the guide does."""

    def __init__(self, stack: Stack) -> None:
        self._url = stack.url
        login = self.call(
            "POST",
            "/api/v1/auth/login",
            {"email": stack.admin_email, "password": stack.admin_password},
        )
        self.token = login.json()["access_token"]

    def call(self, method: str, path: str, body: Any = None, **more: Any) -> requests.Response:
        token = getattr(self, "token", None)
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return requests.request(
            method, self._url + path, json=body, headers=headers, timeout=PATIENCE_S, **more
        )


@pytest.fixture(scope="module")
def administrator() -> Iterator[Administrator]:
    with running_stack() as stack:
        yield Administrator(stack)


def test_the_first_administrator_is_made_once(administrator: Administrator) -> None:
    body = {
        "email": "admin@yourdomain.com",
        "password": "temporary-password",
        "name": "System Administrator",
    }
    answer = administrator.call("POST", "/api/v1/admin/bootstrap", body)
    assert answer.status_code in (403, 409), "the local run has set itself up"


def test_teams_then_people_from_a_file(administrator: Administrator) -> None:
    engineering = administrator.call(
        "POST",
        "/api/v1/teams",
        {"name": "Engineering", "description": "Engineering department", "parent_team_id": None},
    )
    assert engineering.status_code == 201, engineering.text
    backend = administrator.call(
        "POST",
        "/api/v1/teams",
        {
            "name": "Backend Team",
            "description": "Backend engineering",
            "parent_team_id": engineering.json()["id"],
        },
    )
    assert backend.status_code == 201, backend.text
    assert backend.json()["parent_team_id"] == engineering.json()["id"]
    administrator.call("POST", "/api/v1/teams", {"name": "Marketing"}).raise_for_status()

    files = {"file": ("users.csv", "email,name,role,team\n" + CSV, "text/csv")}
    trial = administrator.call("POST", "/api/v1/users/import?dry_run=1", files=files)
    assert trial.status_code == 200, trial.text
    listed = administrator.call("GET", "/api/v1/users?limit=100").json()["items"]
    assert "john@example.com" not in {user["email"] for user in listed}, "a dry run changes nothing"

    report = administrator.call("POST", "/api/v1/users/import", files=files)
    assert report.status_code == 200, report.text
    assert (report.json()["created"], report.json()["failed"]) == (2, 0)
    listed = administrator.call("GET", "/api/v1/users?limit=100").json()["items"]
    john = next(user for user in listed if user["email"] == "john@example.com")
    assert john["roles"] == ["power_user"]
    assert john["team_ids"] == [engineering.json()["id"]]


def test_a_file_without_a_header_is_read_too(administrator: Administrator) -> None:
    """The guide's example lines are comments with the header's names."""
    files = {"file": ("users.csv", CSV.replace("example.com", "example.org"), "text/csv")}
    answer = administrator.call("POST", "/api/v1/users/import", files=files)
    assert answer.status_code in (200, 400), answer.text
    if answer.status_code == 400:
        assert "email,name,role,team" in answer.json()["detail"]


def test_a_custom_role(administrator: Administrator) -> None:
    body = {
        "name": "data_scientist",
        "description": "Data Science Team Member",
        "permissions": [
            "llm.use.gpt4",
            "llm.use.claude",
            "analytics.view",
            "reports.generate",
            "costs.view.own",
        ],
    }
    answer = administrator.call("POST", "/api/v1/roles", body)
    assert answer.status_code == 201, answer.text
    assert answer.json()["permissions"] == body["permissions"]


def test_a_second_factor_for_all(administrator: Administrator) -> None:
    body = {"mfa_required": True, "mfa_methods": ["totp", "webauthn"], "grace_period_days": 7}
    answer = administrator.call("PATCH", "/api/v1/admin/security-settings", body)
    assert answer.status_code == 200, answer.text
    settings = administrator.call("GET", "/api/v1/admin/security-settings").json()
    assert settings["mfa"]["required"] is True
    assert settings["mfa"]["grace_days"] == 7
    administrator.call("PATCH", "/api/v1/admin/security-settings", {"mfa_required": False})


def test_an_address_list(administrator: Administrator) -> None:
    body = {
        "ip_whitelist_enabled": True,
        "allowed_ip_ranges": ["10.0.0.0/8", "192.168.1.0/24", "203.0.113.0/24"],
        "allow_vpn_access": True,
    }
    answer = administrator.call("POST", "/api/v1/admin/network-security", body)
    assert answer.status_code == 200, answer.text
    assert answer.json()["allowed_ip_ranges"] == body["allowed_ip_ranges"]
    assert administrator.call("GET", "/api/v1/users").status_code == 200

    locked_out = administrator.call(
        "POST", "/api/v1/admin/network-security", {**body, "allow_vpn_access": False}
    )
    assert locked_out.status_code == 409, locked_out.text
    assert locked_out.json()["code"] == "would_lock_out"
