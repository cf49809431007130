"""Every operation of people, access and sign-in as somebody asks it who must not.

A stranger is the owner of another organization of the same deployment. They know the ids of all
that Acme has, and reach none of it: neither by a path, nor by a query, nor inside a body. Nobody
sets what a body does not offer, and nobody gets in without a credential, or with one that gives
nothing. The operations are those that the resolvers declare; what a new one names in its path has
to be added to `_everything`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import pytest

from tests.authenticator import Authenticator
from tests.contract.operations import Operation, operations
from tests.control_plane import START_MS, Answer, Control, blank, control, other, send
from tests.events import load
from tests.scim_plane import ScimPlane, provisioning_key
from tests.second_factors import add_passkey
from tests.sso_plane import SsoPlane
from tollgate.auth.service.sign_in import Origin, open_session
from tollgate.directory.models import User

__all__ = ["blank", "control", "other"]
pytestmark = pytest.mark.aws

MARK: Final = "Zanzibar"
"""Stands in whatever Acme's people wrote, so that it shows where it must not."""
ADDRESS: Final = "203.0.113.10"
"""Where the samples come from."""
EXTRA: Final[dict[str, Any]] = {
    "id": "usr_01kaf0zzzz0000000000",
    "organization_id": "org_01kaf0zzzz0000000000",
    "version": 7,
    "status": "active",
    "password_hash": "$argon2id$v=19$m=8,t=1,p=1$YWJjZGVmZ2g$AAAA",
    "created_by": "usr_01kaf0zzzz0000000000",
    "email_verified": True,
    "mfa_methods": ["totp"],
    "elevations": [{"id": "elv_1", "role": "owner", "until_ms": 9_999_999_999_999}],
    "source": "sso_01kaf0zzzz0000000000",
}
"""What entities have and no body offers, unless its schema says so."""


@dataclass
class World:
    """Acme with one of everything, and Gina, who owns Globex."""

    control: Control
    gina_token: str
    ids: dict[str, str] = field(default_factory=dict)
    """By the name of the parameter that takes it."""

    def __post_init__(self) -> None:
        control = self.control
        self.sso = SsoPlane(control)
        self.scim = ScimPlane(control, provisioning_key(control))
        me = control.ask("auth/me", bearer=self.gina_token).json
        self.globex_id, self.gina_id = me["organization_id"], me["user"]["id"]
        control.client.update_item(
            TableName=control.tables.directory,
            Key={"pk": {"S": self.globex_id}, "sk": {"S": f"USER#{self.gina_id}"}},
            UpdateExpression="SET #roles = :roles",
            ExpressionAttributeNames={"#roles": "roles"},
            ExpressionAttributeValues={":roles": {"L": [{"S": "owner"}]}},
        )
        self.globex_key = provisioning_key(control, self.gina_token)
        self.apps = {
            "auth": control.auth_app,
            "directory": control.directory_app,
            "sso": self.sso.app,
            "scim": self.scim.app,
        }

    def ask(self, operation: Operation, bearer: str, **changes: Any) -> Answer:
        """The operation's sample about Acme's things, with this credential ("" is none)."""
        if operation.sample == "directory/add_team_member":
            # That the sample's person is nobody's would be said first.
            changes = {"body": {"user_id": self.gina_id, "role": "admin"}, **changes}
        changes = {"path": operation.at(self.ids), **changes}
        event = load(f"{operation.sample}", bearer=bearer, **changes)
        return send(self.apps[operation.function], event)

    def stranger(self, operation: Operation) -> str:
        """A credential of Gina's that the operation takes: for SCIM a key, else a session."""
        if operation.function == "scim":
            return self.globex_key
        return self.session(self.globex_id, self.gina_id)

    def owner(self, operation: Operation) -> str:
        """The same of Acme's owner."""
        if operation.function == "scim":
            return self.scim.key
        return self.session(self.control.organization_id, self.control.user_id)

    def session(self, organization_id: str, user_id: str) -> str:
        """A new session of somebody: what was asked before may have ended others."""
        user = self.control.store.get(User, organization_id, user_id)
        assert user is not None
        origin = Origin("req_strange", ADDRESS)
        return open_session(self.control.auth, user, ("pwd",), origin).token

    def acme(self) -> dict[tuple[str, str, str], Any]:
        """Every item that is Acme's or names it, in every table."""
        names = ("directory", "accounts", "journal", "policies")
        tables = [getattr(self.control.tables, name) for name in names]
        return {
            (table, item["pk"]["S"], item["sk"]["S"]): item
            for table in tables
            for item in self.control.client.scan(TableName=table, ConsistentRead=True)["Items"]
            if self.control.organization_id in json.dumps(item, default=str)
        }


