"""Groups and who is in them, in the directory table.

organization / GROUP#<id>                  a group
organization / GROUPNAME#<hash>            its name, which no other group has
organization / GROUPMEMBER#<id>#<user>     somebody in it
"""

from __future__ import annotations

from hashlib import sha256

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition

from tollgate.aws.items import Beside, Item, Transaction, bind, fetch, reads
from tollgate.errors import Conflict
from tollgate.journal.models import Event
from tollgate.journal.service import Journal
from tollgate.scim.models import Group
from tollgate.settings import AwsSettings, TableSettings


class GroupItem(Item):
    """`sk=GROUP#<id>`."""

    name = UnicodeAttribute()
    external_id = UnicodeAttribute(null=True)
    version = NumberAttribute()
    created_ms = NumberAttribute()


class NameItem(Item):
    """`sk=GROUPNAME#<hex SHA-256 of the name without case>`."""

    group_id = UnicodeAttribute()


class MemberItem(Item):
    """`sk=GROUPMEMBER#<group id>#<user id>`."""


class NameTaken(Conflict):
    """Another group of the organization has this name."""


class ScimStore:
    """Every method raises `Unavailable` when the table is down."""

    def __init__(self, settings: AwsSettings, tables: TableSettings, journal: Journal) -> None:
        self._settings = settings
        self._journal = journal
        self._groups = bind(GroupItem, tables.directory, settings)
        self._names = bind(NameItem, tables.directory, settings)
        self._members = bind(MemberItem, tables.directory, settings)

    def get(self, organization_id: str, group_id: str) -> Group | None:
        """A group of the organization, or None."""
        item = fetch(self._groups, organization_id, f"GROUP#{group_id}")
        return None if item is None else _group(item)

    def everything(self, organization_id: str) -> list[Group]:
        """All groups of an organization, in the order of creation."""
        keys = self._groups.sk.startswith("GROUP#")
        with reads():
            found = self._groups.query(organization_id, keys, consistent_read=True)
            return [_group(item) for item in found]

    def named(self, organization_id: str, name: str) -> Group | None:
        """The group with this name, or None."""
        item = fetch(self._names, organization_id, _name_key(name))
        return None if item is None else self.get(organization_id, item.group_id)

    def member_ids(self, group: Group) -> list[str]:
        """Ids of the people in a group."""
        prefix = f"GROUPMEMBER#{group.id}#"
        keys = self._members.sk.startswith(prefix)
        with reads():
            found = self._members.query(group.organization_id, keys, consistent_read=True)
            return [item.sk.removeprefix(prefix) for item in found]

    def save(self, before: Group | None, after: Group, event: Event) -> None:
        """Stores a group over the version that was read. Raises `NameTaken`, `Conflict`."""
        transaction = Transaction(self._settings)
        item = self._groups(
            after.organization_id,
            f"GROUP#{after.id}",
            name=after.name,
            external_id=after.external_id,
            version=after.version,
            created_ms=after.created_ms,
        )
        as_read: Condition = self._groups.pk.does_not_exist()
        if before is not None:
            as_read = self._groups.version == before.version
        transaction.put(item, _stale(), as_read)
        old = None if before is None else _name_key(before.name)
        new = _name_key(after.name)
        if old != new:
            if old is not None:
                transaction.delete(self._names(after.organization_id, old), _stale())
            name = self._names(after.organization_id, new, group_id=after.id)
            taken = NameTaken("a group with this name exists already")
            transaction.put(name, taken, self._names.pk.does_not_exist())
        self._journal.record(transaction, event)
        transaction.commit()

    def remove(self, group: Group, event: Event) -> None:
        """Removes a group that nobody is in any more. Raises `Conflict`."""
        transaction = Transaction(self._settings)
        item = self._groups(group.organization_id, f"GROUP#{group.id}")
        transaction.delete(item, _stale(), self._groups.version == group.version)
        name = self._names(group.organization_id, _name_key(group.name))
        transaction.delete(name, _stale())
        self._journal.record(transaction, event)
        transaction.commit()

    def joining(self, group: Group, user_id: str) -> Beside:
        """Puts somebody into a group, which has to be there still."""

        def add(transaction: Transaction) -> None:
            sk = f"GROUP#{group.id}"
            there = self._groups.pk.exists()
            transaction.check(self._groups, group.organization_id, sk, there, _stale())
            transaction.put(self._member(group, user_id), _stale())

        return add

    def leaving(self, group: Group, user_id: str) -> Beside:
        """Takes somebody out of a group."""

        def add(transaction: Transaction) -> None:
            transaction.delete(self._member(group, user_id), _stale())

        return add

    def _member(self, group: Group, user_id: str) -> MemberItem:
        return self._members(group.organization_id, f"GROUPMEMBER#{group.id}#{user_id}")


def _stale() -> Conflict:
    return Conflict("this group was changed meanwhile; try again")


def _name_key(name: str) -> str:
    return f"GROUPNAME#{sha256(name.casefold().encode()).hexdigest()}"


def _group(item: GroupItem) -> Group:
    return Group(
        id=item.sk.removeprefix("GROUP#"),
        organization_id=item.pk,
        name=item.name,
        external_id=item.external_id,
        version=int(item.version),
        created_ms=int(item.created_ms),
    )
