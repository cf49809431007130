"""Single sign-on and SCIM over the stores of `tests.control_plane`, with a real way to providers.

`plane` is Acme's deployment; `connect` makes a connection to the identity provider `idp`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from http.cookies import SimpleCookie
from typing import Any

import pytest

from functions.sso import deps as sso_deps
from functions.sso import handler as sso_function
from tests.control_plane import PUBLIC_URL, Answer, Control, send
from tests.events import load
from tests.identity_provider import (
    CLIENT_ID,
    CLIENT_SECRET,
    IdentityProvider,
    answer_of,
)
from tollgate.auth.service.authentication import authenticate
from tollgate.aws.attributes import from_attribute
from tollgate.directory.models import User
from tollgate.http.receipts import DynamoReceipts
from tollgate.http.resolver import Resolver
from tollgate.provisioning.service import Provisioning
from tollgate.provisioning.store import ProvisioningStore
from tollgate.sso.discovery import Discovery
from tollgate.sso.service.deps import Sso
from tollgate.sso.store import SsoStore
from tollgate.sso.web import Web

START = "/api/v1/auth/sso/{id}/start"


@dataclass
class SsoPlane:
    """The apps, and a browser's cookies."""

    control: Control
    loopback: bool = True
    cookies: dict[str, str] = field(default_factory=dict)
    sso: Sso = field(init=False)
    app: Resolver = field(init=False)

    def __post_init__(self) -> None:
        control = self.control
        provisioning = ProvisioningStore(control.settings, control.tables, control.journal)
        self.sso = Sso(
            auth=control.auth,
            store=SsoStore(control.settings, control.tables, control.journal),
            provisioning=Provisioning(control.auth.directory, provisioning),
            discovery=Discovery(Web(loopback=self.loopback), lambda: control.now_ms),
            public_url=lambda: PUBLIC_URL,
        )
        self.app = sso_function.make_app(
            sso_deps.Deps(
                sso=self.sso,
                authenticate=partial(authenticate, control.auth),
                receipts=DynamoReceipts(control.settings, control.tables),
            )
        )

    def ask(self, name: str, *, bearer: str | None = None, **changes: Any) -> Answer:
        """The sample event `sso/<name>` as the owner, or as whoever `bearer` is."""
        token = self.control.token if bearer is None else bearer
        return send(self.app, load(f"sso/{name}", bearer=token, **changes))

    def connect(
        self, idp: IdentityProvider, bearer: str | None = None, **more: Any
    ) -> dict[str, Any]:
        """A connection to the provider for people of acme.example, who may join by signing in."""
        body = {
            "name": "Acme sign-in",
            "provider": "oidc",
            "issuer": idp.issuer,
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
            "scopes": ["openid", "email", "profile", "groups"],
            "domains": ["acme.example"],
            "jit": {"enabled": True, "default_roles": ["standard_user"]},
            **more,
        }
        answer = self.ask("create_connection", bearer=bearer, body=body)
        assert answer.status == 201, answer.json
        made: dict[str, Any] = answer.json
        return made

    def start(self, connection_id: str, **query: str) -> Answer:
        """The browser leaves."""
        path = START.format(id=connection_id)
        answer = self.ask("start", bearer="", path=path, query=query or None)
        self._keep(answer)
        return answer

    def come_back(self, location: str, event: str = "callback", **changes: Any) -> Answer:
        """The browser comes back with what the provider put into the address."""
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        return self.ask(event, bearer="", query=answer_of(location), headers=headers, **changes)

    def sign_in(
        self, idp: IdentityProvider, connection_id: str, account: str, **how: Any
    ) -> Answer:
        """The whole way; the answer that opens the session."""
        url = self.start(connection_id, return_to="/usage").headers["location"]
        answer = self.come_back(idp.sign_in(url, account, **how))
        self._keep(answer)
        return answer

    def me(self) -> Answer:
        """Who the browser's session is."""
        token = self.cookies.get("tollgate_session", "")
        return self.control.ask("auth/me", bearer=token)

    def told(self, action: str, name: str) -> list[Any]:
        """What the journal's events of an action say under `name`, as plain values."""
        events = [each for each in self.control.events() if each["action"]["S"] == action]
        details = [from_attribute(event["details"]) for event in events]
        return [each[name] for each in details if name in each]

    def user(self, email: str) -> User:
        """Acme's person with this address."""
        found = self.control.store.by_email(email)
        [user] = [each for each in found if each.organization_id == self.control.organization_id]
        return user

    def _keep(self, answer: Answer) -> None:
        for line in answer.cookies:
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value


@pytest.fixture
def plane(control: Control) -> Iterator[SsoPlane]:
    made = SsoPlane(control)
    yield made
    made.sso.discovery.web.close()