@pytest.fixture
def world(control: Control, other: str) -> Iterator[World]:
    made = World(control, other)
    made.ids = _everything(made)
    yield made
    made.sso.sso.discovery.web.close()


def _everything(world: World) -> dict[str, str]:
    """Ids of one of each thing of Acme's that a path of these functions names."""
    control = world.control

    def made(sample: str, **body: Any) -> str:
        answer = control.ask(f"directory/{sample}", body=body)
        assert answer.status == 201, (sample, answer.json)
        return str(answer.json["id"])

    team_id = made("create_team", name=f"{MARK} team")
    email = f"{MARK.lower()}@acme.example"
    user_id, person = control.person("developer", email, team_ids=[team_id])
    control.now_ms += 1
    key = {"name": f"{MARK} key", "user_id": user_id}
    role: dict[str, Any] = {"name": "data_scientist", "permissions": ["teams.view"]}
    rule = {"name": f"{MARK} rule", "actions": ["policies.*"], "condition": "context.hour == 25"}
    invited = {"email": f"invited.{email}", "name": MARK, "roles": ["developer"]}
    wish = {"role": "viewer", "minutes": 60, "reason": MARK}
    elevation = control.ask("directory/create_elevation", bearer=person, body=wish)
    passkey = add_passkey(control, Authenticator(), person, name=f"{MARK} key ring")
    control.ask("directory/reset_user_mfa", path=f"/api/v1/users/{user_id}/mfa/reset")
    ids = {
        "organization_id": control.organization_id,
        "team_id": team_id,
        "user_id": user_id,
        "key_id": made("create_api_key", **key),
        "role_id": made("create_role", description=MARK, **role),
        "rule_id": made("create_access_rule", **rule),
        "invitation_id": made("create_invitation", **invited),
        "review_id": made("create_access_review", name=f"{MARK} review"),
        "request_id": elevation.json["id"],
        "passkey_id": passkey.json["id"],
        "session_id": control.ask("auth/list_sessions", bearer=person).json["items"][0]["id"],
        "connection_id": world.sso.ask("create_connection").json["id"],
        "group_id": world.scim.group(f"{MARK} group", user_id),
        "kind": "reset",
        "provider": "okta",
        "token": control.mailed_token("invitation"),
        "name": "User",
        "schema_id": "urn:ietf:params:scim:schemas:core:2.0:User",
    }
    items = control.ask("directory/get_access_review", target=ids["review_id"]).json["items"]
    return ids | {"item_id": items[0]["id"]}


def _is_somebodys(operation: Operation) -> bool:
    """Whether its path names something that belongs to an organization."""
    return not operation.is_public and bool(operation.names)


def test_every_operation_has_a_sample_event() -> None:
    """A new route comes with `events/<function>/<case>.json`; everything here asks by it."""
    assert [str(each) for each in operations() if each.sample is None] == []
    assert len(operations()) > 160


class TestAnotherTenant:
    def test_finds_nothing_by_a_path(self, world: World) -> None:
        before = world.acme()
        found = [
            f"{operation}: {answer.status}"
            for operation in filter(_is_somebodys, operations())
            if (answer := world.ask(operation, world.stranger(operation))).status != 404
            or MARK in str(answer.json)
        ]
        assert found == []
        assert world.acme() == before

    def test_the_owner_finds_all_of_it(self, world: World) -> None:
        """Otherwise the ids of the test above would be nobody's."""
        reading = [each for each in operations() if each.method == "GET" and _is_somebodys(each)]
        unseen = [
            f"{operation}: {answer.status}"
            for operation in reading
            if (answer := world.ask(operation, world.owner(operation))).status != 200
        ]
        assert unseen == []
        assert len(reading) > 15

    def test_sees_nothing_in_what_has_no_id(self, world: World) -> None:
        before = world.acme()
        leaks = [
            str(operation)
            for operation in operations()
            if not operation.names and not operation.is_public
            for answer in [world.ask(operation, world.stranger(operation))]
            if MARK.lower() in str(answer.json).lower()
        ]
        assert leaks == []
        assert world.acme() == before


