"""What identity providers said of people, beside these in the directory table."""

from __future__ import annotations

from typing import Any

from pynamodb.attributes import NumberAttribute
from pynamodb.expressions.condition import Condition

from tollgate.aws.items import Beside, Item, ListOf, MapOf, Transaction, bind, fetch
from tollgate.errors import Conflict
from tollgate.journal.models import Event
from tollgate.journal.service import Journal
from tollgate.provisioning.models import Assertion, Holdings, Provisioned
from tollgate.settings import AwsSettings, TableSettings


class ProvisionedItem(Item):
    """`sk=PROVISIONED#<user id>`."""

    sources = MapOf()
    roles = ListOf()
    team_ids = ListOf()
    version = NumberAttribute()


class ProvisioningStore:
    """Every method raises `Unavailable` when the table is down."""

    def __init__(self, settings: AwsSettings, tables: TableSettings, journal: Journal) -> None:
        self._settings = settings
        self._journal = journal
        self._items = bind(ProvisionedItem, tables.directory, settings)

    def get(self, organization_id: str, user_id: str) -> Provisioned:
        """What is known of a person; nothing of one whom no provider brought."""
        item = fetch(self._items, organization_id, f"PROVISIONED#{user_id}")
        if item is None:
            return Provisioned(organization_id=organization_id, user_id=user_id)
        return Provisioned(
            organization_id=organization_id,
            user_id=user_id,
            sources={name: _assertion(said) for name, said in item.sources.items()},
            given=Holdings(tuple(item.roles), tuple(item.team_ids)),
            version=int(item.version),
        )

    def put(self, transaction: Transaction, provisioned: Provisioned) -> None:
        """Stores a record over the version that it was read with, else `Conflict`."""
        item = self._items(
            provisioned.organization_id,
            f"PROVISIONED#{provisioned.user_id}",
            sources={name: _map(said) for name, said in provisioned.sources.items()},
            roles=list(provisioned.given.roles),
            team_ids=list(provisioned.given.team_ids),
            version=provisioned.version + 1,
        )
        as_read: Condition = self._items.version == provisioned.version
        if provisioned.version == 0:
            as_read = self._items.pk.does_not_exist()
        transaction.put(item, Conflict("this person was provisioned meanwhile"), as_read)

    def removing(self, organization_id: str, user_id: str) -> Beside:
        """Forgets what was said of a person, in the transaction of somebody else's change."""
        item = self._items(organization_id, f"PROVISIONED#{user_id}")
        provisioned = Conflict("this person was provisioned meanwhile")
        return lambda transaction: transaction.delete(item, provisioned)

    def commit(self, provisioned: Provisioned, event: Event, beside: Beside | None = None) -> None:
        """Stores a record by itself, where nothing about the person changes. Raises `Conflict`."""
        transaction = Transaction(self._settings)
        self.put(transaction, provisioned)
        if beside is not None:
            beside(transaction)
        self._journal.record(transaction, event)
        transaction.commit()


def _map(said: Assertion) -> dict[str, Any]:
    return {
        "groups": list(said.groups),
        "roles": list(said.gives.roles),
        "team_ids": list(said.gives.team_ids),
    }


def _assertion(stored: dict[str, Any]) -> Assertion:
    gives = Holdings(tuple(stored["roles"]), tuple(stored["team_ids"]))
    return Assertion(tuple(stored["groups"]), gives)
