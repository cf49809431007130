from __future__ import annotations

from typing import Any

import pytest

from tests.control_plane import PASSWORD
from tests.identity_provider import IdentityProvider
from tests.sso_plane import SsoPlane

pytestmark = pytest.mark.aws

OKTA = {
    "name": "Acme Okta",
    "provider": "okta",
    "issuer": "https://acme.okta.com/",
    "client_id": "0oa1",
    "client_secret": "the secret of the provider",
    "domains": ["Acme.com", "@acme.example"],
}


def made(plane: SsoPlane, **more: Any) -> dict[str, Any]:
    answer = plane.ask("create_connection", body={**OKTA, **more})
    assert answer.status == 201, answer.json
    connection: dict[str, Any] = answer.json
    return connection


class TestCreate:
    def test_the_sample_of_the_documentation(self, plane: SsoPlane) -> None:
        answer = plane.ask("create_connection")
        assert answer.status == 201, answer.json
        assert answer.json["jit"]["default_roles"] == ["standard_user"]

    def test_shows_everything_but_the_secret(self, plane: SsoPlane) -> None:
        connection = made(plane)
        assert connection["issuer"] == "https://acme.okta.com"
        assert connection["domains"] == ["acme.com", "acme.example"]
        assert connection["scopes"] == ["openid", "email", "profile", "groups"]
        assert connection["has_client_secret"] is True
        assert connection["redirect_uris"] == [
            "https://tollgate.example/api/v1/auth/sso/callback",
            "https://tollgate.example/api/v1/auth/oauth/okta/callback",
        ]
        assert "the secret" not in str(connection)

    def test_neither_the_table_nor_the_journal_holds_the_secret(self, plane: SsoPlane) -> None:
        made(plane)
        control = plane.control
        for table in (control.tables.directory, control.tables.journal):
            assert "the secret of" not in str(control.client.scan(TableName=table)["Items"])
        assert "sso_connection.created" in control.actions()

    def test_google_and_github_know_their_issuer(self, plane: SsoPlane) -> None:
        body = {"name": "G", "provider": "google", "client_id": "x"}
        assert (
            plane.ask("create_connection", body=body).json["issuer"]
            == "https://accounts.google.com"
        )
        answer = plane.ask("create_connection", body={**body, "provider": "github"})
        assert answer.json["issuer"] == "https://github.com"

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("issuer", "http://acme.okta.com"),
            ("issuer", "https://user@acme.okta.com"),
            ("issuer", "https://acme.okta.com/?x=1"),
            ("issuer", "https://acme.okta.com/#x"),
            ("issuer", "ftp://acme.okta.com"),
            ("issuer", "https://"),
            ("issuer", "https://[::1"),
            ("issuer", "javascript:alert(1)"),
            ("api_url", "http://api.example"),
            ("issuer", None),
            ("name", ""),
            ("name", None),
            ("provider", "myspace"),
            ("client_id", ""),
            ("domains", ["nonsense"]),
            ("domains", ["a" * 300 + ".com"]),
            ("domains", "acme.com"),
            ("jit", {"enabled": "perhaps"}),
            ("jit", {"default_roles": ["astronaut"]}),
            ("jit", {"default_roles": ["owner"]}),
            ("jit", {"default_team_ids": ["team_01kaf0cccc0000000000"]}),
            ("group_mappings", [{"group": "g", "roles": ["super_admin"]}]),
            ("group_mappings", [{"group": "", "roles": []}]),
            ("group_mappings", [{"group": "g", "team_ids": ["team_01kaf0cccc0000000000"]}]),
            ("scopes", ["open id"]),
            ("sealed_secret", "x"),
            ("organization_id", "org_01kaf0cccc0000000000"),
        ],
    )
    def test_names_the_offending_field(self, plane: SsoPlane, field: str, value: object) -> None:
        answer = plane.ask("create_connection", body={**OKTA, field: value})
        assert answer.status == 400, answer.json
        assert (answer.field or "").startswith(field)

    @pytest.mark.parametrize("tenant", ["common", "organizations", "consumers", ""])
    def test_microsoft_needs_one_directory(self, plane: SsoPlane, tenant: str) -> None:
        issuer = f"https://login.microsoftonline.com/{tenant}/v2.0"
        body = {**OKTA, "provider": "microsoft", "issuer": issuer}
        answer = plane.ask("create_connection", body=body)
        assert (answer.status, answer.field) == (400, "issuer")

    def test_loopback_is_for_the_local_run_only(self, plane: SsoPlane) -> None:
        deployed = SsoPlane(plane.control, loopback=False)
        for issuer in ("https://localhost/", "https://127.0.0.1/", "http://127.0.0.1:3000"):
            body = {**OKTA, "issuer": issuer}
            assert deployed.ask("create_connection", body=body).field == "issuer"
        assert plane.ask("create_connection", body=body).status == 201

    def test_enforcing_needs_a_domain(self, plane: SsoPlane) -> None:
        answer = plane.ask("create_connection", body={**OKTA, "domains": [], "enforced": True})
        assert (answer.status, answer.field) == (400, "domains")

    def test_there_is_an_end_to_their_number(self, plane: SsoPlane) -> None:
        for _ in range(20):
            made(plane)
        assert plane.ask("create_connection", body=OKTA).status == 409