FOREIGN_BODIES: Final[tuple[tuple[str, dict[str, str]], ...]] = (
    ("directory/create_team", {"parent_team_id": "team_id"}),
    ("directory/create_organization_team", {"parent_team_id": "team_id"}),
    ("directory/update_team", {"parent_team_id": "team_id"}),
    ("directory/put_team", {"parent_team_id": "team_id"}),
    ("directory/add_team_member", {"user_id": "user_id"}),
    ("directory/add_member", {"user_id": "user_id"}),
    ("directory/create_user", {"team_ids": "team_id"}),
    ("directory/create_user", {"team_roles": "team_id"}),
    ("directory/create_user", {"roles": "role_id"}),
    ("directory/create_invitation", {"team_ids": "team_id"}),
    ("directory/create_invitation", {"roles": "role_id"}),
    ("directory/update_user", {"team_ids": "team_id"}),
    ("directory/update_user", {"roles": "role_id"}),
    ("directory/put_user", {"roles": "role_id"}),
    ("directory/set_member", {"role": "role_id"}),
    ("directory/set_team_member", {"role": "role_id"}),
    ("directory/create_api_key", {"user_id": "user_id"}),
    ("directory/create_api_key", {"team_id": "team_id"}),
    ("directory/create_own_api_key", {"team_id": "team_id"}),
    ("directory/create_role", {"inherits": "role_id"}),
    ("directory/offboard_user", {"transfer_to": "user_id"}),
    ("directory/create_elevation", {"role": "role_id"}),
    ("directory/create_access_review", {"scope.team_ids": "team_id"}),
    ("directory/create_access_review", {"scope.roles": "role_id"}),
    ("sso/create_connection", {"jit.default_team_ids": "team_id"}),
    ("sso/create_connection", {"jit.default_roles": "role_id"}),
    ("sso/create_connection", {"group_mappings.team_ids": "team_id"}),
    ("sso/create_connection", {"group_mappings.roles": "role_id"}),
    ("sso/update_connection", {"group_mappings.roles": "role_id"}),
    ("scim/create_group", {"members": "user_id"}),
    ("scim/replace_group", {"members": "user_id"}),
)
"""What a body names by id: where it stands, and which of Acme's ids goes there."""
_LISTS: Final = ("team_ids", "roles", "inherits", "default_team_ids", "default_roles")


class TestForeignIdsInBodies:
    """Globex's owner puts Acme's ids into requests about Globex's own things."""

    @pytest.fixture
    def globex(self, world: World) -> dict[str, str]:
        """What of Globex's own the requests are about."""
        made: dict[str, str] = {}
        for name, sample, body in (
            ("team_id", "directory/create_team", {"name": "Ours"}),
            ("user_id", "directory/create_user", None),
        ):
            answer = world.control.ask(
                sample, bearer=world.gina_token, **({"body": body} if body else {})
            )
            assert answer.status == 201, answer.json
            made[name] = answer.json["id"]
        connection = world.sso.ask("create_connection", bearer=world.gina_token)
        group = {"displayName": "Ours"}
        made["group_id"] = world.scim.ask("create_group", bearer=world.globex_key, body=group).json[
            "id"
        ]
        return made | {"connection_id": connection.json["id"], "organization_id": world.globex_id}

    def test_are_refused_and_touch_nothing(self, world: World, globex: dict[str, str]) -> None:
        by_sample = {each.sample: each for each in operations()}
        before = world.acme()
        accepted = []
        for sample, places in FOREIGN_BODIES:
            operation = by_sample[sample]
            [(place, name)] = places.items()
            body = operation.body() or {}
            _put(body, place.split("."), world.ids[name])
            if operation.sample == "directory/add_team_member":
                body.pop("email", None)
            answer = world.ask(
                operation, world.stranger(operation), path=operation.at(globex), body=body
            )
            if answer.status not in (400, 404, 409):
                accepted.append(f"{sample} {place}: {answer.status} {answer.json}")
        assert accepted == []
        assert world.acme() == before

    @pytest.mark.parametrize("column", ["role", "team"])
    def test_a_table_of_people_neither(self, world: World, column: str) -> None:
        value = world.ids["role_id" if column == "role" else "team_id"]
        table = f"email,name,{column}\nnew@globex.example,New,{value}\n"
        answer = world.control.ask(
            "directory/import_users_json", bearer=world.gina_token, body={"csv": table}
        )
        assert (answer.json["created"], answer.json["failed"]) == (0, 1), answer.json

    @pytest.mark.parametrize(
        ("sample", "query"),
        [
            ("directory/list_users", {"team_id": "team_id"}),
            ("directory/list_users", {"role": "role_id"}),
            ("directory/list_api_keys", {"user_id": "user_id"}),
            ("directory/list_api_keys", {"team_id": "team_id"}),
            ("directory/list_teams", {"parent_team_id": "team_id"}),
            ("directory/list_elevations", {"user_id": "user_id"}),
            ("auth/list_sessions", {"user_id": "user_id"}),
            ("auth/end_sessions", {"user_id": "user_id"}),
        ],
    )
    def test_a_query_finds_nothing(self, world: World, sample: str, query: dict[str, str]) -> None:
        before = world.acme()
        asked = {name: world.ids[value] for name, value in query.items()}
        answer = world.control.ask(sample, bearer=world.gina_token, query=asked)
        assert answer.status == 404 or answer.json["items"] == []
        assert world.acme() == before


