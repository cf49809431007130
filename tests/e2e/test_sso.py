"""Single sign-on and SCIM against the running product and a real identity provider process."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from tests.identity_provider import CLIENT_ID, CLIENT_SECRET, IdentityProvider, running_idp
from tests.stack import Stack
from tests.waiting import PATIENCE_S

pytestmark = pytest.mark.stack


@pytest.fixture
def admin(stack: Stack) -> Iterator[httpx2.Client]:
    """The administrator, who has just signed in."""
    with httpx2.Client(base_url=stack.url, timeout=PATIENCE_S) as client:
        body = {"email": stack.admin_email, "password": stack.admin_password}
        token = client.post("/api/v1/auth/login", json=body).json()["access_token"]
        client.headers["authorization"] = f"Bearer {token}"
        client.cookies.clear()
        yield client


@pytest.fixture
def provider(stack: Stack) -> Iterator[IdentityProvider]:
    with running_idp(stack.url, stack.url.replace("127.0.0.1", "localhost")) as running:
        yield running


def made(answer: httpx2.Response) -> dict[str, Any]:
    assert answer.status_code == 201, answer.text
    body: dict[str, Any] = answer.json()
    return body


def test_a_browser_signs_in_and_the_provider_takes_access_away(
    stack: Stack, admin: httpx2.Client, provider: IdentityProvider
) -> None:
    email = "sso.person@sso.example"
    provider.knows("p-1", email=email, email_verified=True, name="Sso Person", groups=["devs"])
    connection = made(
        admin.post(
            "/api/v1/sso-connections",
            json={
                "name": "Local provider",
                "provider": "oidc",
                "issuer": provider.issuer,
                "client_id": CLIENT_ID,
                "client_secret": CLIENT_SECRET,
                "scopes": ["openid", "email", "profile", "groups"],
                "domains": ["sso.example"],
                "jit": {"enabled": True},
                "group_mappings": [{"group": "devs", "roles": ["developer"]}],
            },
        )
    )
    tried = admin.post(f"/api/v1/sso-connections/{connection['id']}/test")
    assert tried.json()["ok"] is True, tried.text
    with httpx2.Client(timeout=PATIENCE_S) as browser:
        began = browser.get(f"{stack.url}{connection['start_url']}", params={"return_to": "/usage"})
        if began.headers["location"].startswith("http://localhost"):
            began = browser.get(began.headers["location"])
        back = provider.sign_in(began.headers["location"], "p-1")
        arrived = browser.get(back)
        assert (arrived.status_code, arrived.headers["location"]) == (302, "/usage")
        home = back.partition("/api/")[0]
        me = browser.get(f"{home}/api/v1/auth/me")
        assert me.json()["user"]["roles"] == ["developer"]

        page = {"sec-fetch-site": "same-origin"}
        own = browser.post(f"{home}/api/v1/api-keys", json={"name": "Mine"}, headers=page)
        call = {"authorization": f"Bearer {made(own)['key']}"}
        asked = {"model": "gpt-4o-mini", "messages": [{"role": "user", "content": "Hello"}]}
        completions = f"{stack.url}/v1/chat/completions"
        assert browser.post(completions, json=asked, headers=call).status_code == 200

        key = made(
            admin.post(
                "/api/v1/api-keys", json={"name": "Entra", "permissions": ["scim.provision"]}
            )
        )["key"]
        with httpx2.Client(base_url=stack.url, timeout=PATIENCE_S) as entra:
            entra.headers.update(
                {"authorization": f"Bearer {key}", "content-type": "application/scim+json"}
            )
            listed = entra.get("/scim/v2/Users", params={"filter": f'userName eq "{email}"'})
            [person] = listed.json()["Resources"]
            operation = {"op": "Replace", "path": "active", "value": "False"}
            patch = {
                "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
                "Operations": [operation],
            }
            gone = entra.patch(f"/scim/v2/Users/{person['id']}", json=patch)
            assert (gone.status_code, gone.json()["active"]) == (200, False)
        assert browser.get(f"{home}/api/v1/auth/me").status_code == 401
        assert browser.post(completions, json=asked, headers=call).status_code == 403
    removed = admin.delete(f"/api/v1/sso-connections/{connection['id']}")
    assert removed.status_code == 204