class TestRights:
    @pytest.mark.parametrize(
        "name", ["create_connection", "update_connection", "delete_connection", "test_connection"]
    )
    def test_an_auditor_may_look_only(self, plane: SsoPlane, name: str) -> None:
        connection = made(plane)
        _, auditor = plane.control.person("auditor")
        at = {} if name == "create_connection" else {"target": connection["id"]}
        if name == "test_connection":
            at = {"path": f"/api/v1/sso-connections/{connection['id']}/test"}
        answer = plane.ask(name, bearer=auditor, **at)
        assert (answer.status, answer.json["required_permission"]) == (403, "sso.edit")
        assert plane.ask("list_connections", bearer=auditor).status == 200

    @pytest.mark.parametrize("name", ["list_connections", "get_connection"])
    def test_a_developer_may_not_even_look(self, plane: SsoPlane, name: str) -> None:
        _, developer = plane.control.person("developer")
        answer = plane.ask(name, bearer=developer)
        assert (answer.status, answer.json["required_permission"]) == (403, "sso.view")

    def test_nobody_maps_a_role_with_more_than_they_hold(self, plane: SsoPlane) -> None:
        role = {"name": "sso-clerk", "permissions": ["sso.*"]}
        if plane.control.ask("directory/create_role", body=role).status != 201:
            pytest.fail("a role could not be made")
        _, clerk = plane.control.person("sso-clerk", "clerk@acme.example")
        for more in (
            {"group_mappings": [{"group": "g", "roles": ["admin"]}]},
            {"jit": {"enabled": True, "default_roles": ["developer"]}},
        ):
            answer = plane.ask("create_connection", bearer=clerk, body={**OKTA, **more})
            assert answer.status == 403, answer.json
        assert plane.ask("create_connection", bearer=clerk, body=OKTA).status == 201

    def test_a_mapping_that_somebody_mightier_made_may_stay(self, plane: SsoPlane) -> None:
        mapped = made(plane, group_mappings=[{"group": "g", "roles": ["admin"]}])
        role = {"name": "sso-clerk", "permissions": ["sso.*"]}
        assert plane.control.ask("directory/create_role", body=role).status == 201
        _, clerk = plane.control.person("sso-clerk", "clerk@acme.example")
        answer = plane.ask(
            "update_connection", bearer=clerk, target=mapped["id"], body={"name": "New name"}
        )
        assert answer.status == 200, answer.json

    def test_an_elevation_makes_none(self, plane: SsoPlane) -> None:
        control = plane.control
        there = made(plane)
        _, token = control.person("developer")
        wish = {"role": "admin", "minutes": 60, "reason": "on call"}
        asked = control.ask("directory/create_elevation", bearer=token, body=wish).json
        given = control.ask("directory/approve_elevation", target=asked["id"])
        assert given.status == 200, given.json
        assert plane.ask("create_connection", bearer=token, body=OKTA).status == 403
        turned = {"issuer": "https://elsewhere.okta.com"}
        at = {"bearer": token, "target": there["id"]}
        assert plane.ask("update_connection", **at, body=turned).status == 403
        assert plane.ask("update_connection", **at, body={"name": "Renamed"}).status == 200

    def test_changes_need_a_fresh_proof_of_who_asks(self, plane: SsoPlane) -> None:
        connection = made(plane)
        plane.control.now_ms += 11 * 60_000
        for name in ("create_connection", "update_connection", "delete_connection"):
            at = {} if name == "create_connection" else {"target": connection["id"]}
            answer = plane.ask(name, **at)
            assert (answer.status, answer.json["code"]) == (401, "step_up_required")
        assert plane.ask("get_connection", target=connection["id"]).status == 200

    @pytest.mark.parametrize(
        "name", ["get_connection", "update_connection", "delete_connection", "test_connection"]
    )
    def test_another_tenants_looks_like_none(self, plane: SsoPlane, other: str, name: str) -> None:
        connection = made(plane)
        at = {"target": connection["id"]}
        if name == "test_connection":
            at = {"path": f"/api/v1/sso-connections/{connection['id']}/test"}
        assert plane.ask(name, bearer=other, **at).status == 404
        assert plane.ask("list_connections", bearer=other).json["items"] == []

    def test_a_stranger_is_nobody(self, plane: SsoPlane) -> None:
        assert plane.ask("list_connections", bearer="").status == 401


