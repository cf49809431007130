"""SCIM over the stores of `tests.control_plane`, as an identity provider with a key sees it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

import pytest

from functions.scim import deps as scim_deps
from functions.scim import handler as scim_function
from tests.control_plane import PUBLIC_URL, Answer, Control, send
from tests.events import load
from tollgate.auth.service.authentication import authenticate
from tollgate.directory.models import User
from tollgate.http.receipts import DynamoReceipts
from tollgate.http.resolver import Resolver
from tollgate.journal.models import Actor, Target
from tollgate.provisioning.service import Provisioning
from tollgate.provisioning.store import ProvisioningStore
from tollgate.scim.service.deps import Scim
from tollgate.scim.store import ScimStore
from tollgate.sso.models import Connection, Provider
from tollgate.sso.store import SsoStore

ENTERPRISE: Final = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
PATCH_OP: Final = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
ADA: Final = "ada@acme.example"


@dataclass
class ScimPlane:
    """The app and the key that Acme's identity provider has."""

    control: Control
    key: str = ""
    app: Resolver = field(init=False)

    def __post_init__(self) -> None:
        control = self.control
        stores = (control.settings, control.tables, control.journal)
        self.connections = SsoStore(*stores)
        provisioning = Provisioning(control.auth.directory, ProvisioningStore(*stores))
        self.app = scim_function.make_app(
            scim_deps.Deps(
                scim=Scim(
                    auth=control.auth,
                    store=ScimStore(*stores),
                    provisioning=provisioning,
                    connections=self.connections.everything,
                    public_url=lambda: PUBLIC_URL,
                ),
                authenticate=partial(authenticate, control.auth),
                receipts=DynamoReceipts(control.settings, control.tables),
            )
        )

    def ask(self, name: str, *, bearer: str | None = None, **changes: Any) -> Answer:
        """The sample event `scim/<name>` with Acme's key, or with another."""
        return send(self.app, load(f"scim/{name}", bearer=bearer or self.key, **changes))

    def create(self, email: str = ADA, **more: Any) -> str:
        """The id of a new person."""
        emails = [{"value": email, "type": "work", "primary": True}]
        body = {"userName": email, "displayName": "Ada", "emails": emails, **more}
        answer = self.ask("create_person", body=body)
        assert answer.status == 201, answer.json
        made: str = answer.json["id"]
        return made

    def group(self, name: str, *members: str) -> str:
        """The id of a new group."""
        body = {"displayName": name, "members": [{"value": each} for each in members]}
        answer = self.ask("create_group", body=body)
        assert answer.status == 201, answer.json
        made: str = answer.json["id"]
        return made

    def patch(self, name: str, target: str, *operations: dict[str, Any], **changes: Any) -> Answer:
        """A PATCH of a person or a group."""
        body = {"schemas": [PATCH_OP], "Operations": list(operations)}
        return self.ask(name, target=target, body=body, **changes)

    def user(self, user_id: str) -> User:
        """The stored person."""
        user = self.control.store.get(User, self.control.organization_id, user_id)
        assert user is not None
        return user

    def map(self, **values: Any) -> None:
        """A connection with these values, whose mappings count for groups."""
        connection = Connection(
            id="sso_01kaf0cccc0000000000",
            organization_id=self.control.organization_id,
            created_ms=0,
            client_id="x",
            name="Acme",
            provider=Provider.OIDC,
            issuer="https://id.example",
            **values,
        )
        event = self.control.auth.event(
            connection.organization_id,
            Actor("system", "test"),
            Target("sso_connection", connection.id),
            action="sso_connection.created",
            request_id="r",
        )
        self.connections.save(None, connection, event)


@pytest.fixture
def scim(control: Control) -> ScimPlane:
    return ScimPlane(control, provisioning_key(control))


def provisioning_key(control: Control, bearer: str | None = None) -> str:
    """A new service key that may provision people."""
    body = {"name": "Entra", "permissions": ["scim.provision"]}
    answer = control.ask("directory/create_api_key", bearer=bearer, body=body)
    assert answer.status == 201, answer.json
    key: str = answer.json["key"]
    return key
