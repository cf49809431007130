"""Signing in at a stand-in for GitHub that checks the secret, PKCE and that a code is used once."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest

from tests.identity_provider import IdentityProvider, answer_of
from tests.sso_plane import SsoPlane

pytestmark = pytest.mark.aws

ADA: dict[str, Any] = {
    "id": 4711,
    "name": "Ada Lovelace",
    "emails": [
        {"email": "ada@home.example", "primary": False, "verified": True},
        {"email": "ada@acme.example", "primary": True, "verified": True},
    ],
}


def sign_in(plane: SsoPlane, github: IdentityProvider, connection_id: str) -> Any:
    url = plane.start(connection_id).headers["location"]
    assert url.startswith(f"{github.issuer}/login/oauth/authorize?")
    back = httpx2.post(url, data={"account": "ada"}).headers["location"]
    answer = plane.come_back(back)
    plane._keep(answer)
    return answer


def test_the_whole_way(plane: SsoPlane, github: IdentityProvider) -> None:
    github.knows("ada", **ADA)
    connection = plane.connect(github, provider="github", scopes=["user:email"])
    assert sign_in(plane, github, connection["id"]).headers["location"] == "/usage"
    user = plane.user("ada@acme.example")
    assert (user.name, user.roles) == ("Ada Lovelace", ("standard_user",))
    assert plane.me().json["id"] == user.id


def test_somebody_is_their_number_not_their_login(
    plane: SsoPlane, github: IdentityProvider
) -> None:
    github.knows("ada", **ADA)
    connection = plane.connect(github, provider="github")
    sign_in(plane, github, connection["id"])
    first = plane.me().json["id"]
    github.knows("ada", **{**ADA, "emails": []})
    sign_in(plane, github, connection["id"])
    assert plane.me().json["id"] == first
    github.knows("ada", **{**ADA, "id": 4712, "emails": []})
    refused = sign_in(plane, github, connection["id"])
    assert answer_of(refused.headers["location"])["sso_error"] == "forbidden"


@pytest.mark.parametrize(
    "emails",
    [
        [],
        [{"email": "ada@acme.example", "primary": True, "verified": False}],
        [{"email": "ada@acme.example", "primary": False, "verified": True}],
        [{"email": "ada@home.example", "primary": True, "verified": True}],
    ],
)
def test_only_a_verified_primary_address_of_the_domain(
    plane: SsoPlane, github: IdentityProvider, emails: list[dict[str, Any]]
) -> None:
    github.knows("ada", **{**ADA, "id": 4713, "emails": emails})
    refused = sign_in(plane, github, plane.connect(github, provider="github")["id"])
    assert answer_of(refused.headers["location"])["sso_error"] == "forbidden"


def test_organizations_and_teams_are_groups(plane: SsoPlane, github: IdentityProvider) -> None:
    mappings = [
        {"group": "acme", "roles": ["developer"]},
        {"group": "acme/admins", "roles": ["admin"]},
        {"group": "evil/admins", "roles": ["finance"]},
    ]
    connection = plane.connect(github, provider="github", group_mappings=mappings)
    github.knows("ada", **ADA, orgs=["acme"], teams=["acme/admins"])
    sign_in(plane, github, connection["id"])
    assert plane.user("ada@acme.example").roles == ("standard_user", "developer", "admin")
    github.knows("ada", **ADA, orgs=["acme"])
    sign_in(plane, github, connection["id"])
    assert plane.user("ada@acme.example").roles == ("standard_user", "developer")


def test_a_wrong_secret(plane: SsoPlane, github: IdentityProvider) -> None:
    github.knows("ada", **ADA)
    connection = plane.connect(github, provider="github", client_secret="wrong")
    refused = sign_in(plane, github, connection["id"])
    assert answer_of(refused.headers["location"])["sso_error"] == "forbidden"


def test_a_code_is_good_once(plane: SsoPlane, github: IdentityProvider) -> None:
    github.knows("ada", **ADA)
    connection = plane.connect(github, provider="github")
    url = plane.start(connection["id"]).headers["location"]
    back = httpx2.post(url, data={"account": "ada"}).headers["location"]
    assert plane.come_back(back).headers["location"] == "/usage"
    assert "sso_error=forbidden" in plane.come_back(back).headers["location"]
