"""Fills a fresh data directory with a year of history, so that there is something to look at.

People, teams and keys come about through the public API, calls as records in the journal: its
stream brings them to the ingest function like any other. Accounts are left alone, since the
budgets of the calls' periods were never opened.
"""

from __future__ import annotations

import asyncio
import secrets
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

from local.demo_cast import KEYS, PEOPLE, TEAMS, Ids, Member, email, limits, member
from local.demo_history import history
from local.dynamodb import CallFailed, Emulator
from local.first_run import Client, Credentials, FirstRunFailed, sign_in
from local.secret import write_private
from local.tables import table_name
from tollgate.aws.attributes import Item
from tollgate.kit.clock import now_ms
from tollgate.ledger.models import RequestRecord
from tollgate.ledger.records import record_to_item
from tollgate.tables import JOURNAL

MARKER: Final = "demo.json"
_BATCH: Final = 25
"""Items that one BatchWriteItem takes (Amazon DynamoDB API Reference)."""
_PAUSE_S: Final = 0.01


@dataclass(frozen=True, slots=True)
class Demo:
    """What it takes to fill `data_dir` with `days` days up to now."""

    data_dir: Path
    emulator: Emulator
    client: Client
    credentials: Credentials
    days: int

    async def run(self) -> None:
        """Once per data directory, whatever comes of it; a failure is printed."""
        if (self.data_dir / MARKER).exists():
            return
        self._mark("begun", 0)
        print(f"Demo: recording {self.days} days of calls.", flush=True)
        try:
            members = await asyncio.to_thread(create_members, self.client, self.credentials)
            count = await self._write(history(members, now_ms=now_ms(), days=self.days))
        except (CallFailed, FirstRunFailed, OSError) as error:
            print(f"Demo: stopped: {error}", file=sys.stderr, flush=True)
            return
        self._mark("done", count)
        print(f"Demo: {count} calls are recorded.", flush=True)

    def _mark(self, state: str, count: int) -> None:
        """A demonstration that was killed must not begin again beside what it left."""
        write_private(self.data_dir / MARKER, {"state": state, "days": self.days, "calls": count})

    async def _write(self, records: Iterable[RequestRecord]) -> int:
        """The latest first, and with pauses: others wait for the same emulator."""
        remaining = iter(records)
        count = 0
        while items := await asyncio.to_thread(_items, remaining):
            requests = {table_name(JOURNAL): [{"PutRequest": {"Item": item}} for item in items]}
            while requests:
                answer = await self.emulator.call("BatchWriteItem", {"RequestItems": requests})
                requests = answer.get("UnprocessedItems") or {}
            count += len(items)
            await asyncio.sleep(_PAUSE_S)
        return count


def _items(records: Iterable[RequestRecord]) -> list[Item]:
    return [record_to_item(record) for record in islice(records, _BATCH)]


def create_members(client: Client, credentials: Credentials) -> list[Member]:
    """Teams, people and keys, created by the administrator. Raises `FirstRunFailed`."""
    admin = {"email": credentials.admin_email, "password": credentials.admin_password}
    session = sign_in(client, admin)
    ids = Ids(session.organization_id, {}, {}, {})

    def create(path: str, body: dict[str, Any]) -> str:
        sent = {name: value for name, value in body.items() if value is not None}
        created: str = client.create(f"/api/v1/{path}", sent, session.headers)["id"]
        return created

    for team in TEAMS:
        body = {"name": team.name, "description": team.description, **limits(team.usd)}
        parent = None if team.parent is None else ids.teams[team.parent]
        ids.teams[team.name] = create("teams", {**body, "parent_team_id": parent})
    for person in PEOPLE:
        body = {"name": person.name, "email": email(person.name), "roles": [person.role]}
        body["team_ids"] = [ids.teams[person.team]]
        # Without one they would be invited by letter, and their keys wait until they join.
        body["password"] = secrets.token_urlsafe(18)
        ids.people[person.name] = create("users", body)
    for key in KEYS:
        body = {"name": key.name, "tags": key.tags, **limits(key.usd, key.rate)}
        body["team_id"] = ids.teams[key.team]
        body["user_id"] = None if key.person is None else ids.people[key.person]
        ids.keys[key.name] = create("api-keys", {**body, "models": list(key.models)})
    return [member(key, ids) for key in KEYS]
