"""Personal keys on the data path: a warm function obeys a changed role at the very next call."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from msgspec.structs import replace

from tests.data_path import GENEROUS, DataPath, read, running_data_path, scripted_provider
from tests.governing import enforce
from tollgate.auth.models import Caller
from tollgate.aws.attributes import to_item
from tollgate.directory.models import Elevation, User
from tollgate.directory.service import role_assignments, roles, teams, users
from tollgate.directory.service.changes import Directory, change, get
from tollgate.directory.store import DirectoryStore
from tollgate.journal.models import Actor
from tollgate.journal.service import Journal
from tollgate.kit.clock import now_ms
from tollgate.kit.permissions import Rights
from tollgate.proxy.models import HttpRequest
from tollgate.proxy.pipeline import handle

pytestmark = pytest.mark.aws

ECHO, LOREM = "scripted/echo", "scripted/lorem"
"""The two models that the scripted provider always has."""


class World:
    """A data path whose key belongs to a person without roles, and who administers them."""

    def __init__(self, path: DataPath) -> None:
        self.path = path
        organization_id = path.tenant.organization_id
        self.admin = Caller(
            organization_id=organization_id,
            actor=Actor("user", "usr_admin"),
            user_id=None,
            grants=(Rights(frozenset({"*"})),),
            request_id="r",
        )
        store = DirectoryStore(path.aws, path.tables, Journal.open(path.aws, path.tables))
        self.directory = Directory(store)
        values = {"email": "ada@example.com", "name": "Ada"}
        self.user_id = users.create_user(self.directory, self.admin, values).id
        self.set_of_key("user_id", self.user_id)

    def set_of_key(self, name: str, value: str) -> None:
        key = {"pk": self.path.tenant.organization_id, "sk": f"KEY#{self.path.tenant.key_id}"}
        self.path.client.update_item(
            TableName=self.path.tables.directory,
            Key=to_item(key),
            UpdateExpression=f"SET {name} = :value",
            ExpressionAttributeValues={":value": {"S": value}},
        )

    def give(self, role: str) -> None:
        role_assignments.assign_role(self.directory, self.admin, self.user_id, role, None)

    def take(self, role: str) -> None:
        role_assignments.remove_role(self.directory, self.admin, self.user_id, role, None)

    def role(self, name: str, **fields: Any) -> None:
        roles.create_role(self.directory, self.admin, {"name": name, **fields})

    def edit(self, name: str, **fields: Any) -> None:
        roles.update_role(self.directory, self.admin, name, fields)

    def elevate(self, role: str, until_ms: int) -> None:
        user = get(self.directory, self.admin, User, self.user_id)
        after = replace(user, elevations=(Elevation("elv_1", role, until_ms),))
        change(self.directory, self.admin, user, after)

    def team(self, name: str, parent: str | None = None) -> str:
        values = {"name": name, "parent_team_id": parent}
        return teams.create_team(self.directory, self.admin, values).id

    def in_team(self, team_id: str, role: str) -> None:
        user = get(self.directory, self.admin, User, self.user_id)
        after = replace(
            user,
            team_ids=(*user.team_ids, team_id),
            team_roles={**user.team_roles, team_id: (role,)},
        )
        change(self.directory, self.admin, user, after)

    def decision(self, model: str) -> str:
        body = {"model": model, "messages": [{"role": "user", "content": "x"}], "max_tokens": 5}
        return self.path.request("/v1/chat/completions", body).headers["x-tollgate-decision"]

    def call(self, model: str = ECHO) -> int:
        body = {"model": model, "messages": [{"role": "user", "content": "x"}], "max_tokens": 5}
        reply = self.path.request("/v1/chat/completions", body)
        answer = json.loads(read(reply))
        if reply.status != 200:
            assert "permission" in answer["error"]["message"]
        return reply.status

    def listed(self) -> set[str]:
        headers = {"authorization": f"Bearer {self.path.tenant.token}"}
        reply = handle(self.path.gateway, HttpRequest("GET", "/v1/models", headers))
        return {model["id"] for model in json.loads(read(reply))["data"]}


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    with scripted_provider() as url:
        yield url


@pytest.fixture
def world(emulator: str, provider: str) -> Iterator[World]:
    with running_data_path(emulator, provider, key=GENEROUS) as path:
        yield World(path)


def test_a_role_that_is_given_and_taken_counts_at_once(world: World) -> None:
    assert world.call() == 403
    world.give("developer")
    assert world.call() == 200
    world.take("developer")
    assert world.call() == 403
    assert [record.state for record in world.path.records()] == ["refused", "settled", "refused"]


def test_a_changed_role_counts_for_its_holders_at_once(world: World) -> None:
    world.role("base", permissions=("llm.use.echo",))
    world.role("heir", inherits=("base",))
    world.give("heir")
    assert (world.call(ECHO), world.call(LOREM)) == (200, 403)
    assert world.listed() == {ECHO}
    world.edit("base", permissions=("llm.use.*",))
    assert (world.call(ECHO), world.call(LOREM)) == (200, 200)
    assert {ECHO, LOREM} < world.listed()
    world.edit("heir", denied_permissions=("llm.use.echo",))
    assert (world.call(ECHO), world.call(LOREM)) == (403, 200)
    assert {ECHO, LOREM} & world.listed() == {LOREM}


def test_an_elevation_counts_until_its_end_without_another_read(world: World) -> None:
    moment = now_ms()
    clock = [moment]
    world.path.gateway = replace(world.path.gateway, clock=lambda: clock[0])
    world.elevate("developer", moment + 1_000)
    assert world.call() == 200
    clock[0] = moment + 1_000
    assert world.call() == 403


NO_ECHO = {
    "type": "usage",
    "scope": {"level": "role", "ids": ["developer"]},
    "rules": {"denied_models": [ECHO]},
}


def test_a_policy_for_a_role_holds_for_whoever_has_it_in_any_way(world: World) -> None:
    moment = now_ms()
    clock = [moment]
    world.path.gateway = replace(world.path.gateway, clock=lambda: clock[0])
    enforce(world.path, NO_ECHO)
    world.give("power_user")
    assert (world.decision(ECHO), world.decision(LOREM)) == ("allow", "allow")
    world.role("scientist", inherits=("developer",))
    world.give("scientist")
    assert (world.decision(ECHO), world.decision(LOREM)) == ("deny", "allow")
    world.take("scientist")
    assert world.decision(ECHO) == "allow"
    world.elevate("developer", moment + 1_000)
    assert world.decision(ECHO) == "deny"
    clock[0] = moment + 1_000
    assert world.decision(ECHO) == "allow"


def test_a_role_in_a_team_is_one_for_the_calls_of_that_team(world: World) -> None:
    world.give("power_user")
    above, other = world.team("above"), world.team("other")
    team = world.team("team", above)
    world.in_team(other, "developer")
    world.set_of_key("team_id", team)
    enforce(world.path, NO_ECHO)
    assert world.decision(ECHO) == "allow"
    world.in_team(above, "developer")
    assert world.decision(ECHO) == "deny"