def _put(body: Any, place: list[str], value: str) -> None:
    """Puts an id where the body takes it."""
    first, *rest = place
    if rest:
        inner = body.setdefault(first, {} if first != "group_mappings" else [{"group": "g"}])
        _put(inner[0] if isinstance(inner, list) else inner, rest, value)
    elif first == "members":
        body[first] = [{"value": value}]
    elif first == "team_roles":
        body[first] = {value: ["viewer"]}
    else:
        body[first] = [value] if first in _LISTS else value


class TestMassAssignment:
    def test_no_body_takes_what_it_does_not_offer(self, world: World) -> None:
        before, taken = world.acme(), []
        for operation in operations():
            if operation.fields is None or operation.function == "scim":
                continue
            bearer = world.owner(operation)
            for name in EXTRA.keys() - operation.fields:
                body = {**(operation.body() or {}), name: EXTRA[name]}
                headers = {"Content-Type": "application/json"}
                answer = world.ask(operation, bearer, body=body, headers=headers)
                if answer.status != 400 or answer.field != name:
                    taken.append(f"{operation} {name}: {answer.status} {answer.json}")
        assert taken == []
        assert _unlike_sessions(world.acme()) == _unlike_sessions(before)

    def test_scim_ignores_it_as_its_standard_says(self, world: World) -> None:
        """RFC 7644, 3.3 and 3.5.1: what is read-only or unknown in a resource is not looked at."""
        control, scim = world.control, world.scim
        sent = {"userName": "ida@acme.example", "displayName": "Ida"}
        made = scim.ask("create_person", body={**sent, **EXTRA, "roles": [{"value": "owner"}]})
        assert made.status == 201, made.json
        put = scim.ask("replace_person", target=made.json["id"], body={**sent, **EXTRA})
        assert put.status == 200, put.json
        user = scim.user(made.json["id"])
        assert user.organization_id == control.organization_id
        assert (user.password_hash, user.mfa_methods, user.elevations) == (None, (), ())
        assert (user.source, user.roles) == ("scim", ())
        assert user.created_ms >= START_MS


def _unlike_sessions(items: dict[tuple[str, str, str], Any]) -> list[tuple[str, str, str]]:
    """What there is beside sessions, which asking opens and uses, and the journal of it."""
    return sorted(
        key
        for key, item in items.items()
        if not key[2].startswith(("SESSION", "SESSIONS"))
        and item.get("action", {}).get("S") != "session.signed_in"
    )


class TestWithoutRights:
    def test_nobody_gets_in_without_a_credential(self, world: World) -> None:
        before = world.acme()
        entered = [
            f"{operation}: {answer.status}"
            for operation in operations()
            if not operation.is_public and (answer := world.ask(operation, "")).status != 401
        ]
        assert entered == []
        assert world.acme() == before

    def test_somebody_without_any_role_gets_nowhere(self, world: World) -> None:
        control = world.control
        nobody_id, _ = control.person("viewer", "nobody@acme.example")
        stripped = control.ask("directory/update_user", target=nobody_id, body={"roles": []})
        assert stripped.json["roles"] == []
        nobody = world.session(control.organization_id, nobody_id)
        self._reaches_nothing(world, nobody)

    def test_neither_does_a_key_for_model_calls(self, world: World) -> None:
        body = {"name": "calls", "permissions": ["llm.use.*"]}
        key = world.control.ask("directory/create_api_key", body=body).json["key"]
        self._reaches_nothing(world, key)

    @staticmethod
    def _reaches_nothing(world: World, bearer: str) -> None:
        before = world.acme()
        asking = [each for each in operations() if each.asks_for_a_right]
        entered = [
            f"{operation}: {answer.status}"
            for operation in asking
            if (answer := world.ask(operation, bearer)).status != 403
        ]
        assert entered == []
        added = {key[2].partition("#")[0] for key in world.acme().keys() - before.keys()}
        assert added <= {"KEYUSE"}, "when the key was used is written down, nothing else"
        assert len(asking) > 90
