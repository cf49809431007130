"""The whole control plane, and something real for every name that takes an id."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from typing import Any, Final

from functions.costs import deps as costs_deps
from functions.costs import handler as costs_function
from functions.status import handler as status_function
from functions.usage import deps as usage_deps
from functions.usage import handler as usage_function
from tests import journal_records as journal
from tests.fuzzing.front import Answerer
from tests.policies_plane import PoliciesControl, load_body
from tests.policy_records import REASON, governed
from tests.scim_plane import ScimPlane, provisioning_key
from tests.sso_plane import SsoPlane
from tollgate.auth.service.authentication import authenticate
from tollgate.auth.service.deps import Origin
from tollgate.auth.service.sign_in import open_session
from tollgate.costs.store import BalanceStore
from tollgate.directory.models import User
from tollgate.directory.service.identities import is_bootstrapped
from tollgate.http.receipts import DynamoReceipts
from tollgate.http.resolver import Resolver
from tollgate.kit.clock import to_rfc3339
from tollgate.ledger.records import record_to_item
from tollgate.usage.database import Database
from tollgate.usage.parameters import with_canonical_names
from tollgate.usage.service import ingest

HOUR_MS: Final = 3_600_000
REQUEST: Final = "req_01jd3v6k8mx2q4r7tn5x"

_ALIKE: Final = {
    "default_roles": "role_ids",
    "default_team_ids": "team_ids",
    "ids": "policy_ids",
    "manager": "user_id",
    "owner_id": "user_id",
    "parent_team_id": "team_id",
    "role": "role_id",
    "roles": "role_ids",
    "transfer_to": "user_id",
    "userName": "email",
    "value": "user_id",
}
"""Names that take what another name does."""

_ALWAYS: Final = {
    "bundle_hash": "current",
    "email": "owner@acme.example",
    "number": "1",
    "provider": "github",
    "schema_id": "urn:ietf:params:scim:schemas:core:2.0:User",
    "template_id": "development",
}

_CREATED: Final[dict[str, tuple[str, dict[str, Any]]]] = {
    "connection_id": (
        "sso/create_connection",
        {"name": "I", "provider": "oidc", "issuer": "https://id.invalid", "client_id": "x"},
    ),
    "invitation_id": (
        "directory/create_invitation",
        {"email": "i{}@acme.example", "role_ids": ["viewer"]},
    ),
    "key_id": ("directory/create_api_key", {"name": "key {}"}),
    "own_key_id": ("directory/create_own_api_key", {"name": "own key {}"}),
    "policy_id": (
        "policies/create_policy",
        {**load_body("policies/create_policy"), "name": "Policy {}"},
    ),
    "review_id": (
        "directory/create_access_review",
        {"name": "Review {}", "due_at": "2027-11-01T00:00:00Z", "scope": {}},
    ),
    "role_id": ("directory/create_role", {"name": "role_{}", "permissions": ["costs.view.own"]}),
    "rule_id": ("directory/create_access_rule", load_body("directory/create_access_rule")),
    "team_id": ("directory/create_team", {"name": "Team {}"}),
}
"""What the owner makes for an id: a sample event and its body; `{}` is a number."""


@dataclass
class Plane:
    """Every function over one organization; what is known is made when it is first asked for."""

    control: PoliciesControl
    database: Database
    scim: ScimPlane = field(init=False)
    sso: SsoPlane = field(init=False)
    answerers: dict[str, Answerer] = field(init=False)
    _known: dict[str, Any] = field(default_factory=dict)
    _token: str = ""
    _made: int = 0

    def __post_init__(self) -> None:
        control = self.control
        control.use(self.database)
        self.scim = ScimPlane(control, provisioning_key(control))
        self.sso = SsoPlane(control, loopback=False)
        status = status_function.Deps(lambda: is_bootstrapped(control.deps.directory))
        self.answerers = {
            "auth": _answers(control.auth_app),
            "costs": _answers(self._costs(), with_canonical_names),
            "directory": _answers(control.directory_app),
            "policies": _answers(control.app),
            "scim": _answers(self.scim.app),
            "sso": _answers(self.sso.app),
            "status": _answers(status_function.make_app(status)),
            "usage": _answers(self._usage(), with_canonical_names),
        }

    def _costs(self) -> Resolver:
        control = self.control
        return costs_function.make_app(
            costs_deps.Deps(
                authenticate=partial(authenticate, control.auth),
                directory=control.deps.directory,
                database=self.database,
                balances=BalanceStore(control.settings, control.tables),
                receipts=DynamoReceipts(control.settings, control.tables),
            )
        )

    def _usage(self) -> Resolver:
        control = self.control
        return usage_function.make_app(
            usage_deps.Deps(
                authenticate=partial(authenticate, control.auth),
                directory=control.deps.directory,
                database=self.database,
                dynamodb=control.deps.dynamodb,
                tables=control.tables,
            )
        )

    def bearer(self, function: str) -> str:
        """The owner's session; of SCIM, a provider's key."""
        if function == "scim":
            return self.scim.key
        if not self._token:
            control = self.control
            owner = control.store.get(User, control.organization_id, control.user_id)
            assert owner is not None
            self._token = open_session(control.auth, owner, ("pwd",), Origin("req_fuzz")).token
        return self._token

    def heard(self, status: int) -> None:
        """What is gone is made anew when it is asked for, and who is shut out comes back later."""
        if status == HTTPStatus.NOT_FOUND:
            self._known.clear()
        if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.TOO_MANY_REQUESTS):
            self._token = ""
            self.control.now_ms += HOUR_MS

    def known(self, name: str, path: str) -> Any:
        """A real value for a parameter or a member of this name; None where there is none."""
        name = _ALIKE.get(name, name)
        if name == "request_id" and path.startswith("/api/v1/elevations"):
            name = "elevation_id"
        if name == "key_id" and path.startswith("/api/v1/users/me/"):
            name = "own_key_id"
        if name.endswith("_ids"):
            one = self.known(name.removesuffix("s"), path)
            return None if one is None else [one]
        if name not in self._known:
            value = self._make(name)
            if value is None:
                return None
            self._known[name] = value
        return self._known[name]

    def _make(self, name: str) -> Any:
        if name in _CREATED:
            event, body = _CREATED[name]
            return self._ask(event, body=_numbered(body, self._number())).get("id")
        make: Callable[[], Any] | None = getattr(self, f"_make_{name}", None)
        return _ALWAYS.get(name) if make is None else make()

    def _ask(self, event: str, **how: Any) -> Any:
        how.setdefault("bearer", self.bearer("directory"))
        function, _, rest = event.partition("/")
        if function == "sso":
            return self.sso.ask(rest, **how).json
        return self.control.ask(event, **how).json

    def _number(self) -> int:
        self._made += 1
        return self._made

    def _developer(self) -> str:
        return self.control.person("developer", f"d{self._number()}@acme.example")[1]

    def _make_organization_id(self) -> str:
        return self.control.organization_id

    def _make_user_id(self) -> Any:
        """A member of the known team who has the known role."""
        body = {
            "email": f"p{self._number()}@acme.example",
            "name": "P",
            "roles": ["developer", self.known("role_id", "")],
            "team_ids": [self.known("team_id", "")],
        }
        return self._ask("directory/create_user", body=body).get("id")

    def _make_session_id(self) -> Any:
        return self._ask("auth/list_sessions")["items"][0]["id"]

    def _make_group_id(self) -> str:
        return self.scim.group(f"Group {self._number()}")

    def _make_item_id(self) -> Any:
        review = self._ask("directory/get_access_review", target=self.known("review_id", ""))
        return review["items"][0]["id"]

    def _make_elevation_id(self) -> Any:
        body = {"role": "admin", "minutes": 60, "reason": "on call tonight"}
        return self._ask("directory/create_elevation", bearer=self._developer(), body=body)["id"]

    def _make_approval_id(self) -> Any:
        body = {
            "kind": "policy_exception",
            "policy_id": self.known("policy_id", ""),
            "reason": "the board meets on Monday",
            "until": to_rfc3339(self.control.now_ms + 24 * HOUR_MS),
        }
        return self._ask("policies/create_approval", bearer=self._developer(), body=body).get("id")

    def _make_request_id(self) -> str:
        """A call that a policy had something to say about, in the journal and in the database."""
        reason = {**REASON, "policy_id": self.known("policy_id", "")}
        record = governed(
            reason,
            request_id=REQUEST,
            organization_id=self.control.organization_id,
            created_ms=self.control.now_ms,
        )
        self.control.client.put_item(
            TableName=self.control.tables.journal, Item=record_to_item(record)
        )
        ingest(self.database, [journal.stream_record(record)])
        return REQUEST

    def _make_violation_id(self) -> Any:
        self._make_request_id()
        return self._ask("policies/list_violations", query={})["items"][0]["id"]


def _answers(
    app: Resolver, read: Callable[[dict[str, Any]], dict[str, Any]] = lambda event: event
) -> Answerer:
    return lambda event: app.resolve(read(event), None)


def _numbered(body: dict[str, Any], number: int) -> dict[str, Any]:
    return {
        name: value.replace("{}", str(number)) if isinstance(value, str) else value
        for name, value in body.items()
    }