class TestChange:
    def test_only_what_is_sent_changes(self, plane: SsoPlane) -> None:
        connection = made(plane)
        answer = plane.ask("update_connection", target=connection["id"], body={"enforced": True})
        changed = {"enforced": True, "version": 2}
        assert answer.json == {**connection, **changed}
        assert answer.headers["etag"] == '"2"'

    def test_a_stale_version_is_refused(self, plane: SsoPlane) -> None:
        connection = made(plane)
        answer = plane.ask(
            "update_connection", target=connection["id"], headers={"If-Match": '"7"'}
        )
        assert answer.status == 412

    def test_the_secret_can_be_taken_away(self, plane: SsoPlane) -> None:
        connection = made(plane)
        body = {"client_secret": None}
        answer = plane.ask("update_connection", target=connection["id"], body=body)
        assert answer.json["has_client_secret"] is False

    def test_the_provider_cannot_change(self, plane: SsoPlane) -> None:
        connection = made(plane)
        body = {"provider": "google"}
        answer = plane.ask("update_connection", target=connection["id"], body=body)
        assert (answer.status, answer.field) == (400, "provider")

    def test_nothing_new_is_no_change(self, plane: SsoPlane) -> None:
        connection = made(plane)
        answer = plane.ask(
            "update_connection", target=connection["id"], body={"name": OKTA["name"]}
        )
        assert answer.json["version"] == 1

    def test_what_is_removed_is_gone(self, plane: SsoPlane) -> None:
        connection = made(plane, enforced=True)
        assert plane.ask("delete_connection", target=connection["id"]).status == 204
        assert plane.ask("get_connection", target=connection["id"]).status == 404
        assert plane.ask("delete_connection", target=connection["id"]).status == 404
        items = plane.control.client.scan(TableName=plane.control.tables.directory)["Items"]
        assert not [item["sk"] for item in items if item["sk"]["S"].startswith("SSO")]


class TestDiscover:
    def _ways(self, plane: SsoPlane, email: str) -> dict[str, Any]:
        answer = plane.ask("discover", bearer="", body={"email": email})
        assert answer.status == 200, answer.json
        ways: dict[str, Any] = answer.json
        return ways

    def test_finds_the_connection_of_a_domain(self, plane: SsoPlane) -> None:
        connection = made(plane)
        ways = self._ways(plane, "Anybody@ACME.example")
        assert ways["connection_id"] == connection["id"]
        assert ways["connections"] == [
            {
                "connection_id": connection["id"],
                "name": "Acme Okta",
                "provider": "okta",
                "start_url": f"/api/v1/auth/sso/{connection['id']}/start",
            }
        ]

    def test_never_says_who_exists(self, plane: SsoPlane) -> None:
        made(plane)
        assert self._ways(plane, "owner@acme.example") == self._ways(plane, "no@acme.example")

    def test_another_domain_has_none(self, plane: SsoPlane) -> None:
        made(plane)
        none = {"connection_id": None, "connections": []}
        for email in ("a@other.example", "a@sub.acme.example", "a@acme.example.evil.example"):
            assert self._ways(plane, email) == none

    def test_one_that_is_off_is_not_shown(self, plane: SsoPlane) -> None:
        connection = made(plane)
        plane.ask("update_connection", target=connection["id"], body={"enabled": False})
        assert self._ways(plane, "a@acme.example")["connections"] == []

    @pytest.mark.parametrize("body", [{}, {"email": "nobody"}, {"email": 5}, "{"])
    def test_malformed(self, plane: SsoPlane, body: object) -> None:
        assert plane.ask("discover", bearer="", body=body).status == 400


class TestTry:
    def _try(self, plane: SsoPlane, connection_id: str) -> dict[str, Any]:
        path = f"/api/v1/sso-connections/{connection_id}/test"
        answer = plane.ask("test_connection", path=path)
        assert answer.status == 200, answer.json
        result: dict[str, Any] = answer.json
        return result

    def test_a_provider_that_answers(self, plane: SsoPlane, idp: IdentityProvider) -> None:
        result = self._try(plane, plane.connect(idp)["id"])
        assert result["ok"] is True
        assert [check["name"] for check in result["checks"]] == ["discovery", "keys"]

    def test_one_that_does_not(self, plane: SsoPlane, idp: IdentityProvider) -> None:
        result = self._try(plane, plane.connect(idp, issuer="http://127.0.0.1:9")["id"])
        assert result["ok"] is False
        assert "127.0.0.1" in result["detail"]

    def test_a_document_of_another_issuer(self, plane: SsoPlane, idp: IdentityProvider) -> None:
        issuer = idp.issuer.replace("127.0.0.1", "localhost")
        result = self._try(plane, plane.connect(idp, issuer=issuer)["id"])
        assert result["ok"] is False

    def test_github(self, plane: SsoPlane, github: IdentityProvider) -> None:
        result = self._try(plane, plane.connect(github, provider="github")["id"])
        assert result["ok"] is True


def test_a_password_still_works_beside_a_connection(plane: SsoPlane) -> None:
    made(plane)
    plane.control.person("developer", "dev@acme.example")
    assert plane.control.login("dev@acme.example", PASSWORD).status == 200
